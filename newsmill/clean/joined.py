"""The texts of a page joined into one array of code points: what is counted in one is counted in all at once."""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntFlag, auto
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from newsmill.chars import HAN, HAN_WEIGHT, KANA
from newsmill.codepoints import Codes, decode, encode

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]
Keys = NDArray[np.uint64]


class Kind(IntFlag):
    """Kinds of characters; a character may be of many."""

    WORD = auto()
    LETTER = auto()
    HAN = auto()
    """Kana too."""
    DIGIT = auto()
    SPACE = auto()
    COMMA = auto()
    STOP = auto()
    """Ends a sentence wherever it stands."""
    STOP_BEFORE_SPACE = auto()
    OPENING = auto()
    """A quotation mark or a dash."""
    COLON = auto()
    SIGN = auto()
    """What bylines, credits and lines of links are fond of."""
    UPPER = auto()
    LOWER = auto()


_KINDS = {
    Kind.WORD: r"\w",
    Kind.LETTER: r"[^\W\d_]",
    Kind.HAN: f"[{HAN}{KANA}]",
    Kind.DIGIT: r"\d",
    Kind.SPACE: r"\s",
    Kind.COMMA: "[,;،，、；]",
    Kind.STOP: "[。！？؟।]",
    Kind.STOP_BEFORE_SPACE: "[.!?…]",
    Kind.OPENING: "[\"'“”„«»‘’「『—–-]",
    Kind.COLON: "[:：]",
    Kind.SIGN: "[|›»©@•·]",
}
_BUCKET = np.uint64(48)
"""Low bits of a key that its bucket leaves out."""
_USUAL_BITS = 16
"""Binary logarithm of the code points that few pages have more of."""
_PLANES = 0x40000
"""Nothing is written in code points from here on."""
_SEPARATOR = "\0"
"""Stands before each text and behind the last. It is of no kind, so nothing reaches from one text into the next."""
_BASE = 0x9E3779B97F4A7C15
"""Of word keys: odd, so that it has an inverse; its bits are those of the golden ratio, which have no pattern."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of n texts, in order, as spans of code points."""

    codes: Codes
    starts: Ints
    ends: Ints
    edges: Ints
    """Shape (n + 1,): text i has the words from edges[i] up to, not including, edges[i + 1]."""

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        """Text by text, the words as strings."""
        spans = zip(self.starts.tolist(), self.ends.tolist(), strict=True)
        words = [decode(self.codes[start:end]) for start, end in spans]
        return (tuple(words[start:end]) for start, end in pairwise(self.edges.tolist()))

    def first(self, limit: int) -> "Words":
        """Of each text no more than so many."""
        counts = self.counts()
        kept = np.arange(len(self.starts)) - self.edges[:-1].repeat(counts) < limit
        return Words(self.codes, self.starts[kept], self.ends[kept], edges_of(np.minimum(counts, limit)))

    def counts(self) -> Ints:
        """By text: how many words it has."""
        return self.edges[1:] - self.edges[:-1]

    def keys(self) -> Keys:
        """By word a number of 64 bits, by which it is known wherever it stands.

        It is the word's polynomial in an odd base, modulo 2**64: the difference of two running sums, which the inverse
        of the base shifts to the word's start (Karp and Rabin 1987). That two words of newspapers share a number is as
        good as impossible, and would do no more than take one for the other.
        """
        powers, inverse = _powers(1 << max(_USUAL_BITS, len(self.codes).bit_length()))
        sums = (self.codes * powers[: len(self.codes)]).cumsum()
        return np.asarray((sums[self.ends - 1] - sums[self.starts - 1]) * inverse[self.starts])


