"""The literals that a regular expression requires: strings of which one is in every text that it matches.

Told from the pattern alone, as RE2's FilteredRE2 does (R. Cox, "Regular Expression Matching with a Trigram Index",
2012): what is written out is joined to strings, alternatives are all needed, what may be left out needs nothing.
Python's own parser of patterns is private, so this one reads what rules are written in: no named groups and no back
references.
"""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

_MOST = 24
"""Strings that one part of a pattern is written out to."""
_LONG_ENOUGH = 8
"""Bytes from which on a longer literal is no better: hardly any other text has it."""

_TOKEN = re.compile(
    r"(?P<around>\(\?<?[=!])|(?P<group>\((?:\?(?:-i)?:)?)|(?P<class>\[\^?(?:\\.|[^\\])(?:\\.|[^\]\\])*\])"
    r"|(?P<repeat>(?:[?*+]|\{(?:(?P<least>\d+)(?P<more>,\d*)?|,\d*)\})[?+]?)|(?P<escape>\\(?:x..|u....|.))"
    r"|[^\\()\[{.?*+|^$]+(?![?*+{])|.",
    re.DOTALL,
)
_SPAN_OR_CLASS = re.compile(r"\\[wWdDsS]|[^\\]-.|\\.-.", re.DOTALL)
_PART = re.compile(r"\\(?:x..|u....|.)|.", re.DOTALL)
_EDGES = frozenset("bBAZ")
_KINDS = frozenset("wWdDsS")
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v"}

_ALIKE = str.maketrans({
    "ı": "i", "ς": "σ", "\u0307": "", "ſ": "s", "ﬅ": "st", "ﬆ": "st", "µ": "μ", "ϐ": "β", "ϵ": "ε", "ϑ": "θ", "ϰ": "κ",
    "ϖ": "π", "ϱ": "ρ", "ϕ": "φ", "ẛ": "ṡ",
})  # fmt: skip
"""Letters that `re.IGNORECASE` holds to be one with another, beyond capitals."""
_HAS_ALIKE = re.compile("[" + "".join(map(chr, _ALIKE)) + "]")


@dataclass(frozen=True, slots=True)
class _Part:
    """What is known of a part of a pattern."""

    exact: frozenset[str] | None = None
    """All strings that it matches, where they are few."""
    required: frozenset[str] | None = None
    """Strings of which one is in all that it matches; None where it requires none, or where `exact` says it."""

    @property
    def needed(self) -> frozenset[str] | None:
        if self.exact is None:
            return self.required
        return None if "" in self.exact else self.exact


_ANYTHING = _Part()
_NOTHING = _Part(frozenset([""]))


@functools.cache  # a rule may stand in several gates
def required(pattern: str) -> frozenset[str] | None:
    """Strings in lower case of which `lower` of each text has one that Python's `re`, without case, finds the pattern
    in; None for a pattern that requires no literal."""
    return _read(_TOKEN.finditer(pattern)).needed


def lower(text: str) -> str:
    """Lower case, one for all that `re.IGNORECASE` holds to be one letter: the i's of Turkish, the sigmas of Greek."""
    lowered = text.lower()
    if text.isascii() or not _HAS_ALIKE.search(lowered):
        return lowered
    return lowered.translate(_ALIKE)


def _read(tokens: Iterator[re.Match[str]]) -> _Part:
    """The pattern, or the inside of a group, up to the bracket that closes it."""
    branches: list[_Part] = []
    parts: list[_Part] = []
    for token in tokens:
        text = token.group()
        if text == ")":
            break
        if text == "|":
            branches.append(_join(parts))
            parts = []
        elif token["repeat"]:
            parts[-1] = _repeat(parts[-1], token)
        elif token["around"]:
            _read(tokens)
            parts.append(_NOTHING)
        else:
            parts.append(_read(tokens) if token["group"] else _one(token))
    return _choose([*branches, _join(parts)])


def _one(token: re.Match[str]) -> _Part:
    """Characters that stand for themselves, a sign, an escape or a class."""
    text = token.group()
    if token["class"]:
        return _class(text)
    if token["escape"]:
        return _escape(text)
    if text == ".":
        return _ANYTHING
    return _NOTHING if text in {"^", "$"} else _Part(frozenset([lower(text)]))


def _escape(text: str) -> _Part:
    sign, number = text[1], text[2:]
    if number:
        return _Part(frozenset([lower(chr(int(number, 16)))]))
    if sign in _EDGES:
        return _NOTHING
    return _ANYTHING if sign in _KINDS else _Part(frozenset([lower(_CONTROLS.get(sign, sign))]))


def _class(text: str) -> _Part:
    inside = text[1:-1]
    if inside.startswith("^") or _SPAN_OR_CLASS.search(inside):
        return _ANYTHING
    signs = frozenset(
        string
        for part in _PART.findall(inside)
        for string in (_escape(part).exact or () if part[0] == "\\" else [lower(part)])
    )
    return _Part(signs) if len(signs) <= _MOST else _ANYTHING


def _repeat(part: _Part, token: re.Match[str]) -> _Part:
    sign = token.group()
    if sign.startswith("?"):
        return _ANYTHING if part.exact is None else _Part(part.exact | {""})
    if sign.startswith("+") or int(token["least"] or 0):
        once = token["least"] == "1" and not token["more"]
        return part if once else _Part(None, part.needed)
    return _ANYTHING


def _join(parts: list[_Part]) -> _Part:
    """Parts that follow each other."""
    found: frozenset[str] | None = None
    tail = frozenset([""])
    whole = True
    for part in parts:
        if part.exact is not None and len(tail) * len(part.exact) <= _MOST:
            tail = frozenset(before + after for before in tail for after in part.exact)
            continue
        whole = False
        found = _better(found, _Part(tail).needed)
        if part.exact is None:
            found, tail = _better(found, part.required), frozenset([""])
        else:
            tail = part.exact
    return _Part(tail) if whole else _Part(None, _better(found, _Part(tail).needed))


def _choose(branches: list[_Part]) -> _Part:
    """Parts of which one matches."""
    if len(branches) == 1:
        return branches[0]
    exact: set[str] = set()
    needed: set[str] | None = set()
    for branch in branches:
        exact |= branch.exact or set()
        needed = None if needed is None or branch.needed is None else needed | branch.needed
    if len(exact) <= _MOST and all(branch.exact is not None for branch in branches):
        return _Part(frozenset(exact))
    return _Part(None, None if needed is None else frozenset(needed))


def _better(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    """Which of two that are both required fewer texts have: the one whose shortest string is longer."""
    if one is None or other is None:
        return one or other
    return max(one, other, key=lambda strings: (min(_LONG_ENOUGH, *map(_bytes, strings)), -len(strings)))


def _bytes(string: str) -> int:
    return len(string.replace(" ", "").encode())
