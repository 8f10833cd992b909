"""One document, or one page, out of the published datasets, with all that is known of it."""

from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.dataset as ds

from newsmill.errors import UsageError
from newsmill.schema import DATASETS
from newsmill.store.layout import Layout

_MEMBER = ["doc_id", "source_uri", "title", "cluster_id"]


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A row of documents or duplicates, the texts of its cluster, and the removed rows of its page, in order."""

    row: dict[str, Any]
    cluster: list[dict[str, Any]]
    removed: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class FoundPage:
    """An input: its row of sources, the documents it gave, in order, and what was removed from it."""

    source: dict[str, Any]
    documents: list[dict[str, Any]]
    removed: list[dict[str, Any]]


def find_document(curated: Path, doc_id: str) -> FoundDocument:
    """The document whose id starts with the digits given.

    Raises UsageError where there is no curated data, or where none or several documents have such an id.
    """
    datasets = _open(curated)
    texts = [datasets["documents"], datasets["duplicates"]]
    starts = pc.starts_with(ds.field("doc_id"), doc_id)
    matches = [row for data in texts for row in data.filter(starts).head(3).to_pylist()]
    if not matches:
        raise UsageError(
            f"no document has an id that starts with {doc_id!r}; column doc_id of {curated}/documents has them"
        )
    if len(matches) > 1:
        ids = ", ".join(row["doc_id"] for row in matches)
        raise UsageError(f"{doc_id!r} starts more than one id ({ids}); give more digits")
    row = matches[0]
    removed = _rows(datasets["removed"], ds.field("doc_id") == row["doc_id"])
    return FoundDocument(row, _cluster(texts, row["cluster_id"]), sorted(removed, key=itemgetter("position")))


def find_page(curated: Path, name: str) -> FoundPage:
    """The newest version of the input with this source_uri; or the input of the document whose id starts so.

    Raises UsageError where there is no such input.
    """
    datasets = _open(curated)
    versions = _rows(datasets["sources"], ds.field("source_uri") == name)
    standing = [row for row in versions if row["status"] != "superseded"]
    if standing:
        uri, sha256 = standing[0]["source_uri"], standing[0]["raw_sha256"]
    else:
        try:
            row = find_document(curated, name).row
        except UsageError:
            raise UsageError(
                f"{name!r} is no source_uri of {curated}/sources, and no id of {curated}/documents starts so"
            ) from None
        uri, sha256 = row["source_uri"], row["raw_sha256"]
    version = (ds.field("source_uri") == uri) & (ds.field("raw_sha256") == sha256)
    documents = [row for name in ("documents", "duplicates") for row in _rows(datasets[name], version)]
    ids = {row["doc_id"] for row in documents}
    removed = [row for row in _rows(datasets["removed"], ds.field("source_uri") == uri) if row["doc_id"] in ids]
    (source,) = _rows(datasets["sources"], version)
    return FoundPage(source, sorted(documents, key=itemgetter("item_index")), removed)


def _open(curated: Path) -> dict[str, ds.Dataset]:
    layout = Layout(curated)
    if not layout.current.exists():
        raise UsageError(f"there is no curated data in {curated}; `newsmill run` makes it")
    return {name: ds.dataset(layout.dataset(name).resolve()) for name in DATASETS}


def _rows(data: ds.Dataset, condition: pc.Expression) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = data.to_table(filter=condition).to_pylist()
    return rows


def _cluster(texts: list[ds.Dataset], cluster_id: str) -> list[dict[str, Any]]:
    rows = []
    for data in texts:
        columns = [*_MEMBER, "relation"] if "relation" in data.schema.names else _MEMBER
        rows += data.to_table(columns=columns, filter=ds.field("cluster_id") == cluster_id).to_pylist()
    return [{"relation": None, **row} for row in rows]
