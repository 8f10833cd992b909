"""Rows of buttons: lines that are nothing but words for share, print, comment, next..., names of networks and numbers.

Such a line is told by tiling: it must be laid out completely with phrases of a vocabulary (widgets.toml), in any order
and number, so it needs no rule for each row that some site has. docs/rules.md says how phrases are counted.
"""

import functools
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import NamedTuple

from newsmill.chars import HAN, KANA, fold
from newsmill.clean.literals import lower
from newsmill.clean.ruleset import Where

REASONS = {
    "share": "share", "print": "print", "comments": "comments", "pages": "pagination", "subscribe": "subscribe",
    "menu": "navigation",
}  # fmt: skip
"""Why a line goes, by what most of its phrases are for. The id of the rule is `widgets.` and the kind."""

_ENOUGH: dict[Where, float] = {"head": 1.5, "body": 2.0, "tail": 1.0}
"""Strength that a line needs to be a row of buttons, by where it stands."""
_SINGLE, _PHRASE, _HALF = 1.0, 2.0, 0.5
_NUMBER, _NUMBERS = 0.25, 0.5
"""Strength of a number, and of all numbers of a line."""
_GAPLESS = 0.5
"""What is taken off where two words of a script without blanks touch: they may be one word, or a sentence."""
_MENU_SIZE, _BARRED_MENU_SIZE = 4, 3
"""Names that make a menu, without and with bars between them."""
_MENU_UNKNOWN = 1 / 3
_LONGEST = 160
_SHORT = 2
_HEAD = 3
"""Characters by which phrases are looked up."""
_SHORT_LENGTHS = (2, 1)
"""The lengths of phrases that are shorter than that."""
_UNSPACED_PHRASE = {"han": 4, "kana": 7, "thai": 8}
"""Letters of a phrase in scripts without blanks; what is shorter is a word."""

_NUMBER_TOKEN = re.compile(r"\d[\d.,:/]*[kmw万萬千만천]?(?!\w)|\d+")
_UNSPACED = re.compile(f"[{HAN}{KANA}\u0e00-\u0eff]")
_ALL_KANA = re.compile(f"[{KANA}]+")
_THAI = re.compile("[\u0e00-\u0eff]")
_CAMEL = re.compile(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])")
_SENTENCE_STOPS = frozenset({"", ".", "。", "।", "۔"})
_STOPS = frozenset(".!?…。！？؟।\"“”„'’‘「」『』")
_GREEK_ACCENT = re.compile("(?<=[αεηιουω])[\u0301\u0308]+")
_RUN = re.compile(r"[^\W_]+")
_NAME = re.compile(r"[^\W\d_]+")
_STEP = re.compile("[/›»>|]")
_DIGIT = re.compile(r"\d")
_STEP_LENGTH = 30
_STEP_WORDS = 4
_BARS = re.compile("[|/·•›»>]")


@dataclass(frozen=True, slots=True)
class _Phrase:
    """What a phrase of the vocabulary says of a line it stands in."""

    kind: str
    strength: float
    languages: frozenset[str]


class _Path(NamedTuple):
    """One way to lay out the beginning of a line."""

    strength: float = 0.0
    tiles: tuple[_Phrase, ...] = ()
    unknown: int = 0
    numbers: int = 0
    gapless: int = 0


def match_widgets(line: str, where: Where) -> tuple[str, str] | None:
    """The rule and the reason by which a line, written with single blanks, is a row of buttons; None if it is none."""
    if len(line) > _LONGEST or line[-1:] in _SENTENCE_STOPS:
        return None
    text = _plain(line)
    path = _lay_out(text, may_skip=where != "body" and len(_NAME.findall(text)) >= _BARRED_MENU_SIZE)
    kind = _kind(path, where) if path is not None and _is_one_language(path.tiles) else None
    if kind is not None:
        return f"widgets.{kind}", REASONS[kind]
    if where != "body" and (_is_breadcrumb(text) or (path is not None and _is_menu(path, line))):
        return "widgets.menu", REASONS["menu"]
    return None


