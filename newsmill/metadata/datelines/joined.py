"""Datelines in Chinese, Japanese and Korean: `新华社北京8月27日电`, `【ワシントン時事】`, `(서울=연합뉴스)`."""

import re
from dataclasses import replace

from newsmill.metadata import joined_names, names
from newsmill.metadata.context import Context
from newsmill.metadata.datelines.dateline import Dateline
from newsmill.metadata.dates import find_dates
from newsmill.metadata.vocabulary import any_of

_SHORT_PLACE = 4
_WIRED = "电電讯訊"
_AGENCIES = any_of("agencies", "joined")
_UNKNOWN = rf"[\u3400-\u9fff]{{2,8}}?(?:{any_of('names', 'joined_outlet')})"
_REPORTER = r"(?:特约|特約)?(?:记者|記者|特派员|特派員|通讯员)"
_TWO_SIGNS = rf"(?:{any_of('names', 'compound_surnames')})[\u3400-\u9fff]{{1,2}}"
"""A name whose surname has two signs of the two, three or four that names have."""
_CHINESE = re.compile(
    rf"(?P<open>[【〔（(\[])?\s?(?:据|據)?(?:(?P<agency>{_AGENCIES})|(?P<unknown>{_UNKNOWN}))\s?"
    rf"(?:{_REPORTER}\s?(?P<who>(?:{_TWO_SIGNS}|[\u3400-\u9fff]{{2,3}})(?:、[\u3400-\u9fff]{{2,3}})*)[\s／/]{{0,2}})?"
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
_TAIWAN_JOINED = re.compile(
    rf"[（(〔【［\[]\s?記者(?P<who>{_TWO_SIGNS}|[\u3400-\u9fff]{{3}})(?P<place>[\u3400-\u9fff]{{2,4}}?)"
    r"(?:綜合)?(?:報導|電)\s?[)）〕】］\]]\s*"
)
_EQUALS = re.compile(
    r"[（(【［\[]\s?(?P<place>[^\s＝=）)】\]]{2,12})\s?[＝=]\s?(?P<agency>[^）)】］\]]{2,18})[)）】］\]]\s*"
    r"(?:(?P<who>[가-힣]{2,4}(?:[·,]\s?[가-힣]{2,4})*)\s?(?:기자|특파원)\s?=\s*)?"
)
_KOREAN_HEAD = re.compile(
    r"[\[(（［](?:(?P<place>[가-힣]{2,6})\s?[＝=]\s?)?(?P<agency>[^\s＝=()\[\]]{2,10})(?:\s|\s?[＝=]\s?)(?P<who>[가-힣]{2,4})\s?"
    r"(?:인턴|선임|수습)?(?:기자|특파원)[\])）］]\s*(?:[＝=]\s*)?"
)
_PLACE_ALONE = re.compile(
    r"[【〔（(［\[](?P<place>(?!本)[\u3400-\u9fff]{2,4}?)(?:專電|专电|專訊|专讯|[訊讯電电])[】〕）)］\]]\s*"
)
_PLACE_IN_TITLE = re.compile(r"【(?P<place>[\u3040-\u30ff\u3400-\u9fff]{2,8})】\s*")
_WIRE = re.compile(
    rf"[【\[［](?P<place>[^】\]］\d\s]{{2,10}}?)\s?(?P<date>[\d０-９]{{1,2}}日)?\s?(?P<agency>{_AGENCIES})[】\]］]\s?(?:[-－—–]\s?)?"
)
_REPORTER_ALONE = re.compile(
    rf"[（(](?:本报|本報|本网|本網)?{_REPORTER}\s?(?P<names>[\u3400-\u9fff·、\s]{{2,24}}?)(?:報導|報道|报道|报导)?[）)]\s*"
)
_HELPERS = re.compile(r"\s?(?:通讯员|通訊員|实习生|實習生|见习记者)\s?")
_CREDIT = re.compile(r"写真|画像|資料|提供|出典|図|사진|자료|그래픽|照片")


def read(head: str, context: Context, *, prose: bool = True) -> Dateline | None:
    """The dateline that the line begins with, None where it begins at once. prose: the line is no headline."""
    if match := _TAIWAN.match(head) or _TAIWAN_JOINED.match(head):
        return _found(match, context)
    match = _EQUALS.match(head)
    is_place = match is not None and not _CREDIT.search(match["place"]) and names.is_place(match["place"])
    if match is not None and is_place and (found := _equals(match, context)):
        return found
    if (match := _WIRE.match(head)) and names.is_place(match["place"]):
        return _found(match, context)
    if match := _KOREAN_HEAD.match(head) or _PLACE_ALONE.match(head):
        return _outlet_told_apart(_found(match, context), context)
    match = _PLACE_IN_TITLE.match(head)
    if match and (_is_listed_place(match["place"], context) or (prose and _is_titular(match["place"], context))):
        found = _found(match, context)
        outlet = match["place"].rstrip(_WIRED)  # `【某某网讯】`
        return replace(found, source=outlet, place=None) if joined_names.ends_as_outlet(outlet) else found
    match = _CHINESE.match(head)
    return _found(match, context) if match and _is_chinese_dateline(match) else _reporter_alone(head)


def _reporter_alone(head: str) -> Dateline | None:
    """`（记者 王某某）`, and who helped."""
    match = _REPORTER_ALONE.match(head)
    who = names.people(_HELPERS.sub(" ", match["names"])) if match else None
    return Dateline(match.end(), author=", ".join(who)) if match and who else None


def _outlet_told_apart(found: Dateline, context: Context) -> Dateline:
    """The dateline with its outlet where that stands as the place: `【海旁報專訊】`, `[솔내일보=솔내 …]`."""
    if found.source and found.place and context.owns(found.place) and not context.owns(found.source):
        return replace(found, source=found.place, place=found.source)
    if found.source is None and joined_names.ends_as_outlet(found.place or ""):
        return replace(found, source=found.place, place=None)
    source = found.source or ""
    known = names.agency(source) or joined_names.ends_as_outlet(source) or context.owns(source)
    if found.place is None and not known and names.is_place(source) and context.echoes(source):
        return replace(found, source=None, place=source)  # `[보리골=김하늘 기자]`
    return found


def _is_listed_place(name: str, context: Context) -> bool:
    return context.one_of_many and len(name) <= _SHORT_PLACE and names.is_place(name)


def _is_titular(name: str, context: Context) -> bool:
    return context.heads(name) and context.echoes(name)


def _is_chinese_dateline(match: re.Match[str]) -> bool:
    """Agency and word (电, 讯), set off from the sentence: by a date before, a mark after, or brackets around.

    An agency that newsmill does not know needs both the date and what sets it off.
    """
    word, place, dated = match["word"], match["place"], match["date"] is not None
    bracketed = match["open"] is not None and match["close"] is not None
    if place and not names.is_place(place):
        return False
    sure = dated or (match["who2"] or "").startswith(("记者", "記者"))
    if match["unknown"] is not None and not (sure and word and word[-1] in _WIRED and _is_set_off(match)):
        return False
    if word is None:
        return bracketed and (dated or place is not None)
    if match["open"] is not None and not bracketed:
        return False
    if word[-1] in _WIRED:
        return bracketed or dated or _is_set_off(match)
    return (dated or place is None) and (bracketed or match["mark"] is not None)


def _is_set_off(match: re.Match[str]) -> bool:
    return any(match[name] is not None for name in ("close", "mark", "who2", "title"))


def _equals(match: re.Match[str], context: Context) -> Dateline | None:
    """`（東京＝共同）` names an agency, `【ニューヨーク=山田太郎】` a reporter."""
    if joined_names.ends_as_outlet(match["place"]) and names.is_place(match["agency"]):
        found = _found(match, context)  # `[솔내일보=솔내]`: the outlet before its place
        return replace(found, source=match["place"], place=match["agency"])
    known = (
        names.agency(match["agency"]) or joined_names.ends_as_outlet(match["agency"]) or context.owns(match["agency"])
    )
    if known or match["who"]:
        return _found(match, context)
    agency, dot, name = match["agency"].rpartition("・")
    is_outlet = joined_names.ends_as_outlet(agency)  # `【鳴瀬浜＝北浜通信・矢吹春香】`
    is_named = names.is_person(name) and (not dot or is_outlet)
    return Dateline(match.end(), agency or None, match["place"], name) if is_named else None


_BETWEEN_NAMES = re.compile(r",\s?|(?<=[가-힣])·\s?")
"""In Korean a dot parts names; in Chinese it stands inside of one."""


def _found(match: re.Match[str], context: Context) -> Dateline:
    groups = match.groupdict()
    source = groups.get("agency") or groups.get("unknown")
    dates = find_dates(groups.get("date") or "", context.latest, years=context.years)
    who = groups.get("who")
    if not who and groups.get("who2"):
        who = re.sub(rf"^{_REPORTER}\s*[：:]?\s*", "", groups["who2"])
    authors = names.people(_BETWEEN_NAMES.sub("、", who)) if who else None
    return Dateline(
        match.end(),
        None if source in names.OWN else source,
        groups.get("place"),
        ", ".join(authors) if authors else None,
        dates[0] if dates else None,
        groups.get("title") is not None,
    )
