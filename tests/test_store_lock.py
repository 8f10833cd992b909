"""One run at a time: the second one is told so at once, and a dead one is in nobody's way."""

import multiprocessing
import os
import signal
import subprocess
import sys
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest
from store_samples import snapshot

from newsmill.errors import RunLocked, StoreError
from newsmill.store.layout import Layout
from newsmill.store.lock import hold_lock

SPAWN = multiprocessing.get_context("forkserver")


def _hold(curated: Path, held: Event, enough: Event) -> None:
    with hold_lock(Layout(curated), "run1"):
        held.set()
        enough.wait(30)


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path / "curated")


def test_the_second_process_is_told_who_holds_the_lock(layout: Layout) -> None:
    """RunLocked names the run, its process and since when, and the way out, in one line; it changes nothing."""
    held, enough = SPAWN.Event(), SPAWN.Event()
    process = SPAWN.Process(target=_hold, args=(layout.curated, held, enough))
    process.start()
    assert held.wait(30)
    before = snapshot(layout.curated)
    with pytest.raises(RunLocked) as refusal, hold_lock(layout):
        pass
    assert snapshot(layout.curated) == before
    message = str(refusal.value)
    assert f"run run1, process {process.pid} on " in message
    assert "since 2" in message
    assert "wait until it has ended, or stop it" in message
    assert "\n" not in message
    enough.set()
    process.join()
    assert process.exitcode == 0
    with hold_lock(layout):
        pass


def test_the_lock_of_a_killed_process_is_free(layout: Layout) -> None:
    """After kill -9 the next run starts, although the dead one never let go."""
    held, enough = SPAWN.Event(), SPAWN.Event()
    process = SPAWN.Process(target=_hold, args=(layout.curated, held, enough))
    process.start()
    assert held.wait(30)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    assert layout.holder.exists(), "it had no time to clear up"
    with hold_lock(layout):
        assert str(os.getpid()) in layout.holder.read_text(encoding="utf-8")


def test_the_lock_is_let_go_when_the_run_fails(layout: Layout) -> None:
    """An error in a run does not keep the next one out."""
    with pytest.raises(ZeroDivisionError), hold_lock(layout):
        raise ZeroDivisionError
    with hold_lock(layout):
        pass


def test_nothing_but_the_lock_is_written(layout: Layout) -> None:
    """After a run that held the lock and did nothing, there is a lock file and no more."""
    with hold_lock(layout):
        pass
    assert [path for path in layout.curated.rglob("*") if path.is_file()] == [layout.lock]


@pytest.mark.parametrize("holder", [None, "", "{"])
def test_a_holder_that_cannot_be_read_is_not_named(holder: str | None, layout: Layout) -> None:
    """Between taking the lock and signing it a holder has no name; the refusal comes all the same."""
    with hold_lock(layout):
        layout.holder.unlink()
        if holder is not None:
            layout.holder.write_text(holder, encoding="utf-8")
        with pytest.raises(RunLocked, match=r"another run is writing to .*curated: wait"), hold_lock(layout):
            pass


def test_a_run_without_id_is_named_by_its_process(layout: Layout) -> None:
    """The id of a run may not be known yet when it takes the lock."""
    with (
        hold_lock(layout),
        pytest.raises(RunLocked, match=rf"curated \(process {os.getpid()} on "),
        hold_lock(layout),
    ):
        pass


def test_a_file_cannot_be_locked_as_a_folder(layout: Layout) -> None:
    """CURATED must be a folder."""
    layout.curated.touch()
    with pytest.raises(StoreError, match="must be a folder"), hold_lock(layout):
        pass


def test_a_folder_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    """An error of the file system comes as one line that says where."""
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"cannot lock .*curated"), hold_lock(Layout(tmp_path / "file" / "curated")):
        pass


RACER = """
import sys
from pathlib import Path
from newsmill.errors import RunLocked
from newsmill.store.layout import Layout
from newsmill.store.lock import hold_lock
print("ready", flush=True)
sys.stdin.readline()
try:
    with hold_lock(Layout(Path(sys.argv[1]))):
        print("won", flush=True)
        sys.stdin.readline()
except RunLocked:
    print("locked", flush=True)
"""


def test_of_two_that_race_one_wins(layout: Layout) -> None:
    """Two runs that start together: one works, the other is refused."""
    command = [sys.executable, "-c", RACER, str(layout.curated)]
    racers = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    for racer in racers:
        assert racer.stdout is not None
        assert racer.stdout.readline() == "ready\n"
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("\n")
        racer.stdin.flush()
    answers = [racer.stdout.readline().strip() for racer in racers if racer.stdout]
    for racer in racers:
        racer.communicate("\n")
    assert sorted(answers) == ["locked", "won"]
    assert [racer.returncode for racer in racers] == [0, 0]
