"""Killed at any point, a run leaves readers of an object store with whole releases, and the next run loses nothing."""

import shutil
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from remote_jobs import bucket, read, run_over, settings_for, versions, watched
from store_faults import points
from store_jobs import FIRST, SECOND, THIRD, strays
from store_kills import fork, in_a_process, kill_at
from store_samples import run

from newsmill.remote import lease
from newsmill.remote.publish import read_manifest, releases
from newsmill.schema import DATASETS
from newsmill.store.audit import problems
from newsmill.store.layout import Layout
from newsmill.store.lock import hold_lock

NAMED = (
    "before: put documents/lang=en/*.parquet",
    "after: put removed/*.parquet",
    "before: put .newsmill/releases/000002.json",
    "after: put .newsmill/releases/000002.json",
    "before: commit duplicates",
    "after: commit sources",
    "after: commit documents",
    "after: remove .newsmill/releases/000001.json",
)
"""Before the upload, in it, around the manifest, between the Delta commits, and where an old release goes."""

Run = Callable[[str, Path], None]


def _first(url: str, state: Path) -> None:
    run_over(settings_for(url, state, keep_releases=1, keep_hours=0), FIRST)


def _second(url: str, state: Path) -> None:
    run_over(settings_for(url, state, keep_releases=1, keep_hours=0), SECOND)


def _second_elsewhere(url: str, state: Path) -> None:
    """The same from a machine that has nothing but the address, when the lease of the dead run has ended."""
    lease.CLOCK_SECONDS = -lease.LEASE_SECONDS
    _second(url, state.with_name("elsewhere"))


def _whole(work: Callable[[], object]) -> None:
    """Do something in a process of its own, to its end."""

    def told() -> None:
        try:
            work()
        except BaseException:
            traceback.print_exc()
            raise

    code, _ = fork(told)
    assert code == 0


def _told(work: Callable[[list[str]], None], file: Path) -> list[str]:
    """What a process of its own adds to a list."""

    def tell() -> None:
        found: list[str] = []
        work(found)
        file.write_text("\n".join(found))

    _whole(tell)
    return file.read_text().splitlines()


def _points_of_second(found: list[str], url: str, state: Path) -> None:
    with watched(found.append):
        _second(url, state)


def _check_seen(url: str, reference: str) -> None:
    """Every table is at release 1 or 2 of undisturbed runs, and documents never before the others."""
    seen = versions(url)
    assert set(seen.values()) <= {1, 2}, seen
    assert seen["documents"] == min(seen.values()), seen
    for name in DATASETS:
        assert read(url, name) == read(reference if seen[name] == 2 else f"{reference}-first", name), name


def _check_end(url: str, reference: str) -> None:
    """All is as undisturbed runs leave it, and no document is there twice."""
    assert set(versions(url).values()) == {releases(bucket(url))[-1]}, versions(url)
    for name in DATASETS:
        assert read(url, name) == read(reference, name), name
    ids = [ident for name in ("documents", "duplicates") for ident in read(url, name)["doc_id"].to_pylist()]
    assert len(ids) == len(set(ids))


def _chosen(found: list[str], wanted: tuple[str, ...]) -> Iterator[tuple[int, tuple[Run, ...]]]:
    """Points to be killed at, and who runs next. Where all are wanted, each with a run here and with one elsewhere,
    after which comes one here: a release may be left there that was never published."""
    assert set(wanted) <= set(found), set(wanted) - set(found)
    ways: tuple[tuple[Run, ...], ...] = ((_second,), (_second_elsewhere, _second))
    if not wanted:
        yield from ((place, way) for place in range(len(found)) for way in ways)
    for number, point in enumerate(wanted):
        yield found.index(point), ways[number % 2]


def _kill_at_points(folder: Path, wanted: tuple[str, ...]) -> None:
    reference = "s3://news/crash/reference"
    _whole(lambda: _first(f"{reference}-first", folder / "state of the first"))
    _whole(lambda: _first(reference, folder / "state"))
    found = _told(lambda points_: _points_of_second(points_, reference, folder / "state"), folder / "points")
    visits = Counter[int]()
    for place, way in _chosen(found, wanted):
        visits[place] += 1
        url, own = f"s3://news/crash/{place}-{visits[place]}", folder / f"{place}-{visits[place]}"
        print(found[place], [next_.__name__ for next_ in way], flush=True)
        own.mkdir()
        _whole(lambda: _first(url, own / "state"))  # noqa: B023 - all are called at once
        kill_at(place, partial(_second, url, own / "state"), watched)
        _whole(lambda: _check_seen(url, reference))  # noqa: B023
        for next_ in way:
            _whole(lambda: next_(url, own / "state"))  # noqa: B023
            _whole(lambda: _check_end(url, reference))  # noqa: B023
        shutil.rmtree(own)


@pytest.mark.parametrize("wanted", [pytest.param((), marks=pytest.mark.slow_s3, id="every point"), NAMED])
@pytest.mark.usefixtures("s3")
@pytest.mark.timeout(1800)
def test_killed_while_it_publishes(wanted: tuple[str, ...], tmp_path: Path) -> None:
    """Readers have whole releases at any moment; the next run, there or elsewhere, ends as an undisturbed one."""
    in_a_process(_kill_at_points, tmp_path, wanted)


def _left_behind(url: str, state: Path) -> None:
    """A mirror with a release that was never published, of a store that has gone on without it."""
    run_over(settings_for(url, state), FIRST)
    for pages in (SECOND, THIRD):
        run_over(settings_for(url, state.with_name("elsewhere")), pages)
    with hold_lock(Layout(state)):
        run(state, SECOND, "run of a dead process")


def _fetch(url: str, state: Path) -> None:
    run_over(settings_for(url, state), ())


def _check_mirror(url: str, state: Path) -> None:
    """It has the releases of the store, byte for byte, and nothing else."""
    layout = Layout(state)
    assert layout.release_numbers() == releases(bucket(url))
    for number in layout.release_numbers():
        assert (layout.release(number) / "manifest.json").read_bytes() == read_manifest(bucket(url), number)
    assert problems(layout) == []
    assert [path for path in strays(state) if not path.endswith("mirror.json")] == []


def _kill_while_fetching(folder: Path, every: int) -> None:
    reference = "s3://news/fetch/reference"
    _whole(lambda: _left_behind(reference, folder / "state"))
    found = _told(lambda told: told.extend(points(lambda: _fetch(reference, folder / "state"))), folder / "points")
    places = [place for place, point in enumerate(found) if point.startswith(("fetch", "mirror", "records"))]
    assert len(places) > 20
    for place in places[every // 2 :: every]:
        url, own = f"s3://news/fetch/{place}", folder / f"{place}"
        print(found[place], flush=True)
        own.mkdir()
        _whole(lambda: _left_behind(url, own / "state"))  # noqa: B023 - all are called at once
        kill_at(place, lambda: _fetch(url, own / "state"))  # noqa: B023
        _whole(lambda: _fetch(url, own / "state"))  # noqa: B023
        _whole(lambda: _check_end(url, reference))  # noqa: B023
        _whole(lambda: _check_mirror(url, own / "state"))  # noqa: B023
        shutil.rmtree(own)


@pytest.mark.parametrize("every", [pytest.param(3, marks=pytest.mark.slow_s3), 25])
@pytest.mark.usefixtures("s3")
@pytest.mark.timeout(1800)
def test_killed_while_it_fetches(every: int, tmp_path: Path) -> None:
    """A mirror that is brought up to date may be left half done: the next run makes it whole."""
    in_a_process(_kill_while_fetching, tmp_path, every)
