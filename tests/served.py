"""A `newsmill serve` of a test's own: its process, its server, and what that server knows."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).parents[1]
Answer = TypeVar("Answer")
STARTED_SECONDS = 120.0
STOPPED_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Served:
    """A running `newsmill serve` and the address of the Prefect server that it started."""

    process: subprocess.Popen[str]
    address: str
    environment: dict[str, str]

    def ask(self, path: str, body: dict[str, Any]) -> Any:
        """What the server answers to a POST, as read from JSON."""
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.address}/api/{path}", json.dumps(body).encode(), headers)
        while True:
            try:
                with urllib.request.urlopen(request, timeout=30) as response:
                    return json.load(response)
            except urllib.error.HTTPError as refused:
                if refused.code != HTTPStatus.SERVICE_UNAVAILABLE:  # SQLite is locked for a moment: clients ask again
                    raise
            time.sleep(0.5)

    def runs(self, *states: str) -> list[dict[str, Any]]:
        """Flow runs in one of these states, first scheduled first."""
        body = {"sort": "EXPECTED_START_TIME_ASC", "flow_runs": {"state": {"name": {"any_": list(states)}}}}
        answer: list[dict[str, Any]] = self.ask("flow_runs/filter", body)
        return answer

    def artifact(self, run_id: str, key: str) -> dict[str, Any]:
        """The artifact with this key that a flow run made."""
        made = self.ask("artifacts/filter", {"artifacts": {"flow_run_id": {"any_": [run_id]}, "key": {"any_": [key]}}})
        assert len(made) == 1, made
        answer: dict[str, Any] = made[0]
        return answer

    def stop(self) -> str:
        """End it as systemd does, and return what it wrote."""
        self.process.terminate()
        output, _ = self.process.communicate(timeout=STOPPED_SECONDS)
        return output


@contextmanager
def serving(folder: Path, cron: str, *options: str) -> Iterator[Served]:
    """`newsmill serve` over folder/raw and folder/curated, with a free port and a PREFECT_HOME of its own."""
    port = _free_port()
    environment = os.environ | {
        "PREFECT_HOME": str(folder / "prefect"),
        "PREFECT_SERVER_API_PORT": str(port),
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
    }
    environment.pop("PREFECT_API_URL", None)
    command = [
        sys.executable,
        "-m",
        "newsmill",
        "serve",
        "--cron",
        cron,
        "--raw",
        "raw",
        "--curated",
        "curated",
        *options,
    ]
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        served = Served(process, f"http://127.0.0.1:{port}", environment)
        try:
            wait_for(lambda: process.poll() is not None or answers(served.address), STARTED_SECONDS, "a server")
            yield served
        finally:
            if process.poll() is None:
                process.terminate()
                process.communicate(timeout=STOPPED_SECONDS)


def wait_for(answer: Callable[[], Answer], seconds: float, what: str) -> Answer:
    """The first answer that is not empty. Fails after `seconds`."""
    deadline = time.monotonic() + seconds
    while not (found := answer()):
        assert time.monotonic() < deadline, f"no {what} within {seconds:.0f} s"
        time.sleep(0.5)
    return found


def answers(address: str) -> bool:
    """Whether a server answers there."""
    try:
        with urllib.request.urlopen(f"{address}/api/health", timeout=5) as response:
            return bool(response.read() == b"true")
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
