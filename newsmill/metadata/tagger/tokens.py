"""The tokens of a line, and their shapes: words, figures, each sign of Chinese, Japanese and Korean, each mark."""

import re
from functools import lru_cache
from typing import NamedTuple

from newsmill.metadata.vocabulary import words

_MARKS = r"\s!-/:-@\[-`{-~、。，；：！？「」『』…|｜·・•–—«»“”‘()（）【】《》"
_SIGNS = r"\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af"
_TOKEN = re.compile(rf"[{_SIGNS}]|\d+|[^\W\d_][^\d{_MARKS}{_SIGNS}]*(?:['’.-][^\W\d_][^\d{_MARKS}{_SIGNS}]*)*|\S")
"""Words keep their vowel signs, which are no letters, and the marks inside them: `d'Arc`, `A.-M.`"""
SEPARATORS = frozenset('|｜/／·・•∙–—-:：,，;；()（）[]【】«»“”"、。.&‖▪●■▸>›＝=~～_*#@')
_LONG_NUMBER, _LONG_CAPITALS, _LONG_WORD = 5, 5, 4
_RANGES = (
    (0x3400, 0x9FFF, "han"),
    (0x3040, 0x30FF, "kana"),
    (0xAC00, 0xD7AF, "hang"),
    (0x600, 0x6FF, "arab"),
    (0xFB50, 0xFEFF, "arab"),
    (0x590, 0x5FF, "hebr"),
    (0x900, 0xE7F, "brah"),
)
"""Scripts without capitals, by the code points of their signs."""
_SCRIPTS = tuple(
    (name, re.compile(f"[{signs}]"))
    for name, signs in (
        ("kana", "\u3040-\u30ff"), ("hang", "\uac00-\ud7af"), ("han", "\u3400-\u9fff"), ("hebr", "\u0590-\u05ff"),
        ("brah", "\u0900-\u0e7f"), ("fa", "پچژگ"), ("arab", "\u0600-\u06ff"), ("uk", "іїєґ"), ("cyr", "а-я"),
        ("grek", "α-ω"),
    )
)  # fmt: skip


class Token(NamedTuple):
    """A part of a line, in small letters, and where it stands there."""

    start: int
    end: int
    word: str
    shape: str
    affixes: tuple[str, ...]
    """What it begins and ends with, where it is long enough to tell a name by it."""


def take_tokens(line: str) -> list[Token]:
    """The tokens of a line, in order."""
    return [Token(match.start(), match.end(), *_describe(match[0])) for match in _TOKEN.finditer(line)]


@lru_cache(maxsize=8192)
def _describe(text: str) -> tuple[str, str, tuple[str, ...]]:
    word = text.casefold()
    is_long = len(word) >= _LONG_WORD and word.isalpha()
    return word, _shape(text), (f"s3{word[-3:]}", f"s2{word[-2:]}", f"p3{word[:3]}") if is_long else ()


def _shape(text: str) -> str:
    """What a token looks like: its script, its capitals, its number of figures; a mark is its own shape.

    Signs that many Chinese surnames begin with, and words that bylines begin with, have shapes of their own.
    """
    first = text[0]
    if first.isdigit():
        return f"N{min(len(text), _LONG_NUMBER)}"
    caseless = _script(first)
    if caseless == "han" and first in words("names", "han_surnames"):
        return "hanS"
    leads = text.casefold() in words("bylines", "before")
    return (caseless or _case(text)) + ("+" if leads else "")


def _script(char: str) -> str | None:
    return next((name for low, high, name in _RANGES if low <= ord(char) <= high), None)


def _case(text: str) -> str:
    if not text[0].isalpha():
        return text
    if len(text) == 1:
        return "X" if text.isupper() else "x"
    if text.isupper():
        return "XX" if len(text) > _LONG_CAPITALS else "XXs"
    if text.islower():
        return "xx"
    return "Xx" if text[0].isupper() and text[1:].islower() else "xXx"


def script_of(text: str) -> str:
    """The script of a text by its rarest signs, and the language where some letters give it away."""
    return "latn" if text.isascii() else next((name for name, signs in _SCRIPTS if signs.search(text)), "latn")
