"""A page, read whole: its reports, each with clean text and metadata, and what was removed and why."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby, takewhile
from operator import attrgetter
from typing import Self

from newsmill.chars import sentence_weight, weight
from newsmill.clean import article, refusals
from newsmill.clean.confidence import of_lines
from newsmill.clean.edges import remove_edges
from newsmill.clean.furniture import remove_furniture
from newsmill.clean.linked import remove_link_lines
from newsmill.clean.marked import remove_marked
from newsmill.clean.render import render
from newsmill.clean.ruleset import Ruleset
from newsmill.intake.formats import Kind
from newsmill.items import (
    Item,
    LineReader,
    Listing,
    refuse_front,
    remove_teasers,
    split_blocks,
    split_briefs,
    split_cards,
    split_flashes,
    split_plain_cards,
    split_stamped,
    take_places,
    trim,
)
from newsmill.metadata import (
    Collection,
    Metadata,
    joined,
    read_collection,
    read_foot,
    read_lines,
    read_markup,
    reads_day_first_in,
)
from newsmill.page.block import Piece, Stream, as_written
from newsmill.page.html import read_html
from newsmill.page.markup import Page
from newsmill.page.text import cut_markup, read_text
from newsmill.settings import HtmlEngine
from newsmill.templates import Templates, remove_templates, site_of

_NOTHING = Metadata()
_MIN_WEIGHT = 30
"""Letters under which a text is no report."""
_OPENING = 40
"""Pieces that tell whether a page puts the day first in 03/04/2024."""
_END = 20
"""Characters at the end of a text that tell whether it was cut short."""
_TRUNCATED = re.compile(r"(?:\.\.\.|…+|\[(?:\.\.\.|…)\]|\((?:more|more…|more\.\.\.)\))$")
_SENTENCE_BEFORE = re.compile(r"[.!?。！？][\"'”’」』]?\s*(?:\.\.\.|…+)$")


@dataclass(frozen=True, slots=True)
class Report:
    """One report of a page."""

    index: int
    metadata: Metadata
    text: str
    truncated: bool
    confidence: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What a page gave: its reports, and all its Pieces in order, each kept or with the reason for its removal."""

    reports: tuple[Report, ...]
    pieces: tuple[Piece, ...]
    is_listing: bool


def read_page(text: str, kind: Kind, html_engine: HtmlEngine = "lexbor") -> Page:
    """The page as Blocks and Markup."""
    return read_html(text, html_engine) if kind is Kind.HTML else read_text(text)


def read_document(
    page: Page,
    latest: datetime,
    rules: Ruleset,
    stated: Metadata = _NOTHING,
    templates: Templates | None = None,
) -> Reading:
    """Clean a page, split it where it is a listing, and read the metadata of its reports.

    latest: when the page was fetched or ingested; no date of it can lie later.
    stated: what the container says that the page came in; it goes before what the page says.
    templates: lines that sites put into their reports.
    Raises NoArticle where the page holds no report.
    """
    stream = Stream.of(page.blocks)
    found = article.find_article(page) if page.is_html else None
    listing = _clean(stream, page, found, latest, rules)
    said = joined(stated, read_markup(page.markup, latest))
    reports: list[Report] = []
    pieces = [piece for piece in stream.pieces if piece.item is None]
    items = _ItemReader.of(stream, said, stated, latest, page.markup.language) if listing else None
    for index, group in groupby((piece for piece in stream.pieces if piece.item is not None), attrgetter("item")):
        if listing is not None and items is not None:
            read, metadata = items.read(list(group), listing.items[index])
        else:
            read, metadata = read_lines(list(group), said, latest, language=page.markup.language)
            metadata = _with_stated(metadata, stated)
            if found is not None:
                article.drop_doubtful(read, found)
            else:
                remove_edges(read)
                read, metadata = read_foot(read, metadata, latest, language=page.markup.language)
        if templates is not None:
            remove_templates(read, site_of(metadata.url, metadata.site), templates)
        pieces.extend(read)
        report = _report(index, read, metadata, found if listing is None else None)
        if report is not None:
            reports.append(report)
    if not reports:
        raise refusals.nothing_left(page)
    if listing is not None:
        order = {id(block): number for number, block in enumerate(page.blocks)}
        pieces.sort(key=lambda piece: order[id(piece.block)])
    return Reading(tuple(reports), tuple(as_written(pieces)), listing is not None)


