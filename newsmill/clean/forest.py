"""Boosted decision trees as plain arrays: how probable it is that something described by numbers is of a kind.

Friedman (2001), Greedy function approximation: a gradient boosting machine. Trained elsewhere; numpy alone runs it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees of one size: arrays of shape (trees, nodes). A leaf is a node that leads back to itself."""

    features: NDArray[np.intp]
    """The number that a node looks at."""
    thresholds: NDArray[np.float64]
    left: NDArray[np.intp]
    """The node that follows where the number is at most the threshold."""
    right: NDArray[np.intp]
    values: NDArray[np.float64]
    """What a leaf adds to the score."""
    start: float
    """The score before any tree."""
    depth: int

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]]) -> "Forest":
        """From arrays by the names of the fields."""
        return cls(
            arrays["features"].astype(np.intp),
            arrays["thresholds"].astype(np.float64),
            arrays["left"].astype(np.intp),
            arrays["right"].astype(np.intp),
            arrays["values"].astype(np.float64),
            float(arrays["start"]),
            int(arrays["depth"]),
        )

    def judge(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """The probability of each row, shape (rows, features) to (rows,)."""
        tree = np.arange(len(self.features))
        node = np.zeros((len(rows), len(tree)), np.intp)
        number = np.arange(len(rows))[:, None]
        for _ in range(self.depth):
            goes_left = rows[number, self.features[tree, node]] <= self.thresholds[tree, node]
            node = np.where(goes_left, self.left[tree, node], self.right[tree, node])
        scores = self.start + self.values[tree, node].sum(axis=1)
        return np.asarray(1 / (1 + np.exp(-scores)))
