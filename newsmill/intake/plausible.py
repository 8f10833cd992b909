"""How likely a text is to be writing at all: what tells an encoding from its look-alikes.

The bytes of a page can be read in twenty encodings, and most of the readings are nonsense made of real letters. A
reading is priced here in bits: what its characters would cost to write down under the letter statistics of the language
that fits it best. As all readings are of the same bytes, the cheapest is the likeliest (naive Bayes over letter pairs).
The statistics are the letter-pair counts that langdetect ships; Chinese characters have tables of their own.
"""

import functools
import json
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

Costs = npt.NDArray[np.float32]
Key = TypeVar("Key", bound=Hashable)

LANGUAGES = (
    *("af", "ar", "bg", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hr", "hu"),
    *("id", "it", "ko", "lt", "lv", "mk", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "so", "sq", "sv", "sw"),
    *("th", "tl", "tr", "uk", "ur", "vi", "is"),
)
"""Profiles of langdetect for languages that pages in an old encoding are written in. Chinese and Japanese are not
here: langdetect counts classes of their characters, not the characters."""

_PAIR_WEIGHT = 0.9
"""How much of a letter's probability comes from its pair with the letter before, the rest from the letter alone."""
_DEAREST = 18.0
"""Bits of a letter that a language does not use."""
_BROKEN = 32.0
"""Bits of a character that no text has: unassigned, private, a C1 control, the replacement character."""
_CASE_SLIP = 8.0
"""Bits of a capital that follows a small letter within a word."""
_SCRIPT_SLIP = 8.0
"""Bits of a change of alphabet within a word."""
_TOUCHING = 3.0
"""Bits of a Latin letter next to a Chinese, Japanese or Korean character, with no space between."""

_PUNCTUATION = frozenset("\u00a0«»“”„‘’‚–—…•·°№€£©®§¡¿、。，「」『』（）：；？！《》〈〉【】・～％　،؟؛।")
_LOW_QUOTES = frozenset("„‚")
_PUNCTUATION_COST = 7.0
_SYMBOL_COST = 14.0
_KANA_COST = {"HIRAGANA": 5.5, "KATAKANA": 7.5, "HALFWIDTH": 14.0}
_HAN_COSTS = (8.5, 12.0, 17.0)
"""Bits of a Chinese character: among the most frequent, in daily use (level 1 of a national standard), any other."""
_IDEOGRAPHIC = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HALFWIDTH", "IDEOGRAPHIC", "HANGUL"})


@dataclass(frozen=True, slots=True)
class Price:
    """What a text costs."""

    bits: float
    letters: int
    """Characters outside ASCII that were priced."""

    @property
    def each(self) -> float:
        """Bits a character: below 10 for most running text, above 16 for nonsense."""
        return self.bits / self.letters if self.letters else 0.0


def price(text: str, surcharge: Costs | None = None) -> Price:
    """What the characters of a text outside ASCII cost, and the letters that follow one, in its likeliest language.

    surcharge: bits for supposing a language at all, over LANGUAGES.
    """
    padded = f" {text} "
    pairs = Counter(pair for pair in pairwise(padded) if not (pair[0] < "\x80" > pair[1]))
    by_language = np.zeros(len(LANGUAGES), dtype=np.float32) if surcharge is None else surcharge.copy()
    shared = 0.0
    letters = 0
    for (before, character), count in pairs.items():
        letters += count * (character >= "\x80")
        flat, row = _pair(before, character)
        shared += flat * count
        if row is not None:
            by_language += row * count
    return Price(shared + float(by_language.min()), letters)


def price_by_language(text: str) -> Costs:
    """What all letters of a text cost in each of LANGUAGES."""
    total = np.zeros(len(LANGUAGES), dtype=np.float32)
    for (before, character), count in Counter(pairwise(f" {text} ")).items():
        total += _models().row(_letter(before), _letter(character)) * count
    return total


@functools.lru_cache(maxsize=2**16)
def _pair(before: str, character: str) -> tuple[float, Costs | None]:
    """Bits of a character after another: the same in every language, and by language (None: in none)."""
    slip = _slip(before, character)
    if character >= "\x80":
        flat = _flat_cost(character)
        if flat is not None:
            return flat + slip, None
    elif not character.isalpha() and before < "\x80":
        return 0.0, None
    return slip, _models().row(_letter(before), _letter(character))


def _letter(character: str) -> str:
    """A letter as the models know it; every character that ends a word is a blank."""
    if character < "\x80":
        return character.lower() if character.isalpha() else " "
    return character.lower()[0] if unicodedata.category(character)[0] in "LM" else " "


def _flat_cost(character: str) -> float | None:
    """Bits of a character that are no matter of language; None for a letter of an alphabet."""
    if character in _PUNCTUATION:
        return _PUNCTUATION_COST
    category = unicodedata.category(character)
    if category in {"Cn", "Co", "Cs", "Cc"} or character == "\ufffd":
        return _BROKEN
    if category[0] not in "LM":
        return _SYMBOL_COST
    script = _script(character)
    if script in _KANA_COST:
        return _KANA_COST[script]
    return _han_cost(character) if script == "CJK" else None


def _slip(before: str, character: str) -> float:
    """Bits of what no writer does within a word."""
    if character in _LOW_QUOTES and before.isalpha():
        return _SCRIPT_SLIP
    if character.isalpha() and before >= "\x80" and _flat_cost(before) == _SYMBOL_COST:
        return _SCRIPT_SLIP
    if not (before.isalpha() and character.isalpha()):
        return 0.0
    cost = _CASE_SLIP if before.islower() and character.isupper() else 0.0
    scripts = {_script(before), _script(character)}
    if len(scripts) == 2 and "LATIN" in scripts and scripts & _IDEOGRAPHIC:
        cost += _TOUCHING
    elif len(scripts) == 2 and not scripts & _IDEOGRAPHIC:
        cost += _SCRIPT_SLIP
    return cost


@functools.lru_cache(maxsize=2**16)
def _script(character: str) -> str:
    """The first word of a character's Unicode name: LATIN, CYRILLIC, CJK..."""
    return unicodedata.name(character, "?").partition(" ")[0].partition("-")[0]


def _han_cost(character: str) -> float:
    frequent, daily, other = _HAN_COSTS
    if character in _frequent_han():
        return frequent
    return daily if _in_daily_use(character) else other


@functools.cache
def _tables() -> dict[str, dict[str, Any]]:
    return tomllib.loads((files("newsmill.intake") / "frequent.toml").read_text("utf-8"))


@functools.cache
def _frequent_han() -> frozenset[str]:
    return frozenset("".join("".join(_tables()["han"].values()).split()))


_DAILY_USE = {"gb2312": (0xB0, 0xD7), "big5": (0xA4, 0xC6), "euc_jp": (0xB0, 0xCF)}
"""First bytes of the level of most used characters, in GB 2312, Big5 and JIS X 0208."""


def _in_daily_use(character: str) -> bool:
    for codec, (first, last) in _DAILY_USE.items():
        code = character.encode(codec, "ignore")
        if len(code) == 2 and first <= code[0] <= last:
            return True
    return False


@dataclass(frozen=True, slots=True)
class _Models:
    """Letter statistics: bits of a letter after another, and of a letter by itself, as arrays over LANGUAGES."""

    pairs: Mapping[tuple[str, str], Costs]
    singles: Mapping[str, Costs]
    unknown: Costs

    def row(self, before: str, letter: str) -> Costs:
        found = self.pairs.get((before, letter))
        return found if found is not None else self.singles.get(letter, self.unknown)


@functools.cache
def _models() -> _Models:
    """Read once a process, and only where an encoding is in doubt: about 0.2 s."""
    counted = [_counts(language) for language in LANGUAGES]
    singles = _rows(letter for letters, _ in counted for letter in letters)
    pairs = _rows(pair for _, two in counted for pair in two)
    alone = np.zeros((len(singles) + 1, len(LANGUAGES)), dtype=np.float32)  # the last row is of letters not among them
    after = np.zeros((len(pairs), len(LANGUAGES)), dtype=np.float32)
    for column, (letters, two) in enumerate(counted):
        weight = _PAIR_WEIGHT if two else 0.0
        total = sum(letters.values())
        rows = [singles[letter] for letter in letters]
        alone[rows, column] = [(1 - weight) * count / total for count in letters.values()]
        rows = [pairs[pair] for pair in two]
        after[rows, column] = [weight * count / max(letters[pair[0]], count) for pair, count in two.items()]
    joint = _bits(after + alone[[singles.get(letter, -1) for _, letter in pairs]])
    lone = _bits(alone)
    return _Models(dict(zip(pairs, joint, strict=True)), dict(zip(singles, lone, strict=False)), lone[-1])


def _rows(keys: Iterable[Key]) -> dict[Key, int]:
    """A row for each of the keys."""
    return {key: row for row, key in enumerate(dict.fromkeys(keys))}


def _counts(language: str) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """Letters and pairs of letters of a language, without case; the blank counts the words."""
    letters: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    own = _tables()["letters"].get(language)
    if own is not None:
        return Counter(own), pairs
    profile = json.loads((files("langdetect") / "profiles" / language).read_text("utf-8"))
    for gram, count in profile["freq"].items():
        if len(gram) == 1:
            letters[gram.lower()[0]] += count
        elif len(gram) == 2:
            lowered = gram.lower()
            pairs[lowered[0], lowered[-1]] += count
            letters[" "] += count if lowered[0] == " " else 0
    return letters, pairs


def _bits(share: Costs) -> Costs:
    limited: Costs = np.minimum(-np.log2(np.maximum(share, 2.0**-_DEAREST)), _DEAREST).astype(np.float32)
    return limited
