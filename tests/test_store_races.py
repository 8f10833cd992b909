"""Two runs that start at the same moment: one works, and the other says so and ends."""

import json
import os
import select
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from store_jobs import check_readable, strays
from store_kills import in_a_process

from newsmill import pipeline
from newsmill.cli import main
from newsmill.store import history
from newsmill.store.audit import problems
from newsmill.store.layout import Layout
from newsmill.store.release import current_release

PAGE = (
    "Road {0} is closed\n\nRoad {0} will stay closed until the bridge over the Tarn has been repaired, the office of "
    "works said. Buses to the station take the road along the river, and leave {0} minutes earlier than usual.\n"
)
PATIENCE = 60


def _write_page(raw: Path, number: int) -> None:
    (raw / f"{number}.txt").write_text(PAGE.format(100 + number), encoding="utf-8")


def _command(folder: Path) -> list[str]:
    return ["newsmill", "run", str(folder / "raw"), str(folder / "curated"), "--no-prefect", "--workers", "1"]


def _waiting(real: Callable[..., Any], other_ended: int) -> Callable[..., Any]:
    """The first step after the lock, begun when the other run has ended: so the two do meet."""

    def discover(run: Any) -> Any:
        assert select.select([other_ended], [], [], PATIENCE)[0], "the other run works as well"
        return real(run)

    return discover


def _contend(folder: Path, start: int, other_ended: int) -> None:
    """`newsmill run` in this process, which is forked, from when `start` says so."""
    code: object = 1
    pipeline.discover = _waiting(pipeline.discover, other_ended)
    sys.argv = _command(folder)
    output = os.open(folder / "output" / str(os.getpid()), os.O_WRONLY | os.O_CREAT)
    for stream in (1, 2):
        os.dup2(output, stream)
    try:
        os.read(start, 1)
        main()
        code = 0
    except SystemExit as end:
        code = end.code
    finally:
        sys.stdout.flush()
        os._exit(code if isinstance(code, int) else 0)


def _race(folder: Path) -> dict[str, int]:
    """Process and exit code of two runs, in the order in which they ended."""
    start, other_ended = os.pipe(), os.pipe()
    for _ in range(2):
        if os.fork() == 0:
            _contend(folder, start[0], other_ended[0])
    os.write(start[1], b"go")
    codes = {}
    for _ in range(2):
        process, status = os.wait()
        codes[str(process)] = os.waitstatus_to_exitcode(status)
        os.write(other_ended[1], b"!")
    for end in (*start, *other_ended):
        os.close(end)
    return codes


def _races(folder: Path, count: int) -> None:
    """Races over one CURATED, before each of which RAW gets a page more; what came of them, in a file."""
    for name in ("raw", "output"):
        (folder / name).mkdir()
    _write_page(folder / "raw", 0)
    sys.argv = _command(folder)
    with suppress(SystemExit):
        main()  # all is loaded, for every process to come
    codes = []
    for number in range(1, count + 1):
        _write_page(folder / "raw", number)
        codes.append(_race(folder))
    (folder / "codes.json").write_text(json.dumps(codes), encoding="utf-8")


@pytest.mark.parametrize("count", [pytest.param(100, marks=pytest.mark.slow_store), 10])
def test_one_of_two_wins(count: int, tmp_path: Path) -> None:
    """Exit code 75, one line that says why, and nothing changed; the winner publishes, and all is well."""
    in_a_process(_races, tmp_path, count)

    codes = json.loads((tmp_path / "codes.json").read_text(encoding="utf-8"))
    curated = tmp_path / "curated"
    assert [sorted(race.values()) for race in codes] == [[0, 75]] * count
    for race in codes:
        (loser,) = (process for process, code in race.items() if code == 75)
        (line,) = (tmp_path / "output" / loser).read_text(encoding="utf-8").splitlines()
        assert line.startswith(f"newsmill: another run is writing to {curated}")
    release = current_release(Layout(curated))
    assert release is not None
    assert release.number == len(history.entries(Layout(curated))) == count + 1
    assert release.read("sources").num_rows == count + 1
    assert problems(Layout(curated)) == []
    assert strays(curated) == []
    check_readable(curated)
