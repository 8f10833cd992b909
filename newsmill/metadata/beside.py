"""What stands beside a date and says nothing of the report: weekdays, counts, buttons, the place of a posting."""

import re

from newsmill.chars import fold
from newsmill.clean.widgets import button_share, match_widgets
from newsmill.metadata import calendars
from newsmill.metadata.vocabulary import words

_LONGEST = 40
"""Characters of a part of a line that only fills it."""
_MOST_WORDS, _BUTTON_WORDS = 20, 3
"""Words of a line that buttons are looked for behind, and of one button."""
_SECTION = 0.5
"""Share of a part's words that menus have, over which it names a section."""
_TIME = re.compile(
    r"(?:at\s)?\d{1,2}[:.h]\d\d(?::\d\d)?(?:\s?[ap]\.?m\.?)?(?:\s\w{2,4})?$|\d{1,2}\s?[ap]\.?m\.?$", re.IGNORECASE
)
_AGO = re.compile(
    r"(?:(?:há|hace|il y a|vor|acum|před|πριν|منذ|قبل|pred|przed)\s)?(?:an?|un|une|uno|um|uma|einer?|ein|\d{1,3})\s"
    r"[^\W\d_]+(?:\s[^\W\d_]+){0,2}$"
)
"""`há 3 dias`, `2 hours ago`"""
_FILLER = re.compile(
    r"(?:\d{1,3}\s?(?:min(?:ute)?s?|мин)\.?(?:\s(?:read|de lecture|чтения))?|on|at|le|el|am|den|la|em|op|il|ngày|"
    r"today|heute|aujourd'hui|hoy|hoje|oggi|"
    r"vandaag|dziś|dzisiaj|dnes|azi|bugün|hari ini|hôm nay|сегодня|сьогодні|σήμερα|اليوم|امروز|היום|आज|วันนี้|오늘|"
    r"dnia|à|o|di|دقيقة واحدة|دقيقتان|أقل من دقيقة|\d{1,2}\s(?:دقائق|دقيقة)|"
    r"local time|GMT(?:\s?[+-]\s?\d{1,2})?|UTC(?:[+-]\d{1,2})?|ET|IST|CST|BST|"
    r"uhr|hrs|ip|horas|h|hod|ore|год|час|г|الموافق|هـ|م|الساعة|北京时间|share|"
    r"print|(?:댓글|조회수?|评论|評論|comments?|комментари\w{1,2}|коментар\w{1,2})\s?\d{1,6}|"
    r"\d{1,6}\s(?:comments?|комментари\w{1,2})|(?:담당부서|담당|부서명?|작성부서)\s[가-힣]{2,12})$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?:(?:presse|medien)?mitteilung|pressemeldung|(?:press|media|news)\srelease|communiqu[ée](?:\sde\spresse)?|nota\sde\s(?:prensa|imprensa)|"
    r"comunicado|comunicato(?:\sstampa)?|persbericht|komunikat(?:\sprasowy)?|tisková\szpráva|пресс-релиз|пресреліз|basın\sbülteni|"
    r"comunicat(?:\sde\spresă)?|δελτίο\sτύπου|siaran\spers|bulletin|bülten|ausgabe|issue|edition|edición|edição|numéro|numer|číslo|выпуск|"
    r"випуск|sayı|edisi|ref\.|az\.|aktenzeichen)\s?(?:(?:nr|no|n|č|num|núm|№)[.°º]?\s?|№\s?|#)?\d[\d/.-]{0,12}$",
    re.IGNORECASE,
)
"""`Pressemitteilung Nr. 37/2026`"""
_COUNT = re.compile(r"\d{1,6}人$|\d{1,6}\s[^\W\d_]{2,14}\.?(?:\s[^\W\d_]{2,12}){0,2}$")
"""`4 min read`, `8 komentarzy`: beside the date of a report, something has been counted."""
_COUNTED = re.compile(r"[^\W\d_]{3,14}(?:\s[^\W\d_]{2,12})?\s\d[\d.,]{0,8}\s?[^\W\d_]{1,12}\.?$")
"""`Dilihat 640 kali`, `مطالعه ۴ دقیقه`"""
_SHORT_WEEKDAYS = frozenset("월화수목금토일月火水木金土日")
"""`2026-05-21 18:40 (목)`"""
_PAGE = re.compile(r"第\s?\d{1,3}\s?[版頁页面]|\d{1,3}\s?[版面]$")
_SHORT_DAY = re.compile(r"\d{1,2}[/.]\d{1,2}\.?(?:\s\d{1,2}:\d\d)?$")
_PROVINCES = frozenset(
    "北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 "
    "四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门 HKT".split()
)
"""What Chinese platforms set behind the hour: where a text was posted from."""
_BEFORE_DAY = re.compile(
    r"[,،]?\s(?:le|den|el|am|em|il|op|on|dnia|dne|vom|στις|pe|în|ngày|w dniu|tanggal|pada|na|v)\s*$", re.IGNORECASE
)
_HIJRI = re.compile(
    r"(?:\d{1,2}\s[^\W\d_]+(?:\s[^\W\d_]+)?\s\d{4}|\d{4}/\d{1,2}/\d{1,2})\s?هـ\s?(?:[،,]\s?)?"
    r"(?:(?:الموافق|الموافق لـ)\s?|[-–—/|]\s?(?=\d))"
)
_HIJRI_BEHIND = re.compile(r"(?<=[\dم])\s?[-–—/|ـ،]\s?\d{1,2}\s[^\W\d_]+(?:\s[^\W\d_]+)?\s1[34]\d\d\s?هـ")
_CLOCK_DASH = re.compile(r"(?<=\d:\d\d)-(?=\d{1,2}\s[^\W\d_])")
"""`09:40-14 مايو 2026`"""
_GREGORIAN = re.compile(r"(?<=\d)\s?م(?=\s|$)")
_DASHED_LABEL = re.compile(r"^(Published|Updated|Posted|Last updated)\s[-–]\s(?=[A-Z]|\d)")
_WEEKDAY_BRACKET = re.compile(r"(?<=[日号號\d])\s?[(（](?:星期|周|週)?[一二三四五六日][)）](?=\s|$)")
_MAIL = re.compile(r"[\w.+-]{1,40}@[\w-]{1,30}(?:\.[\w-]{2,20}){1,3}$")
_TODAY = re.compile(
    r"(?:today|yesterday|vandaag|gisteren|heute|gestern|hoy|ayer|hoje|ontem|oggi|ieri|dziś|dzisiaj|wczoraj|dnes|včera|"
    r"сегодня|вчера|сьогодні|вчора|bugün|dün|اليوم|أمس|hari ini|kemarin|hôm nay|hôm qua|σήμερα|χθες|azi|ieri)"
    r"(?:[,\s]{1,2}(?:at|om|um|à|a las|às|alle|o|v|в|о|la|στις)?\s?\d{1,2}[:.h]\d\d)?$",
    re.IGNORECASE,
)
"""`vandaag, 08:12`, which tells no day"""
_LUNAR = re.compile(
    r"(?<=\S)[\s,，（(]*[农農][历曆](?:[\u4e00-\u9fff]{2}年)?[闰閏]?[正一二三四五六七八九十冬腊臘]{1,2}月"
    r"[初十廿卅三二][一二三四五六七八九十]?[）)]?"
)
"""`2026年9月20日 星期日 农历八月初十`"""
_DIGIT = re.compile(r"\d")
_UPDATED = re.compile(r"(?<=\d)\s?[（(][^（）()]{4,24}(?:更新|修正|수정|updated)[）)]$", re.IGNORECASE)
"""`2025/3/18 17:52（3/18 18:20 更新）`"""
_UPDATED_ON = re.compile(
    r"(?<=\d)\s?[（(](?:modifica(?:to)?|aggiornat[oa]|updated|mis à jour|actualizad[oa]|atualizad[oa]|aktualisiert|"
    r"bijgewerkt|aktualizacja|обновлено|оновлено)\s[^()]{4,40}[)）]$",
    re.IGNORECASE,
)
"""`2 giugno 2026 (modifica il 2 giugno 2026 | 21:14)`"""
_UPDATED_AT = re.compile(
    r"(?<=[\dhmr.])[\s,;|•·-]{1,3}(?:actualizad[oa]|atualizad[oa]|aggiornat[oa]|updated|aktualisiert|mis à jour|"
    r"bijgewerkt|aangepast|aktualizacja|actualizat|обновлено|оновлено)\s?:?\s"
    r"(?:(?:a|à|às|a las|at|alle|um|om|la|o|в|о)\s)?(?:ore\s|vandaag,?\s)?\d{1,2}[:.h]\d\d\s?(?:h|hs|hrs|Uhr|uur)?\.?$",
    re.IGNORECASE,
)
"""`15/06/2026 09:48h. Actualizado a las 13:20h.`: the hour of an update tells nothing without its day."""


