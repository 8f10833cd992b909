"""Wall and CPU of commands, with all that came of them: a fork server or a Prefect server is nobody's child in the end.

Modules come from a byte-code cache of the benchmark's own, as they do where newsmill is installed.
"""

import ctypes
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from shared import ROOT

_ADOPT_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds that a command took, and the report of the run that it made."""

    wall: float
    cpu: float
    report: dict[str, Any]
    first_shard: float = 0.0
    """From the start of the command to that of its first shard."""


def environment(scratch: Path) -> dict[str, str]:
    """Of the commands: a Prefect home of their own, no server that happens to run, no settings of this shell."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSMILL_", "PREFECT_"))}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return kept | {
        "PREFECT_HOME": str(scratch / "prefect"),
        "PREFECT_SERVER_API_PORT": "1",
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
        "PYTHONPYCACHEPREFIX": str(scratch / "bytecode"),
    }


def spend(command: list[str], variables: Mapping[str, str], curated: Path | None = None) -> Spent:
    """Run Python with these words to its end, and that of all processes it left behind. SystemExit if it fails."""
    ctypes.CDLL(None).prctl(_ADOPT_ORPHANS, 1, 0, 0, 0)
    there = children(os.getpid())
    before, began, started = _cpu(), time.monotonic(), time.time()
    done = subprocess.run([sys.executable, *command], env=dict(variables), check=False, capture_output=True, cwd=ROOT)
    if done.returncode:
        raise SystemExit(done.stderr.decode()[-2000:])
    wall = time.monotonic() - began
    while left := children(os.getpid()) - there:
        os.waitpid(left.pop(), 0)
    report = json.loads(max(curated.glob(".newsmill/history/*.json")).read_bytes()) if curated else {}
    first = report.get("work") and datetime.fromisoformat(report["work"]["started_at"]).timestamp() - started
    return Spent(wall, _cpu() - before, report, first or 0.0)


def children(pid: int) -> set[int]:
    """The processes that a process has started, or adopted."""
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return {int(child) for entry in lists for child in entry.read_text().split()}


def cpu_of_family(pid: int) -> float:
    """Seconds of CPU that a process has spent so far, and what it started, as long as they live."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS + sum(cpu_of_family(child) for child in children(pid))


def _cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
