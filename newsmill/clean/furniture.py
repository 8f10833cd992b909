"""Furniture lines: see-also lines, cookie notices, share bars and kin, removed by rules that are data.

A rule (rules/*.toml) or a row of buttons (widgets.toml) is told by one line; here it is known where that line stands.
What is furniture under the last paragraph can be a true sentence in the middle of the text.
"""

from collections.abc import Set

from newsmill.chars import fold, weight
from newsmill.clean.context import (
    COMMENT_THREAD,
    HASHTAGS,
    RELATED_LIST,
    heads_of_text,
    places,
    reads_on,
    remove_comments,
    remove_hashtags,
    remove_related,
)
from newsmill.clean.ruleset import Ruleset, Where
from newsmill.clean.widgets import match_widgets
from newsmill.page.block import Piece, Role, Stream

_CAPTION = "context.caption"
_CAPTION_WEIGHT = 120
_NOTICES = 3
"""Notices above or below a text that may read like paragraphs."""


def remove_furniture(stream: Stream, rules: Ruleset) -> None:
    """Remove every line that is furniture where it stands, and cut furniture off the ends of other lines."""
    innocent = {piece for piece in stream.kept() if not rules.may_know(piece.text)}
    spared = heads_of_text(stream, innocent)
    # What is furniture anywhere goes first: a cookie notice reads like prose, and would count as the end of the text.
    stream.rewrite(lambda piece: [piece] if piece in spared else _judge(piece, rules, "body", innocent))
    _remove_lists(stream, rules)
    _remove_notices(stream, rules, innocent)
    place = places(stream)
    spared |= {piece for piece, where in place.items() if where == "body"}
    stream.rewrite(lambda piece: [piece] if piece in spared else _judge(piece, rules, place[piece], innocent))
    _remove_lists(stream, rules)


def _remove_notices(stream: Stream, rules: Ruleset, innocent: Set[Piece]) -> None:
    """Remove furniture that reads like the first or the last paragraphs of a text file: notices around a text are
    sentences as well, and would hide from rules for its edges what stands beside them."""
    paragraphs = [place for place, piece in enumerate(stream.pieces) if piece.kept and reads_on(piece)]
    if len(paragraphs) <= _NOTICES:
        return
    for place in paragraphs[:_NOTICES]:
        if not _is_notice(stream.pieces[place], rules, "head", innocent):
            break
    for place in reversed(paragraphs[-_NOTICES:]):
        above = stream.pieces[place - 1]
        if (above.kept and reads_on(above)) or not _is_notice(stream.pieces[place], rules, "tail", innocent):
            break


def _is_notice(piece: Piece, rules: Ruleset, where: Where, innocent: Set[Piece]) -> bool:
    """Whether a paragraph is furniture, which it then is removed for."""
    if piece in innocent or piece.block.place.role is not Role.LINE:
        return False
    rule = rules.match_line(fold(piece.text), where)
    if rule is not None:
        piece.remove(rule.id, rule.reason)
    return rule is not None


def _remove_lists(stream: Stream, rules: Ruleset) -> None:
    if RELATED_LIST not in rules.off:
        remove_related(stream)
    if HASHTAGS not in rules.off:
        remove_hashtags(stream)
    if COMMENT_THREAD not in rules.off:
        remove_comments(stream)


def _judge(piece: Piece, rules: Ruleset, where: Where, innocent: Set[Piece]) -> list[Piece]:
    """What takes the place of a Piece; `innocent` are those that no rule can know, though they may be buttons."""
    if piece.block.place.role is Role.CODE or (piece.block.role is Role.ROW and not weight(piece.text)):
        return [piece]  # a figure alone is a counter of clicks, but not in a table
    line = piece.text if piece.text is piece.block.text else fold(piece.text)  # a Block's text has single blanks
    rule = None if piece in innocent else rules.match_line(line, where)
    found = (rule.id, rule.reason) if rule else match_widgets(line, where)
    if found is None or found[0] in rules.off:
        return [piece] if piece in innocent else _cut_ends(piece, rules, where)
    piece.remove(*found)
    return [piece]


def _cut_ends(piece: Piece, rules: Ruleset, where: Where) -> list[Piece]:
    """The Piece without the furniture at its ends, of which there may be several parts one after the other."""
    cut: list[Piece] = []
    while found := rules.cut_end(piece.text, where):
        offset, rule = found
        piece, *rest = piece.cut(offset, len(piece.text), rule.id, rule.reason)
        cut = rest + cut
        if rule.reason == "credit" and _CAPTION not in rules.off and _is_caption(piece):
            piece.remove(_CAPTION, "caption")
            return [piece, *cut]
    start = rules.cut_start(piece.text, where)
    if start:
        offset, rule = start
        return piece.cut(0, offset, rule.id, rule.reason) + cut
    return [piece, *cut]


def _is_caption(piece: Piece) -> bool:
    """Whether what stands before a photo credit is the photo's caption, and not a paragraph that it was glued to."""
    return piece.block.place.role is not Role.HEADING and weight(piece.text) <= _CAPTION_WEIGHT
