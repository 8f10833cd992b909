"""What a run did, as figures: for the terminal, the history and the Markdown report."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from newsmill.curate import InputNote, ShardResult

_NAMED = 50
_SLOWEST = 5


class RunReport(BaseModel):
    """One run in figures. Counts are of this run, but for `rows`, which is what the release now holds."""

    model_config = ConfigDict(frozen=True)

    run_id: str
    started_at: datetime
    seconds: float
    raw: Path
    curated: Path
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


def summarise(
    run_id: str,
    started_at: datetime,
    folders: tuple[Path, Path],
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
        }
    )
