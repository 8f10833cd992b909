"""Thirty days of a CURATED folder: pages that are new, late, changed, repeated or broken, and runs that are killed."""

import json
import os
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from store_jobs import check_readable, fork, in_a_process, rows, strays

from newsmill.maintain import maintain
from newsmill.pipeline import run_local
from newsmill.settings import Settings
from newsmill.store.audit import problems
from newsmill.store.layout import Layout
from newsmill.store.release import current_release

ENGLISH = (
    "The {} of the {} told the council that the {} cannot be paid for before the {} is sold.",
    "In {} weeks the {} opens again, and until then the {} is at the {} by the river.",
    "Nobody was hurt when {} wagons of gravel left the rails near the {}, the {} and the {}.",
    "A {} of {} volunteers has counted every {} between the harbour and the {}.",
)
GERMAN = (
    "Der Sprecher von {} sagte, dass {} und {} erst nach dem Verkauf von {} bezahlt werden können.",
    "In {} Wochen öffnet {} wieder, und bis dahin ist {} bei {} am Fluss zu finden.",
    "Niemand wurde verletzt, als {} Wagen mit Kies bei {}, {} und {} aus den Gleisen sprangen.",
    "Eine Gruppe von {} Freiwilligen hat {} gezählt, dazu {} zwischen dem Hafen und {}.",
)
NAMES = [f"{first}{last}" for first in ("Ald", "Bren", "Carr", "Dun", "Esk", "Fal") for last in ("moor", "wick", "by")]
KEPT = 2


def _story(seed: str, sentences: tuple[str, ...]) -> str:
    chance = random.Random(seed)
    names = [f"{chance.choice(NAMES)} {chance.randrange(999)}" for _ in range(20)]
    lines = [chance.choice(sentences).format(*names[start : start + 4]) for start in range(0, 20, 4)]
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


def _live(folder: Path, days: int) -> None:
    """Two CURATED folders over one RAW, one of which has its runs killed; what each day came to, in a file."""
    (folder / "raw").mkdir()
    chance, diary = random.Random(30), []
    _deliver(folder / "raw", 0)
    run_local(_settings(folder, "first"))  # and all is loaded, for every process to come
    for day in range(days):
        if day:
            _deliver(folder / "raw", day)
        quiet, disturbed = _settings(folder, "quiet"), _settings(folder, "disturbed")
        took, memory = _timed(lambda: run_local(quiet))  # noqa: B023 - called at once
        before = _files(disturbed.curated)
        for _ in range(chance.randrange(3)):
            fork(lambda: run_local(disturbed), kill_after=chance.uniform(0, took))  # noqa: B023 - called at once
        _timed(lambda: run_local(disturbed))  # noqa: B023 - called at once
        if day % 7 == 6:
            _timed(lambda: maintain(disturbed))  # noqa: B023 - called at once
        assert rows(disturbed.curated) == rows(quiet.curated), day
        assert problems(Layout(disturbed.curated)) == [], day
        assert strays(disturbed.curated) == [], day
        release = current_release(Layout(disturbed.curated))
        assert release is not None
        files = _files(disturbed.curated)
        live, written = sum(files.values()), sum(size for file, size in files.items() if file not in before)
        texts = release.read("documents").num_rows + release.read("duplicates").num_rows
        entry = {"day": day, "MB": memory, "disk": _disk(disturbed.curated), "live": live, "texts": texts}
        diary.append({**entry, "written": written})
    (folder / "diary.json").write_text(json.dumps(diary), encoding="utf-8")


@pytest.mark.parametrize("days", [pytest.param(30, marks=pytest.mark.slow_store), 2])
def test_days_go_by(days: int, tmp_path: Path) -> None:
    """Killed runs leave no trace in rows, staging, disk or memory: what there is grows with the data and no faster."""
    in_a_process(_live, tmp_path, days)

    diary = json.loads((tmp_path / "diary.json").read_text(encoding="utf-8"))
    for day in diary[:: max(1, days // 6)]:
        print(", ".join(f"{name} {value:,.0f}" for name, value in day.items()))
    check_readable(tmp_path / "disturbed")
    assert diary[-1]["texts"] >= 7 * days
    assert sum(day["written"] for day in diary) <= 6 * diary[-1]["live"], "a row is written a few times in its life"
    assert all(day["disk"] <= (KEPT + 1) * day["live"] for day in diary)
    third = max(1, days // 3)
    assert max(day["MB"] for day in diary[-third:]) <= max(day["MB"] for day in diary[:third]) + 32
