"""Which files of the release before go on into the next one, and which rows are written anew.

A file whose rows are all as they were is carried over as it is. The rows that are left of any other file stay together,
and so do new and changed rows, so that rows keep lying in the order of their admission. Small pieces are merged by
tiers of size (the log-structured merge tree, O'Neil et al. 1996): a row is written anew a few times in its life,
however many runs come after it.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from newsmill.schema import Dataset
from newsmill.store.columns import differs, gather
from newsmill.store.manifest import DataFile

_SMALLEST = 128 * 2**10
"""Bytes in memory up to which pieces are of the first tier."""
_GROWTH = 4
"""A tier holds pieces up to so many times as large as the one before it, and at most so many of them but one."""
_FULL = 32 * 2**20
"""A piece this large is never merged again: half of what a file is planned for."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows of a folder that are one file, or will be."""

    rows: pa.Table
    file: DataFile | None = None
    """The file that has exactly these rows already."""

    @property
    def tier(self) -> int:
        """Which tier it is of by its size; -1 where it is full."""
        size: int = self.rows.nbytes
        return -1 if size >= _FULL else max(0, math.ceil(math.log(max(size, 1) / _SMALLEST, _GROWTH)))


def pieces(dataset: Dataset, part: pa.Table, before: Sequence[tuple[DataFile, pa.Table]]) -> list[Piece]:
    """A folder's rows as pieces, those carried over first.

    part: all rows that the folder shall have. before: the files that it had, each with its rows.
    """
    if not part.num_rows:
        empty = (file for file, rows in before if not rows.num_rows and rows.schema.equals(part.schema))
        return [Piece(part, next(empty, None))]
    found = _carried(dataset, part, before)
    if found is None:
        return [Piece(part)]
    kept, taken = found
    fresh = part.filter(pa.array(~taken)) if taken.any() else part
    return _merged([*kept, *([Piece(fresh)] if fresh.num_rows else [])])


def _carried(
    dataset: Dataset, part: pa.Table, before: Sequence[tuple[DataFile, pa.Table]]
) -> tuple[list[Piece], np.ndarray[tuple[int], np.dtype[np.bool_]]] | None:
    """What is left of each file, and which rows of `part` that is; None where two rows have one key."""
    keys = _keys(dataset, part)
    taken = np.zeros(part.num_rows, np.bool_)
    kept: list[Piece] = []
    if len(pc.unique(keys)) != len(keys):
        return None
    for file, rows in before:
        if not rows.schema.equals(part.schema):
            continue  # of an older contract: it is written anew
        places = pc.index_in(_keys(dataset, rows), value_set=keys)
        same = _unchanged(part, rows, places)
        left = np.flatnonzero(same)
        where = places.filter(pa.array(same)).to_numpy()
        if not len(left) or taken[where].any() or len(np.unique(where)) != len(where):
            continue
        taken[where] = True
        kept.append(Piece(rows, file) if len(left) == rows.num_rows else Piece(rows.take(pa.array(left))))
    return kept, taken


def _unchanged(part: pa.Table, rows: pa.Table, places: pa.ChunkedArray) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which of the rows are in `part` as they are."""
    changed = pc.is_null(places)
    for name in part.schema.names:
        changed = pc.or_(changed, differs(rows[name], gather(part[name], places)))
    same: np.ndarray[tuple[int], np.dtype[np.bool_]] = ~changed.to_numpy().astype(np.bool_)
    return same


def _merged(made: list[Piece]) -> list[Piece]:
    """The pieces, those of each tier that has too many joined to one."""
    while due := next(_crowded(made), None):
        joined = Piece(pa.concat_tables([piece.rows for piece in due]))
        chosen = {id(piece) for piece in due}
        made = [piece for piece in made if id(piece) not in chosen] + [joined]
    return made


def _crowded(made: Sequence[Piece]) -> Iterator[list[Piece]]:
    """The pieces of each tier that has as many as make a piece of the next, smallest tier first."""
    tiers: dict[int, list[Piece]] = {}
    for piece in made:
        tiers.setdefault(piece.tier, []).append(piece)
    for tier in sorted(tiers.keys() - {-1}):
        if len(tiers[tier]) >= _GROWTH:
            yield tiers[tier]


def _keys(dataset: Dataset, rows: pa.Table) -> pa.ChunkedArray:
    """What tells rows apart: the columns that a dataset is sorted by."""
    columns = [rows[name].cast(pa.string()) for name in dataset.sort]
    return pc.binary_join_element_wise(*columns, "\0", null_handling="replace", null_replacement="\1")
