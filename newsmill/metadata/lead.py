"""Metadata in a text's own first and last lines: taken out of the text, and into its columns.

Lines are read only near the edges of a text, and a line goes only if all of it is metadata; what a dateline or a label
begins stays, without its beginning. Whatever leaves the text stays in the list as a removed Piece.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlsplit

from newsmill.metadata.datelines import Dateline, read_dateline, read_signature
from newsmill.metadata.dates import FoundDate, find_dates, reads_day_first, years_named
from newsmill.metadata.fields import Context, Fields, read_fields
from newsmill.metadata.record import Metadata
from newsmill.metadata.site import MAX_TITLE, strip_site
from newsmill.metadata.titles import choose_title, is_prose, told_by
from newsmill.metadata.vocabulary import any_of
from newsmill.page.block import Piece, Role

HEAD = 8
"""Kept Pieces from the start that may be metadata."""
TAIL = 4
"""Kept Pieces from the end that may be metadata."""

_RULES = {
    "author": ("metadata.byline", "metadata:author"),
    "source": ("metadata.source-line", "metadata:source"),
    "published": ("metadata.date-line", "metadata:published_at"),
    "updated": ("metadata.date-line", "metadata:published_at"),
    "title": ("metadata.title", "metadata:title"),
}
_TITLE = _RULES["title"]
_DATE_LABEL = re.compile(rf"\s*(?:{any_of('labels', 'published')})\s?[:：]?\s*(?=[\d\u0660-\u06f9])", re.IGNORECASE)
_CLOSING_BRACKET = re.compile(r"(?<=[.。!?！？…\"”’」』])\s*(?P<bracket>[(（【\[][^()（）【】\[\]]{2,60}[)）】\]])\s*$")


@dataclass(slots=True)
class _Reading:
    """What has been read so far: values by column, the first one found stays, and new Pieces by place."""

    context: Context
    values: dict[str, str] = field(default_factory=dict)
    published: FoundDate | None = None
    updated: FoundDate | None = None
    dateline_read: bool = False
    replaced: dict[int, list[Piece]] = field(default_factory=dict)

    def note(self, **values: str | None) -> None:
        for column, value in values.items():
            if value and column not in self.values:
                self.values[column] = value

    def note_date(self, found: FoundDate | None) -> None:
        if self.published is None and found is not None and found.when is not None:
            self.published = found


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
    reading = _Reading(context)
    _read_head(pieces, kept, known, reading)
    _read_tail(pieces, kept, reading)
    metadata = _merged(known, reading)
    if _nothing_left(pieces, kept, reading):
        return pieces, metadata
    result: list[Piece] = []
    for place, piece in enumerate(pieces):
        result.extend(reading.replaced.get(place, [piece]))
    return result, metadata


def _read_head(pieces: list[Piece], kept: list[int], known: Metadata, reading: _Reading) -> None:
    """Read the first lines: the title, lines of metadata, and the dateline that the body begins with."""
    head = kept[:HEAD]
    _take_known_title(pieces, head, known, reading)
    before_body: list[int] = []
    paragraphs = 0
    for place in head:
        if paragraphs > 1:
            break
        if place in reading.replaced or _take_line(pieces, place, paragraphs, reading):
            continue
        if _take_beginning(pieces, place, paragraphs, reading) or is_prose(pieces[place].text):
            paragraphs += 1
        elif paragraphs == 0 and place not in reading.replaced:
            before_body.append(place)
    if "title" not in reading.values:
        _take_title(pieces, before_body, kept[-1], known, reading)


def _take_known_title(pieces: list[Piece], head: list[int], known: Metadata, reading: _Reading) -> None:
    """Take out the lines that tell the title that markup, or the place in a listing, has named."""
    lines = [pieces[place] for place in head]
    if reading.context.listing and len(lines[0].text) <= MAX_TITLE:
        reading.note(title=lines[0].text.strip())
        _remove(pieces, head[:1], _TITLE, reading)
    elif known.title:
        title, told = told_by(known.title, lines)
        reading.note(title=title)
        _remove(pieces, [head[place] for place in told], _TITLE, reading)


def _take_beginning(pieces: list[Piece], place: int, paragraphs: int, reading: _Reading) -> bool:
    """Cut what a paragraph begins with, a dateline or a labelled date; whether a paragraph of the body remains."""
    if not reading.dateline_read and (dateline := read_dateline(pieces[place].text, reading.context)):
        reading.dateline_read = True
        return _take_dateline(pieces, place, dateline, reading)
    return paragraphs == 0 and _take_date_prefix(pieces, place, reading)


def _take_title(pieces: list[Piece], places: list[int], last: int, known: Metadata, reading: _Reading) -> None:
    """Find the headline among the lines before the body; the last line of a text is its body, never its headline."""
    lines = [pieces[place] for place in places if place != last]
    title, told = choose_title(lines, known.site, urlsplit(known.url).hostname if known.url else None)
    reading.note(title=title)
    _remove(pieces, [places[place] for place in told], _TITLE, reading)


def _take_dateline(pieces: list[Piece], place: int, dateline: Dateline, reading: _Reading) -> bool:
    """Cut the dateline, and the title that it may announce; whether text remains."""
    piece = pieces[place]
    parts = piece.cut(0, dateline.end, *_dateline_rule(dateline))
    rest = piece.text[dateline.end :].strip()
    if dateline.announces_title and 0 < len(rest) <= MAX_TITLE:
        reading.note(title=rest)
        parts[-1].remove(*_TITLE)
    _note_dateline(dateline, reading)
    reading.replaced[place] = parts
    return any(part.kept for part in parts)


def _dateline_rule(dateline: Dateline) -> tuple[str, str]:
    return "metadata.dateline", "metadata:place" if dateline.place else "metadata:source"


def _note_dateline(dateline: Dateline, reading: _Reading) -> None:
    reading.note(source=dateline.source, place=dateline.place, author=dateline.author)
    reading.note_date(dateline.date)


def _take_line(pieces: list[Piece], place: int, paragraphs: int, reading: _Reading) -> bool:
    """Take a whole line out if it is metadata. A bare date below a paragraph heads a section, if it tells no hour."""
    fields = read_fields(pieces[place].text, reading.context)
    if fields is None or fields.leading is None:
        return False
    bare = not (fields.author or fields.source or fields.labelled or fields.leading == "author")
    exact = fields.published is not None and fields.published.precision == "minute"
    if bare and ((paragraphs and not exact) or _is_subheading(pieces[place])):
        return False
    _take_fields(fields, reading)
    _remove(pieces, [place], _RULES[fields.leading], reading)
    return True


def _is_subheading(piece: Piece) -> bool:
    return piece.block.role is Role.HEADING and piece.block.level > 1


def _take_fields(fields: Fields, reading: _Reading) -> None:
    reading.note(title=fields.title, author=fields.author, source=fields.source, place=fields.place)
    reading.note_date(fields.published)
    if fields.updated is not None and fields.updated.when is not None:
        reading.updated = reading.updated or fields.updated


def _take_date_prefix(pieces: list[Piece], place: int, reading: _Reading) -> bool:
    """Cut `date 2022-08-31` off the paragraph that goes on after it."""
    piece = pieces[place]
    label = _DATE_LABEL.match(piece.text)
    if label is None:
        return False
    window = piece.text[label.end() : label.end() + 60]
    dates = find_dates(window, reading.context.latest, day_first=reading.context.day_first)
    if not dates or dates[0].start != 0 or dates[0].when is None:
        return False
    end = label.end() + dates[0].end
    if not is_prose(piece.text[end:]):
        return False
    reading.note_date(dates[0])
    reading.replaced[place] = piece.cut(0, end, *_RULES["published"])
    return True


def _read_tail(pieces: list[Piece], kept: Sequence[int], reading: _Reading) -> None:
    """Read the last lines backwards, up to the last one of the body, whose closing bracket may be a signature."""
    for place in reversed(kept[-TAIL:]):
        if place in reading.replaced:
            return
        piece = pieces[place]
        text = piece.text.strip()
        if text[:1] in "(（[【" and (signature := read_signature(text, reading.context)):
            _note_dateline(signature, reading)
            _remove(pieces, [place], _dateline_rule(signature), reading)
            continue
        fields = read_fields(text, reading.context)
        if fields and fields.leading not in (None, "title") and (fields.author or fields.source or fields.labelled):
            _take_fields(fields, reading)
            _remove(pieces, [place], _RULES[fields.leading], reading)
            continue
        _take_closing_bracket(pieces, place, reading)
        return


def _take_closing_bracket(pieces: list[Piece], place: int, reading: _Reading) -> None:
    piece = pieces[place]
    match = _CLOSING_BRACKET.search(piece.text, max(0, len(piece.text) - 70))
    if match is None:
        return
    bracket = match["bracket"]
    if signature := read_signature(bracket, reading.context):
        _note_dateline(signature, reading)
        rule = _dateline_rule(signature)
    elif (fields := read_fields(bracket[1:-1], reading.context)) and fields.author:
        _take_fields(fields, reading)
        rule = _RULES["author"]
    else:
        return
    reading.replaced[place] = piece.cut(match.start("bracket"), len(piece.text), *rule)


def _remove(pieces: list[Piece], places: Sequence[int], rule: tuple[str, str], reading: _Reading) -> None:
    """Plan to take whole Pieces out; nothing is marked before it is certain that text remains."""
    for place in places:
        piece = pieces[place]
        gone = Piece(piece.text, piece.block, piece.removal, piece.item, piece.breaks)
        gone.remove(*rule)
        reading.replaced[place] = [gone]


def _nothing_left(pieces: list[Piece], kept: Sequence[int], reading: _Reading) -> bool:
    return not any(piece.kept for place in kept for piece in reading.replaced.get(place, [pieces[place]]))


def _merged(markup: Metadata, reading: _Reading) -> Metadata:
    """Markup first, the lines fill gaps. Where markup's source is only the site, and where its date lacks the hour of
    the same day, the lines say it better."""
    values = reading.values
    said_by_site = markup.source is not None and markup.source == markup.site
    title = values.get("title") or markup.title
    merged = replace(
        markup,
        title=strip_site(title, markup.site) if title else None,
        author=markup.author or values.get("author"),
        source=values.get("source") or markup.source if said_by_site else markup.source or values.get("source"),
        place=markup.place or values.get("place"),
    )
    found = reading.published or reading.updated
    if found is None or found.when is None:
        return merged
    same_day = markup.published_at is not None and markup.published_at.date() == found.when.date()
    finer = same_day and markup.published_precision == "day" and found.precision == "minute"
    if markup.published_at is None or finer:
        return replace(merged, published_at=found.when, published_precision=found.precision)
    return merged
