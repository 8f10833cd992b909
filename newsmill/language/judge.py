"""The language of each paragraph of a document.

Whoever answers, a script or letter statistics, fills in what is not answered yet; so another detector is one more step
between the two.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from newsmill.language import han, letters, profiles, scripts
from newsmill.language.profiles import CANDIDATES, NAT, Scores

UNDECIDED = "und"

Answer = tuple[str, float]
"""A language, and how sure it is, 0 to 1."""

SHORT = 20
"""Letters that a paragraph in a shared script must have to speak for itself."""
ODDS = 4.0
"""A paragraph leaves the main language of its script where the odds for another are at least e**4 to 1."""
UNSURE = 0.35
"""A text shorter than SHORT is undecidable where its best answer is less probable than this."""

_COMMON_SIGNS = 0.8
_INHERITED = 0.5


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found of one paragraph."""

    language: str
    sureness: float
    """0 to 1."""
    weight: float
    """Its vote: its letters, a Han sign, kana or Hangul syllable as three."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it is judged."""

    texts: tuple[str, ...]
    counts: npt.NDArray[np.int64]
    """Letters of each script in each paragraph."""
    script: npt.NDArray[np.intp]
    """The script each paragraph is in."""

    def rows(self, *names: str) -> list[int]:
        """Paragraphs in one of these scripts."""
        found: list[int] = np.flatnonzero(np.isin(self.script, [scripts.INDEX[name] for name in names])).tolist()
        return found


def judge(paragraphs: Sequence[str], context: Sequence[str] = ()) -> list[Verdict]:
    """A verdict for each paragraph.

    context: languages of the text around them, the most important first; they decide what the letters leave open.
    """
    document = _read(paragraphs)
    found: list[Answer | None] = [None] * len(paragraphs)
    for row, script in enumerate(document.script.tolist()):
        if language := scripts.SCRIPTS[script].language:
            found[row] = (language, 1.0)
    _judge_han(document, context, found)
    for name in CANDIDATES:
        _judge_shared(document, name, context, found)
    filled = _fill(found, context)
    longer = np.array([max(1.0, len(paragraph) / scripts.READ) for paragraph in paragraphs])
    weights = ((document.counts @ scripts.LETTER_WEIGHTS) * longer).tolist()
    return [Verdict(*answer, weight) for answer, weight in zip(filled, weights, strict=True)]


def _read(paragraphs: Sequence[str]) -> Document:
    texts = tuple(map(scripts.clean, paragraphs))
    counts = scripts.tally(texts)
    weighted = counts * scripts.LETTER_WEIGHTS
    han_column, kana_column = scripts.INDEX["Han"], scripts.INDEX["Kana"]
    # Japanese is written in both, so they are one script here; han.decide tells it from Chinese.
    weighted[:, han_column] += weighted[:, kana_column]
    weighted[:, kana_column] = 0
    return Document(texts, counts, weighted.argmax(axis=1))


def _judge_han(document: Document, context: Sequence[str], found: list[Answer | None]) -> None:
    """Chinese or Japanese; where only common signs are there, as the nearest paragraph that tells."""
    fallback = next((language for language in context if language in ("zh", "ja")), "zh")
    rows = document.rows("Han")
    kana = document.counts[:, scripts.INDEX["Kana"]]
    signs = document.counts[:, scripts.INDEX["Han"]]
    decided = {row: han.decide(document.texts[row], int(kana[row]), int(signs[row])) for row in rows}
    nearest = _nearest([decided[row] for row in rows])
    for row, neighbour in zip(rows, nearest, strict=True):
        language = decided[row]
        found[row] = (language, 1.0) if language else (neighbour or fallback, _COMMON_SIGNS)


def _judge_shared(document: Document, name: str, context: Sequence[str], found: list[Answer | None]) -> None:
    """Paragraphs in a script that languages share.

    All together say which language is the main one; a paragraph leaves it only where its letters speak clearly for
    another. So a name or a slogan decides nothing, and a translation below the original is still found.
    """
    rows = document.rows(name)
    if not rows:
        return
    known = (*profiles.profiles(name).languages, *(telltale.language for telltale in letters.TELLTALES[name]))
    around = next((known.index(language) for language in context if language in known), None)
    sizes = document.counts[rows, scripts.INDEX[name]]
    alone = len(rows) == int((document.script > 0).sum()) and not context
    if around is None and not alone and int(sizes.max()) < SHORT:
        return
    texts = [document.texts[row] for row in rows]
    fits, marks = profiles.score(texts, name), letters.count(texts, name)
    main = _main(fits, marks, sizes, name) if around is None else around
    if main is None:
        return
    each = letters.extend(fits, marks, sizes, name)
    leaves = (sizes >= SHORT) & (each.max(axis=1) - each[:, main] >= ODDS * 3 * NAT)
    answers = np.where(leaves, each.argmax(axis=1), main)
    for row, scores, answer in zip(rows, each, answers.tolist(), strict=True):
        found[row] = (known[answer], _chance(scores, answer))


def _main(fits: Scores, marks: Scores, sizes: Scores, name: str) -> int | None:
    """The language, as a column, that paragraphs of a script fit best together; None where that says too little."""
    size = int(sizes.sum())
    whole = letters.extend(fits.sum(axis=0)[None], marks.sum(axis=0)[None], sizes.sum()[None], name)[0]
    main = int(whole.argmax())
    return main if fits.any() and (size >= SHORT or _chance(whole, main) >= UNSURE) else None


def _chance(scores: Scores, answer: int) -> float:
    """Probability of an answer if one of the languages known is right."""
    chances = np.exp((scores - scores.max()) / (3 * NAT))
    return float(chances[answer] / chances.sum())


def _fill(found: Sequence[Answer | None], context: Sequence[str]) -> list[Answer]:
    """Paragraphs without an answer go with the nearest one that has one."""
    around = next(iter(context), UNDECIDED)
    nearest = _nearest([answer[0] if answer else None for answer in found])
    filled = ((answer, language or around) for answer, language in zip(found, nearest, strict=True))
    return [answer or (language, 0.0 if language == UNDECIDED else _INHERITED) for answer, language in filled]


def _nearest(answers: Sequence[str | None]) -> list[str | None]:
    """For each place its own answer, else the last before it, else the first after it."""
    first = next((answer for answer in answers if answer), None)
    return list(_carried(answers, first))


def _carried(answers: Iterable[str | None], last: str | None) -> Iterable[str | None]:
    for answer in answers:
        last = answer or last
        yield last
