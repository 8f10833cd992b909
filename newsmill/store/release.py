"""Releases: all datasets at one moment, in one folder of files that never change.

Readers go through the link `current`. Replacing that link is the one step that makes a release theirs; whatever fails
or is killed before it has changed nothing that a reader sees.
"""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from newsmill.errors import StoreError
from newsmill.schema import DATASETS, SCHEMA_VERSION, Dataset
from newsmill.store import manifest, parquet
from newsmill.store.carry import pieces
from newsmill.store.check import check_release
from newsmill.store.files import discard, explained, sync, sync_folders
from newsmill.store.layout import Layout
from newsmill.store.manifest import DataFile, Manifest

SKETCHES = "sketches"


@dataclass(frozen=True, slots=True)
class Release:
    """A published release, read by its manifest: a file that is not in it does not exist."""

    number: int
    path: Path
    manifest: Manifest

    def read(self, dataset: str, columns: Sequence[str] | None = None) -> pa.Table:
        """The rows of a dataset in its order, with exactly the schema of the contract.

        columns: only these. A column that is newer than the release is null.
        Raises StoreError where the release is damaged.
        """
        schema = DATASETS[dataset].schema
        if columns is not None:
            schema = pa.schema([schema.field(name) for name in columns])
        return self._read(self.manifest.of(dataset), schema)

    def read_sketches(self) -> pa.Table:
        """The sketches of all texts, with the schema that they were published with."""
        return self._read(self.manifest.of(SKETCHES))

    def files_in(self, folder: str) -> list[tuple[DataFile, pa.Table]]:
        """The files of a dataset or partition, each with its rows."""
        return [(file, self._read([file])) for file in self.manifest.files if file.folder == folder]

    def _read(self, files: Sequence[DataFile], schema: pa.Schema | None = None) -> pa.Table:
        paths = [self.path / file.path for file in files]
        try:
            # Without partitioning=None the folder names would come back as one more column.
            rows = pq.read_table(paths, schema=schema, partitioning=None)
        except (OSError, pa.ArrowException) as failure:
            raise StoreError(f"release {self.path} is damaged: {failure}") from failure
        return rows.replace_schema_metadata(None) if schema is None else rows.cast(schema)


def current_release(layout: Layout) -> Release | None:
    """The release that readers see; None before the first one.

    Raises StoreError where the link `current` leads nowhere.
    """
    if not layout.current.is_symlink():
        return None
    name = layout.current.readlink().name
    found = release_at(layout, int(name)) if name.isdecimal() else None
    if found is None:
        raise StoreError(
            f"{layout.current} points to {layout.current.readlink()}, which is no release: "
            f"point it to the newest folder in {layout.releases}"
        )
    return found


def release_at(layout: Layout, number: int) -> Release | None:
    """The release of that number; None where it is not on disk. Raises StoreError where it is damaged."""
    path = layout.release(number)
    return Release(number, path, manifest.load(path)) if path.is_dir() else None


def publish(
    layout: Layout,
    tables: Mapping[str, pa.Table],
    sketches: pa.Table,
    run_id: str,
    pipeline_digest: str,
    created_at: datetime,
) -> Release:
    """Make the tables the release that readers see. The caller holds the lock and has called recovery.prepare.

    tables: all datasets by name, each with its schema. sketches: one row a text, with its `doc_id`.
    created_at: aware; when the release is made.
    Raises StoreError where the tables break the contract or the disk fails. Readers are then on the release before, but
    for one case: where the very last step fails, they have the new one and a power cut might give them back the old.
    """
    check_release(tables)
    previous = current_release(layout)
    number = previous.number + 1 if previous else 1
    draft = layout.staging / run_id / "release"
    metadata = {
        "schema_version": str(SCHEMA_VERSION),
        "run_id": run_id,
        "pipeline_digest": pipeline_digest,
        "created_at": created_at.isoformat(),
    }
    with explained(f"publish a release in {layout.curated}"):
        try:
            files = _build(draft, {**tables, SKETCHES: sketches}, previous, metadata)
            made = Manifest(
                SCHEMA_VERSION, run_id, pipeline_digest, created_at, previous.number if previous else None, files
            )
            made.write(draft)
            sync_folders(draft)
            draft.rename(layout.release(number))
        finally:
            discard(draft)
        sync(layout.releases)
        switch(layout, number, layout.staging / run_id / "current")
    return Release(number, layout.release(number), made)


def _build(
    draft: Path, tables: Mapping[str, pa.Table], previous: Release | None, metadata: Mapping[str, str]
) -> tuple[DataFile, ...]:
    files: list[DataFile] = []
    for name, table in tables.items():
        dataset = DATASETS.get(name) or Dataset(name, "sketches of the texts", table.schema, False, ("doc_id",))
        written: list[DataFile] = []
        for partition, part in parquet.partitions(dataset, table.cast(dataset.schema)):
            written += _build_folder(draft, dataset, f"{name}/{partition}".rstrip("/"), part, previous, metadata)
        if sum(file.rows for file in written) != table.num_rows:
            raise StoreError(f"the files of {name} have not the {table.num_rows} rows that were written to them")
        files += written
    return tuple(files)


def _build_folder(
    draft: Path,
    dataset: Dataset,
    folder: str,
    part: pa.Table,
    previous: Release | None,
    metadata: Mapping[str, str],
) -> list[DataFile]:
    """The files of one folder: those that can be carried over are, the other rows are written."""
    before = previous.files_in(folder) if previous else []
    if not part.num_rows and [rows.schema for _, rows in before] == [part.schema] and not before[0][1].num_rows:
        carried, fresh = [before[0][0]], []
    else:
        found = pieces(dataset, part, before)
        carried = [piece.file for piece in found if piece.file]
        fresh = [piece.rows for piece in found if not piece.file]
    files = list(_link(previous, carried, draft)) if previous else []
    number = 1 + max((file.number for file, _ in before), default=-1)
    for rows in fresh:
        made = parquet.write_part(dataset, parquet.ordered(dataset, rows), draft / folder, metadata, number)
        files += [DataFile.of(file, draft) for file in made]
        number += len(made)
    return files


def _link(previous: Release, files: Sequence[DataFile], draft: Path) -> Sequence[DataFile]:
    """Take files over from the release before: the same bytes, on disk once."""
    for file in files:
        source, target = previous.path / file.path, draft / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            target.hardlink_to(source)
        except OSError:  # a file system without hard links, or a file with as many as it can have
            shutil.copyfile(source, target)
            sync(target)
    return files


def switch(layout: Layout, number: int, draft: Path) -> None:
    """The commit point: one rename, before which readers see the old release and after which the new one."""
    draft.symlink_to(layout.release(number).relative_to(layout.root))
    draft.replace(layout.current)
    sync(layout.root)
