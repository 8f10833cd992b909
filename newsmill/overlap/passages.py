"""Passages that two texts share, sentence by sentence, each in the words of both.

A pure function of the two texts.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from newsmill import chars
from newsmill.overlap.alignment import Aligned, Outlines
from newsmill.overlap.flat import distinct, found_in
from newsmill.overlap.normal import Flags, Indices, units_of
from newsmill.overlap.outline import Outline
from newsmill.overlap.retold import Pair, retold
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
    aligned = texts.align(left, right)
    agree = aligned.numbers >= _SAME_NUMBERS * aligned.fewer_numbers
    sure = agree & (aligned.shared >= _FEWEST_SHINGLES) & (aligned.shared / aligned.smaller >= _LESS_CONTAINED)
    sure[sure] = _are_passages(outlines, left, right, aligned[sure])
    blocks = retold(aligned, sure, agree & (aligned.shared >= _CONTAINED * aligned.smaller))
    rows = np.stack([left[blocks.pair], *blocks[1:3], right[blocks.pair], *blocks[3:]], axis=1)
    sizes = texts.measure(rows)
    found: list[list[Passage]] = [[] for _ in left]
    for pair, row, *measures in zip(
        *(column.tolist() for column in (blocks.pair, rows, sizes.first, sizes.second, sizes.both)), strict=True
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


def _are_passages(outlines: Sequence[Outline], left: Indices, right: Indices, pairs: Aligned) -> Flags:
    """Whether two sentences that share shingles, and their numbers, are one, told twice."""
    texts, others = left[pairs.pair].tolist(), right[pairs.pair].tolist()
    rows = zip(texts, pairs.first.tolist(), others, pairs.second.tolist(), pairs.smaller.tolist(), strict=True)
    told = []
    weights = []
    for text, first, other, second, smaller in rows:
        one, two = outlines[text], outlines[other]
        sides = one.sentence_text(first), two.sentence_text(second)
        told.append(sides)
        weights.append(chars.weight(sides[0] if one.sizes[first] == smaller else sides[1]))
    found: Flags = (pairs.shared + SHINGLE - 1) * weights >= _LEAST_SHARED * (pairs.smaller + SHINGLE - 1)
    unsure = np.flatnonzero(found & (pairs.shared < _CONTAINED * pairs.smaller))
    found[unsure] = [_pair_cosine(*told[row]) >= _ALIKE for row in unsure.tolist()]
    return found


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
