"""From all texts to the rows that stand for reports: candidates, judgements, clusters, and what documents share."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from newsmill import schema
from newsmill.overlap.candidates import candidate_pairs
from newsmill.overlap.cluster import canonical_order, clusters, revisions
from newsmill.overlap.normal import Indices, batches
from newsmill.overlap.passages import shared_part
from newsmill.overlap.verify import Judgement, Profile, judge, profiles_of

ASSIGNMENTS = pa.schema(
    [
        pa.field("doc_id", pa.string(), nullable=False),
        pa.field("cluster_id", pa.string(), nullable=False),
        pa.field("n_reports", pa.int32(), nullable=False),
        pa.field("duplicate_of", pa.string()),
        pa.field("relation", pa.string()),
        pa.field("similarity", pa.float32()),
        pa.field("containment", pa.float32()),
    ]
)
"""What became of each text. The last four are null for a row of documents, and are the columns of duplicates else."""

_PAIRS_AT_ONCE = 4096
_PROFILES_HELD = 20_000
"""Profiles kept between batches of pairs; about 20 KB each."""


@dataclass(frozen=True)
class Grouping:
    """Each text's cluster, and what the rows of documents share."""

    assignments: pa.Table
    """A row of ASSIGNMENTS for each text, ordered by doc_id."""
    overlaps: pa.Table
    """Rows of newsmill.schema.OVERLAPS."""


@dataclass(frozen=True, slots=True)
class _Links:
    """What the judgements of all candidates say. Texts with one normal form are one wording."""

    stands: dict[int, list[int]]
    """For a wording, those that it can stand for."""
    judged: dict[tuple[int, int], Judgement]
    """Judgements by (smaller, larger) wording, where the two are linked."""
    parts: list[tuple[int, int]]


class _Wordings:
    """The distinct texts, read as they are needed; a bounded number of profiles is held."""

    def __init__(self, texts: pa.Table, rows: Indices) -> None:
        self._texts = texts["text"]
        self._rows = rows
        self._held: dict[int, Profile] = {}

    def text(self, wording: int) -> str:
        return str(self._texts[int(self._rows[wording])].as_py())

    def judge(self, pairs: Sequence[tuple[int, int]]) -> Iterator[Judgement]:
        """The judgement of each pair of wordings, in order."""
        for start in range(0, len(pairs), _PAIRS_AT_ONCE):
            part = pairs[start : start + _PAIRS_AT_ONCE]
            self._hold({wording for pair in part for wording in pair})
            for left, right in part:
                yield judge(self._held[left], self._held[right])

    def _hold(self, needed: set[int]) -> None:
        missing = sorted(needed - self._held.keys())
        if len(self._held) + len(missing) > _PROFILES_HELD:
            self._held = {wording: profile for wording, profile in self._held.items() if wording in needed}
        bodies = self._texts.take(self._rows[missing]).to_pylist()
        for part in batches(bodies):
            self._held.update(zip(missing[part], profiles_of(bodies[part]), strict=True))


def group(texts: pa.Table, sketches: pa.Table) -> Grouping:
    """Which text stands for which, and what those that stand share.

    texts: all admitted texts, with the columns of newsmill.schema.DOCUMENTS; its `cluster_id` and `n_reports` are not
    read. sketches: a row of SKETCHES for each. The result depends on the set of rows only, never on their order.
    Raises ValueError where the two tables are not of the same texts, or a doc_id comes twice.
    """
    texts, sketches = texts.sort_by("doc_id"), sketches.sort_by("doc_id")
    ids: list[str] = texts["doc_id"].to_pylist()
    if ids != sketches["doc_id"].to_pylist() or len(set(ids)) != len(ids):
        raise ValueError("texts and sketches must be of the same documents, each once")
    keys = sketches["exact_key"].to_numpy().astype("U32")
    _, rows, wording = np.unique(keys, return_index=True, return_inverse=True)
    wordings = _Wordings(texts, rows)
    links = _links(wordings, sketches.take(rows))
    rank = canonical_order(texts, sketches["letters"].to_pylist()).tolist()
    of = wording.tolist()
    replaced = revisions(texts, of, links.stands)
    head = clusters(of, rank, links.stands, replaced)
    relations = _relations(wordings, links, of, head, set(replaced))
    return Grouping(_assignments(ids, head, relations), _overlaps(wordings, links, of, head, ids))


