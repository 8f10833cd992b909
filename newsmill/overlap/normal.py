"""The normal form in which texts are compared: a text as a sequence of units, whatever its typography and script.

A character is folded by NFKC, lower case, decimal digits to ASCII and Traditional to Simplified; punctuation and blanks
only part units; citation marks such as [1] and the commas of large numbers are left out. A unit is a word, or one
character where a script writes no blanks between words (Han, kana, Thai...), so that a line wrapped inside a Chinese
word changes nothing. Nothing here is shown to people: it makes keys.
"""

import functools
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from newsmill.overlap.native import Utf8, kernels

Hashes = NDArray[np.uint64]
Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]
Texts: TypeAlias = "Sequence[str] | pa.Array"
"""Texts, or an Arrow array of strings without nulls, which is read where it lies."""

_BREAK, _WORD, _SINGLE, _DIGIT, _IGNORED = range(5)
_CODE_POINTS = 0x110000
_TABLED = 0x20000
"""Planes 0 and 1 are read from the Unicode database; of the rest only the ideographs matter."""

_RARE_HAN = (0x20000, 0x323AF)
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
    _RARE_HAN,
)
_COMPATIBILITY_IDEOGRAPHS = (0x2F800, 0x2FA1F)
_JAMO = ((0x1161, 0x1175), (0x11A8, 0x11C2))
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
_AROUND = {-4: False, -1: True, 1: True, 2: True, 3: True, 4: False}
"""Where digits stand around a comma that parts thousands, and where none does: 7,800 is 7800."""
_BATCH_POWERS = 1 << 18


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


def units_of(texts: Texts) -> Units:
    """The units of each text. A word's hash is a polynomial of its folded characters modulo 2^64."""
    table = _tables()
    if native := kernels():
        found = native.units(utf8(texts), table.fold, table.flagged, table.shares)
        if found is None:
            found = native.units(utf8(_composed(texts)), table.fold, table.kind, table.shares)
        return Units(*(found or ()))  # without flags it always finds
    codes, kind, ends = _folded(texts)
    single = kind == _SINGLE
    word = (kind == _WORD) | (kind == _DIGIT)
    starts = np.flatnonzero(single[1:] | (word[1:] & ~word[:-1])) + 1
    stops = np.flatnonzero(single[:-1] | (word[:-1] & ~word[1:]))
    powers, inverse = _powers(len(codes))
    sums = np.cumsum(table.mixed[codes] * powers)
    hashes = mix((sums[stops] - sums[starts - 1]) * inverse[starts])
    text = np.repeat(np.arange(len(texts)), np.diff(np.searchsorted(starts, ends), prepend=0))
    digits = np.cumsum(kind == _DIGIT, dtype=np.int32)
    is_number = digits[stops] > digits[starts - 1]
    letters = np.cumsum(single | (kind == _WORD), dtype=np.int32)[ends - 1]
    cited = is_number & (stops - starts < _LONGEST_CITATION)
    cited &= (codes[starts - 1] == ord("[")) & (codes[stops + 1] == ord("]"))
    kept = ~cited if cited.any() else slice(None)
    return Units(hashes[kept], text[kept], is_number[kept], np.diff(letters, prepend=0).astype(np.int64))


def one_array(column: pa.ChunkedArray) -> pa.Array:
    """A column in one array."""
    whole = column.combine_chunks()
    return pa.concat_arrays(whole.chunks) if isinstance(whole, pa.ChunkedArray) else whole


def batches(texts: Texts, size: int = 100_000) -> Iterator[slice]:
    """Consecutive slices of the texts of about so many characters, or bytes, each: they stay in the cache."""
    lengths = [len(text) for text in texts] if not isinstance(texts, pa.Array) else np.diff(utf8(texts)[1]).tolist()
    start, held = 0, 0
    for index, length in enumerate(lengths):
        if held and held + length > size:
            yield slice(start, index)
            start, held = index, 0
        held += length + 1
    if start < len(lengths):
        yield slice(start, len(lengths))


def _folded(texts: Texts) -> tuple[NDArray[np.uint32], NDArray[np.uint8], Indices]:
    """Folded code points of all texts, the kind of each, and the ends of the texts."""
    table = _tables()
    codes, ends = _codes(_strings(texts))
    if table.composes[codes].any():
        codes, ends = _codes(_composed(texts))
    kind = table.kind[codes]
    kind[_thousands(codes, kind, ends)] = _IGNORED
    codes = table.fold[codes]
    kept = kind != _IGNORED
    if kept.all():
        return codes, kind, ends
    return codes[kept], kind[kept], np.cumsum(kept, dtype=np.int64)[ends - 1]


def _thousands(codes: NDArray[np.uint32], kind: NDArray[np.uint8], ends: Indices) -> Indices:
    """The commas that part a number by thousands: behind one to three digits, and before three."""
    commas = np.flatnonzero(codes == ord(","))
    text = np.searchsorted(ends, commas, side="right")
    first, last = np.append(0, ends[:-1] - 1), ends - 1  # the line breaks around each text: no look goes beyond
    for offset, is_digit in _AROUND.items():
        kept = (kind[np.clip(commas + offset, first[text], last[text])] == _DIGIT) == is_digit
        commas, text = commas[kept], text[kept]
    return commas


def _composed(texts: Texts) -> list[str]:
    """The texts, those normalised of which NFKC may join or part characters."""
    whole = _strings(texts)
    codes, ends = _codes(whole)
    composes = np.flatnonzero(_tables().composes[codes])
    for index in np.unique(np.searchsorted(ends, composes, side="right")).tolist():
        whole[index] = unicodedata.normalize("NFKC", whole[index])
    return whole


