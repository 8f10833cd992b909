"""Metadata in a text's own first and last lines: taken out of the text, and into its columns.

Lines are read only near the edges of a text, and a line goes only if all of it is metadata; what a dateline or a label
begins stays, without its beginning. Whatever leaves the text stays in the list as a removed Piece.
"""

import re
from datetime import datetime

from newsmill.metadata.context import COPYRIGHT, Context
from newsmill.metadata.dates import reads_day_first, years_named
from newsmill.metadata.head import read_head
from newsmill.metadata.listed import Collection
from newsmill.metadata.margins import read_below, read_margins
from newsmill.metadata.reading import Reading
from newsmill.metadata.record import Metadata
from newsmill.metadata.second_reading import read_again
from newsmill.metadata.tail import read_tail
from newsmill.metadata.titles import is_prose
from newsmill.page.block import Piece, Removal, Role

_EDGE = Removal("model.edge", "edge")
_NEAR = 4_000
"""Characters from the start of a text in which its names are looked for again."""
_LINES = 12
_SHORT = 150
_BANNER_WORDS, _BANNER = 2, 24
"""Words and characters of a site's name at the very top of its page."""
_AMERICAN = re.compile(
    r"\b(?:neighbor|color|favorite|flavor|harbor|honor|labor|rumor|center|theater|gray|traveled|canceled|"
    r"counties|downtown|sidewalk|Public Works|Police Department|Sheriff|zip code)",
)
_BRITISH = re.compile(
    r"\b(?:neighbour|colour|favourite|flavour|harbour|honour|labour|rumour|centre|theatre|grey\b|travelled|cancelled|"
    r"programme|metres|kilometres|whilst|Parish Council|pence\b)|£\d",
)
_ENGLISH = re.compile(r"\s(?:the|The)\s")


def read_lines(
    pieces: list[Piece],
    markup: Metadata,
    latest: datetime,
    *,
    listing_item: bool = False,
    language: str | None = None,
    around: Collection | None = None,
) -> tuple[list[Piece], Metadata]:
    """The Pieces of one document without its lines of metadata, and its metadata: markup first, then its own lines.

    `pieces` are all Pieces of the document in order, kept and removed; what is taken out is marked, never lost.
    `latest` is the moment it was fetched: nothing was published more than a day after it. An item of a listing page
    begins with its title, and the page's own title, date and author are not the item's. `language` is a BCP 47 tag
    that decides the order of 03/04/2024. `around`: what a listing page says of all its items.
    """
    known = Metadata(url=markup.url, site=markup.site) if listing_item else markup
    reading = _opened(pieces, known, latest, listing_item=listing_item, language=language, around=around)
    if reading is None:
        return pieces, known
    read_head(reading)
    read_tail(reading)
    if not listing_item:
        read_margins(reading)
    read_again(reading)
    return reading.result() if reading.leaves_text() else pieces, reading.merged()


def read_foot(
    pieces: list[Piece], known: Metadata, latest: datetime, *, language: str | None = None
) -> tuple[list[Piece], Metadata]:
    """The same of the last lines alone, where lines at the foot of the page have gone since `known` was read.

    What signs a text may stand above a menu; only without the menu is it the end of the text.
    """
    told = known.author and known.source and known.published_at
    last = next((piece for piece in reversed(pieces) if piece.removal is None or piece.removal == _EDGE), None)
    if told or last is None or last.removal is None:
        return pieces, known
    reading = _opened(pieces, known, latest, listing_item=False, language=language)
    if reading is None:
        return pieces, known
    read_tail(reading)
    read_below(reading)
    return reading.result() if reading.leaves_text() else pieces, reading.merged()


def _opened(
    pieces: list[Piece],
    known: Metadata,
    latest: datetime,
    *,
    listing_item: bool,
    language: str | None,
    around: Collection | None = None,
) -> Reading | None:
    """A reading of the Pieces with what is known around their lines; None where none is kept."""
    kept = [place for place, piece in enumerate(pieces) if piece.removal is None and piece.text.strip()]
    if not kept:
        return None
    text = "\n".join(pieces[place].text for place in kept)
    first = next((place for place in kept if is_prose(pieces[place].text)), kept[-1])
    above, body = _above(pieces, first, known), "\n".join(pieces[place].text for place in kept if place >= first)
    context = Context(
        latest.date(),
        years_named(text, latest.date()) or (around.years if around else ()),
        reads_day_first_in(language, f"{text}\n{around.sample}" if around else text),
        listing_item,
        body[:_NEAR],
        above,
        "\n".join([_owners(pieces, kept, known), around.owners if around else ""]),
        listing_item or around is not None,
        around is not None and around.places_first,
        around.text if around else "",
    )
    return Reading(context, known, pieces, kept)


def reads_day_first_in(language: str | None, text: str) -> bool | None:
    """Whether the day comes first in 03/04/2024: only English is of two minds, and its texts have `the` and `of`. Where
    no tag says of which country it is, spelling does."""
    stated = reads_day_first(language)
    if stated is not None or not (language or _ENGLISH.search(text[:_NEAR])):
        return True if stated is None else stated
    american, british = (spelling.search(text[:_NEAR]) is not None for spelling in (_AMERICAN, _BRITISH))
    return None if american == british else british


def _above(pieces: list[Piece], first: int, known: Metadata) -> str:
    """The title and the lines above the body: menus, paths, headings; not who took its pictures."""
    near = (piece for piece in pieces[max(0, first - _LINES) : first] if len(piece.text) < _SHORT)
    lines = (piece.text for piece in near if piece.removal is None or piece.removal.reason != "credit")
    return "\n".join([known.title or "", *lines])


def _owners(pieces: list[Piece], kept: list[int], known: Metadata) -> str:
    """What the page says of whose it is: its site, and its lines of copyright."""
    edges = [*pieces[: kept[0]], *pieces[kept[-1] :], *(pieces[place] for place in kept[-_LINES:])]
    said = [piece for piece in edges if len(piece.text) < 2 * _SHORT and COPYRIGHT.search(piece.text)]
    ruled = [piece for piece in pieces if piece.removal and piece.removal.rule.endswith(".copyright")]
    banner = [piece for piece in pieces[:1] if _is_banner(piece)]
    return "\n".join([known.site or "", *(piece.text for piece in (*said, *ruled, *banner))])


def _is_banner(piece: Piece) -> bool:
    """Whether the first line of a page can be its site's name rather than a headline."""
    is_heading = piece.block.role is Role.HEADING
    return not is_heading and len(piece.text) <= _BANNER and len(piece.text.split()) <= _BANNER_WORDS
