"""What pages came to, counted while they are curated: by shard for the report, by source for its drift."""

import heapq
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from newsmill.intake.formats import container_of
from newsmill.parts import Row, Rows
from newsmill.shifts import Shift

_SLOWEST = 5
_NAMED = 50

TOP = "."
"""The source of pages that lie in RAW itself and name no site."""


class InputNote(BaseModel):
    """An input worth naming in the report, and why."""

    model_config = ConfigDict(frozen=True)

    source_uri: str
    what: str
    seconds: float = 0.0


class SourceCounts(BaseModel):
    """What the pages of one source came to in a run."""

    model_config = ConfigDict(frozen=True)

    pages: int = 0
    documents: int = 0
    quarantined: int = 0
    duplicates: int = 0
    kept: int = 0
    """Characters of the texts."""
    removed: int = 0
    """Characters of the removed lines."""
    languages: dict[str, int] = {}


_NUMBERS = tuple(name for name in SourceCounts.model_fields if name != "languages")


@dataclass(slots=True)
class Sources:
    """Counts by source that grow in place."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    languages: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, source: str, counts: SourceCounts) -> None:
        """Count what pages of a source came to."""
        numbers = {name: getattr(counts, name) for name in _NUMBERS}
        self.counts.setdefault(source, Counter()).update(numbers)
        self.languages.setdefault(source, Counter()).update(counts.languages)

    def add_all(self, counted: Mapping[str, SourceCounts]) -> None:
        """Count what was counted elsewhere."""
        for source, counts in counted.items():
            self.add(source, counts)

    def counted(self) -> dict[str, SourceCounts]:
        """The counts of all sources, by name."""
        return {
            source: SourceCounts(**self.counts[source], languages=dict(self.languages[source].most_common()))
            for source in sorted(self.counts)
        }


class ShardResult(BaseModel):
    """What curating a shard came to; the tables are in `folder`."""

    model_config = ConfigDict(frozen=True)

    shard: str
    folder: Path
    inputs: int
    documents: int
    quarantined: int
    removed: int
    skipped: int
    shift: Shift | None
    """Without one where no worker had it in this run."""
    languages: dict[str, int]
    rules: dict[str, int]
    failures: list[InputNote]
    slowest: list[InputNote]
    sources: dict[str, SourceCounts] = {}


@dataclass(slots=True)
class Tally:
    """What pages came to."""

    documents: int = 0
    quarantined: int = 0
    removed: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    failures: list[InputNote] = field(default_factory=list)
    slowest: list[InputNote] = field(default_factory=list)
    sources: Sources = field(default_factory=Sources)

    def note(self, rows: Rows, source_uri: str, seconds: float) -> None:
        """Count the rows of a page."""
        languages = Counter(row["language"] for row in rows.texts)
        self.documents += len(rows.texts)
        self.quarantined += len(rows.quarantine)
        self.removed += len(rows.removed)
        self.languages.update(languages)
        self.rules.update(row["rule"] for row in rows.removed)
        self.failures += [_named(row) for row in rows.quarantine[: _NAMED - len(self.failures)]]
        self._note_slow([InputNote(source_uri=source_uri, what="slow", seconds=round(seconds, 3))])
        source = source_of(source_uri, next((row["site"] for row in rows.texts), None))
        counts = SourceCounts(
            pages=1,
            documents=len(rows.texts),
            quarantined=len(rows.quarantine),
            kept=sum(len(row["text"]) for row in rows.texts),
            removed=sum(len(row["text"]) for row in rows.removed),
            languages=languages,
        )
        self.sources.add(source, counts)

    def add(self, other: "Tally") -> None:
        """Count what another one counted."""
        self.documents += other.documents
        self.quarantined += other.quarantined
        self.removed += other.removed
        self.languages.update(other.languages)
        self.rules.update(other.rules)
        self.failures += other.failures[: _NAMED - len(self.failures)]
        self._note_slow(other.slowest)
        self.sources.add_all(other.sources.counted())

    def result(self, folder: Path, inputs: int, skipped: int, shift: Shift | None) -> ShardResult:
        """The result of a shard of so many inputs, of which these were skipped."""
        return ShardResult(
            shard=folder.name,
            folder=folder,
            inputs=inputs,
            documents=self.documents,
            quarantined=self.quarantined,
            removed=self.removed,
            skipped=skipped,
            shift=shift,
            languages=dict(self.languages),
            rules=dict(self.rules),
            failures=self.failures,
            slowest=self.slowest,
            sources=self.sources.counted(),
        )

    def _note_slow(self, notes: list[InputNote]) -> None:
        self.slowest = heapq.nlargest(_SLOWEST, [*self.slowest, *notes], key=lambda note: note.seconds)


def source_of(source_uri: str, site: str | None = None) -> str:
    """Where a page comes from: its first folder in RAW; without one, its site; without either, TOP."""
    folder, slash, _ = (container_of(source_uri) or source_uri).partition("/")
    return folder if slash else site or TOP


def _named(row: Row) -> InputNote:
    return InputNote(source_uri=row["source_uri"], what=f"{row['stage']}: {row['error']} ({row['detail']})")
