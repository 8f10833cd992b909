"""A text file, or text that somebody has already pulled out of HTML, as Blocks: one for each paragraph."""

import re
from itertools import pairwise

from newsmill.chars import CJK, fold, visible
from newsmill.page.block import Block, Piece, Place, Role
from newsmill.page.markup import Page
from newsmill.page.wraps import attach_quotes, join_lines, mend_cjk, rejoin

_LINE = Place(Role.LINE)
_LINE_BREAK = re.compile("\r\n?|[\n\v\f\u2028\u2029]")
_MARKDOWN_HEADING = re.compile(r"(#{1,6})\s+(?=\S)")
_HAS_CJK_BLANK = re.compile(f'[{CJK}"”’] +[{CJK}"“‘]')


def read_text(text: str) -> Page:
    """Blocks of a text, in its order. A line of it is a paragraph, unless the text was wrapped at a fixed width."""
    lines = attach_quotes(_LINE_BREAK.split(visible(text)))
    gaps = [not before.strip() for before, line in pairwise(["", *lines]) if line.strip()]
    blocks: list[Block] = []
    number = 0
    for paragraph in join_lines(lines):
        line = rejoin(paragraph)
        pieces = mend_cjk(line) if _HAS_CJK_BLANK.search(line) and len(line) > 40 else [line]
        blocks.extend(_block(fold(piece), gap=gaps[number] or index > 0) for index, piece in enumerate(pieces))
        number += len(paragraph)
    return Page(tuple(blocks))


def cut_markup(piece: Piece) -> list[Piece]:
    """A heading written as Markdown writes it, without its marks."""
    marks = _MARKDOWN_HEADING.match(piece.text) if piece.block.role is Role.HEADING else None
    return piece.cut(0, marks.end(), "page.markdown", "markup") if marks else [piece]


def _block(line: str, *, gap: bool) -> Block:
    heading = _MARKDOWN_HEADING.match(line)
    if heading:
        return Block(line, Place(Role.HEADING, len(heading.group(1))), gap_before=gap)
    return Block(line, _LINE, gap_before=gap)
