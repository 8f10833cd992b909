"""An HTML page as Blocks and Markup: one parse by Lexbor, one walk over its tree.

Nothing here decides what is worth keeping. The walk only leaves out what a browser does not show, and notes beside each
Block what the cleaning may want to know of the elements around it.
"""

import functools
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsmill.chars import fold, visible, width
from newsmill.page.block import Block, Place, Role
from newsmill.page.markup import Markup, Page
from newsmill.page.wraps import mend_cjk

_UNSEEN = frozenset(
    "script style noscript template head svg math iframe object embed audio video canvas map datalist".split()
)
_FLOW = frozenset(
    "address article aside blockquote body button center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol option p pre search section select "
    "summary table tbody td textarea tfoot th thead tr ul caption".split()
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_ROLES = {
    "li": Role.ITEM, "dd": Role.ITEM, "dt": Role.ITEM, "td": Role.ROW, "th": Role.ROW, "tr": Role.ROW,
    "blockquote": Role.QUOTE, "pre": Role.CODE, "figcaption": Role.CAPTION, "caption": Role.CAPTION,
}  # fmt: skip
_NAMING = ("class", "id", "role", "itemprop")
_NO_WORDS = frozenset[str]()
_TEXT = "-text"
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^\W\d_]+")
_SOURCE_BREAK = re.compile("[\r\n]+")
_SHORT_LINE = 40
"""Columns up to which a line that ends in a break may be verse."""
_MAX_DEPTH = 256
"""Elements nested deeper are read as if they were at this depth: no author nests so, only an attack does."""


def read_html(html: str) -> Page:
    """The page's visible Blocks in document order, and what it says of itself."""
    tree = LexborHTMLParser(html)
    body = tree.body
    walk = _Walk()
    if body is not None:
        walk.run(body)
    return Page(tuple(walk.blocks), _read_head(tree), is_html=True)


@dataclass(slots=True)
class _Frame:
    """A block element that the walk is in."""

    name: str
    number: int
    words: frozenset[str]
    place: Place | None = None
    """Made when its first Block ends: most elements have none of their own."""


@dataclass(slots=True)
class _Walk:
    """The state of one walk: the elements it is in, and the text that waits for its Block to end."""

    blocks: list[Block] = field(default_factory=list)
    frames: list[_Frame] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    linked: int = 0
    links: int = 0
    open_links: int = 0
    seen: int = 0

    def run(self, body: LexborNode) -> None:
        entered: list[tuple[LexborNode, str]] = []
        node: LexborNode | None = body
        while node is not None:
            name = node.tag or ""
            if name == _TEXT:
                self._take(node.text_content or "")
            elif name not in _UNSEEN and self._enter(name, node):
                child = node.first_child
                if child is not None:
                    entered.append((node, name))
                    node = child
                    continue
                self._leave(name)
            node = node.next if entered else None
            while node is None and entered:
                parent, name = entered.pop()
                self._leave(name)
                node = parent.next if entered else None

    def _enter(self, name: str, node: LexborNode) -> bool:
        """Note the start of an element; False where nothing in it is seen."""
        attributes = node.attributes
        if attributes and _is_hidden(attributes):
            return False
        if name in _FLOW:
            if self.text:
                self._flush()
            self.seen += 1
            words = _class_words(*map(attributes.get, _NAMING)) if attributes and name != "body" else _NO_WORDS
            self.frames.append(_Frame(name, self.seen, words))
        elif name == "a":
            self.open_links += 1
            self.links += 1
        elif name == "br":
            self.text.append("\n")
        return True

    def _leave(self, name: str) -> None:
        if name in _FLOW:
            if self.text:
                self._flush()
            self.frames.pop()
        elif name == "a":
            self.open_links -= 1

    def _take(self, text: str) -> None:
        if text.isspace():
            if self.text:
                self.text.append(" " if self.frames[-1].name != "pre" else text)
            return
        if "\n" in text or "\r" in text:
            in_code = bool(self.frames) and self.frames[-1].name == "pre"
            text = text if in_code else _SOURCE_BREAK.sub(" ", text)
        self.text.append(text)
        if self.open_links:
            self.linked += len(text.strip())

    def _flush(self) -> None:
        """End the Block whose text was read, if there is any."""
        raw = "".join(self.text)
        linked, self.linked = self.linked, 0
        links, self.links = self.links, 0
        self.text.clear()
        bare = raw.strip()
        if not bare or not self.frames:
            return
        innermost = self.frames[min(len(self.frames), _MAX_DEPTH) - 1]
        place = innermost.place = innermost.place or _place_of(self.frames[:_MAX_DEPTH])
        share = min(1.0, linked / len(bare))
        for text, gap in _paragraphs(raw, place.role):
            self.blocks.append(Block(text, place, share, links, gap))


