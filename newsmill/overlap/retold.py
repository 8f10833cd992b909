"""Runs of sentences that are told in two texts, found from the sentences that they share.

They start from pairs that are beyond doubt and take in their neighbours: the other half of a sentence that one text
splits, a short one between two long ones. A pure function of the sentences; exchanging the texts exchanges the sides.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import NamedTuple

import numpy as np

from newsmill.overlap.alignment import Aligned
from newsmill.overlap.flat import distinct
from newsmill.overlap.native import kernels
from newsmill.overlap.normal import Flags, Indices


class Pair(NamedTuple):
    """A sentence of the first text and one of the second, as indices."""

    first: int
    second: int


class Blocks(NamedTuple):
    """Neighbouring sentences of the one text and of the other, as indices, the last ones included: by pair of texts,
    then in the order of the first."""

    pair: Indices
    """Which pair of texts."""
    first: Indices
    first_last: Indices
    second: Indices
    second_last: Indices


_Block = tuple[int, int, int, int]
"""One of them, without its pair of texts."""


def retold(found: Aligned, sure: Flags, continued: Flags) -> Blocks:
    """The blocks of all pairs of texts. sure: pairs of sentences that are one, told twice; continued: those that belong
    to a block beside them."""
    if native := kernels():
        return Blocks(*native.retold((found.pair, found.first, found.second, found.shared), sure, continued))
    rows = [(pair, *block) for pair, told in _told(found, sure, continued) for block in _blocks(*told)]
    return Blocks(*np.array(rows, np.int64).reshape(-1, 5).T)


def matched(shared: Mapping[Pair, int]) -> Iterator[Pair]:
    """Pairs of sentences, each sentence once: those that share most first, then those nearest in place.

    Exchanging the two texts exchanges the sides of each pair and nothing else.
    """
    taken: tuple[set[int], set[int]] = set(), set()
    for pair in sorted(shared, key=lambda pair: (-shared[pair], abs(pair.first - pair.second), sum(pair), pair)):
        if pair.first not in taken[0] and pair.second not in taken[1]:
            taken[0].add(pair.first)
            taken[1].add(pair.second)
            yield pair


def _told(found: Aligned, sure: Flags, continued: Flags) -> Iterator[tuple[int, tuple[Mapping[Pair, int], Set[Pair]]]]:
    """The pairs of texts that have a block: what their sure sentences share, and their continued ones."""
    pairs = list(map(Pair, found.first.tolist(), found.second.tolist()))
    shared, is_sure, goes_on = (column.tolist() for column in (found.shared, sure, continued))
    texts = distinct(found.pair[sure])
    starts, stops = (np.searchsorted(found.pair, texts, side).tolist() for side in ("left", "right"))
    for pair, start, stop in zip(texts.tolist(), starts, stops, strict=True):
        own = range(start, stop)
        kept = {pairs[place]: shared[place] for place in own if is_sure[place]}
        yield pair, (kept, {pairs[place] for place in own if goes_on[place]})


def _blocks(sure: Mapping[Pair, int], continued: Set[Pair]) -> list[_Block]:
    """The blocks of two texts, in the order of the first."""
    seeds = list(matched(sure))
    taken = {pair.first for pair in seeds}, {pair.second for pair in seeds}
    free = {pair for pair in continued if pair.first not in taken[0] or pair.second not in taken[1]}
    blocks = []
    for first, second in seeds:
        block = (first, first, second, second)
        for step in (1, -1) if free else ():
            block = _extended(free, taken, block, step)
        blocks.append(block)
    return _joined(sorted(blocks))


def _joined(blocks: Sequence[_Block]) -> list[_Block]:
    """The blocks, neighbours in one."""
    joined: list[_Block] = []
    for block in blocks:
        start, last, other_start, other_last = joined[-1] if joined else (-1, -2, -1, -2)
        if (last + 1, other_last + 1) == (block[0], block[2]):
            joined[-1] = (start, block[1], other_start, block[3])
        else:
            joined.append(block)
    return joined


def _extended(continued: Set[tuple[int, int]], taken: tuple[set[int], set[int]], block: _Block, step: int) -> _Block:
    """The block with the free sentences behind it (step 1) or before it (step -1) that are told in both texts."""
    low, high, other_low, other_high = block
    while True:
        one, other = (high, other_high) if step > 0 else (low, other_low)
        grown = False
        for next_one, next_other in ((one + step, other + step), (one + step, other), (one, other + step)):
            if (next_one, next_other) not in continued:
                continue
            if (next_one != one and next_one in taken[0]) or (next_other != other and next_other in taken[1]):
                continue
            taken[0].add(next_one)
            taken[1].add(next_other)
            low, high = min(low, next_one), max(high, next_one)
            other_low, other_high = min(other_low, next_other), max(other_high, next_other)
            grown = True
        if not grown:
            return low, high, other_low, other_high
