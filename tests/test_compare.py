"""Two texts side by side: every sentence of both is told once, with what became of it."""

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from newsmill.report.compare import Comparison, compare
from newsmill.report.side_by_side import as_json, show_comparison

HARBOUR = "The harbour board will widen the eastern basin by forty metres before the end of next year."
FERRY = "A ferry to the outer islands has been promised for the spring after that."
MONEY = "The work costs 12 million crowns, half of it paid by the fishing cooperative."
CRITICS = "Critics say that the old lighthouse ought to have been repaired first of all."
MAYOR = "The mayor told reporters that nobody had asked her about any of these plans."


def fates(first: list[str], second: list[str]) -> list[str]:
    return [line.fate for line in compare(" ".join(first), " ".join(second)).lines]


def row(title: str | None, text: str, **more: object) -> dict[str, object]:
    return {"doc_id": "a" * 32, "source_uri": "a.txt", "title": title, "text": text, "language": "en", **more}


def shown(first: str, second: str, width: int) -> str:
    console = Console(file=io.StringIO(), width=width, force_terminal=False)
    show_comparison(console, row("The basin", first), row(None, second, relation="near"), compare(first, second))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_sentences_of_equal_texts_are_the_same() -> None:
    found = compare(f"{HARBOUR} {FERRY}", f"{HARBOUR} {FERRY}")
    assert [line.fate for line in found.lines] == ["same", "same"]
    assert (found.similarity, found.first_contained, found.second_contained) == (1.0, 1.0, 1.0)


def test_what_only_one_text_has_is_missing_or_added() -> None:
    assert fates([HARBOUR, FERRY, MONEY], [HARBOUR, CRITICS, MONEY]) == ["same", "missing", "added", "same"]


def test_a_sentence_elsewhere_is_moved() -> None:
    assert fates([HARBOUR, FERRY, MONEY], [FERRY, MONEY, HARBOUR]) == ["moved", "same", "same"]


def test_changed_words_are_marked_and_no_others() -> None:
    (line,) = compare(HARBOUR, HARBOUR.replace("forty metres", "thirty yards")).lines
    assert line.fate == "changed"
    assert [words for words, differs in line.first if differs] == ["forty", "metres"]
    assert [words for words, differs in line.second if differs] == ["thirty", "yards"]
    assert "".join(words for words, _ in line.first) == HARBOUR


def test_a_han_sign_is_a_word() -> None:
    (line,) = compare(
        "港务局明年将把东侧港池拓宽四十米，并计划新开渡轮航线。",
        "港务局明年将把东侧港池拓宽三十米，并计划新开渡轮航线。",
    ).lines
    assert [words for words, differs in line.first if differs] == ["四"]


def test_texts_with_nothing_in_common_share_nothing() -> None:
    assert fates([HARBOUR], [MAYOR]) == ["missing", "added"]


@pytest.mark.parametrize(("first", "second"), [("", ""), ("", HARBOUR), (HARBOUR, "")])
def test_empty_texts_can_be_compared(first: str, second: str) -> None:
    assert len(compare(first, second).lines) == bool(first) + bool(second)


def test_a_sentence_without_end_is_compared_in_time() -> None:
    (line,) = compare("word and other words " * 5000 + "one.", "word and other words " * 5000 + "two.").lines
    assert line.fate == "changed"


SENTENCES = st.lists(st.sampled_from([HARBOUR, FERRY, MONEY, CRITICS, MAYOR]), unique=True)


@given(SENTENCES, SENTENCES)
@settings(max_examples=60, deadline=None)
def test_every_sentence_is_told_once(first: list[str], second: list[str]) -> None:
    found = compare(" ".join(first), " ".join(second))

    def told(side: str) -> list[str]:
        return sorted("".join(words for words, _ in getattr(line, side)) for line in found.lines if getattr(line, side))

    assert told("first") == sorted(first)
    assert told("second") == sorted(second)
    assert _order(found) == [sentence for sentence in first if sentence in _order(found)]


def _order(found: Comparison) -> list[str]:
    return ["".join(words for words, _ in line.first) for line in found.lines if line.fate in ("same", "changed")]


@pytest.mark.parametrize("width", [60, 140])
def test_the_terminal_shows_both_texts_whatever_its_width(width: int) -> None:
    text = " ".join(shown(f"{HARBOUR} {FERRY}", f"{HARBOUR} {MAYOR}", width).replace("│", " ").split())
    for part in ("The basin", "(no title)", "near", "1 same, 1 missing, 1 added", "widen", "ferry", "mayor"):
        assert part in text


def test_machines_get_the_same_lines() -> None:
    found = compare(HARBOUR, HARBOUR.replace("forty", "thirty"))
    values = json.loads(json.dumps(as_json(row("One", HARBOUR), row("Two", HARBOUR), found)))
    assert values["first"]["title"] == "One"
    assert values["lines"][0]["fate"] == "changed"
    assert ["forty", True] in values["lines"][0]["first"]
