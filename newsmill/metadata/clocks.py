"""Times of day beside a date, in the marks of the world's news, with the zone that may stand behind them."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone

_WEEKDAY_MARK = r"(?:\s?[(\[](?:星期|周|週)?[一二三四五六日天月火水木金土월화수목금토일](?:曜日?|요일)?[)\]])?"
_MARK = (
    r"(?:(?:at|um|à|às|as|a las?|de las|alle|alle ore|ore|om|kl\.?|v|o|o godz\.?|g\.|ob|о|в|saat|lúc|pukul|jam|เวลา|"
    r"ساعت|الساعة|בשעה|godz\.?|ora|la|la ora|στις)[\s:]\s{0,2})?"
)
_BEFORE_NOON = "上午 午前 오전 早上 凌晨 清晨 朝 새벽 아침 सुबह"
_AFTER_NOON = "下午 午後 오후 晚上 晚间 晚間 傍晚 夕方 夜 저녁 밤 शाम रात दोपहर"
_HALF = r"[ap]\.?\s?m\b\.?|[πμ]\.?\s?μ\b\.?|ص(?:باحا?)?|مساء|م(?![^\W\d_])|SA\b|CH\b"
_LATE = frozenset("p μ م c".split()) | frozenset(_AFTER_NOON.split())
"""The first letter of what stands after an hour of the second half of the day, and the words that stand before."""
_ZONES = {
    -8: "PST", -7: "MST PDT", -6: "MDT", -5: "EST CDT", -4: "EDT", -3: "BRT ART BRASÍLIA",
    0: "Z UTC GMT", 1: "CET MEZ BST", 2: "CEST MESZ EET SAST", 3: "MSK МСК EEST EAT TRT TSİ", 5: "PKT", 5.5: "IST",
    7: "ICT WIB", 8: "WITA HKT SGT PHT 香港時間 北京时间 北京時間",
    9: "WIT JST KST 日本時間", 10: "AEST", 11: "AEDT", 12: "NZST", 13: "NZDT",
}  # fmt: skip
"""Zones whose letters mean one offset only: CST means several, and is no zone but beside `a.m.`. IST is India's and BST
British summer time: Irish, Israeli and Bangladeshi pages hardly print theirs so."""
_AMERICAN = {"ET": -5, "CT": -6, "MT": -7, "PT": -8}
"""Zones of the United States that say the hour of the season: an hour more in summer (Energy Policy Act of 2005)."""
_HOURS = {zone: hours for hours, zones in _ZONES.items() for zone in zones.split()}
_NAMES = sorted({*_HOURS, *_AMERICAN, "CST"} - {"Z"}, key=lambda zone: (-len(zone), zone))
_ZONE = rf"(?-i:{'|'.join(_NAMES)})(?![^\W_])"
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
    r"(?<!\d)(?<!\d:)(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>[0-5]\d))?(?:\s?(?P<after>[ap]\.?\s?m\b\.?))?"
    rf"(?:\s?(?P<zone>{_ZONE}))?"
    r"(?:\s?Uhr)?[\s,|·•(–—-]{1,3}(?:on\s|ngày\s)?(?P<weekday>[^\W\d_]{2,12},?\s)?$",
    re.IGNORECASE,
)
_ZONE_BEHIND = re.compile(rf"\s?\(?(?P<zone>(?:UTC|GMT)\s?[+-]\d{{1,2}}(?::?\d\d)?|{_ZONE})\)?", re.IGNORECASE)
_LONGEST = 20
"""Characters of a time of day with its zone."""
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
    is_american: bool = False
    """An hour is added in summer."""

    def on(self, day: date) -> datetime:
        """The moment of a day, in UTC, that it shows."""
        summer = self.is_american and _is_american_summer(day)
        zone = timezone(self.offset + timedelta(hours=summer))
        when = datetime(day.year, day.month, day.day, self.hour, self.minute, self.second, tzinfo=zone)
        return when.astimezone(UTC)


def after(text: str, position: int) -> Clock | None:
    """The time that follows a date, which ends at the position; None where none does."""
    match = _AFTER.match(text, position)
    return _read(match) if match else None


def alone(text: str) -> Clock | None:
    """The time of day that all of a text is; None where it is anything else."""
    clock = after(text, 0) if len(text) <= _LONGEST else None
    return clock if clock is not None and clock.end == len(text) else None


def before(text: str, start: int, end: int) -> Clock | None:
    """The time right before a date, which starts at `end`; None where there is none."""
    match = _BEFORE.search(text, start, end)
    return _read(match) if match else None


def zone_behind(text: str, position: int, clock: Clock) -> Clock:
    """The time with the zone that stands behind its date: `08:05 30/04/2026 (GMT+7)`."""
    match = _ZONE_BEHIND.match(text, position)
    if match is None or clock.offset:
        return clock
    zone = match["zone"]
    return replace(clock, end=match.end(), offset=_offset(zone), is_american=_is_american(zone))


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
    zone = groups["zone"] or groups.get("early") or ""
    if zone.strip().upper() == "CST" and half:
        zone = "CT"  # who counts the hours to noon twice prints America's Central time, not China's
    second = int(groups["second"] or 0)
    return Clock(match.start(), match.end(), hour, minute, second, _offset(zone), _is_american(zone))


def _is_american(zone: str) -> bool:
    return zone.strip().upper() in _AMERICAN


def _is_american_summer(day: date) -> bool:
    """Whether a day is from the second Sunday of March to the first of November."""
    second_in_march = 14 - date(day.year, 3, 1).weekday()
    first_in_november = 7 - date(day.year, 11, 1).weekday()
    return (3, second_in_march) <= (day.month, day.day) < (11, first_in_november)


def _offset(zone: str) -> timedelta:
    if match := _OFFSET.search(zone):
        offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        offset = -offset if match[1] == "-" else offset
        return offset if abs(offset) < timedelta(days=1) else timedelta()
    name = zone.strip().upper().removeprefix("HORÁRIO DE ")
    return timedelta(hours=_AMERICAN.get(name, _HOURS.get(name, 0)))
