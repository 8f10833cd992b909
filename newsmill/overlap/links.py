"""Links: which wording can stand for which, and which hold parts of each other, as judged."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from newsmill.overlap.normal import Indices
from newsmill.overlap.verify import APART, RELATIONS, Judgements
from newsmill.overlap.wordings import Pairs


@dataclass(frozen=True, slots=True)
class Link:
    """What two wordings are to each other; the first has the smaller number."""

    similarity: float
    first_contained: float
    second_contained: float
    first_by_second: str | None
    """By what the second can stand for the first."""
    second_by_first: str | None

    def of(self, text: int, canonical: int) -> tuple[str | None, float, float]:
        """Relation, similarity and containment of a text that the other wording stands for."""
        if text < canonical:
            return self.first_by_second, self.similarity, self.first_contained
        return self.second_by_first, self.similarity, self.second_contained


@dataclass(slots=True)
class Links:
    """All links of a corpus."""

    judged: dict[tuple[int, int], Link] = field(default_factory=dict)
    """By (smaller, larger) wording."""
    stands: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    """For a wording, those that it can stand for."""
    parts: dict[tuple[int, int], float] = field(default_factory=dict)
    """Pairs of which the one holds a part of the other; the share of the shorter text."""

    def add(self, pairs: Pairs, judged: Judgements) -> None:
        """Take in the judgements of a batch."""
        linked = np.flatnonzero((judged.left_by_right != APART) | (judged.right_by_left != APART))
        for pair, link in links_at(pairs, judged, linked):
            self.judged[pair] = link
            if link.second_by_first:
                self.stands[pair[0]].append(pair[1])
            if link.first_by_second:
                self.stands[pair[1]].append(pair[0])
        parts = np.flatnonzero(judged.is_part)
        contained = np.maximum(judged.left_contained, judged.right_contained)[parts].tolist()
        for left, right, share in zip(pairs.left[parts].tolist(), pairs.right[parts].tolist(), contained, strict=True):
            self.parts[left, right] = share


def links_of(batches: Iterable[tuple[Pairs, Judgements]]) -> Links:
    """The links that judged pairs come to."""
    links = Links()
    for pairs, judged in batches:
        links.add(pairs, judged)
    return links


def links_at(pairs: Pairs, judged: Judgements, rows: Indices) -> Iterable[tuple[tuple[int, int], Link]]:
    """The links of some of the pairs, whatever they are."""
    columns = (
        pairs.left, pairs.right, judged.similarity, judged.left_contained, judged.right_contained,
        judged.left_by_right, judged.right_by_left,
    )  # fmt: skip
    for left, right, similarity, first, second, by_second, by_first in zip(
        *(column[rows].tolist() for column in columns), strict=True
    ):
        yield (left, right), Link(similarity, first, second, RELATIONS[by_second], RELATIONS[by_first])
