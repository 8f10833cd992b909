"""An entry of a feed: its page, and what the feed says of it, in the words of RSS 1.0, RSS 2.0 and Atom."""

import html
import html.entities
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from newsmill.errors import InputError, NoArticle
from newsmill.intake.formats import Kind
from newsmill.intake.record import Stated

NAMESPACES = frozenset({"http://purl.org/rss/1.0/", "http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"})
"""Of entries themselves; RSS 2.0 has none."""
_KNOWN = frozenset({"", *NAMESPACES, "http://purl.org/dc/elements/1.1/", "http://purl.org/rss/1.0/modules/content/"})
"""Of the elements that are read: a title of any other one is that of a picture or a programme."""

_PAGES = ("encoded", "content", "description", "summary")
"""Elements that hold the page, the fullest first."""
_DATES = ("published", "issued", "pubDate", "date", "updated", "modified")
_MAX_MARKS = 1_000_000
"""Tags in an entry: an empty element takes thirty times its size in memory."""
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31};)")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>")
_IS_HTML = re.compile(r"</?[A-Za-z][^<>]{0,300}>|&#?\w{1,32};")
_BEHIND_ADDRESS = re.compile(r"[^\s@]{1,64}@\S{1,255}\s+\((?P<name>[^()]+)\)\s*$")


@dataclass(frozen=True, slots=True)
class Entry:
    """The elements of an entry by name, in its order; those of namespaces that are not read are left out."""

    elements: dict[str, list[ET.Element]]

    @classmethod
    def parse(cls, around: str, entry: str) -> "Entry":
        """around: a start tag of `feed` with the namespaces that hold for the entry.

        Raises InputError ("xml") where the entry is no XML.
        """
        if entry.count("<") > _MAX_MARKS:
            raise InputError("xml", f"an entry of more than {_MAX_MARKS} tags")
        try:
            # Neither part has a DTD, so there is nothing in it that could grow.
            (root,) = ET.fromstring(f"{around}{named_characters(entry)}</feed>")  # noqa: S314
        except (ET.ParseError, ValueError) as failure:
            raise InputError("xml", str(failure)) from None
        elements: dict[str, list[ET.Element]] = {}
        for element in root:
            if _namespace(element) in _KNOWN:
                elements.setdefault(name_of(element), []).append(element)
        return cls(elements)

    def page(self) -> tuple[Kind, str]:
        """The page, and how it is marked up. Raises NoArticle ("no-text") where there is none."""
        for name in _PAGES:
            for element in self.elements.get(name, ()):
                kind, text = _content(element)
                if text.strip():
                    return kind, text
        raise NoArticle("no-text", f"the entry has none of {', '.join(_PAGES)}")

    def stated(self, feed_title: str | None) -> Stated:
        """What the feed says of the entry; its own title stands for the source where the entry names none."""
        record_id = self._first("guid", "id")
        link = next(self._links(), None)
        if link is None and record_id and re.match(r"https?://", record_id):
            link = record_id
        sources = (_child(element, "title") or plain(element) for element in self.elements.get("source", ()))
        return Stated(
            record_id=record_id,
            url=link,
            title=self._first("title"),
            published_at=self._first(*_DATES),
            author=", ".join(dict.fromkeys(self._authors())) or None,
            source=next(filter(None, sources), None) or feed_title,
        )

    def _first(self, *names: str) -> str | None:
        texts = (plain(element) for name in names for element in self.elements.get(name, ()))
        return next(filter(None, texts), None)

    def _links(self) -> Iterator[str]:
        for element in self.elements.get("link", ()):
            link = element.get("href") if "href" in element.attrib else element.text
            if element.get("rel", "alternate") == "alternate" and link and link.strip():
                yield link.strip()

    def _authors(self) -> Iterator[str]:
        for element in [*self.elements.get("author", ()), *self.elements.get("creator", ())]:
            name = _child(element, "name") if len(element) else plain(element)
            named = _BEHIND_ADDRESS.match(name or "")
            if named:
                name = named["name"].strip()
            if name and "@" not in name:
                yield name


def named_characters(text: str) -> str:
    """XML in which the characters that only HTML has names for stand as themselves."""
    return _ENTITY.sub(_named_character, text)


def _named_character(match: re.Match[str]) -> str:
    character = html.entities.html5.get(match[1], "")
    return match[0] if not character or set(character) & set("<>&\"'") else character


def name_of(element: ET.Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def plain(element: ET.Element) -> str | None:
    """The text of an element, of which the markup is dropped that feeds put into titles; None where it is blank."""
    text = "".join(element.itertext())
    return " ".join(html.unescape(_TAG.sub("", text)).split()) or None


def _namespace(element: ET.Element) -> str:
    return element.tag.rpartition("}")[0].removeprefix("{")


def _child(element: ET.Element, name: str) -> str | None:
    return next((plain(child) for child in element if name_of(child) == name), None)


def _content(element: ET.Element) -> tuple[Kind, str]:
    """The page that an element holds: as text that may be escaped HTML, or, in Atom, as elements of XHTML."""
    if len(element):
        for part in element.iter():
            part.tag = name_of(part)
        try:
            parts = (ET.tostring(part, encoding="unicode", method="html") for part in element)
            return Kind.HTML, html.escape(element.text or "") + "".join(parts)
        except RecursionError:
            raise InputError("xml", "elements stand too deep in each other") from None
    text = element.text or ""
    as_html = element.get("type") not in ("text", "text/plain") and _IS_HTML.search(text)
    return (Kind.HTML if as_html else Kind.TEXT), text
