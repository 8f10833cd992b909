"""The manifest of a release: which files it is made of, and what they must hold."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from newsmill.errors import StoreError
from newsmill.schema import SCHEMA_VERSION
from newsmill.store.files import write_synced

FILE_NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class DataFile:
    """A Parquet file of a release; `path` is relative to the release, with `/`."""

    path: str
    rows: int
    bytes: int
    sha256: str

    @property
    def folder(self) -> str:
        """The dataset, or the partition of it, that the file belongs to: `documents/lang=en`."""
        return self.path.rpartition("/")[0]

    @classmethod
    def of(cls, file: Path, release: Path) -> "DataFile":
        """A finished file as a reader finds it: opened again, rows from its footer."""
        with file.open("rb") as data:
            sha256 = hashlib.file_digest(data, "sha256").hexdigest()
        rows = pq.read_metadata(file).num_rows
        return cls(file.relative_to(release).as_posix(), rows, file.stat().st_size, sha256)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a release is. It is written last, so a release folder without one is not a release."""

    schema_version: int
    run_id: str
    pipeline_digest: str
    created_at: datetime
    previous: int | None
    """The release before; null for the first."""
    files: tuple[DataFile, ...]

    def of(self, dataset: str) -> list[DataFile]:
        """The files of one dataset, or of the sketches, in the order of their rows."""
        return [file for file in self.files if file.path.startswith(f"{dataset}/")]

    def write(self, release: Path) -> None:
        """Write the manifest into a release folder and wait until it is on disk."""
        text = json.dumps(asdict(self) | {"created_at": self.created_at.isoformat()}, indent=2)
        write_synced(release / FILE_NAME, text.encode() + b"\n")


def load(release: Path) -> Manifest:
    """The manifest of a release folder. Raises StoreError where there is none, or none that can be read."""
    try:
        return parse((release / FILE_NAME).read_bytes(), release / FILE_NAME)
    except FileNotFoundError:
        raise StoreError(f"{release} is not a whole release: {FILE_NAME} is missing") from None
    except OSError as failure:
        raise StoreError(f"{release / FILE_NAME} cannot be read: {failure!r}") from failure


def parse(text: bytes, name: object) -> Manifest:
    """The manifest that is written there. name: of its file, for the StoreError where it cannot be read."""
    try:
        return _of_values(json.loads(text))
    except (ValueError, KeyError, TypeError) as failure:
        raise StoreError(f"{name} cannot be read: {failure!r}") from failure


def _of_values(values: Mapping[str, Any]) -> Manifest:
    version = values["schema_version"]
    if version > SCHEMA_VERSION:
        raise StoreError(f"the release has schema version {version}, newer than this newsmill knows: upgrade newsmill")
    files = tuple(DataFile(**file) for file in values["files"])
    created_at = datetime.fromisoformat(values["created_at"])
    return Manifest(**{**values, "files": files, "created_at": created_at})
