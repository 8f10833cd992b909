"""What newsmill makes of the pages in raw/: each rule of tests/samples.toml, page by page."""

import codecs
from datetime import datetime
from pathlib import Path

import pytest
from sample_truth import (
    FILES,
    ITEMS,
    PAGES,
    RAW,
    ROOT,
    TRUTH,
    UNSAID,
    Release,
    Row,
    Stated,
    as_found,
    each_item,
    each_page,
    instant,
    name_of,
    read_release,
    squeezed,
)


@pytest.fixture(scope="session")
def release(sample_release: Path) -> Release:
    return read_release(sample_release)


# --- the folder -------------------------------------------------------------------------------------------------------


def test_every_sample_has_its_truth_and_every_truth_its_sample() -> None:
    """A page nobody has described proves nothing, and neither does a description without a page."""
    files = [page["file"] for page in FILES]
    assert sorted(files) == sorted(path.relative_to(RAW).as_posix() for path in RAW.rglob("*") if path.is_file())


def test_every_sample_stands_in_the_docs() -> None:
    """docs/samples.md tells a reader of each page why it is there."""
    told = (ROOT / "docs" / "samples.md").read_text("utf-8")
    assert [page["file"] for page in FILES if f"`{page['file']}`" not in told] == []


def test_samples_are_many_and_in_many_languages() -> None:
    """At least 30 pages, 12 languages and both Chinese scripts."""
    assert len(PAGES) >= 30
    assert len({stated.says("language") for stated in ITEMS}) >= 12
    assert {stated.says("script") for stated in ITEMS} == {None, "Hans", "Hant"}


def test_every_item_has_its_truth() -> None:
    """A page has as many items in samples.toml as it gives documents."""
    assert [page["file"] for page in PAGES if len(page.get("item", [])) != page["documents"]] == []


# --- what became of each page -----------------------------------------------------------------------------------------


@each_page(PAGES)
def test_a_page_gives_the_documents_it_holds(page: Row, release: Release) -> None:
    """A report a document: sources counts them, and each is one row of documents or duplicates."""
    assert release.sources[page["file"]]["documents"] == page["documents"]
    indexes = sorted(index for file, index in release.texts if file == page["file"])
    assert indexes == list(range(page["documents"]))


@each_page(PAGES)
def test_a_page_is_curated_or_quarantined_where_it_fails(page: Row, release: Release) -> None:
    """What gives no document stands in quarantine with the stage that found out, and nothing else does."""
    assert release.sources[page["file"]]["status"] == page["status"]
    assert release.quarantine.get(page["file"], {}).get("stage") == page.get("stage")


@each_page([page for page in FILES if page["status"] == "curated"])
def test_encoding_is_found(page: Row, release: Release) -> None:
    """The bytes are read in the encoding they were written in, or in one that reads these bytes alike."""
    data = (RAW / page["file"]).read_bytes()
    found = codecs.lookup(release.sources[page["file"]]["encoding"]).name
    assert data.decode(found).lstrip("\ufeff") == data.decode(page.get("encoding", "utf-8"))


@each_page([page for page in PAGES if page["status"] == "curated" and page["file"].endswith(".txt")])
def test_nothing_of_a_text_file_is_lost(page: Row, release: Release) -> None:
    """Texts and removed rows, put together by position, are the file without its white space."""
    texts = "".join(as_found(release.texts[page["file"], index]) for index in range(page["documents"]))
    kept = squeezed(texts)
    whole, used = "", 0
    for row in release.removed.get(page["file"], []):
        until = used + row["position"] - len(whole)
        whole += kept[used:until] + squeezed(row["text"])
        used = until
    assert whole + kept[used:] == squeezed((RAW / page["file"]).read_bytes().decode(page.get("encoding", "utf-8")))


# --- metadata ---------------------------------------------------------------------------------------------------------


@each_item()
def test_title(stated: Stated, release: Release) -> None:
    """The headline, without site or label; Chinese in Simplified, and kanji untouched."""
    found = release.of(stated)["title"]
    title = stated.item.get("title")
    assert (found and found.split()) == (title and title.split())


@each_item()
def test_title_is_not_repeated_in_the_text(stated: Stated, release: Release) -> None:
    """What is in the column title does not open the text again."""
    title = stated.item.get("title")
    assert title is None or squeezed(title) not in squeezed(release.of(stated)["text"])


@each_item("published")
def test_date(stated: Stated, release: Release) -> None:
    """The date of publication, and no more exact than the page gives it."""
    found, said = release.of(stated), stated.item["published"]
    assert found["published_at"] == instant(said)
    assert found["published_precision"] == ("minute" if isinstance(said, datetime) else "day")


@pytest.mark.parametrize(("stated", "column"), UNSAID, ids=[f"{stated.name}-{column}" for stated, column in UNSAID])
def test_nothing_is_made_up(stated: Stated, column: str, release: Release) -> None:
    """What the page does not say is null; an HTML page belongs to a site, whose name may stand for its source."""
    found = release.of(stated)
    allowed = (None, found["site"]) if column == "source" and "htm" in stated.page["file"] else (None,)
    assert found["published_at" if column == "published" else column] in allowed


