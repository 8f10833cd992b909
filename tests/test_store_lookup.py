"""One document or one page is found among what is published, with all that is known of it."""

from pathlib import Path

import pytest
from store_samples import Page, run

from newsmill.errors import UsageError
from newsmill.store.lookup import find_document, find_page

PAGE = Page("a.html")
COPY = Page("copy.html")
LISTING = Page("list.html", ("One.", "Two."))
NEWER = Page("list.html", ("One.", "Two, corrected."), "b")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """CURATED with a copy, a page in two versions, and one without a report."""
    curated = tmp_path_factory.mktemp("lookup") / "curated"
    run(curated, [PAGE, COPY, LISTING, Page("menu.html", ())])
    run(curated, [NEWER], "run2")
    return curated


@pytest.mark.parametrize("page", [PAGE, COPY], ids=["document", "duplicate"])
def test_a_document_comes_with_its_cluster_and_its_removed_rows(page: Page, folder: Path) -> None:
    """Whether it stands for others or another stands for it."""
    found = find_document(folder, page.doc_id())
    assert found.row["source_uri"] == page.uri
    assert {row["source_uri"]: row["relation"] for row in found.cluster} in (
        {"a.html": None, "copy.html": "exact"},
        {"a.html": "exact", "copy.html": None},
    )
    assert [row["text"] for row in found.removed] == ["Menu a"]


def test_a_few_digits_are_enough(folder: Path) -> None:
    """An id may be cut short, as long as it is the only one that starts so."""
    assert find_document(folder, PAGE.doc_id()[:12]).row["doc_id"] == PAGE.doc_id()


@pytest.mark.parametrize(("digits", "message"), [("", "more than one id"), ("xyz", "no document has an id")])
def test_an_id_of_many_or_of_none_is_refused(digits: str, message: str, folder: Path) -> None:
    """The message says what to do."""
    with pytest.raises(UsageError, match=message):
        find_document(folder, digits)


def test_a_page_is_found_in_its_newest_version(folder: Path) -> None:
    """With the documents that this version gave, in their order."""
    found = find_page(folder, "list.html")
    assert found.source["raw_sha256"] == NEWER.sha256
    assert [row["text"] for row in found.documents] == list(NEWER.texts)
    assert [row["text"] for row in found.removed] == ["Menu b"]


def test_an_older_version_is_found_by_the_id_of_its_document(folder: Path) -> None:
    """A text that was superseded is still there to be looked at."""
    found = find_page(folder, LISTING.doc_id(1))
    assert (found.source["raw_sha256"], found.source["status"]) == (LISTING.sha256, "superseded")
    assert [row["text"] for row in found.documents] == list(LISTING.texts)


def test_a_page_without_a_report_has_its_source(folder: Path) -> None:
    """It gave no documents, and its removed rows belong to none."""
    found = find_page(folder, "menu.html")
    assert (found.source["status"], found.documents) == ("quarantined", [])


def test_a_page_that_is_not_there_is_refused(folder: Path, tmp_path: Path) -> None:
    """Neither a source_uri nor the beginning of an id; or no data at all."""
    with pytest.raises(UsageError, match="no source_uri"):
        find_page(folder, "elsewhere.html")
    with pytest.raises(UsageError, match="there is no curated data"):
        find_page(tmp_path, "a.html")
