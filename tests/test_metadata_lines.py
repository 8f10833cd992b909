"""Lines of metadata around a text: bylines, datelines, source lines, dates, titles; and lines that must stay."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsmill.metadata import Metadata, read_lines
from newsmill.page.block import Block, Piece, Place, Role

LATEST = datetime(2025, 6, 1, tzinfo=UTC)
BODY = (
    "The bridge over the river was opened to traffic again this morning, after workers had replaced the last of its "
    "cables and engineers had tested it for a week."
)
MORE = "People of the town had waited for that day since the flood of 2024, and many of them came to see it."


def pieces_of(*lines: str, role: Role = Role.LINE) -> list[Piece]:
    return [Piece(line, Block(line, Place(role))) for line in lines]


def read(*lines: str, **hints: object) -> tuple[list[str], list[tuple[str, str, str]], Metadata]:
    """Kept texts, removed ones with rule and reason, and the metadata of a text of these lines."""
    pieces, metadata = read_lines(pieces_of(*lines), Metadata(), LATEST, **hints)  # type: ignore[arg-type]
    kept = [piece.text.strip() for piece in pieces if piece.kept]
    removed = [(piece.text.strip(), piece.removal.rule, piece.removal.reason) for piece in pieces if piece.removal]
    return kept, removed, metadata


def values(metadata: Metadata) -> dict[str, str]:
    """The columns that are set, the date as people write it."""
    found = {name: getattr(metadata, name) for name in ("source", "place", "author")}
    if metadata.published_at is not None:
        minute = metadata.published_precision == "minute"
        found["date"] = f"{metadata.published_at:%Y-%m-%d %H:%M}" if minute else f"{metadata.published_at:%Y-%m-%d}"
    return {name: value for name, value in found.items() if value}


DATELINES = [
    ("BEIJING, Aug. 27 (Xinhua) -- ", "source=Xinhua place=BEIJING date=2024-08-27"),
    ("PARIS (AP) — ", "source=AP place=PARIS"),
    ("WASHINGTON (Reuters) - ", "source=Reuters place=WASHINGTON"),
    ("NEW YORK, March 5 (Reuters) - ", "source=Reuters place=NEW YORK date=2024-03-05"),
    ("TASHKENT, Uzbekistan (AP) — ", "source=AP place=TASHKENT"),
    ("(Reuters) - ", "source=Reuters"),
    ("(AFP) – ", "source=AFP"),
    ("(ANSA) - ROMA, 05 MAR - ", "source=ANSA place=ROMA date=2024-03-05"),
    ("ROMA (ANSA) - ", "source=ANSA place=ROMA"),
    ("Berlin (dpa) - ", "source=dpa place=Berlin"),
    ("Berlin (dpa/lby) - ", "source=dpa place=Berlin"),
    ("Frankfurt am Main (dpa) – ", "source=dpa place=Frankfurt am Main"),
    ("Wien (APA) - ", "source=APA place=Wien"),
    ("Ostheim (ots) ", "source=ots place=Ostheim"),
    ("Paris, le 3 mars (AFP) - ", "source=AFP place=Paris date=2024-03-03"),
    ("Paris (AFP) - ", "source=AFP place=Paris"),
    ("MADRID, 5 Mar. (EUROPA PRESS) - ", "source=EUROPA PRESS place=MADRID date=2024-03-05"),
    ("Madrid, 5 mar (EFE).- ", "source=EFE place=Madrid date=2024-03-05"),
    ("Lisboa, 05 mar 2024 (Lusa) - ", "source=Lusa place=Lisboa date=2024-03-05"),
    ("Warszawa (PAP) - ", "source=PAP place=Warszawa"),
    ("Praha (ČTK) – ", "source=ČTK place=Praha"),
    ("Amsterdam (ANP) - ", "source=ANP place=Amsterdam"),
    ("ANKARA (AA) - ", "source=AA place=ANKARA"),
    ("Jakarta, CNN Indonesia -- ", "source=CNN Indonesia place=Jakarta"),
    ("JAKARTA, KOMPAS.com - ", "source=KOMPAS.com place=JAKARTA"),
    ("Jakarta (ANTARA) - ", "source=ANTARA place=Jakarta"),
    ("Hà Nội (TTXVN) – ", "source=TTXVN place=Hà Nội"),
    ("МОСКВА, 5 марта. /ТАСС/. ", "source=ТАСС place=МОСКВА date=2024-03-05"),
    ("МОСКВА, 5 мар — РИА Новости. ", "source=РИА Новости place=МОСКВА date=2024-03-05"),
    ("Москва. 5 марта. INTERFAX.RU - ", "source=INTERFAX.RU place=Москва date=2024-03-05"),
    ("МОСКВА, 5 марта. /Корр. ТАСС Иван Петров/. ", "source=ТАСС place=МОСКВА author=Иван Петров date=2024-03-05"),
    ("القاهرة (رويترز) - ", "source=رويترز place=القاهرة"),
    ("नई दिल्ली, 5 मार्च (भाषा) ", "source=भाषा place=नई दिल्ली date=2024-03-05"),
    ("KYIV, Ukraine, March 5 — ", "place=KYIV date=2024-03-05"),
    ("Xinhua News Agency, Beijing, September 14. ", "source=Xinhua News Agency place=Beijing date=2024-09-14"),
    (
        "Xinhua News Agency, Beijing, August 27 (Reporter Wang Sibei) ",
        "source=Xinhua News Agency place=Beijing author=Wang Sibei date=2024-08-27",
    ),
    ("Yonhap, Seoul, March 5 - ", "source=Yonhap place=Seoul date=2024-03-05"),
    ("CAPE MORROW - ", "place=CAPE MORROW"),
    ("PORTLAND, Maine — ", "place=PORTLAND"),
    ("SÃO PAULO -- ", "place=SÃO PAULO"),
    ("ЗАРЕЧЬЕ — ", "place=ЗАРЕЧЬЕ"),
    ("HARBOUR TOWN (HNA) - ", "source=HNA place=HARBOUR TOWN"),
    ("HOLMSEND, Orla (Fenland Press) — ", "source=Fenland Press place=HOLMSEND"),
    ("HOLMSEND (KTRX) -- ", "source=KTRX place=HOLMSEND"),
    ("Valdeluz, 4 mar (ANS).- ", "source=ANS place=Valdeluz date=2024-03-04"),
    ("ЗАРЕЧЬЕ, 5 марта. /Меридиан/. ", "source=Меридиан place=ЗАРЕЧЬЕ date=2024-03-05"),
    ("ЗАРЕЧЬЕ /Меридиан/ - ", "source=Меридиан place=ЗАРЕЧЬЕ"),
    ("HÀ NỘI", "place=HÀ NỘI"),
    ("Bělá nad Mží (ČTK) - ", "source=ČTK place=Bělá nad Mží"),
    ("Valdeguijo (Soria), 19 feb. 2024.- ", "place=Valdeguijo date=2024-02-19"),
    ("القدس (رويترز) - كتب محمد علي: ", "source=رويترز place=القدس author=محمد علي"),
]

JOINED_DATELINES = [
    ("新华社北京8月27日电", "source=新华社 place=北京 date=2024-08-27"),
    ("新华社北京8月27日电（记者 王某）", "source=新华社 place=北京 author=王某 date=2024-08-27"),
    ("新华社北京8月27日电（记者王某、李小某）", "source=新华社 place=北京 author=王某, 李小某 date=2024-08-27"),
    ("据新华社东京3月5日电 ", "source=新华社 place=东京 date=2024-03-05"),
    ("本报北京11月29日讯 ", "place=北京 date=2024-11-29"),
    ("本报讯（记者 王某）", "author=王某"),
    ("本报讯 ", ""),
    ("中新网3月5日电 ", "source=中新网 date=2024-03-05"),
    ("中新社北京3月5日电 (记者 王某)", "source=中新社 place=北京 author=王某 date=2024-03-05"),
    ("中央社記者王小某台北5日電", "source=中央社 place=台北 author=王小某"),
    ("（中央社記者王小某台北5日電）", "source=中央社 place=台北 author=王小某"),
    ("【新华社东京3月5日电】", "source=新华社 place=东京 date=2024-03-05"),
    ("〔記者王小某／台北報導〕", "place=台北 author=王小某"),
    ("（記者王小某／高雄報導）", "place=高雄 author=王小某"),
    ("（東京＝共同）", "source=共同 place=東京"),
    ("【ニューヨーク=山田太郎】", "place=ニューヨーク author=山田太郎"),
    ("【ワシントン時事】", "source=時事 place=ワシントン"),
    ("［東京 ５日 ロイター］ - ", "source=ロイター place=東京"),
    ("(서울=연합뉴스) 홍길동 기자 = ", "source=연합뉴스 place=서울 author=홍길동"),
    ("[서울=뉴시스] ", "source=뉴시스 place=서울"),
    ("新华社石家庄3月5日电", "source=新华社 place=石家庄 date=2024-03-05"),
    ("【环球网报道】", "source=环球网"),
    ("央视网消息：", "source=央视网"),
    ("人民网北京3月5日电 （王某）", "source=人民网 place=北京 author=王某 date=2024-03-05"),
    ("（海島社記者陳以晴南溪12日電）", "source=海島社 place=南溪 author=陳以晴"),
    ("漉水在线3月5日讯 ", "source=漉水在线 date=2024-03-05"),
    ("江州日报漉水3月5日电（记者 王某）", "source=江州日报 place=漉水 author=王某 date=2024-03-05"),
    ("(서림=한빛뉴스) 홍길동 기자 = ", "source=한빛뉴스 place=서림 author=홍길동"),
]

LINES = [
    ("By Jane Doe", "author=Jane Doe"),
    ("BY JANE DOE", "author=JANE DOE"),
    ("By Jane Doe and John Q. Roe", "author=Jane Doe, John Q. Roe"),
    ("By Jane Doe, Reuters", "source=Reuters author=Jane Doe"),
    ("By Jane Doe, Staff Writer", "author=Jane Doe"),
    ("Jane Doe, Staff Writer", "author=Jane Doe"),
    ("By Jane Doe | March 5, 2024 | Updated March 6, 2024", "author=Jane Doe date=2024-03-05"),
    ("By Jane Doe | March 5, 2024 | Updated 3:00 pm", "author=Jane Doe date=2024-03-05"),
    ("By Jane Doe · March 5, 2024 · 4 min read", "author=Jane Doe date=2024-03-05"),
    ("By Jane Doe jane@example.com", "author=Jane Doe"),
    ("Written by Ludwig van der Berg", "author=Ludwig van der Berg"),
    ("Author: Xiaoming", "author=Xiaoming"),
    ("Author: Jane Doe", "author=Jane Doe"),
    ("by admin", ""),
    ("By Staff", ""),
    ("Author: editor", ""),
    ("Por Redacción", ""),
    ("Xinhua News Agency reporter Wang Sibei", "source=Xinhua News Agency author=Wang Sibei"),
    ("Reuters correspondent Jane Doe", "source=Reuters author=Jane Doe"),
    ("Von Max Muster", "author=Max Muster"),
    ("Von Ursula von der Aue und Max Muster", "author=Ursula von der Aue, Max Muster"),
    ("Autor: Max Muster", "author=Max Muster"),
    ("Par Jeanne Dupont", "author=Jeanne Dupont"),
    ("Par Jeanne Dupont et Jean Martin", "author=Jeanne Dupont, Jean Martin"),
    ("Por Juana Pérez", "author=Juana Pérez"),
    ("Por Juana Pérez y Juan García", "author=Juana Pérez, Juan García"),
    ("Di Maria Rossi", "author=Maria Rossi"),
    ("Door Jan Jansen", "author=Jan Jansen"),
    ("Oleh Budi Santoso", "author=Budi Santoso"),
    ("Автор: Иван Петров", "author=Иван Петров"),
    ("Автор: Марія Коваль", "author=Марія Коваль"),
    ("Tác giả: Nguyễn Văn A", "author=Nguyễn Văn A"),
    ("الكاتب: محمد علي", "author=محمد علي"),
    ("מאת: דנה כהן", "author=דנה כהן"),
    ("记者 王某", "author=王某"),
    ("记者 王某 李某", "author=王某, 李某"),
    ("本报记者 王某", "author=王某"),
    ("新华社记者 王某 李小某", "source=新华社 author=王某, 李小某"),
    ("作者：王某", "author=王某"),
    ("文/王某", "author=王某"),
    ("文｜王小某", "author=王小某"),
    ("記者王小某／台北報導", "place=台北 author=王小某"),
    ("撰文：王小某", "author=王小某"),
    ("文=山田太郎", "author=山田太郎"),
    ("글=홍길동", "author=홍길동"),
    ("홍길동 기자", "author=홍길동"),
    ("홍길동 기자 hong@example.kr", "author=홍길동"),
    ("来源：新华社", "source=新华社"),
    ("來源：中央社", "source=中央社"),
    ("文章来源：某某日报", "source=某某日报"),
    ("Source: Xinhua", "source=Xinhua"),
    ("Source: Morning Herald", "source=Morning Herald"),
    ("Quelle: dpa", "source=dpa"),
    ("Fuente: EFE", "source=EFE"),
    ("Fonte: ANSA", "source=ANSA"),
    ("Источник: РИА Новости", "source=РИА Новости"),
    ("Джерело: Укрінформ", "source=Укрінформ"),
    ("Nguồn: TTXVN", "source=TTXVN"),
    ("Kaynak: AA", "source=AA"),
    ("출처: 연합뉴스", "source=연합뉴스"),
    ("Source: www.example.org", "source=www.example.org"),
    ("Reuters", "source=Reuters"),
    ("新华社", "source=新华社"),
    ("发布时间：2024-03-05 10:20", "date=2024-03-05 10:20"),
    ("发布时间：2024-03-05 10:20 来源：新华社 作者：王某", "source=新华社 author=王某 date=2024-03-05 10:20"),
    ("2024年3月5日 10:20 来源：某某网", "source=某某网 date=2024-03-05 10:20"),
    ("2024-03-05 10:20来源：新华网责任编辑：李某", ""),
    ("来源：新华社 责任编辑：李某", "source=新华社"),
    ("南方网 2024-03-05 10:20", "source=南方网 date=2024-03-05 10:20"),
    ("2024年3月5日 10:20", "date=2024-03-05 10:20"),
    ("2024年3月5日", "date=2024-03-05"),
    ("March 5, 2024", "date=2024-03-05"),
    ("Tuesday, March 5, 2024", "date=2024-03-05"),
    ("Published: March 5, 2024 10:20", "date=2024-03-05 10:20"),
    ("Published March 5, 2024", "date=2024-03-05"),
    ("Posted on 5 March 2024 by Jane Doe", "author=Jane Doe date=2024-03-05"),
    ("Published: 2024-03-05 | Updated: 2024-03-07", "date=2024-03-05"),
    ("Updated: 7 March 2024", "date=2024-03-07"),
    ("Last updated 7 March 2024 10:20", "date=2024-03-07 10:20"),
    ("Date: 2024-03-05", "date=2024-03-05"),
    ("Veröffentlicht am 5. März 2024, 10:20 Uhr", "date=2024-03-05 10:20"),
    ("Publié le 5 mars 2024 à 10h20", "date=2024-03-05 10:20"),
    ("Publicado el 5 de marzo de 2024", "date=2024-03-05"),
    ("Опубликовано: 5 марта 2024, 10:20", "date=2024-03-05 10:20"),
    ("入力 2024.03.05 10:20", "date=2024-03-05 10:20"),
    ("입력 2024.03.05 10:20", "date=2024-03-05 10:20"),
    ("Yayınlanma: 05.03.2024 10:20", "date=2024-03-05 10:20"),
    ("Ngày đăng: 5 tháng 3, 2024", "date=2024-03-05"),
    ("Diterbitkan 5 Maret 2024", "date=2024-03-05"),
    ("تاریخ انتشار: ۱۵ اسفند ۱۴۰۲", "date=2024-03-05"),
    ("วันที่: 5 มีนาคม 2567", "date=2024-03-05"),
    ("Daily Herald | 5 March 2024", "source=Daily Herald date=2024-03-05"),
    ("Marta Kowalewicz, 5 marca 2024, 10:15", "author=Marta Kowalewicz date=2024-03-05 10:15"),
    ("Ελένη Βαρδή | 5 Μαρτίου 2024", "author=Ελένη Βαρδή date=2024-03-05"),
    ("Jane Doe, John Q. Roe | March 5, 2024", "author=Jane Doe, John Q. Roe date=2024-03-05"),
    ("*di Chiara Bellandi*, 5 marzo 2024", "author=Chiara Bellandi date=2024-03-05"),
    ("By Jane Doe Published March 5, 2024", "author=Jane Doe date=2024-03-05"),
    ("Par Jeanne Dupont Publié le 5 mars 2024 à 10h20", "author=Jeanne Dupont date=2024-03-05 10:20"),
    ("كتبت: هالة المنصوري", "author=هالة المنصوري"),
    ("المصدر: وكالة الشاطئ للأنباء5 مارس 2024", "source=وكالة الشاطئ للأنباء date=2024-03-05"),
    ("Oluşturulma Tarihi: Mart 5, 2024 13:05", "date=2024-03-05 13:05"),
    ("송고시간 2024-03-05 14:20", "date=2024-03-05 14:20"),
    ("홍길동 기자 | 승인 2024.03.05 09:41 | 댓글 0", "author=홍길동 date=2024-03-05 09:41"),
    ("出版：2024-03-05 19:30", "date=2024-03-05 19:30"),
    ("Datum vložení: 5. 3. 2024", "date=2024-03-05"),
    ("Von Max Muster/dpa", "source=dpa author=Max Muster"),
    ("Ana Gil Roca com Lusa", "source=Lusa author=Ana Gil Roca"),
    ("資料來源：秘書室", "source=秘書室"),
    ("113-03-05", "date=2024-03-05"),
    ("Ana Gil Roca e Lusa, 5 de março de 2024 às 18:22", "source=Lusa author=Ana Gil Roca date=2024-03-05 18:22"),
    ("Ana Gil Roca - Repórter da Agência Sertão", "source=Agência Sertão author=Ana Gil Roca"),
    ("2024-03-05 10:22来源：某某晚报 阅读(8821) 评论(46)", "source=某某晚报 date=2024-03-05 10:22"),
    ("文・山田 太郎", "author=山田 太郎"),
    ("נכתב על ידי דנה כהן בתאריך 5 במרץ 2024 בקטגוריה חיות", "author=דנה כהן date=2024-03-05"),
    ("الثلاثاء 24 شعبان 1445هـ - 5 مارس 2024م", "date=2024-03-05"),
    ("نشر بتاريخ: 2024/03/05 الساعة: 13:20", "date=2024-03-05 13:20"),
    ("2024-03-05 07:36来源：某某晚报 记者 王某", "source=某某晚报 author=王某 date=2024-03-05 07:36"),
    ("某某晚报 2024-03-05 19:05 IP属地：海南", "source=某某晚报 date=2024-03-05 19:05"),
    ("2024年3月5日  文字：王某  图片：李某  点击：[402]", "author=王某 date=2024-03-05"),
    ("Ece Gelincik / ANKARA", "place=ANKARA author=Ece Gelincik"),
    ("เผยแพร่: 5 มี.ค. 2567 10:40   โดย: ทีมข่าวภูมิภาค", "date=2024-03-05 10:40"),
    ("K. P. Narayan Menon, 5 March 2024", "author=K. P. Narayan Menon date=2024-03-05"),
]

TRAPS = """
By Monday the water had reached the second floor
By Monday Evening
By the time help came, nothing was left
By The Numbers
By Land and Sea
By 2030, half of it
By far the best
By Popular Demand
Von 2010 bis 2020 stieg die Zahl
Von der Leyen reist nach Norden
Von Montag an gilt das neue Gesetz
Von Anfang An
Par ailleurs, le conseil a voté
Par Exemple
Por ejemplo, la lluvia
Por Primera Vez
Por fin llueve
Di più non si sa
Di Maria segna due gol
Door de regen was alles nat
Source: the river rises in the hills above the town
Source of the river found
Source: three people who asked not to be named
Published: how a book is made
Published in 2019, the novel sold well
Updated rules for cyclists
Date of birth unknown
Author: a life in letters
Author of three novels dies at 90
Reporter asks minister three questions
Xinhua News Agency said on Monday that the road was open
Reuters reported the fire first
NATO — what it is and what it does
Angela Muster (CDU) - a portrait
Apple (AAPL) - shares fell
(CDU) - a portrait
(see below) - a list
Reuters, the agency, was founded long ago
Reuters, March 5 was cold
Reuters, Paris: nothing new
AFP, In Town, March 5 (some people) went
МОСКВА, 5 марта. /что это/. Так было
Paris, the city, 5 March (AFP) - it rained
A city, once, 5 March 2024 (AFP) - it rained
Paris, 5 March and 6 March 2024 (AFP) - it rained
Paris, 5 марта 2024 — Петров. Так было
BREAKING NEWS — bridge closed
EXCLUSIVE - The bridge that was opened again this morning had been closed for a year, after the flood took its cables.
WATCH LIVE — The bridge is opened again this morning, a year after the great flood took the last of its old cables.
NASA-ESA - the bridge between two agencies, which was opened again this morning, a year after the flood had closed it.
WORLD HEALTH OFFICE (WHO) - The bridge is opened again this morning, a year after the great flood took its cables.
LONDON BRIDGE (USA) - The bridge is opened again this morning, a year after the great flood took the last of its cables.
Lionel Muster (ARG) - The striker opened the bridge again this morning, a year after the flood took its last cables.
Angela Muster /Update/ - The bridge is opened again this morning, a year after the great flood took the last cables.
New Orleans, 5 March 2024
JANE DOE AND FRIENDS, 5 March 2024
农历某年腊月 2024年3月5日
该市电视台3月5日电话通知
合作社3月5日电商培训
March 5
5 марта
8月27日
On March 5, 2024 the bridge fell
5 March 2024 was a cold day
2024: a year in pictures
新华社最新消息，桥已开通
新华社今天发布的消息，引起了注意
新华社的是电
新华社桥是了8月27日电
【新华社北京3月5日电
（写真＝山田）
（東京＝それは違います）
记者获悉
记者从会议上获悉，桥已开通
记者节快乐
来源：黄河发源于青海的高山之中
新华社记者在现场看到，桥已开通
本报消息灵通人士
（写真＝共同）
作者：这本书的一生是怎样的
Theo dõi: con sông
Time: an essay on clocks
Text: how we read
Stand: alle Züge fahren
""".strip().splitlines()


def _expected(written: str) -> dict[str, str]:
    names = [name for name in ("source", "place", "author", "date") if f"{name}=" in written]
    starts = sorted((written.index(f"{name}="), name) for name in names)
    edges = [start for start, _ in starts] + [len(written)]
    return {
        name: written[start + len(name) + 1 : end].strip() for (start, name), end in zip(starts, edges[1:], strict=True)
    }


@pytest.mark.parametrize(("dateline", "expected"), DATELINES)
def test_a_dateline_is_cut_and_read(dateline: str, expected: str) -> None:
    kept, removed, metadata = read(dateline + BODY, MORE)
    assert values(metadata) == _expected(expected)
    assert kept == [BODY, MORE]
    assert [(text, rule) for text, rule, _ in removed] == [(dateline.strip(), "metadata.dateline")]


@pytest.mark.parametrize(("dateline", "expected"), JOINED_DATELINES)
def test_a_dateline_without_blanks_is_cut_and_read(dateline: str, expected: str) -> None:
    body = "国务院有关部门今天宣布，这座大桥在修复之后重新通车，工程人员用了一周时间对桥身进行测试，居民对此表示欢迎。"
    kept, removed, metadata = read(
        dateline + body, "洪水发生在2024年，当时桥的一部分被冲走，镇上的人只能绕路而行，十分不便。"
    )
    assert values(metadata) == _expected(expected)
    assert kept[0] == body
    assert [(text, rule) for text, rule, _ in removed] == [(dateline.strip(), "metadata.dateline")]


@pytest.mark.parametrize(("line", "expected"), [one for one in LINES if one[1] or "责任编辑" not in one[0]])
def test_a_line_of_metadata_goes_and_is_read(line: str, expected: str) -> None:
    kept, removed, metadata = read("Bridge opens again", line, BODY, MORE)
    assert values(metadata) == _expected(expected)
    assert metadata.title == "Bridge opens again"
    assert kept == [BODY, MORE]
    assert [text for text, _, _ in removed] == ["Bridge opens again", line]


@pytest.mark.parametrize("line", TRAPS)
def test_a_line_of_the_report_stays(line: str) -> None:
    kept, _, metadata = read("Bridge opens again", line, BODY, MORE)
    assert kept == [line, BODY, MORE]
    assert values(metadata) == {}


@pytest.mark.parametrize(
    ("signature", "expected"),
    [
        ("(Xinhua News Agency, Beijing, August 27)", "source=Xinhua News Agency place=Beijing date=2024-08-27"),
        ("（新华社北京8月27日电）", "source=新华社 place=北京 date=2024-08-27"),
        ("(Reuters)", "source=Reuters"),
        ("（记者 王某）", "author=王某"),
        ("来源：某某日报", "source=某某日报"),
        ("By Jane Doe", "author=Jane Doe"),
        ("Source: Xinhua", "source=Xinhua"),
        ("Источник: ТАСС", "source=ТАСС"),
        ("（本报）", ""),
    ],
)
def test_a_last_line_signs_the_report(signature: str, expected: str) -> None:
    kept, removed, metadata = read("Bridge opens again", BODY, MORE, signature)
    assert kept == [BODY, MORE]
    assert removed[-1][0] == signature
    assert values(metadata) == _expected(expected)


@pytest.mark.parametrize("name", ["Phạm Hải Đường", "Надежда Верховцева", "Ελένη Βαρδή"])
def test_a_name_alone_below_the_text_signs_it_where_only_names_have_capitals(name: str) -> None:
    kept, removed, metadata = read("Bridge opens again", BODY, MORE, name)
    assert (kept, metadata.author) == ([BODY, MORE], name)
    assert removed[-1] == (name, "metadata.byline", "metadata:author")


def test_a_name_alone_below_the_text_signs_it_where_markup_says_so() -> None:
    signed = Block("Jane Doe", Place(Role.PARAGRAPH, marks=(frozenset({"author_mail"}),)))
    pieces, metadata = read_lines([*pieces_of(BODY, MORE), Piece("Jane Doe", signed)], Metadata(), LATEST)
    assert (metadata.author, pieces[-1].kept) == ("Jane Doe", False)


@pytest.mark.parametrize(
    "block",
    [
        Block("Петров", Place(Role.LINE), link_share=1.0),
        Block("Петров", Place(Role.HEADING, 3)),
        Block("Петров", Place(Role.ITEM)),
    ],
)
def test_a_link_a_heading_and_an_item_of_a_list_sign_nothing(block: Block) -> None:
    pieces, metadata = read_lines([*pieces_of(BODY, MORE), Piece("Иван Петров", block)], Metadata(), LATEST)
    assert (metadata.author, pieces[-1].kept) == (None, True)


@pytest.mark.parametrize("line", ["Read More", "Weitere Beiträge", "Phạm Hải Đường về quê", "Новая Газета", "Иван"])
def test_other_short_lines_below_the_text_sign_nothing(line: str) -> None:
    kept, _, metadata = read("Bridge opens again", BODY, MORE, line)
    assert (kept[-1], metadata.author) == (line, None)


def test_a_name_below_the_text_that_is_not_its_author_stays() -> None:
    pieces, metadata = read_lines(pieces_of(BODY, MORE, "Иван Петров"), Metadata(author="Jane Doe"), LATEST)
    assert (metadata.author, pieces[-1].kept) == ("Jane Doe", True)


def test_the_author_whom_markup_names_is_no_line_of_the_text() -> None:
    pieces, _ = read_lines(pieces_of("JANE DOE", BODY, MORE), Metadata(title="T", author="Jane Doe"), LATEST)
    assert pieces[0].removal is not None
    assert pieces[0].removal.rule == "metadata.byline"


@pytest.mark.parametrize("glue", ["", " ", " – "])
def test_a_byline_glued_to_the_first_paragraph_is_cut_where_markup_names_the_author(glue: str) -> None:
    markup = Metadata(title="T", author="Jane Doe")
    pieces, _ = read_lines(pieces_of(f"By Jane Doe{glue}{BODY}", MORE), markup, LATEST)
    assert [piece.text for piece in pieces if piece.kept] == [BODY, MORE]
    assert pieces[0].text == f"By Jane Doe{glue}"


@pytest.mark.parametrize("start", ["By Jane Doe and her ", "By John Roe", "Jane Doe said: ", "By Jane Doe’s account, "])
def test_a_sentence_about_the_author_is_no_byline(start: str) -> None:
    pieces, _ = read_lines(pieces_of(start + BODY, MORE), Metadata(title="T", author="Jane Doe"), LATEST)
    assert [piece.kept for piece in pieces] == [True, True]


def test_editors_and_the_day_close_a_report_in_taiwan() -> None:
    body = "鎮長說明，第一年的目標不是營收，而是讓站前的麵攤、腳踏車行和印刷店都願意把鐵捲門再拉起來，迎接新的旅客。"
    kept, removed, metadata = read("老車站重新開放", body, body + "（編輯：高文彥）1130305")
    assert kept == [body, body]
    assert removed[-1] == ("（編輯：高文彥）1130305", "metadata.date-line", "metadata:published_at")
    assert values(metadata) == {"date": "2024-03-05"}


@pytest.mark.parametrize(
    ("bracket", "expected"),
    [
        ("(AFP)", "source=AFP"),
        ("（记者 王某）", "author=王某"),
        ("(Xinhua News Agency, Beijing, August 27)", "source=Xinhua News Agency place=Beijing date=2024-08-27"),
    ],
)
def test_a_bracket_after_the_last_sentence_signs_the_report(bracket: str, expected: str) -> None:
    kept, removed, metadata = read("Bridge opens again", BODY, f"{MORE} {bracket}")
    assert kept == [BODY, MORE]
    assert removed[-1][0] == bracket
    assert values(metadata) == _expected(expected)


@pytest.mark.parametrize("end", ["(see page 5).", "(the second of its kind)", "in the words of the agency (AP)"])
def test_other_brackets_at_the_end_stay(end: str) -> None:
    kept, _, _ = read("Bridge opens again", BODY, f"{MORE} So it was {end}")
    assert kept[-1].endswith(end)


@pytest.mark.parametrize(
    ("lines", "title", "body"),
    [
        (("Bridge opens again", BODY), "Bridge opens again", [BODY]),
        (("Bridge opens again_南网", BODY), "Bridge opens again", [BODY]),
        (("Bridge opens again | Daily Herald", BODY), "Bridge opens again", [BODY]),
        (("Bridge opens again - Daily Herald", BODY), "Bridge opens again", [BODY]),
        (("Home News Bridge opens again_南网", "Bridge opens again_南网", BODY), "Bridge opens again", [BODY]),
        (("Bridge opens again", "Bridge opens again", BODY), "Bridge opens again", [BODY]),
        (("Title: Bridge opens again", BODY), "Bridge opens again", [BODY]),
        (("标题：大桥重新通车", BODY), "大桥重新通车", [BODY]),
        (("A bridge - and a town that waited", BODY), "A bridge - and a town that waited", [BODY]),
        (("大桥重新通车丨记者手记", BODY), "大桥重新通车丨记者手记", [BODY]),
        (("By Jane Doe", "Bridge opens again", BODY), "Bridge opens again", [BODY]),
        (("Is the bridge safe?", BODY), "Is the bridge safe?", [BODY]),
        ((BODY, MORE), None, [BODY, MORE]),
        ((BODY, "A short line", MORE), None, [BODY, "A short line", MORE]),
        (("It was opened.", BODY), None, ["It was opened.", BODY]),
        (("and so it went on", BODY), None, ["and so it went on", BODY]),
        (("Workers said:", BODY), None, ["Workers said:", BODY]),
        (("Bridge opens again",), None, ["Bridge opens again"]),
        (("新华社北京8月27日电 题：大桥重新通车", BODY), "大桥重新通车", [BODY]),
        (("Xinhua News Agency, Beijing, August 27th, title: A bridge again", BODY), "A bridge again", [BODY]),
    ],
)
def test_the_title_is_a_short_line_before_the_body(lines: tuple[str, ...], title: str | None, body: list[str]) -> None:
    kept, _, metadata = read(*lines)
    assert (metadata.title, kept) == (title, body)


def test_a_first_level_heading_is_the_title_before_a_plain_line() -> None:
    pieces = [
        Piece("Region", Block("Region", Place(Role.LINE))),
        Piece("More news", Block("More news", Place(Role.HEADING, 3))),
        Piece("Bridge opens again.", Block("Bridge opens again", Place(Role.HEADING, 2))),
        Piece("Bridge opens", Block("Bridge opens", Place(Role.HEADING, 1))),
        *pieces_of(BODY),
    ]
    result, metadata = read_lines(pieces, Metadata(), LATEST)
    assert metadata.title == "Bridge opens"
    assert "Region" in [piece.text for piece in result if piece.kept]


def test_markups_title_is_taken_out_of_the_text_and_the_heading_is_its_clean_form() -> None:
    markup = Metadata(title="Bridge opens again: valley")
    pieces = [Piece("Bridge opens again", Block("", Place(Role.HEADING, 1))), *pieces_of(BODY)]
    result, metadata = read_lines(pieces, markup, LATEST)
    assert metadata.title == "Bridge opens again"
    assert [piece.text for piece in result if piece.kept] == [BODY]


@pytest.mark.parametrize(
    ("title", "line", "found"),
    [
        ("Tidal clock restored - The Old Packet", "Tidal clock restored", "Tidal clock restored"),
        (
            "Old Clock: Tidal clock restored at the point",
            "Tidal clock restored at the point",
            "Tidal clock restored at the point",
        ),
        ("A flood - what we know so far", "What we know so far", "A flood - what we know so far"),
        ("A flood in the valley - so far", "so far", "A flood in the valley - so far"),
        ("A flood in the valley-side", "A flood in the valley", "A flood in the valley-side"),
        ("A flood in the valley – all we know today", "A flood", "A flood in the valley – all we know today"),
    ],
)
def test_markups_title_gives_way_to_the_bare_headline_above_the_text(title: str, line: str, found: str) -> None:
    _, metadata = read_lines(pieces_of(line, BODY, MORE), Metadata(title=title), LATEST)
    assert metadata.title == found


def test_markup_comes_first_and_lines_fill_its_gaps() -> None:
    when = datetime(2024, 1, 1, tzinfo=UTC)
    markup = Metadata(title="T", author="Ann Other", published_at=when, published_precision="day")
    _, metadata = read_lines(pieces_of("By Jane Doe", "PARIS, March 5 (AFP) - " + BODY, MORE), markup, LATEST)
    assert (metadata.author, metadata.published_at) == ("Ann Other", when)
    assert (metadata.source, metadata.place) == ("AFP", "PARIS")


def test_a_line_with_the_hour_refines_markups_day() -> None:
    markup = Metadata(title="T", published_at=datetime(2024, 3, 5, tzinfo=UTC), published_precision="day")
    _, metadata = read_lines(pieces_of("March 5, 2024 10:20", BODY), markup, LATEST)
    assert metadata.published_at == datetime(2024, 3, 5, 10, 20, tzinfo=UTC)
    assert metadata.published_precision == "minute"


def test_the_agency_of_a_dateline_says_more_than_the_publisher() -> None:
    markup = Metadata(title="T", site="Daily Herald", source="Daily Herald")
    _, metadata = read_lines(pieces_of("PARIS (AFP) - " + BODY), markup, LATEST)
    assert metadata.source == "AFP"
    stated = Metadata(title="T", site="Daily Herald", source="dpa")
    assert read_lines(pieces_of("PARIS (AFP) - " + BODY), stated, LATEST)[1].source == "dpa"


@pytest.mark.parametrize(
    ("line", "source", "when"),
    [
        ("Di Yi Cai Jing· 2025-01-06 12:00", "Di Yi Cai Jing", datetime(2025, 1, 6, 12, tzinfo=UTC)),
        ("news flash· 2025-02-03 09:58", "news flash", datetime(2025, 2, 3, 9, 58, tzinfo=UTC)),
        ("Valley Paper | 2025-02-03", "Valley Paper", datetime(2025, 2, 3, tzinfo=UTC)),
    ],
)
def test_an_item_of_a_listing_has_title_outlet_and_body(line: str, source: str, when: datetime) -> None:
    page = Metadata(title="All news", author="Nobody Else", published_at=LATEST, site="Hub", url="https://hub.example/")
    pieces, metadata = read_lines(pieces_of("大桥重新通车。", line, BODY), page, LATEST, listing_item=True)
    assert [piece.text for piece in pieces if piece.kept] == [BODY]
    assert (metadata.title, metadata.source, metadata.published_at) == ("大桥重新通车。", source, when)
    assert (metadata.author, metadata.site, metadata.url) == (None, "Hub", "https://hub.example/")


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("date 2022-08-31 ", "2022-08-31"),
        (" Date: 2022-08-31 ", "2022-08-31"),
        ("发布时间：2024-03-05 10:20 ", "2024-03-05 10:20"),
    ],
)
def test_a_labelled_date_is_cut_off_the_paragraph_after_it(line: str, date: str) -> None:
    kept, removed, metadata = read(line + BODY, MORE)
    assert kept == [BODY, MORE]
    assert removed == [(line.strip(), "metadata.date-line", "metadata:published_at")]
    assert values(metadata) == {"date": date}
    assert metadata.title is None


@pytest.mark.parametrize("line", ["date 1234 " + BODY, "date 2024-03-05 of birth", "Time 2030-01-01 " + BODY])
def test_a_label_without_a_date_that_can_be_is_text(line: str) -> None:
    assert line in read(BODY, line)[0]


def test_a_bare_date_below_a_paragraph_heads_a_section() -> None:
    kept, _, metadata = read("Bridge opens again", BODY, "March 5, 2024", MORE)
    assert "March 5, 2024" in kept
    assert metadata.published_at is None


def test_a_date_in_a_heading_below_the_first_level_stays() -> None:
    pieces = [Piece("5 March 2024", Block("", Place(Role.HEADING, 2))), *pieces_of(BODY)]
    result, metadata = read_lines(pieces, Metadata(title="T"), LATEST)
    assert result[0].kept
    assert metadata.published_at is None


@pytest.mark.parametrize(
    ("line", "day_first", "expected"),
    [("Published: 03/04/2024", "de", 4), ("Published: 03/04/2024", "en-US", 3), ("Published: 25/04/2024", None, 4)],
)
def test_the_pages_language_orders_numbers(line: str, day_first: str | None, expected: int) -> None:
    _, _, metadata = read(line, BODY, language=day_first)
    assert metadata.published_at is not None
    assert metadata.published_at.month == expected


def test_nothing_later_than_the_fetch_is_believed() -> None:
    _, _, metadata = read("Published: 5 March 2031", BODY)
    assert metadata.published_at is None


@pytest.mark.parametrize("lines", [("By Jane Doe",), ("Bridge opens", "By Jane Doe"), ("(Reuters)",), ("",), ()])
def test_a_text_of_metadata_alone_keeps_its_lines(lines: tuple[str, ...]) -> None:
    pieces = pieces_of(*lines)
    result, _ = read_lines(pieces, Metadata(title="Bridge opens"), LATEST)
    assert result == pieces
    assert all(piece.kept for piece in result)


def test_removed_pieces_stay_as_they_are() -> None:
    pieces = pieces_of("By Jane Doe", "Bridge opens again", BODY)
    pieces[0].remove("furniture.menu", "navigation")
    result, metadata = read_lines(pieces, Metadata(), LATEST)
    assert result[0] is pieces[0]
    assert metadata.author is None


def page_of(*lines: tuple[str, str | None]) -> list[Piece]:
    """Pieces of lines, each kept or removed by the rule beside it; the first is the page's top heading."""
    pieces = [Piece(text, Block(text, Place(Role.PARAGRAPH))) for text, _ in lines]
    pieces[0] = Piece(lines[0][0], Block(lines[0][0], Place(Role.HEADING, 1)))
    for piece, (_, rule) in zip(pieces, lines, strict=True):
        if rule:
            piece.remove(rule, "outside")
    return pieces


