"""Title, date, author, source and place of a text: from the page's markup, and from the text's own lines."""

from newsmill.metadata.dates import FoundDate, find_dates
from newsmill.metadata.lines import read_foot, read_lines, reads_day_first_in
from newsmill.metadata.listed import Collection, read_collection, says_compiled
from newsmill.metadata.markup import read_markup
from newsmill.metadata.record import Metadata, Precision
from newsmill.metadata.stated import joined, read_fetched, read_id, read_stated

__all__ = [
    "Collection",
    "FoundDate",
    "Metadata",
    "Precision",
    "find_dates",
    "joined",
    "read_collection",
    "read_fetched",
    "read_foot",
    "read_id",
    "read_lines",
    "read_markup",
    "read_stated",
    "reads_day_first_in",
    "says_compiled",
]
