"""Many small sets laid end to end in one array, so that pairs of texts are compared by whole arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from newsmill.overlap.native import kernels
from newsmill.overlap.normal import Flags, Hashes, Indices

T = TypeVar("T", bound=np.generic)
_MANY = 4096
"""From so many values on it is worth it to sort them before they are looked up."""
_SORTED_AT_ONCE = 1 << 14
"""Keys of which some texts' are sorted together: in the cache, and few calls."""
_TEXT_BITS = 20
MOST_TEXTS = 1 << _TEXT_BITS
"""Texts that one Sets can hold."""
_INDEX_BITS = np.uint64(28)
_INDEX_MASK = np.uint64((1 << 28) - 1)
_HASH_BITS = np.uint64(64 - _TEXT_BITS)
_DROPPED = np.uint64(_TEXT_BITS)
HASH_MASK = np.uint64((1 << (64 - _TEXT_BITS)) - 1)


def spans(starts: Indices, lengths: Indices) -> tuple[Indices, Indices]:
    """All indices of the spans, one span after the other, and where each span ends among them."""
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + np.repeat(starts - ends + lengths, lengths), ends


def sums(values: NDArray[Any], ends: Indices) -> Indices:
    """Sum of the values of each span, the spans being given by their ends."""
    running = np.concatenate(([0], np.cumsum(values, dtype=np.int64)))
    return np.diff(running[ends], prepend=0)


def run_starts(ordered: NDArray[Any]) -> Indices:
    """Where each run of equal values starts."""
    new = np.ones(len(ordered), np.bool_)
    new[1:] = ordered[1:] != ordered[:-1]
    return np.flatnonzero(new)


def distinct(*parts: NDArray[T]) -> NDArray[T]:
    """The values of all parts, each once, in order. np.unique hashes them, which takes a hundred times as long."""
    values = np.sort(np.concatenate(parts))
    return values[run_starts(values)]


def numbered(keys: Hashes) -> tuple[Hashes, Indices]:
    """The distinct keys in order, and for each key its place among them. Keys of at most 36 bits, 2^28 of them.

    One sort of (key, index) in a word takes a fourth of the time of np.unique with its inverse.
    """
    codes = np.sort((keys << _INDEX_BITS) | np.arange(len(keys), dtype=np.uint64))
    ordered = codes >> _INDEX_BITS
    first = np.zeros(len(codes), np.int64)
    first[run_starts(ordered)] = 1
    places = np.empty(len(codes), np.int64)
    places[(codes & _INDEX_MASK).astype(np.int64)] = np.cumsum(first) - 1
    return ordered[first > 0], places


def ranges(ordered: Hashes, wanted: Hashes) -> tuple[Indices, Indices]:
    """Where the values equal to each wanted one start and stop among the ordered ones."""
    if native := kernels():
        return native.ranges(ordered, np.ascontiguousarray(wanted))
    return np.searchsorted(ordered, wanted, "left"), np.searchsorted(ordered, wanted, "right")


def among(values: NDArray[Any], others: NDArray[Any]) -> Flags:
    """Which of the values, in an array of any shape, are others. np.isin hashes them, which takes ten times as long."""
    return found_in(np.sort(others, axis=None), values.ravel()).reshape(values.shape)


def without(ordered: NDArray[T], others: NDArray[T]) -> NDArray[T]:
    """The ordered values that are not among the others."""
    return ordered[~found_in(np.sort(others), ordered)]


def found_in(ordered: NDArray[Any], wanted: NDArray[Any]) -> Flags:
    """Which of the wanted values are among the ordered ones."""
    if not len(ordered):
        return np.zeros(len(wanted), np.bool_)
    if len(wanted) < _MANY:
        return _found(ordered, wanted)
    # Values in order are found ten times as fast: each search begins where the last one ended, in the cache.
    order = np.argsort(wanted)
    found: Flags = np.empty(len(wanted), np.bool_)
    found[order] = _found(ordered, wanted[order])
    return found


def _found(ordered: NDArray[Any], wanted: NDArray[Any]) -> Flags:
    places = np.searchsorted(ordered, wanted)
    places[places == len(ordered)] = 0
    found: Flags = ordered[places] == wanted
    return found


