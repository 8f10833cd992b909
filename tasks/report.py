"""Stage 5: the report that people look at, and what there is to look at beside it."""

from collections.abc import Sequence

import pyarrow.parquet as pq
from prefect import task
from prefect.artifacts import create_image_artifact, create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.events import emit_event

from newsmill import pipeline
from newsmill.handover import handed_over
from newsmill.location import absolute
from newsmill.report.chart import data_uri
from newsmill.report.markdown import markdown
from newsmill.report.past import last_runs, picture
from newsmill.report.summary import RunReport
from newsmill.report.tables import ROWS, quarantine_rows, removed_rows
from newsmill.steps import Plan, PublishResult, Run
from newsmill.store import history
from newsmill.tally import ShardResult

REPORT_KEY = "run-report"
CHART_KEY = "last-runs"
QUARANTINE_KEY = "quarantine"
REMOVED_KEY = "removed-lines"
"""All fixed, so that the UI keeps what all runs said under one name as one history."""

DRIFT_EVENT = "newsmill.drift"


@task(task_run_name="report", cache_policy=NO_CACHE, persist_result=False)
def report(
    run: Run,
    plan: Plan,
    results: list[ShardResult],
    published: PublishResult | None,
) -> RunReport:
    """Write the report to the history, and to the UI as artifacts; tell of sources that are not what they were."""
    before = last_runs(history.newest_first(run.layout))
    made = pipeline.report(run, plan, results, published)
    create_markdown_artifact(markdown(made, before), key=REPORT_KEY, description=f"Run {run.run_id}")
    if published:
        create_image_artifact(
            data_uri(picture(made, before)), key=CHART_KEY, description="This run and those before it"
        )
        _show_tables(run, made, results)
    for drift in made.drift:
        source = {"prefect.resource.id": f"newsmill.source.{drift.source}", "prefect.resource.name": drift.source}
        emit_event(DRIFT_EVENT, source, payload={**drift.model_dump(), "says": str(drift), "run_id": run.run_id})
    return made


def _show_tables(run: Run, made: RunReport, results: Sequence[ShardResult]) -> None:
    quarantined = quarantine_rows(handed_over(run.merged, "quarantine"), run.run_id)
    curated = absolute(made.curated)
    create_table_artifact(
        quarantined,
        key=QUARANTINE_KEY,
        description=f"Inputs of this run that gave no document: {len(quarantined)} of {made.quarantined}. "
        f"All of them, of all runs: `{curated}/quarantine`",
    )
    removed = removed_rows(pq.read_table(result.folder / "removed.parquet") for result in results)
    create_table_artifact(
        removed,
        key=REMOVED_KEY,
        description=f"The lines that were removed most often, {ROWS} at most, of the {made.removed} removed in this "
        f"run. All of them, with the place each had: `{curated}/removed`",
    )
