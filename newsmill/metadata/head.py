"""The first lines of a text: its title, lines of metadata, and the dateline that its body begins with."""

import re
from bisect import bisect
from dataclasses import replace
from itertools import pairwise, takewhile
from urllib.parse import urlsplit

from newsmill.chars import ends_sentence
from newsmill.metadata import clocks, names
from newsmill.metadata.alone import take_lone_names, take_signed_head
from newsmill.metadata.context import COPYRIGHT
from newsmill.metadata.datelines import Dateline, read_dateline
from newsmill.metadata.dates import find_dates
from newsmill.metadata.elements import fields_of
from newsmill.metadata.fields import read_fields
from newsmill.metadata.parts import MAX_LABEL
from newsmill.metadata.reading import RULES, Reading
from newsmill.metadata.site import MAX_TITLE, normal, site_beside
from newsmill.metadata.strange import is_name
from newsmill.metadata.titles import choose_title, is_prose, without_site
from newsmill.metadata.told import told_by
from newsmill.metadata.vocabulary import any_of, column_of
from newsmill.page.block import Piece, Role

LEAD = 260
"""Characters of a first paragraph that may be the lead."""
HEAD = 16
"""Kept Pieces from the title on that may be metadata."""
OVER = 2
"""Kept Pieces right above the title that may be metadata."""
REACH = 24
"""Kept Pieces from the start among which the title is looked for."""

_DATE_LABEL = re.compile(rf"\s*(?:{any_of('labels', 'published')})\s?[:：]?\s*(?=[\d\u0660-\u06f9])", re.IGNORECASE)
_BY = re.compile(rf"\s*(?:{any_of('bylines', 'before')})\s*:?\s+", re.IGNORECASE)
_TOLD_BY = re.compile(
    r"به گزارش (?:خبرنگار |خبرگزاری |سرویس \S+ )*"
    r"(?P<agency>[^\s،,:؛]{2,16}(?: (?!از )[^\s،,:؛]{2,16})?)(?: از (?P<place>[^\s،,:؛]{2,20}))?\s?[،,:؛]"
)
"""How Iran's agencies begin their own reports, within the first sentence."""
_BRACKETED = re.compile(r"\s*【(?P<title>[^【】]{6,60})】\s*(?=\S)")
_NUMBER = re.compile(r"\s*\d{1,3}\s?[-–.)]\s+(?=\D)")
"""What counts the items of a listing, before their titles."""
_ORNAMENT = " +*【】■□●○◆◇▲△▼▽▶►•★☆※"
"""What items of a listing set before their titles."""
_CLOCK_BEHIND = re.compile(r"\s*[(（\[]\d{1,2}[:.]\d\d[)）\]]\s*$")
_LONGEST_CLOCK = 20
"""Characters of a line that is a time of day."""
_WIRE_LINE = re.compile(
    r"(?P<place>[^\W\d_][^()\d]{2,40}?)\s?(?:[(\[](?P<agency>[^()\[\]]{2,20})[)\]]\s?[-–—.:]?|"
    r"[-–—ـ/]\s?(?P<announced>[^()\[\]:]{2,24}):)$"
)
_PLACE_AND_AGENCY = re.compile(r"(?P<place>[^\W\d_][^()\d/]{2,40}?)\s/\s(?P<agency>[^()\[\]/]{2,20})$")
"""`Vega del Prado / EFE`"""
_DASH_BEHIND_DAY = re.compile(r"\s?[–—]\s|\s-{1,2}\s")
_LOOSE_END = re.compile(r"\s[-–—|]$")
_AFTER_NAME = re.compile(r"[\s.,:|·–—-]*")


