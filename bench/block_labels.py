"""Which Blocks of the development pages are the article: labels for `train_blocks.py`.

Where the truth is the full text, a Block is article if most of its words stand there, in the order of the page. Where
it is some passages that must and must not come out, those settle the Blocks that hold them, and other extractors vote
on the rest, each with the weight that its votes have earned where the truth is known.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsmill.page.block import Block

Floats = NDArray[np.float64]

_SHORT = 6
"""Tokens under which a Block is looked for as a whole, and only where its neighbours stand in the truth."""
_SLACK = 60
_MOSTLY = 0.5
_PROBE = 25
_NEAR = 8


@dataclass(frozen=True, slots=True)
class Labels:
    """For each Block of a page: how probable it is that it is article, and how much that counts."""

    truth: Floats
    weights: Floats


def from_text(blocks: Sequence[Block], body: str, score: ModuleType) -> Floats:
    """1 for the Blocks of a page that its article text, known in full, has; 0 for the others."""
    truth = score.tokenize(body.lower())
    starts: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for start in range(len(truth) - 3):
        starts[tuple(truth[start : start + 4])].append(start)
    tokens = [score.tokenize(block.text.lower()) for block in blocks]
    found = [_share_and_place(one, starts) if len(one) >= _SHORT else (0.0, None) for one in tokens]
    labels = np.zeros(len(blocks))
    for number, (one, (share, _)) in enumerate(zip(tokens, found, strict=True)):
        if len(one) >= _SHORT:
            labels[number] = share >= _MOSTLY
        elif one:
            low = next((place for s, place in reversed(found[:number]) if s >= _MOSTLY and place is not None), 0)
            high = next((place for s, place in found[number + 1 :] if s >= _MOSTLY and place is not None), len(truth))
            window = truth[low : max(high, low) + _SLACK]
            labels[number] = any(window[at : at + len(one)] == one for at in range(len(window) - len(one) + 1))
    return _without_strays(labels, tokens)


def _without_strays(labels: Floats, tokens: Sequence[Sequence[str]]) -> Floats:
    """Short Blocks count only near long ones that stand in the truth: single words stand everywhere."""
    long = np.array([len(one) >= _SHORT for one in tokens])
    sure = np.flatnonzero((labels > 0) & long)
    for number in np.flatnonzero((labels > 0) & ~long):
        if not len(sure) or np.abs(sure - number).min() > _NEAR:
            labels[number] = 0
    return labels


def _share_and_place(tokens: Sequence[str], starts: dict[tuple[str, ...], list[int]]) -> tuple[float, int | None]:
    """Share of a Block's 4-grams that the truth has, and where the first of them stands in it."""
    grams = [tuple(tokens[start : start + 4]) for start in range(len(tokens) - 3)]
    hits = [gram for gram in grams if gram in starts]
    return len(hits) / len(grams), starts[hits[-1]][0] if hits else None


def votes(blocks: Sequence[Block], texts: Sequence[str], score: ModuleType) -> Floats:
    """Shape (n, extractors): whether each extractor's text has the Block, as far as its first words tell."""
    flat = [f" {' '.join(score.tokenize(text.lower()))} " for text in texts]
    probes = [f" {' '.join(score.tokenize(block.text.lower())[:_PROBE])} " for block in blocks]
    return np.array([[bool(probe.strip()) and probe in text for text in flat] for probe in probes], float)


def from_passages(blocks: Sequence[Block], item: dict[str, Any], score: ModuleType) -> Floats:
    """1 and 0 where a passage settles it, NaN elsewhere."""
    inside, outside = ([score.norm(passage) for passage in item[key]] for key in ("with", "without"))
    settled = np.full(len(blocks), np.nan)
    for number, block in enumerate(blocks):
        text = score.norm(block.text)
        if any(passage in text for passage in inside):
            settled[number] = 1.0
        elif any(passage in text and len(passage) > 0.3 * len(text) for passage in outside):
            settled[number] = 0.0
    return settled
