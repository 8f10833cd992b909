"""What a run had finished when it died or failed, for the next run to take over: a shard is curated once.

Beside the tables of a finished shard lies its record: the inputs, what came of them, and the checksum of every file.
A shard is taken over only as a whole, and only where each of its inputs is to be curated now, with the same bytes and
the same pipeline. So what is kept is never more than one pass over RAW.
"""

import hashlib
import logging
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from newsmill import __version__
from newsmill.intake.discover import FoundInput
from newsmill.schema import SCHEMA_VERSION
from newsmill.steps import Run
from newsmill.store.files import discard, explained
from newsmill.store.layout import Layout
from newsmill.tally import ShardResult

log = logging.getLogger(__name__)

Key = tuple[str, str, str]
"""source_uri, raw_sha256, and when an input was first admitted: "" where no run before has."""


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True)

    made_by: str
    digest: str
    inputs: list[Key]
    result: ShardResult
    files: dict[str, str]
    """SHA-256 of every file of the tables, by path in their folder."""


def note_finished(run: Run, inputs: Sequence[FoundInput], results: Sequence[ShardResult]) -> None:
    """Write the record of a shard. Not where a worker died or an input changed: that shard is better curated again."""
    if len(results) != 1 or results[0].skipped:
        return
    (result,) = results
    record = _Record(
        made_by=_maker(),
        digest=run.digest,
        inputs=[_key(run, item) for item in inputs],
        result=result,
        files=_checksums(result.folder),
    )
    draft = result.folder.with_name(f"{result.folder.name}.record")
    draft.write_text(record.model_dump_json())
    draft.replace(draft.with_suffix(".json"))


def keep_finished(layout: Layout) -> None:
    """Put what dead runs had finished where it is not cleared away. For the holder of the lock."""
    with explained(f"keep what an earlier run finished in {layout.curated}"):
        for parts in sorted(layout.staging.glob("*/parts")):
            if any(parts.glob("*.json")):
                layout.finished.mkdir(exist_ok=True)
                parts.rename(layout.finished / parts.parent.name)


def take_over(run: Run, to_do: Sequence[FoundInput]) -> tuple[list[ShardResult], list[FoundInput]]:
    """Results of finished shards that hold nothing but inputs of `to_do`, each input once, and the inputs in none of
    them. All other shards are removed."""
    open_keys = {_key(run, item) for item in to_do}
    taken: list[ShardResult] = []
    kept: set[Path] = set()
    for path, record in _records(run.layout):
        keys, folder = set(record.inputs), path.with_suffix("")
        if keys <= open_keys and _is_whole(run, folder, record):
            open_keys -= keys
            kept |= {path, folder}
            taken.append(record.result.model_copy(update={"folder": folder, "shift": None}))
    for entry in run.layout.finished.glob("*/*"):
        if entry not in kept:
            discard(entry)
    left = [item for item in to_do if _key(run, item) in open_keys]
    if taken:
        log.info("%d inputs were curated by a run that did not end: taken over", len(to_do) - len(left))
    return taken, left


def forget_finished(layout: Layout, older_than_hours: float = 0.0) -> None:
    """Remove what was finished by runs that ended so long ago."""
    limit = datetime.now(UTC) - timedelta(hours=older_than_hours)
    for entry in layout.finished.glob("*"):
        if datetime.fromtimestamp(entry.stat().st_mtime, UTC) <= limit:
            discard(entry)
    if layout.finished.is_dir() and not any(layout.finished.iterdir()):
        layout.finished.rmdir()


def _records(layout: Layout) -> Iterator[tuple[Path, _Record]]:
    """What can be read, in the order that it was finished by runs."""
    for path in sorted(layout.finished.glob("*/*.json")):
        try:
            yield path, _Record.model_validate_json(path.read_bytes())
        except (OSError, ValidationError):
            log.warning("%s cannot be read: its inputs are curated again", path)


def _is_whole(run: Run, folder: Path, record: _Record) -> bool:
    if (record.made_by, record.digest) != (_maker(), run.digest):
        return False
    if run.retry and record.result.quarantined:
        return False  # they are what a retry is for
    try:
        return _checksums(folder) == record.files
    except OSError:
        return False


def _checksums(folder: Path) -> dict[str, str]:
    return {file.relative_to(folder).as_posix(): _sha256(file) for file in sorted(folder.rglob("*.parquet/*"))}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _key(run: Run, item: FoundInput) -> Key:
    admitted = item.ingested_at.isoformat() if item.ingested_at < run.started_at else ""
    return item.source_uri, item.raw_sha256, admitted


def _maker() -> str:
    return f"newsmill {__version__}, schema {SCHEMA_VERSION}"
