"""One run at a time on a CURATED in an object store: a lock object that lasts as long as somebody renews it.

The lease saves runs from working for nothing. What is published does not rest on it: a release is an object that only
one run can create (publish.py), even where clocks are wrong or a run wakes up long after its lease has ended.
"""

import json
import os
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from newsmill.errors import RunLocked, StoreError
from newsmill.remote.bucket import Bucket, Version

KEY = ".newsmill/lock"
LEASE_SECONDS = 90.0
RENEW_SECONDS = 20.0
CLOCK_SECONDS = 30.0
"""By so much may the clocks of two machines differ before one takes the other for dead."""


@dataclass(slots=True)
class Lease:
    """A lease that is held. `mirror` is the id of the folder it is held for."""

    bucket: Bucket
    mirror: str
    version: Version = field(default_factory=dict)
    ends: float = 0.0
    """On this machine's monotonic clock."""
    lost: bool = False
    since: datetime = field(default_factory=lambda: datetime.now(UTC))

    def check(self) -> None:
        """Raises RunLocked where the lease has ended, so that another run may be at work."""
        if self.lost or time.monotonic() >= self.ends:
            raise RunLocked(
                f"the lease of {self.bucket.url} has ended while this run worked, and another run may have it now: "
                "nothing more was published; run again"
            )

    def take(self) -> None:
        """Raises RunLocked where another run holds the lease."""
        before = time.monotonic()
        content = self._content()
        version = self.bucket.create(KEY, content)
        if version is None:
            version = self._take_over(content)
        self.version, self.ends = version, before + LEASE_SECONDS

    def renew(self) -> None:
        before = time.monotonic()
        version = self.bucket.replace(KEY, self._content(), self.version)
        if version is None:
            self.lost = True
        else:
            self.version, self.ends = version, before + LEASE_SECONDS

    def give_back(self) -> None:
        """Not removed but ended: a store removes an object whoever has written it."""
        if not self.lost:
            self.bucket.replace(KEY, self._content(held=False), self.version)

    def _take_over(self, content: bytes) -> Version:
        there = self.bucket.read(KEY)
        if there is not None:
            holder = _parse(there[0])
            # Who holds the lock of the folder that the lease is for cannot be beside us: it is dead.
            is_ours = (holder.get("mirror"), holder.get("host")) == (self.mirror, socket.gethostname())
            if not is_ours and not _has_ended(holder):
                raise RunLocked(_refusal(self.bucket, holder))
        version = self.bucket.replace(KEY, content, there[1]) if there else self.bucket.create(KEY, content)
        if version is None:
            raise RunLocked(f"another run has just begun to write to {self.bucket.url}: wait until it has ended")
        return version

    def _content(self, *, held: bool = True) -> bytes:
        until = (datetime.now(UTC) + timedelta(seconds=LEASE_SECONDS)).isoformat()
        holder = {
            "mirror": self.mirror,
            "host": socket.gethostname(),
            "pid": os.getpid(),
            "since": self.since.isoformat(timespec="seconds"),
            "until": until if held else None,
        }
        return json.dumps(holder).encode()


@contextmanager
def hold_lease(bucket: Bucket, mirror: str) -> Iterator[Lease]:
    """Hold the lease of a CURATED, renewed by a thread. mirror: id of the folder whose lock the caller holds.

    A lease whose holder is dead is taken over: at once where the holder worked in the same folder, else when it has
    ended, at most LEASE_SECONDS + CLOCK_SECONDS later. Raises RunLocked where another run holds it.
    """
    lease = Lease(bucket, mirror)
    lease.take()
    done = threading.Event()
    renewing = threading.Thread(target=_keep, args=(lease, done), name="lease", daemon=True)
    renewing.start()
    try:
        yield lease
    finally:
        done.set()
        renewing.join(RENEW_SECONDS)
        with suppress(StoreError):  # it ends by itself
            lease.give_back()


def _keep(lease: Lease, done: threading.Event) -> None:
    while not done.wait(RENEW_SECONDS) and not lease.lost:
        with suppress(StoreError):  # the next time may be better, and if not, the lease ends
            lease.renew()


def _parse(content: bytes) -> Mapping[str, Any]:
    try:
        holder = json.loads(content)
    except ValueError:
        return {}
    return holder if isinstance(holder, dict) else {}


def _has_ended(holder: Mapping[str, Any]) -> bool:
    """Whether nobody holds the lease any more; nobody does where what is there is no lease."""
    try:
        return datetime.now(UTC) >= datetime.fromisoformat(holder["until"]) + timedelta(seconds=CLOCK_SECONDS)
    except (KeyError, TypeError, ValueError):
        return True


def _refusal(bucket: Bucket, holder: Mapping[str, Any]) -> str:
    return (
        f"another run is writing to {bucket.url} (process {holder.get('pid')} on {holder.get('host')}, since "
        f"{holder.get('since')}): wait until it has ended, or stop it; the lease of a dead process ends by itself "
        f"within {LEASE_SECONDS + CLOCK_SECONDS:.0f} seconds"
    )
