"""Feeds: what of an entry is page and what is stated, in three formats, and what a broken one costs."""

import contextlib
import time
from hashlib import sha256
from pathlib import Path

import pytest
from record_samples import LIMIT, gz, outcomes, read, text_of

from newsmill.errors import InputError
from newsmill.intake.decode import Decoded
from newsmill.intake.formats import Kind
from newsmill.intake.record import Stated

CONTENT = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE rss PUBLIC "-//A//DTD RSS 0.91//EN" "http://a.example/rss.dtd">
<!-- <item>no entry</item> -->
<rss version="2.0" {CONTENT} xmlns:media="http://search.yahoo.com/mrss/"><channel>
<title>Harbour &amp; Hill</title><image><title>Logo</title></image><link>https://harbour.example/</link>
<item>
  <title>Pier &lt;b&gt;to be&lt;/b&gt; repaired &amp;amp; opened</title>
  <media:title>A picture</media:title>
  <link>https://harbour.example/pier</link>
  <guid isPermaLink="false">pier-17</guid>
  <pubDate>Mon, 06 May 2024 07:08:00 +0200</pubDate>
  <author>jane@harbour.example (Jane Doe)</author>
  <dc:creator>Jane Doe</dc:creator><dc:creator>Ann Poe</dc:creator>
  <description>Short.</description>
  <content:encoded><![CDATA[<p>Long&nbsp;text &amp; more</p> ]]></content:encoded>
</item>
<item><guid>https://harbour.example/b</guid><description>Plain words, 3 &lt; 4</description>
  <source url="https://o.example/">Other Outlet</source></item>
