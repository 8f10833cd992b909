"""What the text stage costs a core: decode, clean, items, metadata, language, script and the rows, each document once.

    python bench/bench_text.py [--n 1000] [--seed 404] [--profile] [--shared FOLDER]

Two kinds of plain text: reports of about 3 KB as an extractor leaves them (headline, paragraphs; made by `bench/dedup`
of the shared folder), and the invented pages of tests/, each filled up to 3 KB with paragraphs of its language, so that
all furniture of a page is there. No document comes twice: what caches give is what a run gets from them.
"""

import argparse
import cProfile
import hashlib
import os
import pstats
import random
import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from dedup_corpus import make_corpus
from shared import ROOT

from newsmill.curate import Guidance, curate_page
from newsmill.intake.discover import FoundInput
from newsmill.intake.record import Record
from newsmill.provenance import Context
from newsmill.settings import Settings

NOW = datetime(2026, 11, 21, tzinfo=UTC)
SIZE = 3000
"""Bytes of UTF-8 that an invented page is filled up to."""


def main(argv: Sequence[str] | None = None) -> None:
    """Print documents a second and core of both kinds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=1000, help="documents of each kind at most")
    parser.add_argument("--seed", type=int, default=404)
    parser.add_argument("--profile", action="store_true", help="say where the time goes")
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("NEWSMILL_SHARED", ROOT.parent / "shared")))
    options = parser.parse_args(argv)
    kinds = {
        "reports": reports(options.shared / "bench", options.n, options.seed),
        "invented pages": invented_pages(options.n, options.seed),
    }
    for kind, texts in kinds.items():
        measure(kind, texts, options.profile)


def reports(bench: Path, n: int, seed: int) -> list[str]:
    """Texts of one report each: the headline, then the paragraphs."""
    made = make_corpus(bench, n, seed)
    return [f"{document['title']}\n\n{document['text']}\n" for document in made if document["kind"] != "listing"]


def invented_pages(n: int, seed: int) -> list[str]:
    """The text pages of tests/ that are UTF-8, each with further paragraphs of its language in its middle."""
    pages = defaultdict(list)
    for file in sorted((ROOT / "tests").glob("pages*/text/*")):
        try:
            pages[file.name.split("-")[0].split("_")[0]].append(file.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            continue
    chance = random.Random(seed)
    filled = [_fill(page, same, chance) for _, same in sorted(pages.items()) for page in same]
    chance.shuffle(filled)
    return filled[:n]


def _fill(page: str, same: Sequence[str], chance: random.Random) -> str:
    lines = page.split("\n")
    paragraphs = [line for other in same for line in other.split("\n") if len(line.encode()) > 200]
    more: list[str] = []
    while paragraphs and len("\n".join([page, *more]).encode()) < SIZE:
        more += [chance.choice(paragraphs), ""]
    middle = len(lines) // 2
    return "\n".join([*lines[:middle], *more, *lines[middle:]])


def measure(kind: str, texts: Sequence[str], profiled: bool) -> None:
    """Curate the texts once and print what they cost."""
    context = Context(Settings(raw=Path("raw"), curated=Path("curated")), "run", "dataset")
    guidance = Guidance.of(context.settings)
    inputs = [_input(index, text.encode()) for index, text in enumerate(texts)]
    warm, rest = inputs[:50], inputs[50:]  # rules and tables that are read once are no cost of a document
    for record, found in warm:
        curate_page(record, found, context, guidance)
    profile = cProfile.Profile()
    if profiled:
        profile.enable()
    started = time.process_time()
    made = sum(len(curate_page(record, found, context, guidance).texts) for record, found in rest)
    spent = time.process_time() - started
    profile.disable()
    size = sum(found.bytes for _, found in rest) / 1000
    print(f"{kind}: {len(rest)} of {size / len(rest):.1f} KB, {made} documents of them")
    print(f"  a core and second: {len(rest) / spent:.0f}, or {size / spent / 3:.0f} of 3 KB")
    if profiled:
        pstats.Stats(profile).sort_stats("tottime").print_stats(40).sort_stats("cumtime").print_stats(90)


def _input(index: int, page: bytes) -> tuple[Record, FoundInput]:
    name, digest = f"{index}.txt", hashlib.sha256(page).hexdigest()
    found = FoundInput(source_uri=name, path=Path(name), bytes=len(page), raw_sha256=digest, ingested_at=NOW)
    return Record(name, digest, len(page), page=page), found


if __name__ == "__main__":
    main()
