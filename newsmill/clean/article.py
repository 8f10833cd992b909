"""Which part of an HTML page is the article: a trained model judges its Blocks, and structure has a veto.

The model reads every Block with its neighbours and its elements. What it takes for article goes all the same where the
page's structure says what it is: comments, cards that announce other articles, captions, forms... Words of classes are
believed only as far as they leave most of the prose: some sites call the whole page "sidebar".
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from newsmill.chars import ends_sentence, fold, weight
from newsmill.clean.model import score_blocks
from newsmill.page.block import Block, Piece, Role, Stream
from newsmill.page.markup import Markup, Page

PROSE_WEIGHT = 60
"""Letters from which a Block that ends as a sentence does is taken for prose."""
_LONG_WEIGHT = 140
_LINKED = 0.5
_LINK = 0.8
_TRUSTED_SHARE = 0.5
_THRESHOLD = 0.5
_BODY_SHARE = 0.75
_MIN_CARDS = 4
_MIN_REST = 80
"""Letters that must be left where cards go: without them the page is a list of cards."""
_MIN_ARTICLE = 250
"""Letters from which what is left is an article, without its comments."""
_OUTSIDE = ("model.not-article", "outside")
_LINK_LINE = ("structure.link-line", "related")
_LINES_BEFORE = 5
_LINES_AFTER = 3
_MAX_LINE = 200
"""How many lines beside the article may be bylines or dates, and how long such a line may be."""

_ELEMENT_REASONS = {
    "nav": "navigation", "menu": "navigation", "footer": "navigation", "aside": "related", "form": "form",
    "button": "form", "select": "form", "option": "form", "textarea": "form", "fieldset": "form", "dialog": "dialog",
    "figcaption": "caption", "caption": "caption", "search": "search",
}  # fmt: skip
_WORD_REASONS = {
    reason: frozenset(words.split())
    for reason, words in {
        "comments": "comment comments disqus respond commentlist kommentare comentarios commentaires",
        "cookies": "cookie cookies consent gdpr cmp",
        "navigation": "nav navbar navigation menu breadcrumb breadcrumbs pagination pager footer skip topbar",
        "related": "related recommended recommendations readmore teasers mostread popular trending outbrain taboola",
        "share": "share sharing social addthis sharethis",
        "subscribe": "newsletter subscribe subscription paywall signup",
        "advert": "advert advertisement adsense sponsored promo",
        "tags": "tags taglist keywords",
        "author-box": "authorbox biography",
        "caption": "caption wp-caption imagecaption credit",
    }.items()
}
_FURNITURE_WORDS = frozenset[str]().union(*_WORD_REASONS.values())
_IN_PARTS = frozenset({Role.ITEM, Role.ROW, Role.QUOTE})
"""Roles of Blocks that stand a level or two deeper than the paragraphs around them."""
_MAX_GAP = 8
_MIN_CELLS = 4
_TABLE_SHARE = 0.3
_POSSIBLE = 0.1
_DISCUSSION = _WORD_REASONS["comments"] | _WORD_REASONS["cookies"]


@dataclass(frozen=True, slots=True)
class Article:
    """Which Blocks of an HTML page are its article. A Block is known here by its id(): equal ones may stand twice."""

    blocks: frozenset[int]
    doubtful: frozenset[int]
    """Not article, but they stay until metadata has been read: headlines, bylines and dates beside the text."""
    confidence: float
    """How far from undecided the decisions are, 0 to 1, by weight of the text they are on."""


def find_article(page: Page) -> Article:
    """Judge the Blocks of an HTML page by the model and by what their elements are called.

    Where that leaves nothing, all Blocks may be the article: what is marked as furniture goes all the same.
    """
    blocks = page.blocks
    scores = score_blocks(blocks, page.markup)
    chosen = {place for place, score in enumerate(scores) if score >= _THRESHOLD}
    chosen -= _discussion(blocks, chosen)
    chosen -= _teasers(blocks, chosen)
    for reason in sorted(set(_ELEMENT_REASONS.values())):
        chosen -= _minor(blocks, chosen, {place for place in chosen if _element_reason(blocks[place]) == reason})
    for words in _WORD_REASONS.values():
        chosen -= _minor(blocks, chosen, {place for place in chosen if not words.isdisjoint(blocks[place].words)})
    chosen -= _strays(blocks, chosen)
    chosen |= _subheadings(blocks, chosen)
    chosen |= _passed_over(blocks, chosen, scores)
    chosen |= _rest_of_tables(blocks, chosen)
    if not chosen:
        return Article(frozenset(id(block) for block in blocks if not _is_link_line(block)), frozenset(), 0.0)
    sizes = [weight(block.text) for block in blocks]
    margin = sum(2 * abs(score - _THRESHOLD) * size for score, size in zip(scores, sizes, strict=True))
    kept = frozenset(id(blocks[place]) for place in chosen)
    return Article(kept, _doubtful(blocks, chosen, page.markup), margin / max(1, sum(sizes)))


def _discussion(blocks: Sequence[Block], chosen: set[int]) -> set[int]:
    """Comments and consent dialogs, which can be longer than the article; but not where they are all there is."""
    marked = {place for place in chosen if not _DISCUSSION.isdisjoint(blocks[place].words)}
    return marked if sum(weight(blocks[place].text) for place in chosen - marked) >= _MIN_ARTICLE else set()


def _teasers(blocks: Sequence[Block], chosen: set[int]) -> set[int]:
    """Cards that announce other articles: siblings of which each holds one linked heading."""
    titles = [block for block in blocks if block.role is Role.HEADING and block.level > 1 and block.link_share > _LINK]
    inside = Counter(number for block in titles for number in block.chain)
    cards: dict[int, list[int]] = defaultdict(list)
    for block in titles:
        depth = next((depth for depth, number in enumerate(block.chain) if inside[number] == 1), 0)
        if depth:
            cards[block.chain[depth - 1]].append(block.chain[depth])
    known = {card for group in cards.values() if len(group) >= _MIN_CARDS for card in group}
    marked = {place for place in chosen if not known.isdisjoint(blocks[place].chain)}
    rest = _mass(blocks, chosen - marked)
    return marked if rest >= _MIN_REST else set()


def _minor(blocks: Sequence[Block], chosen: set[int], marked: set[int]) -> set[int]:
    """What is marked as no article, unless it is most of the text: then the mark means something else."""
    return marked if _mass(blocks, marked) <= _TRUSTED_SHARE * _mass(blocks, chosen) else set()


def _strays(blocks: Sequence[Block], chosen: set[int]) -> set[int]:
    """What stands below and outside the innermost element that holds most of the text."""
    held: dict[int, float] = defaultdict(float)
    for place in sorted(chosen):
        for number in blocks[place].chain:
            held[number] += _mass(blocks, (place,))
    total = _mass(blocks, chosen)
    if not total:
        return set()
    body = max(number for number, size in held.items() if size >= _BODY_SHARE * total)
    first = next(place for place, block in enumerate(blocks) if body in block.chain)
    return {place for place in chosen if place > first and body not in blocks[place].chain}


def _subheadings(blocks: Sequence[Block], chosen: set[int]) -> set[int]:
    """Headings between two Blocks of the article, beside the one that they head."""
    return {
        place
        for place, block in enumerate(blocks)
        if block.role is Role.HEADING
        and block.link_share < _LINKED
        and {place - 1, place + 1} <= chosen
        and block.chain[:-1] == blocks[place + 1].chain[:-1]
    }


def _passed_over(blocks: Sequence[Block], chosen: set[int], scores: Sequence[float]) -> set[int]:
    """Short Blocks between two of the article, in the element that holds both and with no mark of furniture: an item of
    a list, a row of a table, a sentence of three words. By itself such a line tells the model little."""
    found = set()
    for before, after in pairwise(sorted(chosen)):
        if not 1 < after - before <= _MAX_GAP + 1:
            continue
        holders = {_holder(blocks[before]), _holder(blocks[after])}
        for place in range(before + 1, after):
            block = blocks[place]
            inside = holders <= set(block.chain) and (_holder(block) in holders or block.role in _IN_PARTS)
            marked = _element_reason(block) is not None or not _FURNITURE_WORDS.isdisjoint(block.words)
            possible = block.role is Role.HEADING or scores[place] >= _POSSIBLE
            if inside and not marked and block.link_share < _LINKED and possible:
                found.add(place)
    return found


def _rest_of_tables(blocks: Sequence[Block], chosen: set[int]) -> set[int]:
    """The cells of a table of which much is article: a table is content as a whole, or it is layout."""
    cells: dict[int, list[int]] = defaultdict(list)
    for place, block in enumerate(blocks):
        if block.role is Role.ROW and "table" in block.path:
            cells[block.chain[len(block.path) - 1 - block.path[::-1].index("table")]].append(place)
    tables = [places for places in cells.values() if len(places) >= _MIN_CELLS]
    whole = [places for places in tables if len(chosen.intersection(places)) >= _TABLE_SHARE * len(places)]
    return {place for places in whole for place in places if blocks[place].link_share < _LINKED}


def _holder(block: Block) -> int:
    """The element that the innermost one of a Block stands in."""
    return block.chain[-2] if len(block.chain) > 1 else -1


def _is_link_line(block: Block) -> bool:
    """Whether it is a short line that is all link: it leads to another article."""
    return block.link_share > _LINK and block.role is not Role.HEADING and not ends_sentence(block.text)


def _mass(blocks: Sequence[Block], places: Iterable[int]) -> float:
    return sum(round(weight(blocks[place].text) * (1 - blocks[place].link_share)) for place in places)


def _element_reason(block: Block) -> str | None:
    return next((_ELEMENT_REASONS[name] for name in reversed(block.path) if name in _ELEMENT_REASONS), None)


def remove_marked(stream: Stream, article: Article) -> None:
    """Remove what the markup of an HTML page says is no article: navigation, forms, comments, share bars..."""
    _remove_marked_elements(stream, article)
    _remove_telling_classes(stream, article)


def keep_article(stream: Stream, article: Article) -> None:
    """Remove what is not of the article."""
    for piece in stream.kept():
        if id(piece.block) not in article.blocks and id(piece.block) not in article.doubtful:
            _reject(piece)


def drop_doubtful(pieces: Iterable[Piece], article: Article) -> None:
    """Remove the lines that stayed for metadata only; to be called when it has been read."""
    for piece in pieces:
        if id(piece.block) in article.doubtful:
            _reject(piece)


def _reject(piece: Piece) -> None:
    piece.remove(*(_LINK_LINE if _is_link_line(piece.block) else _OUTSIDE))


def _doubtful(blocks: Sequence[Block], chosen: set[int], markup: Markup) -> frozenset[int]:
    """Headings that may be the title, and the short lines near the edges of the article, where bylines stand."""
    said = fold(" ".join([markup.title or "", *markup.meta.get("og:title", [])])).casefold()
    first, last = min(chosen), max(chosen)
    titles = [
        place
        for place, block in enumerate(blocks[:first])
        if block.role is Role.HEADING and (block.level == 1 or fold(block.text).casefold() in said)
    ]
    start = max(first - _LINES_BEFORE, titles[-1] if titles else 0)
    near = [
        *range(start, min(first + _LINES_BEFORE, last)),
        *range(last + 1, min(last + 1 + _LINES_AFTER, len(blocks))),
    ]
    lines = [place for place in near if place not in chosen and len(blocks[place].text) <= _MAX_LINE]
    return frozenset(id(blocks[place]) for place in [*titles, *lines])


def is_prose(piece: Piece) -> bool:
    """Whether a Piece reads like a sentence or more of running text."""
    block = piece.block
    if block.role is Role.HEADING or block.link_share > _LINKED:
        return False
    size = weight(piece.text)
    return size >= _LONG_WEIGHT or (size >= PROSE_WEIGHT and ends_sentence(piece.text))


def prose_weight(pieces: Iterable[Piece]) -> int:
    """Letters of running text, link text not counted."""
    return sum(round(weight(piece.text) * (1 - piece.block.link_share)) for piece in pieces if is_prose(piece))


def _remove_marked_elements(stream: Stream, article: Article) -> None:
    marked: dict[str, list[Piece]] = defaultdict(list)
    for piece in stream.kept():
        reason = _element_reason(piece.block)
        if reason and id(piece.block) not in article.blocks and not _is_main_heading(piece):
            marked[reason].append(piece)
    for reason, pieces in marked.items():
        _remove_if_minor(pieces, stream, f"structure.{reason}", reason)


def _remove_telling_classes(stream: Stream, article: Article) -> None:
    for reason, words in _WORD_REASONS.items():
        marked = [p for p in stream.kept() if id(p.block) not in article.blocks and not words.isdisjoint(p.block.words)]
        _remove_if_minor([p for p in marked if not _is_main_heading(p)], stream, f"structure.class-{reason}", reason)


def _remove_if_minor(marked: list[Piece], stream: Stream, rule: str, reason: str) -> None:
    """Remove what is marked as furniture, unless that is most of the prose: then the mark means something else."""
    if prose_weight(marked) <= _TRUSTED_SHARE * prose_weight(stream.kept()):
        for piece in marked:
            piece.remove(rule, reason)


def _is_main_heading(piece: Piece) -> bool:
    return piece.block.role is Role.HEADING and piece.block.level == 1
