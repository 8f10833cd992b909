"""The texts of a corpus and their sketches by document: a few are taken out of many without reading the others."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

from newsmill.overlap.bitmap import BYTES, Bitmaps
from newsmill.overlap.flat import ranges
from newsmill.overlap.normal import MULTIPLIER, Hashes, Indices, mix, one_array

_WORD = 8


def doc_keys(ids: pa.ChunkedArray) -> Hashes:
    """A number for each doc_id, its 64-bit hash. Any corpus that fits on disk has no two alike; `Rows` makes sure."""
    return np.concatenate([np.zeros(0, np.uint64), *(_keys(chunk) for chunk in ids.chunks)])


def _keys(ids: pa.StringArray) -> Hashes:
    if not len(ids):
        return np.zeros(0, np.uint64)
    width = np.dtype(np.int64 if pa.types.is_large_string(ids.type) else np.int32)
    bounds = np.frombuffer(ids.buffers()[1], width)[ids.offset : ids.offset + len(ids) + 1].astype(np.int64)
    data = np.frombuffer(ids.buffers()[2] or b"", np.uint8)
    lengths = np.diff(bounds)
    longest = -(-int(lengths.max()) // _WORD) * _WORD
    if lengths.min() == longest:
        letters = data[bounds[0] : bounds[-1]].reshape(-1, longest)
    else:
        letters = np.zeros((len(ids), longest), np.uint8)
        inside = np.arange(longest) < lengths[:, None]
        letters[inside] = data[bounds[0] : bounds[-1]]
    keys = np.zeros(len(ids), np.uint64)
    for word in np.ascontiguousarray(letters).view("<u8").T:
        keys = np.where(word == 0, keys, mix(keys * MULTIPLIER + word))
    return keys


@dataclass(frozen=True)
class Rows:
    """A table of rows with a `doc_id`, no two alike, that are taken by key."""

    table: pa.Table

    def __post_init__(self) -> None:
        if len(self.keys) > 1 and (self._sorted[1:] == self._sorted[:-1]).any():
            raise ValueError("documents must come each once")

    @cached_property
    def keys(self) -> Hashes:
        """The key of each row."""
        return doc_keys(self.table["doc_id"])

    @cached_property
    def _order(self) -> Indices:
        return np.argsort(self.keys)

    @cached_property
    def _sorted(self) -> Hashes:
        return self.keys[self._order]

    @cached_property
    def _batches(self) -> tuple[list[pa.RecordBatch], Indices]:
        batches = self.table.to_batches()
        return batches, np.cumsum([0, *(batch.num_rows for batch in batches)])

    def has(self, keys: Hashes) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Which keys are of a row."""
        starts, stops = ranges(self._sorted, keys)
        found: np.ndarray[Any, np.dtype[np.bool_]] = stops > starts
        return found

    def take(self, keys: Hashes, columns: Sequence[str]) -> pa.Table:
        """These columns of the rows with these keys, in their order. Raises KeyError where one is missing.

        Each batch gives its own rows: Arrow would join all batches before it takes one row.
        """
        starts, stops = ranges(self._sorted, keys)
        if (starts == stops).any():
            raise KeyError("a document is not in the corpus")
        rows = self._order[starts]
        order = np.argsort(rows, kind="stable")
        batches, bounds = self._batches
        cuts = np.searchsorted(rows[order], bounds)
        schema = pa.schema([self.table.schema.field(name) for name in columns])
        parts = [
            pa.table(batches[number].select(columns).take(pa.array(rows[order[start:stop]] - bounds[number])))
            for number, (start, stop) in enumerate(zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True))
            if stop > start
        ]
        whole = pa.concat_tables(parts) if parts else schema.empty_table()
        if (order[1:] > order[:-1]).all():
            return whole
        back = np.empty(len(order), np.int64)
        back[order] = np.arange(len(order))
        return whole.combine_chunks().take(pa.array(back))


@dataclass(frozen=True, slots=True)
class Lists:
    """Sorted hashes of several texts, one text after the other."""

    values: Hashes
    bounds: Indices

    @property
    def sizes(self) -> Indices:
        return np.diff(self.bounds)

    @property
    def owner(self) -> Indices:
        """The text of each value."""
        return np.repeat(np.arange(len(self.bounds) - 1), self.sizes)

    @classmethod
    def of(cls, column: pa.ChunkedArray) -> "Lists":
        """A column of lists."""
        lists = column.combine_chunks()
        if isinstance(lists, pa.ChunkedArray):
            lists = pa.concat_arrays(lists.chunks) if lists.num_chunks else pa.array([], lists.type)
        bounds = lists.offsets.to_numpy().astype(np.int64)
        return cls(lists.flatten().to_numpy(), bounds - (bounds[0] if len(bounds) else 0))


def bitmaps_of(column: pa.ChunkedArray) -> Bitmaps:
    """A column of bitmaps as a matrix of words."""
    width = column.type.byte_width
    chunks = [
        chunk.buffers()[1].slice(chunk.offset * width, len(chunk) * width).to_pybytes()
        for chunk in column.chunks
        if len(chunk)
    ]
    return np.frombuffer(b"".join(chunks), np.uint64).reshape(-1, BYTES // _WORD)


def exact_keys(column: pa.ChunkedArray) -> Hashes:
    """The hexadecimal keys of normal forms, two words each: an array of (texts, 2)."""
    digits = bytes.fromhex("".join(column.to_pylist()))
    return np.frombuffer(digits, ">u8").astype(np.uint64).reshape(-1, 2)


@dataclass(frozen=True)
class Corpus:
    """All texts and their sketches. Raises ValueError where the two are not of the same documents, each once."""

    texts: Rows
    sketches: Rows = field()

    @classmethod
    def of(cls, texts: pa.Table, sketches: pa.Table) -> "Corpus":
        """texts: with the columns of newsmill.schema.DOCUMENTS that grouping reads; sketches: SKETCHES."""
        corpus = cls(Rows(texts), Rows(sketches))
        if len(texts) != len(sketches) or not corpus.texts.has(corpus.sketches.keys).all():
            raise ValueError("texts and sketches must be of the same documents, each once")
        return corpus

    def ids(self, keys: Hashes) -> np.ndarray[Any, np.dtype[np.object_]]:
        """The doc_id of each key."""
        return np.array(self.sketches.take(keys, ["doc_id"])["doc_id"].to_pylist(), object)

    def bodies(self, keys: Hashes) -> list[str]:
        """The text of each key."""
        found: list[str] = self.column(keys).to_pylist()
        return found

    def column(self, keys: Hashes) -> pa.Array:
        """The same as Arrow holds them."""
        return one_array(self.texts.take(keys, ["text"])["text"])

    def lists(self, keys: Hashes, column: str) -> Lists:
        """A column of hashes of the sketches: `hashes` or `heading`."""
        return Lists.of(self.sketches.take(keys, [column])[column])
