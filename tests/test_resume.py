"""A run that died or failed half way: the next one takes over what was finished, where that is right."""

import contextlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds
import pytest

from newsmill import resume
from newsmill.edits import forget
from newsmill.errors import StoreError
from newsmill.maintain import maintain
from newsmill.pipeline import curating, discover, find_overlaps, open_run, run_local
from newsmill.schema import DATASETS
from newsmill.settings import Settings
from newsmill.store.layout import Layout

Mill = Callable[..., Settings]
OF_THE_RUN = {"run_id", "ingested_at", "updated_run"}
PAGE = (
    "Pier {0} to be repaired\n\nThe council has decided that ferry pier {0} will be repaired before storm {0} comes. "
    "Work on side {0} starts in week {0}, said engineer {0}, and those who use it can ask for a plan in room {0}.\n"
)


@pytest.fixture
def small(mill: Mill) -> Mill:
    """Eight pages, in four shards."""
    for number in range(8):
        _write(mill().raw, number)
    return lambda **others: mill(**{"shard_inputs": 2, **others})


def _write(raw: Path, number: int) -> None:
    (raw / f"page-{number:02d}.txt").write_text(PAGE.format(1000 + 37 * number))


def _fail(settings: Settings, shards: int, *, retry: bool = False) -> None:
    """A run that fails after so many shards; after all of them, in the step that publishes."""
    with contextlib.suppress(StoreError), open_run(settings, retry=retry) as run:
        plan = discover(run)
        with curating(run, 1) as curate:
            results = [result for shard in plan.shards[:shards] for result in curate(shard)]
        if shards == len(plan.shards):
            find_overlaps(run, [*plan.finished, *results])
        raise OSError("no space left on device")


def _rows(curated: Path) -> dict[str, list[dict[str, Any]]]:
    tables = {name: ds.dataset(curated / name).to_table() for name in DATASETS}
    return {name: sorted(table.drop_columns(list(OF_THE_RUN & {*table.column_names})).to_pylist(), key=repr)
            for name, table in tables.items()}  # fmt: skip


def _as_in_peace(settings: Settings, tmp_path: Path) -> bool:
    """Whether CURATED has the rows of one run over all of RAW, and nothing is left of those that failed."""
    in_peace = settings.model_copy(update={"curated": tmp_path / "in-peace"})
    run_local(in_peace)
    layout = Layout(settings.curated)
    return (
        _rows(settings.curated) == _rows(in_peace.curated)
        and not layout.finished.exists()
        and not any(layout.staging.iterdir())
    )


@pytest.mark.parametrize(("shards", "taken"), [(0, 0), (1, 2), (3, 6), (4, 8)])
def test_the_next_run_does_only_what_is_left(small: Mill, tmp_path: Path, shards: int, taken: int) -> None:
    _fail(small(), shards)

    report = run_local(small())

    assert (report.new, report.documents, report.taken_over) == (8, 8, taken)
    assert (report.work.shards if report.work else 0) == 4 - shards
    assert _as_in_peace(small(), tmp_path)
    for name in ("documents", "sources"):
        assert {*ds.dataset(small().curated / name).to_table()["run_id"].to_pylist()} == {report.run_id}


def test_what_two_runs_had_finished_is_taken_over_from_both(small: Mill, tmp_path: Path) -> None:
    _fail(small(), 1)
    _fail(small(), 2)

    assert run_local(small()).taken_over == 6
    assert _as_in_peace(small(), tmp_path)


def test_files_that_came_in_between_are_curated_beside(small: Mill, tmp_path: Path) -> None:
    _fail(small(), 3)
    _write(small().raw, 8)

    report = run_local(small())

    assert (report.new, report.taken_over) == (9, 6)
    assert _as_in_peace(small(), tmp_path)


def test_inputs_that_another_pipeline_had_read_before_are_taken_over_too(small: Mill, tmp_path: Path) -> None:
    """They keep the time of their first admission, which is the same in both attempts."""
    run_local(small(script="s2tw"))
    _fail(small(), 3)

    report = run_local(small())

    assert (report.digest_changed, report.taken_over) == (True, 6)
    assert _as_in_peace(small(), tmp_path)


