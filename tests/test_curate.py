"""Inputs to rows: every row of the contract, and the boundary that one bad page cannot pass."""

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from newsmill import curate
from newsmill.chars import squeeze, visible
from newsmill.curate import curate_inputs
from newsmill.intake.discover import FoundInput
from newsmill.provenance import Context, doc_id
from newsmill.settings import Settings
from newsmill.tally import ShardResult

CONTEXT = Context(Settings(), "run-1", "digest-1")
INGESTED = datetime(2026, 1, 1, tzinfo=UTC)
ARTICLE = (
    "Pier to be repaired\n\nBy Jane Doe\n\n"
    "HARBOUR TOWN (HNA) - The council has decided that the old ferry pier will be repaired before the winter.\n\n"
    "See also  Ten things to do at the pier\n\nWork on the eastern side starts next week.\n"
)


def _input(folder: Path, name: str, content: bytes) -> FoundInput:
    path = folder / name
    path.write_bytes(content)
    return FoundInput(
        source_uri=name, path=path, bytes=len(content), raw_sha256=sha256(content).hexdigest(), ingested_at=INGESTED
    )


def _rows(result: ShardResult, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(result.folder / f"{name}.parquet").to_pylist()
    return rows


def test_a_document_row_says_where_it_comes_from(tmp_path: Path) -> None:
    item = _input(tmp_path, "a.txt", ARTICLE.encode())

    (row,) = _rows(curate_inputs([item], tmp_path / "out", CONTEXT), "texts")

    assert row["doc_id"] == row["cluster_id"] == doc_id("a.txt", item.raw_sha256, 0)
    assert (row["run_id"], row["updated_run"], row["pipeline_digest"]) == ("run-1", "run-1", "digest-1")
    assert (row["title"], row["author"], row["source"], row["place"]) == (
        "Pier to be repaired",
        "Jane Doe",
        "HNA",
        "HARBOUR TOWN",
    )
    assert (row["language"], row["title_language"], row["script"]) == ("en", "en", None)


def test_removed_rows_stand_at_their_positions_in_the_page(tmp_path: Path) -> None:
    item = _input(tmp_path, "a.txt", ARTICLE.encode())

    result = curate_inputs([item], tmp_path / "out", CONTEXT)

    page = squeeze(visible(ARTICLE))
    removed = _rows(result, "removed")
    assert {row["reason"] for row in removed} >= {"related", "metadata:title", "metadata:author"}
    for row in removed:
        line = squeeze(row["text"])
        assert page[row["position"] : row["position"] + len(line)] == line


def test_the_original_is_kept_where_the_script_changed(tmp_path: Path) -> None:
    text = "渡輪碼頭將於冬季維修\n\n港口委員會決定，老碼頭將在冬季風暴來臨之前完成維修，東側的工程下週開工。\n"
    item = _input(tmp_path, "a.txt", text.encode())

    (row,) = _rows(curate_inputs([item], tmp_path / "out", CONTEXT), "texts")

    assert row["script"] == "Hant"
    assert row["text"].startswith("港口委员会决定")
    assert row["text_original"].startswith("港口委員會決定")
    assert (row["title"], row["title_original"]) == ("渡轮码头将于冬季维修", "渡輪碼頭將於冬季維修")


def test_with_the_script_off_every_text_stays_as_it_was(tmp_path: Path) -> None:
    text = "港口委員會決定，老碼頭將在冬季風暴來臨之前完成維修，東側的工程下週開工，預計九十天內結束。\n"
    item = _input(tmp_path, "a.txt", text.encode())

    context = Context(Settings(script="off"), "run-1", "digest-1")
    (row,) = _rows(curate_inputs([item], tmp_path / "out", context), "texts")

    assert (row["text"], row["text_original"]) == (text.strip(), None)


def test_a_page_that_breaks_the_code_is_quarantined_and_the_next_is_curated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = curate.read_page

    def read_page(text: str, kind: Any, html_engine: Any) -> Any:
        if "poison" in text:
            raise RecursionError("too deep")
        return real(text, kind, html_engine)

    monkeypatch.setattr(curate, "read_page", read_page)
    inputs = [_input(tmp_path, "bad.txt", b"poison"), _input(tmp_path, "good.txt", ARTICLE.encode())]

    result = curate_inputs(inputs, tmp_path / "out", CONTEXT)

    (failed,) = _rows(result, "quarantine")
    assert (failed["source_uri"], failed["stage"], failed["error"]) == ("bad.txt", "curate", "RecursionError")
    assert [row["source_uri"] for row in _rows(result, "texts")] == ["good.txt"]
    assert [note.source_uri for note in result.failures] == ["bad.txt"]


def test_an_input_that_changed_since_it_was_found_is_left_for_the_next_run(tmp_path: Path) -> None:
    item = _input(tmp_path, "a.txt", ARTICLE.encode())
    item.path.write_text("something else")

    result = curate_inputs([item], tmp_path / "out", CONTEXT)

    assert result.skipped == 1
    assert all(not _rows(result, name) for name in ("texts", "removed", "quarantine", "sources"))


def test_an_input_that_vanished_since_it_was_found_is_quarantined(tmp_path: Path) -> None:
    item = _input(tmp_path, "a.txt", ARTICLE.encode())
    item.path.unlink()

    (row,) = _rows(curate_inputs([item], tmp_path / "out", CONTEXT), "quarantine")

    assert (row["stage"], row["error"]) == ("read", "unreadable")


def test_the_encoding_and_why_are_written_down(tmp_path: Path) -> None:
    page = f'<meta charset="windows-1252"><p>Café: {ARTICLE}</p>'.encode("cp1252")
    item = _input(tmp_path, "a.html", page)

    (row,) = _rows(curate_inputs([item], tmp_path / "out", CONTEXT), "sources")

    assert (row["encoding"], row["encoding_evidence"], row["status"]) == ("windows-1252", "declared", "curated")


def test_the_readers_own_terms_are_converted_as_they_say(tmp_path: Path) -> None:
    text = "港口委員會決定，老碼頭將由海風社在冬季風暴來臨之前完成維修，東側的工程下週開工，預計九十天內結束。\n"
    item = _input(tmp_path, "a.txt", text.encode())

    context = Context(Settings(script_terms={"海風社": "海風社"}), "run-1", "digest-1")
    (row,) = _rows(curate_inputs([item], tmp_path / "out", context), "texts")

    assert "老码头将由海風社" in row["text"]


def test_a_rule_that_is_switched_off_removes_nothing(tmp_path: Path) -> None:
    item = _input(tmp_path, "a.txt", ARTICLE.encode())

    context = Context(Settings(rules_off=["en.see-also"]), "run-1", "digest-1")
    result = curate_inputs([item], tmp_path / "out", context)

    assert "en.see-also" not in {row["rule"] for row in _rows(result, "removed")}
