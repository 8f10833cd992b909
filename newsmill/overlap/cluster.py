"""Which row stands for which: the canonical order, revisions, and clusters around canonical texts, without chaining."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from newsmill.overlap.normal import Indices

Stands = Mapping[int, Sequence[int]]
"""For a wording, the other wordings that it can stand for."""

_LENGTH_STEP = math.log(1.05)


def canonical_order(texts: pa.Table, letters: Indices) -> Indices:
    """Rank of each row: not truncated, then longest by 5 % steps, then earliest published, then smallest doc_id.

    texts: ordered by doc_id, with `truncated` and `published_at`. Longest alone would prefer copies with furniture.
    """
    never = np.iinfo(np.int64).max
    published = texts["published_at"].cast(pa.int64()).fill_null(never).to_numpy()
    classes = np.array([math.floor(math.log(max(1, count)) / _LENGTH_STEP) for count in letters.tolist()], np.int64)
    truncated = texts["truncated"].to_numpy()
    rank = np.empty(len(letters), np.int64)
    rank[np.lexsort((published, -classes, truncated))] = np.arange(len(letters))
    return rank


@dataclass(frozen=True, slots=True)
class Version:
    """The rows that one reading of a source gave, in order of item_index."""

    key: tuple[object, ...]
    rows: tuple[int, ...]


def revisions(texts: pa.Table, wording: Sequence[int], stands: Stands) -> dict[int, int]:
    """For each row that a newer version of its source replaces, the row of the newest version that does.

    A page of one report is one report in every version. An item of a listing is replaced by an item that it is linked
    to; without one it has left the page, and stays.
    """
    replaced: dict[int, int] = {}
    for versions in _versions(texts):
        newest = max(versions, key=lambda version: version.key)
        for version in versions:
            if version is newest:
                continue
            if len(version.rows) == len(newest.rows) == 1:
                replaced[version.rows[0]] = newest.rows[0]
            else:
                replaced.update(_linked_items(version, newest, wording, stands))
    return replaced


def clusters(wording: Sequence[int], rank: Sequence[int], stands: Stands, replaced: Mapping[int, int]) -> list[int]:
    """For each row, the row that stands for it; itself where it is a row of documents.

    Wordings are taken in the order of their best row. Each takes every free wording that it can stand for, so no text
    is joined through another. A replaced row follows the row that replaces it.
    """
    best: dict[int, int] = {}
    for row in sorted(range(len(rank)), key=rank.__getitem__):
        if row not in replaced:
            best.setdefault(wording[row], row)
    taken: dict[int, int] = {}
    for canonical, row in best.items():
        if canonical in taken:
            continue
        taken[canonical] = row
        for other in stands.get(canonical, ()):
            if other in best:
                taken.setdefault(other, row)
    return [taken[wording[replaced.get(row, row)]] for row in range(len(rank))]


def _versions(texts: pa.Table) -> Iterable[list[Version]]:
    """The versions of each source that has more than one."""
    names = ("source_uri", "ingested_at", "run_id", "raw_sha256", "item_index")
    uris, ingested, runs, digests, items = (texts[name].to_pylist() for name in names)
    sources: dict[str, dict[str, list[int]]] = {}
    for row, (uri, digest) in enumerate(zip(uris, digests, strict=True)):
        sources.setdefault(uri, {}).setdefault(digest, []).append(row)
    for versions in sources.values():
        if len(versions) > 1:
            yield [
                Version(
                    max((ingested[row], runs[row], digest) for row in rows), tuple(sorted(rows, key=items.__getitem__))
                )
                for digest, rows in versions.items()
            ]


def _linked_items(older: Version, newest: Version, wording: Sequence[int], stands: Stands) -> dict[int, int]:
    """The items of an older version, each with the first item of the newest that it is the same report as."""
    replaced: dict[int, int] = {}
    for row in older.rows:
        own = wording[row]
        near = {own, *stands.get(own, ())}
        for item in newest.rows:
            if wording[item] in near or own in stands.get(wording[item], ()):
                replaced[row] = item
                break
    return replaced
