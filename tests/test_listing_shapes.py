"""Shapes of listing that no mark tells: blocks under a digest's heading, bodies that begin with their day, tickers."""

from datetime import UTC, datetime

import pytest

from newsmill.clean.ruleset import load_rules
from newsmill.document import Reading, read_document, read_page
from newsmill.intake.formats import Kind
from newsmill.items.marks import read_clock
from newsmill.metadata import says_compiled

NOW = datetime(2026, 1, 1, tzinfo=UTC)
BODIES = [
    "The footbridge behind the mill will be shut for nine days, and pupils are asked to walk round by the chapel.",
    "Rehearsals are on Tuesdays in the drill hall, and the band would gladly swap one of its three tubas for it.",
    "The walk starts at ten from the ford, and soup is served at the barn until all of the pots are empty again.",
]
TITLES = ["Footbridge closed", "Brass band seeks cornet", "Snowdrop walk at the ford"]


def read(*blocks: str, joint: str = "\n\n") -> Reading:
    return read_document(read_page(joint.join(blocks), Kind.TEXT), NOW, load_rules())


def titles(reading: Reading) -> list[str | None]:
    return [report.metadata.title for report in reading.reports]


def days(reading: Reading) -> list[str]:
    return [str(report.metadata.published_at)[:16] for report in reading.reports]


def test_titles_and_paragraphs_under_a_heading_that_names_a_digest() -> None:
    """Each is a report of its own, on the day that stands above them."""
    items = [f"{title}\n{body}" for title, body in zip(TITLES, BODIES, strict=True)]
    reading = read("News in brief\nThursday 6 February 2025", *items)
    assert titles(reading) == TITLES
    assert days(reading) == ["2025-02-06 00:00"] * 3


def test_the_same_under_another_heading_is_an_article() -> None:
    """Subheadings over paragraphs are how articles are set."""
    items = [f"{title}\n{body}" for title, body in zip(TITLES, BODIES, strict=True)]
    assert len(read("A week in our village", "It was a long week for everybody here.", *items).reports) == 1


def test_bodies_that_begin_with_their_day_need_no_heading() -> None:
    """`Aug. 2, 2025 — `, `Oberau, 29. August 2025. `: nobody begins the paragraphs of an article so."""
    items = [f"{title}\nAug. {day}, 2025 — {body}" for day, title, body in zip((2, 3, 5), TITLES, BODIES, strict=True)]
    reading = read("Pine Fork Sentinel", *items)
    assert titles(reading) == TITLES


def test_paragraphs_between_lines_of_asterisks() -> None:
    """Only under a digest's heading; elsewhere such lines part the scenes of one text."""
    scenes = "\n\n* * *\n\n".join(BODIES)
    assert len(read("Briefly", scenes).reports) == 3
    assert len(read("A walk to the ford", scenes).reports) == 1


def test_a_ticker_between_crosses_has_title_and_minute() -> None:
    """The heading of the page names the day, among other words."""
    lines = [
        f"+++ {hour}:20 Uhr +++ {title} +++\n{body}"
        for hour, title, body in zip((18, 15, 11), TITLES, BODIES, strict=True)
    ]
    reading = read("Newsticker Oberau am 14. Januar 2025", *lines)
    assert titles(reading) == TITLES
    assert days(reading) == ["2025-01-14 18:20", "2025-01-14 15:20", "2025-01-14 11:20"]


def test_days_before_titles_on_the_same_line() -> None:
    """They go down or up, and each is its item's own."""
    lines = [f"2024-10-{day:02d} {title}\n{body}" for day, title, body in zip((12, 11, 9), TITLES, BODIES, strict=True)]
    assert days(read("Local news", *lines)) == ["2024-10-12 00:00", "2024-10-11 00:00", "2024-10-09 00:00"]


