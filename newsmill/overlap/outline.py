"""The outline of a text: its sentences, and the 5-unit shingles of each, ready to be looked up from another text."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from newsmill.overlap.flat import distinct
from newsmill.overlap.normal import MULTIPLIER, Hashes, Indices, Units, mix, units_of
from newsmill.overlap.sentences import Span, sentences
from newsmill.overlap.sketch import SHINGLE, grams

_SENTENCE_BITS = np.uint64(24)
_SENTENCE_MASK = np.uint64((1 << 24) - 1)


@dataclass(frozen=True, slots=True)
class Outline:
    """A text by its sentences. Shingles do not reach over the end of a sentence."""

    text: str
    spans: Sequence[Span]
    shingles: Hashes
    """Distinct by (shingle, sentence), sorted; 40 bits of each. A sentence shorter than a shingle is one by itself."""
    sentence: Indices
    """The sentence of each, as an index into `spans`."""
    sizes: Indices
    """Distinct shingles of each sentence; 0 where it holds nothing but punctuation."""
    number_values: Sequence[int]
    number_bounds: Sequence[int]
    """Where the numbers of each sentence start in `number_values`, and the end of the last."""

    def sentence_text(self, index: int) -> str:
        """The words of a sentence."""
        start, stop = self.spans[index]
        return self.text[start:stop]

    def numbers(self, index: int) -> set[int]:
        """Distinct numbers of a sentence, as hashes."""
        return set(self.number_values[self.number_bounds[index] : self.number_bounds[index + 1]])


def outlines_of(texts: Sequence[str]) -> list[Outline]:
    """The outline of each text. All texts are read at once: give batches (normal.batches) to bound the memory."""
    spans = [sentences(text) for text in texts]
    parts = [text[start:stop] for text, own in zip(texts, spans, strict=True) for start, stop in own]
    units = units_of(parts)
    bounds = np.cumsum([0, *map(len, spans)])
    shingles, owner, places = _by_text(*_shingles(units, len(parts)), bounds)
    counts = np.bincount(owner, minlength=len(parts))
    numbers = units.hashes[units.is_number].tolist()
    number_bounds = np.searchsorted(units.text[units.is_number], np.arange(len(parts) + 1)).tolist()
    outlines = []
    for text, own, (low, high), (start, stop) in zip(
        texts, spans, pairwise(bounds.tolist()), pairwise(places), strict=True
    ):
        found = shingles[start:stop], owner[start:stop] - low, counts[low:high]
        outlines.append(Outline(text, own, *found, numbers, number_bounds[low : high + 1]))
    return outlines


def _shingles(units: Units, count: int) -> tuple[Hashes, Indices]:
    """The shingles of each sentence, and of which sentence each is, in any order."""
    values, owner = grams(units, SHINGLE)
    lengths = np.bincount(units.text, minlength=count)
    short = np.flatnonzero((lengths > 0) & (lengths < SHINGLE))
    if len(short):
        starts = np.searchsorted(units.text, short)
        whole = np.zeros(len(short), np.uint64)
        for offset in range(SHINGLE - 1):
            inside = offset < lengths[short]
            whole[inside] = whole[inside] * MULTIPLIER + units.hashes[starts[inside] + offset]
        values, owner = np.r_[values, mix(whole)], np.r_[owner, short]
    return values, owner


def _by_text(values: Hashes, sentence: Indices, bounds: Indices) -> tuple[Hashes, Indices, list[int]]:
    """Distinct shingles and their sentences in order, text by text, and where each text's start.

    One sort of (shingle, sentence) in a word is ten times as fast as sorting by two keys.
    """
    inside = sentence <= int(_SENTENCE_MASK)
    codes = ((values >> _SENTENCE_BITS) << _SENTENCE_BITS)[inside] | sentence[inside].astype(np.uint64)
    codes = distinct(codes)
    owner = (codes & _SENTENCE_MASK).astype(np.int64)
    text = np.searchsorted(bounds, owner, side="right") - 1
    order = np.argsort(text.astype(np.uint16) if len(bounds) < 1 << 16 else text, kind="stable")
    places = np.searchsorted(text[order], np.arange(len(bounds))).tolist()
    return (codes >> _SENTENCE_BITS)[order], owner[order], places
