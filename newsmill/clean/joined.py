"""The texts of a page joined into one array of code points: what is counted in one is counted in all of them at once."""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntFlag, auto
from itertools import compress, pairwise

import numpy as np
from numpy.typing import NDArray

from newsmill.chars import HAN, HAN_WEIGHT, KANA
from newsmill.codepoints import Codes, decode, encode

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]


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
_PLANES = 0x40000
"""Nothing is written in code points from here on."""
_SEPARATOR = "\0"
"""Stands before each text. It is of no kind, so nothing reaches from one text into the next."""
_BLANK = np.uint32(ord(" "))


@dataclass(frozen=True, slots=True)
class Words:
    """The words of n texts, in order."""

    found: list[str]
    edges: Ints
    """Shape (n + 1,): text i has the words from edges[i] up to, not including, edges[i + 1]."""

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        """Text by text."""
        return (tuple(self.found[start:end]) for start, end in pairwise(self.edges.tolist()))

    def first(self, limit: int) -> "Words":
        """Of each text no more than so many."""
        counts = np.diff(self.edges)
        ranks = np.arange(len(self.found)) - np.repeat(self.edges[:-1], counts)
        kept = list(compress(self.found, (ranks < limit).tolist()))
        return Words(kept, np.concatenate([[0], np.cumsum(np.minimum(counts, limit))]))


@dataclass(frozen=True, slots=True)
class Joined:
    """n texts, each behind a separator."""

    codes: Codes
    kinds: NDArray[np.uint16]
    """By code point: the kinds that it is of."""
    starts: Ints
    """By text: where its separator stands."""
    sizes: Ints
    """By text: its length."""

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Joined":
        return cls._of(_SEPARATOR + _SEPARATOR.join(texts), _lengths(texts))

    @classmethod
    def folded(cls, texts: Sequence[str]) -> "Joined":
        """The texts, case folded."""
        text = _SEPARATOR + _SEPARATOR.join(texts)
        folded = text.casefold()
        # A few letters are longer folded, as a sharp s is. Where there is none, which is common, all lengths stay.
        same = len(folded) == len(text)
        return cls._of(folded, _lengths(texts if same else [text.casefold() for text in texts]))

    @classmethod
    def _of(cls, text: str, sizes: Ints) -> "Joined":
        codes = encode(text)
        starts = np.cumsum(sizes + 1) - sizes - 1
        return cls(codes, _table().take(codes, mode="clip"), starts, sizes)

    def are(self, kind: Kind, at: Ints | None = None) -> Flags:
        """Which code points are of a kind: all of them, or those at some places."""
        kinds = self.kinds if at is None else self.kinds[at]
        return (kinds & int(kind)) != 0

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

    def texts(self, hits: Flags) -> list[str]:
        """By text: its hits alone."""
        left = decode(self.codes[hits])
        ends = np.cumsum(self.count(hits)).tolist()
        return [left[start:end] for start, end in pairwise([0, *ends])]

    def words(self, hits: Flags) -> Words:
        """Runs of hits, none of which may be a space."""
        first = self.count(np.concatenate([[False], hits[1:] & ~hits[:-1]]))
        return Words(decode(np.where(hits, self.codes, _BLANK)).split(), np.concatenate([[0], np.cumsum(first)]))


@functools.cache
def _table() -> NDArray[np.uint16]:
    """By code point, the kinds that it is of."""
    every = "".join(map(chr, range(_PLANES)))
    table = np.zeros(_PLANES + 1, np.uint16)  # one entry more, which is of no kind, for all code points beyond
    for kind, pattern in _KINDS.items():
        table[encode("".join(re.findall(f"{pattern}+", every)))] |= int(kind)
    for kind, test in ((Kind.UPPER, str.isupper), (Kind.LOWER, str.islower)):
        table[:-1] |= np.fromiter(map(test, every), np.bool_, _PLANES) * np.uint16(int(kind))
    return table


def _lengths(texts: Sequence[str]) -> Ints:
    return np.fromiter(map(len, texts), np.int64, len(texts))
