"""What goes with a CURATED beside its releases: the history of its runs, and what is known of the objects of RAW."""

import hashlib
from pathlib import Path

from newsmill.remote.bucket import Bucket
from newsmill.store.files import explained
from newsmill.store.layout import Layout

_HISTORY = ".newsmill/history"
_ETAGS = ".newsmill/etags"


def bring_records(bucket: Bucket, layout: Layout) -> None:
    """Fetch what other machines have written. The caller holds the lock of the mirror."""
    with explained(f"bring {layout.curated} up to date"):
        layout.history.mkdir(parents=True, exist_ok=True)
        for name in sorted(_names(bucket, _HISTORY) - _entries(layout)):
            _fetch(bucket, f"{_HISTORY}/{name}", layout.history / name)
        known = _names(bucket, _ETAGS) if not layout.etags.exists() else set()
        for name in sorted(known)[:1]:
            _fetch(bucket, f"{_ETAGS}/{name}", layout.etags)


def send_records(bucket: Bucket, layout: Layout) -> None:
    """Write what is new here to the store."""
    for name in sorted(_entries(layout) - _names(bucket, _HISTORY)):
        bucket.put(f"{_HISTORY}/{name}", layout.history / name)
    if layout.etags.exists():
        name, there = f"{_sha256(layout.etags)}.parquet", _names(bucket, _ETAGS)
        if name not in there:
            bucket.put(f"{_ETAGS}/{name}", layout.etags)
        bucket.delete([f"{_ETAGS}/{old}" for old in sorted(there - {name})])


def _names(bucket: Bucket, folder: str) -> set[str]:
    return {found.key.removeprefix(f"{folder}/") for found in bucket.list(folder)}


def _entries(layout: Layout) -> set[str]:
    return {path.name for path in layout.history.glob("*.json")}


def _fetch(bucket: Bucket, key: str, to: Path) -> None:
    draft = to.with_suffix(".draft")
    bucket.download(key, draft)
    draft.replace(to)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
