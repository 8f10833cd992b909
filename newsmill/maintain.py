"""What CURATED needs from time to time, beside runs."""

from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict

from newsmill import resume
from newsmill.settings import Settings
from newsmill.store import recovery
from newsmill.store.layout import Layout
from newsmill.store.lock import hold_lock


class Maintenance(BaseModel):
    """What was done."""

    model_config = ConfigDict(frozen=True)

    releases: list[int]
    """That are left, oldest first."""
    removed: list[int]


def maintain(settings: Settings) -> Maintenance:
    """Clear away what dead runs left, and the releases that are due to go.

    Raises RunLocked where a run is at work, StoreError where CURATED is not ours.
    """
    layout = Layout(settings.curated)
    with hold_lock(layout):
        resume.keep_finished(layout)
        recovery.prepare(layout)
        resume.forget_finished(layout, settings.keep_hours)
        before = layout.release_numbers()
        recovery.sweep(layout, settings.keep_releases, settings.keep_hours, datetime.now(UTC))
        recovery.prepare(layout)
        after = layout.release_numbers()
    return Maintenance(releases=after, removed=sorted({*before} - {*after}))
