"""The Prefect server that runs report to.

A run started by hand can do without: it has a temporary server of its own, which has no scheduler.
"""

import atexit
import http.client
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import typer
from prefect.settings import (
    PREFECT_API_URL,
    PREFECT_HOME,
    PREFECT_SERVER_ALLOW_EPHEMERAL_MODE,
    PREFECT_SERVER_API_PORT,
    get_current_settings,
    temporary_settings,
)

from newsmill.errors import NewsmillError

HOST = "127.0.0.1"
TEMPORARY_PORT = 4231
START_SECONDS = 120.0
_EPHEMERAL = {"PREFECT_UI_ENABLED": "0", "PREFECT__SERVER_EPHEMERAL": "1", "PREFECT__SERVER_FINAL": "1"}
STOP_SECONDS = 20.0


@contextmanager
def running_server() -> Iterator[str | None]:
    """The API address of the server that is there, for this process and those it starts, or None.

    That is the one Prefect is configured to use, else the one that answers on the loopback interface.
    """
    configured = PREFECT_API_URL.value()
    port = _port()
    if configured:
        yield str(configured)
    elif _answers(port):
        with _told_to_prefect(f"http://{HOST}:{port}/api") as address:
            yield address
    else:
        yield None


@contextmanager
def temporary_server() -> Iterator[None]:
    """The server that is there, else one for as long as this process, on a port that is free.

    It is what Prefect starts for a flow that finds no server, started here because Prefect would import all of the
    server into this process, too: 2 s of CPU. Raises NewsmillError where it does not come up.
    """
    with running_server() as found:
        if found or not PREFECT_SERVER_ALLOW_EPHEMERAL_MODE.value():
            yield
            return
        port = _free_port()
        child = subprocess.Popen(_temporary(port), env=os.environ | _settings() | _EPHEMERAL)  # noqa: S603 - fixed command
        atexit.register(_stop, child)  # no sooner: Prefect sends its last logs and events when Python ends
        if not _wait_until_healthy(child, port):
            raise NewsmillError("no temporary Prefect server comes up: `newsmill run --no-prefect` needs none")
        with _told_to_prefect(f"http://{HOST}:{port}/api"):
            yield


@contextmanager
def server() -> Iterator[str]:
    """The API address of a server that can schedule: the one that is there, else one of our own.

    Our own listens on the loopback interface, keeps its SQLite database in PREFECT_HOME and ends with the context.
    Raises NewsmillError where it does not come up.
    """
    with running_server() as found:
        if found:
            yield found
            return
        port = _port()
        with _child(port), _told_to_prefect(f"http://{HOST}:{port}/api") as address:
            yield address


@contextmanager
def ended_by_sigterm() -> Iterator[None]:
    """Let SIGTERM unwind the stack: by default it ends the process at once, and a server we started stays behind."""
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _temporary(port: int) -> list[str]:
    app = ["--factory", "flows.temporary:create_app", "--lifespan", "on", "--log-level", "error"]
    return [sys.executable, "-m", "uvicorn", *app, "--host", HOST, "--port", str(port)]


def _settings() -> dict[str, str]:
    """Those of a profile of Prefect's too, which are in no environment."""
    return get_current_settings().to_environment_variables(exclude_unset=True)


def _free_port() -> int:
    """The same each time, where it is free: Dask workers that outlive a run ask the address that they know again."""
    for port in (TEMPORARY_PORT, 0):
        with socket.socket() as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server itself: no wait after the last
            probe.bind((HOST, port))
            found: int = probe.getsockname()[1]
            return found
    raise NewsmillError(f"no port of {HOST} is free")


def _port() -> int:
    return int(PREFECT_SERVER_API_PORT.value())


@contextmanager
def _told_to_prefect(address: str) -> Iterator[str]:
    # The settings are for this process, the environment for the processes of flow runs.
    os.environ["PREFECT_API_URL"] = address
    try:
        with temporary_settings({PREFECT_API_URL: address}):
            yield address
    finally:
        del os.environ["PREFECT_API_URL"]


@contextmanager
def _child(port: int) -> Iterator[None]:
    log = PREFECT_HOME.value() / "newsmill-server.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", HOST, "--port", str(port)]
    with log.open("wb") as output:
        # Its own session: Ctrl-C in the terminal is for us, who still need the server to end the runs in good order.
        child = subprocess.Popen(command, stdout=output, stderr=output, start_new_session=True)  # noqa: S603 - fixed command
    trouble = (
        f"the Prefect server on port {port} has ended, see {log}; where another program holds the port, "
        "set PREFECT_SERVER_API_PORT"
    )
    ending = threading.Event()
    try:
        if not _wait_until_healthy(child, port):
            raise NewsmillError(trouble)
        threading.Thread(target=_end_with, args=(child, ending, trouble), daemon=True).start()
        yield
    except RuntimeError as error:  # Prefect's runner, where it is the first to notice that the server is gone
        if child.poll() is None:
            raise
        raise NewsmillError(trouble) from error
    finally:
        ending.set()
        _stop(child)


def _wait_until_healthy(child: subprocess.Popen[bytes], port: int) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while not (healthy := _answers(port)) and child.poll() is None and time.monotonic() < deadline:
        time.sleep(0.25)
    return healthy


def _end_with(child: subprocess.Popen[bytes], ending: threading.Event, trouble: str) -> None:
    """End this process too when the server dies: a schedule without it is dead and should not look alive.

    At once, because Prefect cannot end in good order without a server: it waits for one.
    """
    child.wait()
    if not ending.is_set():
        typer.echo(f"newsmill: {trouble}", err=True)
        for run in multiprocessing.active_children():
            run.kill()  # else it would wait for the server, too, and hold the lock of CURATED meanwhile
        os._exit(NewsmillError.exit_code)


def _stop(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _answers(port: int) -> bool:
    """Whether a healthy Prefect server listens on this machine."""
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/api/health")
        response = connection.getresponse()
        return response.status == http.HTTPStatus.OK and response.read() == b"true"
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
