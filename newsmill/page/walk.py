"""The one walk: HTML in normal form, whatever engine made it, as Blocks."""

import functools
import re
from dataclasses import dataclass, field

from newsmill.chars import fold, visible
from newsmill.page.block import Block, Place, Role
from newsmill.page.paragraphs import split_paragraphs

_FLOW = frozenset(
    "address article aside blockquote body button center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup legend li main menu nav ol option p pre search section select "
    "summary table tbody td textarea tfoot th thead tr ul caption".split()
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_ROLES = {
    "li": Role.ITEM, "dd": Role.ITEM, "dt": Role.ITEM, "td": Role.ROW, "th": Role.ROW, "tr": Role.ROW,
    "blockquote": Role.QUOTE, "pre": Role.CODE, "figcaption": Role.CAPTION, "caption": Role.CAPTION,
}  # fmt: skip
_APART = bytes(code if chr(code).isalpha() else 32 for code in range(128)).ljust(256)
_NO_WORDS = frozenset[str]()
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^\W\d_]+")
_SOURCE_BREAK = re.compile("[\r\n]+")
_MAX_DEPTH = 256
"""Elements nested deeper are read as if they were at this depth: no author nests so, only an attack does."""

_NAMING = re.compile(' (?:class|id|role|itemprop)="([^"]*)"')
_AROUND_READING = re.compile(r"(?<!\s)\s+(?=<r[tp][ >]|</ruby>)")
"""White space that only sets out the source: a ruby element shows none of it (CSS Ruby, 2.5)."""
_INLINE = "(?:span|a|em|i|b|strong|time|small|abbr|label)"
_SEAM = re.compile(rf"(?:</{_INLINE}>){{1,4}}(?:<{_INLINE}(?: [^>]*)?>){{1,4}}(?=[^\W_])")
"""A few at most: a page may have thousands in a row, and each would be tried from."""
_TAG = re.compile("<([^ >]*)([^>]*)>")
_CLOSE, _OPEN, _RULE, _LINK, _UNLINK, _BREAK, _READING, _READ = range(1, 9)
_MAX_PARTS, _SHORT = 24, 200
"""Runs of text and characters of a Block whose inline elements are told apart."""
_EDGE = _RULE
"""Kinds of tags up to this one end a Block."""
_RUBY = ("rt", "rp", "rtc")
_KINDS = {
    **dict.fromkeys(_FLOW, _OPEN), **{f"/{name}": _CLOSE for name in _FLOW}, "hr": _RULE, "br": _BREAK,
    "a": _LINK, "/a": _UNLINK, **dict.fromkeys(_RUBY, _READING), **{f"/{name}": _READ for name in _RUBY},
}  # fmt: skip


def read_blocks(body: str) -> tuple[Block, ...]:
    """The Blocks of a body in normal form, in its order."""
    if "<rt" in body:
        body = _AROUND_READING.sub("", body)
    walk = _Walk()
    walk.run(_SEAM.sub(_part, body))
    return tuple(walk.blocks)


def _part(seam: re.Match[str]) -> str:
    """The tags between two elements that only style parts: `<span>Jane Roe</span><span>3 May</span>`. A blank where no
    word goes on so: between a small letter, or one without case, and a capital, or beside a digit. Links in a row are
    a menu, which is known as one by being glued."""
    if seam[0].startswith("</a><a"):
        return seam[0]
    before, after = seam.string[seam.start() - 1], seam.string[seam.end()]
    parted = before in ":|" or (before.isalnum() and (before.isdigit() or after.isdigit()))
    parted = parted or (before.isalpha() and after.isupper() and (not before.isupper() or _ends_initials(seam)))
    return f"{seam[0]} " if parted else seam[0]


def _ends_initials(seam: re.Match[str]) -> bool:
    """Whether capitals stand before and a word with one behind: `IST` and `Updated`."""
    text = seam.string
    return text[seam.start() - 2].isupper() and text[seam.end() + 1 : seam.end() + 2].islower()


