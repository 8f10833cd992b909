"""What worker processes of a pool need to be told, whoever runs the pool."""

import multiprocessing
import os
import threading


def end_with_parent() -> None:
    """Initializer of a pool: let this worker die as soon as its parent does.

    A worker whose parent was killed waits for work for ever, or goes on writing to the staging folder while the next
    run clears it: it holds both ends of the pipe it reads, so the end of the parent closes nothing.
    """
    threading.Thread(target=_wait_for_parent, name="end-with-parent", daemon=True).start()


def _wait_for_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)  # no clean-up: there is nobody left to hand a result to
