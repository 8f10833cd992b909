"""The flow that keeps CURATED small."""

from prefect import flow
from prefect.logging import get_run_logger

from flows.credentials import credentials
from flows.curate import DEFAULTS
from flows.turns import in_turn
from newsmill import maintain as maintenance
from newsmill.settings import Settings


@flow(name="maintain", flow_run_name="maintain {settings.curated}", persist_result=False)
def maintain(settings: Settings = DEFAULTS) -> maintenance.Maintenance:
    """Clear away what dead runs left, join small files, and remove old releases (keep_releases, keep_hours).

    Waits while a run is at work.
    """
    with credentials(settings.credentials):
        done = in_turn(lambda: maintenance.maintain(settings))
    log = get_run_logger()
    log.info("releases %s are kept, %s removed", done.releases, done.removed or "none")
    log.info("small files were joined in %s", ", ".join(done.joined) or "no folder")
    return done
