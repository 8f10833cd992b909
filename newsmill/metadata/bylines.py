"""Who wrote it, for whom, and where, told by a byline's first or last word, by a trade, or by an agency's name."""

import re

from newsmill.metadata import joined_names, names
from newsmill.metadata.context import Context
from newsmill.metadata.credits import Credit, is_initials, read_list
from newsmill.metadata.joined_bylines import read_joined_byline
from newsmill.metadata.vocabulary import any_of, words

BYLINE_WORD = re.compile(rf"\s*(?:{any_of('bylines', 'before')})\s*:?\s+", re.IGNORECASE)
"""What a byline begins with, before the name."""
_BYLINE = re.compile(rf"(?P<word>{any_of('bylines', 'before', 'compilers')})\s+(?P<names>.+)$", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:το|τη|την|the|la|le|el|il|die|der|das|den|het)\s+", re.IGNORECASE)
_TRADE_FIRST = re.compile(
    rf"(?:(?P<agency>.{{2,40}}?)\s)??(?:staff\s|special\s|senior\s)?(?:{any_of('bylines', 'trade')})s?\s(?P<names>.+)$",
    re.IGNORECASE,
)
_TRADE_LAST = re.compile(
    rf"(?P<names>[^,|]{{4,60}}),\s*(?:[^,]{{2,30}}\s)?(?:{any_of('bylines', 'trade')})$", re.IGNORECASE
)
_GREEK_ARTICLES = frozenset({"του", "της"})
_GREEK_FIRST_NAMES = (("ου", "ος"), ("η", "ης"), ("ή", "ής"), ("α", "ας"), ("ά", "άς"))
_GREEK_SURNAMES = (("πουλου", "πουλος"), ("άκη", "άκης"), ("ίδη", "ίδης"), ("άδη", "άδης"))
_SLASHED = re.compile(
    r"(?P<names>[^\W\d_][^/,()]{3,40})/\s?(?P<place>[^\W\d_][^/,()]{2,24}),?\s?\(?(?P<agency>[^\W\d_][^/,()]{1,30})\)?$"
)
_OUTLET_LAST = re.compile(rf"\s(?P<outlet>(?:{any_of('names', 'outlet_starts')})\S*)$")
_OUR = re.compile(
    r"(?:our|onze|notre|unserem|unserer|nuestro|nuestra|nostro|nostra|nosso|nossa|naszego|naszej)\s\S+\s"
    r"(?:(?:spéciale?|especial|speciale|permanente?)\s)?",
    re.IGNORECASE,
)
"""`Door onze verslaggever Jan Jansen`: whose reporter it is, and what he is."""
_AT_PLACE = re.compile(
    r"(?:,\s(?:à|au|en|in|a|da|aus|из|w|z|ze|te|din|desde|em)|\s(?:in|à|em|aus|из|w))\s(?P<place>[^\W\d_a-z][^,()]{2,30})$"
)
"""`Par Ana Gil, à Val-les-Pins`, `Reporting by Jane Roe in Lower Wick`"""
_BEHIND_STOP = re.compile(r"(?<=[^\W\d_]{3})\.\s(?P<place>[^\W\d_a-z][^.,()]{2,40})$")
"""`Por Ana Gil. Olmeda del Río`, before the day"""
_HELPED = re.compile(
    r"\s\(?(?:avec|with|mit|con|com|met|z|s|с|із|za)\s(?:l['’])?(?P<agency>[^\s,()]{2,20}(?:\s[^\s,()]{2,20})?)\)?$"
)
"""`Par Jean Dupont avec AFP`: whose material the author used."""
_HELPED_BY = re.compile(r"\s\(?(?:avec|with|mit|con|com|met|z|s|с|із|cu)\s(?P<name>[^\W\d_a-z][^,()]{4,40})\)?$")
"""`Par Jean Dupont (avec Ana Gil)`"""
_HELP_ALONE = re.compile(r"(?:avec|with|mit|con|com|met|z|s|с)\s(?P<agency>[^\s,()]{2,20})$", re.IGNORECASE)
"""`com Lusa`, behind the author's name"""
_HELP_FIRST = re.compile(
    r"(?:avec|with|mit|con|com|met|z|s|с)\s(?P<agency>[^\s,()]{2,20}),\s(?P<names>.{4,60})$", re.IGNORECASE
)
"""`Avec AFP, Jean Dupont`"""
_LISTED = re.compile(r"[Dd][eia]\s(?P<names>[^,]{5,40}(?:(?:,| et| și| e)\s[^,]{5,40}){1,2})$")
"""`De Jean Dupont, Ana Gil`"""
_AND_HOUSE = re.compile(r"\s(?:und|and|et|y|e|en|i|a|og|och|și|и|та)\s(?P<agency>[^\s,()]{2,12})$")
"""`Von Max Muster und dpa`"""
_BEHIND_SLASH = re.compile(r"(?<=[^\W\d_])\s?/\s?(?P<agency>[^\s,()/]{2,14})$")
"""`Von Max Muster/dpa`"""
_WRITTEN_FOR = re.compile(
    r"\s(?:para|für|for|pour|per|voor|dla|pro|для|için|untuk|pentru)\s(?:(?:o|a|el|la|le|il|die|der|das|de)\s)?(?P<agency>[^,()]{2,40})$"
)
"""`Por Ana Gil para Diario del Sur`: the outlet that a free writer wrote it for."""
_FROM_OUTLET = re.compile(rf"(?:{any_of('labels', 'source')})\s(?P<outlet>[^\W\d_].{{2,40}})$", re.IGNORECASE)
"""`Theo TTXVN`"""
_REPORTED_BY = "به گزارش "
"""`به گزارش X`: in Persian what follows is an outlet, whatever its name."""
_STAFF_AND = re.compile(r"[^\W\d_a-z].{2,40}\s(?:Staff|staff|Desk|Newsroom)\s(?:and|&)\s(?P<names>[^\W\d_a-z].{3,40})$")
"""`Ferrin Gazette Staff and Jane Roe`"""
_EDITION = re.compile(
    r"(?P<source>[^,\d(№#]{3,40}?),?\s(?:issue|no\.?|№|nr\.?|č\.|n[.°º]|numéro|número|edisi|edizione|ausgabe|ediția|גיליון)"
    r"\s?\d{1,5}(?:\s(?:from|of|od|от|vom|du|del))?$",
    re.IGNORECASE,
)
"""`Socialist Torch, Issue 2914`: the number of a paper, beside its day."""
_AMPERSAND = re.compile(r"\s?&\s?|\s(?:and|und|et)\s")
_CASELESS_WORDS, _CASELESS_NAME = 4, 3
"""Words of a byline in a script without capitals, and of a name behind a trade."""
_PARTED = re.compile(r"[,،;]")
_CASELESS_TRADES = ("ผู้สื่อข่าว", "นักข่าว", "संवाददाता", "रिपोर्टर", "خبرنگار", "مراسل", "כתב")
_ROLE_BEHIND = re.compile(
    r"(?P<names>[^\W\d_a-z]\S+\s[^\W\d_a-z]\S+)\s(?:\S+\s){0,4}?"
    rf"(?-i:(?=[a-zß-ÿа-яё]))(?:{any_of('bylines', 'trade')})$"
)
"""`Tamsin Orrell North of England correspondent`: what the author is, with nothing between."""
_DESK = re.compile("reda[ckzç]|rédac|редак|מערכת", re.IGNORECASE)


