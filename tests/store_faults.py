"""Named points: each call by which newsmill changes a disk, named by the function that makes it, to fail or to die at.

Every write into a file comes in two halves, as the operating system may do it: between them a file is torn.
"""

import builtins
import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

import newsmill

CHANGES = ("mkdir", "link", "symlink", "fsync", "rename", "replace", "unlink", "rmdir")
GROWING = ("open", "write", "rest of a write", "mkdir", "link", "symlink", "fsync")
"""Calls that fail where a disk is full."""

_PACKAGE = f"{Path(newsmill.__file__).parent}{os.sep}"
_HELPERS = str(Path("store", "files.py"))
"""Its functions are called from everywhere: whoever called them gives the point its name."""
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT

At = Callable[[str], None]
"""Told the name of each point when it is reached; may raise, or not come back."""


def call_of(point: str) -> str:
    """What is called there: the last part of its name."""
    return point.rpartition(": ")[2]


@contextmanager
def watched(at: At) -> Iterator[None]:
    """Tell `at` of every point that this process comes to."""
    with pytest.MonkeyPatch.context() as patch:
        for name in CHANGES:
            patch.setattr(os, name, _watched(getattr(os, name), name, at))
        opened, written = _open(builtins.open, at), _write_table(pq.write_table)
        patch.setattr(os, "open", _os_open(os.open, at))
        patch.setattr(builtins, "open", opened)
        patch.setattr(io, "open", opened)
        patch.setattr(pq, "write_table", written)
        yield


def points(job: Callable[[], object]) -> list[str]:
    """Every point that a job comes to, in order."""
    found: list[str] = []
    with watched(found.append):
        job()
    return found


def _owner() -> str | None:
    """The function of newsmill that is at work, and the helper that it called; None where newsmill is not at work."""
    frame, helper = sys._getframe(2), ""
    while frame is not None:
        code = frame.f_code
        if code.co_filename.startswith(_PACKAGE):
            if not code.co_filename.endswith(_HELPERS):
                return f"{Path(code.co_filename).stem}.{code.co_qualname}{helper}"
            helper = f" > {code.co_qualname}"
        frame = frame.f_back  # type: ignore[assignment]  # the stack ends
    return None


def _watched(real: Callable[..., Any], name: str, at: At) -> Callable[..., Any]:
    def call(*args: Any, **kwargs: Any) -> Any:
        owner = _owner()
        if owner:
            at(f"{owner}: {name}")
        return real(*args, **kwargs)

    return call


def _os_open(real: Callable[..., int], at: At) -> Callable[..., int]:
    def call(path: Any, flags: int, *args: Any, **kwargs: Any) -> int:
        owner = _owner()
        if owner and flags & _WRITES:
            at(f"{owner}: open")
        return real(path, flags, *args, **kwargs)

    return call


class _Torn(io.FileIO):
    """A file that takes the first half of what it is given, and the rest when it is asked again."""

    def __init__(self, path: Any, mode: str, owner: str, at: At) -> None:
        at(f"{owner}: open")
        super().__init__(path, mode)
        self._owner, self._at, self._half = owner, at, False

    def write(self, data: Any) -> int:
        """Write some of it, and say how much."""
        self._at(f"{self._owner}: {'rest of a write' if self._half else 'write'}")
        self._half = not self._half and len(data) > 1
        return super().write(data[: len(data) // 2] if self._half else data)


def _open(real: Callable[..., Any], at: At) -> Callable[..., Any]:
    def call(file: Any, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        owner = None if "r" in mode else _owner()
        if owner is None:
            return real(file, mode, *args, **kwargs)
        raw = io.BufferedWriter(_Torn(file, mode.replace("b", "").replace("t", ""), owner, at))
        return raw if "b" in mode else io.TextIOWrapper(raw, encoding="utf-8")

    return call


def _write_table(real: Callable[..., Any]) -> Callable[..., Any]:
    """Arrow opens a path by itself, and a file that it is given as Python does."""

    def call(table: Any, path: Path, **options: Any) -> None:
        with path.open("wb") as file:
            real(table, file, **options)

    return call