def _links(wordings: _Wordings, sketches: pa.Table) -> _Links:
    hashes = sketches["hashes"].combine_chunks()
    lengths = np.diff(hashes.offsets.to_numpy())
    left, right = candidate_pairs(hashes.flatten().to_numpy(), np.repeat(np.arange(len(sketches)), lengths))
    pairs = list(zip(left.tolist(), right.tolist(), strict=True))
    stands: dict[int, list[int]] = defaultdict(list)
    judged: dict[tuple[int, int], Judgement] = {}
    parts = []
    for pair, judgement in zip(pairs, wordings.judge(pairs), strict=True):
        first, second = pair
        if judgement.second_by_first:
            stands[first].append(second)
        if judgement.first_by_second:
            stands[second].append(first)
        if judgement.is_part:
            parts.append(pair)
        if judgement.first_by_second or judgement.second_by_first:
            judged[pair] = judgement
    return _Links(stands, judged, parts)


def _relations(
    wordings: _Wordings, links: _Links, of: Sequence[int], head: Sequence[int], replaced: set[int]
) -> dict[int, tuple[str, float, float]]:
    """Relation, similarity and containment of each row that another stands for."""
    pairs = {row: (of[row], of[top]) for row, top in enumerate(head) if row != top}
    unjudged = sorted({(min(p), max(p)) for p in pairs.values() if p[0] != p[1]} - links.judged.keys())
    judged = links.judged | dict(zip(unjudged, wordings.judge(unjudged), strict=True))
    relations = {}
    for row, (own, top) in pairs.items():
        if own == top:
            relation, similarity, contained = "exact", 1.0, 1.0
        else:
            judgement = judged[min(own, top), max(own, top)]
            swapped = own > top
            similarity = judgement.similarity
            contained = judgement.second_contained if swapped else judgement.first_contained
            relation = (judgement.second_by_first if swapped else judgement.first_by_second) or ""
        relations[row] = ("revision" if row in replaced else relation, round(similarity, 3), round(contained, 3))
    return relations


def _assignments(ids: Sequence[str], head: Sequence[int], relations: dict[int, tuple[str, float, float]]) -> pa.Table:
    members: dict[int, list[int]] = defaultdict(list)
    for row, top in enumerate(head):
        members[top].append(row)
    rows = []
    for row, top in enumerate(head):
        relation, similarity, containment = relations.get(row, (None, None, None))
        rows.append(
            {
                "doc_id": ids[row],
                "cluster_id": ids[members[top][0]],
                "n_reports": len(members[top]),
                "duplicate_of": ids[top] if row != top else None,
                "relation": relation,
                "similarity": similarity,
                "containment": containment,
            }
        )
    return pa.Table.from_pylist(rows, schema=ASSIGNMENTS)


def _overlaps(
    wordings: _Wordings, links: _Links, of: Sequence[int], head: Sequence[int], ids: Sequence[str]
) -> pa.Table:
    """Rows for the texts partly contained in another, where both are rows of documents."""
    document = {of[row]: row for row, top in enumerate(head) if row == top}
    rows: list[schema.Row] = []
    for pair in links.parts:
        if pair[0] in document and pair[1] in document:
            first, second = sorted(pair, key=document.__getitem__)
            part = shared_part(wordings.text(first), wordings.text(second))
            if part is not None:
                rows.append({"doc_id": ids[document[first]], "other_id": ids[document[second]], **part})
    rows.sort(key=lambda row: (row["doc_id"], row["other_id"]))
    return schema.to_table(rows, schema.OVERLAPS.schema)
