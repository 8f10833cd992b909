"""A page as intake hands it over, whatever it was found in."""

import hashlib
from dataclasses import dataclass, field

from newsmill.errors import InputError, Unsupported
from newsmill.intake.decode import Decoded
from newsmill.intake.formats import Kind

_MAX_ID = 300
"""Characters of a record's own id, up to which it may stand in a source_uri."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What a container says of a record, as written there. It goes before what the page says of itself."""

    record_id: str | None = None
    url: str | None = None
    title: str | None = None
    published_at: str | None = None
    author: str | None = None
    source: str | None = None
    fetched_at: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A page to be curated, or what is wrong with it."""

    source_uri: str
    raw_sha256: str
    """Of the record's own bytes, hex; "" where they could not be read."""
    size: int
    """Bytes of its own; of a page in a container, as they stand there."""
    kind: Kind = Kind.TEXT
    page: bytes | Decoded = b""
    charset: str | None = None
    """Encoding that the protocol named with which the page was fetched."""
    stated: Stated = field(default_factory=Stated)
    problem: InputError | None = None
    """Why there is no page."""


def record_uri(container: str, record_id: str | None, raw_sha256: str) -> str:
    """The source_uri of a record: its own id after #, or else digits of its hash.

    The id stays with a record when the container is fetched anew with other records before it; a running number would
    make a newer version of one report out of another one.
    """
    usable = record_id and len(record_id) <= _MAX_ID and record_id.isprintable() and " " not in record_id
    return f"{container}#{record_id if usable else raw_sha256[:16]}"


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def too_large(size: int, limit: int) -> InputError:
    """What to say of a page that is larger than the settings allow."""
    return Unsupported("too-large", f"{size} bytes are more than max_input_bytes = {limit}")
