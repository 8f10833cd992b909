"""datasketch and rensa on the same corpus, in an environment of their own: MinHash of 128, bands, connected components.

As a program (`python dedup_peer.py NAME TEXTS`, run by the Python of that environment, which has no newsmill) it prints
a JSON line: seconds of CPU, and the cluster of each text of the JSON list in TEXTS. As a module it is the side that
asks. The settings are those that did best on such corpora: units as ours, Jaccard .5 in 32 bands of 4.
"""

import json
import re
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

PEERS = Path(__file__).parents[1] / ".peers/bin/python"
"""The environment that `make peers` installs."""
NAMES = ("datasketch", "rensa")

_PERMUTATIONS, _BANDS, _ROWS = 128, 32, 4
_UNIT = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")


def clusters(name: str, texts: Sequence[str], scratch: Path) -> tuple[float, list[int]]:
    """Seconds of CPU, and a number for the cluster of each text."""
    file = scratch / "texts.json"
    file.write_text(json.dumps(list(texts)), encoding="utf-8")
    answer = subprocess.run([str(PEERS), __file__, name, str(file)], check=True, capture_output=True, text=True)
    spent, found = json.loads(answer.stdout)
    return spent, found


def _shingles(text: str) -> list[str]:
    units = _UNIT.findall(unicodedata.normalize("NFKC", text).lower())
    return list({" ".join(units[start : start + 5]) for start in range(max(1, len(units) - 4))})


def _datasketch(texts: Sequence[str]) -> Iterable[Sequence[int]]:
    from datasketch import MinHash  # noqa: PLC0415 - only the other environment has it

    shingles = ([shingle.encode() for shingle in _shingles(text)] for text in texts)
    return (sketch.hashvalues.tolist() for sketch in MinHash.bulk(shingles, num_perm=_PERMUTATIONS))


def _rensa(texts: Sequence[str]) -> Iterable[Sequence[int]]:
    from rensa import RMinHash  # noqa: PLC0415 - only the other environment has it

    for text in texts:
        sketch = RMinHash(num_perm=_PERMUTATIONS, seed=1)
        sketch.update(_shingles(text))
        yield sketch.digest()


_SKETCHES: dict[str, Callable[[Sequence[str]], Iterable[Sequence[int]]]] = {"datasketch": _datasketch, "rensa": _rensa}


def _components(sketches: Iterable[Sequence[int]]) -> list[int]:
    """Texts with an equal band are one cluster, and so are their clusters."""
    parent: list[int] = []
    first: dict[tuple[int, ...], int] = {}

    def root(text: int) -> int:
        while parent[text] != text:
            parent[text] = parent[parent[text]]
            text = parent[text]
        return text

    for text, sketch in enumerate(sketches):
        parent.append(text)
        for band in range(_BANDS):
            other = first.setdefault((band, *sketch[band * _ROWS : (band + 1) * _ROWS]), text)
            parent[root(text)] = root(other)
    return [root(text) for text in range(len(parent))]


if __name__ == "__main__":
    given = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    began = time.process_time()
    result = _components(_SKETCHES[sys.argv[1]](given))
    print(json.dumps([time.process_time() - began, result]))
