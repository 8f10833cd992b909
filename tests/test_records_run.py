"""Containers in a whole run: their rows, what is stated of a record, and what happens when one grows or changes."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from record_samples import INGESTED, body, found, gz, http, warc, zstd

from newsmill import curate
from newsmill.curate import curate_inputs
from newsmill.intake.formats import PACKED, SUFFIXES
from newsmill.intake.record import Record
from newsmill.parts import Parts, Rows
from newsmill.pipeline import run_local
from newsmill.provenance import Context
from newsmill.schema import DATASETS
from newsmill.settings import Settings

Mill = Callable[..., Settings]
CONTEXT = Context(Settings(), "run-1", "digest-1")
RUN_COLUMNS = {"run_id", "ingested_at", "updated_run"}


def line(number: int, **fields: Any) -> bytes:
    return json.dumps({"text": body(number), **fields}, ensure_ascii=False).encode() + b"\n"


def rows(curated: Path, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ds.dataset(curated / name).to_table().to_pylist()
    return sorted(found, key=lambda row: json.dumps(row, default=str))


def stable(curated: Path) -> dict[str, list[dict[str, Any]]]:
    return {
        name: [{key: row[key] for key in row.keys() - RUN_COLUMNS} for row in rows(curated, name)] for name in DATASETS
    }


def texts(curated: Path) -> dict[str, dict[str, Any]]:
    return {row["source_uri"]: row for name in ("documents", "duplicates") for row in rows(curated, name)}


def statuses(curated: Path) -> dict[str, tuple[str, int]]:
    return {row["source_uri"]: (row["status"], row["documents"]) for row in rows(curated, "sources")}


def test_a_container_and_each_of_its_records_have_a_row(mill: Mill) -> None:
    """The container gives no document itself; broken records are quarantined and the release holds."""
    raw = mill().raw
    (raw / "a.jsonl.gz").write_bytes(gz(line(0) + b"{\n" + line(1)))
    (raw / "b.warc").write_bytes(warc(7, http(f"<p>{body(2)}</p>".encode())) + b"garbage\r\n")
    (raw / "c.jsonl").write_bytes(b"")
    (raw / "d.html.zst").write_bytes(zstd(f"<p>{body(3)}</p>".encode()))
    report = run_local(mill())

    garbage = next(uri for uri in statuses(mill().curated) if uri.startswith("b.warc#") and uri != "b.warc#urn:uuid:7")
    assert statuses(mill().curated) == {
        "a.jsonl.gz": ("container", 0),
        "a.jsonl.gz#1": ("curated", 1),
        "a.jsonl.gz#2": ("quarantined", 0),
        "a.jsonl.gz#3": ("curated", 1),
        "b.warc": ("container", 0),
        "b.warc#urn:uuid:7": ("curated", 1),
        garbage: ("quarantined", 0),
        "c.jsonl": ("quarantined", 0),
        "d.html.zst": ("curated", 1),
    }
    assert {row["source_uri"]: row["error"] for row in rows(mill().curated, "quarantine")} == {
        "a.jsonl.gz#2": "json",
        garbage: "warc",
        "c.jsonl": "no-pages",
    }
    assert (report.new, report.documents, report.quarantined) == (4, 4, 3)


def test_what_a_record_states_goes_before_what_its_page_says(mill: Mill) -> None:
    page = (
        "<html><head><title>Page title of the pier | Hill News</title><meta name='author' content='Page Author'>"
        "<meta property='article:published_time' content='2020-01-01T10:00:00Z'><link rel=canonical href='https://p.example/'>"
        f"</head><body><h1>Stated title of the pier</h1><p>{body()}</p></body></html>"
    )
    stated = {
        "id": "x-1",
        "url": "https://s.example/1",
        "title": "Stated title of the pier",
        "published_at": "2024-05-06T07:08:00+02:00",
        "author": "Ann Poe",
        "source": "HNA",
        "fetched_at": "2024-05-07T00:00:00Z",
    }
    (mill().raw / "a.jsonl").write_bytes(json.dumps({"html": page, **stated}).encode())
    run_local(mill())

    (row,) = texts(mill().curated).values()
    assert {name: row[name] for name in ("record_id", "url", "title", "author", "source")} == {
        "record_id": "x-1",
        "url": "https://s.example/1",
        "title": "Stated title of the pier",
        "author": "Ann Poe",
        "source": "HNA",
    }
    assert (row["published_at"], row["published_precision"]) == (datetime(2024, 5, 6, 5, 8, tzinfo=UTC), "minute")
    assert row["fetched_at"] == datetime(2024, 5, 7, tzinfo=UTC)
    assert "Stated title" not in row["text"]


@pytest.mark.parametrize(
    ("stated", "column"),
    [
        ({"published_at": "soon"}, "published_at"),
        ({"published_at": "2031-01-01"}, "published_at"),
        ({"fetched_at": "2031-01-01"}, "fetched_at"),
        ({"fetched_at": "2020"}, "fetched_at"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "https://[broken/"}, "url"),
        ({"url": "/pier"}, "url"),
        ({"title": "a" * 400}, "title"),
        ({"author": "\u200b \u0007"}, "author"),
        ({"id": "a" * 2000}, "record_id"),
    ],
)
def test_a_value_that_cannot_be_is_as_good_as_none(tmp_path: Path, stated: dict[str, str], column: str) -> None:
    result = curate_inputs([found(tmp_path, "a.jsonl", line(0, **stated))], tmp_path / "out", CONTEXT)
    (row,) = pq.read_table(result.folder / "texts.parquet").to_pylist()
    assert row[column] is None


@pytest.mark.parametrize(
    ("said", "fetched_at"),
    [
        ("2024-05-07T01:02:03+02:00", datetime(2024, 5, 6, 23, 2, 3, tzinfo=UTC)),
        ("2024-05-07 01:02:03", datetime(2024, 5, 7, 1, 2, 3, tzinfo=UTC)),
        ("2024-05-07", datetime(2024, 5, 7, tzinfo=UTC)),
        (1714979289, datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)),
        ("Tue, 07 May 2024 01:02:00 GMT", datetime(2024, 5, 7, 1, 2, tzinfo=UTC)),
        ("yesterday", None),
    ],
)
def test_the_time_of_the_fetch(tmp_path: Path, said: str | int, fetched_at: datetime | None) -> None:
    """A time without a zone is taken as UTC."""
    result = curate_inputs([found(tmp_path, "a.jsonl", line(0, fetched_at=said))], tmp_path / "out", CONTEXT)
    (row,) = pq.read_table(result.folder / "texts.parquet").to_pylist()
    assert row["fetched_at"] == fetched_at


def test_no_date_lies_after_the_fetch(tmp_path: Path) -> None:
    """A day without a year is read as of the day the page was fetched, not the day newsmill found it."""
    text = f"By Jane Doe\n\nHARBOUR TOWN, March 3, 2025 (HNA) - {body()}"
    content = line(0, text=text) + line(1, text=text, fetched_at="2024-05-06T00:00:00Z")
    result = curate_inputs([found(tmp_path, "a.jsonl", content)], tmp_path / "out", CONTEXT)
    first, second = pq.read_table(result.folder / "texts.parquet").to_pylist()
    assert (first["published_at"], second["published_at"]) == (datetime(2025, 3, 3, tzinfo=UTC), None)


def test_a_record_that_is_a_listing_is_split(tmp_path: Path) -> None:
    """What is stated of the listing fills gaps of its items, but for the title."""
    items = "\n\n".join(
        f"The {topic} is to be repaired before winter\nHill Times· 2024-03-0{number}\n{body(number)}"
        for number, topic in enumerate(("pier", "bridge", "market", "school"), start=1)
    )
    content = line(0, text=items, title="Today", source="Nobody", author="Ann Poe", url="https://s.example/")
    result = curate_inputs([found(tmp_path, "a.jsonl", content)], tmp_path / "out", CONTEXT)
    found_rows = pq.read_table(result.folder / "texts.parquet").to_pylist()
    assert [row["item_index"] for row in found_rows] == [0, 1, 2, 3]
    assert {(row["source"], row["author"], row["url"]) for row in found_rows} == {
        ("Hill Times", "Ann Poe", "https://s.example/")
    }
    assert "Today" not in {row["title"] for row in found_rows}


def test_a_known_container_is_skipped_and_a_grown_one_keeps_its_records(mill: Mill) -> None:
    path = mill().raw / "a.jsonl"
    path.write_bytes(line(0) + line(1) + b'{"text": "half')
    run_local(mill())
    before = texts(mill().curated)
    assert run_local(mill()).release is None
    path.write_bytes(line(0) + line(1) + line(2) + line(3))
    report = run_local(mill())

    after = texts(mill().curated)
    assert (report.new, report.digest_changed) == (1, False)
    assert sorted(after) == ["a.jsonl#1", "a.jsonl#2", "a.jsonl#3", "a.jsonl#4"]
    assert {uri: after[uri] for uri in before} == before
    assert rows(mill().curated, "quarantine") == []
    assert [row["status"] for row in rows(mill().curated, "sources") if row["source_uri"] == "a.jsonl"].count(
        "superseded"
    ) == 1


def test_a_container_read_again_reads_its_dates_as_it_did(mill: Mill, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under other settings, too, its records are as old as they were."""
    (mill().raw / "a.jsonl").write_bytes(line(0) + line(1))
    run_local(mill())
    admitted = {row["ingested_at"] for row in texts(mill().curated).values()}
    seen: list[datetime] = []
    real = curate.read_fetched

    def spy(value: str | None, latest: datetime) -> datetime | None:
        seen.append(latest)
        return real(value, latest)

    monkeypatch.setattr(curate, "read_fetched", spy)
    assert run_local(mill(script="off")).digest_changed
    assert set(seen) == admitted


