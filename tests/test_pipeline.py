"""A whole run, without Prefect: what is promised of it, on small folders of its own."""

import contextlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsmill.errors import RunLocked, UsageError
from newsmill.maintain import maintain
from newsmill.pipeline import open_run, run_local
from newsmill.schema import DATASETS
from newsmill.settings import Settings

Mill = Callable[..., Settings]
RUN_COLUMNS = {"run_id", "ingested_at", "updated_run"}
"""Columns that say in which run something happened; promises of equal rows leave them out."""

TOPICS = ["pier", "bridge", "market", "library", "school", "harvest", "tunnel", "museum"]
ENGLISH = (
    "The council of the town has decided that the {0} will be repaired before the winter storms begin. Work on the "
    "eastern side of the {0} starts next week, said the engineer in charge, and is to be finished within {1} days. "
    "Those who use the {0} every day can ask for a plan of the works at the town hall, where it hangs in room {1}."
)
CHINESE = (
    "镇议会决定，{1}号仓库旁的旧码头将在冬季风暴到来之前完成维修，东侧工程下周开工，"
    "预计{1}天内结束，居民可以到镇公所查看施工图。"
)


def _article(number: int) -> str:
    topic = TOPICS[number % len(TOPICS)]
    body = (CHINESE if number % 3 == 2 else ENGLISH).format(topic, 20 + 7 * number)
    return f"The {topic} in {20 + number} days\n\n{body}\n\nSee also  Ten things to do near the {topic}\n"


def _rows(curated: Path, name: str) -> list[dict[str, Any]]:
    table = ds.dataset(curated / name).to_table()
    kept = [column for column in table.column_names if column not in RUN_COLUMNS]
    return sorted(table.select(kept).to_pylist(), key=repr)


def _all_rows(curated: Path) -> dict[str, list[dict[str, Any]]]:
    return {name: _rows(curated, name) for name in DATASETS}


def _tree(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Content and time of every file, but for the history and the lock."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    kept = (path for path in files if "history" not in path.parts and "lock" not in path.name)
    return {str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns) for path in kept}


def test_an_empty_raw_gives_six_readable_empty_datasets(mill: Mill) -> None:
    run_local(mill())

    for name, dataset in DATASETS.items():
        table = ds.dataset(mill().curated / name).to_table()
        assert table.num_rows == 0
        assert table.schema.names == dataset.schema.names


def test_a_raw_that_is_not_there_is_an_error_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="create it"):
        run_local(Settings(raw=tmp_path / "missing", curated=tmp_path / "curated"))


def test_the_same_run_twice_changes_no_byte(mill: Mill) -> None:
    (mill().raw / "a.txt").write_text(_article(0))
    run_local(mill())
    before = _tree(mill().curated)

    report = run_local(mill())

    assert (report.release, report.new, report.unchanged) == (None, 0, 1)
    assert _tree(mill().curated) == before


def test_a_new_file_is_the_only_one_that_is_read(mill: Mill) -> None:
    (mill().raw / "a.txt").write_text(_article(0))
    run_local(mill())
    (mill().raw / "b.txt").write_text(_article(1))

    report = run_local(mill())

    assert (report.new, report.unchanged, report.documents) == (1, 1, 1)
    assert len(_rows(mill().curated, "documents")) == 2


def test_a_change_of_settings_curates_everything_again_and_says_so(mill: Mill) -> None:
    (mill().raw / "a.txt").write_text(_article(2))
    run_local(mill())

    report = run_local(mill(script="s2tw"))

    assert report.digest_changed
    assert (report.new, report.unchanged) == (1, 0)
    (row,) = _rows(mill().curated, "documents")
    assert "鎮議會" in row["text"]
    assert "镇议会" in row["text_original"]


def test_only_new_keeps_the_rows_of_the_old_settings(mill: Mill) -> None:
    (mill().raw / "a.txt").write_text(_article(2))
    run_local(mill())
    (mill().raw / "b.txt").write_text(_article(5))

    report = run_local(mill(script="s2tw", only_new=True))

    assert (report.new, report.unchanged) == (1, 1)
    texts = "".join(row["text"] for row in _rows(mill().curated, "documents"))
    assert "镇议会" in texts
    assert "鎮議會" in texts


def test_a_row_keeps_the_run_that_admitted_it_when_it_is_curated_again(mill: Mill) -> None:
    (mill().raw / "a.txt").write_text(_article(2))
    first = run_local(mill())
    second = run_local(mill(script="s2tw"))

    (row,) = ds.dataset(mill().curated / "documents").to_table().to_pylist()

    assert (row["run_id"], row["updated_run"]) == (first.run_id, second.run_id)
    assert row["ingested_at"] == first.started_at or abs((row["ingested_at"] - first.started_at).total_seconds()) < 60


