"""Hard pairs of Chinese script conversion: hand-made lists with traps on both sides, and how much of them comes right.

A list is written without the overlay in view, so the first figure it gives says how conversion does on words it was not
made for; floors.toml has that figure. After that the overlay has seen it. The share may rise and never fall.
"""

import tomllib
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from newsmill import script

HERE = Path(__file__).parent
LISTS: dict[str, list[dict[str, str]]] = {
    floor: tomllib.loads((HERE / name).read_text("utf-8"))["pair"]
    for floor, name in {"right": "hard_pairs.toml", "right_second": "hard_pairs_second.toml"}.items()
}
PAIRS = [pair for pairs in LISTS.values() for pair in pairs]
SIGNS = {*"zhe gan hou li mian fa fu zhong xi chong zhan zhi tai dou gu jie yu".split(), "names", "places", "rare"}
KINDS = {
    "right": SIGNS | {"hongkong", "newer", "mixed", "protected"},
    "right_second": SIGNS | {"others", "new", "mixed", "protected", "long"},
}


@pytest.fixture(scope="module")
def floors() -> dict[str, float]:
    """The share of each list that must come right."""
    tables = tomllib.loads((HERE / "floors.toml").read_text("utf-8"))
    if "hard_pairs" not in tables:
        pytest.skip("floors.toml has no table [hard_pairs]")
    return {name: float(value) for name, value in tables["hard_pairs"]["floors"].items()}


@pytest.mark.parametrize("pairs", LISTS.values(), ids=LISTS)
def test_a_list_is_long_enough_for_a_share_to_mean_something(pairs: list[dict[str, str]]) -> None:
    configs = Counter(pair["config"] for pair in pairs)

    assert len(pairs) >= 300
    assert set(configs) == {"t2s", "tw2s", "hk2s"}
    assert configs["tw2s"] >= 60
    assert configs["hk2s"] >= 40


@pytest.mark.parametrize("name", LISTS)
def test_every_kind_of_trap_is_there_and_no_other(name: str) -> None:
    assert {pair["kind"] for pair in LISTS[name]} == KINDS[name]


def test_no_text_is_listed_twice() -> None:
    twice = [text for text, times in Counter(pair["traditional"] for pair in PAIRS).items() if times > 1]

    assert not twice


def test_both_sides_of_a_pair_are_as_many_signs_and_composed() -> None:
    """One sign answers one sign; a look-alike from a compatibility block or a stray mark would hide in print."""
    for pair in PAIRS:
        sides = pair["traditional"], pair["simplified"]
        signs = [sign for side in sides for sign in side if sign.isalpha() and not sign.isascii()]
        assert 4 <= len(sides[0]) == len(sides[1]) <= 30, pair
        assert all(unicodedata.name(sign).startswith("CJK UNIFIED IDEOGRAPH-") for sign in signs), pair


@pytest.mark.parametrize("name", LISTS)
def test_the_share_of_hard_pairs_that_come_right_does_not_fall(name: str, floors: dict[str, float]) -> None:
    wrong = [
        f"{pair['kind']} {pair['config']}: {pair['traditional']} -> {got}, not {pair['simplified']}"
        for pair in LISTS[name]
        if (got := script.convert(pair["traditional"], pair["config"])) != pair["simplified"]
    ]

    assert 1 - len(wrong) / len(LISTS[name]) >= floors[name], "\n".join(wrong)
