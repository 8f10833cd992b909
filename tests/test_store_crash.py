"""Killed at any step, a run leaves readers with one whole release, and the next run ends as if nothing had happened."""

import itertools
import multiprocessing
import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from store_samples import NOON, Page, run

from newsmill.schema import DATASETS
from newsmill.store.layout import Layout
from newsmill.store.recovery import prepare, sweep
from newsmill.store.release import current_release

FIRST = [Page("a.html"), Page("b.html"), Page("c.html", ("Der Zug fährt.",), language="de")]
SECOND = [Page("a.html", ("Rain fell all day.",), "b"), Page("d.html", ("Snow fell.",)), Page("e.html", ())]
RUN_COLUMNS = ("run_id", "ingested_at", "updated_run")

CHANGES = ("mkdir", "link", "symlink", "fsync", "rename", "replace", "unlink", "rmdir")
"""The calls by which the store changes a disk, but for writing into a file that nobody sees yet."""

every_step = pytest.mark.parametrize("stride", [pytest.param(1, marks=pytest.mark.slow), 7])
"""Kill before each change of the disk, or before each seventh, which is a sample for every day."""


def _die_at(step: int) -> None:
    """From now on, this process kills itself just before its n-th change of the disk."""
    made = 0

    def deadly(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            nonlocal made
            made += 1
            if made == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*args, **kwargs)

        return call

    for name in CHANGES:
        setattr(os, name, deadly(getattr(os, name)))


def _second_run(curated: Path) -> None:
    run(curated, SECOND, "run2")


def _sweep(curated: Path) -> None:
    sweep(Layout(curated), 1, 0, NOON)
    prepare(Layout(curated))


def _kill_along(job: Callable[[Path], None], base: Path, folder: Path, stride: int) -> None:
    for step in itertools.count(1, stride):
        curated = folder / f"{step:03d}"
        shutil.copytree(base, curated, symlinks=True)
        child = os.fork()
        if child == 0:
            _die_at(step)
            job(curated)
            os._exit(0)
        exit_code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if exit_code == 0:
            shutil.rmtree(curated)
            return
        if exit_code != -signal.SIGKILL:
            raise RuntimeError(f"the job failed at step {step} without being killed")


def _killed(job: Callable[[Path], None], base: Path, folder: Path, stride: int) -> list[Path]:
    """Copies of `base`, in each of which the job was killed at another step, from the first to the last."""
    # The children are forked, to be quick, by a process of its own that has run no threads.
    host = multiprocessing.get_context("spawn").Process(target=_kill_along, args=(job, base, folder, stride))
    folder.mkdir()
    host.start()
    host.join()
    assert host.exitcode == 0
    return sorted(folder.iterdir())


def _rows(curated: Path) -> dict[str, pa.Table] | None:
    """All that readers see, without the columns that tell runs apart; None where there is no release yet."""
    release = current_release(Layout(curated))
    if release is None:
        return None
    # Rows lie in the order of their admission, which a killed run may change.
    tables = {
        name: release.read(name).sort_by([(key, "ascending") for key in dataset.sort])
        for name, dataset in DATASETS.items()
    }
    return {
        name: table.drop_columns([column for column in RUN_COLUMNS if column in table.schema.names])
        for name, table in tables.items()
    }


def _reference(folder: Path, *runs: list[Page]) -> dict[str, pa.Table] | None:
    folder.mkdir()
    for number, pages in enumerate(runs, 1):
        run(folder, pages, f"run{number}")
    return _rows(folder)


@every_step
@pytest.mark.parametrize("runs_before", [[FIRST], []], ids=["second run", "first run"])
def test_killed_in_a_run(runs_before: list[list[Page]], stride: int, tmp_path: Path) -> None:
    """Readers have the old release or the new one, and a rerun ends as an uninterrupted run."""
    new = _reference(tmp_path / "reference", *runs_before, SECOND)
    old = _reference(tmp_path / "base", *runs_before)
    is_new = []
    for curated in _killed(_second_run, tmp_path / "base", tmp_path / "killed", stride):
        seen = _rows(curated)
        assert seen in (old, new)
        is_new.append(seen == new)
        run(curated, SECOND, "run3")
        assert _rows(curated) == new
        prepare(Layout(curated))
        assert list(Layout(curated).staging.iterdir()) == []
    assert len(is_new) * stride > 40
    assert is_new == sorted(is_new), "one step publishes, and nothing takes it back"


@every_step
def test_killed_while_clearing_up_after_a_killed_run(stride: int, tmp_path: Path) -> None:
    """A run that is killed while it recovers from a kill is recovered from as well."""
    new = _reference(tmp_path / "reference", FIRST, SECOND)
    base = tmp_path / "base"
    _reference(base, FIRST, SECOND)
    Layout(base).current.unlink()  # as the kill just before the switch leaves it
    Layout(base).current.symlink_to("releases/000001")
    for curated in _killed(_second_run, base, tmp_path / "killed", stride):
        run(curated, SECOND, "run3")
        assert _rows(curated) == new


@every_step
def test_killed_while_sweeping(stride: int, tmp_path: Path) -> None:
    """A release is there as a whole or not at all; the next sweep ends what a killed one began."""
    base = tmp_path / "base"
    newest = _reference(base, FIRST, SECOND, FIRST)
    files = {number: len(list(Layout(base).release(number).rglob("*"))) for number in (1, 2, 3)}
    killed = _killed(_sweep, base, tmp_path / "killed", stride)
    assert len(killed) * stride > 20
    for curated in killed:
        layout = Layout(curated)
        for number in layout.release_numbers():
            assert len(list(layout.release(number).rglob("*"))) == files[number]
        _sweep(curated)
        assert layout.release_numbers() == [3]
        assert list(layout.staging.iterdir()) == []
        assert _rows(curated) == newest