def _cuts(keys: Hashes) -> list[int]:
    """Places between texts, _SORTED_AT_ONCE keys apart or as many as a text has, and both ends."""
    text = keys >> _HASH_BITS
    places = text[::_SORTED_AT_ONCE]
    cuts: list[int] = distinct(np.array([0, len(keys)]), np.searchsorted(text, places)).tolist()
    return cuts


@dataclass(frozen=True, slots=True)
class Sets:
    """A set of hashes for each of at most MOST_TEXTS texts. Of a hash the upper 44 bits count, enough for two texts."""

    keys: Hashes
    """Number of the text, then the hash: one ascending array for all texts."""
    bounds: Indices
    """Where each text's keys start, and the end of the last."""

    @classmethod
    def of(cls, values: Hashes, text: Indices, n_texts: int) -> "Sets":
        """The distinct values of each text."""
        return cls.of_keys((text.astype(np.uint64) << _HASH_BITS) | (values >> _DROPPED), n_texts)

    @classmethod
    def of_keys(cls, keys: Hashes, n_texts: int) -> "Sets":
        """The distinct keys of each text, which come text by text. They are sorted where they are."""
        for start, stop in pairwise(_cuts(keys)):
            keys[start:stop].sort()
        if native := kernels():
            return cls(*native.once(keys, n_texts))
        keys = keys[run_starts(keys)]
        firsts = np.arange(n_texts, dtype=np.uint64) << _HASH_BITS
        return cls(keys, np.append(np.searchsorted(keys, firsts), len(keys)))

    @classmethod
    def joined(cls, parts: Sequence["Sets"]) -> "Sets":
        """The sets of several batches of texts, numbered on."""
        keys, bounds = [np.zeros(0, np.uint64)], [np.zeros(1, np.int64)]
        texts = total = 0
        for part in parts:
            keys.append(part.keys + (np.uint64(texts) << _HASH_BITS))
            bounds.append(part.bounds[1:] + total)
            texts, total = texts + len(part.bounds) - 1, total + len(part.keys)
        return cls(np.concatenate(keys), np.concatenate(bounds))

    def sizes(self) -> Indices:
        """Distinct values of each text."""
        return np.diff(self.bounds)

    def shared(self, left: Indices, right: Indices) -> Indices:
        """How many values each pair of at most MOST_TEXTS pairs of texts has in common.

        What stands twice when the values of both are sorted: sorting takes less than looking the one's up in the other.
        """
        if native := kernels():
            own = (self.keys, self.bounds)
            return native.shared(own, left, own, right, int(_HASH_BITS))
        sides = np.concatenate([left, right])
        sizes = self.sizes()[sides]
        places, _ = spans(self.bounds[sides], sizes)
        pair = np.concatenate([np.arange(len(left)), np.arange(len(left))]).astype(np.uint64)
        codes = np.sort((self.keys[places] & HASH_MASK) | np.repeat(pair << _HASH_BITS, sizes))
        twice = codes[1:][codes[1:] == codes[:-1]]
        return np.bincount((twice >> _HASH_BITS).astype(np.int64), minlength=len(left))

    def in_order(
        self, told: Hashes, bounds: Indices, texts: Indices, sets: Indices, heads: Indices
    ) -> tuple[Indices, Indices]:
        """How many of the values told in a text are in the set beside it, among the first so many, and in all.

        told: as `value` makes them, those of each text in order, within the bounds.
        """
        if native := kernels():
            own = (self.keys, self.bounds)
            return native.at_head((told, bounds), texts, own, sets, heads, bits=int(_HASH_BITS))
        found = np.zeros((2, len(texts)), np.int64)
        for index, (text, of, head) in enumerate(zip(texts.tolist(), sets.tolist(), heads.tolist(), strict=True)):
            values = told[bounds[text] : bounds[text + 1]]
            places = np.flatnonzero(found_in(self.keys[self.bounds[of] : self.bounds[of + 1]] & HASH_MASK, values))
            found[:, index] = np.count_nonzero(places < head), len(places)
        return found[0], found[1]

    @staticmethod
    def value(hashes: Hashes) -> Hashes:
        """Hashes as `in_order` wants them."""
        return hashes >> _DROPPED