def test_many_runs_over_parts_end_as_one_run(mill: Mill, tmp_path: Path) -> None:
    files = {
        "a.jsonl": line(0) + b"x\n" + line(1),
        "b.jsonl.zst": zstd(line(2), line(0)),
        "c.warc.gz": gz(warc(1, http(f"<p>{body(3)}</p>".encode())), warc(2, http(f"<p>{body(4)}</p>".encode()))),
    }
    for name, content in files.items():
        (mill().raw / name).write_bytes(content)
        run_local(mill())
    once = mill(curated=tmp_path / "once")
    run_local(once)
    assert stable(mill().curated) == stable(once.curated)


_CONTENT = st.lists(
    st.sampled_from(
        [
            *(line(0), line(1, title="Pier"), b'{"text": ""}\n', b"{\n", b"\xff\n", b"\n"),
            *(warc(1, http(f"<p>{body(2)}</p>".encode())), warc(2, http(b"")), warc(3, b"", length=9), b"WARC/1.1\r\n"),
            *(
                b"<rss><channel>",
                f"<item><guid>1</guid><description>{body(3)}</description></item>".encode(),
                b"<item>",
            ),
        ]
    ),
    max_size=6,
).map(b"".join)
_NAMES = [f"a{suffix}{packed}" for suffix in SUFFIXES for packed in ("", *PACKED)]


