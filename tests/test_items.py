"""Listing pages: split where they hold several reports, never where they hold one."""

import time
from datetime import UTC, datetime
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsmill.chars import squeeze
from newsmill.clean.ruleset import load_rules
from newsmill.document import Reading, read_document, read_page
from newsmill.errors import NoArticle
from newsmill.intake.formats import Kind
from newsmill.items import split_briefs, split_stamped
from newsmill.items.lines import LineReader
from newsmill.items.marks import read_marks
from newsmill.page.block import Stream
from newsmill.page.markup import Markup
from newsmill.page.text import read_text

LATEST = datetime(2026, 1, 1, tzinfo=UTC)
TITLES = ("Ferry sails longer", "Bread by the metre", "Bees on the library", "Night train returns")
BODIES = (
    "The ferry company will sail two weeks longer this autumn because the harbour is to be dredged before Christmas.",
    "A baker in Holt has begun to sell bread by the metre. Queues form at six, and the last metre goes to the school.",
    "Nine beehives were carried to the roof of the library. Readers may borrow a veil at the desk on Fridays.",
    "The night train stops again in Marrow. Conductors hand out hot stones from November until the snow is gone.",
)
CHINESE_TITLES = ("渡轮多开两周", "面包按米出售", "图书馆屋顶养蜂")
CHINESE = (
    "渡轮公司今年秋天多开两个星期，因为港口要在年底之前疏浚。乘客可以凭月票换乘巴士。",
    "霍镇的面包师开始按米卖面包。清晨六点就排起长队，最后一米送给小学。",
    "九只蜂箱搬上了图书馆的屋顶，读者每周五可以在服务台借面纱。",
)
JAPANESE_TITLES = ("渡し船の延長", "メートルパン", "屋上の蜂")
JAPANESE = (
    "渡し船は今秋、二週間長く運航する。港のしゅんせつが年末までに行われるためだ。",
    "ホルト町のパン屋がパンをメートル単位で売り始めた。朝六時には列ができる。",
    "図書館の屋上に九つの巣箱が運ばれた。利用者は金曜日に面布を借りられる。",
)
LONG_CHINESE_TITLES = ("渡輪今年秋天多開兩個星期", "麵包店開始按公尺出售麵包", "圖書館屋頂搬來九箱蜜蜂")
LONG_CHINESE_BODIES = (
    "渡輪公司今年秋天要多開兩個星期，因為港口在聖誕節之前要清淤，鎮上的人可以多買兩個星期的魚，票價不變。",
    "麵包師傅開始按公尺出售麵包，早上六點就有人排隊，最後一公尺總是送給學校，孩子們分著吃完才進教室上課。",
    "九箱蜜蜂搬到了圖書館的屋頂上，讀者星期五可以在櫃檯借面紗，上樓看蜂，還可以把蜂蜜帶一小瓶回家去。",
)
CLOCKS = ("18:40", "17:05", "12:20", "08:10")


def _read(text: str, kind: Kind = Kind.TEXT) -> Reading:
    return read_document(read_page(text, kind), LATEST, load_rules())


def _page(heading: str, *items: str) -> str:
    return "\n\n".join((heading, *items))


def _each(
    shape: str, titles: tuple[str, ...] = TITLES, bodies: tuple[str, ...] = BODIES, marks: str = "1234"
) -> list[str]:
    """Items of a shape: {title}, {body}, {mark}, and {clock}, which falls from item to item."""
    rows = zip(titles, bodies, marks, CLOCKS, strict=False)
    return [shape.format(title=title, body=body, mark=mark, clock=clock) for title, body, mark, clock in rows]


def _chinese(shape: str, marks: str = "一二三") -> list[str]:
    return _each(shape, CHINESE_TITLES, CHINESE, marks)


def _japanese(shape: str) -> list[str]:
    return _each(shape, JAPANESE_TITLES, JAPANESE)


