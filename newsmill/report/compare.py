"""Two texts side by side, sentence by sentence: what is the same, changed, moved, or in one of them only."""

import difflib
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from newsmill.overlap.outline import Outline, outlines_of
from newsmill.overlap.passages import shared_shingles
from newsmill.overlap.profile import profiles_of
from newsmill.overlap.retold import Pair, matched
from newsmill.overlap.verify import judge

Fate = Literal["same", "changed", "moved", "missing", "added"]
"""What became of a sentence on the way from the first text to the second. A moved one may be changed, too."""

Marked = tuple[str, bool]
"""Some words, and whether the other sentence has them otherwise."""

_ONE_SENTENCE = 0.25
"""Share of the smaller sentence's shingles from which two sentences are one."""
_MOST_WORDS = 400
"""A sentence of more words is marked as changed, not its words."""
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the first text, of the second, or both."""

    fate: Fate
    first: Sequence[Marked]
    second: Sequence[Marked]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts, compared."""

    similarity: float
    """Jaccard similarity of their 5-unit shingles."""
    first_contained: float
    """Share of the first text's shingles that the second has."""
    second_contained: float
    lines: Sequence[Line]
    """In the order of the first text; what only the second has stands where it has it."""

    def count(self, fate: Fate) -> int:
        """Sentences of that fate."""
        return sum(line.fate == fate for line in self.lines)


def compare(first: str, second: str) -> Comparison:
    """Compare two texts. Typography and script are no difference, as in finding duplicates."""
    left, right = np.array([0]), np.array([1])
    no = np.zeros(1, np.bool_)
    judged = judge(profiles_of([first, second]), left, right, no, no)
    one, other = outlines_of([first, second])
    return Comparison(
        round(float(judged.similarity[0]), 3),
        round(float(judged.left_contained[0]), 3),
        round(float(judged.right_contained[0]), 3),
        tuple(_lines(one, other)),
    )


def _lines(one: Outline, other: Outline) -> Iterator[Line]:
    pairs = sorted(matched(_same_sentences(one, other)))
    kept = _in_order(pairs)
    partner = {pair.first: pair.second for pair in pairs}
    told = {pair.second for pair in pairs}
    bounds = [Pair(-1, -1), *kept, Pair(len(one.spans), len(other.spans))]
    for before, after in pairwise(bounds):
        for index in range(before.first + 1, after.first):
            if index in partner:
                yield _line("moved", one.sentence_text(index), other.sentence_text(partner[index]))
            else:
                yield Line("missing", [(one.sentence_text(index), True)], [])
        for index in range(before.second + 1, after.second):
            if index not in told:
                yield Line("added", [], [(other.sentence_text(index), True)])
        if after.first < len(one.spans):
            yield _line("same", one.sentence_text(after.first), other.sentence_text(after.second))


def _same_sentences(one: Outline, other: Outline) -> dict[Pair, int]:
    """Pairs of sentences that are one, each with the shingles that they share."""
    found = shared_shingles(one, other)
    return {
        pair: count
        for pair, count in found.items()
        if count >= _ONE_SENTENCE * min(one.sizes[pair.first], other.sizes[pair.second])
    }


def _in_order(pairs: Sequence[Pair]) -> list[Pair]:
    """The most pairs that stand in one order in both texts: the longest ascending run of places in the second."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int | None] = []
    for index, pair in enumerate(pairs):
        place = bisect_left(tails, pair.second)
        before.append(ends[place - 1] if place else None)
        tails[place:], ends[place:] = [pair.second, *tails[place + 1 :]], [index, *ends[place + 1 :]]
    kept = []
    step = ends[-1] if ends else None
    while step is not None:
        kept.append(pairs[step])
        step = before[step]
    return kept[::-1]


def _line(fate: Fate, first: str, second: str) -> Line:
    """A sentence that both have; one that is the same but for some words has these marked."""
    if first == second:
        return Line(fate, [(first, False)], [(second, False)])
    changed: Fate = "changed" if fate == "same" else fate
    words, others = _WORD.findall(first), _WORD.findall(second)
    if max(len(words), len(others)) > _MOST_WORDS:
        return Line(changed, [(first, True)], [(second, True)])
    blocks = difflib.SequenceMatcher(None, words, others, autojunk=False).get_opcodes()
    return Line(
        changed,
        [("".join(words[low:high]), tag != "equal") for tag, low, high, _, _ in blocks if high > low],
        [("".join(others[low:high]), tag != "equal") for tag, _, _, low, high in blocks if high > low],
    )
