"""Joining small files: what many runs wrote in pieces becomes few files, and no other file is touched."""

from dataclasses import dataclass
from datetime import datetime

from newsmill.errors import StoreError
from newsmill.schema import Dataset
from newsmill.store.carry import Piece
from newsmill.store.layout import Layout
from newsmill.store.manifest import DataFile
from newsmill.store.publish import Draft, commit, dataset_of
from newsmill.store.release import Release, current_release


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder of a release, and what is to become of its files."""

    name: str
    dataset: Dataset
    kept: list[DataFile]
    due: list[DataFile]
    """To be written anew, as one."""


def compact(layout: Layout, run_id: str, created_at: datetime) -> tuple[Release, list[str]] | None:
    """Join the small files of each folder in a release of its own, with the same rows.

    The caller holds the lock and has called recovery.prepare. Gives the release and the folders that changed; None
    where there is nothing to join. Raises StoreError where a file cannot be read, or where the disk fails.
    """
    current = current_release(layout)
    if current is None:
        return None
    folders = [_folder(current, name) for name in dict.fromkeys(file.folder for file in current.manifest.files)]
    changed = [folder.name for folder in folders if folder.due]
    if not changed:
        return None

    def build(draft: Draft) -> list[DataFile]:
        return [file for folder in folders for file in _join(draft, current, folder)]

    return commit(layout, current, build, run_id, current.manifest.pipeline_digest, created_at), changed


def _folder(release: Release, name: str) -> _Folder:
    """Several small files are due; and those of an older contract, which are all files of the folder or none."""
    kept, small, old = [], [], []
    for file, rows in release.files_in(name):
        dataset = dataset_of(name.partition("/")[0], rows.schema)
        if not rows.schema.equals(dataset.schema):
            old.append(file)
        elif Piece(rows).tier >= 0:
            small.append(file)
        else:
            kept.append(file)
    if len(small) > 1 or old:
        return _Folder(name, dataset, kept, old + small)
    return _Folder(name, dataset, kept + small, [])


def _join(draft: Draft, release: Release, folder: _Folder) -> list[DataFile]:
    fresh = [release.read_files(folder.due, folder.dataset.schema)] if folder.due else []
    made = draft.add(folder.dataset, folder.name, folder.kept, fresh)
    if sum(file.rows for file in made) != sum(file.rows for file in (*folder.kept, *folder.due)):
        raise StoreError(f"the files of {folder.name} have not the rows that were joined in them")
    return made
