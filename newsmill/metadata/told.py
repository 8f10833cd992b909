"""Which lines of a page tell the title that its markup names, and how they word it."""

import re
from collections.abc import Sequence, Set
from datetime import date

from newsmill.chars import weight
from newsmill.metadata import joined_names
from newsmill.metadata.dates import find_dates
from newsmill.metadata.site import MAX_TITLE, normal, same
from newsmill.metadata.title_model import HeadLines, choose_title
from newsmill.metadata.titles import TITLE_CLASSES, is_beside, is_evident, is_prose, may_be_title, share_of
from newsmill.metadata.vocabulary import words
from newsmill.page.block import Piece, Role

_OF_SITE_AT_MOST, _OF_NOTHING = 0.7, 0.25
"""Share of a title's words that the text has, under which the heading next to the text is the headline: where its class
calls it the title, and where nothing does."""
_PARTED_AFTER = re.compile(r"\s[-–—|·•:»«/]{1,2}\s|\s?[|｜_]|\s?[-–—](?=[\u3400-\u9fff])")
_PARTED_BEFORE = re.compile(r"\s?[-–—|·•:»«/]{1,2}\s$|[|｜_]\s?$")
_SITE_LIKE = re.compile(r"(?:网站|網站|门户网?|門戶網?|新闻网|新聞網|日报|日報|频道|頻道|客户端|官网|官網|[^\W\d_]网)$")
"""How Chinese sites end their names, which may be longer than a headline."""
_JOINER = "\u200c"
"""Between the parts of a Persian word; the titles of markup often have a blank or nothing there."""
_PARTS = re.compile(r"\s[-–—|·•»«:]{1,2}\s")
_WORDS, _SIGNS = 4, 24
"""Words of a headline, or its letters where no blanks part words: a heading of fewer heads a part of the text."""
_LINKED = 0.9
"""Share of linked text from which a heading leads elsewhere: to the front page of its site."""
_OPENING = 1_500
"""Characters of the body among which the words of a headline are looked for."""
_OF_TITLE, _OF_TEXT, _OF_BOTH = 0.5, 0.5, 0.3
"""Share of a line's words that the title, the beginning of the text, or a heading's share that both have."""


def told_by(title: str, lines: Sequence[Piece], outside: Sequence[Piece] = ()) -> tuple[str, list[int]]:
    """The title as the page's own lines tell it, and the places of the lines that do.

    The title of markup may have the site's name around it. A heading that is the shorter form is the headline, and so
    is any line above the text that the title begins or ends with, up to a dash or bar and a shorter rest. Where no line
    says the title, markup words it for search engines, and the page's headline is the one above the text that speaks of
    the same. `outside` are lines before that cleaning has taken out.
    """
    body = next((place for place, piece in enumerate(lines) if is_prose(piece.text)), len(lines))
    said = {normal(piece.text) for piece in outside} - {""}
    places = [
        place
        for place, piece in enumerate(lines)
        if len(piece.text) <= MAX_TITLE
        and (
            same(title, piece.text)
            or (place < body and _is_bare(piece.text.strip(), title))
            or _is_beside_site(piece.text, title, said)
        )
    ]
    if longer := _goes_on(title, lines):
        return longer
    if (whole := _first_heading(title, lines, places)) is not None:
        return whole, places
    told = any(_heading_level(lines[place]) and lines[place].block.link_share < _LINKED for place in places)
    if own := None if told else _own_headline(title, lines, body, outside):
        return own
    if found := None if told else _under_site(title, lines, body, outside):
        return found
    texts = [piece.text.strip() for piece in outside]
    bare = next((line for line in texts if _is_bare(line, title) or _is_beside_site(line, title, said)), None)
    worded = _worded(title, lines, places, said) or bare
    if worded or places or any(same(title, line) for line in texts):
        return worded or title, places
    return _reworded(title, lines, body, outside)


def _worded(title: str, lines: Sequence[Piece], places: Sequence[int], said: Set[str]) -> str | None:
    """The title without the site's name, or with the joiners of Persian, as one of the lines that tell it has it."""
    for place in places:
        line = lines[place].text.strip()
        if _JOINER in line and _JOINER not in title and normal(line) == normal(title):
            return line
        shorter = len(normal(line)) < len(normal(title))
        is_alone = lines[place].block.role is Role.HEADING or _is_bare(line, title)
        if shorter and (is_alone or _is_beside_site(line, title, said)):
            return line
    return None


