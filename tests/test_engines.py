"""The two HTML engines: one stream of Blocks, whichever reads the page, and in it only what the page shows."""

import html as markup
import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newsmill
from newsmill.chars import squeeze, visible
from newsmill.page.block import Stream
from newsmill.page.html import read_html
from newsmill.page.markup import Page
from newsmill.settings import HtmlEngine

ROOT = Path(__file__).parents[1]
SAMPLES = sorted([*(ROOT / "tests/pages").rglob("*.html"), *(ROOT / "raw").rglob("*.html")])
SHARED = Path(os.environ.get("NEWSMILL_SHARED", ROOT.parent / "shared")) / "bench/extraction"
ENGINES: list[HtmlEngine] = ["lexbor", "bs4"]
each_engine = pytest.mark.parametrize("engine", ENGINES)

words = st.text(alphabet="ab <>&\"'é码\u00a0\u200b\n", min_size=1, max_size=12)
plain = words.map(lambda text: (markup.escape(text), text))
unseen = words.map(
    lambda text: (f"<script>/*{text.replace('<', '')}*/</script><p hidden>{markup.escape(text)}</p>", "")
)
comments = words.map(lambda text: (f"<!--{text.replace('>', '')}-->", ""))
marked = st.tuples(st.sampled_from(["div", "section", "article", "span", "b", "a", "em", "blockquote"]), words)


def _texts(html: str, engine: HtmlEngine) -> list[str]:
    return [block.text for block in read_html(html, engine).blocks]


def _shown(page: Page) -> str:
    return squeeze("".join(block.text for block in page.blocks))


def _element(name: str, note: str, inside: list[tuple[str, str]]) -> tuple[str, str]:
    written = "".join(part for part, _ in inside)
    return f'<{name} title="{markup.escape(note)}">{written}</{name}>', "".join(text for _, text in inside)


nodes = st.recursive(
    plain | unseen | comments,
    lambda inner: st.builds(
        lambda mark, inside: _element(*mark, inside), marked, st.lists(inner, max_size=4)
    ),
    max_leaves=12,
)  # fmt: skip


@each_engine
@settings(max_examples=80, deadline=None)
@given(st.lists(nodes, max_size=4))
def test_the_blocks_are_all_that_the_page_shows_in_its_order(engine: HtmlEngine, parts: list[tuple[str, str]]) -> None:
    html = f"<html><head><title>t</title></head><body>{''.join(part for part, _ in parts)}</body></html>"

    assert _shown(read_html(html, engine)) == squeeze(visible("".join(text for _, text in parts)))


@settings(max_examples=80, deadline=None)
@given(st.lists(nodes, max_size=4))
def test_both_engines_make_the_same_blocks_of_a_page_without_faults(parts: list[tuple[str, str]]) -> None:
    html = f"<html><head><title>t</title></head><body>{''.join(part for part, _ in parts)}</body></html>"
    one, other = (read_html(html, engine).blocks for engine in ENGINES)

    assert [(block.text, block.path, block.marks) for block in one] == [
        (block.text, block.path, block.marks) for block in other
    ]


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.stem)
def test_both_engines_read_a_sample_alike(file: Path) -> None:
    """Text, place and evidence of every Block, and the Markup, are the same."""
    html = file.read_bytes().decode("utf-8", "replace")
    one, other = (read_html(html, engine) for engine in ENGINES)

    assert one.markup == other.markup
    assert [(*block._replace(place=block.role), block.path, block.chain, block.marks) for block in one.blocks] == [
        (*block._replace(place=block.role), block.path, block.chain, block.marks) for block in other.blocks
    ]


