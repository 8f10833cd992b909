"""tests/pages/html.toml against its pages: the truth about a page must be the page's own words, and all of them."""

import tomllib

import pytest
from sample_truth import ROOT, Row, each_page, squeezed
from selectolax.lexbor import LexborHTMLParser

from newsmill import script

FOLDER = ROOT / "tests" / "pages"
PAGES: list[Row] = tomllib.loads((FOLDER / "html.toml").read_text("utf-8"))["page"]

UNSEEN = ["script", "style", "noscript", "template", "head", "svg", "iframe", "rt", "rp"]
"""Elements without visible text; the readings of ruby are no words of a text."""


def visible_text(page: Row) -> str:
    """What a browser shows of a page, without the readings of ruby."""
    tree = LexborHTMLParser((FOLDER / page["file"]).read_text("utf-8"))
    tree.strip_tags(UNSEEN, recursive=True)
    for node in tree.css("[hidden], [style]"):
        style = "".join((node.attributes.get("style") or "").split())
        if "hidden" in node.attributes or "display:none" in style:
            node.decompose()
    assert tree.body is not None
    return tree.body.text()


def item_of(page: Row) -> Row:
    """The one report of a page."""
    (item,) = page["item"]
    assert isinstance(item, dict)
    return item


def headline(page: Row) -> str:
    """The headline in the page's own script."""
    item = item_of(page)
    return str(item.get("title_original", item["title"]))


def article(page: Row) -> str:
    return squeezed("".join(item_of(page)["paragraphs"]))


def test_every_page_has_its_truth_and_every_truth_its_page() -> None:
    """A page nobody has described proves nothing, and neither does a description without a page."""
    found = sorted(path.relative_to(FOLDER).as_posix() for path in (FOLDER / "html").iterdir())
    assert sorted(page["file"] for page in PAGES) == found


def test_pages_are_many_and_unlike_each_other() -> None:
    """At least 40 pages in 21 languages and both Chinese scripts, no two of one structure, with 40 traps."""
    assert len(PAGES) >= 40
    assert len({page["language"] for page in PAGES}) >= 21
    assert {page.get("script") for page in PAGES} == {None, "Hans", "Hant"}
    assert len({page["shape"] for page in PAGES}) == len(PAGES)
    assert sum(len(item_of(page)["traps"]) for page in PAGES) >= 40


@each_page(PAGES)
def test_paragraphs_stand_on_the_page_in_order(page: Row) -> None:
    """Each paragraph is found after the end of the one before it."""
    text, end = squeezed(visible_text(page)), 0
    for paragraph in map(squeezed, item_of(page)["paragraphs"]):
        start = text.find(paragraph, end)
        assert start >= 0, paragraph
        end = start + len(paragraph)


@each_page(PAGES)
@pytest.mark.parametrize("kind", ["furniture", "drop"])
def test_what_goes_stands_on_the_page_and_not_in_the_article(page: Row, kind: str) -> None:
    """Furniture and metadata are visible, and no part of the article or of the headline."""
    text, kept = squeezed(visible_text(page)), (article(page), squeezed(headline(page)))
    for phrase in map(squeezed, item_of(page).get(kind, ())):
        assert phrase in text
        assert not any(phrase in part for part in kept), phrase


@each_page(PAGES)
def test_traps_are_paragraphs(page: Row) -> None:
    """A trap is a part of the article, word for word, so it is no furniture."""
    item = item_of(page)
    assert item["traps"]
    assert [trap for trap in item["traps"] if trap not in item["paragraphs"]] == []


@each_page(PAGES)
def test_nothing_visible_is_left_out(page: Row) -> None:
    """Headline, metadata, paragraphs and furniture are all that the page shows."""
    item, text = item_of(page), squeezed(visible_text(page))
    known = bytearray(len(text))
    for phrase in map(squeezed, [headline(page), *item.get("drop", ()), *item["paragraphs"], *item["furniture"]]):
        start = text.find(phrase)
        while start >= 0:
            known[start : start + len(phrase)] = b"\1" * len(phrase)
            start = text.find(phrase, start + 1)
    assert "".join(character for character, seen in zip(text, known, strict=True) if not seen) == ""


@each_page(PAGES)
def test_title_and_keep_are_the_page_in_the_target_script(page: Row) -> None:
    """The title is the headline, and what keep names is in the article, Chinese in Simplified."""
    item = item_of(page)
    chinese = page["language"] == "zh"
    read = (lambda text: squeezed(script.convert(text))) if chinese else squeezed
    assert squeezed(item["title"]) == read(headline(page))
    text = read("\n".join(item["paragraphs"]))
    assert [phrase for phrase in item["keep"] if squeezed(phrase) not in text] == []
