"""Inputs to rows: each input of a shard is decoded, cleaned and described; what fails is quarantined, never fatal."""

import hashlib
import logging
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict

from newsmill import overlap
from newsmill.clean.render import positions
from newsmill.clean.ruleset import Ruleset, load_rules
from newsmill.document import Reading, read_document, read_page
from newsmill.errors import InputError, Unreadable, Unsupported
from newsmill.intake.decode import Decoded, decode
from newsmill.intake.discover import FoundInput
from newsmill.intake.formats import kind_of
from newsmill.provenance import doc_id
from newsmill.rows import Context, document_row
from newsmill.schema import DOCUMENTS, QUARANTINE, REMOVED, SOURCES, to_table

log = logging.getLogger(__name__)

_SLOWEST = 5
_NAMED = 50


class InputNote(BaseModel):
    """An input worth naming in the report, and why."""

    model_config = ConfigDict(frozen=True)

    source_uri: str
    what: str
    seconds: float = 0.0


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
    seconds: float
    languages: dict[str, int]
    rules: dict[str, int]
    failures: list[InputNote]
    slowest: list[InputNote]


@dataclass(slots=True)
class _Rows:
    """Rows of a shard, as they come."""

    texts: list[dict[str, Any]] = field(default_factory=list)
    removed: list[dict[str, Any]] = field(default_factory=list)
    quarantine: list[dict[str, Any]] = field(default_factory=list)
    sources: list[dict[str, Any]] = field(default_factory=list)


def curate_inputs(inputs: Sequence[FoundInput], folder: Path, context: Context) -> ShardResult:
    """Curate inputs into the tables texts, removed, quarantine, sources and sketches in a new folder.

    An input whose bytes are no longer those that were discovered is left for the next run.
    """
    started = time.perf_counter()
    rules = load_rules()  # out here, where a broken rule fails the run: in there it would fail every page
    rows = _Rows()
    notes: list[InputNote] = []
    skipped = 0
    for item in inputs:
        before = time.perf_counter()
        if not _curate(item, rows, context, rules):
            skipped += 1
        notes.append(InputNote(source_uri=item.source_uri, what="slow", seconds=round(time.perf_counter() - before, 3)))
    _write(rows, folder)
    log.info(
        "%s: %d inputs, %d documents, %d quarantined", folder.name, len(inputs), len(rows.texts), len(rows.quarantine)
    )
    return ShardResult(
        shard=folder.name,
        folder=folder,
        inputs=len(inputs),
        documents=len(rows.texts),
        quarantined=len(rows.quarantine),
        removed=len(rows.removed),
        skipped=skipped,
        seconds=round(time.perf_counter() - started, 3),
        languages=dict(Counter(row["language"] for row in rows.texts)),
        rules=dict(Counter(row["rule"] for row in rows.removed)),
        failures=[_failure(row) for row in rows.quarantine[:_NAMED]],
        slowest=sorted(notes, key=lambda note: -note.seconds)[:_SLOWEST],
    )


def _curate(item: FoundInput, rows: _Rows, context: Context, rules: Ruleset) -> bool:
    """Curate one input; False where its bytes have changed since it was discovered."""
    decoded: Decoded | None = None
    texts: list[dict[str, Any]] = []
    removed: list[dict[str, Any]] = []
    failure: tuple[str, str, str] | None = None
    try:
        data = _read(item, context.settings.max_input_bytes)
        if hashlib.sha256(data).hexdigest() != item.raw_sha256:
            return False
        kind = kind_of(item.source_uri)
        decoded = decode(data, kind)
        reading = read_document(read_page(decoded.text, kind), item.ingested_at, rules)
        texts = [document_row(report, item, context) for report in reading.reports]
        removed = list(_removed_rows(reading, item))
    except InputError as error:
        failure = (error.stage, error.error, error.detail)
    except Exception as error:  # the boundary of P7: whatever one page does to us, the others go on
        log.exception("curating %s failed", item.source_uri)
        failure = ("curate", type(error).__name__, str(error)[:500])
        texts, removed = [], []
    rows.texts += texts
    rows.removed += removed
    rows.sources.append(_source_row(item, decoded, len(texts), context))
    if failure:
        stage, error_word, detail = failure
        rows.quarantine.append(
            {
                "source_uri": item.source_uri,
                "raw_sha256": item.raw_sha256,
                "stage": stage,
                "error": error_word,
                "detail": detail,
                "run_id": context.run_id,
            }
        )
    return True


def _read(item: FoundInput, limit: int) -> bytes:
    if item.problem:
        raise Unreadable("unreadable", item.problem)
    kind_of(item.source_uri)
    if item.bytes > limit:
        raise Unsupported("too-large", f"{item.bytes} bytes are more than max_input_bytes = {limit}")
    try:
        return Path(item.path).read_bytes()
    except OSError as error:
        raise Unreadable("unreadable", error.strerror or str(error)) from None


def _removed_rows(reading: Reading, item: FoundInput) -> Iterator[dict[str, Any]]:
    first = reading.reports[0].index
    for position, piece in positions(reading.pieces):
        if piece.removal is None:
            continue
        index = first if piece.item is None else piece.item
        yield {
            "source_uri": item.source_uri,
            "item_index": piece.item,
            "doc_id": doc_id(item.source_uri, item.raw_sha256, index),
            "position": position,
            "text": piece.text,
            "rule": piece.removal.rule,
            "reason": piece.removal.reason,
        }


def _source_row(item: FoundInput, decoded: Decoded | None, documents: int, context: Context) -> dict[str, Any]:
    return {
        "source_uri": item.source_uri,
        "raw_sha256": item.raw_sha256,
        "bytes": item.bytes,
        "encoding": decoded.encoding if decoded else None,
        "encoding_evidence": decoded.evidence if decoded else None,
        "status": "curated" if documents else "quarantined",
        "documents": documents,
        "pipeline_digest": context.digest,
        "run_id": context.run_id,
    }


def _failure(row: dict[str, Any]) -> InputNote:
    return InputNote(source_uri=row["source_uri"], what=f"{row['stage']}: {row['error']} ({row['detail']})")


def _write(rows: _Rows, folder: Path) -> None:
    texts = to_table(rows.texts, DOCUMENTS.schema)
    tables = {
        "texts": texts,
        "removed": to_table(rows.removed, REMOVED.schema),
        "quarantine": to_table(rows.quarantine, QUARANTINE.schema),
        "sources": to_table(rows.sources, SOURCES.schema),
        "sketches": overlap.sketch(texts),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet")
