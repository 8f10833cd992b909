"""What CURATED needs from time to time, beside runs."""

from pydantic import BaseModel, ConfigDict

from newsmill.edits import compact_in
from newsmill.pipeline import open_run
from newsmill.settings import Settings


class Maintenance(BaseModel):
    """What was done."""

    model_config = ConfigDict(frozen=True)

    releases: list[int]
    """That are left, oldest first."""
    removed: list[int]
    joined: list[str]
    """Folders whose small files were joined."""


def maintain(settings: Settings) -> Maintenance:
    """Clear away what dead runs left, join small files, and remove the releases that are due to go.

    Raises RunLocked where a run is at work, StoreError where CURATED is not ours, or where the disk fails.
    """
    with open_run(settings, keep_finished_hours=settings.keep_hours) as run:
        before = run.layout.release_numbers()
        done = compact_in(run)
    after = run.layout.release_numbers()
    return Maintenance(releases=after, removed=sorted({*before} - {*after}), joined=done.names if done else [])
