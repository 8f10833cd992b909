"""What the elements around a Block say that it is: navigation, a form, comments, a share bar...

An element says so by its name, or by the words of its class, id, role and itemprop.
"""

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newsmill.page.block import Block

_ELEMENT_REASONS = {
    "nav": "navigation", "menu": "navigation", "footer": "navigation", "aside": "related", "form": "form",
    "button": "form", "select": "form", "option": "form", "textarea": "form", "fieldset": "form", "dialog": "dialog",
    "figcaption": "caption", "caption": "caption", "search": "search",
}  # fmt: skip
_WORD_REASONS = {
    word: reason
    for reason, words in {
        "comments": "comment comments disqus respond commentlist kommentare comentarios commentaires",
        "cookies": "cookie cookies consent gdpr cmp",
        "navigation": "nav navbar navigation menu breadcrumb breadcrumbs pagination pager footer skip topbar",
        "related": "related recommended recommendations readmore teasers mostread popular trending outbrain taboola",
        "share": "share sharing social addthis sharethis",
        "subscribe": "newsletter subscribe subscription paywall signup",
        "advert": "advert advertisement adsense sponsored promo",
        "tags": "tags taglist keywords",
        "author-box": "authorbox biography",
        "caption": "caption wp-caption imagecaption credit",
    }.items()
    for word in words.split()
}
TELLING = frozenset(_WORD_REASONS)
"""Words of classes that speak of furniture."""
ELEMENT_REASONS = tuple(sorted(set(_ELEMENT_REASONS.values())))
"""What names of elements say, in the order in which it is believed."""
WORD_REASONS = tuple(dict.fromkeys(_WORD_REASONS.values()))
"""What words of classes say, in the order in which it is believed."""


@dataclass(frozen=True, slots=True, eq=False)
class Sign:
    """What the elements around a Block say of it. Where they say nothing, it is NO_SIGN."""

    element: str | None = None
    """The reason that the innermost element with a telling name gives."""
    words: frozenset[str] = frozenset()
    """The reasons that words of classes give."""


NO_SIGN = Sign()


def read_signs(blocks: Sequence[Block]) -> list[Sign]:
    """By Block, what the elements around it say: each element is looked at once, whatever it holds."""
    known: dict[int, Sign] = {}
    signs = []
    for place in [block.place for block in blocks]:
        chain = place.chain
        start = len(chain)
        while start and chain[start - 1] not in known:
            start -= 1
        sign = known[chain[start - 1]] if start else NO_SIGN
        path, marks = place.path, place.marks
        for depth in range(start, len(chain)):
            name, words = path[depth], marks[depth]
            if (words and not TELLING.isdisjoint(words)) or name in _ELEMENT_REASONS:
                sign = _with(sign, name, words)
            known[chain[depth]] = sign
        signs.append(sign)
    return signs


@functools.lru_cache(maxsize=1 << 14)  # pages of a site, and elements of a page, name themselves with the same words
def _with(around: Sign, name: str, words: frozenset[str]) -> Sign:
    """What an element says, and what those around it have said."""
    return Sign(_ELEMENT_REASONS.get(name, around.element), around.words | reasons_of(words))


def reasons_of(words: Iterable[str]) -> frozenset[str]:
    """The kinds of furniture that words of classes speak of."""
    return frozenset(_WORD_REASONS[word] for word in words if word in TELLING)
