"""New files in RAW start a run of the deployment that `newsmill serve` keeps."""

import time
from uuid import UUID

import typer
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.events import emit_event
from prefect.exceptions import ObjectNotFound

from flows.automations import NEW_FILES_EVENT, install_new_files, resource_of
from flows.serve import deployment_name
from flows.server import running_server
from newsmill.errors import UsageError
from newsmill.location import Location
from newsmill.settings import Settings
from newsmill.watch import look, settled_changes

_WAYS_OUT = "start `newsmill serve` for this CURATED, or let `newsmill watch --no-prefect` do the runs itself"
_AT_WORK = [StateType.PENDING, StateType.RUNNING, StateType.CANCELLING]


def watch(settings: Settings, quiet: float) -> None:
    """Tell the Prefect server of every change of RAW that has come to rest; an automation starts the run. Never ends.

    quiet: seconds without a change. Raises UsageError where no `newsmill serve` keeps a deployment for CURATED.
    """
    with running_server() as address, get_client(sync_client=True) as client:
        if address is None:
            raise UsageError(f"there is no Prefect server: {_WAYS_OUT}")
        deployment = _deployment(client, settings.curated)
        install_new_files(settings.raw, deployment)
        typer.echo(f"Watching {settings.raw}: new files start curate/{deployment_name(settings.curated)}")
        for _ in settled_changes(lambda: look(settings.raw), quiet):
            # A run that is due while another works is cancelled, and would not come again for these files.
            while _at_work(client, deployment):
                time.sleep(quiet / 3)
            emit_event(NEW_FILES_EVENT, {"prefect.resource.id": resource_of(settings.raw)})
            typer.echo(f"{settings.raw} has changed: a run is due")


def _deployment(client: SyncPrefectClient, curated: Location) -> UUID:
    name = f"curate/{deployment_name(curated)}"
    try:
        return client.read_deployment_by_name(name).id
    except ObjectNotFound:
        raise UsageError(f"the Prefect server has no deployment {name}: {_WAYS_OUT}") from None


def _at_work(client: SyncPrefectClient, deployment: UUID) -> bool:
    runs = client.read_flow_runs(
        deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=[deployment])),
        flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=_AT_WORK))),
        limit=1,
    )
    return bool(runs)
