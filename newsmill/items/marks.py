"""The marks that items of a listing begin with: numbers, clocks, symbols, and leads in bold, brackets or capitals."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from newsmill.chars import ends_sentence
from newsmill.metadata import calendars, find_dates


class Kind(StrEnum):
    """What a line begins with. The order is the one in which kinds are tried."""

    NUMBER = "number"
    CLOCK = "clock"
    SYMBOL = "symbol"
    BOLD = "bold"
    BRACKET = "bracket"
    DAY = "day"
    PLACE = "place"
    BULLET = "bullet"
    COLON = "colon"


WEAK = frozenset({Kind.BULLET, Kind.COLON})
"""Kinds that articles are full of: they tell a listing only under a heading that names one."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a line begins with, as far as the character `end`."""

    kind: Kind
    end: int
    key: str = ""
    """Marks of one list have the same kind and key."""
    value: int = 0
    """A number, the minutes of a clock since midnight, or a day as `date.toordinal` counts."""
    lead: tuple[int, int] | None = None
    """Where the words of a lead stand in the line."""
    seconds: int = 0
    """Of a clock, after its minutes."""
    minutes: int | None = None
    """The minutes since midnight that a day's mark tells besides."""


STOP = "stop"
"""The key of places with a full stop: `HOLM. Bridge opens again. …`"""
EMOJI = "emoji"
"""The key of all pictures: one list has many."""
_HAN = "一二三四五六七八九十"
_NUMBER = re.compile(
    r"(?P<open>[(（\[【]|第|(?:№|#|[Nn][oº°]\.?)\s?)?"
    rf"(?P<number>\d{{1,3}}|[{_HAN}]{{1,3}}|[\u2460-\u2473\u2776-\u277f\u2780-\u2793])"
    r"(?P<close>\s?[)）\]】.．、:：/][-–—]?|\ufe0f?\u20e3)?\s*(?=[^\s\d])"
)
_NUMBER_ALONE = re.compile(r"\s*0?(?P<number>[1-9]\d?)\s?(?:[.)][-–—]?|[、．])?\s*$")
_CIRCLED = {0x2460: 20, 0x2776: 10, 0x2780: 10, 0x278A: 10}
"""Signs that hold a number, by the first of each series, and how many there are."""
_NUMBER_SIGNS = ("№", "#", "N", "n")
_BRACKETS = tuple("(（[【)）]】")
_CLOCK = re.compile(
    r"(?:[\[(【]|\+{2,3}|\*{2,3})?(?:HKT|JST|KST|godz\.|ώρα|ore|kl\.|klo|jam|pukul|lúc|saat|um|alle|às|at)?\s?(?P<half>上午|下午|午前|午後|오전|오후)?\s?(?P<hour>\d{1,2})\s?(?:[:.hH時时點点]|시\s?)\s?(?P<minute>\d\d)"
    r"(?::(?P<seconds>[0-5]\d))?(?![\d%€$]|[.,:/-]\s?\d)\s?[分분]?\s?(?P<after>[APap]\.?[Mm]\b\.?)?(?:\s?(?:Uhr|uur|hrs|horas|hod\.|น\.|h\b|[A-Z]{3,4}\b))?\s?[\])】]?[\s|·•:：,،+*–—-]*"
)
_DAY = re.compile(
    r"[\[(【]?\s?(?:(?P<year>\d{4})\s?[年./-]\s?(?P<month>\d{1,2})\s?[月./-]\s?(?P<day>\d{1,2})日?|"
    r"(?P<day2>\d{1,2})[./-](?P<month2>\d{1,2})[./-](?P<year2>\d{4}))(?![\d:.]|\s?[-–|,]?\s?\d{1,2}:\d\d\s*$)\s?[\])】]?(?:(?:,|\s[-–|])?\s(?P<hour>[012]?\d):(?P<minute>[0-5]\d)(?!\d))?[\s|·•:：,،–—-]*(?!(?:HKT|JST|KST|UTC|GMT)\b)(?=[^\s\d\])】])"
)
_WRITTEN_DAY = re.compile(r"(?P<day>[^\W_][^–—|:]{6,36}(?::\d\d[^–—|:\d]{0,8})?)(?:\s?[–—|]\s?|\s-\s|:\s)(?=[^\W\d_])")
"""`Thursday, Feb. 5, 2026, 11:10 p.m. – `"""
_WORDS = re.compile(r"[^\W\d_]+")
_PREPOSITION = 3
"""Letters of a word that may stand beside a day and is no weekday."""
_SYMBOL = re.compile(
    "(?P<symbol>[\u25a0-\u25ff\u2605\u2606\u203b\u3007\u25ef\u27a1-\u27be\u2756\u2b1b\u2b1c\u2b24]|[\u2600-\u2604\u2607-\u2755\u2757-\u2775\u2b05-\u2b1a\u2b50-\u2b55\U0001f300-\U0001faff])"
    "[\u25a0-\u25ff\ufe0e\ufe0f\u200d\U0001f3fb-\U0001f3ff]*\\s*(?=\\S|$)"
)
_COUNTS = re.compile(r"[\d.,:\s]+[KkMКк]?(?:[\s·|]+[\d:.]+)?\s*$")
"""How often a post was seen, and when: `👁 1,2K  08:05`."""
_EMOJI = re.compile("[\u2600-\u2604\u2607-\u2755\u2757-\u2775\u2b05-\u2b1a\u2b50-\u2b55\U0001f300-\U0001faff]")
_BULLET = re.compile(r"(?P<bullet>[•·*‣▪–—-])\s+(?=\S)")
_BOLD = re.compile(r"(?:\*\*|__)(?P<lead>[^*_]{2,120}?)[\s.:：]*(?:\*\*|__)\s?[:：.–—-]*\s*")
_BRACKET = re.compile(r"[【\[〔](?P<lead>[^】\]〕\[【]{2,60})[】\]〕]\s*(?=\S)")
_NUMBERED_LEAD = re.compile(r"\d{1,2}\s?[、.．:：]\s?(?=[^\s\d])")
"""`【1、Title】`"""
_FROM_PLACE = re.compile(r"[\u3400-\u9fff]{2,6}(?:訊|讯|電|电|報導|报道)$")
"""`〔南澳訊〕`: where a report comes from."""
_PLACE = re.compile(
    r"(?P<lead>[^\W\d_][^\d,:;!?()–—/\[\]\"“”«»]{1,40}?)\s?(?:\([^()]{2,30}\)|/[^/]{2,20}/)?\s?[.,،]?\s*"
    r"(?:[–—]|(?<=\s)--?)(?=\s)[–—\s-]*(?=\S)"
)
_PLACE_STOP = re.compile(r"(?P<lead>[^\W\d_](?:[^\W\d_]|[ '’-]){2,30})\.\s+(?=[^\W\d_])")
_COLON = re.compile(r"(?P<lead>[^\W\d_][^:：.!?。！？]{2,80})[:：]\s+(?=\S)")
_DIGIT = re.compile(r"\d")
_WORDED = frozenset(f"第Nn{_HAN}上下午오")
"""Letters that a number or a clock can begin with."""
_END_OF_LEAD = re.compile(r"[-–—:：－|\u2212]\W")
_REACH = 200
"""Characters from the start of a line within which its mark ends."""


