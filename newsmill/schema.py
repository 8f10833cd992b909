"""The contract with readers: the six datasets as Arrow schemas, each column with its line of the data dictionary.

README.md and every Parquet file carry what is written here. A new nullable column means SCHEMA_VERSION + 1; nothing
else may change, because people glob the files and never look at this code.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

SCHEMA_VERSION = 1

Row = Mapping[str, Any]

_UTC = pa.timestamp("us", tz="UTC")
_SHARE = pa.list_(
    pa.field(
        "element", pa.struct([pa.field("language", pa.string(), False), pa.field("share", pa.float32(), False)]), False
    )
)


def _column(name: str, type_: pa.DataType, meaning: str) -> pa.Field:
    """A column: `name?` may be null. Its meaning is the text of the data dictionary."""
    nullable = name.endswith("?")
    return pa.field(name.removesuffix("?"), type_, nullable, {"description": meaning})


_DOCUMENT_COLUMNS = [
    _column("doc_id", pa.string(), "first 32 hex digits of SHA-256 over source_uri, raw_sha256, item_index"),
    _column(
        "source_uri",
        pa.string(),
        "path of the input relative to RAW; a record in a container: `file.jsonl#3`",
    ),
    _column("item_index", pa.int32(), "which item of a listing page, from 0; 0 for a page with one report"),
    _column("record_id?", pa.string(), "the id that the record had where it came from"),
    _column("url?", pa.string(), "address that the page gives for itself"),
    _column("site?", pa.string(), "site that the page says it belongs to"),
    _column("title?", pa.string(), "headline, clean; Chinese in the target script"),
    _column("text", pa.string(), "body, clean; paragraphs parted by one blank line; Chinese in the target script"),
    _column("title_original?", pa.string(), "title before script conversion; null where nothing changed"),
    _column("text_original?", pa.string(), "text before script conversion; null where nothing changed"),
    _column("language", pa.string(), "ISO 639-1 code of the body; `und` where undecidable"),
    _column("language_confidence", pa.float32(), "how sure the language is, 0 to 1"),
    _column("languages", _SHARE, "languages of the paragraphs, each with its share of the letters, largest first"),
    _column("title_language?", pa.string(), "ISO 639-1 code of the title"),
    _column("script?", pa.string(), "Chinese script as found: Hans, Hant or mixed; null for other languages"),
    _column("published_at?", _UTC, "when it was published; without a zone as written, a date alone is 00:00"),
    _column("published_precision?", pa.string(), "how exact published_at is: year, day or minute"),
    _column("author?", pa.string(), "byline"),
    _column("source?", pa.string(), "agency or outlet that reported it"),
    _column("place?", pa.string(), "place of the dateline"),
    _column("truncated", pa.bool_(), "the source cut the text short"),
    _column("content_confidence", pa.float32(), "how sure the cleaning is, 0 to 1"),
    _column("cluster_id", pa.string(), "smallest doc_id of the cluster; may change as members come: key on doc_id"),
    _column("n_reports", pa.int32(), "texts in the cluster, this one included"),
    _column("raw_sha256", pa.string(), "SHA-256 of the raw bytes, hex"),
    _column("pipeline_digest", pa.string(), "what settings, rules and code made the row"),
    _column("run_id", pa.string(), "run that first admitted the document"),
    _column("ingested_at", _UTC, "when that run started"),
    _column("fetched_at?", _UTC, "when the page was scraped, where the input says so"),
    _column("updated_run", pa.string(), "run that last changed the row"),
]

_DUPLICATE_COLUMNS = [
    _column("duplicate_of", pa.string(), "doc_id of the row of documents that stands for this text"),
    _column("relation", pa.string(), "exact, near, contained, same-report or revision"),
    _column("similarity", pa.float32(), "Jaccard similarity of the two texts' 5-unit shingles, 0 to 1"),
    _column("containment", pa.float32(), "share of this text's shingles that the other one has, 0 to 1"),
]

_OVERLAP_COLUMNS = [
    _column("doc_id", pa.string(), "the one document; always the smaller id of the pair"),
    _column("other_id", pa.string(), "the other document"),
    _column("relation", pa.string(), "passage, part or translation"),
    _column("passage", pa.string(), "the shared passage as doc_id words it"),
    _column("other_passage", pa.string(), "the shared passage as other_id words it"),
    _column("similarity", pa.float32(), "Jaccard similarity of the two passages, 0 to 1"),
    _column("containment", pa.float32(), "share of the smaller passage that the other one has, 0 to 1"),
    _column("evidence", pa.string(), "what the link rests on, for people"),
]

_REMOVED_COLUMNS = [
    _column("source_uri", pa.string(), "the input that the line stood in"),
    _column("item_index?", pa.int32(), "the item it belonged to; null for a line that a listing page's items share"),
    _column("doc_id?", pa.string(), "the document it was taken from; for a line that items share, the page's first"),
    _column("position", pa.int64(), "visible characters of the input that stand before it (white space not counted)"),
    _column("text", pa.string(), "what was removed, as it stood there"),
    _column("rule", pa.string(), "the rule that removed it"),
    _column("reason", pa.string(), "what the rule takes it for; `metadata:<column>` where it was moved to that column"),
]

_QUARANTINE_COLUMNS = [
    _column("source_uri", pa.string(), "the input"),
    _column("raw_sha256", pa.string(), "SHA-256 of its bytes, hex; empty where they could not be read"),
    _column("stage", pa.string(), "where it failed: intake, read, decode, clean or curate"),
    _column("error", pa.string(), "what is wrong, as a short word to group by"),
    _column("detail", pa.string(), "what is wrong, for people"),
    _column("run_id", pa.string(), "the run that quarantined it"),
]

_SOURCE_COLUMNS = [
    _column("source_uri", pa.string(), "the input: a file, a container, or a record of one"),
    _column("raw_sha256", pa.string(), "SHA-256 of its bytes, hex; empty where they could not be read"),
    _column("bytes", pa.int64(), "size of the raw input in bytes"),
    _column("encoding?", pa.string(), "encoding that its bytes were read with"),
    _column("encoding_evidence?", pa.string(), "why: bom, declared, utf-8, detected"),
    _column("status", pa.string(), "curated, quarantined, container, superseded, held or forgotten"),
    _column("documents", pa.int32(), "rows of documents and duplicates that it gave"),
    _column("pipeline_digest", pa.string(), "what settings, rules and code read it"),
    _column("run_id", pa.string(), "the run that read it last"),
]


@dataclass(frozen=True)
class Dataset:
    """One dataset of the contract: a folder of Parquet files with one schema."""

    name: str
    about: str
    schema: pa.Schema
    partitioned: bool
    sort: tuple[str, ...]
    """Columns that give the rows of a release their order, so that equal data is equal bytes."""


def _dataset(name: str, about: str, columns: list[pa.Field], sort: Sequence[str], partitioned: bool = False) -> Dataset:
    return Dataset(name, about, pa.schema(columns), partitioned, tuple(sort))


DOCUMENTS = _dataset("documents", "a report: the row that stands for it", _DOCUMENT_COLUMNS, ["doc_id"], True)
DUPLICATES = _dataset(
    "duplicates", "a text that a row of documents stands for", _DOCUMENT_COLUMNS + _DUPLICATE_COLUMNS, ["doc_id"], True
)
OVERLAPS = _dataset(
    "overlaps",
    "a passage shared by two rows of documents",
    _OVERLAP_COLUMNS,
    ["doc_id", "other_id", "passage", "other_passage"],
)
REMOVED = _dataset(
    "removed", "a line, or a part of one, that is in no text", _REMOVED_COLUMNS, ["source_uri", "doc_id", "position"]
)
QUARANTINE = _dataset("quarantine", "an input that gave no document", _QUARANTINE_COLUMNS, ["source_uri", "raw_sha256"])
SOURCES = _dataset("sources", "an input, and what became of it", _SOURCE_COLUMNS, ["source_uri", "raw_sha256"])

DATASETS: dict[str, Dataset] = {
    dataset.name: dataset for dataset in (DOCUMENTS, DUPLICATES, OVERLAPS, REMOVED, QUARANTINE, SOURCES)
}


def to_table(rows: Sequence[Row], schema: pa.Schema) -> pa.Table:
    """Rows as a table of exactly that schema; floats rounded to the 3 decimals of the contract.

    Raises pyarrow.ArrowInvalid where a row does not fit, so that a wrong row never reaches a reader.
    """
    floats = [field.name for field in schema if pa.types.is_floating(field.type)]
    for name in floats:
        rows = [{**row, name: None if row[name] is None else round(row[name], 3)} for row in rows]
    table = pa.Table.from_pylist(list(rows), schema=schema)
    table.validate(full=True)
    missing = [field.name for field in schema if not field.nullable and table[field.name].null_count]
    if missing:
        raise pa.ArrowInvalid(f"null in a column that may hold none: {', '.join(missing)}")
    return table


def empty(dataset: Dataset) -> pa.Table:
    """The dataset with no rows."""
    return dataset.schema.empty_table()
