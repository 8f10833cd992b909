"""Sample pages Block by Block in docs/cleaning.md, with the model's score and what became of each: `make docs`.

    block_tables.py docs/cleaning.md

A table stands between two marks, the first of which names its page; a test holds it to what cleaning does today.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from newsmill.clean.model import score_blocks
from newsmill.clean.ruleset import load_rules
from newsmill.document import read_document, read_page
from newsmill.intake.formats import Kind
from newsmill.page.block import Block, Piece

ROOT = Path(__file__).parents[1]
_TABLE = re.compile(r"(<!-- blocks of (?P<page>\S+) -->\n).*?(<!-- end of blocks -->)", re.DOTALL)
_SHOWN = 48
_FETCHED = datetime(2026, 1, 1, tzinfo=UTC)


def with_tables(text: str) -> str:
    """The Markdown text with each of its tables brought up to date."""
    return _TABLE.sub(lambda mark: mark[1] + "\n".join([*_table(ROOT / mark["page"]), ""]) + mark[3], text)


def _table(file: Path) -> Iterator[str]:
    page = read_page(file.read_text(encoding="utf-8"), Kind.HTML)
    scores = score_blocks(page.blocks, page.markup)
    fates: dict[int, list[Piece]] = defaultdict(list)
    for piece in read_document(page, _FETCHED, load_rules()).pieces:
        fates[id(piece.block)].append(piece)
    yield "| in | text | score | what became of it |"
    yield "|---|---|---|---|"
    for block, score in zip(page.blocks, scores, strict=True):
        yield f"| {_elements(block)} | {_start(block.text)} | {score:.1f} | {_fate(fates[id(block)])} |"


def _elements(block: Block) -> str:
    named = [(name, sorted(words)) for name, words in zip(block.path[1:], block.marks[1:], strict=True)]
    return " ".join(f"`{'.'.join([name, *words])}`" for name, words in named[-2:]) or "`body`"


def _start(text: str) -> str:
    shown = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1].rstrip()}…"
    return shown.replace("|", r"\|")


def _fate(pieces: Sequence[Piece]) -> str:
    told = ["kept" if piece.removal is None else f"{piece.removal.reason} (`{piece.removal.rule}`)" for piece in pieces]
    return ", ".join(dict.fromkeys(told))


if __name__ == "__main__":
    document = Path(sys.argv[1])
    document.write_text(with_tables(document.read_text(encoding="utf-8")), encoding="utf-8")