LISTINGS = {
    "links that lead on, and no gap above the first item": (
        _page("Harbour news in brief", *_each("{title}\n{body}\nRead more »")).replace("brief\n\n", "brief\n"),
        TITLES,
    ),
    "a day and a name below each item": (
        _page("Harbour news", *_each("* {title}\n{body}\n0{mark}.03.2025 - Jana Malá")),
        TITLES,
    ),
    "digits and a bracket": (_page("Harbour news\n4 March 2025", *_each("{mark}) {title}\n{body}")), TITLES),
    "digits and a full stop": (_page("In brief", *_each("{mark}. {title}\n{body}")), TITLES),
    "Chinese in brackets": (_page("每日新闻摘要", *_chinese("（{mark}）{title}\n{body}")), CHINESE_TITLES),
    "Chinese and a comma": (_page("县城动态", *_chinese("{mark}、{title}\n{body}")), CHINESE_TITLES),
    "circled": (_page("新闻简报", *_chinese("{mark}{title}\n{body}", "①②③")), CHINESE_TITLES),
    "lenticular brackets": (_page("简讯", *_chinese("【{title}】{body}")), CHINESE_TITLES),
    "squares": (_page("地域短信", *_japanese("■{title}\n{body}")), JAPANESE_TITLES),
    "arrows with a gap under the title": (_page("町のニュース", *_japanese("▶ {title}\n\n{body}")), JAPANESE_TITLES),
    "emoji": (_page("Your morning briefing", *_each("{mark} {title}\n{body}", marks="🚢🍞🐝🚂")), TITLES),
    "bold leads": (_page("Around the county", *_each("**{title}:** {body}")), TITLES),
    "numbered bold lines": (_page("Around the county", *_each("**{mark}. {title}**\n{body}")), TITLES),
    "leads and a colon": (_page("News in brief", *_each("{title}: {body}")), TITLES),
    "clocks alone in their lines": (_page("Latest", *_each("{clock}\n{title}\n{body}")), TITLES),
    "stamps under titles": (_page("Town", *_each("{title}\nTown Crier | {mark} March 2025\n{body}")), TITLES),
    "stamps above titles": (_page("Town", *_each("Town Crier | {mark} March 2025\n{title}\n{body}")), TITLES),
    "stamps under bodies": (_page("Town", *_each("{title}\n{body}\nTown Crier | {mark} March 2025")), TITLES),
    "a place between title and text": (
        _page("In brief", *_each("{title}\nMarrow.\n{body}")),
        TITLES,
    ),
    "no gaps, and the source below each item": (
        "早安河西\n2025年3月4日 星期二\n" + "\n".join(_chinese("{title}\n{body}\n（河西晚报）")),
        CHINESE_TITLES,
    ),
    "bylines between titles and stamps": (
        _page("Town", *_each("{title}\nBy Ann Holt\n{mark} March 2025\n{body}")),
        TITLES,
    ),
}


@pytest.mark.parametrize(("text", "titles"), LISTINGS.values(), ids=LISTINGS)
def test_a_page_of_items_with_titles_is_split_at_its_titles(text: str, titles: tuple[str, ...]) -> None:
    assert [report.metadata.title for report in _read(text).reports] == list(titles)


ARABIC = (
    "الميناء – تبحر العبارة هذا الخريف أسبوعين إضافيين لأن الميناء سيجرف قبل نهاية العام.",
    "هولت – بدأ خباز في بيع الخبز بالمتر، ويقف الناس في الطابور منذ السادسة صباحا.",
    "مارو – نقلت تسع خلايا نحل إلى سطح المكتبة، ويمكن للقراء استعارة القناع يوم الجمعة.",
)
UNTITLED = {
    "clocks in brackets": (_page("Latest", *_each("[{clock}] {body}")), 4),
    "clocks of German": (_page("Meldungen", *(item.replace(":", ".", 1) for item in _each("{clock} Uhr: {body}"))), 4),
    "places in capitals": (_page("From the coast", *_each("{title} - {body}", ("PORT ELIN", "HOLT", "MARROW"))), 3),
    "places of a script without capitals": (_page("موجز الأنباء", *ARABIC), 3),
    "bullets under a heading that names a digest": (_page("News in brief", *_each("• {body}")), 4),
}


@pytest.mark.parametrize(("text", "count"), UNTITLED.values(), ids=UNTITLED)
def test_items_without_titles_are_split_and_have_none(text: str, count: int) -> None:
    assert [report.metadata.title for report in _read(text).reports] == [None] * count


