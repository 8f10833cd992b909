"""What lies in RAW: every input with its hash, and the ones that must wait or cannot be read.

RAW is only read. A scraper may be writing to it at the same time, so a file counts only if it stood still while it was
read; and nothing in it is trusted to be a plain file inside RAW.
"""

import hashlib
import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from newsmill.errors import UsageError
from newsmill.intake.formats import container_of


class FoundInput(BaseModel):
    """A file of RAW."""

    model_config = ConfigDict(frozen=True)

    source_uri: str
    """Path relative to RAW with `/`; bytes of a name that are not UTF-8 are written //XX, see uri_of."""
    path: Path
    bytes: int
    raw_sha256: str
    """Of the content, in hex; "" where it cannot be read."""
    ingested_at: datetime
    """When RAW was walked, in UTC."""
    problem: str | None = None
    """Why it cannot be read."""
    key: str = ""
    """Of the object that it is, where RAW is in an object store; `path` is then where it is fetched to."""


@dataclass(frozen=True, slots=True)
class Walk:
    """What a walk over RAW found."""

    inputs: list[FoundInput]
    """By source_uri."""
    hidden: int
    """Dot files and dot folders, which are passed over."""
    unsettled: list[str]
    """source_uri of files that were young or changing: the next run takes them."""


class _Entry(NamedTuple):
    source_uri: str
    path: Path


def walk(raw: Path, settle_seconds: float, now: float) -> Walk:
    """All inputs under a folder.

    settle_seconds: a file that changed less than this long before `now` (seconds since 1970) is unsettled; so is one
    from the near future, whose clock is not ours. From further ahead the time is taken to be wrong.
    Raises UsageError where `raw` is not a folder that can be listed.
    """
    if not raw.is_dir():
        raise UsageError(f"there is no folder {raw}: create it and put pages in it, or name another one (RAW)")
    entries, unlisted, hidden = _entries(raw)
    time = datetime.fromtimestamp(now, UTC)
    inputs = [_unreadable(entry, time, problem) for entry, problem in unlisted]
    unsettled = []
    for entry in entries:
        found = _examine(entry, time, settle_seconds)
        if found is None:
            unsettled.append(entry.source_uri)
        else:
            inputs.append(found)
    return Walk(sorted(inputs, key=lambda found: found.source_uri), hidden, sorted(unsettled))


def exceeds(raw: Path, max_bytes: int, max_inputs: int) -> bool:
    """Whether there is more in a folder than that, told by the names and sizes of the first files that make it so."""
    size = count = 0
    for folder, _, names in os.walk(raw):
        for name in names:
            with suppress(OSError):  # gone, or not for us: what it is, `walk` will say
                size += (Path(folder) / name).stat().st_size
                count += 1
            if size > max_bytes or count > max_inputs:
                return True
    return False


def _entries(raw: Path) -> tuple[list[_Entry], list[tuple[_Entry, str]], int]:
    """Files to look at, entries that cannot be looked at with the reason, and the number of hidden ones."""
    root = raw.resolve()
    entries: list[_Entry] = []
    unlisted: list[tuple[_Entry, str]] = []
    hidden = 0
    folders = [raw]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as listing:
                children = list(listing)
        except OSError as failure:
            if folder == raw:
                raise UsageError(f"the folder {raw} cannot be read: {failure.strerror}") from failure
            unlisted.append((_entry(raw, folder), f"folder cannot be listed: {failure.strerror}"))
            continue
        for child in children:
            path = folder / child.name
            if child.name.startswith("."):
                hidden += 1
            elif child.is_dir(follow_symlinks=False):
                folders.append(path)
            elif not child.is_symlink():
                entries.append(_entry(raw, path))
            elif problem := _problem_of_link(path, root):
                unlisted.append((_entry(raw, path), problem))
            else:
                entries.append(_entry(raw, path))
    return entries, unlisted, hidden


def _problem_of_link(path: Path, root: Path) -> str | None:
    """Why a symlink is not followed. One to a folder never is: the folder is walked where it stands."""
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):  # a loop is a RuntimeError before Python 3.13
        return "symlink leads nowhere"
    if not target.is_relative_to(root):
        return "symlink leads out of RAW"
    return "symlink to a folder is not followed" if target.is_dir() else None


def _entry(raw: Path, path: Path) -> _Entry:
    return _Entry(uri_of(path.relative_to(raw).as_posix()), path)


def uri_of(name: str) -> str:
    """A name as valid Unicode, different for different names. os.scandir gives bytes that are not UTF-8 as lone
    surrogates; they are written //XX, because // is what no path has. So is a # that would make the name that of a
    record in a container."""
    uri = "".join(f"//{ord(c) - 0xDC00:02X}" if "\udc80" <= c <= "\udcff" else c for c in name)
    while container := container_of(uri):
        uri = f"{container}//23{uri[len(container) + 1 :]}"
    return uri


def _unreadable(entry: _Entry, time: datetime, problem: str) -> FoundInput:
    return FoundInput(
        source_uri=entry.source_uri, path=entry.path, bytes=0, raw_sha256="", ingested_at=time, problem=problem
    )


def _examine(entry: _Entry, time: datetime, settle_seconds: float) -> FoundInput | None:
    """An entry with its hash; None where it is too young, or changed while it was read."""
    try:
        before = entry.path.stat()
        if not stat.S_ISREG(before.st_mode):
            return _unreadable(entry, time, "not a file but a pipe, a socket or a device")
        if abs(time.timestamp() - before.st_mtime) < settle_seconds:
            return None
        with entry.path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            after = os.fstat(file.fileno())
    except OSError as failure:
        return _unreadable(entry, time, failure.strerror or type(failure).__name__)
    if _identity(before) != _identity(after):
        return None
    return FoundInput(
        source_uri=entry.source_uri, path=entry.path, bytes=after.st_size, raw_sha256=digest, ingested_at=time
    )


def _identity(status: os.stat_result) -> tuple[int, int, int, int]:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns
