"""RAW in an object store: what lies there, as a walk over a folder would find it, and bringing it here to be read.

An object is known by its etag and size: only what is new or changed is read to be hashed. RAW is only read.
"""

import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from newsmill.intake.discover import FoundInput, Walk, uri_of
from newsmill.location import Location, StoreUrl
from newsmill.remote.bucket import Bucket, Object, open_bucket
from newsmill.remote.etags import Seen, read_etags, write_etags
from newsmill.remote.failures import Refused
from newsmill.store.files import discard

_AT_ONCE = 16
"""Objects that are fetched side by side: most are small, and the time goes with waiting."""
_NOTHING = hashlib.sha256(b"").hexdigest()


def walk_bucket(raw: StoreUrl, settle_seconds: float, now: float, folder: Path, etags: Path) -> Walk:
    """All inputs under a prefix, as newsmill.intake.discover.walk finds those under a folder.

    settle_seconds, now: as there. folder: where the bytes of each are to be when it is read (at_hand).
    etags: the file that keeps what is known of objects. Raises StoreError where the store fails, UsageError where there
    are no credentials.
    """
    bucket = open_bucket(raw)
    hidden: set[str] = set()
    unsettled: list[str] = []
    objects: list[Object] = []
    for found in bucket.list():
        if above := _hidden(found.key):
            hidden.add(above)
        elif abs(now - found.modified.timestamp()) < settle_seconds:
            unsettled.append(uri_of(found.key))
        else:
            objects.append(found)
    time = datetime.fromtimestamp(now, UTC)
    inputs = [
        FoundInput(
            source_uri=uri_of(found.key),
            path=folder / f"{number:08d}",
            bytes=found.size if sha256 else 0,
            raw_sha256=sha256,
            ingested_at=time,
            problem=None if sha256 else "the object store does not give it out",
            key=found.key,
        )
        for number, (found, sha256) in enumerate(_with_hashes(bucket, objects, etags))
    ]
    return Walk(sorted(inputs, key=lambda item: item.source_uri), len(hidden), sorted(unsettled))


@contextmanager
def at_hand(raw: Location, inputs: Sequence[FoundInput]) -> Iterator[None]:
    """Have the bytes of these inputs on this machine; where RAW is a folder, they are.

    An input that has changed since it was found, or is gone, has other bytes than it had, or none.
    Raises StoreError where the store fails.
    """
    if isinstance(raw, Path):
        yield
        return
    bucket = open_bucket(raw)
    wanted = [item for item in inputs if not item.problem]
    try:
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            for _ in threads.map(lambda item: _fetch(bucket, item), wanted):
                pass
        yield
    finally:
        for item in wanted:
            discard(item.path)


def fingerprint(raw: StoreUrl) -> str:
    """Of the names and etags of all objects of RAW but for the hidden ones."""
    print_ = hashlib.blake2b(digest_size=16)
    for found in open_bucket(raw).list():
        if not _hidden(found.key):
            print_.update(f"{found.key}\0{found.etag}\0{found.size}\0".encode())
    return print_.hexdigest()


def _fetch(bucket: Bucket, item: FoundInput) -> None:
    item.path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(Refused):  # it was not, when it was hashed
        bucket.download(item.key, item.path)


def _with_hashes(bucket: Bucket, objects: Sequence[Object], etags: Path) -> list[tuple[Object, str]]:
    """Each object with its SHA-256, "" where the store refuses it; those that are gone, and folders, are left out.

    Hashes come from the file of what is known, or else from the bytes, which are read for it.
    """
    known = read_etags(etags, bucket.url)
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        hashes = list(threads.map(lambda found: known.get(_seen(found)) or _hash(bucket, found), objects))
    learnt = {_seen(found): sha256 for found, sha256 in zip(objects, hashes, strict=True) if sha256}
    if learnt != known:
        write_etags(etags, bucket.url, learnt)
    return [(found, sha256) for found, sha256 in zip(objects, hashes, strict=True) if sha256 is not None]


def _hash(bucket: Bucket, found: Object) -> str | None:
    """The SHA-256 of an object; "" where the store refuses it, None where there is none of that name.

    That is so for one that is gone, and for the empty objects `folder/` that consoles write: the client leaves out the
    slash.
    """
    if not found.size:
        return _NOTHING if bucket.exists(found.key) else None
    digest = hashlib.sha256()
    size = 0
    try:
        for chunk in bucket.stream(found.key):
            digest.update(chunk)
            size += len(chunk)
    except Refused:
        return ""
    return digest.hexdigest() if size else None


def _seen(found: Object) -> Seen:
    return found.key, found.etag, found.size


def _hidden(key: str) -> str:
    """The dot file or dot folder that an object is or lies in; "" where there is none."""
    parts = key.split("/")
    place = next((place for place, part in enumerate(parts) if part.startswith(".")), None)
    return "" if place is None else "/".join(parts[: place + 1])
