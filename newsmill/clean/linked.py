"""Lines of a text that are nothing but links: as Markdown writes them, or with a hand or a plus that points to another
report."""

import re

from newsmill.chars import ends_sentence
from newsmill.page.block import Removal, Role, Stream

_LINK_LINE = Removal("structure.link-line", "related")
_ALL = 0.75
"""Share of linked text from which only what parts the links is left."""
_POINTED = re.compile(r"(?:[☞☛👉]|\+(?=\s[^\W\d_a-z]))\s?\S.{14,140}$")
"""`+ The mill turns again`"""
_BULLET = re.compile(r"(?:[*+•-]|\d{1,2}\.)\s")


def remove_link_lines(stream: Stream) -> None:
    """Remove lines of links: several of them, or one in a list. One alone may be a name or a headline, and rules judge
    it by its words."""
    for piece in stream.kept():
        block, text = piece.block, piece.text.strip()
        if block.role is Role.LINE and _POINTED.match(text) and not ends_sentence(text):
            piece.remove(_LINK_LINE.rule, _LINK_LINE.reason)
        if block.link_share >= _ALL and block.role is Role.LINE and (block.links > 1 or _BULLET.match(piece.text)):
            piece.remove(_LINK_LINE.rule, _LINK_LINE.reason)
