"""The outline of a text: its sentences, and the 5-unit shingles of each, ready to be looked up from another text."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from newsmill.overlap.native import kernels
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
    numbers: Hashes
    """Distinct numbers of each sentence, sorted, one sentence after the other."""
    number_bounds: Indices
    """Where those of each sentence start, and the end of the last."""

    def sentence_text(self, index: int) -> str:
        """The words of a sentence."""
        start, stop = self.spans[index]
        return self.text[start:stop]


def outlines_of(texts: Sequence[str]) -> list[Outline]:
    """The outline of each text. All texts are read at once: give batches (normal.batches) to bound the memory."""
    spans = [sentences(text) for text in texts]
    parts = [text[start:stop] for text, own in zip(texts, spans, strict=True) for start, stop in own]
    units = units_of(parts)
    bounds = np.cumsum([0, *map(len, spans)])
    codes, places = _in_order(*_shingles(units, len(parts)), bounds)
    shingles, sentence = codes >> _SENTENCE_BITS, (codes & _SENTENCE_MASK).astype(np.int64)
    sizes = np.bincount(sentence + np.repeat(bounds[:-1], np.diff(places)), minlength=len(parts))
    numbers, number_bounds = _numbers(units, len(parts))
    outlines = []
    for text, own, (low, high), (start, stop) in zip(
        texts, spans, pairwise(bounds.tolist()), pairwise(places.tolist()), strict=True
    ):
        told = number_bounds[low : high + 1]
        found = shingles[start:stop], sentence[start:stop], sizes[low:high]
        outlines.append(Outline(text, own, *found, numbers[told[0] : told[-1]], told - told[0]))
    return outlines


def _in_order(values: Hashes, owner: Indices, bounds: Indices) -> tuple[Hashes, Indices]:
    """Distinct shingles of each text by value and sentence, both in one word, and where those of each text start.

    owner: sentence of each among those of all texts, ascending; bounds: where those of each text start.
    """
    text = np.searchsorted(bounds, owner, side="right") - 1
    sentence = owner - bounds[text]
    kept = slice(None) if sentence.max(initial=0) <= int(_SENTENCE_MASK) else sentence <= int(_SENTENCE_MASK)
    codes, text = (values & ~_SENTENCE_MASK | sentence.astype(np.uint64))[kept], text[kept]
    if native := kernels():
        return native.each_once(codes, np.searchsorted(text, np.arange(len(bounds))))
    order = np.lexsort((codes, text))
    codes, text = codes[order], text[order]
    first = np.ones(len(codes), np.bool_)
    first[1:] = (codes[1:] != codes[:-1]) | (text[1:] != text[:-1])
    return codes[first], np.searchsorted(text[first], np.arange(len(bounds)))


def _numbers(units: Units, count: int) -> tuple[Hashes, Indices]:
    """Distinct numbers of each sentence, sorted, and where those of each start."""
    values, owner = units.hashes[units.is_number], units.text[units.is_number]
    order = np.lexsort((values, owner))
    values, owner = values[order], owner[order]
    first = np.ones(len(values), np.bool_)
    first[1:] = (values[1:] != values[:-1]) | (owner[1:] != owner[:-1])
    return values[first], np.searchsorted(owner[first], np.arange(count + 1))


def _shingles(units: Units, count: int) -> tuple[Hashes, Indices]:
    """The shingles of each sentence, and of which sentence each is, one sentence after the other."""
    values, owner = grams(units, SHINGLE)
    lengths = np.bincount(units.text, minlength=count)
    short = np.flatnonzero((lengths > 0) & (lengths < SHINGLE))
    if not len(short):
        return values, owner
    starts = np.searchsorted(units.text, short)
    whole = np.zeros(len(short), np.uint64)
    for offset in range(SHINGLE - 1):
        inside = offset < lengths[short]
        whole[inside] = whole[inside] * MULTIPLIER + units.hashes[starts[inside] + offset]
    places = np.searchsorted(owner, short)
    return np.insert(values, places, mix(whole)), np.insert(owner, places, short)
