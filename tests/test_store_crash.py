"""Killed anywhere, a run leaves readers with one whole release, and the next run ends as if nothing had happened."""

import random
import time
from collections import Counter
from pathlib import Path

import pytest
from store_faults import points
from store_jobs import JOBS, check_readable, copy, points_of, rows, strays
from store_kills import fork, in_a_process, kill_at

from newsmill.store import history
from newsmill.store.layout import Layout
from newsmill.store.release import current_release


def _kill(name: str, folder: Path, every: int) -> None:
    """Fill a folder: `copies` of CURATED, in each of which the job was killed when it came to another point.

    The name of a copy is that of its point. `base` is what the job began from, and in `reference` nobody disturbed it.
    every: 1 for all points.
    """
    job, reference = JOBS[name], folder / "reference"
    job.before(folder / "base")
    copy(folder / "base", reference)
    visits: Counter[str] = Counter()
    for place, point in enumerate(points(lambda: job.work(reference))):
        visits[point] += 1
        if place % every == len(name) % every:
            curated = folder / "copies" / f"{place:03d} {point}, visit {visits[point]}"
            copy(folder / "base", curated)
            kill_at(place, lambda: job.work(curated))  # noqa: B023 - called at once


def _kill_at_random(folder: Path, times: int) -> None:
    """The same for a second run, killed after some time; every other copy once more, in the run that recovers it."""
    moments = random.Random(7)
    job = JOBS["second run"]
    job.before(folder / "base")
    copy(folder / "base", folder / "reference")
    started = time.perf_counter()
    fork(lambda: job.work(folder / "reference"))
    took = time.perf_counter() - started
    for number in range(times):
        curated = folder / "copies" / f"{number:03d}"
        copy(folder / "base", curated)
        for _ in range(1 + number % 2):
            fork(lambda: job.work(curated), kill_after=moments.uniform(0, took))  # noqa: B023 - called at once


def _kill_all(folder: Path, every: int, times: int) -> None:
    """Fill a folder with what `_kill` makes of every job, and one with what `_kill_at_random` makes."""
    for name in JOBS:
        (folder / name).mkdir()
        _kill(name, folder / name, every)
    (folder / "any").mkdir()
    _kill_at_random(folder / "any", times)


@pytest.fixture(scope="module", params=[pytest.param((1, 50), marks=pytest.mark.slow_store), (59, 2)])
def folders(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Jobs killed at every point, each time that it is come to, and at 50 moments; or a sample, for every day."""
    folder = tmp_path_factory.mktemp("killed")
    in_a_process(_kill_all, folder, *request.param)
    return folder


def check_recovered(curated: Path, name: str, reference: Path) -> None:
    """The job done again ends as one that nobody disturbed, and nothing is left of the one that was killed."""
    JOBS[name].work(curated)
    assert rows(curated) == rows(reference)
    check_readable(curated)
    current = current_release(Layout(curated))
    assert current is not None
    assert current.number in [entry["release"] for entry in history.entries(Layout(curated))]
    assert [path for path in strays(curated) if "/damaged-" not in path] == []


@pytest.mark.parametrize("name", [name for name in JOBS if name != "repair"])
def test_killed_at_a_point(name: str, folders: Path) -> None:
    """Readers have the old release or the new one at any moment, and one point makes the difference."""
    base, reference = folders / name / "base", folders / name / "reference"
    old, new = rows(base), rows(reference)
    is_new = []
    for curated in sorted((folders / name / "copies").iterdir()):
        seen = rows(curated)
        assert seen in (old, new), curated.name
        is_new.append(seen == new)
        check_readable(curated)
        check_recovered(curated, name, reference)
    assert old == new or is_new == sorted(is_new), "one step publishes, and nothing takes it back"


def test_killed_while_repairing(folders: Path) -> None:
    """A repair that was cut short is done again."""
    for curated in (folders / "repair" / "copies").iterdir():
        check_recovered(curated, "repair", folders / "repair" / "reference")


def test_killed_at_any_moment(folders: Path) -> None:
    """Moments that nobody chose, once, and twice in a row."""
    base, reference = folders / "any" / "base", folders / "any" / "reference"
    for curated in (folders / "any" / "copies").iterdir():
        assert rows(curated) in (rows(base), rows(reference))
        check_readable(curated)
        check_recovered(curated, "second run", reference)


def test_there_are_many_points_to_be_killed_at(tmp_path: Path) -> None:
    """Publishing, carrying over, sweeping, joining and repairing: each function that changes a disk has its points."""
    jobs = ("first run", "second run", "compaction", "repair")
    names = {point for name in jobs for point in points_of(JOBS[name], tmp_path / "curated")}
    assert len(names) >= 40
    modules = {name.partition(".")[0] for name in names}
    assert modules == {"history", "lock", "manifest", "parquet", "publish", "recovery", "release", "repair"}
