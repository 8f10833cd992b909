"""Finding inputs in RAW, knowing what is done, and planning the rest into shards."""

import hashlib
import os
import socket
from pathlib import Path
from random import Random

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsmill.errors import Unsupported, UsageError
from newsmill.intake.discover import FoundInput, exceeds, walk
from newsmill.intake.formats import Compression, Container, Format, Kind, container_of, format_of
from newsmill.intake.ledger import Ledger
from newsmill.intake.shards import SMALL_BYTES, SMALL_INPUTS, plan, read_shard, write_shard
from newsmill.schema import SOURCES, to_table

NOW = 1_800_000_000.0
OLD = NOW - 3600


def put(path: Path, content: bytes = b"words", changed: float = OLD) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (changed, changed))
    return path


def uris(raw: Path) -> list[str]:
    return [found.source_uri for found in walk(raw, 0, NOW).inputs]


@pytest.mark.parametrize(
    ("name", "holds", "packed"),
    [
        ("a.txt", Kind.TEXT, None),
        ("a.MD", Kind.TEXT, None),
        ("a.htm", Kind.HTML, None),
        ("x.y/a.b.HTML", Kind.HTML, None),
        ("a.xhtml.GZ", Kind.HTML, Compression.GZIP),
        ("a.txt.zst", Kind.TEXT, Compression.ZSTD),
        ("a.jsonl", Container.JSONL, None),
        ("a.warc.gz", Container.WARC, Compression.GZIP),
        ("a.xml", Container.FEED, None),
        ("a.rss.zst", Container.FEED, Compression.ZSTD),
        ("a.ATOM", Container.FEED, None),
    ],
)
def test_the_suffixes_say_the_format(name: str, holds: Kind | Container, packed: Compression | None) -> None:
    assert format_of(name) == Format(holds, packed)


@pytest.mark.parametrize(
    "name", ["a.pdf", "html", "a.", "x.txt/a", ".html", "a.gz", ".html.gz", "a.html.gz.gz", "a.tar.gz", "a.html.bz2"]
)
def test_any_other_file_is_unsupported_and_the_detail_says_what_is_read(name: str) -> None:
    with pytest.raises(Unsupported) as refusal:
        format_of(name)
    assert refusal.value.error == "unsupported"
    assert ".html" in refusal.value.detail


@pytest.mark.parametrize(
    ("uri", "container"),
    [
        ("a.jsonl#3", "a.jsonl"),
        ("b/a.WARC.gz#urn:uuid:1", "b/a.WARC.gz"),
        ("a.xml#http://a.example/#b.xml#c", "a.xml"),
        ("a.jsonl", None),
        ("c#.html", None),
        ("a.jsonl.txt#3", None),
    ],
)
def test_a_record_names_its_container(uri: str, container: str | None) -> None:
    assert container_of(uri) == container


def test_no_file_has_the_name_of_a_record(tmp_path: Path) -> None:
    """The # behind a container's name is written //23; any other one stays."""
    for name in ("a.jsonl#3", "a.jsonl#b.xml#c.html", "c#.html"):
        put(tmp_path / name)
    assert uris(tmp_path) == ["a.jsonl//233", "a.jsonl//23b.xml//23c.html", "c#.html"]


def test_inputs_come_sorted_with_size_hash_and_time(tmp_path: Path) -> None:
    for name in ("b.html", "sub/deep/a.txt", "a b.txt"):
        put(tmp_path / name, name.encode())
    found = walk(tmp_path, 0, NOW)
    assert [(item.source_uri, item.bytes, item.raw_sha256) for item in found.inputs] == [
        (name, len(name), hashlib.sha256(name.encode()).hexdigest()) for name in ("a b.txt", "b.html", "sub/deep/a.txt")
    ]
    assert {item.ingested_at.timestamp() for item in found.inputs} == {NOW}
    assert (found.hidden, found.unsettled) == (0, [])


def test_dot_files_and_folders_are_skipped_and_counted(tmp_path: Path) -> None:
    put(tmp_path / ".hidden.txt")
    put(tmp_path / ".git/a.txt")
    put(tmp_path / "sub/.b.txt")
    put(tmp_path / "a.txt")
    found = walk(tmp_path, 0, NOW)
    assert [item.source_uri for item in found.inputs] == ["a.txt"]
    assert found.hidden == 3


@pytest.mark.parametrize(
    "name", [b"p\xe4ge.txt", b"%E4.txt", "\u4e2d\u6587.txt".encode(), b"a\nb #3.txt", b"\xff" * 60]
)
def test_any_name_gives_a_valid_uri_and_can_be_read(tmp_path: Path, name: bytes) -> None:
    put(tmp_path / os.fsdecode(name), name)
    (found,) = walk(tmp_path, 0, NOW).inputs
    found.source_uri.encode("utf-8")
    assert found.path.read_bytes() == name
    shard = tmp_path / "shard.json"
    write_shard(shard, [found])
    assert read_shard(shard) == [found]


