"""The truth of each set of invented pages describes its pages whole: a figure measured on it must be beyond doubt."""

import tomllib
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from bench_fresh_pages import SETS
from bench_pages import as_seen
from selectolax.lexbor import LexborHTMLParser

TESTS = Path(__file__).parent
KINDS = ("text", "listing", "html")

WRITTEN = SETS[: SETS.index("pages_seventh")]

Row = dict[str, Any]

TRUTH: dict[str, list[Row]] = {
    name: [
        page | {"path": TESTS / name / page["file"]}
        for kind in KINDS
        for page in tomllib.loads((TESTS / name / f"{kind}.toml").read_text("utf-8"))["page"]
    ]
    for name in SETS
}

each_set = pytest.mark.parametrize("name", SETS)
each_page = pytest.mark.parametrize(
    "page", [pytest.param(page, id=f"{name}-{page['file']}") for name in SETS for page in TRUTH[name]]
)


def squeezed(text: str) -> str:
    """Text as positions count it: NFC, without white space and control characters."""
    return "".join(c for c in unicodedata.normalize("NFC", text) if not c.isspace() and unicodedata.category(c) != "Cc")


def read(page: Row, text: str) -> str:
    """Text as a reader of the page sees it: a link of Markdown is its words. Older truths have it as it is written."""
    if not page["file"].endswith(".md") or page["path"].parents[1].name in WRITTEN:
        return text
    return as_seen(text)


def visible(page: Row) -> str:
    """The squeezed text that a reader sees of a page."""
    text = page["path"].read_text("utf-8")
    if page["file"].endswith(".html"):
        tree = LexborHTMLParser(text)
        tree.strip_tags(["head", "script", "style", "template", "noscript"], recursive=True)
        for hidden in tree.css('[style*="display:none"], [style*="display: none"], [hidden]'):
            hidden.decompose()
        assert tree.body is not None
        text = tree.body.text()
    return squeezed(read(page, text))


def stated(page: Row) -> list[str]:
    """Each string that the truth says stands on the page, as often as it says so."""
    found = [line for key in ("furniture", "metadata_lines", "either") for line in page.get(key, ())]
    for item in page["item"]:
        found += [*([item["title"]] if "title" in item else []), *item["paragraphs"], *item.get("metadata_lines", ())]
    return [read(page, phrase) for phrase in found]


@each_set
def test_every_page_has_its_truth_and_every_truth_its_page(name: str) -> None:
    """A page nobody has described proves nothing, and neither does a description without a page."""
    found = sorted(
        path.relative_to(TESTS / name).as_posix()
        for path in (TESTS / name).rglob("*")
        if path.is_file() and path.suffix != ".toml"
    )
    assert sorted(page["file"] for page in TRUTH[name]) == found


@each_set
def test_a_set_is_as_wide_as_it_claims(name: str) -> None:
    """At least 40 pages in 24 languages and both Chinese scripts, a seventh of them listings, with 70 traps."""
    pages = TRUTH[name]
    assert len(pages) >= 40
    assert 7 * sum(page["documents"] > 1 for page in pages) >= len(pages)
    assert len({page["language"] for page in pages}) >= 22
    assert {page.get("script") for page in pages} == {None, "Hans", "Hant"}
    assert sum(len(item.get("traps", ())) for page in pages for item in page["item"]) >= 70


@each_page
def test_documents_are_items(page: Row) -> None:
    """A page has as many items as it gives documents."""
    assert len(page["item"]) == page["documents"]


@each_page
def test_truth_covers_the_page(page: Row) -> None:
    """Title, paragraphs, furniture, metadata and marks, taken off a page, leave separators; and each is there."""
    rest = visible(page)
    for phrase in sorted(map(squeezed, stated(page)), key=len, reverse=True):
        assert phrase in rest
        rest = rest.replace(phrase, "\n", 1)
    assert [character for character in "".join(rest.split()) if character.isalnum()] == []


@each_page
def test_paragraphs_stand_in_order(page: Row) -> None:
    """Paragraphs are listed as the page has them."""
    text, at = visible(page), 0
    for paragraph in (line for item in page["item"] for line in item["paragraphs"]):
        at = text.index(squeezed(paragraph), at) + len(squeezed(paragraph))


@each_page
def test_furniture_is_not_in_an_article_too(page: Row) -> None:
    """Furniture of some length that also stands in the article could not be counted as removed."""
    article = squeezed("".join(line for item in page["item"] for line in item["paragraphs"]))
    furniture = [squeezed(line) for line in page["furniture"]]
    assert [line for line in furniture if len(line) >= 8 and line in article] == []


@each_page
def test_traps_are_article(page: Row) -> None:
    """What must stay is part of the paragraphs."""
    assert [t for item in page["item"] for t in item.get("traps", ()) if t not in item["paragraphs"]] == []


@each_page
def test_names_stand_on_the_page(page: Row) -> None:
    """Author, source and place are read off the page; a dateline may shout, a Greek byline has another ending."""
    text = squeezed(page["path"].read_text("utf-8")).casefold()
    names = [item[key] for item in page["item"] for key in ("author", "source", "place") if key in item]
    assert [name for name in names if not all(part[:-1] in text for part in name.casefold().split())] == []
