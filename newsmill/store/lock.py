"""One run at a time: the lock of a CURATED folder, held through the operating system.

A process that dies, however it dies, no longer holds the lock, so there is never a stale lock to clear away.
"""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

from filelock import FileLock, Timeout

from newsmill.errors import RunLocked, StoreError
from newsmill.store.files import explained
from newsmill.store.layout import Layout


@contextmanager
def hold_lock(layout: Layout, run_id: str | None = None) -> Iterator[None]:
    """Hold the lock of CURATED, which is made if it is not there.

    run_id: named in the message to whoever comes second.
    Raises RunLocked at once where another process holds it, StoreError where CURATED cannot be a folder.
    """
    if layout.curated.exists() and not layout.curated.is_dir():
        raise StoreError(f"{layout.curated} is a file; CURATED must be a folder")
    lock = FileLock(layout.lock, thread_local=False)  # an orchestrator may end a run in another thread
    with explained(f"lock {layout.curated}"):
        layout.root.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise RunLocked(_refusal(layout)) from None
    try:
        _sign(layout, run_id)
        yield
    finally:
        with suppress(OSError):
            layout.holder.unlink()
        lock.release()


def _sign(layout: Layout, run_id: str | None) -> None:
    # Beside the lock and not in it: some versions of filelock empty the lock file when they try to take it.
    holder = {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "run_id": run_id,
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    # A lock without a name is as good. On a full disk a run must come to where it clears away what dead runs left.
    with suppress(OSError):
        layout.holder.write_text(json.dumps(holder), encoding="utf-8")


def _refusal(layout: Layout) -> str:
    try:
        holder = json.loads(layout.holder.read_text(encoding="utf-8"))
        run = f"run {holder['run_id']}, " if holder["run_id"] else ""
        who = f" ({run}process {holder['pid']} on {holder['host']}, since {holder['since']})"
    except (OSError, ValueError):
        who = ""  # the other one is just coming or just going
    return (
        f"another run is writing to {layout.curated}{who}: wait until it has ended, or stop it; "
        "the lock of a dead process frees itself"
    )
