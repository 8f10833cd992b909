"""Packed files: read like plain ones, up to where they break, and never further than is asked for."""

import contextlib
import os
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from record_samples import LIMIT, body, found, gz, http, outcomes, read, warc, zstd

from newsmill.errors import InputError
from newsmill.intake.formats import PACKED, SUFFIXES
from newsmill.intake.record import Record
from newsmill.intake.records import open_input

PACKERS = {".gz": gz, ".zst": zstd}
each_packer = pytest.mark.parametrize(("suffix", "pack"), PACKERS.items(), ids=PACKERS)
Pack = Callable[..., bytes]


def _lines(count: int) -> bytes:
    """Lines that do not pack well, so that a break falls among them."""
    return b"".join(b'{"text": "%s"}\n' % os.urandom(400).hex().encode() for _ in range(count))


@each_packer
@pytest.mark.parametrize("name", ["a.html", "a.txt"])
def test_a_packed_page_is_one_input_with_the_hash_of_its_file(
    tmp_path: Path, suffix: str, pack: Pack, name: str
) -> None:
    content = pack(b"<p>words</p>")
    (record,) = read(tmp_path, name + suffix, content)
    item = found(tmp_path, name + suffix, content)
    assert (record.source_uri, record.raw_sha256, record.size) == (name + suffix, item.raw_sha256, len(content))
    assert (record.page, record.problem) == (b"<p>words</p>", None)


@each_packer
def test_records_of_a_packed_container_are_those_of_the_plain_one(tmp_path: Path, suffix: str, pack: Pack) -> None:
    content = _lines(50)
    plain = read(tmp_path, "a.jsonl", content)
    packed = read(tmp_path, f"a.jsonl{suffix}", pack(content))
    assert [(record.raw_sha256, record.page) for record in plain] == [
        (record.raw_sha256, record.page) for record in packed
    ]


@each_packer
def test_members_behind_one_another_are_one_stream(tmp_path: Path, suffix: str, pack: Pack) -> None:
    """A line may go on in the next member; an archive has one for each record."""
    assert len(read(tmp_path, f"a.jsonl{suffix}", pack(b'{"text": ', b'"a"}\n{"text"', b': "b"}'))) == 2
    archive = pack(*(warc(number, http(b"<p>a</p>")) for number in range(20)))
    assert len(read(tmp_path, f"a.warc{suffix}", archive)) == 20


