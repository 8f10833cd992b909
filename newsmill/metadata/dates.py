"""Dates in running text, in the calendars, digits and month names of the world's news, with the hour beside them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from newsmill.metadata import calendars, clocks
from newsmill.metadata.record import Precision

_SLACK = timedelta(days=1)
"""A page written east of its reader carries tomorrow's date."""

_MONTH = (
    r"(?P<month>[^\W\d_][^\s\d,()\[\]/|:;–—\"“”-]{1,13}(?:\sال(?:ثاني|ثانى|أول|اول))?)(?:\s?/\s?[\u0621-\u064a]{3,9})?"
)
_YEAR_MARK = r"(?:\s?(?:года|год|року|roku|г\.|р\.|r\.))?"
_HAN = "一二三四五六七八九十廿卅"

_YEAR_FIRST = re.compile(
    r"(?<![\d.,/-])(?P<year>\d{4})\s?(?P<mark>[-/.]|:(?=\d\d:\d\d\.))\s?(?P<month>\d{1,2})\s?(?P=mark)\s?(?P<day>\d{1,2})(?!\d)\.?"
)
_TAIWAN = re.compile(r"(?<![\d.,/-])(?P<year>1[01]\d)(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(
    r"(?:(?<![\d.,/-])|(?<=[א-ת]-))(?P<first>\d{1,2})\s?(?P<mark>[-/.·])\s?(?P<second>\d{1,2})\s?(?P=mark)\s?(?P<year>\d{4}|\d\d)(?![\d/-])"
)
_CJK = re.compile(
    rf"(?:(?P<era>{'|'.join(calendars.ERAS)})\s?)?"
    r"(?<!\d)(?:(?P<year>\d{1,4}|元|[〇零○一二三四五六七八九]{4})\s?"
    r"(?:\((?:令和|平成|昭和)\s?(?:\d{1,2}|元)年?\)\s?)?[年년]\s?)?"
    rf"(?P<month>\d{{1,2}}|[{_HAN}]{{1,2}})\s?[月월]\s?(?P<day>\d{{1,2}}|[{_HAN}]{{1,3}})\s?[日號号일]"
)
_VIETNAMESE = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})\s+(?:tháng|thg)\s+(?P<month>\d{1,2})(?!\d)(?:\s?[,/]?\s?(?:năm\s+)?(?P<year>\d{4}))?",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(
    r"(?:(?<![\d.,:/-])|(?<=[א-ת]-))(?P<day>\d{1,2})(?:st|nd|rd|th|er|re|[ºª°]|-?го|-?е)?[\s./-]{0,3}(?:(?:de|di|of)\s)?"
    + _MONTH
    + r"(?:\s?\([^\W\d_]{3,10}\))?"
    + r"(?:[\s.,/-]{0,3}(?:(?:de|del|of|พ\.ศ\.|ค\.ศ\.)\s?)?(?P<year>\d{4}(?!\d)|\d\d(?![\d:.])))?"
    + _YEAR_MARK,
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    r"(?<![^\W\d_])" + _MONTH + r"\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?(?!\d|[:.]\d)(?:,?\s*(?P<year>\d{4})(?!\d))?",
    re.IGNORECASE,
)
_YEAR_BEFORE = re.compile(r"(?<!\d)(\d{4})\.\s$")
"""`2026. október 12.`: how Hungarian writes a day"""
_YEAR_AND_MARKS = 7
_GOES_ON = re.compile(r"\s+[^\W\d_]")
_WORD = re.compile(r"[\s,(]{1,3}([^\W\d_][^\s\d,()]{1,12})[,)]?")
_AS_YEAR = r"(?<![\d.,$€£¥]....)(?!\d|[%°]|[.,]\d)"
_YEARS_NAMED = (re.compile(rf"19[89]\d{_AS_YEAR}"), re.compile(rf"20\d\d{_AS_YEAR}"))
"""One for each century: the engine leaps to digits that a pattern begins with, and walks to those that it may."""
_OTHER_DIGIT = re.compile("[٠-٩۰-۹०-९๐-๙０-９]")
_MAY_HOLD_A_DAY = re.compile(r"\d|[日号號]")
_IN_MARKS = re.compile(r"\d\s?[-/.·]\s?\d")
_HAS_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text: the characters start to end, and the moment in UTC; None where no year can be known."""

    start: int
    end: int
    when: datetime | None
    precision: Precision = "day"
    names_year: bool = True
    """Whether the year is written beside the day, not taken from elsewhere."""


@dataclass(frozen=True, slots=True)
class _Day:
    """A day as a pattern found it; year None where none is written."""

    start: int
    end: int
    year: int | None
    month: int
    day: int


def reads_day_first(language: str | None) -> bool | None:
    """Whether 03/04/2024 is in April, by a BCP 47 tag. None: English of no country, or no tag, does not say."""
    tag = (language or "").replace("_", "-").casefold()
    if tag in ("", "en", "und"):
        return None
    return tag not in ("en-us", "en-ph", "es-us", "en-pr")


def years_named(text: str, latest: date) -> tuple[int, ...]:
    """Years that the text names, none after `latest`, newest first. 2000 is left out: more often it is a count."""
    has_others = not text.isascii() and _OTHER_DIGIT.search(text) is not None
    plain = calendars.fold(text) if has_others else text  # folding a whole text costs more than all else
    years = {int(year) for pattern in _YEARS_NAMED for year in pattern.findall(plain)}
    return tuple(sorted((year for year in years if year <= latest.year and year != 2000), reverse=True))


def find_dates(text: str, latest: date, *, years: Sequence[int] = (), day_first: bool | None = None) -> list[FoundDate]:
    """Dates of the text in its order, none overlapping, none more than a day after `latest`.

    A day without a year takes the first of `years` (newest first) that does not put it after `latest`. Numbers such as
    03/04/2024 are a date only where `day_first` decides; a time without a zone is taken as UTC.
    """
    plain = calendars.fold(text)
    found: list[FoundDate] = []
    for day in _distinct(plain, day_first):
        if _may_be(day, latest):
            floor = found[-1].end if found else 0
            found.append(_with_clock(plain, day, _resolve(day, latest, years), floor))
    return found


def _distinct(text: str, day_first: bool | None) -> list[_Day]:
    """The days found, where patterns disagree the one that starts first, then the longest."""
    if not _MAY_HOLD_A_DAY.search(text):
        return []
    days = sorted(_candidates(text, day_first), key=lambda day: (day.start, -day.end))
    kept: list[_Day] = []
    for day in days:
        if not kept or day.start >= kept[-1].end:
            kept.append(day)
    return kept


def _candidates(text: str, day_first: bool | None) -> Iterator[_Day]:
    """The days that patterns find. Each pattern is tried only where what it cannot do without is in the text."""
    in_marks = _IN_MARKS.search(text) is not None
    lower = text.lower()
    if in_marks:
        yield from _numbered(_YEAR_FIRST, text)
    if "tháng" in lower or "thg" in lower:
        yield from _numbered(_VIETNAMESE, text)
    if in_marks:
        yield from _year_last(text, day_first)
    if not text.isascii() and (_HAS_HAN.search(text) or "월" in text):
        yield from _cjk(text)
    if in_marks and (_HAS_HAN.search(text) or _TAIWAN.fullmatch(text.strip())):
        yield from _taiwanese(text)
    for pattern in (_DAY_FIRST, _MONTH_FIRST):
        for match in pattern.finditer(text):
            yield from _named(match)


def _numbered(pattern: re.Pattern[str], text: str) -> Iterator[_Day]:
    for match in pattern.finditer(text):
        yield _day(match, match["year"] and int(match["year"]), int(match["month"]), int(match["day"]))


def _day(match: re.Match[str], year: int | str | None, month: int, day: int) -> _Day:
    return _Day(match.start(), match.end(), int(year) if year else None, month, day)


def _year_last(text: str, day_first: bool | None) -> Iterator[_Day]:
    for match in _YEAR_LAST.finditer(text):
        first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
        dotted = match["mark"] in ".·"
        if len(match["year"]) == 2:
            if not dotted and day_first is None:
                continue
            year += 2000
        if dotted or first > 12 or (second <= 12 and day_first is True) or first == second:
            yield _day(match, year, second, first)
        elif second > 12 or day_first is False:
            yield _day(match, year, first, second)


def _cjk(text: str) -> Iterator[_Day]:
    for match in _CJK.finditer(text):
        year = match["year"]
        number: int | None = None
        if year:
            number = 1 if year == "元" else calendars.han_number(year)
            if match["era"]:
                number += calendars.ERAS[match["era"]]
            elif number < 80:
                number += 2000
            elif number < 200:
                number += calendars.ERAS["民國"]
        yield _day(match, number, calendars.han_number(match["month"]), calendars.han_number(match["day"]))


def _taiwanese(text: str) -> Iterator[_Day]:
    """`115-10-30`, by the years of the Republic: beside signs of Chinese, or alone in its line."""
    for match in _TAIWAN.finditer(text):
        yield _day(match, int(match["year"]) + calendars.ERAS["民國"], int(match["month"]), int(match["day"]))


def _named(match: re.Match[str]) -> Iterator[_Day]:
    """A day with a month's name. An abbreviation without a year must end its phrase: `12 out of` is no October."""
    name, year, end = match["month"], match["year"], match.end()
    month = calendars.months().get(calendars.key(name))
    persian = calendars.solar_hijri_months().get(calendars.key(name)) if month is None else None
    thai = "\u0e00" <= name[0] <= "\u0e7f"
    if year and len(year) == 2:
        year, end = (str(2500 + int(year)), end) if thai else (None, match.end("month"))
    if month is None and (persian is None or not year or not 1300 <= int(year) < 1500):
        return
    if not year and len(calendars.key(name)) < 4 and name[0].islower() and _GOES_ON.match(match.string, match.end()):
        return
    start = match.start()
    if (
        not year
        and name[0].islower()
        and (before := _YEAR_BEFORE.search(match.string, max(0, start - _YEAR_AND_MARKS), start))
    ):
        start, end, year = before.start(), end + match.string.startswith(".", end), before[1]
    yield _Day(start, end, int(year) if year else None, month or persian or 0, int(match["day"]))


