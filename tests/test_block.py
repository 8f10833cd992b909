"""Pieces: whatever cleaning decides, kept and removed together are the page."""

from hypothesis import given
from hypothesis import strategies as st

from newsmill.chars import squeeze
from newsmill.clean.render import positions, render
from newsmill.page.block import Block, Piece, Place, Role, Stream
from newsmill.page.html import read_html

texts = st.text(alphabet="ab 。码头\u0301é", min_size=1, max_size=30).filter(lambda text: bool(text.strip()))


def _piece(text: str) -> Piece:
    return Piece(text, Block(text, Place(Role.LINE)))


@given(texts, st.integers(0, 30), st.integers(0, 30))
def test_cutting_a_piece_loses_no_character_but_blanks(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))

    parts = _piece(text).cut(start, end, "test.rule", "test")

    assert "".join("".join(part.text for part in parts).split()) == "".join(text.split())
    assert "".join(part.text for part in parts if not part.kept).strip() == text[start:end].strip()


@given(texts, st.lists(st.integers(1, 29), unique=True).map(sorted))
def test_splitting_a_piece_loses_no_character_but_blanks(text: str, offsets: list[int]) -> None:
    parts = _piece(text).split([offset for offset in offsets if offset < len(text)])

    assert "".join("".join(part.text for part in parts).split()) == "".join(text.split())
    assert all(part.breaks for part in parts)


def test_the_first_reason_for_a_removal_stays() -> None:
    piece = _piece("See also")
    piece.remove("first.rule", "related")
    piece.remove("second.rule", "edge")

    assert piece.removal is not None
    assert piece.removal.rule == "first.rule"


def test_rewriting_a_stream_passes_over_what_is_removed() -> None:
    stream = Stream.of([Block("kept", Place(Role.LINE)), Block("gone", Place(Role.LINE))])
    stream.pieces[1].remove("test.rule", "test")

    stream.rewrite(lambda piece: piece.cut(0, 2, "test.cut", "test"))

    assert [(piece.text, piece.kept) for piece in stream.pieces] == [("ke", False), ("pt", True), ("gone", False)]


def test_paragraphs_are_parted_by_one_blank_line_and_verse_by_a_break() -> None:
    blocks = [
        Block("One.", Place(Role.LINE)),
        Block("line", Place(Role.LINE)),
        Block("line", Place(Role.LINE), gap_before=False),
    ]

    assert render(Stream.of(blocks).pieces) == "One.\n\nline\nline"


def test_a_cut_in_mid_line_leaves_one_line() -> None:
    assert render(_piece("The bridge (photo) is open.").cut(11, 18, "test.rule", "credit")) == "The bridge is open."
    assert render(_piece("大桥（图）已开通。").cut(2, 5, "test.rule", "credit")) == "大桥已开通。"


def test_what_follows_a_removed_start_of_a_line_is_a_paragraph_of_its_own() -> None:
    first = _piece("A paragraph.")
    rest = _piece("By X The text.").cut(0, 5, "test.rule", "byline")

    assert render([first, *rest]) == "A paragraph.\n\nThe text."


def test_code_keeps_its_line_breaks() -> None:
    assert render([Piece("if a:\n    b", Block("", Place(Role.CODE)))]) == "if a:\n    b"


@given(st.lists(texts, max_size=6))
def test_positions_count_the_visible_characters_before(lines: list[str]) -> None:
    pieces = [_piece(line) for line in lines]

    found = list(positions(pieces))

    assert [place for place, _ in found] == [sum(len(squeeze(line)) for line in lines[:n]) for n in range(len(lines))]


def test_a_table_reads_as_rows_with_tabs_between_their_cells() -> None:
    html = "<p>Prices.</p><table><tr><th>Fish<th>Price<tr><td>Dab<td>4<tr><td>Ling<td>9</table><p>At the quay.</p>"

    assert render(Stream.of(read_html(html).blocks).pieces) == "Prices.\n\nFish\tPrice\nDab\t4\nLing\t9\n\nAt the quay."


def test_a_cell_that_holds_a_paragraph_is_one_in_the_text() -> None:
    cell = "The harbour office has counted the boats since the year in which the long pier was built."
    html = f"<table><tr><td>{cell}</td><td>{cell}</td></tr><tr><td>{cell}</td></tr></table>"

    assert render(Stream.of(read_html(html).blocks).pieces) == f"{cell}\n\n{cell}\n\n{cell}"
