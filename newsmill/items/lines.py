"""What a line says that a listing is told by: the mark that it begins with, and whether it is a stamp.

A stamp says when, and perhaps by whom, something was published, and nothing else.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from newsmill.chars import ends_sentence, fold
from newsmill.items.marks import Mark, read_marks
from newsmill.metadata import FoundDate, calendars, find_dates
from newsmill.page.block import Piece

_LENGTH = 80
_DATELINE = 90
_YEAR = re.compile(r"\d{4}|[./-]\d\d\b")
_DASH = re.compile(r"[\s.)\]]{0,3}(?:[–—-]|\s-)\s?|[.:]\s(?=[^\W\d_a-z])")
_HEADING_LINES = 4
_SHORT_DAY = 40
_REST = 52
_BARE_REST = 12
_MAY_HOLD_A_STAMP = re.compile(r"\d\D*\d|[日號号일]")
"""A day with its year or an hour has two digits at least, but in Chinese numerals."""
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(slots=True)
class LineReader:
    """The lines of a page that was fetched at `latest`. Each is read once, however many shapes of listing are tried."""

    latest: datetime
    day_first: bool | None = None
    today: date = field(init=False)
    _stamps: dict[str, FoundDate | None] = field(default_factory=dict, init=False, repr=False)
    _marks: dict[str, list[Mark]] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        self.today = self.latest.date()

    def marks(self, line: str) -> Sequence[Mark]:
        """The marks that a line may be said to begin with."""
        marks = self._marks.get(line)
        if marks is None:
            marks = self._marks[line] = read_marks(line)
        return marks

    def find_stamp(self, line: str) -> FoundDate | None:
        """The date of a line that is a stamp. A day without its year or an hour is none: headings name days, too."""
        if len(line) > _LENGTH:
            return None
        if line not in self._stamps:
            self._stamps[line] = _find_stamp(line, self.today, self.day_first)
        return self._stamps[line]

    def is_stamp(self, line: str) -> bool:
        """Whether a line is a stamp."""
        return self.find_stamp(line) is not None

    def find_day(self, line: str) -> FoundDate | None:
        """The date of a line that is a date and nothing else, its weekday aside."""
        found = self.find_stamp(line)
        if found is None or found.when is None:
            return None
        text = fold(line)
        rest = text[: found.start] + " " + text[found.end :]
        strange = [word for word in _WORD.findall(rest) if calendars.key(word) not in calendars.weekdays()]
        return found if sum(map(len, strange)) <= _BARE_REST else None

    def is_short_day(self, line: str) -> bool:
        """Whether a line is a weekday and a day without its year, over what happened that day."""
        years = (self.today.year - 1, self.today.year)  # this year's may still lie ahead
        return len(line) <= _SHORT_DAY and any(self.day_of_year(line, year) is not None for year in years)

    def day_of_year(self, line: str, year: int) -> datetime | None:
        """The day of a year that a line is, its weekday before it; None where it is anything else."""
        text = fold(line).rstrip(".:")
        words = _WORD.findall(text) if len(text) <= _SHORT_DAY else []
        if not any(calendars.key(word) in calendars.weekdays() for word in words) or _YEAR.search(text):
            return None
        found = self.find_day(f"{text} {year}") or self.find_day(f"{year}年{text}")
        return found.when if found else None

    def dated_beginning(self, text: str) -> datetime | None:
        """The day, its year included, of the dateline that a paragraph begins with, up to its dash."""
        head = fold(text[:_DATELINE])
        if not _YEAR.search(head):
            return None
        found = next(
            (
                one
                for one in find_dates(head, self.today, day_first=self.day_first)
                if one.names_year and one.when is not None
            ),
            None,
        )
        return found.when if found and _DASH.match(head, found.end) else None

    def day_above(self, pieces: Sequence[Piece]) -> datetime | None:
        """The day that the heading of a page names, among other words or alone: the lines above its first item."""
        for piece in reversed(pieces[-_HEADING_LINES:]):
            found = find_dates(piece.text, self.today, day_first=self.day_first) if len(piece.text) <= _LENGTH else []
            if len(found) == 1 and found[0].names_year and found[0].when is not None:
                return found[0].when
        return None


def _find_stamp(line: str, latest: date, day_first: bool | None) -> FoundDate | None:
    if not _MAY_HOLD_A_STAMP.search(line):
        return None
    text = fold(line)
    found = [entry for entry in find_dates(text, latest, day_first=day_first) if entry.precision != "year"]
    if not found and day_first is None:
        # 03/04/2026 is a stamp, whichever day it may be
        found = [replace(entry, when=None) for entry in find_dates(text, latest, day_first=True)]
    if not any(entry.names_year or entry.precision == "minute" for entry in found):
        return None
    if ends_sentence(text) and not any(entry.end == len(text) for entry in found):
        return None
    return found[0] if len(text) - sum(entry.end - entry.start for entry in found) <= _REST else None
