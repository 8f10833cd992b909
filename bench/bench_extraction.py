"""F1 and cost of article extraction on the development pages: `make bench-extraction`.

The shipped model was trained on these pages, so its figures here are called `fitted`: they notice when something
breaks. What to expect of other pages is what `bench/train_blocks.py --check` says, which cross-validates by host.

Two sets of real pages with truth: `shingle` (full article text, 4-gram overlap) and `segment` (passages that must and
must not come out). Timing is CPU time of `newsmill.extract`, decoding not counted.
"""

import gzip
import json
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from shared import load_scorer, sha256_of, shared_folder

import newsmill
from newsmill.intake.decode import decode
from newsmill.intake.formats import Kind

Pages = dict[str, str]


def unpack(archive: Path, folder: Path) -> None:
    """Unpack the development pages; the archive is ours, and still may write nowhere else."""
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")


def load_pages(folder: Path) -> dict[str, tuple[dict[str, Any], Pages]]:
    """By set: the truth, and the decoded pages by page id."""
    shingle = json.loads((folder / "shingle/ground-truth.json").read_bytes())
    segment = json.loads((folder / "segment/evaldata.json").read_bytes())
    items = {entry["file"]: {**entry, "url": url} for url, entry in segment.items()}
    return {
        "shingle": (shingle, dict(_decoded({key: folder / f"shingle/html/{key}.html.gz" for key in shingle}))),
        "segment": (items, dict(_decoded({key: folder / f"segment/pages/{key}" for key in items}))),
    }


def _decoded(files: dict[str, Path]) -> Iterator[tuple[str, str]]:
    for key, file in files.items():
        data = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        yield key, decode(data, Kind.HTML).text


def measure() -> dict[str, float]:
    """F1, precision and recall of both sets, and milliseconds of CPU a page."""
    bench = shared_folder() / "bench/extraction"
    score = load_scorer(bench / "score.py")
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        unpack(bench / "pages-dev.tar.xz", Path(folder))
        sets = load_pages(Path(folder))
    spent, count = 0.0, 0
    for name, (truth, pages) in sets.items():
        started = time.process_time()
        texts = {key: newsmill.extract(html) for key, html in pages.items()}
        spent, count = spent + time.process_time() - started, count + len(pages)
        result, _ = (score.score_shingle if name == "shingle" else score.score_segment)(truth, texts)
        figures |= {f"{name}_{key}_fitted": round(result[key], 4) for key in ("f1", "precision", "recall")}
        figures[f"{name}_empty"] = sum(not text for text in texts.values())
    figures["ms_a_page"] = round(1000 * spent / count, 2)
    return figures


def data_sha256() -> str:
    """Digest of the data that the figures are of."""
    return sha256_of(shared_folder() / "bench/extraction/pages-dev.tar.xz")


if __name__ == "__main__":
    print(json.dumps({"data_sha256": data_sha256(), **measure()}, indent=2))
