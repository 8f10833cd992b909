"""The flow that most people run: curate what is new in RAW and publish it."""

from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager
from typing import Any

from prefect import flow
from prefect.client.orchestration import get_client
from prefect.futures import PrefectFuture, as_completed
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner, ThreadPoolTaskRunner

from flows.progress import Progress
from newsmill import pipeline
from newsmill.curate import ShardResult
from newsmill.errors import NewsmillError
from newsmill.pipeline import Plan, Run
from newsmill.report.summary import RunReport
from newsmill.settings import Settings
from newsmill.store import release
from newsmill.workers import end_with_parent
from tasks.curate_shard import curate_shard
from tasks.discover import discover
from tasks.find_overlaps import find_overlaps
from tasks.publish import publish
from tasks.report import report

DEFAULTS = Settings()

Curated = PrefectFuture[ShardResult]


@flow(name="curate", flow_run_name="curate {settings.raw} into {settings.curated}", persist_result=False)
def curate(settings: Settings = DEFAULTS) -> RunReport:
    """Curate the pages that are new in a folder, and publish them as clean Parquet.

    The steps are those of `newsmill.pipeline.run_local`, each a task; shards are curated side by side.
    Raises RunLocked where another run writes to the same folder, and NewsmillError, naming the shard, where a
    shard cannot be curated; nothing is published then, and the next run does it all again.
    """
    progress = Progress()
    with pipeline.open_run(settings) as run:
        plan = discover(run)
        if not plan.shards and release.current_release(run.layout) is not None:
            progress.show(100.0, f"Nothing new: {plan.unchanged} inputs are as they were")
            return report(run, plan, [], None)
        results = _curate_shards(run, plan, progress)
        progress.show(90.0, f"Finding overlaps among {sum(result.documents for result in results)} new documents")
        overlaps = find_overlaps(run, results)
        progress.show(95.0, f"Publishing {overlaps.documents} documents")
        published = publish(run, overlaps)
        progress.show(100.0, f"Release {published.release}: {overlaps.documents} documents")
        return report(run, plan, results, published)


def _curate_shards(run: Run, plan: Plan, progress: Progress) -> list[ShardResult]:
    """Results in the order of the shards, whoever finished first."""
    total = len(plan.shards)
    done: dict[int, ShardResult] = {}
    with _this_server(), _task_runner(min(run.settings.worker_count, total)) as runner:
        numbers: dict[Curated, int] = {
            runner.submit(curate_shard, {"run": run, "shard": shard, "number": number, "total": total}): number
            for number, shard in enumerate(plan.shards, start=1)
        }
        for future in as_completed(list(numbers)):
            done[numbers[future]] = _result(future, numbers[future], total)
            progress.shards(plan, done.values())
    return [done[number] for number in sorted(done)]


def _task_runner(workers: int) -> TaskRunner[Any]:
    """Chosen in the run and not in the decorator: one deployment serves every setting of `workers`."""
    if workers <= 1:
        return ThreadPoolTaskRunner(max_workers=1)
    return ProcessPoolTaskRunner(workers, initializer=end_with_parent)


def _this_server() -> AbstractContextManager[Any]:
    """For workers to report to: in a run with a temporary server each would else start one of its own (8 s of CPU)."""
    return temporary_settings({PREFECT_API_URL: str(get_client(sync_client=True).api_url)})


def _result(future: Curated, number: int, total: int) -> ShardResult:
    try:
        outcome: object = future.result(raise_on_failure=False)
    except BrokenProcessPool:
        raise NewsmillError(
            f"a worker process died, with shard {number} of {total} not done; the usual reason is too little memory: "
            "use fewer workers or a smaller shard_bytes"
        ) from None
    if isinstance(outcome, ShardResult):
        return outcome
    cause = outcome if isinstance(outcome, BaseException) else None
    raise NewsmillError(f"shard {number} of {total} failed: {outcome!r}") from cause