def read_byline(part: str, context: Context) -> Credit | None:
    """What a part of a line says that no label announces: an agency, or a byline by its first or last word."""
    if house := _house(part):
        return Credit(source=house)
    told = _FROM_OUTLET.match(part)
    if told and (
        names.agency(told["outlet"]) or names.is_outlet(told["outlet"], labelled=part.startswith(_REPORTED_BY))
    ):
        return Credit(source=told["outlet"])
    if joined_names.is_joined(part):
        return read_joined_byline(part, context)
    listed = _LISTED.match(part) or _STAFF_AND.match(part)
    if listed and (several := _full_names(listed["names"], least=1 + (listed.re is _LISTED))):
        return Credit(several)
    if match := _BYLINE.match(part):
        house = _house_of_desk(match["names"])
        wired = Credit(source=house) if house else _before_agency(match["names"])
        return wired or _after_by(match["word"], match["names"], context)
    return _with_agency(part) or _read_trade(part, context)


def read_edition(part: str) -> str | None:
    """The paper whose number a part of a line names: it is one beside a date."""
    edition = _EDITION.match(part)
    return edition["source"].strip(' «»"“”') if edition and not names.agency(part) else None


def _full_names(text: str, *, least: int) -> list[str] | None:
    """The names of a list, so many or more, if each is a full one."""
    found = names.people(text)
    return found if found and len(found) >= least and all(map(names.is_byline_alone, found)) else None