@pytest.mark.parametrize("stamp", ["Ada Berg 07.11.2025", "Ada Berg - 07.11.2025"])
def test_a_person_before_the_day_of_an_item_is_its_author(stamp: str) -> None:
    """An outlet has a bar or a dot between, or a word that tells it."""
    items = [f"{title}\n{stamp}\n{body}" for title, body in zip(TITLES, BODIES, strict=True)]
    assert [report.metadata.author for report in read("Local news", *items).reports] == ["Ada Berg"] * 3


@pytest.mark.parametrize("line", ["9. 11. 2026 (Jana Malá)", "3.10.2025 Die Brücke", "12:30/45 minutes"])
def test_the_beginning_of_a_date_is_no_hour(line: str) -> None:
    """A day and a month may have blanks between them, as Czechs write them."""
    assert read_clock(line) is None


def test_a_stamp_under_each_title_begins_no_item() -> None:
    """The title does, and the day and the name below it are of its report."""
    stamps = ["29 January 2025 | Jane Roe", "28 January 2025 | Ugo Bassi", "27 January 2025 | Jane Roe"]
    items = [f"{title}\n{stamp}\n{body}" for title, stamp, body in zip(TITLES, stamps, BODIES, strict=True)]
    reading = read("News in brief", *items)
    assert titles(reading) == TITLES
    assert [report.metadata.author for report in reading.reports] == ["Jane Roe", "Ugo Bassi", "Jane Roe"]


def test_terms_of_a_description_list_are_titles_of_what_follows() -> None:
    """Old sites set their news in brief so: `dt` for the headline, `dd` for the day and for each paragraph."""
    rows = "".join(
        f"<dt>{title} by the old mill</dt><dd>2025-03-0{day} 17:10</dd><dd>{body}</dd>"
        for day, (title, body) in enumerate(zip(TITLES, BODIES, strict=True), start=1)
    )
    page = f"<html><body><h1>In brief</h1><dl class='short'>{rows}</dl></body></html>"
    reading = read_document(read_page(page, Kind.HTML), NOW, load_rules())
    assert titles(reading) == [f"{title} by the old mill" for title in TITLES]
    assert days(reading) == ["2025-03-01 17:10", "2025-03-02 17:10", "2025-03-03 17:10"]


def test_paragraphs_that_their_class_calls_titles_head_items() -> None:
    rows = "".join(
        f"<div class='st'><p class='title'>{title}</p><p class='dd'>1{day} March 2025</p><p>{body}</p></div>"
        for day, (title, body) in enumerate(zip(TITLES, BODIES, strict=True))
    )
    page = f"<html><body><h2>In brief</h2>{rows}</body></html>"
    reading = read_document(read_page(page, Kind.HTML), NOW, load_rules())
    assert titles(reading) == TITLES


ITEMS = [f"{title}\n{body}" for title, body in zip(TITLES, BODIES, strict=True)]


@pytest.mark.parametrize("by", ["Compiled by Ada Berg", "Zusammengestellt von: Ada Berg", "Hazırlayan: Ada Berg"])
def test_who_put_the_items_together_wrote_those_that_nobody_signs(by: str) -> None:
    """It also tells a listing, whose heading names none."""
    items = [ITEMS[0], f"{ITEMS[1]}\nJo Lund", f"{ITEMS[2]}\nJo Lund"]
    reading = read("Around the valley", f"{by}\n5 March 2025", *items)
    assert [report.metadata.author for report in reading.reports] == ["Ada Berg", "Jo Lund", "Jo Lund"]


def test_a_name_that_closes_several_items_is_no_button() -> None:
    """It would go as a line that comes in most of them; what comes in all of them does."""
    items = [f"{ITEMS[0]}\nRead on", f"{ITEMS[1]}\nJo Lund\nRead on", f"{ITEMS[2]}\nJo Lund\nRead on"]
    reading = read("In brief", "5 March 2025", *items)
    assert [report.metadata.author for report in reading.reports] == [None, "Jo Lund", "Jo Lund"]
    assert [report.text for report in reading.reports] == BODIES


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("(The Holt Echo, Jo Lund)", ("Jo Lund", "The Holt Echo")),
        ("(Radio Holt)", (None, "Radio Holt")),
        ("Agence Holt", (None, "Agence Holt")),
    ],
)
def test_an_item_may_be_signed_by_its_last_line(line: str, expected: tuple[str | None, str | None]) -> None:
    """An outlet, or an outlet and a name in brackets."""
    reading = read("In brief", "7 April 2025", ITEMS[0], f"{ITEMS[1]}\n{line}", f"{ITEMS[2]}\n{line}")
    signed = reading.reports[1]
    assert (signed.metadata.author, signed.metadata.source) == expected
    assert signed.text == BODIES[1]


