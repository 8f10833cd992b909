"""The tables of the index: rows that are found again whatever came after them, and files that say so when they lie."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsmill.overlap.corpus import Rows, doc_keys
from newsmill.overlap.postings import PostingRun, Postings
from newsmill.overlap.runs import GROWTH, Run, Table, record

SHAPE = record({"sub": "u4", "value": "i4"})
SINGLE = record({"value": "i4"})
STEPS = st.lists(
    st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 3)), st.none() | st.integers(1, 99), max_size=8),
    max_size=8,
)


def rows_of(shape: np.dtype[np.void], step: dict[tuple[int, int], int | None]) -> tuple[np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    rows = np.zeros(len(step), shape)
    for place, ((_, sub), value) in enumerate(step.items()):
        if "sub" in (shape.names or ()):
            rows["sub"][place] = sub
        rows["value"][place], rows["dead"][place] = value or 0, value is None
    return np.array([key for key, _ in step], np.uint64), rows


def found(table: Table, keys: range) -> dict[tuple[int, int], int]:
    owner, rows = table.all(np.array(keys, np.uint64))
    return {
        (keys[place], sub): value
        for place, sub, value in zip(owner.tolist(), rows["sub"].tolist(), rows["value"].tolist(), strict=True)
    }


@given(STEPS)
@settings(max_examples=100, deadline=None)
def test_the_newest_row_of_a_key_counts_until_it_is_taken_out(steps: list[dict[tuple[int, int], int | None]]) -> None:
    table, expected = Table(SHAPE), dict[tuple[int, int], int | None]()
    for step in steps:
        table, expected = table.plus(*rows_of(SHAPE, step)), expected | step
    there = {key: value for key, value in expected.items() if value is not None}
    assert found(table, range(6)) == there
    assert found(table.purged(), range(6)) == there
    assert sum(len(run.keys) for run in table.purged().runs) == len(there)
    sizes = [len(run.keys) for run in table.runs]
    assert all(larger >= GROWTH * smaller for larger, smaller in pairwise(sizes))


@given(STEPS)
@settings(max_examples=50, deadline=None)
def test_a_table_without_sub_has_one_row_a_key(steps: list[dict[tuple[int, int], int | None]]) -> None:
    table, expected = Table(SINGLE), dict[int, int | None]()
    for step in steps:
        once = {key: value for (key, _), value in step.items()}
        table = table.plus(*rows_of(SINGLE, {(key, 0): value for key, value in once.items()}))
        expected |= once
    there, rows = table.get(np.array([5, 0, 0, 3], np.uint64))
    assert there.tolist() == [expected.get(key) is not None for key in (5, 0, 0, 3)]
    assert rows["value"].tolist() == [expected.get(key) or 0 for key in (5, 0, 0, 3)]


@given(st.lists(st.sets(st.tuples(st.integers(0, 4), st.integers(0, 40))), max_size=5), st.sets(st.integers(0, 40)))
@settings(max_examples=100, deadline=None)
def test_holders_that_count_are_found_and_counted(parts: list[set[tuple[int, int]]], dead: set[int]) -> None:
    postings, every = Postings(), set[tuple[int, int]]()
    for part in parts:
        fresh = sorted(part - every)
        every |= part
        keys = np.array([key for key, _ in fresh], np.uint64)
        postings = postings.plus(keys, np.array([holder for _, holder in fresh], np.int64))
    counts = np.array([holder not in dead for holder in range(41)])
    there = {(key, holder) for key, holder in every if holder not in dead}
    keys = np.arange(6, dtype=np.uint64)
    for held in (postings, postings.purged(counts)):
        owner, holders = held.holders(keys, counts)
        assert set(zip(owner.tolist(), holders.tolist(), strict=True)) == there
        few = [sum(key == own for own, _ in there) <= 2 for key in range(6)]
        assert held.at_most(keys, counts, 2).tolist() == few
    assert sum(len(run.entries) for run in postings.purged(counts).runs) == len(there)


def test_runs_on_disk_are_the_runs_that_were_written(tmp_path: Path) -> None:
    (run,) = Table(SHAPE).plus(*rows_of(SHAPE, {(7, 1): 3, (2, 0): 5})).runs
    run.write(tmp_path / "rows")
    mapped = Run.mapped(tmp_path / "rows", 2, SHAPE)
    assert mapped.keys.tolist() == [2, 7]
    assert mapped.rows.tolist() == run.rows.tolist()
    postings = PostingRun(np.array([3, 9], np.uint64))
    postings.write(tmp_path / "postings")
    assert PostingRun.mapped(tmp_path / "postings", 2).entries.tolist() == [3, 9]
    with pytest.raises(ValueError, match="damaged"):
        Run.mapped(tmp_path / "rows", 3, SHAPE)
    with pytest.raises(ValueError, match="damaged"):
        PostingRun.mapped(tmp_path / "postings", 1)


IDS = st.lists(st.text(st.characters(exclude_characters="\0", codec="utf-8"), min_size=1, max_size=20), unique=True)


@given(IDS, st.integers(0, 20))
@settings(max_examples=100, deadline=None)
def test_the_key_of_a_document_is_that_of_its_id_alone(ids: list[str], cut: int) -> None:
    whole = doc_keys(pa.chunked_array([pa.array(ids, pa.string())]))
    parts = pa.chunked_array([pa.array(ids[:cut], pa.string()), pa.array(ids, pa.large_string()).cast("string")[cut:]])
    alone = [doc_keys(pa.chunked_array([pa.array([name], pa.string())]))[0] for name in ids]
    assert doc_keys(parts).tolist() == whole.tolist() == alone
    assert len(set(whole.tolist())) == len(ids)


def test_rows_are_taken_by_key_in_any_order_out_of_any_batch() -> None:
    parts = [pa.table({"doc_id": [f"d{n}", f"e{n}"], "text": [f"text {n}", f"more {n}"]}) for n in range(3)]
    rows = Rows(pa.concat_tables(parts))
    keys = doc_keys(pa.chunked_array([["e2", "d0", "e0", "d0"]]))
    assert rows.take(keys, ["text"])["text"].to_pylist() == ["more 2", "text 0", "more 0", "text 0"]
    assert rows.take(keys[:0], ["text"]).schema.names == ["text"]
    with pytest.raises(KeyError, match="not in the corpus"):
        rows.take(doc_keys(pa.chunked_array([["d9"]])), ["text"])