def read_marks(line: str) -> list[Mark]:
    """The marks that a line may be said to begin with, at most one of a kind. Digits of all scripts are read."""
    start = len(line) - len(line.lstrip())
    first = line[start : start + 1]
    is_word = first.isalpha() and first not in _WORDED
    if is_word and not (line[start : start + 3].isupper() or _END_OF_LEAD.search(line, start, _REACH + 1)):
        return []  # most lines end here: a word is a mark only where a dash or a colon and a blank follow it
    plain = _plain(line)
    start = len(plain) - len(plain.lstrip())
    readers = _AFTER_WORDS if is_word else _READERS
    return [mark for read in readers if (mark := read(plain, start)) is not None]


def read_number_alone(line: str) -> Mark | None:
    """The number that is a line of its own, above the title that it counts."""
    match = _NUMBER_ALONE.match(line)
    return Mark(Kind.NUMBER, len(line), "alone", int(match["number"])) if match else None


def read_clock(line: str) -> Mark | None:
    """The time of day that a line begins with."""
    plain = _plain(line)
    return _clock(plain, len(plain) - len(plain.lstrip()))


def _plain(line: str) -> str:
    """The line with European digits and plain punctuation, as far as a mark reaches."""
    return line if line.isascii() else calendars.fold(line[:_REACH]) + line[_REACH:]


def _number(line: str, start: int) -> Mark | None:
    match = _NUMBER.match(line, start)
    if match is None:
        return None
    written = match["number"]
    opening, close = (match["open"] or "").strip(), (match["close"] or "").strip()
    circled = ord(written[0]) in range(min(_CIRCLED), max(_CIRCLED) + 10)
    if not (circled or close or opening[:1] in _NUMBER_SIGNS) or (opening in _BRACKETS and close not in _BRACKETS):
        return None
    style = "circled" if circled else "digits" if written.isdecimal() else "han"
    return Mark(Kind.NUMBER, match.end(), f"{style}{opening}{close}", _value(written))


