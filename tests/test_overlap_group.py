"""Grouping: which text stands for which. The texts are random words, so that nothing is shared by chance."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsmill import schema
from newsmill.overlap import ASSIGNMENTS, Grouping, candidates, group, sketch, wordings

DAY = datetime(2031, 5, 4, tzinfo=UTC)
COLUMNS = pa.schema(
    [
        *(
            schema.DOCUMENTS.schema.field(name)
            for name in (
                "doc_id",
                "source_uri",
                "item_index",
                "title",
                "text",
                "published_at",
                "truncated",
                "raw_sha256",
                "run_id",
                "ingested_at",
            )
        )
    ]
)
Row = dict[str, Any]


LETTERS = "aeioubdgklmnprst"


def prose(seed: int, paragraphs: int = 6, words: int = 40) -> list[str]:
    generator = random.Random(seed)
    return [" ".join("".join(generator.choices(LETTERS, k=6)) for _ in range(words)) + "." for _ in range(paragraphs)]


def doc(doc_id: str, text: str | Sequence[str], **values: Any) -> Row:
    return {
        "doc_id": doc_id,
        "source_uri": f"{doc_id}.html",
        "item_index": 0,
        "title": None,
        "text": text if isinstance(text, str) else "\n\n".join(text),
        "published_at": None,
        "truncated": False,
        "raw_sha256": f"sha-{doc_id}",
        "run_id": "r1",
        "ingested_at": DAY,
    } | values


def grouped(*rows: Row) -> Grouping:
    texts = pa.Table.from_pylist(list(rows), schema=COLUMNS)
    return group(texts, sketch(texts))


def fates(*rows: Row) -> dict[str, tuple[str, str] | None]:
    """For each text, the row that stands for it and the relation; None for a row of documents."""
    return {
        row["doc_id"]: (row["duplicate_of"], row["relation"]) if row["duplicate_of"] else None
        for row in grouped(*rows).assignments.to_pylist()
    }


def reworded(text: Sequence[str], share: float, seed: int) -> list[str]:
    generator = random.Random(seed)
    return [
        " ".join(
            "".join(generator.choices(LETTERS, k=6)) if generator.random() < share else word for word in part.split()
        )
        for part in text
    ]


STORY = prose(1)
OTHER = prose(2)


def test_no_text_gives_empty_tables_of_the_contract() -> None:
    result = grouped()
    assert result.assignments.schema.equals(ASSIGNMENTS)
    assert result.overlaps.schema.equals(schema.OVERLAPS.schema)
    assert result.assignments.num_rows == result.overlaps.num_rows == 0


def test_a_text_alone_is_a_document_with_null_figures() -> None:
    (row,) = grouped(doc("a", STORY)).assignments.to_pylist()
    assert row == {
        "doc_id": "a",
        "cluster_id": "a",
        "n_reports": 1,
        "duplicate_of": None,
        "relation": None,
        "similarity": None,
        "containment": None,
    }


def test_an_exact_copy_has_similarity_and_containment_one() -> None:
    rows = grouped(doc("a", STORY), doc("b", "\n".join(STORY).upper())).assignments.to_pylist()
    assert [row["cluster_id"] for row in rows] == ["a", "a"]
    assert [row["n_reports"] for row in rows] == [2, 2]
    assert rows[1]["duplicate_of"] == "a"
    assert (rows[1]["relation"], rows[1]["similarity"], rows[1]["containment"]) == ("exact", 1.0, 1.0)


@pytest.mark.parametrize("share", [0.05, 0.1, 0.2])
def test_a_reworded_report_is_near(share: float) -> None:
    result = fates(doc("a", STORY, published_at=DAY), doc("b", reworded(STORY, share, 5)), doc("c", OTHER))
    assert result["c"] is None
    assert {result["a"], result["b"]} in ({None, ("a", "near")}, {None, ("b", "near")})


def test_paragraphs_in_another_order_are_near() -> None:
    assert fates(doc("a", STORY), doc("b", STORY[::-1]))["b"] == ("a", "near")


def test_a_copy_with_furniture_is_one_report() -> None:
    result = fates(doc("a", STORY), doc("b", [*prose(8, 1, 30), *STORY, *prose(9, 1, 30)]))
    assert result == {"a": ("b", "contained"), "b": None}


def test_a_lead_is_contained_in_its_report() -> None:
    rows = grouped(doc("a", STORY[0]), doc("b", STORY)).assignments.to_pylist()
    assert (rows[0]["duplicate_of"], rows[0]["relation"], rows[0]["containment"]) == ("b", "contained", 1.0)
    assert rows[0]["similarity"] == pytest.approx(36 / 236, abs=0.001)


def test_a_reworded_lead_is_the_same_report_told_again() -> None:
    assert fates(doc("a", reworded(STORY, 0.15, 6)[:2]), doc("b", STORY))["a"] == ("b", "same-report")


def test_one_report_of_a_digest_keeps_its_row() -> None:
    digest = [*OTHER, *STORY, *prose(11), *prose(12)]
    result = grouped(doc("a", STORY), doc("b", digest))
    assert result.assignments["duplicate_of"].null_count == 2
    (part,) = result.overlaps.to_pylist()
    assert (part["doc_id"], part["other_id"], part["relation"]) == ("a", "b", "part")
    assert part["passage"] == part["other_passage"] == "\n\n".join(STORY)
    assert (part["similarity"], part["containment"]) == (1.0, 1.0)
    assert "100%" in part["evidence"]


def test_a_report_partly_in_another_stays_and_is_linked_by_what_both_hold() -> None:
    result = grouped(doc("b", STORY), doc("a", [*OTHER[:4], *STORY[:3]]))
    assert result.assignments["duplicate_of"].null_count == 2
    (part,) = result.overlaps.to_pylist()
    assert (part["doc_id"], part["other_id"], part["passage"]) == ("a", "b", "\n\n".join(STORY[:3]))


def scattered(runs: Sequence[str], seed: int) -> str:
    """A text of long sentences, each with one of the runs in its middle."""
    generator = prose(seed, 2 * len(runs), 30)
    return " ".join(
        f"{before.rstrip('.')} {run} {after}"
        for run, before, after in zip(runs, generator[::2], generator[1::2], strict=True)
    )


def test_shared_runs_that_are_no_sentences_give_no_overlap() -> None:
    words = " ".join(STORY).replace(".", "").split()
    runs = [" ".join(words[start : start + 12]) for start in range(0, 240, 12)]
    result = grouped(doc("a", scattered(runs, 21)), doc("b", scattered(runs, 22)))
    assert result.assignments["duplicate_of"].null_count == 2
    assert result.overlaps.num_rows == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param([*STORY[:1], *prose(31, 6)], [*STORY[:1], *prose(32, 6)], id="shared quote"),
        pytest.param(STORY, [*prose(33, 5), *STORY[:1]], id="follow-up with background"),
        pytest.param(STORY, [part for n in range(4) for part in prose(40 + n, 3)] + STORY[:1], id="listing of leads"),
        pytest.param("only a short line of text", "only a short line of words", id="too short to judge"),
    ],
)
def test_look_alikes_stay_apart(one: Sequence[str], other: Sequence[str]) -> None:
    assert set(fates(doc("a", one), doc("b", other)).values()) == {None}


def bulletin(figures: Sequence[int], words: Sequence[str]) -> str:
    step = len(words) // len(figures)
    return " ".join(
        f"{' '.join(words[index * step : (index + 1) * step])} {figure}" for index, figure in enumerate(figures)
    )


@pytest.mark.parametrize("paragraphs", [1, 6])
def test_bulletins_in_one_wording_with_other_figures_stay_apart(paragraphs: int) -> None:
    words = " ".join(prose(50, paragraphs)).split()
    one, other = bulletin([11, 12, 13, 14, 7], words), bulletin([11, 12, 23, 24, 9], words)
    assert set(fates(doc("a", one), doc("b", other)).values()) == {None}


def test_numbers_that_meet_nowhere_part_two_texts() -> None:
    words = " ".join(STORY).split()
    assert set(fates(doc("a", bulletin([1, 2, 3], words)), doc("b", bulletin([4, 5, 6], words))).values()) == {None}


@pytest.mark.parametrize(("paragraphs", "fate"), [(12, ("a", "near")), (4, None)])
def test_numbers_part_two_texts_only_where_the_text_is_full_of_them(
    paragraphs: int, fate: tuple[str, str] | None
) -> None:
    story = prose(51, paragraphs)
    own, others = bulletin([11, 12, 13, 14, 15], " ".join(story).split()), reworded(story, 0.06, 3)
    moved = bulletin([21, 22, 23, 24, 25], " ".join(others).split()[7:])
    assert fates(doc("a", own), doc("b", moved))["b"] == fate


@pytest.mark.parametrize(("paragraphs", "fate"), [(12, ("a", "near")), (6, None)])
def test_numbers_in_one_place_part_two_texts_sooner_where_the_text_is_full_of_them(
    paragraphs: int, fate: tuple[str, str] | None
) -> None:
    words = " ".join(prose(53, paragraphs)).split()
    own, edited = bulletin([11, 12, 13, 14, 15], words), bulletin([11, 22, 13, 24, 15], words)
    assert fates(doc("a", own), doc("b", edited))["b"] == fate


@pytest.mark.parametrize(("paragraphs", "fate"), [(6, ("a", "near")), (4, None)])
def test_numbers_that_differ_more_than_the_words_part_two_notices(
    paragraphs: int, fate: tuple[str, str] | None
) -> None:
    words = " ".join(prose(54, paragraphs)).split()
    own = bulletin([11, 12, 13, 14, 15, 16, 17, 18], words)
    moved = bulletin(
        [11, 12, 13, 14, 15, 26, 27, 28], [*words[:-60], *reworded([" ".join(words[-60:])], 0.3, 5)[0].split()]
    )
    assert fates(doc("a", own), doc("b", moved))["b"] == fate


@pytest.mark.parametrize(("furniture", "fate"), [(4, ("b", "contained")), (10, None)])
def test_a_report_under_another_headline_is_in_a_copy_with_furniture_and_no_part_of_a_digest(
    furniture: int, fate: tuple[str, str] | None
) -> None:
    titles = {"a": "A ferry is late again today", "b": "What happened elsewhere in the valley"}
    longer = [*STORY, *prose(55, furniture)]
    report, copy = doc("a", STORY, title=titles["a"]), doc("b", longer, title=titles["b"])
    assert fates(report, copy)["a"] == fate


@pytest.mark.parametrize(("others", "fate"), [(2, ("b", "near")), (8, None)])
def test_a_digest_under_the_headline_of_a_report_takes_it_only_if_it_is_told_whole(
    others: int, fate: tuple[str, str] | None
) -> None:
    told = {"title": "A ferry is late again today", "published_at": DAY}
    report, digest = doc("a", STORY, **told), doc("b", [*STORY[:4], *prose(61, others + 1)], **told)
    assert fates(report, digest)["a"] == fate


@pytest.mark.parametrize(
    ("title", "fate"),
    [("A ferry is late again near Holm today", ("a", "same-report")), ("What the valley said of its bridges", None)],
)
def test_tellings_that_share_hardly_a_run_are_found_under_like_headlines(
    title: str, fate: tuple[str, str] | None
) -> None:
    told = doc("a", STORY, title="A ferry is late again on the lake", published_at=DAY)
    assert fates(told, doc("b", reworded(STORY, 0.38, 120), title=title, published_at=DAY))["b"] == fate


def test_citation_marks_are_no_figures() -> None:
    words = " ".join(STORY).split()
    marked = bulletin([1, 2, 3], words).replace(" 1", " [1]").replace(" 2", " [2]").replace(" 3", " [3]")
    assert fates(doc("a", STORY), doc("b", marked))["b"] == ("a", "exact")


@pytest.mark.parametrize(
    ("first", "second", "canonical"),
    [
        pytest.param({"truncated": True}, {}, "b", id="not truncated before truncated"),
        pytest.param({"text": [*STORY, *prose(60, 1, 25)]}, {}, "a", id="longer before shorter"),
        pytest.param({}, {"published_at": DAY}, "b", id="dated before undated"),
        pytest.param({"published_at": DAY + timedelta(days=1)}, {"published_at": DAY}, "b", id="earlier before later"),
        pytest.param({}, {}, "a", id="smaller doc_id"),
        pytest.param(
            {"published_at": DAY},
            {"text": [*STORY, "mobol tadas"]},
            "a",
            id="two words more are the same length",
        ),
    ],
)
def test_canonical_order(first: Row, second: Row, canonical: str) -> None:
    result = fates(doc("a", STORY) | first | text_of(first), doc("b", STORY) | second | text_of(second))
    assert [doc_id for doc_id, fate in result.items() if fate is None] == [canonical]


def text_of(values: Row) -> Row:
    return {"text": "\n\n".join(values["text"])} if "text" in values else {}


def test_a_cut_text_never_stands_for_the_whole_one() -> None:
    """The canonical order puts the lead first here, but it covers too little of the report."""
    assert fates(doc("a", STORY[:1]), doc("b", STORY, truncated=True)) == {"a": None, "b": None}


def test_texts_are_not_joined_through_another() -> None:
    """Each text is a rewording of the one before; the third is too far from the first to be it."""
    texts = [STORY]
    for seed in range(3):
        texts.append(reworded(texts[-1], 0.3, seed))
    rows = [
        doc(name, text, published_at=DAY + timedelta(days=ord(name))) for name, text in zip("abcd", texts, strict=True)
    ]
    assert fates(*rows) == {"a": None, "b": ("a", "near"), "c": None, "d": ("c", "near")}


def versions(old: Sequence[Sequence[str]], new: Sequence[Sequence[str]]) -> list[Row]:
    """Two versions of one page, each with its items; ids o0, o1... and n0, n1..."""
    return [
        doc(
            f"{name}{index}",
            text,
            source_uri="page.html",
            item_index=index,
            raw_sha256=name,
            ingested_at=DAY + timedelta(days=day),
        )
        for name, items, day in (("o", old, 0), ("n", new, 1))
        for index, text in enumerate(items)
    ]


def test_a_page_read_anew_replaces_its_older_version_whatever_it_says() -> None:
    rows = grouped(*versions([STORY], [OTHER])).assignments.to_pylist()
    assert [row["duplicate_of"] for row in rows] == [None, "n0"]
    assert (rows[1]["relation"], rows[1]["similarity"], rows[1]["containment"]) == ("revision", 0.0, 0.0)


def test_the_newest_version_stands_even_if_it_is_shorter() -> None:
    assert fates(*versions([STORY], [STORY[:3]])) == {"n0": None, "o0": ("n0", "revision")}


def test_an_equal_text_in_a_newer_version_is_a_revision() -> None:
    assert fates(*versions([STORY], [STORY])) == {"n0": None, "o0": ("n0", "revision")}


@pytest.mark.parametrize(
    ("old", "new", "newest"),
    [
        ({"ingested_at": DAY}, {"ingested_at": DAY + timedelta(seconds=1)}, "b"),
        ({"run_id": "r2"}, {"run_id": "r1"}, "a"),
        ({"raw_sha256": "f"}, {"raw_sha256": "0"}, "a"),
    ],
)
def test_the_newest_version_is_by_time_then_run_then_digest(old: Row, new: Row, newest: str) -> None:
    rows = [doc("a", STORY) | old, doc("b", OTHER) | new]
    result = fates(*(row | {"source_uri": "page"} for row in rows))
    assert [doc_id for doc_id, fate in result.items() if fate is None] == [newest]


def test_items_of_a_listing_are_replaced_where_they_are_linked_and_stay_where_they_left_the_page() -> None:
    gone, kept, edited = prose(81), prose(82), prose(83)
    result = fates(*versions([gone, kept, edited], [kept, reworded(edited, 0.1, 3), prose(84)]))
    assert result["o0"] is None
    assert result["o1"] == ("n0", "revision")
    assert result["o2"] == ("n1", "revision")
    assert [result[doc_id] for doc_id in ("n0", "n1", "n2")] == [None, None, None]


def test_a_revision_follows_its_newest_version_into_the_cluster_of_another_source() -> None:
    result = fates(*versions([OTHER], [STORY]), doc("a", [*STORY, *prose(90, 2)]))
    assert result == {"a": None, "n0": ("a", "contained"), "o0": ("a", "revision")}


def test_a_copy_of_an_older_version_only_is_a_document() -> None:
    assert fates(*versions([OTHER], [STORY]), doc("a", OTHER))["a"] is None


@pytest.mark.parametrize("wrong", ["missing", "twice"])
def test_texts_and_sketches_must_be_of_the_same_documents(wrong: str) -> None:
    texts = pa.Table.from_pylist([doc("a", STORY), doc("b", OTHER)], schema=COLUMNS)
    other = texts.slice(1) if wrong == "missing" else pa.concat_tables([texts, texts])
    if wrong == "twice":
        texts = other
    with pytest.raises(ValueError, match="each once"):
        group(texts, sketch(other))


BASES = [prose(100 + n, 3, 25) for n in range(3)]
VARIANTS = st.builds(
    lambda base, start, stop, share, tail: reworded(BASES[base][start:stop], share, 7) + BASES[tail][:1],
    st.integers(0, 2),
    st.integers(0, 1),
    st.integers(2, 3),
    st.sampled_from([0.0, 0.0, 0.1]),
    st.integers(0, 2),
)
ROWS = st.lists(
    st.builds(
        lambda text, source, item, sha, day: {
            "text": "\n\n".join(text),
            "source_uri": source,
            "item_index": item,
            "raw_sha256": sha,
            "ingested_at": DAY + timedelta(days=day),
        },
        VARIANTS,
        st.sampled_from("pqrstuvw"),
        st.integers(0, 1),
        st.sampled_from("12"),
        st.integers(0, 1),
    ),
    max_size=9,
)


def numbered(rows: Sequence[Row]) -> list[Row]:
    return [doc(f"d{index}", "") | row for index, row in enumerate(rows)]


@given(ROWS, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_rows_changes_nothing(rows: list[Row], generator: random.Random) -> None:
    ordered = numbered(rows)
    shuffled = generator.sample(ordered, len(ordered))
    one, other = grouped(*ordered), grouped(*shuffled)
    assert one.assignments.equals(other.assignments)
    assert one.overlaps.equals(other.overlaps)


@given(ROWS)
@settings(max_examples=40, deadline=None)
def test_every_text_comes_once_and_is_stood_for_by_a_row_of_documents(rows: list[Row]) -> None:
    result = grouped(*numbered(rows))
    found = {row["doc_id"]: row for row in result.assignments.to_pylist()}
    assert sorted(found) == sorted(f"d{index}" for index in range(len(rows)))
    documents = {doc_id for doc_id, row in found.items() if row["duplicate_of"] is None}
    clusters: dict[str, list[str]] = {}
    for doc_id, row in found.items():
        assert row["duplicate_of"] is None or row["duplicate_of"] in documents
        assert (row["duplicate_of"] is None) == (row["relation"] is None) == (row["containment"] is None)
        assert row["relation"] != ""
        clusters.setdefault(row["duplicate_of"] or doc_id, []).append(doc_id)
    for members in clusters.values():
        assert {found[member]["cluster_id"] for member in members} == {min(members)}
        assert {found[member]["n_reports"] for member in members} == {len(members)}
    for overlap in result.overlaps.to_pylist():
        assert overlap["doc_id"] < overlap["other_id"]
        assert {overlap["doc_id"], overlap["other_id"]} <= documents


@given(ROWS, st.integers(0, 9))
@settings(max_examples=40, deadline=None)
def test_sketches_made_in_two_runs_group_as_those_of_one(rows: list[Row], split: int) -> None:
    texts = pa.Table.from_pylist(numbered(rows), schema=COLUMNS)
    apart = pa.concat_tables([sketch(texts.slice(split)), sketch(texts.slice(0, split))])
    assert group(texts, apart).assignments.equals(group(texts, sketch(texts)).assignments)


def test_the_size_of_the_batches_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [doc(f"d{n}", reworded(prose(200 + n % 4), 0.05, n)) for n in range(16)]
    whole = grouped(*rows)
    monkeypatch.setattr(wordings, "_LETTERS_AT_ONCE", 1)
    monkeypatch.setattr(candidates, "_AT_ONCE", 1)
    assert grouped(*rows).assignments.equals(whole.assignments)
    assert whole.assignments["duplicate_of"].null_count == 4
