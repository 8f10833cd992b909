"""What the block model says of each development page when it was trained without that page's host.

`train_blocks.py --check` writes these scores; with them all of cleaning can be measured on sites that the model has not
seen, in seconds and without the training tools. They are of one version of the Blocks and features: where pages are
read differently since, they have to be made again.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from newsmill.clean import article
from newsmill.page.block import Block
from newsmill.page.markup import Markup

FILE = Path(__file__).with_suffix(".npz")
_STEPS = 1000
"""The model rounds its scores to three decimals, so whole thousandths hold them."""


def save(scores: Mapping[str, np.ndarray], learned_from: str, file: Path = FILE) -> None:
    """Write the scores by page id: one a Block, 0 to 1. learned_from: digest of the training data."""
    names = sorted(scores)
    flat = np.concatenate([scores[name] for name in names])
    np.savez_compressed(
        file,
        learned_from=np.array(learned_from),
        pages=np.array(names),
        counts=np.array([len(scores[name]) for name in names]),
        scores=np.round(flat * _STEPS).astype(np.uint16),
    )


def load(file: Path = FILE) -> dict[str, list[float]]:
    """The scores by page id."""
    with np.load(file, allow_pickle=False) as arrays:
        edges = np.cumsum(arrays["counts"])[:-1]
        parts = np.split(arrays["scores"] / _STEPS, edges)
        return {name: part.tolist() for name, part in zip(arrays["pages"].tolist(), parts, strict=True)}


@contextmanager
def judged_as(scores: Sequence[float]) -> Iterator[None]:
    """Within it, these are the scores of whatever page is cleaned. Raises ValueError where their number is wrong."""

    def say(blocks: Sequence[Block], markup: Markup) -> list[float]:
        del markup
        if len(blocks) != len(scores):
            raise ValueError("pages are read differently since these scores were made: train_blocks.py --check")
        return list(scores)

    original, article.score_blocks = article.score_blocks, say
    try:
        yield
    finally:
        article.score_blocks = original