def _place_of(frames: Sequence[_Frame]) -> Place:
    path = tuple([frame.name for frame in frames])
    chain, marks = tuple([frame.number for frame in frames]), tuple([frame.words for frame in frames])
    return Place(*_role_of(path), path, chain, marks)


def _paragraphs(raw: str, role: Role) -> list[tuple[str, bool]]:
    """The paragraphs of one element, each with whether a gap parts it from the one before.

    Authors without p elements part paragraphs by line breaks, so a break is a gap, but between two short lines: those
    are verse or an address.
    """
    text = visible(raw)
    if role is Role.CODE:
        return [(text.strip("\n"), True)]
    paragraphs: list[tuple[str, bool]] = []
    short = gap = False
    for line in map(fold, text.split("\n")):
        if not line:
            gap = True
            continue
        was_short, short = short, width(line) <= _SHORT_LINE
        parts = mend_cjk(line) if len(line) > _SHORT_LINE else [line]
        paragraphs.append((parts[0], gap or not (was_short and short)))
        paragraphs.extend((part, True) for part in parts[1:])
        gap = False
    return paragraphs


def _role_of(path: tuple[str, ...]) -> tuple[Role, int]:
    """What the innermost telling element makes of a Block."""
    for name in reversed(path):
        if name in _HEADINGS:
            return Role.HEADING, _HEADINGS[name]
        if name in _ROLES:
            return _ROLES[name], path.count("ul") + path.count("ol")
        if name in ("p", "article", "section", "main", "figure"):
            break
    return (Role.QUOTE if "blockquote" in path else Role.PARAGRAPH), 0


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    style = attributes.get("style")
    return "hidden" in attributes or bool(style and _HIDDEN_STYLE.search(style))


@functools.lru_cache(maxsize=1 << 14)
def _class_words(*values: str | None) -> frozenset[str]:
    """Words of class, id, role and itemprop: `relatedPosts__list` gives related, posts, list."""
    return frozenset(word.lower() for value in values if value for word in _WORD.findall(value))


def _read_head(tree: LexborHTMLParser) -> Markup:
    root = tree.css_first("html")
    title = tree.css_first("head > title") or tree.css_first("title")
    base = tree.css_first("base[href]")
    canonical = tree.css_first("link[rel=canonical][href]")
    return Markup(
        title=fold(visible(title.text())) if title else None,
        language=root.attributes.get("lang") if root else None,
        base=base.attributes.get("href") if base else None,
        canonical=canonical.attributes.get("href") if canonical else None,
        meta=_read_meta(tree),
        json_ld=tuple(_read_json_ld(tree)),
        times=tuple(node.attributes["datetime"] or "" for node in tree.css("time[datetime]")),
    )


def _read_meta(tree: LexborHTMLParser) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        content = fold(visible(attributes.get("content") or ""))
        if name and content:
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def _read_json_ld(tree: LexborHTMLParser) -> list[Any]:
    parsed = []
    for node in tree.css('script[type="application/ld+json"]'):
        try:
            parsed.append(json.loads(node.text(), strict=False))
        except (ValueError, RecursionError):
            continue  # a broken script says nothing; the page's other statements still count
    return parsed
