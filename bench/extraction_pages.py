"""The development pages of article extraction: real pages with truth, in two sets.

`shingle` has the full text of each article, `segment` passages that must and must not come out.
"""

import functools
import gzip
import json
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from shared import load_scorer, sha256_of, shared_folder

from newsmill.intake.decode import decode
from newsmill.intake.formats import Kind

Pages = dict[str, str]
Sets = dict[str, tuple[dict[str, Any], Pages]]


def bench_folder() -> Path:
    """Where the pages and their scorer are."""
    return shared_folder() / "bench/extraction"


def data_sha256() -> str:
    """Digest of the data that the figures are of."""
    return sha256_of(bench_folder() / "pages-dev.tar.xz")


@contextmanager
def unpacked() -> Iterator[Path]:
    """A folder with the pages as files. The archive is ours, and still may write nowhere else."""
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(bench_folder() / "pages-dev.tar.xz") as tar:
            tar.extractall(folder, filter="data")
        yield Path(folder)


def page_files(folder: Path) -> dict[str, Path]:
    """The files by page id, `shingle/<key>` or `segment/<file>`."""
    shingle = {f"shingle/{key}": folder / f"shingle/html/{key}.html.gz" for key in _truth(folder)["shingle"]}
    return shingle | {f"segment/{key}": folder / f"segment/pages/{key}" for key in _truth(folder)["segment"]}


def load_pages() -> Sets:
    """By set: the truth, and the decoded pages, both by key."""
    with unpacked() as folder:
        truth = _truth(folder)
        pages: dict[str, Pages] = {name: {} for name in truth}
        for page_id, file in page_files(folder).items():
            name, _, key = page_id.partition("/")
            pages[name][key] = decode(raw_bytes(file), Kind.HTML).text
    return {name: (truth[name], pages[name]) for name in truth}


def raw_bytes(file: Path) -> bytes:
    """The page as it was fetched."""
    return gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()


def _truth(folder: Path) -> dict[str, dict[str, Any]]:
    shingle = json.loads((folder / "shingle/ground-truth.json").read_bytes())
    segment = json.loads((folder / "segment/evaldata.json").read_bytes())
    return {"shingle": shingle, "segment": {entry["file"]: {**entry, "url": url} for url, entry in segment.items()}}


@functools.cache
def scorer() -> ModuleType:
    """The scorer that came with the pages."""
    return load_scorer(bench_folder() / "score.py")


def score_set(name: str, truth: dict[str, Any], texts: dict[str, str]) -> tuple[dict[str, float], dict[str, Any]]:
    """Precision, recall and F1 of a set's texts, and the counts of each page behind them."""
    score = scorer().score_shingle if name == "shingle" else scorer().score_segment
    result, counts = score(truth, texts)
    return result, counts