def without_other_calendars(line: str) -> str:
    """A line with a day of the Gregorian calendar, without the same day of the Islamic or the lunar one beside it,
    and without its weekday in brackets."""
    if "历" in line or "曆" in line:
        line = _LUNAR.sub("", line)
    if "(" in line or "（" in line:
        line = _WEEKDAY_BRACKET.sub("", line)
    return (
        _GREGORIAN.sub("", _HIJRI.sub("", _HIJRI_BEHIND.sub("", _CLOCK_DASH.sub(" ", line)))) if "هـ" in line else line
    )


def without_update(line: str) -> str:
    """A line without what says behind its date when the page was updated."""
    bare = line.strip()
    return _UPDATED_AT.sub("", _UPDATED_ON.sub("", _UPDATED.sub("", bare))) if _DIGIT.search(bare) else bare


def with_colon(line: str) -> str:
    """`Updated - July 2, 2026` as a label with its colon."""
    return _DASHED_LABEL.sub(r"\1: ", line)


def without_buttons(line: str) -> str:
    """A line with a date without the buttons that stand behind it: `Publié le 3 mai 2025 Partager`."""
    tokens = line.split()
    if len(tokens) > _MOST_WORDS or not any(map(str.isdigit, line)):
        return line
    for size in range(min(_BUTTON_WORDS, len(tokens) - 2), 0, -1):
        last = " ".join(tokens[-size:])
        if not last[0].isdigit() and match_widgets(last, "tail"):
            return without_buttons(line[: line.rindex(tokens[-size])].rstrip())
    return line


