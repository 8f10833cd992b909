"""Which line of a text's head is its headline: what the model is told, and what it decides on invented heads."""

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsmill.metadata.title_model import HeadLines, choose_title
from newsmill.page.block import Piece
from newsmill.page.text import read_text

BODY = (
    "The night ferry to Holm sails an hour later from May, the harbour board has decided. Its bell will ring twice, "
    "once for the islanders and once for the gulls."
)


def head_of(*lines: str, before_credits: tuple[int, ...] = ()) -> HeadLines:
    pieces = [Piece(block.text, block) for block in read_text("\n".join(lines)).blocks]
    return HeadLines(pieces, pieces, frozenset(before_credits), frozenset(), BODY)


def test_every_feature_has_a_weight_and_every_weight_a_feature() -> None:
    """The weights can be read by name, and none is left from a feature that has gone."""
    weights = tomllib.loads((files("newsmill.metadata") / "title_weights.toml").read_text("utf-8"))["weights"]
    assert set(head_of("The Holm Bell", "Night ferry sails later").describe(0)) == set(weights)


@pytest.mark.parametrize(
    ("lines", "before", "expected"),
    [
        (["The Holm Bell", "News Sport Letters", "Night ferry to Holm sails an hour later"], (2,), 2),
        (["Holm Bell — a letter from the islands", "View in browser", "The ferry that rings twice"], (2,), 2),
        (["Ferry to Holm sails later", "The board has heard the gulls and the islanders, too"], (1,), 0),
    ],
)
def test_the_headline_goes_before_banner_menu_and_standfirst(
    lines: list[str], before: tuple[int, ...], expected: int
) -> None:
    """Whatever stands at the very top, the line that speaks of the text is its headline."""
    assert choose_title(head_of(*lines, before_credits=before))[0] == lines[expected]


def test_what_the_page_itself_is_called_goes_before_all() -> None:
    """`Headline - Site` at the top tells which line below is the headline, however much another says of the text."""
    lines = [
        "Gulls have a say in it - Holm Bell",
        "Gulls have a say in it",
        "Night ferry to Holm sails an hour later from May",
    ]
    assert choose_title(head_of(*lines, before_credits=(2,)))[0] == "Gulls have a say in it"


def test_a_menu_that_begins_at_home_is_no_headline() -> None:
    """`Accueil Le conseil …` is one whatever its words have in common with the text."""
    assert choose_title(head_of("Accueil Le conseil Vos démarches", "The ferry to Holm"))[0] == "The ferry to Holm"


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=8))
def test_the_headline_is_one_of_the_lines_or_none(lines: list[str]) -> None:
    """Nothing is made up, and the lines that tell it are told by number."""
    head = head_of(*lines)
    title, told = choose_title(head)
    assert (title is None) == (not told)
    assert all(title is not None and 0 <= number < len(head.lines) for number in told)
    assert title is None or title in head.texts
