"""Headlines of texts: two tellings of one report may meet in little else, and a lead shares that of its report.

Headlines are compared by pairs of units. A text that came under several has all of them.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from newsmill.overlap.candidates import candidate_pairs
from newsmill.overlap.flat import Sets
from newsmill.overlap.normal import Flags, Hashes, Indices, mix

SAME = 0.6
"""Share of the shorter headline's pairs of units that the other has, from which they are one headline."""
_OTHER = 0.3
"""The same, below which they are two."""
DAYS = 3
"""Days that may lie between two tellings."""
_FEWEST = 3
"""A headline of fewer pairs is a rubric."""
_MICROSECONDS = 86_400_000_000


@dataclass(frozen=True, slots=True)
class Headings:
    """Headlines of texts by row, and of wordings, each of which may be the text of several rows."""

    hashes: Hashes
    owner: Indices
    """The row of each hash."""
    days: Indices
    """For each row, the day that it was published; -1 where nobody knows."""
    wording: Indices
    """Of each row."""

    @classmethod
    def of(cls, texts: pa.Table, sketches: pa.Table, wording: Indices) -> "Headings":
        """texts: with `published_at`; sketches: with `heading`; both in one order, and `wording` of each row in it."""
        days = texts["published_at"].cast(pa.int64()).fill_null(-1).to_numpy() // _MICROSECONDS
        headings = sketches["heading"].combine_chunks()
        sizes = np.diff(headings.offsets.to_numpy())
        owner = np.repeat(np.arange(len(sizes)), sizes)
        kept = (sizes >= _FEWEST)[owner]
        return cls(headings.flatten().to_numpy()[kept], owner[kept], days, wording)

    def alike(self) -> tuple[Indices, Indices]:
        """Pairs of wordings, left < right, of which some texts have one headline and are at most DAYS apart."""
        kept = np.isin(self.owner, self._distinct_rows())
        hashes, owner = self.hashes[kept], self.owner[kept]
        left, right = candidate_pairs(*self._dated(hashes, owner), len(self.days))
        words = Sets.of(hashes, owner, len(self.days))
        same = words.shared(left, right) >= SAME * np.minimum(words.sizes()[left], words.sizes()[right])
        same &= np.abs(self.days[left] - self.days[right]) <= DAYS
        left, right = self.wording[left], self.wording[right]
        same &= left != right
        pairs = np.unique(np.sort(np.stack([left[same], right[same]]), axis=0), axis=1)
        return pairs[0], pairs[1]

    def differ(self, left: Indices, right: Indices) -> Flags:
        """Which pairs of wordings have headlines, and none of the one is like one of the other."""
        words = Sets.of(self.hashes, self.wording[self.owner], int(self.wording.max(initial=-1)) + 1)
        fewer = np.minimum(words.sizes()[left], words.sizes()[right])
        differ: Flags = (fewer > 0) & (words.shared(left, right) < _OTHER * fewer)
        return differ

    def _distinct_rows(self) -> Indices:
        """One row for each headline of a wording on a day that is known."""
        sums = np.zeros(len(self.days), np.uint64)
        np.add.at(sums, self.owner, mix(self.hashes))
        rows = np.flatnonzero((sums != 0) & (self.days >= 0))
        keys = np.stack([sums[rows], self.days[rows].astype(np.uint64), self.wording[rows].astype(np.uint64)])
        return rows[np.unique(keys, axis=1, return_index=True)[1]]

    def _dated(self, hashes: Hashes, owner: Indices) -> tuple[Hashes, Indices]:
        """Each hash for the days around it only: a headline that comes back every year proposes nothing, and a hash is
        held by as few texts as were written in a few days, however large the corpus."""
        window = self.days[owner] // DAYS
        both = [mix(hashes ^ mix((window + step).astype(np.uint64))) for step in (0, 1)]
        return np.concatenate(both), np.concatenate([owner, owner])
