"""Names that a text has behind a word such as `in`: places. A text is taken apart once for all of them."""

import functools
import re
from collections.abc import Sequence

_PREPOSITIONS = frozenset(
    "in at near from to nach bei von aus bis zu an auf à de en a au vers da di do em para desde hasta te naar uit van "
    "w we z ze koło v ve u od do в во из от у до під із la din spre στη στο στην στον ở tại từ ke dari".split()
)
"""Words before the name of a place, in languages that part words."""
_TOKEN = re.compile(r"[^\W_]+|[^\w\s]")
_TURKISH = re.compile(r"n?[dt][ae]|n?[ıiuü]n")
"""What is behind the apostrophe of a Turkish name: in it, of it."""
_APOSTROPHES = frozenset("'’")
_LONGEST = 8
"""Tokens of a name."""
_STEM, _ENDING = 4, 4
"""Letters of a word that stay whatever its ending, at least, and those of another ending, at most."""


def locates(text: str, name: str) -> bool:
    """Whether the text has the name behind a preposition, or in front of a Turkish ending of places."""
    tokens = _tokens(name)
    behind, before = _found(text)
    size = len(tokens)
    return any(one[:size] == tokens for one in behind) or any(one[-size:] == tokens for one in before)


def locates_inflected(text: str, name: str) -> bool:
    """The same behind a preposition, whatever the endings of the name's words."""
    stems = [token[:-2] if len(token) > _STEM else token for token in _tokens(name)]
    return any(_begin(one, stems) for one in _found(text)[0])


def _begin(tokens: Sequence[str], stems: Sequence[str]) -> bool:
    pairs = zip(tokens, stems, strict=False)
    return len(tokens) >= len(stems) and all(
        token.startswith(stem) and len(token) <= len(stem) + _ENDING for token, stem in pairs
    )


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text.casefold())


@functools.lru_cache(maxsize=16)  # all names of a page ask for the same text
def _found(text: str) -> tuple[Sequence[list[str]], Sequence[list[str]]]:
    """What follows each preposition, and what stands before each apostrophe with a Turkish ending."""
    tokens = _tokens(text)
    behind, before = [], []
    for place, token in enumerate(tokens):
        if token in _PREPOSITIONS:
            behind.append(tokens[place + 1 : place + 1 + _LONGEST])
        elif token in _APOSTROPHES and place and _TURKISH.match(tokens[place + 1] if place + 1 < len(tokens) else ""):
            before.append(tokens[max(0, place - _LONGEST) : place])
    return behind, before
