"""Many small sets laid end to end in one array, so that pairs of texts are compared by whole arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from newsmill.overlap.normal import Flags, Hashes, Indices

T = TypeVar("T", bound=np.generic)
_MANY = 4096
"""From so many values on it is worth it to sort them before they are looked up."""
_TEXT_BITS = 20
MOST_TEXTS = 1 << _TEXT_BITS
"""Texts that one Sets can hold."""
_HASH_BITS = np.uint64(64 - _TEXT_BITS)
_DROPPED = np.uint64(_TEXT_BITS)
_HASH_MASK = np.uint64((1 << (64 - _TEXT_BITS)) - 1)


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
        keys = np.sort((text.astype(np.uint64) << _HASH_BITS) | (values >> _DROPPED))
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
        sides = np.concatenate([left, right])
        sizes = self.sizes()[sides]
        places, _ = spans(self.bounds[sides], sizes)
        pair = np.concatenate([np.arange(len(left)), np.arange(len(left))]).astype(np.uint64)
        codes = np.sort((self.keys[places] & _HASH_MASK) | np.repeat(pair << _HASH_BITS, sizes))
        twice = codes[1:][codes[1:] == codes[:-1]]
        return np.bincount((twice >> _HASH_BITS).astype(np.int64), minlength=len(left))

    def holds(self, text: Indices, values: Hashes) -> Flags:
        """Which of the values its text has. values: lower 44 bits, as `keys` holds them."""
        return found_in(self.keys, (text.astype(np.uint64) << _HASH_BITS) | values)

    @staticmethod
    def value(hashes: Hashes) -> Hashes:
        """Hashes as `holds` wants them."""
        return hashes >> _DROPPED
