"""Passages: what two texts share sentence by sentence. The words are random, so that nothing is shared by chance."""

import random
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsmill.overlap import relations, sketch
from newsmill.overlap.corpus import Corpus
from newsmill.overlap.outline import outlines_of
from newsmill.overlap.passages import MOST_PASSAGES, Passage, shared_passages
from newsmill.overlap.relations import overlap_rows, passage_rows
from newsmill.overlap.sentences import sentences

LETTERS = "aeioubdgklmnprst"


def sentence(seed: int, words: int = 16) -> str:
    generator = random.Random(seed)
    return " ".join("".join(generator.choices(LETTERS, k=6)) for _ in range(words)).capitalize() + "."


def text(*seeds: int) -> str:
    return " ".join(sentence(seed) for seed in seeds)


def shared(first: str, second: str) -> list[tuple[str, str]]:
    """The passages of two texts, in the words of each."""
    one, other = outlines_of([first, second])
    return [(first[slice(*found.first)], second[slice(*found.second)]) for found in shared_passages(one, other)]


def reworded(words: str, places: Sequence[int]) -> str:
    parts = words.split()
    return " ".join("zutopa" if index in places else part for index, part in enumerate(parts))


def test_a_sentence_that_both_have_is_a_passage() -> None:
    assert shared(text(1, 2, 3), text(11, 2, 13)) == [(sentence(2), sentence(2))]


def test_neighbouring_sentences_are_one_passage() -> None:
    assert shared(text(1, 2, 3, 4), text(2, 3, 14)) == [(text(2, 3), text(2, 3))]


def test_sentences_apart_are_passages_apart() -> None:
    assert shared(text(1, 2, 3), text(1, 12, 3)) == [(sentence(1), sentence(1)), (sentence(3), sentence(3))]


def test_a_passage_is_told_in_the_words_of_both() -> None:
    other = reworded(sentence(2), [7])
    assert shared(text(1, 2, 3), f"{sentence(11)} {other} {sentence(13)}") == [(sentence(2), other)]


def test_a_sentence_that_one_text_splits_is_one_passage() -> None:
    words = sentence(2, 30).split()
    split = " ".join(words[:15]) + ". " + " ".join(words[15:]).capitalize()
    assert shared(sentence(2, 30), f"{sentence(11)} {split}") == [(sentence(2, 30), split)]


def test_chinese_in_both_scripts_is_one_wording() -> None:
    traditional = "氣象部門預計明天午後開始降雨，山區道路可能結冰，請駕駛人小心慢行並隨時留意最新路況。"
    simplified = "气象部门预计明天午后开始降雨，山区道路可能结冰，请驾驶人小心慢行并随时留意最新路况。"
    assert shared(f"第一句說的是別的事情。{traditional}", f"{simplified}另外一句。") == [(traditional, simplified)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(text(1, 2), text(3, 4), id="nothing in common"),
        pytest.param("He said so.", "He said so.", id="a phrase"),
        pytest.param(
            reworded(sentence(5), []) + " 14 and 27 of 300.",
            reworded(sentence(5), []).replace(".", "") + " 15 and 28 of 301.",
            id="other figures",
        ),
        pytest.param("", text(1), id="an empty text"),
    ],
)
def test_what_is_no_passage(first: str, second: str) -> None:
    found = shared(first, second)
    assert [pair for pair in found if any(sign.isdigit() for sign in pair[0])] == []
    assert len(found) <= 1
    assert all(len(one) > 60 for one, _ in found)


def test_no_more_than_the_largest_passages_are_told() -> None:
    first = " ".join(f"{sentence(seed)} {sentence(900 + seed)}" for seed in range(30))
    second = " ".join(f"{sentence(seed)} {sentence(1900 + seed)}" for seed in range(30))
    assert len(shared(first, second)) == MOST_PASSAGES


def test_a_sentence_said_without_end_is_read_in_time() -> None:
    one, other = outlines_of([text(1) * 3000, text(1) * 3000])
    assert len(shared_passages(one, other)) <= MOST_PASSAGES


def test_rows_tell_what_they_rest_on() -> None:
    one, other = outlines_of([text(1, 2, 3), text(11, 2, 13)])
    (row,) = passage_rows(one, other, shared_passages(one, other))
    assert row == {
        "relation": "passage",
        "passage": sentence(2),
        "other_passage": sentence(2),
        "similarity": 1.0,
        "containment": 1.0,
        "evidence": "12 of 12 sequences of five words in 1 sentence",
    }
    (part,) = passage_rows(one, other, shared_passages(one, other), 0.3)
    assert part["relation"] == "part"
    assert part["evidence"].endswith("; 30% of the shorter text is in the other")


TEXTS = st.lists(st.integers(0, 9), max_size=12).map(lambda seeds: text(*seeds))


@given(TEXTS, TEXTS)
@settings(max_examples=60, deadline=None)
def test_exchanging_the_texts_exchanges_the_sides(first: str, second: str) -> None:
    one, other = outlines_of([first, second])

    def sides(passages: Sequence[Passage], turned: bool) -> set[tuple[object, object]]:
        return {(found.second, found.first) if turned else (found.first, found.second) for found in passages}

    assert sides(shared_passages(one, other), turned=False) == sides(shared_passages(other, one), turned=True)


@given(TEXTS, TEXTS)
@settings(max_examples=60, deadline=None)
def test_no_sentence_is_in_two_passages(first: str, second: str) -> None:
    one, other = outlines_of([first, second])
    found = shared_passages(one, other)
    for spans in ([passage.first for passage in found], [passage.second for passage in found]):
        assert all(before[1] <= after[0] for before, after in pairwise(sorted(spans)))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("One came. Two left.", ["One came.", "Two left."]),
        ("Dr. Tarn spoke. He left.", ["Dr. Tarn spoke.", "He left."]),
        ("It cost 3.5 million. Nobody paid.", ["It cost 3.5 million.", "Nobody paid."]),
        ("J. Tarn spoke at 5 p.m. on Monday.", ["J. Tarn spoke at 5 p.m. on Monday."]),
        ("Am 3. Mai kam er. Dann ging er.", ["Am 3. Mai kam er.", "Dann ging er."]),
        ("他来了。她走了！谁？", ["他来了。", "她走了！", "谁？"]),
        ("他说：“来吧。”她走了。", ["他说：“来吧。”", "她走了。"]),
        ("वह आया। वह गया।", ["वह आया।", "वह गया।"]),
        ("A headline\n\nA text.", ["A headline", "A text."]),
        ("Wait... what? Yes.", ["Wait... what?", "Yes."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_where_sentences_end(written: str, expected: list[str]) -> None:
    assert [written[start:stop] for start, stop in sentences(written)] == expected


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_sentences_lose_nothing_but_blanks(written: str) -> None:
    spans = sentences(written)
    assert "".join("".join(written[start:stop] for start, stop in spans).split()) == "".join(written.split())
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_texts_that_are_not_held_any_more_are_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    bodies = [text(1, 10 + number) for number in range(6)]
    texts = pa.table({"doc_id": list("abcdef"), "title": pa.nulls(6, pa.string()), "text": bodies})
    corpus = Corpus.of(texts, sketch(texts))
    pairs = (*corpus.texts.keys[[[0, 2, 4, 0], [1, 3, 5, 5]]], np.full(4, np.nan))
    whole = overlap_rows(corpus, *pairs)
    monkeypatch.setattr(relations, "_MOST_HELD", 4)
    assert overlap_rows(corpus, *pairs) == whole
    assert len(whole) == 4
