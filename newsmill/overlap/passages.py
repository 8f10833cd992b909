"""Passages that two texts share, sentence by sentence, each in the words of both.

A pure function of the two texts. The shingles of one are looked up in the other, so the cost grows with the length of
the texts and not with the product of their sentences.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from newsmill import chars
from newsmill.overlap.flat import distinct, found_in, run_starts
from newsmill.overlap.normal import Hashes, Indices, units_of
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
_MOST_REPEATED = 8
"""Sentences of one text that a shingle may stand in: what a text repeats more often costs the square."""


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


@dataclass(frozen=True, slots=True)
class Passage:
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
    shared = shared_shingles(first, second)
    blocks = _blocks(first, second, shared)
    passages = [_passage(first, second, block) for block in blocks]
    passages.sort(key=lambda passage: (-passage.shared, passage.first, passage.second))
    return sorted(passages[:MOST_PASSAGES], key=lambda passage: passage.first)


def shared_shingles(first: Outline, second: Outline) -> dict[Pair, int]:
    """How many shingles two sentences share, where they share any, in order.

    A shingle that stands in more than _MOST_REPEATED sentences of either text is left out.
    """
    starts = np.searchsorted(second.shingles, first.shingles, "left")
    counts = np.searchsorted(second.shingles, first.shingles, "right") - starts
    repeated = _multiplicity(first.shingles)
    kept = np.flatnonzero((counts > 0) & (counts <= _MOST_REPEATED) & (repeated <= _MOST_REPEATED))
    starts, counts = starts[kept], counts[kept]
    ends = np.cumsum(counts)
    places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - (ends - counts), counts)
    width = max(1, len(second.spans))
    codes = np.repeat(first.sentence[kept], counts) * width + second.sentence[places]
    codes.sort()
    firsts = run_starts(codes)
    shared = np.diff(np.append(firsts, len(codes)))
    return {
        Pair(*divmod(code, width)): count for code, count in zip(codes[firsts].tolist(), shared.tolist(), strict=True)
    }


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


def _multiplicity(ordered: Indices | Hashes) -> Indices:
    """For each value of a sorted array, how often it stands there."""
    return np.searchsorted(ordered, ordered, "right") - np.searchsorted(ordered, ordered, "left")


def _blocks(first: Outline, second: Outline, shared: Mapping[Pair, int]) -> list[Block]:
    """Runs of sentences that are told in both texts, in the order of the first text.

    They start from pairs that are beyond doubt and take in their neighbours: the other half of a sentence that one text
    splits, a short one between two long ones.
    """
    sure = {pair: count for pair, count in shared.items() if _is_passage(first, second, pair, count)}
    seeds = list(matched(sure))
    taken = {pair.first for pair in seeds}, {pair.second for pair in seeds}
    blocks = []
    for pair in seeds:
        block = Block(pair.first, pair.first, pair.second, pair.second)
        for step in (1, -1):
            block = _extended(first, second, shared, taken, block, step)
        blocks.append(block)
    joined: list[Block] = []
    for block in sorted(blocks):
        last = joined[-1] if joined else None
        if last and (last.first_last + 1, last.second_last + 1) == (block.first, block.second):
            joined[-1] = Block(last.first, block.first_last, last.second, block.second_last)
        else:
            joined.append(block)
    return joined


def _extended(
    first: Outline,
    second: Outline,
    shared: Mapping[Pair, int],
    taken: tuple[set[int], set[int]],
    block: Block,
    step: int,
) -> Block:
    """The block with the free sentences behind it (step 1) or before it (step -1) that are told in both texts."""
    low, high, other_low, other_high = block
    while True:
        one, other = (high, other_high) if step > 0 else (low, other_low)
        grown = False
        for pair in (Pair(one + step, other + step), Pair(one + step, other), Pair(one, other + step)):
            new_first, new_second = pair.first != one, pair.second != other
            free = not (new_first and pair.first in taken[0]) and not (new_second and pair.second in taken[1])
            if free and _is_continued(first, second, pair, shared.get(pair, 0)):
                taken[0].add(pair.first)
                taken[1].add(pair.second)
                low, high = min(low, pair.first), max(high, pair.first)
                other_low, other_high = min(other_low, pair.second), max(other_high, pair.second)
                grown = True
        if not grown:
            return Block(low, high, other_low, other_high)


def _is_continued(first: Outline, second: Outline, pair: Pair, count: int) -> bool:
    """Whether two sentences beside a shared passage belong to it."""
    return (
        count > 0
        and count >= _CONTAINED * min(first.sizes[pair.first], second.sizes[pair.second])
        and _numbers_agree(first, second, pair)
    )


def _is_passage(first: Outline, second: Outline, pair: Pair, count: int) -> bool:
    """Whether two sentences that share so many shingles are one, told twice."""
    if count < _FEWEST_SHINGLES:
        return False
    contained = count / min(first.sizes[pair.first], second.sizes[pair.second])
    if contained < _LESS_CONTAINED or not _numbers_agree(first, second, pair):
        return False
    one, other = first.sentence_text(pair.first), second.sentence_text(pair.second)
    units = min(first.sizes[pair.first], second.sizes[pair.second]) + SHINGLE - 1
    smaller = one if first.sizes[pair.first] <= second.sizes[pair.second] else other
    if (count + SHINGLE - 1) * chars.weight(smaller) < _LEAST_SHARED * units:
        return False
    return contained >= _CONTAINED or _pair_cosine(one, other) >= _ALIKE


def _numbers_agree(first: Outline, second: Outline, pair: Pair) -> bool:
    one, other = first.numbers(pair.first), second.numbers(pair.second)
    return len(one & other) >= _SAME_NUMBERS * min(len(one), len(other))


def _pair_cosine(one: str, other: str) -> float:
    """Cosine of two sentences as sets of neighbouring units, which are comparable over scripts; single ones are not."""
    values, owner = grams(units_of([one, other]), 2)
    pairs, others = distinct(values[owner == 0]), distinct(values[owner == 1])
    common = np.count_nonzero(found_in(pairs, others))
    return float(common / np.sqrt(max(1, len(pairs) * len(others))))


def _passage(first: Outline, second: Outline, block: Block) -> Passage:
    """The passage of a block."""
    one = _distinct(first, block.first, block.first_last)
    other = _distinct(second, block.second, block.second_last)
    smaller, larger = sorted((len(one), len(other)))
    return Passage(
        (first.spans[block.first][0], first.spans[block.first_last][1]),
        (second.spans[block.second][0], second.spans[block.second_last][1]),
        max(block.first_last - block.first, block.second_last - block.second) + 1,
        int(np.count_nonzero(found_in(other, one))),
        smaller,
        larger,
    )


def _distinct(outline: Outline, start: int, last: int) -> Hashes:
    """Distinct shingles of consecutive sentences."""
    return distinct(outline.shingles[(outline.sentence >= start) & (outline.sentence <= last)])
