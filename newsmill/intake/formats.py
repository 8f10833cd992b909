"""Which files newsmill reads, by their suffix: pages, and containers of pages, each as it is or compressed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from types import MappingProxyType

from newsmill.errors import Unsupported


class Kind(StrEnum):
    """How the text of an input is marked up."""

    TEXT = "text"
    HTML = "html"


class Container(StrEnum):
    """A file that holds pages as its records."""

    JSONL = "jsonl"
    WARC = "warc"
    FEED = "feed"


class Compression(StrEnum):
    """How the bytes of a file are packed."""

    GZIP = "gzip"
    ZSTD = "zstd"


SUFFIXES: Mapping[str, Kind | Container] = MappingProxyType(
    {
        ".txt": Kind.TEXT,
        ".md": Kind.TEXT,
        ".htm": Kind.HTML,
        ".html": Kind.HTML,
        ".xhtml": Kind.HTML,
        ".jsonl": Container.JSONL,
        ".warc": Container.WARC,
        ".xml": Container.FEED,
        ".rss": Container.FEED,
        ".atom": Container.FEED,
    }
)
PACKED = MappingProxyType({".gz": Compression.GZIP, ".zst": Compression.ZSTD})


@dataclass(frozen=True, slots=True)
class Format:
    """What a file is, by its name."""

    holds: Kind | Container
    packed: Compression | None = None


def format_of(path_name: str) -> Format:
    """The format of a file, from its name; case of the suffixes does not matter.

    Raises Unsupported ("unsupported") for any other suffix, for none, and for what is packed twice.
    """
    suffixes = [suffix.lower() for suffix in PurePosixPath(path_name).suffixes[-2:]]
    packed = PACKED.get(suffixes[-1]) if suffixes else None
    outer = suffixes.pop() if packed else ""
    suffix = suffixes[-1] if suffixes else ""
    holds = SUFFIXES.get(suffix)
    if holds is None:
        found = f"suffix {suffix + outer!r}" if suffix + outer else "a name without a suffix"
        known = f"{' '.join(SUFFIXES)}, each also with {' or '.join(PACKED)} behind it"
        raise Unsupported("unsupported", f"{found} is not read; these are: {known}")
    return Format(holds, packed)


def _any_of(suffixes: list[str]) -> str:
    return "|".join(re.escape(suffix) for suffix in suffixes)


_RECORD = re.compile(
    rf"(.*?(?:{_any_of([suffix for suffix, holds in SUFFIXES.items() if isinstance(holds, Container)])})"
    rf"(?:{_any_of(list(PACKED))})?)#",
    re.IGNORECASE | re.DOTALL,
)


def container_of(source_uri: str) -> str | None:
    """The source_uri of the container that a record is of; None where it is no record."""
    found = _RECORD.match(source_uri)
    return found[1] if found else None
