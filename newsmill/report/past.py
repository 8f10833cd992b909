"""This run beside the runs before it: which they were, and the picture of them all."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from pydantic import ValidationError

from newsmill.report.chart import Series, chart
from newsmill.report.summary import RunReport

RUNS = 14
_LOOKED_AT = 1000
"""Entries of the history, most of which may be of runs that found nothing new."""


def last_runs(entries: Iterable[Any], but: str = "", count: int = RUNS) -> list[RunReport]:
    """The last runs that published a release, newest first.

    entries: of the history, newest first; one that is no report is passed over. but: a run that is left out.
    """
    reports = (_report(entry) for entry in islice(entries, _LOOKED_AT))
    return list(islice((made for made in reports if made and made.release is not None and made.run_id != but), count))


def picture(report: RunReport, before: Sequence[RunReport]) -> str:
    """An SVG of documents, quarantined inputs and share of furniture. before: newest first."""
    runs = [*reversed(before[: RUNS - 1]), report]
    return chart(
        [f"{run.started_at:%Y-%m-%d %H:%M}" for run in runs],
        [
            Series("documents", [run.documents for run in runs]),
            Series("quarantined", [run.quarantined for run in runs]),
            Series("furniture", [run.furniture for run in runs], percent=True),
        ],
    )


def _report(entry: Any) -> RunReport | None:
    try:
        return RunReport.model_validate(entry)
    except ValidationError:  # written by a newsmill that counted otherwise
        return None
