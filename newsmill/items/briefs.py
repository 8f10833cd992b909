"""Briefs: items that each begin with a mark of one kind, such as a number, a clock, a symbol, a place in capitals.

Articles number their sections, too, and a recipe its steps. So the marks must follow each other as those of a list do,
the items must be alike in size, and what stands above them must not read like the beginning of an article.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from statistics import median

from newsmill.items import clocks, listing
from newsmill.items.brief import Brief, Lines, is_body
from newsmill.items.evidence import Head, read_head, says_article
from newsmill.items.lines import LineReader
from newsmill.items.listing import Item, Listing, is_text
from newsmill.items.marks import EMOJI, STOP, WEAK, Kind, Mark, read_number_alone
from newsmill.items.run_in import with_run_in_heads
from newsmill.items.signed import with_signatures
from newsmill.metadata import Metadata
from newsmill.metadata.context import Context
from newsmill.metadata.fields import read_fields
from newsmill.metadata.titles import may_be_title
from newsmill.page.block import Piece, Removal, Stream
from newsmill.page.markup import Markup

_MIN_ITEMS = 3
_MIN_NAMED = 2
"""Items that are enough under a heading that names a digest."""
_WITH_BODY = 2 / 3
_ALIKE = 6
"""An item may be this many times as long as the one in the middle."""
_DISTINCT, _DISTINCT_PLACES = 0.79, 0.5
"""Share of the leads that differ; a region has few places, and a talk fewer speakers."""
_TIED_SHARE = 0.6
_INLINE = frozenset({Kind.PLACE, Kind.COLON, Kind.BRACKET, Kind.BULLET})
_UNDER_TITLES = frozenset({Kind.PLACE, Kind.DAY})
"""Kinds of marks that lines under titles begin with, too: datelines and stamps."""
_PARAGRAPHS = 1.5
"""Paragraphs that such an item has on average at most."""
_COUNTING = frozenset({Kind.NUMBER, Kind.SYMBOL})
"""Kinds that paragraphs of one text often have: steps, key points."""
_QUESTION = re.compile(r"[?？؟;]['\"”’»]?$")
_NUMBER = re.compile(r"\d{1,3}\s?[.)．、]\s*")


def split_briefs(stream: Stream, markup: Markup, reader: LineReader, *, cleaned: bool) -> Listing | None:
    """Find the briefs of a page and number their Pieces; None where it has none. The marks are removed.

    cleaned: its furniture is removed. Before that, nothing that articles are full of tells a brief: `Read also: …`.
    """
    kept = stream.kept()
    runs = [run for run in _runs(kept, reader) if cleaned or run[1][0].kind not in WEAK]
    if not runs or (all(marks[0].kind in WEAK for _, marks in runs) and says_article(markup)):
        return None  # what the markup calls an article is no list of bullets, whatever stands above them
    named = {index: found.when for index, piece in enumerate(kept) if (found := reader.find_day(piece.text))}
    for starts, marks in runs:
        if marks[0].kind in _UNDER_TITLES and all(start and _is_title(kept[start - 1]) for start in starts):
            continue  # the items begin with their titles, and what these begin with tells them
        if marks[0].kind is Kind.DAY and all(_is_signed_day(kept[start], reader) for start in starts):
            continue  # whoever signs and the day close an item, and begin none
        days = _headings(named, starts)
        lines = Lines.of(kept, days)
        edges = [-1, *starts, len(kept)]
        briefs = [
            Brief(mark, lines, start, end, opens_day=lines.opened[start] > lines.opened[before + 1])
            for mark, before, start, end in zip(marks, edges, edges[1:], edges[2:], strict=False)
        ]
        if not _are_briefs(briefs):
            continue
        head = read_head(stream, kept[starts[0]], markup, reader)
        if _stand_alone(briefs, head):
            if head.names_digest:
                briefs = with_run_in_heads(briefs)
            above = reader.day_above(kept[: starts[0]]) if not any(days.values()) else None
            below_titles = all(_is_stamp_below(kept, brief, reader) for brief in briefs)
            signed = dict(zip(starts, with_signatures(briefs, Context(reader.today)), strict=True))
            return _split(stream, kept, signed, days, above, below_titles=below_titles)
    return None


def _is_stamp_below(kept: Sequence[Piece], brief: Brief, reader: LineReader) -> bool:
    """Whether a mark is the hour between a title and its text, alone or with the source: `16:47 Source: Holm Bell`."""
    if brief.mark.kind is not Kind.CLOCK or brief.start == 0 or not _is_title(kept[brief.start - 1]):
        return False
    if not any(is_text(piece) or is_body(piece.text) for piece in islice(brief.below(), 1)):
        return False
    return not brief.rest or read_fields(brief.rest, Context(reader.today)) is not None


def _is_title(piece: Piece) -> bool:
    return not is_text(piece) and may_be_title(piece.text)


def _is_signed_day(piece: Piece, reader: LineReader) -> bool:
    """Whether a line is a day and a name: `24.12.2025 - Jana Malá`."""
    fields = read_fields(piece.text.strip(), Context(reader.today), under_title=True)
    return fields is not None and fields.author is not None


def _headings(days: Mapping[int, datetime | None], starts: Sequence[int]) -> dict[int, datetime | None]:
    """The lines with a day that head what follows: those right above an item, where one stands above the first
    too. Others are of an item."""
    if not any(place < starts[0] for place in days):
        return {}
    begin = set(starts)
    return {place: when for place, when in days.items() if place < starts[0] or place + 1 in begin}


def _runs(kept: Sequence[Piece], reader: LineReader) -> list[tuple[list[int], list[Mark]]]:
    """Marked lines that may begin items: the places of each kind's marks, as far as they follow each other."""
    groups: dict[tuple[Kind, str], list[tuple[int, Mark]]] = defaultdict(list)
    for index, piece in enumerate(kept):
        alone = read_number_alone(piece.text)
        for mark in [alone] if alone else reader.marks(piece.text):
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


