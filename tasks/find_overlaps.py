"""Stage 3: which texts tell the same report."""

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.logging import get_run_logger

from newsmill import pipeline
from newsmill.steps import OverlapResult, Run
from newsmill.tally import ShardResult


@task(task_run_name="find overlaps", cache_policy=NO_CACHE, persist_result=False)
def find_overlaps(run: Run, results: list[ShardResult]) -> OverlapResult:
    """Join what the shards gave with what was there, and group all texts into reports."""
    overlaps = pipeline.find_overlaps(run, results)
    get_run_logger().info(
        "%d documents stand for %d duplicates; %d overlaps between documents",
        *(overlaps.documents, overlaps.duplicates, overlaps.overlaps),
    )
    return overlaps
