"""Bylines as outlets print them: who wrote it, for whom, when, in forms beyond `By Jane Roe`."""

from datetime import UTC, date, datetime

import pytest

from newsmill.clean.ruleset import load_rules
from newsmill.document import read_document, read_page
from newsmill.intake.formats import Kind
from newsmill.metadata import Metadata
from newsmill.metadata.context import Context
from newsmill.metadata.fields import read_fields

LATEST = datetime(2026, 1, 1, tzinfo=UTC)
CONTEXT = Context(date(2026, 1, 1), day_first=True)
BODY = "The old ferry came back to the harbour on Tuesday, and forty people stood on the quay to see it come in."


def metadata_of(*lines: str) -> Metadata:
    """What a page of these lines says of its report."""
    return read_document(read_page("\n".join(lines), Kind.TEXT), LATEST, load_rules()).reports[0].metadata


@pytest.mark.parametrize(
    ("line", "author", "source"),
    [
        ("By Maud Thorne Trainee reporter", "Maud Thorne", None),
        ("By Tom Hale Local Democracy Reporter & Una Brook", "Tom Hale, Una Brook", None),
        ("Par Solène Quer (avec AFP)", "Solène Quer", "AFP"),
        ("Por Ana Gilera para Diario del Puerto", "Ana Gilera", "Diario del Puerto"),
        ("By Reuters Staff", None, "Reuters"),
        ("Redazione ANSA", None, "ANSA"),
        ("Words by Jo Asher. Photographs by Pia Lark.", "Jo Asher", None),
        ("Text: Jana Kernova. Foto: Emil Brod", "Jana Kernova", None),
        ("文｜陆知远 编辑｜顾南", "陆知远", None),
        ("Quelle: HAFENBOTE, dpa, AFP", None, "HAFENBOTE, dpa, AFP"),
        ("Penulis: Wira Padma | Penulis: Gendis Laras", "Wira Padma, Gendis Laras", None),
        ("대구=엄지호 기자", "엄지호", None),
        ("โดย สมพร ดงละคร ผู้สื่อข่าวภูมิภาค", "สมพร ดงละคร", None),
        ("Interviu realizat de Ilinca Mărgin", "Ilinca Mărgin", None),
        ("Harbour Torch, Issue 2914, 3 March 2025", None, "Harbour Torch"),
    ],
)
def test_a_byline_gives_the_author_and_the_house(line: str, author: str | None, source: str | None) -> None:
    """The role, the pictures and the words between are no part of a name."""
    fields = read_fields(line, CONTEXT, under_title=True)
    assert fields is not None
    assert (fields.author, fields.source) == (author, source)


@pytest.mark.parametrize(
    "line",
    [
        "Nieuws 11-02-2025 | 09:40",
        "ACTUALITATE • 11-02-2025 • 09:40",
        "2025年2月11日 09:40 [有料会員限定]",
        "Cập nhật lúc 09:40, Thứ Ba, 11/02/2025 (GMT+7)",
        "wo 11 feb 2025 ∙ 09:40",
    ],
)
def test_a_line_that_is_a_date_and_little_else_gives_the_date(line: str) -> None:
    """What stands beside it may read as nothing that is known."""
    fields = read_fields(line, CONTEXT, under_title=True)
    found = fields and (fields.published or fields.updated)
    assert found
    assert found.when
    assert found.when.date() == date(2025, 2, 11)


@pytest.mark.parametrize("line", ["It happened on 11 February 2025 at 09:40.", "Who came on 11 February 2025, 09:40?"])
def test_a_sentence_with_a_date_gives_none(line: str) -> None:
    """A stop or a question mark tells it."""
    assert read_fields(line, CONTEXT, under_title=True) is None


def test_a_name_that_nothing_announced_was_the_outlets_where_a_byline_follows() -> None:
    """What stands before a date is an author only as long as nobody else is one."""
    found = metadata_of("The ferry is back", "Midi Littoral • 24 juil. 2025", "par Guilhem Roquev", "", BODY, BODY)
    assert (found.author, found.source) == ("Guilhem Roquev", "Midi Littoral")


