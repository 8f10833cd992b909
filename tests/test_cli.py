"""The command line, as a process of its own: what it prints, what it exits with, what it does not wait for."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.dataset as ds
import pytest

from newsmill import __version__
from newsmill.pipeline import open_run
from newsmill.settings import Settings

ARTICLE = (
    "Pier to be repaired\n\n"
    "The council has decided that the old ferry pier will be repaired before the winter storms begin.\n\n"
    "See also  Ten things to do at the pier\n\n"
    "Work on the eastern side starts next week, said the engineer in charge.\n"
)


def _newsmill(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"COLUMNS": "200", "NO_COLOR": "1", "PYTHONWARNINGS": "error"}
    command = [sys.executable, "-m", "newsmill", *map(str, words)]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(ARTICLE)
    (tmp_path / "raw" / "b.pdf").write_bytes(b"%PDF")
    return tmp_path


def test_a_run_fills_curated_and_says_what_it_did(folder: Path) -> None:
    done = _newsmill("run", "--no-prefect", "--workers", "1", cwd=folder)

    assert (done.returncode, done.stderr) == (0, "")
    assert "2 new, 0 unchanged" in done.stdout
    assert "quarantined b.pdf: intake: unsupported" in done.stdout
    assert "curated/documents" in done.stdout
    assert ds.dataset(folder / "curated" / "documents").count_rows() == 1


def test_a_run_with_nothing_new_says_so(folder: Path) -> None:
    _newsmill("run", "--no-prefect", cwd=folder)

    done = _newsmill("run", "--no-prefect", cwd=folder)

    assert done.returncode == 0
    assert "Nothing new in raw (2 inputs unchanged)" in done.stdout


def test_a_change_of_settings_is_said(folder: Path) -> None:
    _newsmill("run", "--no-prefect", cwd=folder)
    (folder / "newsmill.toml").write_text('script = "s2tw"\n')

    done = _newsmill("run", "--no-prefect", cwd=folder)

    assert "everything is curated again" in done.stdout


def test_a_run_reads_the_folders_it_is_given(folder: Path) -> None:
    (folder / "raw").rename(folder / "pages")

    done = _newsmill("run", "pages", "out", "--no-prefect", cwd=folder)

    assert done.returncode == 0
    assert ds.dataset(folder / "out" / "documents").count_rows() == 1


def test_show_tells_all_that_is_known_of_a_document(folder: Path) -> None:
    _newsmill("run", "--no-prefect", cwd=folder)
    (row,) = ds.dataset(folder / "curated" / "documents").to_table().to_pylist()

    shown = _newsmill("show", row["doc_id"][:8], cwd=folder)

    assert shown.returncode == 0
    for part in (
        "Pier to be repaired",
        "a.txt",
        "Ten things to do at the pier",
        "related",
        "No other text tells this report",
    ):
        assert part in shown.stdout


def test_show_names_the_texts_of_a_cluster(folder: Path) -> None:
    (folder / "raw" / "copy.txt").write_text(ARTICLE)
    _newsmill("run", "--no-prefect", cwd=folder)
    (row,) = ds.dataset(folder / "curated" / "duplicates").to_table().to_pylist()

    shown = _newsmill("show", row["doc_id"], cwd=folder)

    assert f"A duplicate (exact) of {row['duplicate_of']}" in shown.stdout
    assert "copy.txt" in shown.stdout


def test_compare_shows_two_texts_side_by_side(folder: Path) -> None:
    (folder / "raw" / "copy.txt").write_text(ARTICLE)
    _newsmill("run", "--no-prefect", cwd=folder)
    (row,) = ds.dataset(folder / "curated" / "duplicates").to_table().to_pylist()

    shown = _newsmill("compare", row["doc_id"], row["duplicate_of"][:12], cwd=folder)
    values = json.loads(_newsmill("compare", row["doc_id"], row["duplicate_of"], "--json", cwd=folder).stdout)

    assert "similarity 1.000" in shown.stdout
    assert {line["fate"] for line in values["lines"]} == {"same"}


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["run", "missing", "--no-prefect"], 2, "there is no folder missing"),
        (["run", "raw", "raw", "--no-prefect"], 2, "must be two folders"),
        (["run", "raw", "raw/curated", "--no-prefect"], 2, "neither in the other"),
        (["run", "--config", "no.toml", "--no-prefect"], 2, "no settings file no.toml"),
        (["run", "--workers", "-3", "--no-prefect"], 2, "workers"),
        (["show", "00ff"], 2, "no curated data in curated"),
        (["no-such-command"], 2, "No such command"),
        (["serve", "--cron", "whenever"], 2, "'whenever' is no schedule"),
    ],
)
def test_a_wrong_call_is_one_clear_error(folder: Path, words: list[str], code: int, says: str) -> None:
    failed = _newsmill(*words, cwd=folder)

    assert failed.returncode == code
    assert says in failed.stderr
    assert "Traceback" not in failed.stderr


def test_an_id_that_nobody_has_is_one_clear_error(folder: Path) -> None:
    _newsmill("run", "--no-prefect", cwd=folder)

    failed = _newsmill("show", "zz", cwd=folder)

    assert (failed.returncode, failed.stderr.count("\n")) == (2, 1)
    assert "no document has an id that starts with 'zz'" in failed.stderr


def test_an_id_that_several_have_asks_for_more_digits(folder: Path) -> None:
    (folder / "raw" / "copy.txt").write_text(ARTICLE)
    _newsmill("run", "--no-prefect", cwd=folder)

    failed = _newsmill("show", "", cwd=folder)

    assert failed.returncode == 2
    assert "give more digits" in failed.stderr


def test_a_second_run_at_the_same_time_exits_with_75(folder: Path) -> None:
    with open_run(Settings(raw=folder / "raw", curated=folder / "curated")):
        refused = _newsmill("run", "--no-prefect", cwd=folder)

    assert refused.returncode == 75
    assert "another run" in refused.stderr


def test_help_and_settings_do_not_wait_for_prefect(folder: Path) -> None:
    code = "import sys, newsmill.cli, newsmill.pipeline; sys.exit('prefect' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], cwd=folder, check=False, timeout=60).returncode == 0


def test_version_says_which_newsmill_this_is(folder: Path) -> None:
    assert _newsmill("--version", cwd=folder).stdout.strip() == f"newsmill {__version__}"


def test_every_run_is_in_the_history(folder: Path) -> None:
    _newsmill("run", "--no-prefect", cwd=folder)
    _newsmill("run", "--no-prefect", cwd=folder)

    entries = [json.loads(file.read_text()) for file in sorted((folder / "curated/.newsmill/history").glob("*.json"))]

    assert [entry["new"] for entry in entries] == [2, 0]
