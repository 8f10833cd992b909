"""The net that judges a page's Blocks, in numpy: its layers as they were trained, and what it makes of a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from newsmill.clean.features import Features, Floats
from newsmill.clean.joined import Ints

_REACH = 2
_CLIP = np.float32(5)


@dataclass(frozen=True, slots=True)
class Bags:
    """Known words in bags: the marks of a kind of element, or the first words of a Block."""

    numbers: Ints
    """The words of all bags. Word 0, whose row in every table is zero, stands at the head of each: none is empty."""
    starts: Ints
    """By bag: where it starts."""
    sizes: Floats
    """Shape (bags, 1): how many words it holds, at least 1."""

    @classmethod
    def of(cls, numbers: Ints, edges: Ints) -> "Bags":
        """Of words, 0 where a word is not known: bag i has those from edges[i] up to, not including, edges[i + 1]."""
        known = np.flatnonzero(numbers)
        heads = np.searchsorted(known, edges)
        counts = np.diff(heads)
        order = np.arange(len(counts))
        held = np.zeros(len(known) + len(counts), np.int64)
        held[np.arange(len(known)) + np.repeat(order, counts) + 1] = numbers[known]
        return cls(held, heads[:-1] + order, np.maximum(counts, 1).astype(np.float32)[:, None])

    def sums(self, table: Floats) -> Floats:
        """By bag: the sum of its words' rows."""
        return np.asarray(np.add.reduceat(table[self.numbers], self.starts))


@dataclass(frozen=True, slots=True)
class Layer:
    """A linear layer and what follows it: negative values become 0."""

    weights: Floats
    """Shape (inputs, outputs)."""
    bias: Floats

    @classmethod
    def of(cls, arrays: Mapping[str, Floats], name: str) -> "Layer":
        return cls(np.ascontiguousarray(arrays[f"{name}.weight"].T), arrays[f"{name}.bias"])

    def of_values(self, values: Floats) -> Floats:
        """Shapes (..., inputs) to (..., outputs)."""
        return _positive(values @ self.weights + self.bias)

    def of_neighbours(self, state: Floats, step: int) -> Floats:
        """Of each Block and its neighbours, `step` apart; beyond the page's ends there is nothing."""
        count, size = state.shape
        margin = _REACH * step
        padded = np.zeros((count + 2 * margin, size), np.float32)
        padded[margin : margin + count] = state
        seen = [padded[start : start + count] for start in range(0, 2 * margin + 1, step)]
        return self.of_values(np.concatenate(seen, axis=1))


@dataclass(frozen=True, slots=True)
class Net:
    """The layers from Blocks to the probabilities that they are article."""

    mean: Floats
    scale: Floats
    near: Floats
    far: Floats
    text: Floats
    enter: Layer
    near_by: Layer
    farther: Layer
    page: Layer
    leave: Layer
    last: Floats
    last_bias: np.float32

    @classmethod
    def of(cls, arrays: Mapping[str, Floats]) -> "Net":
        """From arrays by the names that they have in training."""
        layers = [Layer.of(arrays, name) for name in ("enter", "near_by", "farther", "page", "leave")]
        tables = [arrays[name] for name in ("mean", "scale", "near", "far", "text")]
        return cls(*tables, *layers, arrays["last.weight"][0], arrays["last.bias"][0])

    def judge(self, features: Features, marks: Bags, words: Bags) -> Floats:
        """The probability of each Block, shape (n,)."""
        state = self.enter.of_values(self._seen(features, marks, words))
        state += self.near_by.of_neighbours(state, 1)
        state += self.farther.of_neighbours(state, 2)
        left = self.leave.weights[: state.shape[1]]
        whole = self._whole(features, state) @ self.leave.weights[state.shape[1] :]
        last = _positive(state @ left + (whole + self.leave.bias))
        return np.asarray(1 / (1 + np.exp(-(last @ self.last + self.last_bias))))

    def _seen(self, features: Features, marks: Bags, words: Bags) -> Floats:
        """What is known of each Block by itself: its numbers, the elements around it, its words."""
        own = marks.sums(self.near)[features.kinds]
        around = _sums_outwards(marks.sums(self.far)[features.kinds], features.parents)
        first, second = features.places, features.parents[features.places]
        third = features.parents[second]
        numbers = (features.numbers - self.mean) / self.scale
        numbers = np.minimum(np.maximum(numbers, -_CLIP), _CLIP)
        told = words.sums(self.text) / words.sizes
        return np.concatenate([numbers, own[first], own[second], own[third], around[first], told], axis=1)

    def _whole(self, features: Features, state: Floats) -> Floats:
        """The page, by the mean of its Blocks, each counted once and each counted by its size."""
        sizes = np.expm1(features.numbers[:, 0])
        means = np.stack([np.full(len(state), 1 / len(state), np.float32), sizes / max(1, sizes.sum())]) @ state
        return self.page.of_values(means.ravel())


def _positive(values: Floats) -> Floats:
    return np.maximum(values, 0, out=values)


def _sums_outwards(values: Floats, parents: Ints) -> Floats:
    """By element: the sum of its own values and those of all elements around it.

    Each round doubles how many elements outwards have been added up, so their number is the logarithm of the depth.
    """
    count = len(parents)
    outer = np.append(parents, count)
    outer[:count][parents == np.arange(count)] = count  # beyond the outermost is one with nothing
    sums = np.append(values, np.zeros((1, values.shape[1]), np.float32), axis=0)
    while outer.min() < count:
        sums += sums[outer]
        outer = outer[outer]
    return sums[:-1]
