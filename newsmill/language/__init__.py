"""The language of a text, by paragraph: script gate first, then CLD2, then the evidence of letters and words; a vote.

An answer depends on the text alone, never on a seed, on other calls or on their order.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from newsmill.language.judge import UNDECIDED, judge

__all__ = ["UNDECIDED", "Analysis", "analyse", "detect", "detect_title"]


@dataclass(frozen=True, slots=True)
class Analysis:
    """The languages of a text."""

    language: str
    """ISO 639-1 code of the language most of it is in; "und" where that cannot be told."""
    confidence: float
    """0 to 1: the share of the text in that language, each paragraph by how sure its language is."""
    shares: tuple[tuple[str, float], ...]
    """Each language with its share of the letters, largest first; a Han sign counts as three letters."""
    paragraphs: tuple[str, ...]
    """The language of each paragraph."""


def detect(text: str) -> str:
    """ISO 639-1 code of the language that most of a text is in, "und" where that cannot be told. Chinese is "zh".

    Each line is taken for a paragraph.
    """
    return analyse(text.splitlines()).language


def detect_title(title: str, body: Analysis) -> str:
    """The language of a title, which is often too short to tell without the languages of its body."""
    return judge([title], [language for language, _ in body.shares])[0].language


def analyse(paragraphs: Sequence[str]) -> Analysis:
    """The languages of a text given by its paragraphs, which vote by their letters.

    A paragraph too short to tell goes with its neighbours. Linear in the length of the text.
    """
    verdicts = judge(paragraphs)
    votes: defaultdict[str, float] = defaultdict(float)
    sureness: defaultdict[str, float] = defaultdict(float)
    for verdict in verdicts:
        votes[verdict.language] += verdict.weight
        sureness[verdict.language] += verdict.weight * verdict.sureness
    total = sum(votes.values())
    languages = tuple(verdict.language for verdict in verdicts)
    if not total:
        return Analysis(UNDECIDED, 0.0, (), languages)
    ranking = sorted(((name, vote) for name, vote in votes.items() if vote), key=lambda pair: (-pair[1], pair[0]))
    winner = ranking[0][0]
    shares = tuple((name, round(vote / total, 3)) for name, vote in ranking)
    return Analysis(winner, round(sureness[winner] / total, 3), shares, languages)
