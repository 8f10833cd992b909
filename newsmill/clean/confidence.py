"""How sure it is that a text is the article, the whole article and nothing else.

Of a page whose Blocks the model judged it is a probability: that the text and the truth agree with F1 above 0.9. It was
fitted on pages of sites that the model of the day had not seen; `bench/confidence_bins.py` shows how often it is right
and fits it anew. Of other pages, whose lines rules alone have judged, it is a measure of how much there was to go by.
"""

import math
from collections import defaultdict
from collections.abc import Sequence

from newsmill.chars import HAN_WEIGHT, ends_sentence, weight
from newsmill.clean.prose import PROSE_WEIGHT
from newsmill.clean.signs import NO_SIGN, Sign
from newsmill.page.block import Block, Role

UNDECIDED = (0.2, 0.8)
"""Scores between these are those of a model in doubt."""
_LINKED = 0.3
_SHORTEST = PROSE_WEIGHT // HAN_WEIGHT
_LONG = 2 * PROSE_WEIGHT
"""Characters from which a text need not be weighed to be taken for prose."""
_WEIGHTS = (-1.56, 1.78, 1.38, 0.54)
_BIAS = -1.16
"""Of the logistic regression over `evidence`, from `confidence_bins.py --fit`."""
NOTHING_CHOSEN = 0.1
"""Of a page on which the model takes nothing for article, so that all of it may be."""
_DECIMALS = 3
_FULL_WEIGHT = 600


def of_choice(blocks: Sequence[Block], chosen: set[int], scores: Sequence[float], signs: Sequence[Sign]) -> float:
    """How sure the choice of the Blocks with these numbers is, 0 to 1. There is at least one."""
    found = evidence(blocks, chosen, scores, signs)
    logit = _BIAS + sum(each * size for each, size in zip(_WEIGHTS, found, strict=True))
    return round(1 / (1 + math.exp(-logit)), _DECIMALS)


def evidence(
    blocks: Sequence[Block], chosen: set[int], scores: Sequence[float], signs: Sequence[Sign]
) -> tuple[float, float, float, float]:
    """Four shares, 0 to 1: of the page's Blocks that the model is in doubt about; how sure it is of the last Block that
    was chosen, since what is lost or added is so mostly at the end; of the text that stands in one element; and how far
    plain prose, told without the model, is the same text."""
    low, high = UNDECIDED
    doubt = sum([low < score < high for score in scores]) / len(scores)
    sizes = {number: len(blocks[number].text) for number in chosen}
    held: dict[int, int] = defaultdict(int)
    for number, size in sizes.items():
        chain = blocks[number].place.chain
        held[chain[-2] if len(chain) > 1 else -1] += size
    together = max(held.values()) / sum(sizes.values())
    ours = sum([size * (1 - blocks[number].link_share) for number, size in sizes.items()])
    plain = both = 0.0
    for number, (block, sign) in enumerate(zip(blocks, signs, strict=True)):
        if sign is NO_SIGN and _is_plain(block):
            mass = len(block.text) * (1 - block.link_share)
            plain += mass
            both += mass * (number in sizes)
    return doubt, scores[max(chosen)], together, 2 * both / max(1, ours + plain)


def _is_plain(block: Block) -> bool:
    """Whether a Block is a sentence or more with few links."""
    text = block.text
    return (
        len(text) >= _SHORTEST
        and block.link_share < _LINKED
        and block.place.role is not Role.HEADING
        and ends_sentence(text)
        and (len(text) >= _LONG or weight(text) >= PROSE_WEIGHT)
    )


def of_lines(size: int, *, titled: bool) -> float:
    """How sure a text is that rules alone have judged, by its size in letters and whether a title was found."""
    return round(0.5 + 0.3 * min(1.0, size / _FULL_WEIGHT) + 0.2 * titled, _DECIMALS)
