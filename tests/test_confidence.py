"""How sure cleaning says it is: surer where all speaks for the text, unsure where little does, and always a share."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsmill.clean.article import find_article
from newsmill.clean.confidence import NOTHING_CHOSEN, evidence, of_choice, of_lines
from newsmill.clean.signs import read_signs
from newsmill.page.html import read_html

LEAD = "The harbour council has decided that the old ferry pier will be repaired before the winter storms begin."
END = "Work on the eastern side starts next week, and the engineers expect to finish it within ninety days or so."
PAGE = f"<nav><p>Home</p></nav><main><p>{LEAD}</p><p>{END}</p></main><div><p>{LEAD}</p></div>"


def _sure(scores: list[float], chosen: set[int], html: str = PAGE) -> float:
    blocks = read_html(f"<body>{html}</body>").blocks
    return of_choice(blocks, chosen, scores, read_signs(blocks))


def _evidence(scores: list[float], chosen: set[int]) -> tuple[float, ...]:
    blocks = read_html(f"<body>{PAGE}</body>").blocks
    return evidence(blocks, chosen, scores, read_signs(blocks))


@pytest.mark.parametrize(
    ("scores", "chosen", "better", "its_choice"),
    [
        ([0.1, 0.9, 0.9, 0.5], {1, 2}, [0.1, 0.9, 0.9, 0.1], {1, 2}),
        ([0.1, 0.9, 0.9, 0.9], {1, 2}, [0.1, 0.9, 0.95, 0.9], {1, 2}),
        ([0.1, 0.9, 0.9, 0.9], {1, 3}, [0.1, 0.9, 0.9, 0.9], {1, 2}),
        ([0.1, 0.9, 0.9, 0.9], {2}, [0.1, 0.9, 0.9, 0.9], {1, 2}),
    ],
    ids=["no Block in doubt", "a surer end", "all in one element", "the prose of the page"],
)
def test_each_thing_that_speaks_for_a_choice_makes_it_surer(
    scores: list[float], chosen: set[int], better: list[float], its_choice: set[int]
) -> None:
    assert _sure(scores, chosen) < _sure(better, its_choice)


def test_the_evidence_is_doubt_the_end_one_element_and_plain_prose() -> None:
    assert _evidence([0.1, 0.9, 0.6, 0.1], {1, 2}) == pytest.approx((0.25, 0.6, 1.0, 0.8), abs=0.01)
    assert _evidence([0.1, 0.9, 0.9, 0.1], {0}) == pytest.approx((0.0, 0.1, 1.0, 0.0))


def test_a_page_on_which_the_model_finds_no_article_says_how_little_that_is_worth() -> None:
    page = read_html("<body>" + "<nav><a href=x>Home</a></nav>" * 5 + "<nav>Harbour</nav></body>")

    assert find_article(page).confidence == NOTHING_CHOSEN < 0.5


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=4, max_size=4), st.sets(st.integers(0, 3), min_size=1))
def test_confidence_is_a_share_with_three_decimals(scores: list[float], chosen: set[int]) -> None:
    sure = _sure(scores, chosen)

    assert 0 <= sure <= 1
    assert sure == round(sure, 3)


def test_of_lines_more_text_and_a_title_make_surer() -> None:
    assert 0.5 == of_lines(0, titled=False) < of_lines(90, titled=False) < of_lines(90, titled=True)
    assert of_lines(10**6, titled=True) == 1.0