def test_lines_that_stood_outside_the_body_still_say_what_they_say() -> None:
    outside = "structure.outside"
    pieces = page_of(
        ("Bridge opens again", None),
        ("Von Annegret Holtkamp", outside),
        ("5. März 2024, 10:15 Uhr", outside),
        ("Foto: Max Muster", outside),
        (BODY, None),
        (MORE, None),
        ("Quelle: Lindentaler Bote", outside),
    )
    result, metadata = read_lines(pieces, Metadata(title="Bridge opens again"), LATEST)
    assert values(metadata) == {
        "author": "Annegret Holtkamp", "source": "Lindentaler Bote", "date": "2024-03-05 10:15",
    }  # fmt: skip
    assert [piece.removal and piece.removal.rule for piece in result[1:4]] == [outside] * 3


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("By Jane Doe", "structure.class-comments"),
        ("5 March 2024", "structure.related"),
        ("Climate Change", "structure.outside"),
    ],
)
def test_lines_that_a_rule_knows_better_are_not_read(line: str, rule: str) -> None:
    pieces = page_of(("Bridge opens again", None), (line, rule), (BODY, None), (MORE, None))
    assert values(read_lines(pieces, Metadata(title="Bridge opens again"), LATEST)[1]) == {}


def test_below_the_text_only_labels_speak_and_none_after_a_heading() -> None:
    outside = "structure.outside"
    pieces = page_of(
        ("Bridge opens again", None), (BODY, None), (MORE, None), ("By Jane Doe", outside), ("5 March 2024", outside),
        ("More", outside), ("Source: Morning Herald", outside),
    )  # fmt: skip
    pieces[5] = Piece("More", Block("More", Place(Role.HEADING, 3)), pieces[5].removal)
    assert values(read_lines(pieces, Metadata(title="Bridge opens again"), LATEST)[1]) == {}


