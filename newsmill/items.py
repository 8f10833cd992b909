"""Listing pages: one page that holds several reports, split into its items.

A text listing shows itself by its stamps: lines of source and date, each between a title line and a body. An HTML
listing shows itself by its cards: sibling elements that each hold a linked heading and a text. An article with
subheadings has neither, and is never split.
"""

import re
from collections import defaultdict
from datetime import date
from itertools import pairwise

from newsmill.chars import ends_sentence, fold, weight
from newsmill.clean.article import prose_weight
from newsmill.metadata import find_dates
from newsmill.page.block import Piece, Role, Stream

_MIN_STAMPS = 2
_MIN_CARDS = 3
_STAMP_LENGTH = 80
_STAMP_REST = 40
_TITLE_WEIGHT = 300
_BODY_WEIGHT = 25
_CARD_SHARE = 0.6
"""Share of a page's text that its cards must hold together, and that one of them alone must not."""
_HAS_DIGIT = re.compile(r"\d")


def split_text(stream: Stream, latest: date) -> int:
    """Find the items of a text page and number their Pieces. Returns how many there are; 0 where it is no listing.

    Lines before the first item belong to the page, not to an item: they are removed.
    """
    kept = stream.kept()
    starts = _item_starts(kept, latest)
    if len(starts) < _MIN_STAMPS:
        return 0
    for piece in kept[: starts[0]]:
        piece.remove("items.heading", "listing")
    numbers = {id(kept[start]): number for number, start in enumerate(starts)}
    current: int | None = None
    for piece in stream.pieces:
        current = numbers.get(id(piece), current)
        piece.item = current
    return len(starts)


def split_cards(stream: Stream, latest: date) -> int:
    """Find the items of an HTML page and number their Pieces. Returns how many there are; 0 where it is no listing."""
    kept = stream.kept()
    cards = _find_cards(kept, latest)
    if not cards:
        return 0
    numbers = {card: number for number, card in enumerate(sorted(cards))}
    for piece in stream.pieces:
        piece.item = next((numbers[number] for number in piece.block.chain if number in numbers), None)
        if piece.item is None:
            piece.remove("items.heading", "listing")
    return len(numbers)


def is_stamp(line: str, latest: date) -> bool:
    """Whether a line says when, and perhaps by whom, something was published, and nothing else."""
    if len(line) > _STAMP_LENGTH or not _HAS_DIGIT.search(line) or ends_sentence(line):
        return False
    found = [entry for entry in find_dates(line, latest) if entry.precision != "year"]
    if not found:
        return False
    return len(line) - sum(entry.end - entry.start for entry in found) <= _STAMP_REST


def _item_starts(kept: list[Piece], latest: date) -> list[int]:
    """Indexes of the title lines of items that have a title, a stamp and a body."""
    stamps = [index for index, piece in enumerate(kept) if index and is_stamp(fold(piece.text), latest)]
    edges = [*stamps, len(kept) + 1]
    starts = []
    for stamp, following in zip(stamps, edges[1:], strict=True):
        title = kept[stamp - 1].text
        body = kept[stamp + 1 : following - 1]
        is_title = weight(title) <= _TITLE_WEIGHT and stamp - 1 not in stamps
        if is_title and sum(weight(piece.text) for piece in body) >= _BODY_WEIGHT:
            starts.append(stamp - 1)
    return starts


def _find_cards(kept: list[Piece], latest: date) -> set[int]:
    """Numbers of the elements that are cards; empty where the page is no listing."""
    children: dict[int, dict[int, list[Piece]]] = defaultdict(lambda: defaultdict(list))
    for piece in kept:
        chain = piece.block.chain
        for parent, child in pairwise(chain):
            children[parent][child].append(piece)
    best: set[int] = set()
    for group in children.values():
        cards = {child for child, pieces in group.items() if _is_card(pieces, latest)}
        if len(cards) >= max(_MIN_CARDS, len(best) + 1) and _is_listing([group[card] for card in cards], kept):
            best = cards
    return best


def _is_card(pieces: list[Piece], latest: date) -> bool:
    headings = [piece for piece in pieces if piece.block.role is Role.HEADING]
    if len(headings) != 1:
        return False
    texts = [piece for piece in pieces if piece not in headings]
    if sum(weight(piece.text) for piece in texts) < _BODY_WEIGHT:
        return False
    return headings[0].block.link_share > 0.8 or any(is_stamp(fold(piece.text), latest) for piece in texts)


def _is_listing(cards: list[list[Piece]], kept: list[Piece]) -> bool:
    sizes = [sum(weight(piece.text) for piece in card) for card in cards]
    page = sum(weight(piece.text) for piece in kept)
    elsewhere = prose_weight(kept) - sum(prose_weight(card) for card in cards)
    return sum(sizes) >= _CARD_SHARE * page and max(sizes) <= _CARD_SHARE * sum(sizes) and elsewhere < max(sizes)
