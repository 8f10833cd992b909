"""Times of day beside a date, in the marks of the world's news, with the zone that may stand behind them."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

_WEEKDAY_MARK = r"(?:\s?[(\[](?:星期|周|週)?[一二三四五六日天月火水木金土월화수목금토일](?:曜日?|요일)?[)\]])?"
_MARK = (
    r"(?:(?:at|um|à|às|as|a las?|de las|alle|alle ore|ore|om|kl\.?|v|o|o godz\.?|ob|о|в|saat|lúc|pukul|jam|เวลา|ساعت|"
    r"الساعة|בשעה|godz\.?|ora|la|la ora|στις)\s{1,2})?"
)
_BEFORE_NOON = "上午 午前 오전 早上 凌晨 清晨 朝 새벽 아침 सुबह"
_AFTER_NOON = "下午 午後 오후 晚上 晚间 晚間 傍晚 夕方 夜 저녁 밤 शाम रात दोपहर"
_HALF = r"[ap]\.?\s?m\b\.?|[πμ]\.?\s?μ\b\.?|ص(?:باحا?)?|مساء|م(?![^\W\d_])|SA\b|CH\b"
_LATE = frozenset("p μ م c".split()) | frozenset(_AFTER_NOON.split())
"""The first letter of what stands after an hour of the second half of the day, and the words that stand before."""
_ZONES = {
    -8: "PST", -7: "MST PDT", -6: "MDT", -5: "EST CDT", -4: "EDT", -3: "BRT ART BRASÍLIA",
    0: "Z UTC GMT", 1: "CET MEZ", 2: "CEST MESZ EET SAST", 3: "MSK МСК EEST EAT TRT", 5: "PKT", 5.5: "IST",
    7: "ICT WIB", 8: "WITA HKT SGT PHT 香港時間 北京时间 北京時間",
    9: "WIT JST KST 日本時間", 10: "AEST", 11: "AEDT", 12: "NZST", 13: "NZDT",
}  # fmt: skip
"""Zones whose letters mean one offset only: CST and BST mean several and are read as no zone. IST is India's: Irish and
Israeli pages hardly print theirs."""
_HOURS = {zone: hours for hours, zones in _ZONES.items() for zone in zones.split()}
_ZONE = rf"(?-i:{'|'.join(sorted({*_HOURS, 'CST', 'BST'} - {'Z'}, key=lambda zone: (-len(zone), zone)))})(?![^\W_])"
_HOUR_AND_MINUTE = (
    r"(?P<hour>\d{1,2})\s?(?:[:.hH時时點点시]|giờ|Uhr)\s?(?P<minute>\d\d|\d(?=\s?[分분]))(?!\d)\s?[分분]?"
    r"(?::(?P<second>[0-5]\d)(?:[.,]\d{1,9})?)?"
)
_HOUR = (
    r"(?P<whole>\d{1,2})(?=\s?[ap]\.?\s?m\b|\s?[時时시點点](?!\s?\d)|\s?(?:h|Uhr|giờ)(?![^\W_]))"
    r"(?:[時时시點点]|\s?(?:h|giờ)(?![^\W_]))?"
)
_AFTER = re.compile(
    _WEEKDAY_MARK
    + r"[\s,،;|·•/@(T–—-]{0,4}(?:(?P<early>HKT|JST|KST|SGT|香港時間|北京时间|北京時間|日本時間)\s?)?"
    + _MARK
    + rf"(?P<before>{'|'.join([*_BEFORE_NOON.split(), *_AFTER_NOON.split()])})?\s?"
    + rf"(?:{_HOUR_AND_MINUTE}|{_HOUR})"
    + rf"(?:\s?(?P<after>{_HALF}))?(?:\s?(?:Uhr|uur|hrs|hs?|horas|hod(?:in)?|น|बजे|час(?:ов|а)?)(?![^\W_])\.?)?"
    + rf"(?:\s?\(?(?P<zone>Z\b|(?:UTC|GMT)?\s?[+-]\d{{1,2}}(?::?\d\d)?(?![\d-])|(?:horário de\s)?{_ZONE})\)?)?",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?<![\d:])(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>[0-5]\d))?(?:\s?(?P<after>[ap]\.?\s?m\b\.?))?"
    rf"(?:\s?(?P<zone>{_ZONE}))?"
    r"(?:\s?Uhr)?[\s,|·•-]{1,3}(?:on\s|ngày\s)?(?P<weekday>[^\W\d_]{2,12},?\s)?$",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d\d)?$")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day: the characters start to end, and how far its zone is from UTC."""

    start: int
    end: int
    hour: int
    minute: int
    second: int
    offset: timedelta

    def on(self, day: date) -> datetime:
        """The moment of a day, in UTC, that it shows."""
        zone = timezone(self.offset)
        when = datetime(day.year, day.month, day.day, self.hour, self.minute, self.second, tzinfo=zone)
        return when.astimezone(UTC)


def after(text: str, position: int) -> Clock | None:
    """The time that follows a date, which ends at the position; None where none does."""
    match = _AFTER.match(text, position)
    return _read(match) if match else None


def before(text: str, start: int, end: int) -> Clock | None:
    """The time right before a date, which starts at `end`; None where there is none."""
    match = _BEFORE.search(text, start, end)
    return _read(match) if match else None


def _read(match: re.Match[str]) -> Clock | None:
    """Hour, minute and offset from UTC of a written time; None where it is no time of day."""
    groups = match.groupdict()
    hour, minute = int(groups["hour"] or groups.get("whole") or 0), int(groups["minute"] or 0)
    half = groups.get("before") or (groups["after"] or "").casefold()[:1]
    if half in _LATE and hour < 12:
        hour += 12
    elif half and half not in _LATE and hour == 12:
        hour = 0
    if hour > 23 or minute > 59:
        return None
    offset = _offset(groups["zone"] or groups.get("early") or "")
    return Clock(match.start(), match.end(), hour, minute, int(groups["second"] or 0), offset)


def _offset(zone: str) -> timedelta:
    if match := _OFFSET.search(zone):
        offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        offset = -offset if match[1] == "-" else offset
        return offset if abs(offset) < timedelta(days=1) else timedelta()
    return timedelta(hours=_HOURS.get(zone.strip().upper().removeprefix("HORÁRIO DE "), 0))
