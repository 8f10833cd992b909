"""Bylines, source lines and datelines of 25 languages, from tests/bylines.toml."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsmill.metadata import Metadata, names, read_lines
from newsmill.metadata.context import Context
from newsmill.metadata.joined_bylines import read_joined_byline
from newsmill.page.block import Block, Piece, Place, Role

LATEST = datetime(2026, 2, 1, tzinfo=UTC)
DATA = tomllib.loads((Path(__file__).parent / "bylines.toml").read_text("utf-8"))


@pytest.mark.parametrize("case", DATA["cases"]["table"], ids=lambda case: f"{case[0]} {case[1]} {case[2]}{case[3]}")
def test_the_lines_around_a_text_say_who_wrote_it_where_and_when(case: list[str]) -> None:
    """All that they say is read, the headline is found among them, and none of it is left in the text."""
    language, head, beginning, tail, *expected = case
    title, body = DATA["texts"][language]
    above = [line.replace("*", title) for line in head.split(" // ")]
    below = tail.split(" // ") if tail else []
    pieces = [Piece(line, Block(line, Place(Role.LINE))) for line in (*above, beginning + body, body, *below)]
    result, found = read_lines(pieces, Metadata(), LATEST)
    form = "%Y-%m-%d %H:%M" if ":" in expected[3] else "%Y-%m-%d"
    date = found.published_at.strftime(form) if found.published_at and expected[3] else ""
    source = found.source if expected[1] or found.source != found.site else ""
    assert found.title == title
    assert [found.author or "", source or "", (found.place or "").title(), date] == [
        expected[0], expected[1], expected[2].title(), expected[3],
    ]  # fmt: skip
    assert [piece.text for piece in result if piece.kept].count(body) == 2


def piece_of(text: str, role: Role = Role.LINE, rule: str | None = None, level: int = 0) -> Piece:
    piece = Piece(text, Block(text, Place(role, level)))
    if rule:
        piece.remove(rule, "outside")
    return piece


BODY = DATA["texts"]["en"][1]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Nora Whitlock, Hal Dunn", ("Nora Whitlock, Hal Dunn", None)),
        ("Ashmere Courier", None),
        ("Nora Whitlock, Ashmere Courier", ("Nora Whitlock", "Ashmere Courier")),
        ("Nora Whitlock (FNS)", ("Nora Whitlock", "FNS")),
        ("Nora Whitlock, staff writer", ("Nora Whitlock", None)),
    ],
)
def test_names_without_a_date_must_vouch_for_each_other(line: str, expected: tuple[str, str | None] | None) -> None:
    result, found = read_lines(list(map(piece_of, ["Bridge opens again", line, BODY, BODY])), Metadata(), LATEST)
    assert ((found.author, found.source) if found.author or found.source else None) == expected
    assert result[1].kept == (expected is None)


def test_a_section_before_the_outlet_is_no_author_and_stays() -> None:
    """What stands before a dash and the outlet may as well be a part of the text."""
    line = "Climate Change - Ashmere Courier"
    result, found = read_lines(list(map(piece_of, ["Bridge opens again", line, BODY, BODY])), Metadata(), LATEST)
    assert (found.author, result[1].kept) == (None, True)


def test_a_name_whose_words_are_words_of_the_text_is_none() -> None:
    """Capitals do not tell a section from a name, the text does: it writes `old bridge` small. The date counts."""
    text = BODY + " So the old bridge lives."
    found = read_lines(
        list(map(piece_of, ["Ashmere opens again", "Old Bridge | 4 May 2024", text, text])), Metadata(), LATEST
    )[1]
    assert (found.author, found.source) == (None, None)
    assert found.published_at == datetime(2024, 5, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("owner", "name", "owned"),
    [
        ("© 2024 Fen Record. All rights reserved.", "Fen Record", True),
        ("© 2024 Fen Record All rights reserved", "Fen Record", True),
        ("Copyright Fen Record", "Fen Record", True),
        ("© 2024 The Old Fen Record", "Fen Record", False),
        ("© 2024 Fen Record Holdings", "Fen Record", False),
        ("© Photo: Fen Record", "Fen Record", False),
        ("© 2024 Another Paper", "Fen Record", False),
    ],
)
def test_a_line_of_copyright_names_the_outlet(owner: str, name: str, owned: bool) -> None:
    lines = ["Ashmere opens again", f"Nora Whitlock, {name}", BODY, BODY, owner]
    assert read_lines(list(map(piece_of, lines)), Metadata(), LATEST)[1].source == (name if owned else None)


@pytest.mark.parametrize(
    ("line", "rule", "date"),
    [
        ("4 May 2024", "structure.outside", "2024-05-04"),
        ("4 May 2024", "structure.related", None),
        ("Mark Roe, 4 May 2024", "structure.outside", "2024-05-04"),
    ],
)
def test_a_date_right_above_the_title_is_the_reports(line: str, rule: str, date: str | None) -> None:
    title = piece_of("Ashmere opens again", Role.HEADING, level=1)
    pieces = [piece_of(line, Role.PARAGRAPH, rule), title, piece_of(BODY), piece_of(BODY)]
    found = read_lines(pieces, Metadata(title="Ashmere opens again"), LATEST)[1]
    assert (found.published_at and f"{found.published_at:%Y-%m-%d}") == date


def test_a_date_further_up_is_todays_unless_it_tells_the_hour() -> None:
    title, menu = piece_of("Ashmere opens again", Role.HEADING, level=1), ["News", "Sport"]
    for line, known in (("4 May 2024", False), ("4 May 2024, 10:20", True)):
        above = [piece_of(text, Role.PARAGRAPH, "structure.outside") for text in (line, *menu)]
        found = read_lines([*above, title, piece_of(BODY), piece_of(BODY)], Metadata(title=title.text), LATEST)[1]
        assert (found.published_at is not None) == known


def test_a_byline_below_the_lead_and_a_name_glued_to_what_follows_are_read() -> None:
    title = piece_of("Ashmere opens again", Role.HEADING, level=1)
    lead = piece_of("The footbridge was closed for two years, and nobody had thought that it would open again so soon.")
    byline = piece_of("Nora WhitlockAshmere, 4 May 2024, 10:20", Role.PARAGRAPH, "structure.outside")
    known = Metadata(title=title.text, author="Nora Whitlock")
    found = read_lines([title, lead, byline, piece_of(BODY), piece_of(BODY)], known, LATEST)[1]
    assert (found.author, found.place) == ("Nora Whitlock", "Ashmere")
    assert found.published_at == datetime(2024, 5, 4, 10, 20, tzinfo=UTC)


def test_the_date_before_widgets_counts_where_the_line_is_gone_anyway() -> None:
    pieces = [
        piece_of("Ashmere opens again", Role.HEADING, level=1),
        piece_of("4 May 2024 A- A A+ Print Share Save", Role.LINE, "widgets.menu"),
        piece_of("Fotos: someone", Role.LINE, "en.credit"),
        piece_of(BODY), piece_of(BODY),
    ]  # fmt: skip
    found = read_lines(pieces, Metadata(title="Ashmere opens again"), LATEST)[1]
    assert found.published_at == datetime(2024, 5, 4, tzinfo=UTC)


@pytest.mark.parametrize("title", ["{} | Fen Record", "Fen Record - Local - {}"])
def test_a_title_that_cleaning_has_taken_out_still_tells_the_headline(title: str) -> None:
    headline = "Ashmere opens its footbridge again"
    pieces = [piece_of(headline, Role.PARAGRAPH, "structure.outside"), piece_of(BODY), piece_of(BODY)]
    assert read_lines(pieces, Metadata(title=title.format(headline)), LATEST)[1].title == headline


@pytest.mark.parametrize(
    ("lines", "title", "site"),
    [
        (["Home News Sport", "Ashmere footbridge opens again", BODY], "Ashmere footbridge opens again", None),
        (["News / Local / Ashmere", "Ashmere footbridge opens again", BODY], "Ashmere footbridge opens again", None),
        (["Ashmere footbridge opens again –", "Fen Record", BODY], "Ashmere footbridge opens again", "Fen Record"),
        (["Ashmere opens again - The Fen Lantern", BODY], "Ashmere opens again", "The Fen Lantern"),
        (["Ashmere opens again - what we know", BODY], "Ashmere opens again - what we know", None),
        (["Ashmere opens again - Hal Dunn", BODY + " Hal Dunn did it."], "Ashmere opens again - Hal Dunn", None),
    ],
)
def test_the_headline_is_told_from_menus_and_sites(lines: list[str], title: str, site: str | None) -> None:
    found = read_lines(list(map(piece_of, [*lines, BODY])), Metadata(), LATEST)[1]
    assert (found.title, found.site) == (title, site)


def test_a_japanese_reporter_signs_in_a_bracket_after_the_last_sentence() -> None:
    title, body = DATA["texts"]["ja"]
    result, found = read_lines(list(map(piece_of, [title, body, body + "（中原結衣）"])), Metadata(), LATEST)
    assert (found.author, [piece.text for piece in result if piece.kept]) == ("中原結衣", [body, body])


def test_a_person_of_whom_the_text_speaks_again_is_no_author_between_dashes() -> None:
    body = f"ASHMERE (AP) - Hal Dunn - {BODY} Dunn was there."
    found = read_lines(list(map(piece_of, ["Ashmere opens again", body, BODY])), Metadata(), LATEST)[1]
    assert (found.author, found.source) == (None, "AP")


def test_numbers_of_a_text_that_is_not_english_put_the_day_first() -> None:
    lines = ["Brug in Rietdam weer open", "Gepubliceerd: 03/04/2024", DATA["texts"]["nl"][1], DATA["texts"]["nl"][1]]
    found = read_lines(list(map(piece_of, lines)), Metadata(), LATEST)[1]
    assert found.published_at == datetime(2024, 4, 3, tzinfo=UTC)


def test_a_rubric_in_the_brackets_of_a_headline_is_no_place() -> None:
    _, body = DATA["texts"]["zh"]
    lines = ["【码头故事】老船工的最后一班渡船 | 海旁月刊", "2025.05.19", body + "码头故事还有很多。", body]
    found = read_lines(list(map(piece_of, lines)), Metadata(), LATEST)[1]
    assert found.place is None


def test_an_outlet_that_the_page_belongs_to_may_stand_before_its_place() -> None:
    _, body = DATA["texts"]["ko"]
    lines = [
        "항구가 다시 열렸다",
        f"[스포츠솔내=달여울 한도윤 기자] {body}",
        body,
        "ⓒ 스포츠솔내 무단전재 및 재배포 금지",
    ]
    found = read_lines(list(map(piece_of, lines)), Metadata(), LATEST)[1]
    assert (found.source, found.place, found.author) == ("스포츠솔내", "달여울", "한도윤")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["REDACCIÓN / Nora Whitlock"], ("Nora Whitlock", None)),
        (["By Nora Whitlock @nwhitlock"], ("Nora Whitlock", None)),
        (["Von Nora WhitlockStand: 05.03.2024"], ("Nora Whitlock", None)),
        (["Nora Whitlock, 5 mars 2024, dans la catégorie Mairie"], ("Nora Whitlock", None)),
        (["Par notre envoyée spéciale Nora Whitlock"], ("Nora Whitlock", None)),
        (["Publicada por Nora Whitlock à(s) 22:14"], ("Nora Whitlock", None)),
        (["Soumis par Nora Whitlock le lun 2024-03-04 - 11:45"], ("Nora Whitlock", None)),
        (["Nora Ann Mary Whitlock | 2024-03-05 06:58"], ("Nora Ann Mary Whitlock", None)),
        (["By Radio Ashmere Bay"], (None, "Radio Ashmere Bay")),
        (["Autor: (PAP Ashmere), Nora Whitlock"], ("Nora Whitlock", "PAP Ashmere")),
        (["5 March 2024, by Communications Office"], (None, None)),
        (["Theo TTXVN | 05/03/2024"], (None, "TTXVN")),
        (["Ashmere Weekly 2024-03-05", "Source: Brackley Post"], (None, "Brackley Post")),
        (["By Equipo Ashmere"], (None, None)),
        (["By Tim Whitlock"], ("Tim Whitlock", None)),
    ],
)
def test_bylines_of_many_kinds_tell_author_and_outlet(
    lines: list[str], expected: tuple[str | None, str | None]
) -> None:
    """Desks, handles, glued labels, categories, teams and offices are around them."""
    _, found = read_lines(list(map(piece_of, ["Bridge opens again", *lines, BODY, BODY])), Metadata(), LATEST)
    assert (found.author, found.source) == expected


def test_names_in_the_first_line_of_a_page_are_its_banner() -> None:
    """Nothing vouches for them there; a line below the title it is that says who wrote."""
    lines = ["Rowing Club Ashmere e.V. – Junior Section", "Bridge opens again", "By Nora Whitlock", BODY, BODY]
    _, found = read_lines(list(map(piece_of, lines)), Metadata(), LATEST)
    assert found.author == "Nora Whitlock"


def test_a_name_and_a_place_above_the_date_are_who_wrote_it_and_where() -> None:
    """Each in a line of its own, the place being one that the text has."""
    body = f"{BODY} Ashmere has waited for it, and Ashmere will dance."
    lines = ["Bridge opens again", "Nora Whitlock", "Ashmere", "Wednesday, 5 March 2024, 13:37", body, BODY]
    _, found = read_lines(list(map(piece_of, lines)), Metadata(), LATEST)
    assert (found.author, found.place) == ("Nora Whitlock", "Ashmere")


def test_a_surname_of_two_signs_leaves_two_for_the_given_name() -> None:
    """`范姜小明` and `王小明` before the place that a dateline goes on with."""
    body = "（中央社記者范姜小明台北3日電）大橋在修復之後今天重新通車，居民對此表示歡迎，工程人員用了一週時間測試。"
    _, found = read_lines(list(map(piece_of, ["大橋重新通車", body, body[20:]])), Metadata(), LATEST)
    assert (found.author, found.place) == ("范姜小明", "台北")


def test_the_title_of_an_item_loses_its_number_and_no_other() -> None:
    """`3. ` counts items; a number in brackets inside is the title's."""
    lines = ["3. Choir seeks one (1) bass", BODY, BODY]
    _, found = read_lines(list(map(piece_of, lines)), Metadata(), LATEST, listing_item=True)
    assert found.title == "Choir seeks one (1) bass"


