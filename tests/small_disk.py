"""Runs on a real disk with less and less room; started by test_store_faults.py on a disk of its own.

python -m small_disk FOLDER: prints in how many of the runs the room was not enough.
"""

import os
import shutil
import sys
from pathlib import Path

from store_jobs import FIRST, SECOND, check_readable, rows, run_over, strays

from newsmill.errors import StoreError

STEP = 4 * 2**10


def fill(disk: Path, room: int) -> Path:
    """A file that leaves so many bytes of a disk free."""
    state = os.statvfs(disk)
    rest = disk / "rest"
    rest.write_bytes(bytes(max(0, state.f_bavail * state.f_frsize - room)))
    return rest


def run_with(disk: Path, room: int) -> bool:
    """Whether a run found the room too small; it and the one after it are checked."""
    curated, message = disk / "curated", ""
    run_over(curated, FIRST)
    old = rows(curated)
    rest = fill(disk, room)
    try:
        run_over(curated, SECOND)
    except StoreError as failure:
        message = str(failure)
    rest.unlink()
    seen = rows(curated)
    check_readable(curated)
    run_over(curated, SECOND)
    check_readable(curated)
    assert seen in (old, rows(curated))
    assert message or seen != old
    assert not message or "No space left on device" in message
    assert "\n" not in message
    assert strays(curated) == []
    shutil.rmtree(curated)
    return bool(message)


if __name__ == "__main__":
    sys.stdout.write(str(sum(run_with(Path(sys.argv[1]), room * STEP) for room in range(40))))
