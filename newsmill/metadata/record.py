"""What is known about a text besides the text: one record, filled from markup and from the text's own lines."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Precision = Literal["year", "day", "minute"]


@dataclass(frozen=True, slots=True)
class Metadata:
    """Columns of documents that describe a text. None is "not stated", never "unknown"."""

    title: str | None = None
    url: str | None = None
    site: str | None = None
    published_at: datetime | None = None
    """UTC; a date alone is that day at 00:00, a year alone its first day."""
    published_precision: Precision | None = None
    author: str | None = None
    """Names joined by ", "."""
    source: str | None = None
    """Agency or outlet, as written."""
    place: str | None = None
    """Place of the dateline, as written."""