def test_without_a_title_nothing_tells_where_the_head_of_the_page_ends() -> None:
    pieces = page_of(("By Jane Doe", "structure.outside"), (BODY, None), (MORE, None))
    assert values(read_lines(pieces, Metadata(), LATEST)[1]) == {}


_SOME = st.sampled_from(
    [line for line, _ in LINES]
    + [line for line, _ in DATELINES + JOINED_DATELINES]
    + TRAPS
    + [BODY, MORE, " ", "x", "(", "（a）"]
)


@given(st.lists(st.one_of(_SOME, st.text(max_size=60)), max_size=12), st.booleans())
@settings(max_examples=100, deadline=None)
def test_nothing_is_lost_whatever_the_lines(lines: list[str], listing: bool) -> None:
    """Kept and removed Pieces together are the text, and every removal names a rule and a column."""
    result, metadata = read_lines(pieces_of(*lines), Metadata(), LATEST, listing_item=listing)
    assert "".join("".join(piece.text.split()) for piece in result) == "".join("".join(line.split()) for line in lines)
    for piece in result:
        if piece.removal:
            assert piece.removal.rule.startswith("metadata.")
            assert piece.removal.reason.removeprefix("metadata:") in Metadata.__slots__
    assert (metadata.published_at is None) == (metadata.published_precision is None)
    if any(line.strip() for line in lines):
        assert any(piece.kept for piece in result)


