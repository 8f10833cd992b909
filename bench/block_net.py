"""The net of `newsmill.clean.model`, for training: the same layers in torch, and pages as its input."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from newsmill.clean.features import Features

_GAP = 8
"""Empty places between pages of a batch, so that no Block sees a neighbour of another page."""
_REACH = 2
_CLIP = 5.0
_NO_WORD, _NO_MARKS, _NO_TEXT = 0.2, 0.15, 0.3
"""How often, in training, a mark is left out; all marks of a page; all words of its text. So it never leans on them."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words that enough sites use, numbered from 1; 0 is no word."""

    marks: dict[str, int]
    words: dict[str, int]

    @classmethod
    def of(cls, pages: Iterable[tuple[str, Features]], sites: int) -> "Vocabulary":
        users: tuple[dict[str, set[str]], dict[str, set[str]]] = ({}, {})
        for host, features in pages:
            for bags, found in zip((features.tokens, features.words), users, strict=True):
                for word in {word for bag in bags for word in bag}:
                    found.setdefault(word, set()).add(host)
        kept = [sorted(word for word, hosts in found.items() if len(hosts) >= sites) for found in users]
        return cls(*({word: number for number, word in enumerate(words, start=1)} for words in kept))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page, ready for the net."""

    numbers: np.ndarray
    marks: np.ndarray
    mark_counts: np.ndarray
    words: np.ndarray
    word_counts: np.ndarray
    parents: np.ndarray
    places: np.ndarray
    inner: np.ndarray
    outer: np.ndarray
    shares: np.ndarray

    @classmethod
    def of(cls, features: Features, known: Vocabulary) -> "Sheet":
        marks = [[known.marks[word] for word in bag if word in known.marks] for bag in features.tokens]
        words = [[known.words[word] for word in bag if word in known.words] or [0] for bag in features.words]
        inner, outer = _around(features)
        size = np.expm1(features.numbers[:, 0])
        return cls(
            features.numbers, _flat(marks), _counts(marks), _flat(words), _counts(words), features.parents,
            features.places, inner, outer, (size / max(1.0, size.sum())).astype(np.float32),
        )  # fmt: skip


def _flat(bags: Sequence[Sequence[int]]) -> np.ndarray:
    return np.array([number for bag in bags for number in bag], np.int64)


def _counts(bags: Sequence[Sequence[int]]) -> np.ndarray:
    return np.array([len(bag) for bag in bags])


def _around(features: Features) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of a Block and each element around it."""
    blocks, elements = np.arange(len(features.places)), features.places
    pairs: list[tuple[np.ndarray, np.ndarray]] = []
    while len(blocks):
        pairs.append((blocks, elements))
        up = features.parents[elements]
        more = up != elements
        blocks, elements = blocks[more], up[more]
    return np.concatenate([one for one, _ in pairs]), np.concatenate([one for _, one in pairs])


@dataclass(frozen=True, slots=True)
class Batch:
    """Several pages one after the other."""

    numbers: Tensor
    marks: Tensor
    mark_starts: Tensor
    mark_pages: Tensor
    words: Tensor
    word_starts: Tensor
    parents: Tensor
    places: Tensor
    inner: Tensor
    outer: Tensor
    shares: Tensor
    slots: Tensor
    pages: Tensor
    count: int

    @classmethod
    def of(cls, sheets: Sequence[Sheet]) -> "Batch":
        blocks = np.cumsum([0, *(len(sheet.numbers) for sheet in sheets)])
        elements = np.cumsum([0, *(len(sheet.parents) for sheet in sheets)])
        marked = np.concatenate([sheet.mark_counts for sheet in sheets])
        worded = np.concatenate([sheet.word_counts for sheet in sheets])

        def join(arrays: Iterable[np.ndarray]) -> Tensor:
            return torch.from_numpy(np.concatenate(list(arrays)))

        return cls(
            join(sheet.numbers for sheet in sheets),
            join(sheet.marks for sheet in sheets),
            torch.from_numpy(np.cumsum(marked) - marked),
            join(np.full(len(sheet.marks), page) for page, sheet in enumerate(sheets)),
            join(sheet.words for sheet in sheets),
            torch.from_numpy(np.cumsum(worded) - worded),
            join(sheet.parents + start for sheet, start in zip(sheets, elements, strict=False)),
            join(sheet.places + start for sheet, start in zip(sheets, elements, strict=False)),
            join(sheet.inner + start for sheet, start in zip(sheets, blocks, strict=False)),
            join(sheet.outer + start for sheet, start in zip(sheets, elements, strict=False)),
            join(sheet.shares for sheet in sheets),
            join(np.arange(low, blocks[page + 1]) + _GAP * (page + 1) for page, low in enumerate(blocks[:-1])),
            join(np.full(len(sheet.numbers), page) for page, sheet in enumerate(sheets)),
            len(sheets),
        )


