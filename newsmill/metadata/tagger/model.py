"""A linear-chain conditional random field over the tokens of a line: which are an author's, a source's, a
place's or the day of publication.

Lafferty, McCallum and Pereira (2001), Conditional random fields. Trained elsewhere; numpy alone runs it: the weights
of a line's features are summed by tables, and only runs of tokens that may at all be names are decoded.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsmill.metadata.tagger.evidence import Told

COLUMNS = ("author", "source", "place", "published_at")
LABELS = ("O", *(f"{part}-{column}" for column in COLUMNS for part in "BI"))
REACH = 3
"""Neighbours of a token, on either side, whose words and shapes speak for it."""
EDGE = "\x04"
"""The word and the shape of what stands before and behind a line."""
_WINDOW = 2 * REACH + 1
_UNLIKELY = 5.0
"""How much less a token must speak for any name than for none to be none, whatever stands around it."""
_FAINT = 2.0
"""The same for one of the tokens of a run: without it none of them has been more likely a name than not."""
_STARTS = 0.35
"""Probability from which a token goes on with the name before it."""
Floats = NDArray[np.float32]
Numbers = NDArray[np.float64]
Index = dict[str, int]


@dataclass(frozen=True, slots=True)
class Name:
    """A name that a line tells."""

    column: str
    place: int
    """Of the Piece in which it stands, from start to end."""
    start: int
    end: int
    sureness: float
    """The mean probability of its tokens, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Tagger:
    """Features by name and their weights by label; the first row of every table is that of what is not known."""

    words: Index
    word_weights: Floats
    """Shape (words, 7, labels): by the distance of the word from the token, -3 to 3."""
    shapes: Index
    shape_weights: Floats
    features: Index
    weights: Floats
    """Shape (features, labels)."""
    moves: Numbers
    """How likely a label is, by the label before it: powers of e of the weights."""

    @classmethod
    def of(cls, arrays: Mapping[str, Any]) -> "Tagger":
        """From arrays: the names of a table's rows, joined by U+0001, and their weights."""
        words, shapes, features = (_table(arrays, key) for key in ("words", "shapes", "features"))
        return cls(*words, *shapes, *features, np.exp(arrays["moves"].astype(np.float64)))

    def names(self, lines: Sequence[Told]) -> Iterator[Name]:
        """The names that the lines tell, in their order."""
        if not lines:
            return
        probable = self._probabilities(self._scores(lines), [len(line.tokens) for line in lines])
        by_column = probable[:, 1::2] + probable[:, 2::2]
        likely = (by_column.max(axis=1) > _STARTS).tolist()
        best = by_column.argmax(axis=1).tolist()
        begins = (probable[:, 1::2] > probable[:, 2::2]).tolist()
        start = 0
        for line in lines:
            end = start + len(line.tokens)
            for first, last in _runs(likely, best, begins, start, end):
                column, offset = best[first], line.reach.offset
                yield Name(
                    COLUMNS[column],
                    line.reach.place,
                    offset + line.tokens[first - start].start,
                    offset + line.tokens[last - start - 1].end,
                    float(by_column[first:last, column].mean()),
                )
            start = end

    def _scores(self, lines: Sequence[Told]) -> Floats:
        """Shape (tokens of all lines, labels)."""
        sizes = np.array([len(line.tokens) for line in lines])
        scores = self._of_neighbours([[t.word for t in line.tokens] for line in lines], self.words, self.word_weights)
        scores += self._of_neighbours([line.shapes for line in lines], self.shapes, self.shape_weights)
        scores += self._sums([own for line in lines for own in line.own])
        segments = [segment for line in lines for segment in line.segments]
        lengths = np.array([end - start for start, end, _ in segments])
        scores += self._sums([told for _, _, told in segments]).repeat(lengths, axis=0)
        scores += self._sums([line.line for line in lines]).repeat(sizes, axis=0)
        return scores

    def _of_neighbours(self, lines: Sequence[Sequence[str]], index: Index, weights: Floats) -> Floats:
        """What the tokens around each speak for; beyond the line's ends stand edges."""
        get, edge = index.get, [index.get(EDGE, 0)] * REACH
        rows: list[int] = list(edge)
        own: list[int] = []
        for line in lines:
            own += range(len(rows), len(rows) + len(line))
            rows += [get(one, 0) for one in line]
            rows += edge
        seen = np.array(rows)[np.array(own)[:, None] + np.arange(-REACH, REACH + 1)]
        return np.asarray(weights[seen, np.arange(_WINDOW)].sum(axis=1))

    def _sums(self, bags: Sequence[Sequence[str]]) -> Floats:
        """By bag: the weights of its features together. No bag is empty."""
        get = self.features.get
        starts = np.cumsum([0, *map(len, bags[:-1])])
        rows = np.array([get(name, 0) for bag in bags for name in bag])
        return np.asarray(np.add.reduceat(self.weights[rows], starts, axis=0))

    def _probabilities(self, scores: Floats, sizes: Sequence[int]) -> Numbers:
        """By token and label, given the whole line. Shape (tokens, labels). Tokens without hope are no names."""
        probable = np.zeros(scores.shape)
        probable[:, 0] = 1
        starts = np.cumsum([0, *sizes])
        gaps = np.arange(len(sizes)).repeat(sizes)  # between two lines stands a token without hope
        hope = np.full(len(scores) + len(sizes) + 1, -np.inf)
        hope[np.arange(len(scores)) + gaps + 1] = scores[:, 1:].max(axis=1) - scores[:, 0]
        edges = np.flatnonzero(np.diff(hope > -_UNLIKELY, append=False)).reshape(-1, 2)
        if not len(edges):
            return probable
        edges = edges[np.maximum.reduceat(hope, edges[:, 0] + 1) > -_FAINT]
        if not len(edges):
            return probable
        lines = np.searchsorted(starts + np.arange(len(starts)), edges[:, 0], side="right") - 1
        edges -= lines[:, None]
        lengths = edges[:, 1] - edges[:, 0]
        inside = np.arange(lengths.max()) < lengths[:, None]
        tokens = (edges[:, :1] + np.arange(lengths.max()))[inside]
        said = np.ones((*inside.shape, len(LABELS)))
        said[inside] = np.exp(scores[tokens] - scores[tokens].max(axis=1, keepdims=True))
        before = np.where((edges[:, 0] == starts[lines])[:, None], 1.0, self.moves[0])
        behind = np.where((edges[:, 1] == starts[lines + 1])[:, None], 1.0, self.moves[:, 0])
        probable[tokens] = _forward_backward(said, inside, self.moves, before, behind)[inside]
        return probable


