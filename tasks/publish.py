"""Stage 4: the release that readers see.

Never retried: whether a failed attempt got as far as its commit point is for the next run's recovery to find out.
"""

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.logging import get_run_logger

from newsmill import pipeline
from newsmill.steps import OverlapResult, PublishResult, Run


@task(task_run_name="publish a release", cache_policy=NO_CACHE, persist_result=False)
def publish(run: Run, overlaps: OverlapResult) -> PublishResult:
    """Publish the merged tables as the next release."""
    published = pipeline.publish(run, overlaps)
    rows = ", ".join(f"{count} {name}" for name, count in published.rows.items())
    get_run_logger().info("release %d is published: %s", published.release, rows)
    return published
