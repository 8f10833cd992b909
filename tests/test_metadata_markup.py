"""Metadata in markup: JSON-LD, meta, time and title elements, sane or hostile; and titles with sites around them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsmill.metadata import Metadata, read_markup
from newsmill.metadata.markup import parse_stamp
from newsmill.metadata.site import same, strip_site
from newsmill.page.html import read_html
from newsmill.page.markup import Markup
from newsmill.settings import HtmlEngine

LATEST = datetime(2025, 6, 1, 12, tzinfo=UTC)

ARTICLE: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Bridge opens &amp; closes",
    "datePublished": "2024-03-05T18:20:00+08:00",
    "author": [{"@type": "Person", "name": "Jane Doe"}, {"@type": "Person", "name": "John Roe"}],
    "publisher": {"@type": "Organization", "name": "Daily Herald"},
    "mainEntityOfPage": {"@id": "https://herald.example/bridge"},
    "dateline": "PARIS —",
}


def read(**parts: Any) -> Metadata:
    meta = {name: value if isinstance(value, list) else [value] for name, value in parts.pop("meta", {}).items()}
    return read_markup(Markup(meta=meta, **parts), LATEST)


def test_json_ld_of_a_news_article_fills_every_column() -> None:
    assert read(json_ld=(ARTICLE,)) == Metadata(
        title="Bridge opens & closes",
        url="https://herald.example/bridge",
        site="Daily Herald",
        published_at=datetime(2024, 3, 5, 10, 20, tzinfo=UTC),
        published_precision="minute",
        author="Jane Doe, John Roe",
        source="Daily Herald",
        place="PARIS",
    )


def test_meta_elements_fill_every_column_but_the_place() -> None:
    found = read(
        title="Bridge opens | Herald",
        canonical="/bridge",
        base="https://herald.example/",
        meta={
            "og:title": "Bridge opens",
            "og:site_name": "Herald",
            "article:published_time": "2024-03-05",
            "author": "By Jane Doe",
            "source": "来源：新华社",
        },
    )
    assert found == Metadata(
        title="Bridge opens",
        url="https://herald.example/bridge",
        site="Herald",
        published_at=datetime(2024, 3, 5, tzinfo=UTC),
        published_precision="day",
        author="Jane Doe",
        source="新华社",
    )


def test_no_markup_says_nothing() -> None:
    assert read() == Metadata()


@pytest.mark.parametrize(
    "name",
    [
        "article:published_time",
        "parsely-pub-date",
        "sailthru.date",
        "dc.date",
        "dcterms.issued",
        "pubdate",
        "publishdate",
        "date",
    ],
)
def test_every_vocabulary_of_dates_is_read(name: str) -> None:
    assert read(meta={name: "2024-03-05"}).published_at == datetime(2024, 3, 5, tzinfo=UTC)


def test_a_time_element_is_the_last_resort() -> None:
    assert read(times=("rubbish", "2024-03-05T10:20")).published_at == datetime(2024, 3, 5, 10, 20, tzinfo=UTC)


def test_a_date_of_the_future_gives_way_to_the_next_statement() -> None:
    future = {**ARTICLE, "datePublished": "2031-01-01"}
    found = read(json_ld=(future,), meta={"article:published_time": "2024-03-05"})
    assert found.published_at == datetime(2024, 3, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "expected", "precision"),
    [
        ("2024-03-05T10:20:30Z", "2024-03-05 10:20", "minute"),
        ("2024-03-05T10:20:30.500+02:00", "2024-03-05 08:20", "minute"),
        ("2024-03-05 10:20", "2024-03-05 10:20", "minute"),
        ("2024-03-05", "2024-03-05 00:00", "day"),
        ("2024-03-05T00:00:00+08:00", "2024-03-05 00:00", "day"),
        ("2024-03-05T00:00:00.000Z", "2024-03-05 00:00", "day"),
        ("20240305", "2024-03-05 00:00", "day"),
        ("20240305T102000Z", "2024-03-05 10:20", "minute"),
        ("20240305102000", "2024-03-05 10:20", "minute"),
        ("20240305000000", "2024-03-05 00:00", "day"),
        ("Tue, 05 Mar 2024 10:20:30 GMT", "2024-03-05 10:20", "minute"),
        ("Tue Mar 05 2024 18:20:30 GMT+0800 (China Standard Time)", "2024-03-05 10:20", "minute"),
        ("1709634000", "2024-03-05 10:20", "minute"),
        (1709634000000, "2024-03-05 10:20", "minute"),
        ("2024", "2024-01-01 00:00", "year"),
        ("2024-03", "2024-01-01 00:00", "year"),
        (2024, "2024-01-01 00:00", "year"),
        ("5 марта 2024, 10:20", "2024-03-05 10:20", "minute"),
    ],
)
def test_stamps_are_read_in_every_form(value: object, expected: str, precision: str) -> None:
    found = parse_stamp(value, LATEST)
    assert found is not None
    assert (f"{found[0]:%Y-%m-%d %H:%M}", found[1]) == (expected, precision)


@pytest.mark.parametrize(
    "value",
    [
        None, True, "", "soon", "0000-00-00", "0001-01-01T00:00:00Z", "1970-01-01", "0000000000", "9999-12-31",
        "2025-06-03", "99999999", "2024-13-45", {"@value": "2024"}, ["2024-03-05"], "x" * 5000, float("nan"),
        float("inf"), 10**30, "99999999999999", "\ud800",
    ],
)  # fmt: skip
def test_stamps_that_cannot_be_are_none(value: object) -> None:
    assert parse_stamp(value, LATEST) is None


@pytest.mark.parametrize(("language", "month"), [("en-US", 3), ("en-GB", 4), ("fr", 4), (None, None)])
def test_the_pages_language_orders_numbers(language: str | None, month: int | None) -> None:
    found = read(language=language, meta={"date": "03/04/2024"}).published_at
    assert (found and found.month) == month


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("Jane Doe", "Jane Doe"),
        (["Jane Doe", "Jane Doe", "John Roe"], "Jane Doe, John Roe"),
        ({"@type": "Person", "name": ["Jane Doe"]}, "Jane Doe"),
        ({"@type": "Organization", "name": "Daily Herald"}, None),
        ({"@type": ["NewsMediaOrganization"], "name": "Daily Herald"}, None),
        ("admin", None),
        ("https://social.example/jane", None),
        ("jane@herald.example", None),
        ("", None),
        (7, None),
        ([None, [], {}, {"name": {}}], None),
        ("记者 王某", "王某"),
    ],
)
def test_authors_are_people(author: object, expected: str | None) -> None:
    assert read(json_ld=({"@type": "NewsArticle", "author": author},)).author == expected


@pytest.mark.parametrize(
    ("canonical", "expected"),
    [
        ("https://herald.example/a?b=1", "https://herald.example/a?b=1"),
        ("javascript:alert(1)", None),
        ("/relative", None),
        ("https://", None),
        ("https://localhost/", None),
        ("https://herald.example/a b", None),
        ("http://[broken", None),
        ("", None),
        ("https://herald.example/" + "a" * 3000, None),
    ],
)
def test_an_address_is_absolute_and_of_the_web(canonical: str, expected: str | None) -> None:
    assert read(canonical=canonical).url == expected


def test_an_outlet_is_no_author() -> None:
    assert read(json_ld=({**ARTICLE, "author": "Daily Herald"},)).author is None
    assert read(meta={"og:site_name": "Herald", "author": "HERALD"}).author is None


def test_of_several_articles_the_one_with_the_pages_title_speaks() -> None:
    graph = {
        "@graph": [
            {**ARTICLE, "headline": "Another report"},
            {**ARTICLE, "headline": "Bridge opens", "author": "Ann Lee"},
        ]
    }
    assert read(json_ld=(graph,), meta={"og:title": "Bridge opens | Herald"}).author == "Ann Lee"


def test_a_page_that_lists_articles_of_others_has_none() -> None:
    listing = [{**ARTICLE, "headline": "One report"}, {**ARTICLE, "headline": "Two reports"}]
    found = read(json_ld=(listing,), title="All reports")
    assert (found.title, found.author, found.published_at) == ("All reports", None, None)


@pytest.mark.parametrize(
    "kind", ["NewsArticle", "http://schema.org/NewsArticle", ["Thing", "ReportageNewsArticle"], "BlogPosting"]
)
def test_kinds_of_article_are_known(kind: object) -> None:
    assert read(json_ld=({"@type": kind, "headline": "Bridge opens"},)).title == "Bridge opens"


@pytest.mark.parametrize("kind", ["Product", None, 3, ["Person", None], {"a": 1}])
def test_other_kinds_are_no_article(kind: object) -> None:
    assert read(json_ld=({"@type": kind, "headline": "Bridge opens"},)).title is None


def test_a_headline_cut_short_gives_way_to_the_whole_one() -> None:
    cut = {**ARTICLE, "headline": "The bridge over the river that was …"}
    whole = "The bridge over the river that was closed is open"
    assert read(json_ld=(cut,), meta={"og:title": whole}).title == whole
    assert read(json_ld=(cut,), meta={"og:title": "Other"}).title == cut["headline"]


def test_the_site_is_named_by_json_ld_where_nothing_else_names_it() -> None:
    assert read(json_ld=({"@type": "WebSite", "name": "Herald"},)).site == "Herald"


@pytest.mark.parametrize("title", ["x" * 301, "\u200b", " \n ", "x" * 9000])
def test_a_title_is_short_and_visible(title: str) -> None:
    assert read(title=title).title is None


def test_json_ld_without_end_is_read_up_to_a_limit() -> None:
    nested: Any = {"@type": "NewsArticle", "headline": "Too deep"}
    for _ in range(3_000):
        nested = {"a": nested}
    assert read(json_ld=(nested,)).title is None


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["NewsArticle", "2024-03-05", "https://a.example/"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["@type", "headline", "author", "name", "datePublished", "publisher", "url", "dateline"]),
            inner,
        )
    ),
    max_leaves=12,
)


@given(
    _JSON,
    st.text(max_size=40),
    st.dictionaries(st.sampled_from(["og:title", "author", "date"]), st.lists(st.text(max_size=30))),
)
@settings(max_examples=100, deadline=None)
def test_any_markup_is_read_without_an_error(json_ld: Any, text: str, meta: dict[str, list[str]]) -> None:
    found = read_markup(Markup(text, text, text, text, meta, (json_ld,), (text,)), LATEST)
    assert (found.published_at is None) == (found.published_precision is None)


@pytest.mark.parametrize(
    ("title", "site", "host", "expected"),
    [
        ("Bridge opens | Herald", None, None, "Bridge opens"),
        ("Bridge opens｜某某网", None, None, "Bridge opens"),
        ("大桥重新通车_某某网", None, None, "大桥重新通车"),
        ("大桥重新通车_新闻_某某网", None, None, "大桥重新通车"),
        ("大桥重新通车-某某新闻网", None, None, "大桥重新通车"),
        ("大桥重新通车-镇上欢庆", None, None, "大桥重新通车-镇上欢庆"),
        ("Bridge opens - Daily Herald", None, None, "Bridge opens"),
        ("Bridge opens – The Morning Post", None, None, "Bridge opens"),
        ("Bridge opens - Valley", "Valley", None, "Bridge opens"),
        ("Bridge opens - Valley", None, "www.valley.example", "Bridge opens"),
        ("Bridge opens - Valley", None, None, "Bridge opens - Valley"),
        ("Bridge opens - a year after the flood", None, None, "Bridge opens - a year after the flood"),
        ("Bridge opens :: Herald", None, None, "Bridge opens"),
        ("Herald | Bridge opens again after flood", "Herald", None, "Bridge opens again after flood"),
        ("Herald", "Herald", None, "Herald"),
        ("| Herald", None, None, "| Herald"),
        ("大桥重新通车丨记者手记", None, None, "大桥重新通车丨记者手记"),
        ("大桥重新通车 镇上欢庆", None, None, "大桥重新通车 镇上欢庆"),
        ("", None, None, ""),
    ],
)
def test_a_title_loses_its_site_and_nothing_else(title: str, site: str | None, host: str | None, expected: str) -> None:
    assert strip_site(title, site, host) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Bridge opens", "BRIDGE OPENS!", True),
        ("Bridge opens again", "News: Bridge opens again", True),
        ("News", "News of the valley and its bridge", False),
        ("Ｂｒｉｄｇｅ", "bridge", True),
        ("", "", False),
        ("--", "Bridge", False),
    ],
)
def test_titles_are_compared_by_letters(one: str, other: str, expected: bool) -> None:
    assert same(one, other) is expected


@pytest.mark.parametrize(
    "span",
    [
        '<span itemprop="datePublished" content="{}">',
        '<time itemprop="datePublished" content="{}">',
        '<div property="dc:date" content="{}">',
    ],
)
@pytest.mark.parametrize("engine", ["lexbor", "bs4"])
def test_any_element_may_state_the_date_for_machines(span: str, engine: HtmlEngine) -> None:
    """Microdata and RDFa: the content attribute has the zone, which what people see does not name."""
    html = f"<body><h1>Bridge opens</h1>{span.format('2026-05-04T09:15:00+02:00')}4 May, 09:15</body>"
    found = read_markup(read_html(html, engine).markup, datetime(2026, 6, 1, tzinfo=UTC))
    assert found.published_at == datetime(2026, 5, 4, 7, 15, tzinfo=UTC)


def test_noon_to_the_second_is_a_day() -> None:
    """Drupal stores a day without an hour so."""
    html = '<body><h1>Bridge opens</h1><time datetime="2026-05-04T12:00:00Z">4 May 2026</time></body>'
    found = read_markup(read_html(html, "lexbor").markup, datetime(2026, 6, 1, tzinfo=UTC))
    assert (found.published_at, found.published_precision) == (datetime(2026, 5, 4, tzinfo=UTC), "day")
