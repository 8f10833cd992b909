"""Telltale letters: languages that no profile covers, but that write letters their neighbours do not."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from newsmill.codepoints import CodeTable, encode
from newsmill.language.profiles import NAT, Scores, profiles
from newsmill.language.scripts import batches

_PER_LETTER = 9 * NAT
"""What a telltale letter is worth: as much as the three n-grams it ends, were each e**3 times as likely."""


@dataclass(frozen=True, slots=True)
class Telltale:
    """Letters that tell a language from the others of its script."""

    language: str
    letters: str
    per_thousand: int
    """How many in a thousand letters it takes, so that a foreign name in a text decides nothing."""
    like: tuple[str, ...] = ()
    """Its relatives among the languages with a profile; without, any of them may be."""


TELLTALES = {
    "Latin": (
        Telltale("az", "əƏ", 20),
        Telltale("eo", "ĉĝĥĵŝŭĈĜĤĴŜŬ", 5),
        # Turkish read in the wrong encoding has these letters too, but nothing else of a Nordic language.
        Telltale("is", "þðÞÐ", 10, like=("da", "nb", "sv")),
        Telltale("mt", "ħġċĦĠĊ", 10),
    ),
    # Of languages with the same count the first is taken, so a set of letters stands before those that contain it.
    "Cyrillic": (
        Telltale("be", "ўЎ", 4),
        Telltale("sr", "ђћЂЋ", 4),
        Telltale("mn", "өүӨҮ", 15),
        Telltale("ky", "ңөүҢӨҮ", 15),
        Telltale("tt", "әҗңөүһӘҖҢӨҮҺ", 15),
        Telltale("kk", "әғқңұһөүӘҒҚҢҰҺӨҮ", 15),
        Telltale("tg", "ҳҷӣӯғқҲҶӢӮҒҚ", 15),
    ),
    "Arabic": (
        Telltale("ps", "ټډړږښڼېۍ", 20),
        Telltale("ku", "ڕڵێۆە", 60),
        Telltale("ug", "ۇۆۈۋېە", 60),
        Telltale("sd", "ٻڀٺٽڄڃڇڊڌڏڙڦڪڱڳڻ", 30),
    ),
    "Devanagari": (),
}


def extend(scores: Scores, found: Scores, letters: Scores, script: str) -> Scores:
    """Scores with a column more for each language of TELLTALES[script].

    Such a language fits a text as well as the best of its relatives, and better or worse by its telltale letters; one
    without any fits worst.
    scores: of the profiles, one row a text. found: telltale letters, as `count` gives them. letters: of each text.
    """
    columns = [scores]
    names = profiles(script).languages
    worst = scores.min(axis=1)
    for number, telltale in enumerate(TELLTALES[script]):
        relatives = [names.index(name) for name in telltale.like] or slice(None)
        surplus = found[:, number] * 1000 - letters * telltale.per_thousand
        fit = scores[:, relatives].max(axis=1) + surplus * _PER_LETTER // 1000
        columns.append(np.where(found[:, number] > 0, fit, worst)[:, np.newaxis])
    return np.concatenate(columns, axis=1)


def count(texts: Sequence[str], script: str) -> Scores:
    """Telltale letters in each text: one row a text, one column a language of TELLTALES[script]."""
    telltales = TELLTALES[script]
    if not telltales or all(text.isascii() for text in texts):
        return np.zeros((len(texts), len(telltales)), dtype=np.int64)
    rows = [_count(texts[first:last], script) for first, last in batches(texts)]
    return np.concatenate(rows)


def _count(texts: Sequence[str], script: str) -> Scores:
    kinds = _table(script)[encode("".join(texts))]
    hits = np.flatnonzero(kinds)
    owners = np.searchsorted(np.cumsum([len(text) for text in texts]), hits, side="right")
    bits = range(len(TELLTALES[script]))
    columns = [np.bincount(owners[(kinds[hits] >> bit) & 1 == 1], minlength=len(texts)) for bit in bits]
    return np.stack(columns, axis=1).astype(np.int64)


@cache
def _table(script: str) -> CodeTable[np.uint16]:
    """For each letter a bit for every language that it tells of."""
    bits: dict[int, int] = {}
    for bit, telltale in enumerate(TELLTALES[script]):
        for letter in telltale.letters:
            bits[ord(letter)] = bits.get(ord(letter), 0) | 1 << bit
    return CodeTable(bits, np.uint16)
