"""The loops in C and the same in numpy come to the same, and newsmill works where there are none."""

import ctypes
import os
import random
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsmill.overlap import group, library, native, sketch
from newsmill.overlap.alignment import Aligned, Outlines
from newsmill.overlap.corpus import Lists
from newsmill.overlap.flat import among, ranges
from newsmill.overlap.normal import Texts, units_of
from newsmill.overlap.outline import outlines_of
from newsmill.overlap.postings import Postings
from newsmill.overlap.profile import profiles_of, with_signs
from newsmill.overlap.retold import retold
from newsmill.overlap.screen import _kept
from newsmill.overlap.verify import judge

ROOT = Path(__file__).parents[1]
COMPILER = shutil.which("cc")
pytestmark = pytest.mark.skipif(COMPILER is None, reason="no C compiler, so there are no kernels to compare with")


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    """Each test finds the kernels as a new process does, and so does what comes after it."""
    native.kernels.cache_clear()
    yield
    native.kernels.cache_clear()


def in_numpy(make: Callable[[], Any]) -> Any:
    """What comes out without the kernels."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEWSMILL_NATIVE", "0")
        native.kernels.cache_clear()
        assert native.kernels() is None
        found = make()
    native.kernels.cache_clear()
    return found


def call(make: Callable[[], Any]) -> Any:
    """What comes out with the kernels."""
    assert native.kernels() is not None
    return make()


def equal(one: Any, other: Any) -> bool:
    """Whether two results of arrays are the same, field by field."""
    names = getattr(one, "__slots__", None) or [name for name in vars(one) if not name.startswith("_")]
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in names)


SIGNS = st.sampled_from([*"ab1 237,,,.[]()\n\t中國カが가กé", "\u0301", *"ﬁ１，½ßİ𠀀", "\u200b"])
STRANGE = st.lists(st.one_of(SIGNS, st.characters(exclude_categories=["Cs"])), max_size=60).map("".join)


@given(st.lists(STRANGE, min_size=1, max_size=5))
@settings(max_examples=300, deadline=None)
def test_units_are_the_same_of_any_characters(texts: list[str]) -> None:
    found = units_of(texts)
    assert equal(found, in_numpy(lambda: units_of(texts)))
    assert equal(found, units_of(pa.array(["before", *texts]).slice(1)))


def test_signs_are_looked_for_in_these_texts_alone() -> None:
    texts = pa.array(["before...", "plain", "and so on…", "more to come..."]).slice(1, 2)
    assert with_signs(texts).tolist() == [1]


def test_surrogates_are_read_as_python_holds_them() -> None:
    texts = ["one \ud800 two", "\udfff1,234"]
    assert equal(units_of(texts), in_numpy(lambda: units_of(texts)))


@pytest.mark.parametrize("neighbour", ["x", "in 2022", "7"])
def test_a_text_has_the_same_units_beside_any_other(neighbour: str) -> None:
    alone = units_of(["1,234 boats"]).hashes.tolist()
    for read in (units_of, lambda texts: in_numpy(lambda: units_of(texts))):
        beside = read([neighbour, "1,234 boats", neighbour])
        assert beside.hashes[beside.text == 1].tolist() == alone


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=4))
@settings(max_examples=300, deadline=None)
def test_bytes_that_are_no_text_do_no_harm(parts: list[bytes]) -> None:
    bounds = pa.py_buffer(np.cumsum([0, *map(len, parts)], dtype=np.int32))
    texts = pa.StringArray.from_buffers(len(parts), bounds, pa.py_buffer(b"".join(parts)))
    kernels = native.kernels()
    assert kernels is not None
    assert len(read_anyway(kernels, texts).letters) == len(parts)


def read_anyway(kernels: native.Kernels, texts: Texts) -> Any:
    """Units of texts, whether or not NFKC would join some of their characters."""
    from newsmill.overlap import normal

    table = normal._tables()
    found = kernels.units(normal.utf8(texts), table.fold, table.kind, table.shares)
    assert found is not None
    return normal.Units(*found)


LETTERS = "aeioubdgklmnprst"


def sentence(seed: int) -> str:
    """A sentence of ten to thirty words, some of them numbers."""
    generator = random.Random(seed)
    words = ["".join(generator.choices(LETTERS, k=5)) for _ in range(generator.randrange(10, 30))]
    if seed % 3 == 0:
        words.insert(4, str(generator.randrange(10, 9999)))
        words.insert(7, f"{generator.randrange(1, 99)},{generator.randrange(100, 999)}")
    return " ".join(words).capitalize() + ("..." if seed % 7 == 0 else ".")


def chinese(seed: int) -> str:
    """A sentence of Han signs in either script, with a figure."""
    generator = random.Random(seed)
    signs = "".join(generator.choices("山水國国的門门東东天地人民日月年風风", k=generator.randrange(12, 40)))
    return f"{signs}{generator.randrange(10, 999)}万吨，{signs[:5]}。"


NEWS = st.lists(st.one_of(st.integers(0, 12).map(sentence), st.integers(0, 8).map(chinese)), max_size=14).map(
    lambda parts: "\n".join([" ".join(parts[:5]), *parts[5:]])
)


@given(st.lists(NEWS, min_size=1, max_size=6))
@settings(max_examples=80, deadline=None)
def test_sketches_are_the_same(texts: list[str]) -> None:
    columns = {"doc_id": [f"d{index}" for index in range(len(texts))], "title": [text[:60] for text in texts]}
    table = pa.table({**columns, "text": texts})
    assert sketch(table).equals(in_numpy(lambda: sketch(table)))


@given(st.lists(NEWS, min_size=2, max_size=6))
@settings(max_examples=80, deadline=None)
def test_pairs_are_judged_the_same(texts: list[str]) -> None:
    left, right = (side.astype(np.int64) for side in np.triu_indices(len(texts), 1))
    no = np.zeros(len(left), np.bool_)

    def judged() -> Any:
        return judge(profiles_of(texts), left, right, no, no)

    assert equal(judged(), in_numpy(judged))


@given(st.lists(NEWS, min_size=2, max_size=5))
@settings(max_examples=80, deadline=None)
def test_sentences_are_aligned_and_measured_the_same(texts: list[str]) -> None:
    outlines = outlines_of(texts)
    left, right = (side.astype(np.int64) for side in np.triu_indices(len(texts), 1))
    blocks = [
        (one, 0, len(outlines[one].spans) // 2, other, len(outlines[other].spans) // 3, len(outlines[other].spans))
        for one, other in zip(left.tolist(), right.tolist(), strict=True)
    ]

    def aligned() -> Any:
        return Outlines(outlines).align(left, right)

    def measured() -> Any:
        return Outlines(outlines).measure(np.array(blocks, np.int64))

    assert equal(aligned(), in_numpy(aligned))
    assert equal(measured(), in_numpy(measured))
    for one, other in zip(outlines, in_numpy(lambda: outlines_of(texts)), strict=True):
        assert equal(one, other)


ALIGNED = st.tuples(st.integers(0, 2), st.integers(0, 6), st.integers(0, 6))
"""A pair of texts, a sentence of the first and one of the second."""


@given(st.dictionaries(ALIGNED, st.tuples(st.integers(1, 4), st.booleans(), st.booleans()), max_size=60))
@settings(max_examples=400, deadline=None)
def test_sentences_told_in_two_texts_are_joined_the_same(
    rows: dict[tuple[int, int, int], tuple[int, bool, bool]],
) -> None:
    pair, first, second = np.array(sorted(rows), np.int64).reshape(-1, 3).T.copy()
    shared, sure, continued = (np.array([rows[row][column] for row in sorted(rows)]) for column in range(3))
    counts = [shared.astype(np.int64), *(np.zeros(len(rows), np.int64) for _ in range(3))]
    found = Aligned(pair, first, second, *counts)
    one, other = (make(lambda: retold(found, sure.astype(bool), continued.astype(bool))) for make in (call, in_numpy))
    assert [column.tolist() for column in one] == [column.tolist() for column in other]


WORDS = st.lists(st.one_of(st.integers(0, 40), st.integers(0, 2**64 - 1), st.just(2**64 - 1)), max_size=50)


@given(WORDS, WORDS)
@settings(max_examples=400, deadline=None)
def test_values_are_found_where_they_stand(ordered: list[int], wanted: list[int]) -> None:
    values, sought = np.sort(np.array(ordered, np.uint64)), np.array([*wanted, *ordered[::2]], np.uint64)
    one, other = (make(lambda: ranges(values, sought)) for make in (call, in_numpy))
    assert np.array_equal(one, other)
    assert among(sought, values).tolist() == np.isin(sought, values).tolist()


def test_hashes_up_to_each_scale_are_counted_the_same() -> None:
    lists = Lists(
        np.sort(np.array([0, 1 << 60, 1 << 61, (1 << 61) - 1, 1 << 62, 2**64 - 1], np.uint64)), np.array([0, 0, 6])
    )
    assert np.array_equal(call(lambda: _kept(lists)), in_numpy(lambda: _kept(lists)))


def corpus(seed: int, count: int) -> pa.Table:
    """Reports with copies, excerpts and digests of each other."""
    generator = random.Random(seed)
    now = datetime(2031, 5, 4, tzinfo=UTC)
    rows = []
    for index in range(count):
        base = generator.randrange(count // 4) * 40
        parts = [sentence(base + step) if base % 3 else chinese(base + step) for step in range(14)]
        kept = [part for part in parts if generator.random() < 0.85][: generator.choice([4, 14, 14])]
        rows.append(
            {
                "doc_id": f"d{index:04}",
                "source_uri": f"page-{generator.randrange(2 * count)}",
                "item_index": 0,
                "title": sentence(base)[:70],
                "text": "\n".join([*kept, sentence(5000 + index)]),
                "published_at": now + timedelta(days=generator.randrange(4)),
                "truncated": False,
                "raw_sha256": f"{index}",
                "run_id": "r",
                "ingested_at": now,
            }
        )
    return pa.Table.from_pylist(rows)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_corpus_is_grouped_the_same(seed: int) -> None:
    texts = corpus(seed, 160)

    def grouped() -> Any:
        return group(texts, sketch(texts))

    found, other = grouped(), in_numpy(grouped)
    assert found.assignments.equals(other.assignments)
    assert found.overlaps.equals(other.overlaps)
    assert len(set(found.assignments["cluster_id"].to_pylist())) < len(texts)
    assert len(found.overlaps)


def test_an_array_of_another_type_is_refused_and_not_read() -> None:
    kernels = native.kernels()
    assert kernels is not None
    hashes, text = np.zeros(9, np.uint64), np.zeros(9, np.int64)
    with pytest.raises(ctypes.ArgumentError):
        kernels.grams(hashes, text.astype(np.int32), 5)  # type: ignore[arg-type]
    with pytest.raises(ctypes.ArgumentError):
        kernels.grams(hashes[::2], text, 5)


def test_postings_that_name_a_text_beyond_all_are_refused() -> None:
    postings = Postings().plus(np.array([3, 3], np.uint64), np.array([0, 9]))
    with pytest.raises(IndexError):
        postings.holders(np.array([3], np.uint64), np.ones(5, np.bool_))
    with pytest.raises(IndexError):
        postings.at_most(np.array([3], np.uint64), np.ones(5, np.bool_), 4)


def test_a_library_of_other_sources_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(library.SOURCES, tmp_path / "kernels")
    (tmp_path / "kernels" / "units.c").write_text("/* changed */")
    monkeypatch.setattr(library, "MADE_OF", library.digest(tmp_path / "kernels"))
    with pytest.warns(RuntimeWarning, match="install newsmill anew"):
        assert native.kernels() is None


@pytest.mark.parametrize("source", ["long sources(void) { return 1; }", "int other;"])
def test_a_library_that_lacks_functions_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    """An older one, beside newer Python files, or one of something else."""
    (tmp_path / "old.c").write_text(source)
    library_there = tmp_path / "kernels.so"
    subprocess.run([str(COMPILER), "-shared", "-fPIC", "-o", library_there, tmp_path / "old.c"], check=True)
    monkeypatch.setattr(native, "LIBRARY", library_there)
    with pytest.warns(RuntimeWarning, match="install newsmill anew"):
        assert native.kernels() is None


def test_what_is_no_library_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(native, "LIBRARY", tmp_path / "kernels.so")
    assert native.kernels() is None
    native.kernels.cache_clear()
    (tmp_path / "kernels.so").write_text("of another machine")
    with pytest.warns(RuntimeWarning, match="half the speed"):
        assert native.kernels() is None


@pytest.mark.parametrize(("compiler", "native_there"), [(COMPILER or "cc", True), ("no-such-compiler", False)])
def test_a_wheel_has_the_kernels_if_there_is_a_compiler(tmp_path: Path, compiler: str, native_there: bool) -> None:
    project = tmp_path / "project"
    kept = shutil.ignore_patterns(".*", "*.so", "curated", "raw", "tests", "docs", "bench", "__pycache__")
    shutil.copytree(ROOT, project, ignore=kept)
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=project,
        env={**os.environ, "CC": compiler},
        capture_output=True,
        text=True,
        check=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert ("newsmill/overlap/kernels.so" in names) is native_there
    assert wheel.name.endswith("-py3-none-any.whl") is not native_there
    assert ("were not compiled" in built.stdout + built.stderr) is not native_there
