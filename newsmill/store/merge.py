"""What a run read, joined with what was there: the newest reading of every version of every input, once.

A version is (source_uri, raw_sha256). Reading it again replaces what it gave before; a new version of the same input
leaves the texts of the older one, which are then revisions. So the order in which inputs arrive makes no difference.
"""

from collections.abc import Sequence
from functools import reduce

import pyarrow as pa
import pyarrow.compute as pc

from newsmill.errors import StoreError
from newsmill.overlap.sketch import SKETCHES, sketch
from newsmill.schema import DOCUMENTS, DUPLICATES, QUARANTINE, REMOVED, SOURCES
from newsmill.store.columns import among, differs, gather, places, version_keys, with_columns
from newsmill.store.release import Release

Tables = dict[str, pa.Table]

_SCHEMAS = {
    "texts": DOCUMENTS.schema,
    "removed": REMOVED.schema,
    "quarantine": QUARANTINE.schema,
    "sources": SOURCES.schema,
    "sketches": SKETCHES,
}
TABLES = tuple(_SCHEMAS)
"""What inputs give. `texts` is documents and duplicates in one: which is which is known once all texts are there."""

_PLACEMENT = ("cluster_id", "n_reports", "duplicate_of", "relation", "similarity", "containment")
"""Columns that say where a text stands among all texts."""

_ADMISSION = ("run_id", "ingested_at")
_OUTDATED = ("curated", "quarantined", "container")
"""Statuses that a newer version of the input turns into `superseded`."""


def schema_of(name: str) -> pa.Schema:
    """The schema of one of TABLES."""
    return _SCHEMAS[name]


def admitted(release: Release | None) -> Tables:
    """What all inputs up to a release gave; empty tables before the first one."""
    if release is None:
        return {name: schema.empty_table() for name, schema in _SCHEMAS.items()}
    columns = DOCUMENTS.schema.names
    texts = pa.concat_tables([release.read(name, columns) for name in ("documents", "duplicates")])
    sketches = release.read_sketches()
    return {
        "texts": texts,
        "removed": release.read("removed"),
        "quarantine": release.read("quarantine"),
        "sources": release.read("sources"),
        # Sketches that another newsmill made are of no use beside ours; the texts are what counts.
        "sketches": sketches if sketches.schema.equals(SKETCHES) else sketch(texts),
    }


def merge(previous: Tables, fresh: Tables, run_id: str) -> Tables:
    """Put what a run read in the place of what was there of the same versions.

    fresh: of each source_uri one version at most. Every version in its `sources` counts as read.
    run_id: of the run that read it; becomes `updated_run` of the texts that changed.
    """
    fresh = _without_forgotten(fresh, previous["sources"])
    read = fresh["sources"]
    texts, sources = previous["texts"], previous["sources"]
    reread = among(version_keys(texts), version_keys(read))
    replaced = texts.filter(reread)
    # A version that comes back after a newer one is the newest again, so it is admitted anew.
    retired = version_keys(sources.filter(pc.equal(sources["status"], "superseded")))
    standing = _without(replaced, among(version_keys(replaced), retired))
    # A held input has not been read, so nothing is known of a newer version.
    inputs = read.filter(pc.not_equal(read["status"], "held"))["source_uri"]
    # A line of an input without documents has no doc_id; there is no telling which version it is of.
    ownerless = pc.and_(pc.is_null(previous["removed"]["doc_id"]), among(previous["removed"]["source_uri"], inputs))
    old_sources = _without(sources, among(version_keys(sources), version_keys(read)))
    old_quarantine = _without(previous["quarantine"], among(version_keys(previous["quarantine"]), version_keys(read)))
    return {
        "texts": _joined("texts", texts.filter(pc.invert(reread)), _carried_over(fresh["texts"], standing, run_id)),
        "removed": _joined(
            "removed",
            _without(previous["removed"], pc.or_(among(previous["removed"]["doc_id"], replaced["doc_id"]), ownerless)),
            fresh["removed"],
        ),
        "quarantine": _joined(
            "quarantine", _without(old_quarantine, among(old_quarantine["source_uri"], inputs)), fresh["quarantine"]
        ),
        "sources": _joined("sources", _superseded(old_sources, inputs), read),
        "sketches": _joined(
            "sketches",
            _without(previous["sketches"], among(previous["sketches"]["doc_id"], replaced["doc_id"])),
            fresh["sketches"],
        ),
    }