def _value(written: str) -> int:
    if written.isdecimal():
        return int(written)
    for first, count in _CIRCLED.items():
        if first <= ord(written[0]) < first + count:
            return ord(written) - first + 1
    return calendars.han_number(written)


def _clock(line: str, start: int) -> Mark | None:
    match = _CLOCK.match(line, start)
    if match is None or _DIGIT.match(line, match.end()):
        return None
    hour, minute = int(match["hour"]), int(match["minute"])
    half = (match["half"] or match["after"] or "").casefold()
    if hour < 12 and (half in ("下午", "午後", "오후") or half.startswith("p")):
        hour += 12
    if hour > 23 or minute > 59:
        return None
    return Mark(Kind.CLOCK, match.end(), value=60 * hour + minute, seconds=int(match["seconds"] or 0))


def _day(line: str, start: int) -> Mark | None:
    """The day that a line begins with, its year included, before a title on the same line."""
    match = _DAY.match(line, start)
    if match is None:
        return _written_day(line, start)
    year, month, day = (int(match[name] or match[f"{name}2"]) for name in ("year", "month", "day"))
    minutes = 60 * (int(match["hour"]) % 24) + int(match["minute"]) if match["hour"] else None
    try:
        return Mark(Kind.DAY, match.end(), value=date(year, month, day).toordinal(), minutes=minutes)
    except ValueError:  # no such day
        return None


def _written_day(line: str, start: int) -> Mark | None:
    """The day in words that a line begins with, up to a dash, a bar or a colon."""
    match = _WRITTEN_DAY.match(line, start)
    if match is None or not _DIGIT.search(match["day"]) or ends_sentence(line):  # a dateline has a sentence behind it
        return None
    text = match["day"]
    found = next((one for one in find_dates(text, date.max) if one.names_year and one.when is not None), None)
    if found is None or found.when is None:
        return None
    beside = text[: found.start] + text[found.end :]
    if any(map(str.isdigit, beside)) or not all(map(_is_beside_day, _WORDS.findall(beside))):
        return None
    minutes = 60 * found.when.hour + found.when.minute if found.precision == "minute" else None
    return Mark(Kind.DAY, match.end(), value=found.when.toordinal(), minutes=minutes)


def _is_beside_day(word: str) -> bool:
    return len(word) <= _PREPOSITION or calendars.is_weekday(word)


def _symbol(line: str, start: int) -> Mark | None:
    match = _SYMBOL.match(line, start)
    if match is None or _COUNTS.match(line, match.end()):
        return None
    return Mark(Kind.SYMBOL, match.end(), EMOJI if _EMOJI.match(match["symbol"]) else match["symbol"])


def _bullet(line: str, start: int) -> Mark | None:
    match = _BULLET.match(line, start)
    return Mark(Kind.BULLET, match.end(), match["bullet"]) if match else None


def _bold(line: str, start: int) -> Mark | None:
    return _led(Kind.BOLD, _BOLD.match(line, start))


def _bracket(line: str, start: int) -> Mark | None:
    match = _BRACKET.match(line, start)
    if match is None or _FROM_PLACE.match(match["lead"]):
        return None
    numbered = _NUMBERED_LEAD.match(match["lead"])
    title = match.start("lead") + (numbered.end() if numbered else 0)
    if _DIGIT.search(line, title, match.end("lead")):
        return None
    return Mark(Kind.BRACKET, match.end(), lead=(title, match.end("lead")))


def _place(line: str, start: int) -> Mark | None:
    """A lead up to a dash: in capitals, or where a script has none, of at most three words."""
    if line[start : start + 1].islower() or line[start + 1 : start + 2].islower():
        return None
    match = _PLACE.match(line, start)
    if match is None:
        stop = _PLACE_STOP.match(line, start)
        return Mark(Kind.PLACE, stop.end(), STOP, lead=stop.span("lead")) if stop and stop["lead"].isupper() else None
    lead = match["lead"]
    capitals = lead.isupper() if lead.lower() != lead.upper() else len(lead.split()) <= 3
    return _led(Kind.PLACE, match) if capitals else None


def _colon(line: str, start: int) -> Mark | None:
    return _led(Kind.COLON, _COLON.match(line, start))


def _led(kind: Kind, match: re.Match[str] | None) -> Mark | None:
    return Mark(kind, match.end(), lead=match.span("lead")) if match else None


_Reader = Callable[[str, int], Mark | None]
_READERS: tuple[_Reader, ...] = (_number, _clock, _day, _symbol, _bold, _bracket, _place, _bullet, _colon)
_AFTER_WORDS: tuple[_Reader, ...] = (_written_day, _place, _colon)
