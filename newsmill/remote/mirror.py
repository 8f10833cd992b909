"""A CURATED in an object store: the folder of this machine that mirrors it, before and after a run.

The run itself works in that folder as in any CURATED, with all its promises. Before it, the releases of the folder are
made those of the store; after it, the release that it made there is published. One that a dead run had made and not
yet published is published by the next run from this machine, and left out by a run from any other.
"""

import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from newsmill.errors import StoreError
from newsmill.location import StoreUrl
from newsmill.remote import publish, tables
from newsmill.remote.bucket import Bucket, open_bucket
from newsmill.remote.fetch import fetch_releases, manifest_of, newest
from newsmill.remote.lease import Lease, hold_lease
from newsmill.remote.records import bring_records, send_records
from newsmill.settings import Settings
from newsmill.store import manifest, recovery
from newsmill.store.files import explained, write_synced
from newsmill.store.layout import Layout
from newsmill.store.manifest import Manifest


@contextmanager
def mirrored(settings: Settings, layout: Layout) -> Iterator[Callable[[], None]]:
    """Hand out what publishes the releases that were made in the mirror of a CURATED; nothing does for a folder.

    Before that, take the lease of the CURATED and bring the mirror up to date; afterwards, clear away in the store what
    was cleared away in the mirror. The caller holds the lock of the mirror.
    Raises RunLocked where a run from another mirror is at work, StoreError where the store fails or is not what the
    mirror mirrors, UsageError where the extra or the credentials are missing.
    """
    if isinstance(settings.curated, Path):
        yield _nothing
        return
    bucket = open_bucket(settings.curated)
    with hold_lease(bucket, _identity(layout, settings.curated)) as lease:
        before = _settle(bucket, layout, lease)

        def send() -> None:
            _publish(bucket, layout, before, lease)

        yield send
        publish.sweep(bucket, layout)


def refresh(url: StoreUrl, layout: Layout) -> None:
    """Bring a mirror up to date for somebody who only reads. The caller holds the lock of the mirror.

    Raises what `mirrored` raises but for RunLocked: nothing is written to the store.
    """
    bucket = open_bucket(url)
    _identity(layout, url)
    _settle(bucket, layout, None)
    recovery.prepare(layout)


def _settle(bucket: Bucket, layout: Layout, lease: Lease | None) -> int:
    """Make the releases of the mirror those of the store, and the Delta tables those of the newest one, which is
    returned. lease: without one nothing is written to the store."""
    numbers = publish.releases(bucket)
    last, here = newest(numbers), _current(layout)
    if here > last + 1:
        raise StoreError(
            f"{bucket.url} ends with release {last}, and its mirror {layout.curated} with {here}: releases were taken "
            "from the store, or it is another one; mend that, or begin with an empty folder (setting state)"
        )
    theirs = publish.read_manifest(bucket, last) if last else None
    if here == last + 1 and manifest_of(layout, last) == theirs:
        if lease is not None:
            _publish(bucket, layout, last, lease)
        return here
    if here != last or manifest_of(layout, last) != theirs:
        fetch_releases(bucket, layout, {number: publish.read_manifest(bucket, number) for number in numbers})
    if last and lease is not None:
        _show(bucket, layout, last)
    bring_records(bucket, layout)
    return last


def _publish(bucket: Bucket, layout: Layout, before: int, lease: Lease) -> None:
    """Publish the releases of the mirror that came after one of the store, and what goes with them."""
    last = _current(layout)
    for number in range(before + 1, last + 1):
        publish.publish(bucket, layout, number, lease)
    if last > before:
        _show(bucket, layout, last)
    send_records(bucket, layout)


def _show(bucket: Bucket, layout: Layout, last: int) -> None:
    """Bring the Delta tables to a release. Where one is gone that they never had, the next one stands for it."""
    here = layout.release_numbers()

    def of(number: int) -> Manifest:
        return manifest.load(layout.release(next(known for known in here if known >= number)))

    tables.catch_up(bucket, last, of)


def _current(layout: Layout) -> int:
    """The number of the release that the mirror is at; 0 where it is at none."""
    try:
        name = layout.current.readlink().name
    except OSError:
        return 0
    return int(name) if name.isdecimal() and manifest_of(layout, int(name)) else 0


def _identity(layout: Layout, url: StoreUrl) -> str:
    """An id for this mirror, which is made where it has none. Raises StoreError where the folder is something else."""
    mark = layout.root / "mirror.json"
    with explained(f"prepare {layout.curated}"):
        if not mark.exists():
            if layout.current.is_symlink():
                raise StoreError(
                    f"{layout.curated} is a CURATED of its own and no mirror of {url}: name another folder "
                    "(setting state)"
                )
            draft = mark.with_suffix(".draft")
            write_synced(draft, json.dumps({"url": url, "id": secrets.token_hex(8)}).encode())
            draft.replace(mark)
        found = json.loads(mark.read_bytes())
    if found["url"] != url:
        raise StoreError(f"{layout.curated} mirrors {found['url']}, not {url}: name another folder (setting state)")
    return str(found["id"])


def _nothing() -> None:
    """There is nothing to publish elsewhere."""