@dataclass(slots=True)
class _Walk:
    """The state of one walk: the elements it is in, and the text that waits for its Block to end."""

    blocks: list[Block] = field(default_factory=list)
    frames: list[tuple[str, int, frozenset[str]]] = field(default_factory=list)
    """Name, number and words of the block elements around, outermost first."""
    places: dict[int, Place] = field(default_factory=dict)
    """By number of the innermost element. Made when its first Block ends: most elements have none of their own."""
    texts: list[str] = field(default_factory=list)
    readings: list[str] = field(default_factory=list)
    in_reading: bool = False
    open_links: int = 0
    links: int = 0
    linked: int = 0

    def run(self, body: str) -> None:
        texts, frames = self.texts, self.frames
        seen = 0
        parts = _TAG.split(body)
        names = parts[1::3]
        for kind, name, attributes, text in zip(map(_KINDS.get, names), names, parts[2::3], parts[3::3], strict=True):
            if kind is None:
                pass
            elif kind > _EDGE:
                self._pass(kind)
            else:
                if texts:
                    self._end_block()
                if kind == _CLOSE:
                    frames.pop()
                else:
                    seen += 1
                    if kind == _OPEN:
                        frames.append((name, seen, _words(attributes) if attributes and frames else _NO_WORDS))
            if text and (texts or not text.isspace()):
                self._take(text)

    def _pass(self, kind: int) -> None:
        """Note a tag inside a Block."""
        if kind == _LINK:
            self.open_links += 1
            self.links += 1
        elif kind == _UNLINK:
            self.open_links -= 1
        elif kind == _BREAK:
            self.texts.append("\n")
        else:
            self.in_reading = kind == _READING and bool(self.texts)  # a reading of nothing is text

    def _take(self, text: str) -> None:
        if "&" in text:
            text = _unescape(text)
        if text.isspace():
            if self.texts:
                self.texts.append(" " if self.frames[-1][0] != "pre" else text)
            return
        if ("\n" in text or "\r" in text) and self.frames[-1][0] != "pre":
            text = _SOURCE_BREAK.sub(" ", text)
        if self.in_reading:
            self.readings.append(text)
            return
        self.texts.append(text)
        if self.open_links:
            self.linked += len(text.strip())

    def _end_block(self) -> None:
        """Make Blocks of the text that was read, if a reader sees any of it."""
        raw = "".join(self.texts)
        parts = self.texts[:] if 1 < len(self.texts) <= _MAX_PARTS and len(raw) <= _SHORT else []
        self.texts.clear()
        linked, self.linked = self.linked, 0
        links, self.links = self.links, 0
        ruby = self._end_readings() if self.readings else ""
        self.in_reading = False
        if raw.isspace() and not ruby:
            return
        place = self._place()
        share = min(1.0, linked / len(raw.strip())) if linked else 0.0
        paragraphs = split_paragraphs(raw, place.role)
        if ruby and not paragraphs:  # a reading of nothing is text
            paragraphs, ruby = [(ruby, True)], ""
        for text, gap in paragraphs:
            self.blocks.append(Block(text, place, share, links, gap))
        if parts and len(paragraphs) == 1:
            runs = tuple(run for part in parts if (run := part.strip()))
            if len(runs) > 1:
                self.blocks[-1] = self.blocks[-1]._replace(parts=runs)
        if ruby:
            self.blocks[-1] = self.blocks[-1]._replace(ruby=ruby)

    def _end_readings(self) -> str:
        readings = fold(visible("".join(self.readings)))
        self.readings.clear()
        return readings

    def _place(self) -> Place:
        frames = self.frames[:_MAX_DEPTH]
        number = frames[-1][1]
        place = self.places.get(number)
        if place is None:
            path, chain, marks = zip(*frames, strict=True)
            place = self.places[number] = Place(*_role_of(path), path, chain, marks)
        return place


def _unescape(text: str) -> str:
    return text.replace("&nbsp;", "\xa0").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


@functools.lru_cache(maxsize=1 << 12)
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


@functools.lru_cache(maxsize=1 << 14)
def _words(attributes: str) -> frozenset[str]:
    """Words of class, id, role and itemprop: `relatedPosts__list` gives related, posts, list."""
    text = " ".join(_NAMING.findall(attributes))
    if "&" in text:
        text = _unescape(text).replace("&quot;", '"')
    if text.isascii() and text.islower():
        return frozenset(text.encode().translate(_APART).decode().split())
    return frozenset([word.lower() for word in _WORD.findall(text)])
