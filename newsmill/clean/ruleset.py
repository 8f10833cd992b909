"""Furniture rules: read from rules/*.toml, checked, and tried on the lines of a page, whatever its language.

A rule names whole lines, or beginnings or ends of lines, that belong to a page and not to its report: a cookie notice, a
share bar, the name of the editor. docs/rules.md says how to write one.
"""

import functools
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from newsmill.chars import HAN, KANA, fold
from newsmill.errors import UsageError

Reason = Literal[
    "advert", "app", "breadcrumb", "caption", "comments", "cookies", "copyright", "credit", "disclaimer", "editor",
    "error", "languages", "navigation", "pagination", "paywall", "print", "promotion", "related", "search", "share",
    "subscribe", "tags",
]  # fmt: skip
Match = Literal["line", "start", "end"]
Zone = Literal["anywhere", "edge", "tail"]
Where = Literal["head", "body", "tail"]
"""Where a line stands: before the first paragraph of prose, among the prose, or after its last paragraph."""

_TRIED = {
    "head": frozenset(("anywhere", "edge")),
    "body": frozenset(("anywhere",)),
    "tail": frozenset(("anywhere", "edge", "tail")),
}

_SCRIPTS = {
    "cyrillic": "\u0400-\u052f",
    "han and kana": HAN + KANA,
    "hangul": "\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3",
    "arabic": "\u0600-\u06ff",
    "hebrew": "\u0590-\u05ff",
    "devanagari": "\u0900-\u097f",
    "thai": "\u0e00-\u0e7f",
    "greek": "\u0370-\u03ff\u1f00-\u1fff",
    "latin": "A-Za-z\u00aa-\u024f\u1e00-\u1eff",
}
"""Letters by which rules are told apart before any is tried; Latin last, for it is mixed into all the others."""

_ORNAMENT = " \u200b\u200e\u200f\ufeff\ufe0f•·∙●○■□▪▫◆◇★☆▲△▼▽►▶▷▸◀→←↑↓⇒➡➤➔»«›‹<>|*#_=~+–—-:：…。.!！,，;；、✅✉📷📸📹🎥🎧👉👇📌🔔📣📢🔴⚡💬🔗📧📲📱📰🔍🖨"
_BRACKETS = {"(": ")", "[": "]", "（": "）", "【": "】", "［": "］", "〔": "〕"}

_END_STARTS = re.compile(
    r"(?=[(\[（【［〔])"  # at an opening bracket
    r"|(?<=[.!?…\"”’»)\]।؟۔])\s+(?=\S)"  # after a sentence, where blanks part sentences
    r"|(?<=[。！？”」』）】…])(?=\S)"  # after a sentence, where they do not
    r"|\s{2,}(?=\S)"
)
"""Where the furniture at the end of a line can start. A pattern is tried there only: prose has few such places."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One shape of furniture. `max_letters` counts characters of the folded line, or of the part that is cut off."""

    id: str
    language: str
    reason: str
    pattern: re.Pattern[str]
    match: Match
    max_letters: int
    where: Zone
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]

    def tried_on(self, letters: int, position: Where) -> bool:
        """Whether a line, or a part of one, of so many characters can be this rule's at all."""
        return letters <= self.max_letters and self.where in _TRIED[position]


