"""One dictionary group over a whole text at once, with the answer the package gives.

The package matches a group clause by clause: in each dictionary in turn the longest match anywhere, leftmost first,
then the same again left and right of it. Nearly all of that only repeats what the single signs say. So single signs go
through one table for the whole text, and only clauses that hold an exception, a phrase whose conversion differs from
that of its signs, are matched by that rule.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import numpy.typing as npt

from newsmill.codepoints import Codes, CodeTable, decode, encode
from newsmill.script.dictionaries import Group

# The package cuts a text at these before it matches, so a key that holds one never matches.
_SEPARATOR = re.compile(
    r"[\s\-,.?!*\u3000，。、；：？！…“”‘’『』「」﹁﹂—－（）《》〈〉～．／＼︒︑︔︓︿﹀︹︺︙︐［﹇］﹈︕︖︰︳︴︽︾︵︶｛︷｝︸﹃﹄【︻】︼]"
)
_PAIR_BITS = 20
_PAIR_SHIFT = np.uint32(9)
_PAIR_MASK = np.uint32(2**_PAIR_BITS - 1)

Edit = tuple[int, int, str]


class Stage:
    """A dictionary group, compiled."""

    def __init__(self, group: Group) -> None:
        signs = _signs(group)
        self._written = _written(signs)
        self._phrases = _phrases(group)
        plain = str.maketrans(signs)
        self._exceptions = frozenset(key for key, (_, value) in self._phrases.items() if key.translate(plain) != value)
        self._lengths = _lengths(self._phrases)
        self._anchors = _anchors(((key, self._phrases[key][1]) for key in self._exceptions), plain)
        self._joined = frozenset(key[at : at + 2] for key in self._phrases for at in range(len(key) - 1))
        self._pairs = np.zeros(2**_PAIR_BITS, dtype=np.bool_)
        pairs = [encode(anchor) for anchor in self._anchors if len(anchor) == 2]
        if pairs:
            self._pairs[_pair_hash(np.concatenate(pairs))[::2]] = True
        lone = {ord(key): 1 for key in self._exceptions if len(key) == 1}
        self._lone = CodeTable(lone, np.bool_) if lone else None
        pairs_alone = (key for key in self._exceptions if len(key) == 2 and not lone)
        self._short = {key: self._phrases[key][1] for key in pairs_alone}

    def __call__(self, text: str, codes: Codes | None = None) -> str:
        """The text converted; the same object where nothing changes. codes: of the text, where they are at hand."""
        if text.isascii():
            return text
        if codes is None:
            codes = encode(text)
        plain = decode(self._by_signs(codes))
        if self._exceptions and (edits := self._edits(text, codes)):
            parts: list[str] = []
            done = 0
            for start, end, value in edits:
                parts += (plain[done:start], value)
                done = end
            plain = "".join((*parts, plain[done:]))
        return text if plain == text else plain

    def _by_signs(self, codes: Codes) -> Codes:
        """What the signs by themselves become."""
        try:
            return self._written.take(codes)
        except IndexError:  # a sign beyond the table, such as a variation selector, stays
            return np.where(codes < len(self._written), self._written.take(codes, mode="clip"), codes)

    def _edits(self, text: str, codes: Codes) -> list[Edit]:
        """Where an exception takes the place of what the signs say, in order."""
        edits: list[Edit] = []
        done = 0
        joined, short = self._joined, self._short
        for at in self._candidates(codes):
            if at < done:
                continue
            value = short.get(text[at : at + 2])
            if value and text[at + 1 : at + 3] not in joined and (not at or text[at - 1 : at + 1] not in joined):
                # Nothing overlaps it, and it has no parts: by far the most common case.
                done = at + 2
                edits.append((at, done, value))
            elif found := self._exception(text, at):
                first, done = self._clause(text, *found, done)
                edits += self._resolve(text, first, done)
        return edits

    def _candidates(self, codes: Codes) -> list[int]:
        """Offsets of what may be the anchor of an exception: a few too many, never too few."""
        hits = self._pairs.take(_pair_hash(codes))
        if self._lone:
            lone = self._lone[codes]
            lone[:-1] |= hits
            hits = lone
        found: list[int] = hits.nonzero()[0].tolist()
        return found

    def _exception(self, text: str, at: int) -> tuple[int, int] | None:
        """Where an exception starts and ends whose anchor is here, None where there is none."""
        anchors = self._anchors.get(text[at : at + 2], ())
        if self._lone:
            anchors += self._anchors.get(text[at], ())
        for offset, length in anchors:
            start = at - offset
            if start >= 0 and text[start : start + length] in self._exceptions:
                return start, start + length
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

    def _resolve(self, text: str, first: int, last: int) -> Iterator[Edit]:
        """The package's rule over one clause: by dictionary, then the longest, then leftmost."""
        matches = sorted(self._matches(text, first, last))
        taken = bytearray(last - first)
        edits = []
        for _, negative_length, start, value in matches:
            end = start - negative_length
            if not any(taken[start - first : end - first]):
                taken[start - first : end - first] = b"\1" * (end - start)
                if text[start:end] in self._exceptions:
                    edits.append((start, end, value))
        return iter(sorted(edits))

    def _matches(self, text: str, first: int, last: int) -> Iterator[tuple[int, int, int, str]]:
        for start in range(first, last):
            for length in _at(self._lengths, text, start):
                match = self._phrases.get(text[start : start + length]) if start + length <= last else None
                if match:
                    yield match[0], -length, start, match[1]


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


def _anchors(phrases: Iterable[tuple[str, str]], plain: Mapping[int, str]) -> dict[str, tuple[tuple[int, int], ...]]:
    """By anchor, the offset in and the length of the phrases that have it; a phrase of one sign is its own.

    The anchor is the pair in which a phrase first departs from its signs: there is far less of 合著 in a text than of
    配合, so that hardly any place is looked at in vain.
    """
    anchors: dict[str, set[tuple[int, int]]] = {}
    for key, value in phrases:
        signs = key.translate(plain)
        departing = next((at for at, (old, new) in enumerate(zip(signs, value, strict=False)) if old != new), 0)
        offset = max(departing - 1, 0)
        anchors.setdefault(key[offset : offset + 2], set()).add((offset, len(key)))
    return {anchor: tuple(sorted(places)) for anchor, places in anchors.items()}


def _lengths(keys: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Lengths of the keys that start with each pair of signs; a key of one sign stands under that sign."""
    lengths: dict[str, set[int]] = {}
    for key in keys:
        lengths.setdefault(key[:2], set()).add(len(key))
    return {head: tuple(sorted(found)) for head, found in lengths.items()}


def _at(lengths: Mapping[str, tuple[int, ...]], text: str, start: int) -> tuple[int, ...]:
    """Lengths of the keys that may start at an offset."""
    return lengths.get(text[start : start + 2], ()) + (lengths.get(text[start], ()) if start + 1 < len(text) else ())


def _pair_hash(codes: Codes) -> npt.NDArray[np.uint32]:
    """A number below 2**20 for each pair of neighbours."""
    numbers = codes[:-1] << _PAIR_SHIFT
    numbers ^= codes[1:]
    numbers &= _PAIR_MASK
    return numbers
