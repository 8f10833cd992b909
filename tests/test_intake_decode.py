"""Bytes to text: the right text or a refusal, never garbled text."""

import codecs
import time
import tomllib
from collections import Counter
from itertools import cycle, islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsmill.errors import Undecodable
from newsmill.intake.charset import encoding_of
from newsmill.intake.decode import Decoded, decode
from newsmill.intake.formats import Kind

TEXTS = tomllib.loads((Path(__file__).parent / "encoding_texts.toml").read_text("utf-8"))["text"]
PAIRS = [(entry["language"], codec, entry["text"].strip()) for entry in TEXTS for codec in entry["encodings"]]
PAIR_IDS = [f"{language}-{codec}" for language, codec, _ in PAIRS]
LENGTHS = (200, 600, 2000, 6000, 20_000)
CERTAIN = {"utf-8", "utf-16", "gb18030", "big5", "shift_jis", "euc-jp", "euc-kr", "windows-1251", "koi8-r"}
"""Encodings that 200 bytes give away, whatever is declared."""
WRONG = ("utf-8", "big5", "windows-1251", "iso-8859-1", "windows-1250", "gb2312")
BROKEN = (
    '<meta charset="">',
    '<meta charset="klingon">',
    '<meta content="text/html; charset',
    "<meta charset=utf8-bom>",
)
LABELS = {"gb18030": "gb2312", "cp874": "tis-620"}

CHINESE = next(entry["text"] for entry in TEXTS if entry["language"] == "zh-Hans")
RUSSIAN = next(entry["text"] for entry in TEXTS if entry["language"] == "ru")
FRENCH = next(entry["text"] for entry in TEXTS if entry["language"] == "fr")
POLISH = next(entry["text"] for entry in TEXTS if entry["language"] == "pl")


def page(text: str, meta: str) -> str:
    return f"<!doctype html><html><head>{meta}<title>x</title></head><body><p>{text}</p></body></html>"


def of_length(text: str, codec: str, size: int) -> str:
    """The text, repeated and cut to about so many bytes in the encoding."""
    share = len(text) / len(text.encode(codec))
    return "".join(islice(cycle(text + "\n"), int(size * share)))


def attempt(data: bytes, kind: Kind) -> Decoded | str:
    """What decode gives, or the word it refuses with."""
    try:
        return decode(data, kind)
    except Undecodable as refusal:
        return refusal.error


def outcome(text: str, codec: str, kind: Kind = Kind.HTML) -> str:
    found = attempt(text.encode(codec), kind)
    if isinstance(found, str):
        return found
    return "right" if found.text == text else "garbled"


def wrong_label(codec: str, number: int) -> str:
    others = [label for label in WRONG if encoding_of(label) != encoding_of(codec)]
    return others[number % len(others)]


@pytest.mark.parametrize(("language", "codec", "text"), PAIRS, ids=PAIR_IDS)
def test_a_right_declaration_gives_the_right_text(language: str, codec: str, text: str) -> None:
    for size in LENGTHS:
        html = page(of_length(text, codec, size), f'<meta charset="{LABELS.get(codec, codec)}">')
        assert decode(html.encode(codec), Kind.HTML).text == html


@pytest.mark.parametrize(("language", "codec", "text"), PAIRS, ids=PAIR_IDS)
def test_a_wrong_missing_or_broken_declaration_never_garbles(language: str, codec: str, text: str) -> None:
    found: Counter[str] = Counter()
    for number, size in enumerate(LENGTHS):
        body = of_length(text, codec, size)
        metas = (f'<meta charset="{wrong_label(codec, number)}">', "", BROKEN[number % len(BROKEN)])
        found.update(outcome(page(body, meta), codec) for meta in metas)
        found[outcome(body, codec, Kind.TEXT)] += 1
    assert set(found) <= {"right", "encoding"}
    assert found["encoding"] <= (0 if codec in CERTAIN else 0.2 * found.total())


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_decides_and_is_dropped(mark: bytes, codec: str) -> None:
    html = page(CHINESE, '<meta charset="koi8-r">')
    assert decode(mark + html.encode(codec), Kind.HTML) == Decoded(html, codec, "bom")


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [CHINESE, RUSSIAN, FRENCH, "Plain ASCII, two bytes a letter.\n" * 9])
def test_utf_16_without_a_mark_is_found(codec: str, text: str) -> None:
    assert decode(text.encode(codec), Kind.TEXT) == Decoded(text, codec, "detected")


