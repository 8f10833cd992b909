"""The truth of tests/pages describes its pages whole: what a rule is measured by must itself be beyond doubt."""

import tomllib
import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

PAGES = Path(__file__).parent / "pages"
KINDS = ("text", "listing")

Row = dict[str, Any]

TRUTH: list[Row] = [
    page for kind in KINDS for page in tomllib.loads((PAGES / f"{kind}.toml").read_text("utf-8"))["page"]
]


class Visible(HTMLParser):
    """The text a reader sees of a page: no head, no script."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  (base class)
        self._hidden += tag in {"head", "script", "style"}

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"head", "script", "style"}

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def squeezed(text: str) -> str:
    """Text as positions count it: NFC, without white space and control characters."""
    return "".join(c for c in unicodedata.normalize("NFC", text) if not c.isspace() and unicodedata.category(c) != "Cc")


def visible(page: Row) -> str:
    """The squeezed visible text of a page."""
    text = (PAGES / page["file"]).read_text("utf-8")
    if not page["file"].endswith(".html"):
        return squeezed(text)
    parser = Visible()
    parser.feed(text)
    return squeezed("".join(parser.parts))


def items(page: Row) -> list[Row]:
    """The items of a page; none where it gives no document."""
    found: list[Row] = page.get("item", [])
    return found


def stated(page: Row) -> Iterator[str]:
    """Each string that truth says stands on the page, as often as it says so."""
    yield from chain(page.get("furniture", ()), page.get("metadata_lines", ()), page.get("either", ()))
    for item in items(page):
        if "title" in item:
            yield item["title"]
        yield from chain(item["paragraphs"], item.get("metadata_lines", ()))


each_page = pytest.mark.parametrize("page", TRUTH, ids=[page["file"] for page in TRUTH])
each_item = pytest.mark.parametrize(
    ("page", "item"),
    [(page, item) for page in TRUTH for item in items(page)],
    ids=[f"{page['file']}[{index}]" for page in TRUTH for index in range(len(items(page)))],
)


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_has_its_truth_and_every_truth_its_page(kind: str) -> None:
    """A page nobody has described proves nothing, and neither does a description without a page."""
    told = [page["file"] for page in TRUTH if page["file"].startswith(f"{kind}/")]
    assert sorted(told) == sorted(path.relative_to(PAGES).as_posix() for path in (PAGES / kind).iterdir())


def test_the_set_is_as_wide_as_it_claims() -> None:
    """60 pages of text and 20 listings in 24 languages, both Chinese scripts, 60 traps."""
    assert [sum(page["file"].startswith(f"{kind}/") for page in TRUTH) for kind in KINDS] == [60, 20]
    assert len({page["language"] for page in TRUTH}) >= 24
    assert {page.get("script") for page in TRUTH} == {None, "Hans", "Hant"}
    assert sum(len(item.get("traps", ())) for page in TRUTH for item in items(page)) >= 60


@each_page
def test_documents_are_items(page: Row) -> None:
    """A page has as many items as it gives documents, and is curated where it gives any."""
    assert len(items(page)) == page["documents"]
    assert page["status"] == ("curated" if page["documents"] else "quarantined")


@each_page
def test_truth_covers_the_page(page: Row) -> None:
    """Title, paragraphs, furniture, metadata lines and marks, taken off a page, leave nothing; and each is there."""
    rest = visible(page)
    for phrase in sorted(map(squeezed, stated(page)), key=len, reverse=True):
        assert phrase in rest
        rest = rest.replace(phrase, "\n", 1)
    assert rest.split() == []


@each_page
def test_furniture_is_not_in_an_article_too(page: Row) -> None:
    """Furniture that also stands in the article could not be counted as removed."""
    texts = [squeezed("".join(item["paragraphs"])) for item in items(page)]
    lines = [*page.get("furniture", ()), *page.get("metadata_lines", ())]
    assert [line for line in lines for text in texts if squeezed(line) in text] == []


@each_item
def test_paragraphs_stand_in_order(page: Row, item: Row) -> None:
    """Paragraphs are listed as the page has them, so that their order can be tested."""
    text, at = visible(page), 0
    for paragraph in map(squeezed, item["paragraphs"]):
        at = text.index(paragraph, at) + len(paragraph)


@each_item
def test_keep_and_traps_are_article(page: Row, item: Row) -> None:
    """What must stay is part of the paragraphs."""
    text = squeezed("".join(item["paragraphs"]))
    assert [phrase for phrase in [*item["keep"], *item.get("traps", ())] if squeezed(phrase) not in text] == []


@each_item
def test_drop_is_no_article(page: Row, item: Row) -> None:
    """What must go is on the page, and in none of the item's paragraphs."""
    whole, text = visible(page), squeezed("".join(item["paragraphs"]))
    drop = [squeezed(phrase) for phrase in item.get("drop", ())]
    assert [phrase for phrase in drop if phrase not in whole or phrase in text] == []


@each_item
def test_names_stand_on_the_page(page: Row, item: Row) -> None:
    """Author, source, place and site are read off the page; a dateline may shout them."""
    text = (PAGES / page["file"]).read_text("utf-8").casefold()
    names = [squeezed(item[key]).casefold() for key in ("author", "source", "place", "site") if key in item]
    assert [name for name in names if name not in squeezed(text)] == []
