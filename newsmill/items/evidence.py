"""What speaks for and against a page being a listing, besides the shape of its items: what stands above them.

An article whose parts have numbers or headings begins with running text, or names its author, or says in its headline
what all its parts are about. A listing has a heading that says that it is one, and items that share no subject.
"""

import functools
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib.resources import files

from newsmill.chars import fold, stems
from newsmill.clean.gate import Gate
from newsmill.items.lines import LineReader
from newsmill.items.listing import is_text
from newsmill.metadata import says_compiled
from newsmill.metadata.context import Context
from newsmill.metadata.fields import read_fields
from newsmill.page.block import Piece, Stream
from newsmill.page.markup import Markup

_HEADING_LENGTH = 120
_FIRST, _LAST = 2, 6
"""Lines at the beginning of a page, and before its first item, that may be a heading over its items."""
_LINKS = 3
"""Inline elements from which a line is a menu."""
_JOINED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff가-힣]")
_ARTICLE_TYPES = frozenset({"article", "newsarticle", "blogposting", "reportagenewsarticle", "liveblogposting"})


@dataclass(frozen=True)
class Head:
    """What stands above the first item of a page. Each question is asked of few pages, and answered only then."""

    paragraphs: int
    """Of running text."""
    lines: Sequence[str]
    """Those that may be a heading over the items, a byline or a menu."""
    markup: Markup
    latest: date

    @cached_property
    def headings(self) -> Sequence[str]:
        """Lines that may be a heading, and the titles that markup names."""
        titles = [self.markup.title or "", *self.markup.meta.get("og:title", [])]
        return [line for line in [*self.lines, *titles] if len(line) <= _HEADING_LENGTH]

    @cached_property
    def names_digest(self) -> bool:
        """Whether a heading says that the page holds several reports, and at most one paragraph introduces them."""
        if self.paragraphs == 0 and says_live(self.headings):
            return True
        return self.paragraphs <= 1 and (says_digest(self.headings) or any(map(says_compiled, self.lines)))

    @cached_property
    def names_news(self) -> bool:
        """Whether a heading speaks of news."""
        return any(_pattern("news").search(line) for line in self.headings)

    @cached_property
    def begins_article(self) -> bool:
        """Whether there is running text, or a byline, or the markup calls the page an article."""
        if self.paragraphs or says_article(self.markup):
            return True
        context = Context(self.latest)
        lines = (line for line in self.lines if not says_compiled(line))
        return any((fields := read_fields(line, context)) and fields.author for line in lines)

    @cached_property
    def subjects(self) -> frozenset[str]:
        """Stems of the words of its headings."""
        return stems(" ".join(self.lines))


def read_head(stream: Stream, first: Piece, markup: Markup, reader: LineReader) -> Head:
    """Judge what stands above the first item, and what the page's markup says. A heading counts also where cleaning
    has removed it."""
    above = stream.pieces[: stream.pieces.index(first)]
    paragraphs = sum(piece.kept and is_text(piece) for piece in above)
    above = [piece for piece in above if piece.removal is None or piece.removal.reason != "navigation"]
    near = [*above[:_FIRST], *above[max(_FIRST, len(above) - _LAST) :]]
    may_head = (
        piece for piece in near if not is_text(piece) and (says_digest([piece.text]) or not reader.is_stamp(piece.text))
    )
    lines = [fold(piece.text) for piece in may_head if not _is_row_of_links(piece)]
    return Head(paragraphs, lines, markup, reader.today)


def _is_row_of_links(piece: Piece) -> bool:
    """Whether it is a menu: `Briefs`, there, leads to those."""
    return len(piece.block.parts) >= _LINKS


def says_digest(headings: Iterable[str]) -> bool:
    """Whether a heading says that it stands over several reports: `in brief`, `News vom Tage`."""
    return _says("digest", headings)


def says_live(headings: Iterable[str]) -> bool:
    """Whether a heading says that it stands over the entries of a live blog."""
    return _says("live", headings)


def _says(name: str, headings: Iterable[str]) -> bool:
    lines = list(headings)
    if not _gate(name).candidates("\n".join(lines)):
        return False
    return any(_pattern(name).search(line) for line in lines)


def says_article(markup: Markup) -> bool:
    """Whether markup calls the page one article."""
    return describes_article(markup) or any(
        kind.casefold() in _ARTICLE_TYPES for kind in markup.meta.get("og:type", [])
    )


def describes_article(markup: Markup) -> bool:
    """Whether markup says more of the article than og:type, which many sites write on all of their pages."""
    return bool(markup.meta.get("article:published_time")) or types_article(markup)


def types_article(markup: Markup) -> bool:
    """Whether JSON-LD says that the page is an article."""
    return any(_type_of(entry).casefold() in _ARTICLE_TYPES for entry in _entries(markup))


def _entries(markup: Markup) -> list[object]:
    """The things that JSON-LD says the page is: its top level, and @graph."""
    found: list[object] = []
    for entry in markup.json_ld:
        found.extend(entry if isinstance(entry, list) else [entry])
    graphs = [entry["@graph"] for entry in found if isinstance(entry, dict) and isinstance(entry.get("@graph"), list)]
    return found + [entry for graph in graphs for entry in graph]


def _type_of(entry: object) -> str:
    kind = entry.get("@type") if isinstance(entry, dict) else None
    first = kind[0] if isinstance(kind, list) and kind else kind
    return first if isinstance(first, str) else ""


@functools.cache
def _gate(name: str) -> Gate:
    """The words alone, looked for in all lines at once: hardly any page has one."""
    return Gate(map(re.escape, _words(name)))


def _words(name: str) -> list[str]:
    """The longest first."""
    listed = tomllib.loads((files("newsmill.items") / "digest.toml").read_text("utf-8"))[name]
    return sorted(listed, key=lambda word: (-len(word), word))


@functools.cache
def _pattern(name: str) -> re.Pattern[str]:
    """Any word of a list in digest.toml; one of a script without blanks also inside a longer line."""
    ordered = _words(name)
    joined = "|".join(re.escape(word) for word in ordered if _JOINED.match(word))
    spaced = "|".join(re.escape(word) for word in ordered if not _JOINED.match(word))
    return re.compile(rf"{joined}|(?<![^\W_])(?:{spaced})(?![^\W_])", re.IGNORECASE)