ARTICLES = {
    "numbered sections under an introduction": _page("Five bridges", BODIES[0] * 2, *_each("{mark}. {title}\n{body}")),
    "numbered sections under a byline": _page("Ways across", "By Ann Holt", *_each("{mark}. {title}\n{body}")),
    "a list article that comes back to its subject": _page(
        "Things we love about Marrow", *_each("{mark}. {title}\n{body} That is Marrow.")
    ),
    "a recipe": (
        "Pumpkin soup\n\n1 pumpkin\n2 onions\n20 cl milk\n\n"
        "1. Cut the pumpkin into large cubes and boil it with the onions for half an hour.\n"
        "2. Add the milk and blend everything until the soup is smooth and thick.\n"
        "3. Season with nutmeg and serve the soup with toasted bread."
    ),
    "questions and answers": _page("A dyke is never finished", *_each("**And what of that?** {body}")),
    "speakers that come again": _page("The debate", *_each("{mark} — {body}", marks="ABAB")),
    "a live blog with an introduction": _page("The day as it happened", BODIES[0], *_each("{clock} {body}")),
    "a live blog of one event": _page("Storm over Marrow", *_each("{clock} {body} So it was in Marrow.")),
    "clocks in no order": _page("Latest", *reversed(_each("{clock} {body}")[1:]), *_each("{clock} {body}")[:3]),
    "a timetable": _page("Buses to Holt", *_each("{clock} Harbour Square")),
    "chapters with dates": _page(
        "How the pier was saved", "By Ann Holt | 4 March 2025", BODIES[0], *_each("{mark} April 2022\n{body}")
    ),
    "headings that name a day": _page(
        "A year on the towpath", "By Ann Holt | 30 March 2025", BODIES[0], "14 October: the lock that sings", BODIES[1]
    ),
    "Chinese sections under an introduction": _page(
        "乡村物流调查",
        "本报记者走访了三个县城，看看冷链怎样进村，旧粮仓怎样变成快递中转站，班车怎样捎带药品。",
        *_chinese("{mark}、{title}\n{body}"),
    ),
    "key points": _page("Ferry sails longer", *_each("• {body}")),
    "a long report among notes": _page(
        "Town",
        *_each("{title}\n{mark} March 2025\n{body}")[:2],
        "Long\n3 March 2025",
        *BODIES * 2,
        "Last\n1 March 2025\nThe mill turns again in spring.",
    ),
    "posters under a text": _page("Pier", *BODIES, *_each("Ann\n{mark} March 2025, 10:20\n{body}")),
}


@pytest.mark.parametrize("text", ARTICLES.values(), ids=ARTICLES)
def test_one_article_in_parts_is_not_split(text: str) -> None:
    assert len(_read(text).reports) == 1


def test_the_page_its_marks_and_its_day_leave_the_items_and_say_why() -> None:
    reading = _read(LISTINGS["digits and a bracket"][0])

    removed = [(piece.text.strip(), piece.removal.reason) for piece in reading.pieces if piece.removal]
    assert removed[:4] == [
        ("Harbour news", "listing"),
        ("4 March 2025", "metadata:published_at"),
        ("1)", "listing"),
        ("Ferry sails longer", "metadata:title"),
    ]
    assert [report.text for report in reading.reports] == list(BODIES)


def test_a_clock_is_a_time_of_the_day_above_it() -> None:
    text = _page(
        "Latest\n4 March 2025", f"18:40 {BODIES[0]}", f"17:05 {BODIES[1]}", "3 March 2025", f"23:10 {BODIES[2]}"
    )

    times = [report.metadata.published_at for report in _read(text).reports]

    assert times == [
        datetime(2025, 3, 4, 18, 40, tzinfo=UTC),
        datetime(2025, 3, 4, 17, 5, tzinfo=UTC),
        datetime(2025, 3, 3, 23, 10, tzinfo=UTC),
    ]


def test_a_place_of_a_script_without_capitals_moves_to_its_column() -> None:
    reading = _read(UNTITLED["places of a script without capitals"][0])

    assert [report.metadata.place for report in reading.reports] == ["الميناء", "هولت", "مارو"]
    assert reading.reports[1].text.startswith("بدأ خباز")


def test_lines_that_end_most_items_and_the_foot_of_the_page_go() -> None:
    reading = _read(_page("In brief", *_each("{mark}. {title}\n{body}\nRead on"), "All of the county"))

    assert [report.text for report in reading.reports] == list(BODIES)
    assert {piece.text for piece in reading.pieces if piece.removal and piece.removal.rule == "items.tail"} == {
        "All of the county"
    }


def test_dots_that_say_that_an_item_is_cut_short_are_its_own() -> None:
    items = _each("{title}\nTown Crier | {mark} March 2025\n{body} And then\n...")

    assert all(report.truncated for report in _read(_page("Town", *items)).reports)


