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
    # What is furniture anywhere goes first: a cookie notice reads like prose, and would count as the end of the text.
    stream.rewrite(lambda piece: _judge(piece, rules, "body"))
    places = _places(stream)
    stream.rewrite(lambda piece: [piece] if places[piece] == "body" else _judge(piece, rules, places[piece]))
    _remove_lists_of_related(stream)


def _places(stream: Stream) -> dict[Piece, Where]:
    """Where each kept Piece stands: before the first prose, among it, or after the last."""
    kept = stream.kept()
    prose = [index for index, piece in enumerate(kept) if is_prose(piece)]
    first, last = (prose[0], prose[-1]) if prose else (len(kept), -1)
    return {piece: "head" if index < first else "tail" if index > last else "body" for index, piece in enumerate(kept)}


def _remove_lists_of_related(stream: Stream) -> None:
    """Under the text, a bare "Related:" speaks of the lines after it: headlines of other articles, up to a sentence."""
    listing = False
    for piece in _tail(stream):
        if piece.removal is None:
            listing = listing and not ends_sentence(piece.text)
            if listing:
                piece.remove("context.related-list", "related")
        elif piece.removal.reason in _ANNOUNCE:
            listing = weight(piece.text) <= _BARE_WEIGHT


def _tail(stream: Stream) -> list[Piece]:
    """The Pieces after the last prose that is kept; none where there is no prose to be after."""
    prose = [index for index, piece in enumerate(stream.pieces) if piece.kept and is_prose(piece)]
    return stream.pieces[prose[-1] + 1 :] if prose else []


def _judge(piece: Piece, rules: Ruleset, where: Where) -> list[Piece]:
    if piece.block.role is Role.CODE:
        return [piece]
    rule = rules.match_line(fold(piece.text), where)
    if rule is not None:
        piece.remove(rule.id, rule.reason)
        return [piece]
    return _cut_ends(piece, rules, where)


def _cut_ends(piece: Piece, rules: Ruleset, where: Where) -> list[Piece]:
    """The Piece without the furniture at its ends, of which there may be several parts one after the other."""
    cut: list[Piece] = []
    while found := rules.cut_end(piece.text, where):
        offset, rule = found
        piece, *rest = piece.cut(offset, len(piece.text), rule.id, rule.reason)
        cut = rest + cut
    start = rules.cut_start(piece.text, where)
    if start:
        offset, rule = start
        return piece.cut(0, offset, rule.id, rule.reason) + cut
    return [piece, *cut]
