"""Tables as Parquet files that every engine reads well: one schema, bounded sizes, sorted, equal rows equal bytes.

A file holds one row group of at most 64 MB before compression: engines read groups in parallel, and a text of news is
about 5 KB, so this is some ten thousand rows. zstd brings such a file to a third of that.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from newsmill.schema import Dataset
from newsmill.store.files import sync

GROUP_BYTES = 64 * 2**20
"""Uncompressed size that a row group, and so a file, is planned for."""

_PARTITION = "lang"
_UNDECIDED = "und"
_LONG = frozenset({"text", "text_original", "passage", "other_passage", "evidence", "detail"})
"""Columns of prose. Nobody filters by their minimum, and no two rows of a group are equal in them."""


def partitions(dataset: Dataset, table: pa.Table) -> Iterator[tuple[str, pa.Table]]:
    """The sub-folders of a dataset and their rows, in any order; `""` is the dataset itself."""
    if not dataset.partitioned:
        yield "", table
        return
    languages = sorted(pc.unique(table["language"]).to_pylist()) or [_UNDECIDED]
    for language in languages:
        yield f"{_PARTITION}={language}", table.filter(pc.equal(table["language"], language))


def write_part(
    dataset: Dataset, part: pa.Table, folder: Path, file_metadata: Mapping[str, str], names: Iterable[str]
) -> list[Path]:
    """Write the rows of one folder; at least one file, so that an empty dataset has its schema too.

    part: ordered, and exactly of the dataset's schema. folder: in staging. names: of the files, as many as it takes.
    file_metadata: goes into every file, beside the schema's.
    Returns the files in the order of their rows. Every file is on disk. A write that fails leaves no file half done.
    """
    schema = dataset.schema.with_metadata({**(dataset.schema.metadata or {}), **file_metadata})
    files = []
    for piece, name in zip(_pieces(part), names, strict=False):
        _write(dataset, piece.cast(schema), folder / name)
        files.append(folder / name)
    return files


def ordered(dataset: Dataset, table: pa.Table) -> pa.Table:
    """The rows in the dataset's order."""
    # A string column has 32-bit offsets, and taking rows joins its chunks: 2 GiB of text would overflow. So rows are
    # taken from wide strings, piece by piece.
    order = pc.sort_indices(table.select(dataset.sort), sort_keys=[(name, "ascending") for name in dataset.sort])
    wide = table.cast(pa.schema([_widened(field) for field in table.schema])).combine_chunks()
    rows = _rows_in_a_group(table)
    pieces = [wide.take(order.slice(start, rows)).cast(dataset.schema) for start in range(0, len(order), rows)]
    return pa.concat_tables(pieces) if pieces else dataset.schema.empty_table()


def _widened(field: pa.Field) -> pa.Field:
    return field.with_type(pa.large_string()) if pa.types.is_string(field.type) else field


def _rows_in_a_group(table: pa.Table) -> int:
    size: int = table.nbytes
    return max(1, GROUP_BYTES * int(table.num_rows) // max(1, size))


def _pieces(table: pa.Table) -> Iterator[pa.Table]:
    rows = _rows_in_a_group(table)
    for start in range(0, max(1, table.num_rows), rows):
        yield table.slice(start, rows)


def _write(dataset: Dataset, table: pa.Table, file: Path) -> None:
    # ParquetWriter closes a file whose rows failed half way, and that file is valid, and short. Only a whole one may
    # get its name.
    short = [field.name for field in dataset.schema if field.name not in _LONG and not pa.types.is_nested(field.type)]
    draft = file.with_suffix(".draft")
    try:
        pq.write_table(
            table,
            draft,
            row_group_size=max(1, table.num_rows),
            compression="zstd",
            use_dictionary=short,
            write_statistics=short,
            write_page_index=True,
            sorting_columns=[pq.SortingColumn(dataset.schema.get_field_index(name)) for name in dataset.sort],
        )
        sync(draft)
        draft.replace(file)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
