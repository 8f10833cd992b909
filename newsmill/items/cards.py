"""Cards: elements of an HTML page, side by side, that each hold a headline and a text of their own.

Where a page has no element for each card, cards are what stands between its headings of one level, or between the
terms of a description list.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise, takewhile

from newsmill.clean.prose import prose_weight
from newsmill.items import clocks, listing
from newsmill.items.evidence import describes_article, says_article, says_digest, says_live, types_article
from newsmill.items.heads import classed_heads, is_heading, is_lead, is_plain, is_term
from newsmill.items.lines import LineReader
from newsmill.items.listing import BODY_WEIGHT, Item, Listing, total
from newsmill.items.parted import part_headlines
from newsmill.metadata import Metadata, says_compiled
from newsmill.page.block import Piece, Stream
from newsmill.page.markup import Markup

_MIN_CARDS = 3
_CARD_SHARE = 0.6
"""Share of a page's text that its cards must hold together, and that one of them alone must not."""
_LINKED = 0.8
_STAMP_REACH = 2
"""Lines around a headline among which its stamp stands."""

_KICKER = 3
"""Words of the section that stands over a headline."""
_FIRST, _OVER = 4, 12
"""Lines among which a heading of any level is that of the page, or one of the first level."""

_CLOCK_BEFORE = re.compile(r"^\d{1,2}[:.]\d\d\s+(?=\S)")

_Card = list[Piece]


@dataclass(frozen=True, slots=True)
class _CardPage:
    """A page that may be made of cards: what is kept of it, and what that weighs."""

    kept: Sequence[Piece]
    size: int
    prose: int
    reader: LineReader
    is_digest: bool
    """Its heading says that it holds several reports."""
    is_head: Callable[[Piece], bool]
    """Whether a Piece may be the headline of a card."""

    def is_card(self, card: Sequence[Piece]) -> bool:
        """Whether it is a headline, first or after its stamp, and a text; a link, a stamp or the heading of the page
        tells it from a section."""
        if not any(map(self.is_head, card[:2])):
            return False
        headline = self.headline(card)
        if headline is None or headline not in card[:2]:
            return False
        place = card.index(headline)
        around = card[max(0, place - 1) : place + 1 + _STAMP_REACH]
        told = self.is_digest or headline.block.link_share > _LINKED or any(map(self.is_dated, around))
        if not told:
            return False
        return total(piece for piece in card if piece is not headline and not self.is_time(piece)) >= BODY_WEIGHT

    def headline(self, card: Sequence[Piece]) -> Piece | None:
        """The heading of a card, where it has one alone of the highest level; else its first line that may be one."""
        heads = list(filter(self.is_head, card))
        highest = min((piece.block.level for piece in heads), default=0)
        top = [piece for piece in heads if piece.block.level == highest]
        return top[0] if len(top) == 1 or (top and self.is_head in (is_lead, is_plain)) else None

    def is_dated(self, piece: Piece) -> bool:
        """Whether a line is a stamp, or a paragraph that begins with a dateline and its day."""
        return self.is_time(piece) or self.reader.dated_beginning(piece.text) is not None

    def is_time(self, piece: Piece) -> bool:
        return clocks.is_clock(piece.text) or self.reader.is_stamp(piece.text)

    def is_made_of(self, cards: Sequence[_Card]) -> bool:
        """Whether cards hold most of its text, none of them most of that, and no article stands beside them."""
        sizes = [total(card) for card in cards]
        if sum(sizes) < _CARD_SHARE * self.size or max(sizes) > _CARD_SHARE * sum(sizes):
            return False
        return self.prose - sum(map(prose_weight, cards)) < max(sizes)


def split_plain_cards(stream: Stream, markup: Markup, reader: LineReader) -> Listing | None:
    """Find the cards of a digest whose headlines nothing marks, the first line of each, and number their Pieces; None
    where it has none. They are looked for last: any other shape tells more."""
    kept = stream.kept()
    titled = says_digest([markup.title or ""])  # then any line there may be the heading that says so, too
    near = [piece.text for piece in kept[:_FIRST] if titled or is_heading(piece)]
    if says_article(markup) or not (_heads_digest(kept, markup) or says_digest(near)):
        return None
    page = _CardPage(kept, total(kept), prose_weight(kept), reader, is_digest=True, is_head=is_plain)
    cards = _find(page)
    return _listing_of(stream, cards, page, markup) if cards else None