@each_item("author")
def test_author(stated: Stated, release: Release) -> None:
    """The byline's name, without "by" and without its trade."""
    assert name_of(release.of(stated)["author"]) == name_of(stated.item["author"])


@each_item("source")
def test_source(stated: Stated, release: Release) -> None:
    """The agency or outlet that the page gives the report to."""
    assert name_of(release.of(stated)["source"]) == name_of(stated.item["source"])


@each_item("place")
def test_place(stated: Stated, release: Release) -> None:
    """The place of the dateline."""
    assert name_of(release.of(stated)["place"]) == name_of(stated.item["place"])


@each_item("truncated")
def test_truncated(stated: Stated, release: Release) -> None:
    """A text that breaks off says so."""
    assert release.of(stated)["truncated"] is stated.item["truncated"]


# --- text -------------------------------------------------------------------------------------------------------------


@each_item("keep")
def test_article_is_kept(stated: Stated, release: Release) -> None:
    """Every sentence of the article that samples.toml names is in the text, in the target script."""
    text = squeezed(release.of(stated)["text"])
    assert [phrase for phrase in stated.item["keep"] if squeezed(phrase) not in text] == []


@each_item("exact")
def test_paragraphs_are_put_together(stated: Stated, release: Release) -> None:
    """Lines that were wrapped are whole again, and a subheading lost among them is a paragraph."""
    text = release.of(stated)["text"]
    assert [phrase for phrase in stated.item["exact"] if phrase not in text] == []


@each_item()
def test_furniture_is_removed(stated: Stated, release: Release) -> None:
    """No furniture, byline or dateline is left in the text as it was found."""
    text = squeezed(as_found(release.of(stated)))
    furniture = [*stated.page.get("drop", ()), *stated.item.get("drop", ())]
    assert [phrase for phrase in furniture if squeezed(phrase) in text] == []


@each_item()
def test_what_is_removed_is_shown(stated: Stated, release: Release) -> None:
    """What is in no text stands in the removed rows, as found."""
    removed = release.removed_text(stated.page["file"])
    furniture = [*stated.page.get("drop", ()), *stated.item.get("drop", ())]
    assert [phrase for phrase in furniture if squeezed(phrase) not in removed] == []


@each_item()
def test_language_and_script(stated: Stated, release: Release) -> None:
    """The language of the body, and for Chinese the script it was found in."""
    found = release.of(stated)
    assert (found["language"], found["script"]) == (stated.says("language"), stated.says("script"))


@each_item("title_language")
def test_title_language(stated: Stated, release: Release) -> None:
    """A title may speak another language than its body."""
    assert release.of(stated)["title_language"] == stated.item["title_language"]


# --- between the pages ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("report", TRUTH["report"], ids=lambda report: report["stands"][0])
def test_a_report_stands_once(report: Row, release: Release) -> None:
    """Of the texts of one report one is in documents; each other is in duplicates, points at it and says how."""
    rows = {file: release.texts[file, 0] for file in report["relations"]}
    standing = [file for file, row in rows.items() if row["dataset"] == "documents"]
    assert len(standing) == 1
    assert standing[0] in report["stands"]
    doc_id = rows[standing[0]]["doc_id"]
    for file, row in rows.items():
        assert row["n_reports"] == len(rows)
        if file not in standing:
            assert row["duplicate_of"] == doc_id
            assert row["relation"] in report["relations"][file], file


@pytest.mark.parametrize("apart", TRUTH["apart"], ids=lambda apart: apart["files"][0])
def test_look_alikes_stand_apart(apart: Row, release: Release) -> None:
    """Two bulletins with the same words and other figures are two reports."""
    rows = [release.texts[file, 0] for file in apart["files"]]
    assert [(row["dataset"], row["n_reports"]) for row in rows] == [("documents", 1)] * len(rows)


@pytest.mark.parametrize("linked", TRUTH["linked"], ids=lambda linked: linked["files"][0])
def test_a_shared_passage_links_two_documents(linked: Row, release: Release) -> None:
    """A report that quotes a paragraph of another stays, and overlaps shows the passage."""
    rows = [release.texts[file, 0] for file in linked["files"]]
    pair = {row.get("duplicate_of") or row["doc_id"] for row in rows}
    assert rows[0]["dataset"] == "documents"
    assert [set(pair) for row in release.overlaps if {row["doc_id"], row["other_id"]} == pair] != []


def test_only_stated_reports_are_duplicates(release: Release) -> None:
    """No page but those stated to be one report stands in duplicates."""
    stated = {file for report in TRUTH["report"] for file in report["relations"]}
    assert {file for (file, _), row in release.texts.items() if row["dataset"] == "duplicates"} <= stated
