"""Worker processes that may die: whoever gave one its job is told, and the others go on.

A pool of several processes breaks as a whole when one of them is killed, and nobody knows whose job it was. So each
process is a pool of its own here, and used from a thread of its own.
"""

import gc
import logging
import multiprocessing
import os
import queue
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from functools import partial
from logging.handlers import QueueHandler
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext
from types import TracebackType
from typing import ParamSpec, Self, TypeVar

from newsmill.errors import NewsmillError

P = ParamSpec("P")
R = TypeVar("R")

_LOGGER = "newsmill"
_PRELOAD = ("newsmill.preload",)
_YOUNG = 20_000
"""Objects that a worker makes before it looks for garbage among them: a page makes thousands, and hardly a cycle."""


class WorkerDied(Exception):
    """The process that had the job was killed, or ended without an answer."""


def start_server() -> None:
    """Start what workers are forked from, before the first is needed, where some will be: it imports meanwhile."""
    _context()
    forkserver.ensure_running()


class Workers:
    """At most `count` processes, started when they are needed, for as many threads to give jobs to."""

    def __init__(self, count: int) -> None:
        self._all = [Place() for _ in range(count)]
        self._gathering = threading.Lock()
        # Last in, first out: a process that has loaded its tables is asked before a new one is started.
        self._free: queue.LifoQueue[Place] = queue.LifoQueue()
        for place in self._all:
            self._free.put(place)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End the processes; after an error at once, whatever they do. Who waits for one then gets CancelledError."""
        for place in self._all:
            place.close(at_once=kind is not None)

    def call(self, job: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """What `job` returns or raises, called in a process that is free. Raises WorkerDied."""
        place = self._free.get()
        try:
            return place.call(job, *args, **kwargs)
        finally:
            self._free.put(place)

    @contextmanager
    def alone(self) -> Iterator["Place"]:
        """A place to call from while no other process works: two jobs may fit into memory one by one only."""
        with self._gathering:  # two threads that each hold some of the places would wait for ever
            places = [self._free.get() for _ in self._all]
        try:
            yield places[0]
        finally:
            for place in places:
                self._free.put(place)


class Place:
    """Room for one process: a new one takes it where the last one died."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._pid = 0
        self._closed = False

    def call(self, job: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """What `job` returns or raises, called in the process of this place. Raises WorkerDied.

        What newsmill logs there is logged here, when the job is done.
        """
        if self._closed:
            raise CancelledError
        pool = self._pool or self._start()
        level = logging.getLogger(_LOGGER).getEffectiveLevel()
        try:
            answer, records = pool.submit(_with_log, level, partial(job, *args, **kwargs)).result()
        except BrokenProcessPool:
            self._pool, self._pid = None, 0
            if self._closed:
                raise CancelledError from None
            raise WorkerDied from None
        for record in records:
            logging.getLogger(record.name).handle(record)
        return answer

    def close(self, *, at_once: bool) -> None:
        """End the process, and start none any more."""
        self._closed = True
        if at_once and self._pid:
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
        if self._pool:
            self._pool.shutdown()

    def _start(self) -> ProcessPoolExecutor:
        pool = ProcessPoolExecutor(1, mp_context=_context(), initializer=_begin)
        try:
            self._pid = pool.submit(os.getpid).result()
        except BrokenProcessPool:
            # No job to blame. Were it taken for the death of a worker, every input in turn would be suspected.
            raise NewsmillError(
                "a worker process ends before it has begun; is there memory left, and may this user start processes?"
            ) from None
        self._pool = pool
        return pool


def _context() -> ForkServerContext:
    """Not a fork of this process, which may hold threads and an event loop in mid-step, but of a server that has
    imported what is needed and stands still: a worker costs 10 ms, not the second that imports take."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(_PRELOAD))
    return context


def _begin() -> None:
    """Prepare a worker: it ends with its parent, and leaves Ctrl-C to it."""
    gc.set_threshold(_YOUNG)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, name="end-with-parent", daemon=True).start()


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for ever, or write on in the folder that the next run clears: it
    holds both ends of the pipe it reads, so the end of the parent closes nothing."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)  # no clean-up: there is nobody left to hand a result to


def _with_log(level: int, job: Callable[[], R]) -> tuple[R, list[logging.LogRecord]]:
    logger = logging.getLogger(_LOGGER)
    records: queue.SimpleQueue[logging.LogRecord] = queue.SimpleQueue()
    handler = QueueHandler(records)  # it makes records fit to be sent: no tracebacks, only what they say
    logger.addHandler(handler)
    logger.setLevel(level)
    try:
        answer = job()
    finally:
        logger.removeHandler(handler)
    return answer, [records.get() for _ in range(records.qsize())]