def test_teasers_under_an_article_are_removed_and_split_nothing() -> None:
    teasers = _each("{title}\n{mark} March 2025\n{body}")[1:]
    reading = _read(_page("Pier to close", "20 March 2025", BODIES[0], BODIES[0], BODIES[0], *teasers))

    assert [report.text for report in reading.reports] == ["\n\n".join(BODIES[:1] * 3)]
    assert sum(piece.removal is not None and piece.removal.rule == "items.teasers" for piece in reading.pieces) == 9


def test_two_items_are_enough_only_where_their_stamps_say_more_than_a_day() -> None:
    def page(stamp: str) -> str:
        return f"{TITLES[0]}\n{stamp}\n{BODIES[0]}\n{TITLES[1]}\n{stamp}\n{BODIES[1]}"

    assert len(_read(page("Town Crier | 4 March 2025 10:20")).reports) == 2
    assert len(_read(page("4 March 2025")).reports) == 1


@pytest.mark.parametrize(
    "stamp",
    [
        "Harbour Post· 2025-03-04 10:20",
        "Harbour Post | 4 March 2025",
        "March 4, 2025",
        "港口日报 2025年3月4日 10:20",
        "Порт, 4 марта 2025",
    ],
)
def test_a_line_of_source_and_date_is_a_stamp(stamp: str) -> None:
    assert LineReader(LATEST).is_stamp(stamp)


@pytest.mark.parametrize(
    "line",
    [
        "The pier was built in 1952 and repaired on 4 March 2025 by a crew of forty divers",
        "It opened on 4 March 2025.",
        "14 October: the lock that sings",
        "Harbour Post",
        "Results 2025",
        "",
    ],
)
def test_a_sentence_a_bare_name_or_a_heading_is_no_stamp(line: str) -> None:
    assert not LineReader(LATEST).is_stamp(line)


@pytest.mark.parametrize(
    "line", ["Donnerstag, 12. September 2024", "2024年7月6日（土）", "٤ مارس ٢٠٢٥", "4 March 2025"]
)
def test_a_date_with_its_weekday_is_a_day(line: str) -> None:
    assert LineReader(LATEST).find_day(line) is not None


def test_a_stamp_with_a_source_is_no_day() -> None:
    assert LineReader(LATEST).find_day("Northern Harbour Post 4 March 2025") is None


@pytest.mark.parametrize(
    ("line", "kind", "value"),
    [
        ("1. Title", "number", 1),
        ("2) Title", "number", 2),
        ("(3) Title", "number", 3),
        ("③ Title", "number", 3),
        ("❷ Title", "number", 2),
        ("十二、标题", "number", 12),
        ("№ 4 Title", "number", 4),
        ("5️⃣ Title", "number", 5),
        ("۲. عنوان", "number", 2),
        ("10:20 Text", "clock", 620),
        ("[10:20] Text", "clock", 620),
        ("10.20 Uhr Text", "clock", 620),
        ("下午3:05 正文", "clock", 905),
        ("오후 6:40 제목", "clock", 1120),
        ("3:05 pm Text", "clock", 905),
        ("12時05分 本文", "clock", 725),
    ],
)
def test_numbers_and_clocks_of_many_scripts_are_read(line: str, kind: str, value: int) -> None:
    assert (kind, value) in [(mark.kind.value, mark.value) for mark in read_marks(line)]


@pytest.mark.parametrize(
    "line",
    [
        "1.5 million people came",
        "19.11.2021 something",
        "10:20:5 ratio",
        "25:70 Text",
        "3 km of road",
        "(1 of them",
        "A sentence.",
    ],
)
def test_amounts_dates_and_sentences_are_no_number_and_no_clock(line: str) -> None:
    assert not {mark.kind.value for mark in read_marks(line)} & {"number", "clock"}


CARD = "<div class=card><h3><a href=/{0}>Pier {0} to close</a></h3><p>{1}</p></div>"