@pytest.mark.parametrize(
    "unit",
    [
        "By ",
        "a. ",
        "(",
        "新华社",
        "1 ",
        "2024-",
        "记者",
        "March ",
        "A, ",
        "— ",
        "· ",
        "a/",
        "(A) ",
        "a: ",
        "© A",
        "<  a",
        "Å",
        "の",
    ],
)
def test_a_hostile_line_takes_no_time(unit: str) -> None:
    """Work on a line is bounded: 200,000 characters of anything are read at once."""
    started = time.process_time()
    read(unit * (200_000 // len(unit)), "Bridge", unit * 60, unit * 20)
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("Posted by Jane Roe at 9:14 PM 2 comments:",), "author=Jane Roe"),
        (("por Rita Lobo — publicado 21/05/2024 14h12, última modificação 21/05/2024 15h40",),
         "author=Rita Lobo date=2024-05-21 14:12"),
        (("發佈時間：08:45 2024-06-03 HKT",), "date=2024-06-03 00:45"),
        (("8:45 a.m. June 3, 2024 ET",), "date=2024-06-03 12:45"),
        (("8:45 a.m. February 3, 2024 ET",), "date=2024-02-03 13:45"),
        (("11 февраля 2024, 09:40 • 👁 1 204 • Автор: Иван Петров",), "author=Иван Петров date=2024-02-11 09:40"),
        (("Дата: 14.05.2024 Кількість переглядів: 87",), "date=2024-05-14"),
        (("Verfasst von Jana Malý",), "author=Jana Malý"),
        (("Posted by Jane Roe in Retail on November 5, 2024",), "author=Jane Roe date=2024-11-05"),
        (("מאת: אלון לוי, ספורט 6 | 25/10/2024 22:48",), "source=ספורט 6 author=אלון לוי date=2024-10-25 22:48"),
        (("Teruel | 18·02·24 | 20:31",), "place=Teruel date=2024-02-18 20:31"),
        (("Rita Lobo - Kabar Nusa", "5 March 2024 13:20"), "source=Kabar Nusa author=Rita Lobo date=2024-03-05 13:20"),
        (("Jane Roe | Staff Writer", "5 March 2024 13:20"), "author=Jane Roe date=2024-03-05 13:20"),
    ],
)  # fmt: skip
def test_what_blogs_town_halls_and_portals_set_under_a_title_is_read(lines: tuple[str, ...], expected: str) -> None:
    kept, _, metadata = read("Bridge reopens after a week of tests", *lines, BODY, MORE)
    assert kept == [BODY, MORE]
    assert " ".join(f"{name}={value}" for name, value in values(metadata).items()) == expected


