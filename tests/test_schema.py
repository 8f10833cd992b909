"""The contract with readers, and the places that repeat it."""

from pathlib import Path

import pyarrow as pa
import pytest

from newsmill.dictionary import BEGIN, END, data_dictionary, put_into
from newsmill.schema import DATASETS, DOCUMENTS, DUPLICATES, QUARANTINE, empty, to_table

ROOT = Path(__file__).parents[1]


def test_the_readme_holds_the_data_dictionary_as_the_schema_has_it() -> None:
    assert data_dictionary() in (ROOT / "README.md").read_text(encoding="utf-8"), "make docs brings it up to date"


def test_the_dictionary_goes_between_its_marks_and_nothing_else_changes() -> None:
    assert put_into(f"before {BEGIN} old {END} after") == f"before {data_dictionary()} after"


def test_a_text_without_the_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="marks"):
        put_into("no marks")


def test_the_six_datasets_of_the_contract_are_there() -> None:
    assert list(DATASETS) == ["documents", "duplicates", "overlaps", "removed", "quarantine", "sources"]


def test_duplicates_have_the_columns_of_documents_and_four_more() -> None:
    names = DUPLICATES.schema.names
    assert names == [*DOCUMENTS.schema.names, "duplicate_of", "relation", "similarity", "containment"]


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=list(DATASETS))
def test_every_column_says_what_it_means(dataset: object) -> None:
    assert all(field.metadata[b"description"] for field in dataset.schema)  # type: ignore[attr-defined]


def test_an_empty_dataset_has_its_full_schema() -> None:
    assert empty(DOCUMENTS).schema.equals(DOCUMENTS.schema)


def test_a_row_that_does_not_fit_never_becomes_a_table() -> None:
    row = dict.fromkeys(QUARANTINE.schema.names, "x") | {"stage": 3}
    with pytest.raises((pa.ArrowInvalid, pa.ArrowTypeError)):
        to_table([row], QUARANTINE.schema)


def test_a_null_where_none_may_be_is_refused() -> None:
    row = dict.fromkeys(QUARANTINE.schema.names, "x") | {"error": None}
    with pytest.raises(pa.ArrowInvalid):
        to_table([row], QUARANTINE.schema)


def test_floats_are_rounded_to_three_decimals() -> None:
    schema = pa.schema([pa.field("share", pa.float32()), pa.field("name", pa.string())])
    table = to_table([{"share": 0.12345, "name": "a"}, {"share": None, "name": "b"}], schema)

    assert table["share"].to_pylist() == [pytest.approx(0.123, abs=1e-6), None]
