"""What the first paragraph of a text begins with: a dateline, a labelled date, a byline that a page has glued to it."""

import re
from dataclasses import replace

from newsmill.metadata import names
from newsmill.metadata.bylines import BYLINE_WORD
from newsmill.metadata.datelines import Dateline, read_dateline
from newsmill.metadata.dates import find_dates
from newsmill.metadata.reading import RULES, Reading
from newsmill.metadata.site import MAX_TITLE
from newsmill.metadata.titles import is_prose
from newsmill.metadata.vocabulary import any_of

_DATE_LABEL = re.compile(rf"\s*(?:{any_of('labels', 'published')})\s?[:：]?\s*(?=[\d\u0660-\u06f9])", re.IGNORECASE)
_TOLD_BY = re.compile(
    r"به گزارش (?:خبرنگار |سرویس \S+ )*(?P<kind>خبرگزاری )?(?:خبرنگار |سرویس \S+ )*"
    r"(?P<agency>[^\s،,:؛]{2,16}(?: (?!از )[^\s،,:؛]{2,16})?)(?: از (?P<place>[^\s،,:؛]{2,20}))?\s?[،,:؛]"
)
"""How Iran's agencies begin their own reports, within the first sentence."""
_DASH_BEHIND_DAY = re.compile(r"\s?[–—]\s|\s-{1,2}\s")
_AFTER_NAME = re.compile(r"[\s.,:|·–—-]*")


def take_opening(place: int, paragraphs: int, reading: Reading) -> bool:
    """Cut what a paragraph begins with: a dateline, a labelled date, a byline; whether a paragraph of the body
    remains."""
    text = reading.pieces[place].text
    start = _behind_author(text, reading)
    dateline = None if reading.dateline_read else read_dateline(text[start:], reading.context)
    if dateline is not None:
        dateline = replace(dateline, end=start + dateline.end)
        reading.dateline_read = True
        return _take_dateline(place, dateline, reading)
    told = _TOLD_BY.match(text)
    known = told and (names.agency(told["agency"]) or reading.context.owns(told["agency"]))
    if told and (known or told["place"] or told["kind"]):
        reading.note(source=told["agency"] if known else (told["kind"] or "") + told["agency"], place=told["place"])
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
    by = BYLINE_WORD.match(text) if author else None
    if by is None or author is None or not text.startswith(author, by.end()):
        return False
    name_end = by.end() + len(author)
    after = _AFTER_NAME.match(text, name_end)
    end = after.end() if after else name_end
    if text[end : end + 1].islower() or text[end : end + 1] in "'’" or not is_prose(text[end:]):
        return False
    reading.cut(place, 0, end, RULES["author"])
    return True
