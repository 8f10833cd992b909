"""The trained judgement of a page's Blocks: how probable it is that each is part of the article.

A small net reads the Blocks in order: what each is (features.py), then twice its neighbours, then the page as a whole.
bench/train_blocks.py trains it and writes model.npz: plain arrays, the words it knows, and a digest of what it learned
from. Numpy alone runs it (net.py).
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import chain, repeat

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from newsmill.clean.features import Features, describe
from newsmill.clean.joined import Lexicon
from newsmill.clean.net import Bags, Net
from newsmill.page.block import Block
from newsmill.page.markup import Markup

_DECIMALS = 3
"""Scores are rounded to so many, so that processors which sum in another order decide alike."""


@dataclass(frozen=True, slots=True)
class Model:
    """One or more nets over the same features and words; the mean of their probabilities counts."""

    marks: dict[str, int]
    words: Lexicon
    nets: tuple[Net, ...]

    def judge(self, features: Features) -> NDArray[np.float64]:
        """The probability of each Block, shape (n,)."""
        tokens = features.kind_tokens
        known = map(self.marks.get, chain.from_iterable(tokens), repeat(0))
        marks = Bags.of(np.fromiter(known, np.int64), np.cumsum([0, *map(len, tokens)]))
        words = Bags.of(self.words.find(features.words.keys()), features.words.edges)
        # One thread: for matrices of a page's size a second one costs more CPU in waiting than it takes over in work.
        with _blas().limit(limits=1, user_api="blas"):
            judged = [net.judge(features, marks, words) for net in self.nets]
        return np.asarray(np.mean(judged, axis=0, dtype=np.float64))


@functools.cache
def load_model() -> Model:
    """The model that newsmill ships."""
    with (files("newsmill.clean") / "model.npz").open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        marks = {word: number for number, word in enumerate(arrays["marks"].tolist(), start=1)}
        words = Lexicon.of(arrays["words"].tolist())
        nets = tuple(
            Net.of({name.partition(".")[2]: arrays[name] for name in arrays.files if name.startswith(f"{number}.")})
            for number in range(int(arrays["nets"]))
        )
    return Model(marks, words, nets)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was found out about each Block of a page."""

    scores: list[float]
    """How probable it is that it is part of the article, 0 to 1, rounded."""
    weights: list[int]
    """How much text it is, as `newsmill.chars.weight` says."""


def judge_blocks(blocks: Sequence[Block], markup: Markup) -> Judgement:
    """Judge the Blocks of an HTML page, in its order."""
    if not blocks:
        return Judgement([], [])
    features = describe(blocks, markup)
    scores = np.round(load_model().judge(features), _DECIMALS)
    return Judgement(scores.tolist(), features.weights.tolist())


def score_blocks(blocks: Sequence[Block], markup: Markup) -> list[float]:
    """The scores of a Judgement alone."""
    return judge_blocks(blocks, markup).scores


@functools.cache
def _blas() -> ThreadpoolController:
    return ThreadpoolController()
