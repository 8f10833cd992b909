"""Ids and digests: the same for the same thing, different for a different one."""

import hashlib
from datetime import UTC, datetime

import pytest

from newsmill.provenance import doc_id, new_run_id, pipeline_digest
from newsmill.settings import Settings


def test_the_id_of_a_document_is_that_of_the_contract() -> None:
    assert doc_id("a/b.html", "00ff", 3) == hashlib.sha256(b"a/b.html\x0000ff\x003").hexdigest()[:32]


def test_the_parts_of_an_id_cannot_run_into_each_other() -> None:
    assert doc_id("a", "b1", 0) != doc_id("ab", "1", 0)


def test_run_ids_sort_by_time_and_do_not_repeat() -> None:
    early, late = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), datetime(2026, 1, 2, 3, 4, 6, tzinfo=UTC)

    assert new_run_id(early) < new_run_id(late)
    assert new_run_id(early) != new_run_id(early)
    assert new_run_id(early).startswith("20260102T030405Z-")


@pytest.mark.parametrize("change", [{"script": "s2tw"}, {"max_input_bytes": 2**20}, {"html_engine": "bs4"}])
def test_a_setting_that_affects_rows_changes_the_digest(change: dict[str, object]) -> None:
    assert pipeline_digest(Settings(**change)) != pipeline_digest(Settings())


@pytest.mark.parametrize(
    "change", [{"workers": 7}, {"curated": "elsewhere"}, {"keep_releases": 9}, {"shard_inputs": 5}]
)
def test_a_setting_that_affects_no_row_leaves_the_digest(change: dict[str, object]) -> None:
    assert pipeline_digest(Settings(**change)) == pipeline_digest(Settings())
