"""What of the Blocks that the model takes for article goes all the same, because structure knows better.

Comments, cards that announce other articles, captions, forms, what stands below the text... Words of classes are
believed only as far as they leave most of the prose: some sites call the whole page "sidebar".
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import accumulate

from newsmill.chars import ends_sentence, weight
from newsmill.clean.gaps import POSSIBLE
from newsmill.clean.prose import mass
from newsmill.clean.signs import ELEMENT_REASONS, NO_SIGN, WORD_REASONS, Sign
from newsmill.page.block import Block, Role

TRUSTED_SHARE = 0.5
"""Share of the text up to which a mark that says "no article" is believed."""
_LINK = 0.8
_LINKED = 0.5
_MIN_HEADLINE = 20
"""Letters from which a paragraph that is all link may be a headline."""
_BODY_SHARE = 0.75
_MIN_CARDS = 4
_MIN_REST = 80
"""Letters that must be left where cards go: without them the page is a list of cards."""
_MIN_ARTICLE = 250
"""Letters from which what is left is an article, without its comments."""
_DISCUSSION = frozenset({"comments", "cookies"})


def without_furniture(
    blocks: Sequence[Block], chosen: set[int], scores: Sequence[float], signs: Sequence[Sign]
) -> set[int]:
    """The numbers of the Blocks that no veto takes out of those chosen."""
    chosen = _without_discussion(blocks, chosen, scores, signs)
    chosen -= _teasers(blocks, chosen)
    masses = {number: mass(blocks[number]) for number in chosen}
    chosen = _without_marked(masses, signs)
    chosen -= _strays(blocks, {number: masses[number] for number in chosen})
    return chosen - _link_lines(blocks, chosen)


def _without_discussion(
    blocks: Sequence[Block], chosen: set[int], scores: Sequence[float], signs: Sequence[Sign]
) -> set[int]:
    """The Blocks without comments and consent dialogs, which can be longer than the article; but not where they are all
    there is. Under a long discussion a short post looks to the model like a remark on it, so its sentences come back.
    """
    marked = {number for number in chosen if not _DISCUSSION.isdisjoint(signs[number].words)}
    if not marked:
        return set(chosen)
    rest = chosen - marked
    if sum(weight(blocks[number].text) for number in rest) >= _MIN_ARTICLE:
        return rest
    rest |= {
        number
        for number, block in enumerate(blocks[: min(marked)])
        if scores[number] >= POSSIBLE
        and signs[number] is NO_SIGN
        and block.link_share < _LINKED
        and ends_sentence(block.text)
    }
    return rest if sum(mass(blocks[number]) for number in rest) >= _MIN_REST else set(chosen)


def _teasers(blocks: Sequence[Block], chosen: set[int]) -> set[int]:
    """Cards that announce other articles: siblings of which each holds one linked heading."""
    titles = [
        block.place.chain
        for block in blocks
        if block.link_share > _LINK and block.place.role is Role.HEADING and block.place.level > 1
    ]
    if len(titles) < _MIN_CARDS:
        return set()
    inside = Counter(number for chain in titles for number in chain)
    cards: dict[int, list[int]] = defaultdict(list)
    for chain in titles:
        depth = next((depth for depth, number in enumerate(chain) if inside[number] == 1), 0)
        if depth:
            cards[chain[depth - 1]].append(chain[depth])
    known = {card for group in cards.values() if len(group) >= _MIN_CARDS for card in group}
    marked = {number for number in chosen if not known.isdisjoint(blocks[number].place.chain)} if known else set()
    rest = sum(mass(blocks[number]) for number in chosen - marked) if marked else 0
    return marked if rest >= _MIN_REST else set()


def _without_marked(masses: dict[int, int], signs: Sequence[Sign]) -> set[int]:
    """The Blocks without those marked as no article, reason by reason."""
    named: dict[str, list[int]] = defaultdict(list)
    worded: dict[str, list[int]] = defaultdict(list)
    for number in masses:
        if signs[number].element is not None:
            named[signs[number].element or ""].append(number)
        for reason in signs[number].words:
            worded[reason].append(number)
    chosen, total = set(masses), sum(masses.values())
    for reasons, marked in ((ELEMENT_REASONS, named), (WORD_REASONS, worded)):
        for reason in reasons:
            still = [number for number in marked.get(reason, ()) if number in chosen]
            size = sum(masses[number] for number in still)
            if still and size <= TRUSTED_SHARE * total:
                chosen.difference_update(still)
                total -= size
    return chosen


def _strays(blocks: Sequence[Block], masses: dict[int, int]) -> set[int]:
    """What stands below and outside the innermost element that holds most of the text."""
    total = sum(masses.values())
    if not total:
        return set()
    body = _body(blocks, masses, _BODY_SHARE * total)
    first = next(number for number, block in enumerate(blocks) if body in block.place.chain)
    return {number for number in masses if number > first and body not in blocks[number].place.chain}


def _body(blocks: Sequence[Block], masses: dict[int, int], enough: float) -> int:
    """The innermost element that holds enough of the text. That is more than half of it, so the Block in the middle of
    the text stands in that element, and the further out an element around that Block is, the more it holds."""
    order = sorted(masses)
    sums = list(accumulate(masses[number] for number in order))
    around = blocks[order[bisect_left(sums, sums[-1] / 2)]].place.chain

    def held(element: int) -> int:
        return sum(masses[number] for number in order if element in blocks[number].place.chain)

    inside_out = around[::-1]
    return inside_out[bisect_left(inside_out, enough, key=held)]


def _link_lines(blocks: Sequence[Block], chosen: set[int]) -> set[int]:
    """Paragraphs that announce other articles. Where links follow on links they are what the text is about."""
    lines = [number for number in chosen if _is_link_line(blocks[number])]
    beside = {number: (*blocks[max(0, number - 1) : number], *blocks[number + 1 : number + 2]) for number in lines}
    return {number for number in lines if all(block.link_share <= _LINK for block in beside[number])}


def _is_link_line(block: Block) -> bool:
    """Whether a paragraph is the headline of another article: all link, and no sentence. A bare address is none."""
    return (
        block.link_share > _LINK
        and block.place.role is Role.PARAGRAPH
        and not ends_sentence(block.text)
        and "://" not in block.text
        and weight(block.text) >= _MIN_HEADLINE
    )
