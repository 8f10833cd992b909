"""The conversion dictionaries of opencc-python-reimplemented, read as data.

The package's own converter is never called: it is the oracle in the tests.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

Dictionary = Mapping[str, str]
Group = Sequence[Dictionary]


@cache
def configurations() -> tuple[str, ...]:
    """Names of the configurations that the package ships, in order: hk2s, s2hk, s2t..."""
    return tuple(sorted(path.stem for path in (_home() / "config").glob("*.json")))


@cache
def chain(config: str) -> tuple[Group, ...]:
    """The dictionary groups a text goes through, one after the other.

    Within a group the dictionaries stand in order of precedence.
    Raises ValueError for a configuration that the package does not ship.
    """
    if config not in configurations():
        raise ValueError(f"no conversion {config!r}; there are {', '.join(configurations())}")
    steps = json.loads((_home() / "config" / f"{config}.json").read_text("utf-8"))["conversion_chain"]
    return tuple(tuple(read(name) for name in _files(step["dict"])) for step in steps)


@cache
def read(name: str) -> Dictionary:
    """A dictionary by its file name: each key with the first, the preferred, of its values."""
    return {key: values[0] for key, values in read_all(name).items()}


def read_all(name: str) -> dict[str, list[str]]:
    """A dictionary by its file name: each key with all its values."""
    rows = (line.strip().split("\t") for line in (_home() / "dictionary" / name).read_text("utf-8").splitlines())
    return {key: value.split(" ") for key, value in rows}


def _files(node: Mapping[str, Any]) -> Iterator[str]:
    """File names of a dictionary node: a node is a file, or a group of nodes."""
    if node["type"] == "group":
        for child in node["dicts"]:
            yield from _files(child)
    else:
        yield node["file"]


@cache
def _home() -> Path:
    """The folder of the installed package. The official OpenCC installs a module of the same name without these
    dictionaries, so finding the module alone proves nothing."""
    spec = find_spec("opencc")
    home = Path(spec.origin).parent if spec and spec.origin else None
    if home is None or not (home / "dictionary" / "TSPhrases.txt").is_file():
        raise ModuleNotFoundError("opencc-python-reimplemented is not installed, or OpenCC has overwritten it")
    return home
