"""Pieces as the text of a row, and as the removed rows beside it."""

from collections.abc import Iterable, Iterator

from newsmill.chars import fold, squeeze, width
from newsmill.page.block import Piece, Role
from newsmill.page.wraps import rejoin

_VERSE = 60
"""Columns up to which a line with no gap before it may be verse; a longer one is a paragraph."""


def render(pieces: Iterable[Piece]) -> str:
    """The kept Pieces as text: paragraphs parted by one blank line, lines of verse by a line break."""
    parts: list[str] = []
    separator = ""
    for piece in pieces:
        if piece.breaks:
            separator = "\n\n" if piece.block.gap_before or separator == "\n\n" else "\n"
        if not piece.kept:
            continue
        text = piece.text.strip("\n") if piece.block.role is Role.CODE else fold(piece.text)
        if separator == "\n" and parts and max(width(parts[-1]), width(text)) > _VERSE:
            separator = "\n\n"
        if parts and not separator:  # something was cut out of the middle of a line: what is left is one line again
            parts[-1] = rejoin([parts[-1], text])
        else:
            parts += [separator, text] if parts else [text]
        separator = ""
    return "".join(parts)


def positions(pieces: Iterable[Piece]) -> Iterator[tuple[int, Piece]]:
    """Each Piece with the number of visible characters before it; white space and control characters not counted."""
    seen = 0
    for piece in pieces:
        yield seen, piece
        seen += len(squeeze(piece.text))