def button_share(line: str) -> float:
    """The share of a line's words that are words of buttons and menus, 0 to 1."""
    phrases, _ = _vocabulary()
    tokens = _plain(line).split()
    known = sum(token in phrases and phrases[token].strength > 0 for token in tokens)
    return known / len(tokens) if len(tokens) > 1 else 0.0


def _kind(path: _Path, where: Where) -> str | None:
    """What most phrases of a line are for, if they are enough to make it a row of buttons; None for a menu."""
    kinds = Counter(tile.kind for tile in path.tiles if tile.kind in REASONS)
    strong = any(tile.strength >= _SINGLE for tile in path.tiles)
    if path.unknown or not strong or path.strength < _ENOUGH[where]:
        return None
    kind = max(kinds, key=lambda kind: (kinds[kind], kind))
    return None if kind == "menu" else kind


def _is_menu(path: _Path, line: str) -> bool:
    """Whether enough of a line is names of sections, each apart from the next. A few may be unknown: place names."""
    known = sum(tile.strength > 0 and tile.kind != "weak" for tile in path.tiles)
    size = known + path.unknown
    if path.gapless or not all(tile.strength for tile in path.tiles):
        return False
    if path.unknown > _MENU_UNKNOWN * size or (path.unknown and any(word[0].islower() for word in line.split())):
        return False
    return size >= (_BARRED_MENU_SIZE if _BARS.search(line) else _MENU_SIZE)


def _is_breadcrumb(text: str) -> bool:
    """Whether a line is short names with bars between them: many, or one of a section: News / City / Arden."""
    steps = [step.strip() for step in _STEP.split(text)]
    if len(steps) < 2 or _DIGIT.search(text):
        return False
    if not all(0 < len(step) <= _STEP_LENGTH and len(step.split()) <= _STEP_WORDS for step in steps):
        return False
    phrases, _ = _vocabulary()
    if len(steps) < _BARRED_MENU_SIZE:
        return all(step in phrases and phrases[step].kind == "menu" for step in steps)
    said = (word for step in steps for word in (step, *step.split()))
    return len(steps) > _BARRED_MENU_SIZE or any(phrases[word].kind == "menu" for word in said if word in phrases)


def _is_one_language(tiles: Iterable[_Phrase]) -> bool:
    """Whether all phrases are English or of one other language."""
    foreign = [tile.languages for tile in tiles if tile.languages.isdisjoint({"any", "en"})]
    return not foreign or bool(frozenset.intersection(*foreign))


def _lay_out(text: str, *, may_skip: bool) -> _Path | None:
    """The strongest way to lay out all of a text, or None. may_skip: some words may be no phrase.

    Each position is visited once, and phrases have a longest length, so the time is linear in the text.
    """
    paths: dict[int, _Path] = {_past_separators(text, 0): _Path()}
    while (start := min(paths, default=len(text))) < len(text):
        path = paths.pop(start)
        for end, phrase in _steps(text, start):
            _keep(paths, _past_separators(text, end), _go_on(path, phrase, text, start))
        if may_skip and path.unknown * _HALF <= path.strength:
            end = _word_end(text, start)
            if end > start:
                skipped = _Path(path.strength, path.tiles, path.unknown + 1, path.numbers, path.gapless)
                _keep(paths, _past_separators(text, end), skipped)
    return paths.get(len(text))


def _keep(paths: dict[int, _Path], end: int, path: _Path) -> None:
    best = paths.get(end)
    if best is None or (-path.unknown, path.strength) > (-best.unknown, best.strength):
        paths[end] = path


def _go_on(path: _Path, phrase: _Phrase | None, text: str, start: int) -> _Path:
    """The path with one more tile: a phrase, or None for a number."""
    if phrase is None:
        gain = _NUMBER if (path.numbers + 1) * _NUMBER <= _NUMBERS else 0.0
        return _Path(path.strength + gain, path.tiles, path.unknown, path.numbers + 1, path.gapless)
    touches = start > 0 and bool(_UNSPACED.match(text, start - 1)) and bool(_UNSPACED.match(text, start))
    touches = touches and phrase.strength > 0 and path.tiles != () and path.tiles[-1].strength > 0
    gain = phrase.strength - _GAPLESS * touches
    return _Path(path.strength + gain, (*path.tiles, phrase), path.unknown, path.numbers, path.gapless + touches)


