"""What a page's markup says about its report: JSON-LD, meta elements, time elements.

Pages say such things wrongly, twice, or in order to break a reader. So values are looked at one by one, the most
careful statement first, and one that does not read as what it should be is as good as not there.

JSON-LD: https://schema.org/NewsArticle; og and article: https://ogp.me; dc: https://www.dublincore.org.
"""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

from newsmill.metadata import names
from newsmill.metadata.dates import find_dates, reads_day_first
from newsmill.metadata.honours import without_honours
from newsmill.metadata.record import Metadata, Precision
from newsmill.metadata.site import MAX_TITLE, normal, same, strip_site
from newsmill.page.markup import Markup

_NOTHING = Markup()
"""What a text file says of itself."""
MAX_NODES = 2_000
"""Objects of JSON-LD that are looked at."""
MAX_VALUE = 1_000
"""Characters of a value; a longer one is no name, title or address."""

_ARTICLES = re.compile(
    r"(?:.*[/#:])?(?:\w*Article|(?:Live)?BlogPosting|DiscussionForumPosting|SocialMediaPosting|Report)$"
)
_SITES = re.compile(r"(?:.*[/#:])?(?:WebSite|NewsMediaOrganization)$")
_ORGANISATIONS = re.compile(r"(?:.*[/#:])?(?:\w*Organization|Corporation|WebSite)$")
_DATES = (
    "article:published_time", "og:published_time", "og:article:published_time", "article:published", "datepublished",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "publishdate", "publish-date", "publish_date",
    "publication_date", "published_time", "pubdate", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date",
    "dcterms.date", "dc.date.created", "og:release_date", "article.published", "citation_publication_date",
    "citation_date", "date", "datecreated",
)  # fmt: skip
_TITLES = (
    "og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title", "headline",
    "articletitle", "title",
)  # fmt: skip
_AUTHORS = (
    "author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl",
    "citation_author",
)  # fmt: skip
_SOURCES = (
    "source",
    "article:source",
    "og:article:source",
    "dc.source",
    "contentsource",
    "news_source",
    "mediasource",
    "copyright-agency",
)
_SITE_NAMES = ("og:site_name", "application-name", "apple-mobile-web-app-title", "al:ios:app_name")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")
_MIDNIGHT = re.compile(r"(?<=\d)[T ]00:?00(?::?00(?:\.0+)?)?\s?(?:Z|UTC|GMT|[+-]\d\d:?\d\d)?$")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:[T ]?(\d\d)(\d\d)(\d\d)?(Z|[+-]\d\d:?\d\d)?)?$")
_TITLE_PARTS = re.compile(r"\s[|–—:»·-]{1,2}\s|_(?=[\u3400-\u9fff])")
_NOON = re.compile(r"T12:00:00(?:\.0+)?(?:Z|\+00:?00)$")
"""How Drupal stores a day without an hour."""
_EPOCH = re.compile(r"\d{10}(?:\d{3})?$")
_YEAR = re.compile(r"((?:18|19|20)\d\d)(?:-(?:0[1-9]|1[0-2]))?$")


def read_markup(markup: Markup, latest: datetime) -> Metadata:
    """What the markup says, sifted: JSON-LD first, then meta elements, then time and title elements.

    `latest` is the moment the page was fetched; a later date, by more than a day, is not believed.
    """
    if markup == _NOTHING:
        return Metadata()
    article, nodes = _article(markup)
    url = _url(markup, article)
    host = urlsplit(url).hostname if url else None
    publisher = _first(_names(article.get("publisher")))
    site = _site(markup, article, nodes) or publisher
    when, precision = _published(markup, article, latest) or (None, None)
    return Metadata(
        title=_title(markup, article, site, host),
        url=url,
        site=site,
        published_at=when,
        published_precision=precision,
        author=_author(markup, article, {normal(name) for name in (site, publisher, _behind_title(markup)) if name}),
        source=_source(markup, article) or publisher,
        place=_place(article),
    )


