"""Inputs to rows: each page of a shard is decoded, cleaned and described; what fails is quarantined, never fatal."""

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from newsmill.clean.render import positions
from newsmill.clean.ruleset import Ruleset, load_rules
from newsmill.document import Reading, read_document, read_page
from newsmill.errors import InputError
from newsmill.intake.decode import Decoded, decode
from newsmill.intake.discover import FoundInput
from newsmill.intake.record import Record
from newsmill.intake.records import Opened, open_input
from newsmill.metadata import read_fetched, read_stated
from newsmill.parts import Parts, Row, Rows
from newsmill.provenance import Context, doc_id
from newsmill.rows import Seen, document_row
from newsmill.settings import Settings
from newsmill.shifts import Clock
from newsmill.tally import ShardResult, Tally
from newsmill.templates import Templates, read_templates

log = logging.getLogger(__name__)

Failure = tuple[str, str, str]
"""The stage that failed, a word for what is wrong, and more of it."""


@dataclass(frozen=True, slots=True)
class Guidance:
    """What people have written down about furniture."""

    rules: Ruleset
    templates: Templates | None

    @classmethod
    def of(cls, settings: Settings) -> "Guidance":
        templates = read_templates(Path(settings.templates)) if settings.templates else None
        return cls(load_rules(frozenset(settings.rules_off)), templates)


def curate_inputs(inputs: Sequence[FoundInput], folder: Path, context: Context) -> ShardResult:
    """Curate inputs into the tables texts, removed, quarantine, sources and sketches in a new folder.

    An input whose bytes are no longer those that were discovered is left for the next run.
    """
    clock = Clock()
    # Out here, where a broken rule fails the run: in there it fails every page.
    guidance = Guidance.of(context.settings)
    parts = Parts(folder)
    total = Tally()
    skipped = 0
    for item in inputs:
        tally = _curate(item, parts, context, guidance)
        if tally is None:
            skipped += 1
            parts.drop()
        else:
            total.add(tally)
            parts.settle()
    parts.finish()
    log.info(
        "%s: %d inputs, %d documents, %d quarantined", folder.name, len(inputs), total.documents, total.quarantined
    )
    return total.result(folder, len(inputs), skipped, clock.shift())


def refuse_input(item: FoundInput, folder: Path, context: Context, failure: Failure) -> ShardResult:
    """The tables of a shard of one input that cannot be curated, without reading it."""
    rows = _rows(Record(item.source_uri, item.raw_sha256, item.bytes), None, "quarantined", context, failure)
    parts = Parts(folder)
    parts.add(rows)
    parts.settle()
    parts.finish()
    tally = Tally()
    tally.note(rows, item.source_uri, 0.0)
    return tally.result(folder, inputs=1, skipped=0, shift=None)


def _curate(item: FoundInput, parts: Parts, context: Context, guidance: Guidance) -> Tally | None:
    """Curate one input, a page or the records of a container; None where its bytes are not those discovered."""
    tally = Tally()
    try:
        with open_input(item, context.settings.max_input_bytes) as opened:
            failure = _curate_records(opened, item, parts, tally, context, guidance)
            if opened.file.sha256() != item.raw_sha256:
                return None
    except InputError as error:
        failure = _failure(error)
    if failure:
        parts.drop()
        tally = Tally()
    if failure or opened.is_container:
        whole = Record(item.source_uri, item.raw_sha256, item.bytes)
        rows = _rows(whole, None, "quarantined" if failure else "container", context, failure)
        parts.add(rows)
        tally.note(rows, item.source_uri, 0.0)
    return tally


def _curate_records(
    opened: Opened, item: FoundInput, parts: Parts, tally: Tally, context: Context, guidance: Guidance
) -> Failure | None:
    """Curate the pages of an input as they come. Returns why the input as a whole gives none, if that is so."""
    records = opened.records
    while True:
        before = time.perf_counter()
        try:
            record = next(records, None)
        except InputError as error:
            return _failure(error)
        except Exception as error:  # P7 again: whatever one container does to us
            log.exception("reading %s failed", item.source_uri)
            return _failure(error)
        if record is None:
            return None
        rows = curate_page(record, item, context, guidance)
        parts.add(rows)
        tally.note(rows, record.source_uri, time.perf_counter() - before)


def curate_page(record: Record, item: FoundInput, context: Context, guidance: Guidance) -> Rows:
    """The rows of one page."""
    decoded: Decoded | None = None
    try:
        decoded = _decode(record)
        seen = Seen(item.ingested_at, read_fetched(record.stated.fetched_at, item.ingested_at))
        stated = read_stated(record.stated, seen.latest)
        page = read_page(decoded.text, record.kind, context.settings.html_engine)
        reading = read_document(page, seen.latest, guidance.rules, stated, guidance.templates)
        texts = [document_row(report, record, seen, context) for report in reading.reports]
        removed = list(_removed_rows(reading, record))
    except InputError as error:
        return _rows(record, decoded, "quarantined", context, _failure(error))
    except Exception as error:  # the boundary of P7: whatever one page does to us, the others go on
        log.exception("curating %s failed", record.source_uri)
        return _rows(record, decoded, "quarantined", context, _failure(error))
    rows = _rows(record, decoded, "curated", context)
    rows.sources[0]["documents"] = len(texts)
    rows.extend(Rows(texts=texts, removed=removed))
    return rows


def _decode(record: Record) -> Decoded:
    if record.problem:
        raise record.problem
    return record.page if isinstance(record.page, Decoded) else decode(record.page, record.kind, record.charset)


def _failure(error: Exception) -> Failure:
    """Stage, a word for what is wrong, and more of it."""
    if isinstance(error, InputError):
        return error.stage, error.error, error.detail
    return "curate", type(error).__name__, str(error)[:500]


def _removed_rows(reading: Reading, record: Record) -> Iterator[Row]:
    first = reading.reports[0].index
    identities: dict[int, str] = {}
    for position, piece in positions(reading.pieces):
        if piece.removal is None:
            continue
        index = first if piece.item is None else piece.item
        if index not in identities:
            identities[index] = doc_id(record.source_uri, record.raw_sha256, index)
        yield {
            "source_uri": record.source_uri,
            "item_index": piece.item,
            "doc_id": identities[index],
            "position": position,
            "text": piece.text,
            "rule": piece.removal.rule,
            "reason": piece.removal.reason,
        }


def _rows(
    record: Record, decoded: Decoded | None, status: str, context: Context, failure: Failure | None = None
) -> Rows:
    """The row of sources and, where there is a failure, that of quarantine."""
    rows = Rows()
    rows.sources.append(
        {
            "source_uri": record.source_uri,
            "raw_sha256": record.raw_sha256,
            "bytes": record.size,
            "encoding": decoded.encoding if decoded else None,
            "encoding_evidence": decoded.evidence if decoded else None,
            "status": status,
            "documents": 0,
            "pipeline_digest": context.digest,
            "run_id": context.run_id,
        }
    )
    if failure:
        stage, error, detail = failure
        rows.quarantine.append(
            {
                "source_uri": record.source_uri,
                "raw_sha256": record.raw_sha256,
                "stage": stage,
                "error": error,
                "detail": detail,
                "run_id": context.run_id,
            }
        )
    return rows
