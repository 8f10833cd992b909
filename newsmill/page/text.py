"""A text file, or text that somebody has already pulled out of HTML, as Blocks: one for each paragraph."""

import re
from itertools import pairwise

from newsmill.chars import fold, visible
from newsmill.page.block import Block, Piece, Place, Role
from newsmill.page.markup import Page
from newsmill.page.wraps import attach_quotes, join_lines, mend_cjk, rejoin

_LINE = Place(Role.LINE)
_MARKDOWN_HEADING = re.compile(r"(#{1,6})\s+(?=\S)")
_MARKDOWN_IMAGE = re.compile(r"\s*!\[[^\[\]]*\]\([^()]*\)\s*")
_SHORT_LINE = 40
"""Characters up to which a line of Chinese or Japanese has blanks because its words are parted by them."""


def read_text(text: str) -> Page:
    """Blocks of a text, in its order. A line of it is a paragraph, unless the text was wrapped at a fixed width."""
    lines = attach_quotes(visible(text).splitlines())
    full = [bool(line) and not line.isspace() for line in lines]
    gaps = [not above for above, here in pairwise([False, *full]) if here]
    blocks: list[Block] = []
    number = 0
    for paragraph in join_lines(lines):
        line = rejoin(paragraph)
        first, *others = mend_cjk(line) if len(line) > _SHORT_LINE else (line,)
        blocks.append(_block(fold(first), gap=gaps[number]))
        blocks += [_block(fold(part), gap=True) for part in others]
        number += len(paragraph)
    return Page(tuple(blocks))


def cut_markup(piece: Piece) -> list[Piece]:
    """A heading written as Markdown writes it, without its marks; an image alone on its line is a caption, if that."""
    if _MARKDOWN_IMAGE.fullmatch(piece.text):
        piece.remove("page.markdown-image", "caption")
        return [piece]
    marks = _MARKDOWN_HEADING.match(piece.text) if piece.block.role is Role.HEADING else None
    return piece.cut(0, marks.end(), "page.markdown", "markup") if marks else [piece]


def _block(line: str, *, gap: bool) -> Block:
    heading = _MARKDOWN_HEADING.match(line) if line[:1] == "#" else None
    if heading is not None:
        return Block(line, Place(Role.HEADING, len(heading.group(1))), gap_before=gap)
    return Block(line, _LINE, gap_before=gap)
