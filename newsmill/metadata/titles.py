"""The headline among a text's first lines, where no markup names it."""

import re
from collections.abc import Sequence

from newsmill.metadata.site import MAX_TITLE, normal, same, strip_site
from newsmill.page.block import Piece, Role

_UNFINISHED = re.compile(r"[。;；:：,，、]$")
_FULL_STOP = re.compile(r"(?<![A-Z])[.।۔]$")
_QUOTED_STOP = re.compile(r"[.。!?！？][\"”’」』]$")
_TWO_SENTENCES = re.compile(r"[^\W\d_]{3,}[.。!?！？][\"”」]?\s*[^\W\d_a-z]")
_PARTED_AFTER = re.compile(r"\s[-–—|·•:»«/]{1,2}\s|\s?[|｜_]|\s?[-–—](?=[\u3400-\u9fff])")
_PARTED_BEFORE = re.compile(r"\s?[-–—|·•:»«/]{1,2}\s$|[|｜_]\s?$")
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
    """The title as the page's own lines tell it, and the places of the lines that do.

    The title of markup may have the site's name around it. A heading that is the shorter form is the headline, and so
    is any line above the text that the title begins or ends with, up to a dash or bar and a shorter rest.
    """
    body = next((place for place, piece in enumerate(lines) if is_prose(piece.text)), len(lines))
    places = [
        place
        for place, piece in enumerate(lines)
        if len(piece.text) <= MAX_TITLE
        and (same(title, piece.text) or (place < body and _is_bare(piece.text.strip(), title)))
    ]
    for place in places:
        line = lines[place].text.strip()
        shorter = len(normal(line)) < len(normal(title))
        if shorter and (lines[place].block.role is Role.HEADING or _is_bare(line, title)):
            return line, places
    return title, places


def _is_bare(line: str, title: str) -> bool:
    """Whether the title is the line and, after or before a dash or bar, a shorter rest."""
    if not may_be_title(line):
        return False
    begins, ends = title.startswith(line), title.endswith(line)
    rest = title[len(line) :] if begins else title[: -len(line)]
    parted = _PARTED_AFTER.match(rest) if begins else _PARTED_BEFORE.search(rest)
    share = 1 if begins else 2  # sites stand behind a headline more often than before it
    return (begins or ends) and parted is not None and 0 < share * len(normal(rest)) < len(normal(line))
