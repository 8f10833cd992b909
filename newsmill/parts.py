"""The rows of a shard on their way to disk: written in batches, so that a container of any size fits in memory.

A table of a shard is a folder of Parquet files. A shard is built beside its place and moved there when it is whole:
what a failed attempt leaves is never read, and the next attempt clears it away.
"""

import shutil
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from newsmill import overlap
from newsmill.schema import DOCUMENTS, QUARANTINE, REMOVED, SOURCES, to_table

_SCHEMAS = {
    "texts": DOCUMENTS.schema,
    "removed": REMOVED.schema,
    "quarantine": QUARANTINE.schema,
    "sources": SOURCES.schema,
}
_SKETCHES = "sketches"
_BATCH = 32 * 2**20
"""Characters of text, kept and removed, above which rows are written; a row by itself counts as some, too."""
_ROW = 500

Row = dict[str, Any]


@dataclass(slots=True)
class Rows:
    """Rows by table, in the order they came."""

    texts: list[Row] = field(default_factory=list)
    removed: list[Row] = field(default_factory=list)
    quarantine: list[Row] = field(default_factory=list)
    sources: list[Row] = field(default_factory=list)

    def of(self, table: str) -> list[Row]:
        rows: list[Row] = getattr(self, table)
        return rows

    def extend(self, other: "Rows") -> None:
        for table in _SCHEMAS:
            self.of(table).extend(other.of(table))

    def size(self) -> int:
        """About how many characters they hold."""
        texts = chain(self.texts, self.removed)
        return sum(len(row["text"]) for row in texts) + _ROW * sum(len(self.of(table)) for table in _SCHEMAS)


class Parts:
    """The tables texts, removed, quarantine, sources and sketches of a shard, under way to a folder.

    Rows that were added can be dropped until they are settled: an input is in the tables whole, or not at all.
    """

    def __init__(self, folder: Path, batch: int = _BATCH) -> None:
        self._folder = folder
        self._draft = folder.with_name(f"{folder.name}.draft")
        self._batch = batch
        self._settled, self._settled_size, self._settled_parts = Rows(), 0, 0
        self._added, self._added_size, self._parts = Rows(), 0, 0
        shutil.rmtree(self._draft, ignore_errors=True)
        for table in (*_SCHEMAS, _SKETCHES):
            (self._draft / _folder_of(table)).mkdir(parents=True)

    def add(self, rows: Rows) -> None:
        self._added.extend(rows)
        self._added_size += rows.size()
        if self._added_size > self._batch:
            if self._settled_size:
                self._write_settled()
            self._write(self._added)
            self._added, self._added_size = Rows(), 0

    def settle(self) -> None:
        """What was added stays."""
        self._settled.extend(self._added)
        self._settled_size += self._added_size
        self._added, self._added_size, self._settled_parts = Rows(), 0, self._parts
        if self._settled_size > self._batch:
            self._write_settled()

    def drop(self) -> None:
        """What was added since the last call of settle is gone."""
        for part in range(self._settled_parts, self._parts):
            for table in (*_SCHEMAS, _SKETCHES):
                self._path(table, part).unlink()
        self._added, self._added_size, self._parts = Rows(), 0, self._settled_parts

    def finish(self) -> None:
        """Write what is settled, and move the tables to their folder."""
        self.drop()
        if self._settled_size or not self._parts:
            self._write_settled()
        shutil.rmtree(self._folder, ignore_errors=True)
        self._draft.rename(self._folder)

    def _write_settled(self) -> None:
        self._write(self._settled)
        self._settled, self._settled_size, self._settled_parts = Rows(), 0, self._parts

    def _write(self, rows: Rows) -> None:
        tables = {table: to_table(rows.of(table), schema) for table, schema in _SCHEMAS.items()}
        tables[_SKETCHES] = overlap.sketch(tables["texts"])
        for name, table in tables.items():
            pq.write_table(table, self._path(name, self._parts))
        self._parts += 1

    def _path(self, table: str, part: int) -> Path:
        return self._draft / _folder_of(table) / f"{part:06d}.parquet"


def _folder_of(table: str) -> str:
    return f"{table}.parquet"
