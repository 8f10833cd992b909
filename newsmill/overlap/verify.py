"""What two texts are to each other, judged on the whole of both: a pure function of the two.

Four measures, none of which knows the corpus:
- shared 5-unit shingles: the wording, as it stands (Broder 1997: resemblance and containment);
- shared pairs of units: the wording, edited or translated anew, where few 5-unit shingles survive;
- told passages: how evenly the pairs are shared, which parts a reworded report from one that repeats some background;
- figures: notices in one wording differ in nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from newsmill.overlap.normal import Flags, Hashes, Indices, mix, units_of
from newsmill.overlap.sketch import SHINGLE, grams

COVERED = 0.8
"""A row stands for a text only if it covers so much of it."""
FEWEST_SHINGLES = 8
"""A text of fewer shingles is a caption or a headline: only an exact copy links it."""

_FEWEST_REWORDED = 32
"""Below so many shingles, pairs of units are too few to show a rewording."""
_SOME_WORDING = 0.08
"""Share of the shorter text's shingles without which nothing else is looked at."""
_ALIKE = 0.38
"""Jaccard similarity of the pairs of units from which two texts are one report told twice."""
_LIKE_SIZED = 0.5
"""A text this large beside the other may stand anywhere in it; a smaller one must stand at its head, as leads do. One
report inside a digest of many would otherwise lose its row to the digest."""
_PART = 0.25
"""Share of the shorter text's shingles from which it is partly contained in the other."""
_SHARED_NUMBERS = 1 / 3
_SAME_FIGURES = 0.7
_NOTICE = 64
"""In a text of fewer shingles one other figure in the same place makes another notice; in a longer one it takes two."""
_PASSAGE = 16
_TOLD = 6 / 16
"""A passage of _PASSAGE pairs is told by the other text if it has this share of them. Unrelated texts of one language
share about an eighth, a fifth of all words changed leaves two thirds."""
_HEAD_SLACK = 1.25
_HEAD_EXTRA = 32
"""The head of a text, for a shorter one: as long as that one, and this much more for a headline and a byline."""


@dataclass(frozen=True, slots=True)
class Profile:
    """All of a text that a judgement needs."""

    shingles: Hashes
    """Distinct 5-unit shingles, sorted."""
    pairs: Hashes
    """Pairs of neighbouring units, in the order of the text."""
    distinct_pairs: Hashes
    """The same, distinct and sorted."""
    first: Indices
    """Where in `pairs` each distinct one stands first."""
    numbers: Hashes
    """Distinct numbers, sorted."""
    contexts: Hashes
    """The two neighbours of each number, distinct by (context, number)."""
    placed: Hashes
    """The number in that context, sorted; parallel to `contexts`."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the first text and the second are to each other."""

    similarity: float
    """Jaccard similarity of the shingles."""
    first_contained: float
    """Share of the first text's shingles that the second has."""
    second_contained: float
    first_by_second: str | None = None
    """Relation by which the second text can stand for the first: near, contained, or none."""
    second_by_first: str | None = None
    is_part: bool = False
    """The shorter is partly contained in the longer, and neither stands for the other."""


def profiles_of(texts: Sequence[str]) -> list[Profile]:
    """The profile of each text."""
    units = units_of(texts)
    shingles, shingle_text = grams(units, SHINGLE)
    pairs, pair_text = grams(units, 2)
    triples, triple_text = grams(units, 3)
    middle = np.flatnonzero(units.text[2:] == units.text[:-2]) + 1
    placed = units.is_number[middle]
    contexts = mix(units.hashes[middle - 1]) + units.hashes[middle + 1]
    columns = (
        _split(shingles, shingle_text, len(texts)),
        _split(pairs, pair_text, len(texts)),
        _split(units.hashes[units.is_number], units.text[units.is_number], len(texts)),
        _split(triples[placed], triple_text[placed], len(texts)),
        _split(contexts[placed], triple_text[placed], len(texts)),
    )
    return [_profile(*values) for values in zip(*columns, strict=True)]


