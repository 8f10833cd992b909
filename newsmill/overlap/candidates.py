"""Which pairs of texts are worth a look: those that share at least two sketch hashes that few texts have."""

import numpy as np

from newsmill.overlap.normal import Hashes, Indices

CAP = 64
"""A hash that more distinct texts have than this is boilerplate and proposes nothing: it bounds the pairs of a hash."""

SHARED = 2
"""Hashes that a pair must share: one alone may be a stock phrase."""


def candidate_pairs(hashes: Hashes, owner: Indices, cap: int = CAP) -> tuple[Indices, Indices]:
    """Pairs of texts that share at least SHARED hashes which at most `cap` texts have.

    hashes, owner: flat, a row for each hash a text keeps, no row twice. Returns (left, right) with left < right, in
    order, no pair twice.
    """
    order = np.lexsort((owner, hashes))
    hashes, owner = hashes[order], owner[order]
    starts = np.flatnonzero(np.r_[True, hashes[1:] != hashes[:-1]]) if len(hashes) else np.zeros(0, np.int64)
    sizes = np.diff(np.r_[starts, len(hashes)])
    base = int(owner.max(initial=0)) + 1
    proposals = [np.zeros(0, np.int64)]
    for size in range(2, cap + 1):
        groups = owner[starts[sizes == size][:, None] + np.arange(size)]
        left, right = np.triu_indices(size, 1)
        proposals.append((groups[:, left] * base + groups[:, right]).ravel())
    codes, shared = np.unique(np.concatenate(proposals), return_counts=True)
    codes = codes[shared >= SHARED]
    return codes // base, codes % base
