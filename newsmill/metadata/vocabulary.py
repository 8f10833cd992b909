"""The words of vocabulary.toml, as sets to look up and patterns to match, built once."""

import functools
import re
import tomllib
from collections.abc import Iterable
from importlib.resources import files
from typing import Any, Literal

Column = Literal["published", "updated", "author", "source", "title", "beside"]
"""What a label announces; `beside` is for values that have no column, such as a count of readers."""

_EITHER_GENDER = re.compile(r"(?:[(][a-zà-žа-яіїєґ]{1,3}[)]|/[a-zà-žа-яіїєґ]{1,2}|[*:_·]in(?:nen)?)$")
"""`Vložil(a)`, `Autor/in`: a label for authors of both genders."""
_SHORTEST_LABEL = 4
"""Letters of a word that begins a byline, if it is to be a label, too: shorter ones are prepositions."""

COLUMNS: tuple[Column, ...] = ("published", "updated", "author", "source", "title", "beside")


@functools.cache
def _tables() -> dict[str, Any]:
    return tomllib.loads((files("newsmill.metadata") / "vocabulary.toml").read_text("utf-8"))


@functools.cache
def words(table: str, name: str) -> frozenset[str]:
    """The words of a list, without regard to case."""
    return frozenset(word.casefold() for word in _tables()[table][name])


def column_of(label: str) -> Column | None:
    """The column that a label announces, None if it is no label."""
    folded = " ".join(label.casefold().split())
    return _columns().get(folded) or _columns().get(_EITHER_GENDER.sub("", folded))


@functools.cache
def _columns() -> dict[str, Column]:
    found: dict[str, Column] = {}
    for column in COLUMNS:
        for word in words("labels", column):
            found.setdefault(word, column)
    for word in words("bylines", "before"):
        if " " in word or len(word) >= _SHORTEST_LABEL:  # `Written by: `, `dodał: `
            found.setdefault(word, "author")
    return found


def any_of(table: str, *names: str) -> str:
    """A pattern of all words of the lists, the longest first, so that none hides a longer one."""
    return _longest_first(word for name in names for word in _tables()[table][name])


def _longest_first(choices: Iterable[str]) -> str:
    ordered = sorted({*choices}, key=lambda word: (-len(word), word))
    words_ = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered)
    first = "".join(sorted({re.escape(word[0]) for word in ordered}))
    return f"(?=[{first}])(?:{words_})"  # without regard to case the engine tries all words, so most places fail here
