"""The engines that people read with: each from a folder of Parquet, or from a glob, to rows of plain values."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd  # type: ignore[import-untyped]  # stubs would be one more package
import polars as pl
import pyarrow.dataset as ds
import pyarrow.parquet as pq

Rows = list[tuple[Any, ...]]
Reader = Callable[[Path, Sequence[str]], Rows]


def _duckdb(folder: Path, columns: Sequence[str]) -> Rows:
    with duckdb.connect() as connection:
        query = f"SELECT {', '.join(columns)} FROM read_parquet('{folder}/**/*.parquet')"
        return connection.execute(query).fetchall()


def _pyarrow(folder: Path, columns: Sequence[str]) -> Rows:
    rows = ds.dataset(folder, format="parquet").to_table(columns=list(columns)).to_pylist()
    return [tuple(row.values()) for row in rows]


def _pyarrow_glob(folder: Path, columns: Sequence[str]) -> Rows:
    files = sorted(folder.glob("**/*.parquet"))
    if not files:
        raise FileNotFoundError(folder)
    return [tuple(row.values()) for row in ds.dataset(files).to_table(columns=list(columns)).to_pylist()]


def _parquet(folder: Path, columns: Sequence[str]) -> Rows:
    return [tuple(row.values()) for row in pq.read_table(folder, columns=list(columns)).to_pylist()]


def _pandas(folder: Path, columns: Sequence[str]) -> Rows:
    return list(pd.read_parquet(folder, columns=list(columns)).itertuples(index=False, name=None))


def _polars(pattern: str) -> Reader:
    return lambda folder, columns: pl.read_parquet(f"{folder}{pattern}", columns=list(columns)).rows()


READERS: dict[str, Reader] = {
    "pyarrow dataset": _pyarrow,
    "pyarrow glob": _pyarrow_glob,
    "pyarrow table": _parquet,
    "pandas": _pandas,
    "duckdb glob": _duckdb,
    "polars folder": _polars("/"),
    "polars glob": _polars("/**/*.parquet"),
}
