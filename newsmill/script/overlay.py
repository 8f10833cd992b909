"""Our own terms and phrases, which stand before the package's dictionaries.

overlay.toml holds them, each with an example that the tests run. An entry stands first in every stage of a conversion:
it is carried through unchanged and written in its final form by the last.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from newsmill.script.dictionaries import Dictionary, Group, chain
from newsmill.script.stage import Stage


@dataclass(frozen=True, slots=True)
class Entry:
    """A term and its conversion."""

    configs: frozenset[str]
    """The configurations it holds in."""
    source: str
    target: str
    protected: bool
    """It stands before the phrases: the 著 of 著作 is not that of 看著, though 查看著作 holds both."""
    example: str
    """A clause with the term in it."""
    expected: str
    """What the example becomes in each of the configurations."""


@cache
def entries() -> tuple[Entry, ...]:
    """All entries, in the order of the file."""
    tables = tomllib.loads(files(__package__).joinpath("overlay.toml").read_text("utf-8"))
    return tuple(
        Entry(frozenset(table["configs"]), source, target, kind == "protected", example, expected)
        for kind in ("protected", "phrases")
        for table in tables[kind]
        for source, target, example, expected in table["entries"]
    )


def overlaid(config: str) -> tuple[Group, ...]:
    """The chain of a configuration with our entries in front.

    In conversions to Simplified it ends with what the package's own phrases write: 乾縣 gives 乾县, and 乾县 stays so.
    """
    mine = [entry for entry in entries() if config in entry.configs]
    ranks = [[entry for entry in mine if entry.protected], [entry for entry in mine if not entry.protected]]
    carried: list[Dictionary] = [{entry.source: entry.source for entry in rank} for rank in ranks]
    written: list[Dictionary] = [{entry.source: entry.target for entry in rank} for rank in ranks]
    *before, last = chain(config)
    settled = _settled(last) if config.endswith(("2s", "2sp")) else {}
    return (*((*carried, *group) for group in before), (*written, settled, *last))


def _settled(group: Sequence[Dictionary]) -> Dictionary:
    """Values of phrases that the group itself would convert once more, each standing for itself."""
    stage = Stage(group)
    values = {value for dictionary in group for key, value in dictionary.items() if len(key) > 1}
    return {value: value for value in sorted(values) if stage(value) != value}