class Net(nn.Module):
    """Blocks in order to logits of being article."""

    def __init__(
        self, mean: np.ndarray, scale: np.ndarray, known: Vocabulary, hidden: int = 48, size: int = 16
    ) -> None:
        super().__init__()
        self.register_buffer("mean", torch.from_numpy(mean))
        self.register_buffer("scale", torch.from_numpy(scale))
        self.near = nn.EmbeddingBag(len(known.marks) + 1, size, mode="sum")
        self.far = nn.EmbeddingBag(len(known.marks) + 1, size, mode="sum")
        self.text = nn.EmbeddingBag(len(known.words) + 1, size, mode="mean", padding_idx=0)
        for table, spread in ((self.near, 0.1), (self.far, 0.05), (self.text, 0.1)):
            nn.init.normal_(table.weight, 0, spread)
            table.weight.data[0] = 0
        self.enter = nn.Linear(len(mean) + 5 * size, hidden)
        self.near_by = nn.Linear((2 * _REACH + 1) * hidden, hidden)
        self.farther = nn.Linear((2 * _REACH + 1) * hidden, hidden)
        self.page = nn.Linear(2 * hidden, 32)
        self.leave = nn.Linear(hidden + 32, 32)
        self.last = nn.Linear(32, 1)
        self.drop = nn.Dropout(0.2)
        self.drop_words = nn.Dropout(0.1)

    def forward(self, batch: Batch) -> Tensor:
        keep = torch.ones(len(batch.marks))
        told = self.text(batch.words, batch.word_starts)
        if self.training:
            keep = (torch.rand(len(keep)) > _NO_WORD) * (torch.rand(batch.count) > _NO_MARKS)[batch.mark_pages].float()
            told = told * (torch.rand(batch.count, 1) > _NO_TEXT)[batch.pages]
        own = self.drop_words(self.near(batch.marks, batch.mark_starts, per_sample_weights=keep))
        each = self.far(batch.marks, batch.mark_starts, per_sample_weights=keep)
        blocks = len(batch.numbers)
        around = torch.zeros(blocks, each.shape[1]).index_add(0, batch.inner, each[batch.outer])
        second = batch.parents[batch.places]
        numbers = ((batch.numbers - self.mean) / self.scale).clamp(-_CLIP, _CLIP)
        seen = [numbers, own[batch.places], own[second], own[batch.parents[second]]]
        seen += [self.drop_words(around), self.drop_words(told)]
        state = self.drop(torch.relu(self.enter(torch.cat(seen, 1))))
        state = state + self.drop(self._beside(self.near_by, state, batch, 1))
        state = state + self.drop(self._beside(self.farther, state, batch, 2))
        sums = torch.zeros(batch.count, state.shape[1])
        sizes = torch.zeros(batch.count, 1).index_add(0, batch.pages, torch.ones(blocks, 1))
        mean = sums.index_add(0, batch.pages, state) / sizes
        weighed = sums.index_add(0, batch.pages, state * batch.shares[:, None])
        page = torch.relu(self.page(torch.cat([mean, weighed], 1)))[batch.pages]
        return self.last(torch.relu(self.leave(self.drop(torch.cat([state, page], 1)))))[:, 0]

    @staticmethod
    def _beside(layer: nn.Linear, state: Tensor, batch: Batch, step: int) -> Tensor:
        spread = torch.zeros(int(batch.slots[-1]) + _GAP + 1, state.shape[1]).index_copy(0, batch.slots, state)
        around = [spread[batch.slots + step * shift] for shift in range(-_REACH, _REACH + 1)]
        return torch.relu(layer(torch.cat(around, 1)))
