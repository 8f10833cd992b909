"""Pages that hold no report are quarantined under a word that says which kind they are."""

from datetime import UTC, datetime

import pytest

from newsmill.clean.ruleset import load_rules
from newsmill.document import read_document
from newsmill.errors import NoArticle
from newsmill.page.html import read_html
from newsmill.page.text import read_text

LATEST = datetime(2026, 1, 1, tzinfo=UTC)
BODY = "The harbour council has decided that the old ferry pier will be repaired before the winter storms begin. " * 12


def _refusal(html: str) -> str:
    with pytest.raises(NoArticle) as refusal:
        read_document(read_html(html), LATEST, load_rules())
    assert refusal.value.stage == "clean"
    return refusal.value.error


@pytest.mark.parametrize(
    ("html", "error"),
    [
        (
            "<title>404 Not Found</title><h1>Not Found</h1><p>The requested URL was not found on this server.</p>",
            "error-page",
        ),
        ("<h1>Page not found</h1><p>It may have been moved, or it may never have been here.</p>", "error-page"),
        ("<h1>页面不存在</h1><p>您访问的页面可能已被删除，请返回首页重新查找您需要的内容。</p>", "error-page"),
        (
            "<title>Just a moment...</title><p>Checking whether the connection is secure before you go on.</p>",
            "challenge",
        ),
        ("<h2>Please log in to continue</h2><p>This part of the harbour archive is for members only.</p>", "login"),
        ("<p><a href=/a>One thing to read here</a></p><p><a href=/b>Another thing to read there</a></p>", "links-only"),
        ("<script>render()</script>", "no-text"),
        ("<p>Menu</p>", "no-article"),
    ],
)
def test_a_page_without_a_report_says_which_kind_it_is(html: str, error: str) -> None:
    assert _refusal(f"<body>{html}</body>") == error


def test_a_button_to_log_in_above_a_short_report_is_no_wall() -> None:
    paragraphs = [
        f"The {word} pier will be repaired before the winter storms." for word in ("old", "new", "east", "west")
    ]
    text = "\n\n".join(["Iniciar sesión   Suscríbete desde 1 €", "Pier closes for repair", *paragraphs])
    reading = read_document(read_text(text), LATEST, load_rules())

    assert len(reading.reports) == 1


@pytest.mark.parametrize(
    "title", ["404 days at sea", "Just a moment of fame", "Access denied: how a harbour was closed"]
)
def test_an_article_whose_headline_sounds_like_an_error_stays(title: str) -> None:
    reading = read_document(read_text(f"{title}\n\n{BODY}"), LATEST, load_rules())

    assert len(reading.reports) == 1
