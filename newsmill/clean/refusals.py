"""Pages that are no article at all: error pages, log-in and pay walls, JavaScript challenges, pages that only link on.

Such a page has text, sometimes whole sentences, so it is told by what its title or its first lines say and by how
little else there is.
"""

import functools
import re
import tomllib
from importlib.resources import files

from newsmill.chars import ends_sentence, fold, weight
from newsmill.errors import NoArticle
from newsmill.page.block import Stream
from newsmill.page.markup import Page

_SHORT_PAGE = 900
"""Letters of article text from which a page is believed to hold more than an excuse."""
_SENTENCE, _SENTENCES = 40, 4
"""Letters of a paragraph, and paragraphs, of a page that tells something: `Log in`, above them, is a button."""
_BUTTONS = frozenset({"login"})
_FIRST_LINES = 4
_LINE_LENGTH = 300
_LINK_PAGE = 0.6


@functools.cache
def _signs() -> dict[str, re.Pattern[str]]:
    """What the first lines of such a page begin with, by the word that quarantine names it with."""
    data = tomllib.loads((files("newsmill.clean") / "refusals.toml").read_text(encoding="utf-8"))
    return {error: re.compile("|".join(entry["begins"]), re.IGNORECASE) for error, entry in data.items()}


def refuse_excuses(page: Page, stream: Stream) -> None:
    """Raise NoArticle where the page says that it is an error page, a challenge or a wall, and little else."""
    kept = stream.kept()
    if sum(weight(piece.text) for piece in kept) > _SHORT_PAGE:
        return
    tells = sum(ends_sentence(piece.text) and weight(piece.text) >= _SENTENCE for piece in kept) >= _SENTENCES
    shown = [piece.text for piece in kept if len(piece.text) <= _LINE_LENGTH][:_FIRST_LINES]
    for line in map(fold, [page.markup.title or "", *shown]):
        for error, sign in _signs().items():
            if sign.match(line) and not (tells and error in _BUTTONS):
                raise NoArticle(error, f"the page says: {line[:120]}")


def nothing_left(page: Page) -> NoArticle:
    """What to say of a page of which cleaning left no text."""
    if not page.blocks:
        return NoArticle("no-text", "the page shows no text")
    size = sum(len(block.text) for block in page.blocks)
    linked = sum(len(block.text) * block.link_share for block in page.blocks)
    if linked >= _LINK_PAGE * size:
        return NoArticle("links-only", f"{linked / size:.0%} of the page's text is links to other pages")
    return NoArticle("no-article", "all lines of the page are furniture, or there is too little text")
