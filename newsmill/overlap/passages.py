"""Passages that two texts share, sentence by sentence, each in the words of both.

A pure function of the two texts.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import NamedTuple

import numpy as np

from newsmill import chars
from newsmill.overlap.alignment import Aligned, Outlines
from newsmill.overlap.flat import distinct, found_in
from newsmill.overlap.normal import Indices, units_of
from newsmill.overlap.outline import Outline
from newsmill.overlap.sentences import Span
from newsmill.overlap.sketch import SHINGLE, grams

MOST_PASSAGES = 20
"""Passages told of a pair, the largest."""

_CONTAINED = 0.25
"""Share of the smaller sentence's shingles from which two sentences are one, told twice."""
_LESS_CONTAINED = 0.15
_ALIKE = 0.3
"""Cosine of the pairs of units that makes up for a smaller share. By itself it joins what has nothing in common."""
_FEWEST_SHINGLES = 6
_LEAST_SHARED = 48
"""Letters (chars.weight) that two sentences must share: less is a stock phrase, a name or the title of a law."""
_SAME_NUMBERS = 0.6
"""Share of the numbers of the sentence with fewer that the other must have: notices differ in figures alone."""


class Pair(NamedTuple):
    """A sentence of the first text and one of the second, as indices."""

    first: int
    second: int


class Block(NamedTuple):
    """Neighbouring sentences of the one text and of the other, as indices, the last ones included."""

    first: int
    first_last: int
    second: int
    second_last: int


class Passage(NamedTuple):
    """A passage as two texts word it: text[start:stop] of each, and how much of it they share."""

    first: Span
    second: Span
    sentences: int
    """Sentences of the side that has more."""
    shared: int
    """Distinct shingles that both sides have."""
    smaller: int
    """Distinct shingles of the side with fewer."""
    larger: int

    @property
    def similarity(self) -> float:
        """Jaccard similarity of the shingles."""
        return self.shared / (self.smaller + self.larger - self.shared)

    @property
    def containment(self) -> float:
        """Share of the smaller side's shingles that the other has."""
        return self.shared / self.smaller


def shared_passages(first: Outline, second: Outline) -> list[Passage]:
    """The passages that two texts share, in the order of the first; at most MOST_PASSAGES, the largest."""
    (found,) = passages_of([first, second], np.zeros(1, np.int64), np.ones(1, np.int64))
    return found


def passages_of(outlines: Sequence[Outline], left: Indices, right: Indices) -> list[list[Passage]]:
    """The same of many pairs of texts, given by their places among the outlines."""
    texts = Outlines(outlines)
    blocks: list[Sequence[int]] = []
    owner = []
    firsts, seconds = left.tolist(), right.tolist()
    for pair, told in _told(texts.align(left, right)):
        one, other = firsts[pair], seconds[pair]
        for block in _blocks(outlines[one], outlines[other], told):
            blocks.append((one, block.first, block.first_last, other, block.second, block.second_last))
            owner.append(pair)
    found: list[list[Passage]] = [[] for _ in left]
    sizes = texts.measure(blocks)
    for pair, row, *measures in zip(
        owner, blocks, sizes.first.tolist(), sizes.second.tolist(), sizes.both.tolist(), strict=True
    ):
        found[pair].append(_passage(outlines, row, *measures))
    return [_largest(passages) for passages in found]


def shared_shingles(first: Outline, second: Outline) -> dict[Pair, int]:
    """How many shingles two sentences share, where they share any, in order.

    A shingle that stands in very many sentences of either text is left out.
    """
    found = Outlines([first, second]).align(np.zeros(1, np.int64), np.ones(1, np.int64))
    pairs = map(Pair, found.first.tolist(), found.second.tolist())
    return dict(zip(pairs, found.shared.tolist(), strict=True))


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


class _Told(NamedTuple):
    """Sentences that two texts share."""

    sure: Mapping[Pair, int]
    """Pairs that may be one sentence told twice, and how many shingles they share."""
    smaller: Mapping[Pair, int]
    """Shingles of the sentence with fewer, of each of these."""
    continued: Set[Pair]
    """Pairs that belong to a passage beside them."""


