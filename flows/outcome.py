"""What came of a run, as tags that the list of runs shows and can be filtered by."""

from prefect.client.orchestration import get_client
from prefect.context import TagsContext
from prefect.runtime import flow_run

from flows.automations import TAG
from newsmill.report.summary import RunReport


def tag(report: RunReport) -> None:
    """Put the outcome on the current flow run, beside the tags it has."""
    outcome = {
        "nothing-new": report.release is None,
        "quarantine": report.quarantined > 0,
        "drift": bool(report.drift),
    }
    tags = {*flow_run.tags, TAG, *(name for name, is_so in outcome.items() if is_so)}
    with get_client(sync_client=True) as client:
        client.update_flow_run(flow_run.id, tags=sorted(tags))


def untagged_tasks() -> TagsContext:
    """While it is entered, task runs do not take over the tags of their flow run.

    Prefect asks the server for a place under each tag before a task starts. With SQLite it is told to come again
    (503) whenever another request writes at that moment, and waits 2 s: a tenth of a short run.
    """
    return TagsContext(current_tags=set())
