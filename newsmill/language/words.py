"""Everyday words that tell a language from those it is mixed up with, read from words.toml."""

import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain
from typing import Any

READ = 1000
"""Characters of a document in which words are looked for."""
LEAST = 100
"""Characters of each of its paragraphs in which they are looked for in any case."""

_MARKS = '!"#%&()*+,./:;<=>?[\\]_{|}~¡§«·»¿–—‘’‚“”„•…‹›'
_JOINTS = ("-", "'", "’", "/")
_KEPT = 2**14
"""Tokens of which a lexicon remembers what they tell: a language says the same ones again and again."""

Languages = tuple[str, ...]
Part = tuple[str, Languages]
Rows = Mapping[str, str]
"""Words, by the languages that they tell of."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Words and parts of words with the languages that they tell of."""

    whole: Mapping[str, Languages]
    stems: Mapping[str, Sequence[Part]]
    """By their first three letters, or the two they have; longer ones first."""
    ends: Mapping[str, Sequence[Part]]
    """By their last three letters, or the two they have; longer ones first."""

    def told_by(self, token: str) -> Languages:
        """What a word, which may have marks around it, tells of: as a whole, else by its stem, else by its end."""
        word = token.strip(_MARKS)
        if word in self.whole:
            return self.whole[word]
        for key in (word[:3], word[:2]):
            for stem, languages in self.stems.get(key, ()):
                if word.startswith(stem):
                    return languages
        for key in (word[-3:], word[-2:]):
            for end, languages in self.ends.get(key, ()):
                if word.endswith(end):
                    return languages
        return ()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words with the languages that they tell of."""

    told_by: Callable[[str], Languages]
    """The languages that a word tells of."""

    def count(self, text: str, paragraphs: int = 1) -> Counter[str]:
        """How many words of the text tell of each language.

        paragraphs: of its document; together they show its language, so each need not be read in full.
        """
        text = text[: max(READ // paragraphs, LEAST)].lower()
        for joint in _JOINTS:
            text = text.replace(joint, " ")
        return Counter(chain.from_iterable(map(self.told_by, text.split())))


@cache
def functions() -> Lexicon:
    """Function words of languages that langdetect has no profile of, all in Latin script."""
    return _lexicon(_tables()["functions"])


@cache
def families(script: str) -> Mapping[Languages, Lexicon]:
    """Languages of a script so alike that detectors mix them up, with the words that tell them apart."""
    tables: Mapping[str, Rows] = _tables().get(script, {})
    return {_members(rows): _lexicon(rows) for rows in tables.values()}


@cache
def languages() -> frozenset[str]:
    """All languages that have words here."""
    tables = _tables()
    groups = [tables["functions"], *(rows for script in ("Latin", "Cyrillic") for rows in tables[script].values())]
    return frozenset(language for rows in groups for language in _members(rows))


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text("utf-8"))


def _members(rows: Rows) -> Languages:
    return tuple(sorted({language for heads in rows for language in heads.split()}))


def _lexicon(rows: Rows) -> Lexicon:
    telling: defaultdict[str, Languages] = defaultdict(tuple)
    for heads, entries in rows.items():
        for entry in entries.split():
            telling[entry] += tuple(heads.split())
    whole = {entry: languages for entry, languages in telling.items() if "*" not in entry}
    stems = [(entry[:-1], languages) for entry, languages in telling.items() if entry.endswith("*")]
    ends = [(entry[1:], languages) for entry, languages in telling.items() if entry.startswith("*")]
    parts = Parts(whole, _grouped(stems, slice(None, 3)), _grouped(ends, slice(-3, None)))
    return Lexicon(lru_cache(_KEPT)(parts.told_by))


def _grouped(parts: list[Part], key: slice) -> dict[str, list[Part]]:
    groups: dict[str, list[Part]] = {}
    for part in sorted(parts, key=lambda part: (-len(part[0]), part)):
        groups.setdefault(part[0][key], []).append(part)
    return groups
