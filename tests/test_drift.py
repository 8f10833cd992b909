"""A source that is not what it was is named, and steady ones are not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsmill.report.drift import LEAST_CHANGE, LEAST_PAGES, LEAST_RUNS, RUNS, Drift, drifts
from newsmill.tally import TOP, SourceCounts, Sources, source_of


def _counts(**others: object) -> SourceCounts:
    """A hundred pages, a fifth of them furniture, in English and French."""
    values = {"pages": 100, "documents": 100, "quarantined": 2, "duplicates": 5, "kept": 8000, "removed": 2000}
    return SourceCounts.model_validate({**values, "languages": {"en": 90, "fr": 10}, **others})


def _found(now: SourceCounts, before: list[SourceCounts]) -> list[tuple[str, float, float]]:
    found = drifts({"post": now}, [{"post": counts} for counts in before])
    assert {drift.source for drift in found} <= {"post"}
    return [(drift.measure, drift.now, drift.usual) for drift in found]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, []),
        ({"removed": 8000}, [("share of furniture", 0.5, 0.2)]),
        ({"removed": 100}, [("share of furniture", 0.012, 0.2)]),
        (
            {"quarantined": 40, "documents": 60, "languages": {"en": 54, "fr": 6}},
            [("share of quarantined pages", 0.4, 0.02)],
        ),
        ({"duplicates": 60}, [("share of duplicates", 0.6, 0.05)]),
        ({"languages": {"en": 40, "fr": 60}}, [("share of texts in en", 0.4, 0.9), ("share of texts in fr", 0.6, 0.1)]),
        ({"languages": {"de": 100}}, [("share of texts in de", 1.0, 0.0), ("share of texts in en", 0.0, 0.9)]),
        ({"removed": 2400}, []),
        ({"pages": LEAST_PAGES - 1, "removed": 8000}, []),
    ],
)
def test_a_share_is_named_when_it_has_left_its_usual_range(
    change: dict[str, object], found: list[tuple[str, float, float]]
) -> None:
    assert _found(_counts(**change), [_counts()] * RUNS) == found


def test_a_few_runs_or_small_ones_are_nothing_to_compare_with() -> None:
    now = _counts(removed=8000)

    assert _found(now, [_counts()] * LEAST_RUNS)
    assert not _found(now, [_counts()] * (LEAST_RUNS - 1))
    assert not _found(now, [_counts(pages=LEAST_PAGES - 1)] * RUNS)


def test_one_strange_run_among_the_earlier_ones_hides_nothing() -> None:
    assert _found(_counts(removed=8000), [_counts()] * 9 + [_counts(removed=50_000)])


def test_a_source_that_was_never_steady_is_left_alone() -> None:
    restless = [_counts(removed=removed) for removed in (500, 2000, 5000, 9000, 14000) * 2]

    assert not _found(_counts(removed=12000), restless)


def test_what_chance_explains_is_no_drift() -> None:
    """Of 20 pages, 6 are in French where a fifth usually is: that happens."""
    usual = [_counts(languages={"en": 80, "fr": 20})] * RUNS

    assert not _found(
        _counts(pages=20, documents=20, quarantined=0, duplicates=1, languages={"en": 14, "fr": 6}), usual
    )


def test_runs_of_long_ago_do_not_count() -> None:
    before = [_counts(removed=8000)] * RUNS + [_counts()] * 50

    assert not _found(_counts(removed=8000), before)


def test_a_new_source_is_no_drift() -> None:
    assert drifts({"new": _counts(removed=8000)}, [{"post": _counts()}] * RUNS) == []


@settings(max_examples=60, deadline=None)
@given(
    removed=st.lists(st.integers(0, 20_000), min_size=LEAST_RUNS, max_size=RUNS),
    now=st.integers(0, 20_000),
)
def test_what_is_named_has_changed_by_more_than_little(removed: list[int], now: int) -> None:
    for _, share, usual in _found(_counts(removed=now), [_counts(removed=each) for each in removed]):
        assert abs(share - usual) > LEAST_CHANGE - 0.002


def test_a_drift_reads_as_a_sentence() -> None:
    drift = Drift(source="post", measure="share of furniture", now=0.5, usual=0.2)

    assert str(drift) == "post: share of furniture is 50%, usually 20%"
    assert str(drift.model_copy(update={"source": TOP})).startswith("pages that lie in RAW itself: ")


@pytest.mark.parametrize(
    ("source_uri", "site", "source"),
    [
        ("post/2026/a.html", "post.example", "post"),
        ("a.html", "post.example", "post.example"),
        ("a.html", None, TOP),
        ("pages.jsonl#3", "post.example", "post.example"),
        ("dumps/archive.warc.gz#<urn:uuid:1>", None, "dumps"),
        ("archive.warc.gz#<http://a/b>", None, TOP),
    ],
)
def test_a_source_is_a_folder_or_a_site(source_uri: str, site: str | None, source: str) -> None:
    assert source_of(source_uri, site) == source


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"), st.integers(0, 9), st.dictionaries(st.sampled_from(["en", "zh"]), st.integers(1, 5))
        )
    )
)
def test_counting_in_parts_is_counting_at_once(pages: list[tuple[str, int, dict[str, int]]]) -> None:
    whole, first, second = Sources(), Sources(), Sources()
    for number, (source, removed, languages) in enumerate(pages):
        counts = SourceCounts(pages=1, removed=removed, languages=languages)
        whole.add(source, counts)
        (first if number % 2 else second).add(source, counts)
    first.add_all(second.counted())

    assert first.counted() == whole.counted()