def _house(part: str) -> str | None:
    """The agency, or the outlet whose desk it is."""
    return part if names.agency(part) else _house_of_desk(part)


def _house_of_desk(part: str) -> str | None:
    """Whose desk it is that stands where an author should: `Redazione ANSA`, `Reuters Staff`."""
    first, _, rest = part.partition(" ")
    head, _, last = part.rpartition(" ")
    if names.is_nobody(first) and names.agency(rest):
        return rest
    is_section = rest.casefold() in words("names", "sections")
    outlet = names.is_outlet(rest, labelled=True) and _is_name(rest) and not is_section
    if _DESK.match(first) and names.is_nobody(first) and outlet:
        return rest
    return head if names.is_nobody(last) and names.agency(head) else None


def _is_name(text: str) -> bool:
    """Whether every word of it has a capital, or its script has none."""
    return all(word[0].isupper() or word[0].isdigit() or names.is_caseless(word) for word in text.split())


def _read_trade(part: str, context: Context) -> Credit | None:
    """What a part says whose names a slash or a trade tells: `Vie Nam/PARIS (AFP)`, `agency reporter Name`."""
    match = _SLASHED.match(part)
    if match and (is_initials(match["agency"]) or names.is_outlet(match["agency"])) and match["place"].isupper():
        return Credit(names.people(match["names"]) or [], match["agency"], match["place"])
    match = _TRADE_FIRST.match(part)
    if match and (not match["agency"] or names.agency(match["agency"]) or context.owns(match["agency"])):
        caseless = names.is_caseless(match["names"]) and len(_PARTED.split(match["names"])[0].split()) <= _CASELESS_NAME
        credit = read_list(match["names"], context, labelled=caseless)
        if credit:
            credit.source = credit.source or match["agency"]
            return credit
    if (bearer := _ROLE_BEHIND.match(part)) and names.is_byline_alone(bearer["names"]):
        return Credit([bearer["names"]])
    match = _TRADE_LAST.match(part)
    return read_list(match["names"], context) if match else None


def _after_by(word: str, text: str, context: Context) -> Credit | None:
    if beside := house_beside(text) or _place_beside(text, context):
        credit, groups = _after_by(word, text[: beside.start()], context), beside.groupdict()
        if credit is not None:
            credit.source = credit.source or groups.get("agency")
            credit.place = credit.place or groups.get("place")
        return credit
    if names.is_caseless(text) and (caseless := _read_caseless(text)):
        return caseless
    if word.lower() in _GREEK_ARTICLES and names.is_person(text):
        return Credit([_nominative(text, word.lower())])
    if (helper := _HELPED_BY.search(text)) and names.is_byline_alone(helper["name"]):
        text = f"{text[: helper.start()]} & {helper['name']}"
    text = " & ".join(map(_without_role, _AMPERSAND.split(_OUR.sub("", text))))
    article = _ARTICLE.match(text)
    office = text[article.end() :] if article else text
    if article and names.is_outlet(office) and not names.is_person(text):
        return Credit(source=office)
    if _is_plainly_outlet(text, context):
        return Credit(source=text)
    return read_list(text, context)


