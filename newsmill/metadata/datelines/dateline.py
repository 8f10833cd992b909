"""A dateline as it was read."""

from dataclasses import dataclass

from newsmill.metadata.dates import FoundDate


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline at the start of a text: it ends, and the report begins, at the character `end`."""

    end: int
    source: str | None = None
    place: str | None = None
    author: str | None = None
    date: FoundDate | None = None
    announces_title: bool = False
    """It ends in `title:`; the headline follows."""
