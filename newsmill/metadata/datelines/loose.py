"""Datelines of agencies nobody has heard of: prose must follow, and something else on the page vouches for a part.

`Saint-Orval (Agence Littoral) - `, `Robledal, 30 de mayo.- `, `(Báo Mới) - Hòa Lộc - `: the place comes again in the
text or above it, the agency signs the page or has a word such as Agence in its name, or a date stands beside them.
"""

import re

from newsmill.metadata import names
from newsmill.metadata.context import Context
from newsmill.metadata.credits import is_initials, read_list
from newsmill.metadata.datelines.dateline import Dateline
from newsmill.metadata.datelines.spaced import COUNTRIES, DASH, where_and_when
from newsmill.metadata.dates import FoundDate
from newsmill.metadata.vocabulary import words

_END = rf"(?:[.।۔:]?\s?{DASH}|[.।:](?=\s))\s*"
_OPENS = re.compile(r"[(\[/]")
_BRACKETED = re.compile(
    rf"(?P<lead>[^()\[\]/]{{2,70}}?)\s*[(\[/](?P<agency>[^()\[\]/]{{2,40}})[)\]/]\s*(?P<end>{_END})"
)
_ALONE = re.compile(rf"[(\[](?P<agency>[^()\[\]]{{2,40}})[)\]]\s*(?P<end>{_END})?")
_LEAD = re.compile(
    rf"(?P<lead>[^()\[\]/!?–—ـ]{{3,50}}?)\s*(?P<end>\.\s?{DASH}\s*|\s{DASH}\s+|[—–]\s*|(?:(?<!\d)|(?<=\d{{4}}))[:.।]\s+(?!\d))"
)
_PHRASE = re.compile(rf"(?P<phrase>[^()\[\]/!?–—.:;\d]{{3,50}}?)(?:\s+{DASH}\s+|:\s+)")
_BETWEEN_DASHES = re.compile(rf"(?P<phrase>[^()\[\]/!?–—.:;\d]{{3,50}}?)\s+{DASH}\s+")
_SIGNED = re.compile(r"(?P<agency>[^.,;:!?()\d]{2,30})(?:,\s(?P<who>[^.,;:!?()\d]{5,40}))?\.\s+")
_STOPPED = re.compile(
    r"(?P<place>[^.()!?]{3,40})\.\s(?P<date>[^.()!?]{4,24}\.?)\s(?:(?P<agency>[^.()!?,:;\d]{2,30})\.\s+)?"
)
_LIST = re.compile(r"(?P<list>[^.!?()]{10,80})\.\s+(?=\S)")
_PLACED = re.compile(r"(?P<place>[^\W\d_a-z][^.()!?:;,\d–—]{2,40}?)\.\s+(?=[\"“«„'‘¿¡]?[^\W_])")
_INITIALS = re.compile(r"[^\W\d_]{2,6}$")
VIETNAMESE = re.compile("[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
"""Letters of Vietnamese, whose papers begin their own reports with their initials: `(BLC) - `."""
_SHORT = re.compile(r"[a-zäöüß]{2,4}(?:[/-][a-zäöüß]{2,5})?$")
"""How German agencies write themselves: dpa, epd, lnw."""
_ENDS_LEAD = re.compile(r"[-–—―ـ.:।]")
_SHORTEST = 3
_DASHES = ("-", "–", "—")
_INDIC_WORDS = 2
_FARTHEST = 60
"""Characters within which what stands before a text has ended: without a sign that can end it there is none."""
_FIRST_SIGN = re.compile(r"[^\W_]")


def read(head: str, context: Context) -> Dateline | None:
    """The dateline that a paragraph of prose begins with; None where nothing vouches for one."""
    for reader in (_bracketed, _alone, _stopped, _listed, _led, _placed):
        found = reader(head, context)
        if found is not None and _begins_sentence(head, found.end):
            return found
    return None


def _begins_sentence(head: str, end: int) -> bool:
    first = _FIRST_SIGN.search(head, end)
    return first is not None and not first[0].islower()


def _bracketed(head: str, context: Context) -> Dateline | None:
    """`Saint-Orval (Agence Littoral) - `, and perhaps the author: `ÇINARLI (Körfez Ajansı) - Selin Karaca - `."""
    match = _BRACKETED.match(head) if _OPENS.search(head) else None
    lead = where_and_when(match["lead"], context) if match else None
    place, date, _ = lead or (None, None, None)
    if match is None or place is None:
        return None
    agency = match["agency"].strip()
    end = match["end"].strip()
    if not _vouched(agency, place, date, context, dashed=bool(end), ends=_ends_short(place, agency, end)):
        return None
    author, end = author_after(head, match.end(), context)
    return Dateline(end, agency, place, author, date)


def _vouched(agency: str, place: str, date: FoundDate | None, context: Context, *, dashed: bool, ends: bool) -> bool:
    """Whether a bracket between a place and a sentence is an agency's.

    ends: what follows says it, if the agency is short for its name: `Sankt Pölten (lnh) – `.
    """
    if context.owns(agency) or names.is_outlet(agency):
        return dashed or date is not None
    if _SHORT.match(agency) and dashed:
        return ends or place.isupper() or context.echoes(place)
    if not names.is_outlet(agency, labelled=True) or not (dashed or date) or agency in COUNTRIES:
        return False
    if date is not None:
        return True
    if _INITIALS.match(agency) and agency.isupper():
        return (" " not in place and len(place) > 3) or context.echoes(place)
    return context.echoes(place)


def _ends_short(place: str, agency: str, end: str) -> bool:
    """Whether a dash follows, or behind one word a full stop: `Obermahlau (sbo). `"""
    return end in _DASHES or (end == "." and " " not in place and len(agency) >= _SHORTEST)


def author_after(head: str, end: int, context: Context) -> tuple[str | None, int]:
    """The author between two dashes, and where the text begins. Of whom the text speaks again, it speaks here."""
    match = _BETWEEN_DASHES.match(head, end)
    if match is None or names.is_caseless(match["phrase"]) or not names.is_person(match["phrase"]):
        return None, end
    credit = read_list(match["phrase"], context, sure=False)
    if credit is None or not credit.authors or context.text.count(match["phrase"].split()[-1]) > 1:
        return None, end
    return ", ".join(credit.authors), match.end()


def _alone(head: str, context: Context) -> Dateline | None:
    """`(Adnova) - ROMA, 12 OTT - `, `(Báo Mới) - Hòa Lộc - `, `(Hòa Lộc) `."""
    match = _ALONE.match(head)
    if match is None:
        return None
    inner = match["agency"].strip()
    place, date, end = _place_after(head, match.end(), context)
    if match["end"] is None and date is None and (names.agency(inner) or names.agency(inner.upper())):
        return Dateline(match.end(), inner)
    if match["end"] is None and date is None:
        vouched = names.is_place(inner) and context.echoes(inner)
        return Dateline(match.end(), None, inner) if vouched and not names.is_outlet(inner) else None
    known = names.agency(inner) or context.owns(inner) or names.is_outlet(inner)
    own = match["end"] is not None and is_initials(inner) and VIETNAMESE.search(head) is not None
    if known or own or (place and names.is_outlet(inner, labelled=True)):
        return Dateline(end, inner, place, None, date)
    if names.is_place(inner) and not is_initials(inner) and (context.locates(inner) or context.heads(inner)):
        return Dateline(match.end(), None, inner)
    return None


def _place_after(head: str, start: int, context: Context) -> tuple[str | None, FoundDate | None, int]:
    match = _LEAD.match(head, start)
    lead = where_and_when(match["lead"], context) if match else None
    if match is None or lead is None or not lead[0] or not (lead[1] or context.echoes(lead[0]) or lead[0].isupper()):
        return None, None, start
    return lead[0], lead[1], match.end()


def _stopped(head: str, context: Context) -> Dateline | None:
    """`КИЇВ. 21 червня. Вісті. `: place, day and agency as sentences of their own."""
    match = _STOPPED.match(head)
    if match is None or not names.is_place(match["place"]):
        return None
    lead = where_and_when(match["date"], context)
    if lead is None or lead[0] or not lead[1] or not (match["place"].isupper() or context.echoes(match["place"])):
        return None
    agency = match["agency"]
    if agency and not names.is_outlet(agency, labelled=True):
        return Dateline(match.start("agency"), None, match["place"], None, lead[1])
    return Dateline(match.end(), agency, match["place"], None, lead[1])


def _listed(head: str, context: Context) -> Dateline | None:
    """`ВЕРХНИЙ КЛЮЧ, 29 января, ИА «Чернолесье». `: place in capitals, day and agency in one list."""
    match = _LIST.match(head)
    place, date, source = (where_and_when(match["list"], context) if match else None) or (None, None, None)
    if match is None or not (place and place.isupper() and date and source):
        return None
    return Dateline(match.end(), source, place, None, date)


def _led(head: str, context: Context) -> Dateline | None:
    """`Robledal, 30 de mayo.- `, `BOGARRA DEL RÍO.- `, `देवगिरि: `, `Hafenau – `, and the agency that may follow."""
    match = _LEAD.match(head) if _ENDS_LEAD.search(head, 0, _FARTHEST) else None
    lead = where_and_when(match["lead"], context) if match else None
    if match is None or lead is None or not lead[0]:
        return None
    place, date, source = _outlet_and_place(match["lead"], context) or (lead[0], lead[1], lead[2])
    mark = match["end"].strip()
    upper = place.isupper() and len(place) > 3
    if mark == "।":
        sure = len(place.split()) <= _INDIC_WORDS  # Hindi papers set the place before the text as a sentence of its own
    elif mark == ".":
        sure = date is not None and date.names_year
    elif mark[0] == "." or date is not None:
        sure = upper or (date is not None and (mark[0] == "." or head[len(place) : len(place) + 1] in ",،"))
        sure = sure or (mark[0] == "." and _is_plain_name(place) and head[match.end() :][:1].isupper())  # `Robledal.- `
    else:
        sure = bool(source) or (context.listing and names.is_caseless(place) and " " not in place and mark != ":")
        sure = sure or (mark in _DASHES and _is_one_name(place, head[match.end() :]))
    if not (sure or _comes_again(place, mark, context)):
        return None
    end = match.end()
    if source is None:
        source, author, end = agency_after(head, end, context, certain=upper and date is not None)
        return Dateline(end, source, place, author, date)
    return Dateline(end, source, place, None, date)


def _is_one_name(place: str, text: str) -> bool:
    """Whether one word with a capital before a dash and a sentence can only be a place: `Magelang - Tidak ada`."""
    words_ = 2 if VIETNAMESE.search(place) else 1  # Vietnamese parts syllables
    if len(place.split()) > words_ or len(place) <= _SHORTEST or place.isupper():
        return False
    return _is_plain_name(place) and (names.is_caseless(place) or text[:1].isupper())


def _is_plain_name(place: str) -> bool:
    """Whether no word of it names a kind of report, a section or an outlet."""
    known = words("names", "kinds") | words("names", "sections") | words("names", "outlet")
    return len(place) > _SHORTEST and known.isdisjoint(place.casefold().split())


def _placed(head: str, context: Context) -> Dateline | None:
    """`RIVALTA SUL LAGO. Una scarpa`, `Ostheim. Am Montag`: a place as a sentence of its own, which the text names
    again as one."""
    match = _PLACED.match(head)
    place = match["place"] if match else ""
    if match is None or not names.is_place(place) or names.is_outlet(place):
        return None
    spelt = context.spelling(place)
    again = spelt != place or _is_plain_name(place) if place.isupper() else context.locates(place)
    return Dateline(match.end(), None, place) if again and len(place) > _SHORTEST else None


def _outlet_and_place(lead: str, context: Context) -> tuple[str, FoundDate | None, str] | None:
    """`Warta Nusa, Tanjung Lestari`, `Bukit Aren, SKW`: the outlet stands first in Indonesia, or what the page's is
    short for behind the place."""
    outlet, _, place = lead.partition(", ")
    if (names.is_outlet(outlet) or is_initials(outlet)) and names.is_place(place) and context.echoes(place):
        return place, None, outlet
    firsts = "".join(word[0] for word in f"{context.owners} {context.above}".split()).upper()
    own = is_initials(place) and len(place) >= _SHORTEST and place in firsts
    return (outlet, None, place) if own and names.is_place(outlet) and not outlet.isupper() else None


def _comes_again(place: str, mark: str, context: Context) -> bool:
    """Whether the text names the place again. A colon is believed after few words, and never after a person's name."""
    if mark == ":" and not (names.is_caseless(place) and len(place.split()) <= 3) and not place.isupper():
        return False
    if len(place) > _SHORTEST and place.isupper() and context.spelling(place) not in (place, place.lower()):
        return True
    if mark in _DASHES and " " in place and context.locates_inflected(place):
        return True
    return len(place.split()) <= 3 and context.heads(place) and context.echoes(place)


def agency_after(head: str, start: int, context: Context, *, certain: bool) -> tuple[str | None, str | None, int]:
    """Agency and author after the dash of a place: `УралИнформ, Инга Заварзина. `, `Agenzia Nord - `. `certain`: what
    stands before is a dateline for sure, and a name that ends as a sentence does can be nothing else."""
    match = _SIGNED.match(head, start)
    if match and (match["who"] is None or names.is_person(match["who"])):
        known = names.agency(match["agency"]) or context.owns(match["agency"])
        if known or ((match["who"] or certain) and _is_all_names(match["agency"])) or (match["who"] and certain):
            return match["agency"], match["who"], match.end()
    match = _PHRASE.match(head, start)
    if (
        match
        and len(match["phrase"].split()) <= 4
        and (names.is_outlet(match["phrase"]) or context.owns(match["phrase"]))
    ):
        return match["phrase"], None, match.end()
    return None, None, start


def _is_all_names(text: str) -> bool:
    return all(token[0].isupper() for token in text.split()) and names.is_outlet(text, labelled=True)
