"""The normal form, the sketch and the candidates: what makes two texts comparable at all."""

import random
from itertools import combinations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsmill.overlap import SKETCHES, sketch
from newsmill.overlap.candidates import proposals
from newsmill.overlap.corpus import Lists
from newsmill.overlap.normal import batches, units_of
from newsmill.overlap.postings import Postings


def table(*texts: str) -> pa.Table:
    columns = {"doc_id": [f"d{index}" for index in range(len(texts))], "title": [None] * len(texts), "text": texts}
    return pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})


def keys(*texts: str) -> list[str]:
    return sketch(table(*texts))["exact_key"].to_pylist()


def words(seed: int, count: int) -> str:
    generator = random.Random(seed)
    return " ".join(f"w{generator.randrange(10**6)}" for _ in range(count))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Harbour opens", "HARBOUR  opens!"),
        ("ｆｕｌｌ width １２", "full width 12"),
        ("“Quoted” — dash", '"Quoted" - dash'),
        ("港口今天開放", "港口今天开放"),
        ("港口今天\n  开放", "港口今天开放"),
        ("The dam held [12] all night", "The dam held all night"),
        ("١٢ مارس", "12 مارس"),
        ("مُحَمَّد", "محمد"),
        ("co\u00adoperate", "cooperate"),
        ("İstanbul", "istanbul"),
    ],
)
def test_typography_and_script_do_not_change_the_exact_key(one: str, other: str) -> None:
    assert len(set(keys(one, other))) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Harbour opens at 5", "Harbour opens at 6"),
        ("harbour opens", "opens harbour"),
        ("harbouropens", "harbour opens"),
        ("港口开放", "港口关闭"),
        ("[2024] was dry", "was dry"),
        ("…", "!!!"),
        ("", "—"),
    ],
)
def test_other_words_change_the_exact_key(one: str, other: str) -> None:
    assert len(set(keys(one, other))) == 2


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("one two, three", 3),
        ("港口开放", 4),
        ("ข่าว", 4),
        ("カメラ 10台", 5),
        ("𠀀𠀁", 2),
        ("한국 뉴스", 2),
        ("up 3.5 [1]", 3),
        ("", 0),
        (" .,; ", 0),
    ],
)
def test_a_unit_is_a_word_or_a_character_of_a_script_without_blanks(text: str, units: int) -> None:
    assert len(units_of([text]).hashes) == units


def test_numbers_are_units_with_a_digit_and_letters_leave_digits_out() -> None:
    units = units_of(["At 10 the A4 closed", "no figures", ""])
    assert units.is_number.tolist() == [False, True, False, True, False, False, False]
    assert units.letters.tolist() == [12, 9, 0]
    assert units.bounds().tolist() == [0, 5, 7, 7]


@given(st.lists(st.text(max_size=30), max_size=8))
@settings(max_examples=80, deadline=None)
def test_a_sketch_depends_on_its_own_text_only(texts: list[str]) -> None:
    alone = [sketch(table(text)).drop_columns("doc_id") for text in texts]
    together = sketch(table(*texts)).drop_columns("doc_id")
    assert together.to_pylist() == [row for one in alone for row in one.to_pylist()]


@given(st.lists(st.text(max_size=40), max_size=12), st.integers(1, 60))
@settings(max_examples=80, deadline=None)
def test_batches_are_consecutive_and_cover_all_texts(texts: list[str], characters: int) -> None:
    parts = list(batches(texts, characters))
    assert [text for part in parts for text in texts[part]] == texts
    assert all(part.stop > part.start for part in parts)


def test_a_sketch_has_the_schema_sorted_distinct_hashes_and_the_number_of_distinct_shingles() -> None:
    sketches = sketch(table("a b c d e f " * 5, words(1, 200), "a b c d"))
    assert sketches.schema.equals(SKETCHES)
    assert sketches["shingles"].to_pylist() == [6, 196, 0]
    for hashes in sketches["hashes"].to_pylist():
        assert hashes == sorted(set(hashes))
    assert [len(hashes) for hashes in sketches["hashes"].to_pylist()][::2] == [6, 0]


def test_no_text_gives_an_empty_sketch_table() -> None:
    assert (
        sketch(
            table().cast(pa.schema([("doc_id", pa.string()), ("title", pa.string()), ("text", pa.string())]))
        ).num_rows
        == 0
    )


@pytest.mark.parametrize(("count", "scale"), [(60, 1), (280, 4), (3000, 8)])
def test_a_sketch_keeps_one_hash_in_so_many_by_length(count: int, scale: int) -> None:
    kept = len(sketch(table(words(7, count)))["hashes"][0])
    assert kept == pytest.approx((count - 4) / scale, rel=0.3)


def test_sketches_of_a_text_and_its_part_agree_below_the_lower_threshold() -> None:
    whole = words(3, 2000)
    part = " ".join(whole.split()[500:760])
    small, large = (set(hashes) for hashes in sketch(table(part, whole))["hashes"].to_pylist())
    limit = 2**64 // 8
    low = {value for value in small if value < limit}
    assert low
    assert low <= large


@given(st.lists(st.sets(st.integers(0, 12), max_size=6), max_size=10), st.integers(2, 5))
@settings(max_examples=100, deadline=None)
def test_candidates_are_the_pairs_sharing_two_hashes_that_few_texts_have(sets: list[set[int]], cap: int) -> None:
    ordered = [sorted(values) for values in sets]
    keys = np.array([value for values in ordered for value in values], np.uint64)
    lists = Lists(keys, np.cumsum([0, *map(len, ordered)]))
    postings = Postings().plus(keys, lists.owner)
    rare = {value for value in range(13) if sum(value in one for one in sets) <= cap}
    expected = [
        (left, right) for left, right in combinations(range(len(sets)), 2) if len(sets[left] & sets[right] & rare) >= 2
    ]
    counts = np.ones(len(sets), np.bool_)
    found = [pairs for pairs, _, _ in proposals(postings, counts, np.arange(len(sets)), lists, cap)]
    pairs = [pair for part in found for pair in zip(part.right.tolist(), part.left.tolist(), strict=True)]
    assert sorted(pairs) == expected


@pytest.mark.parametrize("written", ["7,800 tonnes", "at 12,345,678 yuan", "7,800"])
def test_commas_of_large_numbers_are_left_out(written: str) -> None:
    assert keys(written) == keys(written.replace(",", ""))


@pytest.mark.parametrize("written", ["3,5 tonnes", "2019,1234 tonnes", "1,23 tonnes", "tea, 300 tonnes", ",300"])
def test_other_commas_part_units(written: str) -> None:
    assert keys(written) == keys(written.replace(",", " "))
