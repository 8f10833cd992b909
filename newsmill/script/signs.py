"""Which Han signs stand on one side only: written in Simplified and not in Traditional text, or the other way round.

The tables follow from the conversion dictionaries. A sign that both sides write, such as 后, 乾 or 着, counts for
neither.
"""

from collections.abc import Mapping
from functools import cache
from typing import Literal

import numpy as np

from newsmill.codepoints import CodeTable, encode
from newsmill.script.dictionaries import read, read_all

Script = Literal["Hans", "Hant", "mixed"]

HANS, HANT = 1, 2
MIXED_SHARE = 0.1
"""A text is mixed where the smaller side has at least this share of the one-sided signs. Below it stand quotations,
names, and slips of the keyboard."""


def detect(text: str) -> Script | None:
    """The script of Chinese text: "Hans", "Hant" or "mixed"; None where no sign is one-sided.

    Meant for text known to be Chinese: Japanese shares signs with both sides.
    """
    if text.isascii():
        return None
    # Counting in bytes takes half the time of counting in the array.
    sides = _table()[encode(text)].tobytes()
    hans, hant = sides.count(HANS), sides.count(HANT)
    if not hans + hant:
        return None
    if min(hans, hant) >= MIXED_SHARE * (hans + hant):
        return "mixed"
    return "Hans" if hans > hant else "Hant"


@cache
def simplified_only() -> frozenset[str]:
    """Signs that Traditional text does not write: conversion to Traditional always replaces them."""
    # The phrases are no evidence here: the values of a few hold signs that were left Simplified by mistake.
    return _always_replaced(read_all("STCharacters.txt")) - _always_replaced(read_all("TSCharacters.txt"))


@cache
def traditional_only() -> frozenset[str]:
    """Signs that Simplified text does not write: conversion to Simplified always replaces them."""
    kept = frozenset("".join(read("TSPhrases.txt").values()))
    return _always_replaced(read_all("TSCharacters.txt")) - kept


def _always_replaced(characters: Mapping[str, list[str]]) -> frozenset[str]:
    written = {value for values in characters.values() for value in values}
    return frozenset(characters) - written


@cache
def _table() -> CodeTable[np.uint8]:
    sides = dict.fromkeys(map(ord, simplified_only()), HANS) | dict.fromkeys(map(ord, traditional_only()), HANT)
    return CodeTable(sides, np.uint8)
