"""What is published, held against its manifest and the contract: nothing is taken on trust.

Reads every file of the release that readers see. Writes nothing, so that it may run beside a run.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from newsmill.errors import StoreError
from newsmill.schema import DATASETS
from newsmill.store.check import check_release
from newsmill.store.layout import Layout
from newsmill.store.manifest import FILE_NAME, DataFile
from newsmill.store.release import Release, current_release


def problems(layout: Layout) -> list[str]:
    """Everything that is wrong with what readers see, each in a line; none if all is well.

    Raises StoreError where the release cannot be found at all.
    """
    current = current_release(layout)
    if current is None:
        raise StoreError(f"there is no curated data in {layout.curated}; `newsmill run` makes it")
    return [*_of_links(layout), *damages(current)]


def damages(release: Release) -> list[str]:
    """Everything that is wrong with a release."""
    return list(_of_files(release)) or _of_rows(release)


def _of_links(layout: Layout) -> Iterator[str]:
    for name in DATASETS:
        path = layout.dataset(name)
        if not path.is_symlink() or str(path.readlink()) != layout.link_target(name):
            yield f"{path} is not the link to {layout.link_target(name)}; `newsmill repair` makes it anew"


def _of_files(release: Release) -> Iterator[str]:
    known = {file.path for file in release.manifest.files}
    for file in release.manifest.files:
        yield from _of_file(release.path, file)
    for path in sorted(release.path.rglob("*")):
        name = path.relative_to(release.path).as_posix()
        if path.is_file() and name != FILE_NAME and name not in known:
            yield f"{path} is in no manifest"


def _of_file(release: Path, file: DataFile) -> Iterator[str]:
    path = release / file.path
    try:
        with path.open("rb") as data:
            sha256 = hashlib.file_digest(data, "sha256").hexdigest()
        rows = pq.read_metadata(path).num_rows if sha256 == file.sha256 else None
    except FileNotFoundError:
        yield f"{path} is missing"
    except (OSError, pa.ArrowException) as failure:
        yield f"{path} cannot be read: {failure}"
    else:
        if sha256 != file.sha256:
            yield f"{path} is not as it was written: its SHA-256 is {sha256[:12]}, and should be {file.sha256[:12]}"
        elif rows != file.rows:
            yield f"{path} has {rows} rows, and should have {file.rows}"


def _of_rows(release: Release) -> list[str]:
    try:
        check_release({name: release.read(name) for name in DATASETS})
    except StoreError as breach:
        return [str(breach)]
    return []