def read_head(reading: Reading) -> None:
    """Read the first lines, up to the second paragraph of the body."""
    start = _take_known_title(reading.kept[:REACH], reading)
    head = reading.kept[start : start + HEAD]
    before_body: list[int] = []
    below_lead: list[int] = []
    paragraphs = 0
    under = True  # the title, or the lead: nothing stands between but lines of metadata
    for place in head:
        if paragraphs > 1:
            break
        if (
            place in reading.replaced
            or _take_labelled(place, reading)
            or _take_line(place, paragraphs, reading, under=under)
        ):
            before_body = [one for one in before_body if one not in reading.replaced]
            continue
        if _take_beginning(place, paragraphs, reading) or is_prose(reading.pieces[place].text):
            paragraphs += 1
            under = len(reading.pieces[place].text) < LEAD
        elif place not in reading.replaced:
            (below_lead if paragraphs else before_body).append(place)
            under = not paragraphs
    if "title" in reading.values:
        take_lone_names([place for place in before_body if place not in reading.replaced], reading)
    else:
        _take_title(before_body, reading)
    if "title" not in reading.values:
        _take_bracketed_title(reading)
    elif "author" not in reading.values and not reading.context.listing:
        take_lone_names([place for place in below_lead if place not in reading.replaced], reading)
    if (reading.published or reading.updated) and {"title", "author"} - reading.values.keys() == {"author"}:
        take_signed_head([place for place in before_body if place not in reading.replaced], reading)


def _take_bracketed_title(reading: Reading) -> None:
    """Cut the headline off the paragraph that it begins, in the brackets of Chinese news flashes: `【…】`."""
    place = next((place for place in reading.kept if place not in reading.replaced), None)
    match = _BRACKETED.match(reading.pieces[place].text) if place is not None else None
    if place is None or match is None:
        return
    reading.note(title=match["title"])
    title, rest = reading.cut(place, 0, match.end(), RULES["title"])
    dateline = None if reading.dateline_read else read_dateline(rest.text, reading.context)
    if dateline:
        rule = reading.note_dateline(dateline)
        reading.replaced[place] = [title, *rest.cut(0, dateline.end, *rule)]


def _take_known_title(head: list[int], reading: Reading) -> int:
    """Take out the lines that tell the title that markup, or the place in a listing, has named. Returns the number of
    the first, where the head of the text begins: what stands above it is of the page."""
    lines = [reading.pieces[place] for place in head]
    if reading.context.listing and len(lines[0].text) <= MAX_TITLE:
        reading.note(title=_CLOCK_BEHIND.sub("", _NUMBER.sub("", lines[0].text)).strip(_ORNAMENT))
        reading.remove(head[:1], RULES["title"])
    elif reading.known.title:
        body = next((place for place in head if is_prose(reading.pieces[place].text)), head[-1])
        outside = [piece for piece in reading.pieces[max(0, head[0] - HEAD) : body] if not piece.kept]
        title, told = told_by(reading.known.title, lines, outside)
        _note_beside(reading.known.title, title, reading)
        reading.note(title=title)
        reading.remove([head[place] for place in told], RULES["title"])
        above = None if told else place_outside(title, reading)
        return _head_above(min(told) if told else bisect(reading.kept, above or -1), reading)
    return 0


def _note_beside(whole: str, title: str, reading: Reading) -> None:
    """Put down what markup sets beside the headline: the site, or the author, as newsletters do: `… - by Jane Roe`."""
    beside = site_beside(whole, title)
    by = _BY.match(beside) if beside else None
    if beside and by and names.is_byline_alone(beside[by.end() :]):
        reading.note(author=beside[by.end() :])
    else:
        reading.note(site=beside)


def _head_above(start: int, reading: Reading) -> int:
    """The number of the first of the lines above the title that may be of its report: a kicker, the date."""
    above = range(start - 1, max(-1, start - 1 - OVER), -1)
    return min(takewhile(lambda number: not is_prose(reading.pieces[reading.kept[number]].text), above), default=start)


def place_outside(title: str | None, reading: Reading) -> int | None:
    """Where a line that cleaning has taken out tells the title, before the text or among its first lines."""
    wanted = normal(title or "")
    last = reading.kept[: 2 * HEAD][-1]
    return next((place for place in range(last) if wanted and normal(reading.pieces[place].text) == wanted), None)


