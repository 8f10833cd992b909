"""Publishing a release in an object store, and clearing away what no release needs.

First the files that are not there yet, under names that nobody looks for; then the manifest, which only one run can
create: that is the commit point. The Delta tables follow it, in this run or in the next one.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from newsmill.errors import RunLocked, StoreError
from newsmill.remote import tables
from newsmill.remote.bucket import Bucket, Object
from newsmill.remote.lease import Lease
from newsmill.schema import DATASETS
from newsmill.store.layout import Layout
from newsmill.store.manifest import FILE_NAME, Manifest, parse

_RELEASES = ".newsmill/releases"
_FOLDERS = (*DATASETS, ".newsmill/sketches")
_STRAY_HOURS = 24.0
"""What is in no manifest is left alone for so long: a run that has lost its lease may not know it yet."""


def releases(bucket: Bucket) -> list[int]:
    """The releases that are there, oldest first."""
    names = (found.key.removeprefix(f"{_RELEASES}/").removesuffix(".json") for found in bucket.list(_RELEASES))
    return sorted(int(name) for name in names if name.isdecimal())


def read_manifest(bucket: Bucket, number: int) -> bytes:
    """The manifest of a release, as it is in the mirror that it was made in. Raises StoreError where it is gone."""
    found = bucket.read(_key(number))
    if found is None:
        raise StoreError(f"release {number} of {bucket.url} was just cleared away: try again")
    return found[0]


def publish(bucket: Bucket, layout: Layout, number: int, lease: Lease) -> None:
    """Publish a release of the mirror. What an earlier attempt has done is not done again.

    Raises RunLocked where another run has published a release of that number, or has the lease now, and StoreError.
    """
    tables.require_delta(bucket)
    folder = layout.release(number)
    text = (folder / FILE_NAME).read_bytes()
    sizes = {found.key: found.size for found in _files(bucket)}
    for file in parse(text, folder / FILE_NAME).files:
        key = tables.key_of(file)
        if sizes.get(key) != file.bytes:
            lease.check()
            bucket.put(key, folder / file.path)
            sizes[key] = file.bytes
    lease.check()
    if bucket.create(_key(number), text) is None:
        raise RunLocked(
            f"another run has published release {number} of {bucket.url} while this one worked: nothing is lost, "
            "run again"
        )


def sweep(bucket: Bucket, layout: Layout) -> None:
    """Remove the releases that the mirror does not have any more, and the files that were only theirs.

    A manifest goes before its files, so that it never names one that is not there. Where the store is further than the
    mirror, the lease has ended and another run goes on: nothing is removed.
    """
    kept, numbers = set(layout.release_numbers()), releases(bucket)
    if not kept or max(kept) != max(numbers, default=0):
        return
    gone = [number for number in numbers if number not in kept]
    theirs = _keys(parse(read_manifest(bucket, number), _key(number)) for number in gone)
    wanted = _keys(parse((layout.release(number) / FILE_NAME).read_bytes(), number) for number in kept)
    young = datetime.now(UTC) - timedelta(hours=_STRAY_HOURS)
    strays = {found.key for found in _files(bucket) if found.key in theirs or found.modified < young}
    bucket.delete([_key(number) for number in gone])
    bucket.delete(sorted(strays - wanted))


def _key(number: int) -> str:
    return f"{_RELEASES}/{number:06d}.json"


def _keys(manifests: Iterable[Manifest]) -> set[str]:
    return {tables.key_of(file) for manifest in manifests for file in manifest.files}


def _files(bucket: Bucket) -> Iterator[Object]:
    for folder in _FOLDERS:
        yield from (found for found in bucket.list(folder) if "/_delta_log/" not in found.key)
