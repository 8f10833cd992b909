"""Years and days of the calendars that news is dated in, and digits of the scripts that it is written in."""

import functools
import re
import tomllib
import unicodedata
from datetime import date
from importlib.resources import files
from typing import Any

_ZEROS = "٠۰०০๐０"
_ALIKE = {"：": ":", "／": "/", "．": ".", "－": "-", "，": ",", "（": "(", "）": ")", "\u2212": "-"}
_BLANKS = "\u00a0\u202f\u2009\u3000\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069"
_FOLD = str.maketrans(
    {chr(ord(zero) + value): str(value) for zero in _ZEROS for value in range(10)}
    | _ALIKE
    | dict.fromkeys(_BLANKS, " ")
)
_FOLDED = re.compile(f"[{''.join(map(chr, _FOLD))}]")

ERAS = {"中華民國": 1911, "中华民国": 1911, "民國": 1911, "民国": 1911, "令和": 2018, "平成": 1988, "昭和": 1925}
"""Years of an era are counted from the year after this one."""

_HAN_DIGITS = {**{digit: value for value, digit in enumerate("〇一二三四五六七八九")}, "零": 0, "○": 0}
_HAN_TENS = {"十": 10, "廿": 20, "卅": 30}


def fold(text: str) -> str:
    """The text with European digits and plain punctuation. It keeps its length, so offsets stay right."""
    if text.isascii() or not _FOLDED.search(text):  # to translate looks every character up, which costs far more
        return text
    return text.translate(_FOLD)


_SAME_LETTERS = str.maketrans("\u0131\u064a\u0643", "i\u06cc\u06a9")
"""Letters that pages write for each other: Turkish and Latin i, Arabic and Persian ye and kaf."""


@functools.lru_cache(maxsize=4096)  # the same words come again and again, and taking accents off is slow
def key(word: str) -> str:
    """A word as the calendar's tables hold it: lower case, no accents (capitals often lose them), no full stops."""
    lower = word.strip(" .׳'’॰").lower().translate(_SAME_LETTERS)
    if lower.isascii():
        return lower
    return "".join(char for char in unicodedata.normalize("NFD", lower) if not unicodedata.combining(char))


@functools.cache
def _tables() -> dict[str, Any]:
    return tomllib.loads((files("newsmill.metadata") / "calendar.toml").read_text("utf-8"))


@functools.cache
def months() -> dict[str, int]:
    """Number of a month by the key of its name, in every language that calendar.toml has."""
    found: dict[str, int] = {}
    for language, names in _tables()["months"].items():
        for number, spellings in enumerate(names, 1):
            for spelling in spellings.split():
                found[key(spelling.replace("_", " "))] = number
                if language == "he":
                    found["ב" + key(spelling)] = number
    return found


@functools.cache
def solar_hijri_months() -> dict[str, int]:
    """Number of a month of the Persian calendar by the key of its name."""
    return {key(name): number for number, name in enumerate(_tables()["solar_hijri"]["fa"], 1)}


@functools.cache
def weekdays() -> frozenset[str]:
    """Keys of the names of weekdays."""
    return frozenset(key(name.replace("_", " ")) for names in _tables()["weekdays"].values() for name in names.split())


def is_weekday(text: str) -> bool:
    """Whether it is the name of a weekday."""
    return key(text) in weekdays()


def han_number(text: str) -> int:
    """The number that digits or Chinese numerals up to 39 write; a year is written digit by digit."""
    if text.isdecimal():
        return int(text)
    if len(text) == 4:
        return int("".join(str(_HAN_DIGITS[char]) for char in text))
    tens = next((_HAN_TENS[char] for char in text if char in _HAN_TENS), 0)
    if text[0] in _HAN_DIGITS and len(text) > 1:
        tens *= _HAN_DIGITS[text[0]]
    units = _HAN_DIGITS.get(text[-1], 0)
    return tens + units


def common_day(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of a written one: a year tells its calendar (1300s Persian, 2500s Buddhist). None: no day."""
    if 1300 <= year < 1500:
        return _solar_hijri_day(year, month, day)
    if 2440 <= year < 2700:
        year -= 543
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _solar_hijri_day(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of a Persian one, by the 33-year rule, which is exact for the years 1178 to 1633."""
    if not (1 <= month <= 12 and 1 <= day <= (31 if month < 7 else 30)):
        return None
    cycles, rest = divmod(year + 1595, 33)
    days = 365 * (year + 1595) + cycles * 8 + (rest + 3) // 4
    days += (month - 1) * 31 if month < 7 else (month - 7) * 30 + 186
    return date.fromordinal(days + day - 355668 - 365)