def partition(
    texts: pa.Table, assignments: pa.Table, previous: Release | None, run_id: str
) -> tuple[pa.Table, pa.Table]:
    """Part the texts into the rows of documents and of duplicates.

    assignments: overlap.ASSIGNMENTS, one row a text.
    previous: the release that readers see; a text that stands elsewhere there has changed in this run.
    Raises StoreError where a text has no assignment.
    """
    rows = places(texts["doc_id"], assignments["doc_id"])
    if rows.null_count:
        raise StoreError(f"{rows.null_count} texts have no assignment to a cluster")
    placed = {name: _of_contract(name, assignments[name]).take(rows) for name in _PLACEMENT}
    if previous is not None:
        there = _published_placements(previous)
        before = places(texts["doc_id"], there["doc_id"])
        changed = _changed(placed, there, before, _PLACEMENT)
        placed["updated_run"] = pc.if_else(changed, run_id, texts["updated_run"])
    is_duplicate = pc.is_valid(placed["duplicate_of"])
    nullable = pa.schema([field.with_nullable(True) for field in DUPLICATES.schema])
    all_rows = with_columns(texts, placed, nullable)
    documents = all_rows.filter(pc.invert(is_duplicate)).select(DOCUMENTS.schema.names).cast(DOCUMENTS.schema)
    return documents, all_rows.filter(is_duplicate).cast(DUPLICATES.schema)


def _without_forgotten(fresh: Tables, sources: pa.Table) -> Tables:
    """What was read, without records that were forgotten while the rest of their container stays."""
    stones = pc.and_(pc.equal(sources["status"], "forgotten"), pc.equal(sources["raw_sha256"], ""))
    names = set(sources.filter(stones)["source_uri"].to_pylist())
    if not names:
        return fresh
    kept = {
        name: table.filter(pa.array([uri not in names for uri in table["source_uri"].to_pylist()], pa.bool_()))
        for name, table in fresh.items()
        if name != "sketches"
    }
    return {**kept, "sketches": fresh["sketches"].filter(among(fresh["sketches"]["doc_id"], kept["texts"]["doc_id"]))}


def _without(table: pa.Table, mask: pa.ChunkedArray) -> pa.Table:
    return table.filter(pc.invert(mask))


def _joined(name: str, old: pa.Table, new: pa.Table) -> pa.Table:
    return pa.concat_tables([old.cast(_SCHEMAS[name]), new.cast(_SCHEMAS[name])])


def _superseded(sources: pa.Table, inputs: pa.ChunkedArray) -> pa.Table:
    """Older versions of inputs that were read in a newer one. A held one was waiting for just that: it goes."""
    newer = among(sources["source_uri"], inputs)
    outdated = pc.and_(newer, pc.is_in(sources["status"], value_set=pa.array(_OUTDATED)))
    status = pc.if_else(outdated, "superseded", sources["status"])
    waited = pc.and_(newer, pc.equal(sources["status"], "held"))
    return with_columns(sources, {"status": status}, SOURCES.schema).filter(pc.invert(waited))


def _carried_over(fresh: pa.Table, replaced: pa.Table, run_id: str) -> pa.Table:
    """Fresh texts, with what stays of the rows that they replace: their admission, and when they last changed."""
    before = places(fresh["doc_id"], replaced["doc_id"])
    own = [name for name in fresh.schema.names if name not in {*_ADMISSION, *_PLACEMENT, "updated_run"}]
    changed = _changed(fresh, replaced, before, own)
    updated = pc.if_else(changed, run_id, pc.coalesce(gather(replaced["updated_run"], before), fresh["updated_run"]))
    kept = {name: pc.coalesce(gather(replaced[name], before), fresh[name]) for name in _ADMISSION}
    return with_columns(fresh, {**kept, "updated_run": updated}, DOCUMENTS.schema)


def _changed(
    ours: pa.Table | Tables, theirs: pa.Table, before: pa.ChunkedArray, columns: Sequence[str]
) -> pa.ChunkedArray:
    """Which of our rows were there before, and are different now in any of the columns."""
    different = (differs(ours[name], gather(theirs[name], before)) for name in columns)
    return pc.and_(reduce(pc.or_, different), pc.is_valid(before))


def _published_placements(release: Release) -> pa.Table:
    documents = release.read("documents", ["doc_id", *_PLACEMENT[:2]])
    duplicates = release.read("duplicates", ["doc_id", *_PLACEMENT])
    return pa.concat_tables([documents, duplicates], promote_options="default")


def _of_contract(name: str, column: pa.ChunkedArray) -> pa.ChunkedArray:
    type_ = DUPLICATES.schema.field(name).type
    if pa.types.is_floating(type_):
        column = pc.round(column.cast(pa.float64()), 3)
    return column.cast(type_)
