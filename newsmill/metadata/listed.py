"""What a listing page says of its items: above them who put them together, and below each who wrote it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from newsmill.chars import fold
from newsmill.clean.widgets import button_share
from newsmill.metadata import joined_names, names
from newsmill.metadata.bylines import BYLINE_WORD
from newsmill.metadata.context import COPYRIGHT, Context
from newsmill.metadata.dates import years_named
from newsmill.metadata.fields import read_fields
from newsmill.metadata.vocabulary import any_of, words
from newsmill.page.block import Piece, Role

_COMPILED = re.compile(rf"\s*(?:{any_of('bylines', 'compilers')})(?:\s?[:：]|\s)(?=\s?\S)", re.IGNORECASE)
_PARTS = re.compile(r"\s[|–—-]\s|[|·_]")
_LONGEST = 120
"""Characters of a line above the items."""
_NAME_AND_DAY = re.compile(
    r"(?P<name>[^\W\d_a-z][^\d,|]{2,40}?)\s?[,–—|-]\s?\d[\d./ -]{5,10}(?:\s?[–—|,-])?\s*(?P<rest>.*)$"
)
"""`Ponte Alto – 13/02/2026 – By Jane Roe`"""
_LEADS = 2
"""Names from which on they are compared."""
_LONGEST_PAGE = 20_000
"""Characters of a page in which places are looked for."""
_SAMPLE = 2_000
"""Characters of a page that tell its language."""
_OPENS, _CLOSES = "([（【", ")]）】"
_BUTTONS = 0.5
"""Share of a line's words that buttons have, over which it names nobody."""


@dataclass(frozen=True, slots=True)
class Collection:
    """What a listing page says of all its items."""

    author: str | None = None
    """Who put them together."""
    source: str | None = None
    """Where they are from, if a line above them says so."""
    owners: str = ""
    """The lines that name the page's site."""
    years: tuple[int, ...] = ()
    """Those that the page names, for days of items that name none."""
    text: str = ""
    """Its text."""
    sample: str = ""
    """Its text, as far as it tells in which language the days of all items are written."""
    places_first: bool = False
    """Its items set their places before their days."""


def says_compiled(line: str) -> bool:
    """Whether a line says who put several reports together: `Compiled by Jane Roe`."""
    return _compiler(line, Context(date.max)) is not None


def _compiler(line: str, context: Context) -> str | None:
    """Who put several reports together: a name must follow, and a colon where any two signs could be a name."""
    match = _COMPILED.match(line)
    if match is None or (joined_names.is_joined(line[match.end() :]) and line[match.end() - 1] not in ":："):
        return None
    fields = read_fields(f"author: {line[match.end() :]}", context, under_title=True)
    return fields.author if fields else None


def _byline(line: str, context: Context) -> str | None:
    """Who wrote all of the items: the byline over them."""
    fields = read_fields(line, context, under_title=True)
    return fields.author if fields and fields.told_author else None


def _source(line: str, context: Context) -> str | None:
    """Where all of the items are from: `来源：溪口日报`."""
    fields = read_fields(line, context)
    return fields.source if fields and fields.labelled else None


def read_collection(above: Sequence[Piece], everything: Sequence[Piece], latest: date) -> Collection:
    """What the lines above the first item of a page, and all of its lines, say of all items."""
    lines = [fold(piece.text).strip() for piece in above if len(piece.text) <= _LONGEST]
    context = Context(latest)
    author = next(filter(None, (_compiler(line, context) or _byline(line, context) for line in lines)), None)
    source = next(filter(None, (_source(line, context) for line in lines)), None)
    rights = [piece.text for piece in everything if len(piece.text) <= _LONGEST and COPYRIGHT.search(piece.text)]
    owners = "\n".join([*_PARTS.split(lines[0] if lines else ""), *rights])
    text = "\n".join(piece.text for piece in everything)
    places_first = _set_places_first([fold(piece.text).strip() for piece in everything], text)
    return Collection(
        author, source, owners, years_named(text, latest), text[:_LONGEST_PAGE], text[:_SAMPLE], places_first
    )


def _set_places_first(lines: Sequence[str], text: str) -> bool:
    """Whether names stand before the days of items, each another, and one at least is a place: the text has it behind a
    word such as `in`, or an author stands behind the day as well."""
    found = [match for line in lines if len(line) <= _LONGEST and (match := _NAME_AND_DAY.match(line))]
    leads = {match["name"] for match in found if names.is_place(match["name"])}
    if len(leads) < _LEADS:
        return False
    around = Context(date.max, text=text)
    return any(around.locates(name) for name in leads) or any(BYLINE_WORD.match(match["rest"]) for match in found)


def may_sign_with_day(text: str) -> bool:
    """Whether a line at the end of an item can be a name and a day, or a day and a name."""
    bare = text.strip("()（）[] ").lstrip("—–- ")
    begins = bare != text or names.is_byline_alone(bare.partition(",")[0])
    return bare[:1].isdigit() or (begins and bare[-1:].isdigit())


def names_somebody(piece: Piece) -> bool:
    """Whether a line at the end of an item can be the name of an author or an outlet, or both in brackets."""
    line = piece.text.strip()
    line = line[1:-1].rpartition(", ")[2] if line[:1] in _OPENS and line[-1:] in _CLOSES else line
    if piece.block.link_share or piece.block.role is Role.HEADING or button_share(line) > _BUTTONS:
        return False
    return names.is_byline_alone(line) or names_outlet(line)


def names_outlet(line: str) -> bool:
    """Whether a line is an outlet's name and no more: each of its words has a capital."""
    if names.agency(line) or joined_names.ends_as_outlet(line):
        return True
    told = [word for word in line.split() if word.casefold() not in words("names", "outlet_particles")]
    return names.is_outlet(line) and len(told) > 1 and all(word[0].isupper() and word.isalpha() for word in told)