def parse_stamp(value: object, latest: datetime, *, day_first: bool | None = None) -> tuple[datetime, Precision] | None:
    """A moment that markup states, in UTC, with its precision: ISO 8601, RFC 2822, seconds or milliseconds since 1970,
    or a date as people write it. Midnight is what machines put where only the day is known. None: it is no moment,
    or one that cannot be.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = _clean(str(value)) or ""
    found = _read_stamp(text[:100], latest, day_first)
    if found is None or not datetime(1600, 1, 2, tzinfo=UTC) < found[0] <= latest + timedelta(days=1):
        return None
    return None if found[0].date() == datetime(1970, 1, 1, tzinfo=UTC).date() else found


def _read_stamp(text: str, latest: datetime, day_first: bool | None) -> tuple[datetime, Precision] | None:
    if _EPOCH.match(text):
        return datetime.fromtimestamp(int(text[:10]), UTC), "minute"
    if match := _YEAR.match(text):
        return datetime(int(match[1]), 1, 1, tzinfo=UTC), "year"
    if match := _COMPACT.match(text):
        text = f"{match[1]}-{match[2]}-{match[3]}" + (f" {match[4]}:{match[5]}{match[7] or ''}" if match[4] else "")
    dates = find_dates(_NOON.sub("", _MIDNIGHT.sub("", text)), latest.date(), day_first=day_first)
    if not dates or dates[0].when is None:
        return None
    return dates[0].when, dates[0].precision


def _clean(value: object) -> str | None:
    """A string of markup as plain text on one line; None if it holds nothing, or too much."""
    if not isinstance(value, str) or len(value) > 4 * MAX_VALUE:
        return None
    text = " ".join(_CONTROL.sub(" ", html.unescape(value)).split())
    return text if 0 < len(text) <= MAX_VALUE else None


def _first(values: Iterable[str]) -> str | None:
    return next(iter(values), None)


def _meta(markup: Markup, keys: Sequence[str]) -> Iterator[str]:
    """Values of meta elements, in the order of the keys."""
    for key in keys:
        for value in markup.meta.get(key, ()):
            if text := _clean(value):
                yield text


def _nodes(markup: Markup) -> list[dict[str, Any]]:
    """Objects of JSON-LD, outer ones first, in the order of the page."""
    found: list[dict[str, Any]] = []
    queue: list[Any] = list(markup.json_ld)
    for node in queue:
        if len(found) >= MAX_NODES or len(queue) > 20 * MAX_NODES:
            break
        if isinstance(node, dict):
            found.append(node)
            queue.extend(value for value in node.values() if isinstance(value, dict | list))
        elif isinstance(node, list):
            queue.extend(node)
    return found


def _is_a(node: dict[str, Any], kind: re.Pattern[str]) -> bool:
    types = node.get("@type")
    return any(isinstance(one, str) and kind.match(one) for one in (types if isinstance(types, list) else [types]))


def _article(markup: Markup) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The object of JSON-LD that is this page's report, and all objects. Of several, the one with the page's title;
    if none has it, the page lists reports of others and none is its own."""
    nodes = _nodes(markup)
    articles = [node for node in nodes if _is_a(node, _ARTICLES)]
    headlines = {normal(node["headline"]) for node in articles if isinstance(node.get("headline"), str)}
    if len(headlines) <= 1:
        return (articles[0] if articles else {}), nodes
    titles = [*_meta(markup, _TITLES), _clean(markup.title) or ""]
    for node in articles:
        headline = _clean(node.get("headline"))
        if headline and any(same(headline, title) or same(headline, strip_site(title)) for title in titles):
            return node, nodes
    return {}, nodes


def _names(value: object, *, people_only: bool = False) -> Iterator[str]:
    """Names in a value of JSON-LD: a string, an object with a name, or a list of these."""
    for one in (value if isinstance(value, list) else [value])[:20]:
        if isinstance(one, dict):
            if people_only and _is_a(one, _ORGANISATIONS):
                continue
            yield from _names(one.get("name"))
        elif text := _clean(one):
            yield text


def _title(markup: Markup, article: dict[str, Any], site: str | None, host: str | None) -> str | None:
    """The headline; one that was cut short gives way to one that goes on from it."""
    stated = [text for text in (_clean(article.get("headline")), *_meta(markup, _TITLES), _clean(markup.title)) if text]
    titles = [text for text in (strip_site(one, site, host) for one in stated) if text and len(text) <= MAX_TITLE]
    if not titles:
        return None
    begun = normal(titles[0])
    if titles[0].endswith(("…", "...")) or len(titles[0]) >= 105:
        return next(
            (text for text in titles[1:] if len(normal(text)) > len(begun) and normal(text).startswith(begun)),
            titles[0],
        )
    return titles[0]