def _change_a_page(settings: Settings) -> None:
    (settings.raw / "page-00.txt").write_text(PAGE.format("one hundred"))


def _remove_a_page(settings: Settings) -> None:
    (settings.raw / "page-00.txt").unlink()


def _damage(settings: Settings, pattern: str) -> None:
    for file in sorted(Layout(settings.curated).finished.glob(pattern))[:1]:
        content = file.read_bytes()
        file.write_bytes(content[:-30] + bytes(10) + content[-20:])


def _damage_a_table(settings: Settings) -> None:
    _damage(settings, "*/*/texts.parquet/*.parquet")


def _damage_a_record(settings: Settings) -> None:
    _damage(settings, "*/*.json")


def _lose_a_table(settings: Settings) -> None:
    next(iter(sorted(Layout(settings.curated).finished.glob("*/*/removed.parquet/*.parquet")))).unlink()


def _let_an_older_newsmill_have_made_it(settings: Settings) -> None:
    record = min(Layout(settings.curated).finished.glob("*/*.json"))
    record.write_text(json.dumps({**json.loads(record.read_text()), "made_by": "newsmill 0.0.1, schema 1"}))


@pytest.mark.parametrize(
    "between",
    [
        _change_a_page,
        _remove_a_page,
        _damage_a_table,
        _damage_a_record,
        _lose_a_table,
        _let_an_older_newsmill_have_made_it,
    ],
)
def test_a_shard_is_taken_over_whole_or_not_at_all(
    small: Mill, tmp_path: Path, between: Callable[[Settings], None]
) -> None:
    _fail(small(), 2)
    between(small())

    assert run_local(small()).taken_over == 2
    assert _as_in_peace(small(), tmp_path)


def test_another_pipeline_takes_nothing_over(small: Mill, tmp_path: Path) -> None:
    _fail(small(script="s2tw"), 4)

    assert run_local(small()).taken_over == 0
    assert _as_in_peace(small(), tmp_path)


def test_a_retry_reads_quarantined_inputs_again_though_a_run_that_failed_had(small: Mill) -> None:
    (small().raw / "bad.pdf").touch()
    run_local(small())
    _fail(small(), 1, retry=True)

    report = run_local(small(), retry=True)

    assert (report.new, report.quarantined, report.taken_over) == (1, 1, 0)


def test_what_nobody_needs_any_more_goes_with_the_next_run(small: Mill) -> None:
    run_local(small())
    _write(small().raw, 8)
    _fail(small(), 1)
    (small().raw / "page-08.txt").unlink()

    assert run_local(small()).release is None
    assert not Layout(small().curated).finished.exists()


def test_forgetting_a_source_leaves_no_trace_of_it_in_what_is_kept(small: Mill) -> None:
    run_local(small(script="s2tw"))
    _fail(small(), 4)

    forget(small(), ["page-00.txt"])

    assert not Layout(small().curated).finished.exists()
    assert run_local(small()).documents == 7


def test_maintenance_keeps_what_was_finished_for_as_long_as_releases(small: Mill) -> None:
    _fail(small(), 3)
    finished = Layout(small().curated).finished

    maintain(small(keep_hours=1))
    assert len([*finished.glob("*/*.json")]) == 3

    two_hours_ago = finished.stat().st_mtime - 7200
    for folder in finished.iterdir():
        os.utime(folder, (two_hours_ago, two_hours_ago))
    maintain(small(keep_hours=1))
    assert not finished.exists()
    assert run_local(small()).taken_over == 0


def test_a_shard_whose_worker_died_or_whose_input_changed_is_not_noted(small: Mill) -> None:
    with open_run(small()) as run:
        shard = discover(run).shards[0]
        with curating(run, 1) as curate:
            (result,) = curate(shard)
        record = result.folder.with_suffix(".json")
        assert record.exists()
        record.unlink()
        resume.note_finished(run, [], [result, result])
        resume.note_finished(run, [], [result.model_copy(update={"skipped": 1})])
        assert not record.exists()
