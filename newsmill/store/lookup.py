"""One document out of the published datasets, with its cluster and what was removed from its page."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.dataset as ds

from newsmill.errors import UsageError
from newsmill.store.layout import Layout

_MEMBER = ["doc_id", "source_uri", "title", "cluster_id"]


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A row of documents or duplicates, the texts of its cluster, and the removed rows of its page, in order."""

    row: dict[str, Any]
    cluster: list[dict[str, Any]]
    removed: list[dict[str, Any]]


def find_document(curated: Path, doc_id: str) -> FoundDocument:
    """The document whose id starts with the digits given.

    Raises UsageError where there is no curated data, or where none or several documents have such an id.
    """
    layout = Layout(curated)
    if not layout.current.exists():
        raise UsageError(f"there is no curated data in {curated}; `newsmill run` makes it")
    datasets = {name: ds.dataset(layout.dataset(name).resolve()) for name in ("documents", "duplicates", "removed")}
    texts = [datasets["documents"], datasets["duplicates"]]
    matches = [
        row for data in texts for row in data.filter(pc.starts_with(ds.field("doc_id"), doc_id)).head(3).to_pylist()
    ]
    if not matches:
        raise UsageError(
            f"no document has an id that starts with {doc_id!r}; column doc_id of {curated}/documents has them"
        )
    if len(matches) > 1:
        ids = ", ".join(row["doc_id"] for row in matches)
        raise UsageError(f"{doc_id!r} starts more than one id ({ids}); give more digits")
    row = matches[0]
    return FoundDocument(row, _cluster(texts, row["cluster_id"]), _removed(datasets["removed"], row["doc_id"]))


def _cluster(texts: list[ds.Dataset], cluster_id: str) -> list[dict[str, Any]]:
    rows = []
    for data in texts:
        columns = [*_MEMBER, "relation"] if "relation" in data.schema.names else _MEMBER
        rows += data.to_table(columns=columns, filter=ds.field("cluster_id") == cluster_id).to_pylist()
    return [{"relation": None, **row} for row in rows]


def _removed(data: ds.Dataset, doc_id: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = data.to_table(filter=ds.field("doc_id") == doc_id).to_pylist()
    return sorted(rows, key=lambda row: row["position"])
