"""Merging what a run read with what was there: each version once, in the newest reading, whatever the order."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_samples import NOON, Page, assignments, curated, datasets, run

from newsmill.errors import StoreError
from newsmill.schema import DOCUMENTS, DUPLICATES, to_table
from newsmill.store.columns import differs, gather
from newsmill.store.merge import TABLES, Tables, admitted, merge, partition, schema_of
from newsmill.store.release import Release

PAGE = Page("a.html")
NEWER = Page("a.html", ("Rain fell on the harbour all day.",), version="b")
OTHER = Page("b.html", ("Snow fell in the hills.",))
LISTING = Page("list.html", ("One.", "Two.", "Three."))
NOTHING = Page("empty.html", ())
RUN_COLUMNS = ("run_id", "ingested_at", "updated_run")


def values(tables: Tables, name: str, column: str) -> list[Any]:
    return sorted(tables[name][column].to_pylist(), key=str)


def row(table: pa.Table, **where: Any) -> dict[str, Any]:
    (found,) = [row for row in table.to_pylist() if all(row[name] == value for name, value in where.items())]
    return found  # type: ignore[no-any-return]  # pyarrow has no types


def inodes(release: Release, name: str) -> set[int]:
    return {(release.path / file.path).stat().st_ino for file in release.manifest.of(name)}


def with_status(page: Page, status: str) -> Tables:
    """A page that only its row of sources tells of."""
    tables = curated([page])
    source = tables["sources"].to_pylist()[0] | {"status": status, "documents": 0}
    return {name: schema_of(name).empty_table() for name in TABLES} | {
        "sources": to_table([source], schema_of("sources"))
    }


def test_before_the_first_release_nothing_is_admitted() -> None:
    """The first run merges with empty tables of the right schemas."""
    tables = admitted(None)
    assert set(tables) == set(TABLES)
    for name, table in tables.items():
        assert table.num_rows == 0
        assert table.schema.equals(schema_of(name))


def test_what_was_published_is_admitted(tmp_path: Path) -> None:
    """The texts of a release are its documents and its duplicates; all else is as it was published."""
    pages = [PAGE, Page("copy.html"), LISTING, NOTHING]
    release = run(tmp_path, pages)
    assert release.read("duplicates").num_rows == 1
    tables, fresh = admitted(release), curated(pages)
    for name in TABLES:
        assert tables[name].schema.equals(schema_of(name))
        assert tables[name].num_rows == fresh[name].num_rows
    assert values(tables, "texts", "doc_id") == values(fresh, "texts", "doc_id")


def test_new_inputs_join_what_was_there() -> None:
    """Nothing of another input changes."""
    merged = merge(curated([PAGE]), curated([OTHER, NOTHING], "run2"), "run2")
    assert values(merged, "texts", "source_uri") == ["a.html", "b.html"]
    assert values(merged, "sources", "status") == ["curated", "curated", "quarantined"]
    assert row(merged["texts"], source_uri="a.html")["run_id"] == "run1"
    assert row(merged["texts"], source_uri="b.html")["run_id"] == "run2"


def test_a_version_read_again_replaces_all_that_it_gave() -> None:
    """Texts, removed lines, source row and sketches of the same bytes are there once, in the newest reading."""
    fewer = Page("list.html", ("One, read better.", "Two."))
    merged = merge(curated([LISTING, OTHER]), curated([fewer], "run2"), "run2")
    assert values(merged, "texts", "text") == ["One, read better.", OTHER.texts[0], "Two."]
    assert values(merged, "sketches", "doc_id") == values(merged, "texts", "doc_id")
    assert values(merged, "removed", "source_uri") == ["b.html", "list.html"]
    assert row(merged["sources"], source_uri="list.html")["documents"] == 2


def test_a_version_that_has_no_article_any_more_is_only_quarantined() -> None:
    """New rules may find no report where the old ones found one."""
    merged = merge(curated([PAGE]), curated([Page("a.html", ())], "run2"), "run2")
    assert merged["texts"].num_rows == merged["sketches"].num_rows == 0
    assert values(merged, "quarantine", "run_id") == ["run2"]
    assert values(merged, "sources", "status") == ["quarantined"]
    assert values(merged, "removed", "doc_id") == [None]


def test_a_quarantined_version_that_is_read_at_last_leaves_quarantine() -> None:
    """Its lines that belonged to no document go as well."""
    merged = merge(curated([Page("a.html", ())]), curated([PAGE], "run2"), "run2")
    assert merged["quarantine"].num_rows == 0
    assert values(merged, "sources", "status") == ["curated"]
    assert values(merged, "removed", "doc_id") == [PAGE.doc_id()]


def test_a_new_version_supersedes_the_old_one_and_keeps_its_texts() -> None:
    """The older text stays, to be grouped as a revision; its input says that it is superseded."""
    merged = merge(curated([PAGE]), curated([NEWER], "run2"), "run2")
    assert values(merged, "texts", "text") == sorted([PAGE.texts[0], NEWER.texts[0]])
    assert row(merged["sources"], raw_sha256=PAGE.sha256)["status"] == "superseded"
    assert row(merged["sources"], raw_sha256=PAGE.sha256)["documents"] == 1
    assert row(merged["sources"], raw_sha256=NEWER.sha256)["status"] == "curated"
    assert values(merged, "removed", "doc_id") == sorted([PAGE.doc_id(), NEWER.doc_id()])


def test_a_new_version_takes_the_old_one_out_of_quarantine() -> None:
    """What was wrong with bytes that are gone is nobody's worry."""
    merged = merge(curated([Page("a.html", ())]), curated([NEWER], "run2"), "run2")
    assert merged["quarantine"].num_rows == 0
    assert values(merged, "sources", "status") == ["curated", "superseded"]
    assert values(merged, "removed", "text") == ["Menu b"]


