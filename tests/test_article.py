"""Which part of an HTML page is the article, told by its structure."""

import pytest

from newsmill.clean.article import drop_doubtful, find_article, keep_article
from newsmill.clean.marked import remove_marked
from newsmill.clean.prose import is_prose, prose_weight
from newsmill.page.block import Block, Piece, Place, Role, Stream
from newsmill.page.html import read_html

LEAD = "The harbour council has decided that the old ferry pier will be repaired before the winter storms begin."
BODY = (
    "Work on the eastern side starts next week, and the engineers expect that it will be finished within ninety days."
)
LAST = "Passengers can use the temporary landing stage behind the fish market, where tickets are sold as before."


def _article(html: str) -> Stream:
    page = read_html(html)
    stream = Stream.of(page.blocks)
    found = find_article(page)
    remove_marked(stream, found)
    keep_article(stream, found)
    drop_doubtful(stream.pieces, found)
    return stream


def _kept(html: str) -> list[str]:
    return [piece.text for piece in _article(html).kept()]


def _reason(html: str, text: str) -> str | None:
    piece = next(piece for piece in _article(html).pieces if piece.text == text)
    return piece.removal.reason if piece.removal else None


def _page(inside: str) -> str:
    return f"<body><div id=page><article><p>{LEAD}</p>{inside}<p>{BODY}</p><p>{LAST}</p></article></div></body>"


@pytest.mark.parametrize(
    ("furniture", "reason"),
    [
        ("<nav><p>Home</p></nav>", "navigation"),
        ("<footer><p>Imprint</p></footer>", "navigation"),
        ("<aside><p>Ten things to do at the pier</p></aside>", "related"),
        ("<form><label>Your e-mail</label></form>", "form"),
        ("<button>Share</button>", "form"),
        ("<figure><img><figcaption>The pier in June</figcaption></figure>", "caption"),
        ('<div class="social-share"><span>Facebook</span></div>', "share"),
        ('<div class="relatedArticles"><p>More from the harbour</p></div>', "related"),
        ('<section id="comments"><p>What a shame</p></section>', "comments"),
        (
            '<div class="cookie-banner"><p>We use cookies on this site, and so do our partners, for you.</p></div>',
            "cookies",
        ),
        (
            '<div class="newsletter_box"><p>Get the harbour news every morning, free and in one short mail.</p></div>',
            "subscribe",
        ),
        ("<p><a href=/a>Ten things to do at the pier this summer</a></p>", "related"),
    ],
)
def test_what_the_markup_calls_furniture_goes_with_that_reason(furniture: str, reason: str) -> None:
    page = _page(furniture)
    text = next(block.text for block in read_html(furniture).blocks)

    assert _kept(page) == [LEAD, BODY, LAST]
    assert _reason(page, text) == reason


def test_a_class_word_is_not_believed_where_it_covers_most_of_the_prose() -> None:
    assert _kept(f"<body><div class='related social'><p>{LEAD}</p><p>{BODY}</p></div></body>") == [LEAD, BODY]


def test_prose_outside_the_element_that_holds_most_of_it_goes() -> None:
    page = (
        f"<body><div><p>{LEAD}</p><p>{BODY}</p><p>{LAST}</p><p>{BODY}</p></div><div><p>{LAST[::-1]}.</p></div></body>"
    )

    assert _kept(page) == [LEAD, BODY, LAST, BODY]


def test_the_top_heading_outside_the_body_stays_for_the_title_to_be_read() -> None:
    page = read_html(
        f"<body><header><h1>Pier to be repaired</h1></header><main><p>{LEAD}</p><p>{BODY}</p></main></body>"
    )
    stream = Stream.of(page.blocks)
    found = find_article(page)
    remove_marked(stream, found)
    keep_article(stream, found)

    assert [piece.text for piece in stream.kept()] == ["Pier to be repaired", LEAD, BODY]


def test_subheadings_lists_and_quotes_inside_the_body_stay() -> None:
    inside = f"<h2>What changes</h2><ul><li>Bus instead of boat.</li></ul><blockquote>{LAST}</blockquote>"

    assert _kept(_page(inside)) == [LEAD, "What changes", "Bus instead of boat.", LAST, BODY, LAST]


def test_a_subheading_stays_between_the_paragraphs_that_it_parts() -> None:
    assert _kept(_page("<h3>Buses</h3>" + f"<p>{BODY}</p>")) == [LEAD, "Buses", BODY, BODY, LAST]


def test_cards_that_announce_other_articles_go() -> None:
    card = "<li><h3><a href=/{0}>Other pier number {0}</a></h3><p>" + BODY + "</p></li>"
    cards = "".join(card.format(number) for number in range(5))

    assert not any("Other" in text for text in _kept(_page(f"<ul>{cards}</ul>")))
    assert _kept(_page(f"<ul>{cards}</ul>")).count(BODY) == 1


def test_a_page_without_prose_loses_nothing_by_its_structure_alone() -> None:
    assert _kept("<body><p>One</p><p>Two</p></body>") == ["One", "Two"]


@pytest.mark.parametrize(
    ("block", "prose"),
    [
        (Block(LEAD, Place(Role.PARAGRAPH)), True),
        (Block("镇上的老码头从下周开始分段维修，预计工期三个月。", Place(Role.LINE)), True),
        (Block(LEAD, Place(Role.HEADING)), False),
        (Block(LEAD, Place(Role.PARAGRAPH), link_share=0.9), False),
        (Block("Pier to be repaired", Place(Role.PARAGRAPH)), False),
    ],
)
def test_prose_is_running_text_that_is_no_link(block: Block, prose: bool) -> None:
    assert is_prose(Piece(block.text, block)) is prose


def test_the_weight_of_prose_leaves_link_text_out() -> None:
    half = Block(LEAD, Place(Role.PARAGRAPH), link_share=0.5)

    assert prose_weight([Piece(LEAD, half)]) * 2 == pytest.approx(
        prose_weight([Piece(LEAD, Block(LEAD, Place(Role.LINE)))]), abs=2
    )
