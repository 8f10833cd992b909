"""The rows of the dataset overlaps: what two rows of documents share though neither stands for the other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from newsmill import schema
from newsmill.overlap.normal import batches
from newsmill.overlap.outline import Outline, outlines_of
from newsmill.overlap.passages import Passage, shared_passages

Shares = Mapping[tuple[int, int], float | None]
"""Pairs of texts; of a pair of which the one holds a part of the other, the share of the shorter one's shingles."""

_MOST_HELD = 4096
"""Outlines held at once: some 60 MB for news."""


class Outlines:
    """Outlines of texts by number, made as they are needed; a bounded number is held."""

    def __init__(self, texts: pa.ChunkedArray) -> None:
        self._texts = texts
        self._held: dict[int, Outline] = {}

    def need(self, numbers: Iterable[int]) -> None:
        """Make those outlines that are not there."""
        needed = set(numbers)
        missing = sorted(needed - self._held.keys())
        if len(self._held) + len(missing) > _MOST_HELD:
            self._held.clear()
            missing = sorted(needed)
        texts = self._texts.take(pa.array(missing, pa.int64())).to_pylist()
        for part in batches(texts):
            self._held.update(zip(missing[part], outlines_of(texts[part]), strict=True))

    def __getitem__(self, number: int) -> Outline:
        return self._held[number]


def overlap_rows(texts: pa.ChunkedArray, ids: Sequence[str], shares: Shares) -> list[schema.Row]:
    """The rows of overlaps for pairs of documents, as numbers of rows in `texts`, in the order of the contract."""
    outlines = Outlines(texts)
    rows: list[schema.Row] = []
    pairs = sorted(shares)
    for start in range(0, len(pairs), _MOST_HELD // 4):
        part = pairs[start : start + _MOST_HELD // 4]
        outlines.need(number for pair in part for number in pair)
        for pair in part:
            first, second = sorted(pair, key=ids.__getitem__)
            key = {"doc_id": ids[first], "other_id": ids[second]}
            rows += [key | row for row in passage_rows(outlines[first], outlines[second], shares[pair])]
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
