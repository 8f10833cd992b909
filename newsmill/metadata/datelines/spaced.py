"""Datelines in scripts that part words by blanks: `PARIS, March 5 (AFP) - `, `МОСКВА, 5 марта. /ТАСС/. `."""

import re

from newsmill.metadata import names
from newsmill.metadata.context import Context
from newsmill.metadata.datelines.dateline import Dateline
from newsmill.metadata.dates import FoundDate, find_dates
from newsmill.metadata.vocabulary import any_of, words

DASH = r"(?:-{1,3}|[–—―ـ]{1,2})"
_SIGNED = re.compile(
    rf"(?P<names>[^\W\d_][^/,()\d]{{4,40}})(?:/\s?|\s[-–]\s)(?P<place>[^/,()\d]{{3,24}}?)(?:\s?[-/][^/,()\d]{{3,20}})?,?\s?\((?P<agency>[^\W\d_a-z]{{2,5}})\)\s?{DASH}\s*"
)
_OPENS = re.compile(r"[(\[]")
_DASH_AND_BLANK = re.compile(r"[-–—]\s")
_BRACKETED = re.compile(
    rf"(?P<lead>[^()\[\]]{{2,70}}?)\s*[(\[](?P<agency>[^()\[\]]{{2,40}})[)\]]\s*(?P<end>[.।:]?\s?{DASH}|[:.।])?\s*"
)
_SLASHED = re.compile(r"(?P<lead>[^()/]{4,70}?)\s*/(?P<agency>[^()/]{2,40})/\s*(?P<end>[.:–—-])?\s*")
_AGENCY_ALONE = re.compile(
    rf"[(\[](?P<agency>[^()\[\]]{{2,40}})[)\]]\s*{DASH}\s*(?:(?P<lead>[^-–—.!?]{{3,50}}?)\s*{DASH}\s+)?"
)
_DASHED = re.compile(r"(?P<head>[^()\[\]!?]{4,90}?)\s*(?:--|[–—]|\s-)\s+(?:(?P<agency>[^.,;:!?()]{2,30})\.\s)?")
_QUOTED_AGENCY = re.compile(r"[«\"“](?P<agency>[^«»\"“”]{2,30})[»\"”]\s(?P<names>[^\W\d_].{4,40})$")
"""`/Корр. «Область» Имя Фамилия/`"""
_SHORTEST_GLUED = 4
"""Letters of a place in capitals that a word is glued to."""
_SHOUTED = re.compile(r"(?P<place>[^\W\d_][^()\[\]!?:;\d–—]{3,40}?)\s+[-–—]{1,2}\s+(?P<next>[\"“«„'‘¿¡]?[^\W_])")
_AGENCY_FIRST = re.compile(
    rf"(?P<agency>{any_of('agencies', 'spaced')}|(?:[A-Z][\w.]{{1,20}}\s){{1,3}}News\sAgency)(?![^\W_])"
)
_BRACKET_ALONE = re.compile(rf"\s*[(\[](?P<agency>[^()\[\]]{{2,30}})[)\]]\s*(?:{DASH}|[.:])?\s*")
_DASHED_ON = re.compile(rf"\s*{DASH}\s+")
_PLACE_DASHED = re.compile(
    rf"(?P<place>[^\W\d_][^.,:;!?()\d–—-]{{1,30}}?)\s?{DASH}\s?(?P<agency>[^.,:;!?()\d–—-]{{2,24}}?)\s?(?:{DASH}|:)\s+"
)
_AFTER = re.compile(
    r"\s*(?P<who>\([^()]{4,60}\))?\s*"
    rf"(?:,?\s*(?P<title>title\s*[:：])\s*|(?P<end>[.:]|{DASH})(?:\s+|$)|(?P<eof>$)|(?P<paren>(?<=\))\s))",
    re.IGNORECASE,
)
_PLACE_NEXT = re.compile(r",\s*(?P<place>[^\W\d_][^,.:;()\d–—-]{1,30}?)(?=\s*(?:[.:,(–—]|-|$))")
_WHO = re.compile(r"\(?(?:reporters?|correspondents?|корр\.|by)\s+(?P<names>[^()]{3,50})\)?$", re.IGNORECASE)
_DAY_IN_NUMBERS = re.compile(r",\s\d{1,2}\.\s?\d{1,2}\.?$")
"""`Zabrodzie, 4.05.`: a day that no year makes a date."""
_INITIALS = re.compile(r"[^\W\d_]{2,6}$")
COUNTRIES = frozenset("USA US UK EU UAE UN USSR DRC PRC ROK DPRK KSA RSA EEUU EUA США ЕС ОАЭ РФ СССР".split())
"""What stands in brackets after a place and is no agency."""