def _take_title(places: list[int], reading: Reading) -> None:
    """Find the headline among the lines before the body; the last line of a text is its body, never its headline."""
    places = [place for place in places if place != reading.kept[-1]]
    lines = [reading.pieces[place] for place in places]
    following = dict(pairwise(reading.kept))
    before_credits = {number for number, place in enumerate(places) if following.get(place) in reading.replaced}
    line, told = choose_title(lines, before_credits, _over_menus(places, reading), _body(reading))
    if line is None:
        return
    url = reading.known.url
    title = without_site(line, reading.known.site, urlsplit(url).hostname if url else None, reading.context)
    reading.note(title=title, site=site_beside(line, title))
    reading.remove([places[place] for place in told], RULES["title"])
    below = places[max(told) + 1 :]
    if below and _LOOSE_END.search(line) and len(lines[max(told) + 1].text) <= names.MAX_NAME:
        site = below.pop(0)
        reading.note(site=reading.pieces[site].text.strip())
        reading.remove([site], RULES["title"])
    take_lone_names(below, reading)


def _body(reading: Reading) -> str:
    """The text from its first paragraph to the last that ends a sentence, without the lines that say whose it is."""
    kept = [reading.pieces[place].text for place in reading.kept]
    first = next((number for number, text in enumerate(kept) if is_prose(text)), len(kept) - 1)
    last = next((number for number in range(len(kept) - 1, first, -1) if ends_sentence(kept[number])), first)
    return "\n".join(text for text in kept[first : last + 1] if not COPYRIGHT.search(text))


def _over_menus(places: list[int], reading: Reading) -> set[int]:
    """The numbers of the lines that a menu or a path to the page stands below, and lines that may be the title."""
    menus = [place for place, piece in enumerate(reading.pieces[: places[-1] + 1] if places else []) if _is_menu(piece)]
    last = max(menus, default=-1)
    return {number for number, place in enumerate(places) if place < last}


def _is_menu(piece: Piece) -> bool:
    return piece.removal is not None and piece.removal.reason in ("navigation", "breadcrumb")


def _take_labelled(place: int, reading: Reading) -> bool:
    """Take out a date or source and the label that stands alone above it: `Data di pubblicazione:`, `5 maggio 2026`."""
    above = reading.pieces[place - 1] if place and place - 1 not in reading.replaced else None
    label = above.text.strip() if above is not None and above.kept else ""
    if len(label) > MAX_LABEL or column_of(label.strip(" :：")) not in ("published", "updated", "source"):
        return False
    fields = read_fields(f"{label.rstrip(' :：')}: {reading.pieces[place].text.strip()}", reading.context)
    if fields is None or fields.leading is None or not (fields.published or fields.updated or label[-1] in ":："):
        return False
    reading.note_fields(fields)
    reading.remove([place - 1, place], RULES[fields.leading])
    return True


def _take_line(place: int, paragraphs: int, reading: Reading, *, under: bool) -> bool:
    """Take a whole line out if it is metadata. A bare date below a paragraph heads a section, if it tells no hour; but
    the first paragraph may be a lead, `under` which a byline names the author."""
    piece = reading.pieces[place]
    author = reading.known.author
    if author and len(piece.text) < 2 * len(author) and normal(piece.text) == normal(author):
        reading.remove([place], RULES["author"])
        return True
    if paragraphs == 0 and _take_place_and_agency(place, reading):
        return True
    fields = fields_of(piece, reading, under_title=under)
    if fields is None or fields.leading is None:
        return paragraphs == 0 and (_take_clock(place, reading) or _take_wire_line(place, reading))
    bare = not (fields.author or fields.source or fields.labelled or fields.leading == "author")
    exact = fields.published is not None and fields.published.precision == "minute"
    if bare and ((paragraphs and not exact) or is_subheading(piece)):
        return False
    reading.note_fields(fields)
    reading.remove([place], RULES[fields.leading])
    return True


def _take_clock(place: int, reading: Reading) -> bool:
    """Take out the hour in a line of its own, of the day that a line above has told."""
    text = reading.pieces[place].text.strip()
    clock = clocks.alone(text) if len(text) <= _LONGEST_CLOCK else None
    if clock is None or not reading.note_clock(clock):
        return False
    reading.remove([place], RULES["published"])
    return True


def _take_wire_line(place: int, reading: Reading) -> bool:
    """Take out a dateline that stands on a line of its own: `Ostheim (ots)`."""
    match = _WIRE_LINE.match(reading.pieces[place].text.strip())
    if match is None or not names.is_place(match["place"]):
        return False
    who = match["agency"] or match["announced"]
    context = reading.context
    is_site = context.owns(who) or who in map(str.strip, context.above.splitlines())
    if names.agency(who) or (match["announced"] and is_site):
        reading.note(place=match["place"], source=names.agency(who) or who)
    elif match["announced"] and context.echoes(match["place"]) and is_name(who, context, vouched=True):
        reading.note(place=match["place"], author=who)
    else:
        return False
    reading.remove([place], ("metadata.dateline", "metadata:place"))
    return True


