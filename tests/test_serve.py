"""`newsmill serve` for real: a server, a schedule of one minute, runs that nobody starts."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pyarrow.dataset as ds
import pytest
from served import Served, answers, serving, wait_for

from flows.serve import serve
from newsmill.errors import UsageError
from newsmill.settings import Settings

pytestmark = [
    pytest.mark.prefect,
    pytest.mark.skipif(sys.platform != "linux", reason="finds processes in /proc"),
]

EVERY_MINUTE = "* * * * *"
NEVER = "0 0 30 2 *"
ONE_RUN_SECONDS = 100.0

PIER = (
    "Ferry pier to be repaired\n\nThe council has decided that the old ferry pier will be repaired before the winter "
    "storms begin. Work on the eastern side starts next week, said the engineer in charge.\n"
)
ORCHARD = (
    "Late frost spares the orchards\n\nGrowers in the upper valley lost fewer blossoms than they had feared, a survey "
    "of forty farms shows. The cherries suffered most, the apples hardly at all.\n"
)


def _completed(served: Served, count: int) -> list[str]:
    """Ids of the completed runs once there are so many."""
    ids = wait_for(
        lambda: ids if len(ids := [run["id"] for run in served.runs("Completed")]) >= count else [],
        ONE_RUN_SECONDS,
        f"{count} completed runs",
    )
    assert not served.runs("Failed", "Crashed")
    return ids


def _sources(folder: Path) -> set[str]:
    return set(ds.dataset(folder / "curated" / "sources").to_table()["source_uri"].to_pylist())


@pytest.mark.timeout(400)
def test_a_schedule_curates_what_is_new_and_only_that(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "pier.txt").write_text(PIER)
    with serving(tmp_path, EVERY_MINUTE) as served:
        (first,) = _completed(served, 1)
        assert _sources(tmp_path) == {"pier.txt"}

        (tmp_path / "raw" / "orchard.txt").write_text(ORCHARD)
        _, second = _completed(served, 2)[:2]
        (tmp_path / "raw" / "quarry.txt").write_text(PIER.replace("pier", "quarry"))
        _, _, third = _completed(served, 3)[:3]
        assert _sources(tmp_path) == {"pier.txt", "orchard.txt", "quarry.txt"}

        for unchanged, run_id in enumerate((first, second, third)):
            assert f"| unchanged | {unchanged} |" in served.artifact(run_id, "run-report")["data"]
            assert "| read in this run | 1 |" in served.artifact(run_id, "run-report")["data"]
        assert served.artifact(third, "curate-progress")["data"] == 100.0
        assert all(run["auto_scheduled"] for run in served.runs("Completed"))

        output = served.stop()
        assert served.process.returncode == 0, output
        assert "Traceback" not in output
        assert not answers(served.address), "the server that serve started must end with it"


def test_serve_ends_when_its_server_dies(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    with serving(tmp_path, NEVER) as served:
        wait_for(lambda: len(served.ask("deployments/filter", {})) == 3, 60.0, "three deployments")
        _, server, *_ = _family(served.process.pid)
        os.kill(server, signal.SIGKILL)

        output, _ = served.process.communicate(timeout=30)

    assert served.process.returncode == 1
    assert "the Prefect server on port" in " ".join(output.split())


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_schedule_goes_on_after_the_machine_has_crashed(tmp_path: Path) -> None:
    """The run that died holds the only slot of the schedule until its lease of 300 s is over."""
    _write_piers(tmp_path, 300)
    with serving(tmp_path, EVERY_MINUTE) as served:
        (dead,) = wait_for(lambda: served.runs("Running"), ONE_RUN_SECONDS, "run at work")
        for pid in _family(served.process.pid):  # serve, its server and its run at once, as in a power cut
            os.kill(pid, signal.SIGKILL)
    with serving(tmp_path, EVERY_MINUTE) as served:
        (done,) = wait_for(lambda: served.runs("Completed"), 600.0, "completed run")
    assert done["id"] != dead["id"]
    assert len(_sources(tmp_path)) == 300


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_new_files_start_runs_and_a_run_that_died_is_seen_told_and_made_good(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    with _mailbox() as (address, letters), serving(tmp_path, NEVER, "--webhook", address) as served:
        wait_for(lambda: len(served.ask("deployments/filter", {})) == 3, 60.0, "three deployments")
        words = ["raw", "curated", "--quiet", "1"]
        with _newsmill(served, tmp_path, "watch", *words) as watcher:
            _completed(served, 1)  # of the empty folder: what was there before is new to a watcher
            (tmp_path / "raw" / "orchard.txt").write_text(ORCHARD)
            _completed(served, 2)
            watcher.terminate()
        assert _sources(tmp_path) == {"orchard.txt"}

        _write_piers(tmp_path, 2000)
        with _newsmill(served, tmp_path, "run", "raw", "curated", "--workers", "1") as dying:
            wait_for(lambda: served.runs("Running"), ONE_RUN_SECONDS, "run at work")
            time.sleep(3)  # until its first sign of life has reached the server
            dying.kill()
        killed = time.monotonic()
        (dead,) = wait_for(lambda: served.runs("Crashed"), 120.0, "crashed run")
        assert time.monotonic() - killed < 90
        assert "Nothing of it was published" in dead["state"]["message"]
        (letter,) = wait_for(lambda: letters, 30.0, "letter")
        assert "The process of this run was killed" in json.loads(letter)["text"]

        with _newsmill(served, tmp_path, "run", "raw", "curated", "--workers", "1") as again:
            assert again.wait(120) == 0
        assert len(_sources(tmp_path)) == 2001


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_run_that_was_killed_and_is_retried_in_the_ui_does_only_what_is_left(tmp_path: Path) -> None:
    _write_piers(tmp_path, 2000)
    (tmp_path / "newsmill.toml").write_text("shard_inputs = 20\nworkers = 1\n")
    with serving(tmp_path, NEVER) as served:
        run_id = _start(served)
        finished = wait_for(lambda: _finished(tmp_path), ONE_RUN_SECONDS, "finished shard")
        os.kill(_flow_run(served), signal.SIGKILL)
        wait_for(lambda: served.runs("Crashed"), 90.0, "crashed run")

        served.ask(f"flow_runs/{run_id}/set_state", {"state": {"type": "SCHEDULED", "name": "AwaitingRetry"}})
        (done,) = wait_for(lambda: served.runs("Completed"), ONE_RUN_SECONDS, "completed run")
        report = served.artifact(run_id, "run-report")["data"]

    assert (done["id"], done["run_count"]) == (run_id, 2)
    taken = re.search(r"\| taken over from a run that did not end \| (\d+) \|", report)
    assert taken
    assert len(finished) * 20 <= int(taken[1]) <= 2000
    assert len(_sources(tmp_path)) == 2000
    assert not (tmp_path / "curated" / ".newsmill" / "finished").exists()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_run_that_is_due_while_another_works_is_cancelled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_RUNNER_POLL_FREQUENCY", "1")
    _write_piers(tmp_path, 3000)
    (tmp_path / "newsmill.toml").write_text("shard_inputs = 20\nworkers = 1\n")
    with serving(tmp_path, NEVER) as served:
        first = _start(served)
        wait_for(lambda: _finished(tmp_path), ONE_RUN_SECONDS, "finished shard")
        second = _start(served)
        (refused,) = wait_for(lambda: served.runs("Cancelled"), 60.0, "cancelled run")
        (done,) = wait_for(lambda: served.runs("Completed"), ONE_RUN_SECONDS, "completed run")

    assert (done["id"], refused["id"]) == (first, second)
    assert "concurrency limit" in refused["state"]["message"]
    assert len(_sources(tmp_path)) == 3000


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_server_that_is_killed_in_mid_run_costs_no_row(tmp_path: Path) -> None:
    """As systemd does it: what ended is started again, and the schedule goes on."""
    _write_piers(tmp_path, 2000)
    (tmp_path / "newsmill.toml").write_text("shard_inputs = 20\nworkers = 1\n")
    with serving(tmp_path, EVERY_MINUTE) as served:
        wait_for(lambda: _finished(tmp_path), ONE_RUN_SECONDS, "finished shard")
        (dead,) = served.runs("Running")
        _, server, *_ = _family(served.process.pid)
        os.kill(server, signal.SIGKILL)
        served.process.communicate(timeout=60)
    restarted = time.monotonic()
    with serving(tmp_path, EVERY_MINUTE) as served:
        wait_for(lambda: dead["id"] in {run["id"] for run in served.runs("Crashed")}, 120.0, "crashed run")
        assert time.monotonic() - restarted < 120
        wait_for(lambda: served.runs("Completed"), 480.0, "completed run")
    assert len(_sources(tmp_path)) == 2000


def _write_piers(folder: Path, count: int) -> None:
    (folder / "raw").mkdir(exist_ok=True)
    for number in range(count):
        (folder / "raw" / f"{number}.txt").write_text(PIER.replace("Ferry pier", f"Pier {number}"))


def _start(served: Served) -> str:
    """The id of a run of the curate deployment, started as its page in the UI does."""
    named = wait_for(
        lambda: {made["entrypoint"]: made["id"] for made in served.ask("deployments/filter", {})}.get(
            "flows.curate.curate"
        ),
        60.0,
        "deployment",
    )
    answer = served.ask(f"deployments/{named}/create_flow_run", {"state": {"type": "SCHEDULED"}})
    return str(answer["id"])


def _finished(folder: Path) -> list[Path]:
    """Shards that the run at work has finished."""
    return [*(folder / "curated/.newsmill/staging").glob("*/parts/*.json")]


def _flow_run(served: Served) -> int:
    """The process of the run at work, among those that serve has started."""
    family = {pid: Path(f"/proc/{pid}/cmdline").read_bytes() for pid in _family(served.process.pid)}
    return next(pid for pid, command in family.items() if b"spawn_main" in command)


@contextmanager
def _newsmill(served: Served, folder: Path, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    environment = served.environment | {"PREFECT_API_URL": f"{served.address}/api"}
    with subprocess.Popen([sys.executable, "-m", "newsmill", *words], cwd=folder, env=environment) as process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def _mailbox() -> Iterator[tuple[str, list[bytes]]]:
    """An address on this machine, and what was posted to it."""
    letters: list[bytes] = []

    class Mailbox(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            letters.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(204)
            self.end_headers()

    with HTTPServer(("127.0.0.1", 0), Mailbox) as post:
        threading.Thread(target=post.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{post.server_port}/", letters
        post.shutdown()


def _family(pid: int) -> list[int]:
    """A process and all that came of it, parents first."""
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    children = [int(child) for entry in lists for child in entry.read_text().split()]
    return [pid, *(member for child in children for member in _family(child))]


@pytest.mark.parametrize(
    ("cron", "timezone", "message"),
    [
        ("every hour", None, "'every hour' is no schedule"),
        ("61 * * * *", None, "'61 \\* \\* \\* \\*' is no schedule"),
        ("0 * * * *", "Berlin", "no time zone 'Berlin'"),
        ("0 * * * *", "../etc/passwd", "no time zone"),
    ],
)
def test_a_schedule_that_makes_no_sense_is_refused_before_anything_starts(
    cron: str, timezone: str | None, message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        serve(Settings(), cron, timezone)
