"""Shards on a real Dask cluster: a scheduler and two workers, each a process of its own."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds
import pytest
from killers import curate_or_die
from prefect import flow
from prefect.futures import as_completed
from prefect.testing.utilities import prefect_test_harness
from served import ROOT, wait_for

from flows.curate import _alone, _results, curate
from flows.runners import shard_runner
from newsmill.errors import UsageError
from newsmill.pipeline import curate_here, discover, open_run, run_local
from newsmill.schema import DATASETS
from newsmill.settings import Settings
from newsmill.steps import Run
from newsmill.store.layout import Layout
from newsmill.tally import ShardResult
from tasks.curate_shard import curate_shard

distributed = pytest.importorskip("distributed")
pytest.importorskip("prefect_dask")

pytestmark = [
    pytest.mark.prefect,
    pytest.mark.slow,
    # What Dask and Prefect leave to the garbage collector, and what Dask says of its own dependencies.
    pytest.mark.filterwarnings("ignore"),
]

PAGE = (
    "The {0} pier to be repaired\n\nThe council has decided that the {0} pier will be repaired before the winter "
    "storms begin. Work on the eastern side of it starts next week, said the engineer in charge.\n"
)
OF_THE_RUN = {"run_id", "ingested_at", "updated_run"}


@pytest.fixture(scope="module", autouse=True)
def _server() -> Iterator[None]:
    with prefect_test_harness(server_startup_timeout=60):
        yield


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler, and its two workers."""
    file = tmp_path / "scheduler.json"
    with _dask(tmp_path, "scheduler", "--scheduler-file", str(file), "--port", "0", "--no-dashboard"):
        while not file.exists():
            time.sleep(0.1)
        words = ["worker", "--scheduler-file", str(file), "--nthreads", "1", "--no-dashboard"]
        with _dask(tmp_path, *words) as first, _dask(tmp_path, *words) as second:
            with distributed.Client(scheduler_file=str(file)) as client:
                client.wait_for_workers(2, timeout=60)
                address: str = client.scheduler.address
            yield address, [first, second]


@contextmanager
def _dask(folder: Path, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    path = [str(ROOT), str(ROOT / "tests"), os.environ.get("PYTHONPATH", "")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path)}
    command = [sys.executable, "-m", "dask", *words]
    with subprocess.Popen(command, cwd=folder, env=environment, start_new_session=True) as process:
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def _rows(curated: Path, name: str) -> list[dict[str, Any]]:
    table = ds.dataset(curated / name).to_table()
    kept = [column for column in table.column_names if column not in OF_THE_RUN]
    return sorted(table.select(kept).to_pylist(), key=repr)


def test_two_dask_workers_give_the_rows_of_one_local_worker(cluster: Any, tmp_path: Path) -> None:
    local = Settings(raw=ROOT / "raw", curated=tmp_path / "local", workers=1)
    run_local(local)

    report = curate(local.model_copy(update={"curated": tmp_path / "dask", "dask": cluster[0], "shard_inputs": 8}))

    assert report.work
    assert len(report.work.busy) == 2
    for name in DATASETS:
        assert _rows(tmp_path / "dask", name) == _rows(tmp_path / "local", name)


def test_a_dask_worker_that_is_killed_costs_no_row(cluster: Any, tmp_path: Path) -> None:
    address, (first, _) = cluster
    settings = Settings(raw=ROOT / "raw", curated=tmp_path / "dask", dask=address, shard_inputs=4)

    def kill_in_mid_run() -> None:
        wait_for(lambda: [*Layout(settings.curated).staging.glob("*/parts/*.json")], 60.0, "finished shard")
        os.killpg(first.pid, signal.SIGKILL)

    killer = threading.Thread(target=kill_in_mid_run)
    killer.start()
    report = curate(settings)
    killer.join()

    run_local(Settings(raw=ROOT / "raw", curated=tmp_path / "local", workers=1))
    assert (report.release, report.quarantined) == (1, len(_rows(tmp_path / "local", "quarantine")))
    assert first.wait(10) == -signal.SIGKILL
    for name in DATASETS:
        assert _rows(tmp_path / "dask", name) == _rows(tmp_path / "local", name)


def test_a_shard_that_dask_gives_up_is_curated_here(cluster: Any, tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    for name in ("killer", "other"):
        (tmp_path / "raw" / f"{name}.txt").write_text(PAGE.format(name))

    @flow
    def give_up(run: Run) -> list[ShardResult]:
        (shard,) = discover(run).shards
        with shard_runner(run, 1) as runner:
            deadly = partial(curate_here, run, curate=curate_or_die)
            of_task = {"curate": deadly, "shard": shard, "number": 1, "total": 1}
            (future,) = as_completed([runner.tasks.submit(curate_shard, of_task)])
            assert _results(future, runner, "shard 1 of 1") is None
            return _alone(run, shard)

    with open_run(Settings(raw=tmp_path / "raw", curated=tmp_path / "curated", dask=cluster[0])) as run:
        (result,) = give_up(run)

    assert (result.inputs, result.documents) == (2, 2)


def test_a_scheduler_that_is_not_there_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no Dask scheduler answers at"):
        curate(Settings(raw=ROOT / "raw", curated=tmp_path / "dask", dask="tcp://127.0.0.1:9"))
