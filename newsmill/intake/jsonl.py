"""JSON lines: a record a line, with the page as `html` or `text`, and beside it what is known of the page.

https://jsonlines.org: UTF-8, one value a line, either line end. Lines are numbered from 1; blank ones count and hold
nothing.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, NoReturn

from newsmill.errors import InputError, NoArticle, Undecodable, Unreadable
from newsmill.intake.decode import Decoded, readable
from newsmill.intake.formats import Kind
from newsmill.intake.record import Record, Stated, too_large

_CHUNK = 2**16
_BOM = b"\xef\xbb\xbf"
_PAGES = {"html": Kind.HTML, "text": Kind.TEXT}
"""Fields that hold the page; where a record has both, the one that says more of it."""
_STATED = {
    "id": "record_id",
    **{name: name for name in ("url", "title", "published_at", "author", "source", "fetched_at")},
}
"""Fields, and what they are in Stated."""
_MAY_BE_NUMBERS = frozenset({"id", "published_at", "fetched_at"})
"""A number in a column of ids, or seconds since 1970."""

_MAX_DEPTH = 64
_MAX_VALUES = 2_000_000
"""Values that a line may hold, counted by their marks: a list of empty lists takes thirty times its size in memory."""
_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"?|[\[{]|[\]}]', re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line without its end. Of one that is too long `data` is None."""

    raw_sha256: str
    size: int
    data: bytes | None


def read_jsonl(stream: BinaryIO, uri: str, limit: int) -> Iterator[Record]:
    """The records of JSON lines, each with the number of its line in its source_uri; a broken one with its problem.

    uri: of the container. limit: bytes of a line. Where the stream breaks off, the rest is a broken record with the
    number that comes next.
    Raises Unreadable where it breaks before the first line ends.
    """
    number = 0
    try:
        for line in _lines(stream, limit):
            number += 1
            if line.data is None:
                yield _record(uri, number, line, too_large(line.size, limit))
            elif line.data.strip():
                yield _read_line(uri, number, line, line.data)
    except Unreadable as failure:
        if not number:
            raise
        yield Record(f"{uri}#{number + 1}", "", 0, problem=failure)


def _lines(stream: BinaryIO, limit: int) -> Iterator[_Line]:
    mark = _BOM
    while data := stream.readline(limit + 2):
        bare = data.removeprefix(mark).removesuffix(b"\n").removesuffix(b"\r")
        if len(bare) > limit:
            yield _long_line(stream, data)
        else:
            yield _Line(hashlib.sha256(bare).hexdigest(), len(bare), bare)
        mark = b""


def _long_line(stream: BinaryIO, data: bytes) -> _Line:
    """A line that is too long, read past in small steps."""
    digest = hashlib.sha256()
    size = 0
    while data:
        bare = data.removesuffix(b"\n")
        digest.update(bare)
        size += len(bare)
        data = b"" if len(bare) < len(data) else stream.readline(_CHUNK)
    return _Line(digest.hexdigest(), size, None)


def _record(uri: str, number: int, line: _Line, problem: InputError) -> Record:
    return Record(f"{uri}#{number}", line.raw_sha256, line.size, problem=problem)


def _read_line(uri: str, number: int, line: _Line, data: bytes) -> Record:
    try:
        fields = _parse(data)
        name, page = _page(fields)
        return Record(
            f"{uri}#{number}",
            line.raw_sha256,
            line.size,
            _PAGES[name],
            Decoded(readable(page), "utf-8", "utf-8"),
            stated=Stated(**{column: _text(fields, field) for field, column in _STATED.items()}),
        )
    except InputError as problem:
        return _record(uri, number, line, problem)


def _parse(data: bytes) -> dict[str, Any]:
    """The object that a line is. Raises InputError ("json") where it is none, Undecodable where it is not UTF-8."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as failure:
        raise Undecodable("encoding", f"a line of JSON is UTF-8, and byte {failure.start} is not") from None
    if sum(map(data.count, (b",", b"[", b"{"))) > _MAX_VALUES or _is_deep(data):
        raise InputError("json", f"more than {_MAX_VALUES} values, or more than {_MAX_DEPTH} of them in each other")
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_no_number)
    except ValueError as failure:
        raise InputError("json", str(failure)[:200]) from None
    if not isinstance(value, dict):
        raise InputError("json", "the line is no object")
    return value


def _is_deep(data: bytes) -> bool:
    if data.count(b"[") + data.count(b"{") <= _MAX_DEPTH:
        return False
    depth = 0
    for token in _TOKEN.finditer(data):
        if token[0] in b"[{":
            depth += 1
        elif token[0] in b"]}":
            depth -= 1
        if depth > _MAX_DEPTH:
            return True
    return False


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twice[:50]!r} stands more than once in an object")
    return found


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no value of JSON")


def _page(fields: dict[str, Any]) -> tuple[str, str]:
    """The name of the field that holds the page, and the page."""
    for name in _PAGES:
        page = _text(fields, name)
        if page is not None:
            return name, page
    raise NoArticle("no-text", f"the record has neither {' nor '.join(_PAGES)}")


def _text(fields: dict[str, Any], name: str) -> str | None:
    """A field as text; None where it is not there, null or blank."""
    value = fields.get(name)
    if name in _MAY_BE_NUMBERS and isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:.0f}" if isinstance(value, float) else str(value)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if not isinstance(value, str):
        raise InputError("json", f"{name} is of type {type(value).__name__}, not text")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise Undecodable("encoding", f"{name} holds half of a surrogate pair") from None
    return value
