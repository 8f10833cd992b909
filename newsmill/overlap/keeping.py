"""The memory on disk: files that never change, and for each state of the corpus one small list of those it is made of.

A state bears the name of the release that it belongs to and is written before that release is published. So whatever
is killed when, the current release has its state or none; and where it has none, the state is made anew from the texts.
"""

import hashlib
import json
import os
from collections.abc import Collection, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from newsmill.overlap.memory import SHAPES, Memory
from newsmill.overlap.normal import Flags
from newsmill.overlap.postings import PostingRun, Postings
from newsmill.overlap.runs import Run, Table
from newsmill.overlap.sketch import SKETCHES

_VERSION = 2
"""Raised when what is remembered changes its meaning."""


def recall(folder: Path, name: str, code: str) -> Memory | None:
    """The memory of that name, mapped from disk. None where there is none, or none that this code can use.

    code: what the memory was made by; another code may judge otherwise.
    """
    try:
        listed = json.loads((folder / f"{name}.json").read_bytes())
        if listed["format"] != _format(code):
            return None
        return Memory(
            **{name: _table(folder, shape, listed[name]) for name, shape in SHAPES.items()},
            hashes=_postings(folder, listed["hashes"]),
            figures=_postings(folder, listed["figures"]),
            headings=_postings(folder, listed["headings"]),
            alive=_flags(folder, *listed["alive"]),
            heads=_flags(folder, *listed["heads"]),
            titled=_flags(folder, *listed["titled"]),
        )
    except (OSError, ValueError, KeyError, TypeError):  # a lost or damaged index costs time, never a row
        return None


def remember(memory: Memory, folder: Path, name: str, code: str) -> None:
    """Write a memory under a name, which replaces one that has it. What is on disk already is not written again."""
    folder.mkdir(parents=True, exist_ok=True)
    free = _free_names(folder, name)
    listed: dict[str, Any] = {"format": _format(code)}
    for part in fields(Memory):
        value = getattr(memory, part.name)
        if isinstance(value, (Table, Postings)):
            listed[part.name] = [[run.file or _written(run, folder / next(free)), _count(run)] for run in value.runs]
        else:
            file = folder / next(free)
            _sync_write(file, np.packbits(value).tobytes())
            listed[part.name] = [file.name, len(value)]
    draft = folder / f"{name}.draft"
    _sync_write(draft, json.dumps(listed).encode())
    draft.replace(folder / f"{name}.json")


def also_called(folder: Path, name: str, other: str) -> None:
    """Give a memory another name too: it belongs to a release with the same texts. Nothing where there is none."""
    found = folder / f"{name}.json"
    if found.exists():
        draft = folder / f"{other}.draft"
        _sync_write(draft, found.read_bytes())
        draft.replace(folder / f"{other}.json")


def forget_all_but(folder: Path, names: Collection[str]) -> None:
    """Remove every memory but these, and every file that none of these is made of."""
    if not folder.is_dir():
        return
    kept = {f"{name}.json" for name in names}
    used = {file for name in kept if (folder / name).exists() for file in made_of(folder / name)}
    for entry in folder.iterdir():
        if entry.name not in kept | used:
            entry.unlink()


def _format(code: str) -> str:
    shapes = [(name, shape.descr) for name, shape in SHAPES.items()]
    return hashlib.sha256(repr((_VERSION, code, SKETCHES.to_string(), shapes)).encode()).hexdigest()


def made_of(listed: Path) -> Iterator[str]:
    """The names of the files that a memory is made of. listed: its list."""
    try:
        parts = json.loads(listed.read_bytes())
    except ValueError:
        return
    for value in parts.values():
        if isinstance(value, list):
            yield from ([value[0]] if value and isinstance(value[0], str) else (file for file, _ in value))


def _free_names(folder: Path, name: str) -> Iterator[str]:
    """File names that nothing has: a step that is tried again must not touch what the first try has mapped."""
    number = 0
    while True:
        if not (folder / f"{name}-{number:04d}.bin").exists():
            yield f"{name}-{number:04d}.bin"
        number += 1


def _count(run: Run | PostingRun) -> int:
    return len(run.keys) if isinstance(run, Run) else len(run.entries)


def _written(run: Run | PostingRun, path: Path) -> str:
    run.write(path)
    with path.open("rb") as file:
        os.fsync(file.fileno())
    return path.name


def _sync_write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _table(folder: Path, shape: np.dtype[np.void], runs: list[Any]) -> Table:
    return Table(shape, tuple(Run.mapped(folder / file, count, shape) for file, count in runs))


def _postings(folder: Path, runs: list[Any]) -> Postings:
    return Postings(tuple(PostingRun.mapped(folder / file, count) for file, count in runs))


def _flags(folder: Path, file: str, count: int) -> Flags:
    packed = np.fromfile(folder / file, np.uint8)
    if len(packed) != -(-count // 8):
        raise ValueError(f"{file} is damaged")
    flags: Flags = np.unpackbits(packed, count=count).astype(np.bool_)
    return flags
