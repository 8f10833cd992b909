"""Which candidates are worth opening both texts for, told by their sketches alone: one in thirty, on news."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from newsmill.overlap.bitmap import BYTES, Bitmaps, resemblance
from newsmill.overlap.candidates import CAP, Pairs, Postings, postings, proposals, with_boilerplate
from newsmill.overlap.normal import Flags, Hashes, Indices
from newsmill.overlap.sketch import SCALES, scales

_LEAST = 0.04
"""Share of the smaller text's hashes without which nothing is looked at: less than a link needs, by what sampling may
miss."""
_PART = 0.16
"""The same for a text inside another or a part of it."""
_ALIKE = 0.15
"""Resemblance of the bitmaps from which a text may be another one reworded; what that takes is above, too."""
_PASSAGE = 48
"""Shingles that two texts share, as far as their sketches tell, from which a passage is looked for."""
_PASSAGE_CAP = 16
"""What more reports than this have is a stock phrase and no passage. It bounds the rows of overlaps."""


@dataclass(frozen=True, slots=True)
class Index:
    """The sketches of all texts, ready for looking up pairs."""

    postings: Postings
    scale: Indices
    kept: NDArray[np.int64]
    """For each text, how many of its hashes are kept at each of SCALES."""
    bitmaps: Bitmaps

    @classmethod
    def of(cls, sketches: pa.Table, cap: int = CAP) -> "Index":
        """The index of a table of SKETCHES, its rows numbered as they come."""
        lists = sketches["hashes"].combine_chunks()
        bounds = lists.offsets.to_numpy().astype(np.int64)
        hashes = lists.flatten().to_numpy()
        words = np.frombuffer(b"".join(chunk_bytes(sketches["pairs"])), np.uint64).reshape(-1, BYTES // 8)
        scale = scales(sketches["shingles"].to_numpy())
        return cls(postings(hashes, bounds - bounds[0], cap), scale, _kept(hashes, bounds - bounds[0]), words)


def screened(index: Index) -> Pairs:
    """The candidates that may be a report and its copy, part or second telling, or share a passage."""
    return _joined([_screen(index, pairs) for pairs in proposals(index.postings)])


def sharing(sketches: pa.Table) -> tuple[Pairs, Flags]:
    """The pairs of reports that share what few reports have, and which of them share enough of it for a passage.

    sketches: of the texts that stand for reports.
    """
    index = Index.of(sketches, _PASSAGE_CAP)
    pairs = _joined(list(proposals(index.postings)))
    scale = np.maximum(index.scale[pairs.left], index.scale[pairs.right])
    enough: Flags = pairs.shared * scale >= _PASSAGE
    return pairs, enough


def _joined(parts: Sequence[Pairs]) -> Pairs:
    empty = np.zeros(0, np.int64)
    columns = ([getattr(part, name) for part in parts] for name in ("left", "right", "shared"))
    return Pairs(*(np.concatenate([empty, *column]) for column in columns))


def _screen(index: Index, pairs: Pairs) -> Pairs:
    pairs = with_boilerplate(index.postings, pairs, np.ceil(_LEAST * _smaller(index, pairs)).astype(np.int64))
    contained = pairs.shared / np.maximum(1, _smaller(index, pairs))
    likely = contained >= _PART
    unsure = np.flatnonzero(~likely)
    alike = resemblance(index.bitmaps, pairs.left[unsure], pairs.right[unsure]) >= _ALIKE
    likely[unsure[alike]] = True
    return pairs[likely]


def _smaller(index: Index, pairs: Pairs) -> Indices:
    """Hashes of the text with fewer, both taken at the coarser scale of the two."""
    rank = np.searchsorted(SCALES, np.maximum(index.scale[pairs.left], index.scale[pairs.right]))
    return np.minimum(index.kept[pairs.left, rank], index.kept[pairs.right, rank])


def _kept(hashes: Hashes, bounds: Indices) -> NDArray[np.int64]:
    columns = []
    for scale in SCALES:
        below = np.concatenate(([0], np.cumsum(hashes <= np.uint64((2**64 - 1) // scale))))
        columns.append(np.diff(below[bounds]))
    return np.stack(columns, axis=1)


def chunk_bytes(column: pa.ChunkedArray) -> list[bytes]:
    """The values of a column of fixed width, each chunk as it lies in memory."""
    width = column.type.byte_width
    return [
        chunk.buffers()[1].slice(chunk.offset * width, len(chunk) * width).to_pybytes()
        for chunk in column.chunks
        if len(chunk)
    ]
