"""The net that judges a page's Blocks, in numpy: its layers as they were trained, and what it makes of a page."""

from collections.abc import Mapping
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
        heads = known.searchsorted(edges)
        counts = heads[1:] - heads[:-1]
        order = np.arange(len(counts))
        held = np.zeros(len(known) + len(counts), np.int64)
        held[np.arange(len(known)) + order.repeat(counts) + 1] = numbers[known]
        return cls(held, heads[:-1] + order, np.maximum(counts, 1).astype(np.float32)[:, None])

    def sums(self, table: Floats) -> Floats:
        """By bag: the sum of its words' rows."""
        return np.asarray(np.add.reduceat(table.take(self.numbers, axis=0), self.starts))


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
        return self._finish(values @ self.weights)

    def of_parts(self, first: Floats, rest: Floats) -> Floats:
        """Of values in two parts, the first inputs of each Block and the rest, which may be one row for all Blocks."""
        edge = first.shape[-1]
        state = first @ self.weights[:edge]
        state += rest @ self.weights[edge:]
        return self._finish(state)

    def _finish(self, state: Floats) -> Floats:
        state += self.bias
        return np.maximum(state, 0, out=state)

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
    """Shape (NUMBERS, 1), both."""
    marks: Floats
    """What a mark says of the Blocks inside its element: in the first half of its row of those that stand in it, or one
    or two elements further in, in the second half of all."""
    words: Floats
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
        mean, scale = arrays["mean"][:, None], arrays["scale"][:, None]
        marks = np.concatenate([arrays["near"], arrays["far"]], axis=1)
        return cls(
            mean, scale, marks, arrays["text"],
            enter=Layer.of(arrays, "enter"), near_by=Layer.of(arrays, "near_by"), farther=Layer.of(arrays, "farther"),
            page=Layer.of(arrays, "page"), leave=Layer.of(arrays, "leave"),
            last=arrays["last.weight"][0], last_bias=arrays["last.bias"][0],
        )  # fmt: skip

    def judge(self, features: Features, marks: Bags, words: Bags) -> Floats:
        """The probability of each Block, shape (n,)."""
        state = self._enter(features, marks, words)
        state += self.near_by.of_neighbours(state, 1)
        state += self.farther.of_neighbours(state, 2)
        last = self.leave.of_parts(state, self._whole(features, state))
        return np.asarray(1 / (1 + np.exp(-(last @ self.last + self.last_bias))))

    def _enter(self, features: Features, marks: Bags, words: Bags) -> Floats:
        """What is known of each Block by itself: its numbers, the elements around it, its words."""
        numbers = features.numbers.T - self.mean
        numbers /= self.scale
        np.maximum(numbers, -_CLIP, out=numbers)
        np.minimum(numbers, _CLIP, out=numbers)
        of_kinds = marks.sums(self.marks)
        near, far = of_kinds[:, : of_kinds.shape[1] // 2], of_kinds[:, of_kinds.shape[1] // 2 :]
        first, second = features.places, features.parents[features.places]
        third = features.parents[second]
        bags = [near.take(features.kinds[places], axis=0) for places in (first, second, third)]
        bags.append(np.add.reduceat(far.take(features.kinds[features.chains], axis=0), features.heads))
        bags.append(words.sums(self.words) / words.sizes)
        return self.enter.of_parts(numbers.T, np.concatenate(bags, axis=1))

    def _whole(self, features: Features, state: Floats) -> Floats:
        """The page, by the mean of its Blocks, each counted once and each counted by its size."""
        sizes = np.expm1(features.numbers[:, 0])
        weighed = sizes / max(1, sizes.sum()) @ state
        return self.page.of_values(np.concatenate([state.mean(axis=0), weighed]))
