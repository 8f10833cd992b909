"""Tables without some of what was admitted: still of the contract, and the rest as it was."""

from pathlib import Path

from store_samples import DIGEST, Page, curated, datasets, run

from newsmill.store.check import check_release
from newsmill.store.edit import (
    named,
    taken_back,
    without_held,
    without_sources,
    without_tombstones,
)
from newsmill.store.merge import Tables, admitted, merge

PAGE = Page("news/a.html")
OTHER = Page("news/b.html", ("Snow fell.",))
RECORD = Page("box.jsonl#1", ("Hail fell.",))
BOX = Page("box.jsonl", ())
PAGES = [PAGE, OTHER, RECORD, BOX]


def uris(tables: Tables, name: str) -> list[str]:
    return sorted(tables[name]["source_uri"].to_pylist())


def statuses(tables: Tables) -> dict[str, str]:
    return {row["source_uri"]: row["status"] for row in tables["sources"].to_pylist()}


def without(tables: Tables, *names: str) -> Tables:
    """What `newsmill forget` leaves of the tables."""
    gone = {uri for name in names for uri in named(tables["sources"], name)}
    return without_sources(tables, gone, names, "run2", DIGEST)


def test_a_name_is_an_input_a_container_or_a_folder() -> None:
    """What each of them means is found among the sources."""
    sources = curated(PAGES)["sources"]
    assert named(sources, "news/a.html") == ["news/a.html"]
    assert named(sources, "box.jsonl") == ["box.jsonl", "box.jsonl#1"]
    assert named(sources, "news/") == ["news/a.html", "news/b.html"]
    assert named(sources, "news") == []


def test_a_forgotten_source_leaves_all_tables_and_a_tombstone() -> None:
    """The others stay as they are, and the tables are fit to be published."""
    tables = without(curated(PAGES), PAGE.uri)
    for name in ("texts", "removed"):
        assert PAGE.uri not in uris(tables, name)
        assert OTHER.uri in uris(tables, name)
    assert PAGE.doc_id() not in tables["sketches"]["doc_id"].to_pylist()
    assert statuses(tables)[PAGE.uri] == "forgotten"
    check_release(datasets(tables))


def test_a_forgotten_record_is_not_admitted_with_its_container() -> None:
    """A container that is read anew brings its other records, and not that one."""
    tables = without(curated(PAGES), RECORD.uri)
    newer = Page("box.jsonl#2", ("Fog came.",))
    merged = merge(tables, curated([Page(RECORD.uri, RECORD.texts, "b"), newer], "run3"), "run3")
    assert uris(merged, "texts") == ["box.jsonl#2", "news/a.html", "news/b.html"]
    assert set(merged["sketches"]["doc_id"].to_pylist()) == set(merged["texts"]["doc_id"].to_pylist())
    assert statuses(merged)[RECORD.uri] == "forgotten"
    check_release(datasets(merged))


def test_without_its_tombstone_a_source_may_come_back() -> None:
    """Only the tombstones that are named go."""
    tables = without_tombstones(without(curated(PAGES), PAGE.uri, OTHER.uri), [PAGE.uri])
    assert PAGE.uri not in statuses(tables)
    assert statuses(tables)[OTHER.uri] == "forgotten"
    merged = merge(tables, curated([PAGE], "run3"), "run3")
    assert statuses(merged)[PAGE.uri] == "curated"


def test_what_a_run_read_is_held_when_it_is_taken_back(tmp_path: Path) -> None:
    """The rows are those of before; its inputs are there as held, until they are let go."""
    before = admitted(run(tmp_path, [PAGE]))
    after = admitted(run(tmp_path, [OTHER, Page("empty.html", ())], "run2"))
    tables = taken_back(before, after, ["run2"])
    assert uris(tables, "texts") == [PAGE.uri]
    assert statuses(tables) == {PAGE.uri: "curated", OTHER.uri: "held", "empty.html": "held"}
    check_release(datasets(tables))
    assert statuses(without_held(tables)) == {PAGE.uri: "curated"}


def test_what_an_earlier_run_read_is_not_held(tmp_path: Path) -> None:
    """Only what the runs read that are taken back."""
    before = admitted(run(tmp_path, [PAGE]))
    run(tmp_path, [OTHER], "run2")
    after = admitted(run(tmp_path, [RECORD], "run3"))
    assert OTHER.uri not in statuses(taken_back(before, after, ["run3"]))
