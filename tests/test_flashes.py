"""Flashes: paragraphs that begin with their headline in brackets, each beside its hour."""

from datetime import UTC, datetime

import pytest

from newsmill.clean.ruleset import load_rules
from newsmill.document import Reading, read_document, read_page
from newsmill.intake.formats import Kind

NOW = datetime(2026, 11, 1, tzinfo=UTC)
FLASHES = [
    ("15:03:20", "灯塔合作社：明年不涨灯油", "合作社在年会上表示，灯油价格明年维持不变，守塔人可以继续整夜读书。"),
    ("14:40", "渡口新添一条独木舟", "渡口管理所通知，新舟只载人不载羊，载羊的旧舟照常开行到月底。"),
    ("11:05", "钟楼今起慢走五分钟", "钟楼工匠解释说，大钟累了，市民可以按照面包房的钟去赶早班船。"),
]


def of_text(*, day: str = "2026年3月5日 星期四") -> Reading:
    lines = [f"{hour}\n【{title}】{body}\n阅 3.1万 评论 12 分享" for hour, title, body in FLASHES]
    return read_document(read_page("\n".join(["灯塔财讯", day, *lines, "加载更多"]), Kind.TEXT), NOW, load_rules())


def of_html() -> Reading:
    items = "".join(
        f"<div class='item'><span class='t'>{hour}</span><div><b>【{title}】</b><span>{body}</span></div></div>"
        for hour, title, body in FLASHES
    )
    page = f"<html><body><div class='day'>2026年3月5日</div><div class='feed'>{items}</div></body></html>"
    return read_document(read_page(page, Kind.HTML), NOW, load_rules())


@pytest.mark.parametrize("reading", [of_text(), of_html()], ids=["text", "html"])
def test_each_is_a_report_with_its_headline_its_minute_and_its_text(reading: Reading) -> None:
    """Counts of readers and buttons between them are of no report."""
    assert [(r.metadata.title, r.text) for r in reading.reports] == [(title, body) for _, title, body in FLASHES]
    assert [str(r.metadata.published_at)[:16] for r in reading.reports] == [
        f"2026-03-05 {hour[:5]}" for hour, _, _ in FLASHES
    ]


def test_without_a_day_above_them_no_moment_is_told() -> None:
    """An hour alone is of any day."""
    assert [r.metadata.published_at for r in of_text(day="今日快讯").reports] == [None] * 3


def test_brackets_without_hours_are_no_flashes() -> None:
    """A report quotes titles of works at the beginning of its paragraphs."""
    text = (
        "三本书\n\n" + "\n\n".join(f"【{title}】{body}" for _, title, body in FLASHES[:2]) + "\n\n评论者都喜欢第一本。"
    )
    assert len(read_document(read_page(text, Kind.TEXT), NOW, load_rules()).reports) == 1