def _html(body: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body>{body}</body></html>"


def _titles(html: str) -> list[str | None]:
    return [report.metadata.title for report in _read(html, Kind.HTML).reports]


def test_cards_with_linked_headings_are_items() -> None:
    html = _html("<main>" + "".join(CARD.format(n, BODIES[n]) for n in range(4)) + "</main>")

    assert _titles(html) == [f"Pier {n} to close" for n in range(4)]


def test_cards_with_stamps_are_items_too() -> None:
    cards = _each("<article><h2>{title}</h2><p>4 March 2025</p><p>{body}</p></article>")

    assert _titles(_html(f"<main>{''.join(cards)}</main>")) == list(TITLES)


@pytest.mark.parametrize(
    "shape",
    [
        "<h2>{title}</h2><p>{mark} March 2025</p><p>{body} {body}</p>",
        "<p>{mark} March 2025</p><h2>{title}</h2><p>{body} {body}</p>",
    ],
)
def test_posts_without_elements_of_their_own_are_split_at_their_headings(shape: str) -> None:
    html = _html(f"<h1>The village notebook</h1><div>{''.join(_each(shape))}</div>")

    assert _titles(html) == list(TITLES)


def test_a_ticker_takes_the_hour_from_its_clocks_and_the_day_from_the_page() -> None:
    cards = _each("<div><time>{clock}</time><h3>{title}</h3><p>{body}</p></div>")
    reports = _read(_html(f"<h1>Ticker</h1><p>4 March 2025</p><div>{''.join(cards)}</div>"), Kind.HTML).reports

    assert [report.metadata.title for report in reports] == list(TITLES)
    assert reports[0].metadata.published_at == datetime(2025, 3, 4, 18, 40, tzinfo=UTC)


def test_machine_readable_times_are_believed_where_there_is_one_for_each_card() -> None:
    shape = "<div><time datetime=2025-03-04T{clock}:00+02:00>{clock}</time><h3>{title}</h3><p>{body}</p></div>"
    cards = _each(shape)
    reports = _read(_html(f"<h1>Ticker</h1><div>{''.join(cards)}</div>"), Kind.HTML).reports

    assert reports[3].metadata.published_at == datetime(2025, 3, 4, 6, 10, tzinfo=UTC)


def test_a_digest_in_one_post_is_split_though_markup_calls_it_an_article() -> None:
    items = "".join(_each("<h3>{mark}. {title}</h3><p>{body}</p>"))

    html = _html(f"<article><h1>News in brief</h1>{items}</article>", '<meta property="og:type" content="article">')

    assert _titles(html) == list(TITLES)


TEASERS = "".join(CARD.format(n, "Short words about the harbour and its boats") for n in range(4))
CARDS = "".join(CARD.format(n, BODIES[1]) for n in range(3))
ONE = {
    "sections": ("", "<article><h1>Pier to close</h1><p>{0}</p>" + "<section><h2>Why</h2><p>{0}</p></section>" * 4),
    "teasers under it": ("", "<article><h1>Pier to close</h1>" + "<p>{0}</p>" * 8 + f"</article><div>{TEASERS}</div>"),
    "cards in a page that markup calls an article": (
        '<meta property="og:type" content="article">',
        "<article><h1>Pier</h1><p>{0}</p></article>" + CARDS,
    ),
    "a graph that calls it a report": (
        '<script type="application/ld+json">{"@graph": [{"@type": ["NewsArticle"]}]}</script>',
        "<article><h1>Pier</h1>" + "<h2><a href=/1>Step</a></h2><p>{0}</p>" * 3,
    ),
}


@pytest.mark.parametrize(("head", "body"), ONE.values(), ids=ONE)
def test_an_article_of_html_is_not_split(head: str, body: str) -> None:
    assert len(_read(_html(body.format(BODIES[0]), head), Kind.HTML).reports) == 1


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        (_html("".join(f"<div><a href=/{n}>{t}</a> {n} March 2025</div>" for n, t in enumerate(TITLES, 1))), Kind.HTML),
        ("\n".join(f"{t}\nTown Crier | {n} March 2025" for n, t in enumerate(TITLES, 1)), Kind.TEXT),
    ],
    ids=["cards", "text"],
)
def test_headlines_without_texts_give_no_document(page: str, kind: Kind) -> None:
    with pytest.raises(NoArticle) as refused:
        _read(page, kind)

    assert refused.value.error == "links-only"


LINES = st.lists(
    st.sampled_from(
        [
            *TITLES,
            *BODIES,
            *CHINESE,
            "",
            "4 March 2025",
            "Town Crier | 4 March 2025 10:20",
            "1. One",
            "2. Two",
            "3. Three",
            "10:20 Now",
            "09:10 Then",
            f"■ {BODIES[0]}",
            f"■ {BODIES[1]}",
            f"**Lead** {BODIES[2]}",
            "In brief",
            "HOLT - Text",
        ],
    ),
    max_size=30,
)


