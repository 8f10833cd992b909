"""What was admitted, without some of it: sources forgotten, runs taken back. Tables in, tables out."""

from collections.abc import Collection, Iterable

import pyarrow as pa
import pyarrow.compute as pc

from newsmill.intake.formats import container_of
from newsmill.schema import SOURCES, to_table
from newsmill.store.columns import among, version_keys, with_columns
from newsmill.store.merge import Tables

FORGOTTEN = "forgotten"
HELD = "held"
_NO_BYTES = ""
"""The version of a tombstone: whatever its bytes, the source stays out."""


def named(sources: pa.Table, name: str) -> list[str]:
    """The source_uris that a name means: an input, a container with all of its records, or a folder (`news/`)."""
    folder = name if name.endswith("/") else None
    return sorted(
        uri
        for uri in set(sources["source_uri"].to_pylist())
        if uri == name or container_of(uri) == name or (folder and uri.startswith(folder))
    )


def without_sources(tables: Tables, uris: Collection[str], names: Iterable[str], run_id: str, digest: str) -> Tables:
    """The tables without any version of some inputs, and with a tombstone for each name that keeps them out."""
    gone = pa.chunked_array([pa.array(sorted(uris), pa.string())])
    kept = {
        name: tables[name].filter(pc.invert(among(tables[name]["source_uri"], gone)))
        for name in ("texts", "removed", "quarantine", "sources")
    }
    stones = to_table([_tombstone(name, run_id, digest) for name in sorted(set(names))], SOURCES.schema)
    kept["sources"] = pa.concat_tables([kept["sources"].cast(SOURCES.schema), stones])
    kept["sketches"] = tables["sketches"].filter(among(tables["sketches"]["doc_id"], kept["texts"]["doc_id"]))
    return kept


def without_tombstones(tables: Tables, names: Collection[str]) -> Tables:
    """The tables without the tombstones of these names, so that the next run reads the inputs again."""
    sources = tables["sources"]
    stones = pc.and_(
        pc.equal(sources["status"], FORGOTTEN),
        among(sources["source_uri"], pa.chunked_array([pa.array(sorted(names), pa.string())])),
    )
    return {**tables, "sources": sources.filter(pc.invert(stones))}


def without_held(tables: Tables) -> Tables:
    """The tables without the inputs that are held, so that the next run reads them."""
    return {**tables, "sources": tables["sources"].filter(pc.not_equal(tables["sources"]["status"], HELD))}


def taken_back(before: Tables, after: Tables, run_ids: Collection[str]) -> Tables:
    """The tables of an older release, with the inputs that later runs read held back until somebody releases them.

    before: of the release to go back to; after: of the current one. run_ids: of the runs that are taken back.
    """
    sources = after["sources"]
    read = pc.is_in(sources["run_id"], value_set=pa.array(sorted(run_ids), pa.string()))
    new = pc.invert(among(version_keys(sources), version_keys(before["sources"])))
    late = sources.filter(pc.and_(read, new))
    count = late.num_rows
    held = {"status": pa.chunked_array([pa.array([HELD] * count, pa.string())])}
    held["documents"] = pa.chunked_array([pa.array([0] * count, pa.int32())])
    joined = pa.concat_tables([before["sources"].cast(SOURCES.schema), with_columns(late, held, SOURCES.schema)])
    return {**before, "sources": joined}


def _tombstone(name: str, run_id: str, digest: str) -> dict[str, object]:
    return {
        "source_uri": name,
        "raw_sha256": _NO_BYTES,
        "bytes": 0,
        "encoding": None,
        "encoding_evidence": None,
        "status": FORGOTTEN,
        "documents": 0,
        "pipeline_digest": digest,
        "run_id": run_id,
    }
