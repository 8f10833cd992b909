"""What the model passes over inside an article: subheadings, short lines of lists, the rest of a table.

By itself such a line tells the model little; the Blocks of the article around it do.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from newsmill.clean.signs import NO_SIGN, Sign
from newsmill.page.block import Block, Role

_LINKED = 0.5
_IN_PARTS = frozenset({Role.ITEM, Role.ROW, Role.QUOTE})
"""Roles of Blocks that stand a level or two deeper than the paragraphs around them."""
_MAX_GAP = 8
_MIN_CELLS = 4
_TABLE_SHARE = 0.3
_POSSIBLE = 0.1
"""Score from which a Block may be article at all."""


def with_gaps_filled(
    blocks: Sequence[Block], chosen: set[int], scores: Sequence[float], signs: Sequence[Sign]
) -> set[int]:
    """The numbers of the Blocks chosen, and of those that belong between them."""
    chosen = chosen | _subheadings(blocks, chosen)
    chosen |= _passed_over(blocks, chosen, scores, signs)
    return chosen | _rest_of_tables(blocks, chosen)


def _subheadings(blocks: Sequence[Block], chosen: set[int]) -> set[int]:
    """Headings between two Blocks of the article, beside the one that they head."""
    return {
        number
        for number in (before + 1 for before in chosen if before + 2 in chosen)
        if blocks[number].role is Role.HEADING
        and blocks[number].link_share < _LINKED
        and blocks[number].chain[:-1] == blocks[number + 1].chain[:-1]
    }


def _passed_over(blocks: Sequence[Block], chosen: set[int], scores: Sequence[float], signs: Sequence[Sign]) -> set[int]:
    """Short Blocks between two of the article, in the element that holds both and with no sign of furniture: an item of
    a list, a row of a table, a sentence of three words."""
    found = set()
    for before, after in pairwise(sorted(chosen)):
        if not 1 < after - before <= _MAX_GAP + 1:
            continue
        holders = {_holder(blocks[before]), _holder(blocks[after])}
        for number in range(before + 1, after):
            block = blocks[number]
            possible = block.role is Role.HEADING or scores[number] >= _POSSIBLE
            if not possible or block.link_share >= _LINKED or signs[number] is not NO_SIGN:
                continue
            if holders <= set(block.chain) and (_holder(block) in holders or block.role in _IN_PARTS):
                found.add(number)
    return found


def _rest_of_tables(blocks: Sequence[Block], chosen: set[int]) -> set[int]:
    """The cells of a table of which much is article: a table is content as a whole, or it is layout."""
    if not any(blocks[number].role is Role.ROW for number in chosen):
        return set()
    cells: dict[int, list[int]] = defaultdict(list)
    for number, block in enumerate(blocks):
        if block.role is Role.ROW and "table" in block.path:
            cells[block.chain[len(block.path) - 1 - block.path[::-1].index("table")]].append(number)
    tables = [numbers for numbers in cells.values() if len(numbers) >= _MIN_CELLS]
    whole = [numbers for numbers in tables if len(chosen.intersection(numbers)) >= _TABLE_SHARE * len(numbers)]
    return {number for numbers in whole for number in numbers if blocks[number].link_share < _LINKED}


def _holder(block: Block) -> int:
    """The element that the innermost one of a Block stands in."""
    return block.chain[-2] if len(block.chain) > 1 else -1