@dataclass(frozen=True, slots=True)
class Joined:
    """n texts, each between separators."""

    codes: Codes
    text: str
    """The same as a string."""
    kinds: NDArray[np.uint16]
    """By code point: the kinds that it is of."""
    sizes: Ints
    """By text: its length."""
    edges: Ints
    """Shape (n + 1,): where the separators stand."""

    @property
    def starts(self) -> Ints:
        """By text: where the separator before it stands."""
        return self.edges[:-1]

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Joined":
        return cls._of(_SEPARATOR.join(["", *texts, ""]), lengths_of(texts))

    @classmethod
    def folded(cls, texts: Sequence[str], sizes: Ints) -> "Joined":
        """The texts, case folded; `sizes` are their lengths as they are."""
        text = _SEPARATOR.join(["", *texts, ""])
        folded = text.casefold()
        # A few letters are longer folded, as a sharp s is. Where there is none, which is common, all lengths stay.
        if len(folded) > len(text):
            sizes = lengths_of([text.casefold() for text in texts])
        return cls._of(folded, sizes)

    @classmethod
    def _of(cls, text: str, sizes: Ints) -> "Joined":
        codes = encode(text)
        return cls(codes, text, _table().take(codes, mode="clip"), sizes, edges_of(sizes + 1))

    def are(self, kind: Kind, at: Ints | None = None) -> Flags:
        """Which code points are of a kind: all of them, or those at some places."""
        kinds = self.kinds if at is None else self.kinds[at]
        return np.asarray((kinds & int(kind)) != 0)

    def count(self, hits: Flags) -> Ints:
        """By text: how many of its code points are hits."""
        return np.asarray(np.add.reduceat(hits, self.starts, dtype=np.int64))

    def weights(self) -> Ints:
        """By text: what `newsmill.chars.weight` says of it."""
        return self.count(self.are(Kind.LETTER)) + (HAN_WEIGHT - 1) * self.count(self.are(Kind.HAN))

    def within(self, limits: Ints) -> Flags:
        """Which code points are among the first of their text, as many as `limits` says of it."""
        steps = np.zeros(len(self.codes) + 1, np.int8)
        steps[self.starts + 1] = 1
        steps[self.starts + 1 + np.minimum(limits, self.sizes)] -= 1
        return np.cumsum(steps[:-1], dtype=np.int8).view(np.bool_)

    def picked(self, hits: Flags) -> tuple[str, Ints]:
        """All hits as one string, and, shape (n + 1,), between which edges in it those of text i stand."""
        return decode(self.codes[hits]), edges_of(self.count(hits))

    def words(self, hits: Flags) -> Words:
        """Runs of hits."""
        turns = np.flatnonzero(hits[1:] != hits[:-1]) + 1
        starts = turns[::2]
        return Words(self.codes, starts, turns[1::2], starts.searchsorted(self.edges))


def edges_of(counts: Ints | Flags) -> Ints:
    """Shape (n + 1,): where each of n runs begins in what holds them one after the other, and where the last ends."""
    edges = np.zeros(len(counts) + 1, np.int64)
    counts.cumsum(out=edges[1:])
    return edges


def keys_of(words: Sequence[str]) -> Keys:
    """The keys of words: what `Words.keys` has for them wherever they stand."""
    joined = Joined.of(words)
    starts = joined.starts + 1
    return Words(joined.codes, starts, starts + joined.sizes, np.arange(len(words) + 1)).keys()


def are_among(keys: Keys, known: Keys) -> Flags:
    """Which keys are of known words, of which there is at least one."""
    known = np.sort(known)
    return np.asarray(known.take(known.searchsorted(keys), mode="clip") == keys)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Numbers of known words."""

    keys: Keys
    """Sorted."""
    numbers: Ints
    likely: Flags
    """By the first bits of a key: whether any known word's key begins so. It spares most words the search."""

    @classmethod
    def of(cls, words: Sequence[str]) -> "Lexicon":
        """Words by their place in a list, from 1."""
        keys = keys_of(words)
        order = np.argsort(keys)
        likely = np.zeros(1 << 16, np.bool_)
        likely[keys >> _BUCKET] = True
        return cls(keys[order], order + 1, likely)

    def find(self, keys: Keys) -> Ints:
        """By key the number of its word, 0 for words that are not known."""
        found = np.zeros(len(keys), np.int64)
        likely = np.flatnonzero(self.likely[keys >> _BUCKET])
        places = np.searchsorted(self.keys, keys[likely])
        is_known = self.keys.take(places, mode="clip") == keys[likely]
        found[likely[is_known]] = self.numbers[places[is_known]]
        return found


@functools.cache
def _table() -> NDArray[np.uint16]:
    """By code point, the kinds that it is of."""
    every = decode(np.arange(_PLANES, dtype=np.uint32))
    table = np.zeros(_PLANES + 1, np.uint16)  # one entry more, which is of no kind, for all code points beyond
    for kind, pattern in _KINDS.items():
        table[encode("".join(re.findall(f"{pattern}+", every)))] |= int(kind)
    for kind, test in ((Kind.UPPER, str.isupper), (Kind.LOWER, str.islower)):
        table[:-1] |= np.fromiter(map(test, every), np.bool_, _PLANES) * np.uint16(int(kind))
    return table


@functools.lru_cache(maxsize=2)  # of the usual size, and of the last page that is longer
def _powers(count: int) -> tuple[Keys, Keys]:
    """The first powers of the base of word keys, and of its inverse, modulo 2**64."""
    powers = [np.full(count, base, np.uint64) for base in (_BASE, pow(_BASE, -1, 1 << 64))]
    for numbers in powers:
        numbers[0] = 1
    return np.cumprod(powers[0]), np.cumprod(powers[1])


def lengths_of(texts: Sequence[str]) -> Ints:
    """By text: its length."""
    return np.fromiter(map(len, texts), np.int64, len(texts))
