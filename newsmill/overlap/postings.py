"""Which texts hold a hash: an index of hashes in sorted runs, eight bytes for each hash that a text has."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from newsmill.overlap.flat import spans, sums
from newsmill.overlap.native import kernels
from newsmill.overlap.normal import Flags, Hashes, Indices
from newsmill.overlap.runs import GROWTH

_HOLDER_BITS = np.uint64(28)
_HOLDER_MASK = np.uint64((1 << 28) - 1)
KEY_BITS = 36
"""Of a hash, by which it is looked up."""
_KEY_MASK = np.uint64((1 << KEY_BITS) - 1)
MOST_HOLDERS = 1 << 28
"""Texts that can be told apart in one index."""


@dataclass(frozen=True, slots=True)
class PostingRun:
    """Postings in order: 36 bits of a hash, then 28 bits that number a holder."""

    entries: Hashes
    file: str | None = None

    def write(self, path: Path) -> None:
        """The entries as they lie in memory."""
        path.write_bytes(np.ascontiguousarray(self.entries).data)

    @classmethod
    def mapped(cls, path: Path, count: int) -> "PostingRun":
        """A run on disk. Raises ValueError where the file has another size, OSError where it is gone."""
        if path.stat().st_size != count * 8:
            raise ValueError(f"{path} is damaged")
        return cls(np.memmap(path, np.uint64, "r", shape=(count,)), path.name)


Bounds = Sequence[tuple[PostingRun, Indices, Indices]]
"""Where the postings of each of some keys start and stop in each run."""


@dataclass(frozen=True, slots=True)
class Postings:
    """Holders by hash. A holder has a number of its own for ever; who counts is told by flags at each question."""

    runs: tuple[PostingRun, ...] = ()
    """Oldest and largest first."""

    @staticmethod
    def keys(hashes: Hashes) -> Hashes:
        """The 36 bits that hashes are looked up by: two of a million texts' hashes seldom meet in all of them."""
        return hashes & _KEY_MASK

    def plus(self, keys: Hashes, holders: Indices) -> "Postings":
        """The postings with more, in any order. holders: numbers below MOST_HOLDERS."""
        if not len(keys):
            return self
        runs = [*self.runs, PostingRun(np.sort((keys << _HOLDER_BITS) | holders.astype(np.uint64)))]
        while len(runs) > 1 and len(runs[-2].entries) < GROWTH * len(runs[-1].entries):
            # A stable sort finds the two ordered halves and merges them.
            runs[-2:] = [PostingRun(np.sort(np.concatenate([run.entries for run in runs[-2:]]), kind="stable"))]
        return Postings(tuple(runs))

    def purged(self, counts: Flags) -> "Postings":
        """All postings in one run, without holders that do not count."""
        if not self.runs:
            return self
        entries = np.concatenate([run.entries for run in self.runs])
        entries = entries[counts[(entries & _HOLDER_MASK).astype(np.int64)]]
        return Postings((PostingRun(np.sort(entries, kind="stable")),) if len(entries) else ())

    def holders(self, keys: Hashes, counts: Flags) -> tuple[Indices, Indices]:
        """All holders of each key that count: which key, and the holder's number. keys: ascending."""
        return self._holders(list(self._bounds(keys)), counts)

    def few_holders(self, keys: Hashes, counts: Flags, most: int) -> tuple[Flags, Indices, Indices]:
        """Which keys have no more than `most` holders that count, and the holders of these alone, as above."""
        bounds = list(self._bounds(keys))
        few = self._at_most(bounds, keys, counts, most)
        return few, *self._holders([(run, start[few], stop[few]) for run, start, stop in bounds], counts)

    def _holders(self, bounds: Bounds, counts: Flags) -> tuple[Indices, Indices]:
        found = [self._read(run, start, stop, counts) for run, start, stop in bounds]
        owner = np.concatenate([np.zeros(0, np.int64), *(owner for owner, _ in found)])
        return owner, np.concatenate([np.zeros(0, np.int64), *(numbers for _, numbers in found)])

    def at_most(self, keys: Hashes, counts: Flags, most: int) -> Flags:
        """Which keys have no more than `most` holders that count. keys: ascending.

        Only the first few holders of a key are read, unless they do not decide.
        """
        return self._at_most(list(self._bounds(keys)), keys, counts, most)

    def _at_most(self, bounds: Bounds, keys: Hashes, counts: Flags, most: int) -> Flags:
        found = np.zeros(len(keys), np.int64)
        if native := kernels():
            for run, start, stop in bounds:
                found += native.counted(run.entries, start, stop, counts, most)
            return found <= most
        undecided = np.zeros(len(keys), np.bool_)
        for run, start, stop in bounds:
            end = np.minimum(stop, start + 2 * most)
            found += self._counted(run, start, end, counts)
            undecided |= stop > end
        again = np.flatnonzero(undecided & (found <= most))
        if len(again):
            found[again] = 0
            for run, start, stop in self._bounds(keys[again]):
                found[again] += self._counted(run, start, stop, counts)
        few: Flags = found <= most
        return few

    def _bounds(self, keys: Hashes) -> Iterator[tuple[PostingRun, Indices, Indices]]:
        first = keys << _HOLDER_BITS
        native = kernels()
        for run in self.runs:
            if native:
                yield run, *native.posted(run.entries, keys)
                continue
            start = np.searchsorted(run.entries, first, "left")
            yield run, start, np.searchsorted(run.entries, first | _HOLDER_MASK, "right")

    @staticmethod
    def _read(run: PostingRun, start: Indices, stop: Indices, counts: Flags) -> tuple[Indices, Indices]:
        if native := kernels():
            return native.held(run.entries, start, stop, counts)
        places, _ = spans(start, stop - start)
        numbers = (run.entries[places] & _HOLDER_MASK).astype(np.int64)
        kept = counts[numbers]
        return np.repeat(np.arange(len(start)), stop - start)[kept], numbers[kept]

    @staticmethod
    def _counted(run: PostingRun, start: Indices, stop: Indices, counts: Flags) -> Indices:
        places, ends = spans(start, stop - start)
        return sums(counts[(run.entries[places] & _HOLDER_MASK).astype(np.int64)], ends)