def _are_briefs(briefs: Sequence[Brief]) -> bool:
    return _are_alike(briefs) and _follow(briefs) and _are_the_text(briefs)


def _are_alike(briefs: Sequence[Brief]) -> bool:
    sizes = [brief.size for brief in briefs]
    bodies = sum(brief.has_body() for brief in briefs)
    return bodies >= _WITH_BODY * len(briefs) and max(sizes[:-1]) <= _ALIKE * median(sizes)


def _are_the_text(briefs: Sequence[Brief]) -> bool:
    """Whether most paragraphs have a mark of their own, where the mark is one that stands inside a paragraph."""
    if briefs[0].mark.kind not in _INLINE:
        return True
    return sum(brief.paragraphs for brief in briefs) <= _PARAGRAPHS * len(briefs)


def _follow(briefs: Sequence[Brief]) -> bool:
    """Whether the marks are those of one list: clocks in order, leads that differ and ask nothing."""
    kind = briefs[0].mark.kind
    if kind is Kind.CLOCK:
        steps = [second.mark.value - first.mark.value for first, second in pairwise(briefs) if not second.opens_day]
        rising = sum(step > 0 for step in steps)
        return min(rising, len(steps) - rising) <= (len(steps) + 3) // 8  # midnight may pass
    if kind is Kind.DAY:
        ordered = [brief.mark.value for brief in briefs]
        return ordered in (sorted(ordered), sorted(ordered, reverse=True))
    leads = [brief.lead for brief in briefs if brief.lead]
    asked = sum(bool(_QUESTION.search(lead)) for lead in leads)
    distinct = _DISTINCT_PLACES if kind is Kind.PLACE else _DISTINCT
    return (len(set(leads)) > distinct * len(leads) or not leads) and 2 * asked <= len(leads)


def _stand_alone(briefs: Sequence[Brief], head: Head) -> bool:
    """Whether what stands above the items lets them be reports of their own."""
    kind = briefs[0].mark.kind
    if kind in WEAK or briefs[0].mark.key == STOP:
        return head.names_digest and not head.begins_article
    if head.names_digest:
        return True
    if len(briefs) < _MIN_ITEMS or head.begins_article:
        return False
    if kind in _COUNTING and not all(brief.titled for brief in briefs):
        return head.names_news and briefs[0].mark.key != EMOJI
    return not any(_tell_of(briefs, subject) for subject in head.subjects)