@given(LINES)
@settings(max_examples=100, deadline=None)
def test_splitting_loses_nothing_keeps_the_order_and_numbers_items_upwards(lines: list[str]) -> None:
    for split in (partial(split_briefs, cleaned=True), split_stamped):
        stream = Stream.of(read_text("\n".join(lines)).blocks)
        before = squeeze("".join(piece.text for piece in stream.pieces))

        listing = split(stream, Markup(), LineReader(LATEST))

        assert squeeze("".join(piece.text for piece in stream.pieces)) == before
        numbers = [piece.item for piece in stream.pieces if piece.item is not None]
        assert numbers == sorted(numbers)
        assert sorted(set(numbers)) == list(range(len(listing.items) if listing else 0))


def test_ten_thousand_lines_are_split_in_a_second() -> None:
    items = (f"{n}. {TITLES[n % 4]} {n}\nTown Crier | 4 March 2025 10:20\n{BODIES[n % 4]}" for n in range(1, 3334))
    blocks = read_text("\n".join(("In brief", *items))).blocks

    started = time.process_time()
    for split in (partial(split_briefs, cleaned=True), split_stamped):
        assert split(Stream.of(blocks), Markup(), LineReader(LATEST)) is not None

    assert time.process_time() - started < 2


def test_a_menu_that_leads_to_briefs_is_no_heading_over_them() -> None:
    menu = "".join(f"<a href='/{word}'>{word}</a>\n" for word in ("Markets", "News briefs", "Food", "Travel"))
    paragraphs = [f"{lead}: {body}" for lead, body in zip(TITLES[:2], BODIES, strict=False)]
    text = "".join(f"<p>{paragraph}</p>" for paragraph in (BODIES[2], paragraphs[0], BODIES[3], paragraphs[1]))
    page = f"<body><div class='head'>{menu}</div><main><h1>Harbour: a year of bees</h1>{text}</main></body>"
    assert len(_read(page, Kind.HTML).reports) == 1


def test_cards_with_days_of_their_own_are_a_listing_whatever_markup_calls_the_page() -> None:
    card = "<div class='row'><h2>{title}</h2><time>2025/03/0{mark}</time><p>{body}</p></div>"
    head = "<head><meta property='og:type' content='article'></head>"
    page = f"<html>{head}<body><h1>Harbour</h1>{''.join(_each(card))}</body></html>"
    assert [report.metadata.title for report in _read(page, Kind.HTML).reports] == list(TITLES)


@pytest.mark.parametrize(
    "head",
    [
        "<span>0{mark}.03.2025 {clock}</span> <a href='/{mark}'>{title}</a>",
        "<b>{title}</b> <span>(0{mark}.03.2025)</span>",
    ],
)
def test_headlines_that_share_a_line_with_their_day_head_cards(head: str) -> None:
    page = f"<body><h1>Harbour news</h1>{''.join(_each(f'<div class=n>{head}<div>{{body}}</div></div>'))}</body>"
    reports = _read(page, Kind.HTML).reports
    assert [report.metadata.title for report in reports] == list(TITLES)
    assert [report.metadata.published_at.day for report in reports if report.metadata.published_at] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "card",
    [
        "<div class='row'><i>{clock}</i><div class='ttl'>{title}</div><div class='txt'><p>{body}</p></div></div>",
        "<li><strong class='ttl'>{title}</strong><p>{body}</p><span>2025-03-0{mark} 13:10</span></li>",
    ],
)
def test_lines_of_one_class_or_first_in_their_items_head_cards_that_have_an_hour_each(card: str) -> None:
    page = f"<body><div>4 March 2025</div><ul>{''.join(_each(card))}</ul></body>"
    reports = _read(page, Kind.HTML).reports
    assert [report.metadata.title for report in reports] == list(TITLES)
    assert all(report.metadata.published_precision == "minute" for report in reports)


def test_lines_of_one_class_without_days_are_sections_of_one_article() -> None:
    card = "<div class='row'><div class='ttl'>{title}</div><div class='txt'><p>{body}</p></div></div>"
    page = f"<body><main><h1>Harbour</h1>{''.join(_each(card))}</main></body>"
    assert len(_read(page, Kind.HTML).reports) == 1


