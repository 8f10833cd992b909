"""Briefs: items that each begin with a mark of one kind, such as a number, a clock, a symbol, a place in capitals.

Articles number their sections, too, and a recipe its steps. So the marks must follow each other as those of a list do,
the items must be alike in size, and what stands above them must not read like the beginning of an article.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from statistics import median

from newsmill.chars import ends_sentence, weight
from newsmill.items import clocks, listing
from newsmill.items.evidence import Head, read_head
from newsmill.items.lines import LineReader
from newsmill.items.listing import BODY_WEIGHT, Item, Listing, is_text
from newsmill.items.marks import EMOJI, WEAK, Kind, Mark
from newsmill.metadata import Metadata
from newsmill.page.block import Piece, Removal, Stream
from newsmill.page.markup import Markup

_MIN_ITEMS = 3
_MIN_NAMED = 2
"""Items that are enough under a heading that names a digest."""
_WITH_BODY = 2 / 3
_ALIKE = 6
"""An item may be this many times as long as the one in the middle."""
_DISTINCT = 0.8
_LEADS = frozenset({Kind.BOLD, Kind.BRACKET, Kind.COLON})
"""Kinds whose lead is the title."""
_PLACE_WORDS = 4
_INLINE = frozenset({Kind.PLACE, Kind.COLON, Kind.BRACKET, Kind.BULLET})
_PARAGRAPHS = 1.5
"""Paragraphs that such an item has on average at most."""
_COUNTING = frozenset({Kind.NUMBER, Kind.SYMBOL})
"""Kinds that paragraphs of one text often have: steps, key points."""
_QUESTION = re.compile(r"[?？؟;]['\"”’»]?$")
_NUMBER = re.compile(r"\d{1,3}\s?[.)．、]\s*")


@dataclass(frozen=True, slots=True)
class _Brief:
    """One item: its mark, and its Pieces, of which the first begins with the mark."""

    mark: Mark
    pieces: list[Piece]
    opens_day: bool = False
    """A line with a new day stands before it."""

    @property
    def rest(self) -> str:
        """What follows the mark on its line."""
        return self.pieces[0].text[self.mark.end :].strip()

    @property
    def lead(self) -> str:
        start, end = self.mark.lead or (0, 0)
        return self.pieces[0].text[start:end]

    @property
    def column(self) -> str | None:
        """The column that its lead belongs to. A place in capitals is left to the reader of datelines."""
        if self.mark.kind in _LEADS or len(self.lead.split()) > _PLACE_WORDS:
            return "title"
        return "place" if self.lead and self.lead.lower() == self.lead.upper() else None

    @property
    def titled(self) -> bool:
        """Whether its first line, the mark aside, is its title."""
        if self.mark.lead:
            return False
        lines = [self.rest, *(piece.text for piece in self.pieces[1:])] if self.rest else self._lines()
        return len(lines) > 1 and not ends_sentence(lines[0]) and weight(lines[0]) <= weight(lines[1]) + BODY_WEIGHT

    def _lines(self) -> list[str]:
        return [piece.text for piece in self.pieces[1:]]

    def has_body(self) -> bool:
        """Whether it holds a sentence or more, its title aside."""
        body = self._lines() if self.titled and self.rest else [self.rest, *self._lines()]
        return any(
            is_text(piece) or (weight(text) >= BODY_WEIGHT and ends_sentence(text))
            for text, piece in zip(body, self.pieces[-len(body) :], strict=True)
        )


def split_briefs(stream: Stream, markup: Markup, reader: LineReader) -> Listing | None:
    """Find the briefs of a page and number their Pieces; None where it has none. The marks are removed."""
    kept = stream.kept()
    runs = _runs(kept, reader)
    if not runs:
        return None
    days = {index: found.when for index, piece in enumerate(kept) if (found := reader.find_day(piece.text))}
    for starts, marks in runs:
        edges = [-1, *starts, len(kept)]
        briefs = [
            _Brief(
                mark,
                [kept[place] for place in range(start, end) if place == start or place not in days],
                opens_day=any(place in days for place in range(before + 1, start)),
            )
            for mark, before, start, end in zip(marks, edges, edges[1:], edges[2:], strict=False)
        ]
        if _are_briefs(briefs) and _stand_alone(briefs, read_head(stream, kept[starts[0]], markup, reader)):
            return _split(stream, kept, dict(zip(starts, briefs, strict=True)), days)
    return None


def _runs(kept: Sequence[Piece], reader: LineReader) -> list[tuple[list[int], list[Mark]]]:
    """Marked lines that may begin items: the places of each kind's marks, as far as they follow each other."""
    groups: dict[tuple[Kind, str], list[tuple[int, Mark]]] = defaultdict(list)
    for index, piece in enumerate(kept):
        for mark in reader.marks(piece.text):
            groups[mark.kind, mark.key].append((index, mark))
    order = list(Kind)
    runs = []
    for kind, key in sorted(groups, key=lambda group: (order.index(group[0]), group[1])):
        run = _counted(groups[kind, key]) if kind is Kind.NUMBER else groups[kind, key]
        if len(run) >= _MIN_NAMED:
            runs.append(([index for index, _ in run], [mark for _, mark in run]))
    return runs


