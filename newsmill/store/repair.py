"""Putting CURATED in order: links made anew, left-overs cleared away, a damaged release left for the last whole one.

Nothing is thrown away that could be wanted: a damaged release stays on disk until it is old enough to go.
"""

from newsmill.errors import StoreError
from newsmill.schema import DATASETS
from newsmill.store import recovery
from newsmill.store.audit import damages
from newsmill.store.files import explained, sync
from newsmill.store.layout import Layout
from newsmill.store.release import Release, current_release, release_at, switch


def repair(layout: Layout) -> list[str]:
    """Repair what can be repaired, and say in a line each what was done. The caller holds the lock.

    Raises StoreError where no release is whole: then only a new run over RAW helps.
    """
    done = _links(layout)
    whole = _newest_whole(layout)
    if whole is None:
        if layout.release_numbers():
            raise StoreError(f"no release in {layout.releases} is whole: move {layout.root} away and run again")
        return done
    if _current_number(layout) != whole.number:
        with explained(f"repair {layout.curated}"):
            layout.staging.mkdir(parents=True, exist_ok=True)
            switch(layout, whole.number, layout.staging / "repaired")
        done.append(f"readers see release {whole.number} now, the newest that is whole")
    damaged = [number for number in layout.release_numbers() if number > whole.number]
    for number in damaged:
        with explained(f"repair {layout.curated}"):
            layout.release(number).rename(layout.root / f"damaged-{number:06d}")
        done.append(f"release {number} is damaged: it is in {layout.root / f'damaged-{number:06d}'} now")
    recovery.prepare(layout)
    return done


def _links(layout: Layout) -> list[str]:
    """Links of datasets that are missing or lead elsewhere, made anew."""
    done = []
    with explained(f"repair {layout.curated}"):
        for name in DATASETS:
            path, target = layout.dataset(name), layout.link_target(name)
            if path.is_symlink() and str(path.readlink()) != target:
                path.unlink()
            if not path.is_symlink() and not path.exists():
                path.symlink_to(target)
                done.append(f"{path} leads to the current release again")
        if done:
            sync(layout.curated)
    return done


def _newest_whole(layout: Layout) -> Release | None:
    for number in reversed(layout.release_numbers()):
        try:
            release = release_at(layout, number)
        except StoreError:
            continue
        if release is not None and not damages(release):
            return release
    return None


def _current_number(layout: Layout) -> int | None:
    try:
        current = current_release(layout)
    except StoreError:
        return None
    return current.number if current else None
