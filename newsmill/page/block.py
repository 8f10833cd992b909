"""Blocks, what a page is made of, and the stream of Pieces that cleaning works on.

A Block is a run of visible text that stands by itself: a paragraph, a heading, a list item, a table row, a line of a
text file. Cleaning never edits text. It decides over Pieces, parts of Blocks in the order of the page: a Piece is kept,
or it is removed with a rule and a reason. So whatever cleaning does, kept and removed Pieces together are the page.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple


class Role(StrEnum):
    """What a Block is to a reader."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    ROW = "row"
    QUOTE = "quote"
    CODE = "code"
    CAPTION = "caption"
    LINE = "line"
    """A line of a text file, whose role nobody has marked up."""


@dataclass(slots=True, eq=False)
class Place:
    """Where a Block stands: what all Blocks with the same innermost element have in common, told once for all.

    Never changed once made; not frozen, and Block a tuple, since a page makes hundreds and each costs a third of that.
    """

    role: Role
    level: int = 0
    """Of a heading, 1 to 6; of a list item, its depth from 1."""
    path: tuple[str, ...] = ()
    """Names of the block elements around it, outermost first."""
    chain: tuple[int, ...] = ()
    """Numbers of the same elements in document order: two Places share an element where they share a number."""
    marks: tuple[frozenset[str], ...] = ()
    """Words of class, id, role and itemprop of the same elements, each one's own, lower case."""

    _words: frozenset[str] | None = field(default=None, init=False, repr=False)

    @property
    def own_words(self) -> frozenset[str]:
        """The words of the innermost element alone."""
        return self.marks[-1] if self.marks else frozenset()

    @property
    def words(self) -> frozenset[str]:
        """The words of all elements around it."""
        if self._words is None:
            self._words = frozenset[str]().union(*self.marks)
        return self._words


class Block(NamedTuple):
    """A run of visible text. Everything but `text` is evidence for or against it being part of the article."""

    text: str
    place: Place
    """The same object for all Blocks of one element: what is worked out from it needs working out only once."""
    link_share: float = 0.0
    """Share of its characters that are link text, 0 to 1."""
    links: int = 0
    """Links that begin in it."""
    gap_before: bool = True
    """A blank line, or an element's edge, stands before it."""
    ruby: str = ""
    """The readings of its signs (rt, rp), in order: set small above them, and no words of the text."""
    markup: str = ""
    """What Markdown writes its links and bold words with, in order: no words of the text either."""
    written: str = ""
    """The text with its Markdown."""
    parts: tuple[str, ...] = ()
    """Of a short text, what stands in each of its inline elements or between two: pages set name and date so."""

    @property
    def role(self) -> Role:
        return self.place.role

    @property
    def level(self) -> int:
        return self.place.level

    @property
    def path(self) -> tuple[str, ...]:
        return self.place.path

    @property
    def chain(self) -> tuple[int, ...]:
        return self.place.chain

    @property
    def marks(self) -> tuple[frozenset[str], ...]:
        return self.place.marks

    @property
    def words(self) -> frozenset[str]:
        return self.place.words


@dataclass(frozen=True, slots=True)
class Removal:
    """Why a Piece is in no text."""

    rule: str
    reason: str


_RUBY = Removal("structure.ruby", "ruby")
_MARKUP = Removal("page.markdown", "markup")


@dataclass(slots=True, eq=False)
class Piece:
    """A Block, or a part of one, with its fate."""

    text: str
    block: Block
    removal: Removal | None = None
    item: int | None = None
    """The item of a listing page that it belongs to; None where items share it."""
    breaks: bool = True
    """A paragraph break stands before it. False: it goes on where the Piece before it ended."""

    @property
    def kept(self) -> bool:
        return self.removal is None

    def remove(self, rule: str, reason: str) -> None:
        """Take it out of the text. The first reason given stays: later ones only follow from it."""
        if self.removal is None:
            self.removal = Removal(rule, reason)

    def cut(self, start: int, end: int, rule: str, reason: str) -> list["Piece"]:
        """This Piece without its characters start to end: the Pieces that take its place, in order."""
        spans = ((self.text[:start], None), (self.text[start:end], Removal(rule, reason)), (self.text[end:], None))
        parts = [Piece(text, self.block, removal, self.item, breaks=False) for text, removal in spans if text.strip()]
        parts[0].breaks = self.breaks
        return parts

    def split(self, offsets: Sequence[int]) -> list["Piece"]:
        """This Piece as paragraphs that start at the offsets given: the Pieces that take its place, in order."""
        edges = [0, *offsets, len(self.text)]
        texts = [self.text[start:end] for start, end in pairwise(edges)]
        parts = [Piece(text, self.block, self.removal, self.item) for text in texts if text.strip()]
        parts[0].breaks = self.breaks
        return parts


def as_written(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The Pieces, those that were removed as a whole with their Markdown in its place: what is kept goes without it."""
    last: Piece | None = None
    for piece in pieces:
        block = piece.block
        if last is not None and piece.removal is _MARKUP and last.removal and last.text == block.text:
            last.text = block.written
        else:
            yield piece
        last = piece


@dataclass(slots=True)
class Stream:
    """The Pieces of a page, in its order."""

    pieces: list[Piece] = field(default_factory=list)

    @classmethod
    def of(cls, blocks: Iterable[Block]) -> "Stream":
        """The Pieces of Blocks: one each, and a removed one for the readings of its signs or for its Markdown."""
        stream = cls()
        for block in blocks:
            stream.pieces.append(Piece(block.text, block))
            if block.ruby:
                stream.pieces.append(Piece(block.ruby, block, _RUBY))
            if block.markup:
                stream.pieces.append(Piece(block.markup, block, _MARKUP))
        return stream

    def kept(self) -> list[Piece]:
        """The Pieces that nothing has removed so far."""
        return [piece for piece in self.pieces if piece.removal is None]

    def rewrite(self, step: Callable[[Piece], list[Piece]]) -> None:
        """Put in the place of each kept Piece what `step` makes of it: in one pass, so a page of any size is linear."""
        pieces: list[Piece] = []
        for piece in self.pieces:
            if piece.removal is None:
                pieces.extend(step(piece))
            else:
                pieces.append(piece)
        self.pieces = pieces
