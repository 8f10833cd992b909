"""Web archives: which records are pages, what is known of them, and what a broken one costs."""

import gzip
import zlib
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pytest
from record_samples import LIMIT, gz, http, outcomes, read, warc

from newsmill.errors import NoArticle
from newsmill.intake.formats import Kind
from newsmill.intake.record import Stated

PAGE = b"<p>caf\xc3\xa9</p>"
GOOD = warc(1, http(PAGE))


def _id(number: int) -> str:
    return f"urn:uuid:{number}"


def test_a_response_is_a_page_with_its_address_time_and_charset(tmp_path: Path) -> None:
    (record,) = read(tmp_path, "a.warc", GOOD)
    assert record.source_uri == "a.warc#urn:uuid:1"
    assert (record.kind, record.page, record.charset) == (Kind.HTML, PAGE, "utf-8")
    assert (record.raw_sha256, record.size) == (sha256(http(PAGE)).hexdigest(), len(http(PAGE)))
    assert record.stated == Stated(
        record_id="urn:uuid:1", url="https://harbour.example/1", fetched_at="2024-05-06T07:08:09Z"
    )


def test_a_resource_is_a_page_by_its_own_type(tmp_path: Path) -> None:
    content = warc(1, PAGE, "resource", "text/html; charset=koi8-r") + warc(2, b"words", "resource", "text/plain")
    records = read(tmp_path, "a.warc", content + warc(3, b"\x89PNG", "resource", "image/png"))
    assert [(record.kind, record.page, record.charset) for record in records] == [
        (Kind.HTML, PAGE, "koi8-r"),
        (Kind.TEXT, b"words", None),
    ]


NO_PAGES = {
    "warcinfo": warc(2, b"software: x\r\n", "warcinfo", "application/warc-fields"),
    "request": warc(2, b"GET / HTTP/1.1\r\n\r\n", "request", "application/http; msgtype=request"),
    "metadata": warc(2, b"a: b", "metadata", "application/warc-fields"),
    "revisit": warc(2, http(b""), "revisit"),
    "dns": warc(2, b"20240506\nharbour.example. 1 IN A 192.0.2.1", "response", "text/dns"),
    "a picture": warc(2, http(b"\x89PNG", content_type="image/png")),
    "a redirect": warc(2, http(PAGE, "301 Moved Permanently")),
    "not found": warc(2, http(PAGE, "404 Not Found")),
    "an error": warc(2, http(PAGE, "503 Service Unavailable")),
    "no content": warc(2, http(b"", "204 No Content")),
    "a part": warc(2, http(PAGE, "206 Partial Content")),
    "no HTTP": warc(2, b"hello"),
    "no type, no tag": warc(2, http(b"hello", content_type=None)),
    "a broken request": warc(2, b"GET / HTTP/1.1\r\n\r\n", "request", length=4),
}


@pytest.mark.parametrize("other", NO_PAGES.values(), ids=NO_PAGES)
def test_what_is_no_page_leaves_no_record(tmp_path: Path, other: bytes) -> None:
    assert outcomes(read(tmp_path, "a.warc", other + GOOD + other)) == [(_id(1), "")]


BROKEN = {
    "garbage": (b"garbage garbage\r\nfoo\r\n\r\nbar\r\n", "x", "warc"),
    "a length that is too small": (warc(2, http(PAGE), length=20), _id(2), "warc"),
    "a length that is no number": (warc(2, http(PAGE), length="x"), _id(2), "warc"),
    "a length without end": (warc(2, http(PAGE), length="9" * 30), _id(2), "warc"),
    "a header without a colon": (b"WARC/1.1\r\nwarc type\r\n" + http(PAGE) + b"\r\n\r\n", "x", "warc"),
    "a header line without end": (b"WARC/1.1\r\nA: " + b"a" * 50_000 + b"\r\n\r\n\r\n", "x", "warc"),
    "headers without end": (b"WARC/1.1\r\n" + b"A: b\r\n" * 500 + b"\r\n\r\n", "x", "warc"),
    "a block that is too large": (warc(2, http(b"a" * (LIMIT + 2**17))), _id(2), "too-large"),
    "a page that is too large": (warc(2, http(b"a" * (LIMIT + 1))), _id(2), "too-large"),
    "gzip that is none": (
        warc(2, http(b"\x1f\x8b\x08" + PAGE, "200 OK", "text/html", "Content-Encoding: gzip")),
        _id(2),
        "compression",
    ),
    "gzip that breaks off": (
        warc(2, http(gzip.compress(PAGE)[:-9], "200 OK", "text/html", "Content-Encoding: gzip")),
        _id(2),
        "compression",
    ),
    "an unknown packing": (
        warc(2, http(PAGE, "200 OK", "text/html", "Content-Encoding: rot13")),
        _id(2),
        "compression",
    ),
    "a bomb": (
        warc(2, http(gzip.compress(bytes(4 * LIMIT)), "200 OK", "text/html", "Content-Encoding: gzip")),
        _id(2),
        "too-large",
    ),
    "packed twice": (
        warc(2, http(gz(gz(PAGE)), "200 OK", "text/html", "Content-Encoding: gzip, gzip")),
        _id(2),
        "compression",
    ),
}