def split_cards(stream: Stream, markup: Markup, reader: LineReader) -> Listing | None:
    """Find the cards of an HTML page and number their Pieces; None where it has none, or is an article by its markup,
    and its cards have no dates that say otherwise.

    What stands in no card belongs to the page and is removed.
    """
    kept = stream.kept()
    is_digest = _heads_digest(kept, markup)
    if types_article(markup) or (describes_article(markup) and not is_digest):
        return None
    page = _CardPage(kept, total(kept), prose_weight(kept), reader, is_digest, is_heading)
    cards = _find(page)
    for is_head in (is_lead, is_term):
        if not cards:
            page = replace(page, is_head=is_head)
            cards = _find(page)
    if not cards and not says_article(markup):
        pieces, headlines = part_headlines(stream, reader)
        kept = [piece for piece in pieces if piece.kept] if len(headlines) >= _MIN_CARDS else []
        page = replace(page, kept=kept, is_head=headlines.__contains__)
        if cards := _find(page):
            stream.pieces = pieces
        elif found := _classed(replace(page, kept=stream.kept())):
            page, cards = found
    one = says_article(markup) and not is_digest
    if not cards or (one and not all(any(map(page.is_time, card)) for card in cards)):
        return None  # no article has parts with days of their own
    return _listing_of(stream, cards, page, markup)


def _listing_of(stream: Stream, cards: Sequence[_Card], page: _CardPage, markup: Markup) -> Listing:
    day = _day_of(page, cards)
    times = clocks.read_times(cards, day, markup, page.reader.latest, of_day=page.is_digest)
    if day is not None and (moment := _moment_of(page, cards, day)):
        times = [moment if when.published_at == day else when for when in times]
    _number(stream, cards, page)
    return Listing(tuple(_item(card, when, page) for card, when in zip(cards, times, strict=True)))


def _heads_digest(kept: Sequence[Piece], markup: Markup) -> bool:
    """Whether the headings of a page say that it holds several reports, or a line there who put them together."""
    highest = min((piece.block.level for piece in kept if is_heading(piece)), default=0)
    over = [piece.text for piece in kept[:_OVER] if is_heading(piece) and piece.block.level == highest]
    if any(says_compiled(piece.text) for piece in kept[:_OVER]):
        return True
    titles = [*over, markup.title or ""]
    return bool(over) and (says_digest(titles) or (says_live(titles) and not says_article(markup)))


def _find(page: _CardPage) -> list[_Card]:
    """The cards of a page, by what may head them."""
    if sum(map(page.is_head, page.kept)) < _MIN_CARDS:
        return []
    if page.is_head is is_plain:
        return _nested(page) or _among_sisters(page)
    return _nested(page) or (_flat(page) if page.is_head is not is_lead else [])


def _number(stream: Stream, cards: Sequence[_Card], page: _CardPage) -> None:
    """Number the Pieces of the cards, removed ones inside them included, and remove what stands in none."""
    order = {piece: place for place, piece in enumerate(stream.pieces)}
    for index, card in enumerate(cards):
        for piece in stream.pieces[order[card[0]] : order[card[-1]] + 1]:
            piece.item = index
        _strip(card, page.headline(card))
    for piece in stream.pieces:
        if piece.item is None:
            piece.remove(*listing.HEADING)


def _strip(card: _Card, headline: Piece | None) -> None:
    """Remove what a card has besides its report: the section over its headline, and links that lead on."""
    place = card.index(headline) if headline else 0
    for piece in card[:place]:
        if len(piece.text.split()) <= _KICKER and not piece.text[:1].isdigit():
            piece.remove(*listing.KICKER)
    for piece in card[place + 1 :]:
        if piece.block.link_share > _LINKED and total([piece]) < BODY_WEIGHT:
            piece.remove(*listing.LINK)


def _item(card: _Card, when: Metadata, page: _CardPage) -> Item:
    headline = page.headline(card)
    told = Metadata(
        title=_CLOCK_BEFORE.sub("", headline.text.strip(" 【】\t\n")) if headline else None,
        published_at=when.published_at,
        published_precision=when.published_precision,
    )
    return Item(told, titled=headline is card[0] and headline.kept)


