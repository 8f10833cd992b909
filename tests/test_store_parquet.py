"""Files are of one schema, bounded, sorted, and whole or not there."""

from itertools import count
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from store_samples import Page, curated, document

from newsmill.schema import DATASETS, DOCUMENTS, REMOVED, SCHEMA_VERSION, Dataset, empty, to_table
from newsmill.store import parquet
from newsmill.store.parquet import ordered, partitions, write_part

METADATA = {"schema_version": str(SCHEMA_VERSION), "run_id": "run1"}


def texts(*languages: str) -> pa.Table:
    pages = [Page(f"{number}.html", language=language) for number, language in enumerate(languages)]
    return to_table([document(page, 0, "run1") for page in pages], DOCUMENTS.schema)


def write_dataset(dataset: Dataset, table: pa.Table, folder: Path) -> list[Path]:
    """A whole dataset, as a release has it."""
    names, files = (f"{number}.parquet" for number in count()), []
    for name, part in partitions(dataset, table):
        (folder / name).mkdir(parents=True, exist_ok=True)
        files += write_part(dataset, ordered(dataset, part), folder / name, METADATA, names)
    return files


def relative(files: list[Path], folder: Path) -> list[str]:
    return [file.relative_to(folder).as_posix() for file in files]


def test_a_partition_folder_is_named_by_language(tmp_path: Path) -> None:
    """documents has one folder a language, in the order of the alphabet."""
    files = write_dataset(DOCUMENTS, texts("zh", "en", "zh"), tmp_path)
    assert relative(files, tmp_path) == ["lang=en/0.parquet", "lang=zh/1.parquet"]
    assert [pq.read_metadata(file).num_rows for file in files] == [1, 2]


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=lambda dataset: dataset.name)
def test_an_empty_dataset_has_one_file_with_its_schema(dataset: Dataset, tmp_path: Path) -> None:
    """A reader of a dataset without rows learns its columns; a partitioned one is empty under `lang=und`."""
    (file,) = write_dataset(dataset, empty(dataset), tmp_path)
    assert file.parent == (tmp_path / "lang=und" if dataset.partitioned else tmp_path)
    assert pq.read_schema(file).equals(dataset.schema)
    assert pq.read_metadata(file).num_rows == 0


def test_a_file_carries_its_metadata_and_the_data_dictionary(tmp_path: Path) -> None:
    """Whoever has one file alone knows its schema version, its run and what each column means."""
    (file,) = write_dataset(DOCUMENTS, texts("en"), tmp_path)
    schema = pq.read_schema(file)
    assert {name.decode(): value.decode() for name, value in schema.metadata.items()} == METADATA
    for field in DOCUMENTS.schema:
        assert schema.field(field.name).metadata[b"description"] == field.metadata[b"description"]
        assert schema.field(field.name).nullable == field.nullable


def test_equal_tables_make_equal_bytes_whatever_their_order(tmp_path: Path) -> None:
    """Rows are sorted before they are written."""
    table = texts("en", "en", "en")
    (one,) = write_dataset(DOCUMENTS, table, tmp_path / "one")
    (other,) = write_dataset(DOCUMENTS, table.take([2, 0, 1]), tmp_path / "other")
    assert one.read_bytes() == other.read_bytes()
    ids = pq.read_table(one, partitioning=None)["doc_id"].to_pylist()
    assert ids == sorted(ids)


def test_files_and_row_groups_are_bounded_by_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows go on in a second file when the planned size is reached, in one order through all files."""
    monkeypatch.setattr(parquet, "GROUP_BYTES", 40_000)
    pages = [Page(f"{number}.html", ("x" * 4_000,)) for number in range(30)]
    files = write_dataset(DOCUMENTS, curated(pages)["texts"], tmp_path)
    assert relative(files, tmp_path) == [f"lang=en/{number}.parquet" for number in range(len(files))]
    assert len(files) > 2
    ids: list[str] = []
    for file in files:
        metadata = pq.read_metadata(file)
        assert metadata.num_row_groups == 1
        assert metadata.row_group(0).total_byte_size <= 40_000
        ids += pq.read_table(file, partitioning=None)["doc_id"].to_pylist()
    assert ids == sorted(page.doc_id() for page in pages)


def test_nulls_in_a_sort_column_come_last(tmp_path: Path) -> None:
    """`removed` sorts by doc_id, which may be null; the file says that it is sorted, and it is."""
    rows = [
        {"source_uri": "a", "doc_id": ident, "position": 1, "text": "t", "rule": "r", "reason": "r", "item_index": None}
        for ident in (None, "b", "a")
    ]
    (file,) = write_dataset(REMOVED, to_table(rows, REMOVED.schema), tmp_path)
    assert pq.read_table(file)["doc_id"].to_pylist() == ["a", "b", None]
    sorting = pq.read_metadata(file).row_group(0).sorting_columns
    assert [REMOVED.schema.names[column.column_index] for column in sorting] == list(REMOVED.sort)


def test_statistics_are_on_every_column_but_prose(tmp_path: Path) -> None:
    """Engines can skip files by any short column; the first bytes of a text would only make footers big."""
    (file,) = write_dataset(DOCUMENTS, texts("en"), tmp_path)
    group = pq.read_metadata(file).row_group(0)
    columns = {group.column(index).path_in_schema: group.column(index) for index in range(group.num_columns)}
    assert not columns["text"].is_stats_set
    assert columns["doc_id"].is_stats_set
    assert columns["published_at"].is_stats_set
    assert columns["doc_id"].has_column_index
    assert {column.compression for column in columns.values()} == {"ZSTD"}


def test_a_write_that_fails_leaves_no_file(tmp_path: Path) -> None:
    """Rows that Parquet refuses in the middle of a write leave nothing that a reader could take for a whole file."""
    good = texts("en")
    nulls = pa.table([pa.nulls(1, field.type) for field in DOCUMENTS.schema], names=DOCUMENTS.schema.names)
    part = pa.concat_tables([good.cast(nulls.schema), nulls])
    loose = Dataset("documents", "", nulls.schema, False, ("doc_id",))
    with pytest.raises(ValueError, match="null"):
        parquet.write_part(DOCUMENTS, part, tmp_path, METADATA, ["a.parquet"])
    assert list(tmp_path.rglob("*.parquet")) == []
    assert list(tmp_path.rglob("*.draft")) == []
    assert write_dataset(loose, part, tmp_path), "the same rows are written where nulls are allowed"


def test_a_disk_that_fails_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that did not reach the disk does not get its name."""

    def full(path: Path) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(parquet, "sync", full)
    with pytest.raises(OSError, match="No space"):
        write_dataset(DOCUMENTS, texts("en"), tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
