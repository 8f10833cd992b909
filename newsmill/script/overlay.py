"""Our own terms and phrases, which stand before the package's dictionaries.

overlay.toml holds them by kind, with examples that the tests run. A term is carried through every stage of a conversion
unchanged and written in its final form by the last.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any

from newsmill.script.dictionaries import Dictionary, Group, chain, configurations, read
from newsmill.script.stage import Stage

RANKS = ("protected", "phrases", "patterns")
SIGNS = "signs"


@dataclass(frozen=True, slots=True)
class Section:
    """Terms of one kind."""

    rank: str
    """One of RANKS, the first of which is matched first, or SIGNS: after the phrases of the package."""
    into: str
    """The script that is written, "Hans" or "Hant"."""
    within: str | None
    """"Hans" where it holds only in text that is Simplified already."""
    terms: Mapping[str, str]
    """Each with what becomes of it."""
    examples: Sequence[tuple[str, str]]
    """Clauses with a term in them, and what becomes of those."""

    @property
    def configs(self) -> tuple[str, ...]:
        """The configurations it holds in: those that end in the script it writes."""
        return tuple(config for config in configurations() if _ending(config) == self.into)


@cache
def sections() -> tuple[Section, ...]:
    """All sections, by rank and then in the order of the file."""
    tables = _file()
    signs = _plain_signs(tables[SIGNS])
    return tuple(_section(rank, table, signs) for rank in (*RANKS, SIGNS) for table in tables[rank])


@cache
def dropped() -> frozenset[str]:
    """Phrases of the package that are not used."""
    return frozenset(_file()["dropped"].split())


def overlaid(config: str, terms: Dictionary) -> tuple[Group, ...]:
    """The chain of a configuration with our entries, and before all others those of the user.

    In conversions to Simplified the chain ends with what the package's own phrases write: 乾縣 gives 乾县, and 乾县
    stays so.
    """
    mine = [part for part in sections() if config in part.configs and not part.within]
    written = [_joined(part.terms for part in mine if part.rank == rank) for rank in RANKS]
    signs = _joined(part.terms for part in mine if part.rank == SIGNS)
    *before, (*phrases, characters) = map(_without_dropped, chain(config))
    last = (*phrases, signs, characters)
    settled = _settled(last) if _ending(config) == "Hans" else {}
    users = {term: term for term in terms}
    return (*((users, *_carried(written, group), *group) for group in before), (terms, *written, settled, *last))


@cache
def within_simplified(config: str) -> Dictionary:
    """Terms that become something else in text that is Simplified already, with that."""
    return _joined(part.terms for part in sections() if part.within == "Hans" and config in part.configs)


def _section(rank: str, table: Mapping[str, Any], signs: Dictionary) -> Section:
    write = dict(_pairs(table.get("write", "")))
    joined = map("".join, product(table.get("heads", "").split(), table.get("tails", "").split()))
    terms: dict[str, str] = {}
    for word in (*table.get("words", "").split(), *joined):
        source, _, given = word.partition("=")
        target = given or "".join(write.get(sign, signs.get(sign, sign)) for sign in source)
        spellings = _spellings(source, target, write) if table["into"] == "Hans" and len(source) > 1 else [source]
        terms.update(dict.fromkeys(spellings, target))
    examples = [(clause, expected) for clause, expected in table["examples"]]
    return Section(rank, table["into"], table.get("within"), terms, examples)


def _spellings(source: str, target: str, write: Dictionary) -> Iterator[str]:
    """A term with each of its signs as it was or converted already: text of both scripts in one is common.

    What it becomes is among them, so that converting once more leaves it alone.
    """
    pairs = zip(source, target, strict=True)
    choices = [old if old in write or old == new else old + new for old, new in pairs]
    yield from map("".join, product(*choices))
    yield target


def _plain_signs(tables: Iterable[Mapping[str, Any]]) -> Dictionary:
    """What becomes of a sign that stands alone in Traditional text."""
    ours = [pair for table in tables if "within" not in table for pair in _pairs(table["words"])]
    return {**read("TSCharacters.txt"), **dict(ours)}


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for word in text.split():
        source, _, target = word.partition("=")
        yield source, target


def _joined(dictionaries: Iterable[Dictionary]) -> Dictionary:
    return {key: value for dictionary in dictionaries for key, value in dictionary.items()}


def _carried(ranks: Sequence[Dictionary], group: Group) -> list[Dictionary]:
    """The terms, each standing for itself, but those a stage has another word for: 螢幕 is 屏幕 in tw2sp."""
    known = _joined(group)
    return [{term: term for term in rank if known.get(term, term) == term} for rank in ranks]


def _without_dropped(group: Group) -> Group:
    return [{key: value for key, value in dictionary.items() if key not in dropped()} for dictionary in group]


def _settled(group: Group) -> Dictionary:
    """Values of phrases that the group itself would convert once more, each standing for itself."""
    stage = Stage(group)
    values = {value for dictionary in group for key, value in dictionary.items() if len(key) > 1}
    return {value: value for value in sorted(values) if stage(value) != value}


def _ending(config: str) -> str | None:
    """The script that a configuration writes out of the other one; None where it only changes the local forms."""
    if config.startswith("s2"):
        return "Hant"
    return "Hans" if config.endswith(("2s", "2sp")) else None


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("overlay.toml").read_text("utf-8"))
