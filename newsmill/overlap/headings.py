"""Headlines of texts: two tellings of one report may meet in little else, and a lead shares that of its report.

Headlines are compared by pairs of units. A wording that came under several has all of them.
"""

from dataclasses import dataclass

import numpy as np

from newsmill.overlap.arrivals import Arrivals
from newsmill.overlap.candidates import CAP, joined, proposals
from newsmill.overlap.corpus import Corpus, Lists, Rows
from newsmill.overlap.flat import MOST_TEXTS, Sets, among, distinct, without
from newsmill.overlap.memory import Memory, grown, swapped
from newsmill.overlap.normal import MULTIPLIER, Flags, Hashes, Indices, mix
from newsmill.overlap.postings import Postings
from newsmill.overlap.runs import Rows as Entries

SAME = 0.6
"""Share of the shorter headline's pairs of units that the other has, from which they are one headline."""
_ALIKE = 0.4
"""The same, from which they may be one in other words: both texts are looked at, and no less is asked of them."""
_OTHER = 0.3
"""The same, below which they are two."""
DAYS = 3
"""Days that may lie between two tellings."""
_FEWEST = 3
"""A headline of fewer pairs is a rubric."""
_MICROSECONDS = 86_400_000_000
_BITS, _SAME = 29, 1
"""Of the number of a wording and the bit that says of another one beside it whether the headline is the same."""
_AT_ONCE = MOST_TEXTS // 2
"""Pairs whose headlines are compared at once."""


@dataclass(frozen=True, slots=True)
class _Titles:
    """Headlines of wordings, each once for each day that it came on."""

    wording: Indices
    sums: Hashes
    """Hash of the headline."""
    day: Indices
    """-1 where nobody knows; such a headline tells two reports apart and joins none."""
    row: Hashes
    """A document that has it."""

    def __getitem__(self, kept: Flags) -> "_Titles":
        return _Titles(self.wording[kept], self.sums[kept], self.day[kept], self.row[kept])

    @property
    def ids(self) -> Hashes:
        """A hash of the headline and its day."""
        return mix(self.sums ^ mix(self.day.astype(np.uint64)))

    @property
    def codes(self) -> Hashes:
        """The same with the wording."""
        return _coded(self.wording, self.ids)


def retitle(arrivals: Arrivals, corpus: Corpus, gone: Rows) -> tuple[Memory, Indices]:
    """Take in the headlines of documents that came and went, and find anew who is under one headline.

    Returns the wordings whose headlines, or others under headlines like them, have changed.
    """
    memory, touched = arrivals.memory, arrivals.touched
    found = _titles(memory, corpus, touched)
    owner, known = memory.titles.all(touched.astype(np.uint64))
    was = touched[owner]
    old = _coded(was, known["sub"])
    new, dead = found[~among(found.codes, old)], ~among(old, found.codes)
    numbers = len(memory.titled) + np.arange(len(new.wording))
    memory = _moved(memory, new, numbers, was[dead], known[dead])
    memory = _given_rows(memory, found, old, known, gone.keys)
    dated = new.day >= 0
    lists = _lists(corpus, new.row[dated])
    keys = _dated(lists, new.day[dated])
    memory = memory.with_(headings=memory.headings.plus(keys.values, numbers[dated][keys.owner]))
    lost = _lost(known[dead], gone)
    sought = np.concatenate([new.wording[dated], was[dead][known[dead]["day"] >= 0]])
    sought = distinct(sought, _crossed(arrivals.before, memory, distinct(keys.values, lost)))
    memory, changed = _find_alike(memory, corpus, sought[memory.alive[sought]], distinct(sought, arrivals.dead))
    own, theirs = _coded(found.wording, found.sums), _coded(was, known["sums"])
    retitled = distinct(found.wording[~among(own, theirs)], was[~among(theirs, own)], changed)
    return memory, retitled[memory.alive[retitled]]


