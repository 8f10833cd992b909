"""The elements that hold a page's Blocks, as a tree in arrays."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
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
    starts: Ints
    ends: Ints
    """By element: the Blocks inside it are those from `starts` up to, not including, `ends`."""

    @classmethod
    def of(cls, blocks: Sequence[Block]) -> "ElementTree":
        """Of Blocks of an HTML page, in its order."""
        around = [block.place for block in blocks]
        chains = [place.chain for place in around]
        lengths = np.fromiter(map(len, chains), np.int64, len(chains))
        elements = np.fromiter(itertools.chain.from_iterable(chains), np.int64, int(lengths.sum()))
        heads = lengths.cumsum() - lengths
        inner = elements[heads + lengths - 1]
        # The reader numbers elements as they begin, so one that begins after all that were seen before is new.
        newest = np.maximum.accumulate(np.concatenate([[-1], inner[:-1]]))
        new = np.flatnonzero(elements > newest.repeat(lengths))
        owners = np.arange(len(around)).repeat(lengths)[new]
        numbers, depths = elements[new], new - heads[owners]
        parents = numbers.searchsorted(elements[np.where(depths, new - 1, new)])
        places = numbers.searchsorted(inner)
        known = lengths - np.bincount(owners, minlength=len(around))
        names: list[str] = []
        marks: list[frozenset[str]] = []
        for place, seen in zip(around, known.tolist(), strict=True):
            names += place.path[seen:]
            marks += place.marks[seen:]
        return cls(names, marks, parents, depths, places, owners, _ends(parents, places))

    def sums(self, masses: NDArray[Any]) -> NDArray[np.float64]:
        """By element: the sum of the masses of all Blocks inside it. Shapes (..., Blocks) to (..., elements)."""
        before = np.zeros((*masses.shape[:-1], masses.shape[-1] + 1))
        np.cumsum(masses, axis=-1, out=before[..., 1:])
        return np.asarray(before[..., self.ends] - before[..., self.starts])

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


def _ends(parents: Ints, places: Ints) -> Ints:
    """By element: one more than the number of the last Block inside it."""
    own = np.zeros(len(parents), np.int64)
    own[places] = np.arange(1, len(places) + 1)
    ends: list[int] = own.tolist()
    outer = parents.tolist()
    for number in range(len(ends) - 1, 0, -1):
        if ends[outer[number]] < ends[number]:
            ends[outer[number]] = ends[number]
    return np.array(ends)