def test_the_date_in_an_element_of_its_own_is_read_whatever_stands_beside_it() -> None:
    """A section's name has no capital in each word."""
    line = "5 March 2024 News from the world"
    dated = Piece(line, Block(line, Place(Role.LINE), parts=("5 March 2024", "News from the world")))
    pieces = [piece_of("Bridge opens again"), dated, piece_of(BODY), piece_of(BODY)]
    _, found = read_lines(pieces, Metadata(), LATEST)
    assert found.published_at == datetime(2024, 3, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "author", "place"),
    [
        ("记者李娜呼和浩特报道", "李娜", "呼和浩特"),
        ("記者李明台中市報導", "李明", "台中市"),
        ("記者王小明綜合報導", "王小明", None),
        ("記者姚青川柳橋報導", "姚青川", "柳橋"),
    ],
)
def test_a_chinese_name_and_the_place_behind_it_are_parted(line: str, author: str, place: str | None) -> None:
    credit = read_joined_byline(line, Context(LATEST.date()))
    assert credit is not None
    assert (credit.authors, credit.place or None) == ([author], place)


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("مازن القصبي ولبنى الحارثي", ["مازن القصبي", "لبنى الحارثي"]),
        ("سامي جورج وديع حداد", ["سامي جورج وديع حداد"]),
        ("Li MA", ["Li MA"]),
        ("Jan Malý, CSc.", ["Jan Malý"]),
    ],
)
def test_only_what_is_no_part_of_a_name_is_taken_off_it(line: str, authors: list[str]) -> None:
    assert names.people(line, labelled=True) == authors
