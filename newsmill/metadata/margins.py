"""Lines around a text that cleaning has taken out for where they stand: bylines, dates and sources are among them.

They stay removed, under the rule that removed them; what they say fills columns that nothing else has filled.
"""

from newsmill.metadata.fields import read_fields
from newsmill.metadata.head import is_subheading
from newsmill.metadata.reading import RULES, Reading
from newsmill.metadata.titles import is_prose
from newsmill.page.block import Piece, Role

ABOVE = 6
"""Lines below the title that may be metadata."""
BELOW = 12
"""Lines after the text that may be metadata."""

_FOR_THEIR_PLACE = frozenset({"structure.outside", "structure.edge"})
"""Rules that only say where a line stands. A line that a rule knows better, as a comment or a caption, is not read."""


def read_margins(reading: Reading) -> None:
    """Read what stands between title and text, and what a label announces after the text."""
    for piece in _above(reading):
        fields = read_fields(piece.text, reading.context, under_title=True)
        if fields is not None and not is_subheading(piece):
            reading.note_fields(fields)
    for piece in _below(reading):
        fields = read_fields(piece.text, reading.context)
        if fields is not None and fields.labelled and fields.leading != "title":
            reading.note_fields(fields)


def _above(reading: Reading) -> list[Piece]:
    """Lines between the title and the first paragraph. Without a title, nothing tells where the page's head ends."""
    titles = [place for place, new in reading.replaced.items() if _is_title(new)]
    body = next((place for place in reading.kept if is_prose(reading.pieces[place].text)), None)
    if not titles or body is None:
        return []
    between = reading.pieces[min(titles) + 1 : body]
    return [piece for piece in between if _is_outside(piece)][:ABOVE]


def _below(reading: Reading) -> list[Piece]:
    """Lines after the text, up to a heading: what stands below that speaks of other reports."""
    found: list[Piece] = []
    for piece in reading.pieces[reading.kept[-1] + 1 :]:
        if piece.block.role is Role.HEADING or len(found) == BELOW:
            break
        if _is_outside(piece):
            found.append(piece)
    return found


def _is_title(pieces: list[Piece]) -> bool:
    return any(piece.removal is not None and piece.removal.rule == RULES["title"][0] for piece in pieces)


def _is_outside(piece: Piece) -> bool:
    return piece.removal is not None and piece.removal.rule in _FOR_THEIR_PLACE