def _url(markup: Markup, article: dict[str, Any]) -> str | None:
    """The page's address: the first absolute one of http or https that it gives for itself."""
    page = article.get("mainEntityOfPage")
    stated = [
        markup.canonical,
        *markup.meta.get("og:url", ()),
        article.get("url"),
        page.get("@id") if isinstance(page, dict) else page,
    ]
    for value in stated:
        text = value.strip() if isinstance(value, str) else ""
        if not text or len(text) > 2 * MAX_VALUE or re.search(r"[\s\x00-\x1f\ud800-\udfff]", text):
            continue
        try:
            address = urljoin(markup.base or "", text)
            parts = urlsplit(address)
            if parts.scheme in ("http", "https") and parts.hostname and "." in parts.hostname:
                return address
        except ValueError:  # urllib says so of a broken IPv6 host
            continue
    return None


def _site(markup: Markup, article: dict[str, Any], nodes: Iterable[dict[str, Any]]) -> str | None:
    sites = (name for node in nodes if _is_a(node, _SITES) for name in _names(node.get("name")))
    stated = (*_meta(markup, _SITE_NAMES), *_names(article.get("publisher")), *sites)
    return _first(name for name in stated if len(name) <= 60)


def _published(markup: Markup, article: dict[str, Any], latest: datetime) -> tuple[datetime, Precision] | None:
    day_first = reads_day_first(_clean(markup.language))
    stated = (article.get("datePublished"), *_meta(markup, _DATES), article.get("dateCreated"), *markup.times[:4])
    for value in stated:
        if stamp := parse_stamp(value, latest, day_first=day_first):
            return stamp
    return None


_ACCOUNT = re.compile(r"[a-z0-9-]{0,16}(?:cms|web|editor|news|press)\d{0,4}")
"""What people are called where they log in."""
_HAN_REPORTER = re.compile(r"^[\u3400-\u9fff]{0,8}\s?(?:记者|記者)[\s:：]{0,2}(?=[\u3400-\u9fff]{2,4}$)")
"""`晨光報 記者范某某`"""


def _author(markup: Markup, article: dict[str, Any], outlets: set[str]) -> str | None:
    """Authors joined by commas: addresses, accounts, desks and the outlet itself are none."""
    stated = (
        _names(article.get("author"), people_only=True),
        _names(article.get("creator"), people_only=True),
        _meta(markup, _AUTHORS),
    )
    for group in stated:
        authors: dict[str, None] = {}
        for value in group:
            name = re.sub(
                r"^(?:by|von|par|por|автор|作者|记者|記者)\s*[:：]?\s+", "", value, flags=re.IGNORECASE
            ).strip(" ,;|")
            name = without_honours(_HAN_REPORTER.sub("", name))
            if (
                2 <= len(name) <= 100
                and not name.isdigit()
                and not _ACCOUNT.fullmatch(name)
                and not re.search(r"https?:|//|@|\.com\b", name)
                and not (names.is_nobody(name) or normal(name) in outlets)
            ):
                authors[name] = None
        if authors:
            return ", ".join(authors)
    return None


def _behind_title(markup: Markup) -> str | None:
    """What stands behind the last bar or dash of the page's title: whose page it is."""
    parts = _TITLE_PARTS.split(_clean(markup.title) or "")
    return parts[-1] if len(parts) > 1 else None


def _source(markup: Markup, article: dict[str, Any]) -> str | None:
    portals = (value.rpartition(" | ")[0] for value in _meta(markup, ("og:article:author",)))  # `outlet | portal`
    stated = (*_names(article.get("sourceOrganization")), *_meta(markup, _SOURCES), *filter(None, portals))
    return _first(
        re.sub(r"^(?:来源|來源|source)\s?[:：]\s?", "", name, flags=re.IGNORECASE)
        for name in stated
        if len(name) <= 60 and "://" not in name
    )


def _place(article: dict[str, Any]) -> str | None:
    place = _clean(article.get("dateline"))
    return place.rstrip(" ,-–—:") if place and names.is_place(place.rstrip(" ,-–—:")) else None
