"""What every run did, one JSON file a run, kept for as long as CURATED is."""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from newsmill.errors import StoreError
from newsmill.store.files import explained, sync, write_synced
from newsmill.store.layout import Layout

Entry = Mapping[str, Any]


def append(layout: Layout, run_id: str, entry: Entry) -> Path:
    """Write the entry of a run, all of it or nothing. The entry is what json can write. Raises StoreError."""
    path = _path(layout, run_id)
    draft = layout.staging / f"{run_id}.history"
    with explained(f"write the history of {layout.curated}"):
        draft.parent.mkdir(parents=True, exist_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_synced(draft, json.dumps(entry, ensure_ascii=False, indent=2).encode() + b"\n")
        draft.replace(path)
        sync(layout.history)
    return path


def exists(layout: Layout, run_id: str) -> bool:
    """Whether a run has an entry."""
    return _path(layout, run_id).exists()


def entries(layout: Layout) -> list[Entry]:
    """The entries of all runs, newest last. Raises StoreError for one not readable."""
    if not layout.history.is_dir():
        return []
    found = [_read(path) for path in sorted(layout.history.glob("*.json"))]
    return sorted(found, key=_start)  # a run id begins with its time, but in whole seconds


def newest_first(layout: Layout) -> Iterator[Entry]:
    """The entries of all runs, each read when it is asked for; one that is not readable is passed over."""
    for path in sorted(layout.history.glob("*.json"), reverse=True):
        with suppress(StoreError):
            yield _read(path)


def _path(layout: Layout, run_id: str) -> Path:
    return layout.history / f"{run_id}.json"


def _start(entry: Entry) -> str:
    return str(entry.get("started_at", ""))


def _read(path: Path) -> Entry:
    try:
        entry: Entry = json.loads(path.read_bytes())
    except (OSError, ValueError) as failure:
        raise StoreError(f"{path} cannot be read: {failure}; move it away") from failure
    return entry
