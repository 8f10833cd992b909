"""HTML as Blocks: what a browser shows, in its order, with the evidence beside it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsmill.page.block import Role
from newsmill.page.html import read_html


def _texts(html: str) -> list[str]:
    return [block.text for block in read_html(html).blocks]


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>var a = 'x'</script>",
        "<style>p {}</style>",
        "<noscript>switch it on</noscript>",
        "<template><p>x</p></template>",
        "<svg><text>x</text></svg>",
        "<p hidden>x</p>",
        '<div style="color: red; display:none">x</div>',
        '<p style="VISIBILITY: hidden">x</p>',
        "<!-- x -->",
        "<iframe>x</iframe>",
    ],
)
def test_what_a_browser_does_not_show_is_no_block(hidden: str) -> None:
    assert _texts(f"<body><p>before</p>{hidden}<p>after</p>") == ["before", "after"]


def test_inline_elements_do_not_part_a_sentence() -> None:
    assert _texts("<p>The <b>new</b> br<i>id</i>ge <a href=x>is\n open</a>.</p>") == ["The new bridge is open."]


def test_text_beside_block_elements_is_a_block_of_its_own() -> None:
    assert _texts("<div>lead<p>paragraph</p>tail</div>") == ["lead", "paragraph", "tail"]


@pytest.mark.parametrize(
    ("html", "role", "level"),
    [
        ("<h2>x</h2>", Role.HEADING, 2),
        ("<h1><span>x</span></h1>", Role.HEADING, 1),
        ("<ul><li>x</ul>", Role.ITEM, 1),
        ("<ol><li><ul><li>x</ul></ol>", Role.ITEM, 2),
        ("<blockquote><p>x</p></blockquote>", Role.QUOTE, 0),
        ("<pre>x</pre>", Role.CODE, 0),
        ("<figure><figcaption>x</figcaption></figure>", Role.CAPTION, 0),
        ("<table><tr><td>x</table>", Role.ROW, 0),
        ("<p>x</p>", Role.PARAGRAPH, 0),
        ("<div>x</div>", Role.PARAGRAPH, 0),
    ],
)
def test_the_innermost_telling_element_gives_the_role(html: str, role: Role, level: int) -> None:
    (block,) = read_html(html).blocks

    assert (block.role, block.level) == (role, level)


def test_line_breaks_part_paragraphs() -> None:
    long = "A line that is long enough not to be taken for verse, by far."

    assert [(block.text, block.gap_before) for block in read_html(f"<p>{long}<br>{long}<br><br>c</p>").blocks] == [
        (long, True),
        (long, True),
        ("c", True),
    ]


def test_short_lines_that_break_are_verse() -> None:
    blocks = read_html("<p>The tide went out<br>and left the boats<br><br>asleep</p>").blocks

    assert [block.gap_before for block in blocks] == [True, False, True]


def test_code_keeps_its_lines() -> None:
    assert _texts("<pre>a\n  b\n</pre>") == ["a\n  b"]


def test_class_words_are_split_where_their_writers_join_them() -> None:
    (block,) = read_html(
        '<body class="page"><div class="relatedPosts__list js-nav" id="sideBar" role="list">x</div>'
    ).blocks

    assert {"related", "posts", "list", "nav", "side", "bar"} <= block.words
    assert "page" not in block.words


def test_the_share_of_link_text_is_measured() -> None:
    (block,) = read_html("<p>12345 <a href=x>1234</a></p>").blocks

    assert block.link_share == pytest.approx(0.4)


def test_blocks_of_one_element_share_its_number() -> None:
    first, second, third = read_html("<div><p>a</p><p>b</p></div><p>c</p>").blocks

    assert set(first.chain) & set(second.chain) > set(first.chain) & set(third.chain)


def test_the_head_is_read_as_it_is_written() -> None:
    page = read_html(
        '<html lang="de"><head><title> A\n B </title>'
        '<meta property="og:title" content="A"><meta name=AUTHOR content="X">'
        '<link rel=canonical href="https://e.example/a"><script type="application/ld+json">{"a": 1}</script>'
        '<script type="application/ld+json">{broken</script></head>'
        '<body><time datetime="2024-05-04">4 May</time></body>'
    )

    assert page.markup.title == "A B"
    assert page.markup.language == "de"
    assert page.markup.canonical == "https://e.example/a"
    assert page.markup.meta == {"og:title": ["A"], "author": ["X"]}
    assert page.markup.json_ld == ({"a": 1},)
    assert page.markup.times == ("2024-05-04",)


def test_a_page_without_anything_has_no_blocks() -> None:
    assert read_html("").blocks == ()


def test_deep_nesting_costs_no_more_than_its_length() -> None:
    depth = 5_000

    (block,) = read_html("<div>" * depth + "x" + "</div>" * depth).blocks

    assert len(block.path) <= 256


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="<>/abpdiv =\"'&;码\n", max_size=200))
def test_any_text_is_read_as_html_without_an_error(html: str) -> None:
    assert all(block.text.strip() for block in read_html(html).blocks)
