"""langdetect's language profiles, read in full.

langdetect draws n-grams of a text at random until it is sure, so its answer hangs on a seed and a call costs a
millisecond whatever the text. Here the same n-grams, in the same normal form, are all counted: the answer depends on
nothing but the text, is right as often, and costs a twentieth. Source of method and profiles: N. Shuyo, Language
Detection Library for Java, 2010.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt
from langdetect.utils.ngram import NGram

from newsmill.codepoints import encode
from newsmill.language.scripts import batches

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
_BEYOND = 0xFFFF  # stands for code points that no profile has
_SPACE = 0x20


@dataclass(frozen=True, slots=True)
class Profiles:
    """The n-grams of one script's languages."""

    languages: tuple[str, ...]
    keys: Keys
    """Each n-gram of 1 to 3 characters, as one number; sorted."""
    scores: npt.NDArray[np.int16]
    """For each n-gram, the logarithm of its probability in each language, in units of NAT."""


def score(texts: Sequence[str], script: str) -> Scores:
    """How well each text fits the languages of a script: one row a text, one column a language of CANDIDATES[script].

    A score is three times a log-likelihood in units of NAT, since each letter ends up to three n-grams.
    """
    known = profiles(script)
    rows = [_batch(texts[first:last], known) for first, last in batches(texts)]
    return np.concatenate(rows) if rows else np.zeros((0, len(known.languages)), dtype=np.int64)


@cache
def profiles(script: str) -> Profiles:
    """The profiles of a script's languages, from the installed langdetect."""
    names = CANDIDATES[script]
    found = [_frequencies(name) for name in names]
    grams = sorted({key for frequencies in found for key in frequencies})
    rows = {key: row for row, key in enumerate(grams)}
    chances = np.full((len(grams), len(names)), _SMOOTHING)
    for column, frequencies in enumerate(found):
        chances[[rows[key] for key in frequencies], column] += list(frequencies.values())
    scores = np.rint(np.log(chances) * NAT).astype(np.int16)
    return Profiles(tuple(_CODES.get(name, name) for name in names), np.array(grams, dtype=np.uint64), scores)


def _frequencies(name: str) -> dict[int, float]:
    """Share of each n-gram among those of its length, by its key."""
    profile: dict[str, Any] = json.loads(files("langdetect").joinpath("profiles", name).read_text("utf-8"))
    totals = profile["n_words"]
    return {_key(gram): count / totals[len(gram) - 1] for gram, count in profile["freq"].items() if len(gram) <= 3}


def _key(gram: str) -> int:
    number = 0
    for sign in gram:
        number = number << 16 | ord(sign)
    return number


def _batch(texts: Sequence[str], known: Profiles) -> Scores:
    # Two spaces part the texts: no n-gram has a space in its middle, so none spans two texts.
    parts = [f" {_prepare(text)} " for text in texts]
    codes = _normal_form()[np.minimum(encode("".join(parts)), _BEYOND)]
    ends = np.cumsum([len(part) for part in parts])
    scores: Scores = np.zeros((len(texts), len(known.languages)), dtype=np.int64)
    for keys, places in _grams(codes):
        at = np.minimum(np.searchsorted(known.keys, keys), len(known.keys) - 1)
        hits = np.flatnonzero(known.keys[at] == keys)
        owners = np.searchsorted(ends, places[hits], side="right")
        filled, starts = np.unique(owners, return_index=True)
        if len(filled):
            scores[filled] += np.add.reduceat(known.scores[at[hits]], starts, axis=0, dtype=np.int64)
    return scores


def _prepare(text: str) -> str:
    text = str(NGram.normalize_vi(text))
    # Words in capitals are passed over as abbreviations; where all is in capitals nothing would be left to read.
    return text.lower() if text.isupper() else text


def _grams(codes: Keys) -> list[tuple[Keys, npt.NDArray[np.intp]]]:
    """The n-grams of 1, 2 and 3 characters that langdetect reads: their keys, and where each ends."""
    space = codes == _SPACE
    capital = _capitals()[codes]
    readable = np.ones(len(codes), dtype=np.bool_)
    readable[1:] = ~(capital[1:] & capital[:-1])
    one = np.flatnonzero(readable & ~space)
    two = np.flatnonzero(readable[1:] & ~(space[1:] & space[:-1])) + 1
    three = np.flatnonzero(readable[2:] & ~space[1:-1]) + 2
    pairs = codes[:-1] << np.uint64(16) | codes[1:]
    triples = pairs[:-1] << np.uint64(16) | codes[2:]
    return [(codes[one], one), (pairs[two - 1], two), (triples[three - 2], three)]


@cache
def _normal_form() -> Keys:
    """What langdetect reads in place of each code point up to _BEYOND."""
    forms = [ord(NGram.normalize(chr(code))) for code in range(_BEYOND)]
    return np.array([*forms, _BEYOND], dtype=np.uint64)


@cache
def _capitals() -> npt.NDArray[np.bool_]:
    return np.array([chr(code).isupper() for code in range(_BEYOND + 1)])
