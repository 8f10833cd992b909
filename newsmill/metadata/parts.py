"""A line taken apart at its separators, labels and dates."""

import re
from collections.abc import Iterator

from newsmill.metadata import joined_names
from newsmill.metadata.beside import without_preposition, without_weekday
from newsmill.metadata.context import Context
from newsmill.metadata.dates import FoundDate, find_dates
from newsmill.metadata.vocabulary import any_of, column_of

Part = tuple[str, str, FoundDate | None]
"""Kind (label, date, text), the text, and the date where it is one."""

_MARK = re.compile(r"(?<![\d\s])\s?[:：=＝]\s?|(?<=[\u0590-\u08ff])-\s")
_JOINED_START = re.compile(r"[\u3040-\u30ff\u3400-\u9fff가-힣]")
"""Where words are not parted, a label may begin at any sign: `来源：河西晚报作者：秋实`."""
_LABEL_START = re.compile(r"(?:(?<![^\W\d_])|(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ]))[^\W\d_]")
"""A capital after a small letter begins a word, too: `Von Jana MaláStand: 5. 5. 2025`."""
MAX_LABEL = 40
"""Characters before a colon in which a label stands."""
_SEPARATOR = re.compile(r"\s?[|｜·•‧¦●∙▪→]\s?|\s{2,}|\s(?://|[-–—/»>])\s|\t")
_SIGN, _SIGN_AFTER_BLANK = re.compile(r"[|｜·•‧¦●∙▪→\t]"), re.compile(r"\s[-–—/»>\s]")
"""Where there is neither, there is no separator: two classes to leap by, not alternatives to try at each character."""
_MARK_OR_DATE = re.compile(r"[:：=＝\d日號号]|[\u0590-\u08ff]-")
_EDGE = " \t\u00a0\u3000,，،;；.、-–—|·•/／()（）[]【】〔〕*_"
_BRACKETED = re.compile(r"\s*\(([^()]*)\)\s*")
_LABEL_BEFORE_DATE = re.compile(
    r"(?:(?<![^\W_])|(?<=(?-i:[a-zß-öø-ÿ]))(?=(?-i:[A-ZÀ-ÖØ-Þ])))"  # a capital after a small letter begins a word, too
    rf"(?P<label>{any_of('labels', 'published', 'updated')})\.?\s?$",
    re.IGNORECASE,
)


def may_be_labelled(line: str) -> bool:
    """Whether a label may stand in the line: it needs a mark, a date or a separator after it."""
    return _MARK_OR_DATE.search(line) is not None or may_be_separated(line)


def has_sign(text: str) -> bool:
    """Whether a sign that separates parts stands in the text: a bar, a dot."""
    return _SIGN.search(text) is not None


def may_be_separated(text: str) -> bool:
    """Whether anything that separates parts may stand in the text."""
    return has_sign(text) or _SIGN_AFTER_BLANK.search(text) is not None


def take_apart(text: str, context: Context) -> Iterator[Part]:
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
        begins = _JOINED_START if joined_names.is_joined(text[mark.start() - 1 : mark.start()]) else _LABEL_START
        starts = (match.start() for match in begins.finditer(text, floor, mark.start()))
        start = next((start for start in starts if column_of(text[start : mark.start()])), None)
        if start is not None:
            yield start, mark.end()


def _texts(gap: str) -> Iterator[Part]:
    for part in _SEPARATOR.split(gap) if may_be_separated(gap) else (gap,):
        inside = _BRACKETED.fullmatch(part)
        whole = inside is not None or part.count("(") == part.count(")") == 0
        bare = (inside[1] if inside else part).strip(_EDGE if whole else _EDGE.replace(")", ""))
        if any(map(str.isalnum, bare)):
            yield "text", bare, None
