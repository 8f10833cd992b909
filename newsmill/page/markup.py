"""What a page says about itself outside its visible text: head, meta elements, JSON-LD, time elements."""

from dataclasses import dataclass, field
from typing import Any

from newsmill.page.block import Block


@dataclass(frozen=True, slots=True)
class Markup:
    """A page's own statements. All of it may be missing, wrong or hostile: read it, never trust it."""

    title: str | None = None
    """Text of the title element, with the site's suffix still on it."""
    language: str | None = None
    """The lang attribute of the html element, as written."""
    base: str | None = None
    canonical: str | None = None
    """href of link rel=canonical."""
    meta: dict[str, list[str]] = field(default_factory=dict)
    """content of meta elements by lower-case name, property or itemprop, in document order."""
    json_ld: tuple[Any, ...] = ()
    """Parsed JSON-LD scripts; one that does not parse is left out."""
    times: tuple[str, ...] = ()
    """datetime attributes of time elements, in document order."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as cleaning reads it: what is seen, and what it says of itself."""

    blocks: tuple[Block, ...]
    markup: Markup = field(default_factory=Markup)
    is_html: bool = False
