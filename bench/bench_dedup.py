"""Deduplication measured on a corpus whose copies and look-alikes are known.

    python bench/bench_dedup.py [--n 2500] [--seed 7] [--shared FOLDER] [--misses 5]

The corpus comes from make_corpus.py, the figures from score.py, both in `bench/dedup` of a folder given by --shared or
NEWSMILL_SHARED (default: ../shared beside the project). That folder also holds the texts they need:
`bench/extraction/pages-dev.tar.xz` (articles) and `bench/language/sentences-dev` (sentences of many languages).
Thresholds may be tuned on one seed only; the figure that counts is that of another.
"""

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pyarrow as pa

sys.path.insert(0, str(Path(__file__).parent))

from shared import sha256_of, shared_folder

from newsmill.overlap import group, sketch

ROOT = Path(__file__).resolve().parent.parent
Doc = dict[str, Any]


def main(argv: Sequence[str] | None = None) -> None:
    """Make the corpus, group it, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=2500, help="documents")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("NEWSMILL_SHARED", ROOT.parent / "shared")))
    parser.add_argument("--misses", type=int, default=0, help="print so many false pairs (kinds and figures)")
    options = parser.parse_args(argv)
    bench = options.shared / "bench"
    documents = make_corpus(bench, options.n, options.seed)
    texts = as_texts(documents)
    started = time.process_time()
    sketches = sketch(texts)
    sketched = time.process_time()
    grouping = group(texts, sketches)
    grouped = time.process_time()
    assignments = grouping.assignments.to_pylist()
    figures = load(bench / "dedup" / "score.py").score(
        documents, {row["doc_id"]: row["cluster_id"] for row in assignments}
    )
    for name, value in figures.items():
        print(f"{name}: {round(value, 4) if isinstance(value, float) else value}")
    print(f"overlaps: {len(grouping.overlaps)}")
    print(f"sketch: {len(documents) / (sketched - started):.0f} docs/s of CPU time")
    print(f"sketch and group: {len(documents) / (grouped - started):.0f} docs/s of CPU time")
    show_misses(documents, assignments, options.misses)


def data_sha256() -> str:
    """Digest of what the corpus is made from, and by."""
    bench = shared_folder() / "bench"
    sentences = sorted((bench / "language/sentences-dev").glob("*.txt"))
    return sha256_of(bench / "dedup/make_corpus.py", bench / "extraction/pages-dev.tar.xz", *sentences)


def measure() -> dict[str, float]:
    """What is pinned: pairs of copies found, on a seed that no threshold was chosen on."""
    bench = shared_folder() / "bench"
    documents = make_corpus(bench, 1500, 303)
    texts = as_texts(documents)
    assignments = group(texts, sketch(texts)).assignments.to_pylist()
    scored = load(bench / "dedup" / "score.py").score(
        documents, {row["doc_id"]: row["cluster_id"] for row in assignments}
    )
    recall = scored["recall_by_kind"]
    kinds = ("exact", "typography", "s2t", "headline", "boilerplate", "reorder", "edit5", "edit10")
    figures = {name: scored[name] for name in ("pair_precision", "pair_f1", "b3_f1")}
    return {name: round(value, 4) for name, value in (figures | {kind: recall[kind] for kind in kinds}).items()}


def make_corpus(bench: Path, n: int, seed: int) -> list[Doc]:
    """The labelled documents that make_corpus.py makes from the articles and sentences under `bench`."""
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(bench / "extraction" / "pages-dev.tar.xz") as pages:
            pages.extractall(folder, filter="data")
        articles = next(iter(sorted(Path(folder).rglob("ground-truth.json"))))
        out = Path(folder) / "corpus.jsonl"
        script = bench / "dedup" / "make_corpus.py"
        options = {"articles": articles, "sentences": bench / "language" / "sentences-dev", "n": n, "seed": seed}
        command = [str(part) for name, value in options.items() for part in (f"--{name}", value)]
        subprocess.run([sys.executable, str(script), *command, "--out", str(out)], check=True)
        return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def as_texts(documents: Sequence[Doc]) -> pa.Table:
    """The documents with the columns that grouping reads."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    rows = [
        {
            "doc_id": document["doc_id"],
            "source_uri": document["doc_id"],
            "item_index": 0,
            "title": document["title"],
            "text": document["text"],
            "published_at": datetime.fromisoformat(document["date"]).replace(tzinfo=UTC),
            "truncated": False,
            "raw_sha256": "",
            "run_id": "",
            "ingested_at": now,
        }
        for document in documents
    ]
    return pa.Table.from_pylist(rows)


def load(path: Path) -> ModuleType:
    """A module by its path."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def show_misses(documents: Sequence[Doc], assignments: Sequence[Doc], count: int) -> None:
    """Print the kinds and figures of the first false pairs."""
    by_id = {document["doc_id"]: document for document in documents}
    for row in assignments:
        other = by_id.get(row["duplicate_of"] or "")
        own = by_id[row["doc_id"]]
        if count and other is not None and own["cluster_id"] != other["cluster_id"]:
            count -= 1
            print(own["doc_id"], own["lang"], own["kind"], "->", other["kind"], {**row, "doc_id": other["doc_id"]})


if __name__ == "__main__":
    main()