def test_a_day_of_an_item_is_of_the_year_that_the_page_names() -> None:
    """A day without a year says nothing on a page that names none."""
    items = [f"{item}\n(6 April, Jo Lund)" for item in ITEMS]
    assert set(days(read("In brief", "9 April 2025", *items))) == {"2025-04-06 00:00"}


def test_places_with_two_hyphens_begin_items() -> None:
    """As typewriters wrote a dash."""
    places = ("HOLT MILLS", "UPPER FORD", "LAKE END")
    lines = [f"{place} -- {body}" for place, body in zip(places, BODIES, strict=True)]
    assert len(read("News in brief", "5 March 2025", *lines).reports) == len(BODIES)


def test_a_ticker_sets_place_and_desk_beside_the_hour() -> None:
    """`21.01.2025 / 08:12 / Holt (lno)`"""
    lines = [
        f"+++ {title} +++\n21.01.2025 / 08:1{n} / Holt (lno)\n{body}"
        for n, (title, body) in enumerate(zip(TITLES, BODIES, strict=True))
    ]
    found = read("Kurz notiert", *lines).reports
    assert {(report.metadata.place, report.metadata.source) for report in found} == {("Holt", "lno")}


def test_titles_in_brackets_begin_items_without_a_gap() -> None:
    """Chinese briefs number them inside, and credit the last line of an item."""
    bodies = [
        "渡口本周起实行先听后上，乘客须先听完船工讲的一个笑话，不笑也可以上船，但要坐船尾，每天往返十二趟。",
        "气象台在每日预报末尾增加一行晾被指数，首日指数为四颗星，全市阳台被占满，市民说这比温度更有用处。",
        "作坊推出只能倒半杯的茶壶，单价八十八元，已经售罄，厂长称另一半是留给客人的，下月再做一批新的。",
    ]
    lines = [f"【{n}、小城新闻{n}】\n{body}\n（来源：陶都商报）" for n, body in enumerate(bodies, start=1)]
    reading = read("禾声早报", "2025年9月20日", "\n".join(lines))
    assert titles(reading) == ["小城新闻1", "小城新闻2", "小城新闻3"]
    assert [report.metadata.source for report in reading.reports] == ["陶都商报"] * 3


def test_a_byline_may_stand_between_title_and_text_of_an_item() -> None:
    """Under the heading of a digest."""
    items = [f"{title}\nBy Jo Lund\n{body}" for title, body in zip(TITLES, BODIES, strict=True)]
    reading = read("News in brief: 28 February 2025", *items)
    assert titles(reading) == TITLES
    assert {report.metadata.author for report in reading.reports} == {"Jo Lund"}


def test_the_day_behind_the_title_of_an_item_is_its_own() -> None:
    """In brackets, as Japanese papers set it."""
    items = [f"◆{title} (2025-10-{day})\n{body}" for day, title, body in zip((12, 11, 10), TITLES, BODIES, strict=True)]
    reading = read("News in brief", *items)
    assert titles(reading) == TITLES
    assert days(reading) == ["2025-10-12 00:00", "2025-10-11 00:00", "2025-10-10 00:00"]


def test_cards_whose_headlines_nothing_marks_are_items_of_a_digest() -> None:
    """The first line of each of three sister elements."""
    cards = "".join(
        f'<div class="card"><strong>{title}</strong><p>{body}</p></div>'
        for title, body in zip(TITLES, BODIES, strict=True)
    )
    html = f"<body><h2>News in brief</h2><div>{cards}</div></body>"
    reading = read_document(read_page(html, Kind.HTML), NOW, load_rules())
    assert titles(reading) == TITLES