</channel></rss>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="x"><title>Hill</title><items><rdf:Seq/></items></channel>
<item rdf:about="https://hill.example/1"><title>A</title><link>https://hill.example/1</link>
<description>Words&eacute;</description><dc:date>2024-05-06T07:08:00Z</dc:date></item></rdf:RDF>"""
ATOM = """<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>Hill</a:title>
<a:entry><a:title type="html">A &amp;lt;b&amp;gt; C</a:title><a:id>tag:hill.example,2024:1</a:id>
<a:link rel="self" href="https://hill.example/self"/><a:link href="https://hill.example/1"/>
<a:updated>2024-05-07T00:00:00Z</a:updated><a:published>2024-05-06T07:08:00Z</a:published>
<a:author><a:name>Jane Doe</a:name><a:email>j@hill.example</a:email></a:author>
<a:summary>Short</a:summary>
<a:content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Long <b>text</b><br/>and more</p></div></a:content>
</a:entry>
<a:entry><a:id>2</a:id><a:content type="text">1 &lt;b&gt; 2</a:content></a:entry>
</a:feed>"""


def test_rss_2(tmp_path: Path) -> None:
    first, second = read(tmp_path, "a.rss", RSS.encode())
    assert first.source_uri == "a.rss#pier-17"
    assert (first.kind, text_of(first)) == (Kind.HTML, "<p>Long\u00a0text &amp; more</p> ")
    assert first.stated == Stated(
        record_id="pier-17",
        url="https://harbour.example/pier",
        title="Pier to be repaired & opened",
        published_at="Mon, 06 May 2024 07:08:00 +0200",
        author="Jane Doe, Ann Poe",
        source="Harbour & Hill",
    )
    assert (second.kind, text_of(second)) == (Kind.TEXT, "Plain words, 3 < 4")
    assert (second.stated.url, second.stated.source) == ("https://harbour.example/b", "Other Outlet")


def test_rss_1(tmp_path: Path) -> None:
    (record,) = read(tmp_path, "a.xml", RDF.encode())
    assert record.source_uri == "a.xml#https://hill.example/1"
    assert text_of(record) == "Wordsé"
    assert record.stated == Stated(
        url="https://hill.example/1", title="A", published_at="2024-05-06T07:08:00Z", source="Hill"
    )


def test_atom(tmp_path: Path) -> None:
    first, second = read(tmp_path, "a.atom", ATOM.encode())
    assert (first.kind, text_of(first)) == (Kind.HTML, "<div><p>Long <b>text</b><br>and more</p></div>")
    assert first.stated == Stated(
        record_id="tag:hill.example,2024:1",
        url="https://hill.example/1",
        title="A <b> C",
        published_at="2024-05-06T07:08:00Z",
        author="Jane Doe",
        source="Hill",
    )
    assert (second.kind, text_of(second)) == (Kind.TEXT, "1 <b> 2")


def _feed(*entries: str, head: str = "", encoding: str = "utf-8") -> bytes:
    declared = f'<?xml version="1.0" encoding="{encoding}"?>{head}<rss><channel><title>F</title>'
    return f"{declared}{''.join(entries)}</channel></rss>".encode(encoding)


def _item(name: str, text: str = "words") -> str:
    return f"<item><guid>{name}</guid><description>{text}</description></item>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030", "big5", "euc-kr", "shift_jis", "windows-1251"])
def test_a_feed_is_read_in_the_encoding_it_declares(tmp_path: Path, encoding: str) -> None:
    """Also in those of several bytes a character, which the XML parser does not know."""
    words = {"windows-1251": "Совет города решил починить старый причал", "euc-kr": "마을 의회가 부두를 고치기로 했다"}
    text = words.get(encoding, "天地人大小中")
    (record,) = read(tmp_path, "a.xml", _feed(_item("1", text), encoding=encoding))
    assert text_of(record) == text
    assert isinstance(record.page, Decoded)
    assert record.page.evidence == {"utf-8": "declared", "utf-16": "bom"}.get(encoding, "declared")


BROKEN = {
    "a tag that is not closed": ("<item><guid>2</guid><description>a</item>", "xml"),
    "an ampersand": ("<item><link>https://a.example/?a=1&b=2</link></item>", "xml"),
    "an end that is missing": ("<item><guid>2</guid><description>a</description>", "xml"),
    "a prefix nobody declared": ("<item><x:a>2</x:a><description>a</description></item>", "xml"),
    "a control character": (_item("2", "a\x01"), "xml"),
    "an entity nobody declared": (_item("2", "&bomb;"), "xml"),
    "a million tags": (f"<item>{'<a/>' * 1_000_001}</item>", "xml"),
    "no text": ("<item><title>a</title></item>", "no-text"),
    "an empty text": ("<item><description>  </description></item>", "no-text"),
    "an empty element": ("<item/>", "no-text"),
}


@pytest.mark.parametrize(("broken", "error"), BROKEN.values(), ids=BROKEN)
def test_a_broken_entry_is_named_and_those_around_it_are_read(tmp_path: Path, broken: str, error: str) -> None:
    records = read(tmp_path, "a.xml", _feed(_item("1"), broken, _item("3")), limit=2**23)
    digest = sha256(broken.encode()).hexdigest()
    assert outcomes(records) == [("1", ""), (digest[:16], error), ("3", "")]
    assert (records[1].raw_sha256, records[1].size) == (digest, len(broken))


def test_elements_too_deep_in_each_other_are_refused(tmp_path: Path) -> None:
    deep = "<b>" * 50_000 + "</b>" * 50_000
    found = outcomes(read(tmp_path, "a.xml", _feed(f"<item><description>{deep}</description></item>", _item("2"))))
    assert [error for _, error in found] == ["xml", ""]


def test_tags_in_character_data_and_comments_do_not_end_an_entry(tmp_path: Path) -> None:
    text = "<![CDATA[a </item><item> b]]><!-- </item> -->"
    (first, second) = read(tmp_path, "a.xml", _feed(_item("1", text), _item("2")))
    assert text_of(first) == "a </item><item> b"
    assert text_of(second) == "words"


@pytest.mark.parametrize("mark", ["<![CDATA[", "<!--"])
def test_character_data_without_end_costs_the_rest(tmp_path: Path, mark: str) -> None:
    found = outcomes(read(tmp_path, "a.xml", _feed(_item("1"), _item("2", mark), _item("3"))))
    assert [error for _, error in found] == ["", "xml"]


def test_html_written_as_elements_keeps_its_first_words(tmp_path: Path) -> None:
    (record,) = read(tmp_path, "a.xml", _feed(_item("1", "2 &lt; 3 <p>a</p> b")))
    assert text_of(record) == "2 &lt; 3 <p>a</p> b"


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
HOSTILE = {
    "a billion laughs": f'<!DOCTYPE rss [<!ENTITY l0 "lol">{LAUGHS}]>',
    "a quadratic bomb": f'<!DOCTYPE rss [<!ENTITY l9 "{"a" * 200_000}">]>',
    "a file": '<!DOCTYPE rss [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
}


@pytest.mark.parametrize("head", HOSTILE.values(), ids=HOSTILE)
def test_no_entity_of_a_dtd_is_ever_read(tmp_path: Path, head: str) -> None:
    started = time.perf_counter()
    records = read(tmp_path, "a.xml", _feed(_item("1", "&l9;" * 1000), _item("2"), head=head))
    assert [error for _, error in outcomes(records)] == ["xml", ""]
    assert time.perf_counter() - started < 2


NO_FEEDS = {
    "a sitemap": b"<urlset><url><loc>https://a.example/</loc></url></urlset>",
    "a page": b"<!DOCTYPE html><html><body><item>a</item></body></html>",
    "no XML": b"hello <item>a</item>",
    "half a tag": b"<rss",
    "a DTD without end": b"<!DOCTYPE rss [<rss><channel><item><description>a</description></item></channel></rss>",
}


@pytest.mark.parametrize("content", NO_FEEDS.values(), ids=NO_FEEDS)
def test_xml_that_is_no_feed_is_quarantined(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(InputError, match="no-feed"):
        read(tmp_path, "a.xml", content)


@pytest.mark.parametrize(
    ("content", "error"),
    [(_feed(), "no-pages"), (b"", "empty"), (b"\x89PNG\r\n\x1a\n", "binary"), (bytes(LIMIT + 1), "too-large")],
    ids=["no entry", "empty", "a picture", "too large"],
)
def test_a_file_without_an_entry_is_quarantined(tmp_path: Path, content: bytes, error: str) -> None:
    with pytest.raises(InputError, match=error):
        read(tmp_path, "a.xml", content)


FLOODS = {
    "character data": "<![CDATA[" * 100_000,
    "comments": "<!--" * 200_000,
    "doctypes": "<!DOCTYPE a [" * 70_000,
    "blanks": " " * 1_000_000,
    "ampersands": "&aaaaaaaa" * 100_000,
    "half tags": "<a" * 400_000,
    "entries": "<item>" * 100_000,
    "ends": "</item>" * 100_000,
    "processing": "<?xml " * 150_000,
}


@pytest.mark.parametrize("flood", FLOODS.values(), ids=FLOODS)
@pytest.mark.parametrize("place", ["before", "within"])
def test_a_flood_takes_no_more_time_than_text(tmp_path: Path, flood: str, place: str) -> None:
    content = flood.encode() + _feed(_item("1")) if place == "before" else _feed(flood, _item("1"))
    started = time.perf_counter()
    with contextlib.suppress(InputError):
        read(tmp_path, "a.xml", content, limit=2**23)
    assert time.perf_counter() - started < 3


def test_entries_before_a_break_are_kept(tmp_path: Path) -> None:
    """What is broken off is a record of its own with the number that comes next."""
    packed = gz(_feed(*(_item(str(number), f"{number * 7919:x} words") for number in range(200))))
    *records, rest = read(tmp_path, "a.xml.gz", packed[: len(packed) // 2])
    assert outcomes(records)[:2] == [("0", ""), ("1", "")]
    assert (rest.source_uri, rest.raw_sha256, rest.problem and rest.problem.error) == (
        f"a.xml.gz#{len(records) + 1}",
        "",
        "compression",
    )
