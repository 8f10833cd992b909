"""What a Piece says as a line of metadata: as it stands, or by the inline elements that an HTML page sets it in.

`<span>2 May 2025</span> <span>by Jane Roe</span> <span>4 comments</span>` is one line to a reader, whom style shows its
parts; without style a blank is all that is left between them.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from newsmill.chars import ends_sentence
from newsmill.metadata.fields import read_fields
from newsmill.metadata.plain_names import is_name
from newsmill.metadata.reading import Reading
from newsmill.metadata.said import Fields
from newsmill.metadata.vocabulary import column_of, words
from newsmill.page.block import Piece

_BESIDE = 120
"""Letters of a line in which the date is what matters."""
_PREPOSITION = 3
"""Letters of a word that leads to what the next element holds."""


def fields_of(piece: Piece, reading: Reading, *, under_title: bool) -> Fields | None:
    """What a line says, without the author whom markup names: pages glue that name to what stands beside it."""
    text, author = piece.text.strip(), reading.known.author
    glued = author is not None and text.startswith(author)
    if author and glued:
        text = text[len(author) :].lstrip(" ,|·–—-")
    whole = read_fields(text, reading.context, under_title=under_title, signed=glued)
    if glued or not piece.block.parts or piece.text != piece.block.text:
        return whole
    parted = read_fields(_barred(piece.block.parts), reading.context, under_title=under_title)
    best = parted if parted is not None and (whole is None or _told(parted) >= _told(whole)) else whole
    each = _by_elements(piece, reading) if under_title and (best is None or _told(best) == 1) else None
    return each if each is not None and (best is None or _told(each) > _told(best)) else best


def _by_elements(piece: Piece, reading: Reading) -> Fields | None:
    """What the elements of a short line say one by one, where one holds a date, and others say nothing: a section's
    name, a button, a badge. A name beside the date is the author's."""
    if sum(map(str.isalpha, piece.text)) > _BESIDE or ends_sentence(piece.text):
        return None
    parts = piece.block.parts
    read = [read_fields(part, reading.context) for part in parts]
    dated = next((place for place, fields in enumerate(read) if fields and _names_day(fields)), None)
    if dated is None:
        return None
    found, told = Fields(leading="published"), [fields for fields in read if fields]
    found.published, found.updated = _first(told, "published"), _first(told, "updated")
    found.author, found.source, found.place = (_first(told, name) for name in ("author", "source", "place"))
    if found.author is None and not reading.known.author:
        beside = (parts[place] for place in (dated - 1, dated + 1) if 0 <= place < len(parts) and not read[place])
        found.author = next((part for part in beside if is_name(part, reading.context, vouched=False)), None)
    return found


def _names_day(fields: Fields) -> bool:
    return fields.published is not None and fields.published.names_year


def _first(told: Sequence[Fields], column: str) -> Any:
    """The first value that one of them has."""
    return next((value for fields in told if (value := getattr(fields, column))), None)


def _barred(parts: Sequence[str]) -> str:
    """The parts with bars between them, but not around a comma, nor behind a label or a word such as `by`."""
    text = parts[0]
    for before, part in pairwise(parts):
        parts_nothing = _leads_on(before) or not any(map(str.isalnum, part))
        text += f" {part}" if parts_nothing else f" | {part}"
    return text


def _leads_on(part: str) -> bool:
    return (
        part.endswith((":", "：", ","))
        or len(part) <= _PREPOSITION
        or column_of(part) is not None
        or part.casefold() in words("bylines", "before")
    )


def _told(fields: Fields) -> int:
    """How many columns the line fills."""
    return sum(map(bool, (fields.author, fields.source, fields.published, fields.place)))