def test_names_that_look_alike_have_different_uris(tmp_path: Path) -> None:
    for name in (b"p\xe4.txt", b"p%E4.txt", b"p\xe5.txt", "p\u00e4.txt".encode(), b"p/E4.txt", "p\ufffd.txt".encode()):
        put(tmp_path / os.fsdecode(name))
    assert len(set(uris(tmp_path))) == 6


def test_a_link_to_a_file_within_raw_is_an_input(tmp_path: Path) -> None:
    put(tmp_path / "a.txt")
    (tmp_path / "b.txt").symlink_to("a.txt")
    assert [item.problem for item in walk(tmp_path, 0, NOW).inputs] == [None, None]


def test_other_links_are_listed_unread_with_the_reason(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    put(raw / "sub/a.txt")
    put(tmp_path / "secret.txt")
    for name, target in {"out": "../secret.txt", "gone": "nowhere", "loop": "loop", "up": ".", "sub2": "sub"}.items():
        (raw / name).symlink_to(target)
    found = {item.source_uri: item for item in walk(raw, 0, NOW).inputs}
    assert {uri: item.problem for uri, item in found.items() if item.problem} == {
        "out": "symlink leads out of RAW",
        "gone": "symlink leads nowhere",
        "loop": "symlink leads nowhere",
        "up": "symlink to a folder is not followed",
        "sub2": "symlink to a folder is not followed",
    }
    assert all(item.raw_sha256 == "" for item in found.values() if item.problem)
    assert found["sub/a.txt"].raw_sha256


def test_raw_itself_may_be_a_link(tmp_path: Path) -> None:
    put(tmp_path / "real/a.txt")
    (tmp_path / "raw").symlink_to("real")
    assert uris(tmp_path / "raw") == ["a.txt"]


def test_pipes_and_sockets_are_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket.txt"))
        found = walk(tmp_path, 0, NOW).inputs
    assert [item.problem for item in found] == ["not a file but a pipe, a socket or a device"] * 2


def test_a_young_file_waits_and_a_date_far_ahead_does_not_hold_it_for_ever(tmp_path: Path) -> None:
    for name, changed in {"old": NOW - 11, "young": NOW - 9, "ahead": NOW + 2, "wrong": NOW + 10**6}.items():
        put(tmp_path / f"{name}.txt", changed=changed)
    found = walk(tmp_path, 10, NOW)
    assert [item.source_uri for item in found.inputs] == ["old.txt", "wrong.txt"]
    assert found.unsettled == ["ahead.txt", "young.txt"]
    assert len(uris(tmp_path)) == 4


def test_a_file_that_changes_while_it_is_read_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = put(tmp_path / "a.txt")
    digest = hashlib.file_digest

    def grow_meanwhile(*arguments: object) -> object:
        found = digest(*arguments)  # type: ignore[arg-type]
        put(page, b"more words")
        return found

    monkeypatch.setattr(hashlib, "file_digest", grow_meanwhile)
    assert walk(tmp_path, 0, NOW).unsettled == ["a.txt"]


def test_what_cannot_be_read_is_listed_with_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "a.txt")
    put(tmp_path / "sub/b.txt")
    scandir = os.scandir

    def refuse(folder: Path) -> object:
        if folder.name == "sub":
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    def vanish(*_: object) -> object:
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr(os, "scandir", refuse)
    monkeypatch.setattr(hashlib, "file_digest", vanish)
    assert [(item.source_uri, item.raw_sha256, item.problem) for item in walk(tmp_path, 0, NOW).inputs] == [
        ("a.txt", "", "No such file or directory"),
        ("sub", "", "folder cannot be listed: Permission denied"),
    ]


def test_raw_that_is_missing_or_closed_is_a_usage_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="create it"):
        walk(tmp_path / "raw", 0, NOW)

    def refuse(folder: Path) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(UsageError, match="Permission denied"):
        walk(tmp_path, 0, NOW)


def found_input(uri: str, sha: str = "A", size: int = 1) -> FoundInput:
    return FoundInput(source_uri=uri, path=Path(uri), bytes=size, raw_sha256=sha, ingested_at=NOW)


def sources(*rows: tuple[str, str, str, str]) -> pa.Table:
    """A table of sources from (source_uri, raw_sha256, status, pipeline_digest)."""
    return to_table(
        [
            {
                "source_uri": uri,
                "raw_sha256": sha,
                "bytes": 1,
                "encoding": None,
                "encoding_evidence": None,
                "status": status,
                "documents": 0,
                "pipeline_digest": digest,
                "run_id": "r",
            }
            for uri, sha, status, digest in rows
        ],
        SOURCES.schema,
    )


