"""What structure takes out of the Blocks that the model chose: of each veto, a case and the case next to it."""

import pytest

from newsmill.clean.signs import read_signs
from newsmill.clean.vetoes import without_furniture
from newsmill.page.html import read_html

POST = "Every quarter this page is open to whatever readers of the harbour gazette would like to ask its editors."
REMARK = "I walked along the eastern pier on Sunday and could not see that anything at all had been repaired there."
NEWS = "The ferry company will run its night boats until the end of October, two weeks longer than in other years."


def _left(html: str, scores: dict[str, float]) -> list[str]:
    """The texts of the Blocks that are left of those that score at least 0.5."""
    blocks = read_html(html).blocks
    found = [scores.get(block.text, 0.0) for block in blocks]
    chosen = {number for number, score in enumerate(found) if score >= 0.5}
    return [blocks[number].text for number in sorted(without_furniture(blocks, chosen, found, read_signs(blocks)))]


def _thread(count: int) -> str:
    return "<ol>" + f"<li class='comment'><p>{REMARK}</p></li>" * count + "</ol>"


def test_a_short_post_comes_back_where_the_model_chose_the_discussion_below_it() -> None:
    html = f"<main><p>{POST}</p></main>{_thread(6)}"

    assert _left(html, {POST: 0.2, REMARK: 0.9}) == [POST]


def test_a_discussion_stays_where_nothing_above_it_is_at_all_like_an_article() -> None:
    html = f"<main><p>{POST}</p></main>{_thread(6)}"

    assert _left(html, {POST: 0.02, REMARK: 0.9}) == [REMARK] * 6


def test_a_discussion_does_not_bring_back_what_stands_beside_a_whole_article() -> None:
    html = f"<main><p>{POST}</p><p>{NEWS}</p><p>{NEWS}</p><p>{NEWS}</p></main>{_thread(2)}"

    assert _left(html, {POST: 0.2, NEWS: 0.9, REMARK: 0.9}) == [NEWS] * 3


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ("<p><a href=/x>Pier of the western harbour closed for good</a></p>", False),
        ("<p><a href=/x>The pier of the western harbour has been closed for good.</a></p>", True),
        ("<p><a href=/x>https://harbour.example/pier-closed-for-good</a></p>", True),
        ("<p>Pier of the western harbour <a href=/x>closed for good</a></p>", True),
        ("<p><a href=/x>Western pier</a></p>", True),
    ],
)
def test_a_paragraph_that_is_all_link_and_no_sentence_announces_another_article(line: str, stays: bool) -> None:
    html = f"<main><p>{NEWS}</p><p>{POST}</p>{line}<p>{NEWS}</p></main>"
    text = next(block.text for block in read_html(html).blocks if block.text not in {NEWS, POST})

    assert (text in _left(html, {NEWS: 0.9, POST: 0.9, text: 0.9})) is stays


def test_links_stay_where_one_follows_on_another() -> None:
    offers = [f"Offer number {number} of the harbour shop" for number in range(2)]
    links = "".join(f"<p><a href=/x>{offer}</a></p>" for offer in offers)
    scores = dict.fromkeys([NEWS, POST, *offers], 0.9)

    assert _left(f"<main><p>{NEWS}</p><p>{POST}</p>{links}</main>", scores) == [NEWS, POST, *offers]
