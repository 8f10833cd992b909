"""What two texts are to each other, judged on the whole of both: a pure function of the two.

Three measures, none of which knows the corpus:
- shared 5-unit shingles: the wording, as it stands (Broder 1997: resemblance and containment);
- shared pairs of units: the wording, edited or translated anew, where few 5-unit shingles survive;
- figures: notices in one wording differ in nothing else.

Runs of different length part a text that is told again from one that repeats some background. If a share t of a text
is told, and each of its words survives with probability s, the other text has t*s^2 of its pairs and t*s^5 of its
shingles; so t = pairs^(5/3) / shingles^(2/3). A quote or some background is in one piece: s is 1 and t small.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newsmill.overlap.normal import Flags, Indices
from newsmill.overlap.profile import Profiles

COVERED = 0.8
"""A row stands for a text only if it covers so much of it."""
FEWEST_SHINGLES = 8
"""A text of fewer shingles is a caption or a headline: only an exact copy links it."""

_FEWEST_REWORDED = 32
"""Below so many shingles, pairs of units are too few to show a rewording."""
_SOME_WORDING = 0.05
"""Share of the shorter text's shingles without which nothing else is looked at."""
_SOME_TOLD = 0.3
"""Share of its shingles that a smaller text must have in a larger one. Any two texts of a language share some pairs."""
_ALIKE = 0.2
"""Jaccard similarity of the pairs of units of two tellings of one size."""
_NEAR = 0.3
"""The same, from which they are one wording and not two: one and the same translation, edited."""
_UNDER_ONE_HEADLINE = 0.12
"""The same for two tellings of nearly one size under one headline within days."""
_LIKE_SIZED = 0.8
"""A text this large beside the other may stand anywhere in it; a smaller one must stand at its head, as leads do. One
report inside a digest of many would otherwise lose its row to the digest."""
_WHOLE, _LEAD = 0.66, 0.3
"""A text smaller than this beside the other, under a headline of its own, is another report, and the other tells of
several. The second is for a text that breaks off."""
_FURNITURE, _ROOM = 200, 0.5
"""A short text is smaller than that beside a copy with a page's furniture: by so many shingles, and by half at most."""
_ONE_WORDING = 0.85
"""Share of the shorter text's shingles from which figures of its own, in a dateline or a caption, tell nothing."""
_FEWEST_NUMBERS = 4
"""Fewer numbers than this may all be dates and citations."""
_PER_NUMBER = 70
"""A text of more shingles to each of its numbers is prose, not a notice: whose numbers it shares tells nothing."""
_PART = 0.25
"""Share of the shorter text's shingles from which it is partly contained in the other."""
_SHARED_NUMBERS = 0.5
_SAME_FIGURES, _SAME_IN_PROSE = 0.7, 0.4
"""Share of the numbers in one place that must be the same. Whoever edits prose or translates it anew touches some."""
_NOTICE, _LONG_NOTICE = 128, 192
"""In a text of fewer shingles one other figure in the same place makes another notice; in a longer one it takes two. In
one of fewer than the second so do numbers that differ by more than the words."""
_OTHER_NUMBERS, _MORE_THAN_WORDS = 3, 1.5
"""Numbers that the other text lacks, and how many more they are, as a share, than pairs of units that it lacks."""
_HEAD_SLACK = 1.25
_HEAD_EXTRA = 32
"""The head of a text, for a shorter one: as long as that one, and this much more for a headline and a byline."""

APART, CONTAINED, NEAR, SAME_REPORT = range(4)
RELATIONS = (None, "contained", "near", "same-report")
"""By what one text can stand for another, as a number and as duplicates has it."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judgements:
    """What the texts of each pair, a left one and a right one, are to each other."""

    similarity: Floats
    """Jaccard similarity of the shingles."""
    left_contained: Floats
    """Share of the left text's shingles that the right one has."""
    right_contained: Floats
    left_by_right: NDArray[np.int8]
    """By what the right text can stand for the left one: an index into RELATIONS."""
    right_by_left: NDArray[np.int8]
    shared: Indices
    """Distinct shingles that both have."""
    is_part: Flags
    """The shorter is partly contained in the longer, and neither stands for the other."""


