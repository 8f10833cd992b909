"""The words that Blocks begin with, and how far a page's markup says the same: its title, description, articleBody."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsmill.clean.joined import Flags, Ints, Joined, Kind, Words, are_among, edges_of, keys_of, lengths_of
from newsmill.page.markup import Markup

_NAMED = re.compile(r"\w+")
_LONGEST = 300
"""Characters from which a Block is no title; nothing here looks at more of one."""
_HEAD = 120
_FIRST_WORDS = 16
_PROBE = 48
"""Letters and digits by which a Block is found in what the markup says of the page."""
_SHORTEST = 25
"""Characters of the shortest Block that is looked for there."""
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Wording:
    """The beginnings of a page's Blocks, case folded."""

    texts: Sequence[str]
    """As they are, not folded."""
    sizes: Ints
    """Their lengths, not folded."""
    folded: Joined

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Wording":
        heads = [text[:_LONGEST] for text in texts]
        sizes = lengths_of(heads)
        return cls(heads, sizes, Joined.folded(heads, sizes))

    def first_words(self) -> Words:
        """Of each Block its first words; a word is of letters alone."""
        return self.folded.words(self.folded.are(Kind.LETTER) & self._first(_HEAD)).first(_FIRST_WORDS)

    def compare(self, markup: Markup) -> tuple[NDArray[np.float64], Flags, Flags]:
        """By Block: share of its words that are the title's, and whether the description or articleBody has it."""
        named = self.folded.are(Kind.WORD)
        titles = [markup.title or "", *markup.meta.get("og:title", [])]
        leads = [lead for name in ("description", "og:description") for lead in markup.meta.get(name, [])]
        titled = self._share(named, _words(titles))
        lead, body = "".join(_words(leads)), "".join(_words(_bodies(markup.json_ld)))
        return titled, *self._found(named, lead, body)

    def _first(self, count: int) -> Flags:
        """Which code points are among the first characters of their text, counted before it was folded."""
        limits = np.minimum(self.folded.sizes, count)
        for index in np.flatnonzero(self.folded.sizes > self.sizes).tolist():
            limits[index] = len(self.texts[index][:count].casefold())
        return self.folded.within(limits)

    def _share(self, named: Flags, said: Sequence[str]) -> NDArray[np.float64]:
        if not said:
            return np.zeros(len(self.sizes))
        words = self.folded.words(named)
        is_said = are_among(words.keys(), keys_of(said))
        before = edges_of(is_said)[words.edges]
        return np.where(self.sizes < _LONGEST, (before[1:] - before[:-1]) / np.maximum(1, words.counts()), 0)

    def _found(self, named: Flags, lead: str, body: str) -> tuple[Flags, Flags]:
        in_lead, in_body = np.zeros((2, len(self.sizes)), np.bool_)
        if lead or body:
            solid, edges = self.folded.picked(named & self._first(3 * _PROBE))
            long = np.flatnonzero(self.sizes >= _SHORTEST)
            ends = np.minimum(edges[long] + _PROBE, edges[long + 1])
            probes = [solid[start:end] for start, end in zip(edges[long].tolist(), ends.tolist(), strict=True)]
            in_lead[long] = [bool(lead) and probe in lead for probe in probes]
            in_body[long] = [probe in body for probe in probes]
        return in_lead, in_body


def _words(texts: Iterable[str]) -> list[str]:
    return _NAMED.findall(" ".join(texts).casefold())


def _bodies(found: Any) -> Iterator[str]:
    """Every articleBody of JSON-LD, at most a few levels deep."""
    pending = [(found, 0)]
    while pending:
        value, depth = pending.pop()
        if depth > _DEEPEST:
            continue
        if isinstance(value, dict):
            if isinstance(value.get("articleBody"), str):
                yield value["articleBody"]
            pending += [(inner, depth + 1) for inner in value.values() if isinstance(inner, dict | list)]
        elif isinstance(value, list | tuple):
            pending += [(inner, depth + 1) for inner in value]