def _tell_of(briefs: Sequence[Brief], subject: str) -> bool:
    """Whether a word of the headings comes in most items: then they tell one story."""
    return sum(brief.speaks_of(subject) for brief in briefs) >= _TIED_SHARE * len(briefs)


def _split(
    stream: Stream,
    kept: Sequence[Piece],
    briefs: dict[int, Brief],
    days: dict[int, datetime | None],
    above: datetime | None,
    *,
    below_titles: bool,
) -> Listing:
    """Number the items, take their marks off, and tell what marks and day headings say of them."""
    first = min(briefs)
    day = next((when for index, when in reversed(days.items()) if index < first), above)
    items = []
    has_clocks = 2 * sum(_clock_under(brief) is not None for brief in briefs.values()) > len(briefs)
    for index, piece in enumerate(kept):
        if index in briefs:
            items.append(_item(briefs[index], day, has_clocks=has_clocks))
        elif index in days:
            day = days[index]
            piece.remove(*listing.DAY)
    starts = [kept[brief.start - below_titles] for brief in briefs.values()]
    listing.number(stream, starts)
    carved = {brief.first: _carve(brief) for brief in briefs.values()}
    stream.pieces = [part for piece in stream.pieces for part in carved.get(piece, [piece])]
    return Listing(tuple(replace(item, titled=item.titled or below_titles) for item in items))


def _clock_under(brief: Brief) -> Piece | None:
    """The line right under a title that begins with a time of day."""
    below = next(brief.below(), None) if brief.titled else None
    return below if below and not listing.is_text(below) and clocks.read_clock(below.text) else None


def _item(brief: Brief, day: datetime | None, *, has_clocks: bool) -> Item:
    column = brief.column
    lead = _NUMBER.sub("", brief.lead, count=1) if _NUMBER.match(brief.lead) else brief.lead
    title = lead if column == "title" else brief.head
    told = Metadata(title=title or None, author=brief.author, place=lead if column == "place" else None)
    if brief.mark.kind is Kind.DAY:
        when = datetime.combine(date.fromordinal(brief.mark.value), time(), UTC)
        if brief.mark.minutes is not None:
            at = when + timedelta(minutes=brief.mark.minutes)
            return Item(replace(told, published_at=at, published_precision="minute"), brief.titled)
        return Item(replace(told, published_at=when, published_precision="day"), brief.titled)
    if day is None:
        return Item(told, brief.titled)
    clock = brief.mark if brief.mark.kind is Kind.CLOCK else clocks.read_clock_behind(brief.first.text)
    line = brief.first
    if clock is None and has_clocks and (under := _clock_under(brief)):
        clock, line = clocks.read_clock(under.text), under
        if clocks.is_clock(under.text):
            under.remove(*clocks.CLOCK)
    if clock:
        minute = clocks.at(day, clock, line.text)
        return Item(replace(told, published_at=minute, published_precision="minute"), brief.titled)
    return Item(replace(told, published_at=day, published_precision="day"), brief.titled)


def _carve(brief: Brief) -> list[Piece]:
    """The first Piece without its mark; the words of a lead move to the metadata."""
    mark, piece = brief.mark, brief.first
    if brief.is_kicked:
        return piece.cut(0, mark.end, *listing.KICKER)
    if mark.lead and brief.column is None:
        return [piece]
    gone = Removal(*clocks.CLOCK) if mark.kind is Kind.CLOCK else Removal("items.mark", "listing")
    start, end = mark.lead or (0, 0)
    parts = (
        (piece.text[:start], gone),
        (piece.text[start:end], Removal("items.lead", f"metadata:{brief.column}")),
        (piece.text[end : mark.end], gone),
        (piece.text[mark.end : brief.begin], Removal("items.run-in", "metadata:title")),
        (piece.text[brief.begin :], piece.removal),
    )
    pieces = [Piece(text, piece.block, removal, piece.item, breaks=False) for text, removal in parts if text.strip()]
    pieces[0].breaks = piece.breaks
    return pieces
