"""A Chinese report and its English translation find each other by what both languages write alike; no others do."""

import random
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_overlap_runs import Row, caps, check_changes, check_runs, grouped, numbered, row

from newsmill.overlap.amounts import amounts
from newsmill.overlap.romanised import shared_names
from newsmill.overlap.translation import compare, is_chinese, is_english

__all__ = ["caps"]  # a fixture

MONTHS = "January February March April May June July August September October November December".split()
PEOPLE = [("李秋明", "Li Qiuming"), ("王桂兰", "Wang Guilan"), ("吕松涛", "Lu Songtao"), ("赵晓岚", "Zhao Xiaolan")]


def facts(seed: int) -> list[tuple[int, int, int, int]]:
    generator = random.Random(seed)
    return [
        (generator.randrange(4), generator.randint(1, 12), generator.randint(1, 28), generator.randint(101, 9999))
        for _ in range(6)
    ]


def in_chinese(told: Sequence[tuple[int, int, int, int]]) -> str:
    return "\n".join(
        f"{PEOPLE[who][0]}说，{month}月{day}日有{number}箱新采的茶叶运到旧码头。" for who, month, day, number in told
    )


def in_english(told: Sequence[tuple[int, int, int, int]]) -> str:
    return "\n".join(
        f"{PEOPLE[who][1]} said that {number:,} boxes of tea came to the pier on {MONTHS[month - 1]} {day}."
        for who, month, day, number in told
    )


CHINESE = """青石港海关八日通报，今年前七个月全港出口茶叶12.7万吨，货值4.38亿元，同比增长18.6%。
关长李秋明说，7月19日一天就有164辆货车过闸，为2019年以来最多。
港口的第三条航道将于10月23日启用，水深14.5米，可停7800吨的船。
渔民王桂兰说，她家的船等了37天才拿到泊位。"""
ENGLISH = """Qingshi Port customs said that 127,000 tonnes of tea worth 438 million yuan left, up 18.6 percent.
Customs chief Li Qiuming said 164 trucks passed the gate on July 19 alone, the most since 2019.
The port will open a third channel on 23 October. It is 14.5 metres deep and takes ships of 7,800 tonnes.
Fisherwoman Wang Guilan said her boat had waited 37 days for a berth."""


@pytest.mark.parametrize(
    ("chinese", "english", "keys"),
    [
        ("3.6亿元", "360 million yuan", ["360000000"]),
        ("1.2萬人", "12,000 people", ["12000"]),
        ("2万亿", "2 trillion", ["2000000000000"]),
        ("8月31日", "August 31", ["8-31"]),
        ("8月3日", "on the 3rd of August", ["8-3"]),
        ("12月9号", "Dec. 9", ["12-9"]),
        ("45.7%", "45.7 percent", ["45.7"]),
        ("2031年", "in 2031", ["2031"]),
        ("5人", "5 people", []),
        ("12月", "in December", []),
    ],
)
def test_numbers_and_days_are_written_alike(chinese: str, english: str, keys: list[str]) -> None:
    assert [amount.key for amount in amounts(chinese)] == keys
    assert [amount.key for amount in amounts(english)] == keys


def test_a_name_is_found_by_its_syllables_and_one_syllable_is_no_name() -> None:
    assert shared_names("关长李秋明和吕松涛在长安街", "Long ago Li Qiuming met Lu Songtao on Chang'an Street") == [
        "Li Qiuming",
        "Lu Songtao",
        "Chang'an",
    ]
    assert shared_names("船很长", "Long ships") == []


def test_the_translation_of_a_report_is_known_by_its_figures_and_names() -> None:
    found = compare(CHINESE, ENGLISH)
    assert found is not None
    assert found.similarity == found.containment == 1.0
    assert "438000000" in found.evidence
    assert "Li Qiuming, Wang Guilan" in found.evidence
    assert "4.38亿" in CHINESE[slice(*found.chinese)]
    assert ENGLISH[slice(*found.english)].startswith("Qingshi Port")


def test_the_same_notice_with_other_figures_is_no_translation() -> None:
    other = ENGLISH.translate(str.maketrans("123456789", "987654321"))
    assert compare(CHINESE, other) is None


def test_a_report_that_repeats_some_figures_among_others_is_no_translation() -> None:
    more = "\n".join(in_english(facts(seed)) for seed in (1, 2))
    assert compare(CHINESE, f"{ENGLISH}\n{more}") is None


def test_figures_in_another_order_are_no_translation() -> None:
    numbers = [amount.key for amount in amounts(CHINESE)]
    table = "The list of the day, and what is in it: " + "; ".join(sorted(numbers, reverse=True)) + " of the Li Qiuming"
    assert compare(CHINESE, table) is None


