"""Flashes: paragraphs that begin with their headline in brackets, each beside its hour, as Chinese wires list them.

`14:52`, `【云岭糖业：甘蔗减产一成】财讯社4月9日电，…`: hour and bracket together are no other form.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from newsmill.chars import weight
from newsmill.items import clocks, listing
from newsmill.items.lines import LineReader
from newsmill.items.listing import BODY_WEIGHT, Item, Listing, is_text
from newsmill.items.marks import Mark
from newsmill.metadata import Metadata
from newsmill.page.block import Piece, Removal, Stream

_MIN_ITEMS = 3
_FLASH = re.compile(r"\s*(?P<hour>\d{1,2}:\d\d(?::\d\d)?\s*)?【(?P<title>[^【】]{4,60})】\s*(?=[^\s【])")
_LEAD = Removal("items.lead", "metadata:title")


@dataclass(frozen=True, slots=True)
class _Flash:
    """A flash: its paragraph, its hour, and the Piece that tells the hour, which may be the paragraph."""

    piece: Piece
    title: str
    end: int
    hour: Mark
    first: Piece


def split_flashes(stream: Stream, reader: LineReader) -> Listing | None:
    """Find the flashes of a page, number their Pieces and take their headlines off; None where it has none."""
    kept = stream.kept()
    flashes = [flash for place in range(len(kept)) if (flash := _flash(kept, place))]
    if len(flashes) < _MIN_ITEMS:
        return None
    before = kept[: kept.index(flashes[0].first)]
    if any(map(is_text, before)):
        return None
    day = _day(before, reader)
    listing.number(stream, [flash.first for flash in flashes])
    _strip(kept[len(before) :], flashes)
    carved = {flash.piece: _carve(flash) for flash in flashes}
    stream.pieces = [part for piece in stream.pieces for part in carved.get(piece, [piece])]
    return Listing(tuple(Item(_told(flash, day), titled=False) for flash in flashes))


def _flash(kept: Sequence[Piece], place: int) -> _Flash | None:
    piece = kept[place]
    match = _FLASH.match(piece.text)
    if match is None or weight(piece.text[match.end() :]) < BODY_WEIGHT:
        return None
    first = piece if match["hour"] or not place else kept[place - 1]
    hour = clocks.read_clock(match["hour"] or first.text.strip(), whole=True)
    return _Flash(piece, match["title"].strip(), match.end(), hour, first) if hour else None


def _day(before: Sequence[Piece], reader: LineReader) -> datetime | None:
    """The day that a line above the flashes names."""
    days = (found.when for piece in reversed(before) if (found := reader.find_day(piece.text)))
    return next(days, None)


def _strip(kept: Sequence[Piece], flashes: Sequence[_Flash]) -> None:
    """Remove hours, and lines between flashes that are no text: counts of readers, buttons."""
    for flash in flashes:
        if flash.first is not flash.piece:
            flash.first.remove(*clocks.CLOCK)
    own = {flash.piece for flash in flashes}
    for piece in kept:
        if piece not in own and not is_text(piece):
            piece.remove(*listing.REPEATED)


def _carve(flash: _Flash) -> list[Piece]:
    piece = flash.piece
    lead = Piece(piece.text[: flash.end], piece.block, _LEAD, piece.item, piece.breaks)
    return [lead, Piece(piece.text[flash.end :], piece.block, piece.removal, piece.item, breaks=False)]


def _told(flash: _Flash, day: datetime | None) -> Metadata:
    if day is None:
        return Metadata(title=flash.title)
    return Metadata(title=flash.title, published_at=clocks.at(day, flash.hour), published_precision="minute")
