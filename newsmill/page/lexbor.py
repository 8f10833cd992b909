"""The engine `lexbor`: a page parsed as browsers do (WHATWG HTML), cut and serialised in C by Lexbor."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsmill.page.normal import DOUBTFUL, RAW_TEXT, SAYING, UNSEEN, NormalPage, Saying, is_hidden

_COMMENT = re.compile("<!--[^-]*(?:-(?!->)[^-]*)*-->")


def normalise(html: str) -> NormalPage:
    """The normal form of a page."""
    tree = LexborHTMLParser(html)
    root = tree.css_first("html")
    said = tuple([_saying(node) for node in tree.css(SAYING)])
    return NormalPage(_body(tree), root.attributes.get("lang") if root else None, said)


def _saying(node: LexborNode) -> Saying:
    name = node.tag or ""
    return Saying(name, node.attributes, node.text() if name in ("title", "script") else "")


def _body(tree: LexborHTMLParser) -> str:
    body = tree.body
    if body is None:
        return ""
    for node in reversed(body.css(DOUBTFUL)):  # inner ones first: with an outer one, all in it is freed
        if node.tag in UNSEEN or is_hidden(node.attributes):
            node.decompose()
    if tree.body is None:
        return ""
    for node in reversed(body.css(RAW_TEXT)):
        node.replace_with(node.text())
    return _COMMENT.sub("", body.html or "")
