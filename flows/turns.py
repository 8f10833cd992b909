"""Flows that share a CURATED take turns."""

import time
from collections.abc import Callable
from typing import TypeVar

from prefect.logging import get_run_logger

from newsmill.errors import RunLocked

R = TypeVar("R")

PATIENCE_SECONDS = 3600.0
_EVERY = 10.0


def in_turn(work: Callable[[], R], patience: float = PATIENCE_SECONDS, every: float = _EVERY) -> R:
    """What `work` returns, tried again while another run holds the lock of CURATED. For flows that can wait.

    Raises what `work` raises; RunLocked after so many seconds of patience.
    """
    deadline = time.monotonic() + patience
    while True:
        try:
            return work()
        except RunLocked as locked:
            if time.monotonic() > deadline:
                raise
            get_run_logger().info("waiting: %s", locked)
            time.sleep(every)
