"""The normal form in which texts are compared: a text as a sequence of units, whatever its typography and script.

A character is folded by NFKC, lower case, decimal digits to ASCII and Traditional to Simplified; punctuation and blanks
only part units, and citation marks such as [1] are left out. A unit is a word, or one character where a script writes
no blanks between words (Han, kana, Thai...), so that a line wrapped inside a Chinese word changes nothing. Nothing here
is shown to people: it makes keys.
"""

import functools
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]

_BREAK, _WORD, _SINGLE, _IGNORED = range(4)
_CODE_POINTS = 0x110000
_TABLED = 0x20000
"""Planes 0 and 1 are read from the Unicode database; of the rest only the ideographs matter."""

_UNSPACED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x3005, 0x3007),  # iteration marks and the ideographic zero
    (0x3041, 0x30FF),  # kana
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),  # Han
    (0x4E00, 0x9FFF),
    (0x1B000, 0x1B16F),  # rare kana
)
_IDEOGRAPHS = (0x20000, 0x323AF)
_ORNAMENTS = (
    (0x0591, 0x05C7),  # Hebrew points
    (0x0640, 0x0640),  # Arabic tatweel
    (0x064B, 0x0652),  # Arabic vowel marks
    (0xFE00, 0xFE0F),  # variation selectors
    (0xE0100, 0xE01EF),
)
MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_INVERSE = np.uint64(pow(0x9E3779B97F4A7C15, -1, 2**64))
_FINALIZER = np.uint64(0xD6E8FEB86659FD93)
_LONGEST_CITATION = 3


@dataclass(frozen=True, slots=True)
class Units:
    """The units of a batch of texts, one after the other."""

    hashes: Hashes
    text: Indices
    """Which text of the batch each unit is of, ascending."""
    is_number: Flags
    """The unit holds a digit."""
    letters: Indices
    """Letters of each text, digits left out."""

    def bounds(self) -> Indices:
        """Where each text's units start, and the end of the last."""
        return np.searchsorted(self.text, np.arange(len(self.letters) + 1))


def mix(values: Hashes) -> Hashes:
    """Spread every input bit over all 64 bits (rxmx mixer, P. Evensen 2018, shortened)."""
    values = values ^ (values >> np.uint64(32))
    values = values * _FINALIZER
    values = values ^ (values >> np.uint64(29))
    values = values * _FINALIZER
    return values ^ (values >> np.uint64(32))


def units_of(texts: Sequence[str]) -> Units:
    """The units of each text. A word's hash is a polynomial of its folded characters modulo 2^64, from prefix sums."""
    codes, ends = _codes(texts)
    table = _tables()
    kind = table.kind[codes]
    codes = table.fold[codes]
    before, after = np.roll(kind, 1), np.roll(kind, -1)
    starts = np.flatnonzero((kind == _SINGLE) | ((kind == _WORD) & (before != _WORD)))
    stops = np.flatnonzero((kind == _SINGLE) | ((kind == _WORD) & (after != _WORD)))
    sums = np.cumsum(table.mixed[codes] * _powers(MULTIPLIER, len(codes)))
    hashes = mix((sums[stops] - sums[starts - 1]) * _powers(_INVERSE, len(codes))[starts])
    text = np.searchsorted(ends, starts, side="right").astype(np.int64)
    is_digit = (codes >= ord("0")) & (codes <= ord("9"))
    digits = np.cumsum(is_digit)
    is_number = digits[stops] > digits[starts - 1]
    bracketed = (codes[starts - 1] == ord("[")) & (codes[stops + 1] == ord("]"))
    kept = ~(bracketed & is_number & (stops - starts < _LONGEST_CITATION))
    letters = np.cumsum(((kind == _WORD) | (kind == _SINGLE)) & ~is_digit)[ends - 1]
    return Units(hashes[kept], text[kept], is_number[kept], np.diff(letters, prepend=0))


def batches(texts: Sequence[str], characters: int = 500_000) -> Iterator[slice]:
    """Consecutive slices of the texts of about so many characters each: memory stays bounded, numpy stays busy."""
    start, held = 0, 0
    for index, text in enumerate(texts):
        if held and held + len(text) > characters:
            yield slice(start, index)
            start, held = index, 0
        held += len(text) + 1
    if start < len(texts):
        yield slice(start, len(texts))


def _codes(texts: Sequence[str]) -> tuple[NDArray[np.uint32], Indices]:
    """Code points of all texts, each text with a line break behind it and one before the first; ends of the texts.

    A line break before the first and behind the last text lets every unit have a character on either side.
    """
    normal = [
        text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text) for text in texts
    ]
    raw = "\n".join(["", *normal, ""]).encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(raw, np.uint32)
    ends = np.cumsum([len(text) + 1 for text in normal], dtype=np.int64) + 1
    kept = _tables().kind[codes] != _IGNORED
    if kept.all():
        return codes, ends
    return codes[kept], np.cumsum(kept, dtype=np.int64)[ends - 1]


def _powers(base: np.uint64, count: int) -> Hashes:
    """base^0, base^1, ... modulo 2^64."""
    powers = np.full(count, base)
    powers[:1] = 1
    return np.cumprod(powers)


@dataclass(frozen=True, slots=True)
class _Tables:
    """What each code point folds to, what kind it is, and its share in a word's hash."""

    fold: NDArray[np.uint32]
    kind: NDArray[np.uint8]
    mixed: Hashes


@functools.cache
def _tables() -> _Tables:
    fold = np.arange(_CODE_POINTS, dtype=np.uint32)
    kind = np.zeros(_CODE_POINTS, np.uint8)
    for code in range(_TABLED):
        character = chr(code)
        digit = unicodedata.decimal(character, None)
        fold[code] = ord(character.lower()[0]) if digit is None else ord("0") + digit
        category = unicodedata.category(character)
        kind[code] = _WORD if category[0] in "LMN" else _IGNORED if category == "Cf" else _BREAK
    for first, last in _UNSPACED:
        span = kind[first : last + 1]
        span[span == _WORD] = _SINGLE
    kind[_IDEOGRAPHS[0] : _IDEOGRAPHS[1] + 1] = _SINGLE
    kind[(fold >= ord("0")) & (fold <= ord("9"))] = _WORD
    for first, last in _ORNAMENTS:
        kind[first : last + 1] = _IGNORED
    for traditional, simplified in _simplified().items():
        fold[traditional] = simplified
    return _Tables(fold, kind, mix(np.arange(1, _CODE_POINTS + 1, dtype=np.uint64)))


def _simplified() -> dict[int, int]:
    """Traditional to Simplified by single characters, the first choice of OpenCC's dictionary."""
    dictionary = files("opencc") / "dictionary" / "TSCharacters.txt"
    pairs = (line.split() for line in dictionary.read_text(encoding="utf-8").splitlines() if line.strip())
    return {ord(pair[0]): ord(pair[1]) for pair in pairs if len(pair[0]) == len(pair[1]) == 1}