def _with_stated(read: Metadata, stated: Metadata) -> Metadata:
    """What is stated of the page, before what was read.

    The date has been settled in reading: the page may say the hour of the day that is stated.
    """
    return joined(replace(stated, published_at=None, published_precision=None), read)


@dataclass(frozen=True, slots=True)
class _ItemReader:
    """What the items of a listing page are read with. The head of the page speaks of the page, not of its items; what
    is stated of the page, and who put the items together, only fills gaps."""

    said: Metadata
    stated: Metadata
    around: Collection
    latest: datetime
    language: str | None

    @classmethod
    def of(cls, stream: Stream, said: Metadata, stated: Metadata, latest: datetime, language: str | None) -> Self:
        above = list(takewhile(lambda piece: piece.item is None, stream.pieces))
        return cls(said, stated, read_collection(above, stream.pieces, latest.date()), latest, language)

    def read(self, pieces: list[Piece], item: Item) -> tuple[list[Piece], Metadata]:
        """The Pieces of an item and its metadata."""
        known = Metadata(title=item.told.title, url=self.said.url, site=self.said.site)
        read, metadata = read_lines(
            pieces,
            known,
            self.latest,
            listing_item=item.titled,
            language=self.language,
            around=self.around,
        )
        if item.told.published_precision == "minute":
            metadata = replace(metadata, published_at=None, published_precision=None)
        metadata = joined(joined(metadata, item.told), replace(self.stated, title=None))
        return read, joined(metadata, Metadata(author=self.around.author, source=self.around.source))


def _clean(
    stream: Stream, page: Page, found: article.Article | None, latest: datetime, rules: Ruleset
) -> Listing | None:
    """Clean the stream and number the items in it; what they are, where the page is a listing."""
    opening = "\n".join(piece.text for piece in stream.pieces[:_OPENING])
    reader = LineReader(latest, reads_day_first_in(page.markup.language, opening))
    if found is not None:
        remove_marked(stream, found)
        refusals.refuse_excuses(page, stream)
        listing = split_flashes(stream, reader) or split_cards(stream, page.markup, reader)
        listing = listing or split_stamped(stream, page.markup, reader)
        listing = listing or split_plain_cards(stream, page.markup, reader)
        if listing is None:
            refuse_front(stream, reader)
            article.keep_article(stream, found)
    else:
        stream.rewrite(cut_markup)
        remove_link_lines(stream)
        listing = split_flashes(stream, reader)
        listing = listing or split_briefs(stream, page.markup, reader, cleaned=False)
        listing = listing or split_stamped(stream, page.markup, reader)
        if listing is None:
            remove_teasers(stream, reader)
    _remove_furniture(stream, rules)
    if found is None:
        refusals.refuse_excuses(page, stream)
        refuse_front(stream, reader)
        listing = listing or split_stamped(stream, page.markup, reader)
    if listing is None:
        listing = split_briefs(stream, page.markup, reader, cleaned=True)
    if listing is None and found is None:
        listing = split_blocks(stream, page.markup, reader)
    if listing is not None:
        trim(stream, reader.today)
        return take_places(stream, listing)
    for piece in stream.pieces:
        piece.item = 0
    return None


def _remove_furniture(stream: Stream, rules: Ruleset) -> None:
    """Remove furniture from each item by itself: what ends one report is no end of the page."""
    parts = [Stream(list(group)) for _, group in groupby(stream.pieces, attrgetter("item"))]
    for part in parts:
        remove_furniture(part, rules)
    stream.pieces = [piece for part in parts for piece in part.pieces]


def _report(index: int, pieces: Sequence[Piece], metadata: Metadata, found: article.Article | None) -> Report | None:
    """The report that the Pieces hold; `found` is the article of a page with one. Where it is too little text, the
    Pieces are removed and there is none."""
    kept = [piece for piece in pieces if piece.removal is None]
    size = sum([weight(piece.text) for piece in kept])
    if size < _MIN_WEIGHT and sum([sentence_weight(piece.text) for piece in kept]) < _MIN_WEIGHT:
        for piece in pieces:
            piece.remove("items.too-short", "no-text")
            piece.item = None
        return None
    text = render(pieces)
    end = text[-_END:]
    truncated = _TRUNCATED.search(end) is not None and not _SENTENCE_BEFORE.search(end)
    if found is not None:
        return Report(index, metadata, text, truncated, found.confidence)
    return Report(index, metadata, text, truncated, of_lines(size, titled=metadata.title is not None))
