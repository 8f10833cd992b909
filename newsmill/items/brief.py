"""One brief of a page, and what is summed up of the page so that a brief is judged in the same time however long it is.

Hundreds of lists of marks may be tried on a page; with running sums each costs the time of its marks, not of its lines.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import accumulate, islice

from newsmill.chars import ends_sentence, stems, weight
from newsmill.items.listing import BODY_WEIGHT, ends_text, is_text
from newsmill.items.marks import STOP, Kind, Mark
from newsmill.page.block import Piece

_LEADS = frozenset({Kind.BOLD, Kind.BRACKET, Kind.COLON})
"""Kinds whose lead is the title."""
_PLACE_WORDS = 4
_OPENS, _CLOSES = "(（", ")）"
_LIST_ENDS = ("；", ";")
"""What sentences of one list are parted by."""
_TITLE_WEIGHT = 80
"""Letters of the rest of a title, at most."""
_SECTION_WEIGHT, _HEADLINE_WEIGHT = 15, 18
"""Letters of a section at most, and of the headline behind it at least."""

_Sums = Sequence[int]
"""Sums over Pieces: at i the sum of those before the i-th, one number more than there are Pieces."""


@dataclass(frozen=True)
class Lines:
    """The kept Pieces of a page, and sums over them. Lines that are a day alone count for nothing but a day."""

    kept: Sequence[Piece]
    days: Mapping[int, datetime | None]
    """Days that lines name, by the place of the line."""
    sizes: _Sums
    """Letters."""
    bodies: _Sums
    """Lines of a sentence or more."""
    texts: _Sums
    """Lines of running text."""
    opened: _Sums
    """Lines that name a day."""

    @classmethod
    def of(cls, kept: Sequence[Piece], days: Mapping[int, datetime | None]) -> "Lines":
        plain = [None if place in days else piece for place, piece in enumerate(kept)]
        texts = [piece is not None and is_text(piece) for piece in plain]
        return cls(
            kept,
            days,
            sizes=_sums(0 if piece is None else weight(piece.text) for piece in plain),
            bodies=_sums(
                text or (piece is not None and is_body(piece.text)) for text, piece in zip(texts, plain, strict=True)
            ),
            texts=_sums(texts),
            opened=_sums(piece is None for piece in plain),
        )

    @cached_property
    def subjects(self) -> Mapping[str, Sequence[int]]:
        """Where each stem of a word comes."""
        found: dict[str, list[int]] = defaultdict(list)
        for place, piece in enumerate(self.kept):
            bare = place in self.days or (piece.text[:1] in _OPENS and piece.text[-1:] in _CLOSES)  # `(Source: …)`
            for stem in () if bare else stems(piece.text):
                found[stem].append(place)
        return found


@dataclass(frozen=True, slots=True)
class Brief:
    """One item: its mark, and from which Piece to which it goes; the first begins with the mark."""

    mark: Mark
    lines: Lines
    start: int
    end: int
    opens_day: bool = False
    """A line with a new day stands before it."""
    author: str | None = None
    """Whom a line over its title names."""
    head_start: int = 0
    head_end: int = 0
    """Where a title that begins the paragraph stands in the first line, and where the text behind it begins."""

    @property
    def first(self) -> Piece:
        return self.lines.kept[self.start]

    def below(self) -> Iterator[Piece]:
        """The Pieces after the first."""
        days = self.lines.days
        return (self.lines.kept[place] for place in range(self.start + 1, self.end) if place not in days)

    @property
    def rest(self) -> str:
        """What follows the mark on its line."""
        return self.first.text[self.mark.end :].strip()

    @property
    def lead(self) -> str:
        start, end = self.mark.lead or (0, 0)
        return self.first.text[start:end]

    @property
    def head(self) -> str:
        """The title that begins the paragraph."""
        return self.first.text[self.head_start : self.head_end].strip(" .–—")

    @property
    def begin(self) -> int:
        """Where the text begins in the first line."""
        return max(self.mark.end, self.head_end)

    @property
    def leads_title(self) -> bool:
        """Whether its lead only begins the title: `Bastouche: the bus will wait`, and a text below."""
        if self.mark.kind is not Kind.COLON or is_text(self.first) or weight(self.rest) > _TITLE_WEIGHT:
            return False
        return any(is_text(piece) for piece in islice(self.below(), 1))

    @property
    def is_kicked(self) -> bool:
        """Whether its lead is the section of its title: `【展覽】`, a title on the same line, and a text below."""
        is_section = self.mark.kind is Kind.BRACKET and weight(self.lead) <= _SECTION_WEIGHT
        if not is_section or ends_sentence(self.rest) or is_text(self.first):
            return False
        return weight(self.rest) >= _HEADLINE_WEIGHT and any(is_text(piece) for piece in islice(self.below(), 2))

    @property
    def column(self) -> str | None:
        """The column that its lead belongs to. A place in capitals is left to the reader of datelines."""
        if self.leads_title or self.is_kicked:
            return None
        if self.mark.kind in _LEADS or len(self.lead.split()) > _PLACE_WORDS:
            return "title"
        alone = self.head or self.mark.key == STOP or self.lead.lower() == self.lead.upper()
        return "place" if self.lead and alone else None

    @property
    def titled(self) -> bool:
        """Whether its first line, the mark aside, is its title."""
        if self.mark.lead:
            return self.leads_title or self.is_kicked
        lines = [piece.text for piece in islice(self.below(), 2) if weight(piece.text)]  # no clock
        lines = [self.rest, *lines] if self.rest else lines
        return len(lines) > 1 and not ends_sentence(lines[0]) and weight(lines[0]) <= weight(lines[1]) + BODY_WEIGHT

    @property
    def size(self) -> int:
        return weight(self.first.text) + self._sum(self.lines.sizes)

    @property
    def paragraphs(self) -> int:
        """Its lines of running text."""
        return is_text(self.first) + self._sum(self.lines.texts)

    def has_body(self) -> bool:
        """Whether it holds a sentence or more, its title aside."""
        if self._sum(self.lines.bodies):
            return True
        return not (self.titled and self.rest) and (is_text(self.first) or is_body(self.rest))

    def speaks_of(self, stem: str) -> bool:
        """Whether a word with the stem comes in it."""
        places = self.lines.subjects.get(stem, ())
        first = bisect_left(places, self.start)
        return first < len(places) and places[first] < self.end

    def _sum(self, sums: _Sums) -> int:
        return sums[self.end] - sums[self.start + 1]


def is_body(text: str) -> bool:
    """Whether a text is a sentence, or one with its source in brackets behind it."""
    return weight(text) >= BODY_WEIGHT and (ends_text(text) or text.endswith(_LIST_ENDS))


def _sums(numbers: Iterable[int]) -> _Sums:
    return [0, *accumulate(numbers)]
