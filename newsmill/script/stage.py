"""One dictionary group over a whole text at once, with the answer the package gives.

The package matches a group clause by clause: in each dictionary in turn the longest match anywhere, leftmost first,
then the same again left and right of it. Nearly all of that only repeats what the single signs say. So single signs go
through one table for the whole text, and only clauses that hold an exception, a phrase whose conversion differs from
that of its signs, are matched by that rule.
"""

import re
from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt

from newsmill.codepoints import Codes, CodeTable, decode, encode
from newsmill.script.dictionaries import Group

# The package cuts a text at these before it matches, so a key that holds one never matches.
_SEPARATOR = re.compile(
    r"[\s\-,.?!*\u3000，。、；：？！…“”‘’『』「」﹁﹂—－（）《》〈〉～．／＼︒︑︔︓︿﹀︹︺︙︐［﹇］﹈︕︖︰︳︴︽︾︵︶｛︷｝︸﹃﹄【︻】︼]"
)
_PAIR_BITS = 20

Edit = tuple[int, int, str]


class Stage:
    """A dictionary group, compiled."""

    def __init__(self, group: Group) -> None:
        signs = _signs(group)
        shift = {ord(sign): (ord(value) - ord(sign)) % 2**32 for sign, value in signs.items()}
        self._shift = CodeTable(shift, np.uint32)
        self._phrases = _phrases(group)
        plain = str.maketrans(signs)
        self._exceptions = frozenset(key for key, (_, value) in self._phrases.items() if key.translate(plain) != value)
        self._lengths = _lengths(self._phrases)
        self._exception_lengths = _lengths(self._exceptions)
        self._alphabet = frozenset("".join(self._phrases))
        self._pairs = np.zeros(2**_PAIR_BITS, dtype=np.bool_)
        heads = [encode(head) for head in self._exception_lengths if len(head) == 2]
        if heads:
            self._pairs[_pair_hash(np.concatenate(heads))[::2]] = True
        self._lone = CodeTable({ord(key): 1 for key in self._exceptions if len(key) == 1}, np.bool_)

    def __call__(self, text: str) -> str:
        """The text converted; the same object where nothing changes."""
        if text.isascii():
            return text
        codes = encode(text)
        shift = self._shift[codes]
        edits = self._edits(text, codes)
        if not edits and not shift.any():
            return text
        plain = decode(codes + shift)
        if not edits:
            return plain
        parts: list[str] = []
        done = 0
        for start, end, value in edits:
            parts += (plain[done:start], value)
            done = end
        return "".join((*parts, plain[done:]))

    def _edits(self, text: str, codes: Codes) -> list[Edit]:
        """Where an exception takes the place of what the signs say, in order."""
        edits: list[Edit] = []
        done = 0
        for start in self._candidates(codes):
            if start < done:
                continue
            end = self._exception_end(text, start)
            if end:
                first, done = self._clause(text, start, end, done)
                edits += self._resolve(text, first, done)
        return edits

    def _candidates(self, codes: Codes) -> list[int]:
        """Offsets at which an exception may start: a few too many, never too few."""
        if not self._exceptions:
            return []
        hits = self._lone[codes]
        hits[:-1] |= self._pairs[_pair_hash(codes)]
        found: list[int] = np.flatnonzero(hits).tolist()
        return found

    def _exception_end(self, text: str, start: int) -> int:
        """End of an exception that starts here, 0 where none does."""
        for length in _at(self._exception_lengths, text, start):
            if text[start : start + length] in self._exceptions:
                return start + length
        return 0

    def _clause(self, text: str, start: int, end: int, floor: int) -> tuple[int, int]:
        """The run of signs around an exception that any phrase that overlaps another can reach."""
        while start > floor and text[start - 1] in self._alphabet:
            start -= 1
        while end < len(text) and text[end] in self._alphabet:
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


def _lengths(keys: Mapping[str, object] | frozenset[str]) -> dict[str, tuple[int, ...]]:
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
    return ((codes[:-1] << np.uint32(9)) ^ codes[1:]) & np.uint32(2**_PAIR_BITS - 1)
