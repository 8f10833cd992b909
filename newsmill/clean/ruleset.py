"""Furniture rules tried on the lines of a page: every rule of every language on every line, in microseconds.

A rule names whole lines, or beginnings or ends of lines, that belong to a page and not to its report: a cookie notice,
a share bar, the name of the editor. The rules are data, rules/*.toml; docs/rules.md says how to write one.
"""

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

from newsmill.chars import fold
from newsmill.clean.gate import Gate
from newsmill.clean.rulefile import Rule, Zone, read_rules
from newsmill.errors import UsageError

Where = Literal["head", "body", "tail"]
"""Where a line stands: before the first paragraph of prose, among the prose, or after its last paragraph."""

_ZONES: dict[Where, frozenset[Zone]] = {
    "head": frozenset({"anywhere", "edge"}),
    "body": frozenset({"anywhere"}),
    "tail": frozenset({"anywhere", "edge", "tail"}),
}

_LONGEST = 900
"""Characters of a line from which on it is prose, whatever it says."""

_REACH = 125
"""Characters at either end of a line that furniture is cut from."""

_ORNAMENT = (
    " \u200b\u200e\u200f\ufeff\ufe0f|*#_=~+<>«»‹›:：.。…!！,，;；、–—-•·∙●○■□▪▫◆◇★☆▲△▼▽►▶▷▸◀→←↑↓⇒➡➤➔"
    "✅✉📷📸📹🎥🎧👉👇📌🔔📣📢🔴⚡💬🔗📧📲📱📰🔍🖨"
)
_BRACKETS = {"(": ")", "[": "]", "（": "）", "【": "】", "［": "］", "〔": "〕"}

_MARKDOWN_LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\([^()\s]{0,500}\)")

_LABELS = frozenset({"related", "editor", "tags", "promotion", "breadcrumb"})
"""Reasons of lines that name something, as headlines do: they end without a full stop, unless they are very short."""
_FULL_STOP = re.compile('(:.*|：.*|.{25})[^.…](?<![.\\s:][^\\W\\d_])[.。।۔][»”"’』」)）]*$')

_BUTTONS = frozenset({"share", "print", "navigation", "pagination", "search", "subscribe"})
"""Reasons of words that are written on buttons, without a full stop: with one, among prose, they are a sentence."""
_SPEECH = re.compile(
    r"\s*[«“„\"][^»”“\"]{3,240}[»”“\"](?:,?\s[–—-]\s?|,\s)[^\W\d_]|\s*[「『“][^」』”]{3,120}[」』”].{2,}[。.]$"
    r"|\s*(?:\S+\s){4,14}\S*\s?[:：]\s?[«“„][^»”“]{5,240}[»”“]$"
    r"|\s*[–—-]\s[^–—]{3,240}[,!?.…]\s[–—-]\s[^\W\d_]"
)
"""`«…», – сказав він`: what somebody says or a board has on it, whatever it is."""
_CREDITS = frozenset({"credit", "caption"})
_LONG_VALUE = re.compile(r"^[^:：]{2,20}[:：]\s*(?:\S{1,40}\s){6,60}\S{1,40}[.。]$")
_SHORT_SENTENCE = re.compile(r"[^\d:：]{2,24}[^.…\W][.。।۔]$")

_OPENERS = frozenset(_BRACKETS)
_SOLID_STOPS = frozenset("。！？」』）】")
_STOP = re.compile(r"[(\[（【［〔.!?…\"”’»)\]।؟۔。！？」』）】]\s*(?=\S)")
"""Where furniture at the end of a line can start: at a bracket or after a sentence. Prose has few such places, so few
suffixes are tried. One class in front, not alternatives: the engine then skips to the next place by itself."""


MECHANISMS = frozenset({
    "context.caption", "context.comment-thread", "context.related-list",
    "widgets.comments", "widgets.menu", "widgets.pages", "widgets.print", "widgets.share", "widgets.subscribe",
})  # fmt: skip
"""Ids of what is told by more than one pattern: by a vocabulary (widgets.py) or by other lines (context.py)."""


@dataclass(frozen=True, slots=True)
class _Rules:
    """Rules that are tried together."""

    rules: tuple[Rule, ...]
    gate: Gate

    @classmethod
    def of(cls, rules: Iterable[Rule], *, whole: bool = True) -> "_Rules":
        rules = tuple(rules)
        return cls(rules, Gate((rule.written for rule in rules), whole=whole))

    def find(self, text: str, where: Where) -> Rule | None:
        """The first rule that knows all of `text`."""
        zones = _ZONES[where]
        for number in self.gate.candidates(text):
            rule = self.rules[number]
            if rule.where in zones and len(text) <= rule.max_letters and rule.pattern.fullmatch(text):
                return rule
        return None

    def find_start(self, text: str, where: Where) -> tuple[int, Rule] | None:
        """The first rule that knows the beginning of `text` but not all of it, and where that ends."""
        for number in self.gate.candidates(text):
            rule = self.rules[number]
            hit = rule.pattern.match(text) if rule.where in _ZONES[where] else None
            if hit and 0 < hit.end() <= min(rule.max_letters, len(text) - 1):
                return hit.end(), rule
        return None


