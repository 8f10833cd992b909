"""Lines of a text that are nothing but links, as Markdown writes them: menus, paths, lists of other reports."""

import re

from newsmill.page.block import Removal, Role, Stream

_LINK_LINE = Removal("structure.link-line", "related")
_ALL = 0.75
"""Share of linked text from which only what parts the links is left."""
_BULLET = re.compile(r"(?:[*+•-]|\d{1,2}\.)\s")


def remove_link_lines(stream: Stream) -> None:
    """Remove lines of links: several of them, or one in a list. One alone may be a name or a headline, and rules judge
    it by its words."""
    for piece in stream.kept():
        block = piece.block
        if block.link_share >= _ALL and block.role is Role.LINE and (block.links > 1 or _BULLET.match(piece.text)):
            piece.remove(_LINK_LINE.rule, _LINK_LINE.reason)
