"""One dictionary group over a whole text at once, with the answer the package gives.

The package matches a group clause by clause: in each dictionary in turn the longest match anywhere, leftmost first,
then the same again left and right of it. Nearly all of that only repeats what the single signs say. So single signs go
through one table for the whole text, and only clauses that hold an exception, a phrase whose conversion differs from
that of its signs, are matched by that rule.
"""

import re
from collections.abc import Iterable, Mapping

import numpy as np

from newsmill.codepoints import Codes, Indices, decode, encode
from newsmill.script.dictionaries import Dictionary, Group
from newsmill.script.finder import Finder
from newsmill.script.signs import detect

# The package cuts a text at these before it matches, so a key that holds one never matches.
_SEPARATOR = re.compile(
    r"[\s\-,.?!*\u3000，。、；：？！…“”‘’『』「」﹁﹂—－（）《》〈〉～．／＼︒︑︔︓︿﹀︹︺︙︐［﹇］﹈︕︖︰︳︴︽︾︵︶｛︷｝︸﹃﹄【︻】︼]"
)
NEIGHBOURHOOD = 100
"""Signs on either side of a key that tell which script it stands in."""

Edit = tuple[int, int, str]
"""Where it starts and ends, and what is written there."""
Match = tuple[int, int, int, str]
"""A phrase in a text: the rank of its dictionary, its length negated, where it starts, and what becomes of it."""


class Stage:
    """A dictionary group, compiled."""

    def __init__(self, group: Group, simplified: Dictionary | None = None) -> None:
        """simplified: what some keys become instead where the text around them is Simplified already."""
        self._simplified = simplified or {}
        signs = _signs(group)
        plain = str.maketrans(signs)
        self._written = _written(signs)
        self._phrases = _phrases(group)
        for key in self._simplified:
            self._phrases.setdefault(key, (len(group), key.translate(plain)))
        self._exceptions = frozenset(
            key for key, (_, value) in self._phrases.items() if key.translate(plain) != value or key in self._simplified
        )
        self._finder = Finder(((key, self._phrases[key][1]) for key in self._exceptions), plain)
        self._lengths = _lengths(self._phrases)
        self._joined = frozenset(key[at : at + 2] for key in self._phrases for at in range(len(key) - 1))
        shorts = filter(self._is_short, self._phrases)
        self._short = {key: _changes(key.translate(plain), self._phrases[key][1]) for key in shorts}

    def __call__(self, text: str) -> str:
        """The text converted; the same object where nothing changes."""
        if text.isascii():
            return text
        codes = encode(text).astype(np.intp)
        written = self._by_signs(codes)
        splices = self._write_exceptions(text, codes, written) if self._exceptions else ()
        plain = decode(written)
        if splices:
            plain = _spliced(plain, splices)
        return text if plain == text else plain

    def _by_signs(self, codes: Indices) -> Codes:
        """What the signs by themselves become."""
        try:
            return self._written.take(codes)
        except IndexError:  # a sign beyond the table, such as a variation selector, stays
            known = codes < len(self._written)
            return np.where(known, self._written.take(codes, mode="clip"), codes.astype(np.uint32))

    def _write_exceptions(self, text: str, codes: Indices, written: Codes) -> list[Edit]:
        """Write what exceptions become over what their signs do; return, in order, those that do not fit in."""
        splices: list[Edit] = []
        done = 0
        joined, short = self._joined, self._short
        for at in self._finder.anchors(text, codes):
            if at < done:
                continue
            changes = short.get(text[at : at + 2])
            start = at
            followed = text[at + 1 : at + 3] in joined
            if followed and changes is not None and self._is_beaten(text, at):
                start = at + 1
                changes = short[text[start : start + 2]]
                followed = text[start + 1 : start + 3] in joined
            if changes is not None and not followed and (not at or text[at - 1 : at + 1] not in joined):
                # Nothing else overlaps it, and it has no parts: by far the most common case.
                done = start + 2
                for place, code in changes:
                    written[start + place] = code
            elif found := (at, at + 2) if changes is not None else self._exception(text, at):
                first, done = self._clause(text, *found, done)
                for start, end, value in self._resolve(text, first, done):
                    if len(value) == end - start:
                        written[start:end] = encode(value)
                    else:
                        splices.append((start, end, value))
        return splices

    def _is_short(self, key: str) -> bool:
        """Whether a key is two signs that nothing else takes, and becomes two, the same everywhere."""
        rank, value = self._phrases[key]
        taken = any(self._phrases.get(sign, (rank,))[0] < rank for sign in key)
        return len(key) == len(value) == 2 and not taken and key not in self._simplified

    def _is_beaten(self, text: str, at: int) -> bool:
        """Whether the short key here loses its second sign to the one that begins there, and nothing has all three."""
        key, rival = text[at : at + 2], text[at + 1 : at + 3]
        phrases = self._phrases
        return (
            rival in self._short
            and phrases[rival][0] < phrases[key][0]
            and key[0] not in phrases
            and text[at : at + 3] not in phrases
        )

    def _exception(self, text: str, at: int) -> tuple[int, int] | None:
        """Where an exception starts and ends whose anchor is here, None where there is none."""
        for offset, length in self._finder.places(text, at):
            start = at - offset
            end = start + length
            if start >= 0 and end <= len(text) and text[start:end] in self._exceptions:
                return start, end
        return None

    def _clause(self, text: str, start: int, end: int, floor: int) -> tuple[int, int]:
        """The run of signs around an exception in which each pair of neighbours stands in a phrase.

        A phrase that overlaps another, and all that those overlap in turn, lie within it.
        """
        while start > floor and text[start - 1 : start + 1] in self._joined:
            start -= 1
        while end < len(text) and text[end - 1 : end + 1] in self._joined:
            end += 1
        return start, end

    def _resolve(self, text: str, first: int, last: int) -> list[Edit]:
        """The package's rule over one clause: by dictionary, then the longest, then leftmost."""
        taken = bytearray(last - first)
        edits = []
        for _, negative_length, start, value in self._matches(text, first, last):
            end = start - negative_length
            if taken.find(1, start - first, end - first) < 0:
                taken[start - first : end - first] = b"\1" * (end - start)
                key = text[start:end]
                if key in self._exceptions:
                    within = self._within(text, start, end) if key in self._simplified else None
                    edits.append((start, end, within or value))
        edits.sort()
        return edits

    def _within(self, text: str, start: int, end: int) -> str | None:
        """What a key becomes only where the text around it is Simplified, None elsewhere."""
        around = text[max(0, start - NEIGHBOURHOOD) : end + NEIGHBOURHOOD]
        return self._simplified[text[start:end]] if detect(around) == "Hans" else None

    def _matches(self, text: str, first: int, last: int) -> list[Match]:
        """All phrases within a clause, in the order in which they are taken."""
        phrases, lengths = self._phrases, self._lengths
        matches = [
            (match[0], -length, start, match[1])
            for start in range(first, last)
            for length in lengths.get(text[start : start + 2]) or lengths.get(text[start], ())
            if start + length <= last and (match := phrases.get(text[start : start + length]))
        ]
        matches.sort()
        return matches


