"""What a run did, as figures: for the terminal, the history and the Markdown report."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, ConfigDict

from newsmill.location import Location
from newsmill.report.drift import Drift
from newsmill.shifts import ShardPhase, phase
from newsmill.tally import InputNote, ShardResult, SourceCounts, Sources, source_of

_NAMED = 50
_SLOWEST = 5
_SOURCES = 50
"""An entry of the history is read by every later run, and should stay a few kB."""


class RunReport(BaseModel):
    """One run in figures. Counts are of this run, but for `rows`, which is what the release now holds."""

    model_config = ConfigDict(frozen=True)

    run_id: str
    started_at: datetime
    seconds: float
    raw: Location
    curated: Location
    new: int
    unchanged: int
    hidden: int
    waiting: int
    """Inputs left for the next run: still changing, or changed after they were found."""
    digest_changed: bool
    documents: int
    quarantined: int
    removed: int
    languages: dict[str, int]
    rules: dict[str, int]
    failures: list[InputNote]
    slowest: list[InputNote]
    release: int | None
    """Number of the release published; None where there was nothing new."""
    rows: dict[str, int]
    sources: dict[str, SourceCounts] = {}
    """By folder of RAW, or by site; those with the most pages."""
    kept: int = 0
    """Characters of the texts of this run."""
    cut: int = 0
    """Characters of the lines that were removed."""
    statuses: dict[str, int] = {}
    """Inputs of the release by what became of them."""
    texts: int = 0
    """Texts that the inputs of the release have, as their own rows say."""
    drift: list[Drift] = []
    work: ShardPhase | None = None
    """How the shards of this run were worked at."""
    taken_over: int = 0
    """Inputs that a run which did not end had curated."""

    @property
    def furniture(self) -> float | None:
        """Share of all characters of this run that were removed."""
        return self.cut / (self.kept + self.cut) if self.kept + self.cut else None

    @property
    def balanced(self) -> bool:
        """Whether every text of every input is in documents or in duplicates."""
        return self.texts == self.rows.get("documents", 0) + self.rows.get("duplicates", 0)


def summarise(
    run_id: str,
    started_at: datetime,
    folders: tuple[Location, Location],
    counts: dict[str, int | bool],
    results: Sequence[ShardResult],
    published: tuple[int | None, dict[str, int]],
) -> RunReport:
    """Add up what the shards say."""
    languages: Counter[str] = Counter()
    rules: Counter[str] = Counter()
    for result in results:
        languages.update(result.languages)
        rules.update(result.rules)
    slowest = sorted((note for result in results for note in result.slowest), key=lambda note: -note.seconds)
    return RunReport.model_validate(
        {
            **counts,
            "run_id": run_id,
            "started_at": started_at,
            "seconds": round((datetime.now(UTC) - started_at).total_seconds(), 2),
            "raw": folders[0],
            "curated": folders[1],
            "waiting": counts["waiting"] + sum(result.skipped for result in results),
            "documents": sum(result.documents for result in results),
            "quarantined": sum(result.quarantined for result in results),
            "removed": sum(result.removed for result in results),
            "languages": dict(languages.most_common()),
            "rules": dict(rules.most_common()),
            "failures": [note for result in results for note in result.failures][:_NAMED],
            "slowest": slowest[:_SLOWEST],
            "release": published[0],
            "rows": published[1],
            "work": phase([result.shift for result in results if result.shift]),
            **_by_source(results),
        }
    )


def with_tables(report: RunReport, sources: pa.Table, duplicates: pa.Table) -> RunReport:
    """The report with what only the tables of the release tell.

    sources: its columns status and documents. duplicates: its columns source_uri, site and run_id.
    """
    statuses = Counter(sources["status"].to_pylist())
    ours = duplicates.filter(pc.equal(duplicates["run_id"], report.run_id)).select(["source_uri", "site"]).to_pylist()
    copies = Counter(source_of(row["source_uri"], row["site"]) for row in ours)
    return report.model_copy(
        update={
            "statuses": dict(statuses.most_common()),
            "texts": pc.sum(sources["documents"]).as_py() or 0,
            "sources": {
                name: counts.model_copy(update={"duplicates": copies[name]}) for name, counts in report.sources.items()
            },
        }
    )


def _by_source(results: Sequence[ShardResult]) -> dict[str, Any]:
    total = Sources()
    for result in results:
        total.add_all(result.sources)
    counted = total.counted()
    largest = sorted(counted, key=lambda name: (-counted[name].pages, name))[:_SOURCES]
    return {
        "sources": {name: counted[name] for name in sorted(largest)},
        "kept": sum(counts.kept for counts in counted.values()),
        "cut": sum(counts.removed for counts in counted.values()),
    }
