"""Removal of what the markup of an HTML page says is no article: navigation, forms, comments, share bars..."""

from collections import defaultdict
from collections.abc import Sequence

from newsmill.clean.article import Article
from newsmill.clean.prose import prose_weight
from newsmill.clean.signs import ELEMENT_REASONS, WORD_REASONS
from newsmill.clean.vetoes import TRUSTED_SHARE
from newsmill.page.block import Piece, Removal, Role, Stream

_BY_ELEMENT = {reason: Removal(f"structure.{reason}", reason) for reason in ELEMENT_REASONS}
_BY_WORD = {reason: Removal(f"structure.class-{reason}", reason) for reason in WORD_REASONS}


def remove_marked(stream: Stream, article: Article) -> None:
    """Remove what is marked as furniture and is not of the article, reason by reason; but nothing for a reason that
    most of the prose is marked with: then the mark means something else."""
    kept = stream.kept()
    named: dict[str, list[Piece]] = defaultdict(list)
    worded: dict[str, list[Piece]] = defaultdict(list)
    for piece in kept:
        sign = article.signs.get(id(piece.block))
        if sign is None or id(piece.block) in article.blocks or _is_main_heading(piece):
            continue
        if sign.element is not None:
            named[sign.element].append(piece)
        for reason in sign.words:
            worded[reason].append(piece)
    left = prose_weight(kept)
    for reason, pieces in named.items():
        left -= _remove(pieces, left, _BY_ELEMENT[reason])
    for reason in WORD_REASONS:
        if reason in worded:
            left -= _remove(worded[reason], left, _BY_WORD[reason])


def _remove(marked: Sequence[Piece], left: int, removal: Removal) -> int:
    """Remove what is marked, if that is not most of what is left. Returns the weight of the prose that went."""
    still = [piece for piece in marked if piece.removal is None]
    size = prose_weight(still)
    if size > TRUSTED_SHARE * left:
        return 0
    for piece in still:
        piece.removal = removal
    return size


def _is_main_heading(piece: Piece) -> bool:
    return piece.block.role is Role.HEADING and piece.block.level == 1
