"""What the steps of a run hand to each other: small values and folders, fit to be sent to any process."""

from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from newsmill.settings import Settings
from newsmill.store.layout import Layout
from newsmill.tally import ShardResult


class _Step(BaseModel):
    model_config = ConfigDict(frozen=True)


class Run(_Step):
    """A run that holds the lock: what every step needs to know, small enough to send to any worker."""

    run_id: str
    started_at: datetime
    settings: Settings
    digest: str
    staging: Path
    careful: bool = False
    """The run before this one died while it curated."""
    retry: bool = False
    """Inputs that are in quarantine are read again."""

    @property
    def layout(self) -> Layout:
        return Layout(self.settings.curated_folder)

    def parts_of(self, shard: Path) -> Path:
        """Where the tables of a shard go."""
        return self.staging / "parts" / shard.stem

    @property
    def merged(self) -> Path:
        """Where the tables of the next release are put together."""
        return self.staging / "merged"


class Plan(_Step):
    """What there is to do."""

    shards: list[Path]
    new: int
    unchanged: int
    bytes: int
    hidden: int
    unsettled: int
    digest_changed: bool
    finished: list[ShardResult] = []
    """Shards taken over from a run that did not end; they are not among `shards`, but their inputs are among `new`."""


class OverlapResult(_Step):
    """What finding overlaps came to; the tables are in `folder`."""

    documents: int
    duplicates: int
    overlaps: int
    folder: Path


class PublishResult(_Step):
    """The release that readers see from now on."""

    release: int
    rows: dict[str, int]
