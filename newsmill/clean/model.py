"""The trained judgement of a page's Blocks: how probable it is that each is part of the article.

A small net reads the Blocks in order: what each is (features.py), then twice its neighbours, then the page as a whole.
bench/train_blocks.py trains it and writes model.npz: plain arrays, the words it knows, and a digest of what it learned
from. Numpy alone runs it.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
from threadpoolctl import ThreadpoolController

from newsmill.clean.features import Features, Floats, describe
from newsmill.page.block import Block
from newsmill.page.markup import Markup

_REACH = 2
_CLIP = 5.0
_DECIMALS = 3
"""Scores are rounded to so many, so that processors which sum in another order decide alike."""


@dataclass(frozen=True, slots=True)
class Model:
    """One or more nets over the same features and words; their logits are averaged as probabilities."""

    marks: dict[str, int]
    words: dict[str, int]
    nets: tuple[dict[str, Floats], ...]


@functools.cache
def load_model() -> Model:
    """The model that newsmill ships."""
    with (files("newsmill.clean") / "model.npz").open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        marks = {word: number for number, word in enumerate(arrays["marks"].tolist(), start=1)}
        words = {word: number for number, word in enumerate(arrays["words"].tolist(), start=1)}
        count = int(arrays["nets"])
        nets = tuple(
            {name.partition(".")[2]: arrays[name] for name in arrays.files if name.startswith(f"{number}.")}
            for number in range(count)
        )
    return Model(marks, words, nets)


def score_blocks(blocks: Sequence[Block], markup: Markup) -> list[float]:
    """For each Block of a page, how probable it is that it is part of the article, 0 to 1, rounded."""
    if not blocks:
        return []
    model = load_model()
    features = describe(blocks, markup)
    marks = _Bags.of(features.tokens, model.marks)
    words = _Bags.of(features.words, model.words)
    # One thread: for matrices of a page's size a second one costs more CPU in waiting than it takes over in work.
    with _blas().limit(limits=1, user_api="blas"):
        mean = np.mean([_run(net, features, marks, words) for net in model.nets], axis=0)
    return [round(score, _DECIMALS) for score in mean.tolist()]


@functools.cache
def _blas() -> ThreadpoolController:
    return ThreadpoolController()


@dataclass(frozen=True, slots=True)
class _Bags:
    """Known words by element or Block. Word 0 stands at the head of each, so that none is empty; its row is zero."""

    numbers: np.ndarray
    starts: np.ndarray
    sizes: Floats

    @classmethod
    def of(cls, bags: Sequence[Sequence[str]], known: dict[str, int]) -> "_Bags":
        flat: list[int] = []
        starts: list[int] = []
        for bag in bags:
            starts.append(len(flat))
            flat.append(0)
            flat += [known[word] for word in bag if word in known]
        edges = np.array([*starts, len(flat)])
        return cls(np.array(flat), edges[:-1], np.maximum(np.diff(edges) - 1, 1).astype(np.float32)[:, None])

    def sums(self, table: Floats) -> Floats:
        return np.asarray(np.add.reduceat(table[self.numbers], self.starts), np.float32)


def _run(net: dict[str, Floats], features: Features, marks: _Bags, words: _Bags) -> Floats:
    """The probabilities of one net, shape (n,)."""
    parents, places = features.parents, features.places
    own, around = marks.sums(net["near"]), marks.sums(net["far"])
    outer = np.where(parents == np.arange(len(parents)), len(parents), parents)
    outer = np.append(outer, len(parents))
    around = np.concatenate([around, np.zeros((1, around.shape[1]), np.float32)])
    while outer[:-1].min() < len(parents):
        around += around[outer]
        outer = outer[outer]
    second = parents[places]
    told = words.sums(net["text"]) / words.sizes
    numbers = np.clip((features.numbers - net["mean"]) / net["scale"], -_CLIP, _CLIP)
    seen = [numbers, own[places], own[second], own[parents[second]], around[places], told]
    state = _dense(net, "enter", np.concatenate(seen, axis=1))
    state = state + _beside(net, "near_by", state, 1)
    state = state + _beside(net, "farther", state, 2)
    size = np.expm1(features.numbers[:, :1])
    page = np.concatenate([state.mean(axis=0), (state * size).sum(axis=0) / max(1.0, float(size.sum()))])
    whole = np.broadcast_to(_dense(net, "page", page), (len(state), len(net["page.bias"])))
    last = _dense(net, "leave", np.concatenate([state, whole], axis=1))
    logits = last @ net["last.weight"].T[:, 0] + net["last.bias"][0]
    return np.asarray(1 / (1 + np.exp(-logits)), np.float32)


def _dense(net: dict[str, Floats], name: str, values: Floats) -> Floats:
    return np.asarray(np.maximum(values @ net[f"{name}.weight"].T + net[f"{name}.bias"], 0), np.float32)


def _beside(net: dict[str, Floats], name: str, state: Floats, step: int) -> Floats:
    """A layer over each Block and its neighbours, `step` apart; beyond the page's ends there is nothing."""
    margin = np.zeros((_REACH * step, state.shape[1]), np.float32)
    padded = np.concatenate([margin, state, margin])
    count = len(state)
    return _dense(
        net, name, np.concatenate([padded[k * step : k * step + count] for k in range(2 * _REACH + 1)], axis=1)
    )
