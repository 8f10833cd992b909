"""Paragraphs that were wrapped at a fixed width, put together again."""

import textwrap
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsmill.page.text import read_text
from newsmill.page.wraps import attach_quotes, join_lines, mend_cjk, rejoin

PROSE = (
    "The ferry company said on Monday that the winter timetable would begin two weeks early this year because the "
    "harbour is to be dredged. Passengers who hold a monthly card can use the bus between the two piers meanwhile."
)
CHINESE = (
    "镇上的老码头从下周开始分段维修预计工期三个月期间渡轮改停东岸临时泊位"
    "居民可以凭月票免费换乘接驳巴士两岸学校也相应调整了上课时间"
)


@pytest.mark.parametrize("columns", [40, 60, 72, 100])
def test_a_hard_wrapped_paragraph_is_one_paragraph_again(columns: int) -> None:
    lines = textwrap.wrap(PROSE, columns)

    assert [rejoin(group) for group in join_lines([*lines, "", *lines])] == [PROSE, PROSE]


def test_a_short_line_ends_its_paragraph_also_where_no_empty_line_follows() -> None:
    lines = [*textwrap.wrap(PROSE, 60), *textwrap.wrap(PROSE, 60)]

    assert [rejoin(group) for group in join_lines(lines)] == [PROSE, PROSE]


def test_lines_that_were_not_wrapped_stay_paragraphs_of_their_own() -> None:
    lines = [
        "A headline stands here",
        "Harbour Post, 4 May 2024",
        PROSE,
        "A second paragraph that is much shorter.",
        PROSE,
    ]

    assert [rejoin(group) for group in join_lines(lines)] == lines


def test_verse_is_not_joined() -> None:
    verse = [
        "The tide went out",
        "and left the boats",
        "asleep upon the sand,",
        "the moon came up",
        "and found them there.",
    ]

    assert [rejoin(group) for group in join_lines(verse)] == verse


def test_verse_with_long_lines_stands_beside_wrapped_prose_as_it_is() -> None:
    stanza = [
        "The evening comes with little lamps along the harbour wall,",
        "and every boat that ever slept is listening to its call;",
        "the ferryman puts out his pipe and looks across the bay",
        "and counts the lights of those at home, and those who are away.",
    ]
    prose = textwrap.wrap(PROSE, 64)

    assert [rejoin(group) for group in join_lines([*prose, "", *stanza, "", *prose])] == [PROSE, *stanza, PROSE]


def test_two_long_lines_that_break_inside_a_sentence_are_one() -> None:
    text = " ".join(PROSE.split()[:22])

    assert [rejoin(group) for group in join_lines(["A title", "", *textwrap.wrap(text, 72)])] == ["A title", text]


def test_titles_over_paragraphs_are_no_wrapped_lines() -> None:
    lines = [line for number in range(4) for line in (f"The harbour of {number} is closed", PROSE, "")]

    assert [rejoin(group) for group in join_lines(lines)] == [line for line in lines if line]


def test_a_list_item_is_never_the_rest_of_the_line_before() -> None:
    prose = textwrap.wrap(PROSE, 60)
    items = ["- bread by the metre and butter by the yard, from six onwards", "- hot stones for the night train"]

    assert [rejoin(group) for group in join_lines([*prose, *items, *prose])] == [PROSE, *items, PROSE]


@pytest.mark.parametrize("columns", range(14, 26))
def test_wrapped_japanese_is_joined_also_where_a_stop_begins_a_line(columns: int) -> None:
    text = (
        "渡し船は今秋、例年より二週間長く運航する。港の工事が年末まで行われるためだ。利用者は定期券でバスに乗り換える。町は説明会を開く。"
        * 2
    )
    lines = [text[start : start + columns] for start in range(0, len(text), columns)]

    assert [rejoin(group) for group in join_lines(lines)] == [text]


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["“It was my father's.", "” Then he left."], ["“It was my father's.” Then he left."]),
        (["「父の船だ。", "", "」", "そう言った。"], ["「父の船だ。」", "そう言った。"]),
        (["He left.", "”Nobody” followed."], ["He left.", "”Nobody” followed."]),
        (["” begins here"], ["” begins here"]),
    ],
)
def test_a_closing_quote_at_the_start_of_a_line_ends_the_line_before(lines: list[str], joined: list[str]) -> None:
    assert attach_quotes(lines) == joined


