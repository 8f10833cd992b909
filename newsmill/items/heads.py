"""What may head a card: a heading, a link, a term, a line in brackets, lines of one class."""

import re
from collections import defaultdict
from collections.abc import Sequence

from newsmill.chars import weight
from newsmill.items import listing
from newsmill.metadata.titles import may_be_title
from newsmill.page.block import Piece, Role

_LEAST = 6
"""Letters of a headline that its class tells."""
_LEAD = 12
"""Letters from which a link or a line in brackets may be the headline of a card."""
_LINKED = 0.8
_BRACKETED = re.compile(r"\s*【[^【】]+】\s*$")


def is_heading(piece: Piece) -> bool:
    return piece.block.place.role is Role.HEADING


def is_term(piece: Piece) -> bool:
    """Whether it is a term of a description list: old sites set headlines so, and what follows as its description. One
    with a day or a number before it is told by that."""
    is_term = piece.block.path[-1:] == ("dt",) and not piece.text[:1].isdigit()
    return is_term and weight(piece.text) >= _LEAD and may_be_title(piece.text)


def is_plain(piece: Piece) -> bool:
    """Whether a line that nothing marks may head a card, under the heading of a digest."""
    begins = not (listing.is_text(piece) or piece.text[:1].isdigit())
    return begins and weight(piece.text) >= _LEAD // 2 and may_be_title(piece.text)


def is_lead(piece: Piece) -> bool:
    """Whether a line without a heading's markup may head a card: all link, or all in brackets, and no button."""
    linked = piece.block.link_share > _LINKED or _BRACKETED.match(piece.text)
    return bool(linked) and weight(piece.text) >= _LEAD and may_be_title(piece.text)


def classed_heads(kept: Sequence[Piece], least: int) -> list[frozenset[Piece]]:
    """Groups of lines that nothing but their class tells, one in each of the elements side by side, no fewer than
    `least`: `<div class="titolo">`; or nothing but their place, the first of a list's item. The longest lines first."""
    found: dict[tuple[tuple[str, ...], frozenset[str]], dict[int, Piece]] = defaultdict(dict)
    for piece in kept:
        place = piece.block.place
        if place.chain and (place.own_words or place.role is Role.ITEM):
            found[place.path, place.own_words].setdefault(place.chain[-1], piece)
    groups = [[*filter(_may_head, firsts.values())] for firsts in found.values()]
    return [frozenset(group) for group in sorted(groups, key=_letters, reverse=True) if len(group) >= least]


def _may_head(piece: Piece) -> bool:
    return (
        piece.block.place.role is not Role.HEADING
        and not listing.is_text(piece)
        and weight(piece.text) >= _LEAST
        and may_be_title(piece.text)
    )


def _letters(group: Sequence[Piece]) -> float:
    return sum(weight(piece.text) for piece in group) / (len(group) or 1)
