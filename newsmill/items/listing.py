"""What a listing page was split into, and how its Pieces are numbered."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import dropwhile

from newsmill.chars import ends_sentence, sentence_weight, weight
from newsmill.metadata import Metadata
from newsmill.metadata.alone import says_author
from newsmill.metadata.context import Context
from newsmill.metadata.fields import read_fields
from newsmill.metadata.listed import may_sign_with_day, names_somebody
from newsmill.page.block import Piece, Role, Stream

HEADING = ("items.heading", "listing")
REPEATED = ("items.repeated", "listing")
TAIL = ("items.tail", "listing")
KICKER = ("items.kicker", "listing")
LINK = ("items.link", "listing")
DAY = ("items.day", "metadata:published_at")

BODY_WEIGHT = 25
"""Letters from which a line under a title is the body of an item."""
LONGEST_CLOCK = 24
"""Characters of a line that is a time of day."""
_PROSE_WEIGHT = 60
_LONG_WEIGHT = 140
_THAI = re.compile("[\u0e00-\u0e7f]")
"""Thai ends its sentences with a blank: there only the length tells prose."""
_NOTHING = Metadata()
_DOTS = re.compile(r"[.…\s\[\]()]+$")
_BRACKET_BEHIND = re.compile(r"\s*[（(\[【][^()（）]{2,40}[)）\]】]\s*$")
_PLAIN_SHARE = 2 / 3
"""Of the items but the last, those that end in sentences: then the last does, too."""
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Item:
    """One report of a listing page, as far as the listing tells about it."""

    told: Metadata = _NOTHING
    """What its mark says: its title, the minute. It goes before what its own lines say."""
    titled: bool = True
    """Its first line is its title. False: the title is told already, or there is none."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The items of a listing page, in its order."""

    items: tuple[Item, ...]


def is_text(piece: Piece) -> bool:
    """Whether a Piece reads like running text rather than a title or a line around it."""
    if piece.block.place.role is Role.HEADING or piece.block.link_share > 0.8:
        return False
    size = sentence_weight(piece.text)
    ends = ends_sentence(piece.text) or _THAI.search(piece.text) is not None
    return size >= _LONG_WEIGHT or (size >= _PROSE_WEIGHT and ends)


def total(pieces: Iterable[Piece]) -> int:
    """Letters of the Pieces together."""
    return sum(weight(piece.text) for piece in pieces)


def segments(kept: Sequence[Piece], starts: Sequence[int]) -> list[list[Piece]]:
    """The Pieces of each item: from its start to the next one's, the last to the end."""
    return [list(kept[start:end]) for start, end in zip(starts, [*starts[1:], len(kept)], strict=True)]


def number(stream: Stream, starts: Sequence[Piece]) -> None:
    """Number the Pieces of the items that begin with the Pieces given. What stands before the first is the page's."""
    numbers = {piece: index for index, piece in enumerate(starts)}
    current: int | None = None
    for piece in stream.pieces:
        current = numbers.get(piece, current)
        piece.item = current
        if current is None:
            piece.remove(*HEADING)


def trim(stream: Stream, latest: date) -> None:
    """Remove what ends items without being of them: lines that come in most of them, and the foot of the page.

    Only lines after an item's last prose are looked at, and none that is metadata; a name that ends several items, but
    not all, is that of who wrote them. The foot is looked for where most other items end in sentences.
    """
    items = _kept_items(stream)
    if items:
        _trim_outside(items)
        items = _kept_items(stream)
    if not items:
        return
    context = Context(latest, day_first=True, listing=True)  # whichever day it is, it is one
    tails = [[piece for piece in _tail(item) if not _says_something(piece, context)] for item in items.values()]
    counts = Counter(form for tail in tails for form in {shape(piece) for piece in tail})
    named = [{form for form in map(shape, filter(names_somebody, tail)) if counts[form] < len(items)} for tail in tails]
    signed = frozenset[str]().union(*named) if any(named[:-1]) else frozenset()
    for piece in (piece for tail in tails for piece in tail if counts[shape(piece)] > max(1, len(items) / 2)):
        if shape(piece) not in signed:
            piece.remove(*REPEATED)
    *others, last = ([piece for piece in tail if piece.kept and shape(piece) not in signed] for tail in tails)
    plain = sum(all(ends_text(piece.text) for piece in tail) for tail in others)
    if plain >= _PLAIN_SHARE * len(others):
        own = _before_closing(stream, len(items))
        stays = partial(_goes_on, list(items.values())[-1], plain=any(others))
        for piece in dropwhile(lambda piece: piece in own or stays(piece), last):
            piece.remove(*TAIL)


def _before_closing(stream: Stream, count: int) -> set[Piece]:
    """The sentences of the last item that stand above what closes most items, such as a button: they are its own."""
    items: dict[int, list[Piece]] = {}
    for piece in stream.pieces:
        if piece.item is not None:
            items.setdefault(piece.item, []).append(piece)
    *others, last = items.values()
    closing = Counter(form for item in others for form in {shape(piece) for piece in _behind_text(item)})
    closes = [place for place, piece in enumerate(last) if not piece.kept and 2 * closing[shape(piece)] > count]
    end = max(closes, default=0)
    return {piece for piece in last[:end] if ends_text(piece.text)}


def _behind_text(item: Sequence[Piece]) -> Sequence[Piece]:
    """What is removed below the last kept Piece of an item."""
    end = max((place for place, piece in enumerate(item) if piece.kept), default=len(item))
    return item[end + 1 :]


def _kept_items(stream: Stream) -> dict[int, list[Piece]]:
    items: dict[int, list[Piece]] = {}
    for piece in stream.kept():
        if piece.item is not None:
            items.setdefault(piece.item, []).append(piece)
    return items


def _trim_outside(items: Mapping[int, Sequence[Piece]]) -> None:
    """Remove what follows the last item outside the element that all items begin in: the foot of an HTML page."""
    *_, last = items.values()
    common = set.intersection(*(set(item[0].block.chain) for item in items.values()))
    for piece in last[1:]:
        if not common.issubset(piece.block.chain):
            piece.remove(*TAIL)


def _goes_on(item: Sequence[Piece], piece: Piece, *, plain: bool) -> bool:
    """Whether a short sentence stands in an element like that of the text above it; lines of text are all alike, and
    go on only where other items end so, too (`plain`)."""
    if not ends_text(piece.text):
        return False
    above = item[item.index(piece) - 1]
    in_markup = piece.block.role is not Role.LINE
    return plain or (in_markup and piece.block.place.own_words == above.block.place.own_words)


def ends_text(text: str) -> bool:
    """Whether a line ends a sentence, the source in brackets behind it aside."""
    return ends_sentence(text) or ends_sentence(_BRACKET_BEHIND.sub("", text))


def _tail(item: Sequence[Piece]) -> list[Piece]:
    """The short lines after an item's last prose; none where it has no prose. Dots that say "cut short" are its own."""
    last = max((place for place, piece in enumerate(item) if is_text(piece)), default=len(item))
    return [piece for piece in item[last + 1 :] if piece.kept and not _DOTS.match(piece.text)]


def _says_something(piece: Piece, context: Context) -> bool:
    """Whether a line is metadata; a day, or a dash and a day, and a name close an item."""
    text = piece.text.strip()
    bare = text.strip("()（）[] ")
    return says_author(piece) or read_fields(bare, context, under_title=may_sign_with_day(text)) is not None


def shape(piece: Piece) -> str:
    """A line without regard to its figures: buttons of all items of a page have one shape."""
    return _DIGITS.sub("0", " ".join(piece.text.split())).casefold()