def _told(found: Aligned) -> Iterator[tuple[int, _Told]]:
    """The pairs of texts that may share a passage."""
    agree = found.numbers >= _SAME_NUMBERS * found.fewer_numbers
    sure = agree & (found.shared >= _FEWEST_SHINGLES) & (found.shared / found.smaller >= _LESS_CONTAINED)
    continued = agree & (found.shared >= _CONTAINED * found.smaller)
    pairs = list(map(Pair, found.first.tolist(), found.second.tolist()))
    shared, smaller, is_sure, goes_on = (column.tolist() for column in (found.shared, found.smaller, sure, continued))
    texts = distinct(found.pair[sure])
    starts, stops = (np.searchsorted(found.pair, texts, side).tolist() for side in ("left", "right"))
    for pair, start, stop in zip(texts.tolist(), starts, stops, strict=True):
        own = range(start, stop)
        kept = [place for place in own if is_sure[place]]
        yield (
            pair,
            _Told(
                {pairs[place]: shared[place] for place in kept},
                {pairs[place]: smaller[place] for place in kept},
                {pairs[place] for place in own if goes_on[place]},
            ),
        )


def _blocks(first: Outline, second: Outline, told: _Told) -> list[Block]:
    """Runs of sentences that are told in both texts, in the order of the first text.

    They start from pairs that are beyond doubt and take in their neighbours: the other half of a sentence that one text
    splits, a short one between two long ones.
    """
    sure = {
        pair: count for pair, count in told.sure.items() if _is_passage(first, second, pair, count, told.smaller[pair])
    }
    seeds = list(matched(sure))
    taken = {pair.first for pair in seeds}, {pair.second for pair in seeds}
    free = {pair for pair in told.continued if pair.first not in taken[0] or pair.second not in taken[1]}
    blocks = []
    for pair in seeds:
        block = Block(pair.first, pair.first, pair.second, pair.second)
        for step in (1, -1) if free else ():
            block = _extended(free, taken, block, step)
        blocks.append(block)
    joined: list[Block] = []
    for block in sorted(blocks):
        last = joined[-1] if joined else None
        if last and (last.first_last + 1, last.second_last + 1) == (block.first, block.second):
            joined[-1] = Block(last.first, block.first_last, last.second, block.second_last)
        else:
            joined.append(block)
    return joined


def _extended(continued: Set[tuple[int, int]], taken: tuple[set[int], set[int]], block: Block, step: int) -> Block:
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
            return Block(low, high, other_low, other_high)


def _is_passage(first: Outline, second: Outline, pair: Pair, count: int, smaller: int) -> bool:
    """Whether two sentences that share so many shingles, and their numbers, are one, told twice."""
    one = first.sentence_text(pair.first)
    words = one if first.sizes[pair.first] == smaller else second.sentence_text(pair.second)
    if (count + SHINGLE - 1) * chars.weight(words) < _LEAST_SHARED * (smaller + SHINGLE - 1):
        return False
    return count / smaller >= _CONTAINED or _pair_cosine(one, second.sentence_text(pair.second)) >= _ALIKE


def _pair_cosine(one: str, other: str) -> float:
    """Cosine of two sentences as sets of neighbouring units, which are comparable over scripts; single ones are not."""
    values, owner = grams(units_of([one, other]), 2)
    pairs, others = distinct(values[owner == 0]), distinct(values[owner == 1])
    common = np.count_nonzero(found_in(pairs, others))
    return float(common / np.sqrt(max(1, len(pairs) * len(others))))


def _passage(outlines: Sequence[Outline], block: Sequence[int], one: int, other: int, both: int) -> Passage:
    """The passage of a block. one, other, both: distinct shingles of its sides, and those that both have."""
    first, start, last, second, other_start, other_last = block
    smaller, larger = sorted((one, other))
    return Passage(
        (outlines[first].spans[start][0], outlines[first].spans[last][1]),
        (outlines[second].spans[other_start][0], outlines[second].spans[other_last][1]),
        max(last - start, other_last - other_start) + 1,
        both,
        smaller,
        larger,
    )


def _largest(passages: list[Passage]) -> list[Passage]:
    """The largest of the passages of a pair, in the order of the first text."""
    passages.sort(key=lambda passage: (-passage.shared, passage.first, passage.second))
    return sorted(passages[:MOST_PASSAGES], key=lambda passage: passage.first)
