"""Lines at the edges of a text that no rule knows: furniture by where, and among what, they stand.

Rules know the furniture of the languages and sites that somebody thought of. Above the first paragraph and below the
last one most lines of any page are furniture, and the more of those around a line are known for it, the surer. A small
forest judges these lines, and these only; in the middle of a text nothing goes that no rule names.
bench/train_lines.py trains it and writes lines.npz: plain arrays and a digest of what it learned from.
"""

import functools
import re
from collections.abc import Sequence
from importlib.resources import files

import numpy as np

from newsmill.chars import ends_sentence, weight
from newsmill.clean.forest import Forest
from newsmill.clean.line_features import Lines
from newsmill.page.block import Piece, Removal, Role

EDGE = ("model.edge", "edge")
ABOVE = ("structure.above-title", "edge")
_TITLE = Removal("metadata.title", "metadata:title")
ORNAMENT = ("model.edge", "ornament")
"""Of lines without a letter or a figure: ▼, ＊＊＊."""
_SIGNED = re.compile(r"[.!?…”\"»]\s\([^\W\d_]{2,4}(?:/[^\W\d_]{2,4})?\)\s*$")
"""`… postponed. (hv)`: whoever signs closes the text."""
_FIGURE = re.compile(r"\d")
_SURE, _SURE_OF_SENTENCE = 0.25, 0.12
"""Probability of being article under which a line goes. Texts end with short sentences: of those it must be surer."""
_CUT_SHORT = 100
"""Letters from which a line is a sentence, whatever it ends with."""
_DECIMALS = 3
"""Scores are rounded to so many, so that processors which sum in another order decide alike."""
_LONG = 300
"""Characters from which a line is a paragraph, wherever it stands."""
_ENOUGH = 2
"""Paragraphs that a text has at least, or else it has no edges."""


def remove_edges(pieces: Sequence[Piece]) -> None:
    """Remove the lines around the text of one document that the forest takes for furniture."""
    _remove_above_title(pieces)
    lines = Lines.of(pieces)
    places = edge_places(lines)
    for place in places:
        if not lines.weights[place] and not _FIGURE.search(pieces[place].text):
            pieces[place].remove(*ORNAMENT)
    places = [place for place in places if pieces[place].kept]
    if not places:
        return
    scores = np.round(load_forest().judge(lines.describe(places)), _DECIMALS)
    for place, score in zip(places, scores.tolist(), strict=True):
        if score < (_SURE_OF_SENTENCE if _may_be_text(pieces[place].text) else _SURE):
            pieces[place].remove(*EDGE)


def _remove_above_title(pieces: Sequence[Piece]) -> None:
    """Remove the lines that stand above the headline: no text does, so with a paragraph there it is no headline."""
    title = next((place for place, piece in enumerate(pieces) if piece.removal == _TITLE), 0)
    above = [piece for piece in pieces[:title] if piece.kept]
    if not any(_may_be_text(piece.text) for piece in above):
        for piece in above:
            piece.remove(*ABOVE)


def edge_places(lines: Lines) -> list[int]:
    """Where the kept lines stand that may be furniture for their place: above the first paragraph, below the last, and
    in the lower half of the text paragraphs next to what was removed."""
    if len(lines.prose) < _ENOUGH:
        return []
    first, last = lines.prose[0], lines.prose[-1]
    lower = {place for place in lines.prose[len(lines.prose) // 2 + 1 :] if _beside_removed(lines, place)}
    return [
        place
        for place, piece in enumerate(lines.pieces)
        if piece.removal is None
        and len(piece.text) < _LONG
        and piece.block.role in (Role.LINE, Role.HEADING)
        and piece.text.strip()
        and (place > last or place in lower or (place < first and piece.block.role is Role.LINE))
        and not _announces(lines, place)
        and not _SIGNED.search(piece.text)
        and not _follows_dateline(lines.pieces, place)
    ]


def _announces(lines: Lines, place: int) -> bool:
    """Whether a line ends in a colon, and what it announces was kept."""
    return lines.pieces[place].text.rstrip()[-1] in ":：" and lines.gone[place + 1 : place + 2] != [True]


def _follows_dateline(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a dateline has been cut off the line: the text begins with it."""
    above = pieces[place - 1] if place else None
    dated = above is not None and above.removal is not None and above.removal.rule == "metadata.dateline"
    return dated and above is not None and above.block is pieces[place].block


def _beside_removed(lines: Lines, place: int) -> bool:
    return lines.gone[place - 1] or lines.gone[place + 1 : place + 2] == [True]


def _may_be_text(text: str) -> bool:
    """Whether a line reads like a sentence, or one that was cut short."""
    return ends_sentence(text) or weight(text) >= _CUT_SHORT


@functools.cache
def load_forest() -> Forest:
    """The forest that newsmill ships."""
    with (files("newsmill.clean") / "lines.npz").open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        return Forest.of(arrays)
