"""Many texts as one array: what it says of each is what a regex or a string method says of that text alone."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsmill.chars import weight
from newsmill.clean.joined import Joined, Kind, Lexicon, are_among, keys_of, lengths_of

CHARACTERS = "aZ9_ .,!?;:…\n\u3000éßİΐЖж港かカ한ा٣،؛؟。、！：「“—|•ǅ\u0301\ud800\U0001f600\U00020000"
TEXTS = st.lists(st.text(st.sampled_from(CHARACTERS) | st.characters(), max_size=12), min_size=1, max_size=8)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
@pytest.mark.parametrize(
    ("kind", "pattern"),
    [
        (Kind.WORD, r"\w"),
        (Kind.LETTER, r"[^\W\d_]"),
        (Kind.DIGIT, r"\d"),
        (Kind.SPACE, r"\s"),
        (Kind.COMMA, "[,;،，、；]"),
        (Kind.STOP, "[。！？؟।]"),
        (Kind.COLON, "[:：]"),
    ],
)
def test_a_kind_is_counted_as_its_regex_finds_it(kind: Kind, pattern: str, texts: list[str]) -> None:
    joined = Joined.of(texts)

    assert joined.count(joined.are(kind)).tolist() == [len(re.findall(pattern, text)) for text in texts]


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_case_and_weight_are_those_of_the_text_alone(texts: list[str]) -> None:
    joined = Joined.of(texts)

    assert joined.count(joined.are(Kind.UPPER)).tolist() == [sum(map(str.isupper, text)) for text in texts]
    assert joined.count(joined.are(Kind.LOWER)).tolist() == [sum(map(str.islower, text)) for text in texts]
    assert joined.weights().tolist() == [weight(text) for text in texts]


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_words_are_runs_within_one_text(texts: list[str]) -> None:
    folded = Joined.folded(texts, lengths_of(texts))

    assert list(folded.words(folded.are(Kind.WORD))) == [tuple(re.findall(r"\w+", text.casefold())) for text in texts]


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.integers(1, 3))
def test_no_more_words_of_a_text_than_asked_for(texts: list[str], limit: int) -> None:
    joined = Joined.of(texts)
    words = joined.words(joined.are(Kind.LETTER))

    assert list(words.first(limit)) == [found[:limit] for found in words]


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.lists(st.integers(0, 15), min_size=8, max_size=8))
def test_the_first_code_points_of_each_text_are_told_from_the_rest(texts: list[str], limits: list[int]) -> None:
    joined = Joined.of(texts)

    picked, edges = joined.picked(joined.within(np.array(limits[: len(texts)])))

    kept = [text[:limit] for text, limit in zip(texts, limits, strict=False)]
    assert picked == "".join(kept)
    assert np.diff(edges).tolist() == [len(text) for text in kept]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("abcя港", min_size=1, max_size=4), min_size=1, max_size=20, unique=True), TEXTS)
def test_a_word_has_one_key_wherever_it_stands(words: list[str], before: list[str]) -> None:
    joined = Joined.of([*before, " ".join(words)])
    keys = joined.words(joined.are(Kind.WORD)).keys()[-len(words) :]

    assert keys.tolist() == keys_of(words).tolist()
    assert len({*keys.tolist()}) == len(words)


def test_a_word_of_a_text_longer_than_usual_has_the_same_key() -> None:
    joined = Joined.of(["pier " * 40_000])
    keys = joined.words(joined.are(Kind.WORD)).keys()

    assert {*keys.tolist()} == {*keys_of(["pier"]).tolist()}


def test_a_lexicon_numbers_its_words_from_1_and_knows_no_other() -> None:
    lexicon = Lexicon.of(["pier", "harbour", "港"])

    assert lexicon.find(keys_of(["harbour", "harbours", "港", "pier", "por"])).tolist() == [2, 0, 3, 1, 0]


def test_keys_are_among_the_known_wherever_those_stand() -> None:
    assert are_among(keys_of(["b", "c", "a"]), keys_of(["a", "b"])).tolist() == [True, False, True]