def test_a_vietnamese_paper_begins_its_reports_with_its_initials() -> None:
    body = "Cây cầu cũ bắc qua sông được mở lại vào sáng nay, sau khi thợ thay sợi cáp cuối cùng và thử suốt một tuần."
    kept, _, metadata = read("Cầu cũ mở lại", f"(BKL) - {body}", MORE)
    assert kept == [body, MORE]
    assert metadata.source == "BKL"


def test_an_acronym_alone_in_brackets_signs_the_report() -> None:
    kept, _, metadata = read("Bridge reopens", BODY, MORE, "(ČKTA)")
    assert kept == [BODY, MORE]
    assert metadata.source == "ČKTA"


def test_the_staff_behind_the_last_sentence_sign_for_their_agency() -> None:
    staff = "AGENPRES/(A - autor: Ana Pop, editor: Ion Rus)"
    kept, _, metadata = read("Bridge reopens", BODY, f"{MORE} {staff}")
    assert kept == [BODY, MORE]
    assert values(metadata) == {"source": "AGENPRES", "author": "Ana Pop"}


def test_whom_a_line_announces_goes_before_the_outlet_that_markup_has_as_author() -> None:
    pieces = pieces_of("Bridge reopens", "Written by Jo Tarn", BODY, MORE)
    _, metadata = read_lines(pieces, Metadata(title="Bridge reopens", author="Harbour Radio News"), LATEST)
    assert metadata.author == "Jo Tarn"


