"""Datelines, which a report begins with: where it was written, when, and for which agency.

Two grammars: one for scripts that part words and places by punctuation (`BEIJING, Aug. 27 (Xinhua) -- `), one for
Chinese, Japanese and Korean (`新华社北京8月27日电`). An agency that newsmill knows, or place and date together, must be
there: a capitalised word before a dash is no dateline.
"""

import re
from dataclasses import dataclass

from newsmill.metadata import names
from newsmill.metadata.dates import FoundDate, find_dates
from newsmill.metadata.fields import Context
from newsmill.metadata.vocabulary import any_of

REACH = 130
"""Characters from the start of a text within which its dateline ends."""


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline at the start of a text: it ends, and the report begins, at the character `end`."""

    end: int
    source: str | None = None
    place: str | None = None
    author: str | None = None
    date: FoundDate | None = None
    announces_title: bool = False
    """It ends in `title:`; the headline follows."""


_DASH = r"(?:-{1,3}|[–—―]{1,2})"
_BRACKETED = re.compile(
    rf"(?P<lead>[^()\[\]]{{2,70}}?)\s*[(\[](?P<agency>[^()\[\]]{{2,40}})[)\]]\s*(?P<end>[.।:]?\s?{_DASH}|[:.।])?\s*"
)
_SLASHED = re.compile(r"(?P<lead>[^()/]{4,70}?)\s*/(?P<agency>[^()/]{2,40})/\s*(?P<end>[.:–—-])?\s*")
_AGENCY_ALONE = re.compile(
    rf"[(\[](?P<agency>[^()\[\]]{{2,40}})[)\]]\s*{_DASH}\s*(?:(?P<lead>[^-–—.!?]{{3,50}}?)\s*{_DASH}\s+)?"
)
_DASHED = re.compile(r"(?P<head>[^()\[\]!?]{4,90}?)\s*(?:--|[–—]|\s-)\s+(?:(?P<agency>[^.,;:!?()]{2,30})\.\s)?")
_AGENCY_FIRST = re.compile(
    rf"(?P<agency>{any_of('agencies', 'spaced')}|(?:[A-Z][\w.]{{1,20}}\s){{1,3}}News\sAgency)(?![^\W_])"
)
_AFTER = re.compile(
    r"\s*(?P<who>\([^()]{4,60}\))?\s*"
    rf"(?:,?\s*(?P<title>title\s*[:：])\s*|(?P<end>[.:]|{_DASH})(?:\s+|$)|(?P<eof>$)|(?P<paren>(?<=\))\s))",
    re.IGNORECASE,
)
_PLACE_NEXT = re.compile(r",\s*(?P<place>[^\W\d_][^,.:;()\d–—-]{1,30}?)(?=\s*(?:[.:,(–—]|-|$))")
_WHO = re.compile(r"\(?(?:reporters?|correspondents?|корр\.|by)\s+(?P<names>[^()]{3,50})\)?$", re.IGNORECASE)

_AGENCIES = any_of("agencies", "joined")
_REPORTER = r"(?:特约|特約)?(?:记者|記者|特派员|特派員|通讯员)"
_CHINESE = re.compile(
    rf"(?P<open>[【〔（(\[])?\s?(?:据|據)?(?P<agency>{_AGENCIES})\s?"
    rf"(?:{_REPORTER}\s?(?P<who>[\u3400-\u9fff]{{2,3}}(?:、[\u3400-\u9fff]{{2,3}})*)[\s／/]{{0,2}})?"
    r"(?P<place>(?!综合|綜合|消息|报道|報導|报导|報道)[\u3400-\u9fff·]{2,8}?)?\s?(?P<date>(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日)?\s?"
    r"(?:(?P<word>(?:综合|綜合)?(?:专?电|專?電|外電|讯|訊|消息|报道|報導|报导|報道))|(?=\s?[】〕）)\]]))"
    r"(?:\s?[（(]\s?(?P<who2>[^（）()]{2,30})[)）])?(?:\s?(?P<close>[】〕）)\]]))?"
    r"(?P<mark>[：:，,\s]|$)?\s?(?P<title>题[：:]|題[：:])?\s*"
)
_TAIWAN = re.compile(
    rf"[（(〔【［\[]\s?(?P<agency>{_AGENCIES})?{_REPORTER}\s?(?P<who>[\u3400-\u9fff]{{2,4}}(?:、[\u3400-\u9fff]{{2,4}})*)"
    r"\s?[／/\s]\s?(?P<place>[\u3400-\u9fff]{2,4}?)?\s?(?P<date>(?:\d{1,2}月)?\d{1,2}日)?\s?"
    r"(?:综合|綜合)?(?:報導|报道|報道|报导|电|電|專電)\s?[)）〕】］\]]\s*"
)
_EQUALS = re.compile(
    r"[（(【［\[]\s?(?P<place>[^\s＝=）)】\]]{2,12})\s?[＝=]\s?(?P<agency>[^）)】］\]]{2,14})[)）】］\]]\s*"
    r"(?:(?P<who>[가-힣]{2,4}(?:[·,]\s?[가-힣]{2,4})*)\s?(?:기자|특파원)\s?=\s*)?"
)
_WIRE = re.compile(
    rf"[【\[［](?P<place>[^】\]］\d\s]{{2,10}}?)\s?(?P<date>[\d０-９]{{1,2}}日)?\s?(?P<agency>{_AGENCIES})[】\]］]\s?(?:[-－—–]\s?)?"
)
_CREDIT = re.compile(r"写真|画像|資料|提供|出典|図|사진|자료|그래픽|照片")


def read_dateline(text: str, context: Context) -> Dateline | None:
    """The dateline that the text begins with, None where it begins at once."""
    start = len(text) - len(text.lstrip())
    head = text[start : start + REACH]
    if len(head) < 5:
        return None
    found = _joined(head, context) if names.is_joined(head[:40]) else _spaced(head, context)
    if found is None:
        return None
    return Dateline(found.end + start, found.source, found.place, found.author, found.date, found.announces_title)


def read_signature(text: str, context: Context) -> Dateline | None:
    """The dateline that a bracket holds at the end of a text: `(Agency, Place, August 27)`."""
    inner = text.strip().strip("()（）[]【】〔〕").strip()
    if not 2 <= len(inner) <= 70:
        return None
    if source := names.agency(inner):
        return Dateline(len(text), None if source in names.OWN else source)
    found = _joined(inner, context) if names.is_joined(inner) else _agency_first(inner, context)
    return found if found and found.end >= len(inner) else None


def _spaced(head: str, context: Context) -> Dateline | None:
    readers = (_agency_first, _agency_alone, _bracketed, _dashed)
    return next((found for reader in readers if (found := reader(head, context))), None)


def _where_and_when(text: str, context: Context) -> tuple[str | None, FoundDate | None, str | None] | None:
    """Place, date and agency of a list of them; None if a part of it is none of these."""
    dates = find_dates(text, context.latest, years=context.years, day_first=context.day_first)
    rest = text
    for found in reversed(dates):
        rest = f"{rest[: found.start]}, {rest[found.end :]}"
    places: list[str] = []
    source: str | None = None
    for part in re.split(r"[,،;]\s*|\.\s+|\s*/\s*", rest):
        bare = re.sub(r"(?:^|\s)(?:le|el|den|am|dnia|في|on)\.?$", "", part.strip(" .،")).strip()
        if not bare:
            continue
        if source is None and names.agency(bare):
            source = bare
        elif len(places) < 3 and names.is_place(bare):
            places.append(bare)
        else:
            return None
    if len(dates) > 1:
        return None
    return places[0] if places else None, dates[0] if dates else None, source


def _bracketed(head: str, context: Context) -> Dateline | None:
    """`PARIS, March 5 (AFP) -`, `МОСКВА, 5 марта. /ТАСС/.`: an unknown agency needs the date, a known one the dash."""
    match = _BRACKETED.match(head) or _SLASHED.match(head)
    if match is None:
        return None
    source, author = _agency_and_author(match["agency"])
    lead = _where_and_when(match["lead"], context)
    if lead is None or not (lead[0] or lead[1]):
        return None
    place, date, _ = lead
    ended = match["end"] is not None
    if not (source and (ended or date)) and not (date and place and ended and names.is_outlet(match["agency"])):
        return None
    return Dateline(match.end(), source or match["agency"], place, author, date)


def _agency_and_author(text: str) -> tuple[str | None, str | None]:
    """`Reuters`, `dpa/lby`, `Корр. ТАСС Имя Фамилия`: the agency in a bracket, and the reporter."""
    if source := names.agency(text):
        return source, None
    bare = re.sub(r"^(?:корр\.|correspondent|reporter)\s+", "", text, flags=re.IGNORECASE)
    match = _AGENCY_FIRST.match(bare)
    if match is None:
        return None, None
    authors = names.people(bare[match.end() :])
    return (match["agency"], ", ".join(authors)) if authors else (None, None)


def _agency_alone(head: str, context: Context) -> Dateline | None:
    """`(Reuters) - `, and `(ANSA) - ROMA, 05 MAR - `."""
    match = _AGENCY_ALONE.match(head)
    if match is None or (source := names.agency(match["agency"])) is None:
        return None
    if match["lead"]:
        lead = _where_and_when(match["lead"], context)
        if lead and lead[0] and lead[1]:
            return Dateline(match.end(), source, lead[0], None, lead[1])
        match = re.match(rf"[(\[][^()\[\]]{{2,40}}[)\]]\s*{_DASH}\s*", head) or match
    return Dateline(match.end(), source)


def _dashed(head: str, context: Context) -> Dateline | None:
    """`Jakarta, CNN Indonesia -- `, `МОСКВА, 5 мар — РИА Новости. `, `KYIV, March 5 — `."""
    match = _DASHED.match(head)
    if match is None:
        return None
    parts = _where_and_when(match["head"], context)
    if parts is None:
        return None
    place, date, source = parts
    end = match.end()
    if match["agency"]:
        after = names.agency(match["agency"])
        source = source or after
        if after is None:
            end = match.start("agency")
    certain = source and (place or date)
    if not certain and not (place and date and place.isupper()):
        return None
    return Dateline(end, source, place, None, date)


def _agency_first(head: str, context: Context) -> Dateline | None:
    """`Xinhua News Agency, Beijing, September 14. Recently`: the list goes on while it is places and a date."""
    match = _AGENCY_FIRST.match(head)
    listed = _list_after(head, match.end(), context) if match and head.startswith(",", match.end()) else None
    if match is None or listed is None:
        return None
    place, date, position = listed
    after = _AFTER.match(head, position)
    if after is None or (date is None and after["eof"] is None and (after["end"] or ".") in ".:"):
        return None
    who = _WHO.match(after["who"]) if after["who"] else None
    authors = names.people(who["names"]) if who else None
    if after["who"] and not authors:
        return None
    author = ", ".join(authors) if authors else None
    return Dateline(after.end(), match["agency"], place, author, date, after["title"] is not None)


def _list_after(head: str, start: int, context: Context) -> tuple[str | None, FoundDate | None, int] | None:
    """Place and date that follow an agency's name, and where they end; None if something else follows."""
    dates = find_dates(head, context.latest, years=context.years, day_first=context.day_first)
    if dates and dates[0].start <= start + 40:
        lead = _where_and_when(head[start : dates[0].start], context)
        return (lead[0], dates[0], dates[0].end) if lead else None
    named = _PLACE_NEXT.match(head, start)
    return (named["place"], None, named.end()) if named and names.is_place(named["place"]) else None


