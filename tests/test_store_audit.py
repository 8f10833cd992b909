"""verify finds whatever is wrong with what readers see, repair puts right what can be, status says how it stands."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from rich.console import Console
from typer.testing import CliRunner

from newsmill.cli import app
from newsmill.errors import StoreError
from newsmill.pipeline import run_local
from newsmill.report.store import show_state
from newsmill.schema import DATASETS
from newsmill.settings import Settings
from newsmill.store import history
from newsmill.store.audit import problems
from newsmill.store.layout import Layout
from newsmill.store.release import current_release
from newsmill.store.repair import repair
from newsmill.store.state import state_of

Mill = Callable[..., Settings]
TEXT = "The harbour board of {0} will widen the basin by {0} metres before the end of next year, said {0} Keel today. "


@pytest.fixture
def layout(mill: Mill) -> Layout:
    settings = mill()
    for name in ("one", "two"):
        (settings.raw / f"{name}.txt").write_text(f"News of {name}\n\n{TEXT.format(name) * 4}\n")
        run_local(settings)
    return Layout(settings.curated)


def a_file(layout: Layout) -> Path:
    return next(layout.release(2).rglob("documents/**/*.parquet"))


def test_a_whole_release_has_no_problems(layout: Layout) -> None:
    assert problems(layout) == []


def test_a_changed_byte_is_found(layout: Layout) -> None:
    data = bytearray(a_file(layout).read_bytes())
    data[len(data) // 2] ^= 1
    a_file(layout).write_bytes(data)
    (problem,) = problems(layout)
    assert "is not as it was written" in problem


def test_a_missing_file_is_found(layout: Layout) -> None:
    a_file(layout).unlink()
    (problem,) = problems(layout)
    assert problem.endswith("is missing")


def test_a_file_that_cannot_be_read_is_found(layout: Layout) -> None:
    file = a_file(layout)
    file.unlink()
    file.mkdir()
    (problem,) = problems(layout)
    assert "cannot be read" in problem


def test_a_manifest_that_counts_otherwise_is_found(layout: Layout) -> None:
    file = a_file(layout).relative_to(layout.release(2)).as_posix()
    manifest = layout.release(2) / "manifest.json"
    values = json.loads(manifest.read_text())
    for entry in values["files"]:
        if entry["path"] == file:
            entry["rows"] += 1
    manifest.write_text(json.dumps(values))
    (problem,) = problems(layout)
    assert "rows, and should have" in problem


def test_without_a_release_there_is_nothing_to_verify(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no curated data"):
        problems(Layout(tmp_path))


def test_a_stray_file_is_found(layout: Layout) -> None:
    (layout.release(2) / "documents" / "stray.parquet").write_bytes(b"")
    (problem,) = problems(layout)
    assert problem.endswith("stray.parquet is in no manifest")


def test_a_link_that_leads_elsewhere_is_found(layout: Layout) -> None:
    layout.dataset("documents").unlink()
    (problem,) = problems(layout)
    assert "newsmill repair" in problem


def test_rows_that_do_not_add_up_are_found(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    file = next(layout.release(2).rglob("quarantine/*.parquet"))
    row = dict.fromkeys(("source_uri", "raw_sha256", "stage", "error", "detail", "run_id"), "x")
    schema = pq.read_schema(file)
    pq.write_table(pq.read_table(file).from_pylist([row], schema=schema), file)
    manifest = layout.release(2) / "manifest.json"
    values = json.loads(manifest.read_text())
    from newsmill.store.manifest import DataFile

    made = DataFile.of(file, layout.release(2))
    for entry in values["files"]:
        if entry["path"] == made.path:
            entry.update(rows=made.rows, bytes=made.bytes, sha256=made.sha256)
    manifest.write_text(json.dumps(values))
    (problem,) = problems(layout)
    assert "quarantine" in problem


def test_repair_makes_links_anew(layout: Layout) -> None:
    layout.dataset("documents").unlink()
    layout.dataset("removed").unlink()
    layout.dataset("removed").symlink_to("/nowhere")
    assert len(repair(layout)) == 2
    assert problems(layout) == []


def test_repair_goes_back_to_the_last_whole_release_and_throws_nothing_away(layout: Layout) -> None:
    a_file(layout).unlink()
    done = repair(layout)
    assert "readers see release 1 now" in done[0]
    assert (layout.root / "damaged-000002").is_dir()
    assert problems(layout) == []


def test_repair_finds_a_lost_link_to_the_current_release(layout: Layout) -> None:
    layout.current.unlink()
    assert "release 2" in repair(layout)[0]
    current = current_release(layout)
    assert current is not None
    assert current.number == 2


def test_repair_finds_a_link_that_leads_nowhere(layout: Layout) -> None:
    layout.current.unlink()
    layout.current.symlink_to("releases/000009")
    assert "release 2" in repair(layout)[0]
    assert problems(layout) == []


def test_repair_of_a_folder_without_releases_makes_its_links(tmp_path: Path) -> None:
    assert len(repair(Layout(tmp_path))) == len(DATASETS)


def test_repair_of_what_is_whole_does_nothing(layout: Layout) -> None:
    assert repair(layout) == []


def test_where_no_release_is_whole_only_a_new_run_helps(layout: Layout) -> None:
    for number in (1, 2):
        (layout.release(number) / "manifest.json").write_text("{}")
    with pytest.raises(StoreError, match="run again"):
        repair(layout)


def test_the_state_adds_up(layout: Layout) -> None:
    state = state_of(layout)
    assert state is not None
    assert (state.release, state.rows["documents"], state.texts, state.balanced) == (2, 2, 2, True)
    assert state.statuses == {"curated": 2}
    console = Console(file=io.StringIO(), width=120)
    show_state(console, layout.curated, state, history.entries(layout))
    assert isinstance(console.file, io.StringIO)
    shown = console.file.getvalue()
    for part in ("release 2", "Everything adds up", "2 curated", state.run_id):
        assert part in shown


def test_without_a_release_there_is_no_state(tmp_path: Path) -> None:
    assert state_of(Layout(tmp_path)) is None


def invoked(*words: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(app, [str(word) for word in words])
    return done.exit_code if not isinstance(done.exception, StoreError) else 1, done.output


def test_the_commands_say_how_the_store_stands(layout: Layout) -> None:
    where = ("--curated", layout.curated)
    code, shown = invoked("status", "--json", *where)
    assert (code, json.loads(shown)["balanced"]) == (0, True)
    assert [entry["documents"] for entry in json.loads(invoked("history", "--json", *where)[1])] == [1, 1]
    assert invoked("path", "documents", *where) == (0, f"{layout.release(2) / 'documents'}\n")
    assert invoked("verify", *where)[0] == 0
    assert "nothing was wrong" in invoked("repair", *where)[1]
    a_file(layout).unlink()
    assert invoked("verify", *where)[0] == 1
    assert "release 1" in invoked("repair", *where)[1]
