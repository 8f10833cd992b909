"""A progress bar in the Prefect UI."""

import time
from collections.abc import Collection
from typing import cast
from uuid import UUID

from prefect.artifacts import create_progress_artifact, update_progress_artifact

from newsmill.steps import Plan
from newsmill.tally import ShardResult

PROGRESS_KEY = "curate-progress"
"""Fixed, so that the UI always shows the newest run under the same name."""

SECONDS_BETWEEN_UPDATES = 1.0
"""Every update is a request to the server; nobody reads faster."""

_CURATED = 90.0
"""Percent at which all shards are curated; overlaps and publishing are the rest."""


class Progress:
    """A progress artifact of the current flow run, which moves at most once a second."""

    def __init__(self) -> None:
        made = create_progress_artifact(0.0, key=PROGRESS_KEY, description="Looking for what is new")
        self._artifact = cast("UUID", made)  # a coroutine only where a loop runs, and the flow is synchronous
        self._updated = time.monotonic()

    def shards(self, plan: Plan, done: Collection[list[ShardResult]]) -> None:
        """Show how many inputs of the plan are curated. Calls in between two updates are passed over."""
        now = time.monotonic()
        if now - self._updated < SECONDS_BETWEEN_UPDATES and len(done) < len(plan.shards):
            return
        self._updated = now
        results = [*plan.finished, *(result for of_shard in done for result in of_shard)]
        inputs = sum(result.inputs for result in results)
        documents = sum(result.documents for result in results)
        shards = f"{len(done)} of {len(plan.shards)} shards"
        percent = _CURATED * len(done) / len(plan.shards)
        self.show(percent, f"Curated {shards}: {inputs} of {plan.new} inputs, {documents} documents")

    def show(self, percent: float, text: str) -> None:
        """Show a stage at once."""
        update_progress_artifact(self._artifact, progress=percent, description=text)
