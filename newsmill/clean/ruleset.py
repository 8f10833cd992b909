"""Furniture rules tried on the lines of a page: every rule of every language on every line, in microseconds.

A rule names whole lines, or beginnings or ends of lines, that belong to a page and not to its report: a cookie notice,
a share bar, the name of the editor. The rules are data, rules/*.toml; docs/rules.md says how to write one.
"""

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
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

_LENGTHS = (80, 160, 300, _LONGEST)
"""Characters of texts for which there are gates of their own: few rules know texts as long as paragraphs."""

_REMEMBERED = 4096
"""Lines whose rules are remembered, each under a kilobyte."""

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
    "context.caption", "context.comment-thread", "context.hashtags", "context.related-list",
    "widgets.comments", "widgets.menu", "widgets.pages", "widgets.print", "widgets.share", "widgets.subscribe",
})  # fmt: skip
"""Ids of what is told by more than one pattern: by a vocabulary (widgets.py) or by other lines (context.py)."""


class _Rules:
    """Rules that are tried together."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = tuple(rules)
        self._gates = tuple((longest, *self._gate(shortest)) for shortest, longest in pairwise((0, *_LENGTHS)))
        self.knowing = functools.lru_cache(maxsize=_REMEMBERED)(self._knowing)
        """The rules that know all of a text, wherever it stands. Each line is asked about several times."""

    def _gate(self, shortest: int) -> tuple[tuple[Rule, ...], Gate]:
        """The rules for texts that are longer."""
        rules = tuple(rule for rule in self._rules if rule.max_letters > shortest)
        return rules, Gate(rule.written for rule in rules)

    def _knowing(self, text: str) -> list[Rule]:
        length = len(text)
        _, rules, gate = next(gate for gate in self._gates if length <= gate[0])
        candidates = (rules[number] for number in gate.candidates(text))
        return [rule for rule in candidates if length <= rule.max_letters and rule.pattern.fullmatch(text)]

    def find(self, text: str, where: Where) -> Rule | None:
        """The first rule that knows all of `text`."""
        return next((rule for rule in self.knowing(text) if rule.where in _ZONES[where]), None)

    def find_starts(self, text: str) -> Iterator[tuple[int, Rule]]:
        """The rules that know the beginning of `text` but not all of it, and where that ends."""
        for rule in self._rules:
            hit = rule.pattern.match(text)
            if hit and 0 < hit.end() <= min(rule.max_letters, len(text) - 1):
                yield hit.end(), rule


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
            _lines=_Rules(rules),
            _ends=_Rules(rule for rule in rules if rule.match == "end"),
            _starts=_Rules(rule for rule in rules if rule.match == "start"),
        )

    def may_know(self, line: str) -> bool:
        """Whether any rule knows all of a line, its beginning or its end, wherever it stands. False of most lines, and
        these need be asked about no more."""
        if len(line) <= _LONGEST and self._lines.knowing(bare(line)):
            return True
        if next(self._starts.find_starts(_beginning(line)), None):
            return True
        return any(self._ends.knowing(_without_ornament(line[start:])) for start in _starts_of_ends(line))

    def match_line(self, line: str, where: Where) -> Rule | None:
        """The rule that takes all of a line, written with single blanks, for furniture: the first, in the order of the
        files."""
        rule = self._lines.find(_without_ornament(line), where) if len(line) <= _LONGEST else None
        if rule and (_SPEECH.match(line) or (where == "body" and _is_sentence(line, rule.reason))):
            return None
        return None if rule and rule.reason in _LABELS and _FULL_STOP.search(line) else rule

    def cut_start(self, line: str, where: Where) -> tuple[int, Rule] | None:
        """The offset where a line's text begins after furniture, and the rule for what stands before it."""
        text = _beginning(line)
        for end, rule in self._starts.find_starts(text):
            if rule.where in _ZONES[where]:
                body = line.lstrip(_ORNAMENT)
                return len(line) - len(body) + _unfold(body, len(text[:end].replace(" ", ""))), rule
        return None

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


def _beginning(line: str) -> str:
    return fold(line.lstrip(_ORNAMENT)[:_REACH])


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