@dataclass(frozen=True, slots=True)
class Ruleset:
    """Rules, ready to be tried. Those of all languages are: English furniture stands on pages of every language."""

    rules: tuple[Rule, ...]
    off: frozenset[str]
    """Mechanisms that are switched off; rules that are, are not among `rules`."""
    _lines: _Rules
    _ends: _Rules
    _starts: _Rules

    @classmethod
    def of(cls, rules: Iterable[Rule], off: frozenset[str] = frozenset()) -> "Ruleset":
        rules = tuple(rules)
        return cls(
            rules,
            off,
            _lines=_Rules.of(rules),
            _ends=_Rules.of(rule for rule in rules if rule.match == "end"),
            _starts=_Rules.of((rule for rule in rules if rule.match == "start"), whole=False),
        )

    def may_know(self, line: str) -> bool:
        """Whether any rule may know all of a line, its beginning or its end, wherever it stands. False of most lines,
        and these need be asked about no more."""
        if len(line) <= _LONGEST and self._lines.gate.candidates(_without_ornament(line)):
            return True
        if self._starts.gate.candidates(fold(line.lstrip(_ORNAMENT)[:_REACH])):
            return True
        return any(self._ends.gate.candidates(_without_ornament(line[start:])) for start in _starts_of_ends(line))

    def match_line(self, line: str, where: Where) -> Rule | None:
        """The rule that takes all of a line, written with single blanks, for furniture: the first, in the order of the
        files."""
        rule = self._lines.find(_without_ornament(line), where) if len(line) <= _LONGEST else None
        if rule and (_SPEECH.match(line) or (where == "body" and _is_sentence(line, rule.reason))):
            return None
        return None if rule and rule.reason in _LABELS and _FULL_STOP.search(line) else rule

    def cut_start(self, line: str, where: Where) -> tuple[int, Rule] | None:
        """The offset where a line's text begins after furniture, and the rule for what stands before it."""
        body = line.lstrip(_ORNAMENT)
        text = fold(body[:_REACH])
        found = self._starts.find_start(text, where)
        if found is None:
            return None
        end, rule = found
        return len(line) - len(body) + _unfold(body, len(text[:end].replace(" ", ""))), rule

    def cut_end(self, line: str, where: Where) -> tuple[int, Rule] | None:
        """The offset where furniture at the end of a line starts, and its rule. There may be more before it."""
        for start in _starts_of_ends(line):
            rule = self._ends.find(_without_ornament(line[start:]), where)
            if rule is not None:
                return start, rule
        return None


def _is_sentence(line: str, reason: str) -> bool:
    """Whether a line among prose is a sentence of it, whatever it begins with: a word with a full stop, as no button
    has one, or after `Photo:` more words than a name has."""
    if reason in _BUTTONS:
        return _SHORT_SENTENCE.match(line) is not None
    return reason in _CREDITS and _LONG_VALUE.search(line) is not None


@functools.cache
def load_rules(off: frozenset[str] = frozenset()) -> Ruleset:
    """The rules that newsmill ships, without those whose ids are in `off`, which may name mechanisms too.

    Raises UsageError for an id that no rule has, and for a rule file that is not right.
    """
    rules = read_rules(files("newsmill.clean") / "rules", tried=True)
    unknown = off - {rule.id for rule in rules} - MECHANISMS
    if unknown:
        raise UsageError(f"no furniture rule is called {', '.join(sorted(unknown))}")
    return Ruleset.of((rule for rule in rules if rule.id not in off), off & MECHANISMS)


def _starts_of_ends(line: str) -> Iterator[int]:
    """The offsets at which furniture at the end of a line can start."""
    for stop in _STOP.finditer(line, max(1, len(line) - _REACH), len(line) - 1):
        start, end = stop.span()
        if line[start] in _OPENERS:
            yield start
        elif end - start > 1 or line[start] in _SOLID_STOPS:
            yield end


def bare(line: str) -> str:
    """A line as patterns see it: single blanks, no ornament or brackets around it ("» [Read  more] …": "Read more").

    A link as Markdown writes it is its words.
    """
    return _without_ornament(fold(line))


def _without_ornament(line: str) -> str:
    text = _MARKDOWN_LINK.sub(r"\1", line) if "](" in line else line
    text = text.strip(_ORNAMENT)
    closing = _BRACKETS.get(text[:1])
    if closing and text.find(closing) == len(text) - 1:
        return text[1:-1].strip(_ORNAMENT)
    return text


def _unfold(line: str, solid: int) -> int:
    """The offset of the character of a line that `solid` characters other than white space stand before."""
    return [offset for offset, char in enumerate(line) if not char.isspace()][solid]