def read(head: str, context: Context) -> Dateline | None:
    """The dateline that the line begins with, by an agency or a date; None where it begins at once."""
    readers = (_signed, agency_first, _agency_dashed, _agency_alone, _bracketed, _dashed)
    return next((found for reader in readers if (found := reader(head, context))), None)


def _signed(head: str, _: Context) -> Dateline | None:
    """`Ayşe KAYA/GÖLBELEN, (DHA)- `: the author before a slash, place and agency behind it."""
    match = _SIGNED.match(head)
    people = names.people(match["names"]) if match else None
    if match is None or not people or not names.is_place(match["place"]) or not match["place"].isupper():
        return None
    return Dateline(match.end(), match["agency"], match["place"], ", ".join(people))


def where_and_when(text: str, context: Context) -> tuple[str | None, FoundDate | None, str | None] | None:
    """Place, date and agency of a list of them; None if a part of it is none of these."""
    dates = find_dates(text, context.latest, years=context.years, day_first=context.day_first)
    rest = text if dates else _DAY_IN_NUMBERS.sub("", text)
    for found in reversed(dates):
        rest = f"{rest[: found.start]}, {rest[found.end :]}"
    places: list[str] = []
    source: str | None = None
    for part in re.split(r"[,،;]\s*|\.\s+|\s*/\s*", rest):
        bare = re.sub(r"(?:^|\s)(?:le|el|den|am|dnia|في|on)\.?$", "", part.strip(" .،")).strip()
        if not bare or names.is_nobody(bare):
            continue
        if source is None and _is_agency(bare, context, after_place=bool(places)):
            source = bare
        elif len(places) < 3 and names.is_place(bare):
            places.append(bare)
        else:
            return None
    if len(dates) > 1:
        return None
    return places[0] if places else None, dates[0] if dates else None, source


def _is_agency(name: str, context: Context, *, after_place: bool) -> bool:
    if names.agency(name):
        return True
    return (names.is_outlet(name) and (after_place or context.owns(name))) or (after_place and context.owns(name))


def _bracketed(head: str, context: Context) -> Dateline | None:
    """`PARIS, March 5 (AFP) -`, `МОСКВА, 5 марта. /ТАСС/.`, `Ostheim (ots) In der Nacht`: a known agency needs date or
    dash, or a place and a sentence around it, an unknown one both, or a place in capitals and the dash."""
    slashed = _SLASHED.match(head) if "/" in head else None
    match = (_BRACKETED.match(head) if _OPENS.search(head) else None) or slashed
    if match is None:
        return None
    source, author = _agency_and_author(match["agency"])
    lead = where_and_when(match["lead"], context)
    if lead is None or not (lead[0] or lead[1]):
        return None
    place, date, _ = lead
    ended = match["end"] is not None
    if place and ended and date is None and (inside := _day_alone(match["agency"], context)):
        return Dateline(match.end(), None, place, None, inside)
    bare = source is not None and place is not None and match is not slashed and head[match.end() :][:1].isupper()
    if not (source and (ended or date or bare)):
        name = match["agency"].strip()
        ended = ended or (match is slashed and names.is_outlet(name))
        dotted = (
            match["end"] is not None and match["end"].startswith(".") and len(match["end"]) > 1
        )  # `ROSARIO (NA).- `
        sure = date is not None or (dotted and place is not None and place.isupper() and name.isupper())
        if not (place and ended) or not _may_be_agency(name, place, dated=sure, slashed=match is slashed):
            return None
    return Dateline(match.end(), source or match["agency"], place, author, date)


def _day_alone(text: str, context: Context) -> FoundDate | None:
    """The date that a bracket holds and nothing else: `Kamenná Louka (9. března 2026) – `."""
    dates = find_dates(text, context.latest, years=context.years, day_first=context.day_first)
    return dates[0] if len(dates) == 1 and dates[0].end - dates[0].start >= len(text.strip()) - 1 else None


def _may_be_agency(name: str, place: str, *, dated: bool, slashed: bool) -> bool:
    """Whether an unknown name between place and dash is an agency's. A date vouches for it, or the slashes, or a place
    in capitals; else the bracket may hold a share's symbol, a party, or what the words before it are short for."""
    if names.is_outlet(name):
        return dated or slashed or place.isupper()
    if slashed:
        return names.is_outlet(name, labelled=True) and (dated or place.isupper())
    if not _INITIALS.match(name) or not name.isupper() or name in COUNTRIES:
        return False
    if dated:
        return True
    return len(name) > 2 and len(place) > 3 and place.isupper() and not _is_short_for(name, place)


def _is_short_for(initials: str, words_: str) -> bool:
    """Whether the letters come in the words in this order: WORLD HEALTH ORGANIZATION (WHO)."""
    letters = iter(words_)
    return all(letter in letters for letter in initials)


