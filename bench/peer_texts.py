"""What other extractors make of pages: votes for `train_blocks.py`, where the truth names only parts of a page.

Runs in an environment of its own with those extractors in it; neither newsmill nor anything that it imports is needed.
Use: peer_texts.py PAGES OUT. PAGES is a JSON file of decoded pages by set and page id (`shingle/<id>`), OUT a folder
for one JSON file an extractor.
"""

import json
import re
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import justext
import trafilatura
from boilerpy3.extractors import ArticleExtractor
from lxml import html as lxml_html
from newspaper import Article
from readability import Document
from resiliparse.extract.html2text import extract_plain_text

_STOPLIST = frozenset[str]().union(*map(justext.get_stoplist, sorted(justext.get_stoplists())))


def _trafilatura(page: str, **options: bool) -> str:
    return trafilatura.extract(page, include_comments=False, **options) or ""


def _readability(page: str) -> str:
    summary = lxml_html.fromstring(Document(page).summary(html_partial=True))
    for element in summary.iter("p", "div", "li", "br", "h1", "h2", "h3", "h4", "blockquote", "td"):
        element.tail = "\n" + (element.tail or "")
    return summary.text_content()


def _newspaper(page: str) -> str:
    article = Article("http://page.example/", language="en", fetch_images=False)
    article.download(input_html=page)
    article.parse()
    return article.text


def _resiliparse(page: str) -> str:
    return extract_plain_text(page, main_content=True, alt_texts=False, list_bullets=False)


def _boilerpy(page: str) -> str:
    return ArticleExtractor(raise_on_failure=False).get_content(page)


def _justext(page: str) -> str:
    return "\n".join(part.text for part in justext.justext(page.encode(), _STOPLIST) if not part.is_boilerplate)


EXTRACTORS: dict[str, Callable[[str], str]] = {
    "trafilatura": _trafilatura,
    "trafilatura-precision": partial(_trafilatura, favor_precision=True),
    "trafilatura-recall": partial(_trafilatura, favor_recall=True),
    "readability": _readability,
    "resiliparse": _resiliparse,
    "justext": _justext,
    "boilerpy": _boilerpy,
    "newspaper": _newspaper,
}


def main(pages_file: Path, folder: Path) -> None:
    """Write the text of every page by every extractor; a page that one fails on is empty."""
    pages: dict[str, str] = json.loads(pages_file.read_text(encoding="utf-8"))
    folder.mkdir(parents=True, exist_ok=True)
    for name, extract in EXTRACTORS.items():
        texts = {}
        for key, page in pages.items():
            try:
                texts[key] = re.sub(r"\s*\n\s*", "\n", extract(page))
            except Exception as failure:  # noqa: BLE001 - extractors raise what they like
                print(f"{name}: {key}: {failure!r}"[:200], file=sys.stderr)
                texts[key] = ""
        (folder / f"{name}.json").write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
