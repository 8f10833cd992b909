"""trafilatura on the same pages, in an environment of its own, asked page by page so that it can take turns with us.

As a program (`python extraction_peer.py PAGES`, run by the Python of that environment, which has no newsmill) it reads
lines `MODE START STOP` and answers each with a JSON line: seconds of CPU, and the texts of those pages of the JSON list
in PAGES. As a module it is the side that asks.
"""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

PEERS = Path(__file__).parents[1] / ".peers/bin/python"
"""The environment that `make peers` installs."""
MODES = {"default": {}, "precision": {"favor_precision": True}}


class Peer:
    """trafilatura, waiting for pages."""

    def __init__(self, pages: Sequence[str], scratch: Path) -> None:
        file = scratch / "pages.json"
        file.write_text(json.dumps(list(pages)), encoding="utf-8")
        command = [str(PEERS), __file__, str(file)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> "Peer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()

    def extract(self, mode: str, start: int, stop: int) -> tuple[float, list[str]]:
        """Seconds of CPU, and the texts of the pages from `start` up to `stop`."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(mode, start, stop, file=self._process.stdin, flush=True)
        spent, texts = json.loads(self._process.stdout.readline())
        return spent, texts


def _answer(pages: Sequence[str]) -> None:
    import trafilatura  # noqa: PLC0415 - only the other environment has it

    def extract(page: str, options: dict[str, Any]) -> str:
        return trafilatura.extract(page, include_comments=False, **options) or ""

    for line in sys.stdin:
        mode, start, stop = line.split()
        began = time.process_time()
        texts = [extract(page, MODES[mode]) for page in pages[int(start) : int(stop)]]
        print(json.dumps([time.process_time() - began, texts]), flush=True)


if __name__ == "__main__":
    _answer(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