def test_a_text_with_few_figures_is_left_alone() -> None:
    assert (
        compare("李秋明说，茶叶很好，共有164箱。", "Li Qiuming said the tea was good, and that there were 164.") is None
    )


def test_only_chinese_and_english_texts_are_compared() -> None:
    assert is_chinese(CHINESE)
    assert is_english(ENGLISH)
    assert not is_chinese("大会は東京で開かれ、164人が参加した。水深は14.5メートルだった。")
    assert not is_english("Der Hafen öffnet am 23. Oktober und ist 14,5 Meter tief, sagt die Leiterin of Hafenamt.")
    assert not is_english("")


def test_a_translation_is_one_row_of_overlaps_with_both_wordings() -> None:
    found = grouped(numbered([row(ENGLISH), row(CHINESE), row(in_english(facts(3)))])).overlaps.to_pylist()
    assert [(one["doc_id"], one["other_id"], one["relation"]) for one in found] == [("d00", "d01", "translation")]
    assert found[0]["passage"] in ENGLISH
    assert found[0]["other_passage"] in CHINESE


def test_a_report_stands_for_its_copies_in_its_own_language_only() -> None:
    found = grouped(numbered([row(ENGLISH), row(ENGLISH.upper()), row(CHINESE)]))
    assert found.assignments["duplicate_of"].to_pylist() == [None, "d00", None]
    assert found.overlaps["other_id"].to_pylist() == ["d02"]


TOLD = st.builds(
    lambda report, part, write: write(facts(report)[slice(*part)]),
    st.integers(0, 2),
    st.sampled_from([(0, 6), (0, 6), (0, 5), (1, 6), (2, 4)]),
    st.sampled_from([in_chinese, in_english]),
)
ROWS = st.lists(
    st.builds(lambda text, source: row(text) | {"source_uri": source}, TOLD, st.sampled_from("pqrstuvwxyz")),
    min_size=2,
    max_size=12,
)


@pytest.mark.usefixtures("caps")
@given(ROWS, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_many_runs_in_any_order_find_the_translations_of_one(rows: list[Row], generator: random.Random) -> None:
    check_runs(rows, generator)


@pytest.mark.usefixtures("caps")
@given(ROWS, ROWS, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_translations_of_texts_that_change_or_go_leave_nothing_behind(
    rows: list[Row], others: list[Row], generator: random.Random
) -> None:
    check_changes(rows, others, generator)


@pytest.mark.slow
@pytest.mark.usefixtures("caps")
@given(ROWS, ROWS, st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
def test_translations_of_many_runs_are_those_of_one_three_hundred_times(
    rows: list[Row], others: list[Row], generator: random.Random
) -> None:
    check_changes(rows, others, generator)


def test_the_rows_of_the_generator_do_hold_translations() -> None:
    texts = [write(facts(report)) for report in range(3) for write in (in_chinese, in_english)]
    relations = grouped(numbered([row(text) for text in texts])).overlaps["relation"].to_pylist()
    assert relations == ["translation"] * 3


@pytest.fixture(scope="module")
def found_by_kind() -> dict[str, list[bool]]:
    """Of each kind of pair, which are found where all texts are grouped together."""
    pairs = tomllib.loads((Path(__file__).parent / "translations.toml").read_text("utf-8"))["pair"]
    rows = numbered([row(pair[language]) for pair in pairs for language in ("chinese", "english")])
    overlaps = grouped(rows).overlaps
    told = overlaps.filter(pc.equal(overlaps["relation"], "translation"))
    links = set(zip(told["doc_id"].to_pylist(), told["other_id"].to_pylist(), strict=True))
    found: dict[str, list[bool]] = defaultdict(list)
    for index, pair in enumerate(pairs):
        link = (rows[2 * index]["doc_id"], rows[2 * index + 1]["doc_id"])
        found[pair["kind"]].append(link in links)
        links.discard(link)
    assert not links, "texts of different pairs are nobody's translation"
    return found


def test_most_translations_with_figures_are_found(found_by_kind: dict[str, list[bool]]) -> None:
    assert sum(found_by_kind["translation"]) >= 15
    assert len(found_by_kind["translation"]) == 24  # eight have hardly a figure


@pytest.mark.parametrize("kind", ["follow-up", "same-template", "same-topic", "digest"])
def test_what_looks_like_a_translation_is_none(found_by_kind: dict[str, list[bool]], kind: str) -> None:
    assert found_by_kind[kind] == [False] * 4
