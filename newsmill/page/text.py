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
_MARKDOWN_LINK = re.compile(r"(?<!!)\[(?P<words>[^\[\]]*\w[^\[\]]*)\]\([^()\s]*(?:\s\"[^\"()]*\")?\)")
_MARKDOWN_BOLD = re.compile(r"(?<=[^\s*]\s)\*\*(?P<words>[^\s*](?:[^*]*[^\s*])?)\*\*")
"""Not at the beginning of a line: there it is the lead of an item, or a heading."""
_MARKDOWN_BULLET = re.compile(r"(?:[*+-]|\d{1,2}\.)\s+")
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
    place = _LINE if heading is None else Place(Role.HEADING, len(heading.group(1)))
    if "](" not in line and "**" not in line:
        return Block(line, place, gap_before=gap)
    return _without_markup(Block(line, place, gap_before=gap))


def _without_markup(block: Block) -> Block:
    """A line as a reader of its Markdown sees it: words without the addresses that they link to, and without the stars
    that make them bold. An address alone in its brackets stays."""
    cut: list[str] = []
    linked: list[str] = []

    def unlink(link: re.Match[str]) -> str:
        cut.append(f"[]{link[0][len(link['words']) + 2 :]}")
        linked.append(link["words"])
        return link["words"]

    def unbold(bold: re.Match[str]) -> str:
        cut.append("****")
        return bold["words"]

    text = fold(_MARKDOWN_BOLD.sub(unbold, _MARKDOWN_LINK.sub(unlink, block.text)))
    if not text.strip():
        return block
    share = min(1.0, sum(map(len, linked)) / len(_MARKDOWN_BULLET.sub("", text)))
    return block._replace(text=text, markup=" ".join(cut), written=block.text, link_share=share, links=len(linked))
