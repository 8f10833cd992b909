"""The places that the items of a listing begin with: `Holm. The ferry sails longer`, `Holm - The ferry`.

A word and a stop or a dash before a text may be anything; where nearly every item has one, it is where its news is
from.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from newsmill.items.listing import Listing, is_text
from newsmill.metadata.names import is_place
from newsmill.page.block import Piece, Stream

_MIN_ITEMS = 3
_NEARLY_ALL = 0.75
_OPENING = re.compile(r"\s*(?P<place>[^\W\d_][^.:;!?,()\d–—]{1,28}?)(?:\.|\s[-–—]|\s?[–—])\s+(?=[^\W\d_a-z])")
_LONGEST = 4
"""Words of a place."""


def take_places(stream: Stream, listing: Listing) -> Listing:
    """Cut the places that nearly all items begin with off their texts; the listing, with them in what is told."""
    items: dict[int, list[Piece]] = defaultdict(list)
    for piece in stream.kept():
        if piece.item is not None:
            items[piece.item].append(piece)
    found = {item: opening for item, pieces in items.items() if (opening := _opening(pieces))}
    if len(found) < max(_MIN_ITEMS, _NEARLY_ALL * len(items)):
        return listing
    if len({place.split()[0] for _, place, _ in found.values()}) < _NEARLY_ALL * len(found):
        return listing  # `Core points - …`, again and again
    cuts = {piece: end for piece, _, end in found.values()}
    stream.rewrite(
        lambda piece: piece.cut(0, cuts[piece], "items.lead", "metadata:place") if piece in cuts else [piece]
    )
    told = [
        replace(one, told=replace(one.told, place=one.told.place or found[number][1])) if number in found else one
        for number, one in enumerate(listing.items)
    ]
    return Listing(tuple(told))


def _opening(pieces: Sequence[Piece]) -> tuple[Piece, str, int] | None:
    """The paragraph that an item's text begins with, the place in front of it, and where the text goes on."""
    body = next((piece for piece in pieces[: len(("title", "stamp", "body"))] if is_text(piece)), None)
    match = _OPENING.match(body.text) if body else None
    if body is None or match is None:
        return None
    place = match["place"]
    return (body, place, match.end()) if is_place(place) and len(place.split()) <= _LONGEST else None
