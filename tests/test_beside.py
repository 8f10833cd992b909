"""What stands beside a date says nothing of the report, and hides neither author nor outlet."""

from datetime import date

import pytest

from newsmill.metadata.beside import is_button, is_filler, is_moment, without_buttons, without_update, without_weekday
from newsmill.metadata.context import Context
from newsmill.metadata.fields import read_fields

CONTEXT = Context(date(2026, 1, 1), (2025,), day_first=True)


@pytest.mark.parametrize(
    ("line", "author", "source", "day"),
    [
        ("Publié le jeudi 19 juin 2025 à 11:32", None, None, "2025-06-19 11:32"),
        ("Ada Berg | 3. Mai 2025 | 12 Kommentare", "Ada Berg", None, "2025-05-03"),
        ("Fenna Brink • 15 mei 2025 om 22:10 • Aangepast 16 mei 2025", "Fenna Brink", None, "2025-05-15 22:10"),
        ("Par Lou MartelPublié le 12/02/2025 à 18h20", "Lou Martel", None, "2025-02-12 18:20"),
        ("Par Lou Martel avec AFP", "Lou Martel", "AFP", None),
        ("Por Ana Reis, g7 Serra", "Ana Reis", "g7 Serra", None),
        ("04/03/2025 06h00 Atualizado há 3 dias", None, None, "2025-03-04 06:00"),
        ("河东晚报 2024-09-14 20:31 关注", None, "河东晚报", "2024-09-14 20:31"),
        ("2025-08-19 10:22来源：河东商报作者：秋阳", "秋阳", "河东商报", "2025-08-19 10:22"),
        ("2025/3/18 17:52（3/18 18:20 更新）", None, None, "2025-03-18 17:52"),
        ("原创 苏雨 河东巷志", "苏雨", "河东巷志", None),
        ("聞き手・白川みなも", "白川みなも", None, None),
        ("입력 2025.11.12 (07:12)", None, None, "2025-11-12 07:12"),
        ("كتب- سامي النهر", "سامي النهر", None, None),
        ("گزارش از: مهران رود", "مهران رود", None, None),
        ("Από Φωτεινή Λιμνού - 5 Μαρτίου 2025, 20:02", "Φωτεινή Λιμνού", None, "2025-03-05 20:02"),
        ("De notre correspondante Zoé Palud, La Gazette des Causses", "Zoé Palud", "La Gazette des Causses", None),
        ("Источник: Пресс-служба УМВД по Заречной области", None, "Пресс-служба УМВД по Заречной области", None),
    ],
)  # fmt: skip
def test_a_line_says_author_outlet_and_date_whatever_stands_beside(
    line: str, author: str | None, source: str | None, day: str | None
) -> None:
    fields = read_fields(line, CONTEXT, under_title=True)
    assert fields is not None
    when = fields.published.when if fields.published else None
    minute = "%Y-%m-%d %H:%M" if fields.published and fields.published.precision == "minute" else "%Y-%m-%d"
    assert (fields.author, fields.source, when and when.strftime(minute)) == (author, source, day)


@pytest.mark.parametrize("line", ["Photo by Jo Tarn, who was there", "Quelle: ein Buch, das niemand las."])
def test_a_line_of_the_text_is_no_metadata(line: str) -> None:
    """One part that reads as text keeps the whole line."""
    assert read_fields(line, CONTEXT, under_title=True) is None


def test_buttons_go_from_the_end_of_a_line_with_a_date() -> None:
    """A line without a figure is left alone, and so is its date."""
    assert without_buttons("Lou Martel 3 mai 2025 Partager") == "Lou Martel 3 mai 2025"
    assert without_buttons("Lou Martel Partager") == "Lou Martel Partager"


def test_a_weekday_goes_with_the_word_before_it() -> None:
    """Of one word or of two, as in Vietnamese."""
    assert without_weekday("Publié le jeudi ").split() == ["Publié"]
    assert without_weekday("Thứ bảy, ") == ""
    assert without_weekday("Jo Tarn, ") == "Jo Tarn, "


def test_fillers_moments_and_buttons() -> None:
    """Each by itself."""
    assert is_filler("min read 3"[4:]) is False
    assert is_filler("4 min read")
    assert is_moment("há 3 dias")
    assert not is_moment("dias de festa")
    assert is_button("Share")
    assert without_update("2025-03-18（3/18 18:20 更新）") == "2025-03-18"
