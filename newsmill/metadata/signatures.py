"""How a house closes a report: by its initials, its agency, its staff in a bracket, the place that it is from."""

import re

from newsmill.metadata import joined_names, names
from newsmill.metadata.closing import japanese_name
from newsmill.metadata.credits import Credit, read_list
from newsmill.metadata.reading import RULES, Reading
from newsmill.metadata.vocabulary import any_of

_INITIALS_AND_AGENCY = re.compile(r"(?:[^\W\d_]{2,5}/\s?){1,3}\s?\(?(?P<agency>[^\W\d_]{2,6})\)?$")
_FROM = re.compile(
    rf"(?:(?:[^\W\d_]\.\s?){{1,3}}(?:avec|with|mit|con|com|z|s)|{any_of('labels', 'source')})\s"
    r"(?P<source>[^.,:;]{2,48})$",
    re.IGNORECASE,
)
"""`L.D. avec AFP`, `Theo Báo Mới`: what a report was made from."""
_STAFF = re.compile(
    rf"[^\W\d_]{{2,20}}(?:\s[^\W\d_]{{2,20}})?"
    rf"\s?/?\s?\([^():]{{0,12}}(?:{any_of('labels', 'author')})\s?:\s?(?P<names>[^():]{{4,60}}?)"
    r"(?:[,;]\s[^:,]{3,20}:[^()]{3,80})?\)$",
    re.IGNORECASE,
)
_DASHED = re.compile(r"[-–—]{1,2}\s?(?P<names>(?:[^\W\d_]\.\s?){0,3}[^\W\d_][^.:;!?\d]{3,60})$")
_INITIALS, _SHORT_OUTLET = 4, 5
_BRACKETED = re.compile(r"[(（\[［](?P<inside>[^()（）\[\]［］\d:：]{3,40})[)）\]］]$")
_PLACE_AND_AGENCY = re.compile(r"(?P<place>[^\W\d_][^()\d/]{2,30}?)\s\((?P<agency>[^()\d]{2,12})\)$")
_ACRONYM = re.compile(r"[^\W\d_]{3,8}$")
"""`(ČTKA)`, alone on the last line"""


def says_from_what(text: str) -> bool:
    """Whether a line says what a report was made from."""
    return _FROM.match(text.strip()) is not None


def take_signature(place: int, reading: Reading) -> bool:
    """Take out how agencies close a report: `mko/ PAW`, `Lume/Fim`, `NORD/(AB - autor: Ana Pop, editor: Ion Rus)`."""
    text = reading.pieces[place].text.strip()
    source = reading.values.get("source")
    bare = text.strip("()[] ")
    if source and (bare == source or bare.startswith((f"{source}/", f"{source} /"))) and len(bare) < len(source) + 12:
        reading.remove([place], RULES["source"])
        return True
    credit = _house(text, bare) or _wired(text) or _bracketed(text, place, reading) or _staff(text, reading)
    if credit is None:
        return False
    reading.note(author=", ".join(credit.authors), source=credit.source, place=credit.place)
    reading.remove([place], RULES["author" if credit.authors else "source"])
    return True


def _wired(text: str) -> Credit | None:
    """`Łęgowo (PAP)`: a place and its agency, as Polish papers close a report."""
    match = _PLACE_AND_AGENCY.match(text)
    if match is None or not names.agency(match["agency"]) or not names.is_place(match["place"]):
        return None
    return Credit(source=match["agency"], place=match["place"])


def _house(text: str, bare: str) -> Credit | None:
    """What a report was made from, or the agency whose writers have initialled it: `Theo Báo Mới`, `km/dpa`."""
    if (match := _FROM.match(bare)) and names.is_outlet(match["source"]):
        return Credit(source=match["source"])
    agency = initialled(text)
    return Credit(source=agency) if agency else None


def _staff(text: str, reading: Reading) -> Credit | None:
    """Who signs: in a bracket behind the agency, behind a dash, or as reporters do in Japan."""
    if name := japanese_name(text, reading.context.text):
        return Credit([name])
    if match := _STAFF.match(text):
        credit = read_list(match["names"], reading.context, labelled=True, sure=False)
        return credit if credit and credit.authors else None
    dashed = _DASHED.match(text)
    credit = read_list(dashed["names"], reading.context, sure=False) if dashed else None
    return credit if credit and credit.authors and all(map(names.is_byline_alone, credit.authors)) else None


def _bracketed(text: str, place: int, reading: Reading) -> Credit | None:
    """What the very last line says that is one bracket: a name, an agency or an outlet of one word."""
    match = _BRACKETED.match(text) if place == reading.kept[-1] else None
    if match is None:
        return None
    inside = match["inside"].strip()
    outlet, comma, name = inside.rpartition(", ")
    if (
        comma
        and names.is_byline_alone(name)
        and not names.is_byline_alone(outlet)
        and names.is_outlet(outlet, labelled=True)
    ):
        return Credit([name], outlet)
    plainly = names.agency(inside) or joined_names.ends_as_outlet(inside) or reading.context.owns(inside)
    if plainly or (names.is_outlet(inside) and not joined_names.is_joined(inside)):
        return Credit(source=inside)
    if names.is_byline_alone(inside):
        return Credit([inside])
    if _ACRONYM.match(inside) and inside.isupper():
        return Credit(source=inside)
    return Credit(source=inside) if inside.isalpha() and inside.istitle() and len(inside) >= _SHORT_OUTLET else None


def _may_be_outlet(text: str) -> bool:
    """Whether what stands before a name in a bracket is no second name."""
    return names.is_outlet(text, labelled=True) and not names.is_byline_alone(text)


def initialled(text: str) -> str | None:
    """The agency of a report that its writers have initialled, before it or after: `km/dpa`, `ats/jfg`, `xy/ABC`."""
    if (match := _INITIALS_AND_AGENCY.match(text)) and (match["agency"].isupper() or names.agency(match["agency"])):
        return match["agency"]
    first, slash, last = text.strip("()[] ").partition("/")
    known = names.agency(first) or (first.isalpha() and names.agency(first.upper()))
    return first if slash and known and last.isalpha() and len(last) <= _INITIALS else None
