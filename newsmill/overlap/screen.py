"""Which candidates are worth opening both texts for, told by their sketches alone: one in thirty, on news."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newsmill.overlap.bitmap import Bitmaps, filled_in, resemblance
from newsmill.overlap.candidates import CAP, Pairs, joined, proposals
from newsmill.overlap.corpus import Corpus, Lists, bitmaps_of
from newsmill.overlap.flat import distinct, found_in, spans, sums
from newsmill.overlap.memory import Memory
from newsmill.overlap.native import kernels
from newsmill.overlap.normal import Flags, Hashes, Indices
from newsmill.overlap.postings import KEY_BITS, Postings
from newsmill.overlap.sketch import SCALES, scales

_LEAST = 0.04
"""Share of the smaller text's hashes without which nothing is looked at: less than a link needs, by what sampling may
miss."""
_PART = 0.16
"""The same for a text inside another or a part of it."""
_ALIKE = 0.15
"""Resemblance of the bitmaps from which a text may be another one reworded; what that takes is above, too."""
_MANY = 4
"""Where one text in so many is looked for, the sketches of all are read at once."""


@dataclass(frozen=True, slots=True)
class Sketched:
    """The sketches of some wordings."""

    wordings: Indices
    """Ascending."""
    hashes: Lists
    scale: Indices
    kept: NDArray[np.int64]
    """For each, how many of its hashes are kept at each of SCALES."""
    bitmaps: Bitmaps
    filled: Indices
    """Bits set in each bitmap."""
    keys: Hashes
    """Place of the wording, then what the postings know of each of its hashes: ascending."""

    @classmethod
    def of(cls, memory: Memory, corpus: Corpus, wordings: Indices) -> "Sketched":
        """The sketches of wordings. wordings: ascending."""
        table = corpus.sketches.take(memory.texts_of(wordings), ["hashes", "pairs", "shingles"])
        hashes = Lists.of(table["hashes"])
        keys = np.sort(_coded(hashes.owner, hashes.values))
        scale = scales(table["shingles"].to_numpy())
        maps = bitmaps_of(table["pairs"])
        return cls(wordings, hashes, scale, _kept(hashes), maps, filled_in(maps), keys)

    def at(self, wordings: Indices) -> Indices:
        """The places of wordings."""
        if len(self.wordings) and self.wordings[-1] - self.wordings[0] + 1 == len(self.wordings):
            places: Indices = wordings - self.wordings[0]  # none is left out, as when all are new
            return places
        return np.searchsorted(self.wordings, wordings)

    def have(self, places: Indices, hashes: Hashes) -> Flags:
        """Which of the hashes the wording at the place beside it has."""
        return found_in(self.keys, _coded(places, hashes))

    def held(self, lists: Lists, left: Indices, right: Indices) -> Indices:
        """How many hashes of each list on the left the wording at the place beside it has."""
        if native := kernels():
            keys = np.sort(_coded(lists.owner, lists.values))
            own = (self.keys, self.hashes.bounds)
            return native.shared((keys, lists.bounds), left, own, right, KEY_BITS)
        places, ends = spans(lists.bounds[left], lists.sizes[left])
        return sums(self.have(np.repeat(right, lists.sizes[left]), lists.values[places]), ends)

    def in_both(self, left: Indices, right: Indices) -> tuple[Indices, Hashes]:
        """The hashes that the wordings at two places share: which pair, and the hash."""
        sizes = self.hashes.sizes
        swap = sizes[left] > sizes[right]
        small, large = np.where(swap, right, left), np.where(swap, left, right)
        places, _ = spans(self.hashes.bounds[small], sizes[small])
        pair, values = np.repeat(np.arange(len(left)), sizes[small]), self.hashes.values[places]
        both = self.have(large[pair], values)
        return pair[both], values[both]

    def smaller(self, left: Indices, right: Indices) -> Indices:
        """Hashes of the text with fewer, both taken at the coarser scale of the two."""
        rank = np.searchsorted(SCALES, np.maximum(self.scale[left], self.scale[right]))
        return np.minimum(self.kept[left, rank], self.kept[right, rank])


def search(memory: Memory, corpus: Corpus, wordings: Indices) -> Pairs:
    """The pairs of these wordings and any others that may be a report and its copy, part or second telling.

    wordings: ascending. The sketches of the others are read only where these propose them.
    """
    whole = None
    if len(wordings) * _MANY > np.count_nonzero(memory.alive):
        whole = Sketched.of(memory, corpus, np.flatnonzero(memory.alive))
    own = whole if whole and len(whole.wordings) == len(wordings) else Sketched.of(memory, corpus, wordings)
    keys = Lists(Postings.keys(own.hashes.values), own.hashes.bounds)
    found = []
    for pairs, part, rare in proposals(memory.hashes, memory.alive, wordings, keys, CAP):
        every = whole or Sketched.of(memory, corpus, distinct(wordings[part], pairs.right))
        rows = slice(own.hashes.bounds[part.start], own.hashes.bounds[part.stop])
        common = Lists(
            own.hashes.values[rows][~rare],
            np.concatenate(([0], np.cumsum(~rare)))[
                own.hashes.bounds[part.start : part.stop + 1] - own.hashes.bounds[part.start]
            ],
        )
        found.append(_screened(every, pairs, common, np.searchsorted(wordings[part], pairs.left)))
    return joined(found)


def _screened(every: Sketched, pairs: Pairs, common: Lists, owner: Indices) -> Pairs:
    """The likely pairs. common: boilerplate hashes of the texts on the left; owner: whose they are, for each pair.

    What two texts are to each other must not depend on what is common among others, so boilerplate counts here.
    """
    left, right = every.at(pairs.left), every.at(pairs.right)
    smaller = every.smaller(left, right)
    most = pairs.shared + common.sizes[owner]
    alike = most >= np.ceil(_LEAST * smaller)
    alike[alike] = resemblance(every.bitmaps, every.filled, left[alike], right[alike]) >= _ALIKE
    possible = np.flatnonzero(alike | (most >= _PART * smaller))
    left, right, owner, smaller = left[possible], right[possible], owner[possible], np.maximum(1, smaller[possible])
    shared = pairs.shared[possible] + every.held(common, owner, right)
    likely = (shared >= _PART * smaller) | (alike[possible] & (shared >= np.ceil(_LEAST * smaller)))
    return pairs[possible[likely]]


def _coded(places: Indices, hashes: Hashes) -> Hashes:
    keys: Hashes = (places.astype(np.uint64) << np.uint64(KEY_BITS)) | Postings.keys(hashes)
    return keys


def _kept(hashes: Lists) -> NDArray[np.int64]:
    limits = np.array([(2**64 - 1) // scale for scale in SCALES], np.uint64)
    if native := kernels():
        return native.up_to((hashes.values, hashes.bounds), limits)
    sums = [np.concatenate(([0], np.cumsum(hashes.values <= limit))) for limit in limits]
    return np.stack([np.diff(below[hashes.bounds]) for below in sums], axis=1)
