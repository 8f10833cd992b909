"""Columns as whole values: keys, look-up by key, and which rows differ."""

from collections.abc import Mapping
from functools import reduce

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


def version_keys(table: pa.Table) -> pa.ChunkedArray:
    """The version of an input that each row is about: source_uri and raw_sha256, with NUL between."""
    return pc.binary_join_element_wise(table["source_uri"], table["raw_sha256"], "\0")


def among(values: pa.ChunkedArray, known: pa.ChunkedArray) -> pa.ChunkedArray:
    """Which values are known; a null never is."""
    return pc.is_in(values, value_set=known.drop_null())


def places(keys: pa.ChunkedArray, known: pa.ChunkedArray) -> pa.ChunkedArray:
    """For each key its row in `known`, null where it is not there."""
    return pc.index_in(keys, value_set=known)


def gather(column: pa.ChunkedArray, rows: pa.ChunkedArray) -> pa.ChunkedArray:
    """The values at these rows, null where the row is null. Strings come back wide: 2 GiB of them must not overflow."""
    wide = column.cast(pa.large_string()) if pa.types.is_string(column.type) else column
    return wide.take(rows)


def differs(ours: pa.ChunkedArray, theirs: pa.ChunkedArray) -> pa.ChunkedArray:
    """Which rows of two columns are not the same; two nulls are the same."""
    if pa.types.is_list(ours.type):
        return pa.chunked_array([_lists_differ(_joined(ours), _joined(theirs))])
    if pa.types.is_struct(ours.type):
        fields = ([pc.struct_field(side, [index]) for side in (ours, theirs)] for index in range(ours.type.num_fields))
        return reduce(pc.or_, (differs(*sides) for sides in fields))
    if pa.types.is_large_string(theirs.type):
        ours = ours.cast(theirs.type)
    return pc.coalesce(pc.not_equal(ours, theirs), pc.xor(pc.is_null(ours), pc.is_null(theirs)))


def _lists_differ(ours: pa.ListArray, theirs: pa.ListArray) -> pa.BooleanArray:
    """Arrow compares no lists: those of one length are laid end to end, and their elements compared."""
    lengths = [pc.fill_null(pc.list_value_length(side), -1).to_numpy() for side in (ours, theirs)]
    different = lengths[0] != lengths[1]
    rows = np.flatnonzero(~different & (lengths[0] > 0))
    elements = (pa.chunked_array([side.take(pa.array(rows)).flatten()]) for side in (ours, theirs))
    changed = differs(*elements).to_numpy().astype(np.bool_)
    different[np.repeat(rows, lengths[0][rows])[changed]] = True
    return pa.array(different)


def _joined(column: pa.ChunkedArray) -> pa.Array:
    joined = column.combine_chunks()
    return pa.concat_arrays(joined.chunks) if isinstance(joined, pa.ChunkedArray) else joined


def with_columns(table: pa.Table, columns: Mapping[str, pa.ChunkedArray], schema: pa.Schema) -> pa.Table:
    """The table with some columns replaced or added, in a schema."""
    values = [columns[field.name] if field.name in columns else table[field.name] for field in schema]
    return pa.table([value.cast(field.type) for value, field in zip(values, schema, strict=True)], schema=schema)
