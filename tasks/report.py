"""Stage 5: the report that people look at."""

from prefect import task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE

from newsmill import pipeline
from newsmill.curate import ShardResult
from newsmill.report.markdown import markdown
from newsmill.report.summary import RunReport

REPORT_KEY = "run-report"
"""Fixed, so that the UI keeps the reports of all runs as one history."""


@task(task_run_name="report", tags=["newsmill"], cache_policy=NO_CACHE, persist_result=False)
def report(
    run: pipeline.Run,
    plan: pipeline.Plan,
    results: list[ShardResult],
    published: pipeline.PublishResult | None,
) -> RunReport:
    """Write the report to the history, and to the UI as an artifact."""
    made = pipeline.report(run, plan, results, published)
    create_markdown_artifact(markdown(made), key=REPORT_KEY, description=f"Run {run.run_id}")
    return made