def judge(first: Profile, second: Profile) -> Judgement:
    """Judge two texts that are not exact copies."""
    shared = _count(first.shingles, second.shingles)
    small, large = sorted((len(first.shingles), len(second.shingles)))
    measured = Judgement(
        shared / max(1, small + large - shared),
        shared / max(1, len(first.shingles)),
        shared / max(1, len(second.shingles)),
    )
    if small < FEWEST_SHINGLES or shared < _SOME_WORDING * small or not _figures_agree(first, second):
        return measured
    alike = _jaccard(first.distinct_pairs, second.distinct_pairs) >= _ALIKE
    first_by_second = _stands_for(second, first, measured.first_contained, alike)
    second_by_first = _stands_for(first, second, measured.second_contained, alike)
    linked = first_by_second or second_by_first
    is_part = not linked and shared >= FEWEST_SHINGLES and shared >= _PART * small
    return replace(measured, first_by_second=first_by_second, second_by_first=second_by_first, is_part=is_part)


def _split(values: Hashes, text: Indices, count: int) -> list[Hashes]:
    """The values of each text."""
    bounds = np.searchsorted(text, np.arange(count + 1)).tolist()
    return [values[start:stop] for start, stop in pairwise(bounds)]


def _profile(shingles: Hashes, pairs: Hashes, numbers: Hashes, placed: Hashes, contexts: Hashes) -> Profile:
    distinct, first = np.unique(pairs, return_index=True)
    placed, index = np.unique(placed, return_index=True)
    return Profile(np.unique(shingles), pairs, distinct, first, np.unique(numbers), contexts[index], placed)


def _stands_for(canonical: Profile, text: Profile, contained: float, alike: bool) -> str | None:
    """The relation by which `canonical` can stand for `text`, of whose shingles it holds the share `contained`."""
    size = len(text.shingles) / len(canonical.shingles)
    covered = contained >= COVERED
    if not (alike or (size < 1 and (size >= _LIKE_SIZED or _stands_at_head(canonical, text)))):
        return None
    if not covered and (len(text.shingles) < _FEWEST_REWORDED or _told(canonical, text) < COVERED):
        return None
    return "contained" if covered and size < COVERED else "near"


def _told(canonical: Profile, text: Profile) -> float:
    """Share of the passages of `text` that `canonical` tells."""
    starts = np.arange(0, len(text.pairs), _PASSAGE)
    lengths = np.diff(np.append(starts, len(text.pairs)))
    return float(
        np.mean(np.add.reduceat(_in(text.pairs, canonical.distinct_pairs), starts, dtype=np.int64) >= _TOLD * lengths)
    )


def _stands_at_head(canonical: Profile, text: Profile) -> bool:
    """What `canonical` shares of `text` stands at its beginning, all but a fifth of it."""
    places = canonical.first[_in(canonical.distinct_pairs, text.distinct_pairs)]
    head = len(text.pairs) * _HEAD_SLACK + _HEAD_EXTRA
    return bool(np.count_nonzero(places < head) >= COVERED * len(places))


def _figures_agree(first: Profile, second: Profile) -> bool:
    """Whether the numbers allow that this is one report.

    A third of the numbers of the text with fewer must be in the other. And where a number has the same neighbours in
    both texts it should be the same number: an edit seldom puts another one in its place, a bulletin always does, and
    small figures meet by chance.
    """
    fewer = min(len(first.numbers), len(second.numbers))
    if _count(first.numbers, second.numbers) < _SHARED_NUMBERS * fewer:
        return False
    places = len(np.intersect1d(first.contexts, second.contexts))
    same = len(np.unique(first.contexts[_in(first.placed, second.placed)]))
    enough = 1 if min(len(first.shingles), len(second.shingles)) < _NOTICE else 2
    return places - same < enough or same >= _SAME_FIGURES * places


def _in(values: Hashes, ordered: Hashes) -> Flags:
    """Which values are in `ordered`, which is sorted."""
    if not len(ordered):
        return np.zeros(len(values), np.bool_)
    places = np.searchsorted(ordered, values)
    places[places == len(ordered)] = 0
    found: Flags = ordered[places] == values
    return found


def _count(first: Hashes, second: Hashes) -> int:
    """How many values two sorted sets share."""
    small, large = (first, second) if len(first) <= len(second) else (second, first)
    return int(np.count_nonzero(_in(small, large)))


def _jaccard(first: Hashes, second: Hashes) -> float:
    shared = _count(first, second)
    return shared / max(1, len(first) + len(second) - shared)