@given(files=st.dictionaries(st.sampled_from(_NAMES), st.tuples(_CONTENT, st.booleans()), max_size=4))
@settings(max_examples=30, deadline=None)
def test_whatever_lies_in_a_folder_every_input_is_accounted_for(files: dict[str, tuple[bytes, bool]]) -> None:
    """Each file has a row of sources, and what gave no document one of quarantine; the release passes its check."""
    with TemporaryDirectory() as folder:
        here = Settings(raw=Path(folder) / "raw", curated=Path(folder) / "curated", workers=1)
        here.raw.mkdir()
        for name, (content, packed) in files.items():
            pack = {".gz": gz, ".zst": zstd}.get(Path(name).suffix)
            (here.raw / name).write_bytes(pack(content) if pack and packed else content)
        run_local(here)
        sources = rows(here.curated, "sources")
        failed = {row["source_uri"] for row in sources if row["status"] == "quarantined"}
        assert set(files) <= {row["source_uri"] for row in sources}
        assert failed == {row["source_uri"] for row in rows(here.curated, "quarantine")}
        there = sum(len(rows(here.curated, name)) for name in ("documents", "duplicates"))
        assert sum(row["documents"] for row in sources) == there


def test_no_row_of_a_container_that_changed_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though some had been written: the inputs before and after it are whole."""
    monkeypatch.setattr(curate, "Parts", lambda folder: Parts(folder, batch=1000))
    inputs = [found(tmp_path, name, b"".join(map(line, range(6)))) for name in ("a.jsonl", "b.jsonl", "c.jsonl")]
    inputs[1].path.write_bytes(b"".join(map(line, range(5))) + b"{}\n" * 20)

    result = curate_inputs(inputs, tmp_path / "out", CONTEXT)

    assert (result.inputs, result.documents, result.skipped, result.quarantined) == (3, 12, 1, 0)
    for name in ("texts", "sources", "removed", "quarantine"):
        uris = {row["source_uri"] for row in pq.read_table(result.folder / f"{name}.parquet").to_pylist()}
        assert not any(uri.startswith("b.jsonl") for uri in uris)
    assert pq.read_table(result.folder / "texts.parquet").num_rows == 12
    assert pq.read_table(result.folder / "sketches.parquet").num_rows == 12
    assert result.languages == {"en": 12}


@pytest.mark.parametrize("batch", [1, 1500, 5000])
def test_batches_give_the_rows_of_one_batch_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    inputs = [found(tmp_path, f"{number}.jsonl", line(number) * 3) for number in range(4)]
    once = curate_inputs(inputs, tmp_path / "once", CONTEXT)
    monkeypatch.setattr(curate, "Parts", lambda folder: Parts(folder, batch=batch))
    often = curate_inputs(inputs, tmp_path / "often", CONTEXT)

    assert len(list((often.folder / "texts.parquet").iterdir())) > 1
    assert len(list((once.folder / "texts.parquet").iterdir())) == 1
    for name in ("texts", "removed", "quarantine", "sources", "sketches"):
        tables = [pq.read_table(result.folder / f"{name}.parquet") for result in (once, often)]
        assert tables[0].equals(tables[1])


def test_a_shard_that_fails_leaves_nothing_that_is_read_and_can_be_tried_again(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    failed = Parts(folder, batch=1)
    with pytest.raises(pa.ArrowInvalid):
        failed.add(Rows(quarantine=[{"source_uri": "a"}]))
    assert not folder.exists()
    curate_inputs([found(tmp_path, "a.jsonl", line(0))], folder, CONTEXT)
    assert pq.read_table(folder / "texts.parquet").num_rows == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jsonl", "out"]


def test_a_reader_that_fails_costs_its_container_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> Any:
        yield Record("a.jsonl#1", "0" * 64, 1, page=body().encode())
        raise RecursionError("too deep")

    from newsmill.intake import records
    from newsmill.intake.formats import Container

    inputs = [found(tmp_path, "a.jsonl", b"x"), found(tmp_path, "b.txt", body().encode())]
    monkeypatch.setitem(records._READERS, Container.JSONL, broken)
    result = curate_inputs(inputs, tmp_path / "out", CONTEXT)

    (row,) = pq.read_table(result.folder / "quarantine.parquet").to_pylist()
    assert (row["source_uri"], row["stage"], row["error"]) == ("a.jsonl", "curate", "RecursionError")
    assert [row["source_uri"] for row in pq.read_table(result.folder / "texts.parquet").to_pylist()] == ["b.txt"]


def test_the_charset_of_the_response_goes_before_that_of_the_page(tmp_path: Path) -> None:
    page = f"<meta charset=windows-1252><p>Совет решил: {body()}</p>".encode("windows-1251")
    content = warc(1, http(page, content_type="text/html; charset=windows-1251"))
    result = curate_inputs([found(tmp_path, "a.warc", content)], tmp_path / "out", CONTEXT)
    (row,) = pq.read_table(result.folder / "texts.parquet").to_pylist()
    assert row["text"].startswith("Совет решил")
    assert row["fetched_at"] == datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
    assert row["ingested_at"] == INGESTED
    assert [entry["encoding"] for entry in pq.read_table(result.folder / "sources.parquet").to_pylist()] == [
        "windows-1251",
        None,
    ]
