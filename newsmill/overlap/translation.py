"""Whether an English text tells what a Chinese one tells: a pure function of the two, which knows no vocabulary.

What both languages write alike has to agree, most of it, and in one order: numbers, days, and names through pinyin.
Rather none than a wrong one: texts with few figures are left alone.
"""

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from newsmill.overlap.amounts import Amount, amounts
from newsmill.overlap.romanised import shared_names
from newsmill.overlap.sentences import Span, sentences

_HAN = re.compile("[\u3400-\u9fff]")
_KANA = re.compile("[\u3041-\u30ff]")
_ENGLISH_WORD = re.compile(r"\b(?:the|of|and|to|in|is|was|said)\b")
_WORDS = re.compile(r"[A-Za-z]+")
_MOSTLY = 0.5
_SOME = 0.05
_OFTEN = 0.08
"""Share of the commonest words of English in a text of it; another language that has one of them has no more."""

_FEWEST = 4
"""Amounts that both must have."""
_ENOUGH, _PLENTY = 3.0, 8.0
"""Weight of the shared amounts from which, with a name and without one, chance is ruled out."""
_SHARE, _SHARE_OF_BOTH = 0.5, 0.65
"""Of the weight of either text's amounts, and of both on average. An excerpt or a digest of several stays below."""
_IN_ORDER = 0.7
_NEIGHBOURS = 1
_SIZES = (0.25, 1.3)
"""English words for a Chinese sign: about 0.6 in translations of news."""
_TOLD = 8
"""Amounts and names that the evidence names."""


@dataclass(frozen=True, slots=True)
class Translation:
    """What speaks for one of two texts being the other's translation."""

    chinese: Span
    """The sentence with most of the shared amounts."""
    english: Span
    similarity: float
    """Share of the weight of all amounts that both have, 0 to 1."""
    containment: float
    """The same of the text with fewer."""
    evidence: str


def is_chinese(text: str) -> bool:
    """Whether a text is written in Chinese, by its signs."""
    letters = sum(map(str.isalpha, text))
    return len(_HAN.findall(text)) > _MOSTLY * letters and len(_KANA.findall(text)) < _SOME * letters


def is_english(text: str) -> bool:
    """Whether a text is written in English, by its commonest words."""
    return len(_ENGLISH_WORD.findall(text)) > _OFTEN * len(_WORDS.findall(text)) > 0


def compare(chinese: str, english: str) -> Translation | None:
    """What makes the one text the translation of the other; None where that is not sure."""
    ours, theirs = amounts(chinese), amounts(english)
    weights = {amount.key: amount.weight for amount in (*ours, *theirs)}
    left, right = {amount.key for amount in ours}, {amount.key for amount in theirs}
    both = left & right
    if len(both) < _FEWEST or not _is_like_sized(chinese, english):
        return None
    weight = _sum(weights, both)
    shares = weight / _sum(weights, left), weight / _sum(weights, right)
    if weight < _ENOUGH or min(shares) < _SHARE or sum(shares) / 2 < _SHARE_OF_BOTH:
        return None
    if _order(ours, theirs, both) < _IN_ORDER:
        return None
    names = shared_names(chinese, english)
    if not names and weight < _PLENTY:
        return None
    here, there = _told_most(chinese, english, ours, theirs, weights, both)
    return Translation(here, there, weight / _sum(weights, left | right), max(shares), _evidence(ours, both, names))


def _sum(weights: dict[str, float], keys: Iterable[str]) -> float:
    return sum(weights[key] for key in keys)


def _is_like_sized(chinese: str, english: str) -> bool:
    least, most = _SIZES
    return least < len(_WORDS.findall(english)) / max(1, len(_HAN.findall(chinese))) < most


def _order(ours: Sequence[Amount], theirs: Sequence[Amount], both: Set[str]) -> float:
    """How far the amounts come in one order in both texts: 1 less Spearman's footrule (Diaconis and Graham 1977) as a
    share of the most it can be. Neighbours may change places, as they do in a sentence of another language."""
    here, there = (
        {key: rank for rank, key in enumerate(dict.fromkeys(amount.key for amount in found if amount.key in both))}
        for found in (ours, theirs)
    )
    moved = sum(max(0, abs(here[key] - there[key]) - _NEIGHBOURS) for key in both)
    return 1 - 2 * moved / len(both) ** 2


def _told_most(
    chinese: str,
    english: str,
    ours: Sequence[Amount],
    theirs: Sequence[Amount],
    weights: dict[str, float],
    both: Set[str],
) -> tuple[Span, Span]:
    """The Chinese sentence with the most of what both have, and the English one with the most of that."""
    here, told = _richest(chinese, ours, weights, both)
    there, _ = _richest(english, theirs, weights, told)
    return here, there


def _richest(text: str, found: Sequence[Amount], weights: dict[str, float], keys: Set[str]) -> tuple[Span, set[str]]:
    best: tuple[float, Span, set[str]] = (0.0, (0, len(text)), set())
    for span in sentences(text):
        told = {amount.key for amount in found if span[0] <= amount.start < span[1]} & keys
        if (weight := _sum(weights, sorted(told))) > best[0]:
            best = weight, span, told
    return best[1], best[2]


def _evidence(ours: Sequence[Amount], both: Set[str], names: Sequence[str]) -> str:
    order = list(dict.fromkeys(amount.key for amount in ours if amount.key in both))
    found = f"{len(order)} numbers and days in one order: {', '.join(order[:_TOLD])}"
    return f"{found}; names {', '.join(names[:_TOLD])}" if names else found
