"""Normal form: what an HTML engine makes of a page, and what both engines must agree on to make it.

The normal form of the body is a text of tags, well nested, in which `>` is nothing but the end of a tag, and `<`
outside of one nothing but its start: one regular expression reads it, and no page can smuggle in a tag.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

UNSEEN = frozenset(
    "script style noscript template svg math iframe object embed audio video canvas map datalist noembed "
    "noframes".split()
)
"""Elements of a body that a browser shows nothing of, or nothing that is text."""
RAW_TEXT = "xmp, plaintext"
"""Elements that are seen, but serialised without escapes: engines put their text in their place."""
DOUBTFUL = ", ".join([*sorted(UNSEEN), "[hidden]", "[style]"])
"""CSS selector of all elements that may be unseen."""
SAYING = (
    "title, base[href], link[rel=canonical][href], meta[content], time[datetime], abbr.published[title], "
    "script[type='application/ld+json'], [itemprop=datePublished][content]:not(meta), "
    "[property='dc:date'][content]:not(meta)"
)
"""CSS selector of the elements that a page says something of itself with."""
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

Attributes = Mapping[str, str | None]


class Saying(NamedTuple):
    """One of the elements of `SAYING`."""

    name: str
    attributes: Attributes
    text: str


@dataclass(frozen=True, slots=True)
class NormalPage:
    """A page as an engine gives it."""

    body: str
    """The seen part of the body as HTML in normal form: text and double-quoted attributes have &amp; &lt; &gt; &quot;
    &nbsp; and no other escapes; void elements have no end tag; no comments, nothing hidden. Empty without a body."""
    language: str | None
    """The lang attribute of the html element, as written."""
    sayings: tuple[Saying, ...]
    """In document order, of the whole document, seen or not."""


def is_hidden(attributes: Attributes) -> bool:
    """Whether an element's own attributes hide it."""
    style = attributes.get("style")
    return "hidden" in attributes or bool(style and _HIDDEN_STYLE.search(style))
