"""Bytes to text, with the evidence for the encoding; what cannot be read for certain is refused, never garbled."""

import codecs
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from newsmill.errors import Undecodable
from newsmill.intake.charset import declared_encoding, encoding_of, read
from newsmill.intake.detect import detect
from newsmill.intake.formats import Kind
from newsmill.intake.plausible import price

Evidence = Literal["bom", "declared", "utf-8", "detected"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins with the mark of UTF-16, so it is asked for first
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_MAGIC = MappingProxyType(
    {
        b"%PDF-": "a PDF",
        b"{\\rtf": "rich text (RTF)",
        b"PK\x03\x04": "a zip archive or an office document",
        b"\xd0\xcf\x11\xe0": "an old office document",
        b"\x89PNG": "a PNG image",
        b"\xff\xd8\xff": "a JPEG image",
        b"GIF87a": "a GIF image",
        b"GIF89a": "a GIF image",
        b"\x1f\x8b": "gzip data",
        b"BZh": "bzip2 data",
        b"\xfd7zXZ": "xz data",
        b"\x28\xb5\x2f\xfd": "zstandard data",
        b"7z\xbc\xaf": "a 7z archive",
        b"Rar!\x1a": "a RAR archive",
        b"\x7fELF": "a program",
        b"SQLite format 3": "an SQLite database",
        b"OggS": "an Ogg recording",
        b"ID3\x03": "an MP3 recording",
        b"ID3\x04": "an MP3 recording",
    }
)

_CONTROLS = bytes({*range(0x20), 0x7F} - set(b"\t\n\f\r\x1b"))
_CONTROL_SHARE = 0.01
"""Share of control characters above which bytes are no text; a few are found in real pages."""
_BROKEN_SHARE = 0.02
"""Share of unreadable characters, among those outside ASCII, up to which a text is worth having."""
_GOOD_FOR_BAD = 2
"""UTF-8 proves itself: text in another encoding has far fewer sequences that are well formed than broken ones."""
_UTF16_SAMPLE = 16_000
_UTF16_LIMIT = 11.5


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of an input: newlines are \\n, a byte order mark is dropped, nothing else is changed."""

    text: str
    encoding: str
    """Name of the Python codec that reads the bytes to this text."""
    evidence: Evidence


def decode(data: bytes, kind: Kind, charset: str | None = None) -> Decoded:
    """Text of the bytes of a page.

    kind: an HTML page may declare its encoding; a text file has no way to.
    charset: what the protocol that the page was fetched with declares; it goes before what the page does.
    Raises Undecodable: "empty" (nothing, or only white space), "binary" (no text), "encoding" (text, but in which
    encoding is in doubt).
    """
    if not data.strip():
        raise Undecodable("empty", "only white space" if data else "0 bytes")
    decoded = _by_mark(data) or _by_content(data, kind, charset)
    return Decoded(readable(decoded.text), decoded.encoding, decoded.evidence)


def readable(text: str) -> str:
    """A text with \\n for newlines. Raises Undecodable ("binary", "empty") where it is none, in whatever encoding."""
    if "\0" in text:
        raise Undecodable("binary", "NUL characters in the text")
    if not text.strip():
        raise Undecodable("empty", "only white space")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _by_mark(data: bytes) -> Decoded | None:
    for mark, codec in _BOMS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(codec, "replace")
            _check_broken(text, text.count("\ufffd"), codec)
            return Decoded(text, codec, "bom")
    return None


def _by_content(data: bytes, kind: Kind, charset: str | None) -> Decoded:
    utf16 = _check_binary(data)
    if utf16:
        return utf16
    declared = encoding_of(charset) if charset else None
    if declared is None and kind is Kind.HTML:
        declared = declared_encoding(data)
    return _utf8(data, declared) or _other(data, declared)


def _check_binary(data: bytes) -> Decoded | None:
    """Refuse what is no text; what looks so only because it is UTF-16 without a mark is decoded."""
    for magic, name in _MAGIC.items():
        if data.startswith(magic):
            raise Undecodable("binary", f"{name}, not text")
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if not controls:
        return None
    utf16 = _utf16(data)
    if utf16 is None and (b"\0" in data or controls > _CONTROL_SHARE * len(data)):
        raise Undecodable("binary", f"{controls} control characters in {len(data)} bytes")
    return utf16


def _utf16(data: bytes) -> Decoded | None:
    """UTF-16 without a byte order mark, in the byte order that reads as text."""
    whole = len(data) & ~1
    tries = [(_utf16_bits(data[: min(whole, _UTF16_SAMPLE)], codec), codec) for codec in ("utf-16-le", "utf-16-be")]
    bits, codec = min(tries)
    return Decoded(data[:whole].decode(codec, "replace"), codec, "detected") if bits <= 0 else None


def _utf16_bits(sample: bytes, codec: str) -> float:
    """Bits that the sample costs above what text may cost."""
    text = sample.decode(codec, "replace")
    cost = price(text)
    controls = sum(map(text.count, map(chr, _CONTROLS)))
    return cost.bits - _UTF16_LIMIT * cost.letters + controls * _UTF16_LIMIT


def _utf8(data: bytes, declared: str | None) -> Decoded | None:
    """The text, if the bytes are UTF-8, whatever is declared: a few broken bytes do not make them another encoding."""
    evidence: Evidence = "declared" if declared == "utf-8" else "utf-8"
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        bad = text.count("\ufffd") - data.count("\ufffd".encode())
        good = _beyond_ascii(text) - bad
        return Decoded(text, "utf-8", evidence) if good > _GOOD_FOR_BAD * bad else None
    if text.isascii() and (b"\x1b$" in data or b"\x1b(" in data):
        japanese, codec, wrong = read(data, "iso-2022-jp")
        if not wrong:
            return Decoded(japanese, codec, "declared" if declared == "iso-2022-jp" else "detected")
    return Decoded(text, "utf-8", evidence)


def _other(data: bytes, declared: str | None) -> Decoded:
    encoding, evidence = detect(data, declared)
    text, codec, wrong = read(data, encoding)
    _check_broken(text, wrong, codec)
    return Decoded(text, codec, evidence)


def _check_broken(text: str, wrong: int, codec: str) -> None:
    if wrong > 1 and wrong > _BROKEN_SHARE * _beyond_ascii(text):
        raise Undecodable("encoding", f"{wrong} characters cannot be read as {codec}")


def _beyond_ascii(text: str) -> int:
    """Characters outside ASCII, counted in C: a page has a hundred thousand."""
    return len(text) - len(text.encode("ascii", "ignore"))
