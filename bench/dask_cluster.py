"""A Dask cluster on this machine for benchmarks: a scheduler and workers that are processes of their own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from spent import cpu_of_family


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running cluster."""

    address: str
    members: list[int]

    def cpu(self) -> float:
        """Seconds of CPU that it has spent so far, all processes together."""
        return sum(cpu_of_family(member) for member in self.members)


@contextmanager
def cluster(scratch: Path, variables: Mapping[str, str], workers: int) -> Iterator[Cluster]:
    """So many workers of one thread each, and their scheduler."""
    file = scratch / "scheduler.json"
    with ExitStack() as stack:

        def start(*words: str) -> int:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *words, "--scheduler-file", str(file), "--no-dashboard"],
                env=dict(variables),
                cwd=scratch,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            stack.callback(_end, process)
            return process.pid

        members = [start("scheduler", "--port", "0", "--host", "127.0.0.1")]
        while not file.exists():
            time.sleep(0.1)
        members += [start("worker", "--nthreads", "1") for _ in range(workers)]
        from distributed import Client  # noqa: PLC0415 - an extra, which most do without

        with Client(scheduler_file=str(file)) as client:
            client.wait_for_workers(workers, timeout=60)
            address = str(client.scheduler.address)
        yield Cluster(address, members)


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
