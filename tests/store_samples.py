"""Rows for the tests of the store: small invented inputs, and the tables that curating them would give."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from newsmill.overlap.bitmap import BYTES
from newsmill.overlap.sketch import SKETCHES
from newsmill.provenance import doc_id
from newsmill.schema import DATASETS, DOCUMENTS, OVERLAPS, QUARANTINE, REMOVED, SOURCES, to_table
from newsmill.store import merge
from newsmill.store.layout import Layout
from newsmill.store.publish import publish
from newsmill.store.recovery import prepare
from newsmill.store.release import Release, current_release

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DIGEST = "0123456789abcdef"


@dataclass(frozen=True)
class Page:
    """An input as curating finds it: its texts, or none, which puts it in quarantine."""

    uri: str
    texts: tuple[str, ...] = ("Rain fell on the harbour.",)
    version: str = "a"
    language: str = "en"

    @property
    def sha256(self) -> str:
        return hashlib.sha256(f"{self.uri} {self.version}".encode()).hexdigest()

    def doc_id(self, index: int = 0) -> str:
        return doc_id(self.uri, self.sha256, index)


def document(page: Page, index: int, run_id: str, **values: Any) -> dict[str, Any]:
    """A row of documents as curating makes it, before anything is known of other texts."""
    ident = page.doc_id(index)
    row = dict.fromkeys(DOCUMENTS.schema.names) | {
        "doc_id": ident,
        "source_uri": page.uri,
        "item_index": index,
        "text": page.texts[index],
        "language": page.language,
        "language_confidence": 0.9,
        "languages": [{"language": page.language, "share": 1.0}],
        "truncated": False,
        "content_confidence": 0.8,
        "cluster_id": ident,
        "n_reports": 1,
        "raw_sha256": page.sha256,
        "pipeline_digest": DIGEST,
        "run_id": run_id,
        "ingested_at": NOON,
        "updated_run": run_id,
    }
    return row | values


def curated(pages: Iterable[Page], run_id: str = "run1", **values: Any) -> merge.Tables:
    """What a run that read these pages hands to merge; `values` go into every text."""
    pages = list(pages)
    texts = [document(page, index, run_id, **values) for page in pages for index in range(len(page.texts))]
    return {
        "texts": to_table(texts, DOCUMENTS.schema),
        "removed": to_table([_removed(page) for page in pages], REMOVED.schema),
        "quarantine": to_table([_quarantine(page, run_id) for page in pages if not page.texts], QUARANTINE.schema),
        "sources": to_table([_source(page, run_id) for page in pages], SOURCES.schema),
        "sketches": pa.Table.from_pylist([_sketch(row) for row in texts], schema=SKETCHES),
    }


def _removed(page: Page) -> dict[str, Any]:
    return {
        "source_uri": page.uri,
        "item_index": None,
        "doc_id": page.doc_id() if page.texts else None,
        "position": 0,
        "text": f"Menu {page.version}",
        "rule": "nav",
        "reason": "menu",
    }


def _quarantine(page: Page, run_id: str) -> dict[str, Any]:
    return {
        "source_uri": page.uri,
        "raw_sha256": page.sha256,
        "stage": "clean",
        "error": "no_article",
        "detail": "only a menu",
        "run_id": run_id,
    }


def _source(page: Page, run_id: str) -> dict[str, Any]:
    return {
        "source_uri": page.uri,
        "raw_sha256": page.sha256,
        "bytes": 100,
        "encoding": "utf-8",
        "encoding_evidence": "declared",
        "status": "curated" if page.texts else "quarantined",
        "documents": len(page.texts),
        "pipeline_digest": DIGEST,
        "run_id": run_id,
    }


def _sketch(row: Mapping[str, Any]) -> dict[str, Any]:
    key = hashlib.md5(row["text"].encode()).hexdigest()
    return {
        "doc_id": row["doc_id"],
        "exact_key": key,
        "letters": len(row["text"]),
        "shingles": 1,
        "hashes": [7],
        "pairs": bytes(BYTES),
        "heading": [],
        "figures": [],
    }


def assignments(texts: pa.Table) -> pa.Table:
    """Every text by itself, but for equal ones: there the smallest doc_id stands for the others."""
    ids, bodies = texts["doc_id"].to_pylist(), texts["text"].to_pylist()
    clusters: dict[str, list[str]] = {}
    for ident, body in sorted(zip(ids, bodies, strict=True)):
        clusters.setdefault(body, []).append(ident)
    rows = []
    for ident, body in zip(ids, bodies, strict=True):
        first, copies = clusters[body][0], len(clusters[body])
        row = {"doc_id": ident, "cluster_id": first, "n_reports": copies}
        if ident != first:
            row |= {"duplicate_of": first, "relation": "exact", "similarity": 1.0, "containment": 1.0}
        rows.append(row)
    schema = pa.schema(
        [
            ("doc_id", pa.string()),
            ("cluster_id", pa.string()),
            ("n_reports", pa.int32()),
            ("duplicate_of", pa.string()),
            ("relation", pa.string()),
            ("similarity", pa.float32()),
            ("containment", pa.float32()),
        ]
    )
    return pa.Table.from_pylist(rows, schema=schema)


def datasets(tables: merge.Tables, previous: Release | None = None, run_id: str = "run1") -> merge.Tables:
    """The six datasets of a release out of merged tables."""
    documents, duplicates = merge.partition(tables["texts"], assignments(tables["texts"]), previous, run_id)
    parted = {"documents": documents, "duplicates": duplicates, "overlaps": OVERLAPS.schema.empty_table()}
    return {name: parted[name] if name in parted else tables[name] for name in DATASETS}


def run(curated_folder: Path, pages: Iterable[Page], run_id: str = "run1") -> Release:
    """A whole run over these pages, as the pipeline does it."""
    layout = Layout(curated_folder)
    prepare(layout)
    current = current_release(layout)
    tables = merge.merge(merge.admitted(current), curated(pages, run_id), run_id)
    return publish(layout, datasets(tables, current, run_id), tables["sketches"], run_id, DIGEST, NOON)


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file and folder with the time and the bytes of its last change; links by where they point."""
    return {
        str(path.relative_to(folder)): (
            path.lstat().st_mtime_ns,
            str(path.readlink()).encode() if path.is_symlink() else path.read_bytes() if path.is_file() else b"",
        )
        for path in sorted(folder.rglob("*"))
    }
