"""Who worked at the shards of a run, and for how much of the time."""

import os
import socket
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict


class Shift(BaseModel):
    """The time that a worker had a shard."""

    model_config = ConfigDict(frozen=True)

    worker: str
    """Host and process."""
    started_at: datetime
    seconds: float
    cpu_seconds: float


class ShardPhase(BaseModel):
    """The time from the start of the first shard of a run to the end of the last."""

    model_config = ConfigDict(frozen=True)

    started_at: datetime
    seconds: float
    cpu_seconds: float
    shards: int
    busy: list[float]
    """For each worker, the share of the phase that it had a shard, the busiest first."""

    def __str__(self) -> str:
        least, most = f"{min(self.busy):.0%}", f"{max(self.busy):.0%}"
        busy = most if least == most else f"{least} to {most}"
        workers = "1 worker" if len(self.busy) == 1 else f"{len(self.busy)} workers"
        return f"{self.shards} in {self.seconds:.1f} s by {workers}, {busy} busy"


@dataclass(frozen=True, slots=True)
class Clock:
    """Started where a shard is, and in the process that works at it."""

    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    _wall: float = field(default_factory=time.perf_counter)
    _cpu: float = field(default_factory=time.process_time)

    def shift(self) -> Shift:
        """The shift until now."""
        return Shift(
            worker=f"{socket.gethostname()}:{os.getpid()}",
            started_at=self.started_at,
            seconds=round(time.perf_counter() - self._wall, 3),
            cpu_seconds=round(time.process_time() - self._cpu, 3),
        )


def phase(shifts: Sequence[Shift]) -> ShardPhase | None:
    """All shifts of a run as one phase; None where there was none. The clocks of workers are taken to agree."""
    if not shifts:
        return None
    busy: defaultdict[str, float] = defaultdict(float)
    for shift in shifts:
        busy[shift.worker] += shift.seconds
    first = min(shift.started_at for shift in shifts)
    seconds = max((shift.started_at - first).total_seconds() + shift.seconds for shift in shifts)
    return ShardPhase(
        started_at=first,
        seconds=round(seconds, 3),
        cpu_seconds=round(sum(shift.cpu_seconds for shift in shifts), 3),
        shards=len(shifts),
        busy=[round(min(spent / max(seconds, 1e-3), 1.0), 3) for spent in sorted(busy.values(), reverse=True)],
    )
