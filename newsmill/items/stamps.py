"""Items that show themselves by their stamps: title, line of source and date, body.

The stamp may stand under the title, above it, or under the body; all items of a page have it in the same place. Stamped
items under a whole article are teasers of other articles, or comments: they are removed, and split nothing.
"""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from statistics import median

from newsmill.chars import ends_sentence, fold, weight
from newsmill.items import listing
from newsmill.items.evidence import read_head
from newsmill.items.lines import LineReader
from newsmill.items.listing import BODY_WEIGHT, Item, Listing, is_text, total
from newsmill.metadata import Metadata
from newsmill.metadata.context import Context
from newsmill.metadata.fields import read_fields
from newsmill.metadata.names import is_byline_alone, is_place
from newsmill.metadata.titles import TITLE_CLASSES, may_be_title
from newsmill.page.block import Piece, Role, Stream
from newsmill.page.markup import Markup

_MIN_ITEMS = 3
_MIN_SURE = 2
"""Items that are enough where their stamps tell the hour or a source."""
_DISTINCT = 0.8
_TEASER_LINES = 2
_SHORT_HEAD = 4
"""Lines that may stand above a listing of two items: a longer head is a menu, and its page has an article."""
_WITH_BODY = 0.6
_BYLINES = 2
"""Lines of metadata that may stand between a title and its stamp."""
_ALIKE = 5
"""Of two items, the longer may be this many times as long as the other."""
_ARTICLE_PARAGRAPHS = 3
_ARTICLE_SHARE = 2
"""An article is at least this many times as long as the longest teaser under it."""
_LINKED = 0.8
_COUNTED = re.compile(r"[👁👀💬🗨❤👍]\ufe0f?\s?\d")
"""`Общество 👁 302`: how often something was seen, and no headline."""
_TEASERS = ("items.teasers", "related")


@dataclass(frozen=True, slots=True)
class _Stamped:
    """An item: its Pieces, and whether the first of them is its title."""

    pieces: list[Piece]
    titled: bool
    body: list[Piece]
    kicker: Piece | None = None
    """The section between its stamp and its title."""

    @property
    def paragraphs(self) -> int:
        return sum(map(is_text, self.body))

    def is_prose(self, *, short: bool) -> bool:
        """Whether most of its lines are running text, or short sentences where those count; or it is a line or two."""
        lines = sum(is_text(piece) or (short and ends_sentence(piece.text)) for piece in self.body)
        return 2 * lines >= len(self.body) or len(self.body) <= _TEASER_LINES

    @property
    def size(self) -> int:
        return total(self.body)


def split_stamped(stream: Stream, markup: Markup, reader: LineReader) -> Listing | None:
    """Find stamped items and number their Pieces; None where there are none, or the page begins as an article."""
    kept = stream.kept()
    places, sure = _places(kept, reader)
    items = _items(kept, places, reader)
    if len(items) < _MIN_SURE or _teasers(kept, items):
        return None
    above = kept[: kept.index(items[0].pieces[0])]
    head = read_head(stream, items[0].pieces[0], markup, reader)
    if not (head.names_digest or all(map(_leads, items))):
        return None
    enough = _are_enough(items, len(places), sure=sure and len(above) <= _SHORT_HEAD)
    if not head.names_digest and (head.begins_article or not enough):
        return None
    over = _places_over(kept, items)
    listing.number(stream, [item.pieces[0] for item in items])
    for piece in over:
        piece.remove("items.lead", "metadata:place")
    for piece in (item.kicker for item in items if item.kicker):
        piece.remove(*listing.KICKER)
    told = [Metadata(place=piece.text.strip()) for piece in over] or [Metadata()] * len(items)
    titled = [item.titled or _stands_aside(item.pieces[0], reader) for item in items]
    return Listing(tuple(Item(one, titled=is_first) for one, is_first in zip(told, titled, strict=True)))


def _stands_aside(first: Piece, reader: LineReader) -> bool:
    """Whether an item began with a stamp that tells no day, such as 03/04/2026: it goes, and the title is first."""
    found = reader.find_stamp(first.text)
    if found is None or found.when is not None:
        return False
    first.remove(*listing.DAY)
    return True


