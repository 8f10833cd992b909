"""What workers and Prefect cost, beside what they may cost. `make bench-run`: about ten minutes.

The machine may be busy: what is compared takes turns, and what counts is the median. Times depend on the machine.
"""

import itertools
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from dask_cluster import Cluster, cluster
from extraction_pages import unpacked
from shared import ROOT
from spent import Spent, cpu_of_family, environment, spend

ROUNDS = 3
WORKER_ROUNDS = 7
"""One run and another differ by more than the worker that is measured costs."""
SLEEP = 30
SETTLE = 5
"""Seconds that a flow has waited before what it spends by waiting is measured: a server that starts is busy."""
WORK = 600.0
"""Seconds of work of the run that Prefect's share is told of."""

NOTHING = "import flows.environment; from prefect import flow; flow(lambda: None, name='nothing')()"
WAITS = """
import flows, pathlib, sys, time
from flows.server import temporary_server
from prefect import flow
with temporary_server():
    flow(lambda: (pathlib.Path(sys.argv[1]).touch(), time.sleep(float(sys.argv[2]))), name="waits")()
"""


class Bench:
    """Commands that take turns, in a folder for what they write."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._environment = environment(scratch)
        self._numbers = itertools.count()

    def mill(self, raw: Path, *options: str, **settings: object) -> Spent:
        """`newsmill run` of a folder into a new one."""
        curated = self._scratch / f"curated-{next(self._numbers)}"
        named = {f"NEWSMILL_{name.upper()}": str(value) for name, value in settings.items()}
        words = ["-m", "newsmill", "run", str(raw), str(curated), *options]
        spent = spend(words, self._environment | named, curated)
        shutil.rmtree(curated)
        return spent

    def dask(self) -> AbstractContextManager[Cluster]:
        """A Dask cluster of two workers."""
        return cluster(self._scratch, self._environment, workers=2)

    def flow(self) -> Spent:
        """A flow that does nothing, with a temporary server."""
        return spend(["-c", NOTHING], self._environment)

    def waiting(self) -> float:
        """Cores that a flow that waits takes, and the temporary server of a run. SystemExit if it fails."""
        began = self._scratch / f"waits-{next(self._numbers)}"
        words = [sys.executable, "-c", WAITS, str(began), str(SETTLE + SLEEP)]
        with subprocess.Popen(words, env=self._environment, cwd=ROOT, stderr=subprocess.PIPE, text=True) as flow:
            while not began.exists():
                if flow.poll() is not None:
                    raise SystemExit(flow.communicate()[1][-2000:])
                time.sleep(0.1)
            time.sleep(SETTLE)
            before = cpu_of_family(flow.pid)
            time.sleep(SLEEP - 1)
            spent = cpu_of_family(flow.pid) - before
            flow.communicate()
        return spent / (SLEEP - 1)


def in_turn(rounds: int, **commands: Callable[[], Spent]) -> dict[str, list[Spent]]:
    """What each command spent, in rounds; the first round fills caches and does not count."""
    for command in commands.values():
        command()
    taken = [{name: command() for name, command in commands.items()} for _ in range(rounds)]
    return {name: [turn[name] for turn in taken] for name in commands}


def show(what: str, value: float, target: float, unit: str = "s", *, least: bool = False) -> None:
    """A line of the table; `least` where more is better."""
    met = value >= target if least else value <= target
    number = f"{value:.1%}" if unit == "%" else f"{value:.2f} {unit}"
    goal = f"{target:.0%}" if unit == "%" else f"{target:g} {unit}"
    print(f"{what:62} {number:>9}  {'>=' if least else '<='} {goal:7} {'ok' if met else 'MISSED'}", flush=True)


def workers(bench: Bench, pages: Path) -> float:
    """Start-up, and two workers beside one, on the development pages. Returns seconds of work of a shard."""
    spent = in_turn(
        WORKER_ROUNDS,
        one=lambda: bench.mill(pages, "--no-prefect", "--workers", "1"),
        two=lambda: bench.mill(pages, "--no-prefect", "--workers", "2"),
    )
    for name, taken in spent.items():
        show(f"--no-prefect, {name} worker(s): the first shard starts after", median(s.first_shard for s in taken), 1.5)
    ratio = median(two.cpu / one.cpu for one, two in zip(spent["one"], spent["two"], strict=True))
    show("two workers: CPU of the run, times that of one worker", ratio, 1.15, "x")
    busy = median(min(s.report["work"]["busy"]) for s in spent["two"])
    show("two workers: the less busy one, share of the shard phase", busy, 0.85, "%", least=True)
    work = spent["one"][-1].report["work"]
    shards = max(1.0, sum(file.stat().st_size for file in pages.rglob("*.*")) / 2**26)
    return float(work["cpu_seconds"]) / shards


def prefect(bench: Bench, shard_seconds: float) -> None:
    """The temporary server of `newsmill run`, beside a flow that does nothing, and what Prefect costs a long run."""
    raw = ROOT / "raw"
    spent = in_turn(
        ROUNDS,
        flow=bench.flow,
        plain=lambda: bench.mill(raw, "--no-prefect", "--workers", "1"),
        run=lambda: bench.mill(raw, "--workers", "1"),
        plain_many=lambda: bench.mill(raw, "--no-prefect", "--workers", "1", shard_inputs=2),
        run_many=lambda: bench.mill(raw, "--workers", "1", shard_inputs=2),
    )
    cpu = {name: median(s.cpu for s in taken) for name, taken in spent.items()}
    fixed = cpu["run"] - cpu["plain"]
    show("newsmill run: CPU beyond --no-prefect and a flow of nothing", fixed - cpu["flow"], 1.5)
    shards = spent["run_many"][0].report["work"]["shards"] - spent["run"][0].report["work"]["shards"]
    shard = (cpu["run_many"] - cpu["plain_many"] - fixed) / shards
    show("Prefect: CPU of a shard", shard, 0.1)
    waiting = median(bench.waiting() for _ in range(ROUNDS))
    print(f"  of which known: fixed {fixed:.1f} s, waiting {waiting:.1%} of a core, a shard is {shard_seconds:.0f} s")
    for workers in (1, 2):
        overhead = fixed + waiting * WORK / workers + max(0.0, shard) * max(WORK / shard_seconds, 4 * workers)
        show(f"Prefect: CPU of a run of ten minutes of work, {workers} worker(s)", overhead / WORK, 0.02, "%")


def dask(bench: Bench, pages: Path) -> None:
    """Two Dask workers beside one local worker, both with the temporary server; the cluster stands already."""
    with bench.dask() as nodes:

        def on_dask() -> Spent:
            before = nodes.cpu()
            spent = bench.mill(pages, dask=nodes.address, workers=2)
            return replace(spent, cpu=spent.cpu + nodes.cpu() - before)

        spent = in_turn(ROUNDS, one=lambda: bench.mill(pages, "--workers", "1"), dask=on_dask)
    ratio = median(two.cpu / one.cpu for one, two in zip(spent["one"], spent["dask"], strict=True))
    show("two Dask workers: CPU of the run, times that of a local one", ratio, 1.15, "x")
    busy = median(min(s.report["work"]["busy"]) for s in spent["dask"])
    show("two Dask workers: the less busy one, share of the shard phase", busy, 0.85, "%", least=True)


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as scratch, unpacked() as pages:
        bench = Bench(Path(scratch))
        prefect(bench, workers(bench, pages))
        if find_spec("distributed"):
            dask(bench, pages)


if __name__ == "__main__":
    main()
