"""All that speaks for each language, for texts too short or too odd for CLD2 alone.

langdetect's profiles referee: they say how well the letters fit each language they know. Telltale letters, function
words and the claim of CLD2 add to that. All evidence is a log-likelihood in the same unit, so it is weighed by adding.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp

from newsmill.language import words
from newsmill.language.claims import Claim
from newsmill.language.letters import TELLTALES, UNWRITTEN
from newsmill.language.profiles import NAT, profiles, score

UNIT = 3 * NAT
"""One nat: `profiles.score` counts every letter three times."""
READ = 400
"""Characters of a text that are weighed: more make no answer better."""

# What each witness is worth. The figures are round: accuracy is flat around all of them.
_SURE = 10 * UNIT
_UNSURE = 4 * UNIT
_WORD = 4 * UNIT
_TELLTALE = 3 * UNIT
_UNHEARD = 6 * UNIT
"""What a language that the profiles do not know must make up for before it is believed."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for each language, in UNIT / nat."""

    scores: Mapping[str, int]
    other: int
    """For any language not in scores: it may fit as well as the best of those known."""

    def of(self, language: str) -> int:
        """What speaks for a language."""
        return self.scores.get(language, self.other)

    def best(self) -> str:
        """The language that most speaks for."""
        return largest(self.scores)

    def chance(self, language: str) -> float:
        """Probability of a language if it or one of those in scores is right."""
        rivals = {**self.scores, language: self.of(language)}
        top = max(rivals.values())
        return exp((rivals[language] - top) / UNIT) / sum(exp((value - top) / UNIT) for value in rivals.values())


def largest(shares: Mapping[str, int]) -> str:
    """The language with the largest share; of equals the first of the alphabet."""
    return min(shares, key=lambda language: (-shares[language], language))


def together(parts: Sequence[Evidence]) -> Evidence:
    """The evidence for texts of one language."""
    languages = sorted({language for part in parts for language in part.scores})
    return Evidence(
        {language: sum(part.of(language) for part in parts) for language in languages},
        sum(part.other for part in parts),
    )


def weigh(text: str, script: str, claim: Claim | None) -> Evidence | None:
    """The evidence for each language of a script that a text may be in; None where no letter of it is known."""
    text = text[:READ]
    fits = score(text, script)
    if not fits.any():
        return None
    known = dict(zip(profiles(script).languages, fits.tolist(), strict=True))
    best = max(known.values())
    scores = known | _telltales(text, script, known)
    if script == "Latin":
        for language, count in words.functions().count(text).items():
            scores[language] = scores.get(language, best - _UNHEARD) + count * _WORD
    if claim and not any(letter in text for letter in UNWRITTEN.get(claim.language, "")):
        # Where no witness could contradict CLD2, its word alone counts less.
        unheard = best if claim.language in _checked() else best - _UNHEARD
        scores[claim.language] = scores.get(claim.language, unheard) + (_SURE if claim.sure else _UNSURE)
    return Evidence(scores, best)


def _telltales(text: str, script: str, known: Mapping[str, int]) -> dict[str, int]:
    """A language of telltale letters fits as well as the best of its relatives, better or worse by these letters."""
    found: dict[str, int] = {}
    if text.isascii():
        return found
    size = sum(map(str.isalpha, text))
    for telltale in TELLTALES[script]:
        if count := sum(map(text.count, telltale.letters)):
            fit = max(known[language] for language in telltale.like or known)
            surplus = count * 1000 - size * telltale.per_thousand
            found[telltale.language] = fit + surplus * _TELLTALE // 1000
    return found


@cache
def _checked() -> frozenset[str]:
    """Languages without a profile that telltale letters or words could still speak for."""
    return words.languages() | {telltale.language for rows in TELLTALES.values() for telltale in rows}