def test_an_old_version_that_comes_back_is_the_newest_again() -> None:
    """Bytes that return to an earlier state supersede those in between."""
    between = merge(curated([PAGE]), curated([NEWER], "run2"), "run2")
    merged = merge(between, curated([PAGE], "run3"), "run3")
    assert row(merged["sources"], raw_sha256=PAGE.sha256)["status"] == "curated"
    assert row(merged["sources"], raw_sha256=NEWER.sha256)["status"] == "superseded"
    assert merged["texts"].num_rows == 2


def test_a_held_version_says_nothing_of_the_others() -> None:
    """An input that waits for the next run does not supersede what was read of it."""
    merged = merge(curated([PAGE]), with_status(NEWER, "held"), "run2")
    assert values(merged, "sources", "status") == ["curated", "held"]
    read = merge(merged, curated([Page("a.html", ("At last.",), "c")], "run3"), "run3")
    assert values(read, "sources", "status") == ["curated", "superseded"]


@pytest.mark.parametrize(("status", "then"), [("container", "superseded"), ("forgotten", "forgotten")])
def test_a_status_that_a_newer_version_meets(status: str, then: str) -> None:
    """A container has versions like any input; what was forgotten stays forgotten."""
    merged = merge(with_status(PAGE, status), curated([NEWER], "run2"), "run2")
    assert row(merged["sources"], raw_sha256=PAGE.sha256)["status"] == then


def test_admission_is_kept() -> None:
    """run_id and ingested_at are those of the run that first admitted the document."""
    later = NOON + timedelta(days=1)
    merged = merge(curated([PAGE]), curated([PAGE, OTHER], "run2", ingested_at=later), "run2")
    again, new = row(merged["texts"], source_uri="a.html"), row(merged["texts"], source_uri="b.html")
    assert (again["run_id"], again["ingested_at"]) == ("run1", NOON)
    assert (new["run_id"], new["ingested_at"]) == ("run2", later)


@pytest.mark.parametrize(
    ("changes", "updated_run"),
    [
        ({}, "run1"),
        ({"ingested_at": NOON + timedelta(days=1)}, "run1"),
        ({"cluster_id": "another", "n_reports": 7}, "run1"),
        ({"text": "Other words."}, "run2"),
        ({"title": "A title at last"}, "run2"),
        ({"languages": [{"language": "en", "share": 0.7}, {"language": "de", "share": 0.3}]}, "run2"),
        ({"truncated": True}, "run2"),
        ({"published_at": NOON}, "run2"),
        ({"pipeline_digest": "fedcba9876543210"}, "run2"),
    ],
)
def test_updated_run_tells_of_changes(changes: dict[str, Any], updated_run: str) -> None:
    """A row read again is updated if a column of its own differs; where it stands among texts is settled later."""
    merged = merge(curated([PAGE]), curated([PAGE], "run2", **changes), "run2")
    assert values(merged, "texts", "updated_run") == [updated_run]


def test_a_value_that_is_gone_is_a_change_too() -> None:
    """A null differs from a value, in both directions."""
    merged = merge(curated([PAGE], author="A. Writer"), curated([PAGE], "run2"), "run2")
    assert values(merged, "texts", "updated_run") == ["run2"]


def test_differing_rows() -> None:
    """Null equals null, differs from every value, and nested values are compared as wholes."""
    ours, theirs = pa.chunked_array([["a", "a", None, None]]), pa.chunked_array([["a", "b", "b", None]])
    assert differs(ours, theirs).to_pylist() == [False, True, True, False]
    rows = pa.chunked_array([pa.array([1, None, 0])])
    assert gather(theirs, rows).to_pylist() == ["b", None, "a"]
    nested = pa.chunked_array([pa.array([[1], [1], None])])
    assert differs(nested, pa.chunked_array([pa.array([[1], [2], None])])).to_pylist() == [False, True, False]