@dataclass(frozen=True, slots=True)
class _Gate:
    """Rules as one alternation, so that a line which none of them knows costs one look, not hundreds."""

    rules: tuple[Rule, ...]
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, rules: Iterable[Rule]) -> "_Gate":
        rules = tuple(rules)
        branches = (f"(?P<r{number}>{rule.pattern.pattern})" for number, rule in enumerate(rules))
        return cls(rules, re.compile("|".join(branches) or r"(?!)", re.IGNORECASE))

    def whole(self, text: str, position: Where) -> Rule | None:
        """The first rule that knows all of `text`."""
        hit = self.pattern.fullmatch(text)
        for rule in self._from(hit):
            if rule.tried_on(len(text), position) and rule.pattern.fullmatch(text):
                return rule
        return None

    def prefix(self, text: str, position: Where) -> tuple[int, Rule] | None:
        """The first rule that knows a beginning of `text`, and how long that is."""
        for rule in self._from(self.pattern.match(text)):
            hit = rule.pattern.match(text)
            if hit and rule.tried_on(hit.end(), position):
                return hit.end(), rule
        return None

    def _from(self, hit: re.Match[str] | None) -> tuple[Rule, ...]:
        """The rules from the one that was hit on: it may be too short, or of another place, and a later one right."""
        return self.rules[int(hit.lastgroup[1:]) :] if hit and hit.lastgroup else ()


@dataclass(frozen=True, slots=True)
class Ruleset:
    """All rules, ready to be tried: those of every language on every page, for furniture speaks many languages."""

    rules: tuple[Rule, ...]
    _lines: tuple[tuple[re.Pattern[str], _Gate], ...]
    _starts: _Gate
    _ends: tuple[tuple[re.Pattern[str], _Gate], ...]
    _longest: int
    _longest_start: int
    _longest_end: int

    @classmethod
    def of(cls, rules: Iterable[Rule]) -> "Ruleset":
        rules = tuple(rules)
        starts, ends = ([rule for rule in rules if rule.match == match] for match in ("start", "end"))
        return cls(
            rules,
            _lines=_by_script(rules),
            _starts=_Gate.of(starts),
            _ends=_by_script(ends),
            _longest=_longest(rules),
            _longest_start=_longest(starts),
            _longest_end=_longest(ends),
        )

    def match_line(self, line: str, position: Where) -> Rule | None:
        """The rule that takes all of a line for furniture: the first, by script, then in the order of the files."""
        if len(line) > self._longest:
            return None
        return self._whole(self._lines, bare(line), position)

    def cut_start(self, line: str, position: Where) -> tuple[int, Rule] | None:
        """The offset where a line's text begins after furniture, and the rule for what stands before it."""
        bare = line.lstrip(_ORNAMENT)
        folded = " ".join(bare[: self._longest_start * 2].split())
        found = self._starts.prefix(folded, position)
        if found is None or found[0] == len(folded):
            return None
        seen = len(folded[: found[0]].replace(" ", ""))
        solid = [offset for offset, char in enumerate(bare[: self._longest_start * 2]) if not char.isspace()]
        return len(line) - len(bare) + solid[seen], found[1]

    def cut_end(self, line: str, position: Where) -> tuple[int, Rule] | None:
        """The offset where furniture at the end of a line starts, and its rule. There may be more before it: ask again."""
        window = max(1, len(line) - self._longest_end)
        for place in _END_STARTS.finditer(line, window, len(line) - 1):
            rule = self._whole(self._ends, bare(line[place.end() :]), position)
            if rule is not None:
                return place.end(), rule
        return None

    @staticmethod
    def _whole(gates: tuple[tuple[re.Pattern[str], _Gate], ...], text: str, position: Where) -> Rule | None:
        for letters, gate in gates:
            if letters.search(text):
                rule = gate.whole(text, position)
                if rule is not None:
                    return rule
        return None


def bare(line: str) -> str:
    """A line as patterns see it: on one line, no ornament or brackets around it ("» [Read  more] …" is "Read more")."""
    text = fold(line).strip(_ORNAMENT)
    if text and _BRACKETS.get(text[0]) == text[-1]:
        return text[1:-1].strip(_ORNAMENT)
    return text


@functools.cache
def load_rules(off: frozenset[str] = frozenset()) -> Ruleset:
    """The rules that newsmill ships, without those whose ids are in `off`.

    Raises UsageError for an id that no rule has, and for a rule file that is not right.
    """
    rules = read_rules(files("newsmill.clean") / "rules")
    unknown = off - {rule.id for rule in rules}
    if unknown:
        raise UsageError(f"no furniture rule is called {', '.join(sorted(unknown))}")
    return Ruleset.of(rule for rule in rules if rule.id not in off)


