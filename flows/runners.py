"""What runs the tasks of shards: threads that wait for worker processes here, or a Dask cluster of any size."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from prefect.client.orchestration import get_client
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from newsmill import pipeline
from newsmill.errors import UsageError
from newsmill.pipeline import CurateShard
from newsmill.steps import Run

_CONNECTED_WITHIN = "15s"


@dataclass(frozen=True, slots=True)
class ShardRunner:
    """Where the tasks of shards run, and what each of them calls with its shard."""

    tasks: TaskRunner[Any]
    curate: CurateShard
    places: Callable[[], int]
    """How many shards can be worked at now. More are not handed out: Dask would bind them to a worker that is at
    work, and leave them with it while another has nothing to do."""
    gives_up: tuple[type[Exception], ...] = ()
    """Raised by the future of a task whose workers have died, one after the other."""


@contextmanager
def shard_runner(run: Run, shards: int) -> Iterator[ShardRunner]:
    """A runner for so many shards of a run.

    Raises UsageError where a Dask cluster is asked for and cannot be had.
    """
    if run.settings.dask:
        with _api_for_all(), _dask(run) as runner:
            yield runner
        return
    workers = max(1, min(run.settings.worker_count, shards))
    # The tasks are threads, each of which waits for a worker process: Prefect's own pool of processes costs 0.1 s of
    # CPU a task, and breaks for ever when one of them is killed.
    pool: TaskRunner[Any] = ThreadPoolTaskRunner(max_workers=workers)
    with pool as runner, pipeline.curating(run, workers) as curate:
        yield ShardRunner(runner, curate, lambda: workers)


@contextmanager
def _dask(run: Run) -> Iterator[ShardRunner]:
    address = run.settings.dask
    try:  # an extra, which most installations do without
        from distributed.scheduler import KilledWorker  # noqa: PLC0415
        from prefect_dask import DaskTaskRunner  # noqa: PLC0415
    except ImportError:
        raise UsageError("the setting dask needs an extra: pip install 'newsmill[dask]'") from None
    with DaskTaskRunner(address=address, client_kwargs={"timeout": _CONNECTED_WITHIN}) as runner:
        try:
            client = runner.client  # it connects when it is first asked for
        except OSError as failure:
            raise UsageError(f"no Dask scheduler answers at {address}: {failure}") from None

        def places() -> int:
            return sum(client.nthreads().values())

        yield ShardRunner(runner, partial(pipeline.curate_here, run), places, (KilledWorker,))


@contextmanager
def _api_for_all() -> Iterator[None]:
    """In a run with a temporary server each worker would else start one of its own (8 s of CPU)."""
    with temporary_settings({PREFECT_API_URL: str(get_client(sync_client=True).api_url)}):
        yield
