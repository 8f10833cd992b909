"""The headline of a text: taken out of its first lines, whether markup names it or they alone do."""

import re
from bisect import bisect
from itertools import pairwise, takewhile
from urllib.parse import urlsplit

from newsmill.chars import ends_sentence, fold
from newsmill.clean.edges import ABOVE
from newsmill.metadata import names
from newsmill.metadata.alone import take_lone_names
from newsmill.metadata.bylines import BYLINE_WORD
from newsmill.metadata.context import COPYRIGHT
from newsmill.metadata.datelines import read_dateline
from newsmill.metadata.dates import find_dates
from newsmill.metadata.reading import RULES, Reading
from newsmill.metadata.site import MAX_TITLE, normal, site_beside
from newsmill.metadata.title_model import HeadLines, choose_title
from newsmill.metadata.titles import is_prose, without_site
from newsmill.metadata.told import is_named, told_by
from newsmill.page.block import Piece

HEAD = 16
"""Kept Pieces from the title on that may be metadata."""
_OVER = 2
"""Kept Pieces right above the title that may be metadata."""
_BRACKETED = re.compile(r"\s*【(?P<title>[^【】]{6,60})】\s*(?=\S)")
_NUMBER = re.compile(r"\A\s*\d{1,3}\s?(?:[-–.)]\s+|[、．]\s?)(?=\D)")
"""What counts the items of a listing, before their titles."""
_ORNAMENT = " +*■□●○◆◇▲△▼▽▶►•★☆※"
"""What items of a listing set before their titles."""
_CLOCK_BEHIND = re.compile(r"\s*[(（\[]\d{1,2}[:.]\d\d[)）\]]\s*$")
_DAY_BEHIND = re.compile(r"\s*[(（\[](?P<day>[^()（）\[\]]{6,24})[)）\]]\s*$")
_LOOSE_END = re.compile(r"\s[-–—|]$")


def _without_day(title: str, reading: Reading) -> str:
    """The title of an item without the day that stands in brackets behind it, which is noted."""
    match = _DAY_BEHIND.search(title)
    context = reading.context
    dates = find_dates(fold(match["day"]), context.latest, day_first=context.day_first) if match else []
    if match is None or len(dates) != 1 or not dates[0].names_year:
        return title
    reading.note_date(dates[0])
    return title[: match.start()]


def take_known_title(head: list[int], reading: Reading) -> int:
    """Take out the lines that tell the title that markup, or the place in a listing, has named. Returns the number of
    the first, where the head of the text begins: what stands above it is of the page."""
    lines = [reading.pieces[place] for place in head]
    if reading.context.listing and len(lines[0].text) <= MAX_TITLE:
        bare = _without_day(lines[0].text.strip(), reading)
        reading.note(title=_without_ornament(_CLOCK_BEHIND.sub("", _NUMBER.sub("", _without_ornament(bare)))))
        reading.remove(head[:1], RULES["title"])
    elif reading.known.title:
        body = next((place for place in head if is_prose(reading.pieces[place].text)), head[-1])
        outside = [piece for piece in reading.pieces[max(0, head[0] - HEAD) : body] if not piece.kept]
        title, told = told_by(reading.known.title, lines, outside)
        _note_beside(reading.known.title, title, reading)
        reading.note(title=title)
        reading.remove([head[place] for place in told], RULES["title"])
        banner = range(min(told, default=0))
        of_site = [number for number in banner if is_named(lines[number].text, reading.known.title)]
        reading.remove([head[number] for number in of_site], ABOVE)
        above = None if told else place_outside(title, reading)
        return _head_above(min(told) if told else bisect(reading.kept, above or -1), reading)
    return 0


def _note_beside(whole: str, title: str, reading: Reading) -> None:
    """Put down what markup sets beside the headline: the site, or the author, as newsletters do: `… - by Jane Roe`."""
    beside = site_beside(whole, title)
    by = BYLINE_WORD.match(beside) if beside else None
    if beside and by and names.is_byline_alone(beside[by.end() :]):
        reading.note(author=beside[by.end() :])
    else:
        reading.note(site=beside)


def _head_above(start: int, reading: Reading) -> int:
    """The number of the first of the lines above the title that may be of its report: a kicker, the date."""
    above = range(start - 1, max(-1, start - 1 - _OVER), -1)
    return min(takewhile(lambda number: not is_prose(reading.pieces[reading.kept[number]].text), above), default=start)


def place_outside(title: str | None, reading: Reading) -> int | None:
    """Where a line that cleaning has taken out tells the title, before the text or among its first lines."""
    wanted = normal(title or "")
    last = reading.kept[: 2 * HEAD][-1]
    return next((place for place in range(last) if wanted and normal(reading.pieces[place].text) == wanted), None)


def take_title(places: list[int], reading: Reading) -> None:
    """Find the headline among the lines before the body; the last line of a text is its body, never its headline."""
    places = [place for place in places if place != reading.kept[-1]]
    lines = [reading.pieces[place] for place in places]
    following = dict(pairwise(reading.kept))
    before_credits = {number for number, place in enumerate(places) if following.get(place) in reading.replaced}
    over_menus = _over_menus(places, reading)
    line, told = choose_title(HeadLines(lines, reading.pieces, before_credits, over_menus, _body(reading)))
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


def _without_ornament(title: str) -> str:
    """A title without signs in front of it, and without brackets around it; `【Ferry】Earlier boats` stays."""
    title = title.strip(_ORNAMENT)
    alone = "】" not in title or title.find("】") == len(title) - 1
    return title.strip("【】" + _ORNAMENT) if alone else title


def _is_menu(piece: Piece) -> bool:
    return piece.removal is not None and piece.removal.reason in ("navigation", "breadcrumb")


def take_bracketed_title(reading: Reading) -> None:
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
