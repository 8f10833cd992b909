"""A bound on how deeply a page nests its elements, set before it is parsed.

For each start tag an HTML parser looks through the elements that are open (WHATWG HTML, 13.2.4.2): so a megabyte of
`<div>` takes half a minute. Browsers stop nesting at 512; what is deeper here loses its tags and keeps its text.
"""

import re
from collections import Counter

DEEPEST = 2048
"""Elements open at once, beyond which start tags are dropped."""
_FEW = 20_000
"""Tags that are parsed in half a second, however they are nested."""
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)[^>]*>")
_LEAVES = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dt dd option tr td th "
    "path circle ellipse line polygon polyline rect stop use".split()
)
"""Elements that are void, or that the next of their kind closes."""


def bounded(html: str) -> str:
    """The page without the tags of elements nested deeper than DEEPEST. Linear in its length."""
    if html.count("<") <= _FEW:
        return html
    opened: Counter[str] = Counter()
    dropped: Counter[str] = Counter()
    parts: list[str] = []
    depth = start = 0
    for tag in _TAG.finditer(html, 0, html.rfind(">") + 1):  # behind the last `>` each `<` would be read to the end
        name = tag[2].lower()
        if name in _LEAVES:
            continue
        if tag[1] and not dropped[name]:
            depth -= opened[name] > 0
            opened[name] -= opened[name] > 0
        elif not tag[1] and depth < DEEPEST:
            depth += 1
            opened[name] += 1
        else:
            dropped[name] += -1 if tag[1] else 1
            parts.append(html[start : tag.start()])
            start = tag.end()
    return "".join([*parts, html[start:]]) if parts else html
