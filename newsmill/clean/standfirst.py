"""The standfirst of an HTML page: the line or two under the headline that sum the report up, where their class says so.

It stands apart from the text, as bylines and captions do, so the model often takes it for one of those.
"""

from collections.abc import Sequence

from newsmill.chars import sentence_weight
from newsmill.page.block import Block, Role

_CLASSES = frozenset(
    "standfirst subtitle subheadline subhead lead lede deck dek bajada entradilla copete sumario subtitulo sottotitolo "
    "sommario catenaccio chapo chapeau vorspann unterzeile untertitel perex lid lide zajawka ozet spot summary "
    "linhafina documentdescription sub subheading subhed ingress manchet abstract excerpt anons leadtext "
    "introtext".split()
)
"""What newspapers of many countries call it."""
_REACH = 12
"""Blocks above the text among which it stands, and above it the headline."""
_SIZES = range(20, 300)
"""Its letters."""
_LINKED = 0.3


def find_standfirsts(blocks: Sequence[Block], chosen: set[int]) -> set[int]:
    """The numbers of the Blocks between headline and text that are the standfirst."""
    first = min(chosen, default=0)
    return {number for number in range(max(0, first - _REACH), first) if _is_standfirst(blocks, number)}


def _is_standfirst(blocks: Sequence[Block], number: int) -> bool:
    block = blocks[number]
    own = block.place.own_words
    if own.isdisjoint(_CLASSES) or block.link_share > _LINKED or sentence_weight(block.text) not in _SIZES:
        return False
    above = blocks[max(0, number - _REACH) : number]
    return "site" not in own and any(over.place.role is Role.HEADING and over.link_share <= _LINKED for over in above)
