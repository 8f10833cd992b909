"""The rows of the dataset overlaps: what two rows of documents share though neither stands for the other."""

import math
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsmill import schema
from newsmill.overlap.corpus import Corpus
from newsmill.overlap.normal import Hashes, batches
from newsmill.overlap.outline import Outline, outlines_of
from newsmill.overlap.passages import Passage, passages_of

Floats = NDArray[np.floating]

_MOST_HELD = 4096
"""Outlines held at once: some 60 MB for news."""


class Outlines:
    """Outlines of documents by key, made as they are needed; a bounded number is held."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._held: dict[int, Outline] = {}

    def need(self, keys: Iterable[int]) -> None:
        """Make those outlines that are not there."""
        needed = set(keys)
        missing = sorted(needed - self._held.keys())
        if len(self._held) + len(missing) > _MOST_HELD:
            self._held.clear()
            missing = sorted(needed)
        texts = self._corpus.bodies(np.array(missing, np.uint64))
        for part in batches(texts):
            self._held.update(zip(missing[part], outlines_of(texts[part]), strict=True))

    def __getitem__(self, key: int) -> Outline:
        return self._held[key]


def overlap_rows(corpus: Corpus, left: Hashes, right: Hashes, part: Floats) -> list[schema.Row]:
    """The rows of overlaps for pairs of documents, in the order of their doc_ids.

    part: of a pair of which the one holds a part of the other, the share of the shorter one's shingles; NaN of another.
    """
    ends = [zip(corpus.ids(side).tolist(), side.tolist(), strict=True) for side in (left, right)]
    pairs = sorted((*sorted(sides), share) for *sides, share in zip(*ends, part.tolist(), strict=True))
    outlines = Outlines(corpus)
    rows: list[schema.Row] = []
    for start in range(0, len(pairs), _MOST_HELD // 4):
        batch = pairs[start : start + _MOST_HELD // 4]
        sides = np.array([(one, other) for (_, one), (_, other), _ in batch], np.uint64)
        keys, places = np.unique(sides, return_inverse=True)
        outlines.need(keys.tolist())
        held = [outlines[key] for key in keys.tolist()]
        places = places.reshape(-1, 2)
        found = passages_of(held, *np.ascontiguousarray(places.T))
        for ((first, _), (second, _), share), (one, other), passages in zip(batch, places.tolist(), found, strict=True):
            key = {"doc_id": first, "other_id": second}
            told = passage_rows(held[one], held[other], passages, None if math.isnan(share) else share)
            rows += [key | row for row in told]
    return rows


def passage_rows(
    first: Outline, second: Outline, passages: Iterable[Passage], part: float | None = None
) -> Iterator[dict[str, Any]]:
    """The passages that two texts share, as the columns `relation` to `evidence` of overlaps.

    part: where the one text holds a part of the other, the share of the shorter one's shingles that is in the other.
    """
    for passage in passages:
        yield {
            "relation": "passage" if part is None else "part",
            "passage": first.text[slice(*passage.first)],
            "other_passage": second.text[slice(*passage.second)],
            "similarity": passage.similarity,
            "containment": passage.containment,
            "evidence": _evidence(passage, part),
        }


def _evidence(passage: Passage, part: float | None) -> str:
    sentences = "1 sentence" if passage.sentences == 1 else f"{passage.sentences} sentences"
    found = f"{passage.shared} of {passage.smaller} sequences of five words in {sentences}"
    return found if part is None else f"{found}; {part:.0%} of the shorter text is in the other"
