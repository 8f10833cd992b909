"""What the model knows of each Block of a page: its text in numbers, its place, and the elements it stands in.

No feature names a site or a language. Of words only those of classes, ids, roles and tags are read, and those only as
far as many sites use them; of the text itself only shape is.
"""

import functools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsmill.chars import ends_sentence, weight
from newsmill.page.block import Block, Role
from newsmill.page.markup import Markup

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

_ROLES = {role: number for number, role in enumerate(Role)}
_SENTENCE = re.compile(r"[.!?…](?=\s)|[。！？؟।]")
_COMMA = re.compile("[,;،，、；]")
_DIGIT = re.compile(r"\d")
_BYLINE_SIGN = re.compile(r"[|›»©@•·]|https?:|www\.")
_OPENING = tuple("\"'“”„«»‘’「『—–-")
_NAMED = re.compile(r"\w+")
_LONGEST = 2000
"""Characters of a Block that are looked at: what follows in it changes none of the shares."""
_PROBE = 48
"""Letters and digits by which a Block is found in what the markup says of the page."""
_WORD = re.compile(r"[^\W\d_]+")
_HEAD = 120
_FIRST_WORDS = 16
_GOOD_WEIGHT = 80
_BODY_SHARES = (0.5, 0.9)


@dataclass(frozen=True, slots=True)
class Features:
    """A page of n Blocks in e elements, as numbers."""

    numbers: Floats
    """Shape (n, NUMBERS): one row a Block."""
    tokens: tuple[tuple[str, ...], ...]
    """By element: its tag, as `<p>`, and the words of its class, id, role and itemprop."""
    words: tuple[tuple[str, ...], ...]
    """By Block: the first words of its text, case folded."""
    parents: Ints
    """By element: the number of the element around it, always a smaller one; the outermost is its own parent."""
    places: Ints
    """By Block: the number of its innermost element."""
    levels: tuple[Ints, ...]
    """Numbers of the elements at depth 1, 2, ...: who adds up from the outside in goes through these in turn."""


def describe(blocks: Sequence[Block], markup: Markup) -> Features:
    """The features of a page's Blocks, of which there is at least one."""
    tree = _Tree.of(blocks)
    texts = _text_numbers(blocks, markup)
    levels = tuple(np.flatnonzero(tree.depths == depth) for depth in range(1, int(tree.depths.max()) + 1))
    words = tuple(tuple(_WORD.findall(block.text[:_HEAD].casefold())[:_FIRST_WORDS]) for block in blocks)
    tokens = tuple(map(_tokens, tree.names, tree.marks))
    return Features(_numbers(texts, blocks, tree), tokens, words, tree.parents, tree.places, levels)


@dataclass(frozen=True, slots=True)
class _Tree:
    """The elements that hold Blocks, numbered from the outside in."""

    names: list[str]
    marks: list[frozenset[str]]
    parents: Ints
    places: Ints
    depths: Ints

    @classmethod
    def of(cls, blocks: Sequence[Block]) -> "_Tree":
        known: dict[int, int] = {}
        names: list[str] = []
        marks: list[frozenset[str]] = []
        parents: list[int] = []
        depths: list[int] = []
        places: list[int] = []
        for block in blocks:
            chain = block.chain
            start = len(chain)
            while start and chain[start - 1] not in known:
                start -= 1
            for depth in range(start, len(chain)):
                known[chain[depth]] = len(parents)
                parents.append(known[chain[depth - 1]] if depth else len(parents))
                names.append(block.path[depth])
                marks.append(block.marks[depth])
                depths.append(depth)
            places.append(known[chain[-1]])
        return cls(names, marks, np.array(parents), np.array(places), np.array(depths))

    def sums(self, masses: Floats) -> Floats:
        """By element: the sum of the masses of all Blocks inside it."""
        held = np.bincount(self.places, masses, len(self.parents)).tolist()
        parents = self.parents.tolist()
        for number in range(len(parents) - 1, 0, -1):
            if parents[number] != number:
                held[parents[number]] += held[number]
        return np.array(held, np.float32)

    def nearest(self, innermost: int) -> tuple[Ints, Ints]:
        """By Block: depth of the innermost element that it shares with the element given, and steps up to it."""
        parents, depths = self.parents.tolist(), self.depths
        line = {innermost}
        number = innermost
        while parents[number] != number:
            number = parents[number]
            line.add(number)
        shared = list(depths.tolist())
        for number, parent in enumerate(parents):
            if number not in line:
                shared[number] = shared[parent]
        common = np.array(shared)[self.places]
        return depths[innermost] - common, depths[self.places] - common


