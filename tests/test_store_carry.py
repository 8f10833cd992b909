"""What is carried over from the release before: no row is lost, none comes twice, and little is written anew."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsmill.schema import Dataset
from newsmill.store.carry import Piece, pieces
from newsmill.store.columns import differs
from newsmill.store.manifest import DataFile

SCHEMA = pa.schema([pa.field("doc_id", pa.string(), False), pa.field("text", pa.string())])
DATASET = Dataset("documents", "texts", SCHEMA, False, ("doc_id",))
LONG = "word and other words " * 500


def rows(values: dict[str, str | None]) -> pa.Table:
    return pa.Table.from_pylist([{"doc_id": key, "text": text} for key, text in sorted(values.items())], schema=SCHEMA)


def file(number: int, table: pa.Table) -> tuple[DataFile, pa.Table]:
    return DataFile(f"documents/part-{number:05d}.parquet", table.num_rows, table.nbytes, ""), table


def number_of(file: DataFile) -> int:
    return int(file.path[-13:-8])


def numbers(found: list[Piece]) -> list[int | None]:
    return [number_of(piece.file) if piece.file else None for piece in found]


def test_a_file_whose_rows_stay_is_carried_over() -> None:
    found = pieces(DATASET, rows({"a": "1", "b": "2", "c": "3"}), [file(0, rows({"a": "1", "b": "2"}))])
    assert numbers(found) == [0, None]
    assert found[1].rows["doc_id"].to_pylist() == ["c"]


def test_a_file_of_which_a_row_changed_is_written_anew_without_it() -> None:
    found = pieces(DATASET, rows({"a": "1", "b": "new"}), [file(0, rows({"a": "1", "b": "2"}))])
    assert numbers(found) == [None, None]
    assert [piece.rows["doc_id"].to_pylist() for piece in found] == [["a"], ["b"]]


def test_a_file_whose_rows_are_gone_is_left() -> None:
    found = pieces(DATASET, rows({"a": "1"}), [file(0, rows({"a": "1"})), file(1, rows({"b": "2"}))])
    assert numbers(found) == [0]


def test_an_empty_file_is_left_once_there_are_rows() -> None:
    assert numbers(pieces(DATASET, rows({"a": "1"}), [file(0, rows({}))])) == [None]


def test_an_empty_file_stays_while_there_are_no_rows() -> None:
    before = [file(0, rows({"a": "1"})), file(1, rows({}))]
    assert numbers(pieces(DATASET, rows({}), before)) == [1]
    assert numbers(pieces(DATASET, rows({}), before[:1])) == [None]


def test_rows_that_cannot_be_told_apart_are_written_anew() -> None:
    twice = pa.concat_tables([rows({"a": "1"}), rows({"a": "1"})])
    (piece,) = pieces(DATASET, twice, [file(0, rows({"a": "1"}))])
    assert piece.file is None
    assert piece.rows.num_rows == 2


def test_a_file_of_an_older_contract_is_written_anew() -> None:
    old = file(0, rows({"a": "1"}).drop_columns("text"))
    assert numbers(pieces(DATASET, rows({"a": "1"}), [old])) == [None]


def test_many_runs_leave_few_files_and_write_few_bytes_anew() -> None:
    held: dict[str, str | None] = {}
    before: list[tuple[DataFile, pa.Table]] = []
    written = added = 0
    for run in range(100):
        fresh = {f"{run:03d}-{number}": LONG for number in range(20)}
        held |= fresh
        found = pieces(DATASET, rows(held), before)
        anew = sum(piece.rows.nbytes for piece in found if piece.file is None)
        written, added = written + anew, added + rows(fresh).nbytes
        before = [file(number, piece.rows) for number, piece in enumerate(found)]
        assert sum(len(table) for _, table in before) == len(held)
    assert written <= 6 * added
    assert len(before) <= 16


VALUES = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from(["1", "2", None]), max_size=8)


@given(VALUES, st.lists(VALUES, max_size=5))
@settings(max_examples=150, deadline=None)
def test_every_row_is_there_once_whatever_was_there_before(
    now: dict[str, str | None], before: list[dict[str, str | None]]
) -> None:
    found = pieces(DATASET, rows(now), [file(number, rows(values)) for number, values in enumerate(before)])
    there = pa.concat_tables([piece.rows for piece in found]).sort_by("doc_id")
    assert there.to_pylist() == rows(now).to_pylist()
    for piece in found:
        assert piece.file is None or piece.rows.equals(rows(before[number_of(piece.file)]))


STRUCTS = st.fixed_dictionaries({"a": st.integers(0, 2), "b": st.none() | st.text(max_size=1)})
LISTS = st.lists(st.none() | st.lists(STRUCTS))


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_lists_of_structs_differ_where_their_values_do(data: st.DataObject) -> None:
    one = data.draw(LISTS)
    other = [data.draw(st.sampled_from([value, None, [], [{"a": 1, "b": "x"}]])) for value in one]
    kind = pa.list_(pa.struct([("a", pa.int64()), ("b", pa.string())]))
    columns = [pa.chunked_array([pa.array(side, kind)], kind) for side in (one, other)]
    assert differs(*columns).to_pylist() == [left != right for left, right in zip(one, other, strict=True)]


@pytest.mark.parametrize("kind", [pa.binary(2), pa.list_(pa.uint64()), pa.timestamp("us", tz="UTC"), pa.float32()])
def test_two_nulls_are_the_same(kind: pa.DataType) -> None:
    column = pa.chunked_array([pa.nulls(2, kind)], kind)
    assert differs(column, column).to_pylist() == [False, False]
