"""The distinct texts, opened a batch at a time to judge pairs of them."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from newsmill.overlap.normal import Flags, Indices
from newsmill.overlap.profile import profiles_of
from newsmill.overlap.verify import Judgements, judge

_LETTERS_AT_ONCE = 8_000_000
"""Letters of the texts of a batch of pairs: some 60 MB of profiles."""
_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of wordings, left < right, no pair twice."""

    left: Indices
    right: Indices
    same_heading: Flags
    """Texts of the two have one headline and came within days."""
    other_heading: Flags
    """Both have headlines, and none of the one is like one of the other."""

    def __getitem__(self, kept: Flags | Indices | slice) -> "Pairs":
        return Pairs(self.left[kept], self.right[kept], self.same_heading[kept], self.other_heading[kept])


@dataclass(frozen=True, slots=True)
class Wordings:
    """The distinct texts by number."""

    texts: pa.ChunkedArray
    rows: Indices
    """For each wording the row of `texts` that has it."""
    letters: Indices
    """Of each wording."""

    def text(self, wording: int) -> str:
        return str(self.texts[int(self.rows[wording])].as_py())

    def judge(self, pairs: Pairs) -> Iterator[tuple[Pairs, Judgements]]:
        """The judgement of each pair. The pairs come back in batches, those of one report together."""
        pairs = pairs[_by_report(pairs, len(self.rows))]
        costs = np.cumsum(self.letters[pairs.left] + self.letters[pairs.right])
        start = 0
        while start < len(costs):
            done = costs[start - 1] if start else 0
            stop = max(start + 1, int(np.searchsorted(costs, done + _LETTERS_AT_ONCE, side="right")))
            part = pairs[start:stop]
            wordings, places = np.unique(np.concatenate([part.left, part.right]), return_inverse=True)
            left, right = places[: stop - start], places[stop - start :]
            profiles = profiles_of(self.texts.take(pa.array(self.rows[wordings])).to_pylist())
            yield part, judge(profiles, left, right, part.same_heading, part.other_heading)
            start = stop


def _by_report(pairs: Pairs, count: int) -> Indices:
    """An order in which a wording's pairs are mostly near each other, so that it is opened once."""
    label = np.arange(count)
    for _ in range(_ROUNDS):
        least = np.minimum(label[pairs.left], label[pairs.right])
        np.minimum.at(label, pairs.left, least)
        np.minimum.at(label, pairs.right, least)
    return np.lexsort((pairs.right, pairs.left, label[pairs.left]))
