"""The index beside the releases: it saves work and decides nothing, whatever becomes of it."""

import json
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.dataset as ds
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as settings_of
from hypothesis import strategies as st
from store_faults import points
from store_jobs import strays
from store_kills import in_a_process, kill_at

from newsmill import pipeline, standing
from newsmill.edits import compact, forget, rollback
from newsmill.overlap import arrivals
from newsmill.overlap.keeping import recall
from newsmill.overlap.memory import Memory
from newsmill.pipeline import run_local
from newsmill.settings import Settings
from newsmill.store.layout import Layout

Mill = Callable[..., Settings]
NEVER = {"run_id", "ingested_at", "updated_run"}
STORY = (
    "The harbour master of {0} has closed the northern quay: a diver found a crack as long as a lorry in its wall. "
    "Ships are sent to the basin behind the fish market, where there is room for {1} of them, until a firm from the "
    "next town has looked at the stones. Fishermen say that they had warned the office about it for eleven years."
)


def story(number: int) -> str:
    """Report number // 3, told in one of three ways."""
    report, way = divmod(number, 3)
    body = STORY.format(f"Port{report}", 10 + report)
    quote = f"Nobody can say how long the wall of Port{report} will stand, and the office answers no letters."
    return "\n\n".join([f"Crack closes quay {report}", body, *([quote] * way)]) + "\n"


def write(settings: Settings, numbers: Iterable[int]) -> None:
    for number in numbers:
        (settings.raw / f"{number:02d}.txt").write_text(story(number))


def rows(settings: Settings) -> dict[str, list[dict[str, Any]]]:
    tables = {name: ds.dataset(settings.curated / name).to_table() for name in ("documents", "duplicates", "overlaps")}
    return {
        name: sorted(
            table.select([column for column in table.column_names if column not in NEVER]).to_pylist(), key=repr
        )
        for name, table in tables.items()
    }


def names(settings: Settings) -> list[str]:
    """What the index is made of now: its list, and the files in that."""
    folder = Layout(settings.curated).index
    (listed,) = folder.glob("*.json")
    parts = [part for part in json.loads(listed.read_bytes()).values() if isinstance(part, list)]
    files = [part[0] if isinstance(part[0], str) else [file for file, _ in part] for part in parts if part]
    return sorted([listed.name, *np.hstack(files).tolist()])


def remembered(settings: Settings) -> Memory:
    folder = Layout(settings.curated).index
    (listed,) = folder.glob("*.json")
    memory = recall(folder, listed.stem, standing.CODE)
    assert memory is not None
    return memory


@pytest.fixture
def two_runs(mill: Mill) -> Settings:
    settings = mill()
    write(settings, range(7))
    run_local(settings)
    write(settings, range(7, 9))
    return settings


@pytest.fixture
def expected(mill: Mill, tmp_path: Path) -> dict[str, list[dict[str, Any]]]:
    settings = mill().model_copy(update={"curated": tmp_path / "whole"})
    write(settings, range(9))
    run_local(settings)
    return rows(settings)


