"""Furniture lines: see-also lines, cookie notices, share bars and kin, removed by rules that are data (rules/*.toml).

A rule judges one line; this module knows where the line stands. What is furniture under the last paragraph can be a
true sentence in the middle of the text.
"""

from newsmill.chars import ends_sentence, fold, weight
from newsmill.clean.article import is_prose
from newsmill.clean.ruleset import Ruleset, Where
from newsmill.page.block import Piece, Role, Stream

_ANNOUNCE = frozenset({"related", "promotion"})
_BARE_WEIGHT = 40
"""Letters up to which such a line is the heading of a list, and not itself the link."""


def remove_furniture(stream: Stream, rules: Ruleset) -> None:
    """Remove every line that is furniture where it stands, and cut furniture off the ends of other lines."""
    kept = stream.kept()
    prose = [index for index, piece in enumerate(kept) if is_prose(piece)]
    first, last = (prose[0], prose[-1]) if prose else (len(kept), -1)
    places: dict[Piece, Where] = {
        piece: "head" if index < first else "tail" if index > last else "body" for index, piece in enumerate(kept)
    }
    stream.rewrite(lambda piece: _judge(piece, rules, places[piece]))
    _remove_lists_of_related(stream, places)


def _remove_lists_of_related(stream: Stream, places: dict[Piece, Where]) -> None:
    """Under the text, a bare "Related:" speaks of the lines after it: headlines of other articles, up to a sentence."""
    listing = False
    for piece in stream.pieces:
        if places.get(piece) != "tail":
            continue
        if piece.removal is None:
            listing = listing and not ends_sentence(piece.text)
            if listing:
                piece.remove("context.related-list", "related")
        elif piece.removal.reason in _ANNOUNCE:
            listing = weight(piece.text) <= _BARE_WEIGHT


def _judge(piece: Piece, rules: Ruleset, place: Where) -> list[Piece]:
    if piece.block.role is Role.CODE:
        return [piece]
    line = fold(piece.text)
    rule = rules.match_line(line, place)
    if rule is not None:
        piece.remove(rule.id, rule.reason)
        return [piece]
    if line != piece.text:  # offsets of a folded line are not those of the Piece
        return [piece]
    return _cut_ends(piece, rules, place)


def _cut_ends(piece: Piece, rules: Ruleset, place: Where) -> list[Piece]:
    parts = [piece]
    found = rules.cut_end(piece.text, place)
    if found:
        offset, rule = found
        parts = piece.cut(offset, len(piece.text), rule.id, rule.reason)
    if parts[0].kept:
        found = rules.cut_start(parts[0].text, place)
        if found:
            offset, rule = found
            parts[:1] = parts[0].cut(0, offset, rule.id, rule.reason)
    return parts
