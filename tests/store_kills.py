"""Processes that die: forked, so that there can be hundreds of them, from a process that has run no threads."""

import multiprocessing
import os
import resource
import signal
import time
from collections.abc import Callable
from contextlib import AbstractContextManager

from store_faults import At, watched

Watching = Callable[[At], AbstractContextManager[None]]


def in_a_process(work: Callable[..., None], *args: object) -> None:
    """Do something in a process that has run no threads, so that it can fork."""
    host = multiprocessing.get_context("spawn").Process(target=work, args=args)
    host.start()
    host.join()
    assert host.exitcode == 0


def fork(work: Callable[[], object], kill_after: float | None = None) -> tuple[int, resource.struct_rusage]:
    """Do something in a process of its own; its exit code, negative where a signal killed it, and what it used.

    kill_after: seconds.
    """
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    _, status, usage = os.wait4(child, 0)
    return os.waitstatus_to_exitcode(status), usage


def kill_at(place: int, work: Callable[[], object], watching: Watching = watched) -> None:
    """Do something in a process that is killed when it comes to a point, counted from 0, as `watching` tells."""
    reached = 0

    def at(_: str) -> None:
        nonlocal reached
        if reached == place:
            os.kill(os.getpid(), signal.SIGKILL)
        reached += 1

    def dying() -> None:
        with watching(at):
            work()

    code, _ = fork(dying)
    if code != -signal.SIGKILL:
        raise RuntimeError(f"the process ended with {code} and was not killed")
