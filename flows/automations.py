"""What the Prefect server does by itself: it sees runs that died, starts one for new files, and tells people."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from prefect.blocks.webhook import Webhook
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import StateType
from prefect.events import AutomationCore, CallWebhook, ChangeFlowRunState, EventTrigger, Posture, RunDeployment

from flows.server import running_server
from newsmill.errors import UsageError
from newsmill.location import Location, absolute
from tasks.report import DRIFT_EVENT

TAG = "newsmill"
NEW_FILES_EVENT = "newsmill.raw.changed"

HEARTBEAT_SECONDS = 30
"""Between two signs of life of a run: the least that Prefect allows. flows/environment.py asks for it."""

_MISSED = timedelta(seconds=1.5 * HEARTBEAT_SECONDS)
_OURS = {"prefect.resource.id": [f"prefect.tag.{TAG}"], "prefect.resource.role": "tag"}
_HEARTBEAT = "prefect.flow-run.heartbeat"
_ENDED = {f"prefect.flow-run.{state}" for state in ("Completed", "Failed", "Cancelled", "Crashed")}
_WEBHOOK_BLOCK = "newsmill-webhook"

_FAILED_SAYS = '{"text": "newsmill: {{ flow_run.name }}: {{ flow_run.state.message | tojson | trim(\'\\"\') }}"}'
_DRIFT_SAYS = '{"text": "newsmill, worth a look: {{ event.payload.says }}"}'


def install(webhook: str | None = None) -> list[str]:
    """Install the automations that every server should have, in place of older ones, and return their names.

    webhook: an address that gets a JSON {"text": ...} by POST for every run that fails and every source that drifts.
    """
    with get_client(sync_client=True) as client:
        automations = [_dead_runs(), *(_told(_webhook_block(webhook)) if webhook else ())]
        return [_put(client, automation) for automation in automations]


def install_here(webhook: str | None = None) -> list[str]:
    """The same, from the command line, where a server is configured or runs on this machine.

    Raises UsageError where there is none.
    """
    with running_server() as address:
        if address is None:
            raise UsageError(
                "there is no Prefect server: start `newsmill serve` or `newsmill ui`, or set PREFECT_API_URL"
            )
        return install(webhook)


def install_new_files(raw: Location, deployment: UUID) -> str:
    """Install the automation that runs a deployment when `newsmill watch` sees new files in RAW; return its name."""
    with get_client(sync_client=True) as client:
        return _put(client, _new_files(raw, deployment))


def resource_of(raw: Location) -> str:
    """How events name a RAW."""
    return f"newsmill.raw{absolute(raw)}"


def _dead_runs() -> AutomationCore:
    """A run whose process was killed says nothing any more: the server has to notice.

    As Prefect's own documentation has it (Detect zombie flows), for our runs only.
    """
    return AutomationCore(
        name="newsmill: a run that died is crashed",
        description=f"No sign of life for {_MISSED.total_seconds():.0f} s. Its slot is free then, the next run starts.",
        trigger=EventTrigger(
            after={_HEARTBEAT},
            expect={_HEARTBEAT, *_ENDED},
            match={"prefect.resource.id": ["prefect.flow-run.*"]},
            match_related=_OURS,
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=_MISSED,
        ),
        actions=[
            ChangeFlowRunState(
                state=StateType.CRASHED,
                name="Crashed",
                message="The process of this run was killed. Nothing of it was published; the next run does it again.",
            )
        ],
    )


def _new_files(raw: Location, deployment: UUID) -> AutomationCore:
    return AutomationCore(
        name=f"newsmill: new files in {absolute(raw)} start a run",
        description="`newsmill watch` tells of them.",
        trigger=EventTrigger(
            expect={NEW_FILES_EVENT},
            match={"prefect.resource.id": [resource_of(raw)]},
            posture=Posture.Reactive,
            threshold=1,
        ),
        actions=[RunDeployment(deployment_id=deployment)],
    )


def _told(block: UUID) -> Iterator[AutomationCore]:
    yield AutomationCore(
        name="newsmill: a run that failed is told",
        trigger=EventTrigger(
            expect={"prefect.flow-run.Failed", "prefect.flow-run.Crashed"},
            match={"prefect.resource.id": ["prefect.flow-run.*"]},
            match_related=_OURS,
            for_each={"prefect.resource.id"},
            posture=Posture.Reactive,
            threshold=1,
        ),
        actions=[CallWebhook(block_document_id=block, payload=_FAILED_SAYS)],
    )
    yield AutomationCore(
        name="newsmill: a source that changed is told",
        trigger=EventTrigger(expect={DRIFT_EVENT}, posture=Posture.Reactive, threshold=1),
        actions=[CallWebhook(block_document_id=block, payload=_DRIFT_SAYS)],
    )


def _webhook_block(address: str) -> UUID:
    saved: object = Webhook(method="POST", url=address).save(_WEBHOOK_BLOCK, overwrite=True)
    if not isinstance(saved, UUID):
        raise TypeError(saved)
    return saved


def _put(client: SyncPrefectClient, automation: AutomationCore) -> str:
    """Create an automation, or bring the one of this name up to date: it keeps its id, and whether it is paused.

    One that is up to date is left alone: else it would forget which runs it is waiting for a sign of life from.
    """
    there = client.read_automations_by_name(automation.name)
    if there and there[0].model_dump(exclude={"id", "enabled"}) == automation.model_dump(exclude={"enabled"}):
        return automation.name
    if there:
        client.update_automation(there[0].id, automation.model_copy(update={"enabled": there[0].enabled}))
    else:
        client.create_automation(automation)
    return automation.name
