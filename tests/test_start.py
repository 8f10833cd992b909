"""How soon the first shard of a run without Prefect is at work, beside the time that its imports take by themselves."""

import json
import os
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest
from served import ROOT

TRIES = 3
TIMES = 3.0
"""Measured: 1.7 times with one worker, 2 with two. It was 4 with two where workers came with every table loaded."""
PAGE = (
    "Pier {0} to be repaired\n\nThe council has decided that ferry pier {0} will be repaired before storm {0} comes. "
    "Work on side {0} starts in week {0}, said engineer {0}, and those who use it can ask for a plan in room {0}.\n"
)


def _python(*words: str, cwd: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "NEWSMILL_SHARD_INPUTS": "2"}
    subprocess.run([sys.executable, *words], cwd=cwd, env=environment, check=True, capture_output=True, timeout=120)


@pytest.mark.parametrize("workers", [1, 2])
def test_the_first_shard_starts_when_its_imports_are_done(tmp_path: Path, workers: int) -> None:
    """The machine may be busy, so the best of some tries counts."""
    (tmp_path / "raw").mkdir()
    for number in range(8):
        (tmp_path / "raw" / f"{number}.txt").write_text(PAGE.format(1000 + number))
    ratios = []
    for number in range(TRIES):
        began = time.time()
        _python("-c", "import newsmill.preload", cwd=tmp_path)
        imported = time.time()
        _python("-m", "newsmill", "run", "raw", f"{number}", "--no-prefect", "--workers", f"{workers}", cwd=tmp_path)
        (entry,) = (tmp_path / f"{number}" / ".newsmill" / "history").glob("*.json")
        work = json.loads(entry.read_bytes())["work"]
        ratios.append((datetime.fromisoformat(work["started_at"]).timestamp() - imported) / (imported - began))
        if ratios[-1] <= TIMES:
            break

    assert len(work["busy"]) <= workers
    assert min(ratios) <= TIMES
