"""The flow that most people run: curate what is new in RAW and publish it."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from queue import SimpleQueue

from prefect import flow
from prefect.futures import PrefectFuture
from prefect.logging import get_run_logger

from flows.credentials import credentials
from flows.outcome import tag, untagged_tasks
from flows.progress import Progress
from flows.runners import ShardRunner, shard_runner
from newsmill import pipeline
from newsmill.errors import NewsmillError
from newsmill.report.summary import RunReport
from newsmill.settings import Settings
from newsmill.steps import Plan, Run
from newsmill.store import release
from newsmill.tally import ShardResult
from tasks.curate_shard import curate_shard
from tasks.discover import discover
from tasks.find_overlaps import find_overlaps
from tasks.publish import publish
from tasks.report import report

DEFAULTS = Settings()

Curated = PrefectFuture[list[ShardResult]]


@flow(name="curate", flow_run_name="curate {settings.raw} into {settings.curated}", persist_result=False)
def curate(settings: Settings = DEFAULTS) -> RunReport:
    """Curate the pages that are new in a folder, and publish them as clean Parquet.

    The steps are those of `newsmill.pipeline.run_local`, each a task; shards are curated side by side.
    Raises RunLocked where another run writes to the same folder, and NewsmillError, naming the shard, where a
    shard cannot be curated; nothing is published then, and the next run does it all again.
    """
    return curate_all(settings)


def curate_all(settings: Settings, *, retry: bool = False) -> RunReport:
    """The steps of a run, in the flow that calls it. retry: what is in quarantine is read again, too."""
    here = settings.from_anywhere() if settings.dask else settings
    with credentials(settings.credentials), untagged_tasks(), pipeline.open_run(here, retry=retry) as run:
        made = _steps(run)
    tag(made)
    return made


def _steps(run: Run) -> RunReport:
    progress = Progress()
    plan = discover(run)
    if not plan.new and release.current_release(run.layout) is not None:
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
    done: dict[int, list[ShardResult]] = {}
    with shard_runner(run, total) as runner:
        for number, future in _as_they_end(runner, plan.shards):
            done[number] = _results(future, runner, f"shard {number} of {total}") or _alone(
                run, plan.shards[number - 1]
            )
            progress.shards(plan, done.values())
    return [*plan.finished, *(result for number in sorted(done) for result in done[number])]


def _as_they_end(runner: ShardRunner, shards: Sequence[Path]) -> Iterator[tuple[int, Curated]]:
    """The tasks of all shards with their numbers, as they end; for each that ends another is handed out first."""
    waiting = enumerate(shards, start=1)
    numbers: dict[Curated, int] = {}
    ended: SimpleQueue[Curated] = SimpleQueue()

    def hand_out() -> None:
        free = max(runner.places(), 1) - len(numbers)
        for number, shard in islice(waiting, max(free, 0)):
            of_task = {"curate": runner.curate, "shard": shard, "number": number, "total": len(shards)}
            future = runner.tasks.submit(curate_shard, of_task)
            numbers[future] = number
            future.add_done_callback(ended.put)

    hand_out()
    while numbers:
        future = ended.get()
        number = numbers.pop(future)
        hand_out()
        yield number, future


def _results(future: Curated, runner: ShardRunner, name: str) -> list[ShardResult] | None:
    """What the task of a shard came to; None where it killed one worker of the cluster after the other."""
    try:
        outcome: object = future.result(raise_on_failure=False)
    except runner.gives_up:
        get_run_logger().warning("%s killed its workers: looking here for the input that does it", name)
        return None
    if isinstance(outcome, list):
        return outcome
    cause = outcome if isinstance(outcome, BaseException) else None
    raise NewsmillError(f"{name} failed: {outcome!r}") from cause


def _alone(run: Run, shard: Path) -> list[ShardResult]:
    """Curate a shard in a process of this machine that may die."""
    with pipeline.curating(run.model_copy(update={"careful": True}), 1) as curate:
        return curate(shard)
