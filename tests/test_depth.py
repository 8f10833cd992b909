"""However deeply a page nests its elements, it is read in time, and none of its text is lost."""

import time

import pytest

from newsmill.page.depth import bounded
from newsmill.page.html import read_html


def test_a_page_of_usual_depth_is_left_as_it_is() -> None:
    page = "<main>" + "<div><p>One paragraph.</p></div>" * 9000 + "</main>"

    assert bounded(page) is page


@pytest.mark.parametrize("tags", ["<div>", "<DIV class=a>", "<b>", "<a href=/x><div>", "<ul><li>", "<table><tr><td>"])
def test_a_page_that_only_opens_elements_is_read_in_time(tags: str) -> None:
    started = time.process_time()

    blocks = read_html(f"<p>First.</p>{tags * 200_000}Last.").blocks

    assert time.process_time() - started < 5
    assert [block.text for block in blocks] == ["First.", "Last."]


@pytest.mark.parametrize("end", ["", ">", "><p>Last."])
def test_tags_that_never_end_are_read_in_time(end: str) -> None:
    """Each could be read to the end of the page: 400,000 of them took three minutes."""
    started = time.process_time()

    bounded("<a " * 400_000 + end + "<a " * 400_000)

    assert time.process_time() - started < 2


def test_what_stands_behind_a_deep_part_keeps_its_elements() -> None:
    deep = "<div>" * 12_000 + "In the depth." + "</div>" * 12_000

    blocks = read_html(f"{deep}<ul><li>An item.</li></ul>").blocks

    assert [(block.text, block.path[-1]) for block in blocks][-1] == ("An item.", "li")


def test_no_text_is_lost_with_the_tags() -> None:
    words = [f"word{number}" for number in range(30_000)]

    blocks = read_html("".join(f"<section>{word} " for word in words)).blocks

    assert " ".join(block.text for block in blocks).split() == words
