"""What a Chinese or an English text tells in figures, as keys that its translation has too.

A translation keeps the figures of a report, and nearly their order, whatever becomes of the words. So a key is a pair
of numbers that stand near each other, and which texts have it tells what may be one report in two languages.
"""

import functools

import numpy as np
from numpy.typing import NDArray

from newsmill.overlap.flat import run_starts
from newsmill.overlap.native import kernels
from newsmill.overlap.normal import Flags, Hashes, Indices, Units, mix, units_of

_STEPS = (1, 2, 3)
"""A number makes a pair with each of the next three: dates name year and day in another order, large numbers have
another unit."""
_KEPT = 16
"""Keys of a text that are kept, the smallest: texts with the same figures keep the same (bottom-k sketch, Broder)."""
_CHINESE, _ENGLISH = ("的", 0.002), ("the", 0.02)
"""What a text in the language has, and how much of it at least; no other language with the sign has so much."""
_MONTH = "月"
"""Behind a number in Chinese, where English has a word."""
_SIDE = np.uint64(1)


def figure_keys(units: Units) -> tuple[Hashes, NDArray[np.int32]]:
    """The keys of each text, sorted, and where those of each start. The last bit says in which language the text is."""
    bounds = units.bounds()
    if native := kernels():
        least = _CHINESE[1], _ENGLISH[1]
        return native.figures(units.hashes, units.is_number, bounds, _signs(), least, _KEPT)
    values, text = _smallest(units, np.diff(bounds))
    return values, np.searchsorted(text, np.arange(len(bounds))).astype(np.int32)


def _smallest(units: Units, sizes: Indices) -> tuple[Hashes, Indices]:
    """The keys of each text, and the text of each, in order. sizes: units of each text."""
    chinese, english = (_has(units, sizes, *sign) for sign in (_CHINESE, _ENGLISH))
    at = np.flatnonzero(units.is_number)
    at = at[(chinese | english)[units.text[at]]]
    after = np.minimum(at + 1, len(units.hashes) - 1)
    at = at[(units.hashes[after] != _hash_of(_MONTH)) | (units.text[after] != units.text[at])]
    hashes, text = units.hashes[at], units.text[at]
    parts = [_pairs(hashes, text, step) for step in _STEPS]
    values, text = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    values = sideless(values) | chinese[text].astype(np.uint64)
    order = np.lexsort((values, text))
    values, text = values[order], text[order]
    first = np.zeros(len(values), np.bool_)
    first[run_starts(values)] = True
    first[run_starts(text)] = True
    values, text = values[first], text[first]
    starts = run_starts(text)
    rank = np.arange(len(text)) - np.repeat(starts, np.diff(np.append(starts, len(text))))
    return values[rank < _KEPT], text[rank < _KEPT]


def sideless(keys: Hashes) -> Hashes:
    """The keys without their language."""
    return keys & ~_SIDE


def counterparts(keys: Hashes) -> Hashes:
    """The keys that a text in the other language has where it tells the same."""
    return keys ^ _SIDE


def _pairs(hashes: Hashes, text: Indices, step: int) -> tuple[Hashes, Indices]:
    """Pairs of different numbers of one text that stand so far apart, in either order."""
    near, far = hashes[:-step], hashes[step:]
    kept = (text[:-step] == text[step:]) & (near != far)
    return mix(near[kept] + far[kept]), text[:-step][kept]


def _has(units: Units, sizes: Indices, sign: str, least: float) -> Flags:
    """Which texts have a sign or a word so often. sizes: units of each text."""
    count = np.bincount(units.text[np.flatnonzero(units.hashes == _hash_of(sign))], minlength=len(sizes))
    often: Flags = count > least * sizes
    return often


@functools.cache
def _signs() -> Hashes:
    return np.array([_hash_of(sign) for sign in (_CHINESE[0], _ENGLISH[0], _MONTH)])


@functools.cache
def _hash_of(unit: str) -> np.uint64:
    return np.uint64(units_of([unit]).hashes[0])
