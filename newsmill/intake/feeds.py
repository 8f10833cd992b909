"""Feeds: each entry of an RSS or Atom file is a page, with what the feed says of it.

The entries are cut out of the text by their tags, and each is parsed as XML by itself. So one that is broken does not
take the rest with it, and no DTD is ever read: entities can name a character as in HTML, and nothing else.
RSS 2.0: https://www.rssboard.org/rss-specification; RSS 1.0: https://web.resource.org/rss/1.0; Atom: RFC 4287.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from typing import Any
from xml.etree import ElementTree as ET
from xml.sax.saxutils import quoteattr

from newsmill.errors import InputError, Unsupported
from newsmill.intake.compression import read_at_most
from newsmill.intake.decode import Decoded, decode, readable
from newsmill.intake.entry import NAMESPACES, Entry, name_of, named_characters, plain
from newsmill.intake.formats import Kind
from newsmill.intake.record import Record, record_uri, sha256, too_large

_ENTRIES = {"rss": "item", "RDF": "item", "feed": "entry"}
"""Root elements, and the name of their entries."""
_HEAD = 2**18
"""Characters in which the first entry, and the feed's own title, are looked for."""
_STEP = 2**12
_PROLOGUE = re.compile(r"\A<\?xml[^>]*>")
_DOCTYPE = re.compile(r"<!DOCTYPE\s[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Feed:
    """What holds for all entries of a feed."""

    title: str | None
    edges: re.Pattern[str]
    """Where an entry begins (group 1 empty) or ends (a slash), or something begins that may only look like it."""
    around: str
    """A start tag that declares the namespaces of the elements around the entries."""


def read_feed(stream: BufferedReader, uri: str, limit: int) -> Iterator[Record]:
    """The entries of a feed. A broken one has its problem; so has the rest where the stream breaks off.

    uri: of the container. limit: bytes of the feed, which is one XML document and so read whole.
    Raises Unreadable where nothing can be read, Unsupported ("too-large", "no-feed"), and Undecodable as decode does.
    """
    data, failure = read_at_most(stream, limit + 1)
    if len(data) > limit:
        raise too_large(len(data), limit)
    if failure and not data:
        raise failure
    decoded = decode(data, Kind.HTML)
    feed = _head(decoded.text)
    number = 1
    for entry in _entries(decoded.text, feed.edges, is_whole=failure is None):
        number += 1
        yield _record(entry, feed, uri, decoded)
    if failure:
        yield Record(f"{uri}#{number}", "", 0, problem=failure)


def _head(text: str) -> _Feed:
    """What stands around the entries. Raises Unsupported ("no-feed") where the root is not that of a feed."""
    path: list[str] = []
    title: str | None = None
    spaces: dict[str, str] = {}
    declared: dict[str, str] = {}
    root = ""
    for event, value in _events(text[:_HEAD]):
        if event == "start-ns":
            declared.update([value])
        elif event == "start":
            path.append(name_of(value))
            root = root or path[0]
            if root not in _ENTRIES or path[-1] == _ENTRIES[root]:
                break
            if path[1:] in ([], ["channel"]):
                spaces |= declared
            declared = {}
        else:
            if path[1:] in (["title"], ["channel", "title"]):
                title = title or plain(value)
            path.pop()
    if root not in _ENTRIES:
        raise Unsupported("no-feed", f"its root is {root[:50]!r}, not one of {', '.join(_ENTRIES)}")
    prefixes = "|".join(f"{re.escape(prefix)}:" for prefix, space in spaces.items() if prefix and space in NAMESPACES)
    edges = re.compile(rf"<!\[CDATA\[|<!--|<(/?)(?:{prefixes})?{_ENTRIES[root]}(?=[\s/>])")
    names = (f" xmlns{':' if prefix else ''}{prefix}={quoteattr(space)}" for prefix, space in spaces.items())
    return _Feed(title, edges, f"<feed{''.join(names)}>")


def _events(head: str) -> Iterator[tuple[str, Any]]:
    """What the beginning of an XML document says, up to its end or to what is no XML."""
    parser: ET.XMLPullParser[ET.Element] = ET.XMLPullParser(events=("start-ns", "start", "end"))
    bare = named_characters(_without_dtd(_PROLOGUE.sub("", head.lstrip(), count=1))).lstrip()
    try:
        for start in range(0, len(bare), _STEP):
            parser.feed(bare[start : start + _STEP])
            events: Iterator[Any] = parser.read_events()
            yield from events
    except ET.ParseError:
        return


def _without_dtd(head: str) -> str:
    """The head without its DOCTYPE; without anything from there on, where the DOCTYPE does not end."""
    start = head.find("<!DOCTYPE")
    if start < 0:
        return head
    found = _DOCTYPE.match(head, start)
    return head[:start] + (head[found.end() :] if found else "")


def _entries(text: str, edges: re.Pattern[str], is_whole: bool) -> Iterator[str]:
    """The entries as they are written. One whose end is missing goes on to where the next begins; what a text that is
    not whole ends with is none."""
    start: int | None = None
    place = 0
    while edge := edges.search(text, place):
        place = edge.end()
        if edge[1] is None:
            close = "-->" if edge[0] == "<!--" else "]]>"
            place = text.find(close, place) + len(close)
            if place < len(close):
                break
        elif not edge[1]:
            if start is not None:
                yield text[start : edge.start()]
            start = edge.start()
        elif start is not None:
            place = text.find(">", place) + 1 or len(text)
            yield text[start:place]
            start = None
    if start is not None and is_whole:
        yield text[start:]


def _record(entry: str, feed: _Feed, uri: str, decoded: Decoded) -> Record:
    data = entry.encode()
    raw_sha256 = sha256(data)
    try:
        read = Entry.parse(feed.around, entry)
        stated = read.stated(feed.title)
        kind, page = read.page()
        return Record(
            record_uri(uri, stated.record_id or stated.url, raw_sha256),
            raw_sha256,
            len(data),
            kind,
            Decoded(readable(page), decoded.encoding, decoded.evidence),
            stated=stated,
        )
    except InputError as problem:
        return Record(record_uri(uri, None, raw_sha256), raw_sha256, len(data), problem=problem)
