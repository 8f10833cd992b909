"""Releases: published whole or not at all, read by their manifest."""

import errno
import json
import os
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from store_samples import DIGEST, NOON, Page, assignments, curated, datasets, run, snapshot

from newsmill.errors import StoreError
from newsmill.schema import DATASETS, SCHEMA_VERSION
from newsmill.store import manifest, merge, parquet
from newsmill.store.layout import Layout
from newsmill.store.manifest import DataFile
from newsmill.store.publish import publish
from newsmill.store.recovery import prepare
from newsmill.store.release import Release, current_release

PAGES = [Page("a.html"), Page("b.html"), Page("c.html", ("Der Zug fährt.",), language="de"), Page("d.html", ())]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "curated"


def current(folder: Path) -> Release:
    release = current_release(Layout(folder))
    assert release is not None
    return release


def test_before_the_first_release_there_is_none(folder: Path) -> None:
    """A new CURATED has no current release."""
    prepare(Layout(folder))
    assert current_release(Layout(folder)) is None


def test_what_is_published_is_what_is_read(folder: Path) -> None:
    """A release gives back its tables: all rows, the exact schema, the order of the dataset."""
    prepare(Layout(folder))
    tables = curated(PAGES)
    published = datasets(tables)
    made = publish(Layout(folder), published, tables["sketches"], "run1", DIGEST, NOON)
    assert current(folder) == made
    for name, dataset in DATASETS.items():
        rows = made.read(name)
        assert rows.schema.equals(dataset.schema, check_metadata=True)
        keys = [(key, "ascending") for key in dataset.sort]
        assert rows.sort_by(keys).equals(published[name].sort_by(keys))
    assert made.read_sketches().sort_by("doc_id").equals(tables["sketches"].sort_by("doc_id"))
    assert made.read_sketches().schema.equals(tables["sketches"].schema, check_metadata=True)


def test_columns_can_be_read_alone(folder: Path) -> None:
    """Reading some columns gives these, with their types."""
    rows = run(folder, PAGES).read("documents", ["language", "doc_id"])
    assert rows.schema.names == ["language", "doc_id"]
    assert rows.num_rows == 2


def test_releases_are_numbered_and_name_the_one_before(folder: Path) -> None:
    """The manifest says which release it follows, and what made it."""
    first = run(folder, PAGES[:2])
    second = run(folder, PAGES[2:], "run2")
    assert (first.number, second.number) == (1, 2)
    assert (first.manifest.previous, second.manifest.previous) == (None, 1)
    assert second.manifest.run_id == "run2"
    assert second.manifest.pipeline_digest == DIGEST
    assert second.manifest.created_at == NOON
    assert Layout(folder).current.readlink() == Path("releases/000002")


def test_the_manifest_describes_every_file(folder: Path) -> None:
    """Rows, bytes and SHA-256 of the manifest are those of the files, and there are no other files."""
    release = run(folder, PAGES)
    files = [path for path in release.path.rglob("*") if path.is_file() and path.name != manifest.FILE_NAME]
    assert sorted(release.manifest.files, key=lambda file: file.path) == sorted(
        (DataFile.of(path, release.path) for path in files), key=lambda file: file.path
    )
    assert manifest.load(release.path) == release.manifest


def test_files_whose_rows_stay_are_the_same_file(folder: Path) -> None:
    """Rows that stay are on disk once, however many releases have them; new ones go to a file of their own."""
    first = run(folder, PAGES)
    second = run(folder, [Page("e.html", ("Snow fell in the hills.",))], "run2")

    def files(release: Release, folder: str) -> list[int]:
        return sorted(path.stat().st_ino for path in (release.path / folder).iterdir())

    for folder_of_same_rows in ("documents/lang=de", "quarantine", "overlaps"):
        assert files(first, folder_of_same_rows) == files(second, folder_of_same_rows)
    (english,) = files(first, "documents/lang=en")
    assert english in files(second, "documents/lang=en")
    assert len(files(second, "documents/lang=en")) == 2


def test_no_two_releases_have_a_file_of_the_same_name(folder: Path) -> None:
    """An engine that listed half of its files before a switch and half of them after it reads nothing, and not both."""
    run(folder, PAGES)
    partitions = [folder / "documents" / name for name in ("lang=en", "lang=de")]
    listed = list(partitions[0].iterdir())
    run(folder, [Page("e.html", ("Es schneit.",), language="de"), Page("f.html", ("Snow fell.",))], "run2")
    listed += partitions[1].iterdir()
    assert len(listed) == 3
    with pytest.raises(FileNotFoundError):
        ds.dataset(listed).to_table()


def test_a_changed_value_is_not_taken_for_unchanged(folder: Path) -> None:
    """The same number of rows with another value is written anew."""
    first = run(folder, [Page("a.html", ("Old words.",))])
    second = run(folder, [Page("a.html", ("New words.",))], "run2")
    assert first.read("documents")["text"].to_pylist() == ["Old words."]
    assert second.read("documents")["text"].to_pylist() == ["New words."]


