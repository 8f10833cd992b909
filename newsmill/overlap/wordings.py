"""Distinct texts, opened a batch at a time to judge pairs of them."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newsmill.overlap.corpus import Corpus
from newsmill.overlap.memory import Memory
from newsmill.overlap.normal import Flags, Indices
from newsmill.overlap.profile import profiles_of
from newsmill.overlap.verify import Judgements, judge

_LETTERS_AT_ONCE = 2_000_000
"""Letters of the texts of a batch of pairs: some 15 MB of profiles."""
_PAIRS_OF_A_TEXT = 16
"""A batch is looked for among pairs whose sides have so many times its letters: a text is a side of several pairs."""
_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of wordings, no pair twice."""

    left: Indices
    right: Indices
    same_heading: Flags
    """Texts of the two have one headline and came within days."""
    other_heading: Flags
    """Both have headlines, and none of the one is like one of the other."""

    def __getitem__(self, kept: Flags | Indices | slice) -> "Pairs":
        return Pairs(self.left[kept], self.right[kept], self.same_heading[kept], self.other_heading[kept])


def judged(memory: Memory, corpus: Corpus, pairs: Pairs) -> Iterator[tuple[Pairs, Judgements]]:
    """The judgement of each pair. The pairs come back in batches, those of one report together."""
    wordings, places = np.unique(np.concatenate([pairs.left, pairs.right]), return_inverse=True)
    left, right = places[: len(pairs.left)], places[len(pairs.left) :]
    rows = memory.texts_of(wordings)
    letters = corpus.sketches.take(rows, ["letters"])["letters"].to_numpy()
    order = _by_report(left, right, len(wordings))
    costs = np.cumsum((letters[left] + letters[right])[order], dtype=np.int64)
    start = 0
    while start < len(order):
        most = (costs[start - 1] if start else 0) + _PAIRS_OF_A_TEXT * _LETTERS_AT_ONCE
        window = order[start : max(start + 1, int(np.searchsorted(costs, most, side="right")))]
        part = _first_of(window, left, right, letters)
        opened, sides = _as_they_come(np.concatenate([left[part], right[part]]))
        profiles = profiles_of(corpus.column(rows[opened]), _signs(memory, wordings[opened]))
        flags = pairs.same_heading[part], pairs.other_heading[part]
        yield pairs[part], judge(profiles, sides[: len(part)], sides[len(part) :], *flags)
        start += len(part)


def _as_they_come(values: Indices) -> tuple[Indices, Indices]:
    """Each value once, in the order in which they first come, and the place of each: texts of pairs that are near each
    other lie near each other in memory."""
    single, first, places = np.unique(values, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return single[order], rank[places]


def _first_of(window: Indices, left: Indices, right: Indices, letters: Indices) -> Indices:
    """The first pairs of a window, as many as can be judged with so many letters open. A text is open once."""
    sides = np.stack([left[window], right[window]], axis=1).ravel()
    single, first = np.unique(sides, return_index=True)
    opened = np.zeros(len(sides), np.int64)
    opened[first] = letters[single]
    within = int(np.searchsorted(np.cumsum(opened)[1::2], _LETTERS_AT_ONCE, side="right"))
    return window[: max(1, within)]


def _signs(memory: Memory, wordings: Indices) -> NDArray[np.uint8]:
    """What is known of how the texts break off."""
    _, rows = memory.wordings.get(wordings.astype(np.uint64))
    signs: NDArray[np.uint8] = rows["signs"]
    return signs


def _by_report(left: Indices, right: Indices, count: int) -> Indices:
    """An order in which a wording's pairs are mostly near each other, so that it is opened once."""
    label = np.arange(count)
    for _ in range(_ROUNDS):
        least = np.minimum(label[left], label[right])
        np.minimum.at(label, left, least)
        np.minimum.at(label, right, least)
    return np.lexsort((right, left, label[left]))