def _steps(text: str, start: int) -> list[tuple[int, _Phrase | None]]:
    """Where the tiles end that can lie at a position, and what they are. No separator stands there."""
    number = _NUMBER_TOKEN.match(text, start) if text[start].isdecimal() else None
    steps: list[tuple[int, _Phrase | None]] = [(number.end(), None)] if number else []
    phrases, lengths = _vocabulary()
    for length in lengths.get(text[start : start + _HEAD], _SHORT_LENGTHS):
        end = start + length
        phrase = phrases.get(text[start:end])
        if phrase is not None and end <= len(text) and _is_edge(text, end):
            steps.append((end, phrase))
    return steps


def _past_separators(text: str, start: int) -> int:
    while start < len(text) and _is_separator(text[start]):
        start += 1
    return start


def _is_separator(char: str) -> bool:
    return char == " " or not (char.isalnum() or char in _STOPS or unicodedata.category(char)[0] == "M")


def _is_edge(text: str, end: int) -> bool:
    """Whether a word can end here: before no letter, or between letters of a script that is written without blanks."""
    if end == len(text) or not (text[end].isalpha() or unicodedata.category(text[end])[0] == "M"):
        return True
    if _UNSPACED.match(text, end - 1) or _UNSPACED.match(text, end):
        return unicodedata.category(text[end])[0] != "M"
    return False


def _word_end(text: str, start: int) -> int:
    end = start
    while end < len(text) and (text[end].isalnum() or not (text[end] in _STOPS or _is_separator(text[end]))):
        run = _RUN.match(text, end)
        end = run.end() if run else end + 1
    return end


def _plain(line: str) -> str:
    """A line in lower case, in which words that only capitals part ("FacebookTwitter") are parted by blanks."""
    return lower(_CAMEL.sub(" ", line))


@functools.cache
def _vocabulary() -> tuple[Mapping[str, _Phrase], Mapping[str, tuple[int, ...]]]:
    """Phrases in lower case, and the lengths of those that begin with the same characters."""
    tables = tomllib.loads((files("newsmill.clean") / "widgets.toml").read_text("utf-8"))
    phrases: dict[str, _Phrase] = {}
    for language, kinds in tables.items():
        for kind, words in kinds.items():
            for phrase in map(fold, words.split(",")):
                _add(phrases, phrase, kind, language)
    lengths: dict[str, set[int]] = {}
    for text in phrases:
        lengths.setdefault(text[:_HEAD], set()).add(len(text))
    return phrases, {head: tuple(sorted({*found, *_SHORT_LENGTHS}, reverse=True)) for head, found in lengths.items()}


def _add(phrases: dict[str, _Phrase], written: str, kind: str, language: str) -> None:
    strength = _strength(written, kind, language)
    capitals = (
        _plain(unaccented) if (unaccented := _GREEK_ACCENT.sub("", unicodedata.normalize("NFD", written))) else ""
    )
    for text in {lower(written), _plain(written), unicodedata.normalize("NFC", capitals)} - {""}:
        known = phrases.get(text)
        if known is None:
            phrases[text] = _Phrase(kind, strength, frozenset({language}))
        else:
            kind_kept = known.kind if known.strength >= strength else kind
            phrases[text] = _Phrase(kind_kept, max(known.strength, strength), known.languages | {language})


def _strength(written: str, kind: str, language: str) -> float:
    if kind == "glue":
        return 0.0
    is_short = len(written) <= _SHORT and written.isalpha() and not _UNSPACED.match(written)
    if kind in {"menu", "weak"} or is_short:
        return _HALF
    if language == "any":
        return _SINGLE
    if _UNSPACED.match(written):
        script = "thai" if _THAI.match(written) else "kana" if _ALL_KANA.fullmatch(written) else "han"
        return _PHRASE if len(written) >= _UNSPACED_PHRASE[script] else _SINGLE
    return _PHRASE if " " in written else _SINGLE
