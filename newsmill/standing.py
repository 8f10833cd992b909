"""Which text stands for which after a run: what has changed since the release before, found by an index beside it."""

from collections.abc import Iterable
from functools import reduce

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from newsmill.overlap import SKETCHES, Grouping, Update, update
from newsmill.overlap.arrivals import CollisionError, no_rows
from newsmill.overlap.corpus import Corpus, Rows, doc_keys
from newsmill.overlap.keeping import also_called, forget_all_but, recall, remember
from newsmill.overlap.memory import Memory
from newsmill.overlap.normal import Hashes
from newsmill.overlap.placing import ASSIGNMENTS
from newsmill.provenance import EPOCH
from newsmill.steps import Run
from newsmill.store import merge
from newsmill.store.columns import differs
from newsmill.store.layout import Layout
from newsmill.store.release import Release, current_release

CODE = f"epoch {EPOCH}"
"""What an index was made by."""
_READ = ("source_uri", "item_index", "text", "published_at", "truncated", "raw_sha256", "run_id", "ingested_at")
"""Columns of a text that grouping reads; the title is in its sketch."""


def grouped(
    run: Run, tables: merge.Tables, current: Release | None, before: merge.Tables | None, read: pa.ChunkedArray | None
) -> merge.Tables:
    """The tables of merge.TABLES with documents, duplicates and overlaps made of their texts.

    current: the release that readers see. before: its tables; None where the tables did not come from them, and all is
    to be found anew. read: doc_ids of texts that may have changed since; None where there are none.
    """
    corpus = Corpus.of(tables["texts"], tables["sketches"])
    found = _brought_up(run, corpus, current, before, read) if current and before else None
    if found is None:
        found = _found_anew(run, corpus)
    documents, duplicates = merge.partition(tables["texts"], found.assignments, current, run.run_id)
    return {**tables, "documents": documents, "duplicates": duplicates, "overlaps": found.overlaps}


def keep_standing(layout: Layout) -> None:
    """Remove all indexes but that of the current release."""
    current = current_release(layout)
    forget_all_but(layout.index, [current.manifest.run_id] if current else [])


def carry_standing(layout: Layout, run_id: str, other: str) -> None:
    """The index of one run's release is that of another one's too, which has the same texts."""
    also_called(layout.index, run_id, other)


def _brought_up(
    run: Run, corpus: Corpus, current: Release, before: merge.Tables, read: pa.ChunkedArray | None
) -> Grouping | None:
    """What the index of the release before comes to with the texts that came and went; None where it is of no use."""
    memory = recall(run.layout.index, current.manifest.run_id, CODE)
    if memory is None:
        return None
    added, gone = _changes(before, corpus, read)
    try:
        made = update(memory, corpus, added, gone)
    except CollisionError:
        return None
    kept = made.memory.purged() if len(gone.keys) else made.memory  # what is forgotten leaves no trace
    remember(kept, run.layout.index, run.run_id, CODE)
    return Grouping(_assignments(current, made, gone), _overlaps(current, made))


def _found_anew(run: Run, corpus: Corpus) -> Grouping:
    made = update(Memory.empty(), corpus, corpus.texts.keys, no_rows(SKETCHES))
    remember(made.memory, run.layout.index, run.run_id, CODE)
    return Grouping(made.assignments, made.overlaps)


def _changes(before: merge.Tables, corpus: Corpus, read: pa.ChunkedArray | None) -> tuple[Hashes, Rows]:
    """Texts that came, and the sketches of those that went; one that changed is both."""
    texts, sketches = Rows(before["texts"]), Rows(before["sketches"])
    added = corpus.texts.keys[~texts.has(corpus.texts.keys)]
    gone = texts.keys[~corpus.texts.has(texts.keys)]
    if read is not None:
        again = doc_keys(read)
        again = again[texts.has(again) & corpus.texts.has(again)]
        other = _different(texts, corpus.texts, again, _READ)
        other |= _different(sketches, corpus.sketches, again, SKETCHES.names)
        added, gone = np.concatenate([added, again[other]]), np.concatenate([gone, again[other]])
    return added, Rows(sketches.take(gone, SKETCHES.names))


def _different(
    ours: Rows, theirs: Rows, keys: Hashes, columns: Iterable[str]
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which rows with these keys differ in any of the columns."""
    one, other = ours.take(keys, list(columns)), theirs.take(keys, list(columns))
    different = reduce(pc.or_, (differs(one[name], other[name]) for name in columns))
    found: np.ndarray[tuple[int], np.dtype[np.bool_]] = different.to_numpy().astype(np.bool_)
    return found


def _assignments(current: Release, made: Update, gone: Rows) -> pa.Table:
    """The assignments of the release before, but for those that are other ones now."""
    documents = current.read("documents", [*ASSIGNMENTS.names[:3]])
    duplicates = current.read("duplicates", ASSIGNMENTS.names)
    there = pa.concat_tables([documents, duplicates], promote_options="default").cast(ASSIGNMENTS)
    stale = np.concatenate([doc_keys(made.assignments["doc_id"]), gone.keys])
    kept = ~np.isin(doc_keys(there["doc_id"]), stale)
    return pa.concat_tables([there.filter(pa.array(kept)), made.assignments])


def _overlaps(current: Release, made: Update) -> pa.Table:
    """The overlaps of the release before, but for pairs that have others now."""
    there = current.read("overlaps")
    pairs = np.sort(np.stack([doc_keys(there["doc_id"]), doc_keys(there["other_id"])]), axis=0)
    passages, translations = (
        set(zip(*np.sort(gone, axis=0).tolist(), strict=True)) for gone in (made.dropped, made.dropped_translations)
    )
    told = pc.equal(there["relation"], "translation").to_pylist()
    kept = [
        pair not in (translations if is_told else passages)
        for pair, is_told in zip(zip(*pairs.tolist(), strict=True), told, strict=True)
    ]
    return pa.concat_tables([there.filter(pa.array(kept, pa.bool_())), made.overlaps])
