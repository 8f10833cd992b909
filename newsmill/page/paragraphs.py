"""The text of one element as its paragraphs."""

from newsmill.chars import fold, visible, width
from newsmill.page.block import Role
from newsmill.page.wraps import mend_cjk

_SHORT_LINE = 40
"""Columns up to which a line that ends in a break may be verse."""


def split_paragraphs(raw: str, role: Role) -> list[tuple[str, bool]]:
    """The paragraphs of one element, each with whether a gap parts it from the one before.

    Authors without p elements part paragraphs by line breaks, so a break is a gap, but between two short lines: those
    are verse or an address.
    """
    if "\n" not in raw and role is not Role.CODE:  # most texts are one paragraph
        line = raw.strip() if raw.isascii() and raw.isprintable() and "  " not in raw else fold(visible(raw))
        if len(line) > _SHORT_LINE:
            return [(part, True) for part in mend_cjk(line)]
        return [(line, True)] if line else []
    text = visible(raw)
    if role is Role.CODE:
        return [(text.strip("\n"), True)] if text.strip() else []
    paragraphs: list[tuple[str, bool]] = []
    short = gap = False
    for line in map(fold, text.split("\n")):
        if not line:
            gap = True
            continue
        was_short, short = short, width(line) <= _SHORT_LINE
        parts = mend_cjk(line) if len(line) > _SHORT_LINE else [line]
        paragraphs.append((parts[0], gap or not (was_short and short)))
        paragraphs.extend((part, True) for part in parts[1:])
        gap = False
    return paragraphs