def _joined(head: str, context: Context) -> Dateline | None:
    if match := _TAIWAN.match(head):
        return _found(match, context)
    if (match := _EQUALS.match(head)) and not _CREDIT.search(match["place"]) and names.is_place(match["place"]):
        return _equals(match, context)
    if (match := _WIRE.match(head)) and names.is_place(match["place"]):
        return _found(match, context)
    match = _CHINESE.match(head)
    return _found(match, context) if match and _is_chinese_dateline(match) else None


def _is_chinese_dateline(match: re.Match[str]) -> bool:
    """Agency and word (电, 讯), set off from the sentence: by a date before, a mark after, or brackets around."""
    word, place, dated = match["word"], match["place"], match["date"] is not None
    bracketed = match["open"] is not None and match["close"] is not None
    if place and not names.is_place(place):
        return False
    if word is None:
        return bracketed and (dated or place is not None)
    if match["open"] is not None and not bracketed:
        return False
    if word[-1] in "电電讯訊":
        return bracketed or dated or any(match[name] is not None for name in ("mark", "who2", "title"))
    return (dated or place is None) and (bracketed or match["mark"] is not None)


def _equals(match: re.Match[str], context: Context) -> Dateline | None:
    """`（東京＝共同）` names an agency, `【ニューヨーク=山田太郎】` a reporter."""
    known = names.agency(match["agency"])
    if known:
        return _found(match, context)
    if names.is_person(match["agency"]):
        return Dateline(match.end(), None, match["place"], match["agency"])
    return None


def _found(match: re.Match[str], context: Context) -> Dateline:
    groups = match.groupdict()
    source = groups["agency"]
    dates = find_dates(groups.get("date") or "", context.latest, years=context.years)
    who = groups.get("who")
    if not who and groups.get("who2"):
        who = re.sub(rf"^{_REPORTER}\s*[：:]?\s*", "", groups["who2"])
    authors = names.people(re.sub(r"[·,]\s?", "、", who)) if who else None
    return Dateline(
        match.end(),
        None if source in names.OWN else source,
        groups.get("place"),
        ", ".join(authors) if authors else None,
        dates[0] if dates else None,
        groups.get("title") is not None,
    )