def judge(profiles: Profiles, left: Indices, right: Indices, same_heading: Flags, other_heading: Flags) -> Judgements:
    """Judge pairs of texts that are not exact copies.

    same_heading: they have one headline and came within days. other_heading: both have headlines, and not the same.
    """
    sizes, pair_sizes = profiles.shingles.sizes(), profiles.pairs.sizes()
    shared, shared_pairs = profiles.shingles.shared(left, right), np.zeros(len(left), np.int64)
    small = np.minimum(sizes[left], sizes[right])
    possible = (small >= FEWEST_SHINGLES) & (shared >= _SOME_WORDING * small)
    possible[possible] = _figures_agree(profiles, left[possible], right[possible], small[possible])
    some_part = possible & (shared >= np.maximum(FEWEST_SHINGLES, _PART * small))
    unsure = possible & (shared < _ONE_WORDING * small)
    possible[unsure] = _numbers_shared(profiles, left[unsure], right[unsure], small[unsure])
    shared_pairs[possible] = profiles.pairs.shared(left[possible], right[possible])
    unsure &= possible & (small < _LONG_NOTICE)
    possible[unsure] = ~_notices(profiles, left[unsure], right[unsure], shared_pairs[unsure])
    shared_pairs[~possible] = 0
    resemblance = shared_pairs / np.maximum(1, pair_sizes[left] + pair_sizes[right] - shared_pairs)
    pair = _Pairs(profiles, shared, shared_pairs, resemblance, same_heading, other_heading, possible)
    left_by_right, right_by_left = pair.stands_for(right, left), pair.stands_for(left, right)
    return Judgements(
        shared / np.maximum(1, sizes[left] + sizes[right] - shared),
        shared / np.maximum(1, sizes[left]),
        shared / np.maximum(1, sizes[right]),
        left_by_right,
        right_by_left,
        shared,
        some_part & (left_by_right == APART) & (right_by_left == APART),
    )


@dataclass(frozen=True, slots=True)
class _Pairs:
    """What is measured of pairs of texts, whichever of the two stands for the other."""

    profiles: Profiles
    shared: Indices
    shared_pairs: Indices
    """0 where the pair is not possible."""
    resemblance: Floats
    same_heading: Flags
    other_heading: Flags
    possible: Flags

    def stands_for(self, canonical: Indices, text: Indices) -> NDArray[np.int8]:
        """By what each canonical text can stand for the text beside it."""
        sizes, pair_sizes = self.profiles.shingles.sizes(), self.profiles.pairs.sizes()
        contained = self.shared / np.maximum(1, sizes[text])
        of_pairs = self.shared_pairs / np.maximum(1, pair_sizes[text])
        told = of_pairs ** (5 / 3) / np.maximum(contained, _SOME_WORDING) ** (2 / 3)
        covered = contained >= COVERED
        again = (told >= COVERED) & (sizes[text] >= _FEWEST_REWORDED)
        size = sizes[text] / np.maximum(1, sizes[canonical])
        alike = self.resemblance >= _ALIKE
        inside = (size < 1) & (contained >= _SOME_TOLD)
        linked = self.possible & (covered | again) & (alike | inside)
        linked &= (size >= _LIKE_SIZED) | ~self.profiles.lists_leads[canonical]
        linked &= ~self.other_heading | self._whole(canonical, text)
        small = np.flatnonzero(linked & (size < _LIKE_SIZED))
        linked[small] = _at_head(self.profiles, canonical[small], text[small])
        one_headline = self.possible & self.same_heading & (self.resemblance >= _UNDER_ONE_HEADLINE)
        one_headline &= covered | (size >= _WHOLE) | self.profiles.breaks_off[text]
        relation = np.where(
            covered & (size < COVERED), CONTAINED, np.where(self.resemblance >= _NEAR, NEAR, SAME_REPORT)
        )
        relation[~covered & ~alike] = SAME_REPORT
        relation[covered & (size >= COVERED)] = NEAR
        return np.where(linked | one_headline, relation, APART).astype(np.int8)

    def _whole(self, canonical: Indices, text: Indices) -> Flags:
        """Whether each canonical text is so little larger that it tells of nothing else."""
        sizes = self.profiles.shingles.sizes()
        size, more = sizes[text] / np.maximum(1, sizes[canonical]), sizes[canonical] - sizes[text]
        breaks_off: Flags = self.profiles.breaks_off[text] & (size >= _LEAD)
        return breaks_off | (size >= _WHOLE) | (size >= _ROOM) & (more <= _FURNITURE)