def _forward_backward(
    said: Numbers, inside: NDArray[np.bool_], moves: Numbers, before: Numbers, behind: Numbers
) -> Numbers:
    """The probabilities of the labels of runs of tokens, what stands before and behind them being known.

    Shapes: said (runs, tokens, labels), inside (runs, tokens): which of them a run has; before and behind (runs,
    labels). Rabiner (1989), A tutorial on hidden Markov models.
    """
    ahead, back = np.empty_like(said), np.empty_like(said)
    state = before
    for place in range(said.shape[1]):
        state = (state @ moves if place else state) * said[:, place]
        state /= state.sum(axis=1, keepdims=True)
        ahead[:, place] = state
    state = behind
    for place in range(said.shape[1] - 1, -1, -1):
        back[:, place] = state
        passed = (state * said[:, place]) @ moves.T
        passed /= passed.sum(axis=1, keepdims=True)
        state = np.where(inside[:, place, None], passed, state)
    both = ahead * back
    return np.asarray(both / both.sum(axis=2, keepdims=True))


def _table(arrays: Mapping[str, Any], key: str) -> tuple[Index, Floats]:
    """The rows of a table by name, and the table, with a row of zeros first."""
    weights = arrays[key].astype(np.float32)
    index = {name: row + 1 for row, name in enumerate(str(arrays[f"{key}_names"]).split("\1"))}
    return index, np.concatenate([np.zeros_like(weights[:1]), weights])


def _runs(
    likely: Sequence[bool], best: Sequence[int], begins: Sequence[Sequence[bool]], start: int, end: int
) -> Iterator[tuple[int, int]]:
    """The runs of tokens, from start to end, that are more likely than not a name of one column."""
    place = start
    while place < end:
        first, column = place, best[place]
        place += 1
        if likely[first]:
            while place < end and likely[place] and best[place] == column and not begins[place][column]:
                place += 1
            yield first, place


@cache
def load_tagger() -> Tagger:
    """The one that was trained by bench/train_names.py."""
    with (files("newsmill.metadata.tagger") / "weights.npz").open("rb") as file, np.load(file) as arrays:
        return Tagger.of(arrays)