def _agency_and_author(text: str) -> tuple[str | None, str | None]:
    """`Reuters`, `dpa/lby`, `Корр. ТАСС Имя Фамилия`: the agency in a bracket, and the reporter."""
    if source := names.agency(text):
        return source, None
    bare = re.sub(r"^(?:корр\.|correspondent|reporter)\s+", "", text, flags=re.IGNORECASE)
    if quoted := _QUOTED_AGENCY.match(bare):
        people = names.people(quoted["names"])
        return (quoted["agency"], ", ".join(people)) if people else (None, None)
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
        lead = where_and_when(match["lead"], context)
        if lead and lead[0] and lead[1]:
            return Dateline(match.end(), source, lead[0], None, lead[1])
        match = re.match(rf"[(\[][^()\[\]]{{2,40}}[)\]]\s*{DASH}\s*", head) or match
    return Dateline(match.end(), source)


def _dashed(head: str, context: Context) -> Dateline | None:
    """`Jakarta, CNN Indonesia -- `, `МОСКВА, 5 мар — РИА Новости. `, `KYIV, March 5 — `."""
    match = _DASHED.match(head) if _DASH_AND_BLANK.search(head) else None
    if match is None:
        return None
    parts = where_and_when(match["head"], context)
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


def shouted(head: str) -> Dateline | None:
    """`CAPE MORROW - `, `PORTLAND, Maine — `: a place in capitals, and the region it is in, before a sentence."""
    match = _SHOUTED.match(head) if _DASH_AND_BLANK.search(head) else None
    if match is None:
        return None
    place, *regions = re.split(r",\s*", match["place"].rstrip(" ."))
    if not place.isupper() or len(place) < 4 or len(regions) > 1 or _names_a_kind(place):
        return None
    if not all(map(names.is_place, [place, *regions])) or match["next"][-1].islower():
        return None
    return Dateline(match.start("next"), None, place)


def glued(text: str) -> Dateline | None:
    """`CẦN THƠHai mươi phút`: a place in capitals in an element of its own, which only style parts from the text."""
    end = next((at for at, sign in enumerate(text) if sign.islower()), 0) - 1
    place = text[: max(end, 0)]
    if not place.isupper() or not place[-1].isalpha() or len(place) < _SHORTEST_GLUED or not text[end].isupper():
        return None
    if _names_a_kind(place) or not names.is_place(place):
        return None
    return Dateline(end, None, place)


def capitals(text: str, context: Context) -> Dateline | None:
    """`MÖLNARP Den första`: a place in capitals before a sentence, which the page has without them."""
    end = next((at for at, sign in enumerate(text) if sign.islower()), 0) - 1
    place = text[: max(end, 0)].rstrip()
    letters = place.replace(" ", "").replace("-", "")
    if not (place.isupper() and letters.isalpha() and len(letters) > _SHORTEST_GLUED and text[:end].endswith(" ")):
        return None
    known = place.title() in context.above or place.title() in context.text
    return Dateline(end, None, place) if known and names.is_place(place) and not _names_a_kind(place) else None


def _names_a_kind(text: str) -> bool:
    """Whether capitals name the kind of report: EXCLUSIVE, WATCH LIVE."""
    return any(token.casefold() in words("names", "kinds") for token in text.split())


def agency_first(head: str, context: Context) -> Dateline | None:
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


def _agency_dashed(head: str, context: Context) -> Dateline | None:
    """`AGI - Dopo quarant'anni`, and behind the place: `بندر نیلوفر- ایرنا- `."""
    match = _AGENCY_FIRST.match(head)
    dash = _DASHED_ON.match(head, match.end()) if match else None
    if match and dash:
        return Dateline(dash.end(), match["agency"])
    match = _PLACE_DASHED.match(head) if "-" in head or _DASH_AND_BLANK.search(head) else None
    if match is None or not names.is_place(match["place"]):
        return None
    if not (names.agency(match["agency"]) or context.owns(match["agency"])):
        return None
    return Dateline(match.end(), names.agency(match["agency"]) or match["agency"], match["place"])


def agency_bracket(head: str, start: int) -> tuple[str, int] | None:
    """The agency in brackets after place and day, `ROMA, 5 GIU - (ANSA) - `, and where the text begins."""
    match = _BRACKET_ALONE.match(head, start)
    return (match["agency"], match.end()) if match and names.agency(match["agency"]) else None


def _list_after(head: str, start: int, context: Context) -> tuple[str | None, FoundDate | None, int] | None:
    """Place and date that follow an agency's name, and where they end; None if something else follows."""
    dates = find_dates(head, context.latest, years=context.years, day_first=context.day_first)
    if dates and dates[0].start <= start + 40:
        lead = where_and_when(head[start : dates[0].start], context)
        return (lead[0], dates[0], dates[0].end) if lead else None
    named = _PLACE_NEXT.match(head, start)
    return (named["place"], None, named.end()) if named and names.is_place(named["place"]) else None
