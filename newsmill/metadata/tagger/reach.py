"""Which lines of a text may say who wrote it, for whom and where: those around its title, its first words, its end."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from newsmill.metadata.site import normal
from newsmill.metadata.titles import is_prose
from newsmill.page.block import Piece

_OVER_TITLE, _ABOVE, _ABOVE_TITLED = 3, 8, 12
"""Lines over the title; before the first paragraph as many at most, without a title and with one."""
_MIDDLE, _SHORT = 4, 60
"""Lines below the first paragraph, and the characters of one that can be a byline below the lead."""
_BELOW = 10
"""Lines after the last paragraph."""
_WHOLE, _PARAGRAPH = 160, 100
"""Characters of a line, and of a paragraph, that are read whole."""
_OPENING, _OPENING_JOINED, _ENDING = 60, 30, 60
"""Characters of a paragraph in which a dateline stands, and of its end in which a signature does."""
_READ = frozenset({
    "model.not-article", "model.edge", "structure.outside", "structure.edge", "structure.navigation",
    "structure.class-navigation", "structure.form", "structure.link-line", "structure.class-share",
    "structure.class-caption", "structure.caption", "context.caption", "any.caption-credit", "structure.above-title",
    "items.lead", "items.tail", "items.kicker",
})  # fmt: skip
"""Rules whose lines are read all the same; the other rules know better what a line says."""
_MAY_LEAD = re.compile(r"[-–—:：(（【〔\[|/／=＝]|[电電讯訊導]|\d")
"""What a paragraph has near its beginning that a dateline or a name begins."""
_PLACE_FIRST = re.compile(r"\W{0,2}[^\W\d_a-z]\S{1,20}(?:\s\S{1,20}){0,2}(?<=[^\W\d_]{3})\.\s")
"""`Alt Weiler. `: a place as a sentence of its own."""
_MAY_SIGN = re.compile(r"(?:[)）】\]/]|[-–—(（【\[/／].{2,40})$")
"""What a paragraph ends with that a signature ends."""


@dataclass(frozen=True, slots=True)
class Reach:
    """A line, or a part of one, that may say it."""

    place: int
    """Of its Piece."""
    offset: int
    """Of the part in the Piece's text."""
    text: str
    part: str
    """`whole`, or the `head` or `tail` of a paragraph."""
    zone: str
    """`h` from the title on, `t` from the end of the text on."""
    is_prose: bool
    from_title: str
    from_text: str
    """How many lines away, as features have it: none beyond a few is told from another."""


def lines_in_reach(pieces: Sequence[Piece], title: str | None) -> Iterator[Reach]:
    """The lines that may say it, in the order of the page."""
    kept = [place for place, piece in enumerate(pieces) if piece.removal is None and piece.text.strip()]
    if not kept:
        return
    first = next((place for place in kept if is_prose(pieces[place].text)), kept[0])
    last = next((place for place in reversed(kept) if is_prose(pieces[place].text)), kept[-1])
    head = _title_among(pieces[: first + 1], title)
    start = first - _ABOVE if head is None else max(min(head - _OVER_TITLE, first), first - _ABOVE_TITLED)
    middle = (place for place in range(first + 1, min(first + 1 + _MIDDLE, last)) if _is_short(pieces[place]))
    for place in chain(range(max(0, start), first + 1), middle):
        if _is_read(pieces[place]) and _may_say(told := _told(pieces, place, "h", head, place - first)):
            yield told
    for place in range(last, min(len(pieces), last + 1 + _BELOW)):
        ends = place == last and _ends_long(pieces[last])
        is_near = ends or (place > first and len(pieces[place].text) <= _WHOLE)
        if not (is_near and _is_read(pieces[place])):
            continue
        if _may_say(told := _told(pieces, place, "t", head, place - last, ends=ends)):
            yield told


def _may_say(told: Reach) -> bool:
    """Whether a paragraph begins or ends as one with a dateline or a signature may; any other line may say it."""
    leads = told.part != "tail" and (_MAY_LEAD.search(told.text, 0, _OPENING) or _PLACE_FIRST.match(told.text))
    return not told.is_prose or bool(leads or _MAY_SIGN.search(told.text))


def _title_among(pieces: Sequence[Piece], title: str | None) -> int | None:
    """The place of the line that is the title."""
    wanted = normal(title or "")
    return next((place for place, piece in enumerate(pieces) if wanted and normal(piece.text) == wanted), None)


def _is_joined(text: str) -> bool:
    """Whether no blanks part the words of a paragraph: by the sign in its middle, since it may begin with a name."""
    return "\u3040" <= text[len(text) // 2] <= "\u9fff"


def _is_short(piece: Piece) -> bool:
    return len(piece.text) <= _SHORT


def _is_read(piece: Piece) -> bool:
    return bool(piece.text.strip()) and (piece.removal is None or piece.removal.rule in _READ)


def _ends_long(piece: Piece) -> bool:
    return len(piece.text) > _PARAGRAPH


def _told(
    pieces: Sequence[Piece], place: int, zone: str, head: int | None, from_text: int, *, ends: bool = False
) -> Reach:
    piece = pieces[place]
    text, paragraph = piece.text, piece.removal is None and is_prose(piece.text)
    offset, part = 0, "whole"
    if ends:
        offset, part = len(text) - _ENDING, "tail"
    elif len(text) > _WHOLE or (paragraph and len(text) > _PARAGRAPH):
        text, part = text[: _OPENING_JOINED if _is_joined(text) else _OPENING], "head"
    return Reach(
        place,
        offset,
        text[offset:],
        part,
        zone,
        paragraph,
        "tN" if head is None else f"t{max(-3, min(5, place - head))}",
        f"p{max(-6, min(3, from_text))}" if zone == "h" else f"l{max(-1, min(6, from_text))}",
    )
