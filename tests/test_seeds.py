"""The real documents that the project was asked to handle, against what must come out of them."""

import json
import re
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds
import pytest

from newsmill.pipeline import run_local
from newsmill.settings import Settings

QUOTES = str.maketrans("“”‘’″", '""\'\'"')
METADATA = ("title", "title_language", "language", "script", "source", "author", "place")

Row = dict[str, Any]


@pytest.fixture(scope="session")
def seeds(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Row]]:
    """Rows by dataset, of a run over the seeds."""
    curated = tmp_path_factory.mktemp("seeds") / "curated"
    folder = shared / "seeds"
    raw = tmp_path_factory.mktemp("raw")
    for file in folder.glob("*.txt"):
        (raw / file.name).write_bytes(file.read_bytes())
    run_local(Settings(raw=raw, curated=curated, workers=1))
    names = ("documents", "duplicates", "removed", "quarantine")
    return {name: ds.dataset(curated / name).to_table().to_pylist() for name in names}


@pytest.fixture(scope="session")
def expected(shared: Path) -> dict[str, dict[str, Any]]:
    """What must come out, by file."""
    entries = json.loads((shared / "seeds" / "expected.json").read_text(encoding="utf-8"))
    return {name: entry for name, entry in entries.items() if not name.startswith("_")}


def _pairs(seeds: dict[str, list[Row]], expected: dict[str, dict[str, Any]]) -> list[tuple[Row, Row]]:
    """Each expected item with the row it became."""
    rows = {(row["source_uri"], row["item_index"]): row for name in ("documents", "duplicates") for row in seeds[name]}
    return [(item, rows[name, index]) for name, entry in expected.items() for index, item in enumerate(entry["items"])]


def _plain(text: str) -> str:
    """As the expectations are compared: without white space, with straight quotes."""
    return re.sub(r"\s+", "", text).translate(QUOTES)


def test_the_five_files_hold_twelve_texts(seeds: dict[str, list[Row]], expected: dict[str, dict[str, Any]]) -> None:
    found = sorted(
        (row["source_uri"], row["item_index"]) for name in ("documents", "duplicates") for row in seeds[name]
    )

    assert found == sorted((name, index) for name, entry in expected.items() for index in range(len(entry["items"])))
    assert len(found) == 12
    assert seeds["quarantine"] == []


def test_titles_languages_scripts_sources_authors_and_places_are_read(
    seeds: dict[str, list[Row]], expected: dict[str, dict[str, Any]]
) -> None:
    for item, row in _pairs(seeds, expected):
        assert {key: row[key] for key in METADATA if key in item} == {key: item[key] for key in METADATA if key in item}


def test_dates_are_read_and_left_empty_where_no_year_is_named(
    seeds: dict[str, list[Row]], expected: dict[str, dict[str, Any]]
) -> None:
    for item, row in _pairs(seeds, expected):
        if "published" in item:
            assert (row["published_at"] and f"{row['published_at']:%Y-%m-%d}") == item["published"]


def test_texts_that_the_source_cut_short_say_so(
    seeds: dict[str, list[Row]], expected: dict[str, dict[str, Any]]
) -> None:
    for item, row in _pairs(seeds, expected):
        assert row["truncated"] is item.get("truncated", False)


def test_what_must_stay_is_in_the_text(seeds: dict[str, list[Row]], expected: dict[str, dict[str, Any]]) -> None:
    for item, row in _pairs(seeds, expected):
        for passage in item["keep"]:
            assert _plain(passage) in _plain(row["text_original"] or row["text"])


def test_furniture_is_in_no_text_and_stands_in_removed(
    seeds: dict[str, list[Row]], expected: dict[str, dict[str, Any]]
) -> None:
    for item, row in _pairs(seeds, expected):
        if row["language"] == "zh":
            continue  # these speak of headings; the test below reads them
        removed = _plain("".join(line["text"] for line in seeds["removed"] if line["source_uri"] == row["source_uri"]))
        for furniture in item.get("drop", []):
            assert _plain(furniture) not in _plain(row["text"])
            assert _plain(furniture) in removed


def test_furniture_of_a_whole_page_stands_in_removed(
    seeds: dict[str, list[Row]], expected: dict[str, dict[str, Any]]
) -> None:
    for name, entry in expected.items():
        removed = "".join(line["text"] for line in seeds["removed"] if line["source_uri"] == name)
        assert all(line in removed for line in entry.get("drop", []))


def test_a_heading_and_the_sentence_after_it_are_not_glued(
    seeds: dict[str, list[Row]], expected: dict[str, dict[str, Any]]
) -> None:
    for item, row in _pairs(seeds, expected):
        if row["language"] == "zh":
            for glued in item["drop"]:
                assert glued not in row["text"]
                assert _plain(glued) in _plain(row["text"])


def test_no_blank_is_left_inside_chinese(seeds: dict[str, list[Row]]) -> None:
    for row in seeds["documents"]:
        if row["language"] == "zh":
            assert not re.search("[\u4e00-\u9fff] +[\u4e00-\u9fff]", row["text"])


def test_every_removed_line_has_its_rule_and_its_reason(seeds: dict[str, list[Row]]) -> None:
    assert seeds["removed"]
    assert all(line["rule"] and line["reason"] for line in seeds["removed"])


def test_no_two_different_reports_are_merged(seeds: dict[str, list[Row]], expected: dict[str, dict[str, Any]]) -> None:
    may_merge = {
        row["doc_id"] for item, row in _pairs(seeds, expected) if item.get("cluster") == "commentary"
    }  # three tellings of one commentary

    assert all(row["doc_id"] in may_merge and row["duplicate_of"] in may_merge for row in seeds["duplicates"])
