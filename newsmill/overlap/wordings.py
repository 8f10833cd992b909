"""Distinct texts, opened a batch at a time to judge pairs of them."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from newsmill.overlap.corpus import Corpus
from newsmill.overlap.memory import Memory
from newsmill.overlap.normal import Flags, Indices
from newsmill.overlap.profile import profiles_of
from newsmill.overlap.verify import Judgements, judge

_LETTERS_AT_ONCE = 8_000_000
"""Letters of the texts of a batch of pairs: some 60 MB of profiles."""
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
    while start < len(costs):
        done = costs[start - 1] if start else 0
        stop = max(start + 1, int(np.searchsorted(costs, done + _LETTERS_AT_ONCE, side="right")))
        part = order[start:stop]
        opened, sides = np.unique(np.concatenate([left[part], right[part]]), return_inverse=True)
        profiles = profiles_of(corpus.bodies(rows[opened]))
        flags = pairs.same_heading[part], pairs.other_heading[part]
        yield pairs[part], judge(profiles, sides[: stop - start], sides[stop - start :], *flags)
        start = stop


def _by_report(left: Indices, right: Indices, count: int) -> Indices:
    """An order in which a wording's pairs are mostly near each other, so that it is opened once."""
    label = np.arange(count)
    for _ in range(_ROUNDS):
        least = np.minimum(label[left], label[right])
        np.minimum.at(label, left, least)
        np.minimum.at(label, right, least)
    return np.lexsort((right, left, label[left]))
