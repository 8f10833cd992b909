"""What documents cost that come to a corpus of any size: the overlap stage of a run, from the index on disk and to it.

    python bench/bench_dedup_runs.py [--into 10000 100000 1000000] [--n 1000] [--seed 31] [--profile speed|quality]

For each size the index is made of so many documents. Then --n more come, three times, each time to the index on disk.
"""

import argparse
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
from dedup_corpus import as_texts, make_corpus

from newsmill.overlap import SKETCHES, sketch, update
from newsmill.overlap.arrivals import no_rows
from newsmill.overlap.corpus import Corpus
from newsmill.overlap.keeping import forget_all_but, recall, remember
from newsmill.overlap.memory import Memory
from newsmill.overlap.normal import Hashes

ROOT = Path(__file__).resolve().parent.parent
TIMES = 3
BATCH = 20_000


def main(argv: Sequence[str] | None = None) -> None:
    """Make the corpora, let documents come, print what they cost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--into", type=int, nargs="+", default=[10_000, 100_000, 1_000_000], help="documents before")
    parser.add_argument("--n", type=int, default=1000, help="documents that come")
    parser.add_argument("--seed", type=int, default=31)
    parser.add_argument("--profile", choices=["quality", "speed"], default="speed")
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("NEWSMILL_SHARED", ROOT.parent / "shared")))
    options = parser.parse_args(argv)
    for size in options.into:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            written(options.shared / "bench", size + TIMES * options.n, options.seed, options.profile, folder / "texts")
            texts = pa.ipc.open_file(pa.memory_map(str(folder / "texts"))).read_all()
            measure(texts, size, options.n, folder / "index")


def written(bench: Path, count: int, seed: int, profile: str, file: Path) -> None:
    """Make a corpus, to be mapped from disk: its memory must not be taken for that of the index."""
    documents = make_corpus(bench, count, seed, profile)
    with pa.ipc.new_file(file, as_texts(documents[:1]).schema) as out:
        for start in range(0, len(documents), BATCH):
            out.write_table(as_texts(documents[start : start + BATCH]))


def measure(texts: pa.Table, size: int, count: int, folder: Path) -> None:
    """Print the cost of the first documents and of those that come later."""
    sketches = sketch(texts)
    started = time.process_time()
    corpus = Corpus.of(texts, sketches)
    keys = corpus.texts.keys
    located = time.process_time() - started
    started = time.process_time()
    remember(update(Memory.empty(), corpus, keys[:size], no_rows(SKETCHES)).memory, folder, "0", "bench")
    whole = time.process_time() - started
    stored = sum(entry.stat().st_size for entry in folder.iterdir()) / size
    spent = [come(corpus, texts, keys[size + n * count :][:count], size + n * count, folder, n) for n in range(TIMES)]
    parts = [statistics.median(part) / count * 1e6 for part in zip(*spent, strict=True)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{size} documents at once: {whole / size * 1e6:.0f} us each without sketches; index {stored:.0f} bytes each")
    print(
        f"  then {count} more: {sum(parts):.0f} us each (sketch {parts[0]:.0f}, index read {parts[1]:.0f}, "
        f"overlaps {parts[2]:.0f}, index written {parts[3]:.0f})"
    )
    print(f"  finding rows by doc_id in all {len(keys)}: {located:.2f} s; peak memory {peak:.0f} MB", flush=True)


def come(corpus: Corpus, texts: pa.Table, keys: Hashes, start: int, folder: Path, number: int) -> tuple[float, ...]:
    """Seconds of CPU for each step with documents that come: the rows of `texts` from `start` on."""
    times = [time.process_time()]
    sketch(texts.slice(start, len(keys)))
    times.append(time.process_time())
    memory = recall(folder, str(number), "bench")
    times.append(time.process_time())
    if memory is None:
        raise SystemExit(f"the index in {folder} cannot be read")
    made = update(memory, corpus, keys, no_rows(SKETCHES))
    times.append(time.process_time())
    remember(made.memory, folder, str(number + 1), "bench")
    forget_all_but(folder, [str(number + 1)])
    times.append(time.process_time())
    return tuple(after - before for before, after in pairwise(times))


if __name__ == "__main__":
    main()
