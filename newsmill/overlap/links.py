"""Links: which wording can stand for which, and which hold parts of each other, as judged once and remembered."""

from dataclasses import dataclass

import numpy as np

from newsmill.overlap.arrivals import Arrivals
from newsmill.overlap.candidates import CAP, SHARED
from newsmill.overlap.codes import coded, parted
from newsmill.overlap.corpus import Corpus
from newsmill.overlap.flat import among, distinct, numbered
from newsmill.overlap.headings import are_alike, differ
from newsmill.overlap.memory import Memory, grown, swapped
from newsmill.overlap.normal import Flags, Indices
from newsmill.overlap.postings import Postings
from newsmill.overlap.runs import Rows
from newsmill.overlap.screen import Sketched, search
from newsmill.overlap.verify import APART, Judgements
from newsmill.overlap.wordings import Pairs, judged


@dataclass(frozen=True, slots=True)
class Linked:
    """Links brought up to date."""

    memory: Memory
    changed: Indices
    """Wordings whose links may have changed, ascending."""
    parts: Indices
    """Pairs that may have become or ceased to be parts of each other: two rows, the smaller number above."""


def relink(arrivals: Arrivals, memory: Memory, corpus: Corpus, renamed: Indices) -> Linked:
    """Judge the pairs that what came and went has made, or has made different.

    memory: with headlines; renamed: wordings whose headlines, or others under one with them, have changed.
    """
    lost, found = _crossed(arrivals, memory)
    anew = distinct(arrivals.fresh, arrivals.signed, renamed, found)
    anew = anew[memory.alive[anew]]
    pairs = _pairs(memory, corpus, anew)
    ours, theirs, rows = _rows(memory, corpus, pairs)
    old = distinct(anew, arrivals.dead)
    was, were, gone = _links(memory, old)
    lost_left, lost_right, lost_rows = _unsupported(memory, corpus, lost, old)
    was, were = np.concatenate([was, lost_left]), np.concatenate([were, lost_right])
    gone = np.concatenate([gone, lost_rows])
    links = swapped(
        memory.links,
        np.concatenate([was, were]),
        _turned(gone, was),
        np.concatenate([ours, theirs]),
        _turned(rows, ours),
    )
    left, right = np.concatenate([was, ours]), np.concatenate([were, theirs])
    stands = standing(np.concatenate([gone, rows]))
    changed = distinct(anew, left[stands], right[stands])
    is_part = ~np.isnan(np.concatenate([gone["part"], rows["part"]]))
    codes = distinct(coded(left[is_part], right[is_part]))
    return Linked(memory.with_(links=links), changed[memory.alive[changed]], parted(codes))


def standing(rows: Rows) -> Flags:
    """Which links let one of the two stand for the other."""
    stands: Flags = (rows["by_other"] != APART) | (rows["by_this"] != APART)
    return stands


def rows_of(memory: Memory, pairs: Pairs, found: Judgements, kept: Indices) -> Rows:
    """Links as the left wordings have them. kept: of which pairs."""
    share = np.maximum(found.left_contained, found.right_contained)
    return memory.links.rows_of(
        len(kept),
        sub=pairs.right[kept],
        similarity=found.similarity[kept],
        contained=found.left_contained[kept],
        contains=found.right_contained[kept],
        part=np.where(found.is_part, share, np.nan)[kept],
        by_other=found.left_by_right[kept],
        by_this=found.right_by_left[kept],
    )


def rare_shared(
    memory: Memory, corpus: Corpus, left: Indices, right: Indices, counts: Flags, cap: int
) -> tuple[Indices, Sketched]:
    """How many sketch hashes each pair of wordings shares that at most `cap` wordings have; and their sketches."""
    sketched = Sketched.of(memory, corpus, distinct(left, right))
    pair, hashes = sketched.in_both(sketched.at(left), sketched.at(right))
    single, place = numbered(Postings.keys(hashes))
    rare = memory.hashes.at_most(single, counts, cap)[place]
    return np.bincount(pair[rare], minlength=len(left)), sketched


def _crossed(arrivals: Arrivals, memory: Memory) -> tuple[Indices, Indices]:
    """Wordings that have a hash which became boilerplate, and those that have one which is none any more."""
    nobody = np.zeros(0, np.int64)
    if not len(arrivals.before.alive):
        return nobody, nobody
    old = grown(arrivals.before.alive, len(memory.alive))
    was, now = (memory.hashes.at_most(arrivals.keys, flags, CAP) for flags in (old, memory.alive))
    _, losing = memory.hashes.holders(arrivals.keys[was & ~now], memory.alive)
    _, winning = memory.hashes.holders(arrivals.keys[~was & now], memory.alive)
    return distinct(losing), distinct(winning)


def _pairs(memory: Memory, corpus: Corpus, anew: Indices) -> Pairs:
    """The pairs of these wordings that the sketches propose, and those under one heading."""
    found = search(memory, corpus, anew)
    owner, others = memory.alike.all(anew.astype(np.uint64))
    one = np.concatenate([found.left, anew[owner]])
    other = np.concatenate([found.right, others["sub"].astype(np.int64) >> 1])
    left, right = parted(distinct(coded(one, other)))
    _, under_one = are_alike(memory, left, right)
    return Pairs(left, right, under_one, differ(memory, corpus, left, right))


def _rows(memory: Memory, corpus: Corpus, pairs: Pairs) -> tuple[Indices, Indices, Rows]:
    """The links that judging the pairs comes to: both wordings, and the row as the first has it."""
    made = [(np.zeros(0, np.int64), memory.links.rows_of(0))]
    for part, found in judged(memory, corpus, pairs):
        kept = np.flatnonzero((found.left_by_right != APART) | (found.right_by_left != APART) | found.is_part)
        made.append((part.left[kept], rows_of(memory, part, found, kept)))
    ours, rows = np.concatenate([left for left, _ in made]), np.concatenate([rows for _, rows in made])
    return ours, rows["sub"].astype(np.int64), rows


def _links(memory: Memory, wordings: Indices) -> tuple[Indices, Indices, Rows]:
    """The links of wordings, each once."""
    owner, rows = memory.links.all(wordings.astype(np.uint64))
    left, right = wordings[owner], rows["sub"].astype(np.int64)
    once = (left < right) | ~among(right, wordings)
    return left[once], right[once], rows[once]


def _turned(rows: Rows, left: Indices) -> Rows:
    """The rows as the left wordings have them, then as the right ones do."""
    back = rows.copy()
    back["sub"] = left
    for name, other in (
        ("contained", "contains"),
        ("contains", "contained"),
        ("by_other", "by_this"),
        ("by_this", "by_other"),
    ):
        back[name] = rows[other]
    return np.concatenate([rows, back])


def _unsupported(memory: Memory, corpus: Corpus, losing: Indices, old: Indices) -> tuple[Indices, Indices, Rows]:
    """Links of these wordings that no sketch proposes any more, nor a headline. old: those whose links go anyway."""
    left, right, rows = _links(memory, losing)
    kept = among(right, losing) & ~among(left, old) & ~among(right, old)
    left, right, rows = left[kept], right[kept], rows[kept]
    shared, _ = rare_shared(memory, corpus, left, right, memory.alive, CAP)
    gone = (shared < SHARED) & ~are_alike(memory, left, right)[0]
    return left[gone], right[gone], rows[gone]
