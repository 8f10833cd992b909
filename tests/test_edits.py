"""Taking something out of what is published: forgotten sources, runs taken back."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pyarrow.dataset as ds
import pytest

from newsmill.edits import compact, forget, release_held, rollback, unforget
from newsmill.errors import StoreError, UsageError
from newsmill.pipeline import run_local
from newsmill.settings import Settings
from newsmill.store import history
from newsmill.store.audit import problems
from newsmill.store.layout import Layout

Mill = Callable[..., Settings]
BODY = (
    "The council of {0} has decided that the old mill will be repaired before the winter storms begin. Work on the "
    "eastern wall starts next week, said engineer {0} Tarn, and is to be finished within {1} days at the latest. "
    "Those who pass the mill every day can ask for a plan of the works at the town hall, where it hangs in room {1}."
)
TOWNS = ["Aldmoor", "Brenwick", "Carrowby", "Dunstead"]


def write(raw: Path, name: str, number: int, words: str = "") -> None:
    path = raw / name
    path.parent.mkdir(parents=True, exist_ok=True)
    story = " ".join(f"{TOWNS[number]}{part} item {number * 100 + index}" for index, part in enumerate("abcdefghij"))
    path.write_text(f"News from {TOWNS[number]}\n\n{BODY.format(TOWNS[number], 20 + number)} {story}. {words}\n")


def column(settings: Settings, dataset: str, name: str) -> list[str]:
    values: list[str] = ds.dataset(settings.curated / dataset).to_table(columns=[name])[name].to_pylist()
    return sorted(values)


def statuses(settings: Settings) -> dict[str, str]:
    rows = ds.dataset(settings.curated / "sources").to_table(columns=["source_uri", "status"]).to_pylist()
    return {row["source_uri"]: row["status"] for row in rows}


def whole(settings: Settings) -> bool:
    return problems(Layout(settings.curated)) == []


@pytest.fixture
def settings(mill: Mill) -> Settings:
    made = mill()
    for number, name in enumerate(["a.txt", "news/b.txt", "news/c.txt"]):
        write(made.raw, name, number)
    run_local(made)
    return made


def test_a_forgotten_source_is_in_no_dataset_and_in_no_release(settings: Settings) -> None:
    write(settings.raw, "a.txt", 0, "And a line more.")
    run_local(settings)

    done = forget(settings, ["a.txt"])

    assert column(settings, "documents", "source_uri") == ["news/b.txt", "news/c.txt"]
    assert Layout(settings.curated).release_numbers() == [done.release]
    for file in settings.curated.rglob("*.parquet"):
        assert b"Aldmoor" not in file.read_bytes(), file
    assert "a.txt" not in column(settings, "removed", "source_uri")
    assert statuses(settings)["a.txt"] == "forgotten"
    assert whole(settings)


def test_a_forgotten_source_stays_out_whatever_its_bytes_until_it_is_let_in_again(settings: Settings) -> None:
    forget(settings, ["a.txt"])
    write(settings.raw, "a.txt", 0, "Now with other bytes.")
    assert run_local(settings).release is None

    unforget(settings, ["a.txt"])
    run_local(settings)

    assert "a.txt" in column(settings, "documents", "source_uri")
    assert statuses(settings)["a.txt"] == "curated"
    assert whole(settings)


def test_a_folder_is_forgotten_with_all_that_is_in_it_now(settings: Settings) -> None:
    forget(settings, ["news/"])
    write(settings.raw, "news/d.txt", 3)
    run_local(settings)
    assert column(settings, "documents", "source_uri") == ["a.txt", "news/d.txt"]
    unforget(settings, ["news/"])
    run_local(settings)
    assert len(column(settings, "documents", "source_uri")) == 4


def records(raw: Path, *numbers: int) -> None:
    lines = [
        json.dumps({"text": BODY.format(TOWNS[number], number) * 2, "title": f"News from {TOWNS[number]}"})
        for number in numbers
    ]
    (raw / "all.jsonl.gz").write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))


def test_a_container_is_forgotten_with_its_records(settings: Settings) -> None:
    records(settings.raw, 3, 2)
    run_local(settings)
    forget(settings, ["all.jsonl.gz"])
    assert not [uri for uri in column(settings, "documents", "source_uri") if "jsonl" in uri]
    assert run_local(settings).release is None


def test_a_forgotten_record_stays_out_while_its_container_is_read_anew(settings: Settings) -> None:
    records(settings.raw, 3)
    run_local(settings)
    forget(settings, ["all.jsonl.gz#1"])
    records(settings.raw, 3, 2)
    run_local(settings)
    assert [uri for uri in statuses(settings) if statuses(settings)[uri] == "forgotten"] == ["all.jsonl.gz#1"]
    for name in ("documents", "duplicates"):
        assert "all.jsonl.gz#1" not in column(settings, name, "source_uri")
    assert whole(settings)


def test_the_copy_of_a_forgotten_report_becomes_a_document(settings: Settings) -> None:
    (settings.raw / "copy.txt").write_bytes((settings.raw / "a.txt").read_bytes())
    run_local(settings)
    ((uri, top),) = [
        (row["source_uri"], row["duplicate_of"])
        for row in ds.dataset(settings.curated / "duplicates").to_table().to_pylist()
    ]
    assert top
    forget(settings, ["a.txt" if uri == "copy.txt" else "copy.txt"])
    assert column(settings, "duplicates", "source_uri") == []
    assert uri in column(settings, "documents", "source_uri")


def test_what_is_not_there_cannot_be_forgotten_or_let_in(settings: Settings) -> None:
    with pytest.raises(UsageError, match=r"no input is called b\.txt"):
        forget(settings, ["b.txt"])
    with pytest.raises(UsageError, match=r"nothing forgotten is called a\.txt"):
        unforget(settings, ["a.txt"])


def test_without_data_there_is_nothing_to_edit(mill: Mill) -> None:
    with pytest.raises(UsageError, match="newsmill run"):
        forget(mill(), ["a.txt"])


def test_a_rollback_leaves_what_was_there_before_the_run(settings: Settings) -> None:
    before = column(settings, "documents", "doc_id")
    write(settings.raw, "late.txt", 3)
    write(settings.raw, "a.txt", 0, "A second version.")
    late = run_local(settings)

    done = rollback(settings, late.run_id)

    assert done.names == [late.run_id]
    assert column(settings, "documents", "doc_id") == before
    assert statuses(settings)["late.txt"] == "held"
    assert run_local(settings).release is None, "what is held is not read again"
    assert whole(settings)


def test_later_runs_go_with_the_one_that_is_taken_back(settings: Settings) -> None:
    ids = []
    for number, name in ((3, "late.txt"), (2, "later.txt")):
        write(settings.raw, name, number, name)
        ids.append(run_local(settings).run_id)
    assert rollback(settings, ids[0]).names == ids
    assert {statuses(settings)[name] for name in ("late.txt", "later.txt")} == {"held"}


def test_a_compaction_between_is_no_matter(settings: Settings) -> None:
    before = column(settings, "documents", "doc_id")
    write(settings.raw, "late.txt", 3)
    late = run_local(settings)
    joined = compact(settings)

    done = rollback(settings, late.run_id)

    assert joined is not None
    assert done.names == [late.run_id, joined.run_id]
    assert column(settings, "documents", "doc_id") == before
    assert whole(settings)


def test_a_run_that_died_before_its_history_can_be_taken_back(settings: Settings) -> None:
    before = column(settings, "documents", "doc_id")
    write(settings.raw, "late.txt", 3)
    late = run_local(settings)
    (Layout(settings.curated).history / f"{late.run_id}.json").unlink()

    assert rollback(settings, late.run_id).names == [late.run_id]
    assert column(settings, "documents", "doc_id") == before


def test_what_is_held_is_read_once_it_is_released(settings: Settings) -> None:
    write(settings.raw, "late.txt", 3)
    rollback(settings, run_local(settings).run_id)
    assert release_held(settings) is not None
    assert release_held(settings) is None
    run_local(settings)
    assert statuses(settings)["late.txt"] == "curated"
    assert whole(settings)


def test_new_bytes_of_a_held_input_are_read(settings: Settings) -> None:
    write(settings.raw, "late.txt", 3)
    rollback(settings, run_local(settings).run_id)
    write(settings.raw, "late.txt", 3, "Corrected since.")
    run_local(settings)
    assert statuses(settings)["late.txt"] == "curated"
    assert whole(settings)


def test_what_cannot_be_taken_back_says_why(settings: Settings) -> None:
    (first,) = history.entries(Layout(settings.curated))
    with pytest.raises(UsageError, match="was the first run"):
        rollback(settings, first["run_id"])
    with pytest.raises(UsageError, match="newsmill history"):
        rollback(settings, "1999")


def test_a_release_that_is_gone_cannot_be_gone_back_to(settings: Settings) -> None:
    write(settings.raw, "late.txt", 3)
    late = run_local(settings)
    forget(settings, ["a.txt"])
    with pytest.raises(StoreError, match="not kept any more"):
        rollback(settings, late.run_id)


def test_every_edit_is_in_the_history(settings: Settings) -> None:
    forget(settings, ["a.txt"])
    unforget(settings, ["a.txt"])
    actions = [(entry.get("action"), entry.get("names")) for entry in history.entries(Layout(settings.curated))]
    assert actions == [(None, None), ("forget", ["a.txt"]), ("unforget", ["a.txt"])]