@each_packer
def test_every_record_before_a_break_is_kept(tmp_path: Path, suffix: str, pack: Pack) -> None:
    """The broken rest is a record of its own, with the number that comes next and without a hash."""
    content = _lines(300)
    packed = pack(content)
    *records, rest = read(tmp_path, f"a.jsonl{suffix}", packed[: len(packed) * 3 // 4])
    assert [record.problem for record in records] == [None] * len(records)
    assert len(records) > 150
    assert outcomes([rest]) == [(str(len(records) + 1), "compression")]
    assert (rest.raw_sha256, rest.size) == ("", 0)


@each_packer
def test_garbage_behind_the_last_member_costs_no_record(tmp_path: Path, suffix: str, pack: Pack) -> None:
    found = outcomes(read(tmp_path, f"a.jsonl{suffix}", pack(_lines(3)) + b"garbage garbage garbage"))
    assert found == [("1", ""), ("2", ""), ("3", ""), ("4", "compression")]


@each_packer
def test_an_archive_that_breaks_off_keeps_the_records_before(tmp_path: Path, suffix: str, pack: Pack) -> None:
    content = pack(*(warc(number, http(os.urandom(300).hex().encode())) for number in range(9)))
    *records, rest = read(tmp_path, f"a.warc{suffix}", content[:-40])
    assert [record.stated.record_id for record in records] == [f"urn:uuid:{number}" for number in range(8)]
    assert outcomes([rest]) == [("9", "compression")]


@each_packer
@pytest.mark.parametrize("name", ["a.html", "a.jsonl", "a.warc", "a.xml"])
@pytest.mark.parametrize("content", [b"hello, I am not packed", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd\x00"])
def test_a_file_that_cannot_be_unpacked_at_all_is_quarantined(
    tmp_path: Path, suffix: str, pack: Pack, name: str, content: bytes
) -> None:
    with pytest.raises(InputError, match="compression"):
        read(tmp_path, name + suffix, content)


@each_packer
def test_what_is_packed_twice_stays_packed(tmp_path: Path, suffix: str, pack: Pack) -> None:
    (record,) = read(tmp_path, f"a.txt{suffix}", pack(pack(b"words")))
    assert record.page == pack(b"words")


BOMBS: dict[str, tuple[str, Callable[[Pack], bytes]]] = {
    "page": ("a.html", lambda pack: pack(bytes(100 * LIMIT))),
    "feed": ("a.xml", lambda pack: pack(b"<rss><channel><item>" + bytes(100 * LIMIT))),
    "line": ("a.jsonl", lambda pack: pack(b'{"text": "' + bytes(100 * LIMIT) + b'"}\n{"text": "a"}')),
    "record": ("a.warc", lambda pack: pack(warc(1, http(bytes(100 * LIMIT))))),
    "no record": ("a.warc", lambda pack: pack(bytes(100 * LIMIT))),
    "header": ("a.warc", lambda pack: pack(b"WARC/1.1\r\nA: " + bytes(100 * LIMIT))),
}


@each_packer
@pytest.mark.parametrize(("name", "build"), BOMBS.values(), ids=BOMBS)
def test_a_bomb_costs_little_time_and_memory(
    tmp_path: Path, suffix: str, pack: Pack, name: str, build: Callable[[Pack], bytes]
) -> None:
    """100 MB out of some kilobytes, under a limit of 1 MB."""
    item = found(tmp_path, name + suffix, build(pack))
    records: list[Record] = []
    tracemalloc.start()
    started = time.perf_counter()
    try:
        with contextlib.suppress(InputError), open_input(item, LIMIT) as opened:
            records = list(opened.records)
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert time.perf_counter() - started < 5
    assert peak < 16 * LIMIT
    assert [record.problem for record in records if record.source_uri.endswith("#1")] != [None]


def test_a_long_sparse_line_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        file.seek(100 * 2**20)
        file.write(b'\n{"text": "a"}\n')
    item = found(tmp_path, "b.jsonl", b"").model_copy(update={"path": path, "source_uri": "a.jsonl"})
    with open_input(item, LIMIT) as opened:
        assert outcomes(list(opened.records)) == [("1", "too-large"), ("2", "")]


NAMES = [suffix + packed for suffix in SUFFIXES for packed in ("", *PACKED)]
_PIECES = st.sampled_from(
    [
        *(b"WARC/1.1\r\n", b"Content-Length: 5\r\n", b"\r\n\r\n", b"WARC-Type: resource\r\n", b"HTTP/1.1 200 OK\r\n"),
        *(
            b"<rss>",
            b"<channel>",
            b"<item>",
            b"</item>",
            b"<![CDATA[",
            b"]]>",
            b"&nbsp;",
            b'<feed xmlns="a">',
            b"<entry/>",
        ),
        *(b"{", b"}", b'"text": "a"', b"[", b",", b"\n", b"\xff\xfe", b"\xef\xbb\xbf", b"\0", body().encode()),
    ]
)
_ANY = st.one_of(st.binary(max_size=200), st.lists(_PIECES, max_size=12).map(b"".join))


@given(name=st.sampled_from(NAMES), content=_ANY, packed=st.booleans(), cut=st.integers(0, 20))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_under_any_name_raise_anything_but_an_input_error(
    tmp_path: Path, name: str, content: bytes, packed: bool, cut: int
) -> None:
    """And whatever comes has a source_uri of its own."""
    packer = PACKERS.get(Path(name).suffix)
    if packer and packed:
        content = packer(content)
        content = content[: len(content) - cut]
    records: list[Record] = []
    with contextlib.suppress(InputError):
        records = read(tmp_path, f"a{name}", content)
    assert len({record.source_uri for record in records}) == len(records)


def test_a_file_that_is_gone_is_unreadable(tmp_path: Path) -> None:
    item = found(tmp_path, "a.jsonl", b"{}")
    item.path.unlink()
    with pytest.raises(InputError, match="unreadable"), open_input(item, LIMIT):
        pass