def _places_over(kept: Sequence[Piece], items: Sequence[_Stamped]) -> list[Piece]:
    """The lines over the titles, where each is a place in capitals; else none."""
    numbers = {piece: number for number, piece in enumerate(kept)}
    over = [kept[numbers[item.pieces[0]] - 1] for item in items if item.titled and numbers[item.pieces[0]]]
    fits = len(over) == len(items) and all(piece.text.isupper() and is_place(piece.text) for piece in over)
    return over if fits else []


def remove_teasers(stream: Stream, reader: LineReader) -> None:
    """Remove stamped items that stand under an article."""
    kept = stream.kept()
    places, _ = _places(kept, reader)
    items = _items(kept, places, reader)
    teasers = _teasers(kept, items) if len(items) >= _MIN_SURE else []
    if len(teasers) >= _MIN_SURE:  # one alone may be a post that the article shows
        for piece in (piece for item in teasers for piece in item.pieces):
            piece.remove(*_TEASERS)


def _places(kept: Sequence[Piece], reader: LineReader) -> tuple[list[int], bool]:
    """Places of the stamps of the commonest form, and whether they tell more than a day; those of any form where more
    of them stand between a title and its text."""
    forms: dict[int, tuple[str, bool, bool]] = {}
    for index, piece in enumerate(kept):
        found = reader.find_stamp(piece.text)
        if found is not None:
            text = fold(piece.text)
            before, after = (weight(part) > 1 for part in (text[: found.start], text[found.end :]))
            forms[index] = (found.precision, before, after)
    if not forms:
        return [], False
    form, count = Counter(forms.values()).most_common(1)[0]
    between = [place for place in forms if _is_between(kept, place, forms.keys())]
    if len(between) > max(count, _MIN_ITEMS - 1):
        return between, True
    return [index for index in forms if forms[index] == form], form != ("day", False, False)


def _is_between(kept: Sequence[Piece], place: int, known: Collection[int]) -> bool:
    """Whether a line stands right between a title and its text."""
    return _is_title(kept, place - 1, known) and place + 1 < len(kept) and is_text(kept[place + 1])


def _items(kept: Sequence[Piece], places: Sequence[int], reader: LineReader) -> list[_Stamped]:
    """The items of the layout that the page has: those with a body."""
    if len(places) < _MIN_SURE:
        return []
    known = set(places)
    titles = {place: _title_above(kept, place, known, reader) for place in places}
    above = [title for title in titles.values() if title is not None]
    below = [place for place in places if _is_title(kept, place + 1, known) and place + 2 not in known]
    alike = len({listing.shape(kept[title]) for title in above}) < _DISTINCT * len(above)  # buttons, such as `Share 8`
    if len(above) >= len(below) and not (alike and below):
        starts = above
    elif text := next((index for index in range(places[0]) if is_text(kept[index])), 0):
        # the first item has its stamp under its text, so all have
        behind = [kept[place + 1] for place in places[:-1]]
        step = 2 if len({listing.shape(piece) for piece in behind}) == 1 < len(behind) else 1  # `Comments (3)`
        first = (text - 1, *(place + step for place in places[:-1]))
        starts = [index for index in first if _is_title(kept, index, known)]
    else:
        starts = below
    items = _from(kept, starts, reader)
    for kickers in (0, 1) if not _have_bodies(items) else ():
        if _are_over_titles(kept, places, kickers):
            return _from(kept, places, reader, kickers)
    return items


def _from(kept: Sequence[Piece], starts: Sequence[int], reader: LineReader, kickers: int = 0) -> list[_Stamped]:
    """The items that begin at the places given, those without a body left out; `kickers` lines stand over a title."""
    items = []
    context = Context(reader.today)
    for pieces in listing.segments(kept, starts) if starts else ():
        lines = [piece for piece in pieces if weight(piece.text) and not reader.is_stamp(piece.text)]
        lines = [*lines[:1], *(piece for piece in lines[1:] if not _is_credit(piece, context))]
        titled = lines[:1] == pieces[:1]
        item = _Stamped(pieces, titled, lines[1 + kickers :], lines[0] if kickers else None)
        if item.size >= BODY_WEIGHT:
            items.append(item)
    return items