def test_a_changed_file_becomes_a_revision_of_itself(mill: Mill) -> None:
    (mill().raw / "a.txt").write_text(_article(0))
    run_local(mill())
    (mill().raw / "a.txt").write_text(_article(0).replace("eastern", "western"))
    run_local(mill())

    (newest,) = _rows(mill().curated, "documents")
    (old,) = _rows(mill().curated, "duplicates")
    statuses = {row["raw_sha256"]: row["status"] for row in _rows(mill().curated, "sources")}

    assert "western" in newest["text"]
    assert (old["relation"], old["duplicate_of"]) == ("revision", newest["doc_id"])
    assert statuses == {newest["raw_sha256"]: "curated", old["raw_sha256"]: "superseded"}


def test_a_text_that_comes_back_is_the_newest_again(mill: Mill) -> None:
    page = mill().raw / "a.txt"
    for text in (_article(0), _article(0).replace("eastern", "western"), _article(0)):
        page.write_text(text)
        run_local(mill())

    (newest,) = _rows(mill().curated, "documents")
    (old,) = _rows(mill().curated, "duplicates")

    assert ("eastern" in newest["text"], "western" in old["text"], old["relation"]) == (True, True, "revision")


def test_a_file_that_vanished_keeps_its_rows(mill: Mill) -> None:
    (mill().raw / "a.txt").write_text(_article(0))
    run_local(mill())
    (mill().raw / "a.txt").unlink()

    report = run_local(mill())

    assert report.release is None
    assert len(_rows(mill().curated, "documents")) == 1


