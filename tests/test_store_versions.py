"""What was stored by an earlier newsmill: read, and taken on by a run; and what this one stores, read by that one.

tests/stored/v<n>.tar.xz has pages, and CURATED after two runs over them, as the newsmill that first had schema
version <n> stored it; v<n>.json is its columns. They stay as they are.
"""

import json
import tarfile
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest
from store_jobs import check_readable, strays
from store_readers import READERS

from newsmill.maintain import maintain
from newsmill.pipeline import run_local
from newsmill.schema import DATASETS, SCHEMA_VERSION
from newsmill.settings import Settings
from newsmill.store.audit import problems
from newsmill.store.layout import Layout
from newsmill.store.release import Release, current_release

STORED = Path(__file__).parent / "stored"
VERSIONS = sorted(int(path.name[1:].partition(".")[0]) for path in STORED.glob("v*.tar.xz"))
ENGINES = ("pyarrow dataset", "duckdb glob", "polars glob")
PAGE = (
    "Ice on the Tarn\n\nThe ice on the Tarn is thick enough to walk on above the weir, the warden of the river said. "
    "Skaters are asked to keep away from the mouth of the canal, where warm water comes in from the dye works.\n"
)

of_every_version = pytest.mark.parametrize("version", VERSIONS)


@pytest.fixture
def stored(version: int, tmp_path: Path) -> Settings:
    """Settings for a run of today over what was stored then."""
    with tarfile.open(STORED / f"v{version}.tar.xz") as archive:
        archive.extractall(tmp_path, filter="data")
    return Settings(raw=tmp_path / "raw", curated=tmp_path / "curated", workers=1)


def current(settings: Settings) -> Release:
    release = current_release(Layout(settings.curated))
    assert release is not None
    return release


def columns_then(version: int) -> dict[str, dict[str, str]]:
    """The columns of each dataset, with their types, as that version had them."""
    found: dict[str, dict[str, str]] = json.loads((STORED / f"v{version}.json").read_text(encoding="utf-8"))
    return found


def schemas(release: Release, dataset: str) -> set[str]:
    """The different schemas of the files of a dataset."""
    return {str(pq.read_schema(release.path / file.path).remove_metadata()) for file in release.manifest.of(dataset)}


def texts(settings: Settings) -> dict[str, Any]:
    rows = [row for name in ("documents", "duplicates") for row in current(settings).read(name).to_pylist()]
    return {row["doc_id"]: (row["text"], row["language"], row["run_id"]) for row in rows}


def test_every_version_is_stored() -> None:
    """Whoever raises SCHEMA_VERSION adds what it stores to the archives, and with it these tests."""
    assert list(range(1, SCHEMA_VERSION + 1)) == VERSIONS


@of_every_version
def test_what_was_stored_is_read(version: int, stored: Settings) -> None:
    """A release of then is whole by its manifest, and every engine reads its rows."""
    release = current(stored)
    assert release.manifest.schema_version == version
    assert problems(Layout(stored.curated)) == []
    check_readable(stored.curated)
    for name, dataset in DATASETS.items():
        assert release.read(name).schema.equals(dataset.schema)


@of_every_version
def test_a_run_takes_on_what_was_stored(version: int, stored: Settings) -> None:
    """Old rows stay with their admission, new ones join them, and all files of a dataset are of today's contract."""
    before = texts(stored)
    (stored.raw / "new.txt").write_text(PAGE, encoding="utf-8")

    report = run_local(stored.model_copy(update={"only_new": True}))

    after = texts(stored)
    assert (report.new, report.documents) == (1, 1)
    assert {ident: after[ident] for ident in before} == before
    assert len(after) == len(before) + 1
    check_taken_on(stored)


@of_every_version
def test_a_run_reads_again_what_other_rules_made(version: int, stored: Settings) -> None:
    """Without --only-new every input is curated with the rules of today, and each document keeps its id."""
    before = texts(stored)
    for path in stored.raw.iterdir():
        path.write_bytes(path.read_bytes() + b"\n")  # so that it is new, even to the rules that made what is stored

    run_local(stored)

    sources = current(stored).read("sources").to_pylist()
    assert before.keys() <= texts(stored).keys()
    assert {row["status"] for row in sources} >= {"curated", "superseded", "quarantined"}
    check_taken_on(stored)


@of_every_version
def test_maintenance_takes_on_what_was_stored(version: int, stored: Settings) -> None:
    """Joining files brings those of an older contract up to date, without any input being new."""
    before = texts(stored)
    maintain(stored)
    assert texts(stored) == before
    check_taken_on(stored)


def check_taken_on(stored: Settings) -> None:
    release = current(stored)
    assert release.manifest.schema_version == SCHEMA_VERSION
    for name, dataset in DATASETS.items():
        assert schemas(release, name) == {str(dataset.schema.remove_metadata())}
    assert problems(Layout(stored.curated)) == []
    check_readable(stored.curated)
    assert strays(stored.curated) == []


@of_every_version
@pytest.mark.parametrize("dataset", DATASETS)
def test_a_reader_of_then_reads_what_is_stored_now(version: int, dataset: str, sample_release: Path) -> None:
    """The columns that it knows are there, with the types that it knows, for every engine."""
    known = columns_then(version)[dataset]
    for file in (sample_release / dataset).glob("**/*.parquet"):
        schema = pq.read_schema(file)
        assert {name: str(schema.field(name).type) for name in known} == known
    release = current_release(Layout(sample_release))
    assert release is not None
    count = release.read(dataset).num_rows
    for engine in ENGINES:
        assert len(READERS[engine](sample_release / dataset, list(known))) == count


@of_every_version
@pytest.mark.parametrize("column", ["place", "fetched_at", "script"])
def test_a_column_that_came_later_is_null_in_what_was_stored(version: int, column: str, stored: Settings) -> None:
    """An older version is one without some nullable columns: made here by taking one away."""
    release = current(stored)
    for name in ("documents", "duplicates"):
        for file in release.manifest.of(name):
            path = release.path / file.path
            rows = pq.read_table(path, partitioning=None).drop_columns([column])
            path.unlink()
            pq.write_table(rows, path)
    assert release.read("documents")[column].null_count == release.read("documents").num_rows
    (stored.raw / "new.txt").write_text(PAGE, encoding="utf-8")

    run_local(stored.model_copy(update={"only_new": True}))

    check_taken_on(stored)
    with duckdb.connect() as engine:
        query = f"SELECT count(*), count({column}) FROM read_parquet('{stored.curated}/documents/**/*.parquet')"
        rows_now, values = engine.execute(query).fetchall()[0]
    assert rows_now > values
