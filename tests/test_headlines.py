"""The headline of an HTML page is the one that its reader sees, whatever its markup tells search engines."""

from datetime import UTC, datetime

import pytest

from newsmill.clean.ruleset import load_rules
from newsmill.document import Reading, read_document, read_page
from newsmill.intake.formats import Kind

NOW = datetime(2026, 11, 1, tzinfo=UTC)
BODY = "".join(
    f"<p>{sentence}</p>"
    for sentence in (
        "The ferry between the two islands will carry bicycles for nothing from the first of June, the council said.",
        "Until now a bicycle cost as much as a sheep, which nobody in the harbour office was able to explain any more.",
        "Sheep will go on paying, since the ferrymen say that they take up the better seats and leave them wet.",
    )
)


def read(head: str, above: str, body: str = BODY, below: str = "") -> Reading:
    page = f"<html><head>{head}</head><body><main>{above}{body}</main>{below}</body></html>"
    return read_document(read_page(page, Kind.HTML), NOW, load_rules())


def title(reading: Reading) -> str | None:
    return reading.reports[0].metadata.title


@pytest.mark.parametrize(
    "head",
    [
        "<title>Bicycles free on ferry - Harbour Packet</title>",
        "<meta property='og:title' content='What a sheep pays'><title>What a sheep pays | Harbour Packet</title>",
        "<script type='application/ld+json'>{'@type': 'NewsArticle', 'headline': 'What a sheep pays'}</script>",
    ],
)
def test_the_one_first_heading_goes_before_the_title_of_markup(head: str) -> None:
    """Markup words it for search engines."""
    head = head.replace("{'", '{"').replace("': '", '": "').replace("', '", '", "').replace("'}", '"}')
    assert title(read(head, "<h1>Bicycles go free on the island ferry</h1>")) == "Bicycles go free on the island ferry"


def test_a_first_heading_that_goes_on_is_the_whole_headline() -> None:
    """Titles of markup are cut to what results of a search have room for."""
    reading = read("<title>Ferry carries bicycles for nothing - Harbour Packet</title>",
                   "<h1>Ferry carries bicycles for nothing from June</h1>")  # fmt: skip
    assert title(reading) == "Ferry carries bicycles for nothing from June"


def test_a_topic_in_an_element_of_its_own_is_no_part_of_the_headline() -> None:
    """Broadcasters set it inside the heading, where the title of markup does without."""
    heading = "<h1><span>Harbour council</span> <span>Bicycles go free on the island ferry</span></h1>"
    assert title(read("<title>Free ride on the ferry</title>", heading)) == "Bicycles go free on the island ferry"


def test_where_markup_has_only_the_site_the_heading_next_to_the_text_is_the_headline() -> None:
    """Town halls and old systems put one title on all of their pages."""
    above = "<p>Harbour Council</p><h2>Bicycles to go free on the ferry</h2>"
    assert title(read("<title>Harbour Council</title>", above)) == "Bicycles to go free on the ferry"


def test_a_heading_that_leads_to_the_front_page_is_no_headline() -> None:
    """Logos are first headings as often as headlines are."""
    above = "<h1><a href='/'>The Harbour Packet</a></h1><h2>Bicycles go free on the ferry</h2>"
    assert title(read("<title>Bicycles go free on the ferry</title>", above)) == "Bicycles go free on the ferry"


def test_a_subheading_of_two_words_is_no_headline() -> None:
    """The page says who it is about in its title; what heads the text is a part of it."""
    reading = read("<title>About us | Harbour Packet</title>", "<h1>About us</h1><h2>The beginnings</h2>")
    assert title(reading) == "About us"


@pytest.mark.parametrize(
    ("line", "author", "day"),
    [
        ("<span>2 May 2025</span> <span>by Jane Roe</span> <span>4 comments</span>", "Jane Roe", "2025-05-02"),
        ("<span>Jane Roe</span> <time>2 May 2025</time> <span>3 min read</span>", "Jane Roe", "2025-05-02"),
        (
            "Published on <time>2 May 2025</time> <span>by <a>Jane Roe</a></span> <a>Leave a reply</a>",
            "Jane Roe",
            "2025-05-02",
        ),
    ],
)
def test_a_line_is_read_by_the_elements_it_is_set_in(line: str, author: str, day: str) -> None:
    """Style shows its parts; without style only a blank is left between them."""
    metadata = (
        read("<title>Ferry</title>", f"<h1>Bicycles go free on the ferry</h1><div>{line}</div>").reports[0].metadata
    )
    assert (metadata.author, str(metadata.published_at)[:10]) == (author, day)


def test_a_label_in_a_line_of_its_own_announces_the_next_line() -> None:
    """Lists of definitions set it so."""
    told = "<dl><dt>Author</dt><dd>Jane Roe</dd><dt>Published</dt><dd>2 May 2025</dd></dl>"
    metadata = read("<title>Ferry</title>", f"<h1>Bicycles go free on the ferry</h1>{told}").reports[0].metadata
    assert (metadata.author, str(metadata.published_at)[:10]) == ("Jane Roe", "2025-05-02")


def test_a_heading_that_its_class_calls_the_title_goes_before_the_name_of_the_blog() -> None:
    """Blogs set their own name in a first heading that leads to their front page."""
    above = "<h1><a href='/'>The harbour diary of Jo Tarn</a></h1><h2 class='post-title'>Sheep pay twice</h2>"
    assert title(read("<title>The harbour diary of Jo Tarn</title>", above)) == "Sheep pay twice"


def test_a_heading_with_a_day_is_no_headline() -> None:
    above = "<h2>Sunday 11 January 2026</h2><p>Bicycles go free</p>"
    assert title(read("<title>Bicycles go free</title>", above)) == "Bicycles go free"


def test_sites_of_chinese_governments_state_headline_and_day_in_elements_of_their_own() -> None:
    """Their guideline of 2017 names ArticleTitle, PubDate and ContentSource."""
    head = (
        "<meta name='ArticleTitle' content='Ferry carries bicycles for nothing'><meta name='PubDate' "
        "content='2026-04-22 15:08'><meta name='ContentSource' content='Harbour Office'><title>Notices</title>"
    )
    found = read(head, "<p>Ferry carries bicycles for nothing</p>").reports[0].metadata
    assert (found.title, found.source) == ("Ferry carries bicycles for nothing", "Harbour Office")
    assert found.published_at == datetime(2026, 4, 22, 15, 8, tzinfo=UTC)


def test_the_day_of_a_microformat_is_read() -> None:
    """hAtom 0.1 sets it in the title of an abbreviation."""
    foot = "<p>Posted by Jo Tarn at <abbr class='published' title='2026-01-11T22:04:00'>22:04</abbr></p>"
    found = read("<title>Bicycles go free</title>", "<h3>Bicycles go free</h3>", BODY + foot).reports[0].metadata
    assert found.published_at == datetime(2026, 1, 11, 22, 4, tzinfo=UTC)


def test_a_byline_in_a_part_of_the_foot_is_read() -> None:
    """Blogs close a post with one line of byline, labels and buttons."""
    parts = "<span>Posted by Jo Tarn</span> <span>Labels: <a>sheep</a></span> <a>Email this</a>"
    foot = f"<div class='post-footer'>{parts}</div>"
    found = read("<title>Bicycles go free</title>", "<h3>Bicycles go free</h3>", below=foot).reports[0].metadata
    assert found.author == "Jo Tarn"
