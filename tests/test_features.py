"""What the model knows of a Block: each number is what reading that Block alone would give."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsmill.chars import ends_sentence, weight
from newsmill.clean.element_tree import ElementTree
from newsmill.clean.features import describe
from newsmill.clean.text_shape import TextShape
from newsmill.clean.wording import Wording
from newsmill.page.block import Block, Place, Role
from newsmill.page.html import read_html
from newsmill.page.markup import Markup

LEAD = "The harbour council has decided that the old ferry pier will be repaired before the winter storms begin."


def _nested(moves: list[int]) -> list[Block]:
    """Blocks in an element tree: each move goes out by some elements, then into a new one, or stays (0)."""
    line, numbers, blocks = [1], 1, []
    for move in moves:
        if move:
            numbers += 1
            line = [*line[: max(1, len(line) + 1 - move)], numbers]
        names = tuple(f"t{number % 3}" for number in line)
        marks = tuple(frozenset({f"m{number}"}) for number in line)
        blocks.append(Block("text", Place(Role.PARAGRAPH, 0, names, tuple(line), marks)))
    return blocks


BLOCKS = st.lists(st.integers(0, 4), min_size=1, max_size=25).map(_nested)


@settings(max_examples=80, deadline=None)
@given(BLOCKS)
def test_every_chain_is_a_line_of_the_tree(blocks: list[Block]) -> None:
    tree = ElementTree.of(blocks)

    for index, block in enumerate(blocks):
        number, line = int(tree.places[index]), []
        while not line or line[-1] != number:
            line.append(number)
            number = int(tree.parents[number])
        assert [tree.marks[element] for element in reversed(line)] == list(block.place.marks)
        assert [tree.names[element] for element in reversed(line)] == list(block.place.path)
        assert tree.depths[line].tolist() == list(range(len(line)))[::-1]


@settings(max_examples=80, deadline=None)
@given(BLOCKS)
def test_an_element_holds_the_masses_of_the_blocks_inside_it(blocks: list[Block]) -> None:
    tree = ElementTree.of(blocks)
    masses = np.arange(1.0, len(blocks) + 1)

    sums = tree.sums(masses)

    inside = [[mark in block.place.marks for block in blocks] for mark in tree.marks]
    assert sums.tolist() == [masses[held].sum() for held in inside]


@settings(max_examples=80, deadline=None)
@given(BLOCKS, st.integers(0))
def test_how_far_a_block_is_from_an_element_is_counted_over_the_innermost_around_both(
    blocks: list[Block], choice: int
) -> None:
    tree = ElementTree.of(blocks)
    element = choice % len(tree.names)
    holder = next(block for block in blocks if tree.marks[element] in block.place.marks)
    line = holder.place.marks[: int(tree.depths[element]) + 1]

    down, up = tree.nearest(element)

    shared = [sum(mark in line for mark in block.place.marks) for block in blocks]
    assert down.tolist() == [len(line) - count for count in shared]
    assert up.tolist() == [len(block.place.marks) - count for block, count in zip(blocks, shared, strict=True)]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.text(st.sampled_from("aA9 .…?。:：\"'»”)—İß港ǅ"), min_size=1, max_size=12), min_size=1, max_size=6))
def test_the_shape_of_a_text_is_its_own_beside_any_other(texts: list[str]) -> None:
    shape = TextShape.of(texts)

    assert shape.weights.tolist() == [weight(text) for text in texts]
    assert shape.ends_sentence.tolist() == [ends_sentence(text) for text in texts]
    assert shape.ends_in_ellipsis.tolist() == [text.endswith(("…", "...")) for text in texts]
    assert shape.ends_in_colon.tolist() == [text.endswith((":", "：")) for text in texts]
    assert shape.starts_upper.tolist() == [text[0].isupper() for text in texts]
    assert shape.is_title_case.tolist() == [text.istitle() for text in texts]
    assert shape.repeats.tolist() == [texts.count(text) for text in texts]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three?", 2),
        ("3.5 km", 0),
        ("码头关闭。码头开放！", 2),
        ("…", 0),
    ],
)
def test_a_sentence_ends_at_a_stop_with_a_blank_behind_it_or_at_a_wide_stop(text: str, sentences: int) -> None:
    assert TextShape.of([" ", text, " "]).sentences.tolist() == [0, sentences, 0]


@pytest.mark.parametrize(
    ("text", "has_sign"),
    [("Photo © Ines", True), ("see www.pier.example", True), ("at http://x", True), ("https", False), ("www", False)],
)
def test_signs_and_addresses_are_found_in_the_text_that_has_them(text: str, has_sign: bool) -> None:
    assert TextShape.of(["a", text, "b"]).has_sign.tolist() == [False, has_sign, False]


def test_of_a_long_text_only_the_beginning_has_a_shape_but_all_of_it_has_weight() -> None:
    text = "pier " * 900
    page = read_html(f"<body><div><p>{text}</p><p>Short.</p></div></body>")

    features = describe(page.blocks, page.markup)

    assert TextShape.of([text, "Short."]).sizes.tolist() == [2000, 6]
    assert features.weights.tolist() == [3600, 5]


def test_words_of_the_title_are_counted_in_short_blocks_only() -> None:
    said = Markup(title="Old Pier", meta={"og:title": ["The PIER"]})

    titled, _, _ = Wording.of(["Old pier closed", "the pier", "港", "pier " * 70]).compare(said)

    assert titled.tolist() == pytest.approx([2 / 3, 1, 0, 0])
    assert Wording.of(["Old pier"]).compare(Markup())[0].tolist() == [0]


def test_a_block_is_found_in_what_the_page_says_whatever_its_case_and_punctuation() -> None:
    said = Markup(
        meta={"description": [f"News: {LEAD.upper()}"]}, json_ld=({"@graph": [{"articleBody": f"{LEAD} More."}]}, 1)
    )

    _, in_lead, in_body = Wording.of([LEAD, "Too short to tell", "Something else is said in this Block."]).compare(said)

    assert in_lead.tolist() == [True, False, False]
    assert in_body.tolist() == [True, False, False]


def test_a_letter_that_folds_to_two_moves_no_edge() -> None:
    texts = ["ß" * 130 + "a", "Straße nach Süden", "İstanbul"]

    words = list(Wording.of(texts).first_words())

    assert words == [("ss" * 120,), ("strasse", "nach", "süden"), ("i", "stanbul")]


def test_elements_of_one_kind_are_told_once() -> None:
    page = read_html("<body><ul class=menu><li>One</li><li>Two</li></ul></body>")

    features = describe(page.blocks, page.markup)

    assert features.tokens == (("<body>",), ("<ul>", "menu"), ("<li>",), ("<li>",))
    assert features.kind_tokens == (("<body>",), ("<ul>", "menu"), ("<li>",))