def _spliced(plain: str, splices: Iterable[Edit]) -> str:
    parts: list[str] = []
    done = 0
    for start, end, value in splices:
        parts += (plain[done:start], value)
        done = end
    return "".join((*parts, plain[done:]))


def _changes(plain: str, value: str) -> tuple[tuple[int, int], ...]:
    """Where a value is not what its signs become, and the code points written there."""
    pairs = enumerate(zip(plain, value, strict=True))
    return tuple((place, ord(new)) for place, (old, new) in pairs if old != new)


def _signs(group: Group) -> dict[str, str]:
    """What becomes of single signs where no phrase matches; the first dictionary that names a sign decides."""
    signs: dict[str, str] = {}
    for dictionary in reversed(group):
        signs.update((key, value) for key, value in dictionary.items() if len(key) == 1)
    return {key: value for key, value in signs.items() if len(value) == 1 and not _SEPARATOR.match(key)}


def _written(signs: Mapping[str, str]) -> Codes:
    """What is written for each code point, up to the largest that changes."""
    table = np.arange(max(map(ord, signs), default=0) + 1, dtype=np.uint32)
    for sign, value in signs.items():
        table[ord(sign)] = ord(value)
    return table


def _phrases(group: Group) -> dict[str, tuple[int, str]]:
    """Keys that the sign table cannot stand for, each with the rank of its dictionary and its value.

    A single sign is among them where it becomes several, and where a later dictionary has phrases with it: an earlier
    dictionary takes the sign out of their reach.
    """
    phrases: dict[str, tuple[int, str]] = {}
    for rank, dictionary in enumerate(group):
        later = set("".join(key for other in group[rank + 1 :] for key in other if len(key) > 1))
        for key, value in dictionary.items():
            if (len(key) > 1 or len(value) != 1 or key in later) and not _SEPARATOR.search(key):
                phrases.setdefault(key, (rank, value))
    return phrases


def _lengths(keys: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Lengths of the keys that start with each pair of signs; under a sign that is a key, its own.

    A pair whose first sign is a key has the length of that, too.
    """
    lengths: dict[str, set[int]] = {}
    for key in keys:
        lengths.setdefault(key[:2], set()).add(len(key))
    return {head: tuple(sorted(found | lengths.get(head[0], set()))) for head, found in lengths.items()}