def without_weekday(gap: str) -> str:
    """What stands before a date without the name of its day, of one word or two: `Publié le jeudi`, `Thứ bảy, `."""
    bare = gap.rstrip(" ,،")
    for size in (2, 1):
        tokens = bare.split()[-size:]
        if len(tokens) == size and calendars.is_weekday(" ".join(tokens)):
            return without_preposition(bare[: bare.rindex(tokens[0])])
    return gap


def without_preposition(gap: str) -> str:
    """What stands before a date without the word that leads to it: `Par Jean Dupont, le `, `By Jane Roe on `."""
    return _BEFORE_DAY.sub(" ", gap)


def is_moment(text: str) -> bool:
    """Whether it is a time of day, or so long ago."""
    return _TIME.match(text) is not None or _AGO.match(text) is not None or _TODAY.match(text) is not None


def is_filler(part: str) -> bool:
    """Whether a part of a line says nothing wherever it stands: a time of day, a weekday."""
    if len(part) > _LONGEST:
        return False
    if _MAIL.match(part) or _TODAY.match(part) or _NUMBERED.match(part):
        return True
    if _TIME.match(part) or _fills(part):
        return True
    tokens = part.split()
    return len(tokens) > 1 and all(map(_fills, tokens))


def is_button(part: str) -> bool:
    """Whether a part of a line is a button, or a row of them."""
    return len(part) <= _LONGEST and match_widgets(fold(part), "tail") is not None


def _fills(text: str) -> bool:
    return _FILLER.match(text) is not None or calendars.is_weekday(text)


def is_beside_date(part: str, *, signed: bool) -> bool:
    """Whether it only stands beside a date: a count, the day again without its year; beside a name too, a section."""
    if part in _SHORT_WEEKDAYS:
        return True
    first, _, rest = part.partition(" ")
    if rest and calendars.is_weekday(first):
        return is_beside_date(rest, signed=signed)
    if _COUNT.match(part) or _COUNTED.match(part) or _SHORT_DAY.match(part) or _PAGE.match(part) or part in _PROVINCES:
        return True
    if button_share(part) > _SECTION:
        return True
    return signed and is_section(part)


def is_section(part: str) -> bool:
    """Whether all its words are words of sections."""
    return words("names", "sections").issuperset(part.casefold().split())
