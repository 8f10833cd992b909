"""The pages of an input: the one that a file is, or the records of a container."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BufferedReader

from newsmill.errors import NoArticle, Unreadable
from newsmill.intake.compression import InputFile, read_at_most
from newsmill.intake.discover import FoundInput
from newsmill.intake.feeds import read_feed
from newsmill.intake.formats import Container, Kind, format_of
from newsmill.intake.jsonl import read_jsonl
from newsmill.intake.record import Record, too_large
from newsmill.intake.warc import read_warc

_READERS: dict[Container, Callable[[BufferedReader, str, int], Iterator[Record]]] = {
    Container.JSONL: read_jsonl,
    Container.WARC: read_warc,
    Container.FEED: read_feed,
}


@dataclass(frozen=True, slots=True)
class Opened:
    """An input while it is read."""

    is_container: bool
    records: Iterator[Record]
    """No two have the same source_uri. Reading raises InputError where the input holds none, and why."""
    file: InputFile


@contextmanager
def open_input(found: FoundInput, limit: int) -> Iterator[Opened]:
    """Open an input to read its pages once.

    limit: bytes that a page, or a record, may have when unpacked. A container may have any size.
    Raises Unreadable or Unsupported where it cannot be opened.
    """
    if found.problem:
        raise Unreadable("unreadable", found.problem)
    format_ = format_of(found.source_uri)
    if format_.packed is None and isinstance(format_.holds, Kind) and found.bytes > limit:
        raise too_large(found.bytes, limit)
    with InputFile(found.path, format_.packed) as file:
        if isinstance(format_.holds, Container):
            records = _READERS[format_.holds](file.stream, found.source_uri, limit)
            numbered = format_.holds is Container.JSONL  # and may be many more than one would keep in mind
            yield Opened(True, _some(records if numbered else _distinct(records)), file)
        else:
            yield Opened(False, _page(found, format_.holds, file.stream, limit), file)


def _page(found: FoundInput, kind: Kind, stream: BufferedReader, limit: int) -> Iterator[Record]:
    data, failure = read_at_most(stream, limit + 1)
    if len(data) > limit:
        raise too_large(len(data), limit)
    if failure:
        raise failure
    yield Record(found.source_uri, found.raw_sha256, found.bytes, kind, data)


def _some(records: Iterator[Record]) -> Iterator[Record]:
    """The records of a container. Raises NoArticle where there is none: it would else be gone without a trace."""
    first = next(records, None)
    if first is None:
        raise NoArticle("no-pages", "the container holds no page")
    yield first
    yield from records


def _distinct(records: Iterator[Record]) -> Iterator[Record]:
    """Records with a source_uri each: one that comes again unchanged is left out, and one that has the id of a record
    before it is told from that by its hash."""
    seen: set[int] = set()
    for record in records:
        uri, version = hash(record.source_uri), hash((record.source_uri, record.raw_sha256))
        if version in seen:
            continue
        again = uri in seen
        seen |= {uri, version}
        yield replace(record, source_uri=f"{record.source_uri}~{record.raw_sha256[:16]}") if again else record
