"""Lines at the edges of a text: what the forest may judge, what it takes out, and that its trees are read right."""

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsmill.clean.edges import EDGE, ORNAMENT, edge_places, load_forest, remove_edges
from newsmill.clean.forest import Forest
from newsmill.clean.line_features import Lines
from newsmill.clean.ruleset import load_rules
from newsmill.document import Reading, read_document, read_page
from newsmill.intake.formats import Kind
from newsmill.page.block import Block, Piece, Place, Removal, Role

NOW = datetime(2026, 1, 1, tzinfo=UTC)
BODY = [
    "The lighthouse at Skerry Point has been painted green, because the white paint was sold out in the whole county.",
    "Fishermen say that they steer by the smell of the bakery anyway, and that it opens earlier than the lamp is lit.",
    "The council will look for white paint in spring, when the ship from the mainland comes with the mail again.",
]


def piece(text: str, removed: str | None = None, *, role: Role = Role.LINE) -> Piece:
    return Piece(text, Block(text, Place(role)), Removal("test.rule", removed) if removed else None)


def read(*lines: str) -> Reading:
    return read_document(read_page("\n".join(lines), Kind.TEXT), NOW, load_rules())


def rules_of(reading: Reading) -> dict[str, str | None]:
    return {one.text: one.removal.rule if one.removal else None for one in reading.pieces}


def places(*pieces: Piece) -> list[int]:
    return edge_places(Lines.of(pieces))


class TestWhatMayBeJudged:
    def test_lines_above_the_first_and_below_the_last_paragraph(self) -> None:
        """Nothing between two paragraphs is judged, were it ever so short."""
        assert places(piece("Harbour"), piece(BODY[0]), piece("Green"), piece(BODY[1]), piece("More")) == [0, 4]

    def test_a_paragraph_beside_what_was_removed_in_the_lower_half(self) -> None:
        """A notice that reads like the last paragraph stands between other furniture."""
        assert places(*map(piece, BODY), piece("Share", "share")) == [2]
        assert places(*map(piece, BODY)) == []

    def test_no_line_that_announces_what_was_kept(self) -> None:
        """`Three rules hang on the wall:` belongs to the rules."""
        listed = [piece("Three rules hang on the wall:"), piece("1) Knock."), piece("2) Wait.")]
        assert places(*map(piece, BODY), *listed) == [4, 5]

    def test_no_heading_above_the_text(self) -> None:
        """A heading that Markdown marks, under the title, is the standfirst."""
        assert places(piece("Green for a year", role=Role.HEADING), *map(piece, BODY)) == []

    def test_nothing_where_there_are_no_two_paragraphs(self) -> None:
        """A poem or a recipe has no edges."""
        assert places(piece("250 g flour"), piece(BODY[0]), piece("one egg")) == []

    def test_not_what_a_dateline_was_cut_off(self) -> None:
        """The text begins there, however short the line is."""
        first = piece("Harbour (hbr) - Three geese have").cut(0, 16, "metadata.dateline", "metadata:place")
        lines = [*first, *map(piece, BODY), piece("© 2025 Skerry Press")]
        assert 1 not in edge_places(Lines.of(lines))


class TestWhatGoes:
    def test_strange_lines_among_furniture_below_a_text(self) -> None:
        """A line in a language without rules goes for where it stands."""
        reading = read("Green lighthouse", *BODY, "© 2025 Skerry Press", "Subscribe", "Zvedz narlo", "Privacy policy")
        assert rules_of(reading)["Zvedz narlo"] == EDGE[0]

    def test_the_last_sentence_of_a_text_stays(self) -> None:
        """Many reports end with a short sentence."""
        reading = read("Green lighthouse", *BODY, "The ship is late.", "© 2025 Skerry Press", "Subscribe")
        assert rules_of(reading)["The ship is late."] is None

    def test_lines_without_letters_at_the_edges(self) -> None:
        """Triangles and rows of stars say nothing."""
        pieces = [piece("▼"), *map(piece, BODY), piece("＊＊＊")]
        remove_edges(pieces)
        assert [one.removal for one in (pieces[0], pieces[-1])] == [Removal(*ORNAMENT)] * 2

    @settings(max_examples=60, deadline=None)
    @given(
        st.lists(st.text(min_size=1, max_size=60), max_size=6), st.lists(st.text(min_size=1, max_size=60), max_size=6)
    )
    def test_what_is_removed_is_never_between_paragraphs(self, above: list[str], below: list[str]) -> None:
        """Whatever stands around a text, the text stays, and twice removed is once removed."""
        pieces = [*map(piece, above), *map(piece, BODY), *map(piece, below)]
        remove_edges(pieces)
        assert [one.kept for one in pieces[len(above) : len(above) + 2]] == [True, True]
        before = [one.removal for one in pieces]
        remove_edges(pieces)
        assert sum(one is not None for one in before) <= sum(one.removal is not None for one in pieces)


class TestForest:
    def test_a_tree_is_walked_to_its_leaf(self) -> None:
        """At most the threshold goes left; a leaf leads back to itself, and its value is added to the start."""
        forest = Forest.of({
            "features": np.array([[1, 0, 0]]), "thresholds": np.array([[0.5, 0, 0]]), "left": np.array([[1, 1, 2]]),
            "right": np.array([[2, 1, 2]]), "values": np.array([[0, -2.0, 2.0]]), "start": np.float64(0),
            "depth": np.int16(2),
        })  # fmt: skip
        rows = np.array([[9, 0.5], [9, 0.6]], np.float32)
        assert forest.judge(rows) == pytest.approx([1 / (1 + np.exp(2)), 1 / (1 + np.exp(-2))])

    def test_the_shipped_forest_knows_the_features_of_today(self) -> None:
        """It was trained on as many numbers as a line has now, and judges a row the same alone and among others."""
        lines = Lines.of([piece("Harbour"), *map(piece, BODY), piece("Share", "share"), piece("More")])
        rows = lines.describe([0, 5])
        forest = load_forest()
        assert rows.shape[1] > int(forest.features.max())
        together = forest.judge(rows)
        assert [forest.judge(rows[[index]])[0] for index in (0, 1)] == pytest.approx(together.tolist())