def test_line_breaks_of_all_systems_and_decomposed_letters_give_the_same_paragraphs() -> None:
    wrapped = "\n".join(textwrap.wrap("Công ty phà cho biết hôm thứ Hai rằng lịch mùa đông sẽ bắt đầu sớm. " * 5, 60))

    texts = (wrapped, wrapped.replace("\n", "\r\n"), unicodedata.normalize("NFD", wrapped))

    assert len({tuple(block.text for block in read_text(text).blocks) for text in texts}) == 1


def test_wrapped_chinese_is_joined_without_blanks() -> None:
    lines = [CHINESE[start : start + 20] for start in range(0, len(CHINESE), 20)]

    assert [rejoin(group) for group in join_lines(lines)] == [CHINESE]


@pytest.mark.parametrize("columns", [20, 30, 46])
def test_blanks_that_stand_for_line_breaks_leave_the_chinese(columns: int) -> None:
    text = CHINESE * 3 + "。"
    wrapped = " ".join(text[start : start + columns] for start in range(0, len(text), columns))

    assert mend_cjk(wrapped) == [text]


def test_a_blank_after_a_short_line_is_a_lost_paragraph_break() -> None:
    rows = [CHINESE[:30], CHINESE[30:50], "维修的主要安排", CHINESE[:30], CHINESE[30:50] + "。"]

    assert mend_cjk(" ".join(rows)) == [CHINESE[:50], "维修的主要安排", CHINESE[:50] + "。"]


def test_a_blank_after_a_heading_is_a_paragraph_break_where_no_width_shows() -> None:
    assert mend_cjk("维修安排 码头从下周开始分段维修，预计三个月。") == [
        "维修安排",
        "码头从下周开始分段维修，预计三个月。",
    ]


def test_a_list_of_short_chinese_words_keeps_its_blanks() -> None:
    names = "张三 李四 王五 赵六 陈七 周八"

    assert mend_cjk(names) == [names]


def test_a_row_of_labels_and_values_keeps_its_blanks() -> None:
    row = "日期:2025/10/15 09:08:33 作者:本网记者 章若谷 浏览:1204次 来源:海旁晚报"

    assert mend_cjk(row) == [row]


def test_blanks_part_words_as_long_as_their_bracket_is_open() -> None:
    text = "海旁晚报讯(记者 柳一舟 通讯员 邵敏)码头从下周开始分段维修，预计三个月。"

    assert mend_cjk(text) == [text]


@given(st.lists(st.text(alphabet="ab 。，码头维修A1", max_size=60), max_size=12))
def test_joining_lines_changes_white_space_only(lines: list[str]) -> None:
    joined = "".join(rejoin(group) for group in join_lines(lines))

    assert "".join(joined.split()) == "".join("".join(lines).split())


@given(st.text(alphabet="码头维修，。 ab1“”", max_size=200))
def test_mending_changes_white_space_only(text: str) -> None:
    assert "".join("".join(mend_cjk(text)).split()) == "".join(text.split())


AMONG_OTHERS = [
    "Harbour Post",
    "News  Sport  Tides  Letters  Small ads",
    "Ferries sail two weeks early",
    "By Jo Tarn",
    *textwrap.wrap(PROSE, 64),
    *textwrap.wrap("The bus stops where " + PROSE[0].lower() + PROSE[1:], 64),
    "Read also: the harbour master on his geese, his gate and his grandmother's boat, all three of them for sale again",
    "Copyright 2026 Harbour Post Limited of the Old Customs House. All rights reserved, and all wrongs with them too.",
]


def test_a_text_wrapped_among_lines_that_were_not_is_joined() -> None:
    """Scrapers leave the lines of a page as they are, and wrap its text only."""
    joined = [rejoin(group) for group in join_lines(AMONG_OTHERS)]

    assert joined[:4] == AMONG_OTHERS[:4]
    assert joined[-2:] == AMONG_OTHERS[-2:]
    assert "".join(joined[4:-2]).replace(" ", "") == "".join(AMONG_OTHERS[4:-2]).replace(" ", "")
    assert all(line.endswith((".", "year")) for line in joined[4:-2])


def test_lines_that_end_with_their_clauses_are_verse_however_small_the_next_begins() -> None:
    verse = [
        "the tide went out behind the chapel wall, as every evening,",
        "and took the boats, the buoys and half the summer with it;",
        "we stood there counting what the sea had left us, which was",
        "the smell of it, the stairs, a shoe, and somebody's umbrella,",
        "until the lamps went on along the quay, and we went home,",
    ]
    assert join_lines([*verse, "Harbour Post", "x" * 90, "y" * 90, "z" * 90]) == [
        [line] for line in [*verse, "Harbour Post", "x" * 90, "y" * 90, "z" * 90]
    ]
