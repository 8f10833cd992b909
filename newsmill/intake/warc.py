"""WARC: the pages of a web archive, with the address and the time of each.

The readers there are for this format stop at the first record that is broken, and give one that breaks off as if it
were whole. So records are told apart here: what cannot be one is passed over up to the next line that begins one.
WARC 1.1: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from newsmill.errors import InputError, Unreadable
from newsmill.intake.http import MAX_LINE, Response, charset_of, page_type, read_headers, read_response
from newsmill.intake.record import Record, Stated, record_uri, too_large

_CHUNK = 2**16
_BEGINS = b"WARC/"
_MAY_BE_PAGES = frozenset({"response", "resource", ""})
_HTTP_ROOM = 2**16
"""Bytes that a block may have beyond those of its page, for the headers that came with it."""


@dataclass(frozen=True, slots=True)
class _Block:
    """What a record holds. Of one that is too large `data` is only the beginning."""

    headers: dict[str, str]
    raw_sha256: str
    size: int
    data: bytes
    problem: InputError | None


class _Reader:
    """Bytes taken from a stream for one record, counted and hashed."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()
        self.size = 0

    def note(self, data: bytes) -> None:
        self._digest.update(data)
        self.size += len(data)

    def read(self, length: int, keep: int) -> bytes:
        """The first `keep` of `length` bytes; fewer where the stream ends."""
        kept: list[bytes] = []
        end = self.size + length
        room = keep
        while self.size < end and (data := self._stream.read(min(_CHUNK, end - self.size))):
            self.note(data)
            kept.append(data[:room])
            room -= len(kept[-1])
        return b"".join(kept)

    def skip_to_next(self, line: bytes) -> bytes:
        """Pass over this line and those after it. Returns the line that begins a record, none at the end."""
        whole = True
        while line and not (whole and line.startswith(_BEGINS)):
            self.note(line)
            whole = line.endswith(b"\n")
            line = self._stream.readline(MAX_LINE)
        return line

    def block(self, headers: dict[str, str], data: bytes, problem: InputError | None) -> _Block:
        return _Block(headers, self._digest.hexdigest(), self.size, data, problem)


def read_warc(stream: BinaryIO, uri: str, limit: int) -> Iterator[Record]:
    """The pages of an archive: responses and resources of HTML or plain text that were fetched with success.

    What else an archive holds (requests, metadata, pictures, redirects, error pages) is no input: it is passed over
    and leaves no row. A broken record has its problem; where the stream breaks off, so has the rest.
    uri: of the container. limit: bytes of a page, unpacked.
    Raises Unreadable where the stream breaks within the first record.
    """
    number = 0
    try:
        for block in _blocks(stream, limit + _HTTP_ROOM):
            number += 1
            record = _record(block, uri, limit)
            if record:
                yield record
    except Unreadable as failure:
        if not number:
            raise
        yield Record(f"{uri}#{number + 1}", "", 0, problem=failure)


def _blocks(stream: BinaryIO, keep: int) -> Iterator[_Block]:
    line = _past_blank(stream)
    while line:
        block, line = _block(stream, line, keep)
        yield block
        line = line or _past_blank(stream)


def _past_blank(stream: BinaryIO) -> bytes:
    while (line := stream.readline(MAX_LINE)) and not line.strip():
        pass
    return line


def _block(stream: BinaryIO, line: bytes, keep: int) -> tuple[_Block, bytes]:
    """The record that begins with a line, and the line after it where that has been read."""
    reader = _Reader(stream)
    headers, line = read_headers(stream) if line.startswith(_BEGINS) else ({}, line)
    length = headers.get("content-length", "")
    if line.strip() or not (length.isascii() and length.isdecimal() and len(length) < 19):
        line = reader.skip_to_next(line)
        return reader.block(headers, b"", InputError("warc", "no header of a record, or none with its length")), line
    data = reader.read(int(length), keep)
    missing = int(length) - reader.size
    after = stream.readline(MAX_LINE)
    problem = None
    if missing:
        problem = InputError("warc", f"the record breaks off: {missing} of {length} bytes are missing")
    elif after.strip() and not after.startswith(_BEGINS):
        problem = InputError("warc", f"the record goes on after the {length} bytes that its header tells")
        after = reader.skip_to_next(after)
    return reader.block(headers, data, problem), after if after.strip() else b""


def _record(block: _Block, uri: str, limit: int) -> Record | None:
    headers = block.headers
    warc_type = headers.get("warc-type", "").lower()
    response = _response(block, warc_type)
    if response is None and not (block.problem and warc_type in _MAY_BE_PAGES):
        return None
    record_id = headers.get("warc-record-id", "").strip("<>") or None
    page, problem = b"", block.problem
    if response and not problem:
        try:
            if block.size > len(block.data):
                raise too_large(block.size, limit)
            page = response.page(limit)
        except InputError as failure:
            problem = failure
    where = record_uri(uri, record_id, block.raw_sha256)
    if response is None or problem:
        return Record(where, block.raw_sha256, block.size, problem=problem)
    stated = Stated(
        record_id=record_id,
        url=headers.get("warc-target-uri", "").strip("<>") or None,
        fetched_at=headers.get("warc-date"),
    )
    return Record(where, block.raw_sha256, block.size, response.kind, page, response.charset, stated)


def _response(block: _Block, warc_type: str) -> Response | None:
    """The page that a record holds, as it came; None where it holds none."""
    content_type = block.headers.get("content-type", "")
    if warc_type == "resource":
        kind = page_type(content_type, block.data)
        return Response(kind, block.data, charset_of(content_type), ()) if kind else None
    if warc_type == "response" and content_type.lower().startswith("application/http"):
        return read_response(block.data)
    return None
