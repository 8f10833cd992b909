"""What belongs to an article comes back to it, and what a veto took does not."""

import pytest

from newsmill.clean.belief import believable
from newsmill.clean.gaps import with_gaps_filled
from newsmill.clean.signs import read_signs
from newsmill.page.block import Block
from newsmill.page.html import read_html

FIRST = "The ferry to the island will stop for nine weeks while its pier is repaired."
LAST = "A bus goes round by the bridge, and takes bicycles too."


def _filled(html: str, score: float = 0.0, *, vetoed: str = "") -> list[str]:
    """The texts that are article where the model has chosen FIRST and LAST, and gives all else one score."""
    blocks = read_html(html).blocks
    chosen = {number for number, block in enumerate(blocks) if block.text in (FIRST, LAST)}
    scores = [1.0 if number in chosen else score for number in range(len(blocks))]
    barred = {number for number, block in enumerate(blocks) if block.text == vetoed}
    return [
        blocks[number].text for number in sorted(with_gaps_filled(blocks, chosen, barred, scores, read_signs(blocks)))
    ]


@pytest.mark.parametrize(
    ("inside", "texts"),
    [
        ("<ul><li>Two boats<li>One bus</ul>", ["Two boats", "One bus"]),
        ("<table><tr><th>Boat<th>Seats<tr><td>Tern<td>80</table>", ["Boat", "Seats", "Tern", "80"]),
        ("<blockquote>Nobody asked us</blockquote>", ["Nobody asked us"]),
        ("<ul><li><a href=/a>A list of links</a><li><a href=/b>leads away</a></ul>", []),
        ("<ul class=share-bar><li>Copy the address<li>Print it</ul>", []),
    ],
)
def test_a_list_or_table_between_paragraphs_is_theirs_unless_it_is_links_or_marked(
    inside: str, texts: list[str]
) -> None:
    assert _filled(f"<article><p>{FIRST}</p>{inside}<p>{LAST}</p></article>") == [FIRST, *texts, LAST]


@pytest.mark.parametrize("heading", ["<h2>The bus</h2>", "<div><div><h2>The bus</h2></div></div>"])
def test_a_heading_belongs_to_the_paragraph_that_it_heads(heading: str) -> None:
    assert _filled(f"<article><p>{FIRST}</p><p>Advert</p>{heading}<p>{LAST}</p></article>") == [FIRST, "The bus", LAST]


def test_sentences_between_headline_and_text_are_its_lead() -> None:
    lead = "Nine weeks without a boat, and nobody on the island was asked."

    assert _filled(f"<h1>Ferry stops</h1><div>{lead}</div><main><p>{FIRST}</p><p>{LAST}</p></main>")[0] == lead


def test_a_line_in_the_same_kind_of_element_as_the_article_is_article_if_the_model_half_believes_it() -> None:
    page = f"<p class=text>{FIRST}</p><p class=text>{LAST}</p><p class=text>Bring a coat</p>"

    assert _filled(page, 0.3) == [FIRST, LAST, "Bring a coat"]
    assert _filled(page, 0.1) == [FIRST, LAST]


def test_a_sentence_right_behind_the_last_paragraph_goes_on_with_it() -> None:
    page = f"<p>{FIRST}</p><p>{LAST}</p><p>Nobody knows for how long.</p><p>Share this</p><p>It may rain.</p>"

    assert _filled(page, 0.1) == [FIRST, LAST, "Nobody knows for how long."]


def test_what_a_veto_took_does_not_come_back() -> None:
    page = f"<article><p>{FIRST}</p><ul><li>Two boats<li>One bus</ul><p>{LAST}</p></article>"

    assert _filled(page, vetoed="One bus") == [FIRST, LAST]


def test_a_sign_that_the_whole_article_bears_says_nothing_of_a_line_in_it() -> None:
    page = f"<form><p>{FIRST}</p><ul><li>Two boats<li>One bus</ul><p>{LAST}</p></form>"

    assert _filled(page) == [FIRST, "Two boats", "One bus", LAST]


def test_layout_tables_are_not_taken_for_tables_of_data() -> None:
    page = f"<table><tr><td>Front page<td>{FIRST}<tr><td><p>Classifieds</p><td>{LAST}</table>"

    assert _filled(page) == [FIRST, LAST]


def _words(blocks: tuple[Block, ...]) -> set[str]:
    return {word for block in believable(blocks) for word in block.words}


def test_class_names_that_contradict_each_other_are_not_believed() -> None:
    names = ("comment", "newsletter", "share")
    page = "".join(f"<p class={name}>{FIRST}</p>" for name in names)

    assert _words(read_html(f"<div>{page}</div>").blocks) == set()


def test_class_names_are_believed_where_each_says_it_of_its_own_section() -> None:
    names = {"comment", "newsletter", "share"}
    page = "".join(f"<div class={name}><p>{FIRST}</p></div>" for name in sorted(names))

    assert _words(read_html(page).blocks) == names
