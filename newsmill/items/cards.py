"""Cards: elements of an HTML page, side by side, that each hold a headline and a text of their own.

Where a page has no element for each card, cards are what stands between its headings of one level.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise

from newsmill.chars import weight
from newsmill.clean.prose import prose_weight
from newsmill.items import clocks, listing
from newsmill.items.evidence import says_article
from newsmill.items.listing import BODY_WEIGHT, Item, Listing, total
from newsmill.items.stamped import find_day, is_stamp
from newsmill.metadata import Metadata
from newsmill.page.block import Piece, Role, Stream
from newsmill.page.markup import Markup

_MIN_CARDS = 3
_CARD_SHARE = 0.6
"""Share of a page's text that its cards must hold together, and that one of them alone must not."""
_LINKED = 0.8
_STAMP_REACH = 2
"""Lines around a headline among which its stamp stands."""

_Card = list[Piece]


def split_cards(stream: Stream, markup: Markup, latest: datetime) -> Listing | None:
    """Find the cards of an HTML page and number their Pieces; None where it has none, or is an article by its markup.

    What stands in no card belongs to the page and is removed.
    """
    if says_article(markup):
        return None
    kept = stream.kept()
    cards = _nested(kept, latest.date()) or _flat(kept, latest.date())
    if not cards:
        return None
    times = clocks.read_times(cards, _day_of(kept, cards, latest.date()), markup, latest)
    _number(stream, cards)
    return Listing(tuple(_item(card, when) for card, when in zip(cards, times, strict=True)))


def _number(stream: Stream, cards: Sequence[_Card]) -> None:
    """Number the Pieces of the cards, removed ones inside them included, and remove what stands in none."""
    order = {piece: place for place, piece in enumerate(stream.pieces)}
    for index, card in enumerate(cards):
        for piece in stream.pieces[order[card[0]] : order[card[-1]] + 1]:
            piece.item = index
    for piece in stream.pieces:
        if piece.item is None:
            piece.remove(*listing.HEADING)


def _item(card: _Card, when: Metadata) -> Item:
    headline = _headline(card)
    told = Metadata(
        title=headline.text.strip() if headline else None,
        published_at=when.published_at,
        published_precision=when.published_precision,
    )
    return Item(told, titled=headline is card[0] and headline.kept)


def _day_of(kept: Sequence[Piece], cards: Sequence[_Card], latest: date) -> datetime | None:
    """The day that the page's own lines name."""
    inside = {piece for card in cards for piece in card}
    for piece in kept:
        if piece not in inside and (found := find_day(piece.text, latest)):
            piece.remove(*listing.DAY)
            return found.when
    return None


def _nested(kept: Sequence[Piece], latest: date) -> list[_Card]:
    """Cards that are elements of their own: of all groups of sister elements, the one that holds the most cards."""
    children: dict[int, dict[int, _Card]] = defaultdict(lambda: defaultdict(list))
    for piece in kept:
        for parent, child in pairwise(piece.block.chain):
            children[parent][child].append(piece)
    best: list[_Card] = []
    for group in children.values():
        cards = [pieces for pieces in group.values() if _is_card(pieces, latest)]
        if len(cards) >= max(_MIN_CARDS, len(best) + 1) and _are_the_page(cards, kept):
            best = cards
    return best


def _flat(kept: Sequence[Piece], latest: date) -> list[_Card]:
    """Cards without elements: from each heading of a level to the next one; a stamp may stand above its heading."""
    for level in sorted({piece.block.level for piece in kept if piece.block.role is Role.HEADING}):
        starts = [
            place for place, piece in enumerate(kept) if piece.block.role is Role.HEADING and piece.block.level == level
        ]
        if len(starts) < _MIN_CARDS:
            continue
        if all(place and _is_time(kept[place - 1], latest) for place in starts):
            starts = [place - 1 for place in starts]
        cards = listing.segments(kept, starts)
        if all(_is_card(card, latest) for card in cards) and _are_the_page(cards, kept):
            return cards
    return []


def _headline(card: Sequence[Piece]) -> Piece | None:
    """The heading of a card, where it has one alone of the highest level."""
    headings = [piece for piece in card if piece.block.role is Role.HEADING]
    top = [piece for piece in headings if piece.block.level == min(other.block.level for other in headings)]
    return top[0] if len(top) == 1 else None


def _is_card(card: Sequence[Piece], latest: date) -> bool:
    headline = _headline(card)
    if headline is None or card.index(headline) > 1:
        return False
    texts = [piece for piece in card if piece is not headline and not _is_time(piece, latest)]
    if total(texts) < BODY_WEIGHT:
        return False
    place = card.index(headline)
    around = card[max(0, place - 1) : place + 1 + _STAMP_REACH]
    return headline.block.link_share > _LINKED or any(_is_time(piece, latest) for piece in around)


def _is_time(piece: Piece, latest: date) -> bool:
    return clocks.is_clock(piece.text) or is_stamp(piece.text, latest)


def _are_the_page(cards: Sequence[_Card], kept: Sequence[Piece]) -> bool:
    """Whether the cards hold most of the page's text, none of them most of it, and no article stands beside them."""
    sizes = [total(card) for card in cards]
    page = sum(weight(piece.text) for piece in kept)
    elsewhere = prose_weight(kept) - sum(map(prose_weight, cards))
    return sum(sizes) >= _CARD_SHARE * page and max(sizes) <= _CARD_SHARE * sum(sizes) and elsewhere < max(sizes)
