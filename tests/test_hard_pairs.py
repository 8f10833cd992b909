"""Hard pairs of Chinese script conversion: a hand-made list with traps on both sides, and how much of it comes right.

The list is written without the converter's dictionaries in view, so its figure says how conversion does on words it was
not made for. Not every pair comes right; the share that does may rise and never fall.
"""

import tomllib
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from newsmill import script

HERE = Path(__file__).parent
PAIRS: list[dict[str, str]] = tomllib.loads((HERE / "hard_pairs.toml").read_text("utf-8"))["pair"]
KINDS = {
    *("names", "places", "rare", "hongkong", "newer", "mixed", "protected"),
    *"zhe gan hou li mian fa fu zhong xi chong zhan zhi tai dou gu jie yu".split(),
}


@pytest.fixture(scope="module")
def floor() -> float:
    """The share of pairs that must come right."""
    floors = tomllib.loads((HERE / "floors.toml").read_text("utf-8"))
    if "hard_pairs" not in floors:
        pytest.skip("floors.toml has no table [hard_pairs]")
    return float(floors["hard_pairs"]["floors"]["right"])


def test_the_list_is_long_enough_for_a_share_to_mean_something() -> None:
    configs = Counter(pair["config"] for pair in PAIRS)

    assert len(PAIRS) >= 300
    assert set(configs) == {"t2s", "tw2s", "hk2s"}
    assert configs["tw2s"] >= 60
    assert configs["hk2s"] >= 40


def test_every_kind_of_trap_is_there_and_no_other() -> None:
    assert {pair["kind"] for pair in PAIRS} == KINDS


def test_no_text_is_listed_twice() -> None:
    twice = [text for text, times in Counter(pair["traditional"] for pair in PAIRS).items() if times > 1]

    assert not twice


def test_both_sides_of_a_pair_are_as_many_composed_han_signs() -> None:
    """One sign answers one sign; a look-alike from a compatibility block or a stray mark would hide in print."""
    for pair in PAIRS:
        sides = pair["traditional"], pair["simplified"]
        assert 4 <= len(sides[0]) == len(sides[1]) <= 30, pair
        assert all(unicodedata.name(sign).startswith("CJK UNIFIED IDEOGRAPH-") for side in sides for sign in side), pair


def test_the_share_of_hard_pairs_that_come_right_does_not_fall(floor: float) -> None:
    wrong = [
        f"{pair['kind']} {pair['config']}: {pair['traditional']} -> {got}, not {pair['simplified']}"
        for pair in PAIRS
        if (got := script.convert(pair["traditional"], pair["config"])) != pair["simplified"]
    ]

    assert 1 - len(wrong) / len(PAIRS) >= floor, "\n".join(wrong)
