"""A flow once, by hand."""

from prefect import tags

from flows.automations import TAG
from flows.curate import curate
from flows.retry import retry as retry_flow
from flows.server import temporary_server
from newsmill.report.summary import RunReport
from newsmill.settings import Settings


def run_flow(settings: Settings, *, retry: bool = False) -> RunReport:
    """Run the curate flow, or the retry flow, in this process and return its report. Raises what the flow raises.

    It shows in the UI of the configured server, else of the one that runs on this machine. Where there is none,
    a temporary one is started for the time of the run, which takes about ten seconds.
    """
    with temporary_server(), tags(TAG):
        return (retry_flow if retry else curate)(settings)
