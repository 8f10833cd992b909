"""The rows of the dataset overlaps: what two rows of documents share though neither stands for the other."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsmill import schema
from newsmill.overlap.corpus import Corpus
from newsmill.overlap.normal import Hashes, batches
from newsmill.overlap.outline import Outline, outlines_of
from newsmill.overlap.passages import Passage, shared_passages

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
    ids = np.stack([corpus.ids(left), corpus.ids(right)], axis=1)
    order = np.lexsort(np.sort(ids.astype(np.str_), axis=1).T[::-1]).tolist()
    outlines = Outlines(corpus)
    rows: list[schema.Row] = []
    for start in range(0, len(order), _MOST_HELD // 4):
        batch = order[start : start + _MOST_HELD // 4]
        outlines.need([*left[batch].tolist(), *right[batch].tolist()])
        for pair in batch:
            sides = sorted(zip(ids[pair].tolist(), (int(left[pair]), int(right[pair])), strict=True))
            (first, one), (second, other) = sides
            share = None if np.isnan(part[pair]) else float(part[pair])
            key = {"doc_id": first, "other_id": second}
            rows += [key | row for row in passage_rows(outlines[one], outlines[other], share)]
    return rows


def passage_rows(first: Outline, second: Outline, part: float | None = None) -> Iterator[dict[str, Any]]:
    """The passages that two texts share, as the columns `relation` to `evidence` of overlaps.

    part: where the one text holds a part of the other, the share of the shorter one's shingles that is in the other.
    """
    for passage in shared_passages(first, second):
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