def read_rules(folder: Traversable) -> tuple[Rule, ...]:
    """The rules of every TOML file of a folder, by name of the file, then in its order.

    Raises UsageError with the file, the rule and what is wrong with it.
    """
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    rules = [rule for name in names for rule in _read_file(name, (folder / name).read_text("utf-8"))]
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise UsageError(f"{rule.language}.toml: {rule.id}: another rule has this id")
        seen.add(rule.id)
    return tuple(rules)


class _Entry(BaseModel):
    """A [[rule]] as people write it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    id: str = Field(pattern=r"^[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*$")
    reason: Reason
    pattern: str = Field(min_length=1)
    match: Match = "line"
    max_letters: int = Field(160, ge=1, le=400)
    where: Zone = "anywhere"
    examples: list[str] = Field(min_length=2)
    counter_examples: list[str] = Field(min_length=1)


def _read_file(name: str, content: str) -> Iterator[Rule]:
    try:
        document = tomllib.loads(content)
    except tomllib.TOMLDecodeError as failure:
        raise UsageError(f"{name}: not valid TOML: {failure}") from None
    language = name.removesuffix(".toml")
    if document.get("language") != language:
        raise UsageError(f"{name}: language must be {language!r}, as the file is called")
    for number, table in enumerate(document.get("rule", []), start=1):
        label = f"{name}: {table.get('id', f'rule {number}')}"
        try:
            yield _rule(_Entry.model_validate(table), language)
        except ValidationError as failure:
            wrong = "; ".join(f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in failure.errors())
            raise UsageError(f"{label}: {wrong}") from None
        except ValueError as failure:
            raise UsageError(f"{label}: {failure}") from None


def _rule(entry: _Entry, language: str) -> Rule:
    """The rule that an entry means. Raises ValueError where it cannot work."""
    if not entry.id.startswith(f"{language}."):
        raise ValueError(f"id must start with {language!r} and a full stop")
    try:
        pattern = re.compile(f"(?:{entry.pattern})", re.IGNORECASE)
    except re.error as failure:
        raise ValueError(f"pattern: {failure}") from None
    if pattern.groupindex or re.search(r"\\[1-9]", entry.pattern):
        raise ValueError("pattern: named groups and back references are not allowed, patterns are joined into one")
    rule = Rule(
        pattern=pattern,
        language=language,
        examples=tuple(entry.examples),
        counter_examples=tuple(entry.counter_examples),
        **entry.model_dump(include={"id", "reason", "match", "max_letters", "where"}),
    )
    alone = Ruleset.of((rule,))
    for example in rule.examples:
        if not (
            alone.match_line(example, "tail") or alone.cut_start(example, "tail") or alone.cut_end(example, "tail")
        ):
            raise ValueError(f"example {example!r} is not matched")
    return rule


def _by_script(rules: Iterable[Rule]) -> tuple[tuple[re.Pattern[str], _Gate], ...]:
    """A gate for each script, with the letters that a line must hold to come to it; "" is for rules of any script."""
    groups: dict[str, list[Rule]] = {letters: [] for letters in ("", *_SCRIPTS.values())}
    for rule in rules:
        groups[_letters(rule)].append(rule)
    return tuple((re.compile(f"[{letters}]" if letters else ""), _Gate.of(group)) for letters, group in groups.items())


def _letters(rule: Rule) -> str:
    """The letters of the script that all examples of a rule share; a line without any of them is not its kind."""
    shared = (
        letters for letters in _SCRIPTS.values() if all(re.search(f"[{letters}]", text) for text in rule.examples)
    )
    return next(shared, "")


def _longest(rules: Iterable[Rule]) -> int:
    return max((rule.max_letters for rule in rules), default=0)