@pytest.mark.parametrize(("broken", "name", "error"), BROKEN.values(), ids=BROKEN)
def test_a_broken_record_is_named_and_those_around_it_are_read(
    tmp_path: Path, broken: bytes, name: str, error: str
) -> None:
    found = outcomes(read(tmp_path, "a.warc", GOOD + broken + warc(3, http(PAGE))))
    assert [found[0], found[-1]] == [(_id(1), ""), (_id(3), "")]
    assert [(where if name != "x" else "x", what) for where, what in found[1:-1]] == [(name, error)]


def test_a_record_that_breaks_off_is_not_taken_for_a_whole_one(tmp_path: Path) -> None:
    assert outcomes(read(tmp_path, "a.warc", GOOD + warc(2, http(PAGE))[:-10])) == [(_id(1), ""), (_id(2), "warc")]


def test_a_length_that_swallows_the_rest_costs_the_rest(tmp_path: Path) -> None:
    """Nothing says where the next record would have begun."""
    content = GOOD + warc(2, http(PAGE), length=10**15) + warc(3, http(PAGE))
    assert outcomes(read(tmp_path, "a.warc", content)) == [(_id(1), ""), (_id(2), "warc")]


def test_blank_lines_between_records_may_be_missing_or_many(tmp_path: Path) -> None:
    first, second = (warc(number, http(PAGE)).removesuffix(b"\r\n\r\n") for number in (1, 2))
    found = outcomes(read(tmp_path, "a.warc", b"\r\n" + first + b"\r\n" * 7 + second))
    assert found == [(_id(1), ""), (_id(2), "")]


def _chunked(*chunks: bytes) -> bytes:
    return b"".join(b"%x;a=b\r\n%s\r\n" % (len(chunk), chunk) for chunk in (*chunks, b""))


_DEFLATED = zlib.compress(PAGE)
_BR = pa.Codec("brotli").compress(PAGE, asbytes=True)
WRAPPED = {
    "gzip": (gzip.compress(PAGE), "Content-Encoding: gzip"),
    "gzip, unpacked by the archive": (PAGE, "Content-Encoding: gzip"),
    "deflate": (_DEFLATED, "Content-Encoding: deflate"),
    "deflate without its head": (_DEFLATED[2:-4], "Content-Encoding: deflate"),
    "brotli": (_BR, "Content-Encoding: br"),
    "chunks": (_chunked(PAGE[:3], PAGE[3:]), "Transfer-Encoding: chunked"),
    "chunks, joined by the archive": (PAGE, "Transfer-Encoding: chunked"),
    "a last chunk that is missing": (_chunked(PAGE)[:-9], "Transfer-Encoding: chunked"),
    "gzip in chunks": (_chunked(gzip.compress(PAGE)), "Transfer-Encoding: chunked\r\nContent-Encoding: gzip"),
    "identity": (PAGE, "Content-Encoding: identity"),
    "a folded header": (PAGE, "X-Folded: a\r\n  b\r\n\tc"),
}


@pytest.mark.parametrize(("sent", "header"), WRAPPED.values(), ids=WRAPPED)
def test_a_page_is_taken_out_of_its_wrappings(tmp_path: Path, sent: bytes, header: str) -> None:
    (record,) = read(tmp_path, "a.warc", warc(1, http(sent, "200 OK", "text/html", header)))
    assert (record.page, record.problem) == (PAGE, None)


def test_a_response_without_a_type_is_a_page_by_its_first_tag(tmp_path: Path) -> None:
    (record,) = read(tmp_path, "a.warc", warc(1, http(b" <!DOCTYPE html><p>a</p>", content_type=None)))
    assert record.kind is Kind.HTML


def test_records_with_one_id_stay_apart_and_the_same_record_comes_once(tmp_path: Path) -> None:
    other = warc(1, http(b"<p>other</p>"))
    names = [where for where, _ in outcomes(read(tmp_path, "a.warc", GOOD + other + GOOD + other))]
    digest = sha256(http(b"<p>other</p>")).hexdigest()[:16]
    assert names == ["urn:uuid:1", f"urn:uuid:1~{digest}"]


def test_an_id_that_is_no_good_in_a_name_gives_way_to_the_hash(tmp_path: Path) -> None:
    (record,) = read(tmp_path, "a.warc", GOOD.replace(b"<urn:uuid:1>", b"<a b>"))
    assert record.source_uri == f"a.warc#{record.raw_sha256[:16]}"
    assert record.stated.record_id == "a b"


def test_an_archive_without_a_page_is_quarantined(tmp_path: Path) -> None:
    with pytest.raises(NoArticle, match="no-pages"):
        read(tmp_path, "a.warc", NO_PAGES["request"])
