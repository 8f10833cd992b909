"""Files and folders that survive a power cut: what is renamed into place has reached the disk before."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from newsmill.errors import StoreError


def write_synced(path: Path, data: bytes) -> None:
    """Write a file and wait until it is on disk."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync(path: Path) -> None:
    """Wait until a file's bytes, or a folder's entries, are on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folders(top: Path) -> None:
    """Wait until the entries of a folder and of all folders in it are on disk, the deepest first."""
    for folder in sorted((entry for entry in top.rglob("*") if entry.is_dir()), reverse=True):
        sync(folder)
    sync(top)


def discard(path: Path) -> None:
    """Remove a file or a folder nobody needs.

    What cannot be removed now is left for the next run: a worker that outlived its killed run may still write there.
    """
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()


@contextmanager
def explained(attempt: str) -> Iterator[None]:
    """Turn an error of the file system into a StoreError that says what was attempted and where it failed."""
    try:
        yield
    except OSError as failure:
        where = f" ({failure.filename})" if failure.filename else ""
        raise StoreError(f"cannot {attempt}: {failure.strerror or failure}{where}") from failure
