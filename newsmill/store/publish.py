"""Making a release: its files are put together where nobody looks, and then become what readers see in one step.

Whatever fails or is killed before that step has changed nothing that a reader sees.

An engine lists the folders of a dataset one after the other, and opens the files later. So that it cannot take some of
them from one release and some from the next, no two releases have a file of the same name: what is carried over gets
another name for the same bytes. Whoever listed before the step and opens after it finds nothing, and reads again.
"""

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from pathlib import Path

import pyarrow as pa

from newsmill.errors import StoreError
from newsmill.schema import DATASETS, SCHEMA_VERSION, Dataset
from newsmill.store import parquet
from newsmill.store.carry import pieces
from newsmill.store.check import check_release
from newsmill.store.files import discard, explained, sync, sync_folders
from newsmill.store.layout import Layout
from newsmill.store.manifest import DataFile, Manifest
from newsmill.store.release import SKETCHES, Release, current_release, switch


@dataclass(frozen=True, slots=True)
class Draft:
    """A release in the making."""

    path: Path
    number: int
    origin: Path
    """The release before, whose files can be carried over."""
    metadata: Mapping[str, str]
    """Of every file that is written."""

    def add(
        self, dataset: Dataset, folder: str, carried: Iterable[DataFile], fresh: Iterable[pa.Table]
    ) -> list[DataFile]:
        """Fill the folder of a dataset or partition, and give its files.

        carried: files that have been in this folder before. fresh: rows that go to files of their own, in any order.
        """
        names = (f"part-{self.number:06d}-{place:05d}.parquet" for place in count())
        (self.path / folder).mkdir(parents=True)
        files = [self._link(file, f"{folder}/{next(names)}") for file in carried]
        for rows in fresh:
            made = parquet.write_part(dataset, parquet.ordered(dataset, rows), self.path / folder, self.metadata, names)
            files += [DataFile.of(file, self.path) for file in made]
        return files

    def _link(self, file: DataFile, path: str) -> DataFile:
        """Take a file over: the same bytes, on disk once."""
        source, target = self.origin / file.path, self.path / path
        try:
            target.hardlink_to(source)
        except OSError:  # a file system without hard links, or a file with as many as it can have
            shutil.copyfile(source, target)
            sync(target)
        return replace(file, path=path)


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

    def build(draft: Draft) -> list[DataFile]:
        everything = {**tables, SKETCHES: sketches}.items()
        return [file for name, table in everything for file in _build(draft, name, table, previous)]

    return commit(layout, previous, build, run_id, pipeline_digest, created_at)


def commit(
    layout: Layout,
    previous: Release | None,
    build: Callable[[Draft], Sequence[DataFile]],
    run_id: str,
    pipeline_digest: str,
    created_at: datetime,
) -> Release:
    """Publish what `build` puts into a draft. previous: the release that readers see until then.

    Raises what publish raises.
    """
    before = previous.number if previous else 0
    metadata = {
        "schema_version": str(SCHEMA_VERSION),
        "run_id": run_id,
        "pipeline_digest": pipeline_digest,
        "created_at": created_at.isoformat(),
    }
    draft = Draft(layout.staging / run_id / "release", before + 1, layout.release(before), metadata)
    with explained(f"publish a release in {layout.curated}"):
        try:
            files = tuple(build(draft))
            made = Manifest(SCHEMA_VERSION, run_id, pipeline_digest, created_at, before or None, files)
            made.write(draft.path)
            sync_folders(draft.path)
            draft.path.rename(layout.release(draft.number))
        finally:
            discard(draft.path)
        sync(layout.releases)
        switch(layout, draft.number, layout.staging / run_id / "current")
    return Release(draft.number, layout.release(draft.number), made)


def dataset_of(name: str, schema: pa.Schema) -> Dataset:
    """What is known of a table: a dataset of the contract, or the sketches, whose schema is their maker's."""
    return DATASETS.get(name) or Dataset(name, "sketches of the texts", schema, False, ("doc_id",))


def _build(draft: Draft, name: str, table: pa.Table, previous: Release | None) -> list[DataFile]:
    dataset = dataset_of(name, table.schema)
    files: list[DataFile] = []
    for partition, part in parquet.partitions(dataset, table.cast(dataset.schema)):
        folder = f"{name}/{partition}".rstrip("/")
        found = pieces(dataset, part, list(previous.files_in(folder)) if previous else [])
        carried = [piece.file for piece in found if piece.file]
        files += draft.add(dataset, folder, carried, [piece.rows for piece in found if not piece.file])
    if sum(file.rows for file in files) != table.num_rows:
        raise StoreError(f"the files of {name} have not the {table.num_rows} rows that were written to them")
    return files
