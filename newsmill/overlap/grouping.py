"""From texts that come and go to the rows that stand for reports: candidates, judgements, clusters, what is shared."""

from dataclasses import dataclass

import pyarrow as pa

from newsmill import schema
from newsmill.overlap.across import find_translations
from newsmill.overlap.arrivals import admit, no_rows
from newsmill.overlap.corpus import Corpus, Rows
from newsmill.overlap.flat import distinct
from newsmill.overlap.headings import retitle
from newsmill.overlap.links import relink
from newsmill.overlap.memory import Memory
from newsmill.overlap.normal import Hashes
from newsmill.overlap.placing import ASSIGNMENTS, place
from newsmill.overlap.relations import overlap_rows
from newsmill.overlap.sharing import share
from newsmill.overlap.sketch import SKETCHES

__all__ = ["ASSIGNMENTS", "Grouping", "Update", "group", "update"]


@dataclass(frozen=True)
class Grouping:
    """Each text's cluster, and what the rows of documents share."""

    assignments: pa.Table
    """A row of ASSIGNMENTS for each text, ordered by doc_id."""
    overlaps: pa.Table
    """Rows of newsmill.schema.OVERLAPS."""


@dataclass(frozen=True)
class Update:
    """What texts that came and went have changed."""

    memory: Memory
    """With them."""
    assignments: pa.Table
    """Rows of ASSIGNMENTS for each text that came, and for others that may stand elsewhere now; ordered by doc_id."""
    overlaps: pa.Table
    """New rows of newsmill.schema.OVERLAPS."""
    dropped: Hashes
    """Pairs of documents (corpus.doc_keys) whose passages in overlaps go, but for the new ones: two rows."""
    dropped_translations: Hashes
    """The same of translations."""


def update(memory: Memory, corpus: Corpus, added: Hashes, gone: Rows) -> Update:
    """Take texts in and out of a corpus. What comes out depends on the set of texts only, not on how it came about.

    memory: of the corpus as it was; corpus: as it is. added: keys of texts that memory does not know, or knows with
    other values; gone: the rows of SKETCHES, as memory has read them, of the latter and of texts that are no more.
    Texts that neither came nor went are opened only where they are judged beside one that did. Raises CollisionError.
    """
    arrivals = admit(memory, corpus, added, gone)
    titled, renamed = retitle(arrivals, corpus, gone)
    linked = relink(arrivals, titled, corpus, renamed)
    touched = distinct(arrivals.touched, linked.changed)
    placed = place(linked.memory, corpus, touched, arrivals.dead, added, memory.rows.get(gone.keys)[1])
    shared = share(memory, placed.memory, corpus, placed.changed, arrivals.keys, linked.parts)
    told = find_translations(memory, shared.memory, corpus, placed.changed, arrivals.figures)
    rows = [*overlap_rows(corpus, shared.left, shared.right, shared.part), *told.rows]
    rows.sort(key=lambda row: (row["doc_id"], row["other_id"]))
    overlaps = schema.to_table(rows, schema.OVERLAPS.schema)
    return Update(told.memory, placed.assignments, overlaps, shared.dropped, told.dropped)


def group(texts: pa.Table, sketches: pa.Table) -> Grouping:
    """Which text stands for which, and what those that stand share.

    texts: all admitted texts, with the columns of newsmill.schema.DOCUMENTS; its `cluster_id` and `n_reports` are not
    read. sketches: a row of SKETCHES for each. The result depends on the set of rows only, never on their order.
    Raises ValueError where the two tables are not of the same texts, or a doc_id comes twice.
    """
    corpus = Corpus.of(texts, sketches)
    found = update(Memory.empty(), corpus, corpus.texts.keys, no_rows(SKETCHES))
    return Grouping(found.assignments, found.overlaps)
