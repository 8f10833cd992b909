"""What a run finds and leaves: a CURATED folder ready for use, without the remains of runs that were killed.

Both functions are for the holder of the lock, and write nothing where there is nothing to do.
"""

from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

from newsmill.errors import StoreError
from newsmill.schema import DATASETS
from newsmill.store import history, manifest
from newsmill.store.files import discard, explained, sync
from newsmill.store.layout import Layout
from newsmill.store.release import Release, current_release


def prepare(layout: Layout) -> None:
    """Make the folders and links of a new CURATED, and clear away what dead runs left.

    Everything in staging belongs to a dead run, so a run calls this before it writes there, or after it has published.
    Raises StoreError where CURATED holds something that newsmill did not make and that would be in its way.
    """
    _refuse_foreign(layout)
    with explained(f"prepare {layout.curated}"):
        for folder in (layout.releases, layout.staging, layout.history):
            folder.mkdir(parents=True, exist_ok=True)
        missing = [name for name in DATASETS if not layout.dataset(name).is_symlink()]
        for name in missing:
            layout.dataset(name).symlink_to(layout.link_target(name))
        if missing:
            sync(layout.curated)
        current = current_release(layout)
        _withdraw_unpublished(layout, current)
        for leftover in layout.staging.iterdir():
            discard(leftover)
    if current:
        _note_unrecorded(layout, current)


def sweep(layout: Layout, keep_releases: int, keep_hours: float, now: datetime) -> None:
    """Remove old releases. The last `keep_releases` stay, and any that readers saw less than `keep_hours` ago."""
    current = current_release(layout)
    if current is None:
        return
    numbers = [number for number in layout.release_numbers() if number <= current.number]
    kept = set(numbers[-keep_releases:])
    with explained(f"remove old releases of {layout.curated}"):
        for number, successor in pairwise(numbers):
            replaced_at = manifest.load(layout.release(successor)).created_at
            if number not in kept and now - replaced_at >= timedelta(hours=keep_hours):
                _withdraw(layout, layout.release(number))


def _refuse_foreign(layout: Layout) -> None:
    if layout.curated.exists() and not layout.curated.is_dir():
        raise StoreError(f"{layout.curated} is a file; CURATED must be a folder")
    for name in DATASETS:
        path = layout.dataset(name)
        ours = path.is_symlink() and str(path.readlink()) == layout.link_target(name)
        if not ours and (path.is_symlink() or path.exists()):
            raise StoreError(f"newsmill did not make {path}: move it away, or choose another CURATED")


def _withdraw_unpublished(layout: Layout, current: Release | None) -> None:
    """Remove the release of a run that died between finishing it and making it current."""
    newer = [number for number in layout.release_numbers() if current is None or number > current.number]
    if len(newer) > 1:
        # A run dies once. Two mean that somebody moved or removed the link, and that these releases may be precious.
        names = ", ".join(layout.release(number).name for number in newer)
        raise StoreError(
            f"{layout.current} is older than the releases {names} beside it: "
            f"point it to the newest one, or remove those that are not wanted"
        )
    for number in newer:
        _withdraw(layout, layout.release(number))


def _note_unrecorded(layout: Layout, current: Release) -> None:
    """Write what is known of a run that died between publishing and its history: rollbacks go by the history."""
    run_id = current.manifest.run_id
    if not history.exists(layout, run_id):
        rows = {name: sum(file.rows for file in current.manifest.of(name)) for name in DATASETS}
        started_at = current.manifest.created_at.isoformat()
        entry = {"run_id": run_id, "started_at": started_at, "release": current.number, "rows": rows}
        history.append(layout, run_id, entry)


def _withdraw(layout: Layout, release: Path) -> None:
    # Moved first, then removed: a release is there as a whole or not at all, even when this run is killed here.
    grave = layout.staging / f"withdrawn-{release.name}"
    release.rename(grave)
    discard(grave)
