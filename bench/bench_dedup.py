"""Deduplication measured on corpora whose copies and look-alikes are known, beside datasketch and rensa.

    python bench/bench_dedup.py [--n 10000] [--seed 404] [--profile quality|speed] [--times 3] [--no-peers]

The corpora and the scorer are those of `bench/dedup` in the shared folder (--shared or NEWSMILL_SHARED, default
../shared beside the project). Thresholds were chosen on seeds 7 and 8; the figure that counts is that of another.
"""

import argparse
import os
import resource
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
from dedup_corpus import Doc, as_texts, make_corpus, scorer
from dedup_peer import NAMES, PEERS, clusters
from shared import sha256_of, shared_folder

from newsmill.overlap import Grouping, group, sketch

ROOT = Path(__file__).resolve().parent.parent
APART = ("roundup", "listing")
"""Kinds that are scored by themselves: a roundup holds a part of a report, a listing the leads of several."""
_SHOWN = ("pair_precision", "pair_recall", "pair_f1", "b3_f1", "false_merge_rate_docs", "largest_pred")


def main(argv: Sequence[str] | None = None) -> None:
    """Make the corpus, group it, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=10_000, help="documents")
    parser.add_argument("--seed", type=int, default=404)
    parser.add_argument("--profile", choices=["quality", "speed"], default="quality")
    parser.add_argument("--times", type=int, default=3, help="the fastest of so many counts: noise only slows")
    parser.add_argument("--no-peers", action="store_true", help="newsmill alone")
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("NEWSMILL_SHARED", ROOT.parent / "shared")))
    options = parser.parse_args(argv)
    bench = options.shared / "bench"
    documents = make_corpus(bench, options.n, options.seed, options.profile)
    size = sum(len(document["text"].encode()) for document in documents) / len(documents)
    print(f"{len(documents)} documents of {size / 1000:.1f} KB, seed {options.seed}")
    texts = as_texts(documents)
    sketch(texts.slice(0, 100))  # tables that are made once are no cost of a document
    spent, grouping = min((timed(texts) for _ in range(options.times)), key=lambda run: run[0]["whole"])
    show("newsmill", bench, documents, clusters_of(grouping), len(documents) / spent["whole"])
    print(f"  roundups linked: {roundups_linked(documents, grouping):.4f}; rows of overlaps: {len(grouping.overlaps)}")
    speeds = {part: len(documents) / seconds for part, seconds in spent.items()}
    print(f"  a core and second: sketch {speeds['sketch']:.0f}, all {speeds['whole']:.0f}")
    print(f"  peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB, texts included")
    if not options.no_peers and PEERS.exists():
        show_peers(bench, documents)


def timed(texts: pa.Table) -> tuple[dict[str, float], Grouping]:
    """Seconds of CPU for sketching and for the whole, and what came out."""
    started = time.process_time()
    sketches = sketch(texts)
    sketched = time.process_time()
    grouping = group(texts, sketches)
    return {"sketch": sketched - started, "whole": time.process_time() - started}, grouping


def clusters_of(grouping: Grouping) -> dict[str, str]:
    """The cluster of each doc_id."""
    names = ("doc_id", "cluster_id")
    return dict(zip(*(grouping.assignments[name].to_pylist() for name in names), strict=True))


def figures(bench: Path, documents: Sequence[Doc], found: Mapping[str, Any]) -> dict[str, Any]:
    """What score.py says, roundups and listings apart."""
    scored: dict[str, Any] = scorer(bench).score(documents, found, ignore=APART)
    return scored


def roundups_linked(documents: Sequence[Doc], grouping: Grouping) -> float:
    """Share of the roundups that are in a cluster with a text of their report, or linked to one in overlaps."""
    found = clusters_of(grouping)
    linked = set(zip(*(grouping.overlaps[name].to_pylist() for name in ("doc_id", "other_id")), strict=True))
    reports = defaultdict(list)
    for document in documents:
        reports[document["cluster_id"]].append(document["doc_id"])
    hits = total = 0
    for document in documents:
        if document["kind"] == "roundup":
            own = document["doc_id"]
            mates = [other for other in reports[document["cluster_id"]] if other != own]
            hits += any(found[own] == found[other] or (min(own, other), max(own, other)) in linked for other in mates)
            total += 1
    return hits / max(1, total)


def show(name: str, bench: Path, documents: Sequence[Doc], found: Mapping[str, Any], speed: float) -> None:
    """Print the figures of one program."""
    scored = figures(bench, documents, found)
    values = ", ".join(f"{key} {scored[key]:.4f}".removesuffix(".0000") for key in _SHOWN)
    print(f"{name}: {values}; {speed:.0f} documents a core and second")
    print("  " + ", ".join(f"{kind} {recall:.4f}" for kind, recall in scored["recall_by_kind"].items()))
    print("  falsely merged: " + str({kind: share for kind, share in scored["false_merge_by_kind"].items() if share}))


def show_peers(bench: Path, documents: Sequence[Doc]) -> None:
    """The same corpus through datasketch and rensa."""
    ids = [document["doc_id"] for document in documents]
    for name in NAMES:
        with tempfile.TemporaryDirectory() as scratch:
            spent, found = clusters(name, [document["text"] for document in documents], Path(scratch))
        show(name, bench, documents, dict(zip(ids, found, strict=True)), len(documents) / spent)


def data_sha256() -> str:
    """Digest of what the corpus is made from, and by."""
    bench = shared_folder() / "bench"
    sentences = sorted((bench / "language/sentences-dev").glob("*.txt"))
    return sha256_of(bench / "dedup/make_corpus.py", bench / "extraction/pages-dev.tar.xz", *sentences)


def measure() -> dict[str, float]:
    """What is pinned: copies found, on a seed that no threshold was chosen on."""
    bench = shared_folder() / "bench"
    documents = make_corpus(bench, 1500, 303)
    _, grouping = timed(as_texts(documents))
    scored = figures(bench, documents, clusters_of(grouping))
    found = {name: scored[name] for name in ("pair_precision", "pair_f1", "b3_f1")}
    found |= {kind: scored["recall_by_kind"][kind] for kind in sorted(scored["recall_by_kind"])}
    found["roundups_linked"] = roundups_linked(documents, grouping)
    return {name: round(value, 4) for name, value in found.items()}


if __name__ == "__main__":
    main()
