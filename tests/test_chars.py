"""Characters: what is visible, what counts, how much text there is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsmill.chars import ends_sentence, fold, squeeze, visible, weight, width


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("plain", "plain"),
        ("soft\u00adhyphen", "softhyphen"),
        ("zero\u200bwidth", "zerowidth"),
        ("\ufeffmark", "mark"),
        ("bell\x07", "bell"),
        ("cafe\u0301", "café"),
        ("line\nbreak\ttab", "line\nbreak\ttab"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_visible_text_has_no_control_characters_but_keeps_breaks_and_joiners(text: str, seen: str) -> None:
    assert visible(text) == seen


@given(st.text())
def test_squeezing_twice_is_squeezing_once(text: str) -> None:
    assert squeeze(squeeze(text)) == squeeze(text)


@given(st.text())
def test_making_visible_twice_is_making_visible_once(text: str) -> None:
    assert visible(visible(text)) == visible(text)


@given(st.text())
def test_folding_changes_white_space_only(text: str) -> None:
    assert "".join(fold(text).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "letters"), [("", 0), ("abc 123", 3), ("汉字", 6), ("かな", 6), ("한글", 2), ("é1", 1)]
)
def test_a_han_sign_weighs_as_much_as_three_letters(text: str, letters: int) -> None:
    assert weight(text) == letters


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("汉字", 4), ("한글", 4), ("a，b", 4), ("ｱｲ", 2)])
def test_wide_characters_take_two_columns(text: str, columns: int) -> None:
    assert width(text) == columns


@pytest.mark.parametrize(
    "text", ["Done.", "Really?", "He left.”", "完了。", "好！」", "تم؟", "समाप्त।", "end.)", "Wait…"]
)
def test_a_sentence_ends_with_its_mark_whatever_closes_behind_it(text: str) -> None:
    assert ends_sentence(text)


@pytest.mark.parametrize("text", ["", "Headline", "标题", "a, b,", "(note)"])
def test_a_line_without_an_end_mark_ends_no_sentence(text: str) -> None:
    assert not ends_sentence(text)
