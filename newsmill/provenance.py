"""Where a row comes from: ids of documents and runs, and the digest of everything that decides what a row is."""

import functools
import hashlib
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from newsmill.errors import UsageError
from newsmill.settings import Settings

EPOCH = 14
"""Raised with every change of the code that changes rows, so that old inputs are curated again."""

_SHAPING_PACKAGES = ("beautifulsoup4", "langdetect", "opencc-python-reimplemented", "pycld2", "pypinyin", "selectolax")
"""Packages whose answers end up in rows."""


@dataclass(frozen=True, slots=True)
class Context:
    """What every row of a run has in common."""

    settings: Settings
    run_id: str
    digest: str


def doc_id(source_uri: str, raw_sha256: str, item_index: int) -> str:
    """The id of a document: the same input gives the same id on every machine, in every run."""
    key = "\0".join((source_uri, raw_sha256, str(item_index)))
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def new_run_id(now: datetime) -> str:
    """An id that sorts by time and does not repeat: 20261120T212200Z-3f9c1a."""
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"


def pipeline_digest(settings: Settings) -> str:
    """16 hex digits over the settings that affect rows, the rules and tables, the templates, the shaping packages
    and EPOCH. Raises UsageError where the file of templates cannot be read.
    """
    digest = hashlib.sha256(_code_digest().encode())
    digest.update(json.dumps(settings.affecting_rows(), sort_keys=True).encode())
    if settings.templates is not None:
        digest.update(b"templates\0" + _content(settings.templates))
    return digest.hexdigest()[:16]


def _content(templates: Path) -> bytes:
    try:
        return templates.read_bytes()
    except OSError as failure:
        raise UsageError(f"the templates file {templates} cannot be read: {failure.strerror}") from None


@functools.cache
def _code_digest() -> str:
    digest = hashlib.sha256(f"epoch {EPOCH}".encode())
    for package in _SHAPING_PACKAGES:
        digest.update(f"{package} {metadata.version(package)}\0".encode())
    for name, content in sorted(_data_files(files("newsmill"))):
        digest.update(name.encode() + b"\0" + content)
    return digest.hexdigest()


def _data_files(folder: Traversable, above: str = "") -> Iterator[tuple[str, bytes]]:
    """Rules and tables of the package: every TOML file in it."""
    for entry in folder.iterdir():
        name = f"{above}{entry.name}"
        if entry.is_dir():
            yield from _data_files(entry, f"{name}/")
        elif name.endswith(".toml"):
            yield name, entry.read_bytes()
