"""Listing pages: split where they hold several reports, never where they hold one."""

from datetime import date

import pytest

from newsmill.clean.article import remove_marked
from newsmill.items import is_stamp, split_cards, split_text
from newsmill.page.block import Stream
from newsmill.page.html import read_html
from newsmill.page.text import read_text

LATEST = date(2026, 1, 1)
BODY = "The harbour council has decided that the old ferry pier will be repaired before the winter storms begin."


def _text_items(text: str) -> tuple[int, list[tuple[int | None, str]]]:
    stream = Stream.of(read_text(text).blocks)
    return split_text(stream, LATEST), [(piece.item, piece.text) for piece in stream.pieces]


def _html_items(html: str) -> int:
    stream = Stream.of(read_html(html).blocks)
    remove_marked(stream)
    return split_cards(stream, LATEST)


@pytest.mark.parametrize(
    "stamp",
    [
        "Harbour Post· 2025-03-04 10:20",
        "Harbour Post | 4 March 2025",
        "March 4, 2025",
        "港口日报 2025年3月4日 10:20",
        "Порт, 4 марта 2025",
    ],
)
def test_a_line_of_source_and_date_is_a_stamp(stamp: str) -> None:
    assert is_stamp(stamp, LATEST)


@pytest.mark.parametrize(
    "line",
    [
        "The pier was built in 1952 and repaired on 4 March 2025 by a crew of forty divers",
        "It opened on 4 March 2025.",
        "Harbour Post",
        "Results 2025",
        "",
    ],
)
def test_a_sentence_or_a_bare_name_is_no_stamp(line: str) -> None:
    assert not is_stamp(line, LATEST)


def test_a_text_of_titles_stamps_and_bodies_is_split_at_its_titles() -> None:
    count, items = _text_items(
        f"Harbour news\n"
        f"Pier to close\nHarbour Post· 2025-03-04 10:20\n{BODY}\n"
        f"Bridge opens\nTown Crier· 2025-03-03 09:00\n{BODY}"
    )

    assert count == 2
    assert [item for item, _ in items] == [None, 0, 0, 0, 1, 1, 1]


def test_an_article_with_one_stamp_is_not_split() -> None:
    assert _text_items(f"Pier to close\nHarbour Post· 2025-03-04 10:20\n{BODY}\nWhat changes\n{BODY}")[0] == 0


def test_stamps_without_bodies_are_links_to_other_articles_and_split_nothing() -> None:
    text = (
        f"Pier to close\nHarbour Post· 2025-03-04 10:20\n{BODY}\n"
        "Other\nHarbour Post· 2025-03-03 09:00\nMore\nHarbour Post· 2025-03-02 08:00"
    )

    assert _text_items(text)[0] == 0


CARD = "<div class=card><h3><a href=/{0}>Pier {0} to close</a></h3><p>{1}</p></div>"


def test_cards_with_linked_headings_are_items() -> None:
    assert _html_items("<body><main>" + "".join(CARD.format(n, BODY) for n in range(4)) + "</main></body>") == 4


def test_cards_with_stamps_are_items_too() -> None:
    card = f"<article><h2>Pier to close</h2><p>4 March 2025</p><p>{BODY}</p></article>"

    assert _html_items(f"<body><main>{card * 3}</main></body>") == 3


def test_an_article_in_sections_is_not_split() -> None:
    section = f"<section><h2>What changes</h2><p>{BODY}</p></section>"

    assert _html_items(f"<body><article><h1>Pier to close</h1><p>{BODY}</p>{section * 4}</article></body>") == 0


def test_an_article_with_teasers_under_it_is_not_split() -> None:
    teasers = "".join(CARD.format(n, "Short words about the harbour and its boats") for n in range(4))

    assert (
        _html_items(f"<body><article><h1>Pier to close</h1>{f'<p>{BODY}</p>' * 8}</article><div>{teasers}</div></body>")
        == 0
    )
