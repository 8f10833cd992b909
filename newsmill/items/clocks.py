"""When the cards of a page were published, where they show only the hour: its machine-readable times, or its day."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from newsmill.items import listing, marks
from newsmill.items.marks import Mark
from newsmill.metadata import Metadata
from newsmill.metadata import clocks as written
from newsmill.metadata.markup import parse_stamp
from newsmill.page.block import Piece
from newsmill.page.markup import Markup

_BEHIND = re.compile(r"[(（\[](?P<clock>\d{1,2}[:.]\d\d)[)）\]]\s*$")
_AROUND = " ()[]【】"
CLOCK = ("items.clock", "metadata:published_at")


def is_clock(line: str) -> bool:
    """Whether a line is a time of day and nothing else."""
    return read_clock(line, whole=True) is not None


def read_clock(line: str, *, whole: bool = False) -> Mark | None:
    """The time of day that a line begins with, or that it is as a whole."""
    if len(line) > listing.LONGEST_CLOCK and whole:
        return None
    mark = marks.read_clock(line)
    return mark if mark and (not whole or not line[mark.end :].strip()) else None


def read_clock_behind(title: str) -> Mark | None:
    """The time of day that stands in brackets behind the title of an item."""
    match = _BEHIND.search(title)
    return read_clock(match["clock"], whole=True) if match else None


def at(day: datetime, clock: Mark, line: str = "") -> datetime:
    """The moment of a day that a clock shows; without a zone behind it in its line, as written."""
    found = written.after(line.strip(_AROUND), 0) if line else None
    if found is not None and found.offset and found.hour * 60 + found.minute == clock.value:
        return found.on(day)
    return datetime.combine(day, time(), UTC) + timedelta(minutes=clock.value, seconds=clock.seconds)


def _first_part(piece: Piece) -> str:
    """What the first inline element of a line holds, or the line: `<span>10:05</span> <span>Jane Roe</span>`."""
    return next(iter(piece.block.parts), piece.text)


def read_times(
    cards: Sequence[Sequence[Piece]], day: datetime | None, markup: Markup, latest: datetime, *, of_day: bool
) -> list[Metadata]:
    """When each card was published, as far as that is not in its lines. Lines that are a time of day are removed.

    The page's time elements are believed where there is one for each card. `of_day`: a card without an hour is of the
    page's day.
    """
    stamps = [parse_stamp(value, latest) for value in markup.times] if len(markup.times) == len(cards) else []
    clocks = [next((piece for piece in card if is_clock(_first_part(piece))), None) for card in cards]
    have_clocks = 2 * sum(clock is not None for clock in clocks) > len(cards)  # one alone tells when its doors open
    told = []
    for index, clock in enumerate(clocks):
        shown = clock if have_clocks else None
        mark = read_clock(_first_part(shown)) if shown else None
        stamp = stamps[index] if stamps else None
        if stamp is None and mark is not None and day is not None:
            stamp = (at(day, mark, _first_part(shown) if shown else ""), "minute")
        if stamp is None and day is not None and of_day:
            stamp = (day, "day")
        if shown is not None and stamp is not None and is_clock(shown.text):
            shown.remove(*CLOCK)
        told.append(Metadata(published_at=stamp[0], published_precision=stamp[1]) if stamp else Metadata())
    return told
