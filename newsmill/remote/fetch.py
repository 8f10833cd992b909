"""Bringing releases from an object store: the releases of a mirror become those of the store, byte for byte."""

import hashlib
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from newsmill.errors import StoreError
from newsmill.remote.bucket import Bucket
from newsmill.remote.tables import key_of
from newsmill.store.files import discard, explained, sync, sync_folders, write_synced
from newsmill.store.layout import Layout
from newsmill.store.manifest import FILE_NAME, DataFile, parse
from newsmill.store.release import switch


def fetch_releases(bucket: Bucket, layout: Layout, manifests: Mapping[int, bytes]) -> None:
    """Make these the releases of a mirror, the last one the current. The caller holds the lock of the mirror.

    manifests: of all releases of the store, at least one. Files that are in the mirror already are not fetched.
    Killed while it fetches, it has changed nothing; killed after that, it leaves no current release, and the next call
    makes up for it. Raises StoreError where a file is missing in the store, or is not what its manifest says.
    """
    staged = layout.staging / "mirror"
    wrong = [number for number in sorted(manifests) if manifest_of(layout, number) != manifests[number]]
    with explained(f"bring {layout.curated} up to date"):
        discard(staged)
        staged.mkdir(parents=True)
        here = _files(layout)
        for number in wrong:
            _build(bucket, staged / f"{number:06d}", manifests[number], here)
        layout.releases.mkdir(parents=True, exist_ok=True)
        layout.current.unlink(missing_ok=True)
        for number in layout.release_numbers():
            if number in wrong or number not in manifests:
                layout.release(number).rename(staged / f"replaced-{number:06d}")
        for number in wrong:
            (staged / f"{number:06d}").rename(layout.release(number))
        sync(layout.releases)
        switch(layout, max(manifests), staged / "current")
        discard(staged)


def manifest_of(layout: Layout, number: int) -> bytes | None:
    """The manifest of a release of a mirror, as it is on disk; None where there is none."""
    try:
        return (layout.release(number) / FILE_NAME).read_bytes()
    except FileNotFoundError:
        return None


def _files(layout: Layout) -> dict[str, Path]:
    """All files of a mirror by their SHA-256."""
    found: dict[str, Path] = {}
    for number in layout.release_numbers():
        text = manifest_of(layout, number)
        if text is not None:
            folder = layout.release(number)
            found |= {file.sha256: folder / file.path for file in parse(text, folder / FILE_NAME).files}
    return found


def _build(bucket: Bucket, folder: Path, manifest: bytes, here: dict[str, Path]) -> None:
    folder.mkdir(parents=True)
    for file in parse(manifest, folder).files:
        target = folder / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        if not _linked(target, here.get(file.sha256), file):
            _download(bucket, file, target)
        here[file.sha256] = target
    write_synced(folder / FILE_NAME, manifest)
    sync_folders(folder)


def _linked(target: Path, source: Path | None, file: DataFile) -> bool:
    """Take a file over from another release, if it is there and whole."""
    if source is None or not source.is_file():
        return False
    with source.open("rb") as data:
        if hashlib.file_digest(data, "sha256").hexdigest() != file.sha256:
            return False
    try:
        target.hardlink_to(source)
    except OSError:  # a file system without hard links
        shutil.copyfile(source, target)
        sync(target)
    return True


def _download(bucket: Bucket, file: DataFile, target: Path) -> None:
    found = bucket.download(key_of(file), target)
    if found != file.sha256:
        raise StoreError(
            f"{bucket.url}/{key_of(file)} is missing, or is not as it was written; where another run was just "
            "clearing away old releases, try again"
        )
    sync(target)


def newest(numbers: Iterable[int]) -> int:
    """The last of some releases; 0 where there are none."""
    return max(numbers, default=0)