@functools.lru_cache(maxsize=1 << 14)
def _tokens(name: str, words: frozenset[str]) -> tuple[str, ...]:
    return (f"<{name}>", *sorted(words))


def _text_numbers(blocks: Sequence[Block], markup: Markup) -> Floats:
    """Shape (n, 19): what the text of each Block alone says, and what the markup says of it."""
    repeated = Counter([block.text for block in blocks])
    said = _Said.of(markup)
    return np.array([(*_measure(block), repeated[block.text], *said.measure(block)) for block in blocks], np.float32)


def _measure(block: Block) -> tuple[float, ...]:
    text = block.text[:_LONGEST]
    first = text[0]
    return (
        weight(text),
        len(text),
        block.link_share,
        block.links,
        ends_sentence(text),
        text[-1] in ":：",
        text[-1] == "…" or text.endswith("..."),
        len(_SENTENCE.findall(text)),
        len(_COMMA.findall(text)),
        len(_DIGIT.findall(text)),
        first.isupper(),
        first.islower(),
        text.count(" "),
        _BYLINE_SIGN.search(text) is not None,
        first in _OPENING,
        len(text) < 120 and text.istitle(),
        text.isupper(),
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """What a page's markup says of its article, ready to be compared with Blocks."""

    title: frozenset[str]
    lead: str
    body: str

    @classmethod
    def of(cls, markup: Markup) -> "_Said":
        titles = [markup.title or "", *markup.meta.get("og:title", [])]
        leads = [lead for name in ("description", "og:description") for lead in markup.meta.get(name, [])]
        words = frozenset(_NAMED.findall(" ".join(titles).casefold()))
        return cls(words, _solid(" ".join(leads)), _solid(" ".join(_bodies(markup.json_ld))))

    def measure(self, block: Block) -> tuple[float, float, float]:
        """Share of the Block's words that are the title's, and whether the description or articleBody has it."""
        text = block.text
        words = _NAMED.findall(text.casefold()) if len(text) < 300 else []
        titled = sum(word in self.title for word in words) / len(words) if words else 0.0
        if len(text) < 25 or not (self.lead or self.body):
            return titled, 0.0, 0.0
        probe = _solid(text[: 3 * _PROBE])[:_PROBE]
        return titled, bool(self.lead) and (probe in self.lead), probe in self.body


def _solid(text: str) -> str:
    return "".join(_NAMED.findall(text)).casefold()


def _bodies(found: Any) -> Iterator[str]:
    """Every articleBody of JSON-LD, at most a few levels deep."""
    pending = [(found, 0)]
    while pending:
        value, depth = pending.pop()
        if depth > 6:
            continue
        if isinstance(value, dict):
            if isinstance(value.get("articleBody"), str):
                yield value["articleBody"]
            pending += [(inner, depth + 1) for inner in value.values() if isinstance(inner, dict | list)]
        elif isinstance(value, list | tuple):
            pending += [(inner, depth + 1) for inner in value]


def _numbers(texts: Floats, blocks: Sequence[Block], tree: _Tree) -> Floats:
    size, length, linked, links, ends = texts[:, 0], texts[:, 1], texts[:, 2], texts[:, 3], texts[:, 4]
    roles = np.array([_ROLES[block.role] for block in blocks])
    levels = np.array([block.level for block in blocks])
    is_heading = roles == _ROLES[Role.HEADING]
    prose = size * (1 - linked) * (0.3 + 0.7 * ends) * ((size >= 25) & ~is_heading)
    columns = [
        np.log1p(size), np.log1p(length), size / length, linked, np.log1p(links), np.log1p(texts[:, 7]),
        texts[:, 8] / np.sqrt(length), texts[:, 9] / length, texts[:, 12] / length, np.log1p(texts[:, 17] - 1),
        *texts[:, [4, 5, 6, 10, 11, 13, 14, 15, 16, 18, 19, 20]].T,
        *(roles[:, None] == np.arange(len(Role))).T, *(is_heading[:, None] & (levels[:, None] == np.arange(1, 5))).T,
        np.array([block.gap_before for block in blocks]), np.minimum(levels, 3) * (roles == _ROLES[Role.ITEM]),
    ]  # fmt: skip
    columns += _place_numbers(size, prose, tree)
    columns += _kin_numbers(size, linked, prose, blocks, tree)
    columns += _order_numbers(size, linked, prose, texts[:, 18], is_heading & (levels == 1))
    return np.stack(columns, axis=1).astype(np.float32)


def _place_numbers(size: Floats, prose: Floats, tree: _Tree) -> list[NDArray[Any]]:
    """Where in the tree a Block stands, by how much prose each element around it holds."""
    count = len(size)
    total = max(1.0, float(prose.sum()))
    held, all_held = tree.sums(prose), tree.sums(size)
    inside = tree.sums(np.ones(count, np.float32))
    columns: list[NDArray[Any]] = []
    number = tree.places
    for _ in range(4):
        columns += [held[number] / total, held[number] / (all_held[number] + 1), np.log1p(inside[number])]
        number = tree.parents[number]
    for share in _BODY_SHARES:
        body = int(np.flatnonzero(held >= share * float(held.max()))[-1])
        down, up = tree.nearest(body)
        columns += [down == 0, np.minimum(down, 8) / 4, np.minimum(up, 8) / 4]
    columns += [tree.depths[tree.places] / 10]
    return columns


def _kin_numbers(
    size: Floats, linked: Floats, prose: Floats, blocks: Sequence[Block], tree: _Tree
) -> list[NDArray[Any]]:
    """What Blocks of the same shape of path, and Blocks beside a Block, are like."""
    shapes: dict[Any, int] = {}
    kinds = np.array([shapes.setdefault((block.path, block.marks[-2:]), len(shapes)) for block in blocks])
    beside = tree.parents[tree.places]
    total = max(1.0, float(prose.sum()))
    columns: list[NDArray[Any]] = []
    for group in (kinds, beside):
        many = np.bincount(group)[group]
        columns += [
            np.log1p(many),
            np.bincount(group, prose)[group] / total,
            np.bincount(group, linked)[group] / many,
            np.log1p(np.bincount(group, size)[group] / many),
        ]
    return columns


def _order_numbers(size: Floats, linked: Floats, prose: Floats, titled: Floats, top: NDArray[np.bool_]) -> list[Any]:
    """Where a Block stands from the top down: among all Blocks, among the prose, and after the title."""
    count = len(size)
    order = np.arange(count)
    total = max(1.0, float(prose.sum()))
    before = np.cumsum(prose) - prose
    good = np.flatnonzero((prose > _GOOD_WEIGHT) & (linked < 0.3))
    first, last = (good[0], good[-1]) if len(good) else (0, count - 1)
    titles = np.flatnonzero(top | ((titled > 0.7) & (size > 15)))
    title = titles[titles <= first][-1] if (titles <= first).any() else -1
    page = (np.log1p(count), np.log1p(total), float((size * linked).sum() / max(1.0, size.sum())), np.log1p(len(good)))
    return [
        order / count, np.log1p(order), np.log1p(count - order), before / total, 1 - (before + prose) / total,
        _signed(order - first), _signed(order - last), _signed(order - title) if title >= 0 else np.zeros(count),
        np.full(count, title >= 0), _nearby(prose, 2), _nearby(prose, 6), _nearby(size * linked, 6),
        *(np.full(count, value) for value in page),
    ]  # fmt: skip


def _signed(steps: Ints) -> Floats:
    return (np.sign(steps) * np.log1p(np.abs(steps))).astype(np.float32)


def _nearby(mass: Floats, reach: int) -> Floats:
    """Log of the mass within some Blocks on either side, the Block's own left out."""
    sums = np.concatenate([np.zeros(1), np.cumsum(mass)])
    order = np.arange(len(mass))
    low, high = np.maximum(order - reach, 0), np.minimum(order + reach + 1, len(mass))
    return np.asarray(np.log1p(np.maximum(sums[high] - sums[low] - mass, 0)), np.float32)
