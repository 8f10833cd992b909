"""The elements that hold a page's Blocks, as a tree in arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsmill.clean.joined import Ints
from newsmill.page.block import Block


@dataclass(frozen=True, slots=True)
class ElementTree:
    """The elements around n Blocks, numbered in the order of the page: an element stands before all inside it."""

    names: list[str]
    marks: list[frozenset[str]]
    parents: Ints
    """By element: the number of the element around it, always a smaller one; the outermost is its own parent."""
    depths: Ints
    places: Ints
    """By Block: the number of its innermost element."""
    chains: Ints
    """The elements around each Block, outermost first, Block after Block."""
    heads: Ints
    """By Block: where in `chains` its elements start."""
    starts: Ints
    ends: Ints
    """By element: the Blocks inside it are those from `starts` up to, not including, `ends`."""

    @classmethod
    def of(cls, blocks: Sequence[Block]) -> "ElementTree":
        """Of Blocks of an HTML page, in its order."""
        around = [block.place for block in blocks]
        lines = [place.chain for place in around]
        lengths = np.fromiter(map(len, lines), np.int64, len(lines))
        heads = lengths.cumsum() - lengths
        elements = np.fromiter(chain.from_iterable(lines), np.int64, int(lengths.sum()))
        # The reader numbers elements as they begin, so one that begins after all that were seen before is new.
        newest = np.maximum.accumulate(np.concatenate([[-1], elements[heads[1:] - 1]]))
        new = np.flatnonzero(elements > newest.repeat(lengths))
        numbers = np.zeros(int(elements.max()) + 1, np.int64)
        numbers[elements[new]] = np.arange(len(new))
        chains = numbers[elements]
        starts = np.arange(len(lines)).repeat(lengths)[new]
        depths = new - heads[starts]
        names: list[str] = []
        marks: list[frozenset[str]] = []
        for place, known in zip(around, (lengths - np.bincount(starts, minlength=len(lines))).tolist(), strict=True):
            names += place.path[known:]
            marks += place.marks[known:]
        # The Blocks inside an element follow each other, so how many they are says where they end.
        ends = starts + np.bincount(chains)
        parents = chains[np.where(depths, new - 1, new)]
        return cls(names, marks, parents, depths, chains[heads + lengths - 1], chains, heads, starts, ends)

    def sums(self, masses: NDArray[Any]) -> NDArray[np.float64]:
        """By element: the sum of the masses of all Blocks inside it. Shapes (..., Blocks) to (..., elements)."""
        before = np.zeros((*masses.shape[:-1], masses.shape[-1] + 1))
        np.cumsum(masses, axis=-1, out=before[..., 1:])
        return before[..., self.ends] - before[..., self.starts]

    def nearest(self, innermost: int) -> tuple[Ints, Ints]:
        """By Block: how deep the element given lies in the innermost that it shares with the Block, and how deep the
        Block lies in that."""
        line = [innermost]
        while (parent := int(self.parents[line[-1]])) != line[-1]:
            line.append(parent)
        order = np.arange(len(self.places))
        # The elements of the line lie in each other: a Block is in as many as begin before it and end after it.
        begun = np.searchsorted(self.starts[line[::-1]], order, side="right")
        open_still = len(line) - np.searchsorted(self.ends[line], order, side="right")
        shared = np.maximum(np.minimum(begun, open_still) - 1, 0)
        return self.depths[innermost] - shared, self.depths[self.places] - shared
