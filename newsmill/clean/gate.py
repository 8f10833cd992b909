"""Which of many patterns can match a text, told in one pass: RE2 runs them all as one automaton, in microseconds.

RE2 knows no lookaround and other classes than Python's `re`, so each pattern is widened until RE2 takes it. What passes
the gate has to be confirmed with the pattern itself; what does not pass cannot match.
"""

import re
from collections.abc import Iterable

import re2

_MEMORY = 256 << 20
"""Bytes that the automaton may grow to; it starts again from nothing where it reaches them."""
_LONGEST_COUNT = 8
"""Repetitions that the automaton counts: each is a state of its own, so `.{0,120}` becomes `.*`."""

_TOKEN = re.compile(
    r"(?P<around>\(\?<?[=!])|(?P<group>\((?:\?(?:-i)?:)?)|(?P<class>\[\^?(?:\\.|[^\]\\])+\])"
    r"|(?P<count>\{(?P<least>\d*),?(?P<most>\d*)\})|(?P<escape>\\(?:x..|u....|.))|(?P<plain>[^\\()\[{^$]+)|(?P<other>.)",
    re.DOTALL,
)
_NUMBERED = re.compile(r"\\[xu]")
_ALIKE = str.maketrans({
    "ı": "i", "ς": "σ", "\u0307": "", "ſ": "s", "ﬅ": "st", "ﬆ": "st", "µ": "μ", "ϐ": "β", "ϵ": "ε", "ϑ": "θ", "ϰ": "κ",
    "ϖ": "π", "ϱ": "ρ", "ϕ": "φ", "ẛ": "ṡ",
})  # fmt: skip
"""Letters that `re.IGNORECASE` holds to be one with another, beyond capitals."""
_PART = re.compile(r"\\(?:x..|u....|.)|[^\\]+")
_BEYOND_ASCII = r"\x{80}-\x{10FFFF}"
_CLASSES = {
    r"\w": rf"0-9a-z_{_BEYOND_ASCII}", r"\d": rf"0-9{_BEYOND_ASCII}",
    r"\s": r"\s\x{1C}-\x{1F}\x{85}\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}",
    r"\W": r"\x00-\x{10FFFF}", r"\D": r"\x00-\x{10FFFF}", r"\S": r"\x00-\x{10FFFF}",
}  # fmt: skip
"""Letters and digits beyond ASCII are whatever is beyond ASCII: the true classes have hundreds of ranges, each a state
of its own wherever they are used, and made the automaton three times as large."""
_EDGES = frozenset({r"\b", r"\B", r"\A", r"\Z", "^", "$"})


class Gate:
    """Patterns without named groups, back references or flags for the whole pattern, as one automaton."""

    def __init__(self, patterns: Iterable[str], *, whole: bool = True) -> None:
        """whole: they have to match all of a text, not only its beginning."""
        options = re2.Options()
        options.dot_nl = True
        options.max_mem = _MEMORY
        self._set = re2.Set.FullMatchSet(options) if whole else re2.Set.MatchSet(options)
        for pattern in patterns:
            self._set.Add(widen(pattern))
        self._set.Compile()

    def candidates(self, text: str) -> list[int]:
        """The numbers of the patterns that can match, in order."""
        found = self._set.Match(lower(text).encode())
        return sorted(found) if found else []


def widen(pattern: str) -> str:
    """A pattern in RE2's language that matches `lower` of all that Python's `re`, without case, matches by the one
    given. Without case RE2's automaton is twice as large; only where signs are written by their numbers it needs that.
    """
    parts: list[str] = []
    depth = 0  # of groups around, inside an assertion, which is left out
    for token in _TOKEN.finditer(pattern):
        text = token.group()
        if depth or token["around"]:
            depth += (token["around"] or token["group"]) is not None
            depth -= text == ")"
        elif token["group"]:
            parts.append("(?:")
        elif token["class"]:
            parts.append(_widen_class(text))
        elif token["count"]:
            parts.append(_widen_count(text, token["least"], token["most"]))
        elif text not in _EDGES:
            parts.append(f"[{_CLASSES[text]}]" if text in _CLASSES else _widen_part(text))
    widened = "".join(parts)
    return f"(?i:{widened})" if _NUMBERED.search(pattern) else widened


def lower(text: str) -> str:
    """Lower case, one for all that `re.IGNORECASE` holds to be one letter: the i's of Turkish, the sigmas of Greek."""
    if text.isascii():
        return text.lower()
    return text.lower().translate(_ALIKE)


def _widen_class(text: str) -> str:
    if text.startswith("[^"):
        return "."
    return _PART.sub(lambda part: _CLASSES.get(part.group()) or _widen_part(part.group()), text)


def _widen_part(text: str) -> str:
    """A character, an escape or some characters that stand for themselves."""
    return f"\\x{{{text[2:]}}}" if text[:2] in {r"\x", r"\u"} else lower(text)


def _widen_count(text: str, least: str, most: str) -> str:
    if max(int(least or 0), int(most or 0)) <= _LONGEST_COUNT:
        return text
    return "+" if int(least or 0) else "*"