@pytest.mark.parametrize(
    ("line", "author", "source"),
    [
        ("Radim Ševel, ČTK", "Radim Ševel", "ČTK"),
        ("km/dpa", None, "dpa"),
        ("ats/jfg", None, "ats"),
        ("(Hafenbote)", None, "Hafenbote"),
        ("(Karel Malovaný)", "Karel Malovaný", None),
        ("(Sumber: Xinhua)", None, "Xinhua"),
        ("Με πληροφορίες από ΑΠΕ-ΜΠΕ", None, "ΑΠΕ-ΜΠΕ"),
    ],
)
def test_the_last_line_signs_the_report(line: str, author: str | None, source: str | None) -> None:
    """A name, an agency and initials below the text, or in brackets of their own."""
    found = metadata_of("The ferry is back", "", BODY, BODY, "", line)
    assert (found.author, found.source) == (author, source)


def test_a_name_below_a_heading_of_tags_is_a_tag() -> None:
    """Three words with capitals sign a text, unless a label says what they are."""
    body = "Паром вернулся в гавань во вторник, и сорок человек стояли на причале и смотрели, как он подходит."
    found = metadata_of("Паром вернулся", "", body, body, "Теги", "Почта Птицы Метео")
    assert found.author is None


def test_a_headline_stands_below_the_menu() -> None:
    """A line above a menu is the page's, whatever words it has in common with the text."""
    menu = "Home | News | Sport | Culture | Weather"
    headline = "Ferry returns after two winters"
    found = metadata_of("Make the harbour your home page", menu, headline, "By Jo Asher", "", BODY, BODY)
    assert found.title == headline


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ("Harbour Notes: The ferry is back", "The ferry is back"),
        ("The ferry is back", "The ferry is back: nobody sleeps"),
    ],
)
def test_a_heading_puts_the_title_of_markup_right(markup: str, title: str) -> None:
    """Blogs set their own name and a colon before it; others leave out what follows the colon."""
    html = (
        f"<html><head><title>{markup}</title></head><body><h1>Harbour Notes</h1><h1>{title}</h1><div>"
        + f"<p>{BODY}</p>" * 3
        + "</div></body></html>"
    )
    assert read_document(read_page(html, Kind.HTML), LATEST, load_rules()).reports[0].metadata.title == title


def test_elements_side_by_side_are_words_apart() -> None:
    """`<span>Jane Roe</span><span>3 May</span>`: style parts them where no blank does; links stay glued."""
    html = "<body><div><span>Jane Roe</span><span>3 May 2025</span></div><div><a>News</a><a>Sport</a></div></body>"
    assert [block.text for block in read_page(html, Kind.HTML).blocks] == ["Jane Roe 3 May 2025", "NewsSport"]


@pytest.mark.parametrize("html", ["<b>H</b><span>ello</span>", "<span>foot</span><span>ball</span>"])
def test_a_word_in_two_elements_stays_one(html: str) -> None:
    """A drop cap, or a word that an editor has cut in two."""
    assert " " not in read_page(f"<body><p>{html}</p></body>", Kind.HTML).blocks[0].text


def test_markdown_reads_as_its_reader_sees_it() -> None:
    """Links give their words, a menu of links goes as it was written, and nothing is lost."""
    text = "\n".join(
        [
            "# The ferry is back", "", "[Jo Asher](https://x.example/@jo)", "Mar 3, 2025", "",
            f"{BODY} The [old ferry](https://x.example/f) had **forty** berths.", "",
            "* [Home](https://x.example/)", "* [News](https://x.example/n)", "", BODY,
        ]
    )  # fmt: skip
    reading = read_document(read_page(text, Kind.TEXT), LATEST, load_rules())
    report = reading.reports[0]
    assert report.metadata.author == "Jo Asher"
    assert report.text == f"{BODY} The old ferry had forty berths.\n\n{BODY}"
    removed = [piece.text for piece in reading.pieces if piece.removal]
    assert "* [News](https://x.example/n)" in removed
    assert "[](https://x.example/f) ****" in removed
    assert sorted("".join("".join(piece.text for piece in reading.pieces).split())) == sorted("".join(text.split()))
