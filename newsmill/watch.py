"""When something has changed in RAW, and has come to rest: the moment for a run."""

import hashlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from newsmill.errors import RunLocked
from newsmill.location import Location
from newsmill.pipeline import run_local
from newsmill.remote.raw import fingerprint as fingerprint_of_bucket
from newsmill.report.summary import RunReport
from newsmill.settings import Settings

PATIENCE = 10
"""A folder that never comes to rest is taken as it is after so many times the quiet it was asked for."""

_SHARE = 20
"""Looking takes at most one part in so many of the time: a large RAW is looked at less often."""


def watch(settings: Settings, quiet: float) -> Iterator[RunReport]:
    """A run whenever RAW has changed and has then stayed as it is for `quiet` seconds. Never ends.

    Waits while another run is at work; raises what run_local raises besides.
    """
    for _ in settled_changes(lambda: look(settings.raw), quiet):
        done = False
        while not done:
            try:
                yield run_local(settings)
                done = True
            except RunLocked:
                time.sleep(quiet)


def look(raw: Location) -> str:
    """What changes when files come to RAW, or go, or change; for a folder its fingerprint."""
    return fingerprint(raw) if isinstance(raw, Path) else fingerprint_of_bucket(raw)


def fingerprint(raw: Path) -> str:
    """Of the names, sizes and times of all files under a folder, but for those whose names begin with a dot.

    A file that vanishes while it is looked at is not there. A folder that is not there has the print of an empty one.
    """
    print_ = hashlib.blake2b(digest_size=16)
    folders = [raw]
    while folders:
        folder = folders.pop()
        for entry in _entries(folder):
            if entry.is_dir(follow_symlinks=False):
                folders.append(folder / entry.name)
                continue
            try:
                status = entry.stat(follow_symlinks=False)
            except OSError:
                continue
            print_.update(os.fsencode(entry.path))
            print_.update(f"\0{status.st_size}\0{status.st_mtime_ns}\0".encode())
    return print_.hexdigest()


def settled_changes(
    look: Callable[[], str],
    quiet: float,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[None]:
    """Yield whenever what `look` sees has changed and then stayed so for `quiet` seconds, or for PATIENCE times that
    long has never stayed so. The first look counts as a change: nobody knows what came before it.
    """
    told = seen = ""
    rest = first = clock()
    while True:
        before = clock()
        now = look()
        after = clock()
        if now != seen:
            if seen == told:
                first = after
            seen, rest = now, after
        if seen != told and (after - rest >= quiet or after - first >= PATIENCE * quiet):
            told = seen
            yield
        sleep(max(quiet / 3, (after - before) * _SHARE))


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as listing:
            return sorted((entry for entry in listing if not entry.name.startswith(".")), key=lambda entry: entry.name)
    except OSError:
        return []
