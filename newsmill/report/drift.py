"""What has changed about a source: the shares of a run against those of the runs before it.

The usual share is the median of the earlier runs and its spread their median absolute deviation, which one strange run
does not move (Leys et al., Detecting outliers, J. Exp. Soc. Psychol. 49, 2013).
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from pydantic import BaseModel, ConfigDict

from newsmill.tally import SourceCounts

RUNS = 14
"""Earlier runs that count."""
LEAST_RUNS = 5
LEAST_PAGES = 20
"""A run with fewer pages of a source says nothing about the source."""
LEAST_CHANGE = 0.1
"""Of a share. What changes less needs nobody's attention, however steady it was."""

_DEVIATIONS = 4.0
_SIGMA = 1.4826
"""Standard deviations of normal values in one median absolute deviation."""


class Drift(BaseModel):
    """A share of a source that is not what it was."""

    model_config = ConfigDict(frozen=True)

    source: str
    measure: str
    now: float
    usual: float

    def __str__(self) -> str:
        """As a sentence of the report."""
        where = "pages that lie in RAW itself" if self.source == "." else self.source
        return f"{where}: {self.measure} is {self.now:.0%}, usually {self.usual:.0%}"


def drifts(now: Mapping[str, SourceCounts], before: Sequence[Mapping[str, SourceCounts]]) -> list[Drift]:
    """The shares of a run that differ from the earlier runs, by source; the largest change of a source first.

    now, before: counts by source; of `before`, newest first, the first RUNS count. A share is reported where it is
    further from its median than four deviations, than chance explains for so many pages, and than LEAST_CHANGE.
    """
    return [drift for source in sorted(now) for drift in _of_source(source, now[source], before[:RUNS])]


def _of_source(source: str, counts: SourceCounts, before: Sequence[Mapping[str, SourceCounts]]) -> list[Drift]:
    earlier = [run[source] for run in before if source in run and run[source].pages >= LEAST_PAGES]
    if counts.pages < LEAST_PAGES or len(earlier) < LEAST_RUNS:
        return []
    shares = dict(_shares(counts))
    past = [dict(_shares(run)) for run in earlier]
    found = []
    for measure in sorted({*shares, *(name for run in past for name in run)}):
        values = [run.get(measure, 0.0) for run in past]
        share, usual = shares.get(measure, 0.0), median(values)
        if abs(share - usual) > _tolerance(values, usual, counts.pages):
            found.append(Drift(source=source, measure=measure, now=round(share, 3), usual=round(usual, 3)))
    return sorted(found, key=lambda drift: -abs(drift.now - drift.usual))


def _tolerance(values: Sequence[float], usual: float, pages: int) -> float:
    spread = _SIGMA * median(abs(value - usual) for value in values)
    chance = math.sqrt(usual * (1 - usual) / pages)
    return max(_DEVIATIONS * spread, _DEVIATIONS * chance, LEAST_CHANGE)


def _shares(counts: SourceCounts) -> Iterator[tuple[str, float]]:
    """Shares between 0 and 1, by what they are called in the report."""
    yield "share of furniture", counts.removed / max(counts.kept + counts.removed, 1)
    yield "share of quarantined pages", min(counts.quarantined / counts.pages, 1.0)
    yield "share of duplicates", min(counts.duplicates / max(counts.documents, 1), 1.0)
    for language, documents in counts.languages.items():
        yield f"share of texts in {language}", documents / max(counts.documents, 1)