def _counted(found: Sequence[tuple[int, Mark]]) -> list[tuple[int, Mark]]:
    """The numbers that count from one up, from the first one on."""
    run: list[tuple[int, Mark]] = []
    for index, mark in found:
        if mark.value == len(run) + 1:
            run.append((index, mark))
    return run


def _are_briefs(briefs: Sequence[_Brief]) -> bool:
    return _are_alike(briefs) and _follow(briefs) and _are_the_text(briefs)


def _are_alike(briefs: Sequence[_Brief]) -> bool:
    sizes = [listing.total(brief.pieces) for brief in briefs]
    bodies = sum(brief.has_body() for brief in briefs)
    return bodies >= _WITH_BODY * len(briefs) and max(sizes[:-1]) <= _ALIKE * median(sizes)


def _are_the_text(briefs: Sequence[_Brief]) -> bool:
    """Whether most paragraphs have a mark of their own, where the mark is one that stands inside a paragraph."""
    if briefs[0].mark.kind not in _INLINE:
        return True
    return sum(is_text(piece) for brief in briefs for piece in brief.pieces) <= _PARAGRAPHS * len(briefs)


def _follow(briefs: Sequence[_Brief]) -> bool:
    """Whether the marks are those of one list: clocks in order, leads that differ and ask nothing."""
    kind = briefs[0].mark.kind
    if kind is Kind.CLOCK:
        steps = [second.mark.value - first.mark.value for first, second in pairwise(briefs) if not second.opens_day]
        rising = sum(step > 0 for step in steps)
        return min(rising, len(steps) - rising) <= (len(steps) + 3) // 8  # midnight may pass
    leads = [brief.lead for brief in briefs if brief.lead]
    asked = sum(bool(_QUESTION.search(lead)) for lead in leads)
    return len(set(leads)) >= _DISTINCT * len(leads) and 2 * asked <= len(leads)


def _stand_alone(briefs: Sequence[_Brief], head: Head) -> bool:
    """Whether what stands above the items lets them be reports of their own."""
    kind = briefs[0].mark.kind
    if kind in WEAK:
        return head.names_digest and not head.begins_article
    if head.names_digest:
        return True
    if len(briefs) < _MIN_ITEMS or head.begins_article:
        return False
    if kind in _COUNTING and not all(brief.titled for brief in briefs):
        return head.names_news and briefs[0].mark.key != EMOJI
    return not head.ties([brief.pieces for brief in briefs])


def _split(
    stream: Stream,
    kept: Sequence[Piece],
    briefs: dict[int, _Brief],
    days: dict[int, datetime | None],
) -> Listing:
    """Number the items, take their marks off, and tell what marks and day headings say of them."""
    first = min(briefs)
    day = next((when for index, when in reversed(days.items()) if index < first), None)
    items = []
    for index, piece in enumerate(kept):
        if index in briefs:
            items.append(_item(briefs[index], day))
        elif index in days:
            day = days[index]
            piece.remove(*listing.DAY)
    starts = [brief.pieces[0] for brief in briefs.values()]
    listing.number(stream, starts)
    carved = {brief.pieces[0]: _carve(brief) for brief in briefs.values()}
    stream.pieces = [part for piece in stream.pieces for part in carved.get(piece, [piece])]
    return Listing(tuple(items))


def _item(brief: _Brief, day: datetime | None) -> Item:
    column = brief.column
    lead = _NUMBER.sub("", brief.lead, count=1) if _NUMBER.match(brief.lead) else brief.lead
    told = Metadata(title=lead if column == "title" else None, place=lead if column == "place" else None)
    if day is None:
        return Item(told, brief.titled)
    if brief.mark.kind is Kind.CLOCK:
        minute = clocks.at(day, brief.mark.value)
        return Item(replace(told, published_at=minute, published_precision="minute"), brief.titled)
    return Item(replace(told, published_at=day, published_precision="day"), brief.titled)


def _carve(brief: _Brief) -> list[Piece]:
    """The first Piece without its mark; the words of a lead move to the metadata."""
    mark, piece = brief.mark, brief.pieces[0]
    if mark.lead and brief.column is None:
        return [piece]
    gone = Removal(*clocks.CLOCK) if mark.kind is Kind.CLOCK else Removal("items.mark", "listing")
    start, end = mark.lead or (0, 0)
    parts = (
        (piece.text[:start], gone),
        (piece.text[start:end], Removal("items.lead", f"metadata:{brief.column}")),
        (piece.text[end : mark.end], gone),
        (piece.text[mark.end :], piece.removal),
    )
    pieces = [Piece(text, piece.block, removal, piece.item, breaks=False) for text, removal in parts if text.strip()]
    pieces[0].breaks = piece.breaks
    return pieces