@pytest.mark.parametrize(
    ("data", "kind", "encoding", "evidence"),
    [
        (b"plain words", Kind.TEXT, "utf-8", "utf-8"),
        (page("\u00e9t\u00e9", '<meta charset="UTF-8">').encode(), Kind.HTML, "utf-8", "declared"),
        (page(CHINESE, '<meta charset="gb2312">').encode(), Kind.HTML, "utf-8", "utf-8"),
        (page(CHINESE, '<meta charset="gb2312">').encode("gb18030"), Kind.HTML, "gb18030", "declared"),
        (page(CHINESE, '<meta charset="utf-8">').encode("gb18030"), Kind.HTML, "gb18030", "detected"),
        (page(RUSSIAN, "").encode("koi8-r"), Kind.HTML, "koi8-r", "detected"),
        (b'<?xml version="1.0" encoding="koi8-r"?>' + RUSSIAN.encode("koi8-r"), Kind.HTML, "koi8-r", "declared"),
        (page("caf\u00e9", '<meta charset="latin1">').encode("cp1252"), Kind.HTML, "windows-1252", "declared"),
    ],
)
def test_the_evidence_says_why(data: bytes, kind: Kind, encoding: str, evidence: str) -> None:
    decoded = decode(data, kind)
    assert (decoded.encoding, decoded.evidence) == (encoding, evidence)
    assert data.decode(decoded.encoding) == decoded.text


@pytest.mark.parametrize("label", ["ISO-8859-1", "us-ascii", "latin1"])
def test_latin_1_is_read_as_windows_1252_as_browsers_do(label: str) -> None:
    html = page(FRENCH + " \u201cOui\u201d \u2014 \u20ac", f'<meta charset="{label}">')
    assert decode(html.encode("windows-1252"), Kind.HTML).text == html


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        (CHINESE + "\u9555\u57f1\u3401\U00020000", "gb18030", "gb2312"),
        (
            "\u9752\u77f3\u93ae\u7684\u6751\u6c11\u8aaa\uff1a\u300c\u5605\u5622\u5187\u6709\u300d" * 9,
            "big5hkscs",
            "big5",
        ),
        ("\u7dd1\u5ddd\u5e02\u306e\u4f1a\u8b70\u306f\u2460\u4eba\u53e3\u2161\u4ea4\u901a\u2116" * 9, "cp932", "x-sjis"),
        (
            "\u7dd1\u5ddd\u5e02\u306e\u4f1a\u8b70\u306f\u2460\u4eba\u53e3\u3068\u4ea4\u901a" * 9,
            "euc_jis_2004",
            "euc-jp",
        ),
        (
            "\ub620\ubc29\uac01\ud558\uc758 \ud3b2\uc2dc\ucf5c\ub77c\ub97c \ub9c8\uc2e0\ub2e4. " * 9,
            "cp949",
            "ks_c_5601-1987",
        ),
    ],
)
def test_the_larger_encoding_that_writers_really_use_is_read(text: str, codec: str, label: str) -> None:
    html = page(text, f'<meta charset="{label}">')
    assert decode(html.encode(codec), Kind.HTML).text == html


def test_iso_2022_jp_is_known_by_its_escapes() -> None:
    text = "\u7dd1\u5ddd\u5e02\u306f\u5341\u65e5\u3001\u8a08\u753b\u3092\u767a\u8868\u3057\u305f\u3002"
    assert decode(text.encode("iso-2022-jp"), Kind.TEXT) == Decoded(text, "iso-2022-jp", "detected")
    html = page(text, '<meta charset="iso-2022-jp">')
    assert decode(html.encode("iso-2022-jp"), Kind.HTML) == Decoded(html, "iso-2022-jp", "declared")


