"""Furniture rules tried on the lines of a page: every rule of every language on every line, in microseconds.

A rule names whole lines, or beginnings or ends of lines, that belong to a page and not to its report: a cookie notice,
a share bar, the name of the editor. The rules are data, rules/*.toml; docs/rules.md says how to write one.
"""

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

from newsmill.chars import HAN, KANA, fold
from newsmill.clean.rulefile import Rule, Zone, read_rules
from newsmill.errors import UsageError

Where = Literal["head", "body", "tail"]
"""Where a line stands: before the first paragraph of prose, among the prose, or after its last paragraph."""

_ZONES: dict[Where, frozenset[Zone]] = {
    "head": frozenset({"anywhere", "edge"}),
    "body": frozenset({"anywhere"}),
    "tail": frozenset({"anywhere", "edge", "tail"}),
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
"""Letters by which rules are chosen before any is tried; Latin last, for it is mixed into all the others."""

_LENGTHS = (60, 100, 130, 160, 220, 400)
"""Lengths by which rules are chosen: a line of 200 characters need not be tried as a button."""

_REACH = 125
"""Characters at either end of a line that furniture is cut from."""

_ORNAMENT = (
    " \u200b\u200e\u200f\ufeff\ufe0f|*#_=~+<>«»‹›:：.。…!！,，;；、–—-•·∙●○■□▪▫◆◇★☆▲△▼▽►▶▷▸◀→←↑↓⇒➡➤➔"
    "✅✉📷📸📹🎥🎧👉👇📌🔔📣📢🔴⚡💬🔗📧📲📱📰🔍🖨"
)
_BRACKETS = {"(": ")", "[": "]", "（": "）", "【": "】", "［": "］", "〔": "〕"}

_OPENERS = frozenset(_BRACKETS)
_SOLID_STOPS = frozenset("。！？」』）】")
_STOP = re.compile(r"[(\[（【［〔.!?…\"”’»)\]।؟۔。！？」』）】]\s*(?=\S)")
"""Where furniture at the end of a line can start: at a bracket or after a sentence. Prose has few such places, so few
suffixes are tried. One class in front, not alternatives: the engine then skips to the next place by itself."""


@dataclass(frozen=True, slots=True)
class _Gate:
    """Rules of one script and one range of lengths, as one expression that says whether any of them can match."""

    letters: re.Pattern[str]
    longest: int
    any_of: re.Pattern[str]
    rules: tuple[Rule, ...]

    @classmethod
    def of(cls, letters: str, rules: Sequence[Rule]) -> "_Gate":
        return cls(
            letters=re.compile(f"[{letters}]" if letters else ""),
            longest=max((rule.max_letters for rule in rules), default=0),
            any_of=re.compile("|".join(_plain(rule.pattern.pattern) for rule in rules) or "(?!)"),
            rules=tuple(rules),
        )

    def find(self, text: str, lower: str, where: Where) -> Rule | None:
        """The first rule that knows all of `text`; `lower` is what `_lower` makes of it."""
        if len(text) > self.longest or not self.letters.search(text) or not self.any_of.fullmatch(lower):
            return None
        allowed = _ZONES[where]
        for rule in self.rules:
            if rule.where in allowed and len(text) <= rule.max_letters and rule.pattern.fullmatch(text):
                return rule
        return None


@dataclass(frozen=True, slots=True)
class Ruleset:
    """Rules, ready to be tried. Those of all languages are: English furniture stands on pages of every language."""

    rules: tuple[Rule, ...]
    _order: dict[str, int]
    _line_gates: tuple[_Gate, ...]
    _end_gates: tuple[_Gate, ...]
    _starts: tuple[Rule, ...]

    @classmethod
    def of(cls, rules: Iterable[Rule]) -> "Ruleset":
        rules = tuple(rules)
        return cls(
            rules,
            _order={rule.id: number for number, rule in enumerate(rules)},
            _line_gates=_gates(rules),
            _end_gates=_gates((rule for rule in rules if rule.match == "end"), by_script=False),
            _starts=tuple(rule for rule in rules if rule.match == "start"),
        )

    def match_line(self, line: str, where: Where) -> Rule | None:
        """The rule that takes all of a line for furniture: the first, in the order of the files."""
        if len(line) > _LENGTHS[-1]:
            return None
        return self._first(self._line_gates, bare(line), where)

    def cut_start(self, line: str, where: Where) -> tuple[int, Rule] | None:
        """The offset where a line's text begins after furniture, and the rule for what stands before it."""
        body = line.lstrip(_ORNAMENT)
        text = fold(body[:_REACH])
        for rule in self._starts:
            hit = rule.pattern.match(text) if rule.where in _ZONES[where] else None
            if hit and 0 < hit.end() <= min(rule.max_letters, len(text) - 1):
                return len(line) - len(body) + _unfold(body, len(text[: hit.end()].replace(" ", ""))), rule
        return None

    def cut_end(self, line: str, where: Where) -> tuple[int, Rule] | None:
        """The offset where furniture at the end of a line starts, and its rule. There may be more before it."""
        for stop in _STOP.finditer(line, max(1, len(line) - _REACH), len(line) - 1):
            start, end = stop.span()
            if line[start] not in _OPENERS:
                if end - start == 1 and line[start] not in _SOLID_STOPS:
                    continue
                start = end
            rule = self._first(self._end_gates, bare(line[start:]), where)
            if rule is not None:
                return start, rule
        return None

    def _first(self, gates: tuple[_Gate, ...], text: str, where: Where) -> Rule | None:
        lower = _lower(text)
        found = [rule for gate in gates if (rule := gate.find(text, lower, where))]
        return min(found, key=lambda rule: self._order[rule.id], default=None)


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


def bare(line: str) -> str:
    """A line as patterns see it: single blanks, no ornament or brackets around it ("» [Read  more] …": "Read more")."""
    text = fold(line).strip(_ORNAMENT)
    closing = _BRACKETS.get(text[:1])
    if closing and text.find(closing) == len(text) - 1:
        return text[1:-1].strip(_ORNAMENT)
    return text


def _unfold(line: str, solid: int) -> int:
    """The offset of the character of a line that `solid` characters other than white space stand before."""
    return [offset for offset, char in enumerate(line) if not char.isspace()][solid]


def _gates(rules: Iterable[Rule], *, by_script: bool = True) -> tuple[_Gate, ...]:
    groups: dict[tuple[str, int], list[Rule]] = {}
    for rule in rules:
        longest = next(length for length in _LENGTHS if rule.max_letters <= length)
        groups.setdefault((_letters(rule) if by_script else "", longest), []).append(rule)
    return tuple(_Gate.of(letters, group) for (letters, _), group in groups.items())


def _letters(rule: Rule) -> str:
    """The letters of the script that all examples of a rule share; a line without any of them is not its kind."""
    shared = (
        letters for letters in _SCRIPTS.values() if all(re.search(f"[{letters}]", text) for text in rule.examples)
    )
    return next(shared, "")


_TOKENS = re.compile(r"(?P<keep>\\.|\(\?[=!<])|(?P<group>\((\?-i:|\?:)?)|(?P<text>(?:(?!\(\?|\\)[^(])+|.)", re.DOTALL)


def _plain(pattern: str) -> str:
    """A pattern for lower-case text that matches wherever the pattern matches: without case and without capturing.

    Both cost: a line is tried three to ten times as fast. A round bracket in a character class gains the signs "?:",
    which widens it; what passes a gate is tried with the pattern itself.
    """
    return _TOKENS.sub(lambda token: token["keep"] or ("(?:" if token["group"] else _lower(token["text"])), pattern)


_SAME_LOWER = str.maketrans({"ı": "i", "ς": "σ", "\u0307": None})


def _lower(text: str) -> str:
    """Lower case, one for all that `re.IGNORECASE` holds to be one letter: the i's of Turkish, the sigmas of Greek."""
    return text.lower() if text.isascii() else text.lower().translate(_SAME_LOWER)
