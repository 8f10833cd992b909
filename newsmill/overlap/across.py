"""Rows of documents of which one is the other's translation, looked for anew where a row is another one now."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from newsmill import schema
from newsmill.overlap.candidates import SHARED, joined, proposals
from newsmill.overlap.codes import all_pairs, coded, parted
from newsmill.overlap.corpus import Corpus, Lists
from newsmill.overlap.figures import counterparts, sideless
from newsmill.overlap.flat import among, distinct, run_starts
from newsmill.overlap.memory import Memory, grown, swapped
from newsmill.overlap.normal import Flags, Hashes, Indices
from newsmill.overlap.postings import Postings
from newsmill.overlap.runs import Rows
from newsmill.overlap.translation import compare, is_chinese, is_english

_CAP = 16
"""What more reports than this have, written in one way, tells nothing. It bounds the pairs that are opened."""
_AT_ONCE = 512
"""Pairs whose texts are opened at once."""


@dataclass(frozen=True, slots=True)
class Translations:
    """Translations that come and go."""

    memory: Memory
    dropped: Hashes
    """Pairs of documents (corpus.doc_keys) whose rows of translations go, but for the new ones: two rows."""
    rows: list[schema.Row]
    """Of overlaps."""


def find_translations(before: Memory, memory: Memory, corpus: Corpus, changed: Indices, keys: Hashes) -> Translations:
    """Find the pairs that come and go.

    before: as it was; changed: wordings that have another row of documents, or none any more; keys: of the figures of
    wordings that came or went.
    """
    proposed = _proposed(memory, corpus, changed[memory.heads[changed]])
    suspects = _suspects(before, memory, corpus, changed, keys)
    supported = suspects[_supported(memory, corpus, suspects)]
    known = _known(memory, distinct(changed, *parted(suspects)))
    pairs = parted(known)
    concerned = among(pairs, changed).any(axis=0) | among(known, suspects)
    gone = known[concerned & ~among(known, supported)]
    come, rows = _compared(memory, corpus, distinct(proposed, supported[~among(supported, known)]))
    dropped = np.stack([before.documents_of(side) for side in parted(gone)])
    translations = swapped(memory.translations, *_both(memory, gone), *_both(memory, come))
    return Translations(memory.with_(translations=translations), dropped, rows)


def _proposed(memory: Memory, corpus: Corpus, wordings: Indices) -> Indices:
    """Pairs of these and any other rows of documents, written in the other way, that share figures which few have."""
    lists = _figures(memory, corpus, wordings)
    few = _are_few(memory.figures, lists.values, memory.heads)
    bounds = np.concatenate([np.zeros(1, np.int64), np.cumsum(few)])[lists.bounds]
    sought = Lists(counterparts(lists.values[few]), bounds)
    found = joined([pairs for pairs, _, _ in proposals(memory.figures, memory.heads, wordings, sought, _CAP)])
    return coded(found.left, found.right)


def _figures(memory: Memory, corpus: Corpus, wordings: Indices) -> Lists:
    lists = corpus.lists(memory.texts_of(wordings), "figures")
    return Lists(Postings.keys(lists.values), lists.bounds)


def _are_few(postings: Postings, keys: Hashes, counts: Flags) -> Flags:
    """Which keys few texts have, written in either way: a pair counts, whichever of the two came first."""
    single, places = np.unique(sideless(keys), return_inverse=True)
    few: Flags = postings.at_most(single, counts, _CAP) & postings.at_most(counterparts(single), counts, _CAP)
    return few[places]


def _suspects(before: Memory, memory: Memory, corpus: Corpus, changed: Indices, keys: Hashes) -> Indices:
    """Pairs of other documents for which it may matter that figures became common, or are not any more."""
    old = grown(before.heads, len(memory.heads))
    if not old.any():
        return np.zeros(0, np.int64)
    flipped = changed[(old[changed] != memory.heads[changed]) & memory.alive[changed]]
    keys = distinct(sideless(np.concatenate([keys, _figures(memory, corpus, flipped).values])))
    was, now = (_are_few(memory.figures, keys, flags) for flags in (old, memory.heads))
    losing = distinct(_holders(memory, keys[was & ~now])[1])
    known = _known(memory, losing)
    lost = known[among(parted(known), losing).all(axis=0)]
    found = distinct(lost, coded(*all_pairs(*_holders(memory, keys[~was & now]))))
    return found[~among(parted(found), changed).any(axis=0)]


def _holders(memory: Memory, keys: Hashes) -> tuple[Indices, Indices]:
    """The rows of documents that have each key, written in either way."""
    sides = [memory.figures.holders(side, memory.heads) for side in (keys, counterparts(keys))]
    owner, numbers = (np.concatenate(columns) for columns in zip(*sides, strict=True))
    return owner, numbers


def _supported(memory: Memory, corpus: Corpus, codes: Indices) -> Flags:
    """Which pairs share as many figures that few have as a pair must."""
    wordings = distinct(*parted(codes))
    lists = _figures(memory, corpus, wordings)
    few = _are_few(memory.figures, lists.values, memory.heads)
    sets = {int(wording): set[int]() for wording in wordings}
    for owner, key in zip(wordings[lists.owner[few]].tolist(), lists.values[few].tolist(), strict=True):
        sets[owner].add(key)
    other = {wording: set(counterparts(np.array(list(keys), np.uint64)).tolist()) for wording, keys in sets.items()}
    found = [len(sets[left] & other[right]) >= SHARED for left, right in parted(codes).T.tolist()]
    return np.array(found, np.bool_)


def _known(memory: Memory, wordings: Indices) -> Indices:
    """The translations of these wordings."""
    owner, rows = memory.translations.all(wordings.astype(np.uint64))
    codes = np.sort(coded(wordings[owner], rows["sub"].astype(np.int64)))
    return codes[run_starts(codes)]


def _both(memory: Memory, codes: Indices) -> tuple[Indices, Rows]:
    """Rows of `translations` for pairs, both ways round."""
    left, right = parted(codes)
    rows = memory.translations.rows_of(2 * len(codes), sub=np.concatenate([right, left]))
    return np.concatenate([left, right]), rows


def _compared(memory: Memory, corpus: Corpus, codes: Indices) -> tuple[Indices, list[schema.Row]]:
    """The pairs that are translations, and their rows of overlaps."""
    found = [
        (code, row)
        for start in range(0, len(codes), _AT_ONCE)
        for code, row in _rows(memory, corpus, codes[start : start + _AT_ONCE])
    ]
    return np.array([code for code, _ in found], np.int64), [row for _, row in found]


def _rows(memory: Memory, corpus: Corpus, codes: Indices) -> Iterator[tuple[int, schema.Row]]:
    keys, places = np.unique([memory.documents_of(side) for side in parted(codes)], return_inverse=True)
    ids, texts = corpus.ids(keys).tolist(), corpus.bodies(keys)
    chinese, english = [is_chinese(text) for text in texts], [is_english(text) for text in texts]
    for code, pair in zip(codes.tolist(), places.reshape(2, -1).T.tolist(), strict=True):
        one, other = sorted(pair, key=lambda place: not chinese[place])
        found = compare(texts[one], texts[other]) if chinese[one] and english[other] else None
        if found is None:
            continue
        passages = {one: texts[one][slice(*found.chinese)], other: texts[other][slice(*found.english)]}
        first, second = sorted(pair, key=lambda place: ids[place])
        yield (
            code,
            {
                "doc_id": ids[first],
                "other_id": ids[second],
                "relation": "translation",
                "passage": passages[first],
                "other_passage": passages[second],
                "similarity": found.similarity,
                "containment": found.containment,
                "evidence": found.evidence,
            },
        )
