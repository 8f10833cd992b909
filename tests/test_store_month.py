"""Thirty days of a CURATED folder: pages that are new, late, changed, repeated or broken, and runs that are killed."""

import json
import os
import random
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from store_jobs import check_readable, rows, strays
from store_kills import fork, in_a_process

from newsmill.maintain import maintain
from newsmill.pipeline import run_local
from newsmill.settings import Settings
from newsmill.store.audit import problems
from newsmill.store.layout import Layout
from newsmill.store.release import current_release

ENGLISH = (
    "The {} of {} told the {} that {} will be sold by the {}.",
    "In {} the {} opens with {} and stays with {} until {}.",
    "Nobody saw the {} leave {} for {}, or the {} of {}.",
    "A {} has counted {} near the {} for {} and {}.",
)
GERMAN = (
    "Der Sprecher von {} sagte {}, dass {} nach {} auch {} verkauft.",
    "In {} öffnet {} wieder, und bis dahin ist {} bei {} oder {}.",
    "Niemand sah {} aus {} fahren, als {} nach {} mit {} kam.",
    "Eine Gruppe hat {} gezählt, dazu {} zwischen {} und {} für {}.",
)
"""No four words in a row are the same in two sentences: pages share what they are made to share, and no more."""
NAMES = [f"{first}{last}" for first in ("Ald", "Bren", "Carr", "Dun", "Esk", "Fal") for last in ("moor", "wick", "by")]
KEPT = 2


def _story(seed: str, sentences: tuple[str, ...]) -> str:
    chance = random.Random(seed)
    names = [f"{chance.choice(NAMES)} {chance.randrange(999)}" for _ in range(30)]
    lines = [chance.choice(sentences).format(*names[start : start + 5]) for start in range(0, 30, 5)]
    return f"News {seed} from {chance.choice(NAMES)}\n\n{' '.join(lines)}\n"


def _deliver(raw: Path, day: int) -> None:
    """The pages of a day."""
    chance = random.Random(day)
    there = sorted(raw.rglob("*.txt"))
    folder = raw / f"day{day:02d}"
    folder.mkdir()
    for number in range(6):
        sentences = GERMAN if number % 3 == 2 else ENGLISH
        (folder / f"{number}.txt").write_text(_story(f"{day}-{number}", sentences), encoding="utf-8")
    (folder / "broken.txt").write_bytes(b"\x00\x01")
    if there:
        late = chance.choice(there).parent / f"late{day}.txt"
        late.write_text(_story(f"{day} late", ENGLISH), encoding="utf-8")
        os.utime(late, (0, 0))
        chance.choice(there).write_text(_story(f"{day} changed", ENGLISH), encoding="utf-8")
        (folder / "repeated.txt").write_bytes(chance.choice(there).read_bytes())


def _settings(folder: Path, curated: str) -> Settings:
    return Settings(raw=folder / "raw", curated=folder / curated, workers=1, keep_releases=KEPT, keep_hours=0)


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds that something took in a process of its own, and how many MB that process had at most."""
    started = time.perf_counter()
    code, usage = fork(work)
    assert code == 0
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def _files(curated: Path) -> dict[str, int]:
    """The size of each file of the current release, by its hash."""
    release = current_release(Layout(curated))
    return {file.sha256: file.bytes for file in release.manifest.files} if release else {}


def _disk(curated: Path) -> int:
    """Bytes of all files but the history, each once however many names it has."""
    layout = Layout(curated)
    files = (path for path in layout.root.rglob("*") if path.is_file() and layout.history not in path.parents)
    return sum({path.stat().st_ino: path.stat().st_size for path in files}.values())


def _check(folder: Path, before: Mapping[str, int], memory: float) -> None:
    """Hold the folder that was disturbed against the other, and write down what the day came to."""
    quiet, disturbed = folder / "quiet", folder / "disturbed"
    assert rows(disturbed) == rows(quiet)
    assert problems(Layout(disturbed)) == []
    assert strays(disturbed) == []
    release = current_release(Layout(disturbed))
    assert release is not None
    files = _files(disturbed)
    day = {
        "texts": release.read("documents").num_rows + release.read("duplicates").num_rows,
        "live": sum(files.values()),
        "disk": _disk(disturbed),
        "written": sum(size for file, size in files.items() if file not in before),
        "MB": memory,
    }
    with (folder / "diary.jsonl").open("a", encoding="utf-8") as diary:
        diary.write(json.dumps(day) + "\n")


def _live(folder: Path, days: int) -> None:
    """Two CURATED folders over one RAW, one of which has its runs killed; what each day came to, in a diary."""
    (folder / "raw").mkdir()
    chance = random.Random(30)
    _deliver(folder / "raw", 0)
    run_local(_settings(folder, "first"))  # and all is loaded, for every process to come
    quiet, disturbed = _settings(folder, "quiet"), _settings(folder, "disturbed")
    for day in range(days):
        if day:
            _deliver(folder / "raw", day)
        before = _files(disturbed.curated)
        took, memory = _timed(lambda: run_local(quiet))
        for _ in range(chance.randrange(3)):
            fork(lambda: run_local(disturbed), kill_after=chance.uniform(0, took))
        _timed(lambda: run_local(disturbed))
        if day % 7 == 6:
            _timed(lambda: maintain(disturbed))
        _timed(lambda: _check(folder, before, memory))  # noqa: B023 - called at once


@pytest.mark.parametrize("days", [pytest.param(30, marks=pytest.mark.slow_store), 2])
def test_days_go_by(days: int, tmp_path: Path) -> None:
    """Killed runs leave no trace in rows, staging, disk or memory: what there is grows with the data and no faster."""
    in_a_process(_live, tmp_path, days)

    diary = [json.loads(line) for line in (tmp_path / "diary.jsonl").read_text(encoding="utf-8").splitlines()]
    for number, day in enumerate(diary):
        print(f"day {number}:", ", ".join(f"{name} {value:,.0f}" for name, value in day.items()))
    check_readable(tmp_path / "disturbed")
    assert diary[-1]["texts"] >= 7 * days
    assert all(day["disk"] <= (KEPT + 1) * day["live"] for day in diary)
    third = max(1, days // 3)
    assert max(day["MB"] for day in diary[-third:]) <= max(day["MB"] for day in diary[:third]) + 64, (
        "whatever the number of small files"
    )
