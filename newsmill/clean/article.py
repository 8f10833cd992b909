"""Which part of an HTML page is the article: a trained model judges its Blocks, and structure has a veto.

The model reads every Block with its neighbours and its elements. What it takes for article goes all the same where the
page's structure says what it is (vetoes.py), and what it passes over inside the article is put back (gaps.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from newsmill.chars import ends_sentence, fold
from newsmill.clean.belief import believable
from newsmill.clean.confidence import NOTHING_CHOSEN, of_choice
from newsmill.clean.gaps import with_gaps_filled
from newsmill.clean.model import score_blocks
from newsmill.clean.signs import NO_SIGN, Sign, read_signs
from newsmill.clean.standfirst import find_standfirsts
from newsmill.clean.vetoes import without_furniture
from newsmill.page.block import Block, Piece, Removal, Role, Stream
from newsmill.page.markup import Markup, Page

_LINK = 0.8
_THRESHOLD = 0.5
_OUTSIDE = Removal("model.not-article", "outside")
_LINK_LINE = Removal("structure.link-line", "related")
_LINES_BEFORE = 5
_LINES_AFTER = 3
_MAX_LINE = 200
"""How many lines beside the article may be bylines or dates, and how long such a line may be."""


@dataclass(frozen=True, slots=True)
class Article:
    """Which Blocks of an HTML page are its article. A Block is known here by its id(): equal ones may stand twice."""

    blocks: frozenset[int]
    doubtful: frozenset[int] = frozenset()
    """Not article, but they stay until metadata has been read: headlines, bylines and dates beside the text."""
    signs: Mapping[int, Sign] = field(default_factory=dict)
    """What the elements around a Block say of it, where they say something."""
    confidence: float = NOTHING_CHOSEN
    """How sure the choice of the Blocks is, 0 to 1."""


def find_article(page: Page) -> Article:
    """Judge the Blocks of an HTML page by the model and by what their elements are called.

    Where that leaves nothing, all Blocks may be the article: what is marked as furniture goes all the same.
    """
    blocks = believable(page.blocks)
    scores = score_blocks(blocks, page.markup)
    signs = read_signs(blocks)
    ids = list(map(id, page.blocks))
    telling = {name: sign for name, sign in zip(ids, signs, strict=True) if sign is not NO_SIGN}
    likely = {number for number, score in enumerate(scores) if score >= _THRESHOLD}
    chosen = without_furniture(blocks, likely, scores, signs)
    chosen = with_gaps_filled(blocks, chosen, likely - chosen, scores, signs)
    chosen |= find_standfirsts(blocks, chosen)
    if not chosen:
        return Article(frozenset(id(block) for block in page.blocks if not _is_link_line(block)), signs=telling)
    return Article(
        blocks=frozenset(ids[number] for number in chosen),
        doubtful=frozenset(ids[number] for number in _doubtful(blocks, chosen, page.markup)),
        signs=telling,
        confidence=of_choice(blocks, chosen, scores, signs),
    )


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
    if piece.removal is None:
        piece.removal = _LINK_LINE if _is_link_line(piece.block) else _OUTSIDE


def _doubtful(blocks: Sequence[Block], chosen: set[int], markup: Markup) -> list[int]:
    """Headings that may be the title, and the short lines near the edges of the article, where bylines stand."""
    said = fold(" ".join([markup.title or "", *markup.meta.get("og:title", [])])).casefold()
    first, last = min(chosen), max(chosen)
    titles = [
        number
        for number, block in enumerate(blocks[:first])
        if block.place.role is Role.HEADING and (block.place.level == 1 or fold(block.text).casefold() in said)
    ]
    start = max(first - _LINES_BEFORE, titles[-1] if titles else 0)
    near = [
        *range(start, min(first + _LINES_BEFORE, last)),
        *range(last + 1, min(last + 1 + _LINES_AFTER, len(blocks))),
    ]
    lines = [number for number in near if number not in chosen and len(blocks[number].text) <= _MAX_LINE]
    return [*titles, *lines]


def _is_link_line(block: Block) -> bool:
    """Whether it is a short line that is all link: it leads to another article."""
    return block.link_share > _LINK and block.place.role is not Role.HEADING and not ends_sentence(block.text)