def _before_agency(text: str) -> Credit | None:
    """`By JANE ROE Associated Press`: a full name, and an agency with nothing between."""
    tokens = text.split()
    for size in (2, 1):
        name, house = " ".join(tokens[:-size]), " ".join(tokens[-size:])
        if names.agency(house) and names.is_byline_alone(name):
            return Credit([name], house)
    return None


def _is_plainly_outlet(text: str, context: Context) -> bool:
    """Whether several words that a byline names are an outlet's: the page's own, or with a word such as Radio."""
    several = len(text.split()) > len(("given", "family")) or context.owns(text)
    return several and names.is_outlet(text) and not names.is_byline_alone(text) and not joined_names.is_joined(text)


def _with_agency(part: str) -> Credit | None:
    """`Ana Gil com Lusa`, `Jan Jansen/ANP`, `Avec AFP, Ana Gil`: names and the agency whose material they used."""
    if (alone := _HELP_ALONE.match(part)) and names.agency(alone["agency"]):
        return Credit(source=alone["agency"])
    if (first := _HELP_FIRST.match(part)) and names.agency(first["agency"]) and (found := names.people(first["names"])):
        return Credit(found, first["agency"])
    helped = _HELPED.search(part) or _BEHIND_SLASH.search(part)
    if helped and names.agency(helped["agency"]) and names.is_byline_alone(part[: helped.start()]):
        return Credit([part[: helped.start()]], helped["agency"])
    return None


def house_beside(text: str) -> re.Match[str] | None:
    """Whose material the author used, or for whom it was written."""
    helped = _HELPED.search(text) or _BEHIND_SLASH.search(text) or _AND_HOUSE.search(text)
    if helped and (names.agency(helped["agency"]) or is_initials(helped["agency"])):
        return helped
    written_for = _WRITTEN_FOR.search(text)
    return written_for if written_for and names.is_outlet(written_for["agency"], labelled=True) else None


def _place_beside(text: str, context: Context) -> re.Match[str] | None:
    """Where the author wrote it, if the text names the place, too."""
    at = _AT_PLACE.search(text) or _BEHIND_STOP.search(text)
    told = at and (context.echoes(at["place"]) or context.locates(at["place"]))
    return at if at and (told or (context.one_of_many and names.is_place(at["place"]))) else None


def _read_caseless(text: str) -> Credit | None:
    """A name in a script without capitals, and the outlet or the trade behind it."""
    outlet = _OUTLET_LAST.search(text)
    if outlet and names.is_person(text[: outlet.start()], labelled=True):
        return Credit([text[: outlet.start()]], outlet["outlet"])
    if len(text.split()) > _CASELESS_WORDS or not names.is_person(text, labelled=True):
        return None
    name, _, last = text.rpartition(" ")
    return Credit([name if " " in name and last.startswith(_CASELESS_TRADES) else text])


def _without_role(text: str) -> str:
    """A name without what its bearer is, where nothing parts them: `Maddie Thorpe Trainee reporter`."""
    tokens = text.split()
    if len(tokens) < 3 or not names.is_trade(tokens[-1]):
        return text
    size = next((size for size in range(len(tokens) - 1, 1, -1) if not _is_of_role(tokens[size - 1])), 2)
    return " ".join(tokens[:size])


def _is_of_role(word: str) -> bool:
    return names.is_trade(word) or word.casefold() in words("bylines", "ranks") | words("names", "sections")


def _nominative(name: str, article: str) -> str:
    """A Greek name after `of`: a man's names change their endings back, a woman's the first name only. Surnames in -ου
    are left: many have it in the nominative."""
    first, *others = name.split()
    if article == "της":
        return " ".join([first.removesuffix("ς"), *others])
    return " ".join([_ending(first, _GREEK_FIRST_NAMES), *(_ending(word, _GREEK_SURNAMES) for word in others)])


def _ending(word: str, endings: tuple[tuple[str, str], ...]) -> str:
    found = next(((old, new) for old, new in endings if word.endswith(old)), ("", ""))
    return word.removesuffix(found[0]) + found[1]
