"""Headlines that share a line with their day, taken apart: `<span>14.08.2026</span> <a>Bridge opens again</a>`."""

from collections.abc import Iterator

from newsmill.chars import weight
from newsmill.items.lines import LineReader
from newsmill.metadata.titles import may_be_title
from newsmill.page.block import Piece, Stream

_LEAST = 12
"""Letters of a headline."""
_EDGE = " \t\n()[]|·•–—-"
"""What stands between a headline and its day, and around the day."""


def part_headlines(stream: Stream, reader: LineReader) -> tuple[list[Piece], set[Piece]]:
    """The Pieces of a stream with such lines in two, and the headlines among them; the stream stays as it is."""
    pieces: list[Piece] = []
    headlines: set[Piece] = set()
    for piece in stream.pieces:
        parts = list(_parted(piece, reader)) if piece.kept else []
        pieces += parts or [piece]
        headlines.update(part for part in parts if not reader.is_stamp(part.text))
    return pieces, headlines


def _parted(piece: Piece, reader: LineReader) -> Iterator[Piece]:
    """A line in two, nothing of it lost; nothing where it is no headline and its day."""
    stamped = [reader.is_stamp(part.strip(_EDGE)) for part in piece.block.parts]
    if sorted(stamped) != [False, True]:
        return
    title = piece.block.parts[stamped.index(False)]
    if weight(title) < _LEAST or not may_be_title(title) or title not in piece.text:
        return
    place = piece.text.index(title)
    cut = place + len(title) if stamped[1] else place
    for text, breaks in ((piece.text[:cut], piece.breaks), (piece.text[cut:], False)):
        yield Piece(text, piece.block, None, piece.item, breaks)
