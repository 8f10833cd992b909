"""What the model passes over of an article: its lead, subheadings, short lines, lists, the rest of a table.

By itself such a line tells the model little; the Blocks of the article around it do.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from itertools import pairwise, takewhile

from newsmill.chars import ends_sentence, weight
from newsmill.clean.groups import groups_of, tables_of_data
from newsmill.clean.signs import NO_SIGN, Sign
from newsmill.page.block import Block, Role

_LINKED = 0.5
_IN_PARTS = frozenset({Role.ITEM, Role.ROW, Role.QUOTE})
"""Roles of Blocks that stand a level or two deeper than the paragraphs around them."""
_MAX_GAP = 16
_TABLE_SHARE = 0.2
POSSIBLE = 0.1
"""Score from which a Block may be article at all."""
_AMONG_LIKE, _BESIDE_LIKE = 0.02, 0.15
"""Scores from which a Block that looks like those of the article is one of them: between them, and on either side."""
_BEHIND = 0.05
"""Score from which a sentence right behind the last paragraph goes on with it."""
_LEAD_WEIGHT = 40
_LEAD_REACH = 6
"""How many Blocks above the article's first a lead may stand, and the fewest letters that it has."""


def with_gaps_filled(
    blocks: Sequence[Block], chosen: set[int], vetoed: set[int], scores: Sequence[float], signs: Sequence[Sign]
) -> set[int]:
    """The numbers of the Blocks chosen, and of those that belong to them. One that was vetoed does not come back."""
    if not chosen:
        return chosen
    chosen = chosen | _passed_over(blocks, chosen, scores, signs)
    chosen |= _alike(blocks, chosen, scores)
    chosen |= _lead(blocks, chosen, signs)
    chosen |= _rest_of_text(blocks, chosen, vetoed, scores)
    chosen |= _groups_between(blocks, chosen, vetoed, signs)
    chosen |= _rest_of_tables(blocks, chosen)
    return (chosen | _headings(blocks, chosen, signs)) - vetoed


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
            possible = block.place.role is Role.HEADING or scores[number] >= POSSIBLE
            if not possible or block.link_share >= _LINKED or _is_marked(signs[number], signs[before]):
                continue
            if holders <= set(block.place.chain) and (_holder(block) in holders or block.place.role in _IN_PARTS):
                found.add(number)
    return found


def _alike(blocks: Sequence[Block], chosen: set[int], scores: Sequence[float]) -> set[int]:
    """Blocks in the same kind of element as the article's, where most of that kind are article."""
    first, last = min(chosen), max(chosen)
    among = Counter(map(_look, blocks[first : last + 1]))
    article = Counter(_look(blocks[number]) for number in chosen)
    trusted = {look for look, count in article.items() if count > 1 and 2 * count >= among[look]}
    alike = [
        number
        for number, score in enumerate(scores)
        if score >= _AMONG_LIKE and blocks[number].link_share < _LINKED and _look(blocks[number]) in trusted
    ]
    beside = {number for number in alike if scores[number] >= _BESIDE_LIKE}
    first, last = min({first} | beside), max({last} | beside)
    return beside.union(number for number in alike if first < number < last)


def _look(block: Block) -> Hashable:
    """What two Blocks of one kind have in common: the innermost element, and where that has no class its place, too."""
    if block.place.marks and block.place.marks[-1]:
        return block.place.path[-1], block.place.marks[-1]
    return len(block.place.path), block.place.path[-2:], block.place.marks[-2:]


def _lead(blocks: Sequence[Block], chosen: set[int], signs: Sequence[Sign]) -> set[int]:
    """Sentences between the page's headline and the first paragraph."""
    first = min(chosen)
    headlines = (number for number in range(first - 1, -1, -1) if blocks[number].place.level == 1)
    headline = next((number for number in headlines if blocks[number].place.role is Role.HEADING), first)
    return {
        number
        for number in range(max(headline + 1, first - _LEAD_REACH), first)
        if blocks[number].link_share < _LINKED
        and not _is_marked(signs[number], signs[first])
        and ends_sentence(blocks[number].text)
        and weight(blocks[number].text) >= _LEAD_WEIGHT
    }


def _rest_of_text(blocks: Sequence[Block], chosen: set[int], vetoed: set[int], scores: Sequence[float]) -> set[int]:
    """Sentences behind the last paragraph, one after the other beside it and in the same kind of element."""
    last = max(chosen)
    body, look = _holder(blocks[last]), _look(blocks[last])
    behind = takewhile(
        lambda number: (
            _holder(blocks[number]) == body
            and _look(blocks[number]) == look
            and ends_sentence(blocks[number].text)
            and blocks[number].link_share < _LINKED
            and scores[number] >= _BEHIND
            and number not in vetoed
        ),
        range(last + 1, len(blocks)),
    )
    return set(behind)


def _groups_between(blocks: Sequence[Block], chosen: set[int], vetoed: set[int], signs: Sequence[Sign]) -> set[int]:
    """Lists, tables and quotes beside the paragraphs of the article and between them. A list of links leads away."""
    beside: dict[int, list[int]] = defaultdict(list)
    for number in sorted(chosen):
        beside[_holder(blocks[number])].append(number)
    found: set[int] = set()
    for body, paragraphs in beside.items():
        inside = range(paragraphs[0] + 1, paragraphs[-1])
        for numbers in groups_of(blocks, inside, body):
            size = sum(len(blocks[number].text) for number in numbers)
            linked = sum(len(blocks[number].text) * blocks[number].link_share for number in numbers)
            marked = any(_is_marked(signs[number], signs[paragraphs[0]]) for number in numbers)
            if not marked and vetoed.isdisjoint(numbers) and linked < _LINKED * size:
                found.update(numbers)
    return found


def _rest_of_tables(blocks: Sequence[Block], chosen: set[int]) -> set[int]:
    """The cells of a table of which much is article: a table is content as a whole, or it is not."""
    if not any(blocks[number].place.role is Role.ROW for number in chosen):
        return set()
    tables = tables_of_data(blocks)
    whole = [numbers for numbers in tables if len(chosen.intersection(numbers)) >= _TABLE_SHARE * len(numbers)]
    return {number for numbers in whole for number in numbers if blocks[number].link_share < _LINKED}


def _headings(blocks: Sequence[Block], chosen: set[int], signs: Sequence[Sign]) -> set[int]:
    """Headings inside the article: one belongs to what it heads."""
    first = min(chosen)
    return {
        number
        for number in (headed - 1 for headed in chosen if headed - 1 > first)
        if blocks[number].place.role is Role.HEADING
        and blocks[number].link_share < _LINKED
        and _heads(*blocks[number - 1 : number + 2])
        and not _is_marked(signs[number], signs[number + 1])
    }


def _heads(before: Block, heading: Block, after: Block) -> bool:
    """Whether a heading, wrapped or not, stands with the Block behind it, and not by itself at the end of a section."""
    around = (
        element
        for element in reversed(heading.place.chain[:-1])
        if element in before.place.chain or element in after.place.chain
    )
    return next(around, None) in after.place.chain


def _is_marked(sign: Sign, beside: Sign) -> bool:
    """Whether elements say of a Block that it is furniture, and say nothing like that of the article beside it."""
    return sign is not NO_SIGN and not (sign.element == beside.element and sign.words <= beside.words)


def _holder(block: Block) -> int:
    """The element that the innermost one of a Block stands in."""
    return block.place.chain[-2] if len(block.place.chain) > 1 else -1
