"""The curate flow on a schedule, on this machine, with nothing else to set up."""

import asyncio
import re
import signal
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer
from prefect import Flow
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.runner import Runner
from prefect.schedules import Cron, Schedule
from prefect.types.entrypoint import EntrypointType

from flows.automations import TAG, install
from flows.curate import curate
from flows.maintain import maintain
from flows.retry import retry
from flows.server import ended_by_sigterm, server
from newsmill.errors import UsageError
from newsmill.location import Location, absolute
from newsmill.settings import Settings

ONE_AT_A_TIME = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
"""A run that is due while another works is cancelled: the one after it finds what it would have found."""


NIGHTLY = "47 4 * * *"
"""When CURATED is maintained: at no full hour, when runs are due."""


def serve(settings: Settings, cron: str, timezone: str | None = None, webhook: str | None = None) -> None:
    """Run the curate flow whenever `cron` says so, until SIGINT or SIGTERM; maintain CURATED every night.

    cron: five fields, as in crontab. timezone: IANA name of the zone that the fields are in; UTC without.
    webhook: an address that is told of runs that fail and of sources that drift.
    Raises UsageError where one of them is not valid, NewsmillError where no Prefect server comes up.
    """
    schedule = _schedule(cron, timezone)
    with ended_by_sigterm(), server() as address:
        install(webhook)
        runner = _Runner(name=deployment_name(settings.curated), pause_on_shutdown=True)
        _add(runner, curate, settings, schedule)
        _add(runner, maintain, settings, _schedule(NIGHTLY, timezone))
        _add(runner, retry, settings)
        typer.echo(f"Serving {settings.raw} into {settings.curated}: {cron} ({schedule.timezone})")
        typer.echo(f"Prefect UI: {address.removesuffix('/api')}")
        signal.signal(signal.SIGINT, runner.handle_sigterm)
        asyncio.run(runner.start())


def deployment_name(curated: Location) -> str:
    """One deployment of each flow for each CURATED, as srv-news-curated, so that two schedules on one server do not
    meet."""
    return re.sub(r"[/%&<>:]+", "-", str(absolute(curated))).strip("-") or "newsmill"


def _add(runner: Runner, flow: Flow[[Settings], Any], settings: Settings, schedule: Schedule | None = None) -> None:
    runner.add_flow(
        flow,
        name=deployment_name(settings.curated),
        schedule=schedule,
        parameters={"settings": settings.from_anywhere().model_dump(mode="json")},
        concurrency_limit=ONE_AT_A_TIME,
        entrypoint_type=EntrypointType.MODULE_PATH,
        tags=[TAG],
    )


class _Runner(Runner):
    """Prefect's runner, stopped in good order.

    Its own handler (3.8, 3.9) raises SystemExit inside the event loop before anything is stopped: a run at work goes
    on, alone, with nobody to report to.
    """

    def handle_sigterm(self, *_: Any, **__: Any) -> None:
        """End the runs at work as cancelled, pause the schedule, and let `start` return."""
        loop = asyncio.get_running_loop()
        loop.call_soon_threadsafe(lambda: loop.create_task(self.astop()))


def _schedule(cron: str, timezone: str | None) -> Schedule:
    try:
        zone = ZoneInfo(timezone or "UTC")
    except (ValueError, ZoneInfoNotFoundError):
        raise UsageError(f"there is no time zone {timezone!r}; IANA names look like Europe/Berlin") from None
    try:
        return Cron(cron, timezone=zone.key)
    except ValueError:
        raise UsageError(f"{cron!r} is no schedule; '0 * * * *' is every hour on the hour, as in crontab") from None
