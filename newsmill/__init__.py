"""newsmill: scraped pages in many languages in, trusted Parquet out.

`newsmill.extract(html)` cleans one page; the command `newsmill run` and the Prefect flow `curate` do whole folders.
"""

from importlib.metadata import version

__version__ = version("newsmill")


def extract(html: str, url: str | None = None) -> str:
    """The article text of an HTML page: paragraphs parted by one blank line, the headline not in it.

    html: the page, decoded. url: where it came from, if known; today it decides nothing.
    Returns "" where the page holds no article. The reports of a listing page follow one another.
    """
    from datetime import UTC, datetime

    from newsmill.clean.ruleset import load_rules
    from newsmill.document import read_document
    from newsmill.errors import NoArticle
    from newsmill.page.html import read_html

    del url
    try:
        reading = read_document(read_html(html), datetime.now(UTC), load_rules())
    except NoArticle:
        return ""
    return "\n\n".join(report.text for report in reading.reports)
