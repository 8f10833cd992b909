"""From all texts to the rows that stand for reports: candidates, judgements, clusters, and what documents share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from newsmill import schema
from newsmill.overlap import candidates
from newsmill.overlap.cluster import canonical_order, clusters, revisions
from newsmill.overlap.headings import Headings
from newsmill.overlap.links import Link, Links, links_at, links_of
from newsmill.overlap.normal import Flags
from newsmill.overlap.relations import Shares, overlap_rows
from newsmill.overlap.screen import Index, screened, sharing
from newsmill.overlap.wordings import Pairs, Wordings

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

_DECIMALS = 3
_Figures = tuple[str | None, float, float]
"""Relation, similarity and containment."""


@dataclass(frozen=True)
class Grouping:
    """Each text's cluster, and what the rows of documents share."""

    assignments: pa.Table
    """A row of ASSIGNMENTS for each text, ordered by doc_id."""
    overlaps: pa.Table
    """Rows of newsmill.schema.OVERLAPS."""


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
    keys = sketches["exact_key"].to_numpy().astype("S32")
    _, rows, wording = np.unique(keys, return_index=True, return_inverse=True)
    letters = sketches["letters"].to_numpy()
    wordings = Wordings(texts["text"], rows, letters[rows])
    pairs = _pairs(screened(Index.of(sketches.take(rows))), Headings.of(texts, sketches, wording))
    links = links_of(wordings.judge(pairs))
    of = wording.tolist()
    replaced = revisions(texts, of, links.stands)
    head = clusters(of, canonical_order(texts, letters).tolist(), links.stands, replaced)
    relations = _relations(wordings, links, of, head, replaced)
    shared = _sharing(sketches, links, of, [row for row, top in enumerate(head) if row == top])
    overlaps = schema.to_table(overlap_rows(texts["text"], ids, shared), schema.OVERLAPS.schema)
    return Grouping(_assignments(ids, head, relations), overlaps)


def _pairs(found: candidates.Pairs, headings: Headings) -> Pairs:
    """The pairs that the sketches propose, and those under one heading."""
    first, second = headings.alike()
    base = 1 + int(max(found.right.max(initial=0), second.max(initial=0)))
    by_sketch, by_heading = found.left * base + found.right, first * base + second
    codes = np.union1d(by_sketch, by_heading)
    left, right = codes // base, codes % base
    return Pairs(left, right, np.isin(codes, by_heading), headings.differ(left, right))


def _relations(
    wordings: Wordings, links: Links, of: Sequence[int], head: Sequence[int], replaced: Mapping[int, int]
) -> dict[int, _Figures]:
    """What each row that another stands for is to that one."""
    pairs = {row: (of[row], of[top]) for row, top in enumerate(head) if row != top}
    unjudged = {(min(pair), max(pair)) for pair in pairs.values() if pair[0] != pair[1]} - links.judged.keys()
    judged = links.judged | _judged(wordings, sorted(unjudged))
    relations: dict[int, _Figures] = {}
    for row, (own, top) in pairs.items():
        found = ("exact", 1.0, 1.0) if own == top else judged[min(own, top), max(own, top)].of(own, top)
        relations[row] = ("revision", *found[1:]) if row in replaced else found
    return relations


def _judged(wordings: Wordings, pairs: Sequence[tuple[int, int]]) -> dict[tuple[int, int], Link]:
    """Pairs that no sketch proposed: a version of a page and the row that stands for its newest one."""
    left, right = np.array(pairs, np.int64).reshape(-1, 2).T
    no: Flags = np.zeros(len(left), np.bool_)
    judged = wordings.judge(Pairs(left, right, no, no))
    return {pair: link for part, found in judged for pair, link in links_at(part, found, np.arange(len(part.left)))}


def _assignments(ids: Sequence[str], head: Sequence[int], relations: Mapping[int, _Figures]) -> pa.Table:
    tops = np.array(head, np.int64)
    count = np.bincount(tops, minlength=len(ids))
    first = np.full(len(ids), len(ids), np.int64)
    np.minimum.at(first, tops, np.arange(len(ids)))
    figures = [relations.get(row, (None, None, None)) for row in range(len(ids))]
    names = np.array(ids, object)
    columns = [
        pa.array(ids, pa.string()),
        pa.array(names[first[tops]], pa.string()),
        pa.array(count[tops], pa.int32()),
        pa.array([None if row == top else ids[top] for row, top in enumerate(head)], pa.string()),
        pa.array([relation for relation, _, _ in figures], pa.string()),
        pa.array([_rounded(similarity) for _, similarity, _ in figures], pa.float32()),
        pa.array([_rounded(containment) for _, _, containment in figures], pa.float32()),
    ]
    return pa.Table.from_arrays(columns, schema=ASSIGNMENTS)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DECIMALS)


def _sharing(sketches: pa.Table, links: Links, of: Sequence[int], documents: Sequence[int]) -> Shares:
    """Pairs of documents that share what few documents have: a part of the one, with its share, or a passage.

    documents: the rows of `sketches` that stand for reports; of: the wording of each row.
    """
    numbers = np.array(documents, np.int64)
    pairs, enough = sharing(sketches.take(numbers))
    found: dict[tuple[int, int], float | None] = {}
    for left, right, is_passage in zip(
        numbers[pairs.left].tolist(), numbers[pairs.right].tolist(), enough.tolist(), strict=True
    ):
        part = links.parts.get((min(of[left], of[right]), max(of[left], of[right])))
        if part is not None or is_passage:
            found[left, right] = part
    return found
