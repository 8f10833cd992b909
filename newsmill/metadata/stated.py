"""What a container states of a page, sifted like what the page's own markup says."""

import re
from dataclasses import fields
from datetime import UTC, datetime
from urllib.parse import urlsplit

from newsmill.intake.record import Stated
from newsmill.metadata.markup import MAX_VALUE, parse_stamp
from newsmill.metadata.record import Metadata
from newsmill.metadata.site import MAX_TITLE

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")

_COLUMNS = tuple(column.name for column in fields(Metadata))
_NOTHING = Metadata()


def read_stated(stated: Stated, latest: datetime) -> Metadata:
    """Columns out of what is stated; a value that does not read as what it should be is as good as none.

    latest: when the page was fetched; a later date, by more than a day, is not believed.
    """
    when, precision = parse_stamp(stated.published_at, latest) or (None, None)
    return Metadata(
        title=_line(stated.title, MAX_TITLE),
        url=_address(stated.url),
        published_at=when,
        published_precision=precision,
        author=_line(stated.author, MAX_VALUE),
        source=_line(stated.source, MAX_VALUE),
    )


def read_id(value: str | None) -> str | None:
    """The id of a record as one line; None where it is too long to be one."""
    return _line(value, MAX_VALUE)


def joined(first: Metadata, second: Metadata) -> Metadata:
    """The values of the first; where it has none, those of the second. A date goes with its precision."""
    if first == _NOTHING:
        return second
    values = [getattr(first, column) for column in _COLUMNS]
    return Metadata(
        *[getattr(second, column) if value is None else value for column, value in zip(_COLUMNS, values, strict=True)]
    )


def read_fetched(value: str | None, latest: datetime) -> datetime | None:
    """When a page was fetched; None where that is not stated to the day, or lies more than a day after `latest`."""
    stamp = parse_stamp(value, latest)
    if stamp is None or stamp[1] == "year":
        return None
    try:
        exact = datetime.fromisoformat((value or "").strip())
    except ValueError:
        return stamp[0]
    return exact.astimezone(UTC) if exact.tzinfo else exact.replace(tzinfo=UTC)


def _line(value: str | None, longest: int) -> str | None:
    text = " ".join(_CONTROL.sub(" ", value or "").split())
    return text if 0 < len(text) <= longest else None


def _address(value: str | None) -> str | None:
    text = (value or "").strip()
    if not text or len(text) > 2 * MAX_VALUE or re.search(r"[\s\x00-\x1f]", text):
        return None
    try:
        parts = urlsplit(text)
    except ValueError:  # a broken IPv6 host
        return None
    return text if parts.scheme in ("http", "https") and parts.netloc else None
