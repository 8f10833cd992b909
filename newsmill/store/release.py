"""Releases: all datasets at one moment, in one folder of files that never change.

Readers go through the link `current`. Replacing that link is the one step that makes a release theirs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from newsmill.errors import StoreError
from newsmill.schema import DATASETS
from newsmill.store import manifest
from newsmill.store.files import discard, sync
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
        return self.read_files(self.manifest.of(dataset), schema)

    def read_sketches(self) -> pa.Table:
        """The sketches of all texts, with the schema that they were published with."""
        return self.read_files(self.manifest.of(SKETCHES))

    def files_in(self, folder: str) -> Iterator[tuple[DataFile, pa.Table]]:
        """The files of a dataset or partition, each with its rows as they were written."""
        return ((file, self.read_files([file])) for file in self.manifest.files if file.folder == folder)

    def read_files(self, files: Sequence[DataFile], schema: pa.Schema | None = None) -> pa.Table:
        """The rows of some files; as they were written, or with a schema. Raises StoreError where one is damaged."""
        paths = [self.path / file.path for file in files]
        try:
            # Without partitioning=None the folder names would come back as one more column.
            rows = pq.read_table(paths, schema=schema, partitioning=None)
            return rows.replace_schema_metadata(None) if schema is None else rows.cast(schema)
        except (OSError, ValueError, pa.ArrowException) as failure:  # ValueError: null where there may be none
            raise StoreError(f"release {self.path} is damaged: {failure}") from failure


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


def switch(layout: Layout, number: int, draft: Path) -> None:
    """The commit point: one rename, before which readers see the old release and after which the new one."""
    discard(draft)  # of a switch that was killed
    draft.symlink_to(layout.release(number).relative_to(layout.root))
    draft.replace(layout.current)
    sync(layout.root)
