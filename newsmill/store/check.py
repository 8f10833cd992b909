"""The last gate before a release: tables that break the contract are never published."""

from collections.abc import Iterator, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from newsmill.errors import StoreError
from newsmill.schema import DATASETS
from newsmill.store.columns import version_keys

Tables = Mapping[str, pa.Table]


def check_release(tables: Tables) -> None:
    """Hold the six datasets against the contract, and against each other. Raises StoreError with the first breach."""
    for problem in _breaches(tables):
        raise StoreError(f"this release would break the contract, so it was not published: {problem}")


def _breaches(tables: Tables) -> Iterator[str]:
    yield from _of_schemas(tables)
    yield from _of_documents(tables)
    yield from _of_inputs(tables)


def _of_schemas(tables: Tables) -> Iterator[str]:
    for name, dataset in DATASETS.items():
        if name not in tables:
            yield f"there is no table {name}"
        elif not tables[name].schema.equals(dataset.schema):
            yield f"{name} has not the columns of the contract"
        else:
            for field in dataset.schema:
                if not field.nullable and tables[name][field.name].null_count:
                    yield f"{name}.{field.name} must not be null"


def _of_documents(tables: Tables) -> Iterator[str]:
    documents, duplicates, overlaps = tables["documents"], tables["duplicates"], tables["overlaps"]
    for doc_id in _repeated([documents["doc_id"], duplicates["doc_id"]]):
        yield f"{doc_id} is in more than one row of documents and duplicates"
    for table, name, column in (
        (duplicates, "duplicates", "duplicate_of"),
        (overlaps, "overlaps", "doc_id"),
        (overlaps, "overlaps", "other_id"),
    ):
        for doc_id in _not_in(table[column], documents["doc_id"]):
            yield f"{name}.{column} names {doc_id}, which is not in documents"
    if pc.any(pc.greater_equal(overlaps["doc_id"], overlaps["other_id"])).as_py():
        yield "overlaps has a pair whose doc_id is not the smaller one"


def _of_inputs(tables: Tables) -> Iterator[str]:
    """Nothing is lost: each input gave the documents it says, or it is in quarantine."""
    sources = tables["sources"]
    for key in _repeated([version_keys(sources)]):
        yield f"{_input(key)} is in more than one row of sources"
    quarantined = version_keys(sources.filter(pc.equal(sources["status"], "quarantined")))
    in_quarantine = version_keys(tables["quarantine"])
    for key in [*_not_in(quarantined, in_quarantine), *_not_in(in_quarantine, quarantined)]:
        yield f"{_input(key)} must be quarantined in sources and have a row in quarantine, or neither"
    curated = sources.filter(pc.equal(sources["status"], "curated"))
    for key in version_keys(curated.filter(pc.less(curated["documents"], 1))).to_pylist():
        yield f"{_input(key)} is curated and gave no document"
    yield from _of_counts(tables)


def _of_counts(tables: Tables) -> Iterator[str]:
    sources = tables["sources"]
    giving = sources.filter(pc.is_in(sources["status"], value_set=pa.array(["curated", "superseded"])))
    said = dict(zip(version_keys(giving).to_pylist(), giving["documents"].to_pylist(), strict=True))
    texts = pa.concat_tables(
        [tables[name].select(["source_uri", "raw_sha256"]) for name in ("documents", "duplicates")]
    )
    there = {entry["values"]: entry["counts"] for entry in pc.value_counts(version_keys(texts)).to_pylist()}
    for key in sorted(said.keys() | there.keys()):
        if said.get(key, 0) != there.get(key, 0):
            yield f"{_input(key)} gave {said.get(key, 0)} documents by sources, and {there.get(key, 0)} are there"


def _repeated(columns: list[pa.ChunkedArray]) -> list[str]:
    chunks = [chunk for column in columns for chunk in column.chunks]
    counts = pc.value_counts(pa.chunked_array(chunks, pa.string()))
    return sorted(entry["values"] for entry in counts.to_pylist() if entry["counts"] > 1)


def _not_in(values: pa.ChunkedArray, known: pa.ChunkedArray) -> list[str]:
    strangers = values.filter(pc.invert(pc.is_in(values, value_set=known)))
    return sorted(pc.unique(strangers).to_pylist())


def _input(key: str) -> str:
    source_uri, _, raw_sha256 = key.partition("\0")
    return f"input {source_uri} (version {raw_sha256[:8] or 'unread'})"
