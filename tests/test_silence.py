"""No call leaves the machine: not from newsmill, not from its Prefect server, not from its workers."""

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from served import ROOT, wait_for

GUARD = '''
"""Python runs this in every process before anything else: each call out is written down, and refused."""
import os, sys

def guard(event, args):
    if event == "socket.connect" and isinstance(args[1], tuple):
        host = args[1][0]
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = args[0]
    else:
        return
    host = host.decode() if isinstance(host, bytes) else host
    near = host in (None, "", "localhost", "::1", "0.0.0.0", "::") or host.startswith("127.")
    with open(os.environ["GUARD_LOG"], "a") as log:
        log.write(f"{'near' if near else 'far'} {event} {host} {sys.argv}\\n")
    if not near:
        raise OSError(f"this test refuses {event} to {host}")

sys.addaudithook(guard)
'''
PAGE = (
    "Pier {0} to be repaired\n\nThe council has decided that ferry pier {0} will be repaired before storm {0} comes. "
    "Work on side {0} starts in week {0}, said engineer {0}, and those who use it can ask for a plan in room {0}.\n"
)


def _of(folder: Path) -> list[str]:
    """Processes whose Prefect home is there."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"PREFECT_HOME={folder}/".encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_text())
    return found


@pytest.mark.prefect
@pytest.mark.parametrize(
    "options",
    [
        pytest.param(["--no-prefect"], id="plain"),
        pytest.param([], id="prefect"),
    ],
)
def test_no_call_leaves_the_machine(tmp_path: Path, options: list[str]) -> None:
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "sitecustomize.py").write_text(GUARD)
    (tmp_path / "raw").mkdir()
    for number in range(4):
        (tmp_path / "raw" / f"{number}.txt").write_text(PAGE.format(1000 + number))
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(tmp_path / "guard"), str(ROOT)]),
        "GUARD_LOG": str(tmp_path / "calls"),
        "PREFECT_HOME": str(tmp_path / "prefect"),
        "PREFECT_SERVER_API_PORT": "1",  # where no server of somebody else can be
        "NEWSMILL_SHARD_INPUTS": "2",
    }
    for name in ("PREFECT_API_URL", "DO_NOT_TRACK", "PREFECT_SERVER_ANALYTICS_ENABLED"):
        environment.pop(name, None)
    command = [sys.executable, "-m", "newsmill", "run", "raw", "curated", "--workers", "2", *options]

    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, timeout=120, check=False)

    assert done.returncode == 0, done.stderr.decode()
    calls = (tmp_path / "calls").read_text().splitlines() if (tmp_path / "calls").exists() else []
    assert [call for call in calls if not call.startswith("near ")] == []
    assert bool(calls) == (not options), "the guard must see the calls that Prefect makes on this machine"
    if sys.platform == "linux":
        wait_for(lambda: not _of(tmp_path), 20.0, "end of every process that the run has started")


def test_the_first_shard_waits_for_nothing_that_it_does_not_need() -> None:
    """pyarrow.dataset brings pandas, where it is installed: a second before every run. newsmill.curate is for those who
    curate: a run with more than one worker, or with nothing new, does not."""
    code = (
        "import sys, json, newsmill.cli, newsmill.pipeline\n"
        "unwanted = ('newsmill.curate', 'pandas', 'pyarrow.dataset', 'prefect')\n"
        "print(json.dumps([name for name in unwanted if name in sys.modules]))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=60)

    assert json.loads(done.stdout) == []
