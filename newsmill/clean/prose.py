"""Running text: which Pieces read like a sentence or more, and how much text there is in them."""

import functools
from collections.abc import Iterable

from newsmill.chars import HAN_WEIGHT, ends_sentence, sentence_weight, weight
from newsmill.page.block import Block, Piece, Role

PROSE_WEIGHT = 60
"""Letters from which a line that ends as a sentence does is taken for prose."""
_LONG_WEIGHT = 140
_SHORTEST = PROSE_WEIGHT // HAN_WEIGHT
"""Characters under which no text has that weight: most lines of a page are shorter, and are not looked at."""
_LINKED = 0.5


def mass(block: Block) -> int:
    """Letters of a Block, link text not counted."""
    return round(weight(block.text) * (1 - block.link_share))


def is_prose(piece: Piece) -> bool:
    """Whether a Piece reads like a sentence or more of running text."""
    return prose_mass(piece) > 0


def prose_mass(piece: Piece) -> int:
    """Letters of a Piece, link text not counted, where it reads like a sentence or more of running text; or else 0."""
    text, block = piece.text, piece.block
    if len(text) < _SHORTEST or block.link_share > _LINKED or block.place.role is Role.HEADING:
        return 0
    return _mass_of(text, block.link_share)


@functools.lru_cache(maxsize=4096)  # each stage of cleaning asks for the same lines
def _mass_of(text: str, link_share: float) -> int:
    size = sentence_weight(text)
    if size < PROSE_WEIGHT or (size < _LONG_WEIGHT and not ends_sentence(text)):
        return 0
    return round(weight(text) * (1 - link_share))


def prose_weight(pieces: Iterable[Piece]) -> int:
    """Letters of running text, link text not counted."""
    return sum(map(prose_mass, pieces))
