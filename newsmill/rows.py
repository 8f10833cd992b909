"""A report as a row of documents: its language found, its Chinese brought into one script, its provenance written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newsmill import language, script
from newsmill.document import Report
from newsmill.intake.record import Record
from newsmill.metadata import read_id
from newsmill.provenance import Context, doc_id
from newsmill.settings import ScriptTarget, Settings

_PARAGRAPH = "\n\n"
_WRITES: dict[ScriptTarget, script.Script] = {
    "t2s": "Hans", "tw2s": "Hans", "tw2sp": "Hans", "hk2s": "Hans", "s2t": "Hant", "s2tw": "Hant", "s2twp": "Hant",
    "s2hk": "Hant",
}  # fmt: skip
"""The script that a configuration makes out of the other one; t2tw and t2hk go from Traditional to Traditional."""


@dataclass(frozen=True, slots=True)
class Seen:
    """When newsmill came by a page, and when it was fetched before that, where its container says so."""

    ingested_at: datetime
    fetched_at: datetime | None = None

    @property
    def latest(self) -> datetime:
        """The moment after which nothing on the page can have happened."""
        return self.fetched_at or self.ingested_at


def document_row(report: Report, record: Record, seen: Seen, context: Context) -> dict[str, Any]:
    """The row of a report, its cluster still that of a text alone."""
    metadata = report.metadata
    paragraphs = report.text.split(_PARAGRAPH)
    found = language.analyse(paragraphs)
    title_language = language.detect_title(metadata.title, found) if metadata.title else None
    text = _PARAGRAPH.join(_in_script(paragraphs, found.paragraphs, context.settings))
    title = metadata.title and _in_script([metadata.title], [title_language or ""], context.settings)[0]
    identity = doc_id(record.source_uri, record.raw_sha256, report.index)
    return {
        "doc_id": identity,
        "source_uri": record.source_uri,
        "item_index": report.index,
        "record_id": read_id(record.stated.record_id),
        "url": metadata.url,
        "site": metadata.site,
        "title": title,
        "text": text,
        "title_original": metadata.title if title != metadata.title else None,
        "text_original": report.text if text != report.text else None,
        "language": found.language,
        "language_confidence": found.confidence,
        "languages": [{"language": code, "share": share} for code, share in found.shares],
        "title_language": title_language,
        "script": script.detect(report.text) if found.language == "zh" else None,
        "published_at": metadata.published_at,
        "published_precision": metadata.published_precision,
        "author": metadata.author,
        "source": metadata.source,
        "place": metadata.place,
        "truncated": report.truncated,
        "content_confidence": report.confidence,
        "cluster_id": identity,
        "n_reports": 1,
        "raw_sha256": record.raw_sha256,
        "pipeline_digest": context.digest,
        "run_id": context.run_id,
        "ingested_at": seen.ingested_at,
        "fetched_at": seen.fetched_at,
        "updated_run": context.run_id,
    }


def _in_script(paragraphs: Sequence[str], languages: Sequence[str], settings: Settings) -> Sequence[str]:
    """The Chinese paragraphs that are not yet in the target script, converted once; all others as they are.

    A paragraph that is in the target script already is left alone: conversion presumes the other one, and would take
    what it finds for variants of that.
    """
    target = settings.script
    if target == "off" or "zh" not in languages:
        return paragraphs
    done = _WRITES.get(target)
    due = [
        language if language != "zh" or done is None or script.detect(paragraph) != done else "done"
        for paragraph, language in zip(paragraphs, languages, strict=True)
    ]
    return script.convert_paragraphs(paragraphs, due, target, settings.script_terms)
