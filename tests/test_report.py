"""What people are told of a run: in figures, as Markdown."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsmill.report.markdown import markdown
from newsmill.report.summary import RunReport, summarise
from newsmill.tally import InputNote, ShardResult

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
ROWS = {"documents": 5, "duplicates": 2, "overlaps": 0, "removed": 9, "quarantine": 1, "sources": 8}


def _shard(number: int, **others: object) -> ShardResult:
    values: dict[str, object] = {
        "shard": f"{number:04d}", "folder": Path("x"), "inputs": 4, "documents": 3, "quarantined": 1, "removed": 5,
        "skipped": 0, "seconds": 1.0, "languages": {"en": 2, "zh": 1}, "rules": {"en.see-also": 5},
        "failures": [InputNote(source_uri=f"bad-{number}.pdf", what="intake: unsupported")],
        "slowest": [InputNote(source_uri=f"slow-{number}.html", what="slow", seconds=number / 10)],
    }  # fmt: skip
    return ShardResult.model_validate(values | others)


def _report(*results: ShardResult, release: int | None = 7, changed: bool = False) -> RunReport:
    counts: dict[str, int | bool] = {"new": 8, "unchanged": 3, "hidden": 1, "waiting": 2, "digest_changed": changed}
    published = (release, ROWS if release else {})
    return summarise("run-1", NOW, (Path("raw"), Path("curated")), counts, results, published)


def test_the_figures_of_shards_are_added_up() -> None:
    report = _report(_shard(1), _shard(2, skipped=1))

    assert (report.documents, report.quarantined, report.removed, report.waiting) == (6, 2, 10, 3)
    assert (report.languages, report.rules) == ({"en": 4, "zh": 2}, {"en.see-also": 10})
    assert [note.source_uri for note in report.slowest] == ["slow-2.html", "slow-1.html"]
    assert [note.source_uri for note in report.failures] == ["bad-1.pdf", "bad-2.pdf"]


def test_the_markdown_says_what_came_in_and_what_went_out() -> None:
    text = markdown(_report(_shard(1)))

    for part in (
        "run-1",
        "**5 documents**",
        "2 duplicates",
        "release 7",
        "| en | 2 |",
        "| en.see-also | 5 |",
        "bad-1.pdf",
        "slow-1.html",
    ):
        assert part in text


def test_a_run_with_nothing_new_says_only_that() -> None:
    text = markdown(_report(release=None))

    assert "Nothing new" in text
    assert "What readers find" not in text


def test_a_change_of_settings_is_said_in_the_report() -> None:
    assert "everything was curated again" in markdown(_report(_shard(1), changed=True))


@pytest.mark.parametrize("name", ["a|b.txt", "a\nb.txt", "a\\|b.txt"])
def test_no_file_name_breaks_out_of_its_table_cell(name: str) -> None:
    bad = _shard(1, failures=[InputNote(source_uri=name, what="because | not")])
    lines = markdown(_report(bad)).splitlines()

    (row,) = [line for line in lines if "because" in line]
    unescaped = row.replace("\\\\", "").replace("\\|", "")
    assert unescaped.count("|") == 3


def test_a_report_survives_the_history_file() -> None:
    report = _report(_shard(1))

    assert RunReport.model_validate(report.model_dump(mode="json")) == report
