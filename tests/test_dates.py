"""Dates in running text: every language's way of writing one, and numbers that are none."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsmill.metadata import calendars
from newsmill.metadata.dates import find_dates, reads_day_first, years_named

LATEST = date(2025, 6, 1)
DAY = "2024-03-05"
MINUTE = "2024-03-05 10:20"

DAYS = """
2024-03-05
2024/03/05
2024/3/5
2024.03.05
2024. 3. 5.
05.03.2024
5.3.2024
5. 3. 2024
05.03.24
05-Mar-2024
5/Mar/2024
March 5, 2024
March 5 2024
March 5th, 2024
Mar. 5, 2024
MARCH 5, 2024
5 March 2024
5th March 2024
5th of March, 2024
the 5th of March 2024
Tuesday, March 5, 2024
Tue 5 Mar 2024
2024年3月5日
2024年03月05日
2024 年 3 月 5 日
２０２４年３月５日
二〇二四年三月五日
二零二四年三月五日
24年3月5日
2024年3月5号
2024年3月5號
民國113年3月5日
中華民國113年3月5日
113年3月5日
113/03/05 台北
令和6年3月5日
2024年3月5日（火）
2024年3月5日(星期二)
2024년 3월 5일
2024년3월5일
2024년 3월 5일 화요일
5 марта 2024
5 марта 2024 г.
5 марта 2024 года
5-го марта 2024
5 мар. 2024
5 МАРТА 2024
5 березня 2024
5 березня 2024 року
5 бер. 2024 р.
5. März 2024
5 März 2024
05. Mär. 2024
Dienstag, 5. März 2024
den 5. Maerz 2024
le 5 mars 2024
mardi 5 mars 2024
5 MARS 2024
5 de marzo de 2024
5 de marzo del 2024
5 marzo 2024
5 mar. 2024
martes, 5 de marzo de 2024
5 de março de 2024
5 mar 2024
martedì 5 marzo 2024
5 maart 2024
5 mrt 2024
5 marca 2024
5 marca 2024 r.
5 mar 2024 r.
5. března 2024
5. bře 2024
5 Mart 2024
5 MART 2024 Salı
٥ مارس ٢٠٢٤
5 مارس 2024
5 آذار 2024
5 آذار/مارس 2024
2024（令和6）年3月5日
۱۵ اسفند ۱۴۰۲
15 اسفند 1402
۱۴۰۲/۱۲/۱۵
۵ مارس ۲۰۲۴
5 במרץ 2024
5 מרץ 2024
5 मार्च 2024
५ मार्च २०२४
मार्च 5, 2024
ngày 5 tháng 3 năm 2024
5 tháng 3, 2024
5 tháng 3 năm 2024
5 thg 3, 2024
5 Maret 2024
Selasa, 5 Maret 2024
5 Μαρτίου 2024
5 Μαρ 2024
5 ΜΑΡΤΙΟΥ 2024
5 martie 2024
marți, 5 martie 2024
5 มีนาคม 2567
5 มี.ค. 2567
5 มี.ค. 67
๕ มีนาคม ๒๕๖๗
5 มีนาคม พ.ศ. 2567
5 mars 2024 kl
5. marts 2024
""".strip().splitlines()

MINUTES = """
2024-03-05 10:20
2024-03-05T10:20:30Z
2024-03-05T10:20:30.123Z
2024-03-05T18:20:30+08:00
2024-03-05T05:20-0500
2024/3/5 10:20
2024年3月5日 10:20
2024年03月05日10时20分
2024年3月5日 上午10:20
2024年3月5日（火）午前10時20分
2024年3月5日 星期二 10:20
2024년 3월 5일 오전 10시 20분
2024. 3. 5. 오전 10:20
2024.03.05 10:20
05.03.2024 10:20
05.03.2024, 10:20 Uhr
5. März 2024, 10:20 Uhr
5. März 2024 um 10.20 Uhr
5. März 2024 11:20 MEZ
5 mars 2024 à 10h20
le 5 mars 2024 à 10:20
5 de marzo de 2024 10:20
5 de março de 2024 às 10h20
5 marzo 2024 alle 10:20
5 maart 2024 om 10:20
5 marca 2024, 10:20
5. března 2024 10:20
5 Mart 2024 Salı 10:20
5 марта 2024, 10:20
5 марта 2024 г. в 10:20
5 марта 2024, 13:20 МСК
5 березня 2024 о 10:20
March 5, 2024 10:20 AM
March 5, 2024 at 10:20 a.m.
March 5, 2024, 5:20 am EST
March 5, 2024 2:20 AM PST
Tue, 05 Mar 2024 10:20:30 GMT
Tue Mar 05 2024 18:20:30 GMT+0800
10:20, 5 March 2024
10:20 AM, March 5, 2024
10:20 Tuesday, 5 March 2024
5 March 2024 - 10:20
5 March 2024 | 10:20
5 Maret 2024 17:20 WIB
5 มี.ค. 2567 10:20 น.
5 tháng 3, 2024 10:20
5 Μαρτίου 2024 10:20
5 martie 2024, ora 10:20
5 मार्च 2024 10:20
5 במרץ 2024 בשעה 10:20
٥ مارس ٢٠٢٤ الساعة 10:20
5 مارس 2024 - 10:20 ص
5 mars 2024 à 10 h 20
5. 3. 2024 v 10:20 hodin
5 maart 2024 om 10.20 uur
5 marca 2024, godz. 10:20
5 marzo 2024 ore 10:20
5 tháng 3, 2024 10 giờ 20
5 tháng 3 năm 2024 17:20 (GMT+7)
5 मार्च 2024, सुबह 10:20 बजे
5 มี.ค. 2567 เวลา 10.20 น.
5 Μαρτίου 2024, 10:20 π.μ.
5 de marzo de 2024 10:20 a. m.
5 марта 2024 в 10:20 (UTC)
2024년 3월 5일 오전 10시 20분
5 March 2024 (10:20)
""".strip().splitlines()

NONE = """
no date here
1.2.3
2024
March 2024
31 February 2024
2024-13-05
2024-02-30
32 March 2024
12 out of 20
5 may be enough
the 3 mar the road
2030-01-01
1 January 2026
192.168.10.20
+49 30 12.34.5678
03/04/2024
03-04-2024
13月5日
2024年13月5日
31 avril 2024
5 лет 2024
20 people in 2024
chapter 3 of 2024
2024-03-051
1399/13/01
1402/12/31
ten years ago
1st place
10:20
""".strip().splitlines()


def _one(text: str, **hints: object) -> str | None:
    found = find_dates(text, LATEST, **hints)  # type: ignore[arg-type]
    if not found or found[0].when is None:
        return None
    when, precision = found[0].when, found[0].precision
    return f"{when:%Y-%m-%d %H:%M}" if precision == "minute" else f"{when:%Y-%m-%d}"


@pytest.mark.parametrize("text", DAYS)
def test_a_day_is_read_in_every_language(text: str) -> None:
    assert _one(text) == DAY


@pytest.mark.parametrize("text", MINUTES)
def test_a_time_beside_a_date_is_read_and_brought_to_utc(text: str) -> None:
    assert _one(text) == MINUTE


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_date_gives_none(text: str) -> None:
    assert _one(text) is None


@pytest.mark.parametrize(
    ("text", "day_first", "expected"),
    [
        ("03/04/2024", True, "2024-04-03"),
        ("03/04/2024", False, "2024-03-04"),
        ("03/04/2024", None, None),
        ("25/12/2024", None, "2024-12-25"),
        ("12/25/2024", None, "2024-12-25"),
        ("12/25/2024", True, "2024-12-25"),
        ("04/04/2024", None, "2024-04-04"),
        ("03.04.2024", None, "2024-04-03"),
        ("03.04.2024", False, "2024-04-03"),
        ("03-04-2024", True, "2024-04-03"),
        ("5/3/24", True, "2024-03-05"),
        ("5/3/24", None, None),
        ("31/31/2024", None, None),
    ],
)
def test_numeric_order_follows_the_hint_only(text: str, day_first: bool | None, expected: str | None) -> None:
    assert _one(text, day_first=day_first) == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en-US", False),
        ("en_us", False),
        ("en-GB", True),
        ("de", True),
        ("pt-BR", True),
        ("en", None),
        (None, None),
        ("", None),
    ],
)
def test_only_a_country_or_another_language_says_the_order(tag: str | None, expected: bool | None) -> None:
    assert reads_day_first(tag) is expected


@pytest.mark.parametrize(
    ("text", "years", "expected"),
    [
        ("Aug. 27", (2022, 2021), "2022-08-27"),
        ("August 27th", (2024,), "2024-08-27"),
        ("8月27日", (2022,), "2022-08-27"),
        ("8월 27일", (2022,), "2022-08-27"),
        ("27 августа", (2022,), "2022-08-27"),
        ("27 tháng 8", (2022,), "2022-08-27"),
        ("Aug. 27", (), None),
        ("Dec. 5", (2025, 2024), "2024-12-05"),
        ("29 February", (2023,), None),
        ("29 February", (2023, 2020), "2020-02-29"),
        ("27 Aug. 10:20", (2022,), "2022-08-27 10:20"),
    ],
)
def test_a_day_without_a_year_takes_the_newest_named_year_that_has_come(
    text: str, years: tuple[int, ...], expected: str | None
) -> None:
    assert _one(text, years=years) == expected


def test_a_day_without_any_year_is_found_with_no_moment() -> None:
    found = find_dates("BEIJING, Aug. 27 at 10:20", LATEST)
    assert [(one.when, one.precision) for one in found] == [(None, "day")]


def test_tomorrow_is_believed_for_the_sake_of_time_zones_and_no_later_day() -> None:
    assert _one("2 June 2025") == "2025-06-02"
    assert _one("3 June 2025") is None


def test_spans_are_those_of_the_text_as_written() -> None:
    text = "発表：２０２４年３月５日 １０：２０ 東京"
    (found,) = find_dates(text, LATEST)
    assert text[found.start : found.end].strip() == "２０２４年３月５日 １０：２０"


def test_several_dates_come_in_order_without_overlap() -> None:
    found = find_dates("From 5 March 2024 to 2024-03-07, then 9 March 2024 10:20", LATEST)
    assert [one.when and one.when.day for one in found] == [5, 7, 9]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In 2022, not 2031, after 2019", (2022, 2019)),
        ("2000 people and 3,2021 or $2020 or 2018% or 20219", ()),
        ("从2021年到２０２３年", (2023, 2021)),
        ("", ()),
    ],
)
def test_years_named_are_years_and_have_come(text: str, expected: tuple[int, ...]) -> None:
    assert years_named(text, LATEST) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ((1403, 1, 1), date(2024, 3, 20)),
        ((1399, 12, 30), date(2021, 3, 20)),
        ((1400, 1, 1), date(2021, 3, 21)),
        ((1357, 11, 22), date(1979, 2, 11)),
        ((2567, 2, 29), date(2024, 2, 29)),
        ((2024, 2, 30), None),
        ((1402, 7, 31), None),
        ((1402, 13, 1), None),
        ((0, 1, 1), None),
    ],
)
def test_a_year_tells_its_calendar(written: tuple[int, int, int], expected: date | None) -> None:
    assert calendars.common_day(*written) == expected


@pytest.mark.parametrize(
    ("text", "number"),
    [("五", 5), ("十", 10), ("十二", 12), ("二十", 20), ("二十三", 23), ("廿三", 23), ("卅", 30), ("7", 7)],
)
def test_chinese_numerals_are_numbers(text: str, number: int) -> None:
    assert calendars.han_number(text) == number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("昭和64年1月7日", "1989-01-07"),
        ("平成31年4月30日", "2019-04-30"),
        ("令和元年5月1日", "2019-05-01"),
        ("2024-03-05 25:99", "2024-03-05"),
        ("March 5, 2024 12:20 am", "2024-03-05 00:20"),
        ("March 5, 2024 at 3 pm", "2024-03-05 15:00"),
        ("2024年3月5日 下午3:20", "2024-03-05 15:20"),
        ("2024-03-05 10:20 CST", "2024-03-05 10:20"),
        ("2024-03-05 23:20 -05:00", "2024-03-06 04:20"),
        ("2024-03-05 10:20 +99:00", "2024-03-05 10:20"),
    ],
)
def test_eras_halves_of_the_day_and_zones(text: str, expected: str) -> None:
    assert _one(text) == expected


def test_no_month_name_means_two_months() -> None:
    """Spellings of all languages share one table, so none may stand for different months."""
    table = calendars._tables()["months"]
    meanings: dict[str, set[int]] = {}
    for names in table.values():
        assert len(names) == 12
        for number, spellings in enumerate(names, 1):
            for spelling in spellings.split():
                meanings.setdefault(calendars.key(spelling), set()).add(number)
    assert {name for name, numbers in meanings.items() if len(numbers) > 1} == set()


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_text_gives_ordered_spans_and_no_future(text: str) -> None:
    found = find_dates(text, LATEST, years=(2024,))
    edges = [edge for one in found for edge in (one.start, one.end)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(text) for edge in edges)
    assert all(one.when is None or one.when < datetime(2025, 6, 4, tzinfo=UTC) for one in found)


@given(st.dates(date(1990, 1, 1), date(2025, 5, 31)))
@settings(max_examples=60, deadline=None)
def test_a_written_day_is_read_back(day: date) -> None:
    for text in (f"{day:%Y-%m-%d}", f"{day.day} {day:%B} {day.year}", f"{day.year}年{day.month}月{day.day}日"):
        assert _one(text) == f"{day:%Y-%m-%d}"


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [
        ("2024年3月5日 下午3时20分", 15, 20),
        ("2024年3月5日晚上8时", 20, 0),
        ("2024年3月5日 午後3時", 15, 0),
        ("2024년 3월 5일 오후 3시 5분", 15, 5),
        ("5 مارس 2024 - 3:20 م", 15, 20),
        ("5 مارس 2024 الساعة 3:20 مساء", 15, 20),
        ("5 Μαρτίου 2024 3:20 μ.μ.", 15, 20),
        ("5 de marzo de 2024, 3:20 p. m.", 15, 20),
        ("5 मार्च 2024, शाम 6:20 बजे", 18, 20),
        ("5. März 2024, 15 Uhr", 15, 0),
        ("5 mars 2024 à 15h", 15, 0),
        ("5 March 2024, 12:20 am", 0, 20),
    ],
)
def test_halves_of_the_day_are_read_in_every_language(text: str, hour: int, minute: int) -> None:
    (found,) = find_dates(text, LATEST)
    assert found.when == datetime(2024, 3, 5, hour, minute, tzinfo=UTC)
