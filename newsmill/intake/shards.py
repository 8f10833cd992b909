"""Inputs planned into shards, the unit of work that is handed to a process, and the file that hands one over."""

import heapq
import json
from collections.abc import Sequence
from pathlib import Path

from newsmill.intake.discover import FoundInput

SMALL_BYTES = 4 * 2**20
SMALL_INPUTS = 500
"""About a second of work: less is not worth being parted, a process takes longer to start."""

_FOR_EACH = 3
"""Shards for each worker, where there is enough for that many: who has had a quick one takes another."""


def plan(inputs: Sequence[FoundInput], max_bytes: int, max_inputs: int, workers: int = 1) -> list[list[FoundInput]]:
    """Shards of about equal size, the same for the same inputs in any order.

    max_bytes, max_inputs: of a shard; only an input that is larger by itself passes max_bytes, in a shard of its own.
    workers: that share the work; for more than one, shards are smaller where there would not be enough of them, and
    the last ones smaller and smaller.
    """
    by_size = sorted(inputs, key=lambda found: (-found.bytes, found.source_uri))
    total = sum(min(found.bytes, max_bytes) for found in inputs)
    count = max(1, -(-total // max_bytes), -(-len(inputs) // max_inputs))
    if workers > 1:
        count = max(count, min(_FOR_EACH * workers, max(total // SMALL_BYTES, len(inputs) // SMALL_INPUTS)))
    shards = _spread(by_size, _shares(count, workers), max_inputs)
    while any(len(shard) > 1 and sum(found.bytes for found in shard) > max_bytes for shard in shards):
        count += 1 + count // 16
        shards = _spread(by_size, _shares(count, workers), max_inputs)
    return [sorted(shard, key=lambda found: found.source_uri) for shard in shards if shard]


def _shares(count: int, workers: int) -> list[float]:
    """How large each shard is beside the largest, which is the first.

    Where many share the work, the last shards fall in a straight line to a small one, so that none who is done waits
    long for another (Tzen and Ni, Trapezoid self-scheduling, 1993).
    """
    falling = min(count, _FOR_EACH * workers) if workers > 1 else 1
    return [min(1.0, (count - number) / falling) for number in range(count)]


def _spread(by_size: Sequence[FoundInput], shares: Sequence[float], max_inputs: int) -> list[list[FoundInput]]:
    """Each input, from the largest, to the shard that is least full beside its share (LPT; Graham, Bounds on
    multiprocessing timing anomalies, 1969)."""
    shards: list[list[FoundInput]] = [[] for _ in shares]
    sizes = [0] * len(shares)
    filled = [(0.0, number) for number in range(len(shares))]
    for found in by_size:
        _, number = heapq.heappop(filled)
        shards[number].append(found)
        sizes[number] += found.bytes
        if len(shards[number]) < max_inputs:
            heapq.heappush(filled, (sizes[number] / shares[number], number))
    return shards


def write_shard(path: Path, inputs: Sequence[FoundInput]) -> None:
    """Write a shard as JSON. It is plain ASCII, so a path whose bytes are not UTF-8 comes back as it was."""
    records = [found.model_dump() for found in inputs]
    path.write_text(json.dumps(records, default=str, indent=1), encoding="ascii")


def read_shard(path: Path) -> list[FoundInput]:
    """The inputs of a shard file."""
    return [FoundInput.model_validate(record) for record in json.loads(path.read_text(encoding="ascii"))]
