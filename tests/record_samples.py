"""Containers made up for tests, and the records that newsmill finds in them."""

import gzip
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pyarrow as pa

from newsmill.intake.decode import Decoded
from newsmill.intake.discover import FoundInput
from newsmill.intake.record import Record
from newsmill.intake.records import open_input

LIMIT = 2**20
INGESTED = datetime(2026, 1, 1, tzinfo=UTC)
TOPICS = ("pier", "bridge", "market", "library", "school", "harvest")


def body(number: int = 0) -> str:
    """A report long enough to be one."""
    topic = TOPICS[number % len(TOPICS)]
    return (
        f"The council of the town has decided that the {topic} will be repaired before the winter storms begin. Work "
        f"on its eastern side starts next week, said the engineer in charge, and ends within {20 + number} days."
    )


def found(folder: Path, name: str, content: bytes) -> FoundInput:
    """A file of RAW with this content."""
    path = folder / name
    path.write_bytes(content)
    digest = sha256(content).hexdigest()
    return FoundInput(source_uri=name, path=path, bytes=len(content), raw_sha256=digest, ingested_at=INGESTED)


def read(folder: Path, name: str, content: bytes, limit: int = LIMIT) -> list[Record]:
    """The records of a file with this content."""
    item = found(folder, name, content)
    with open_input(item, limit) as opened:
        records = list(opened.records)
        assert opened.file.sha256() == item.raw_sha256
    return records


def outcome(record: Record) -> tuple[str, str]:
    """The part of a record's source_uri behind the #, and its problem; "" where it has none."""
    return record.source_uri.partition("#")[2], record.problem.error if record.problem else ""


def outcomes(records: list[Record]) -> list[tuple[str, str]]:
    return [outcome(record) for record in records]


def text_of(record: Record) -> str:
    assert isinstance(record.page, Decoded)
    return record.page.text


def zstd(*frames: bytes) -> bytes:
    """Frames of zstandard, one behind the other."""
    return b"".join(_frame(frame) for frame in frames)


def _frame(data: bytes) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as packer:
        packer.write(data)
    packed: bytes = sink.getvalue().to_pybytes()
    return packed


def gz(*members: bytes) -> bytes:
    """Members of gzip, one behind the other."""
    return b"".join(gzip.compress(member, mtime=0) for member in members)


def http(
    page: bytes, status: str = "200 OK", content_type: str | None = "text/html; charset=utf-8", *more: str
) -> bytes:
    """A response of HTTP."""
    headers = [f"HTTP/1.1 {status}", *([f"Content-Type: {content_type}"] if content_type else []), *more]
    return "\r\n".join(headers).encode() + b"\r\n\r\n" + page


def warc(
    number: int,
    block: bytes,
    kind: str = "response",
    content_type: str = "application/http; msgtype=response",
    length: int | str | None = None,
) -> bytes:
    """A record of WARC with the id urn:uuid:<number>."""
    headers = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Date: 2024-05-06T07:08:09Z\r\n"
        f"WARC-Target-URI: https://harbour.example/{number}\r\nContent-Type: {content_type}\r\n"
        f"Content-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return headers.encode() + block + b"\r\n\r\n"
