"""Stage 1: what is new in RAW."""

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.logging import get_run_logger

from newsmill import pipeline
from newsmill.steps import Plan, Run
from tasks.retries import TWICE, is_io_error


@task(
    task_run_name="discover what is new",
    retries=len(TWICE),
    retry_delay_seconds=TWICE,
    retry_condition_fn=is_io_error,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def discover(run: Run) -> Plan:
    """Find the inputs that are new and plan them into shards."""
    plan = pipeline.discover(run)
    get_run_logger().info("%d new inputs in %d shards, %d unchanged", plan.new, len(plan.shards), plan.unchanged)
    return plan
