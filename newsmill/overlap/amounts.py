"""Numbers and days of a Chinese or an English text, written alike: 3.6亿 and 360 million, 8月31日 and August 31."""

import re
from typing import NamedTuple

_NUMBER = re.compile(r"\d+(?:[,，]\d{3})*(?:[.．]\d+)?")
_SCALE = re.compile(r"\s?(万亿|萬億|[万萬亿億千百]|(?:thousand|million|billion|trillion)\b)", re.IGNORECASE)
_SCALES = {
    "百": 1e2, "千": 1e3, "万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8, "万亿": 1e12, "萬億": 1e12,
    "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
}  # fmt: skip
_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_MONTH = r"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_MONTH_BEFORE = re.compile(rf"\b{_MONTH}\s\Z")
_MONTH_BEHIND = re.compile(rf"(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}(?![a-z])")
_DAY_BEHIND = re.compile(r"\s?月\s?(?P<day>\d{1,2})(?!\d)")
_PART_OF_A_DATE = re.compile(r"\s?[月日号號]")
_MONTH_LENGTH = 11
"""Characters of the longest month with its blank."""
_LEAST = 10
"""Smaller numbers are written in words in one language and in digits in the other."""
_DAYS = 31
_YEARS = range(1900, 2101)
_ROUND = 2
"""Digits but for zeros of a number that many reports have."""
_COMMON, _USUAL, _RARE = 0.25, 0.5, 1.0


class Amount(NamedTuple):
    """A number or a day, and where it stands."""

    key: str
    """Its value in digits, or month and day: `45.7`, `360000000`, `8-31`."""
    start: int
    weight: float
    """How little it is to be expected in another report: of a year or a small number least."""


def amounts(text: str) -> list[Amount]:
    """All numbers and days of a text, in its order."""
    found: list[Amount] = []
    done = 0
    for match in _NUMBER.finditer(text):
        if match.start() < done:
            continue
        amount, done = _read(text, match)
        if amount is not None:
            found.append(amount)
    return found


def _read(text: str, match: re.Match[str]) -> tuple[Amount | None, int]:
    """What a number is, and where what is read ends."""
    start, end = match.span()
    written = match[0].replace(",", "").replace("，", "").replace("．", ".")
    if len(written) <= 2:
        if day := _DAY_BEHIND.match(text, end):
            return _day(int(written), int(day["day"]), start), day.end()
        month = _MONTH_BEFORE.search(text, max(0, start - _MONTH_LENGTH), start) or _MONTH_BEHIND.match(text, end)
        if month:
            return _day(_MONTHS[month["month"].lower()], int(written), start), max(end, month.end())
        if _PART_OF_A_DATE.match(text, end):
            return None, end
    scale = _SCALE.match(text, end)
    value = float(written) * (_SCALES[scale[1].lower()] if scale else 1.0)
    if value < _LEAST and "." not in written:
        return None, end
    return Amount(
        f"{value:.0f}" if value.is_integer() else f"{value:.12g}",
        start,
        _weight(written, value, scaled=scale is not None),
    ), end


def _day(month: int, day: int, start: int) -> Amount | None:
    return Amount(f"{month}-{day}", start, _RARE) if 1 <= day <= _DAYS and month <= len(_MONTHS) else None


def _weight(written: str, value: float, *, scaled: bool) -> float:
    if not scaled and "." not in written and (value <= _DAYS or int(value) in _YEARS):
        return _COMMON
    is_round = len(written.strip("0")) <= _ROUND
    return _USUAL if is_round and "." not in written else _RARE