@pytest.mark.parametrize(
    ("above", "title"),
    [
        (("Громада Депутати Старостинські Округи Бюджет Контакти", "Новий міст через річку відкрили після ремонту"),
         "Новий міст через річку відкрили після ремонту"),
        (("Harbour Sentinel", "Old bridge over the river opens again after the flood of two years ago"),
         "Old bridge over the river opens again after the flood of two years ago"),
    ],
)  # fmt: skip
def test_a_row_of_capitals_and_the_owner_of_the_page_are_no_headlines(above: tuple[str, ...], title: str) -> None:
    body = (
        "Громада зібралася біля річки: новий міст відкрили, і депутати перейшли його першими."
        if title[0] == "Н"
        else BODY
    )
    _, _, metadata = read(*above, "14.05.2024 10:20", body, MORE, "Copyright Harbour Sentinel. All rights reserved.")
    assert metadata.title == title


def test_the_name_above_an_agencys_signature_signs_the_report() -> None:
    kept, _, metadata = read("Bridge reopens", BODY, MORE, "Jagoda Nowak", "(PAP)")
    assert kept == [BODY, MORE]
    assert values(metadata) == {"source": "PAP", "author": "Jagoda Nowak"}


def test_the_headline_stands_below_the_path_to_the_page() -> None:
    above = ("Harbour Radio, the bridge next door", "Home > News > Odd", "The bridge over the river is open again")
    _, _, metadata = read(*above, "5 March 2024 13:20", BODY, MORE)
    assert metadata.title == above[-1]