def _may_be(found: _Day, latest: date) -> bool:
    """Whether the calendar has such a day, and it has come; without a year, whether some year has it."""
    day = calendars.common_day(found.year or 2024, found.month, found.day)
    return day is not None and (found.year is None or day <= _bound(latest))


def _bound(latest: date) -> date:
    return min(latest, date.max - _SLACK) + _SLACK


def _resolve(found: _Day, latest: date, years: Sequence[int]) -> date | None:
    """The day meant, None where its year cannot be known."""
    choices = years if found.year is None else (found.year,)
    days = (calendars.common_day(year, found.month, found.day) for year in choices)
    return next((day for day in days if day is not None and day <= _bound(latest)), None)


def _with_clock(text: str, found: _Day, day: date | None, floor: int) -> FoundDate:
    """The date with the time after it, or else before it, if there is one; `floor` is where the last date ended."""
    start, end = found.start, found.end
    clock = clocks.after(text, _past_weekday(text, end))
    if clock is None and (clock := clocks.before(text, max(floor, start - 32), start)):
        clock = clocks.zone_behind(text, end, clock)
    named = found.year is not None
    if clock is None:
        return FoundDate(start, end, datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None, "day", named)
    start, end = min(start, clock.start), max(end, clock.end)
    if day is None:
        return FoundDate(start, end, None, "day", named)
    return FoundDate(start, end, clock.on(day), "minute", named)


def _past_weekday(text: str, end: int) -> int:
    """Where the name of a weekday ends that stands after a date, or else the end of the date."""
    word = _WORD.match(text, end)
    return word.end() if word and calendars.is_weekday(word[1]) else end