def test_without_hard_links_files_are_copied(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a file system without hard links a release is as good, and takes more room."""
    first = run(folder, PAGES)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    second = run(folder, [Page("e.html", ("Snow fell in the hills.",))], "run2")
    (one,), (other,) = ((release.path / "documents/lang=de").iterdir() for release in (first, second))
    assert one.read_bytes() == other.read_bytes()
    assert not one.samefile(other)


def test_old_releases_stay_as_they_were(folder: Path) -> None:
    """Publishing never touches a file of a release that somebody may be reading."""
    first = run(folder, PAGES)
    before = snapshot(first.path)
    run(folder, [Page("a.html", ("Other words.",), "b")], "run2")
    assert snapshot(first.path) == before


def test_tables_that_break_the_contract_are_not_published(folder: Path) -> None:
    """Nothing wrong is ever published: readers stay on the release before."""
    release = run(folder, PAGES)
    tables = curated(PAGES, "run2")
    wrong = datasets(tables) | {"sources": tables["sources"].slice(0, 1)}
    with pytest.raises(StoreError, match="break the contract"):
        publish(Layout(folder), wrong, tables["sketches"], "run2", DIGEST, NOON)
    assert current(folder) == release


def test_a_file_with_too_few_rows_is_not_published(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are opened again and counted before they are published."""
    real = parquet.write_part
    monkeypatch.setattr(
        parquet, "write_part", lambda dataset, part, *rest: real(dataset, part.slice(0, part.num_rows - 1), *rest)
    )
    with pytest.raises(StoreError, match="have not the 2 rows"):
        run(folder, PAGES)
    assert current_release(Layout(folder)) is None


@pytest.mark.parametrize("target", ["releases/000009", "releases/elsewhere"])
def test_a_link_that_leads_nowhere_is_an_error(target: str, folder: Path) -> None:
    """newsmill says that the current release is gone instead of beginning from nothing."""
    run(folder, PAGES)
    link = Layout(folder).current
    link.unlink()
    link.symlink_to(target)
    with pytest.raises(StoreError, match="is no release: point it to"):
        current(folder)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "manifest.json is missing"),
        ("{", "cannot be read"),
        ("{}", "cannot be read"),
        ("[]", "cannot be read"),
        (json.dumps({"schema_version": SCHEMA_VERSION + 1}), "upgrade newsmill"),
        (json.dumps({"schema_version": SCHEMA_VERSION, "files": [{}]}), "cannot be read"),
    ],
)
def test_a_damaged_manifest_is_an_error(text: str | None, message: str, folder: Path) -> None:
    """A release without a manifest that can be read is refused in one line."""
    path = run(folder, PAGES).path / manifest.FILE_NAME
    path.unlink()
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(StoreError, match=message):
        current(folder)


@pytest.mark.parametrize("content", [None, b"", b"PAR1 and no more"])
def test_a_damaged_file_is_an_error(content: bytes | None, folder: Path) -> None:
    """A file that is missing or broken is never read as one with fewer rows."""
    release = run(folder, PAGES)
    file = release.path / release.manifest.of("documents")[0].path
    file.unlink()
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(StoreError, match="is damaged"):
        release.read("documents")


def test_a_file_beside_the_manifest_is_not_read(folder: Path) -> None:
    """A file that is not in the manifest did not happen."""
    release = run(folder, PAGES)
    file = release.path / release.manifest.of("sources")[0].path
    (file.parent / "part-00001.parquet").write_bytes(file.read_bytes())
    assert release.read("sources").num_rows == len(PAGES)


def test_an_older_release_is_read_with_the_columns_of_today(folder: Path) -> None:
    """A nullable column that came later is null in the rows of before."""
    release = run(folder, PAGES)
    file = release.path / release.manifest.of("quarantine")[0].path
    schema = DATASETS["sources"].schema
    pq.write_table(release.read("sources").drop_columns(["encoding"]), file)
    old = Release(release.number, release.path, release.manifest)
    rows = old.read_files([DataFile(file.relative_to(release.path).as_posix(), 0, 0, "")], schema)
    assert rows.schema.equals(schema)
    assert rows["encoding"].null_count == rows.num_rows == len(PAGES)


def test_sketches_of_another_shape_are_not_taken_for_unchanged(folder: Path) -> None:
    """A table with other columns is written anew even where it has as many rows."""
    run(folder, PAGES)
    tables = curated(PAGES)
    wider = tables["sketches"].append_column("more", pa.array([None] * 3, pa.string()))
    layout = Layout(folder)
    previous = current(folder)
    made = publish(layout, datasets(tables, previous), wider, "run2", DIGEST, NOON)
    assert "more" in made.read_sketches().schema.names


def test_the_samples_know_their_copies() -> None:
    """The stand-in for the grouping of texts makes one row stand for equal texts, as these tests rely on."""
    rows = assignments(curated(PAGES)["texts"])
    assert rows["duplicate_of"].null_count == 2
    assert set(merge.TABLES) == set(curated(PAGES))
