"""The data dictionary in README.md, written from schema.py: `make docs` puts it there, a test holds it there."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from newsmill.schema import DATASETS, DOCUMENTS, DUPLICATES, Dataset

BEGIN = "<!-- data dictionary: written by `make docs` from newsmill/schema.py -->"
END = "<!-- end of the data dictionary -->"


def data_dictionary() -> str:
    """Every dataset of the contract and its columns, as Markdown. A `?` behind a type: may be null."""
    return "\n".join([BEGIN, "", *_datasets(), END])


def put_into(text: str) -> str:
    """The text with the dictionary between its marks brought up to date. Raises ValueError where they are missing."""
    before, _, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"the marks {BEGIN!r} and {END!r} are not there")
    return before + data_dictionary() + after


def _datasets() -> Iterator[str]:
    for dataset in DATASETS.values():
        where = f"`curated/{dataset.name}/lang=…/`" if dataset.partitioned else f"`curated/{dataset.name}/`"
        yield f"**{dataset.name}** ({where}): {dataset.about}."
        yield ""
        yield from _columns(dataset)


def _columns(dataset: Dataset) -> Iterator[str]:
    fields = list(dataset.schema)
    if dataset is DUPLICATES:
        yield f"The columns of {DOCUMENTS.name}, and:"
        yield ""
        fields = fields[len(DOCUMENTS.schema) :]
    yield "| column | type | meaning |"
    yield "|---|---|---|"
    for field in fields:
        meaning = field.metadata[b"description"].decode()
        yield f"| {field.name} | {_type_name(field.type)}{'?' if field.nullable else ''} | {meaning} |"
    yield ""


def _type_name(type_: pa.DataType) -> str:
    if pa.types.is_list(type_):
        inner = ", ".join(f"{field.name}: {_type_name(field.type)}" for field in type_.value_type)
        return f"list<struct<{inner}>>"
    return {"float": "float32", "timestamp[us, tz=UTC]": "timestamp[us, UTC]"}.get(str(type_), str(type_))


if __name__ == "__main__":
    readme = Path(sys.argv[1])
    readme.write_text(put_into(readme.read_text(encoding="utf-8")), encoding="utf-8")
