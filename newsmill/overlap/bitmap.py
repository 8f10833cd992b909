"""Bitmaps of texts: how many pairs of units two texts share, read off 256 bytes of each.

Each pair of neighbouring units sets one bit. The number of distinct ones is read from the bits that stay empty (linear
counting, Whang, Vander-Zanden & Taylor 1990), and what two texts share from their sizes and that of their union, within
two hundredths of the union for an article of news. Pairs of units outlive an editor's or a second translator's hand
where runs of five do not.
"""

import numpy as np
from numpy.typing import NDArray

from newsmill.overlap.native import kernels
from newsmill.overlap.normal import Hashes, Indices

BITS = 2048
BYTES = BITS // 8
_POSITION = np.uint64(64 - 11)
_FULL = BITS - 64
"""Bits set from which a bitmap is too full to count with."""

Bitmaps = NDArray[np.uint64]
"""A row of BITS / 64 words for each text."""


def bitmaps(pairs: Hashes, text: Indices, n_texts: int) -> Bitmaps:
    """The bitmap of each text. pairs: hashes of its pairs of units; text: which text each is of."""
    bits = np.zeros(n_texts * BITS, np.uint8)
    bits[text * BITS + (pairs >> _POSITION).astype(np.int64)] = 1
    return np.packbits(bits, bitorder="little").view(np.uint64).reshape(n_texts, BITS // 64)


def filled_in(maps: Bitmaps) -> Indices:
    """Bits set in each bitmap."""
    filled: Indices = np.bitwise_count(maps).sum(1, dtype=np.int64)
    return filled


def resemblance(maps: Bitmaps, filled: Indices, left: Indices, right: Indices) -> NDArray[np.float64]:
    """About the Jaccard similarity of the pairs of units of each pair of texts; 1 where a text is too long to tell.

    filled: bits set in each of the maps.
    """
    native = kernels()
    union = native.unions(maps, left, right) if native else filled_in(maps[left] | maps[right])
    both = _distinct(filled[left]) + _distinct(filled[right])
    either = np.maximum(_distinct(union), 1.0)
    return np.where(union >= _FULL, 1.0, both / either - 1.0)


def _distinct(filled: Indices) -> NDArray[np.float64]:
    """About how many distinct values set so many bits."""
    return -BITS * np.log1p(-np.minimum(filled, BITS - 1) / BITS)
