"""Tables of fixed-size rows in sorted runs that never change: look-ups touch a few pages, additions one new run.

A run is written once, mapped into memory when it is read, and joined with its neighbour when that is not much larger
(the log-structured merge tree, O'Neil et al. 1996). So a row is written anew a few times in its life, and what an
addition costs depends on its own size.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsmill.overlap.flat import ranges, spans
from newsmill.overlap.normal import Flags, Hashes, Indices

Rows = NDArray[np.void]

GROWTH = 4
"""A run is at least so many times as large as the one after it."""


@dataclass(frozen=True, slots=True)
class Run:
    """Rows by ascending key; a key's by ascending `sub`."""

    keys: Hashes
    rows: Rows
    file: str | None = None
    """Its name on disk; None until it is saved."""

    def write(self, path: Path) -> None:
        """Keys, then rows, as they lie in memory."""
        with path.open("wb") as out:
            out.write(np.ascontiguousarray(self.keys).data)
            out.write(np.ascontiguousarray(self.rows).view(np.uint8).data)

    @classmethod
    def mapped(cls, path: Path, count: int, dtype: np.dtype[np.void]) -> "Run":
        """A run of so many rows on disk. Raises ValueError where the file has another size, OSError if it is gone."""
        if path.stat().st_size != count * (8 + dtype.itemsize):
            raise ValueError(f"{path} is damaged")
        keys = np.memmap(path, np.uint64, "r", shape=(count,))
        return cls(keys, np.memmap(path, dtype, "r", 8 * count, (count,)), path.name)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows by key. Of rows with one key and one `sub` (those without the field are one) the newest counts.

    dtype: of the rows; it has a field `dead`, set in a row that takes an older one out.
    """

    dtype: np.dtype[np.void]
    runs: tuple[Run, ...] = ()
    """Oldest first."""

    def all(self, keys: Hashes) -> tuple[Indices, Rows]:
        """The rows of each key: which of the keys it is of, ascending, and the row. keys: no two alike."""
        found = [_in_run(run, keys) for run in self.runs]
        hits = [(owner, rows) for owner, rows in found if len(owner)]
        if not hits:
            return np.zeros(0, np.int64), np.zeros(0, self.dtype)
        owner = np.concatenate([owner for owner, _ in hits])
        rows = np.concatenate([rows for _, rows in hits])
        kept = _newest(owner, rows) if len(hits) > 1 else np.arange(len(owner))
        kept = kept[rows["dead"][kept] == 0]
        return owner[kept], rows[kept]

    def get(self, keys: Hashes) -> tuple[Flags, Rows]:
        """Which keys have a row, and the row of each; zeros where there is none. For tables without `sub`."""
        there, whole = np.zeros(len(keys), np.bool_), np.zeros(len(keys), self.dtype)
        for run in self.runs:
            starts, stops = ranges(run.keys, keys)
            found = np.flatnonzero(stops > starts)
            whole[found] = run.rows[starts[found]]
            there[found] = whole["dead"][found] == 0
        whole[~there] = np.zeros((), self.dtype)
        return there, whole

    def plus(self, keys: NDArray[Any], rows: Rows) -> "Table":
        """The table with more rows, no two of one key and `sub`, in any order."""
        if not len(keys):
            return self
        run = _run(np.asarray(keys, np.uint64), rows)
        runs = [*self.runs, run]
        while len(runs) > 1 and len(runs[-2].keys) < GROWTH * len(runs[-1].keys):
            runs[-2:] = [_joined(runs[-2:], whole=len(runs) == 2)]
        return Table(self.dtype, tuple(run for run in runs if len(run.keys)))

    def purged(self) -> "Table":
        """The table in one run, without what was taken out of it."""
        runs = [_joined(self.runs, whole=True)] if self.runs else []
        return Table(self.dtype, tuple(run for run in runs if len(run.keys)))

    def rows_of(self, count: int, **columns: Any) -> Rows:
        """So many new rows with these values; other fields are 0."""
        rows = np.zeros(count, self.dtype)
        for name, values in columns.items():
            rows[name] = values
        return rows


def _in_run(run: Run, keys: Hashes) -> tuple[Indices, Rows]:
    starts, stops = ranges(run.keys, keys)
    places, _ = spans(starts, stops - starts)
    return np.repeat(np.arange(len(keys)), stops - starts), run.rows[places]


def _order(keys: NDArray[Any], rows: Rows) -> Indices:
    """By key, then `sub`, then as they come."""
    if "sub" in (rows.dtype.names or ()):
        return np.lexsort((rows["sub"], keys))
    return np.argsort(keys, kind="stable")


def _newest(keys: NDArray[Any], rows: Rows) -> Indices:
    """Of rows of several runs, oldest run first, the newest of each key and `sub`."""
    order = _order(keys, rows)
    last = np.ones(len(order), np.bool_)
    last[:-1] = keys[order][1:] != keys[order][:-1]
    if "sub" in (rows.dtype.names or ()):
        subs = rows["sub"][order]
        last[:-1] |= subs[1:] != subs[:-1]
    return order[last]


def _run(keys: Hashes, rows: Rows) -> Run:
    order = _order(keys, rows)
    return Run(keys[order], rows[order])


def _joined(runs: Sequence[Run], *, whole: bool) -> Run:
    """Neighbouring runs in one. whole: there is none before them, so that nothing is left to be taken out."""
    keys, rows = np.concatenate([run.keys for run in runs]), np.concatenate([run.rows for run in runs])
    kept = _newest(keys, rows)
    if whole:
        kept = kept[rows["dead"][kept] == 0]
    return Run(keys[kept], rows[kept])


def record(fields: Mapping[str, str]) -> np.dtype[np.void]:
    """The type of rows with these fields, and `dead`."""
    return np.dtype([*fields.items(), ("dead", "u1")])
