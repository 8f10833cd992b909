"""Jobs for worker processes, some of which kill them. Not among the tests: a worker would import those too."""

import logging
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from newsmill.curate import curate_inputs
from newsmill.intake.discover import FoundInput
from newsmill.provenance import Context
from newsmill.tally import ShardResult


def die() -> None:
    """What the kernel does to a process that takes too much memory."""
    os.kill(os.getpid(), signal.SIGKILL)


def curate_or_die(inputs: Sequence[FoundInput], folder: Path, context: Context) -> ShardResult:
    """Curating, in which some inputs kill; one of them only once, as where memory is short for a moment."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    for item in inputs:
        once = item.path.with_name(".once")
        if item.path.name.startswith("kills-once") and not once.exists():
            once.touch()
            _die_at(folder)
        if item.path.name.startswith("killer"):
            _die_at(folder)
    return curate_inputs(inputs, folder, context)


def _die_at(folder: Path) -> None:
    with folder.with_name("deaths").open("a") as deaths:
        deaths.write(f"{folder.name}\n")
    die()


def log_and_double(number: int) -> int:
    """A job that logs."""
    logging.getLogger("newsmill.of.a.worker").info("doubling %d", number)
    return 2 * number


def imported(names: Sequence[str]) -> list[str]:
    """Which of these modules this process holds, after it has made a table."""
    pa.table({"a": [1]})
    return [name for name in names if name in sys.modules]
