"""Overlaps looked up in parts, by the first bits of hashes, are those looked up in one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsmill.overlap.candidates import CAP, SHARED
from newsmill.overlap.corpus import Lists

prefixes = pytest.importorskip("bench_dedup_prefixes")

KEYS = st.integers(0, (1 << prefixes.KEY_BITS) - 1)


def lists_of(texts: list[set[int]]) -> Lists:
    bounds = np.cumsum([0, *map(len, texts)])
    return Lists(np.array([key for keys in texts for key in sorted(keys)], np.uint64), bounds)


@settings(max_examples=200, deadline=None)
@given(st.data(), st.integers(1, 9))
def test_parts_find_the_pairs_of_the_whole(data: st.DataObject, parts: int) -> None:
    """What two texts share in each part adds up to what they share."""
    pool = data.draw(st.lists(KEYS, min_size=4, max_size=40, unique=True))
    texts = data.draw(st.lists(st.sets(st.sampled_from(pool), max_size=12), min_size=2, max_size=20))
    lists = lists_of(texts)
    assert prefixes.same(prefixes.by_parts(lists, parts), prefixes.shared_in(lists, SHARED))


def test_boilerplate_proposes_nothing_in_any_part() -> None:
    """All holders of a hash are in one part, which can tell how many they are."""
    texts = [{1, 2, 1 << 35, number + 10} for number in range(CAP + 1)]
    assert len(prefixes.by_parts(lists_of(texts), 4).left) == 0
    assert len(prefixes.by_parts(lists_of(texts[:CAP]), 4).left) == CAP * (CAP - 1) // 2


@settings(max_examples=50, deadline=None)
@given(st.lists(KEYS, max_size=60), st.integers(1, 12))
def test_each_hash_is_in_one_part(keys: list[int], parts: int) -> None:
    """No part has a hash of another, and none is lost."""
    lists = lists_of([set(keys)])
    held = [set(prefixes.with_keys_of(lists, part, parts).values.tolist()) for part in range(parts)]
    assert set().union(*held) == set(keys)
    assert sum(map(len, held)) == len(set(keys))
