"""Pairs of wordings as one number each, whichever of the two comes first."""

import numpy as np

from newsmill.overlap.flat import spans
from newsmill.overlap.normal import Indices

_BITS = 28
_MASK = (1 << _BITS) - 1


def coded(left: Indices, right: Indices) -> Indices:
    """The number of each pair."""
    return (np.minimum(left, right) << _BITS) | np.maximum(left, right)


def parted(codes: Indices) -> Indices:
    """The pairs again: two rows, the smaller wording above."""
    return np.stack([codes >> _BITS, codes & _MASK])


def all_pairs(owner: Indices, numbers: Indices) -> Indices:
    """All pairs of the holders of each key, as two rows. owner: which key each number holds."""
    order = np.lexsort((numbers, owner))
    owner, numbers = owner[order], numbers[order]
    ends = np.searchsorted(owner, owner, "right")
    after = np.arange(len(owner)) + 1
    places, _ = spans(after, ends - after)
    return np.stack([np.repeat(numbers, ends - after), numbers[places]])
