"""What people are told of a run: in figures, as Markdown, as tables."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from newsmill.report.drift import Drift
from newsmill.report.markdown import markdown
from newsmill.report.past import last_runs
from newsmill.report.summary import RunReport, summarise, with_tables
from newsmill.report.tables import quarantine_rows, removed_rows
from newsmill.schema import QUARANTINE
from newsmill.tally import InputNote, ShardResult, SourceCounts

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
ROWS = {"documents": 5, "duplicates": 2, "overlaps": 0, "removed": 9, "quarantine": 1, "sources": 8}


def _shard(number: int, **others: object) -> ShardResult:
    values: dict[str, object] = {
        "shard": f"{number:04d}", "folder": Path("x"), "inputs": 4, "documents": 3, "quarantined": 1, "removed": 5,
        "skipped": 0, "shift": None, "languages": {"en": 2, "zh": 1}, "rules": {"en.see-also": 5},
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


def _past(count: int, **others: object) -> list[RunReport]:
    made = _report(_shard(1))
    days = [NOW - timedelta(days=day + 1) for day in range(count)]
    return [made.model_copy(update={"run_id": f"run-{day}", "started_at": day, **others}) for day in days]


def test_the_report_stands_beside_the_last_runs() -> None:
    text = markdown(_report(_shard(1)), _past(9))

    assert "## Beside the last runs" in text
    assert text.count("| 2026-01-0") + text.count("| 2025-12-") == 8  # this run and seven before it
    assert "![The last runs](data:image/svg+xml;base64," in text
    assert "Beside" not in markdown(_report(_shard(1)))


@pytest.mark.parametrize(("texts", "says"), [(7, "nothing is missing"), (6, "does not add up")])
def test_the_report_accounts_for_every_text(texts: int, says: str) -> None:
    sources = pa.table({"status": ["curated", "quarantined", "curated"], "documents": [texts - 2, 0, 2]})
    none = pa.schema({"source_uri": pa.string(), "site": pa.string(), "run_id": pa.string()}).empty_table()

    text = markdown(with_tables(_report(_shard(1)), sources, none))

    assert "Of 3 inputs, pages and records of containers: 2 curated, 1 quarantined." in text
    assert says in text


def test_duplicates_are_counted_with_the_source_they_came_from() -> None:
    counted = {"post": SourceCounts(pages=4, documents=3), "a.example": SourceCounts(pages=1, documents=1)}
    duplicates = pa.table(
        {
            "source_uri": ["post/1.html", "post/2.html", "top.html", "post/old.html"],
            "site": [None, None, "a.example", None],
            "run_id": ["run-1", "run-1", "run-1", "run-0"],
        }
    )
    sources = pa.table({"status": ["curated"], "documents": [4]})

    made = with_tables(_report(_shard(1, sources=counted)), sources, duplicates)

    assert {name: counts.duplicates for name, counts in made.sources.items()} == {"post": 2, "a.example": 1}


def test_what_drifts_is_said_first() -> None:
    made = _report(_shard(1)).model_copy(
        update={"drift": [Drift(source="post", measure="share of furniture", now=0.5, usual=0.2)]}
    )

    text = markdown(made)

    assert text.index("post: share of furniture is 50%, usually 20%") < text.index("## Inputs")


def test_the_history_keeps_the_sources_with_the_most_pages() -> None:
    counted = {f"site-{number:03d}": SourceCounts(pages=number, kept=10) for number in range(80)}

    made = _report(_shard(1, sources=counted))

    assert len(made.sources) == 50
    assert min(made.sources) == "site-030"
    assert made.kept == 800


def test_the_last_runs_are_those_that_published() -> None:
    entries = [made.model_dump(mode="json") for made in [*_past(3, release=None), *_past(20)]]

    runs = last_runs([{"of": "another newsmill"}, *entries])

    assert len(runs) == 14
    assert all(run.release for run in runs)
    assert last_runs(entries[:4], but=entries[3]["run_id"]) == []


def test_the_quarantine_of_a_run_is_a_table_with_a_way_out_for_each() -> None:
    row = {"raw_sha256": "0", "stage": "intake", "detail": "x" * 1000, "run_id": "run-1"}
    rows = [{**row, "source_uri": f"{number:03d}.pdf", "error": "unsupported"} for number in range(300)]
    others = [
        {**row, "source_uri": "000.txt", "error": "RecursionError"},
        {**row, "source_uri": "old", "error": "x", "run_id": "0"},
    ]

    shown = quarantine_rows(pa.Table.from_pylist([*rows, *others], QUARANTINE.schema), "run-1")

    assert len(shown) == 200
    assert (shown[1]["input"], shown[1]["why"]) == ("000.txt", "intake: RecursionError")
    assert "explain" in shown[1]["what to do"]
    assert "convert" in shown[0]["what to do"]
    assert len(shown[0]["detail"]) < 300


def test_removed_lines_come_most_frequent_first_each_with_a_page() -> None:
    def lines(*texts: str, page: str) -> pa.Table:
        return pa.table({"text": list(texts), "rule": ["en.share"] * len(texts), "source_uri": [page] * len(texts)})

    shown = removed_rows([lines("Share  this", "Follow us", page="a"), lines("Share this", page="b")])

    assert shown == [
        {"times": 2, "line": "Share this", "rule": "en.share", "for example in": "a"},
        {"times": 1, "line": "Follow us", "rule": "en.share", "for example in": "a"},
    ]
