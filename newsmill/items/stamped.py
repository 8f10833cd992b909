"""Stamps: lines that say when, and perhaps by whom, something was published, and nothing else."""

import re
from datetime import date

from newsmill.chars import ends_sentence, fold
from newsmill.metadata import FoundDate, calendars, find_dates

_LENGTH = 80
_REST = 40
_BARE_REST = 12
_HAS_DAY = re.compile(r"\d|[日號号]")
_WORD = re.compile(r"[^\W\d_]+")


def find_stamp(line: str, latest: date) -> FoundDate | None:
    """The date of a line that is a stamp. A day without its year or an hour is none: headings name days, too."""
    text = fold(line)
    if len(text) > _LENGTH or not _HAS_DAY.search(text):
        return None
    found = [entry for entry in find_dates(text, latest) if entry.precision != "year"]
    if ends_sentence(text) and not any(entry.end == len(text) for entry in found):
        return None
    if not any(entry.names_year or entry.precision == "minute" for entry in found):
        return None
    return found[0] if len(text) - sum(entry.end - entry.start for entry in found) <= _REST else None


def is_stamp(line: str, latest: date) -> bool:
    """Whether a line is a stamp."""
    return find_stamp(line, latest) is not None


def find_day(line: str, latest: date) -> FoundDate | None:
    """The date of a line that is a date and nothing else, its weekday aside."""
    text = fold(line)
    found = find_stamp(text, latest)
    if found is None or found.when is None:
        return None
    rest = text[: found.start] + " " + text[found.end :]
    strange = [word for word in _WORD.findall(rest) if calendars.key(word) not in calendars.weekdays()]
    return found if sum(map(len, strange)) <= _BARE_REST else None
