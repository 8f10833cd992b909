"""Which pairs of texts may share something: those whose sketches share hashes that few texts have."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from newsmill.overlap.flat import found_in, run_starts, spans, sums
from newsmill.overlap.normal import Flags, Hashes, Indices

CAP = 64
"""A hash that more distinct texts have than this is boilerplate and proposes nothing: it bounds the pairs of a hash."""

SHARED = 2
"""Hashes that a pair must share: one alone may be a stock phrase."""

_AT_ONCE = 1 << 21
"""Proposals sorted at once: 16 MB."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of texts, left < right, in order, no pair twice."""

    left: Indices
    right: Indices
    shared: Indices
    """Sketch hashes that both have."""

    def __getitem__(self, kept: Flags) -> "Pairs":
        return Pairs(self.left[kept], self.right[kept], self.shared[kept])


@dataclass(frozen=True, slots=True)
class Postings:
    """The sketch hashes of all texts: a row for each hash that a text has, ordered by text and hash."""

    bounds: Indices
    """Where each text's rows start, and the end of the last."""
    owner: Indices
    """The text of each row."""
    by_hash: Indices
    """The text of each row in the order of hashes, then texts."""
    after: Indices
    """Where in `by_hash` the texts begin that have the row's hash and come after its text."""
    partners: Indices
    """How many those are; 0 where the hash is boilerplate."""
    common: Indices
    """Rows whose hash is boilerplate."""
    common_keys: Indices
    """For each of those a number of its text and its hash, ascending."""
    n_common: int
    """Distinct hashes that are boilerplate."""
    common_hashes: Hashes
    """Those hashes, sorted."""


def postings(hashes: Hashes, bounds: Indices, cap: int = CAP) -> Postings:
    """hashes: the sketches of all texts, each sorted, one after the other; bounds: where each text's start."""
    owner = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
    order = np.argsort(hashes, kind="stable")
    starts = run_starts(hashes[order])
    sizes = np.diff(np.append(starts, len(order)))
    numbers = np.cumsum(sizes > cap)
    rank, partners, number = np.empty((3, len(order)), np.int64)
    rank[order] = np.arange(len(order))
    partners[order] = np.repeat(np.where(sizes > cap, 0, starts + sizes), sizes)
    number[order] = np.repeat(np.where(sizes > cap, numbers, 0), sizes)
    common = np.flatnonzero(number)
    n_common = int(numbers[-1]) if len(numbers) else 0
    return Postings(
        bounds,
        owner,
        owner[order],
        rank + 1,
        np.maximum(0, partners - rank - 1),
        common,
        owner[common] * (n_common + 1) + number[common],
        n_common,
        hashes[order][starts[sizes > cap]],
    )


def proposals(rows: Postings) -> Iterator[Pairs]:
    """The pairs that share at least SHARED hashes which are no boilerplate; `shared` counts those only.

    All pairs of a left text come in one batch, and batches are of about one size, whatever the number of texts.
    """
    n_texts = len(rows.bounds) - 1
    total = np.concatenate(([0], np.cumsum(rows.partners)))[rows.bounds]
    start = 0
    while start < n_texts:
        stop = max(start + 1, int(np.searchsorted(total, total[start] + _AT_ONCE, side="right")) - 1)
        part = slice(rows.bounds[start], rows.bounds[stop])
        places, _ = spans(rows.after[part], rows.partners[part])
        codes = np.repeat(rows.owner[part] * n_texts, rows.partners[part])
        codes += rows.by_hash[places]
        codes.sort()
        firsts = run_starts(codes)
        shared = np.diff(np.append(firsts, len(codes)))
        codes, shared = codes[firsts[shared >= SHARED]], shared[shared >= SHARED]
        yield Pairs(codes // n_texts, codes % n_texts, shared)
        start = stop


def with_boilerplate(rows: Postings, pairs: Pairs, wanted: Indices) -> Pairs:
    """The pairs that share `wanted` hashes (one number a pair) or more, boilerplate counted too.

    What two texts are to each other must not depend on what is common among others.
    """
    bounds = np.searchsorted(rows.common, rows.bounds)
    sizes = np.diff(bounds)
    possible = pairs.shared + np.minimum(sizes[pairs.left], sizes[pairs.right]) >= wanted
    pairs, wanted = pairs[possible], wanted[possible]
    swap = sizes[pairs.left] > sizes[pairs.right]
    small, large = np.where(swap, pairs.right, pairs.left), np.where(swap, pairs.left, pairs.right)
    places, ends = spans(bounds[small], sizes[small])
    moved = rows.common_keys[places] + np.repeat((large - small) * (rows.n_common + 1), sizes[small])
    pairs = Pairs(pairs.left, pairs.right, pairs.shared + sums(found_in(rows.common_keys, moved), ends))
    return pairs[pairs.shared >= wanted]


def candidate_pairs(hashes: Hashes, owner: Indices, n_texts: int, cap: int = CAP) -> tuple[Indices, Indices]:
    """Pairs of texts that share at least SHARED hashes which at most `cap` texts have.

    hashes, owner: a row for each hash of a text, no row twice. Returns (left, right) with left < right, in order.
    """
    order = np.lexsort((hashes, owner))
    bounds = np.searchsorted(owner[order], np.arange(n_texts + 1))
    found = list(proposals(postings(hashes[order], bounds, cap)))
    empty = np.zeros(0, np.int64)
    left, right = (np.concatenate([empty, *sides]) for sides in ((p.left for p in found), (p.right for p in found)))
    return left, right
