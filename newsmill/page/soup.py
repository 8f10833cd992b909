"""The engine `bs4`: a page parsed by BeautifulSoup on Python's own html.parser, so on no C code at all.

html.parser knows no implied end tags: `<p>a<p>b` is one paragraph inside another. They are put in here, on the way out.
"""

import re
import warnings
from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag
from bs4.exceptions import ParserRejectedMarkup

from newsmill.page.normal import SAYING, UNSEEN, Attributes, NormalPage, Saying, is_hidden

_BLOCKS = frozenset(
    "address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 "
    "h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre search section summary table td th tr ul".split()
)
_ITEM, _TERM, _CELL, _ROW = frozenset(["li"]), frozenset(["dt", "dd"]), frozenset(["td", "th"]), frozenset(["tr"])
_PART = frozenset(["thead", "tbody", "tfoot"])
_ENDED_BY = {
    "p": _BLOCKS,
    "li": _ITEM, "dt": _TERM, "dd": _TERM, "td": _CELL | _ROW | _PART, "th": _CELL | _ROW | _PART,
    "tr": _ROW | _PART, "thead": _PART, "tbody": _PART, "tfoot": _PART, "option": frozenset(["option", "optgroup"]),
}  # fmt: skip
"""The start tags that end an element without an end tag of its own (WHATWG HTML, 13.1.2.4)."""
_STARTS_TAG = re.compile("<[/!?a-zA-Z]")
_OUTER = frozenset(["html", "head", "body", "[document]"])
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\0": None})
_IN_QUOTES = {**_ESCAPES, ord('"'): "&quot;"}


def normalise(html: str) -> NormalPage:
    """The normal form of a page. All that is not in the head is taken for the body, wherever it stands."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # bs4's guesses what a text might be instead of HTML
        try:
            soup = BeautifulSoup(
                _ended(html), "html.parser", multi_valued_attributes=None, on_duplicate_attribute="ignore"
            )
        except ParserRejectedMarkup:
            return NormalPage("", None, ())
    root = soup.find("html")
    said = tuple([Saying(node.name, _attributes(node), node.get_text()) for node in soup.select(SAYING)])
    language = _attributes(root).get("lang") if isinstance(root, Tag) else None
    return NormalPage(f"<body>{''.join(_tags(soup))}</body>", language, said)


def _ended(html: str) -> str:
    """A page with the comment or the tag ended that runs to its end: at each `<` in it, html.parser would look for the
    end anew."""
    if html.rfind("<!--") > html.rfind("-->"):
        html += "-->"
    last = html.rfind("<")
    return f"{html}>" if last > html.rfind(">") and _STARTS_TAG.match(html, last) else html


def _attributes(node: Tag) -> Attributes:
    return {name: str(value) for name, value in node.attrs.items()}


def _tags(soup: Tag) -> Iterator[str]:
    """The seen part of a tree in normal form, but for the body's own tags."""
    entered: list[tuple[Tag, Iterator[object]]] = [(soup, iter(soup.contents))]
    unended: list[tuple[str, Tag]] = []
    while entered:
        parent, children = entered[-1]
        node = next(children, None)
        if node is None:
            entered.pop()
            while unended and unended[-1][1] is parent:
                yield f"</{unended.pop()[0]}>"
        elif isinstance(node, Tag):
            if not _is_seen(node):
                continue
            entered.append((node, iter(node.contents)))
            if node.name not in _OUTER:
                yield from _start(node, unended)
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            yield node.translate(_ESCAPES)


def _start(node: Tag, unended: list[tuple[str, Tag]]) -> Iterator[str]:
    """The start tag of an element, after the tags that it implies."""
    while unended and node.name in _ENDED_BY.get(unended[-1][0], ()):
        yield f"</{unended.pop()[0]}>"
    if node.name == "tr" and unended and unended[-1][0] == "table":
        unended.append(("tbody", unended[-1][1]))
        yield "<tbody>"
    written = [f' {name}="{(value or "").translate(_IN_QUOTES)}"' for name, value in _attributes(node).items()]
    yield f"<{node.name}{''.join(written)}>"
    if not node.is_empty_element:
        unended.append((node.name, node))


def _is_seen(node: Tag) -> bool:
    in_head = node.name == "title" and node.parent is not None and node.parent.name in _OUTER
    return not in_head and node.name not in UNSEEN and not is_hidden(_attributes(node))
