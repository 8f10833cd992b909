"""The flow for what did not work: curate again what is in quarantine."""

from prefect import flow

from flows.curate import DEFAULTS, curate_all
from flows.turns import in_turn
from newsmill.report.summary import RunReport
from newsmill.settings import Settings


@flow(name="retry", flow_run_name="retry the quarantine of {settings.curated}", persist_result=False)
def retry(settings: Settings = DEFAULTS) -> RunReport:
    """Curate the pages that are in quarantine once more, with those that are new, and publish what comes of them.

    For when the reason is gone: more memory, a setting, a permission. A page whose bytes or whose rules have changed
    is read again by every run in any case. Waits while a run is at work; else raises what `curate` raises.
    """
    return in_turn(lambda: curate_all(settings, retry=True))