def _first_heading(title: str, lines: Sequence[Piece], places: Sequence[int]) -> str | None:
    """The page's first heading where it says the title and more, as search engines get titles cut short."""
    headings = [lines[place].text.strip() for place in places if _heading_level(lines[place]) == 1]
    whole = headings[0] if len(headings) == 1 else ""
    longer = len(normal(whole)) > len(normal(title)) and whole.startswith(title)
    return whole if longer and not _is_bare(title, whole) else None


def _reworded(title: str, lines: Sequence[Piece], body: int, outside: Sequence[Piece]) -> tuple[str, list[int]]:
    """The line above the text that speaks of what the title and the text speak of; the title where there is none."""
    opening = "\n".join(piece.text for piece in lines[body:])[:_OPENING].casefold()
    above = [(None, piece) for piece in outside] + list(enumerate(lines[:body]))
    for level in (1, 2, 3, 0):
        for place, piece in above:
            if _heading_level(piece) == level and _speaks_of(piece, title, opening):
                return piece.text.strip(), [] if place is None else [place]
    return title, []


def _own_headline(
    title: str, lines: Sequence[Piece], body: int, outside: Sequence[Piece]
) -> tuple[str, list[int]] | None:
    """The page's headline where its markup has another, for search engines, or only the site's name: its one first
    heading; without one the heading next to the text, if it speaks more of it than the title does."""
    above: list[tuple[int | None, Piece]] = [*((None, piece) for piece in outside), *enumerate(lines[:body])]
    heads = [(place, piece) for place, piece in above if _may_head(piece)]
    first = [(place, piece) for place, piece in heads if _heading_level(piece) == 1]
    heads = [(place, piece) for place, piece in heads if not _is_part(piece, title)]
    if len(first) == 1 and first[0] in heads:
        place, piece = first[0]
        return _without_topline(piece, title), [] if place is None else [place]
    opening = "\n".join(piece.text for piece in lines[body:])[:_OPENING].casefold()
    of_title = 0.0 if _is_of_site(title, [piece for _, piece in above]) else share_of(title, opening)
    for place, piece in [] if first else reversed(heads):
        if _is_long(piece.text) and share_of(piece.text, opening) >= max(_OF_BOTH, 2 * of_title):
            return piece.text.strip(), [] if place is None else [place]
    said = any(same(title, piece.text) and not _heading_level(piece) for _, piece in above)
    for place, piece in [] if first or said else heads[-1:]:
        called = _is_called_title(piece)
        if (called or _may_be_headline(piece.text)) and of_title < (_OF_SITE_AT_MOST if called else _OF_NOTHING):
            return piece.text.strip(), [] if place is None else [place]
    return None


def _under_site(
    title: str, lines: Sequence[Piece], body: int, outside: Sequence[Piece]
) -> tuple[str, list[int]] | None:
    """The headline among plain lines, where the title of markup is only the site's name and a section."""
    if not _is_of_site(title, [*outside, *lines[:body]]):
        return None
    opening = "\n".join(piece.text for piece in lines[body:])[:_OPENING].casefold()
    head = HeadLines(lines[:body], lines, frozenset(), frozenset(), opening)
    line, places = choose_title(head)
    if line is None or any(_is_part(lines[place], title) for place in places):
        return None
    is_site = _sections(title) or (not _is_long(title) and share_of(line, opening) > share_of(title, opening))
    return (line, places) if is_site and _is_long(line) and is_evident(line, opening) else None


def is_named(line: str, title: str) -> bool:
    """Whether a line is one of the parts of the title, as the site is."""
    return any(same(line, part) for part in _PARTS.split(title))


def _is_called_title(piece: Piece) -> bool:
    """Whether the class of a heading calls it the title."""
    return not piece.block.place.own_words.isdisjoint(TITLE_CLASSES) and not is_beside(piece.text.strip())


def _may_be_headline(line: str) -> bool:
    """Whether a heading has the words of a headline, and is no day."""
    return _is_long(line) and not any(found.names_year for found in find_dates(line, date.max))


