"""What the model knows of each Block of a page: its text in numbers, its place, and the elements it stands in.

No feature names a site or a language. Of words only those of classes, ids, roles and tags are read, and those only as
far as many sites use them; of the text itself only shape is.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsmill.chars import weight
from newsmill.clean.element_tree import ElementTree
from newsmill.clean.joined import Flags, Ints, Words
from newsmill.clean.text_shape import TextShape
from newsmill.clean.wording import Wording
from newsmill.page.block import Block, Role
from newsmill.page.markup import Markup

Floats = NDArray[np.float32]
Values = NDArray[np.float64]
Column = NDArray[Any]

_ROLES = tuple(Role)
_HEADING, _ITEM = _ROLES.index(Role.HEADING), _ROLES.index(Role.ITEM)
_GOOD_WEIGHT = 80
_BODY_SHARES = (0.5, 0.9)
_ANCESTORS = 4


@dataclass(frozen=True, slots=True)
class Features:
    """A page of n Blocks in e elements, as numbers."""

    numbers: Floats
    """Shape (n, NUMBERS): one row a Block."""
    kinds: Ints
    """By element: the number of its kind. Elements with the same tag and marks are of one kind."""
    kind_tokens: tuple[tuple[str, ...], ...]
    """By kind: its tag, as `<p>`, and the words of its class, id, role and itemprop."""
    words: Words
    """By Block: the first words of its text, case folded."""
    parents: Ints
    """By element: the number of the element around it, always a smaller one; the outermost is its own parent."""
    places: Ints
    """By Block: the number of its innermost element."""
    chains: Ints
    """The elements around each Block, outermost first, Block after Block."""
    heads: Ints
    """By Block: where in `chains` its elements start."""
    weights: Ints
    """By Block: how much text it is, as `newsmill.chars.weight` says."""

    @property
    def tokens(self) -> tuple[tuple[str, ...], ...]:
        """By element: what `kind_tokens` says of its kind."""
        return tuple(self.kind_tokens[kind] for kind in self.kinds.tolist())


@dataclass(frozen=True, slots=True)
class _Sight:
    """What all features are made of, by Block."""

    shape: TextShape
    linked: Values
    """Share of the text that is link text."""
    links: Ints
    roles: Ints
    levels: Ints
    gaps: Flags
    titled: Values
    in_lead: Flags
    in_body: Flags
    prose: Values
    """How much running text it seems to be."""


def describe(blocks: Sequence[Block], markup: Markup) -> Features:
    """The features of a page's Blocks, of which there is at least one."""
    tree = ElementTree.of(blocks)
    wording = Wording.of([block.text for block in blocks])
    sight = _look(blocks, wording, markup)
    columns = _own_numbers(sight) + _place_numbers(sight, tree)
    columns += _kin_numbers(sight, blocks, tree) + _order_numbers(sight)
    numbers = np.concatenate(columns, dtype=np.float32, casting="same_kind").reshape(-1, len(blocks)).T
    known: dict[tuple[str, frozenset[str]], int] = {}
    kinds = np.array([known.setdefault(kind, len(known)) for kind in zip(tree.names, tree.marks, strict=True)])
    tokens = tuple([_tokens(name, marks) for name, marks in known])
    return Features(
        numbers, kinds, tokens, wording.first_words(), tree.parents, tree.places, tree.chains, tree.heads,
        _whole_weights(sight.shape, blocks),
    )  # fmt: skip


@functools.lru_cache(maxsize=1 << 14)
def _tokens(name: str, words: frozenset[str]) -> tuple[str, ...]:
    return (f"<{name}>", *sorted(words))


def _look(blocks: Sequence[Block], wording: Wording, markup: Markup) -> _Sight:
    shape = TextShape.of([block.text for block in blocks])
    places = [block.place for block in blocks]
    linked = np.array([block.link_share for block in blocks])
    roles = np.array([_ROLES.index(place.role) for place in places])
    weights = shape.weights
    prose = weights * (1 - linked) * (0.3 + 0.7 * shape.ends_sentence) * ((weights >= 25) & (roles != _HEADING))
    return _Sight(
        shape, linked, np.array([block.links for block in blocks]), roles,
        np.array([place.level for place in places]), np.array([block.gap_before for block in blocks]),
        *wording.compare(markup), prose,
    )  # fmt: skip


def _whole_weights(shape: TextShape, blocks: Sequence[Block]) -> Ints:
    weights = shape.weights.copy()
    for index in np.flatnonzero(shape.is_cut).tolist():
        weights[index] = weight(blocks[index].text)
    return weights