def _strings(texts: Texts) -> list[str]:
    return texts.to_pylist() if isinstance(texts, pa.Array) else list(texts)


def utf8(texts: Texts) -> Utf8:
    """The texts as they lie in memory."""
    if isinstance(texts, pa.Array):
        width = np.int64 if pa.types.is_large_string(texts.type) else np.int32
        _, offsets, data = texts.buffers()
        bounds = np.frombuffer(offsets, width)[texts.offset : texts.offset + len(texts) + 1].astype(np.int64)
        return np.frombuffer(data or b"", np.uint8), bounds
    parts = [text.encode("utf-8", "surrogatepass") for text in texts]
    return np.frombuffer(b"".join(parts), np.uint8), np.cumsum([0, *map(len, parts)], dtype=np.int64)


def _codes(texts: Sequence[str]) -> tuple[NDArray[np.uint32], Indices]:
    """Code points of all texts, and the ends of the texts.

    A line break before the first and behind the last text lets every unit have a character on either side.
    """
    raw = "\n".join(["", *texts, ""]).encode("utf-32-le", "surrogatepass")
    return np.frombuffer(raw, np.uint32), np.cumsum([len(text) + 1 for text in texts], dtype=np.int64) + 1


def _powers(count: int) -> tuple[Hashes, Hashes]:
    """MULTIPLIER^0, MULTIPLIER^1, ... and their inverses modulo 2^64, `count` of each."""
    powers, inverse = _batch_powers() if count <= _BATCH_POWERS else _powers_to(count)
    return powers[:count], inverse[:count]


@functools.cache
def _batch_powers() -> tuple[Hashes, Hashes]:
    """Powers enough for most batches, reckoned once."""
    return _powers_to(_BATCH_POWERS)


def _powers_to(count: int) -> tuple[Hashes, Hashes]:
    powers, inverse = np.full(count, MULTIPLIER), np.full(count, _INVERSE)
    powers[:1] = inverse[:1] = 1
    return np.cumprod(powers), np.cumprod(inverse)


@dataclass(frozen=True, slots=True)
class _Tables:
    """What becomes of each code point."""

    fold: NDArray[np.uint32]
    """What it is compared as: NFKC, lower case, ASCII digit, Simplified."""
    kind: NDArray[np.uint8]
    composes: Flags
    """NFKC may join it with a neighbour, or parts it into several: its text goes through the whole of NFKC, which is
    slow. Any other text is folded character by character, to the same effect."""
    flagged: NDArray[np.uint8]
    """kind, and the uppermost bit set where it composes."""
    mixed: Hashes
    """The share of a folded character in its word's hash."""
    shares: Hashes
    """The same of a character that is still to be folded."""


@functools.cache
def _tables() -> _Tables:
    fold = np.arange(_CODE_POINTS, dtype=np.uint32)
    kind = np.zeros(_CODE_POINTS, np.uint8)
    composes = np.zeros(_CODE_POINTS, np.bool_)
    for code in range(_TABLED):
        normal = unicodedata.normalize("NFKC", chr(code))
        kinds = {_kind(character) for character in normal}
        fold[code] = _fold(normal[0])
        kind[code] = max(kinds)
        composes[code] = unicodedata.combining(normal[0]) or (len(normal) > 1 and kinds != {_BREAK})
    for first, last in _ORNAMENTS:
        kind[first : last + 1] = _IGNORED
        composes[first : last + 1] = False
    composes[_second_parts()] = True
    for first, last in (*_JAMO, _COMPATIBILITY_IDEOGRAPHS):
        composes[first : last + 1] = True
    kind[_RARE_HAN[0] : _RARE_HAN[1] + 1] = _SINGLE
    simplified = np.arange(_CODE_POINTS, dtype=np.uint32)
    for traditional, simple in _simplified().items():
        simplified[traditional] = simple
    fold = simplified[fold]
    flagged = kind | (composes.astype(np.uint8) << np.uint8(7))
    mixed = mix(np.arange(1, _CODE_POINTS + 1, dtype=np.uint64))
    return _Tables(fold, kind, composes, flagged, mixed, mixed[fold])


def _fold(character: str) -> int:
    digit = unicodedata.decimal(character, None)
    return ord(character.lower()[0]) if digit is None else ord("0") + digit


def _kind(character: str) -> int:
    category = unicodedata.category(character)
    if category == "Cf":
        return _IGNORED
    if category[0] not in "LMN":
        return _BREAK
    if unicodedata.decimal(character, None) is not None:
        return _DIGIT
    return _SINGLE if any(first <= ord(character) <= last for first, last in _UNSPACED) else _WORD


def _second_parts() -> list[int]:
    """Characters that NFC joins with the one before."""
    pairs = (unicodedata.decomposition(chr(code)).split() for code in range(_TABLED))
    return [int(pair[1], 16) for pair in pairs if len(pair) == 2 and not pair[0].startswith("<")]


def _simplified() -> dict[int, int]:
    """Traditional to Simplified by single characters, the first choice of OpenCC's dictionary."""
    dictionary = files("opencc") / "dictionary" / "TSCharacters.txt"
    pairs = (line.split() for line in dictionary.read_text(encoding="utf-8").splitlines() if line.strip())
    return {ord(pair[0]): ord(pair[1]) for pair in pairs if len(pair[0]) == len(pair[1]) == 1}
