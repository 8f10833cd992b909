"""Metadata in a text's own first and last lines: taken out of the text, and into its columns.

Lines are read only near the edges of a text, and a line goes only if all of it is metadata; what a dateline or a label
begins stays, without its beginning. Whatever leaves the text stays in the list as a removed Piece.
"""

from datetime import datetime

from newsmill.metadata.dates import reads_day_first, years_named
from newsmill.metadata.fields import Context
from newsmill.metadata.head import read_head
from newsmill.metadata.margins import read_margins
from newsmill.metadata.reading import Reading
from newsmill.metadata.record import Metadata
from newsmill.metadata.tail import read_tail
from newsmill.page.block import Piece


def read_lines(
    pieces: list[Piece],
    markup: Metadata,
    latest: datetime,
    *,
    listing_item: bool = False,
    language: str | None = None,
) -> tuple[list[Piece], Metadata]:
    """The Pieces of one document without its lines of metadata, and its metadata: markup first, then its own lines.

    `pieces` are all Pieces of the document in order, kept and removed; what is taken out is marked, never lost.
    `latest` is the moment it was fetched: nothing was published more than a day after it. An item of a listing page
    begins with its title, and the page's own title, date and author are not the item's. `language` is a BCP 47 tag
    that decides the order of 03/04/2024.
    """
    known = Metadata(url=markup.url, site=markup.site) if listing_item else markup
    kept = [place for place, piece in enumerate(pieces) if piece.kept and piece.text.strip()]
    if not kept:
        return pieces, known
    text = "\n".join(pieces[place].text for place in kept)
    context = Context(latest.date(), years_named(text, latest.date()), reads_day_first(language), listing_item)
    reading = Reading(context, known, pieces, kept)
    read_head(reading)
    read_tail(reading)
    if not listing_item:
        read_margins(reading)
    return reading.result() if reading.leaves_text() else pieces, reading.merged()
