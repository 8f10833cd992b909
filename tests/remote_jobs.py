"""A CURATED in an object store: runs over it, what its readers see, and every point at which a run changes it."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa
import pytest
from store_jobs import RUN_COLUMNS
from store_samples import Page, datasets
from store_samples import curated as curated_tables

from newsmill.location import StoreUrl
from newsmill.pipeline import open_run, publish_tables
from newsmill.remote import tables
from newsmill.remote.bucket import Bucket, open_bucket
from newsmill.schema import DATASETS
from newsmill.settings import Settings
from newsmill.steps import Run
from newsmill.store import history, merge
from newsmill.store.release import current_release

Rows = dict[str, pa.Table]
At = Callable[[str], None]


def settings_for(url: str, state: Path, **others: Any) -> Settings:
    return Settings(raw=state.parent / "raw", curated=StoreUrl(url), state=state, workers=1, **others)


def run_over(settings: Settings, pages: Sequence[Page]) -> None:
    """A run as the pipeline does it, from the locks to the sweep, without the curating."""
    with open_run(settings) as run:
        publish_over(run, pages)


def publish_over(run: Run, pages: Sequence[Page]) -> None:
    """What a run does between its locks and its sweep."""
    current = current_release(run.layout)
    merged = merge.merge(merge.admitted(current), curated_tables(pages, run.run_id), run.run_id)
    done = publish_tables(run, {**datasets(merged, current, run.run_id), "sketches": merged["sketches"]})
    entry = {"run_id": run.run_id, "started_at": run.started_at.isoformat(), "release": done.release}
    history.append(run.layout, run.run_id, entry)


def versions(url: str) -> dict[str, int]:
    """The version that each Delta table is at; -1 where there is none."""
    from deltalake import DeltaTable

    addresses = {name: f"{url}/{name}" for name in DATASETS}
    return {
        name: DeltaTable(address).version() if DeltaTable.is_deltatable(address) else -1
        for name, address in addresses.items()
    }


def read(url: str, name: str, version: int | None = None) -> pa.Table:
    """The rows of a dataset as a reader of Delta has them, but for the columns that tell runs apart."""
    from deltalake import DeltaTable

    return comparable(name, DeltaTable(f"{url}/{name}", version=version).to_pyarrow_table())


def comparable(name: str, rows: pa.Table) -> pa.Table:
    """Rows in one order and one schema, without the columns that tell runs apart."""
    dataset = DATASETS[name]
    rows = rows.select(dataset.schema.names).cast(dataset.schema).replace_schema_metadata(None)
    rows = rows.sort_by([(key, "ascending") for key in dataset.sort]).combine_chunks()
    return rows.drop_columns([column for column in RUN_COLUMNS if column in rows.schema.names])


def by_duckdb(url: str, name: str, columns: Sequence[str]) -> list[tuple[Any, ...]]:
    """DuckDB over the files that Delta names: its own extension for Delta would have to be downloaded."""
    from deltalake import DeltaTable

    rows = DeltaTable(f"{url}/{name}").to_pyarrow_dataset()
    with duckdb.connect() as connection:
        return sorted(connection.register("rows", rows).execute(f"SELECT {', '.join(columns)} FROM rows").fetchall())


def by_polars(url: str, name: str, columns: Sequence[str]) -> list[tuple[Any, ...]]:
    return sorted(pl.scan_delta(f"{url}/{name}").select(columns).collect().rows())


def objects(url: str) -> dict[str, str]:
    """Every object below an address, with its etag."""
    return {found.key: found.etag for found in open_bucket(StoreUrl(url)).list()}


def bucket(url: str) -> Bucket:
    return open_bucket(StoreUrl(url))


@contextmanager
def watched(at: At) -> Iterator[None]:
    """Tell `at` of every point at which this process changes the store: before it does, and when it has."""
    with pytest.MonkeyPatch.context() as patch:
        put, delete, commit = Bucket._put, Bucket.delete, tables._commit

        def watched_put(self: Bucket, key: str, data: Any, mode: Any) -> Any:
            return _around(at, f"put {_named(key)}", lambda: put(self, key, data, mode))

        def watched_delete(self: Bucket, keys: Sequence[str]) -> None:
            if keys:
                _around(at, f"remove {_named(keys[0])}", lambda: delete(self, keys))

        def watched_commit(table: Any, dataset: Any, *others: Any) -> None:
            _around(at, f"commit {dataset.name}", lambda: commit(table, dataset, *others))

        patch.setattr(Bucket, "_put", watched_put)
        patch.setattr(Bucket, "delete", watched_delete)
        patch.setattr(tables, "_commit", watched_commit)
        yield


def _around(at: At, what: str, act: Callable[[], Any]) -> Any:
    at(f"before: {what}")
    result = act()
    at(f"after: {what}")
    return result


def _named(key: str) -> str:
    """The key without what is another one in each run."""
    return re.sub(r"[0-9a-f]{32,}|\d{8}T\d{6}Z-[0-9a-f]{6}", "*", key)