def _is_of_site(title: str, above: Sequence[Piece]) -> bool:
    """Whether each part of the title is a plain line above the text, or the name of a section: beside that, the site
    may stand in a heading, too."""
    parts, sections = _PARTS.split(title), _sections(title)
    said = {normal(piece.text) for piece in above if sections or not _heading_level(piece)}
    return all(normal(part) in said for part in parts if part not in sections) and len(sections) < len(parts)


def _sections(title: str) -> list[str]:
    """The parts of a title that are names of sections."""
    return [part for part in _PARTS.split(title) if part.casefold() in words("names", "sections")]


def _is_long(line: str) -> bool:
    """Whether a heading has the words of a headline: two or three head a part of a text."""
    return len(line.split()) >= _WORDS or (joined_names.is_joined(line) and weight(line) >= _SIGNS)


def _heading_level(piece: Piece) -> int:
    return piece.block.level if piece.block.role is Role.HEADING else 0


def _may_head(piece: Piece) -> bool:
    """Whether a heading may be the headline: it is no link to the front page."""
    return _heading_level(piece) > 0 and piece.block.link_share < _LINKED and may_be_title(piece.text.strip())


def _is_part(piece: Piece, title: str) -> bool:
    """Whether a heading is a part of the title, as the site is, or has it."""
    one, other = normal(piece.text), normal(title)
    return one in other or other in one


def _without_topline(piece: Piece, title: str) -> str:
    """A heading without the topic that an element of its own sets before the headline, if the title does without."""
    parts = piece.block.parts
    topic = parts[0] if len(parts) == len(("topic", "headline")) else ""
    is_topic = 0 < 2 * len(topic) <= len(piece.text) and not share_of(topic, title.casefold())
    return parts[1] if is_topic and may_be_title(parts[1]) else piece.text.strip()


def _speaks_of(piece: Piece, title: str, opening: str) -> bool:
    """Whether a line has the words of the title, of the text, or some of both."""
    line = piece.text.strip()
    if not may_be_title(line) or is_beside(line):
        return False
    of_title, of_text = share_of(line, title.casefold()), share_of(line, opening)
    if _heading_level(piece) == 1:
        return of_title + of_text >= _OF_TEXT
    return of_title >= _OF_TITLE or (of_title >= _OF_BOTH and of_text >= _OF_BOTH)


def _goes_on(title: str, lines: Sequence[Piece]) -> tuple[str, list[int]] | None:
    """The headline where markup has only its first half, up to a colon that the page's heading goes on after; or where
    markup sets the site's name and a colon before it, and the page has the name further up."""
    whole = next((p.text.strip() for p in lines if p.block.level == 1 and p.text.startswith(f"{title}:")), None)
    if whole is not None:
        return whole, [place for place, piece in enumerate(lines) if same(whole, piece.text) or same(title, piece.text)]
    site, _, headline = (normal(part) for part in title.partition(": "))
    headings = [place for place, piece in enumerate(lines) if piece.block.role is Role.HEADING]
    said = [normal(lines[place].text) for place in headings]
    if not headline or site not in said or headline not in said[said.index(site) :]:
        return None
    told = [place for place in headings if normal(lines[place].text) == headline]
    return lines[told[0]].text.strip(), told


def _is_beside_site(line: str, title: str, said: Set[str]) -> bool:
    """Whether the title is the line and another line of the page, however long: the name of a blog."""
    whole, part = normal(title), normal(line)
    rest = whole.removeprefix(part) if whole.startswith(part) else whole.removesuffix(part)
    return bool(part) and rest != whole and rest in said and may_be_title(line)


def _is_bare(line: str, title: str) -> bool:
    """Whether the title is the line and, after or before a dash or bar, a shorter rest."""
    begins, ends = title.startswith(line), title.endswith(line)
    if not (begins or ends) or not may_be_title(line):
        return False
    rest = title[len(line) :] if begins else title[: -len(line)]
    parted = _PARTED_AFTER.match(rest) if begins else _PARTED_BEFORE.search(rest)
    share = 1 if begins else 2  # sites stand behind a headline more often than before it
    is_site = begins and _SITE_LIKE.search(rest) is not None
    return parted is not None and (is_site or 0 < share * len(normal(rest)) < len(normal(line)))
