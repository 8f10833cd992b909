"""Lines that are metadata through and through: bylines, source lines, dates, and several of them in one line.

A line is taken apart at its separators, labels and dates. It is metadata only if every part is; one part that reads as
prose keeps the whole line in the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from newsmill.metadata import calendars, names
from newsmill.metadata.dates import FoundDate, find_dates
from newsmill.metadata.vocabulary import COLUMNS, Column, any_of, column_of

MAX_LINE = 200
"""Characters of a line of metadata."""
MAX_LETTERS = 140

_LABEL = re.compile(
    rf"(?<![^\W\d_])(?P<label>{any_of('labels', *COLUMNS)})\s?[:：=＝]\s?",
    re.IGNORECASE,
)
_MARK = re.compile(r"[:：=＝]")
_SEPARATOR = re.compile(r"\s?[|｜·•‧¦●]\s?|\s{2,}|\s[-–—/]\s|\t")
_EDGE = " \t\u00a0\u3000,，;；.、-–—|·•/／()（）[]【】〔〕*_"
_TIME = re.compile(
    r"(?:at\s)?\d{1,2}[:.h]\d\d(?::\d\d)?(?:\s?[ap]\.?m\.?)?(?:\s\w{2,4})?$|\d{1,2}\s?[ap]\.?m\.?$", re.IGNORECASE
)
_FILLER = re.compile(
    r"(?:\d{1,3}\s?(?:min(?:ute)?s?|мин)\.?(?:\s(?:read|de lecture|чтения))?|on|at|le|el|am|den|la|em|op|il|ngày|"
    r"dnia|à|local time|ET|IST|CST|BST|uhr|hrs|г|北京时间|share|print|"
    r"(?:댓글|조회수?|评论|評論|comments?|комментари\w{1,2}|коментар\w{1,2})\s?\d{1,6}|\d{1,6}\s(?:comments?|комментари\w{1,2}))$",
    re.IGNORECASE,
)
_LISTED_OUTLET = re.compile(r"(?P<name>[^·|:：\d]{2,48}?)·\s?(?=\d{4}[-/.年])")
"""How listing pages set an outlet beside a date: no byline, whatever its first word (`Di Yi Cai Jing· 2026-01-06`)."""
_LABEL_BEFORE_DATE = re.compile(rf"(?<![^\W_])(?P<label>{any_of('labels', 'published', 'updated')})\s?$", re.IGNORECASE)
_BYLINE = re.compile(rf"(?:{any_of('bylines', 'before')})\s+(?P<names>.+)$", re.IGNORECASE)
_TRADE_FIRST = re.compile(
    rf"(?:(?P<agency>.{{2,40}}?)\s)??(?:staff\s|special\s|senior\s)?(?:{any_of('bylines', 'trade')})s?\s(?P<names>.+)$",
    re.IGNORECASE,
)
_TRADE_LAST = re.compile(
    rf"(?P<names>[^,|]{{4,60}}),\s*(?:[^,]{{2,30}}\s)?(?:{any_of('bylines', 'trade')})$", re.IGNORECASE
)
_HAN_BYLINE = re.compile(
    rf"[■●○◎▲]?\s?(?P<agency>{any_of('agencies', 'joined')})?\s?(?:特约|特約|见习|見習|实习|實習|首席|特派)?"
    r"(?:全媒体)?(?:记者|記者|通讯员|特派員|评论员)[\s：:]{0,3}(?P<names>[\u3400-\u9fff·、，,\s]{2,30}?)"
    r"(?:\s?[／/]?\s?(?P<place>[\u3400-\u9fff]{2,4}?)?(?:綜合)?(?:報導|报道|報道|摄影报道|电|電|摄|攝))?$"
)
_HAN_CREDIT = re.compile(
    r"(?:文|圖文|图文|撰文|文字|文图|文、图)\s?[/／|｜丨]\s?(?P<names>[\u3400-\u9fff·、，,\s]{2,20})$"
)
_HAN_NO_NAME = re.compile(
    r"获悉|獲悉|了解|采访|採訪|报道|報導|发现|發現|看到|注意|提问|手记|手記|观察|调查|調查|之家|会上|會上|团队|节快乐|从|問"
)
_KOREAN_BYLINE = re.compile(
    rf"(?:[\[(【]?(?P<agency>{any_of('agencies', 'joined')})[\])】]?\s?)?"
    rf"(?P<names>[가-힣]{{2,4}}(?:[·,]\s?[가-힣]{{2,4}})?)\s?"
    r"(?:인턴|선임|수습)?(?:기자|특파원|논설위원)(?:\s?=)?(?:\s?\S{1,40}@\S{1,60})?$"
)


@dataclass(frozen=True, slots=True)
class Context:
    """What reading a line takes besides the line."""

    latest: date
    years: tuple[int, ...] = ()
    day_first: bool | None = None
    listing: bool = False


@dataclass(slots=True)
class Fields:
    """What a line of metadata says. `leading` is the column that its first part belongs to."""

    title: str | None = None
    author: str | None = None
    source: str | None = None
    place: str | None = None
    published: FoundDate | None = None
    updated: FoundDate | None = None
    leading: Column | None = None
    labelled: bool = False
    strange: list[str] = field(default_factory=list)
    """Parts that read as nothing yet."""

    def lead_with(self, column: Column) -> None:
        if self.leading is None:
            self.leading = column


_NEEDS_VALUE = ("author", "source", "title")
_Part = tuple[str, str, FoundDate | None]
"""Kind (label, date, text), the text, and the date where it is one."""


def read_fields(line: str, context: Context, *, under_title: bool = False) -> Fields | None:
    """What a line says if it is metadata and nothing else; None if any part of it may be text.

    Under the title, above all prose, a name beside a date is the author's.
    """
    text = line.strip()
    if not 2 <= len(text) <= MAX_LINE or sum(map(str.isalpha, text)) > MAX_LETTERS:
        return None
    fields = Fields()
    if context.listing and (outlet := _LISTED_OUTLET.match(text)):
        fields.source, fields.leading = outlet["name"], "source"
        text = text[outlet.end() :]
    pending: Column | None = None
    if _HAN_CREDIT.match(text):  # its bar is no separator
        _take_joined(fields, text)
        text = ""
    for kind, part, found in _parts(text, context):
        if kind == "label":
            if pending in _NEEDS_VALUE:
                return None
            pending, fields.labelled = column_of(part), True
        elif found is not None:
            _take_date(fields, found, pending)
            pending = None
        elif pending in (None, "published", "updated"):
            pending = _take_text(fields, part, pending)
        elif _take_value(fields, pending, part):
            pending = None
        else:
            return None
    return None if pending in _NEEDS_VALUE else _judged(fields, context, under_title)


def _take_text(fields: Fields, part: str, pending: Column | None) -> Column | None:
    """Read a part that no label claims: a label that its date follows without a colon, or filling, or a byline."""
    column = column_of(part)
    if column in ("published", "updated"):
        fields.labelled = True
        return column
    label, _, rest = part.partition(" ")
    if column_of(label) in ("published", "updated") and _TIME.match(rest):
        fields.labelled = True
        return pending
    if not _is_filler(part) and not _take_plain(fields, part):
        fields.strange.append(part)
    return pending


def _parts(text: str, context: Context) -> Iterator[_Part]:
    """The line taken apart, in its order."""
    dates = find_dates(text, context.latest, years=context.years, day_first=context.day_first)
    inside = [(found.start, found.end) for found in dates]
    marks: list[tuple[int, int, str, FoundDate | None]] = [(one.start, one.end, "date", one) for one in dates]
    labels = _LABEL.finditer(text) if _MARK.search(text) else ()
    marks += [
        (match.start(), match.end(), "label", None)
        for match in labels
        if not any(start < match.end() and match.start() < end for start, end in inside)
    ]
    position = 0
    for start, end, kind, found in sorted(marks, key=lambda mark: mark[:2]):
        gap = text[position:start]
        label = _LABEL_BEFORE_DATE.search(gap) if kind == "date" else None
        yield from _texts(gap[: label.start()] if label else gap)
        if label:
            yield "label", label["label"], None
        yield kind, text[start:end].rstrip(" :：=＝") if kind == "label" else text[start:end], found
        position = end
    yield from _texts(text[position:])


def _texts(gap: str) -> Iterator[_Part]:
    for part in _SEPARATOR.split(gap):
        bare = part.strip(_EDGE)
        if bare:
            yield "text", bare, None


def _take_date(fields: Fields, found: FoundDate, pending: Column | None) -> None:
    if pending == "updated":
        fields.updated = fields.updated or found
    else:
        fields.published = fields.published or found
    fields.lead_with("published")


def _take_value(fields: Fields, column: Column, value: str) -> bool:
    """Put the value of a label where it belongs; False if it does not read as one."""
    if column == "author":
        return _take_people(fields, value, labelled=True)
    if column == "source":
        if not names.is_outlet(value, labelled=True):
            return False
        fields.source = fields.source or value
        fields.lead_with("source")
        return True
    if column == "title":
        fields.title = fields.title or value
        fields.lead_with("title")
        return True
    return len(value) <= 30


def _take_people(fields: Fields, text: str, *, labelled: bool = False) -> bool:
    parts = re.split(r"\s*[,(（)）]\s*", text)
    authors = names.people(",".join(part for part in parts if part), labelled=labelled)
    if authors is None:
        return False
    fields.author = fields.author or ", ".join(authors) or None
    fields.source = fields.source or next((part for part in parts if part and names.agency(part)), None)
    fields.lead_with("author")
    return True


def _is_filler(part: str) -> bool:
    return bool(_FILLER.match(part) or _TIME.match(part)) or calendars.key(part) in calendars.weekdays()


def _take_plain(fields: Fields, part: str) -> bool:
    """Read a part that has no label: a byline, or an agency by itself."""
    if names.agency(part):
        fields.source = fields.source or part
        fields.lead_with("source")
        return True
    if names.is_joined(part):
        return _take_joined(fields, part)
    if match := _BYLINE.match(part):
        return _take_people(fields, match["names"])
    match = _TRADE_FIRST.match(part)
    if match and (not match["agency"] or names.agency(match["agency"])) and _take_people(fields, match["names"]):
        fields.source = fields.source or match["agency"]
        return True
    match = _TRADE_LAST.match(part)
    return match is not None and _take_people(fields, match["names"])


def _take_joined(fields: Fields, part: str) -> bool:
    match = _HAN_BYLINE.match(part) or _HAN_CREDIT.match(part) or _KOREAN_BYLINE.match(part)
    if match is None or _HAN_NO_NAME.search(match["names"]) or not _take_people(fields, match["names"]):
        return False
    groups = match.groupdict()
    if groups.get("agency") and groups["agency"] not in names.OWN:
        fields.source = fields.source or groups["agency"]
    fields.place = fields.place or groups.get("place")
    return True


def _judged(fields: Fields, context: Context, under_title: bool) -> Fields | None:
    """The fields if they make up the line; a name left over beside a date is the outlet's, if it may be one."""
    if fields.leading is None:
        return None
    if fields.strange and not (
        len(fields.strange) == 1 and fields.published and _take_name(fields, context, under_title)
    ):
        return None
    alone = not (fields.labelled or fields.author or fields.source) and fields.leading == "published"
    if alone and not (fields.published and fields.published.names_year):
        return None
    return fields


def _take_name(fields: Fields, context: Context, under_title: bool) -> bool:
    """Read the name that stands beside a date: an outlet's, or under the title an author's."""
    name = fields.strange[0]
    known = names.is_outlet(name) and (not names.is_joined(name) or names.agency(name) or names.ends_as_outlet(name))
    if not fields.source and (known or (context.listing and len(name) <= names.MAX_NAME)):
        fields.source = name
        return True
    people = re.split(r"\s?,\s", name)
    if under_title and not fields.author and all(map(names.is_byline_alone, people)):
        fields.author = ", ".join(people)
        return True
    return False
