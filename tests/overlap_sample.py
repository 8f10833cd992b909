"""The comparison that docs/overlap.md shows: two of the sample pages, as `newsmill compare` prints them."""

import io
import shutil
from pathlib import Path

import pyarrow.dataset as ds
from rich.console import Console

from newsmill.pipeline import run_local
from newsmill.report.compare import compare
from newsmill.report.side_by_side import show_comparison
from newsmill.settings import Settings
from newsmill.store.lookup import find_document

SAMPLES = Path(__file__).parents[1] / "raw/copies"
PAGES = ("en-aqueduct-report.html", "en-aqueduct-quoted.txt")
_WIDTH = 110


def comparison(folder: Path) -> str:
    """What the terminal shows, 110 columns wide. folder: empty, for the run that it takes."""
    raw, curated = folder / "raw", folder / "curated"
    raw.mkdir()
    for page in PAGES:
        shutil.copy(SAMPLES / page, raw / page)
    run_local(Settings(raw=raw, curated=curated, workers=1))
    ids = {row["source_uri"]: row["doc_id"] for row in ds.dataset(curated / "documents").to_table().to_pylist()}
    first, second = (find_document(curated, ids[page]).row for page in PAGES)
    console = Console(file=io.StringIO(), width=_WIDTH, force_terminal=False)
    show_comparison(console, first, second, compare(first["text"], second["text"]))
    assert isinstance(console.file, io.StringIO)
    return "\n".join(line.rstrip() for line in console.file.getvalue().splitlines())