def differ(memory: Memory, corpus: Corpus, left: Indices, right: Indices) -> Flags:
    """Which pairs of wordings have headlines, and none of the one is like one of the other."""
    different: Flags = np.zeros(len(left), np.bool_)
    for start in range(0, len(left), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        wordings, places = np.unique(np.concatenate([left[part], right[part]]), return_inverse=True)
        owner, members = memory.members.all(wordings.astype(np.uint64))
        lists = _lists(corpus, members["sub"])
        words = Sets.of(lists.values, owner[lists.owner], len(wordings))
        one, other = places[: len(places) // 2], places[len(places) // 2 :]
        fewer = np.minimum(words.sizes()[one], words.sizes()[other])
        different[part] = (fewer > 0) & (words.shared(one, other) < _OTHER * fewer)
    return different


def are_alike(memory: Memory, left: Indices, right: Indices) -> tuple[Flags, Flags]:
    """Which pairs of wordings came under like headlines within days, and which under one and the same."""
    wordings = distinct(left)
    owner, others = memory.alike.all(wordings.astype(np.uint64))
    known = (wordings[owner] << _BITS) | others["sub"].astype(np.int64)
    one, other = (among(_pair(left, right, np.full(len(left), same)), known) for same in (_SAME, 0))
    return one | other, one


def _coded(wording: Indices, values: Hashes) -> Hashes:
    return mix(values + wording.astype(np.uint64) * MULTIPLIER)


def _lists(corpus: Corpus, rows: Hashes) -> Lists:
    """The pairs of units of headlines; none of a rubric."""
    lists = corpus.lists(rows, "heading")
    kept = lists.sizes >= _FEWEST
    bounds = np.concatenate(([0], np.cumsum(np.where(kept, lists.sizes, 0))))
    return Lists(lists.values[kept[lists.owner]], bounds)


def _sums(lists: Lists) -> Hashes:
    running = np.concatenate([np.zeros(1, np.uint64), np.cumsum(mix(lists.values), dtype=np.uint64)])
    sums: Hashes = running[lists.bounds[1:]] - running[lists.bounds[:-1]]
    return sums


def _titles(memory: Memory, corpus: Corpus, wordings: Indices) -> _Titles:
    owner, members = memory.members.all(wordings.astype(np.uint64))
    published = corpus.texts.take(members["sub"], ["published_at"])["published_at"].combine_chunks()
    days = published.cast("int64").fill_null(-1).to_numpy() // _MICROSECONDS
    found = _Titles(wordings[owner], _sums(_lists(corpus, members["sub"])), np.maximum(days, -1), members["sub"])
    found = found[found.sums != 0]
    once = np.zeros(len(found.sums), np.bool_)
    once[np.unique(found.codes, return_index=True)[1]] = True
    return found[once]


def _moved(memory: Memory, new: _Titles, numbers: Indices, was: Indices, dead: Entries) -> Memory:
    """With new headlines and without others."""
    titled = grown(memory.titled, len(memory.titled) + len(numbers))
    titled[numbers[new.day >= 0]] = True
    titled[dead["number"]] = False
    rows = memory.titles.rows_of(len(numbers), sub=new.ids, sums=new.sums, day=new.day, number=numbers)
    named = memory.headlines.rows_of(len(numbers), wording=new.wording, day=new.day, row=new.row)
    return memory.with_(
        titled=titled,
        titles=swapped(memory.titles, was, dead, new.wording, rows),
        headlines=swapped(memory.headlines, dead["number"], dead, numbers, named),
    )


def _given_rows(memory: Memory, found: _Titles, old: Hashes, known: Entries, gone: Hashes) -> Memory:
    """Headlines whose document went, though another one has them, are read from that one."""
    codes = found.codes
    staying = np.flatnonzero(among(old, codes))
    numbers = known["number"][staying].astype(np.uint64)
    there, rows = memory.headlines.get(numbers)
    without = there & among(rows["row"], gone)
    order = np.argsort(codes)
    place = order[np.searchsorted(codes[order], old[staying][without])]
    rows = rows[without].copy()
    rows["row"] = found.row[place]
    return memory.with_(headlines=memory.headlines.plus(numbers[without], rows))


def _dated(lists: Lists, day: Indices) -> Lists:
    """Each hash for the days around it only: a headline that comes back every year proposes nothing, and a hash is
    held by as few texts as were written in a few days, however large the corpus."""
    window = np.repeat(day // DAYS, lists.sizes)
    both = [mix(lists.values ^ mix((window + step).astype(np.uint64))) for step in (0, 1)]
    return Lists(Postings.keys(np.stack(both, axis=1).reshape(-1)), 2 * lists.bounds)


def _lost(dead: Entries, gone: Rows) -> Hashes:
    """The hashes of headlines that are gone."""
    dead = dead[dead["day"] >= 0]
    lists = Lists.of(gone.table["heading"])
    sums = _sums(lists)
    order = np.argsort(sums)
    rows = order[np.searchsorted(sums[order], dead["sums"])]
    return _dated(Lists.of(gone.take(gone.keys[rows], ["heading"])["heading"]), dead["day"].astype(np.int64)).values


def _crossed(before: Memory, memory: Memory, keys: Hashes) -> Indices:
    """Wordings that may have lost or won others, as a pair of units in their headlines became common or rare."""
    if not len(before.titled):
        return np.zeros(0, np.int64)
    old = grown(before.titled, len(memory.titled))
    was, now = (memory.headings.at_most(keys, flags, CAP) for flags in (old, memory.titled))
    owner, holders = memory.headings.holders(keys[was != now], memory.titled)
    _, rows = memory.headlines.get(holders.astype(np.uint64))
    wording = rows["wording"].astype(np.int64)
    rare = now[was != now][owner]
    losing = distinct(wording[~rare])
    place, others = memory.alike.all(losing.astype(np.uint64))
    both = among(others["sub"] >> 1, losing)
    return distinct(wording[rare], losing[place[both]])


def _find_alike(memory: Memory, corpus: Corpus, sought: Indices, old: Indices) -> tuple[Memory, Indices]:
    """Who is under a like headline with these wordings, found anew. old: those whose others are dropped.

    Returns the wordings that have won or lost others.
    """
    now = _alike(memory, corpus, sought)
    owner, others = memory.alike.all(old.astype(np.uint64))
    left, sub = old[owner], others["sub"].astype(np.int64)
    was = distinct(_pair(left, sub >> 1, sub & _SAME), _pair(sub >> 1, left, sub & _SAME))
    out, come = without(was, now), without(now, was)
    mask = (1 << _BITS) - 1
    gone, new = (memory.alike.rows_of(len(codes), sub=codes & mask) for codes in (out, come))
    memory = memory.with_(alike=swapped(memory.alike, out >> _BITS, gone, come >> _BITS, new))
    return memory, distinct(np.concatenate([out, come]) >> _BITS)


def _pair(left: Indices, right: Indices, same: Indices) -> Indices:
    """A wording, and another one as `alike` has it."""
    return (left << _BITS) | (right << 1) | same


def _alike(memory: Memory, corpus: Corpus, wordings: Indices) -> Indices:
    """Pairs of these wordings and any others, some of whose texts are at most DAYS apart and have headlines that are
    alike: codes, both ways round."""
    _, titles = memory.titles.all(wordings.astype(np.uint64))
    numbers = np.sort(titles["number"][titles["day"] >= 0].astype(np.int64))
    _, own = memory.headlines.get(numbers.astype(np.uint64))
    keys = _dated(_lists(corpus, own["row"]), own["day"].astype(np.int64))
    pairs = joined([pairs for pairs, _, _ in proposals(memory.headings, memory.titled, numbers, keys, CAP)])
    found = [np.zeros((3, 0), np.int64)]
    for start in range(0, len(pairs.left), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        found.append(_of_alike_headlines(memory, corpus, pairs.left[part], pairs.right[part]))
    left, right, same = np.concatenate(found, axis=1)
    codes = distinct(_pair(left, right, same), _pair(right, left, same))
    return codes[((codes & _SAME) > 0) | ~among(codes | _SAME, codes)]


def _of_alike_headlines(memory: Memory, corpus: Corpus, left: Indices, right: Indices) -> Indices:
    """Of pairs of headlines those that are alike and near in time: two rows of wordings, and whether they are one."""
    every, places = np.unique(np.concatenate([left, right]), return_inverse=True)
    _, rows = memory.headlines.get(every.astype(np.uint64))
    left, right = places[: len(left)], places[len(left) :]
    near = np.abs(rows["day"][left] - rows["day"][right]) <= DAYS
    near &= rows["wording"][left] != rows["wording"][right]
    left, right = left[near], right[near]
    lists = _lists(corpus, rows["row"])
    words = Sets.of(lists.values, lists.owner, len(every))
    shared = words.shared(left, right) / np.maximum(1, np.minimum(words.sizes()[left], words.sizes()[right]))
    kept = shared >= _ALIKE
    wording = rows["wording"].astype(np.int64)
    return np.stack([wording[left[kept]], wording[right[kept]], shared[kept] >= SAME])
