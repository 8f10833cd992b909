"""Which pairs of texts may share something: those whose sketches share hashes that few texts have."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from newsmill.overlap.corpus import Lists
from newsmill.overlap.flat import numbered, run_starts, spans
from newsmill.overlap.native import kernels
from newsmill.overlap.normal import Flags, Indices
from newsmill.overlap.postings import Postings

CAP = 64
"""A hash that more distinct texts have than this is boilerplate and proposes nothing: it bounds the pairs of a hash."""

SHARED = 2
"""Hashes that a pair must share: one alone may be a stock phrase."""

_AT_ONCE = 1 << 21
"""Pairs of a hash sorted at once: 16 MB."""
_LOOKED_UP = 1 << 18
"""Hashes looked up at once."""
_BITS = 28


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of texts by number, no pair twice."""

    left: Indices
    right: Indices
    shared: Indices
    """Hashes that both have, boilerplate left out."""

    def __getitem__(self, kept: Flags | Indices) -> "Pairs":
        return Pairs(self.left[kept], self.right[kept], self.shared[kept])


def proposals(
    postings: Postings, counts: Flags, texts: Indices, keys: Lists, cap: int = CAP, least: int = SHARED
) -> Iterator[tuple[Pairs, slice, Flags]]:
    """The pairs of these texts and of any others that share at least `least` hashes which at most `cap` texts have.

    counts: which texts there are, by number. texts: those to look for, ascending. keys: of each, as in the postings.
    least: 1 where the postings hold a part of the hashes only, and what pairs share is summed up over the parts.
    Gives the pairs of a slice of `texts` at a time, these on the left, and which of the hashes of the slice are no
    boilerplate. A pair of two of the texts comes once.
    """
    sought = np.zeros(len(counts), np.bool_)
    sought[texts] = True
    start = 0
    while start < len(texts):
        stop = _until(keys.bounds, start, _LOOKED_UP)
        part = slice(start, stop)
        values = keys.values[keys.bounds[start] : keys.bounds[stop]]
        single, place = numbered(values)
        few, owner, holders = postings.few_holders(single, counts, cap)
        order = np.argsort(owner, kind="stable")
        bounds = np.zeros(len(single) + 1, np.int64)
        bounds[1:][few] = np.bincount(owner, minlength=np.count_nonzero(few))
        bounds = np.cumsum(bounds)
        own = np.repeat(texts[part], keys.sizes[part])
        pairs = _pairs(own, bounds[place], np.diff(bounds)[place], holders[order], sought, least)
        yield pairs, part, few[place]
        start = stop


def _until(bounds: Indices, start: int, most: int) -> int:
    """Where a slice ends that starts there and has about so many."""
    return max(start + 1, int(np.searchsorted(bounds, bounds[start] + most, side="right")) - 1)


def _pairs(own: Indices, starts: Indices, sizes: Indices, holders: Indices, sought: Flags, least: int) -> Pairs:
    """The pairs of texts and the holders of their hashes that come at least so often."""
    total = np.concatenate(([0], np.cumsum(sizes)))
    firsts = np.append(run_starts(own), len(own))
    found = []
    start = 0
    while start < len(firsts) - 1:
        stop = _until(total[firsts], start, _AT_ONCE)
        rows = slice(firsts[start], firsts[stop])
        if native := kernels():
            found.append(Pairs(*native.pairs(own[rows], starts[rows], sizes[rows], holders, sought, least)))
            start = stop
            continue
        places, _ = spans(starts[rows], sizes[rows])
        left, right = np.repeat(own[rows], sizes[rows]), holders[places]
        kept = (right < left) | ~sought[right]
        codes = np.sort((left[kept] << _BITS) | right[kept])
        first = run_starts(codes)
        shared = np.diff(np.append(first, len(codes)))
        codes, shared = codes[first[shared >= least]], shared[shared >= least]
        found.append(Pairs(codes >> _BITS, codes & ((1 << _BITS) - 1), shared))
        start = stop
    return joined(found)


def joined(parts: list[Pairs]) -> Pairs:
    """Several pairs in one."""
    empty = np.zeros(0, np.int64)
    columns = ([getattr(part, name) for part in parts] for name in ("left", "right", "shared"))
    return Pairs(*(np.concatenate([empty, *column]) for column in columns))
