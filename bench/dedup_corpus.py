"""Labelled corpora of copies and look-alikes, made by `bench/dedup/make_corpus.py` of the shared folder."""

import importlib.util
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pyarrow as pa

Doc = dict[str, Any]


def make_corpus(bench: Path, n: int, seed: int, profile: str = "quality") -> list[Doc]:
    """The labelled documents that make_corpus.py makes from the articles and sentences under `bench`.

    profile: quality (3.1 KB a document) or speed (0.9 KB).
    """
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(bench / "extraction" / "pages-dev.tar.xz") as pages:
            pages.extractall(folder, filter="data")
        articles = next(iter(sorted(Path(folder).rglob("ground-truth.json"))))
        out = Path(folder) / "corpus.jsonl"
        script = bench / "dedup" / "make_corpus.py"
        options = {
            "articles": articles,
            "sentences": bench / "language" / "sentences-dev",
            "n": n,
            "seed": seed,
            "profile": profile,
        }
        command = [str(part) for name, value in options.items() for part in (f"--{name}", value)]
        made = [sys.executable, str(script), *command, "--out", str(out)]
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
        with out.open(encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]


def as_texts(documents: Sequence[Doc]) -> pa.Table:
    """The documents with the columns that grouping reads."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    ids = [document["doc_id"] for document in documents]
    count = len(documents)
    dates = [datetime.fromisoformat(document["date"]).replace(tzinfo=UTC) for document in documents]
    columns = {
        "doc_id": pa.array(ids, pa.string()),
        "source_uri": pa.array(ids, pa.string()),
        "item_index": pa.array([0] * count, pa.int32()),
        "title": pa.array([document["title"] for document in documents], pa.string()),
        "text": pa.array([document["text"] for document in documents], pa.string()),
        "published_at": pa.array(dates, pa.timestamp("us", tz="UTC")),
        "truncated": pa.array([False] * count),
        "raw_sha256": pa.array([""] * count, pa.string()),
        "run_id": pa.array([""] * count, pa.string()),
        "ingested_at": pa.array([now] * count, pa.timestamp("us", tz="UTC")),
    }
    return pa.table(columns)


def scorer(bench: Path) -> ModuleType:
    """score.py of the shared folder."""
    spec = importlib.util.spec_from_file_location("score", bench / "dedup" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