def test_sections_between_marks_over_titles_part_briefs() -> None:
    text = "\n\n".join(_each("+++ Desk {mark} +++\n\n{title}\n\n{body}"))
    reports = _read(f"Harbour sheet\n\n{text}").reports
    assert [report.metadata.title for report in reports] == list(TITLES)
    assert [report.text for report in reports] == list(BODIES)


def test_a_section_in_brackets_before_a_title_is_no_part_of_it() -> None:
    rows = zip(("展覽", "音樂", "舞蹈"), LONG_CHINESE_TITLES, LONG_CHINESE_BODIES, strict=True)
    items = [f"【{section}】{title}\n{body}" for section, title, body in rows]
    reports = _read(_page("港口簡訊", *items)).reports
    assert [report.metadata.title for report in reports] == list(LONG_CHINESE_TITLES)


def test_the_hour_under_the_title_of_a_brief_is_of_the_day_over_all_of_them() -> None:
    items = _each("{mark}. {title}\n{clock} | Skein News\n{body}")
    reports = _read(_page("Harbour briefs", "Tuesday, 4 March 2025", *items)).reports
    assert [report.metadata.title for report in reports] == list(TITLES)
    assert all(report.metadata.published_precision == "minute" for report in reports)
    assert [report.text for report in reports] == list(BODIES)


def test_a_question_right_below_the_text_of_a_brief_begins_no_other() -> None:
    items = _each(
        "{title}\n{body}\nWho has seen it?\nThe clerk at the quay asks anybody who has to come and say so soon."
    )
    reports = _read(_page("Harbour news in brief", *items)).reports
    assert [report.metadata.title for report in reports] == list(TITLES)


PLACES = ("Holt", "Alt Weiler", "Marrow", "Nine Elms")


def test_the_place_that_nearly_every_item_begins_with_is_where_its_news_is_from() -> None:
    bodies = tuple(f"{place}. {body}" for place, body in zip(PLACES, BODIES, strict=True))
    items = _each("{title}\n{body}", bodies=bodies)
    reports = _read(_page("Harbour news in brief", *items)).reports
    assert [report.metadata.place for report in reports] == list(PLACES)
    assert [report.text for report in reports] == list(BODIES)


def test_a_word_that_one_item_alone_begins_with_stays() -> None:
    items = _each("{title}\n{body}")
    items[1] = items[1].replace("A baker", "Nonsense. A baker")
    reports = _read(_page("Harbour news in brief", *items)).reports
    assert [report.metadata.place for report in reports] == [None] * 4
    assert reports[1].text.startswith("Nonsense. A baker")


def test_lines_that_credit_an_item_are_no_lines_of_its_text() -> None:
    """Where each item is a sentence and a short line, a line of its source does not make it less of a text."""
    items = _each("{clock} · 13 September 2025\n{title}\n{body}\nNobody minds.\nSource: The Holt Bell")
    reports = _read(_page("Day by day - Holt", *items)).reports
    assert [report.metadata.title for report in reports] == list(TITLES)
    assert {report.metadata.source for report in reports} == {"The Holt Bell"}


KOREAN = (
    ("우체국 하루만 문 연다", "느티나무 아래에 우체국이 선다. 엽서는 단풍 들 때 배달된다. 받는 사람은 나무다.", ""),
    ("신호등 대신 인사하는 노인", "신호등이 멈춘 사흘 동안 이웃 어르신이 손을 흔들어 차를 보냈다. 인사는 늘었다.", ""),
    ("두부 가게 물소리 판다", "콩 불리는 소리가 담긴 음반이 나왔다.", "<p>가격은 두부 한 모와 같다.</p>"),
)


def test_a_korean_item_of_two_sentences_is_text_enough() -> None:
    """A syllable counts two letters: 30 of them say as much as 60 of an alphabet."""
    cards = [
        f"<section><h2><a>{title}</a></h2><p>{body}</p>{more}<span>한들통신</span> <span>2025.05.{day}</span></section>"
        for day, (title, body, more) in enumerate(KOREAN, 11)
    ]
    assert len(_read(f"<body><h1>간추린 소식</h1>{''.join(cards)}</body>", Kind.HTML).reports) == len(KOREAN)


def test_a_place_between_title_and_text_moves_to_its_column() -> None:
    found = _read(_page("In brief", *_each("{title}\nMarrow.\n{body}")))
    assert [report.metadata.place for report in found.reports] == ["Marrow"] * len(TITLES)
    assert not any("Marrow.\n" in report.text for report in found.reports)