def _at_head(profiles: Profiles, canonical: Indices, text: Indices) -> Flags:
    """Whether what each canonical text shares of the text stands at its beginning, all but a fifth of it."""
    heads = np.ceil(profiles.shingles.sizes()[text] * _HEAD_SLACK).astype(np.int64) + _HEAD_EXTRA
    inside, total = profiles.shingles.in_order(profiles.told, profiles.told_bounds, canonical, text, heads)
    at_head: Flags = inside >= COVERED * total
    return at_head


def _figures_agree(profiles: Profiles, left: Indices, right: Indices, small: Indices) -> Flags:
    """Whether a number that has the same neighbours in both texts is the same number, mostly.

    An edit seldom puts another one in its place, a bulletin always does. One that says its phrase of several regions
    has several numbers between the same neighbours.
    """
    often = profiles.placed.sizes() / np.maximum(1, profiles.contexts.sizes())
    places = profiles.contexts.shared(left, right) * np.minimum(often[left], often[right])
    same = np.minimum(places, profiles.placed.shared(left, right))
    enough = np.where(small < _NOTICE, 1, 2)
    wanted = np.where(_is_prose(profiles, left, right, small), _SAME_IN_PROSE, _SAME_FIGURES)
    agree: Flags = (places - same < enough) | (same >= wanted * places)
    return agree


def _numbers_shared(profiles: Profiles, left: Indices, right: Indices, small: Indices) -> Flags:
    """Whether the other text has enough of the numbers of the one with fewer. Small numbers meet by chance."""
    fewer = _fewer_numbers(profiles, left, right)
    enough: Flags = profiles.numbers.shared(left, right) >= _SHARED_NUMBERS * fewer
    return enough | (fewer < _FEWEST_NUMBERS) | _is_prose(profiles, left, right, small)


def _notices(profiles: Profiles, left: Indices, right: Indices, shared_pairs: Indices) -> Flags:
    """Whether the numbers of two texts differ more than their words do, as in two notices of one form.

    Whoever edits a text touches its words sooner than its numbers.
    """
    fewer, pairs = _fewer_numbers(profiles, left, right), profiles.pairs.sizes()
    other = fewer - profiles.numbers.shared(left, right)
    reworded = 1 - shared_pairs / np.maximum(1, np.minimum(pairs[left], pairs[right]))
    notices: Flags = (other >= _OTHER_NUMBERS) & (other > _MORE_THAN_WORDS * reworded * fewer)
    return notices


def _is_prose(profiles: Profiles, left: Indices, right: Indices, small: Indices) -> Flags:
    prose: Flags = _fewer_numbers(profiles, left, right) * _PER_NUMBER < small
    return prose


def _fewer_numbers(profiles: Profiles, left: Indices, right: Indices) -> Indices:
    """Distinct numbers of the text of each pair that has fewer."""
    counts = profiles.numbers.sizes()
    fewer: Indices = np.minimum(counts[left], counts[right])
    return fewer
