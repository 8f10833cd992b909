"""Which document stands for which, decided anew where something was touched, and nowhere else.

Versions are compared within the sources that were touched, clusters within the components of links that were: a link
decides nothing outside of its component.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from newsmill.overlap.cluster import canonical_order, clusters, revisions
from newsmill.overlap.corpus import Corpus
from newsmill.overlap.flat import among, distinct, without
from newsmill.overlap.links import rows_of, standing
from newsmill.overlap.memory import Memory
from newsmill.overlap.normal import Flags, Hashes, Indices
from newsmill.overlap.runs import Rows
from newsmill.overlap.verify import APART, RELATIONS
from newsmill.overlap.wordings import Pairs, judged

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
_BITS = 28
_VERSION = ["source_uri", "ingested_at", "run_id", "raw_sha256", "item_index", "doc_id"]


@dataclass(frozen=True, slots=True)
class Placed:
    """Documents put in their places."""

    memory: Memory
    assignments: pa.Table
    """Rows of ASSIGNMENTS of the documents whose place may be another one now, ordered by doc_id."""
    changed: Indices
    """Wordings that have another row of documents now, or none any more, or one that was read anew."""


def place(memory: Memory, corpus: Corpus, touched: Indices, dead: Indices, added: Hashes, gone: Rows) -> Placed:
    """Find versions and clusters anew.

    touched: wordings with documents that came or went, or whose links have changed; dead: those among them that have
    none left; added: documents that came; gone: rows of documents that went.
    """
    alive = touched[memory.alive[touched]]
    memory, moved = _replaced(memory, corpus, alive, distinct(gone["source"]))
    there, by = memory.rows.get(gone["replaced"])
    left = by["wording"][there].astype(np.int64)
    component = _component(memory, distinct(alive, moved, left))
    keys = _members(memory, component)
    _, rows = memory.rows.get(keys)
    followers = _followers(memory, keys, rows["source"])
    own = (rows["replaced"] == 0) | among(rows["replaced"], keys)
    keys = np.concatenate([keys[own], followers])
    assignments, heads = _assigned(memory, corpus, keys)
    return _noted(memory, assignments, component, heads, added, dead)


def _members(memory: Memory, wordings: Indices) -> Hashes:
    """The documents of wordings."""
    keys: Hashes = memory.members.all(wordings.astype(np.uint64))[1]["sub"]
    return keys


def _replaced(memory: Memory, corpus: Corpus, wordings: Indices, sources: Hashes) -> tuple[Memory, Indices]:
    """Which version replaces which, in sources that were touched; and the wordings for which that has changed."""
    _, rows = memory.rows.get(_members(memory, wordings))
    every = distinct(sources, rows["source"])
    owner, found = memory.sources.all(every)
    versions = found["sub"][(np.bincount(owner)[owner] > 1) | among(every[owner], sources)]
    table = corpus.texts.take(versions, _VERSION)
    order = np.argsort(np.array(table["doc_id"].to_pylist(), np.str_))
    versions = versions[order]
    _, rows = memory.rows.get(versions)
    of = rows["wording"].astype(np.int64)
    by_row = revisions(table.take(pa.array(order)), of.tolist(), _stands(memory, distinct(of)))
    now = np.zeros(len(versions), np.uint64)
    now[list(by_row.keys())] = versions[list(by_row.values())]
    other = np.flatnonzero(now != rows["replaced"])
    concerned = np.concatenate([versions[other], now[other], rows["replaced"][other]])
    there, their = memory.rows.get(distinct(concerned[concerned != 0]))
    changed = rows[other].copy()
    changed["replaced"] = now[other]
    memory = memory.with_(rows=memory.rows.plus(versions[other], changed))
    return memory, distinct(their["wording"][there]).astype(np.int64)


def _stands(memory: Memory, wordings: Indices) -> dict[int, list[int]]:
    """For each wording those that it can stand for."""
    owner, rows = memory.links.all(wordings.astype(np.uint64))
    kept = rows["by_this"] != APART
    stands: defaultdict[int, list[int]] = defaultdict(list)
    for wording, other in zip(wordings[owner[kept]].tolist(), rows["sub"][kept].tolist(), strict=True):
        stands[wording].append(other)
    return stands


def _component(memory: Memory, wordings: Indices) -> Indices:
    """These wordings and all that links of standing lead to, however far."""
    reached = wordings
    while len(wordings):
        _, rows = memory.links.all(wordings.astype(np.uint64))
        wordings = without(distinct(rows["sub"][standing(rows)].astype(np.int64)), reached)
        reached = distinct(reached, wordings)
    return reached


def _followers(memory: Memory, keys: Hashes, sources: Hashes) -> Hashes:
    """Older versions of these documents that are not among them."""
    owner, found = memory.sources.all(distinct(sources))
    versions = found["sub"][np.bincount(owner)[owner] > 1]
    _, rows = memory.rows.get(versions)
    return without(distinct(versions[among(rows["replaced"], keys) & (rows["replaced"] != 0)]), keys)


@dataclass(frozen=True, slots=True)
class _Heads:
    """Documents, and what stands for them, as places among them."""

    keys: Hashes
    wording: Indices
    top: Indices


def _assigned(memory: Memory, corpus: Corpus, keys: Hashes) -> tuple[pa.Table, _Heads]:
    """What becomes of these documents, which are whole components with what follows them."""
    table = corpus.texts.take(keys, ["doc_id", "truncated", "published_at"])
    order = np.argsort(np.array(table["doc_id"].to_pylist(), np.str_))
    table, keys = table.take(pa.array(order)), keys[order]
    _, rows = memory.rows.get(keys)
    wording = rows["wording"].astype(np.int64)
    place = np.argsort(keys)
    replaced = np.flatnonzero(rows["replaced"])
    by = place[np.searchsorted(keys[place], rows["replaced"][replaced])]
    letters = corpus.sketches.take(keys, ["letters"])["letters"].to_numpy()
    top = _tops(
        memory, wording, canonical_order(table, letters), dict(zip(replaced.tolist(), by.tolist(), strict=True))
    )
    is_revision = np.zeros(len(keys), np.bool_)
    is_revision[replaced] = True
    figures = _figures(memory, corpus, wording, top, is_revision)
    return _table(table["doc_id"].to_pylist(), top, *figures), _Heads(keys, wording, top)


def _tops(memory: Memory, wording: Indices, rank: Indices, replaced: dict[int, int]) -> Indices:
    """For each row the one that stands for it. Only rows with company are looked at one by one."""
    single, of, count = np.unique(wording, return_inverse=True, return_counts=True)
    owner, rows = memory.links.all(single.astype(np.uint64))
    company = count > 1
    company[owner[standing(rows)]] = True
    alone = ~company[of]
    alone[[*replaced.keys(), *replaced.values()]] = False
    top = np.arange(len(wording))
    busy = np.flatnonzero(~alone)
    local = dict(zip(busy.tolist(), range(len(busy)), strict=True))
    inside = {local[row]: local[by] for row, by in replaced.items()}
    stands = _stands(memory, distinct(wording[busy]))
    top[busy] = busy[clusters(wording[busy].tolist(), rank[busy].tolist(), stands, inside)]
    return top


def _figures(
    memory: Memory, corpus: Corpus, wording: Indices, top: Indices, is_revision: Flags
) -> tuple[list[str | None], list[float | None], list[float | None]]:
    """Relation, similarity and containment of each row that another one stands for."""
    behind = np.flatnonzero(top != np.arange(len(top)))
    own, other = wording[behind], wording[top[behind]]
    pairs, places = np.unique((own << _BITS) | other, return_inverse=True)
    left, right = pairs >> _BITS, pairs & ((1 << _BITS) - 1)
    found = memory.links.rows_of(len(pairs))
    exact = left == right
    found["similarity"][exact] = found["contained"][exact] = 1.0
    wordings = distinct(left)
    owner, rows = memory.links.all(wordings.astype(np.uint64))
    codes = (wordings[owner] << _BITS) | rows["sub"].astype(np.int64)
    known = among(codes, pairs)
    found[np.searchsorted(pairs, codes[known])] = rows[known]
    unknown = np.flatnonzero(~exact & ~among(pairs, codes))
    no = np.zeros(len(unknown), np.bool_)
    for part, judgements in judged(memory, corpus, Pairs(left[unknown], right[unknown], no, no)):
        found[np.searchsorted(pairs, (part.left << _BITS) | part.right)] = rows_of(
            memory, part, judgements, np.arange(len(part.left))
        )
    relation: list[str | None] = [None] * len(top)
    similarity: list[float | None] = [None] * len(top)
    containment: list[float | None] = [None] * len(top)
    columns = (found["by_other"][places], found["similarity"][places], found["contained"][places], exact[places])
    for row, by, alike, contained, same in zip(behind.tolist(), *(column.tolist() for column in columns), strict=True):
        relation[row] = "revision" if is_revision[row] else "exact" if same else RELATIONS[by]
        similarity[row], containment[row] = round(alike, _DECIMALS), round(contained, _DECIMALS)
    return relation, similarity, containment


def _table(
    ids: Sequence[str],
    top: Indices,
    relation: Sequence[str | None],
    similarity: Sequence[float | None],
    containment: Sequence[float | None],
) -> pa.Table:
    count = np.bincount(top, minlength=len(ids))
    first = np.full(len(ids), len(ids), np.int64)
    np.minimum.at(first, top, np.arange(len(ids)))
    names = np.array(ids, object)
    behind = top != np.arange(len(ids))
    columns = [
        pa.array(ids, pa.string()),
        pa.array(names[first[top]], pa.string()),
        pa.array(count[top], pa.int32()),
        pa.array(names[top], pa.string(), mask=~behind),
        pa.array(relation, pa.string()),
        pa.array(similarity, pa.float32()),
        pa.array(containment, pa.float32()),
    ]
    return pa.Table.from_arrays(columns, schema=ASSIGNMENTS)


def _noted(
    memory: Memory, assignments: pa.Table, component: Indices, heads: _Heads, added: Hashes, dead: Indices
) -> Placed:
    """The rows of documents remembered, and which of them are others now."""
    is_top = heads.top == np.arange(len(heads.top))
    _, rows = memory.wordings.get(component.astype(np.uint64))
    documents = np.zeros(len(component), np.uint64)
    documents[np.searchsorted(component, heads.wording[is_top])] = heads.keys[is_top]
    other = (documents != rows["document"]) | among(documents, added)
    changed = rows[other].copy()
    changed["document"] = documents[other]
    flags = memory.heads.copy()
    flags[component] = documents != 0
    memory = memory.with_(wordings=memory.wordings.plus(component[other], changed), heads=flags)
    return Placed(memory, assignments, distinct(component[other], dead))
