"""The inner loops of overlap in C (kernels/), where they were compiled when newsmill was installed.

Whoever calls one has the same in arrays of numpy beside the call, for machines without a compiler: it takes twice the
time or more, and comes to the same (tests/test_native.py). NEWSMILL_NATIVE=0 leaves the compiled ones out.
"""

import functools
import os
import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from newsmill.overlap.library import LIBRARY, opened

Hashes = NDArray[np.uint64]
Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]
Utf8 = tuple[NDArray[np.uint8], Indices]
"""Texts laid end to end, and where each starts, and the end of the last."""
KeyLists = tuple[Hashes, Indices]
"""Ascending keys of several lists, laid end to end, and where each list starts, and the end of the last."""

_MARGINS = 16
"""Code points that a text is read with beside its own, at most."""
_SETS = 5
_LEAST_PLACES = 16
_MAP_WORDS = 32
"""As in bitmap.py, which is above this module."""
_ROOM = 1 << 16
"""Pairs of sentences found at once, at least."""


class Kernels:
    """Typed calls into the library."""

    def __init__(self, path: Path) -> None:
        """Raises OSError where there is no such library, or it was not made of the sources that this module calls."""
        self._library = opened(path)

    def units(
        self, texts: Utf8, fold: NDArray[np.uint32], kinds: NDArray[np.uint8], shares: Hashes
    ) -> tuple[Hashes, Indices, Flags, Indices] | None:
        """Units of texts (normal.Units), from the tables of what becomes of each character.

        None where the kind of a character has its uppermost bit set.
        """
        data, offsets = texts
        lengths = np.diff(offsets)
        count = int(offsets[-1] - offsets[0]) + 1
        codes = np.empty(int(lengths.max(initial=0)) + _MARGINS, np.uint32)
        hashes, text, is_number = np.empty(count, np.uint64), np.empty(count, np.int64), np.empty(count, np.bool_)
        letters = np.empty(len(lengths), np.int64)
        found = self._library.units(
            data, offsets, len(lengths), fold, kinds, shares, codes, hashes, text, is_number, letters
        )
        if found < 0:
            return None
        return hashes[:found].copy(), text[:found].copy(), is_number[:found].copy(), letters

    def grams(self, hashes: Hashes, text: Indices, size: int) -> tuple[Hashes, Indices]:
        """Hashes of all runs of `size` units inside one text (sketch.grams)."""
        values, of = np.empty(len(hashes), np.uint64), np.empty(len(hashes), np.int64)
        found = self._library.grams(hashes, text, len(hashes), size, values, of)
        return values[:found], of[:found]

    def sketches(
        self, hashes: Hashes, bounds: Indices, classes: Sequence[tuple[int, int]]
    ) -> tuple[Indices, Hashes, NDArray[np.int32], Hashes]:
        """Distinct shingles of each text, hashes kept of it and where they start, and its bitmap.

        classes: a number of shingles and the largest hash that a text of up to so many keeps; the last is for all
        others.
        """
        texts = len(bounds) - 1
        longest = int(np.diff(bounds).max(initial=0))
        places = max(_LEAST_PLACES, 1 << (2 * longest + 2).bit_length())
        scratch, table = np.empty(longest, np.uint64), np.empty(places, np.uint64)
        counts, kept_bounds = np.empty(texts, np.int64), np.empty(texts + 1, np.int32)
        kept, maps = np.empty(len(hashes), np.uint64), np.empty((texts, _MAP_WORDS), np.uint64)
        limits = np.array(classes, np.uint64)
        found = self._library.sketches(
            *(hashes, bounds, texts, limits, len(limits), scratch, table, places),
            *(counts, kept, kept_bounds, maps),
        )
        return counts, kept[:found].copy(), kept_bounds, maps

    def figures(
        self, hashes: Hashes, is_number: Flags, bounds: Indices, signs: Hashes, least: tuple[float, float], kept: int
    ) -> tuple[Hashes, NDArray[np.int32]]:
        """The smallest keys of the figures of each text (figures.figure_keys), and where those of each start."""
        texts = len(bounds) - 1
        scratch = np.empty(3 * int(np.diff(bounds).max(initial=0)), np.uint64)
        values, value_bounds = np.empty(kept * texts, np.uint64), np.empty(texts + 1, np.int32)
        found = self._library.figures(
            hashes, is_number, bounds, texts, signs, *least, kept, scratch, values, value_bounds
        )
        return values[:found].copy(), value_bounds

    def profiled(self, hashes: Hashes, is_number: Flags, bounds: Indices) -> tuple[Indices, list[Hashes]]:
        """Where each text's shingles start, and the keys of the five sets of profile.Profiles, text by text."""
        starts, counts = np.empty(len(bounds), np.int64), np.empty(_SETS, np.int64)
        keys = [np.empty(len(hashes), np.uint64) for _ in range(_SETS)]
        self._library.profiled(hashes, is_number, bounds, len(bounds) - 1, starts, *keys, counts)
        return starts, [values[:count] for values, count in zip(keys, counts.tolist(), strict=True)]

    def once(self, keys: Hashes, texts: int) -> KeyLists:
        """Ascending keys once each, which takes the place of what was there; the number of the text is in front."""
        bounds = np.empty(texts + 1, np.int64)
        return keys[: self._library.once(keys, len(keys), texts, bounds)], bounds

    def each_once(self, values: Hashes, bounds: Indices) -> KeyLists:
        """The values of each list in order, each once, which takes the place of what was there."""
        after = np.empty(len(bounds), np.int64)
        return values[: self._library.each_once(values, bounds, len(bounds) - 1, after)], after

    def shared(self, lists: KeyLists, left: Indices, others: KeyLists, right: Indices, bits: int) -> Indices:
        """How many keys of each left list the right one beside it has. bits: of each key that count."""
        found = np.empty(len(left), np.int64)
        _enough(self._library.shared(*lists, left, *others, right, len(left), (1 << bits) - 1, found))
        return found

    def at_head(
        self, told: KeyLists, longer: Indices, sets: KeyLists, shorter: Indices, head: Indices, *, bits: int
    ) -> tuple[Indices, Indices]:
        """How many values of each long text are in the set of the short one, among the first `head`, and in all."""
        inside, total = np.empty(len(head), np.int64), np.empty(len(head), np.int64)
        mask = (1 << bits) - 1
        _enough(self._library.at_head(*told, longer, *sets, shorter, len(head), mask, head, inside, total))
        return inside, total

    def unions(self, maps: Hashes, left: Indices, right: Indices) -> Indices:
        """Bits set in either bitmap of each pair."""
        found = np.empty(len(left), np.int64)
        self._library.unions(maps, left, right, len(left), found)
        return found

    def ranges(self, ordered: Hashes, wanted: Hashes) -> tuple[Indices, Indices]:
        """Where the values equal to each wanted one start and stop among ordered ones (flat.ranges)."""
        start, stop = np.empty(len(wanted), np.int64), np.empty(len(wanted), np.int64)
        self._library.ranges(ordered, len(ordered), wanted, len(wanted), start, stop)
        return start, stop

    def up_to(self, lists: KeyLists, limits: Hashes) -> Indices:
        """How many values of each list are not above each limit: a row for each list."""
        found = np.empty((len(lists[1]) - 1, len(limits)), np.int64)
        self._library.up_to(*lists, len(found), limits, len(limits), found)
        return found

    def posted(self, entries: Hashes, keys: Hashes) -> tuple[Indices, Indices]:
        """Where the entries of each key start and stop in a run of postings. keys: ascending."""
        start, stop = np.empty(len(keys), np.int64), np.empty(len(keys), np.int64)
        self._library.posted(entries, len(entries), keys, len(keys), start, stop)
        return start, stop

    def counted(self, entries: Hashes, start: Indices, stop: Indices, counts: Flags, most: int) -> Indices:
        """How many holders of each key count, up to `most` and one. Raises IndexError as numpy does."""
        found = np.empty(len(start), np.int64)
        _known(self._library.counted(entries, start, stop, len(start), counts, len(counts), most, found))
        return found

    def held(self, entries: Hashes, start: Indices, stop: Indices, counts: Flags) -> tuple[Indices, Indices]:
        """The holders of each key that count: which key, and the holder's number. Raises IndexError as numpy does."""
        most = int((stop - start).sum())
        owner, numbers = np.empty(most, np.int64), np.empty(most, np.int64)
        found = _known(self._library.held(entries, start, stop, len(start), counts, len(counts), owner, numbers))
        return owner[:found], numbers[:found]

    def pairs(
        self, own: Indices, starts: Indices, sizes: Indices, holders: Indices, sought: Flags, least: int
    ) -> tuple[Indices, Indices, Indices]:
        """Owners and holders of their keys that come `least` times or more, and how often (candidates._pairs)."""
        most = int(sizes.sum()) // least
        left, right, times = (np.empty(most, np.int64) for _ in range(3))
        tally, met = np.zeros(len(sought), np.int32), np.empty(len(sought), np.int64)
        found = self._library.pairs(
            *(own, starts, sizes, len(own), holders, sought, least),
            *(tally, met, left, right, times),
        )
        return left[:found], right[:found], times[:found]

    def aligned(
        self,
        outlines: tuple[Hashes, Indices, Indices, Indices, Hashes, Indices],
        left: Indices,
        right: Indices,
        *,
        most: int,
        room: int,
    ) -> list[Indices]:
        """Pairs of sentences that share shingles (alignment.Outlines): six columns.

        outlines: shingles, sentences, bounds, bounds of sentences, numbers and their bounds; most: sentences that a
        shingle may stand in; room: pairs of sentences that one pair of texts can have at most.
        """
        room = max(room, _ROOM)
        parts: list[list[Indices]] = []
        done = np.zeros(1, np.int64)
        while not parts or done[0] < len(left):
            columns = [np.empty(room, np.int64) for _ in range(6)]
            start = int(done[0])
            found = self._library.aligned(*outlines, left, right, start, len(left), most, room, *columns, done)
            _enough(found)
            parts.append([column[:found] for column in columns])
        return [np.concatenate(column) for column in zip(*parts, strict=True)]

    def retold(self, pairs: tuple[Indices, Indices, Indices, Indices], sure: Flags, continued: Flags) -> list[Indices]:
        """Runs of sentences that are told in two texts (retold.Blocks): five columns.

        pairs: of texts, a sentence of the first, one of the second, and what these share.
        """
        longest = 1 + int(max(pairs[1].max(initial=0), pairs[2].max(initial=0)))
        columns = [np.empty(np.count_nonzero(sure), np.int64) for _ in range(5)]
        free = np.empty(len(sure), np.bool_)
        found = self._library.retold(*pairs, sure, continued, len(sure), longest, free, *columns)
        _enough(found)
        return [column[:found] for column in columns]

    def measured(
        self, shingles: Hashes, sentence: Indices, bounds: Indices, blocks: Indices
    ) -> tuple[Indices, Indices, Indices]:
        """Distinct shingles of each of two blocks of sentences, and in both. blocks: six columns."""
        ones, others, both = (np.empty(len(blocks), np.int64) for _ in range(3))
        self._library.measured(shingles, sentence, bounds, blocks, len(blocks), ones, others, both)
        return ones, others, both


def _enough(found: int) -> None:
    """Raise MemoryError where a loop says that it had none."""
    if found < 0:
        raise MemoryError("the texts share too much for this machine")


def _known(found: int) -> int:
    """What a loop found; raises IndexError where an index on disk names a holder that there is not."""
    if found < 0:
        raise IndexError("the index names a text that is not in it")
    return found


@functools.cache
def kernels() -> Kernels | None:
    """The compiled loops, or None where there are none."""
    if os.environ.get("NEWSMILL_NATIVE") == "0" or not LIBRARY.exists():
        return None
    try:
        return Kernels(LIBRARY)
    except OSError as error:
        warnings.warn(f"overlaps are found at half the speed: {error}", RuntimeWarning, stacklevel=2)
        return None