def test_bad_inputs_are_quarantined_and_the_rest_is_curated(mill: Mill) -> None:
    raw = mill().raw
    (raw / "good.txt").write_text(_article(0))
    (raw / "empty.txt").write_bytes(b"")
    (raw / "binary.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    (raw / "paper.pdf").write_bytes(b"%PDF-1.7")
    (raw / "large.txt").write_text(_article(1) * 40)
    (raw / "menu.html").write_text("<p>Menu</p>")
    (raw / "gone.txt").symlink_to(raw / "nowhere.txt")

    report = run_local(mill(max_input_bytes=4096))

    stages = {row["source_uri"]: (row["stage"], row["error"]) for row in _rows(mill().curated, "quarantine")}
    assert stages == {
        "empty.txt": ("decode", "empty"),
        "binary.txt": ("decode", "binary"),
        "paper.pdf": ("intake", "unsupported"),
        "large.txt": ("intake", "too-large"),
        "menu.html": ("clean", "no-article"),
        "gone.txt": ("read", "unreadable"),
    }
    assert (report.documents, report.quarantined) == (1, 6)


def test_raw_is_never_written(mill: Mill) -> None:
    (mill().raw / "a.txt").write_text(_article(0))
    (mill().raw / "b.html").write_text(f"<p>{_article(1)}</p>")
    before = _tree(mill().raw)

    run_local(mill())

    assert _tree(mill().raw) == before


def test_inputs_with_documents_and_quarantined_inputs_are_all_inputs(sample_release: Path) -> None:
    sources = _rows(sample_release, "sources")
    texts = len(_rows(sample_release, "documents")) + len(_rows(sample_release, "duplicates"))

    assert sum(row["documents"] for row in sources) == texts
    assert {row["status"] for row in sources} == {"curated", "quarantined", "container"}
    assert sum(row["status"] == "quarantined" for row in sources) == len(_rows(sample_release, "quarantine"))


def test_a_document_is_in_documents_or_in_duplicates_once(sample_release: Path) -> None:
    ids = [row["doc_id"] for name in ("documents", "duplicates") for row in _rows(sample_release, name)]

    assert len(ids) == len(set(ids))


def test_a_second_run_at_the_same_time_is_refused(mill: Mill) -> None:
    with open_run(mill()), pytest.raises(RunLocked):
        run_local(mill())


def test_progress_counts_up_to_all_inputs(mill: Mill) -> None:
    for number in range(5):
        (mill().raw / f"{number}.txt").write_text(_article(number))
    seen: list[tuple[int, int]] = []

    run_local(mill(shard_inputs=2), lambda done, total: seen.append((done, total)))

    assert seen[-1] == (5, 5)
    assert len(seen) == 3


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_rows_do_not_depend_on_workers_shards_or_the_order_of_files(workers: int, mill: Mill, tmp_path: Path) -> None:
    shuffled = tmp_path / "shuffled"
    shuffled.mkdir()
    for number in range(9):
        (mill().raw / f"{number}.txt").write_text(_article(number))
    for number in (3, 8, 1, 0, 7, 5, 2, 6, 4):
        (shuffled / f"{number}.txt").write_text(_article(number))
    run_local(mill())
    run_local(mill(raw=shuffled, curated=tmp_path / "others", workers=workers, shard_inputs=2))

    assert _all_rows(tmp_path / "others") == _all_rows(mill().curated)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_many_runs_over_parts_end_as_one_run_over_all(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("parts")
    pages = {f"{number}.txt": _article(number) for number in range(4)} | {
        "copy.txt": _article(0),
        "more.txt": _article(1) + "\nA last paragraph says that the plan may still change after the hearing in May.\n",
        "empty.txt": "",
    }
    runs = {name: data.draw(st.integers(0, 2), label=name) for name in pages}
    for name, text in pages.items():
        (folder / "all").mkdir(exist_ok=True)
        (folder / "all" / name).write_text(text)
    run_local(Settings(raw=folder / "all", curated=folder / "once", workers=1))
    (folder / "some").mkdir()
    for number in range(3):
        for name in (name for name, run in runs.items() if run == number):
            shutil.copy(folder / "all" / name, folder / "some" / name)
        run_local(Settings(raw=folder / "some", curated=folder / "often", workers=1))

    assert _all_rows(folder / "often") == _all_rows(folder / "once")


def _die_in_mid_run(settings: Settings) -> None:
    with contextlib.suppress(KeyboardInterrupt), open_run(settings) as run:
        run.staging.mkdir()
        (run.staging / "half.parquet").write_bytes(b"PAR1")
        raise KeyboardInterrupt


def test_a_run_that_was_killed_between_steps_leaves_nothing_for_readers(mill: Mill) -> None:
    (mill().raw / "a.txt").write_text(_article(0))
    run_local(mill())
    before = _all_rows(mill().curated)
    _die_in_mid_run(mill())

    assert _all_rows(mill().curated) == before
    assert run_local(mill()).release is None
    assert not any((mill().curated / ".newsmill" / "staging").iterdir())


def test_a_file_that_vanished_does_not_make_later_runs_speak_of_changed_settings(mill: Mill) -> None:
    (mill().raw / "a.txt").write_text(_article(0))
    (mill().raw / "b.txt").write_text(_article(1))
    run_local(mill())
    (mill().raw / "a.txt").unlink()
    run_local(mill(script="s2tw"))

    report = run_local(mill(script="s2tw"))

    assert (report.digest_changed, report.release) == (False, None)


def test_retry_reads_what_is_in_quarantine_once_more(mill: Mill) -> None:
    (mill().raw / "good.txt").write_text(_article(0))
    (mill().raw / "empty.txt").touch()
    (mill().raw / "pages.jsonl").write_text(json.dumps({"text": _article(1)}) + "\nnot a record\n")
    run_local(mill())
    before = _all_rows(mill().curated)

    assert run_local(mill()).release is None
    report = run_local(mill(), retry=True)

    assert (report.new, report.unchanged, report.quarantined, report.digest_changed) == (2, 1, 2, False)
    assert _all_rows(mill().curated) == before


def test_a_source_that_changes_is_named_in_the_report_of_its_run(mill: Mill) -> None:
    (mill().raw / "post").mkdir()
    for run in range(6):
        for page in range(20):
            text = _article(100 * run + page)
            (mill().raw / "post" / f"{run}-{page}.txt").write_text("" if run == 5 and page < 15 else text)
        report = run_local(mill())

    assert "post: share of quarantined pages is 75%, usually 0%" in [str(drift) for drift in report.drift]


def test_maintenance_joins_small_files_and_removes_the_releases_that_are_due_to_go(mill: Mill) -> None:
    for number in range(4):
        (mill().raw / f"{number}.txt").write_text(_article(number))
        run_local(mill(keep_releases=10))

    before = _all_rows(mill().curated)

    done = maintain(mill(keep_releases=2, keep_hours=0))

    assert (done.removed, done.releases) == ([1, 2, 3], [4, 5])
    assert "documents/lang=en" in done.joined
    assert "documents/lang=zh" not in done.joined
    assert _all_rows(mill().curated) == before
    again = maintain(mill(keep_releases=2, keep_hours=0))
    assert (again.removed, again.releases, again.joined) == ([], [4, 5], [])
    with open_run(mill()), pytest.raises(RunLocked):
        maintain(mill())
