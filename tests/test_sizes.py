"""Pages of hostile sizes: each step of reading a page takes time in proportion to it."""

import gc
import time
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from newsmill.clean.ruleset import load_rules
from newsmill.document import read_document, read_page
from newsmill.errors import NoArticle
from newsmill.intake.formats import Kind

LATEST = datetime(2026, 1, 1, tzinfo=UTC)
SECONDS = 2.0
"""CPU time that no page may take. Each of these takes a fifth of it; a quadratic step takes many times as long."""
SENTENCE = "The harbour council has decided that the old ferry pier will be repaired before the winter storms begin."
SIGNS = [chr(code) for code in range(0x25A0, 0x2600)]


def _many(template: str, count: int) -> str:
    return "".join(template.format(number, sign=SIGNS[number % len(SIGNS)], text=SENTENCE) for number in range(count))


PAGES = {
    "paragraphs": _many("<p>{text}</p>", 8_000),
    "short lines": _many("<p>Line {0}</p>", 8_000),
    "list items": _many("<li>Item number {0} of the list</li>", 6_000),
    "links": _many("<li><a href=/{0}>Item number {0} of the list</a></li>", 8_000),
    "linked headings": "<div>" + _many("<h3><a href=/{0}>Heading number {0}</a></h3>", 10_000) + "</div>",
    "cards": _many("<div><h3><a href=/{0}>Heading number {0}</a></h3><p>{text}</p></div>", 2_000),
    "groups of cards": _many("<div>" + "<div><h3><a href=/>Name</a></h3><p>{text}</p></div>" * 3 + "</div>", 1_000),
    "nested cards": _many("<div><h3><a href=/{0}>Heading number {0}</a></h3><p>{text}</p>", 5_000),
    "stamps": _many("<p>Title number {0}</p><p>Harbour Post | 4 March 2025</p><p>{text}</p>", 5_000),
    "headings of comments": f"<p>{SENTENCE}</p>" * 5 + _many("<p>Comments ({0})</p><p>{text}</p>", 6_000),
    "table": "<table>" + _many("<tr><td>{0}</td><td>{text}</td></tr>", 5_000) + "</table>",
    "titles": "<h1>Heading</h1>" * 8_000 + f"<p>{SENTENCE}</p>" * 5,
    "one paragraph": "<p>" + "word " * 1_000_000,
}
TEXTS = {
    "lines": _many("{0} {text}\n", 10_000),
    "paragraphs": _many("{0} {text}\n\n", 10_000),
    "names": _many("Word{0} b\n\n", 10_000),
    "numbers": _many("{0}. {text}\n", 10_000),
    "stamps": _many("4 March 2025 10:20, {0}\n", 10_000),
    "lists of marks": _many("{sign} {text}\n", 4_000),
    "lists of titled marks": _many("{sign} Title {0}\n{text}\n", 3_000),
    "places of a digest": "News in brief\n\n"
    + "".join(
        f"Market of Holm{name} opens\nStaff | Holm{name} | 05/10/2024\nThe market in Holm{name} opens. {SENTENCE}\n\n"
        for name in ("".join(chr(97 + int(digit)) for digit in f"{number:04}") for number in range(800))
    ),
    "related lines": "Related:\n" + _many("Harbour news number {0}\n", 10_000),
    "one line": "word " * 1_000_000,
    "one word": "x" * 5_000_000,
    "one Chinese line": "港口委员会决定。" * 200_000,
    "dashes": "- " * 2_500_000,
    "brackets": "(" * 5_000_000,
    "blanks": "A" + " " * 5_000_000 + "b",
    "full stops": '."' * 2_500_000,
}


@pytest.fixture(scope="module", autouse=True)
def _tables_are_loaded() -> None:
    for kind, text in ((Kind.HTML, f"<p>{SENTENCE}</p>"), (Kind.TEXT, SENTENCE)):
        read_document(read_page(text, kind), LATEST, load_rules())


def _seconds(text: str, kind: Kind) -> float:
    """CPU that a page takes, the less of two times. What other tests left is no garbage of the page."""
    gc.collect()
    gc.freeze()
    try:
        return min(_once(text, kind) for _ in range(2))
    finally:
        gc.unfreeze()


def _once(text: str, kind: Kind) -> float:
    started = time.process_time()
    with suppress(NoArticle):
        read_document(read_page(text, kind), LATEST, load_rules())
    return time.process_time() - started


@pytest.mark.parametrize("name", PAGES)
def test_no_html_page_takes_long(name: str) -> None:
    assert _seconds(f"<body>{PAGES[name]}</body>", Kind.HTML) < SECONDS


@pytest.mark.parametrize("name", TEXTS)
def test_no_text_takes_long(name: str) -> None:
    assert _seconds(TEXTS[name], Kind.TEXT) < SECONDS