def _own_numbers(sight: _Sight) -> list[Column]:
    shape, heading = sight.shape, sight.roles == _HEADING
    sizes = shape.sizes
    return [
        *np.log1p([shape.weights, sizes]), shape.weights / sizes, sight.linked,
        *np.log1p([sight.links, shape.sentences]), shape.commas / np.sqrt(sizes), shape.digits / sizes,
        shape.blanks / sizes, np.log1p(shape.repeats - 1), shape.ends_sentence, shape.ends_in_colon,
        shape.ends_in_ellipsis, shape.starts_upper, shape.starts_lower, shape.has_sign, shape.starts_quoted,
        shape.is_title_case, shape.is_upper, sight.titled, sight.in_lead, sight.in_body,
        *(sight.roles == np.arange(len(_ROLES))[:, None]), *(heading & (sight.levels == np.arange(1, 5)[:, None])),
        sight.gaps, np.minimum(sight.levels, 3) * (sight.roles == _ITEM),
    ]  # fmt: skip


def _place_numbers(sight: _Sight, tree: ElementTree) -> list[Column]:
    """Where in the tree a Block stands, by how much prose each element around it holds."""
    weights = sight.shape.weights
    total = max(1.0, float(sight.prose.sum()))
    held, all_held, inside = tree.sums(np.stack([sight.prose, weights, np.ones(len(weights))]))
    of_elements = np.stack([held / total, held / (all_held + 1), np.log1p(inside)])
    columns: list[Column] = []
    number = tree.places
    for _ in range(_ANCESTORS):
        columns += [*of_elements[:, number]]
        number = tree.parents[number]
    for share in _BODY_SHARES:
        body = int(np.flatnonzero(held >= share * held.max())[-1])
        down, up = tree.nearest(body)
        columns += [down == 0, np.minimum(down, 8) / 4, np.minimum(up, 8) / 4]
    return [*columns, tree.depths[tree.places] / 10]


def _kin_numbers(sight: _Sight, blocks: Sequence[Block], tree: ElementTree) -> list[Column]:
    """What Blocks of the same shape of path, and Blocks beside a Block, are like."""
    shapes: dict[object, int] = {}
    places = [block.place for block in blocks]
    kinds = np.array([shapes.setdefault((place.path, place.marks[-2:]), len(shapes)) for place in places])
    beside = tree.parents[tree.places]
    total = max(1.0, float(sight.prose.sum()))
    columns: list[Column] = []
    for group in (kinds, beside):
        many = np.bincount(group)
        columns += [
            np.log1p(many)[group],
            np.bincount(group, sight.prose)[group] / total,
            (np.bincount(group, sight.linked) / np.maximum(1, many))[group],
            np.log1p(np.bincount(group, sight.shape.weights) / np.maximum(1, many))[group],
        ]
    return columns


def _order_numbers(sight: _Sight) -> list[Column]:
    """Where a Block stands from the top down: among all Blocks, among the prose, and after the title."""
    weights, prose = sight.shape.weights, sight.prose
    count = len(prose)
    order = np.arange(count)
    total = max(1.0, float(prose.sum()))
    before = np.cumsum(prose) - prose
    good = np.flatnonzero((prose > _GOOD_WEIGHT) & (sight.linked < 0.3))
    first, last = (good[0], good[-1]) if len(good) else (0, count - 1)
    top = (sight.roles == _HEADING) & (sight.levels == 1)
    titles = np.flatnonzero(top | ((sight.titled > 0.7) & (weights > 15)))
    title = titles[titles <= first][-1] if (titles <= first).any() else -1
    linked = weights * sight.linked
    page = [np.log1p(count), np.log1p(total), linked.sum() / max(1.0, weights.sum()), np.log1p(len(good))]
    steps = order - np.array([[first], [last], [title]])
    steps[2] *= title >= 0
    signed = np.sign(steps) * np.log1p(np.abs(steps))
    return [
        order / count, np.log1p(order), np.log1p(count - order), before / total, 1 - (before + prose) / total,
        *signed, np.full(count, title >= 0), _nearby(prose, 2), _nearby(prose, 6), _nearby(linked, 6),
        np.repeat(page, count),
    ]  # fmt: skip


def _nearby(mass: Values, reach: int) -> Values:
    """Log of the mass within some Blocks on either side, the Block's own left out."""
    sums = np.zeros(len(mass) + 2 * reach + 1)
    mass.cumsum(out=sums[reach + 1 : reach + 1 + len(mass)])
    sums[reach + 1 + len(mass) :] = sums[reach + len(mass)]
    return np.log1p(np.maximum(sums[2 * reach + 1 :] - sums[: len(mass)] - mass, 0))
