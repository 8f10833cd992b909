"""Many runs group as one: texts come in any order and any number of runs, change, and go again."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsmill import schema
from newsmill.overlap import ASSIGNMENTS, SKETCHES, Grouping, across, candidates, group, sharing, sketch, update
from newsmill.overlap.arrivals import CollisionError, no_rows
from newsmill.overlap.corpus import Corpus, Rows, doc_keys
from newsmill.overlap.memory import Memory

DAY = datetime(2031, 5, 4, tzinfo=UTC)
LETTERS = "aeioubdgklmnprst"
NAMES = (
    "doc_id", "source_uri", "item_index", "title", "text", "published_at", "truncated", "raw_sha256", "run_id",
    "ingested_at",
)  # fmt: skip
COLUMNS = pa.schema([schema.DOCUMENTS.schema.field(name) for name in NAMES])
Row = dict[str, Any]


def prose(seed: int, paragraphs: int, words: int) -> list[str]:
    generator = random.Random(seed)
    return [" ".join("".join(generator.choices(LETTERS, k=6)) for _ in range(words)) + "." for _ in range(paragraphs)]


BASES = [prose(100 + number, 5, 24) for number in range(4)]
TITLES = [None, *(" ".join(prose(200 + number, 1, 6)) for number in range(3))]


def told(base: int, parts: tuple[int, int], share: float, tail: int, end: str, upper: bool) -> str:
    """Some paragraphs of a report, reworded, with one of another report behind."""
    generator = random.Random(1)
    words = [
        " ".join(
            "".join(generator.choices(LETTERS, k=6)) if generator.random() < share else word for word in part.split()
        )
        for part in BASES[base][parts[0] : parts[1]]
    ]
    text = "\n\n".join([*words, *BASES[tail][4:]]) + end
    return text.upper() if upper else text


TEXTS = st.builds(
    told,
    st.integers(0, 3),
    st.sampled_from([(0, 4), (0, 4), (0, 2), (1, 4), (2, 3)]),
    st.sampled_from([0.0, 0.0, 0.1, 0.2]),
    st.integers(0, 3),
    st.sampled_from(["", "", "..."]),
    st.booleans(),
)
ROWS = st.lists(
    st.builds(
        lambda text, title, source, item, sha, day: {
            "title": title,
            "text": text,
            "source_uri": source,
            "item_index": item,
            "raw_sha256": sha,
            "published_at": None if day is None else DAY + timedelta(days=day),
            "truncated": False,
            "run_id": "r",
            "ingested_at": DAY,
        },
        TEXTS,
        st.sampled_from(TITLES),
        st.sampled_from("pqrstuvwxyz"),
        st.integers(0, 1),
        st.sampled_from("12"),
        st.sampled_from([None, 0, 1, 4, 5]),
    ),
    min_size=2,
    max_size=14,
)


def table(rows: Sequence[Row]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=COLUMNS)


class Runs:
    """A corpus over many runs, with what each run hands to the next."""

    def __init__(self) -> None:
        self.memory = Memory.empty()
        self.rows: dict[str, Row] = {}
        self.sketches = SKETCHES.empty_table()
        self.assignments = ASSIGNMENTS.empty_table()
        self.overlaps = schema.OVERLAPS.schema.empty_table()

    def run(self, came: Sequence[Row], went: Sequence[str] = ()) -> None:
        """Rows that came, some perhaps in the place of older ones of the same doc_id; ids that went."""
        ids = [row["doc_id"] for row in came]
        out = pa.array([*went, *(name for name in ids if name in self.rows)], pa.string())
        is_out = pc.is_in(self.sketches["doc_id"], value_set=out)
        gone = Rows(self.sketches.filter(is_out))
        for name in went:
            del self.rows[name]
        self.rows |= {row["doc_id"]: row for row in came}
        self.sketches = pa.concat_tables([self.sketches.filter(pc.invert(is_out)), sketch(table(came))])
        corpus = Corpus.of(table(list(self.rows.values())), self.sketches)
        found = update(self.memory, corpus, doc_keys(pa.chunked_array([pa.array(ids, pa.string())])), gone)
        self.memory = found.memory
        stale = pa.concat_arrays([found.assignments["doc_id"].combine_chunks(), out])
        kept = self.assignments.filter(pc.invert(pc.is_in(self.assignments["doc_id"], value_set=stale)))
        self.assignments = pa.concat_tables([kept, found.assignments])
        sides = [doc_keys(self.overlaps[name]).tolist() for name in ("doc_id", "other_id")]
        gone_pairs = (found.dropped, found.dropped_translations)
        passages, translations = ({frozenset(pair) for pair in zip(*gone.tolist(), strict=True)} for gone in gone_pairs)
        told = pc.equal(self.overlaps["relation"], "translation").to_pylist()
        pairs = zip(zip(*sides, strict=True), told, strict=True)
        stays = [frozenset(pair) not in (translations if is_told else passages) for pair, is_told in pairs]
        self.overlaps = pa.concat_tables([self.overlaps.filter(pa.array(stays, pa.bool_())), found.overlaps])


def same(runs: Runs, whole: Grouping) -> None:
    assert runs.assignments.sort_by("doc_id").to_pylist() == whole.assignments.to_pylist()
    order = [(name, "ascending") for name in ("doc_id", "other_id", "passage", "other_passage")]
    assert runs.overlaps.sort_by(order).to_pylist() == whole.overlaps.sort_by(order).to_pylist()


def numbered(rows: Sequence[Row]) -> list[Row]:
    return [{"doc_id": f"d{index:02d}", **row} for index, row in enumerate(rows)]


def grouped(rows: Sequence[Row]) -> Grouping:
    texts = table(rows)
    return group(texts, sketch(texts))


@pytest.fixture(params=[(64, 16), (2, 1)], ids=["usual caps", "caps that are crossed"])
def caps(request: pytest.FixtureRequest) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        most, most_shared = request.param
        for module in ("candidates", "screen", "links", "headings"):
            patch.setattr(f"newsmill.overlap.{module}.CAP", most)
        patch.setattr(sharing, "_CAP", most_shared)
        patch.setattr(across, "_CAP", most_shared)
        assert most == candidates.CAP
        yield


def split(rows: Sequence[Row], generator: random.Random) -> list[list[Row]]:
    """The rows in any order, in a few runs, some of which may bring nothing."""
    shuffled = generator.sample(list(rows), len(rows))
    cuts = sorted(generator.choices(range(len(rows) + 1), k=generator.randrange(4)))
    return [shuffled[start:stop] for start, stop in zip([0, *cuts], [*cuts, len(rows)], strict=True)]


def check_runs(rows: list[Row], generator: random.Random) -> None:
    runs = Runs()
    for part in split(numbered(rows), generator):
        runs.run(part)
    same(runs, grouped(numbered(rows)))


def check_changes(rows: list[Row], others: list[Row], generator: random.Random) -> None:
    runs = Runs()
    for part in split(numbered(rows), generator):
        runs.run(part)
    last = dict(zip(runs.rows, numbered(others), strict=False))
    changed = [row | {"doc_id": name} for name, row in last.items() if generator.random() < 0.3]
    stays = {row["doc_id"] for row in changed}
    went = [name for name in runs.rows if generator.random() < 0.3 and name not in stays]
    runs.run(changed, went)
    same(runs, grouped(list(runs.rows.values())))
    runs.run([], list(runs.rows))
    assert runs.assignments.num_rows == runs.overlaps.num_rows == 0
    memory = runs.memory
    assert not any(flags.any() for flags in (memory.alive, memory.heads, memory.titled))
    purged = memory.purged()
    parts = (getattr(purged, name) for name in purged.__dataclass_fields__)
    assert not any(part.any() if isinstance(part, np.ndarray) else part.runs for part in parts)


@pytest.mark.usefixtures("caps")
@given(ROWS, st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_many_runs_in_any_order_group_as_one(rows: list[Row], generator: random.Random) -> None:
    check_runs(rows, generator)


@pytest.mark.slow
@pytest.mark.usefixtures("caps")
@given(ROWS, st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
def test_many_runs_in_any_order_group_as_one_three_hundred_times(rows: list[Row], generator: random.Random) -> None:
    check_runs(rows, generator)


@pytest.mark.usefixtures("caps")
@given(ROWS, ROWS, st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_texts_that_change_or_go_leave_nothing_behind(
    rows: list[Row], others: list[Row], generator: random.Random
) -> None:
    check_changes(rows, others, generator)


@pytest.mark.slow
@pytest.mark.usefixtures("caps")
@given(ROWS, ROWS, st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
def test_texts_that_change_or_go_leave_nothing_behind_three_hundred_times(
    rows: list[Row], others: list[Row], generator: random.Random
) -> None:
    check_changes(rows, others, generator)


def test_what_cannot_be_told_apart_is_refused() -> None:
    """A hash that two texts share would join them without a word."""
    texts = table(numbered([row("one text of a few words"), row("another text of other words")]))
    sketches = sketch(texts)
    keys = pa.array(["0" * 31 + "1", "0" * 31 + "2"])
    corpus = Corpus.of(texts, sketches.set_column(1, sketches.schema.field(1), keys))
    with pytest.raises(CollisionError, match="one hash"):
        update(Memory.empty(), corpus, corpus.texts.keys, no_rows(SKETCHES))
    with pytest.raises(ValueError, match="nobody knew"):
        update(Memory.empty(), corpus, corpus.texts.keys, Rows(sketches))


def row(text: str) -> Row:
    return {
        "title": None,
        "text": text,
        "source_uri": text,
        "item_index": 0,
        "raw_sha256": "1",
        "published_at": None,
        "truncated": False,
        "run_id": "r",
        "ingested_at": DAY,
    }
