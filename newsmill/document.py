"""A page, read whole: its reports, each with clean text and metadata, and what was removed and why."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from newsmill.chars import weight
from newsmill.clean import article, refusals
from newsmill.clean.furniture import remove_furniture
from newsmill.clean.render import render
from newsmill.clean.ruleset import Ruleset
from newsmill.intake.formats import Kind
from newsmill.items import split_cards, split_text
from newsmill.metadata import Metadata, read_lines, read_markup
from newsmill.page.block import Piece, Stream
from newsmill.page.html import read_html
from newsmill.page.markup import Page
from newsmill.page.text import cut_markup, read_text

_MIN_WEIGHT = 30
"""Letters under which a text is no report."""
_FULL_WEIGHT = 600
_GUESSES = frozenset({"structure.outside", "structure.edge"})
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


def read_page(text: str, kind: Kind) -> Page:
    """The page as Blocks and Markup."""
    return read_html(text) if kind is Kind.HTML else read_text(text)


def read_document(page: Page, latest: datetime, rules: Ruleset) -> Reading:
    """Clean a page, split it where it is a listing, and read the metadata of its reports.

    latest: when the page was fetched or ingested; no date of it can lie later.
    Raises NoArticle where the page holds no report.
    """
    stream = Stream.of(page.blocks)
    is_listing = _clean(stream, page, latest, rules)
    said = read_markup(page.markup, latest)
    if is_listing:  # the head of a listing speaks of the page, not of its items
        said = Metadata(url=said.url, site=said.site)
    reports: list[Report] = []
    pieces = [piece for piece in stream.pieces if piece.item is None]
    for index, group in groupby((piece for piece in stream.pieces if piece.item is not None), attrgetter("item")):
        read, metadata = read_lines(list(group), said, latest, listing_item=is_listing, language=page.markup.language)
        if page.is_html and not is_listing:
            article.trim_edges(read)
        pieces.extend(read)
        report = _report(index or 0, read, metadata)
        if report is not None:
            reports.append(report)
    if not reports:
        raise refusals.nothing_left(page)
    order = {id(block): number for number, block in enumerate(page.blocks)}
    pieces.sort(key=lambda piece: order[id(piece.block)])
    return Reading(tuple(reports), tuple(pieces), is_listing)


def _clean(stream: Stream, page: Page, latest: datetime, rules: Ruleset) -> bool:
    """Clean the stream and number the items in it; tells whether the page is a listing."""
    if page.is_html:
        article.remove_marked(stream)
        refusals.refuse_excuses(page, stream)
        items = split_cards(stream, latest.date())
        if not items:
            article.keep_body(stream, page.markup)
        remove_furniture(stream, rules)
    else:
        stream.rewrite(cut_markup)
        remove_furniture(stream, rules)
        refusals.refuse_excuses(page, stream)
        items = split_text(stream, latest.date())
    if not items:
        for piece in stream.pieces:
            piece.item = 0
    return items > 0


def _report(index: int, pieces: Sequence[Piece], metadata: Metadata) -> Report | None:
    """The report that the Pieces hold. Where that is too little text, they are removed and there is none."""
    text = render(pieces)
    size = weight(text)
    if size < _MIN_WEIGHT:
        for piece in pieces:
            piece.remove("items.too-short", "no-text")
            piece.item = None
        return None
    truncated = bool(_TRUNCATED.search(text)) and not _SENTENCE_BEFORE.search(text[-20:])
    return Report(index, metadata, text, truncated, _confidence(size, pieces, metadata))


def _confidence(size: int, pieces: Sequence[Piece], metadata: Metadata) -> float:
    """How sure it is that the text is the article, the whole article and nothing else, 0 to 1.

    Much prose, a title, and little doubt (removals by mere position rather than by what a line says) speak for it.
    """
    doubtful = sum(weight(piece.text) for piece in pieces if piece.removal and piece.removal.rule in _GUESSES)
    enough = min(1.0, size / _FULL_WEIGHT)
    return round(0.3 + 0.3 * enough + 0.2 * (metadata.title is not None) + 0.2 * size / (size + doubtful), 3)