@pytest.mark.parametrize(
    ("line", "author", "source", "place"),
    [
        ("Door: Sjoerd Smit/ANP", "Sjoerd Smit", "ANP", None),
        ("Von Max Muster und dpa", "Max Muster", "dpa", None),
        ("記者王小明／花蓮", "王小明", None, "花蓮"),
        ("生活中心／王小明報導", "王小明", None, None),
        ("編譯組王小明／綜合外電", "王小明", None, None),
        ("Text: Anna MaláFoto: Jan Dub", "Anna Malá", None, None),
        ("By JANE ROE | jroe@bell.example", "JANE ROE", None, None),
        ("vandaag, 08:12 • Aangepast 10:40 • door Femke Smit", "Femke Smit", None, None),
    ],
)
def test_a_byline_with_desk_agency_or_address_is_read(
    line: str, author: str, source: str | None, place: str | None
) -> None:
    """What stands beside the name is the agency's, the place, or nothing."""
    _, _, metadata = read("The bridge opens again", line, BODY, MORE)
    assert (metadata.author, metadata.source, metadata.place) == (author, source, place)


def test_a_name_glued_to_the_last_sentence_is_the_author() -> None:
    """Scrapers join the two where a page has them in elements of their own."""
    kept, _, metadata = read("The bridge opens again", BODY, f"{MORE}Jane Roe")
    assert metadata.author == "Jane Roe"
    assert kept[-1] == MORE


