"""Pieces as the text of a row, and as the removed rows beside it."""

from collections.abc import Iterable, Iterator

from newsmill.chars import fold, squeeze, width
from newsmill.page.block import Block, Piece, Role
from newsmill.page.wraps import rejoin

_VERSE = 60
"""Columns up to which a line without a gap before it may be verse, or a cell part of a row; longer is a paragraph."""


def render(pieces: Iterable[Piece]) -> str:
    """The kept Pieces as text: paragraphs parted by one blank line, lines of verse and rows of a table by a line break,
    the cells of a row by a tab."""
    parts: list[str] = []
    separator = ""
    last: Block | None = None
    for piece in pieces:
        if piece.breaks and separator != "\n\n":
            separator = "\n\n" if piece.block.gap_before else "\n"
        if piece.removal is not None:
            continue
        text = piece.text.strip("\n") if piece.block.place.role is Role.CODE else fold(piece.text)
        if separator and last is not None:
            separator = _between_cells(last, piece.block) or separator
        if separator != "\n\n" and separator and parts and max(width(parts[-1]), width(text)) > _VERSE:
            separator = "\n\n"
        last = piece.block
        if parts and not separator:  # something was cut out of the middle of a line: what is left is one line again
            parts[-1] = rejoin([parts[-1], text])
        else:
            parts += [separator, text] if parts else [text]
        separator = ""
    return "".join(parts)


def _between_cells(before: Block, after: Block) -> str | None:
    """What parts two cells of one table; None where they are none, or one cell."""
    if before.place.role is not Role.ROW or after.place.role is not Role.ROW or before.place.chain == after.place.chain:
        return None
    if _innermost("tr", before) == _innermost("tr", after) is not None:
        return "\t"
    return "\n" if _innermost("table", before) == _innermost("table", after) is not None else None


def _innermost(name: str, block: Block) -> int | None:
    """The number of the innermost element of that name around a Block."""
    places = (place for place in range(len(block.place.path) - 1, -1, -1) if block.place.path[place] == name)
    place = next(places, None)
    return None if place is None else block.place.chain[place]


def positions(pieces: Iterable[Piece]) -> Iterator[tuple[int, Piece]]:
    """Each Piece with the number of visible characters before it; white space and control characters not counted."""
    seen = 0
    for piece in pieces:
        yield seen, piece
        seen += len(squeeze(piece.text))