def _have_bodies(items: Sequence[_Stamped]) -> bool:
    """Whether text follows most titles at once."""
    return sum(bool(item.body) and is_text(item.body[0]) for item in items) >= _WITH_BODY * max(1, len(items))


def _are_over_titles(kept: Sequence[Piece], places: Sequence[int], kickers: int) -> bool:
    """Whether each stamp has a title and its text right under it, so many lines of a section between."""
    known, below = set(places), 1 + kickers
    if len(places) < _MIN_ITEMS or places[-1] + below + 1 >= len(kept):
        return False
    titles = (all(_is_title(kept, place + step, known) for step in range(1, below + 1)) for place in places)
    return all(titles) and all(is_text(kept[place + below + 1]) for place in places)


def _is_credit(piece: Piece, context: Context) -> bool:
    """Whether it is a line such as `Source: The Holm Bell`, which is no line of an item's text."""
    found = read_fields(piece.text, context) if not is_text(piece) else None
    return found is not None and found.labelled


def _title_above(kept: Sequence[Piece], stamp: int, known: set[int], reader: LineReader) -> int | None:
    """The place of the title over a stamp, lines of metadata between them passed over."""
    context = Context(reader.today)
    for index in range(stamp - 1, stamp - 2 - _BYLINES, -1):
        if not _is_title(kept, index, known):
            return None
        if read_fields(kept[index].text, context) is None:
            return index
    return None


def _is_title(kept: Sequence[Piece], index: int, known: Collection[int]) -> bool:
    if not 0 <= index < len(kept) or index in known or _COUNTED.search(kept[index].text):
        return False
    return not is_text(kept[index]) and may_be_title(fold(kept[index].text))


def _teasers(kept: Sequence[Piece], items: Sequence[_Stamped]) -> list[_Stamped]:
    """The items that only stand under an article: the article is above them, or it is the first of them."""
    above = kept[: kept.index(items[0].pieces[0])]
    if sum(map(is_text, above)) >= _ARTICLE_PARAGRAPHS - 1:
        return list(items) if _are_notes(items) else []
    first, *rest = items
    longest = max(item.size for item in rest)
    if first.paragraphs >= _ARTICLE_PARAGRAPHS and first.size >= _ARTICLE_SHARE * longest:
        return rest if _are_notes(rest) else []
    return []


def _are_notes(items: Sequence[_Stamped]) -> bool:
    """Whether each item is a title and a line or two."""
    return all(len(item.body) <= _TEASER_LINES and item.paragraphs <= 1 for item in items)


def _leads(item: _Stamped) -> bool:
    """Whether its first line may be a headline: on an HTML page that is a heading or a link, not a poster's name."""
    block = item.pieces[0].block
    text = item.pieces[0].text.strip()
    if (
        block.role in (Role.LINE, Role.HEADING)
        or block.link_share > _LINKED
        or text.startswith("【")
        or not item.titled
    ):
        return True
    return not block.place.own_words.isdisjoint(TITLE_CLASSES) and not is_byline_alone(text)


def _are_enough(items: Sequence[_Stamped], stamps: int, *, sure: bool) -> bool:
    """Whether most stamps have an item of its own title, and the items are many, or few and alike; an article among
    notes is no listing."""
    titles = {fold(item.pieces[0].text) for item in items}
    prose = sum(item.is_prose(short=len(items) >= _MIN_ITEMS) for item in items)
    if len(titles) < _DISTINCT * len(items) or prose < _WITH_BODY * len(items):
        return False
    sizes = [item.size for item in items]
    longest = max(items, key=lambda item: item.size)
    stands_out = longest.paragraphs >= _ARTICLE_PARAGRAPHS and longest.size >= _ARTICLE_SHARE * median(sizes)
    if stands_out and median(item.paragraphs for item in items) <= 1:
        return False
    few_alike = sure and max(sizes) <= _ALIKE * min(sizes)
    return (len(items) >= _MIN_ITEMS or few_alike) and len(items) >= _WITH_BODY * stamps
