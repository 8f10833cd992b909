"""What is known of a line at the edge of a text: its shape, where it stands, and what became of the lines around it.

Nothing here knows a language: what a line says is looked at only as far as the text below or above it says the same.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import accumulate
from math import log1p

import numpy as np
from numpy.typing import NDArray

from newsmill.chars import ends_sentence, stems, weight
from newsmill.clean.context import reads_on
from newsmill.page.block import Piece, Role

_NEAR, _FAR = 3, 8
"""Lines before and after that are counted as removed or kept."""
_WINDOW = 4
"""Lines before and after whose reasons count."""
_CLOSING = ("copyright", "comments", "subscribe", "tags", "editor", "share", "related", "navigation")
"""Reasons that lines around a text are removed for, most of them below it."""
_FEW = 3
"""Words from which a line that shares all of them with the text is sure to speak of it."""
_SIGNS = tuple(
    re.compile(signs)
    for signs in (
        r"[|»›>/•·→]", r"@|https?:|www\.", r"^[-–—•*·▪●]", r"(?:\.\.\.|…)$", r"[:：]$", r"[?？؟;]", r"[!！]",
        r"[\"“”«»„「『]", "[©®]", r"[()（）\[\]【】]", r"[,，،、]",
    )
)  # fmt: skip

Rows = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Lines:
    """All Pieces of a document in order, with what is summed up of them."""

    pieces: Sequence[Piece]
    weights: Sequence[int]
    gone: Sequence[bool]
    """Removed."""
    prose: Sequence[int]
    """Places of the kept paragraphs."""
    _told: Sequence[int]
    """Letters of the paragraphs before each place, one number more than there are Pieces."""
    _cut: Sequence[int]
    """Pieces removed before each place."""
    _again: Counter[str]
    """How often each line stands on the page."""

    @classmethod
    def of(cls, pieces: Sequence[Piece]) -> "Lines":
        weights = [weight(piece.text) for piece in pieces]
        gone = [piece.removal is not None for piece in pieces]
        prose = [place for place, piece in enumerate(pieces) if piece.removal is None and reads_on(piece)]
        are_prose = set(prose)
        told = accumulate((size if place in are_prose else 0 for place, size in enumerate(weights)), initial=0)
        again = Counter(piece.text for piece in pieces)
        return cls(pieces, weights, gone, prose, list(told), list(accumulate(gone, initial=0)), again)

    def describe(self, places: Sequence[int]) -> Rows:
        """The features of the lines at the places, shape (places, features)."""
        spoken = self._spoken()
        return np.array([self._row(place, spoken) for place in places], np.float32)

    def _row(self, place: int, spoken: Set[str]) -> list[float]:
        said = self._said(place, self._spoken(besides=place) if place in self.prose else spoken)
        return [*_shape(self.pieces[place]), *self._position(place), *self._around(place), *said]

    def _spoken(self, besides: int | None = None) -> Set[str]:
        """What the paragraphs speak of, all but one if need be."""
        return stems("\n".join(self.pieces[place].text for place in self.prose if place != besides))

    def _position(self, place: int) -> list[float]:
        """Where it stands in the text."""
        total = max(1, self._told[-1])
        before, after = self._told[place], self._told[-1] - self._told[place + 1]
        number = bisect_left(self.prose, place)
        is_prose = self.prose[number : number + 1] == [place]
        above = self.prose[number - 1] if number else -1
        below = self.prose[number + is_prose] if number + is_prose < len(self.prose) else len(self.pieces)
        return [
            before / total, after / total, number, len(self.prose) - number, is_prose,
            log1p(place - above), log1p(below - place), log1p(place), log1p(len(self.pieces) - place),
        ]  # fmt: skip

    def _around(self, place: int) -> list[float]:
        """What became of the lines around it, and what they are like."""
        last = len(self.pieces) - 1
        near = []
        for reach in (1, _NEAR, _FAR, last + 1):
            near += [self._share_gone(place - reach, place), self._share_gone(place + 1, place + 1 + reach)]
        size = log1p(self.weights[place])
        alike = [
            abs(size - log1p(self.weights[max(place - 1, 0)])),
            abs(size - log1p(self.weights[min(place + 1, last)])),
        ]
        gaps = [self.pieces[place].block.gap_before, place == last or self.pieces[place + 1].block.gap_before]
        before = self._reasons(place - _WINDOW, place)
        after = self._reasons(place + 1, place + 1 + _WINDOW)
        return [*near, *alike, *gaps, *before, *after]

    def _share_gone(self, start: int, end: int) -> float:
        """The share of the Pieces from start up to end that were removed; -1 where there are none."""
        start, end = max(start, 0), min(end, len(self.pieces))
        return (self._cut[end] - self._cut[start]) / (end - start) if end > start else -1.0

    def _reasons(self, start: int, end: int) -> list[float]:
        found = [piece.removal.reason for piece in self.pieces[max(start, 0) : end] if piece.removal is not None]
        told = sum(reason.startswith("metadata:") for reason in found)
        return [told, *map(found.count, _CLOSING)]

    def _said(self, place: int, spoken: Set[str]) -> list[float]:
        """Whether it speaks of what the text speaks of, and whether it stands on the page again."""
        text = self.pieces[place].text
        words = stems(text)
        return [len(words & spoken) / max(_FEW, len(words)), len(words), self._again[text] > 1]


def _shape(piece: Piece) -> list[float]:
    text = piece.text.strip()
    words = text.split()
    size = len(text)
    letters, digits = sum(map(str.isalpha, text)), sum(map(str.isdigit, text))
    capitals = sum(word[0].isupper() for word in words)
    signs = [sign.search(text) is not None for sign in _SIGNS]
    return [
        log1p(weight(text)), log1p(size), len(words), letters / size, digits / size, capitals / len(words),
        text[0].islower(), text.isupper(), ends_sentence(text), piece.block.role is Role.HEADING, *signs,
    ]  # fmt: skip
