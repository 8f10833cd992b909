"""Whether the words of a page's classes are to be believed: some pages name elements for anything but what they are.

Paragraphs side by side are one text. Where their own classes call them comments, adverts, navigation and more, the
names are left over from another page or chosen to mislead, and the page is read as if it had none.
"""

from collections import defaultdict
from collections.abc import Sequence

from newsmill.chars import ends_sentence, weight
from newsmill.clean.signs import TELLING, reasons_of
from newsmill.page.block import Block, Place

_CONTRADICTIONS = 3
"""Different kinds of furniture that paragraphs side by side may not be. Of 588 real pages, none has more than two."""
_SENTENCE_WEIGHT = 60
_LINKED = 0.5


def believable(blocks: Sequence[Block]) -> Sequence[Block]:
    """The Blocks with the words of their elements, or without any where these contradict each other."""
    told: dict[int, set[str]] = defaultdict(set)
    for block in blocks:
        marks = block.place.marks
        if len(marks) > 1 and marks[-1] and not TELLING.isdisjoint(marks[-1]) and _is_sentence(block):
            told[block.place.chain[-2]].update(reasons_of(marks[-1]))
    if all(len(reasons) < _CONTRADICTIONS for reasons in told.values()):
        return blocks
    bare = {id(block.place): _without_words(block.place) for block in blocks}
    return [block._replace(place=bare[id(block.place)]) for block in blocks]


def _is_sentence(block: Block) -> bool:
    is_text = block.link_share < _LINKED and ends_sentence(block.text)
    return is_text and weight(block.text) >= _SENTENCE_WEIGHT


def _without_words(place: Place) -> Place:
    return Place(place.role, place.level, place.path, place.chain, tuple(frozenset[str]() for _ in place.marks))