@pytest.mark.parametrize(
    ("line", "expected"),
    [("14 April 2025, 17:42 BST", "2025-04-14 16:42"), ("19.03.2025 09:03 (TSİ)", "2025-03-19 06:03")],
)
def test_hours_have_the_zone_that_stands_behind_them(line: str, expected: str) -> None:
    """British summer time, and Turkey's."""
    assert values(read("The bridge opens again", line, BODY, MORE)[2])["date"] == expected


@pytest.mark.parametrize(
    ("word", "expected"), [("neighbors", "2025-03-04"), ("neighbours", "2025-04-03"), ("people", None)]
)
def test_spelling_tells_the_order_of_the_days_figures(word: str, expected: str | None) -> None:
    """03/04/2025 is in March where neighbors live, in April where neighbours do, and nobody knows elsewhere."""
    _, _, metadata = read("The bridge opens again", "03/04/2025", BODY, f"All the {word} came to see it on the day.")
    assert values(metadata).get("date") == expected


def test_a_day_in_two_sentences_is_no_line_of_metadata() -> None:
    """`9月5日、6日两天，…。…。` speaks of days, and stays."""
    text = "9月5日、6日两天，文化宫旱冰场停止滑冰，供市民晒书。潮书请放左侧，有虫的放右侧。"
    kept, _, _ = read(
        "旱冰场改晒书场", text, "晒书人自带凳子，馆方提供遮阳伞和一壶凉茶，先到先得，送完为止，雨天顺延一周。"
    )
    assert text in kept


@pytest.mark.parametrize(
    ("parts", "author"),
    [
        (("5. Juli 2024", "von Lene Acker", "Schreibe einen Kommentar"), "Lene Acker"),
        (("Лукаш Верти", "13:44, 5 липня 2024 р.", "Надійне джерело"), "Лукаш Верти"),
        (("Alle Nachrichten lesen", "5. Juli 2024", "Schreibe einen Kommentar"), None),
    ],
)
def test_elements_beside_a_date_that_say_nothing_hide_none_that_do(parts: tuple[str, ...], author: str | None) -> None:
    line = " ".join(parts)
    pieces = [
        Piece("Bridge opens again", Block("", Place(Role.HEADING, 1))),
        Piece(line, Block(line, Place(Role.LINE), parts=parts)),
        *pieces_of(BODY),
    ]
    found = read_lines(pieces, Metadata(), LATEST)[1]
    assert (found.author, found.published_at) == (
        author,
        datetime(2024, 7, 5, *((13, 44) if "13" in line else ()), tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("above", "opening", "place"),
    [
        ("Ashmere bridge opens again", "ASHMERE ", "Ashmere"),
        ("Town bridge opens again", "ASHMERE ", None),  # nothing says that it is a name
        ("Ashmere bridge opens again", "WATCH LIVE ", None),
    ],
)
def test_capitals_before_a_sentence_are_a_place_that_the_page_has_without_them(
    above: str, opening: str, place: str | None
) -> None:
    kept, _, metadata = read(above, opening + BODY, MORE)
    assert metadata.place == place
    assert kept[-2] == (BODY if place else opening + BODY)
