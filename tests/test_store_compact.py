"""Small files are joined in a release of its own: the same rows, fewer files, and no other file is touched."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from store_jobs import FIRST, SECOND, THIRD, check_readable, rows, run_over, settings_for, strays
from store_samples import Page, snapshot
from typer.testing import CliRunner

from newsmill.cli import app
from newsmill.edits import compact
from newsmill.errors import StoreError
from newsmill.schema import DATASETS
from newsmill.store import carry, history, parquet
from newsmill.store.audit import problems
from newsmill.store.layout import Layout
from newsmill.store.release import Release, current_release


def current(curated: Path) -> Release:
    release = current_release(Layout(curated))
    assert release is not None
    return release


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """CURATED after three runs, each of which left files."""
    for pages in (FIRST, SECOND, THIRD):
        run_over(tmp_path / "curated", pages)
    return tmp_path / "curated"


def files_by_folder(release: Release) -> dict[str, list[tuple[int, int]]]:
    """The rows and the inode of each file, by folder."""
    found: dict[str, list[tuple[int, int]]] = {}
    for file in release.manifest.files:
        found.setdefault(file.folder, []).append((file.rows, (release.path / file.path).stat().st_ino))
    return found


def test_several_small_files_become_one_and_lone_files_stay(folder: Path) -> None:
    """Every folder has one file afterwards; where it had one before, it is the same one."""
    before, old = rows(folder), files_by_folder(current(folder))
    assert {len(files) for files in old.values()} >= {1, 2}

    done = compact(settings_for(folder))

    new = files_by_folder(current(folder))
    assert done is not None
    assert done.names == [name for name, files in old.items() if len(files) > 1]
    assert {len(files) for files in new.values()} == {1}
    assert all(new[name] == files for name, files in old.items() if len(files) == 1)
    assert rows(folder) == before
    assert problems(Layout(folder)) == []
    assert strays(folder) == []
    check_readable(folder)


def test_compaction_has_a_manifest_and_an_entry_in_the_history(folder: Path) -> None:
    """It is a run: numbered, named, dated, and told of; the data is still of the digest that made it."""
    before = current(folder)

    done = compact(settings_for(folder))

    after, entry = current(folder), history.entries(Layout(folder))[-1]
    assert done is not None
    assert (after.number, after.manifest.previous) == (before.number + 1, before.number)
    assert (after.manifest.run_id, after.manifest.pipeline_digest) == (done.run_id, before.manifest.pipeline_digest)
    assert (entry["action"], entry["run_id"], entry["release"]) == ("compact", done.run_id, after.number)
    assert entry["rows"] == {name: current(folder).read(name).num_rows for name in DATASETS}


def test_where_nothing_is_small_nothing_is_written(folder: Path, tmp_path: Path) -> None:
    """A second compaction changes nothing, nor does one before the first run."""
    compact(settings_for(folder))
    before = snapshot(folder)
    assert compact(settings_for(folder)) is None
    lock = {".newsmill", ".newsmill/lock"}
    assert {name: value for name, value in snapshot(folder).items() if name not in lock} == {
        name: value for name, value in before.items() if name not in lock
    }
    assert compact(settings_for(tmp_path / "new")) is None


def test_files_of_full_size_are_not_rewritten(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only small files are joined: a full one goes on as it is, with another name."""
    compact(settings_for(folder))
    large = current(folder).manifest.of("removed")[0]
    inode = (current(folder).path / large.path).stat().st_ino
    monkeypatch.setattr(carry, "_FULL", current(folder).read("removed").nbytes)
    for letter in "xy":
        run_over(folder, [Page(f"{letter}.html", (f"Fog {letter}.",))])

    done = compact(settings_for(folder))

    assert done is not None
    assert "removed" in done.names
    files = files_by_folder(current(folder))["removed"]
    assert [rows for rows, _ in files] == [large.rows, 2]
    assert files[0][1] == inode


def test_joined_files_are_of_the_planned_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is more than fits into a file goes on in the next one; the last may be small, and is then left alone."""
    monkeypatch.setattr(parquet, "GROUP_BYTES", 20_000)
    monkeypatch.setattr(carry, "_FULL", 10_000)
    curated = tmp_path / "curated"
    for number in range(3):
        run_over(curated, [Page(f"{number}-{page}.html", (f"{number} {page} " + "rain " * 500,)) for page in range(3)])

    compact(settings_for(curated))

    sizes = [rows.nbytes for _, rows in current(curated).files_in("documents/lang=en")]
    assert len(sizes) > 1
    assert all(10_000 <= size <= 20_000 for size in sizes[:-1])
    assert compact(settings_for(curated)) is None


def test_runs_after_a_compaction_end_as_without_it(folder: Path, tmp_path: Path) -> None:
    """What runs find in the store is the same rows, whatever the files."""
    for pages in (FIRST, SECOND, THIRD):
        run_over(tmp_path / "other", pages)
    compact(settings_for(folder))
    for curated in (folder, tmp_path / "other"):
        run_over(curated, SECOND[1:])
    assert rows(folder) == rows(tmp_path / "other")


def without_column(release: Release, dataset: str, column: str) -> None:
    """Write the only file of a dataset as a contract without that column would have it."""
    (file,) = release.manifest.of(dataset)
    path = release.path / file.path
    rows = release.read(dataset).drop_columns([column])
    path.unlink()
    pq.write_table(rows, path)


def test_files_of_an_older_contract_are_written_anew(folder: Path) -> None:
    """A column that came later is there, and null, in what compaction wrote, even where a folder has one file."""
    compact(settings_for(folder))
    without_column(current(folder), "sources", "encoding")

    done = compact(settings_for(folder))

    assert done is not None
    assert done.names == ["sources"]
    (file,) = current(folder).manifest.of("sources")
    written = pq.read_table(current(folder).path / file.path)
    assert written.schema.equals(DATASETS["sources"].schema)
    assert written["encoding"].null_count == written.num_rows > 0


def test_a_file_without_a_column_that_must_be_there_is_damaged(folder: Path) -> None:
    """No contract ever was without it, so nothing is made up."""
    without_column(current(folder), "quarantine", "detail")
    with pytest.raises(StoreError, match="is damaged"):
        compact(settings_for(folder))


def test_rows_that_get_lost_on_the_way_are_not_published(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Joined files are opened again and counted before they are published."""
    before, real = current(folder), parquet.write_part
    monkeypatch.setattr(parquet, "write_part", lambda dataset, part, *rest: real(dataset, part.slice(1), *rest))
    with pytest.raises(StoreError, match="have not the rows that were joined"):
        compact(settings_for(folder))
    assert current(folder) == before


def test_the_command_says_what_it_joined(folder: Path) -> None:
    """`newsmill compact` names the folders, and says so where there is nothing to do."""
    answers = [CliRunner().invoke(app, ["compact", "--curated", str(folder)]) for _ in range(2)]
    assert [answer.exit_code for answer in answers] == [0, 0]
    assert "documents/lang=en" in answers[0].output
    assert "no small files" in answers[1].output
