"""Removal of what the markup of an HTML page says is no article: navigation, forms, comments, share bars..."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from newsmill.clean.article import Article
from newsmill.clean.prose import prose_mass
from newsmill.clean.signs import ELEMENT_REASONS, WORD_REASONS
from newsmill.clean.vetoes import TRUSTED_SHARE
from newsmill.page.block import Piece, Place, Removal, Role, Stream

_BY_ELEMENT = {reason: Removal(f"structure.{reason}", reason) for reason in ELEMENT_REASONS}
_BY_WORD = {reason: Removal(f"structure.class-{reason}", reason) for reason in WORD_REASONS}


def remove_marked(stream: Stream, article: Article) -> None:
    """Remove what is marked as furniture and is not of the article, reason by reason; but nothing for a reason that
    most of the prose is marked with: then the mark means something else."""
    masses = {piece: prose_mass(piece) for piece in stream.kept()}
    named: dict[str, list[Piece]] = defaultdict(list)
    worded: dict[str, list[Piece]] = defaultdict(list)
    for piece in masses:
        block = piece.block
        sign = article.signs.get(id(block))
        if sign is None or id(block) in article.blocks or _is_main_heading(block.place):
            continue
        if sign.element is not None:
            named[sign.element].append(piece)
        for reason in sign.words:
            worded[reason].append(piece)
    left = sum(masses.values())
    for reason, pieces in named.items():
        left -= _remove(pieces, masses, left, _BY_ELEMENT[reason])
    for reason in WORD_REASONS:
        if reason in worded:
            left -= _remove(worded[reason], masses, left, _BY_WORD[reason])


def _remove(marked: Sequence[Piece], masses: Mapping[Piece, int], left: int, removal: Removal) -> int:
    """Remove what is marked, if that is not most of what is left. Returns the weight of the prose that went."""
    still = [piece for piece in marked if piece.removal is None]
    size = sum([masses[piece] for piece in still])
    if size > TRUSTED_SHARE * left:
        return 0
    for piece in still:
        piece.removal = removal
    return size


def _is_main_heading(place: Place) -> bool:
    return place.role is Role.HEADING and place.level == 1