@pytest.mark.parametrize(
    ("status", "sha", "digest", "to_do", "to_do_only_new"),
    [
        ("curated", "A", "now", False, False),
        ("quarantined", "A", "now", False, False),
        ("container", "A", "now", False, False),
        ("curated", "A", "before", True, False),
        ("quarantined", "A", "before", True, False),
        ("curated", "B", "now", True, True),
        ("superseded", "A", "now", True, True),
        ("held", "A", "before", False, False),
        ("forgotten", "A", "before", False, False),
        ("forgotten", "B", "now", True, True),
    ],
)
def test_what_is_to_do(status: str, sha: str, digest: str, to_do: bool, to_do_only_new: bool) -> None:
    """An input is done if these bytes of this source were curated with this pipeline (or any, with only_new)."""
    ledger = Ledger.of(sources(("page", sha, status, digest)))
    page = found_input("page")
    assert ledger.to_do([page], "now", only_new=False) == [page] * to_do
    assert ledger.to_do([page], "now", only_new=True) == [page] * to_do_only_new


def test_bytes_that_come_back_are_the_newest_again() -> None:
    ledger = Ledger.of(sources(("page", "A", "superseded", "now"), ("page", "B", "curated", "now")))
    pages = [found_input("page", "A"), found_input("page", "B")]
    assert ledger.to_do(pages, "now", only_new=False) == pages[:1]


def test_without_a_release_everything_is_to_do_in_the_order_given() -> None:
    pages = [found_input("b"), found_input("a")]
    ledger = Ledger.of(None)
    assert ledger.to_do(pages, "now", only_new=True) == pages
    assert not ledger.knows(pages[0])


@pytest.mark.parametrize(
    ("status", "known"), [("curated", True), ("quarantined", True), ("superseded", False), ("held", False)]
)
def test_bytes_are_known_where_rows_of_the_release_are_of_them(status: str, known: bool) -> None:
    assert Ledger.of(sources(("page", "A", status, "before"))).knows(found_input("page", "A")) is known


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 300), max_size=60),
    st.integers(1, 200),
    st.integers(1, 12),
    st.integers(1, 4),
    st.randoms(use_true_random=False),
)
def test_shards_hold_every_input_once_within_the_limits_whatever_the_order(
    sizes: list[int], max_bytes: int, max_inputs: int, workers: int, random: Random
) -> None:
    inputs = [found_input(f"{number:03}", size=size) for number, size in enumerate(sizes)]
    shards = plan(inputs, max_bytes, max_inputs, workers)
    assert sorted((found for shard in shards for found in shard), key=lambda found: found.source_uri) == inputs
    for shard in shards:
        assert 1 <= len(shard) <= max_inputs
        assert len(shard) == 1 or sum(found.bytes for found in shard) <= max_bytes
    random.shuffle(inputs)
    assert plan(inputs, max_bytes, max_inputs, workers) == shards


@pytest.mark.parametrize(
    ("inputs", "size", "workers", "shards"),
    [
        (800, SMALL_BYTES // 100 + 1, 1, 1),  # one worker needs no more shards than fit
        (800, SMALL_BYTES // 100 + 1, 2, 6),  # three for each worker
        (800, SMALL_BYTES // 100 + 1, 16, 8),  # but none is less than a second of work
        (10 * SMALL_INPUTS, 10, 2, 6),  # small inputs are work, too
        (100, 10, 2, 1),
        (2, SMALL_BYTES, 2, 2),
    ],
)
def test_workers_get_enough_shards_to_share_the_work_and_none_that_is_not_worth_it(
    inputs: int, size: int, workers: int, shards: int
) -> None:
    found = [found_input(f"{number:04}", size=size) for number in range(inputs)]
    assert len(plan(found, 64 * 2**20, 10_000, workers)) == shards


@pytest.mark.parametrize(
    ("max_bytes", "max_inputs", "more"), [(29, 9, True), (30, 9, False), (30, 3, False), (30, 2, True), (0, 0, True)]
)
def test_a_folder_with_more_than_a_shard_is_known_before_it_is_read(
    tmp_path: Path, max_bytes: int, max_inputs: int, more: bool
) -> None:
    for name in ("a", "deep/b", "deep/er/c"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("0123456789")
    (tmp_path / "nowhere").symlink_to("nowhere")
    assert exceeds(tmp_path, max_bytes, max_inputs) is more


def test_workers_end_together_because_the_last_shards_are_small() -> None:
    found = [found_input(f"{number:04}", size=SMALL_BYTES // 20) for number in range(800)]
    sizes = [sum(item.bytes for item in shard) for shard in plan(found, 64 * 2**20, 10_000, 2)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] < sum(sizes) / 20


def test_shards_are_balanced() -> None:
    inputs = [found_input(f"{number:03}", size=number % 50 + 1) for number in range(500)]
    totals = [sum(found.bytes for found in shard) for shard in plan(inputs, 1000, 500)]
    assert max(totals) - min(totals) <= 50
    assert len(totals) <= 15