def test_a_later_run_starts_from_the_index(
    two_runs: Settings, expected: dict[str, list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(standing, "_found_anew")
    run_local(two_runs)
    assert rows(two_runs) == expected
    assert expected["duplicates"]


def test_the_index_is_made_of_what_it_lists_and_nothing_else(two_runs: Settings) -> None:
    run_local(two_runs)
    folder = Layout(two_runs.curated).index
    assert sorted(entry.name for entry in folder.iterdir()) == names(two_runs)


@pytest.mark.parametrize("harm", ["lost", "cut short", "flags cut short", "unreadable list", "of other code"])
def test_an_index_of_no_use_is_made_anew(
    two_runs: Settings, expected: dict[str, list[dict[str, Any]]], harm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Layout(two_runs.curated).index
    (listed,) = folder.glob("*.json")
    if harm == "lost":
        for entry in folder.iterdir():
            entry.unlink()
    elif harm == "unreadable list":
        listed.write_text("{")
    elif harm == "of other code":
        monkeypatch.setattr(standing, "CODE", "epoch 0")
    else:
        parts = json.loads(listed.read_bytes())
        file = folder / (parts["alive"][0] if harm == "flags cut short" else parts["rows"][0][0])
        file.write_bytes(file.read_bytes()[:-1])
    run_local(two_runs)
    assert rows(two_runs) == expected


def test_a_run_that_dies_before_it_publishes_leaves_the_index_of_the_release(
    two_runs: Settings, expected: dict[str, list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.delattr(pipeline, "publish_release")
        with pytest.raises(NameError):
            run_local(two_runs)
    monkeypatch.delattr(standing, "_found_anew")
    run_local(two_runs)
    assert rows(two_runs) == expected
    assert sorted(entry.name for entry in Layout(two_runs.curated).index.iterdir()) == names(two_runs)


def test_when_there_are_no_numbers_left_the_index_is_made_anew(
    two_runs: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget(two_runs, ["00.txt"])
    monkeypatch.setattr(arrivals, "MOST_HOLDERS", 8)
    run_local(two_runs)
    assert len(remembered(two_runs).alive) == 8


def test_what_is_forgotten_vanishes_from_the_index(two_runs: Settings, mill: Mill, tmp_path: Path) -> None:
    run_local(two_runs)
    forget(two_runs, ["03.txt", "08.txt"])
    other = mill().model_copy(update={"raw": tmp_path / "rest", "curated": tmp_path / "without"})
    other.raw.mkdir()
    write(other, range(8))
    (other.raw / "03.txt").unlink()
    run_local(other)
    assert rows(two_runs) == rows(other)
    sizes = []
    for settings in (two_runs, other):
        memory = remembered(settings)
        tables = (memory.rows, memory.members, memory.words, memory.wordings, memory.links, memory.titles)
        sizes.append([sum(len(run.keys) for run in table.runs) for table in tables])
        sizes[-1] += [sum(len(run.entries) for run in part.runs) for part in (memory.hashes, memory.headings)]
    assert sizes[0] == sizes[1]


def test_joined_files_keep_the_index(two_runs: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    run_local(two_runs)
    assert compact(two_runs) is not None
    monkeypatch.delattr(standing, "_found_anew")
    write(two_runs, range(9, 11))
    run_local(two_runs)
    assert len(rows(two_runs)["documents"]) + len(rows(two_runs)["duplicates"]) == 11


def test_a_run_taken_back_is_out_of_the_index(two_runs: Settings) -> None:
    before = rows(two_runs)
    run_id = run_local(two_runs).run_id
    rollback(two_runs, run_id)
    assert rows(two_runs) == before


def test_a_text_that_is_read_again_and_says_what_it_said_changes_no_index(two_runs: Settings) -> None:
    """A container that grew is read again as a whole."""
    lines = [json.dumps({"text": story(number)}) for number in range(9, 12)]
    feed = two_runs.raw / "feed.jsonl"
    feed.write_text("\n".join(lines[:2]) + "\n")
    run_local(two_runs)
    feed.write_text("\n".join(lines) + "\n")
    run_local(two_runs)
    memory = remembered(two_runs)
    assert sum(len(run.keys) for run in memory.rows.runs) == 12


def _killed(folder: Path, some: bool) -> None:
    """Fill a folder: `copies` of CURATED, in each of which a second run died at another point of writing the index."""
    base = Settings(raw=folder / "raw", curated=folder / "base", workers=1)
    base.raw.mkdir()
    write(base, range(7))
    run_local(base)
    write(base, range(7, 9))
    done = base.model_copy(update={"curated": folder / "reference"})
    shutil.copytree(base.curated, done.curated, symlinks=True)
    found = points(lambda: run_local(done))
    writing = [point for point in found if point.split(".")[0] in {"keeping", "runs", "postings", "standing"}]
    chosen = ["runs.Run.write: open", "keeping.remember: replace", "keeping.forget_all_but: unlink"]
    for point in chosen if some else sorted(set(writing)):
        copy = base.model_copy(update={"curated": folder / "copies" / point})
        shutil.copytree(base.curated, copy.curated, symlinks=True)
        kill_at(found.index(point), lambda: run_local(copy))  # noqa: B023 - called at once


@pytest.mark.parametrize("some", [True, pytest.param(False, marks=pytest.mark.slow_store)])
def test_a_run_killed_while_it_writes_the_index_is_followed_by_one_that_ends_well(tmp_path: Path, some: bool) -> None:
    in_a_process(_killed, tmp_path, some)
    copies = list((tmp_path / "copies").iterdir())
    assert len(copies) >= 3
    expected = rows(Settings(raw=tmp_path / "raw", curated=tmp_path / "reference"))
    for curated in copies:
        settings = Settings(raw=tmp_path / "raw", curated=curated, workers=1)
        run_local(settings)
        assert rows(settings) == expected
        write(settings, range(9, 10))
        run_local(settings)
        (tmp_path / "raw/09.txt").unlink()
        assert strays(curated) == []


@pytest.mark.slow
@given(st.permutations(range(16)), st.lists(st.sampled_from([1, 2, 4]), min_size=1, max_size=4))
@settings_of(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_number_of_runs_and_workers_end_as_one_run_with_one(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], workers: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("mill")
    mill = Settings(raw=folder / "raw", curated=folder / "curated", shard_inputs=2)
    mill.raw.mkdir()
    for part, count in zip(np.array_split(order, len(workers)), workers, strict=True):
        write(mill, part.tolist())
        run_local(mill.model_copy(update={"workers": count}))
    whole = mill.model_copy(update={"curated": folder / "whole", "workers": 1})
    run_local(whole)
    assert rows(mill) == rows(whole)
