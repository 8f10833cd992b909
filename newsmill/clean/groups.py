"""Elements whose Blocks belong together: lists, tables, quotes."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from newsmill.page.block import Block, Role

_GROUPS = frozenset({"ul", "ol", "dl", "table", "pre", "blockquote"})
_MIN_CELLS = 4
_MAX_CELL = 200


def groups_of(blocks: Sequence[Block], numbers: Iterable[int], body: int) -> list[list[int]]:
    """Of the Blocks given by number, those in each list, table or quote that stands directly in the element `body`."""
    groups: dict[int, list[int]] = defaultdict(list)
    for number in numbers:
        chain = blocks[number].place.chain
        depth = bisect_left(chain, body) + 1
        if depth < len(chain) and chain[depth - 1] == body and blocks[number].place.path[depth] in _GROUPS:
            groups[chain[depth]].append(number)
    return list(groups.values())


def tables_of_data(blocks: Sequence[Block]) -> list[list[int]]:
    """The numbers of the Blocks of each table that is no layout."""
    tables: dict[int, list[int]] = defaultdict(list)
    for number, block in enumerate(blocks):
        if "table" in block.place.path:
            innermost = len(block.place.path) - 1 - block.place.path[::-1].index("table")
            tables[block.place.chain[innermost]].append(number)
    return [numbers for numbers in tables.values() if _holds_data([blocks[number] for number in numbers])]


def _holds_data(cells: Sequence[Block]) -> bool:
    """Whether a table has rows of several short cells, and nothing else: layout has headings and paragraphs in it."""
    is_short = all(cell.place.role is Role.ROW and len(cell.text) <= _MAX_CELL for cell in cells)
    rows = Counter(cell.place.chain[:-1] for cell in cells)
    return len(cells) >= _MIN_CELLS and is_short and sum(count > 1 for count in rows.values()) > 1