def _take_place_and_agency(place: int, reading: Reading) -> bool:
    """Take out a line of a place, which the text has too, and an agency."""
    match = _PLACE_AND_AGENCY.match(reading.pieces[place].text.strip())
    agency = names.agency(match["agency"]) if match else None
    if match is None or agency is None or match["place"] not in reading.context.text:
        return False
    reading.note(place=match["place"], source=agency)
    reading.remove([place], ("metadata.dateline", "metadata:place"))
    return True


def is_subheading(piece: Piece) -> bool:
    """Whether it heads a part of the text rather than all of it."""
    return piece.block.role is Role.HEADING and piece.block.level > 1


def _take_beginning(place: int, paragraphs: int, reading: Reading) -> bool:
    """Cut what a paragraph begins with: a dateline, a labelled date, a byline; whether a paragraph of the body
    remains."""
    text = reading.pieces[place].text
    start = _behind_author(text, reading)
    dateline = None if reading.dateline_read else read_dateline(text[start:], reading.context)
    if dateline is not None:
        dateline = replace(dateline, end=start + dateline.end)
        reading.dateline_read = True
        return _take_dateline(place, dateline, reading)
    told = _TOLD_BY.match(text) if paragraphs == 0 else None
    if told and (told["place"] or names.agency(told["agency"]) or reading.context.owns(told["agency"])):
        reading.note(source=told["agency"], place=told["place"])
    return paragraphs == 0 and (_take_date_prefix(place, reading) or _take_known_byline(place, reading))


def _behind_author(text: str, reading: Reading) -> int:
    """Where a paragraph goes on behind the author, whom Hindi papers set before the place: `नाम, स्थान। `."""
    author = reading.values.get("author") or reading.known.author
    begins = author is not None and text.lstrip().startswith(f"{author}, ")
    return text.index(",") + 1 if begins else 0


def _take_dateline(place: int, dateline: Dateline, reading: Reading) -> bool:
    """Cut the dateline, and the title that it may announce; whether text remains."""
    rest = reading.pieces[place].text[dateline.end :].strip()
    parts = reading.cut(place, 0, dateline.end, reading.note_dateline(dateline))
    if dateline.announces_title and 0 < len(rest) <= MAX_TITLE:
        reading.note(title=rest)
        parts[-1].remove(*RULES["title"])
    return any(part.kept for part in parts)


def _take_date_prefix(place: int, reading: Reading) -> bool:
    """Cut `date 2022-08-31` off the paragraph that goes on after it; in an item of a listing also a day and a dash."""
    text = reading.pieces[place].text
    label = _DATE_LABEL.match(text)
    if label is None and not reading.context.listing:
        return False
    start = label.end() if label else 0
    dates = find_dates(text[start : start + 60], reading.context.latest, day_first=reading.context.day_first)
    if not dates or dates[0].start != 0 or dates[0].when is None:
        return False
    end = start + dates[0].end
    if label is None:
        dash = _DASH_BEHIND_DAY.match(text, end)
        end = dash.end() if dash else len(text)
    if not is_prose(text[end:]):
        return False
    reading.note_date(dates[0])
    reading.cut(place, 0, end, RULES["published"])
    return True


def _take_known_byline(place: int, reading: Reading) -> bool:
    """Cut `By Jane Doe` off the paragraph that a page has glued to it, where markup names the same author."""
    text, author = reading.pieces[place].text, reading.known.author
    by = _BY.match(text) if author else None
    if by is None or author is None or not text.startswith(author, by.end()):
        return False
    name_end = by.end() + len(author)
    after = _AFTER_NAME.match(text, name_end)
    end = after.end() if after else name_end
    if text[end : end + 1].islower() or text[end : end + 1] in "'’" or not is_prose(text[end:]):
        return False
    reading.cut(place, 0, end, RULES["author"])
    return True