@each_engine
@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ('<p title="></p><p>no</p>">yes</p>', ["yes"]),
        ("<p title='\"><p>no</p>'>yes</p>", ["yes"]),
        ("<p>a&lt;p&gt;b&amp;lt;c</p>", ["a<p>b&lt;c"]),
        ("<p>a<!-- <p>no</p> -->b</p>", ["ab"]),
        ("<p>a<!-- <!-- <p>no -->b</p>", ["ab"]),
        ("<!--[if gt IE 8]><!--><p>yes</p><!--<![endif]-->", ["yes"]),
        ("<p>a<template><p>no</p></template>b</p>", ["ab"]),
        ("<p>a</p><noscript><p>no</p></noscript><p>b</p>", ["a", "b"]),
        ("<svg><svg><text>no</text></svg></svg><p>b</p>", ["b"]),
        ("<p>a<p>b<p>c", ["a", "b", "c"]),
        ("<ul><li>a<li>b</ul>", ["a", "b"]),
        ("<table><tr><td>a<td>b<tr><td>c</table>", ["a", "b", "c"]),
        ("<p>a<hr>b", ["a", "b"]),
        ("<p>a\0b</p>", ["ab"]),
        ("<script>'<p>no</p>'</script><p>a", ["a"]),
        ("<p>a</p><!-- never ended <p>no</p>", ["a"]),
        ("<p>a</p><a href=never", ["a"]),
        ("<p>5 < 6", ["5 < 6"]),
        ("<p>a\0b", ["ab"]),
        ("no tags at all", ["no tags at all"]),
        ("<body hidden><p>no", []),
    ],
)
def test_a_page_shows_what_its_tree_shows(engine: HtmlEngine, html: str, texts: list[str]) -> None:
    assert _texts(html, engine) == texts


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<textarea><p>a</p></textarea>", ["<p>a</p>"]),
        ("<xmp><p>a &amp;</p></xmp>", ["<p>a &amp;</p>"]),
        ("<p>a</p><plaintext><p>b</p></plaintext>", ["a", "<p>b</p></plaintext>"]),
        ("<noembed><p>no</p></noembed><p>a", ["a"]),
        ("<p>a<![CDATA[<p>b]]>", ["ab]]>"]),
        ('<p a"b="c" d<e="</p>">x<f<p>y</p>', ["xy"]),
        ("<frameset><frame></frameset>", []),
        ("<p>a<?php echo '<p>' ?>b", ["a' ?>b"]),
    ],
)
def test_raw_text_and_strange_names_bring_in_no_tags(html: str, texts: list[str]) -> None:
    """What only a parser of the standard gets right: html.parser reads the tags in a textarea."""
    assert _texts(html, "lexbor") == texts


@each_engine
@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 10_000,
        "<div>x" * 10_000,
        "<" * 500_000,
        "<a " * 100_000,
        "<a b='" * 50_000,
        "<p>x" * 10_000,
        "<b>" * 10_000,
        "<!-" * 100_000,
        "<!--" * 100_000,
        "<ruby>漢<rt>" + " " * 200_000 + "x",
        "<svg>" * 5_000,
        "<p class='" + "aB" * 200_000 + "'>x",
    ],
    ids=lambda html: html[:8],
)
def test_a_page_made_to_be_slow_is_read_in_seconds(engine: HtmlEngine, html: str) -> None:
    """Quadratic work would take minutes for each of these."""
    started = time.process_time()
    read_html(html, engine)

    assert time.process_time() - started < 10


def test_five_megabytes_of_tag_starts_are_one_text() -> None:
    assert _texts("<" * 5_000_000, "lexbor") == ["<" * 5_000_000]


RUBY = "<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>"


@each_engine
@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        (f"<p>この{RUBY}は</p>", [("この漢字は", "(かん)じ")]),
        ("<p><ruby>\n漢\n<rt>かん</rt>\n<rp>)</rp>\n</ruby>字", [("漢字", "かん)")]),
        ("<p>漢<rt>かん</rt></p><p>b</p>", [("漢", "かん"), ("b", "")]),
        ("<p><rt>かん</rt>字</p>", [("かん字", "")]),
        ("<p>\u200b<rt>かん</rt></p>", [("かん", "")]),
        ("<p>漢<rt>かん<div>b</div>c</rt></p>", [("漢", "かん"), ("b", ""), ("c", "")]),
    ],
)
def test_readings_stand_beside_their_block(engine: HtmlEngine, html: str, blocks: list[tuple[str, str]]) -> None:
    """The signs stay joined; a reading of nothing is text, so nothing is lost."""
    assert [(block.text, block.ruby) for block in read_html(html, engine).blocks] == blocks


def test_readings_are_removed_with_a_rule_of_their_own() -> None:
    stream = Stream.of(read_html(f"<p>{RUBY}</p><p>b</p>").blocks)

    assert [(piece.text, piece.removal and piece.removal.rule) for piece in stream.pieces] == [
        ("漢字", None), ("(かん)じ", "structure.ruby"), ("b", None),
    ]  # fmt: skip


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="the development data is not here")
def test_both_engines_find_the_same_articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """F1 of the two is within .005 on every eighth page of both sets."""
    import bench_extraction as bench
    from shared import load_scorer

    bench.unpack(SHARED / "pages-dev.tar.xz", tmp_path)
    score = load_scorer(SHARED / "score.py")
    for name, (truth, pages) in bench.load_pages(tmp_path).items():
        keys = list(pages)[::8]
        found = []
        for engine in ENGINES:
            monkeypatch.setattr("newsmill.page.html.read_html", lambda html, engine=engine: read_html(html, engine))
            texts = {key: newsmill.extract(pages[key]) for key in keys}
            judge = score.score_shingle if name == "shingle" else score.score_segment
            found.append(judge({key: truth[key] for key in keys}, texts)[0]["f1"])
        assert found[0] == pytest.approx(found[1], abs=0.005), name
