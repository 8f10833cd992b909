"""An HTML page as Blocks and Markup: an engine brings it into normal form, one walk makes the Blocks.

Nothing here decides what is worth keeping. Engines leave out what a browser does not show, and the walk notes beside
each Block what the cleaning may want to know of the elements around it.
"""

from newsmill.page import lexbor, soup
from newsmill.page.depth import bounded
from newsmill.page.head import read_head
from newsmill.page.markup import Page
from newsmill.page.walk import read_blocks
from newsmill.settings import HtmlEngine

_ENGINES = {"lexbor": lexbor.normalise, "bs4": soup.normalise}


def read_html(html: str, engine: HtmlEngine = "lexbor") -> Page:
    """The page's visible Blocks in document order, and what it says of itself."""
    page = _ENGINES[engine](bounded(html))
    return Page(read_blocks(page.body), read_head(page), is_html=True)
