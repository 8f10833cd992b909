"""The elements that hold a page's Blocks, as a tree in arrays."""

from bisect import bisect_right
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
        names: list[str] = []
        marks: list[frozenset[str]] = []
        numbers: list[int] = []
        lines: list[tuple[int, int, int, int]] = []
        newest = -1
        for block in blocks:
            place = block.place
            chain = place.chain
            # The reader numbers elements as they begin: those that begin no later than the newest seen are seen too.
            seen = bisect_right(chain, newest)
            lines.append((seen, len(chain), chain[seen - 1] if seen else chain[0], chain[-1]))
            if seen < len(chain):
                newest = chain[-1]
                names += place.path[seen:]
                marks += place.marks[seen:]
                numbers += chain[seen:]
        seen_depths, all_depths, outer, inner = np.array(lines).T
        ids = np.array(numbers)
        new = all_depths - seen_depths
        heads = np.cumsum(new) - new
        parents = np.arange(len(ids)) - 1
        parents[heads[new > 0]] = np.searchsorted(ids, outer[new > 0])
        depths = np.arange(len(ids)) + np.repeat(seen_depths - heads, new)
        places = np.searchsorted(ids, inner)
        starts = np.repeat(np.arange(len(blocks)), new)
        return cls(names, marks, parents, depths, places, starts, _ends(parents, places))

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
        ends[outer[number]] = max(ends[outer[number]], ends[number])
    return np.array(ends)
