"""The language of each paragraph of a document.

Whoever answers, a script or those who read one that languages share, fills in what is not answered yet.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from newsmill.language import han, scripts, shared
from newsmill.language.profiles import CANDIDATES
from newsmill.language.shared import INHERITED, Answer

UNDECIDED = "und"

_COMMON_SIGNS = 0.8


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
    script: tuple[str, ...]
    """The script each paragraph is in."""

    @property
    def lettered(self) -> int:
        """How many paragraphs have letters."""
        return sum(name != "none" for name in self.script)

    def rows(self, name: str) -> list[int]:
        """Paragraphs in a script."""
        return [row for row, script in enumerate(self.script) if script == name]


def judge(paragraphs: Sequence[str], context: Sequence[str] = ()) -> list[Verdict]:
    """A verdict for each paragraph.

    context: languages of the text around them, the most important first; they decide what the letters leave open.
    """
    document = _read(paragraphs)
    found: list[Answer | None] = [None] * len(paragraphs)
    for row, script in enumerate(document.script):
        if language := scripts.SCRIPTS[scripts.INDEX[script]].language:
            found[row] = (language, 1.0)
    _judge_han(document, context, found)
    for name in CANDIDATES:
        if name in document.script:
            _judge_shared(document, name, context, found)
    filled = _fill(found, context)
    longer = np.array([max(1.0, len(paragraph) / scripts.READ) for paragraph in paragraphs])
    weights = ((document.counts @ scripts.LETTER_WEIGHTS) * longer).tolist()
    return [Verdict(*answer, weight) for answer, weight in zip(filled, weights, strict=True)]


def _read(paragraphs: Sequence[str]) -> Document:
    texts = tuple(map(scripts.clean, paragraphs))
    counts = scripts.tally(texts)
    weighted = counts * scripts.GATE_WEIGHTS
    han_column, kana_column = scripts.INDEX["Han"], scripts.INDEX["Kana"]
    # Japanese is written in both, so they are one script here; han.decide tells it from Chinese.
    weighted[:, han_column] += weighted[:, kana_column]
    weighted[:, kana_column] = 0
    return Document(texts, counts, tuple(scripts.SCRIPTS[number].name for number in weighted.argmax(axis=1).tolist()))


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
    """Paragraphs in a script that languages share. Short ones in another script's text go with their neighbours."""
    rows = document.rows(name)
    sizes = [int(document.counts[row, scripts.INDEX[name]]) for row in rows]
    around = next((language for language in context if scripts.writes(language, name)), None)
    alone = len(rows) == document.lettered and not context
    if around is None and not alone and max(sizes) < shared.SHORT:
        return
    answers = shared.judge([document.texts[row] for row in rows], sizes, name, around)
    for row, answer in zip(rows, answers or (), strict=False):
        found[row] = answer


def _fill(found: Sequence[Answer | None], context: Sequence[str]) -> list[Answer]:
    """Paragraphs without an answer go with the nearest one that has one."""
    around = next(iter(context), UNDECIDED)
    nearest = _nearest([answer[0] if answer else None for answer in found])
    filled = ((answer, language or around) for answer, language in zip(found, nearest, strict=True))
    return [answer or (language, 0.0 if language == UNDECIDED else INHERITED) for answer, language in filled]


def _nearest(answers: Sequence[str | None]) -> list[str | None]:
    """For each place its own answer, else the last before it, else the first after it."""
    first = next((answer for answer in answers if answer), None)
    return list(_carried(answers, first))


def _carried(answers: Iterable[str | None], last: str | None) -> Iterable[str | None]:
    for answer in answers:
        last = answer or last
        yield last
