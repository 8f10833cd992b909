"""A disk that fails, wherever it does: one line that says so, nothing damaged, and the next run is right."""

import errno
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from store_faults import GROWING, call_of, points, watched
from store_jobs import FIRST, JOBS, check_readable, copy, rows, run_over, strays

from newsmill.errors import StoreError
from newsmill.pipeline import run_local
from newsmill.settings import Settings
from newsmill.store.layout import Layout

FAULTS = {"no space left": errno.ENOSPC, "i/o error": errno.EIO, "permission denied": errno.EACCES}
RUNS = ("first run", "second run", "compaction")

every = pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.slow_store), 61])
"""The n-th change of the disk fails, for every n; or for a sample of them, for every day."""


def failing(place: int, code: int) -> Callable[[str], None]:
    """A disk on which the n-th change fails, and, where it is full, all that need room after that."""
    reached = 0

    def at(point: str) -> None:
        nonlocal reached
        full = code == errno.ENOSPC and reached > place and call_of(point) in GROWING
        if reached == place or full:
            reached += 1
            raise OSError(code, os.strerror(code), point)
        reached += 1

    return at


def check_failure(work: Callable[[Path], object], curated: Path, place: int, fault: str) -> bool:
    """Whether the work was refused when a change of the disk failed; what it says then is one line, and names it."""
    message = ""
    try:
        with watched(failing(place, FAULTS[fault])):
            work(curated)
    except StoreError as failure:
        message = str(failure)
    assert "\n" not in message
    assert not message or (os.strerror(FAULTS[fault]) in message and str(curated) in message)
    return bool(message)


@every
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", RUNS)
def test_a_disk_that_fails(name: str, fault: str, every: int, tmp_path: Path) -> None:
    """The run either does without what failed or says in one line what it was; no reader sees any of it."""
    job, refused = JOBS[name], 0
    base, trial = tmp_path / "base" / "curated", tmp_path / "trial" / "curated"
    job.before(base)
    copy(base, trial)
    old, names = rows(base), points(lambda: job.work(trial))
    new = rows(trial)
    for place in range(len(name) % every, len(names), every):
        curated = tmp_path / f"{place:03d}" / "curated"
        copy(base, curated)
        if check_failure(job.work, curated, place, fault):
            refused += 1
            assert rows(curated) in (old, new)
        else:
            assert rows(curated) == new, names[place]
        check_readable(curated)
        job.work(curated)
        assert rows(curated) == new, names[place]
        assert strays(curated) == [], names[place]
    assert refused


PAGE = (
    "Frost in {0}\n\nFrost has closed the lock at {0} for the second time this winter, the canal office said. "
    "Boats wait at the coal wharf, where the keeper of {0} has lit stoves and serves soup until the ice is broken.\n"
)


@every
@pytest.mark.parametrize("fault", FAULTS)
def test_a_disk_that_fails_in_a_whole_run(fault: str, every: int, tmp_path: Path) -> None:
    """From the lock to the report: no page is quarantined because there was no room for it."""
    raw = tmp_path / "raw"
    raw.mkdir()
    for town in ("Aldmoor", "Brenwick"):
        (raw / f"{town}.txt").write_text(PAGE.format(town), encoding="utf-8")

    def work(curated: Path) -> None:
        run_local(Settings(raw=raw, curated=curated, workers=1))

    names = points(lambda: work(tmp_path / "trial"))
    new = rows(tmp_path / "trial")
    for place in range(every // 2, len(names), every):
        curated = tmp_path / f"{place:03d}"
        if check_failure(work, curated, place, fault):
            assert rows(curated) in (None, new)
        else:
            assert rows(curated) == new, names[place]
        work(curated)
        assert rows(curated) == new, names[place]
        assert strays(curated) == [], names[place]


def test_every_write_may_be_short(tmp_path: Path) -> None:
    """Where the operating system takes half of what it is given, the other half follows: no file is torn."""
    curated = tmp_path / "curated"
    with watched(lambda _: None):
        run_over(curated, FIRST)
    run_over(tmp_path / "other" / "curated", FIRST)
    assert rows(curated) == rows(tmp_path / "other" / "curated")
    check_readable(curated)


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """No file of this process grows beyond a size: the system takes what fits, and then refuses."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("size", [0, 1, 100, 3_000, 5_000, 8_000])
def test_a_file_that_the_system_cuts_short(size: int, tmp_path: Path) -> None:
    """Arrow's own writer fails on a real file, in the middle of it: no part of that file is ever published."""
    curated = tmp_path / "curated"
    run_over(curated, FIRST)
    old = rows(curated)
    with files_up_to(size), pytest.raises(StoreError, match="File too large") as refusal:
        JOBS["second run"].work(curated)
    assert "\n" not in str(refusal.value)
    assert rows(curated) == old
    assert not list(Layout(curated).staging.rglob("*.parquet"))
    JOBS["second run"].work(curated)
    check_readable(curated)
    assert strays(curated) == []


@pytest.mark.slow_store
def test_a_disk_that_is_full(tmp_path: Path) -> None:
    """On a real disk with less and less room, a run ends as on the ones above; with room again, the next is right."""
    mount_and_run = 'mount -t tmpfs -o size=4m tmpfs "$1" && exec "$0" -m small_disk "$1"'
    command = ["unshare", "-Urm", "sh", "-c", mount_and_run, sys.executable, str(tmp_path)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    if shutil.which("unshare") is None or subprocess.run([*command[:2], "true"], check=False).returncode:
        pytest.skip("this machine gives tests no disk of their own")
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert 5 < int(done.stdout) < 40
