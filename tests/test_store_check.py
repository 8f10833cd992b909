"""The last gate: every breach of the contract is found and named."""

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest
from store_samples import Page, curated, datasets

from newsmill.errors import StoreError
from newsmill.schema import DATASETS, OVERLAPS, to_table
from newsmill.store.check import check_release
from newsmill.store.merge import Tables

COPY, ORIGINAL = sorted((Page("a.html"), Page("b.html")), key=lambda page: page.doc_id(), reverse=True)
OTHER = Page("c.html", ("Snow fell.", "Ice came."))
NOTHING = Page("d.html", ())


def good() -> Tables:
    """A release with documents, a duplicate, an overlap and a quarantined input."""
    first, second = sorted((ORIGINAL.doc_id(), OTHER.doc_id(1)))
    return datasets(curated([COPY, ORIGINAL, OTHER, NOTHING])) | {"overlaps": overlap(first, second)}


def overlap(first: str, second: str) -> pa.Table:
    row = dict.fromkeys(OVERLAPS.schema.names, "fell") | {
        "doc_id": first,
        "other_id": second,
        "similarity": 0.5,
        "containment": 1.0,
    }
    return to_table([row], OVERLAPS.schema)


def changed(table: pa.Table, row: int, **values: Any) -> pa.Table:
    rows = table.to_pylist()
    rows[row] |= values
    return pa.Table.from_pylist(rows, schema=table.schema)


def place(table: pa.Table, uri: str) -> int:
    return int(table["source_uri"].to_pylist().index(uri))


def edit(name: str, uri: str, **values: Any) -> Callable[[Tables], Tables]:
    return lambda tables: {**tables, name: changed(tables[name], place(tables[name], uri), **values)}


def drop(name: str, uri: str) -> Callable[[Tables], Tables]:
    return lambda tables: {
        **tables,
        name: tables[name].filter(pa.array([value != uri for value in tables[name]["source_uri"].to_pylist()])),
    }


def twice(name: str) -> Callable[[Tables], Tables]:
    return lambda tables: {**tables, name: pa.concat_tables([tables[name], tables[name].slice(0, 1)])}


def reversed_overlap(tables: Tables) -> Tables:
    row = tables["overlaps"].to_pylist()[0]
    return {**tables, "overlaps": overlap(row["other_id"], row["doc_id"])}


def nullable(tables: Tables) -> Tables:
    """A null where the contract has none; Arrow lets a table lie about that."""
    columns = [
        pa.nulls(tables["removed"].num_rows, pa.string()) if name == "rule" else tables["removed"][name]
        for name in DATASETS["removed"].schema.names
    ]
    return {**tables, "removed": pa.Table.from_arrays(columns, schema=DATASETS["removed"].schema)}


BREACHES: dict[str, tuple[Callable[[Tables], Tables], str]] = {
    "no table": (lambda tables: {n: t for n, t in tables.items() if n != "overlaps"}, "there is no table overlaps"),
    "other columns": (
        lambda tables: {**tables, "removed": tables["removed"].drop_columns(["rule"])},
        "removed has not the columns",
    ),
    "null": (nullable, r"removed\.rule must not be null"),
    "doc_id twice in documents": (twice("documents"), "in more than one row of documents and duplicates"),
    "doc_id twice in duplicates": (twice("duplicates"), "in more than one row of documents and duplicates"),
    "doc_id in both": (
        edit("duplicates", COPY.uri, doc_id=ORIGINAL.doc_id()),
        f"{ORIGINAL.doc_id()} is in more than one row",
    ),
    "duplicate of nothing": (edit("duplicates", COPY.uri, duplicate_of="f00d"), r"duplicate_of names f00d, which is"),
    "overlap of nothing": (lambda tables: {**tables, "overlaps": overlap("f00d", "f00e")}, r"doc_id names f00d"),
    "overlap with a duplicate": (
        lambda tables: {**tables, "overlaps": overlap(ORIGINAL.doc_id(), COPY.doc_id())},
        rf"other_id names {COPY.doc_id()}",
    ),
    "overlap the wrong way round": (reversed_overlap, "whose doc_id is not the smaller one"),
    "input twice": (twice("sources"), r"input a\.html .* is in more than one row of sources"),
    "quarantined and not in quarantine": (drop("quarantine", NOTHING.uri), r"input d\.html .* must be quarantined"),
    "in quarantine and not quarantined": (edit("sources", NOTHING.uri, status="held"), r"input d\.html .* must be"),
    "curated without documents": (edit("sources", OTHER.uri, documents=0), r"input c\.html .* gave no document"),
    "fewer documents than said": (edit("sources", OTHER.uri, documents=3), r"c\.html .* gave 3 documents .* and 2 are"),
    "documents of no input": (drop("sources", OTHER.uri), r"c\.html .* gave 0 documents by sources, and 2 are there"),
    "documents of a forgotten input": (edit("sources", OTHER.uri, status="forgotten"), r"c\.html .* gave 0 documents"),
    "documents of another version": (edit("sources", OTHER.uri, raw_sha256=""), r"\(version unread\) gave 2 documents"),
}


def test_a_good_release_passes() -> None:
    """The release that every breach below is made from is in order."""
    check_release(good())


def test_documents_of_a_superseded_version_count() -> None:
    """An older version of an input keeps its documents."""
    check_release(edit("sources", OTHER.uri, status="superseded")(good()))


def test_a_release_without_rows_passes() -> None:
    """Nothing in, nothing out, nothing lost."""
    check_release(datasets(curated([])))


@pytest.mark.parametrize(("breach", "message"), BREACHES.values(), ids=BREACHES)
def test_a_breach_is_found_and_named(breach: Callable[[Tables], Tables], message: str) -> None:
    """Each way to break the contract is refused with what is wrong."""
    with pytest.raises(StoreError, match=f"was not published: .*{message}"):
        check_release(breach(good()))
