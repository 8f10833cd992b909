"""Workers that are killed: what they had to do is done all the same, by real processes that really die."""

import contextlib
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds
import pytest
from killers import curate_or_die, die, imported, log_and_double

from newsmill import supervise
from newsmill.errors import NewsmillError
from newsmill.intake.discover import walk
from newsmill.pipeline import curating, discover, find_overlaps, open_run, publish, run_local
from newsmill.provenance import Context
from newsmill.schema import DATASETS
from newsmill.settings import Settings
from newsmill.tally import ShardResult
from newsmill.workers import WorkerDied, Workers

Mill = Callable[..., Settings]
OF_THE_RUN = {"run_id", "ingested_at", "updated_run"}
PAGE = (
    "Pier {0} to be repaired\n\nThe council has decided that ferry pier {0} will be repaired before storm {0} comes. "
    "Work on side {0} starts in week {0}, said engineer {0}, and those who use it can ask for a plan in room {0}.\n"
)


def _write_pages(raw: Path, count: int) -> None:
    for number in range(count):
        (raw / f"page-{number:02d}.txt").write_text(PAGE.format(1000 + 37 * number))


def _run(settings: Settings) -> list[ShardResult]:
    """A run in which inputs of some names kill."""
    with open_run(settings) as run:
        found = discover(run)
        workers = max(2, settings.workers)
        with ThreadPoolExecutor(workers) as threads, curating(run, workers, curate_or_die) as curate:
            results = [result for results in threads.map(curate, found.shards) for result in results]
        publish(run, find_overlaps(run, results))
        return results


def _rows(curated: Path, name: str) -> list[dict[str, Any]]:
    table = ds.dataset(curated / name).to_table()
    kept = [column for column in table.column_names if column not in OF_THE_RUN]
    return sorted(table.select(kept).to_pylist(), key=repr)


def test_an_input_that_kills_is_quarantined_and_all_others_are_curated(mill: Mill, tmp_path: Path) -> None:
    _write_pages(mill().raw, 11)
    run_local(mill(curated=tmp_path / "without"))
    (mill().raw / "killer.txt").write_text(PAGE.format("x"))

    results = _run(mill(shard_inputs=6))

    assert sum(result.inputs for result in results) == 12
    (row,) = _rows(mill().curated, "quarantine")
    assert (row["source_uri"], row["stage"], row["error"]) == ("killer.txt", "curate", "killed-worker")
    assert "newsmill retry" in row["detail"]
    for name in ("documents", "duplicates", "overlaps", "removed"):
        assert _rows(mill().curated, name) == _rows(tmp_path / "without", name)
    named = {row["source_uri"]: row for row in _rows(mill().curated, "sources")}
    assert named.pop("killer.txt")["status"] == "quarantined"
    assert list(named.values()) == _rows(tmp_path / "without", "sources")


def test_an_input_that_kills_only_once_is_curated(mill: Mill) -> None:
    _write_pages(mill().raw, 3)
    (mill().raw / "kills-once.txt").write_text(PAGE.format("x"))

    _run(mill())

    assert _rows(mill().curated, "quarantine") == []
    assert len(_rows(mill().curated, "sources")) == 4


def test_where_every_input_kills_the_machine_is_blamed(mill: Mill) -> None:
    for number in range(supervise.MOST_KILLERS + 1):
        (mill().raw / f"killer-{number}.txt").write_text("x")

    with pytest.raises(NewsmillError, match="worker processes keep dying"):
        _run(mill())


def test_finding_the_input_that_kills_takes_few_processes(mill: Mill, caplog: pytest.LogCaptureFixture) -> None:
    _write_pages(mill().raw, 15)
    (mill().raw / "killer.txt").write_text("x")
    inputs = walk(mill().raw, 0.0, time.time()).inputs
    context = Context(mill(), "run", "digest")

    with Workers(1) as workers:
        supervise.curate_supervised(workers, curate_or_die, inputs, mill().curated / "parts" / "0001", context)

    deaths = (mill().curated / "parts" / "deaths").read_text().splitlines()
    assert deaths == ["0001", *["0001-000000"] * 5]  # at first, alone, and log2 of 16 inputs
    assert "killer.txt kills the process that reads it" in caplog.text


@pytest.mark.skipif(sys.platform != "linux", reason="finds processes in /proc")
def test_a_worker_that_is_killed_in_mid_run_costs_no_row(mill: Mill, tmp_path: Path) -> None:
    _write_pages(mill().raw, 24)
    run_local(mill(curated=tmp_path / "in-peace"))
    killed: list[int] = []
    stop = threading.Event()

    def kill_two() -> None:
        while not stop.is_set() and len(killed) < 2:
            for pid in _workers():
                if pid not in killed:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
                    killed.append(pid)
            time.sleep(0.01)

    def curated(done: int, total: int) -> None:
        if not killer.is_alive() and not killed:
            killer.start()

    killer = threading.Thread(target=kill_two)
    report = run_local(mill(workers=2, shard_inputs=2), curated)
    stop.set()
    killer.join()

    assert len(killed) == 2
    assert report.quarantined == 0
    for name in DATASETS:
        assert _rows(mill().curated, name) == _rows(tmp_path / "in-peace", name)


