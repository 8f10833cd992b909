"""The outline of a text: its sentences, and the 5-unit shingles of each, ready to be looked up from another text."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from newsmill.overlap.normal import MULTIPLIER, Hashes, Indices, Units, mix, units_of
from newsmill.overlap.sentences import Span, sentences
from newsmill.overlap.sketch import SHINGLE, grams


@dataclass(frozen=True, slots=True)
class Outline:
    """A text by its sentences. Shingles do not reach over the end of a sentence."""

    text: str
    spans: Sequence[Span]
    shingles: Hashes
    """Distinct by (shingle, sentence), sorted. A sentence shorter than a shingle is one by itself."""
    sentence: Indices
    """The sentence of each, as an index into `spans`."""
    sizes: Indices
    """Distinct shingles of each sentence; 0 where it holds nothing but punctuation."""
    numbers: Sequence[frozenset[int]]
    """Distinct numbers of each sentence, as hashes."""

    def sentence_text(self, index: int) -> str:
        """The words of a sentence."""
        start, stop = self.spans[index]
        return self.text[start:stop]


def outlines_of(texts: Sequence[str]) -> list[Outline]:
    """The outline of each text. All texts are read at once: give batches (normal.batches) to bound the memory."""
    spans = [sentences(text) for text in texts]
    parts = [text[start:stop] for text, own in zip(texts, spans, strict=True) for start, stop in own]
    units = units_of(parts)
    shingles, owner = _shingles(units, len(parts))
    numbers = _numbers(units, len(parts))
    counts = np.bincount(owner, minlength=len(parts))
    bounds = np.cumsum([0, *map(len, spans)]).tolist()
    places = np.searchsorted(owner, bounds).tolist()
    outlines = []
    for text, own, (low, high), (start, stop) in zip(texts, spans, pairwise(bounds), pairwise(places), strict=True):
        order = np.argsort(shingles[start:stop], kind="stable")
        sentence = owner[start:stop][order] - low
        outlines.append(Outline(text, own, shingles[start:stop][order], sentence, counts[low:high], numbers[low:high]))
    return outlines


def _shingles(units: Units, count: int) -> tuple[Hashes, Indices]:
    """Distinct shingles of each sentence, sentence by sentence."""
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
    order = np.lexsort((values, owner))
    values, owner = values[order], owner[order]
    new = np.ones(len(values), bool)
    new[1:] = (values[1:] != values[:-1]) | (owner[1:] != owner[:-1])
    return values[new], owner[new].astype(np.int64)


def _numbers(units: Units, count: int) -> list[frozenset[int]]:
    """The numbers of each sentence."""
    values = units.hashes[units.is_number].tolist()
    bounds = np.searchsorted(units.text[units.is_number], np.arange(count + 1)).tolist()
    return [frozenset(values[start:stop]) if stop > start else frozenset() for start, stop in pairwise(bounds)]
