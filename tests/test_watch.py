"""New files start a run: when RAW has come to rest, and not before."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import chain, repeat
from pathlib import Path

import pyarrow.dataset as ds
import pytest
from served import ROOT, wait_for

from newsmill.pipeline import open_run
from newsmill.settings import Settings
from newsmill.watch import PATIENCE, fingerprint, settled_changes, watch

QUIET = 3.0
PAGE = "Pier to be repaired\n\nThe council has decided that the old ferry pier will be repaired before winter comes.\n"


def _moments(looks: str, quiet: float = QUIET) -> list[float]:
    """When changes are told, if RAW looks like this from second to second; it stays as it was last."""
    now = [0.0]
    each: Iterator[str] = chain(looks, repeat(looks[-1], 40))

    def look() -> str:
        try:
            return next(each)
        except StopIteration:
            raise KeyboardInterrupt from None

    def sleep(seconds: float) -> None:
        now[0] += seconds

    told: list[float] = []
    with contextlib.suppress(KeyboardInterrupt):
        told.extend(now[0] for _ in settled_changes(look, quiet, lambda: now[0], sleep))
    return told


@pytest.mark.parametrize(
    ("looks", "told"),
    [
        ("a", [3.0]),  # what was there before is a change, for nobody knows what came before it
        ("aaaaaab", [3.0, 9.0]),
        ("aaaaaabcd", [3.0, 11.0]),  # three files in a row are one change
        ("aaaaaabbbbbbc", [3.0, 9.0, 15.0]),
        ("aaaaaaba", [3.0]),  # what came and went is none
    ],
)
def test_a_change_is_told_once_raw_is_at_rest(looks: str, told: list[float]) -> None:
    assert _moments(looks) == told


def test_a_folder_that_never_rests_is_told_all_the_same() -> None:
    restless = "".join(chr(0x4E00 + second) for second in range(100))

    first, second, *_ = _moments(restless)

    assert first == PATIENCE * QUIET
    assert second <= 2 * PATIENCE * QUIET + 1


@pytest.mark.parametrize("change", ["new", "grown", "touched", "gone", "renamed"])
def test_every_change_of_a_file_changes_the_fingerprint(tmp_path: Path, change: str) -> None:
    (tmp_path / "folder").mkdir()
    file = tmp_path / "folder" / "a.txt"
    file.write_text("x")
    os.utime(file, (1, 1))
    before = fingerprint(tmp_path)

    if change == "new":
        (tmp_path / "b.txt").touch()
    elif change == "grown":
        file.write_text("xy")
        os.utime(file, (1, 1))
    elif change == "touched":
        os.utime(file, (2, 2))
    elif change == "gone":
        file.unlink()
    else:
        file.rename(file.with_name("c.txt"))

    assert fingerprint(tmp_path) != before


def test_what_no_run_reads_leaves_the_fingerprint(tmp_path: Path) -> None:
    before = fingerprint(tmp_path)

    (tmp_path / ".hidden").write_text("half a download")

    assert fingerprint(tmp_path) == before
    assert fingerprint(tmp_path / "missing") == before


def test_watching_waits_for_a_run_that_is_at_work(mill: Callable[..., Settings]) -> None:
    (mill().raw / "a.txt").write_text(PAGE)
    with open_run(mill()):
        command = [sys.executable, "-c", _WATCH_ONCE, str(mill().raw), str(mill().curated)]
        watcher = subprocess.Popen(command, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE)
        with pytest.raises(subprocess.TimeoutExpired):
            watcher.wait(4)

    output, _ = watcher.communicate(timeout=60)

    assert output == b"1\n"


_WATCH_ONCE = (
    "import sys; from pathlib import Path; from newsmill.settings import Settings; from newsmill.watch import watch\n"
    "print(next(watch(Settings(raw=Path(sys.argv[1]), curated=Path(sys.argv[2]), workers=1), 0.2)).new)"
)


def test_each_new_file_is_in_the_release_soon_after(mill: Callable[..., Settings]) -> None:
    (mill().raw / "a.txt").write_text(PAGE)
    reports = watch(mill(), 0.1)
    assert next(reports).new == 1

    (mill().raw / "b.txt").write_text(PAGE.replace("pier", "bridge"))

    assert next(reports).new == 1
    assert len(ds.dataset(mill().curated / "sources").to_table()) == 2


def test_the_command_runs_without_a_server_until_it_is_stopped(mill: Callable[..., Settings]) -> None:
    (mill().raw / "a.txt").write_text(PAGE)
    command = [sys.executable, "-m", "newsmill", "watch", mill().raw, mill().curated, "--no-prefect", "--quiet", "0.2"]
    with subprocess.Popen(command, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE) as watcher:
        sources = mill().curated / "sources"
        wait_for(lambda: sources.is_dir() and len(ds.dataset(sources).to_table()) == 1, 60, "release")
        time.sleep(0.1)
        watcher.terminate()