@pytest.mark.parametrize(
    "line", ["Собрала урожай вся деревня", "Collected by hand before dawn", "整理 旧物", "정리 해고"]
)
def test_a_line_without_a_name_compiles_nothing(line: str) -> None:
    """The words begin other lines, too."""
    assert not says_compiled(line)


def test_stamps_of_many_forms_part_items_where_each_stands_between_title_and_text() -> None:
    """One has an author, one a source, one nothing but the day."""
    stamps = ["14/03/2025 - 08:10h", "14/03/2025 - 07:45h | Ana Gil | EFE", "13/03/2025"]
    items = [f"{title}\n{stamp}\n{body}" for title, stamp, body in zip(TITLES, stamps, BODIES, strict=True)]
    assert titles(read("El Eco de la Vega", *items)) == TITLES


def test_a_day_that_may_be_another_still_parts_items() -> None:
    """03/04/2025 tells no day where the country is not known, and the titles stay what they are."""
    items = [
        f"03/0{n}/2025 06:1{n}\n{title}\n{body}" for n, (title, body) in enumerate(zip(TITLES, BODIES, strict=True), 4)
    ]
    assert titles(read("The Log", *items)) == TITLES


def test_a_section_between_stamp_and_title_is_no_title() -> None:
    """It goes as a kicker."""
    items = [
        f"1{n}.05.2025 18:40\nHARBOUR\n{title}\n{body}"
        for n, (title, body) in enumerate(zip(TITLES, BODIES, strict=True))
    ]
    assert titles(read("Inselbote", *items)) == TITLES


def test_numbers_on_lines_of_their_own_begin_items() -> None:
    """Newsletters of Chinese papers count so."""
    items = [f"{n}\n{title}\n{body}" for n, (title, body) in enumerate(zip(TITLES, BODIES, strict=True), 1)]
    assert titles(read("News in brief\nThursday 6 February 2025", *items, joint="\n")) == TITLES


def test_see_also_lines_in_an_article_part_nothing() -> None:
    """A colon tells a brief only when the furniture is gone."""
    also = [f"See also: {title}" for title in TITLES]
    lines = [line for pair in zip(BODIES, also, strict=True) for line in pair]
    assert len(read("News of the week", "A bridge, a band and a walk", *lines).reports) == 1


def test_names_before_days_are_places_where_the_text_of_an_item_says_so() -> None:
    """`Ponte Alto – 13/02/2025`: nobody is called so."""
    stamps = ["Ponte Alto – 13/02/2025", "Vila Nova – 14/02/2025 – Agência Lusa", "Lagoa Funda – 15/02/2025"]
    bodies = [f"{BODIES[0]} The school in Ponte Alto is open.", *BODIES[1:]]
    items = [f"{title}\n{stamp}\n{body}" for title, stamp, body in zip(TITLES, stamps, bodies, strict=True)]
    reading = read("Giro de notícias", *items)
    assert [report.metadata.place for report in reading.reports] == ["Ponte Alto", "Vila Nova", "Lagoa Funda"]
    assert not any(report.metadata.author for report in reading.reports)


def test_the_foot_of_a_listing_begins_at_the_first_line_that_is_no_sentence() -> None:
    """Short sentences that end other items are theirs."""
    ends = ["Come early.", "Bring a chair.", "Dogs are welcome."]
    items = ["\n".join(item) for item in zip(TITLES, BODIES, ends, strict=True)]
    reading = read("News in brief\nThursday 6 February 2025", *items, "More briefs\nPrivacy and cookies")
    assert reading.reports[-1].text.rstrip().endswith("Dogs are welcome.")


def test_titles_may_begin_the_paragraphs_of_a_digest() -> None:
    """`HOLM. Bridge opens. The first …`: where each brief of a digest has a place and a short sentence in front."""
    places = ["HOLM", "BAD AU", "HOLM"]
    briefs = [f"{place}. {title}. {body}" for place, title, body in zip(places, TITLES, BODIES, strict=True)]
    reading = read("News in brief", "6 February 2025", *briefs)
    assert titles(reading) == TITLES
    assert [report.metadata.place for report in reading.reports] == places
    assert [report.text for report in reading.reports] == BODIES


