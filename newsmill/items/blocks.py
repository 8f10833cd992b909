"""Blocks: items that nothing marks but the gap between them, or a line of asterisks. A heading must name the digest, or
each body must begin with its day.

`News in brief`, and under it a title and a paragraph, a blank line, a title and a paragraph; or paragraphs alone that
`* * *` parts. Articles are set in both ways, too, so without the one or the other nothing of it counts.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from newsmill.chars import ends_sentence, sentence_weight
from newsmill.items import listing
from newsmill.items.evidence import read_head, says_digest
from newsmill.items.lines import LineReader
from newsmill.items.listing import Item, Listing, is_text, total
from newsmill.metadata import Metadata, says_compiled
from newsmill.metadata.context import Context
from newsmill.metadata.fields import read_fields
from newsmill.metadata.names import is_place
from newsmill.metadata.titles import may_be_title
from newsmill.page.block import Piece, Role, Stream
from newsmill.page.markup import Markup

_MIN_ITEMS, _MANY = 3, 4
"""Items of a listing, and those of one that a paragraph introduces."""
_TITLE_LENGTH, _HEADING = 100, 120
_PARAGRAPHS = 3
"""Of an item, at most."""
_ALIKE = 6
"""An item may be this many times as long as the shortest."""
_OVER = 5
"""Lines above the first title among which the heading of the page or its day stands."""
_RULE = re.compile(r"\s*(?:[*•·⁂✦◆■□○●★☆=_—–-]\s?){1,12}\s*$")
_KICKER = re.compile(r"\s*([+*=~#|•·-])\1{1,4}\s?(?P<section>[^\W_][^+*=~#|]{1,30}?)\s?\1{2,5}\s*$")
"""`+++ Theatre +++`: a section between marks, over its report."""
_BRACKETED = re.compile(r"\s*【[^【】]{4,40}】\s*$")
"""Headlines in brackets: sections of one report have none."""
_BODY_WEIGHT = 60
"""Letters of a line under a title that is its body, whatever it ends with: a name, or the edge of the page."""
_SENTENCE_WEIGHT = 40
"""The same of a sentence."""
_TITLED_SHARE = 0.8
_RULED = ("items.rule", "listing")


def split_blocks(stream: Stream, markup: Markup, reader: LineReader) -> Listing | None:
    """Find the blocks of a text page under the heading of a digest, and number their Pieces; None where none are."""
    kept = stream.kept()
    if any(piece.block.role is not Role.LINE and piece.block.role is not Role.HEADING for piece in kept):
        return None
    if not _may_hold_blocks(stream, kept, markup, reader):
        return None
    ruled, kicked = _ruled(kept), _kicked(kept)
    items = kicked or ruled or _titled(kept, reader)
    if len(items) < _MIN_ITEMS or not (_are_alike(items) and (ruled or _have_titles(items))):
        return None
    head = read_head(stream, items[0][0], markup, reader)
    dated = not ruled and all(len(item) > 1 and reader.dated_beginning(item[1].text) for item in items)
    bracketed = all(_BRACKETED.match(item[0].text) for item in items)
    if not (kicked or dated or bracketed or (head.names_digest and (not head.paragraphs or len(items) >= _MANY))):
        return None
    listing.number(stream, [item[0] for item in items])
    for piece in kept:
        if _RULE.match(piece.text) or (kicked and _KICKER.match(piece.text)):
            piece.remove(*_RULED)
    day = reader.day_above(kept[: kept.index(items[0][0])])
    told = Metadata(published_at=day, published_precision="day") if day else Metadata()
    return Listing(tuple(_item(item, told, reader, titled=not ruled or not is_text(item[0])) for item in items))


def _may_hold_blocks(stream: Stream, kept: Sequence[Piece], markup: Markup, reader: LineReader) -> bool:
    """Whether anything on a page could tell blocks: asked first, as most pages hold nothing of the kind."""
    lines = [piece.text for piece in stream.pieces if len(piece.text) <= _HEADING]
    if says_digest([*lines, markup.title or "", *markup.meta.get("og:title", [])]) or any(map(says_compiled, lines)):
        return True
    told = max(sum(form.match(piece.text) is not None for piece in kept) for form in (_BRACKETED, _KICKER))
    return max(told, sum(reader.dated_beginning(piece.text) is not None for piece in kept)) >= _MIN_ITEMS


def _item(block: Sequence[Piece], told: Metadata, reader: LineReader, *, titled: bool) -> Item:
    """An item, whose place or day may stand over its title, and its place below that."""
    if told.published_at and (day := reader.day_of_year(block[0].text, told.published_at.year)):
        block[0].remove(*listing.DAY)
        told = replace(told, published_at=day)
    over = len(block) > 1 and _is_place_over(block[0]) and not is_text(block[1])
    under = titled and len(block) > len(("title", "place")) and _is_place_under(block[1])
    if over or under:
        place = block[0 if over else 1]
        place.remove("items.lead", "metadata:place")
        told = replace(told, place=place.text.strip(" ."))
    return Item(told, titled=titled)


def _ruled(kept: Sequence[Piece]) -> list[list[Piece]]:
    """What stands between lines of ornament; before the first of them only the last lines without a gap."""
    rules = [place for place, piece in enumerate(kept) if _RULE.match(piece.text)]
    if len(rules) < _MIN_ITEMS - 1:
        return []
    start = rules[0] - 1
    while start > 0 and not kept[start].block.gap_before:
        start -= 1
    edges = [start - 1, *rules, len(kept)]
    blocks = [list(kept[first + 1 : last]) for first, last in pairwise(edges)]
    return [block for block in blocks if any(map(is_text, block))]


def _kicked(kept: Sequence[Piece]) -> list[list[Piece]]:
    """What stands below lines of a section between marks: a title and its text."""
    kickers = [place for place, piece in enumerate(kept) if _KICKER.match(piece.text)]
    blocks = [list(kept[first + 1 : last]) for first, last in pairwise([*kickers, len(kept)])]
    return blocks if all(len(block) > 1 and _is_title(block[0]) for block in blocks) else []


def _titled(kept: Sequence[Piece], reader: LineReader) -> list[list[Piece]]:
    """Titles, each with the paragraphs that follow it; those of a page must follow one another."""
    items: list[list[Piece]] = []
    for place, piece in enumerate(kept[:-1]):
        below = kept[place + 1]
        is_item = _is_item_at(kept, place, reader)
        parted = piece.block.gap_before or (place > 0 and _begins(kept, place, items, reader))
        if is_item and place and (_is_place_over(kept[place - 1]) or reader.is_short_day(kept[place - 1].text)):
            items.append([kept[place - 1], piece])
        elif is_item and (parted or reader.dated_beginning(below.text)):
            items.append([piece])
        elif reader.is_short_day(piece.text):
            continue
        elif items and (_is_body(piece) or (not piece.block.gap_before and kept[place - 1] is items[-1][-1])):
            items[-1].append(piece)
        elif items and (
            _is_item_at(kept, place + 1, reader)
            or _goes_on(kept, place, reader)
            or _is_under(kept, place, items, reader)
        ):
            items[-1].append(piece)  # who wrote it, an advertisement, or a short sentence
        elif items and not _is_place_over(piece):
            break
    if items and _is_body(kept[-1]) and kept[-2] in items[-1]:
        items[-1].append(kept[-1])
    return [*_under_heading(kept, items, reader), *_without_questions(items)]


def _without_questions(items: Sequence[list[Piece]]) -> list[list[Piece]]:
    """Items, but those that begin with a sentence right below another, where gaps part the others."""
    if sum(item[0].block.gap_before for item in items) < _MIN_ITEMS:
        return list(items)
    found: list[list[Piece]] = []
    for item in items:
        if found and not item[0].block.gap_before and ends_sentence(item[0].text):
            found[-1] += item
        else:
            found.append(item)
    return found


def _is_item_at(kept: Sequence[Piece], place: int, reader: LineReader) -> bool:
    """Whether a title stands there, and its text below, a byline between perhaps."""
    below = kept[place + 1 : place + 3]
    if not below or not _is_title(kept[place]) or _is_byline(kept[place], reader):
        return False
    return _is_body(below[0]) or _is_signed(below, reader)


def _begins(kept: Sequence[Piece], place: int, items: Sequence[Sequence[Piece]], reader: LineReader) -> bool:
    """Whether a title without a gap begins an item: the first under the heading of the page or its day, the others
    behind a sentence, one line that is none between, or in brackets."""
    piece, above, over = kept[place], kept[place - 1], kept[max(0, place - _OVER) : place]
    if _BRACKETED.match(piece.text):
        return True
    if not items:
        heads = (says_digest([line.text]) or says_compiled(line.text) or reader.is_stamp(line.text) for line in over)
        return any(heads) and not reader.is_stamp(piece.text)
    if _closes(above):
        return True
    return place > 1 and above is not items[-1][0] and not _is_place_over(above) and _closes(kept[place - 2])


def _closes(piece: Piece) -> bool:
    """Whether an item may end with a line."""
    return ends_sentence(piece.text) or _is_body(piece)


def _goes_on(kept: Sequence[Piece], place: int, reader: LineReader) -> bool:
    """Whether a line is a short sentence right above the day or the place of the next item."""
    following = kept[place + 1 : place + 3]
    if len(following) < len(("over", "title")) or not ends_sentence(kept[place].text):
        return False
    over = _is_place_over(following[0]) or reader.is_short_day(following[0].text)
    return over and _is_item_at(kept, place + 2, reader)


def _under_heading(kept: Sequence[Piece], items: Sequence[Sequence[Piece]], reader: LineReader) -> list[list[Piece]]:
    """The item right before the first, where no gap parts its title from the heading of the page."""
    first = kept.index(items[0][0]) if items else 0
    if first < len(("title", "body")) or not (_is_body(kept[first - 1]) and _is_title(kept[first - 2])):
        return []
    title = kept[first - 2].text
    if says_digest([title]) or reader.is_stamp(title):
        return []  # that is the heading or its day, and what stands below introduces the items
    return [list(kept[first - 2 : first])]


def _is_body(piece: Piece) -> bool:
    """Whether a line under a title is text."""
    if is_text(piece) or piece.block.role is Role.HEADING:
        return piece.block.role is not Role.HEADING
    return sentence_weight(piece.text) >= (_SENTENCE_WEIGHT if ends_sentence(piece.text) else _BODY_WEIGHT)


def _is_signed(below: Sequence[Piece], reader: LineReader) -> bool:
    """Whether a byline stands under a title, or a place as a sentence of its own, and a text under that."""
    if len(below) < len(("byline", "text")) or not _is_body(below[1]):
        return False
    return _is_byline(below[0], reader) or _is_place_under(below[0])


def _is_under(kept: Sequence[Piece], place: int, items: Sequence[Sequence[Piece]], reader: LineReader) -> bool:
    """Whether a line is the byline of the item whose title stands over it."""
    return items[-1] == [kept[place - 1]] and _is_byline(kept[place], reader)


def _is_byline(piece: Piece, reader: LineReader) -> bool:
    """Whether a word such as `by` tells in a line who wrote the text."""
    fields = read_fields(piece.text.strip(), Context(reader.today), under_title=True)
    return fields is not None and fields.told_author


def _is_place_under(piece: Piece) -> bool:
    """Whether a line under a title is the place of its report, as a sentence of its own."""
    line = piece.text.strip()
    return not piece.block.gap_before and line.endswith(".") and is_place(line[:-1])


def _is_place_over(piece: Piece) -> bool:
    """Whether a line over a title is the place of its report, in capitals."""
    return piece.block.gap_before and piece.text.isupper() and is_place(piece.text)


def _is_title(piece: Piece) -> bool:
    return not is_text(piece) and len(piece.text) <= _TITLE_LENGTH and may_be_title(piece.text)


def _have_titles(items: Sequence[Sequence[Piece]]) -> bool:
    """Whether most titles are shorter than what stands below: lines of a text that was wrapped are alike."""
    shorter = sum(total(item[:1]) < total(item[1:]) for item in items)
    return shorter >= _TITLED_SHARE * len(items)


def _are_alike(items: Sequence[Sequence[Piece]]) -> bool:
    sizes = [total(item) for item in items]
    paragraphs = max(sum(map(is_text, item)) for item in items)
    return paragraphs <= _PARAGRAPHS and max(sizes) <= _ALIKE * min(sizes)
