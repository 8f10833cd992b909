"""A page, read whole: nothing of it is lost, and nothing is added to it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsmill import extract
from newsmill.chars import squeeze, visible
from newsmill.clean.ruleset import load_rules
from newsmill.document import Reading, read_document, read_page
from newsmill.errors import NoArticle
from newsmill.intake.formats import Kind
from newsmill.settings import HtmlEngine

LATEST = datetime(2026, 1, 1, tzinfo=UTC)
LEAD = "The harbour council has decided that the old ferry pier will be repaired before the winter storms begin."
BODY = (
    "Work on the eastern side starts next week, and the engineers expect that it will be finished within ninety days."
)
CHINESE = "港口委员会决定，老码头将在冬季风暴到来之前完成维修，东侧的工程下周开工，预计九十天内结束。"

LINES = [
    LEAD,
    BODY,
    CHINESE,
    "",
    "  ",
    "See also  Ten things to do at the pier",
    "Pier to be repaired",
    "By Jane Doe | 4 May 2024",
    "HARBOUR TOWN (HNA) - The ferry company said on Monday that tickets stay valid.",
    "Harbour Post· 2025-03-04 10:20",
    "We use cookies. Accept",
    "Leave a Comment",
    "责任编辑：王某",
    "Home > News > Harbour",
    "EnglishFrançaisDeutsch日本語",
    "e\u0301\u0301 a\u0301",
    "\u200bodd\x07 signs\ufeff",
    "（记者 王某）" + CHINESE,
    "## What changes",
    "1 2 3 … 10",
]
ENGINES: list[HtmlEngine] = ["lexbor", "bs4"]
ELEMENTS = ["p", "div", "h1", "h2", "li", "article", "section", "nav", "span", "td", "blockquote", "pre", "figcaption"]


def _read(text: str, kind: Kind = Kind.TEXT, engine: HtmlEngine = "lexbor") -> Reading:
    return read_document(read_page(text, kind, engine), LATEST, load_rules())


def _rebuilt(reading: Reading) -> str:
    """Texts and removed Pieces, in order of position: what the Lossless rule puts together."""
    return squeeze("".join(piece.text for piece in reading.pieces))


def _texts_are_the_kept_pieces(reading: Reading) -> bool:
    kept = "".join(piece.text for piece in reading.pieces if piece.kept)
    return squeeze("".join(report.text for report in reading.reports)) == squeeze(kept)


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=14))
def test_text_and_removed_lines_together_are_the_text_file(lines: list[str]) -> None:
    text = "\n".join(lines)
    try:
        reading = _read(text)
    except NoArticle:
        return
    assert _rebuilt(reading) == squeeze(visible(text))
    assert _texts_are_the_kept_pieces(reading)


@settings(max_examples=500, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(ELEMENTS), st.sampled_from(LINES)), min_size=1, max_size=14),
    st.sampled_from(ENGINES),
)
def test_text_and_removed_blocks_together_are_what_the_page_shows(
    parts: list[tuple[str, str]], engine: HtmlEngine
) -> None:
    html = "<body><main>" + "".join(f"<{tag}>{line}</{tag}>" for tag, line in parts) + "</main></body>"
    try:
        reading = _read(html, Kind.HTML, engine)
    except NoArticle:
        return
    assert _rebuilt(reading) == squeeze(visible("".join(line for _, line in parts)))
    assert _texts_are_the_kept_pieces(reading)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(LINES), st.booleans()), min_size=1, max_size=14), st.sampled_from(ENGINES))
def test_readings_are_removed_behind_the_block_they_belong_to(
    parts: list[tuple[str, bool]], engine: HtmlEngine
) -> None:
    """Lossless with ruby: the signs stay joined in the text, and no reading is lost or kept."""
    ruby = "<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>"
    html = "<body>" + "".join(f"<p>{line}{ruby if marked else ''}</p>" for line, marked in parts) + "</body>"
    try:
        reading = _read(html, Kind.HTML, engine)
    except NoArticle:
        return
    assert _rebuilt(reading) == squeeze(visible("".join(line + "漢字(かん)じ" * marked for line, marked in parts)))
    assert _texts_are_the_kept_pieces(reading)
    removed = [piece.text for piece in reading.pieces if piece.removal and piece.removal.rule == "structure.ruby"]
    assert removed == ["(かん)じ"] * sum(marked for _, marked in parts)


def test_a_plain_article_is_its_own_text() -> None:
    reading = _read(f"Pier to be repaired\n\n{LEAD}\n\n{BODY}")

    (report,) = reading.reports
    assert (report.metadata.title, report.text) == ("Pier to be repaired", f"{LEAD}\n\n{BODY}")
    assert not report.truncated


def test_a_listing_gives_one_report_an_item() -> None:
    item = "{0}\nHarbour Post· 2025-03-0{1} 10:20\n{2}\n"
    reading = _read("Harbour news\n" + item.format("Pier to close", 4, LEAD) + item.format("Bridge opens", 3, BODY))

    assert reading.is_listing
    assert [(report.index, report.metadata.title) for report in reading.reports] == [
        (0, "Pier to close"),
        (1, "Bridge opens"),
    ]
    assert [report.text for report in reading.reports] == [LEAD, BODY]


@pytest.mark.parametrize(
    ("ending", "truncated"),
    [(" and then the engineers ...", True), (" and then…", True), (" [...]", True), ("", False)],
)
def test_a_text_that_breaks_off_says_so(ending: str, truncated: bool) -> None:
    (report,) = _read(f"{LEAD}\n\n{BODY[:-1]}{ending}").reports

    assert report.truncated is truncated


def test_a_sentence_that_trails_off_is_not_cut_short() -> None:
    (report,) = _read(f"{LEAD}\n\nNobody knows. ...").reports

    assert not report.truncated


def test_more_text_and_a_title_make_the_cleaning_surer() -> None:
    (bare,) = _read(LEAD).reports
    (titled,) = _read(f"Pier to be repaired\n\n{LEAD}").reports
    (long,) = _read(f"Pier to be repaired\n\n{LEAD}\n\n" + "\n\n".join(f"{BODY} {n}." for n in range(8))).reports

    assert 0 <= bare.confidence < titled.confidence < long.confidence <= 1


def test_extract_gives_the_article_of_a_page_and_nothing_of_one_without() -> None:
    html = f"<body><nav>Home</nav><article><h1>Pier to be repaired</h1><p>{LEAD}</p><p>{BODY}</p></article></body>"

    assert extract(html) == f"{LEAD}\n\n{BODY}"
    assert extract("<p>Menu</p>") == ""
