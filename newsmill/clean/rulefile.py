"""Furniture rules as people write them: rules/<language>.toml, read and checked. docs/rules.md describes the format."""

import functools
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from newsmill.errors import UsageError

_GREEK_ACCENT = re.compile("[άέήίόύώϊϋΐΰ](?![^\\[]*\\])")

_NOT_ALLOWED = re.compile(r"\\[1-9]|\(\?[a-zA-Z]+\)|\(\?P<")

Reason = Literal[
    "advert", "app", "breadcrumb", "caption", "comments", "contact", "cookies", "copyright", "credit", "disclaimer",
    "editor", "error", "languages", "navigation", "pagination", "paywall", "print", "promotion", "related", "search",
    "share", "subscribe", "tags",
]  # fmt: skip
Match = Literal["line", "start", "end"]
Zone = Literal["anywhere", "edge", "tail"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One shape of furniture: a whole line, or for match "start" and "end" also what a line begins or ends with."""

    id: str
    language: str
    reason: str
    written: str
    """The regular expression, without case."""
    match: Match
    max_letters: int
    """Characters of the bare line, or of the part that is cut off; what is longer is prose."""
    where: Zone
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]

    @property
    def pattern(self) -> re.Pattern[str]:
        """For `fullmatch` on a line as `ruleset.bare` gives it; of a "start" rule, for `match`."""
        return _compiled(self.written)


@functools.cache  # a run needs few of the rules, and to compile all takes most of a second
def _compiled(written: str) -> re.Pattern[str]:
    return re.compile(written, re.IGNORECASE)


class _Entry(BaseModel):
    """A [[rule]] of a file."""

    model_config = ConfigDict(extra="forbid", strict=True)

    id: str = Field(pattern=r"^[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*$")
    reason: Reason
    pattern: str | list[str] = Field(min_length=1)
    match: Match = "line"
    max_letters: int = Field(160, ge=1, le=900)
    where: Zone = "anywhere"
    examples: list[str] = Field(min_length=2)
    counter_examples: list[str] = Field(min_length=1)


def read_rules(folder: Traversable, *, tried: bool = False) -> tuple[Rule, ...]:
    """The rules of every TOML file of a folder, by name of the file, then in its order.

    tried: their patterns are known to be regular expressions, and need not be compiled to see it.
    Raises UsageError with the file, the rule and what is wrong with it.
    """
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    rules = tuple(rule for name in names for rule in _read_file(name, (folder / name).read_text("utf-8"), tried))
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise UsageError(f"{rule.language}.toml: {rule.id}: another rule has this id")
        seen.add(rule.id)
    return rules


def _read_file(name: str, content: str, tried: bool) -> Iterator[Rule]:
    try:
        document = tomllib.loads(content)
    except tomllib.TOMLDecodeError as failure:
        raise UsageError(f"{name}: not valid TOML: {failure}") from None
    language = name.removesuffix(".toml")
    if document.get("language") != language:
        raise UsageError(f"{name}: language must be {language!r}, as the file is called")
    for number, table in enumerate(document.get("rule", []), start=1):
        try:
            rule = _rule(table, language)
            if not tried:
                _try(rule)
            yield rule
        except ValueError as failure:
            raise UsageError(f"{name}: {table.get('id', f'rule {number}')}: {_explain(failure)}") from None


def _rule(table: dict[str, Any], language: str) -> Rule:
    """The rule that a [[rule]] means. Raises ValueError where it cannot work."""
    entry = _Entry.model_validate(table)
    if not entry.id.startswith(f"{language}."):
        raise ValueError(f"id must start with {language!r} and a full stop")
    return Rule(
        language=language,
        written=_checked(entry.pattern if isinstance(entry.pattern, str) else "|".join(entry.pattern)),
        examples=tuple(entry.examples),
        counter_examples=tuple(entry.counter_examples),
        **entry.model_dump(include={"id", "reason", "match", "max_letters", "where"}),
    )


def _checked(written: str) -> str:
    """The pattern as it is compiled. Raises ValueError for what a gate of many patterns cannot hold."""
    if not unicodedata.is_normalized("NFC", written):
        raise ValueError("pattern: must be in Unicode NFC, as the text of pages is")
    if _NOT_ALLOWED.search(written):
        raise ValueError("pattern: named groups, back references and flags for all of it are not allowed")
    return _GREEK_ACCENT.sub(_with_or_without, written)


def _try(rule: Rule) -> None:
    try:
        _ = rule.pattern
    except re.error as failure:
        raise ValueError(f"pattern: {failure}") from None


def _with_or_without(letter: re.Match[str]) -> str:
    """A Greek vowel with and without its accent: in capitals it is left out."""
    return f"[{letter.group()}{unicodedata.normalize('NFD', letter.group())[0]}]"


def _explain(failure: ValueError) -> str:
    if not isinstance(failure, ValidationError):
        return str(failure)
    return "; ".join(f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in failure.errors())
