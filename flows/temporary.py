"""The application of the temporary server of a run: Prefect's own, at rest while there is nothing for it to do.

It has no schedules and hardly any work in the background, but looks for some every quarter of a second and for work to
break off every tenth, which is two thirds of what a waiting server costs.
"""

import gc
from datetime import timedelta

from fastapi import FastAPI

_LOOK = timedelta(seconds=5)


def create_app() -> FastAPI:
    """The application, for uvicorn's --factory."""
    gc.disable()  # what is imported stays: searching it for garbage is a tenth of the start
    _let_background_rest()
    from prefect.server.api import server  # noqa: PLC0415 - only now, see above

    app = server.create_app()
    gc.freeze()
    gc.enable()
    return app


def _let_background_rest() -> None:
    """Prefect has no setting for how often its worker in the background (docket) looks for work."""
    from docket import Docket, Worker  # noqa: PLC0415 - only now, see above
    from prefect.server.api import background_workers  # noqa: PLC0415

    class RestingWorker(Worker):
        def __init__(self, docket: Docket) -> None:
            super().__init__(docket, minimum_check_interval=_LOOK, scheduling_resolution=_LOOK)

        async def _cancellation_listener(self) -> None:
            """Listen to nobody: there is nothing that could ask for the end of its work, which lasts an instant."""
            session = self._processing_session
            if session is not None:
                session.cancellation_ready.set()
                await session.stopping.wait()

    vars(background_workers)["Worker"] = RestingWorker
