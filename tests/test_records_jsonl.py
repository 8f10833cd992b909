"""JSON lines: what a line may say, and that a broken one costs nothing but itself."""

import json
from pathlib import Path
from typing import Any

import pytest
from record_samples import LIMIT, body, outcomes, read, text_of

from newsmill.errors import NoArticle
from newsmill.intake.formats import Kind
from newsmill.intake.record import Stated


def line(**fields: Any) -> bytes:
    return json.dumps(fields, ensure_ascii=False).encode()


def test_a_line_is_a_page_with_what_is_stated_of_it(tmp_path: Path) -> None:
    fields = {
        "id": 17,
        "url": "https://harbour.example/pier",
        "title": "Pier to be repaired",
        "published_at": "2024-05-06T07:08:00+02:00",
        "author": "Jane Doe",
        "source": "HNA",
        "fetched_at": 1714979289.5,
    }
    (record,) = read(tmp_path, "a.jsonl", line(text=body(), other=[1, None], **fields))
    assert text_of(record) == body()
    assert record.kind is Kind.TEXT
    assert record.stated == Stated(
        "17", fields["url"], fields["title"], fields["published_at"], "Jane Doe", "HNA", "1714979290"
    )


def test_html_goes_before_text_and_a_blank_field_is_none(tmp_path: Path) -> None:
    content = b"\n".join(
        [line(html="<p>a</p>", text="b"), line(html=" ", text="b"), line(html=None, text="b", title="")]
    )
    records = read(tmp_path, "a.jsonl", content)
    assert [(record.kind, text_of(record)) for record in records] == [
        (Kind.HTML, "<p>a</p>"),
        (Kind.TEXT, "b"),
        (Kind.TEXT, "b"),
    ]
    assert records[2].stated == Stated()


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("last", [b"", b"\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_records_are_the_same_whatever_ends_a_line(tmp_path: Path, end: bytes, last: bytes, mark: bytes) -> None:
    """A line end, a blank line, a byte order mark are no part of a record; blank lines count."""
    content = mark + line(text="a") + end + end + b"  " + end + line(text="b") + last
    records = read(tmp_path, "a.jsonl", content)
    assert outcomes(records) == [("1", ""), ("4", "")]
    plain = read(tmp_path, "b.jsonl", line(text="a") + b"\n" + line(text="b"))
    assert [(record.raw_sha256, record.size) for record in records] == [
        (record.raw_sha256, record.size) for record in plain
    ]


BROKEN = {
    "no JSON": (b"{'text': 'a'}", "json"),
    "half a line": (b'{"text": "a', "json"),
    "two values": (b'{"text": "a"} {}', "json"),
    "a list": (b'["a"]', "json"),
    "a word": (b"null", "json"),
    "NaN": (b'{"text": "a", "n": NaN}', "json"),
    "infinity": (b'{"text": "a", "n": -Infinity}', "json"),
    "a key twice": (b'{"text": "a", "text": "b"}', "json"),
    "a key twice inside": (b'{"text": "a", "n": {"b": 1, "b": 1}}', "json"),
    "a text that is a number": (b'{"text": 5}', "json"),
    "a title that is a list": (b'{"text": "a", "title": ["a"]}', "json"),
    "an author that is a number": (b'{"text": "a", "author": 5}', "json"),
    "an id that is true": (b'{"text": "a", "id": true}', "json"),
    "65 levels": (b'{"text": "a", "n": ' + b"[" * 64 + b"]" * 64 + b"}", "json"),
    "a million levels": (b"[" * 1_000_000, "json"),
    "a number of 5000 digits": (b'{"text": "a", "n": ' + b"9" * 5000 + b"}", "json"),
    "a control character": (b'{"text": "a\x01b"}', "json"),
    "no text": (b'{"title": "a"}', "no-text"),
    "an empty text": (b'{"text": ""}', "no-text"),
    "nothing": (b"{}", "no-text"),
    "half a surrogate pair": (b'{"text": "a\\ud83d"}', "encoding"),
    "half a pair in a title": (b'{"text": "a", "title": "\\udc00"}', "encoding"),
    "not UTF-8": (b'{"text": "caf\xe9"}', "encoding"),
    "NUL": (b'{"text": "a\\u0000b"}', "binary"),
    "too long": (b'{"text": "' + b"a" * LIMIT + b'"}', "too-large"),
    "far too long": (b'{"text": "' + b"a" * 3 * LIMIT + b'"}', "too-large"),
}


@pytest.mark.parametrize(("broken", "error"), BROKEN.values(), ids=BROKEN)
def test_a_broken_line_is_named_and_those_around_it_are_read(tmp_path: Path, broken: bytes, error: str) -> None:
    good = line(text=body())
    records = read(tmp_path, "a.jsonl", b"\n".join([good, broken, good, broken]))
    assert outcomes(records) == [("1", ""), ("2", error), ("3", ""), ("4", error)]
    assert records[1].size == len(broken)
    assert records[1].raw_sha256 == records[3].raw_sha256 != records[0].raw_sha256


@pytest.mark.parametrize(
    "odd",
    [
        b'{"text": "a", "n": ' + b"[" * 63 + b"]" * 63 + b"}",
        b'{"text": "a", "n": "' + b'[{\\"' * 100 + b'"}',
        b'{"text": "a", "n": [' + b"[]," * 200 + b"[]]}",
        b' \t{"text": "\\ud83d\\ude00"} ',
        b'{"text": "a", "id": -5, "published_at": 1e999}',
    ],
    ids=["64 levels", "brackets in a string", "many brackets side by side", "a surrogate pair", "strange numbers"],
)
def test_what_only_looks_broken_is_read(tmp_path: Path, odd: bytes) -> None:
    assert outcomes(read(tmp_path, "a.jsonl", odd)) == [("1", "")]


def test_a_line_of_more_values_than_memory_should_hold_is_refused(tmp_path: Path) -> None:
    content = b'{"text": "a", "n": [' + b"[]," * 1_500_000 + b"[]]}"
    assert outcomes(read(tmp_path, "a.jsonl", content, limit=2**24)) == [("1", "json")]


@pytest.mark.parametrize("content", [b"", b"\n\r\n \n", b"\xef\xbb\xbf"], ids=["empty", "blank", "a mark"])
def test_a_file_without_a_record_is_quarantined(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(NoArticle, match="no-pages"):
        read(tmp_path, "a.jsonl", content)