def _day_of(page: _CardPage, cards: Sequence[_Card]) -> datetime | None:
    """The day that the page's own lines name, one that is a day alone or the heading above the cards."""
    inside = {piece for card in cards for piece in card}
    for piece in page.kept:
        if piece not in inside and (found := page.reader.find_day(piece.text)):
            piece.remove(*listing.DAY)
            return found.when
    return page.reader.day_above(list(takewhile(lambda piece: piece not in inside, page.kept)))


def _moment_of(page: _CardPage, cards: Sequence[_Card], day: datetime) -> Metadata | None:
    """The minute of the day that a stamp of the page's own tells, above the cards."""
    above = takewhile(lambda piece: piece not in cards[0], page.kept)
    stamps = (found for piece in above if (found := page.reader.find_stamp(piece.text)) and found.when is not None)
    minute = next((found.when for found in stamps if found.precision == "minute"), None)
    same = minute is not None and abs(minute - day) < timedelta(days=1)
    return Metadata(published_at=minute, published_precision="minute") if same else None


def _nested(page: _CardPage) -> list[_Card]:
    """Cards that are elements of their own: of all groups of sister elements, the one that holds the most cards."""
    groups = _groups(page)
    for piece in page.kept if groups else ():
        for parent, child in pairwise(piece.block.place.chain):
            if parent in groups and child in groups[parent]:
                groups[parent][child].append(piece)
    best: list[_Card] = []
    for group in groups.values():
        if len(group) > len(best):
            cards = [pieces for pieces in group.values() if page.is_card(pieces)]
            if len(cards) >= max(_MIN_CARDS, len(best) + 1) and page.is_made_of(cards):
                best = cards
    return best


def _classed(page: _CardPage) -> tuple[_CardPage, list[_Card]] | None:
    """Cards whose headlines only their class tells, each with a day or an hour of its own; and the page as read so."""
    for heads in classed_heads(page.kept, _MIN_CARDS):
        if any(map(page.is_time, heads)):
            continue
        by_class = replace(page, is_head=heads.__contains__)
        cards = _nested(by_class)
        if cards and all(any(map(page.is_dated, card)) for card in cards):
            return by_class, cards
    return None


def _groups(page: _CardPage) -> dict[int, dict[int, _Card]]:
    """By element, those right inside it that hold a heading and may be cards: enough of them, and still empty."""
    inside: dict[int, dict[int, _Card]] = defaultdict(dict)
    for piece in filter(page.is_head, page.kept):
        for parent, child in pairwise(piece.block.place.chain):
            inside[parent].setdefault(child, [])
    return {parent: children for parent, children in inside.items() if len(children) >= _MIN_CARDS}


def _flat(page: _CardPage) -> list[_Card]:
    """Cards without elements: from each head of a level to the next one; a stamp may stand above its head."""
    kept = page.kept
    places: dict[int, list[int]] = defaultdict(list)
    for place, piece in enumerate(kept):
        if page.is_head(piece):
            places[piece.block.level].append(place)
    for _, starts in sorted(places.items()):
        if len(starts) < _MIN_CARDS:
            continue
        stamped = all(place and page.is_time(kept[place - 1]) for place in starts)
        cards = listing.segments(kept, [place - stamped for place in starts])
        if all(map(page.is_card, cards)) and page.is_made_of(cards):
            return cards
    return []


def _among_sisters(page: _CardPage) -> list[_Card]:
    """Cards of a digest whose titles and texts are all elements side by side: from each line that a text follows."""
    kept = page.kept
    places: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for place, (piece, below) in enumerate(pairwise(kept)):
        if page.is_head(piece) and listing.is_text(below) and piece.block.chain[:-1] == below.block.chain[:-1]:
            places[piece.block.chain[:-1]].append(place)
    around, starts = max(places.items(), key=lambda group: len(group[1]), default=((), []))
    if len(starts) < _MIN_CARDS:
        return []
    cards = listing.segments(kept, starts)
    cards[-1] = list(takewhile(lambda piece: piece.block.chain[: len(around)] == around, cards[-1]))
    return cards if all(map(page.is_card, cards)) and page.is_made_of(cards) else []
