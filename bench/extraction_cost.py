"""CPU of reading the development pages, beside trafilatura on the same pages in the same minutes.

The machine may be busy, so both take turns over small groups of pages, all pages three times; what counts is the ratio
of a round, and of the rounds the median.
"""

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from extraction_pages import page_files, raw_bytes, unpacked
from extraction_peer import Peer

from newsmill.clean.ruleset import load_rules
from newsmill.document import read_document, read_page
from newsmill.errors import NoArticle
from newsmill.intake.formats import Kind

ROUNDS, GROUP = 3, 49


def page_stage() -> Callable[[str], None]:
    """The page stage: decoded text to Blocks, article and metadata."""
    rules, now = load_rules(), datetime.now(UTC)

    def read(html: str) -> None:
        try:
            read_document(read_page(html, Kind.HTML), now, rules)
        except NoArticle:
            return

    return read


def cost_of_pages(pages: Sequence[str], peer: Peer) -> dict[str, float]:
    """Milliseconds of CPU a page of both, the median ratio of a round, and the slowest page in seconds."""
    read = page_stage()
    ours, theirs, slowest = [0.0] * ROUNDS, [0.0] * ROUNDS, 0.0
    for turn in range(ROUNDS):
        for start in range(0, len(pages), GROUP):
            theirs[turn] += peer.extract("default", start, start + GROUP)[0]
            for page in pages[start : start + GROUP]:
                began = time.process_time()
                read(page)
                spent = time.process_time() - began
                ours[turn] += spent
                slowest = max(slowest, spent)
    milliseconds = 1000 / len(pages)
    return {
        "page_stage_ms": round(median(ours) * milliseconds, 2),
        "trafilatura_ms": round(median(theirs) * milliseconds, 2),
        "times_less_cpu": round(median(their / our for our, their in zip(ours, theirs, strict=True)), 2),
        "slowest_page_s": round(slowest, 3),
    }


def cost_of_run() -> float:
    """Milliseconds of CPU a page of `newsmill run --no-prefect --workers 1` on all pages, its start-up apart."""
    with tempfile.TemporaryDirectory() as scratch, unpacked() as folder:
        everything, one = Path(scratch, "all"), Path(scratch, "one")
        for number, (page_id, file) in enumerate(sorted(page_files(folder).items())):
            name = f"{page_id.replace('/', '-').removesuffix('.html')}.html"
            for raw in (everything, one) if number == 0 else (everything,):
                raw.mkdir(exist_ok=True)
                (raw / name).write_bytes(raw_bytes(file))
        count = sum(1 for _ in everything.iterdir())
        return round(1000 * (_run_cpu(everything) - _run_cpu(one)) / (count - 1), 2)


def _run_cpu(raw: Path) -> float:
    """Seconds of CPU of one run, with all processes that it starts."""
    curated = raw.with_name(f"{raw.name}-curated")
    command = [sys.executable, "-m", "newsmill", "run", "--no-prefect", "--workers", "1"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([*command, raw, curated], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    shutil.rmtree(curated)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
