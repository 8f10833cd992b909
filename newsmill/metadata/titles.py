"""The headline among a text's first lines, where no markup names it."""

import re
from collections.abc import Sequence

from newsmill.metadata.site import MAX_TITLE, normal, same, strip_site
from newsmill.page.block import Piece, Role

_UNFINISHED = re.compile(r"[。;；:：,，、]$")
_FULL_STOP = re.compile(r"(?<![A-Z])[.।۔]$")
_QUOTED_STOP = re.compile(r"[.。!?！？][\"”’」』]$")
_TWO_SENTENCES = re.compile(r"[^\W\d_]{3,}[.。!?！？][\"”」]?\s*[^\W\d_a-z]")
_SENTENCE_END = re.compile(r"[.。!?！？।۔…][\"”’」』)）]?\s*$")


def may_be_title(text: str) -> bool:
    """Whether the text reads as a headline: short, begun as one, and no whole sentence with its stop."""
    line = text.strip()
    if not 2 <= len(line) <= MAX_TITLE or len(normal(line)) < 2:
        return False
    if line[0].islower() and line[1:2].islower():
        return False
    if _UNFINISHED.search(line) or _FULL_STOP.search(line) or _QUOTED_STOP.search(line):
        return False
    return len(line) < 120 or _TWO_SENTENCES.search(line) is None


def is_prose(text: str) -> bool:
    """Whether the text is a paragraph of the report rather than a line around it."""
    letters = sum(map(str.isalpha, text))
    joined = sum("\u3040" <= char <= "\u9fff" for char in text)
    weight = letters + 2 * joined
    return weight > 400 or (weight >= 60 and _SENTENCE_END.search(text) is not None)


def choose_title(lines: Sequence[Piece], site: str | None, host: str | None) -> tuple[str | None, list[int]]:
    """The headline among the lines before the first paragraph, and the places of the lines that tell it.

    A heading goes before a plain line. Where a line comes again without the path or the site's name around it, the
    shorter form is the headline.
    """
    candidates = [place for place, piece in enumerate(lines) if may_be_title(piece.text)]
    headings = [place for place in candidates if lines[place].block.role is Role.HEADING]
    if headings:
        first = min(headings, key=lambda place: (lines[place].block.level != 1, place))
    elif candidates and candidates[0] == 0:
        first = 0
    else:
        return None, []
    text = lines[first].text.strip()
    places = [place for place, piece in enumerate(lines) if same(text, piece.text)]
    shortest = min((lines[place].text.strip() for place in places), key=lambda one: len(normal(one)))
    return strip_site(shortest, site, host) or None, places


def told_by(title: str, lines: Sequence[Piece]) -> tuple[str, list[int]]:
    """The title as a heading of the page tells it, if one does, and the places of the lines that tell it."""
    places = [place for place, piece in enumerate(lines) if len(piece.text) <= MAX_TITLE and same(title, piece.text)]
    for place in places:
        line = lines[place].text.strip()
        if lines[place].block.role is Role.HEADING and len(normal(line)) < len(normal(title)):
            return line, places
    return title, places
