"""What is known of the objects of RAW: the hash of their bytes, by what a listing says of them.

It only spares reading: where the file is lost, or cannot be read, every object is read once more.
"""

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from newsmill.location import StoreUrl

Seen = tuple[str, str, int]
"""Key, etag and size: the same bytes wherever all three are the same."""

_COLUMNS = (("key", pa.string()), ("etag", pa.string()), ("size", pa.int64()), ("sha256", pa.string()))


def read_etags(file: Path, raw: StoreUrl) -> dict[Seen, str]:
    """The SHA-256 of objects, in hex; "" for what only marks a folder. None are known of another RAW."""
    try:
        table = pq.read_table(file, schema=_schema(raw))
    except (OSError, pa.ArrowException):
        return {}
    if pq.read_schema(file).metadata.get(b"raw") != raw.encode():
        return {}
    *seen, hashes = (table[name].to_pylist() for name, _ in _COLUMNS)
    return dict(zip(zip(*seen, strict=True), hashes, strict=True))


def write_etags(file: Path, raw: StoreUrl, hashes: Mapping[Seen, str]) -> None:
    """Write what is known, in an order of its own, so that the same knowledge is the same bytes."""
    rows = [(*seen, sha256) for seen, sha256 in sorted(hashes.items())]
    columns = list(zip(*rows, strict=True)) or [()] * len(_COLUMNS)
    arrays = [pa.array(values, type_) for values, (_, type_) in zip(columns, _COLUMNS, strict=True)]
    draft = file.with_suffix(".draft")
    pq.write_table(pa.table(arrays, schema=_schema(raw)), draft)
    draft.replace(file)


def _schema(raw: StoreUrl) -> pa.Schema:
    return pa.schema(_COLUMNS, metadata={"raw": raw})
