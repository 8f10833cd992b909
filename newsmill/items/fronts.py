"""Section fronts: pages of headlines that lead to articles, with no article of their own."""

from collections.abc import Sequence

from newsmill.chars import weight
from newsmill.errors import NoArticle
from newsmill.items.lines import LineReader
from newsmill.items.listing import is_text
from newsmill.page.block import Piece, Stream

_MIN_HEADLINES = 3
_SHARE = 0.6
_LINKED = 0.5


def refuse_front(stream: Stream, reader: LineReader) -> None:
    """Raise NoArticle where the page has no running text, and most of it are links or lines with a date under them."""
    kept = stream.kept()
    if any(map(is_text, kept)):
        return
    stamped = {
        index for index, piece in enumerate(kept) if piece.block.link_share <= _LINKED and reader.is_stamp(piece.text)
    }
    headlines = _headlines(kept, stamped)
    lines = [piece for index, piece in enumerate(kept) if index not in stamped]
    told = sum(weight(piece.text) for piece in headlines)
    if len(headlines) >= _MIN_HEADLINES and told >= _SHARE * sum(weight(piece.text) for piece in lines):
        raise NoArticle("links-only", f"{len(headlines)} headlines, and no text under any of them")


def _headlines(kept: Sequence[Piece], stamped: set[int]) -> list[Piece]:
    return [
        piece
        for index, piece in enumerate(kept)
        if index not in stamped and (piece.block.link_share > _LINKED or index + 1 in stamped)
    ]
