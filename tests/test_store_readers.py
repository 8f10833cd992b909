"""What people read: every engine gives the same rows by folder and by glob, at any moment."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd  # type: ignore[import-untyped]  # stubs would be one more package
import polars as pl
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from store_samples import Page, run

from newsmill.schema import DATASETS
from newsmill.store.layout import Layout
from newsmill.store.release import current_release

PAGES = [
    Page("a.html"),
    Page("b.html"),
    Page("c.html", ("Der Zug fährt.", "Der Bus hält."), language="de"),
    Page("d.html", ("雨下在港口。",), language="zh"),
    Page("e.html", ()),
]
Ids = list[tuple[Any, ...]]


def _duckdb(pattern: str) -> Callable[[Path, list[str]], Ids]:
    def read(folder: Path, columns: list[str]) -> Ids:
        with duckdb.connect() as connection:
            query = f"SELECT {', '.join(columns)} FROM read_parquet('{folder}/{pattern}')"
            return connection.execute(query).fetchall()

    return read


def _pyarrow(folder: Path, columns: list[str]) -> Ids:
    rows = ds.dataset(folder, format="parquet").to_table(columns=columns).to_pylist()
    return [tuple(row.values()) for row in rows]


def _parquet(folder: Path, columns: list[str]) -> Ids:
    return [tuple(row.values()) for row in pq.read_table(folder, columns=columns).to_pylist()]


def _pandas(folder: Path, columns: list[str]) -> Ids:
    return list(pd.read_parquet(folder, columns=columns).itertuples(index=False, name=None))


def _polars(pattern: str) -> Callable[[Path, list[str]], Ids]:
    return lambda folder, columns: pl.read_parquet(f"{folder}{pattern}", columns=columns).rows()


READERS = {
    "pyarrow dataset": _pyarrow,
    "pyarrow table": _parquet,
    "pandas": _pandas,
    "duckdb glob": _duckdb("**/*.parquet"),
    "polars folder": _polars("/"),
    "polars glob": _polars("/**/*.parquet"),
}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("readers") / "curated"
    run(folder, PAGES)
    return folder


@pytest.mark.parametrize("dataset", ["documents", "duplicates"])
@pytest.mark.parametrize("reader", READERS)
def test_every_reader_gives_the_same_rows(reader: str, dataset: str, published: Path) -> None:
    """A partitioned dataset is right by folder and by glob, with its column language."""
    release = current_release(Layout(published))
    assert release is not None
    columns = ["doc_id", "language", "source_uri"]
    expected = sorted(tuple(row.values()) for row in release.read(dataset, columns).to_pylist())
    assert expected
    assert sorted(READERS[reader](published / dataset, columns)) == expected


@pytest.mark.parametrize("dataset", ["removed", "quarantine", "sources"])
@pytest.mark.parametrize("reader", READERS)
def test_every_reader_reads_the_flat_datasets(reader: str, dataset: str, published: Path) -> None:
    """A dataset without partitions is right by folder and by glob."""
    release = current_release(Layout(published))
    assert release is not None
    expected = sorted(release.read(dataset)["source_uri"].to_pylist())
    assert expected
    assert sorted(uri for (uri,) in READERS[reader](published / dataset, ["source_uri"])) == expected


@pytest.mark.parametrize("dataset", DATASETS)
@pytest.mark.parametrize("reader", READERS)
def test_every_reader_reads_empty_datasets(reader: str, dataset: str, tmp_path: Path) -> None:
    """A release without rows has all columns."""
    run(tmp_path / "curated", [])
    assert READERS[reader](tmp_path / "curated" / dataset, DATASETS[dataset].schema.names) == []


def test_only_finished_parquet_is_where_people_read(published: Path) -> None:
    """Below CURATED/<dataset> there is no file that an engine would trip over."""
    for name in DATASETS:
        files = [path for path in (published / name).resolve().rglob("*") if path.is_file()]
        assert files
        assert {path.suffix for path in files} == {".parquet"}


def test_readers_never_see_a_mixture(tmp_path: Path) -> None:
    """While releases follow one another, a reader of a resolved path gets the rows of one release, without an error."""
    folder = tmp_path / "curated"
    run(folder, [Page("a.html", ("round 0", "round 0."))])
    ended = threading.Event()
    seen: dict[str, list[Ids]] = {"pyarrow dataset": [], "duckdb glob": [], "polars folder": []}
    failures: list[Exception] = []

    def loop(reader: str) -> None:
        try:
            while not ended.is_set() or not seen[reader]:
                seen[reader].append(READERS[reader]((folder / "documents").resolve(), ["text"]))
        except Exception as failure:  # noqa: BLE001 - whatever it is, a thread's error would be lost
            failures.append(failure)

    threads = [threading.Thread(target=loop, args=(reader,)) for reader in seen]
    for thread in threads:
        thread.start()
    for number in range(1, 11):
        texts = (f"round {number}", f"round {number}.")
        run(folder, [Page("a.html", texts, version="a")], run_id=f"run{number}")
    ended.set()
    for thread in threads:
        thread.join()
    assert failures == []
    whole = [sorted([(f"round {number}",), (f"round {number}.",)]) for number in range(11)]
    for reads in seen.values():
        assert reads
        assert all(sorted(rows) in whole for rows in reads)
