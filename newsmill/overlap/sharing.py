"""What rows of documents share though neither stands for the other, looked for anew where a row is another one now."""

from dataclasses import dataclass

import numpy as np

from newsmill.overlap.candidates import SHARED, joined, proposals
from newsmill.overlap.codes import all_pairs, coded, parted
from newsmill.overlap.corpus import Corpus, Lists
from newsmill.overlap.flat import among, distinct
from newsmill.overlap.links import rare_shared
from newsmill.overlap.memory import Memory, grown, swapped
from newsmill.overlap.normal import Flags, Hashes, Indices
from newsmill.overlap.postings import Postings
from newsmill.overlap.runs import Rows
from newsmill.overlap.sketch import scales

_PASSAGE = 48
"""Shingles that two texts share, as far as their sketches tell, from which a passage is looked for."""
_CAP = 16
"""What more reports than this have is a stock phrase and no passage. It bounds the rows of overlaps."""
Floats = np.ndarray[tuple[int], np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Shared:
    """Pairs of documents that share something, as documents (corpus.doc_keys)."""

    memory: Memory
    dropped: Hashes
    """Pairs whose rows in overlaps go: two rows, in either order."""
    left: Hashes
    right: Hashes
    part: Floats
    """Of a pair of which the one holds a part of the other, the share of the shorter text; NaN of any other."""


def share(before: Memory, memory: Memory, corpus: Corpus, changed: Indices, keys: Hashes, parts: Indices) -> Shared:
    """Find the pairs that come and go.

    before: as it was; changed: wordings that have another row of documents, or none any more; keys: hashes of wordings
    that came or went; parts: pairs of wordings whose share may have changed, two rows.
    """
    now = changed[memory.heads[changed]]
    found = _proposed(memory, corpus, now)
    suspects = _suspects(before, memory, corpus, changed, keys, parts)
    both = memory.heads[suspects[0]] & memory.heads[suspects[1]]
    again, enough = _recounted(memory, corpus, suspects[:, both])
    codes = np.concatenate([coded(*found[0]), coded(*again)])
    part = _parts(memory, codes)
    kept = ~np.isnan(part) | np.concatenate([found[1], enough])
    codes, part = codes[kept], part[kept]
    old, old_part = _known(memory, changed, suspects)
    same = _stays(codes, part, old, old_part, changed)
    gone = old[~among(old, codes[same])]
    come, part = codes[~same], part[~same]
    dropped = np.stack([before.documents_of(side) for side in parted(gone)])
    memory = memory.with_(shares=swapped(memory.shares, *_both(memory, gone, None), *_both(memory, come, part)))
    left, right = parted(come)
    return Shared(memory, dropped, memory.documents_of(left), memory.documents_of(right), part)


def _scale(memory: Memory, corpus: Corpus, wordings: Indices) -> Indices:
    single, places = np.unique(wordings, return_inverse=True)
    shingles = corpus.sketches.take(memory.texts_of(single), ["shingles"])["shingles"].to_numpy()
    return scales(shingles)[places]


def _enough(memory: Memory, corpus: Corpus, left: Indices, right: Indices, shared: Indices) -> Flags:
    scale = np.maximum(_scale(memory, corpus, left), _scale(memory, corpus, right))
    enough: Flags = shared * scale >= _PASSAGE
    return enough


def _proposed(memory: Memory, corpus: Corpus, wordings: Indices) -> tuple[tuple[Indices, Indices], Flags]:
    """Pairs of these and any other rows of documents that share what few have, and which share enough for a passage."""
    lists = corpus.lists(memory.texts_of(wordings), "hashes")
    keys = Lists(Postings.keys(lists.values), lists.bounds)
    pairs = joined([pairs for pairs, _, _ in proposals(memory.hashes, memory.heads, wordings, keys, _CAP)])
    return (pairs.left, pairs.right), _enough(memory, corpus, pairs.left, pairs.right, pairs.shared)


def _suspects(
    before: Memory, memory: Memory, corpus: Corpus, changed: Indices, keys: Hashes, parts: Indices
) -> Indices:
    """Pairs of other documents for which it may matter that a hash became a stock phrase, or is none any more."""
    old = grown(before.heads, len(memory.heads))
    flipped = changed[(old[changed] != memory.heads[changed]) & memory.alive[changed]]
    lists = corpus.lists(memory.texts_of(flipped), "hashes")
    keys = distinct(keys, Postings.keys(lists.values))
    pairs = [parts]
    if old.any():
        was, now = (memory.hashes.at_most(keys, flags, _CAP) for flags in (old, memory.heads))
        _, losing = memory.hashes.holders(keys[was & ~now], memory.heads)
        losing = distinct(losing)
        owner, rows = memory.shares.all(losing.astype(np.uint64))
        pairs.append(np.stack([losing[owner], rows["sub"].astype(np.int64)])[:, among(rows["sub"], losing)])
        pairs.append(all_pairs(*memory.hashes.holders(keys[~was & now], memory.heads)))
    codes = distinct(coded(*np.concatenate(pairs, axis=1)))
    found = parted(codes)
    return found[:, ~among(found, changed).any(axis=0)]


def _recounted(memory: Memory, corpus: Corpus, pairs: Indices) -> tuple[tuple[Indices, Indices], Flags]:
    """What is left of the pairs, and which share enough for a passage."""
    left, right = pairs
    shared, _ = rare_shared(memory, corpus, left, right, memory.heads, _CAP)
    kept = shared >= SHARED
    left, right, shared = left[kept], right[kept], shared[kept]
    return (left, right), _enough(memory, corpus, left, right, shared)


def _parts(memory: Memory, codes: Indices) -> Floats:
    """Of pairs of which the one holds a part of the other, the share; NaN of others."""
    wordings = distinct(parted(codes)[0])
    owner, rows = memory.links.all(wordings.astype(np.uint64))
    known = coded(wordings[owner], rows["sub"].astype(np.int64))
    order = np.argsort(known)
    part: Floats = np.full(len(codes), np.nan)
    there = among(codes, known)
    part[there] = rows["part"][order[np.searchsorted(known[order], codes[there])]]
    return part


def _known(memory: Memory, changed: Indices, suspects: Indices) -> tuple[Indices, Floats]:
    """The pairs that shared something before, of wordings that changed and of those that are suspect."""
    wordings = distinct(changed, suspects[0])
    owner, rows = memory.shares.all(wordings.astype(np.uint64))
    codes, first = np.unique(coded(wordings[owner], rows["sub"].astype(np.int64)), return_index=True)
    concerned = among(parted(codes), changed).any(axis=0) | among(codes, coded(*suspects))
    return codes[concerned], rows["part"][first[concerned]]


def _stays(codes: Indices, part: Floats, old: Indices, old_part: Floats, changed: Indices) -> Flags:
    """Which pairs share what they did: the same part, or passages, of the same documents."""
    same = among(codes, old) & ~among(parted(codes), changed).any(axis=0)
    was = old_part[np.searchsorted(old, codes[same])]
    same[same] = (was == part[same]) | (np.isnan(was) & np.isnan(part[same]))
    return same


def _both(memory: Memory, codes: Indices, part: Floats | None) -> tuple[Indices, Rows]:
    """Rows of `shares` for pairs, both ways round."""
    left, right = parted(codes)
    columns = {} if part is None else {"part": np.concatenate([part, part])}
    rows = memory.shares.rows_of(2 * len(codes), sub=np.concatenate([right, left]), **columns)
    return np.concatenate([left, right]), rows
