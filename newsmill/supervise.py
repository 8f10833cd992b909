"""Shards in worker processes that may be killed: the shard is done all the same, but for the input that kills."""

import logging
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from newsmill.errors import NewsmillError
from newsmill.intake.discover import FoundInput
from newsmill.provenance import Context
from newsmill.tally import ShardResult
from newsmill.workers import WorkerDied, Workers

log = logging.getLogger(__name__)

CurateInputs = Callable[[Sequence[FoundInput], Path, Context], ShardResult]

MOST_KILLERS = 8
"""Inputs of a shard that may kill before the machine is taken to be ill, and not the inputs."""

_DETAIL = (
    "the process that read this input was killed each time, nearly always for want of memory: look at the file, "
    "lower max_input_bytes or give the machine more memory, then `newsmill retry` reads it again"
)


def curate_inputs(inputs: Sequence[FoundInput], folder: Path, context: Context) -> ShardResult:
    """`newsmill.curate.curate_inputs`, for processes that hand it on: half a second of imports that they do without."""
    from newsmill import curate  # noqa: PLC0415 - see above

    return curate.curate_inputs(inputs, folder, context)


def curate_supervised(
    workers: Workers, curate: CurateInputs, inputs: Sequence[FoundInput], folder: Path, context: Context
) -> list[ShardResult]:
    """Curate the inputs of a shard in a worker process: one result, or more where the worker was killed.

    A shard whose worker was killed is tried again with no other beside it, then in halves, down to the single input
    that kills, which is quarantined (`killed-worker`). An input that kills costs log2(len(inputs)) + 2 processes.
    Raises what `curate` raises, and NewsmillError where more than MOST_KILLERS inputs kill.
    """
    try:
        return [workers.call(curate, inputs, folder, context)]
    except WorkerDied:
        log.warning("the worker of shard %s was killed: trying its %d inputs again, alone", folder.name, len(inputs))
    killers: list[FoundInput] = []
    with workers.alone() as place:

        def attempt(some: Sequence[FoundInput], first: int) -> Iterator[ShardResult]:
            part = folder.with_name(f"{folder.name}-{first:06d}")
            try:
                yield place.call(curate, some, part, context)
            except WorkerDied:
                if len(some) == 1:
                    killers.append(some[0])
                    yield _quarantined(killers, part, context)
                else:
                    middle = len(some) // 2
                    yield from attempt(some[:middle], first)
                    yield from attempt(some[middle:], first + middle)

        return list(attempt(inputs, 0))


def _quarantined(killers: Sequence[FoundInput], folder: Path, context: Context) -> ShardResult:
    from newsmill.curate import refuse_input  # noqa: PLC0415 - see curate_inputs

    killer = killers[-1]
    if len(killers) > MOST_KILLERS:
        raise NewsmillError(
            f"worker processes keep dying, last at {killer.source_uri}; the usual reason is too little memory: "
            "use fewer workers, a smaller shard_bytes or a lower max_input_bytes"
        )
    log.error("%s kills the process that reads it: quarantined", killer.source_uri)
    return refuse_input(killer, folder, context, ("curate", "killed-worker", _DETAIL))
