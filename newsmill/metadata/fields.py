"""Lines that are metadata through and through: bylines, source lines, dates, and several of them in one line.

A line is taken apart at its separators, labels and dates. It is metadata only if every part is; one part that reads as
prose keeps the whole line in the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from newsmill.metadata import names
from newsmill.metadata.beside import (
    is_beside_date,
    is_button,
    is_filler,
    is_moment,
    without_buttons,
    without_preposition,
    without_update,
    without_weekday,
)
from newsmill.metadata.context import Context
from newsmill.metadata.credits import Credit, is_bar_credit, read_byline, read_list
from newsmill.metadata.dates import FoundDate, find_dates
from newsmill.metadata.strange import Line, read_strange
from newsmill.metadata.vocabulary import Column, any_of, column_of

MAX_LINE = 200
"""Characters of a line of metadata."""
MAX_LETTERS = 140

_MARK = re.compile(r"(?<![\d\s])\s?[:：=＝]\s?|(?<=[\u0590-\u08ff])-\s")
_JOINED_START = re.compile(r"[\u3040-\u30ff\u3400-\u9fff가-힣]")
"""Where words are not parted, a label may begin at any sign: `来源：河西晚报作者：秋实`."""
_LABEL_START = re.compile(r"(?<![^\W\d_])[^\W\d_]")
MAX_LABEL = 40
"""Characters before a colon in which a label stands."""
_SEPARATOR = re.compile(r"\s?[|｜·•‧¦●]\s?|\s{2,}|\s[-–—/»]\s|\t")
_SIGN, _SIGN_AFTER_BLANK = re.compile(r"[|｜·•‧¦●\t]"), re.compile(r"\s[-–—/»\s]")
"""Where there is neither, there is no separator: two classes to leap by, not alternatives to try at each character."""
_MARK_OR_DATE = re.compile(r"[:：=＝\d日號号]|[\u0590-\u08ff]-")
_EDGE = " \t\u00a0\u3000,，،;；.、-–—|·•/／()（）[]【】〔〕*_"
_STOP = re.compile(r"[^\W\d_]{3}[.।۔]$")
_QUOTES = '«»"“”„'
_OFFICE = re.compile(r"[^\W\d_a-z\u3040-\u9fff][^,;:.!?()，；：。\n]{3,80}$")
"""After a label, the name of an office may be long: `Пресс-служба УМВД по области`."""
_LISTED_OUTLET = re.compile(r"(?P<name>[^·|:：\d]{2,48}?)·\s?(?=\d{4}[-/.年])")
"""How listing pages set an outlet beside a date: no byline, whatever its first word (`Di Yi Cai Jing· 2026-01-06`)."""
_LABEL_BEFORE_DATE = re.compile(
    r"(?:(?<![^\W_])|(?<=(?-i:[a-zß-öø-ÿ]))(?=(?-i:[A-ZÀ-ÖØ-Þ])))"  # a capital after a small letter begins a word, too
    rf"(?P<label>{any_of('labels', 'published', 'updated')})\s?$",
    re.IGNORECASE,
)


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
    by_nobody: bool = False
    """A desk or an account stands where the author should."""
    strange: list[str] = field(default_factory=list)
    """Parts that read as nothing yet."""

    def lead_with(self, column: Column) -> None:
        if self.leading is None:
            self.leading = column

    def take(self, credit: Credit) -> None:
        """Put down what a byline says, where nothing is yet."""
        self.author = self.author or ", ".join(credit.authors) or None
        self.source = self.source or credit.source
        self.place = self.place or credit.place
        self.lead_with("author" if credit.authors or not credit.source else "source")


_NEEDS_VALUE = ("author", "source", "title")
_Part = tuple[str, str, FoundDate | None]
"""Kind (label, date, text), the text, and the date where it is one."""


def read_fields(line: str, context: Context, *, under_title: bool = False, signed: bool = False) -> Fields | None:
    """What a line says if it is metadata and nothing else; None if any part of it may be text.

    Under the title, above all prose, names beside a date or beside each other are the author's and the outlet's.
    `signed`: the author is known, and no name in the line is another.
    """
    text = without_update(line)
    fields = _read_fields(text, context, under_title=under_title, signed=signed)
    if fields is not None or not under_title:
        return fields
    bare = without_buttons(text)
    return _read_fields(bare, context, under_title=True, signed=signed) if bare != text else None


def _read_fields(text: str, context: Context, *, under_title: bool, signed: bool) -> Fields | None:
    if not 2 <= len(text) <= MAX_LINE or (len(text) > MAX_LETTERS and sum(map(str.isalpha, text)) > MAX_LETTERS):
        return None
    fields = Fields()
    if context.listing and (outlet := _LISTED_OUTLET.match(text)):
        fields.source, fields.leading = outlet["name"], "source"
        text = text[outlet.end() :]
    pending: Column | None = None
    parts: Iterator[_Part] = iter([("text", text, None)]) if is_bar_credit(text) else _parts(text, context)
    for kind, part, found in parts:
        if kind == "label":
            if pending in _NEEDS_VALUE:
                return None
            pending, fields.labelled = column_of(part), True
        elif found is not None:
            _take_date(fields, found, pending)
            pending = None
        elif pending in (None, "published", "updated"):
            pending = _take_text(fields, part, pending, context)
        elif _take_value(fields, pending, part, context):
            pending = None
        else:
            return None
    if pending in _NEEDS_VALUE or (fields.strange and _STOP.search(text)):
        return None
    dated = fields.published is not None or (under_title and fields.source is not None and not fields.labelled)
    around = Line(text, dated, signed or fields.author is not None, under_title, signed)
    return _judged(fields, around, context)


def _take_text(fields: Fields, part: str, pending: Column | None, context: Context) -> Column | None:
    """Read a part that no label claims: a label that its date follows without a colon, or filling, or a byline."""
    column = column_of(part)
    if column in ("published", "updated") or (column == "author" and _is_whole_label(part) and pending is None):
        fields.labelled = True
        return column
    label, _, rest = part.partition(" ")
    if column_of(label) in ("published", "updated") and is_moment(rest):
        fields.labelled = True
        return pending
    if names.is_nobody(part):
        fields.by_nobody = True
        return pending
    if is_filler(part) or names.is_of_others(part):
        return pending
    if credit := read_byline(part, context):
        fields.take(credit)
    elif not is_button(part):
        fields.strange.append(part)
    return pending


def _is_whole_label(part: str) -> bool:
    """Whether a label stands alone before a separator: `كتب - Name`. Latin prepositions may be names."""
    return len(part) > 3 or names.is_caseless(part)


def may_be_labelled(line: str) -> bool:
    """Whether a label may stand in the line: it needs a mark, a date or a separator after it."""
    return _MARK_OR_DATE.search(line) is not None or _may_be_separated(line)


def _may_be_separated(text: str) -> bool:
    return _SIGN.search(text) is not None or _SIGN_AFTER_BLANK.search(text) is not None


def _parts(text: str, context: Context) -> Iterator[_Part]:
    """The line taken apart, in its order."""
    if not may_be_labelled(text):
        yield from _texts(text)
        return
    dates = find_dates(text, context.latest, years=context.years, day_first=context.day_first)
    inside = [(found.start, found.end) for found in dates]
    marks: list[tuple[int, int, str, FoundDate | None]] = [(one.start, one.end, "date", one) for one in dates]
    marks += [
        (start, end, "label", None)
        for start, end in _labels(text)
        if not any(first < end and start < last for first, last in inside)
    ]
    position = 0
    for start, end, kind, found in sorted(marks, key=lambda mark: mark[:2]):
        gap = text[position:start]
        if kind == "date":
            gap = without_weekday(gap)
        label = _LABEL_BEFORE_DATE.search(gap) if kind == "date" else None
        if kind == "date" and label is None:
            gap = without_preposition(gap)
        yield from _texts(gap[: label.start()] if label else gap)
        if label:
            yield "label", label["label"], None
        yield kind, text[start:end].rstrip(" :：=＝-") if kind == "label" else text[start:end], found
        position = end
    yield from _texts(text[position:])


def _labels(text: str) -> Iterator[tuple[int, int]]:
    """Where labels begin and where what they announce does: before each colon the longest words that are one."""
    for mark in _MARK.finditer(text):
        floor = max(0, mark.start() - MAX_LABEL)
        begins = _JOINED_START if names.is_joined(text[mark.start() - 1 : mark.start()]) else _LABEL_START
        starts = (match.start() for match in begins.finditer(text, floor, mark.start()))
        start = next((start for start in starts if column_of(text[start : mark.start()])), None)
        if start is not None:
            yield start, mark.end()


def _texts(gap: str) -> Iterator[_Part]:
    for part in _SEPARATOR.split(gap) if _may_be_separated(gap) else (gap,):
        bare = part.strip(_EDGE) if part.count("(") == part.count(")") == 0 else part.strip(_EDGE.replace(")", ""))
        if any(map(str.isalnum, bare)):
            yield "text", bare, None


def _take_date(fields: Fields, found: FoundDate, pending: Column | None) -> None:
    if pending == "updated":
        fields.updated = fields.updated or found
    else:
        fields.published = fields.published or found
    fields.lead_with("published")


def _take_value(fields: Fields, column: Column, value: str, context: Context) -> bool:
    """Put the value of a label where it belongs; False if it does not read as one."""
    if column == "author":
        credit = read_list(value, context, labelled=True)
        if credit is not None:
            fields.take(credit)
        return credit is not None
    if column == "source":
        if names.is_nobody(value):
            fields.by_nobody = True
            return True
        if not (names.is_outlet(value.strip(_QUOTES), labelled=True) or _OFFICE.match(value)):
            return False
        fields.source = fields.source or value.strip(_QUOTES)
        fields.lead_with("source")
        return True
    if column == "title":
        fields.title = fields.title or value
        fields.lead_with("title")
        return True
    return len(value) <= 30


def _judged(fields: Fields, line: Line, context: Context) -> Fields | None:
    """The fields if they make up the line; names left over beside a date are the outlet's or the author's."""
    if line.dated:
        said = fields.author is not None or fields.source is not None or len(fields.strange) > 1
        fields.strange = [part for part in fields.strange if not is_beside_date(part, signed=said)]
    if fields.strange:
        credit = read_strange(fields.strange, line, context)
        if credit is None or (fields.author and credit.authors) or (fields.source and credit.source):
            return None
        fields.take(credit)
    if fields.by_nobody and line.under_title:
        fields.lead_with("author")
    if fields.leading is None:
        return None
    alone = not (fields.labelled or fields.author or fields.source) and fields.leading == "published"
    if alone and not (fields.published and fields.published.names_year):
        return None
    return fields
