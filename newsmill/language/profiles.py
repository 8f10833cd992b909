"""langdetect's language profiles, read in full.

langdetect draws n-grams of a text at random until it is sure, so its answer hangs on a seed and a call costs a
millisecond whatever the text. Here the same n-grams, in the same normal form, are all counted: the answer depends on
nothing but the text, is right as often, and costs a twentieth. Source of method and profiles: N. Shuyo, Language
Detection Library for Java, 2010.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt
from langdetect.utils.ngram import NGram

from newsmill.codepoints import Codes, encode

Scores = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]

NAT = 1024
"""Units of a score in one nat. Scores are whole numbers: their sums are exact, so the same on every machine."""

CANDIDATES = {
    "Latin": tuple(
        "af ca cs cy da de en es et fi fr hr hu id it lt lv nl no pl pt ro sk sl so sq sv sw tl tr vi".split()
    ),
    "Cyrillic": ("bg", "mk", "ru", "uk"),
    "Arabic": ("ar", "fa", "ur"),
    "Devanagari": ("hi", "mr", "ne"),
}
"""The languages of langdetect that share each script."""

_CODES = {"no": "nb"}
_SMOOTHING = 0.2 / 10_000  # langdetect uses about 0.5; a full count of the n-grams bears less
_LONGEST = 3  # characters of an n-gram
_BEYOND = 0xFFFF  # stands for code points that no profile has
_EXACT = 1024  # n-grams whose scores a float of 32 bits adds up exactly, in any order, as BLAS does
_SPACE = 0x20
_SHIFT = np.uint64(16)


@dataclass(frozen=True, slots=True)
class Profiles:
    """The n-grams of one script's languages."""

    languages: tuple[str, ...]
    keys: Keys
    """Each n-gram of 1 to 3 characters, as one number; sorted."""
    scores: npt.NDArray[np.float32]
    """For each n-gram, the logarithm of its probability in each language, in units of NAT; whole numbers."""


def score(text: str, script: str) -> Scores:
    """How well a text fits each language of CANDIDATES[script].

    A score is three times a log-likelihood in units of NAT, since each letter ends up to three n-grams.
    """
    known = profiles(script)
    # Sorted keys are found in half the time, as each look-up goes on from where the one before ended.
    keys = np.sort(_grams(_normalised(np.minimum(encode(f" {_prepare(text)} "), _BEYOND))))
    at = known.keys.searchsorted(keys)
    rows = at[known.keys.take(at) == keys]
    scores = np.zeros(len(known.languages), dtype=np.int64)
    for first in range(0, len(rows), _EXACT):
        part = rows[first : first + _EXACT]
        scores += (np.ones(len(part), dtype=np.float32) @ known.scores.take(part, axis=0)).astype(np.int64)
    return scores


@cache
def profiles(script: str) -> Profiles:
    """The profiles of a script's languages, from the installed langdetect."""
    names = CANDIDATES[script]
    found = [_shares(name) for name in names]
    # The largest number stands behind all n-grams, so that a look-up always lands on a row.
    grams = np.array(sorted({2**64 - 1}.union(*(keys.tolist() for keys, _ in found))), dtype=np.uint64)
    chances = np.full((len(grams), len(names)), _SMOOTHING)
    for column, (keys, shares) in enumerate(found):
        chances[grams.searchsorted(keys), column] += shares
    chances[-1] = 1
    scores = np.rint(np.log(chances) * NAT).astype(np.float32)
    return Profiles(tuple(_CODES.get(name, name) for name in names), grams, scores)


def _shares(name: str) -> tuple[Keys, npt.NDArray[np.float64]]:
    """The keys of a language's n-grams, and the share of each among those of its length."""
    profile: dict[str, Any] = json.loads(files("langdetect").joinpath("profiles", name).read_text("utf-8"))
    counts: dict[str, int] = profile["freq"]
    lengths = np.fromiter(map(len, counts), np.intp, len(counts))
    signs = encode("".join([gram.rjust(_LONGEST, "\0") for gram in counts])).reshape(-1, _LONGEST)
    return _keys(signs), np.fromiter(counts.values(), np.float64) / np.array(profile["n_words"])[lengths - 1]


def _keys(grams: Codes) -> Keys:
    """n-grams as numbers. grams: one a row, code points below _BEYOND, with NUL in front of the shorter ones."""
    numbers = np.zeros(len(grams), dtype=np.uint64)
    for column in grams.T:
        numbers = numbers << _SHIFT | column
    return numbers


def _prepare(text: str) -> str:
    text = str(NGram.normalize_vi(text))
    # Words in capitals are passed over as abbreviations; where all is in capitals nothing would be left to read.
    return text.lower() if text.isupper() else text


def _grams(codes: Keys) -> Keys:
    """The keys of the n-grams of 1, 2 and 3 characters that langdetect reads."""
    space = codes == _SPACE
    capital = _capitals()[codes]
    readable = np.ones(len(codes), dtype=np.bool_)
    readable[1:] = ~(capital[1:] & capital[:-1])
    pairs = codes[:-1] << _SHIFT | codes[1:]
    triples = pairs[:-1] << _SHIFT | codes[2:]
    one = codes[readable & ~space]
    two = pairs[readable[1:] & ~(space[1:] & space[:-1])]
    three = triples[readable[2:] & ~space[1:-1]]
    return np.concatenate((one, two, three))


def _normalised(codes: Codes) -> Keys:
    """What langdetect reads in place of code points up to _BEYOND."""
    forms = _forms()
    normalised = forms[codes]
    if not normalised.all():  # to ask for all of them ahead takes 0.2 s
        for code in set(codes[normalised == 0].tolist()):
            forms[code] = ord(NGram.normalize(chr(code)))
        normalised = forms[codes]
    return normalised


@cache
def _forms() -> Keys:
    """The answers of `_normalised`, 0 where it was not asked yet: no form is NUL."""
    forms = np.zeros(_BEYOND + 1, dtype=np.uint64)
    forms[_BEYOND] = _BEYOND
    return forms


@cache
def _capitals() -> npt.NDArray[np.bool_]:
    return np.array([chr(code).isupper() for code in range(_BEYOND + 1)])
