"""A response of HTTP as archives keep it: whether it is a page, and the page out of its wrappings (RFC 9110, 9112)."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

import pyarrow as pa

from newsmill.errors import InputError
from newsmill.intake.formats import Kind
from newsmill.intake.record import too_large

MAX_LINE = 2**14
_MAX_HEADERS = 200
_PAGE_TYPES = {
    "text/html": Kind.HTML,
    "application/xhtml+xml": Kind.HTML,
    "text/plain": Kind.TEXT,
    "text/markdown": Kind.TEXT,
}
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?\s+(\d{3})\b")
_NO_PAGE = frozenset({204, 205, 206})
"""Statuses of success without a page, or with a part of one."""
_HEAD_ENDS = re.compile(rb"\r?\n\r?\n")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:+-]{1,40})", re.IGNORECASE)
_LOOKS_HTML = re.compile(rb"\s*<(?:!doctype\s+html|html|head|body|meta|title)\b", re.IGNORECASE)
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")
_BY_ARROW = {"br": "brotli", "zstd": "zstd"}


@dataclass(frozen=True, slots=True)
class Response:
    """A page as it came."""

    kind: Kind
    body: bytes
    charset: str | None
    encodings: tuple[str, ...]
    """How the body is packed, outermost first."""

    def page(self, limit: int) -> bytes:
        """The page unpacked. Raises InputError ("compression") where that fails, ("too-large") above the limit."""
        body = self.body
        encodings = [name for name in self.encodings if name != "identity"]
        if "chunked" in encodings[:1]:
            body = b"".join(_chunks(body))
            encodings = encodings[1:]
        if len(encodings) > 1:
            raise InputError("compression", f"packed more than once: {', '.join(encodings)}"[:200])
        page = _unpacked(body, encodings[0], limit) if encodings else body
        if len(page) > limit:
            raise too_large(len(page), limit)
        return page


def read_headers(stream: BinaryIO) -> tuple[dict[str, str], bytes]:
    """Header fields by lower-case name, and the first line that is none: a blank one where they are well formed.

    Of a field that comes twice the first counts.
    """
    headers: dict[str, str] = {}
    name = ""
    for _ in range(_MAX_HEADERS):
        line = stream.readline(MAX_LINE)
        field, colon, value = line.decode("utf-8", "replace").partition(":")
        if line[:1] in b" \t" and line.strip() and name:
            headers[name] += " " + " ".join(line.decode("utf-8", "replace").split())
        elif not colon or field != field.strip() or not line.endswith(b"\n"):
            return headers, line
        else:
            name = field.lower()
            headers.setdefault(name, value.strip())
    return headers, b"..."


def page_type(content_type: str, body: bytes) -> Kind | None:
    """How a body of this Content-Type is marked up; by its first tag where none is given. None: it is no page."""
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type:
        return _PAGE_TYPES.get(media_type)
    return Kind.HTML if _LOOKS_HTML.match(body) else None


def charset_of(content_type: str) -> str | None:
    """The encoding that a Content-Type names."""
    found = _CHARSET.search(content_type)
    return found[1] if found else None


def read_response(block: bytes) -> Response | None:
    """The page that a response brought; None for one that brought none: an error, a redirect, a picture."""
    status = _STATUS.match(block)
    if status is None or int(status[1]) // 100 != 2 or int(status[1]) in _NO_PAGE:
        return None
    ends = _HEAD_ENDS.search(block)
    head, body = (block[: ends.end()], block[ends.end() :]) if ends else (block, b"")
    lines = BytesIO(head)
    lines.readline()
    headers, _ = read_headers(lines)
    content_type = headers.get("content-type", "")
    packed = f"{headers.get('content-encoding', '')},{headers.get('transfer-encoding', '')}".lower()
    encodings = tuple(name.strip() for name in reversed(packed.split(",")) if name.strip())
    kind = page_type(content_type, b"" if encodings else body)
    return Response(kind, body, charset_of(content_type), encodings) if kind else None


def _chunks(body: bytes) -> Iterator[bytes]:
    """The chunks of a body; the body as it is where an archive has put it together and left the header."""
    place = 0
    while size := _CHUNK_SIZE.match(body, place):
        start, length = size.end(), int(size[1], 16)
        if not length:
            return
        yield body[start : start + length]
        place = start + length
        place += 2 if body[place : place + 2] == b"\r\n" else 1
    yield body[place:]


def _unpacked(body: bytes, encoding: str, limit: int) -> bytes:
    """The bytes of a body, up to one more than the limit; as they are where an archive has unpacked them already."""
    try:
        if encoding in _BY_ARROW:
            unpacked: bytes = pa.CompressedInputStream(pa.BufferReader(body), _BY_ARROW[encoding]).read(limit + 1)
            return unpacked
        if encoding in ("gzip", "x-gzip"):
            return _inflated(body, zlib.MAX_WBITS | 16, limit) if body.startswith(b"\x1f\x8b") else body
        if encoding == "deflate":
            is_zlib = body[:1] == b"\x78"
            return _inflated(body, zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS, limit)
    except (OSError, zlib.error) as failure:
        raise InputError("compression", f"the body is no {encoding}: {failure}"[:300]) from None
    raise InputError("compression", f"packed as {encoding[:50]!r}, which is not read")


def _inflated(body: bytes, wbits: int, limit: int) -> bytes:
    engine = zlib.decompressobj(wbits)
    data = engine.decompress(body, limit + 1)
    if not engine.eof and len(data) <= limit:
        raise zlib.error("it breaks off")
    return data