@pytest.mark.parametrize(
    ("data", "good"),
    [
        (CHINESE.encode()[:-2], CHINESE[:-2]),
        (FRENCH.encode() + b"\xff fin", FRENCH),
        (CHINESE.encode()[:601] + b"\x80" + CHINESE.encode()[601:], CHINESE[:100]),
    ],
    ids=["cut within a character", "one bad byte", "a stray byte"],
)
def test_a_broken_byte_does_not_make_utf_8_another_encoding(data: bytes, good: str) -> None:
    decoded = decode(data, Kind.TEXT)
    assert decoded.encoding == "utf-8"
    assert decoded.text.startswith(good)
    assert "\ufffd" in decoded.text


def test_a_broken_byte_does_not_make_a_declared_encoding_another() -> None:
    data = page(CHINESE * 3, '<meta charset="gbk">').encode("gb18030")
    decoded = decode(data[:400] + b"\xff" + data[400:], Kind.HTML)
    assert (decoded.encoding, decoded.evidence) == ("gb18030", "declared")


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        ("\u3000\n\u00a0".encode(), "empty"),
        (codecs.BOM_UTF8, "empty"),
        (b"\0" * 500, "binary"),
        (b"words \0 and words", "binary"),
        (codecs.BOM_UTF16_LE + "words \0 and words".encode("utf-16-le"), "binary"),
        (b"\x01\x02\x03\x04" * 50 + b"words", "binary"),
        (b"%PDF-1.7 words", "binary"),
        (b"PK\x03\x04 words", "binary"),
        (b"\x1f\x8b words", "binary"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8" * 40, "encoding"),
        (bytes(range(0x80, 0x100)) * 9, "encoding"),
        ("Gar\u00e7on, o\u00f9 \u00eates-vous all\u00e9 ? ".encode("mac-roman") * 20, "encoding"),
    ],
)
def test_what_is_no_text_for_certain_is_refused(data: bytes, error: str) -> None:
    with pytest.raises(Undecodable) as refusal:
        decode(data, Kind.TEXT)
    assert refusal.value.error == error
    assert refusal.value.detail


def test_a_few_control_characters_are_found_in_real_pages() -> None:
    text = POLISH + "\x0b\x08"
    assert decode(text.encode(), Kind.TEXT).text == text


def test_newlines_become_one_kind_and_nothing_else_changes() -> None:
    text = "a\r\nb\rc\nd\u2028e\u0301 \ufeff\u00a0"
    assert decode(text.encode(), Kind.TEXT).text == "a\nb\nc\nd\u2028e\u0301 \ufeff\u00a0"


@pytest.mark.parametrize(
    ("label", "encoding"),
    [
        ("GB2312", "gb18030"),
        (" x-gbk ", "gb18030"),
        ("Big5-HKSCS", "big5"),
        ("windows-31j", "shift_jis"),
        ("ks_c_5601-1987", "euc-kr"),
        ("ISO-8859-9", "windows-1254"),
        ("iso-8859-11", "windows-874"),
        ("iso-8859-8-i", "iso-8859-8"),
        ("utf-16", None),
        ("utf-7", None),
        ("rot13", None),
        ("../../etc", None),
        ("a\0b", None),
    ],
)
def test_labels_are_read_as_the_standard_reads_them(label: str, encoding: str | None) -> None:
    assert encoding_of(label) == encoding


def test_a_flood_of_meta_elements_takes_no_time() -> None:
    began = time.perf_counter()
    decode(b"<meta " * 500_000, Kind.HTML)
    assert time.perf_counter() - began < 2


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_give_valid_text_or_a_refusal(data: bytes) -> None:
    for kind in Kind:
        found = attempt(data, kind)
        if isinstance(found, str):
            assert found in {"empty", "binary", "encoding"}
        else:
            assert found.text.strip()
            assert not set(found.text) & {"\0", "\r"}
            found.text.encode("utf-8")


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), min_size=1).filter(str.strip))
def test_utf_8_with_a_mark_is_always_read(text: str) -> None:
    assert decode(codecs.BOM_UTF8 + text.encode(), Kind.TEXT) == Decoded(text, "utf-8", "bom")