def test_after_a_run_that_died_the_next_one_works_in_a_process_that_may_die(mill: Mill) -> None:
    """One worker is the process of the run itself, so what kills it kills the run; but only once."""
    _write_pages(mill().raw, 3)
    (mill().raw / "killer.txt").write_text("x")
    code = (
        "import sys; from killers import curate_or_die; from newsmill.pipeline import *\n"
        "s = Settings(raw=sys.argv[1], curated=sys.argv[2], workers=1)\n"
        "with open_run(s) as run, curating(run, 1, curate_or_die) as curate: curate(discover(run).shards[0])"
    )
    path = os.pathsep.join(sys.path)
    command = [sys.executable, "-c", code, str(mill().raw), str(mill().curated)]
    died = subprocess.run(command, env=os.environ | {"PYTHONPATH": path}, check=False, timeout=60)
    with open_run(mill()) as run, curating(run, 1, curate_or_die) as curate:
        results = curate(discover(run).shards[0])

    assert died.returncode == -signal.SIGKILL
    assert run.careful
    assert [note.source_uri for result in results for note in result.failures] == ["killer.txt"]


def test_what_a_worker_logs_is_logged_here(caplog: pytest.LogCaptureFixture) -> None:
    with Workers(1) as workers, caplog.at_level(logging.INFO, "newsmill"):
        answer = workers.call(log_and_double, 7)

    assert answer == 14
    assert ("newsmill.of.a.worker", logging.INFO, "doubling 7") in caplog.record_tuples


def test_an_error_of_a_job_is_raised_and_its_worker_goes_on() -> None:
    with Workers(1) as workers:
        first = workers.call(os.getpid)
        with pytest.raises(ZeroDivisionError):
            workers.call(divmod, 1, 0)
        assert workers.call(os.getpid) == first
        with pytest.raises(WorkerDied):
            workers.call(die)
        assert workers.call(os.getpid) != first


def test_who_waits_for_a_worker_is_told_when_the_run_fails() -> None:
    """After an error no shard is waited for: the processes end at once."""
    waiting = threading.Event()

    def wait(workers: Workers) -> None:
        waiting.set()
        workers.call(time.sleep, 60)

    started = time.monotonic()
    with ThreadPoolExecutor(1) as threads:
        workers = Workers(1)
        with contextlib.suppress(KeyboardInterrupt), workers:
            workers.call(os.getpid)
            waiter = threads.submit(wait, workers)
            waiting.wait()
            time.sleep(0.1)
            raise KeyboardInterrupt
        with pytest.raises(CancelledError):
            waiter.result()
        with pytest.raises(CancelledError):
            workers.call(os.getpid)
    assert time.monotonic() - started < 30


def test_who_works_alone_has_no_other_beside_it() -> None:
    at_work: list[str] = []
    seen: list[list[str]] = []

    def work(workers: Workers, name: str) -> None:
        at_work.append(name)
        workers.call(time.sleep, 0.02)
        at_work.remove(name)

    def alone(workers: Workers) -> None:
        with workers.alone() as place:
            place.call(os.getpid)
            seen.append(list(at_work))

    with Workers(2) as workers, ThreadPoolExecutor(4) as threads:
        futures = [threads.submit(alone, workers) for _ in range(2)]
        futures += [threads.submit(work, workers, str(number)) for number in range(8)]
        for future in futures:
            future.result()

    assert len(seen) == 2


def _workers() -> list[int]:
    """The processes that this one's fork server has made."""
    servers = [pid for pid in _children(os.getpid()) if b"forkserver" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    return [pid for server in servers for pid in _children(server)]


def _children(pid: int) -> list[int]:
    with contextlib.suppress(FileNotFoundError):
        return [int(pid) for file in Path(f"/proc/{pid}/task").glob("*/children") for pid in file.read_text().split()]
    return []


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_worker_ends_with_the_process_that_started_it() -> None:
    """Otherwise it would write on in a folder that the next run clears."""
    code = (
        "import os, time; from newsmill.workers import Workers\n"
        "with Workers(1) as workers: print(workers.call(os.getpid), flush=True); workers.call(time.sleep, 60)"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        worker = int(parent.stdout.readline())
        parent.kill()
    deadline = time.monotonic() + 20
    while Path(f"/proc/{worker}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)

    assert not Path(f"/proc/{worker}").exists()


def test_a_worker_starts_with_all_that_it_needs_imported_and_no_more() -> None:
    """pandas is a second for each worker, where it is installed; pyarrow would bring it with the first table."""
    with Workers(1) as workers:
        assert workers.call(imported, ("newsmill.curate", "pandas", "prefect", "rich")) == ["newsmill.curate"]
