"""Which sentences of two texts share shingles, for many pairs of texts at once.

A pure function of the texts. The shingles of one are looked up in the other, so the cost grows with the length of the
texts and not with the product of their sentences.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from newsmill.overlap.flat import distinct, found_in, run_starts, spans
from newsmill.overlap.native import kernels
from newsmill.overlap.normal import Flags, Hashes, Indices
from newsmill.overlap.outline import Outline

_MOST_REPEATED = 8
"""Sentences of one text that a shingle may stand in: what a text repeats more often costs the square."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """Pairs of sentences that share shingles: by pair of texts, then sentence of the first and of the second."""

    pair: Indices
    """Which pair of texts."""
    first: Indices
    """Sentence of its first text, an index into the outline's spans."""
    second: Indices
    shared: Indices
    """Distinct shingles that both sentences have."""
    smaller: Indices
    """Distinct shingles of the sentence with fewer."""
    numbers: Indices
    """Distinct numbers that both sentences have."""
    fewer_numbers: Indices
    """Those of the sentence with fewer."""

    def __getitem__(self, kept: Flags) -> "Aligned":
        return Aligned(*(getattr(self, column.name)[kept] for column in fields(self)))


@dataclass(frozen=True, slots=True)
class Measured:
    """Distinct shingles of each block of sentences: of the first side, of the second, and in both."""

    first: Indices
    second: Indices
    both: Indices


class Outlines:
    """Outlines laid end to end."""

    def __init__(self, outlines: Sequence[Outline]) -> None:
        self.shingles = np.concatenate([np.zeros(0, np.uint64), *(one.shingles for one in outlines)])
        self.sentence = np.concatenate([np.zeros(0, np.int64), *(one.sentence for one in outlines)])
        self.bounds = _bounds([len(one.shingles) for one in outlines])
        self.sizes = np.concatenate([np.zeros(0, np.int64), *(one.sizes for one in outlines)])
        self.sentences = _bounds([len(one.spans) for one in outlines])
        self.numbers = np.concatenate([np.zeros(0, np.uint64), *(one.numbers for one in outlines)])
        counts = np.concatenate([np.zeros(0, np.int64), *(np.diff(one.number_bounds) for one in outlines)])
        self.number_bounds = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])

    def align(self, left: Indices, right: Indices) -> Aligned:
        """The sentences that pairs of these texts share. A shingle in many sentences of either text is left out."""
        pair, first, second, shared, numbers, fewer = self._pairs(left, right)
        one, other = self.sentences[left[pair]] + first, self.sentences[right[pair]] + second
        smaller = np.minimum(self.sizes[one], self.sizes[other])
        return Aligned(pair, first, second, shared, smaller, numbers, fewer)

    def measure(self, rows: Indices) -> Measured:
        """Blocks of sentences measured. rows: of each a text, its first and its last sentence, and the other's."""
        if native := kernels():
            return Measured(*native.measured(self.shingles, self.sentence, self.bounds, rows))
        found = np.zeros((3, len(rows)), np.int64)
        for index, (text, start, last, other, other_start, other_last) in enumerate(rows.tolist()):
            one, two = self._distinct(text, start, last), self._distinct(other, other_start, other_last)
            found[:, index] = len(one), len(two), np.count_nonzero(found_in(two, one))
        return Measured(*found)

    def _pairs(self, left: Indices, right: Indices) -> Sequence[Indices]:
        sizes = np.diff(self.bounds)
        if native := kernels():
            most = int(np.minimum(sizes[left], sizes[right]).max(initial=0)) * _MOST_REPEATED
            lists = self.shingles, self.sentence, self.bounds, self.sentences, self.numbers, self.number_bounds
            return native.aligned(lists, left, right, most=_MOST_REPEATED, room=most)
        found = [np.zeros((4, 0), np.int64)]
        for index, (one, other) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
            first, second, shared = self._shared(one, other)
            found.append(np.stack([np.full(len(first), index), first, second, shared]))
        pair, first, second, shared = np.concatenate(found, axis=1)
        numbers, fewer = self._numbers(self.sentences[left[pair]] + first, self.sentences[right[pair]] + second)
        return pair, first, second, shared, numbers, fewer

    def _shared(self, one: int, other: int) -> tuple[Indices, Indices, Indices]:
        """Pairs of sentences of two texts that share shingles, and how many."""
        ours, theirs = slice(*self.bounds[one : one + 2]), slice(*self.bounds[other : other + 2])
        shingles, others = self.shingles[ours], self.shingles[theirs]
        starts = np.searchsorted(others, shingles, "left")
        counts = np.searchsorted(others, shingles, "right") - starts
        repeated = np.searchsorted(shingles, shingles, "right") - np.searchsorted(shingles, shingles, "left")
        kept = np.flatnonzero((counts > 0) & (counts <= _MOST_REPEATED) & (repeated <= _MOST_REPEATED))
        places, _ = spans(starts[kept], counts[kept])
        width = int(self.sentences[other + 1] - self.sentences[other]) + 1
        codes = np.sort(np.repeat(self.sentence[ours][kept], counts[kept]) * width + self.sentence[theirs][places])
        firsts = run_starts(codes)
        first, second = np.divmod(codes[firsts], width)
        return first, second, np.diff(np.append(firsts, len(codes)))

    def _numbers(self, first: Indices, second: Indices) -> tuple[Indices, Indices]:
        """Distinct numbers that pairs of sentences share, and those of the sentence with fewer."""
        sizes = np.diff(self.number_bounds)
        fewer = np.minimum(sizes[first], sizes[second])
        both = np.zeros(len(first), np.int64)
        for index in np.flatnonzero(fewer).tolist():
            one, other = (slice(*self.number_bounds[side[index] : side[index] + 2]) for side in (first, second))
            both[index] = np.count_nonzero(found_in(self.numbers[other], self.numbers[one]))
        return both, fewer

    def _distinct(self, text: int, start: int, last: int) -> Hashes:
        """Distinct shingles of consecutive sentences."""
        own = slice(*self.bounds[text : text + 2])
        inside = (self.sentence[own] >= start) & (self.sentence[own] <= last)
        return distinct(self.shingles[own][inside])


def _bounds(sizes: Sequence[int]) -> Indices:
    return np.cumsum([0, *sizes], dtype=np.int64)
