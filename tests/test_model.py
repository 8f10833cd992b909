"""The model of what is article: the same judgement everywhere, of every Block, from named data."""

from importlib.resources import files

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from newsmill.chars import weight
from newsmill.clean.article import find_article
from newsmill.clean.features import describe
from newsmill.clean.model import judge_blocks, score_blocks
from newsmill.page.html import read_html
from newsmill.page.markup import Markup, Page

LEAD = "The harbour council has decided that the old ferry pier will be repaired before the winter storms begin."
BODY = (
    "Work on the eastern side starts next week, and the engineers expect that it will be finished within ninety days."
)
ARTICLE = (
    f"<body><nav><ul><li><a href=/a>Home</a></li><li><a href=/b>Sport</a></li></ul></nav><main><h1>Pier to close</h1>"
    f"<p>{LEAD}</p><p>{BODY}</p><p>{LEAD}</p></main><footer><p><a href=/c>Imprint</a></p></footer></body>"
)
PARTS = ["<p>{}</p>", "<div class='comment'>{}</div>", "<ul><li><a href=x>{}</a></li></ul>", "<h2>{}</h2>", "{}<br>"]
TEXTS = [LEAD, BODY, "Pier", "港口委员会决定，老码头将在冬季风暴到来之前完成维修。", "4 May 2024", "…", "1", "\u0301"]


def _page(parts: list[tuple[str, str]]) -> Page:
    return read_html("<body><div>" + "".join(part.format(text) for part, text in parts) + "</div></body>")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PARTS), st.sampled_from(TEXTS)), min_size=1, max_size=12))
def test_every_block_has_one_score_between_0_and_1(parts: list[tuple[str, str]]) -> None:
    page = _page(parts)

    scores = score_blocks(page.blocks, page.markup)

    assert len(scores) == len(page.blocks)
    assert all(0 <= score <= 1 for score in scores)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PARTS), st.sampled_from(TEXTS)), min_size=1, max_size=12))
def test_features_are_finite_and_elements_stand_inside_earlier_ones(parts: list[tuple[str, str]]) -> None:
    page = _page(parts)

    features = describe(page.blocks, page.markup)

    assert np.isfinite(features.numbers).all()
    assert (features.parents <= np.arange(len(features.parents))).all()


def test_the_same_page_gets_the_same_scores() -> None:
    first, second = read_html(ARTICLE), read_html(ARTICLE)

    assert score_blocks(first.blocks, first.markup) == score_blocks(second.blocks, second.markup)


def test_scores_are_rounded_so_that_the_last_bit_decides_nothing() -> None:
    page = read_html(ARTICLE)

    assert all(score == round(score, 3) for score in score_blocks(page.blocks, page.markup))


def test_a_page_without_blocks_has_no_scores() -> None:
    assert score_blocks((), Markup()) == []


def test_prose_in_main_is_article_and_links_in_nav_and_footer_are_not() -> None:
    page = read_html(ARTICLE)

    found = find_article(page)

    assert [block.text for block in page.blocks if id(block) in found.blocks] == [LEAD, BODY, LEAD]


def test_where_the_model_finds_nothing_all_but_link_lines_may_be_the_article() -> None:
    page = read_html("<body>" + "<nav><a href=x>Home</a></nav>" * 5 + "<nav>Harbour</nav></body>")

    found = find_article(page)

    assert [block.text for block in page.blocks if id(block) in found.blocks] == ["Harbour"]


def test_a_long_discussion_does_not_outvote_a_short_article() -> None:
    comments = "".join(f"<li class='comment'><p>{BODY} I say so for the {n}th time.</p></li>" for n in range(12))
    page = read_html(f"<body><main><p>{LEAD}</p><p>{BODY}</p><p>{BODY} {LEAD}</p></main><ol>{comments}</ol></body>")

    found = find_article(page)

    assert not any("I say so" in block.text for block in page.blocks if id(block) in found.blocks)


def test_the_arrays_name_the_data_that_they_were_learned_from() -> None:
    with (files("newsmill.clean") / "model.npz").open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        learned_from = str(arrays["learned_from"])

    assert len(learned_from) == 64
    assert int(learned_from, 16) >= 0


def test_all_arrays_are_plain_finite_numbers() -> None:
    with (files("newsmill.clean") / "model.npz").open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        layers = [arrays[name] for name in arrays.files if "." in name]

    assert layers
    assert all(array.dtype == np.float32 and np.isfinite(array).all() for array in layers)


def test_the_weight_of_each_block_comes_with_its_score() -> None:
    page = read_html(ARTICLE)

    judged = judge_blocks(page.blocks, page.markup)

    assert judged.scores == score_blocks(page.blocks, page.markup)
    assert judged.weights == [weight(block.text) for block in page.blocks]
