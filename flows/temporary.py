"""The application of the temporary server of a run: Prefect's own, at rest while there is nothing for it to do.

It has no schedules and hardly any work in the background, but looks for some every quarter of a second, which is a
third of what a waiting server costs.
"""

import gc
from datetime import timedelta
from functools import partial

from fastapi import FastAPI

_LOOK = timedelta(seconds=5)


def create_app() -> FastAPI:
    """The application, for uvicorn's --factory."""
    gc.disable()  # what is imported stays: searching it for garbage is a tenth of the start
    from docket import Worker  # noqa: PLC0415 - only now, see above
    from prefect.server.api import background_workers, server  # noqa: PLC0415

    worker = partial(Worker, minimum_check_interval=_LOOK, scheduling_resolution=_LOOK)
    vars(background_workers)["Worker"] = worker
    app = server.create_app()
    gc.freeze()
    gc.enable()
    return app