def test_texts_are_parted_by_what_stands_for_them() -> None:
    """A text that another one stands for is a duplicate; both say how many they are."""
    texts = curated([PAGE, Page("copy.html"), OTHER])["texts"]
    documents, duplicates = partition(texts, assignments(texts), None, "run1")
    assert documents.schema.equals(DOCUMENTS.schema)
    assert duplicates.schema.equals(DUPLICATES.schema)
    assert sorted(documents["n_reports"].to_pylist()) == [1, 2]
    (copy,) = duplicates.to_pylist()
    assert copy["duplicate_of"] == copy["cluster_id"] == row(documents, n_reports=2)["doc_id"]
    assert (copy["relation"], copy["similarity"], copy["n_reports"]) == ("exact", 1.0, 2)


def test_assignments_are_found_by_id() -> None:
    """Their order, and more digits than the contract has, make no difference."""
    texts = curated([PAGE, Page("copy.html"), OTHER])["texts"]
    given = assignments(texts)
    precise = given.set_column(5, "similarity", pa.array([0.98765] * 3, pa.float64()))
    _, duplicates = partition(texts, precise.take([2, 0, 1]), None, "run1")
    assert duplicates["similarity"].to_pylist() == [pytest.approx(0.988)]
    assert values({"d": duplicates}, "d", "doc_id") == [max(PAGE.doc_id(), Page("copy.html").doc_id())]


def test_a_text_without_assignment_is_an_error() -> None:
    """No text gets lost between the tables."""
    texts = curated([PAGE, OTHER])["texts"]
    with pytest.raises(StoreError, match="1 texts have no assignment"):
        partition(texts, assignments(texts).slice(1), None, "run1")


def test_a_text_that_stands_elsewhere_is_updated(tmp_path: Path) -> None:
    """A copy that comes later updates the texts of its cluster and no others."""
    copies = sorted((PAGE, Page("copy.html")), key=lambda page: page.doc_id())
    run(tmp_path, [copies[1], OTHER])
    release = run(tmp_path, [copies[0]], "run2")
    assert row(release.read("documents"), source_uri=OTHER.uri)["updated_run"] == "run1"
    assert row(release.read("documents"), source_uri=copies[0].uri)["updated_run"] == "run2"
    moved = row(release.read("duplicates"), source_uri=copies[1].uri)
    assert (moved["run_id"], moved["updated_run"]) == ("run1", "run2")


def test_a_text_that_stands_where_it_stood_is_not_updated(tmp_path: Path) -> None:
    """Running again over the same pages changes no row."""
    pages = [PAGE, Page("copy.html"), LISTING, NOTHING]
    first = run(tmp_path, pages)
    second = run(tmp_path, pages, "run2")
    for name in ("documents", "duplicates"):
        assert second.read(name).equals(first.read(name))
        assert inodes(second, name) == inodes(first, name)


PAGES = st.lists(
    st.builds(
        Page,
        uri=st.sampled_from([f"{letter}.html" for letter in "abcdefgh"]),
        texts=st.lists(st.sampled_from(["Rain fell.", "Snow fell.", "Ice came."]), max_size=3).map(tuple),
        version=st.sampled_from("ab"),
        language=st.sampled_from(["en", "de"]),
    ),
    max_size=8,
    unique_by=lambda page: page.uri,
)


def comparable(tables: Tables) -> dict[str, list[str]]:
    """All rows in one order, without the columns that tell runs apart."""
    return {
        name: sorted(str({key: row[key] for key in row if key not in RUN_COLUMNS}) for row in table.to_pylist())
        for name, table in tables.items()
    }


@settings(max_examples=60, deadline=None)
@given(pages=PAGES, before=PAGES, data=st.data())
def test_many_runs_end_as_one(pages: list[Page], before: list[Page], data: st.DataObject) -> None:
    """Merging pages in any parts and any order, over whatever was there, ends as merging them at once."""
    start = merge(admitted(None), curated(before, "run0"), "run0")
    parts = data.draw(st.lists(st.integers(0, 3), min_size=len(pages), max_size=len(pages)))
    merged = start
    for part in data.draw(st.permutations(range(4))):
        fresh = [page for page, number in zip(pages, parts, strict=True) if number == part]
        merged = merge(merged, curated(fresh, f"run{part}"), f"run{part}")
    at_once = merge(start, curated(pages, "run9"), "run9")
    assert comparable(merged) == comparable(at_once)
    assert comparable(datasets(merged)) == comparable(datasets(at_once))


@settings(max_examples=30, deadline=None)
@given(pages=PAGES)
def test_merging_the_same_again_changes_nothing(pages: list[Page]) -> None:
    """A version read twice is there once."""
    once = merge(admitted(None), curated(pages), "run1")
    assert comparable(merge(once, curated(pages, "run2"), "run2")) == comparable(once)
