"""The bytes of a file as a stream: hashed as they are read, and unpacked where they are compressed.

Nothing is unpacked further than it is asked for, so a bomb costs what its reader is willing to take. What is packed
twice stays packed.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import zlib
from abc import abstractmethod
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import pyarrow as pa

from newsmill.errors import Unreadable
from newsmill.intake.formats import Compression

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_CHUNK = 2**16


class InputFile:
    """A file that is read once, from start to end: `stream` has its bytes, unpacked.

    Raises Unreadable ("unreadable") where it cannot be opened. Reading raises Unreadable: "unreadable" where the disk
    fails, "compression" where the packed bytes are broken or break off; all that could be unpacked came before.
    """

    def __init__(self, path: Path, packed: Compression | None) -> None:
        self._open = ExitStack()
        try:
            self._hashed = _Hashed(self._open.enter_context(path.open("rb", buffering=0)))
        except OSError as failure:
            raise Unreadable("unreadable", failure.strerror or str(failure)) from None
        unpacked: io.RawIOBase = self._hashed
        if packed is Compression.GZIP:
            unpacked = _Gzip(self._hashed)
        elif packed is Compression.ZSTD:
            unpacked = _Zstd(self._hashed, lambda: self._open.enter_context(path.open("rb")))
        self.stream: io.BufferedReader = io.BufferedReader(_Explained(unpacked), _CHUNK)

    def sha256(self) -> str:
        """The hash of the whole file, hex; what the stream has not read is read now."""
        try:
            return self._hashed.finish()
        except OSError as failure:
            raise Unreadable("unreadable", failure.strerror or str(failure)) from None

    def __enter__(self) -> InputFile:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()


def read_at_most(stream: io.BufferedReader, limit: int) -> tuple[bytes, Unreadable | None]:
    """What a stream holds up to `limit` bytes, and what broke it off before its end."""
    chunks: list[bytes] = []
    size = 0
    try:
        while size < limit and (chunk := stream.read1(min(_CHUNK, limit - size))):
            chunks.append(chunk)
            size += len(chunk)
    except Unreadable as failure:
        return b"".join(chunks), failure
    return b"".join(chunks), None


class _Raw(io.RawIOBase):
    """A stream that is only read."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        data = self.take(len(view))
        view[: len(data)] = data
        return len(data)

    @abstractmethod
    def take(self, size: int) -> bytes:
        """The next bytes, at most `size`; none at the end."""


class _Hashed(_Raw):
    """The bytes of a file, and their hash."""

    def __init__(self, file: io.RawIOBase | io.FileIO) -> None:
        self._file = file
        self._digest = hashlib.sha256()

    def take(self, size: int) -> bytes:
        data = self._file.read(size) or b""
        self._digest.update(data)
        return data

    def finish(self) -> str:
        while self.take(_CHUNK):
            pass
        return self._digest.hexdigest()


class _Gzip(_Raw):
    """The members of a gzip file, one after the other."""

    def __init__(self, packed: io.RawIOBase) -> None:
        self._members = gzip.GzipFile(fileobj=packed, mode="rb")

    def take(self, size: int) -> bytes:
        return self._members.read1(size)


class _Zstd(_Raw):
    """The frames of a zstandard file, one after the other.

    Arrow unpacks whole buffers: where the packed bytes break, it keeps back what it has unpacked into the one it was
    filling. That much is unpacked once more, byte by byte up to the break.
    """

    def __init__(self, packed: io.RawIOBase, reopen: Callable[[], BinaryIO]) -> None:
        self._frames = _frames(packed)
        self._reopen = reopen
        self._given = 0
        self._failure: OSError | None = None

    def take(self, size: int) -> bytes:
        if self._failure:
            raise self._failure
        try:
            data: bytes = self._frames.read(size)
        except OSError as failure:
            self._failure = failure
            data = self._before_break(size)
            if not data:
                raise
        self._given += len(data)
        return data

    def _before_break(self, size: int) -> bytes:
        frames = _frames(self._reopen())
        saved = bytearray()
        try:
            for start in range(0, self._given, _CHUNK):
                frames.read(min(_CHUNK, self._given - start))
            while len(saved) < size and (byte := frames.read(1)):
                saved += byte
        except OSError:
            pass
        return bytes(saved)


def _frames(packed: Any) -> Any:
    return pa.CompressedInputStream(pa.PythonFile(packed, mode="r"), "zstd")


class _Explained(_Raw):
    """A stream whose failures say what they are."""

    def __init__(self, stream: io.RawIOBase) -> None:
        self._stream = stream

    def take(self, size: int) -> bytes:
        try:
            return self._stream.read(size) or b""
        except (EOFError, OSError, zlib.error) as failure:
            known = isinstance(failure, OSError) and failure.errno is not None
            raise Unreadable("unreadable" if known else "compression", str(failure)) from None