def test_first_sentences_are_no_titles_where_one_brief_has_a_long_one() -> None:
    """Any paragraph may begin with a short sentence."""
    briefs = [f"HOLM. {TITLES[0]}. {BODIES[0]}", f"AUE. {BODIES[1]}", f"ALM. {TITLES[2]}. {BODIES[2]}"]
    reading = read("News in brief", *briefs)
    assert titles(reading) == [None, None, None]


def test_the_entries_of_a_live_blog_are_items_with_their_authors() -> None:
    """The name between hour and title is the author's, and an hour's zone counts."""
    entries = [
        f"{hour} BST\n{name}\n{title}\n\n{body}"
        for hour, name, title, body in zip(
            ("16:05", "15:41", "15:20"), ("Tilly Marsh", "Dev Acharya", "Tilly Marsh"), TITLES, BODIES, strict=True
        )
    ]
    reading = read("Duck race: as it happened\nSaturday 7 June 2025\nBy Tilly Marsh and Dev Acharya", *entries)
    assert titles(reading) == TITLES
    assert [report.metadata.author for report in reading.reports] == ["Tilly Marsh", "Dev Acharya", "Tilly Marsh"]
    assert days(reading)[0] == "2025-06-07 15:05"


def test_a_live_blog_with_an_introduction_is_one_report() -> None:
    """Its entries are the parts of one story then."""
    entries = [f"{hour} {body}" for hour, body in zip(("16:05", "15:41", "15:20"), BODIES, strict=True)]
    assert len(read("Duck race: as it happened", BODIES[0].replace("mill", "pier"), *entries).reports) == 1


def test_sections_over_the_titles_of_a_ticker_are_no_titles() -> None:
    """A word under each hour is the section of what follows."""
    heads = ("18:40\nTown", "16:15\nMusic", "13:02\nWalks")
    items = [f"{head}\n{title}\n{body}" for head, title, body in zip(heads, TITLES, BODIES, strict=True)]
    assert titles(read("News ticker\n6 February 2025", *items)) == TITLES


def test_days_over_the_titles_of_a_weekly_review_are_the_days_of_its_items() -> None:
    """They take the year that the heading of the page names."""
    over = ["Monday, 3 February", "Wednesday, 5 February", "Friday, 7 February"]
    items = [f"{day}\n{title}\n\n{body}" for day, title, body in zip(over, TITLES, BODIES, strict=True)]
    reading = read("The week in review\nEdition of 9 February 2025\nGood morning, reader", *items)
    assert titles(reading) == TITLES
    assert days(reading) == ["2025-02-03 00:00", "2025-02-05 00:00", "2025-02-07 00:00"]


def test_titles_and_texts_side_by_side_in_html_are_items_of_a_digest() -> None:
    """Nothing marks the titles but that a text follows each; the minute of the page is theirs."""
    items = "".join(f"<p><b>{title}</b></p><p>{body}</p>" for title, body in zip(TITLES, BODIES, strict=True))
    page = f"<h1>News in brief</h1><p>2025-02-06 09:00</p><div>{items}</div><p>Print</p>"
    reading = read_document(read_page(f"<body>{page}</body>", Kind.HTML), NOW, load_rules())
    assert titles(reading) == TITLES
    assert days(reading) == ["2025-02-06 09:00"] * 3


def test_a_short_sentence_above_what_closes_each_item_is_of_the_last_item_too() -> None:
    """A button that ends every item ends the last one; what stands above it is text."""
    items = [f"{title}\n{body}\n\nShare" for title, body in zip(TITLES, BODIES, strict=True)]
    items[-1] = items[-1].replace("\n\nShare", "\n\nBring a spoon.\n\nShare")
    reading = read("News in brief", *items)
    assert reading.reports[-1].text.endswith("Bring a spoon.")
