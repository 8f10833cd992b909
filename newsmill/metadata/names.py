"""What reads as a person, a place or an outlet: the tests that keep sentences out of the columns."""

import re
from collections.abc import Sequence

from newsmill.metadata import calendars
from newsmill.metadata.honours import is_degree, without_honours
from newsmill.metadata.joined_names import (
    by_blanks,
    is_joined,
    is_joined_desk,
    is_joined_office,
    is_joined_outlet,
    is_joined_person,
    is_joined_place,
)
from newsmill.metadata.vocabulary import any_of, words

MAX_NAME = 48
"""Characters of a name; longer is a sentence."""

OWN = words("agencies", "self")
"""What a paper calls itself in a dateline: as good as an agency there, but no name."""

_TOKEN = re.compile(r"[^\W\d_][^\s\d,;:!?()\[\]{}<>/\\|\"“”«»_]*$")
_CASELESS = re.compile(r"[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0eff]")
_CONTACT = re.compile(r"[(（<\[]?\s*[\w.+-]{1,40}@[\w.-]{0,60}\s*[)）>\]]?|(?<=\s)@\w{2,30}\b")
_NETWORKS = re.compile(r"google|facebook|whatsapp|telegram|instagram|linkedin|pinterest|twitter", re.IGNORECASE)
_NO_OUTLET = re.compile(r"[,，;；:：()!?！？。،؛]")
_ADDRESS = re.compile(r"(?:https?://)?[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)*\.[a-zA-Z]{2,}(?:/\S*)?$")
PLACE_PARTICLES = words("names", "particles") | frozenset(
    "am an upon sur nad pod při pri u ob bei aan bij op sous lès les aux under sul sulla".split()
)
_OUTLET_PARTICLES = words("names", "particles") | words("names", "outlet_particles")
_NO_NAMES = words("names", "sections") | words("names", "kinds") | words("names", "outlet")
_TRADE = re.compile(rf"(?:{any_of('bylines', 'trade')})$", re.IGNORECASE)
_OF_OTHERS = re.compile(rf"(?:{any_of('bylines', 'others')})(?:(?<=[^\w])|(?![^\W\d_]))", re.IGNORECASE)
_AGENCY = re.compile(
    rf"(?:{any_of('agencies', 'spaced')})$|(?:ИА|РИА|агентство|агенція|газета|журнал)\s«[^«»]{{2,30}}»$|"
    r"(?:[A-Z][\w.]{1,20}\s){1,3}(?:News\s)?Agency$|"
    r"[A-Z][\w-]{2,20}\.(?:com|ru|net|org|info|id)$"
)
_LONG_AGENCIES = frozenset(name for name in words("agencies", "spaced") if len(name) > 4)
"""Names that capitals cannot turn into other words: EUROPA PRESS is Europa Press, but aa is no AA."""
_OUTLET_ENDS = tuple(sorted(words("names", "outlet_ends")))
_OUTLET_STARTS = tuple(sorted(words("names", "outlet_starts")))
_ARTICLES = frozenset(
    "the a an ein eine der die das un une uno una il lo gli het een el los las les o os um uma".split()
)
_ELIDED = re.compile("(?:l|d|dell|all|nell)['’]")
_ELIDED_PARTICLE = re.compile(r"[dl]['’]\w")
"""`Conceição d'Ávila`"""
_ACRONYM = re.compile("[A-ZА-ЯЁІЇЄΑ-Ω]{3,5}$")
_TEAMS = (
    "team ", "equipo ", "équipe ", "equipe ", "zespół ", "команда ", "ufficio ", "wydział ", "odbor ", "отдел ",
    "відділ ", "sezione ", "departamento ", "departament ", "secretaria ", "secretaría ",
)  # fmt: skip
"""How the names of teams and of offices begin."""
_NEWS = frozenset("notícias новости новини ειδήσεις νέα समाचार न्यूज़ न्यूज zprávy wiadomości știri".split())
"""Sections, where they stand alone."""
_TEAM_WORDS = 4
_DESK_ENDS = (" desk", " newsroom", " bureau")
_DESKS = ("ทีมข่าว", "กองบรรณาธิการ", "ศูนย์ข่าว", "โต๊ะข่าว")
"""How the names of desks begin in Thai, where no blank parts the next word from them."""
_ADMIN = re.compile(r"admin\w{0,4}\Z")
_DESK_BEHIND = re.compile(r"(?<=[\u3040-\u30ff\u3400-\u9fff])\s[\u3400-\u9fff]{1,6}(?:部|支局|総局|編集局|報道局)$")
"""`古賀某 地域報道部`"""
_ARABIC_AND = re.compile(
    r"^([\u0621-\u064a]+\s[\u0621-\u064a]+)\sو(?!ليد|سام|سيم|ائل|فاء|داد|جدي|جيه|حيد|صال|لاء|نيس|ديع|هب|فيق|صفي|رد|رود|"
    r"اصف|اثق|ضاح|دود|سن|هاب)([\u0621-\u064a]{3,}\s[\u0621-\u064a]{2,})$"
)
"""`and` is a letter before the second name; given names that begin with it are left."""
_JOINED_AGENCY = re.compile(rf"(?:{any_of('agencies', 'joined')})$")


def agency(text: str) -> str | None:
    """The text as the name of an agency that newsmill knows, or that calls itself one."""
    name = text.strip(" .").removeprefix("خبرگزاری ")
    if len(name) > MAX_NAME:
        return None
    if _AGENCY.match(name) or _JOINED_AGENCY.match(name) or name.casefold() in _LONG_AGENCIES:
        return name
    head, slash, _ = name.partition("/")
    if slash:
        return agency(head)
    two = name.split("-")
    return name if len(two) > 1 and all(map(agency, two)) else None  # `AFP-Jiji`: both know of it


def is_of_others(text: str) -> bool:
    """Whether the text begins as the credit of somebody who is no author: `Photo by`, `Φωτ.`, but not `Φωτεινή`."""
    return _OF_OTHERS.match(text) is not None


def is_nobody(text: str) -> bool:
    """Whether an account or a desk stands where an author should."""
    folded = text.strip(" .").casefold()
    known = folded in words("bylines", "nobody") or is_office(folded) or is_joined_desk(folded)
    is_team = folded.startswith(_TEAMS) and len(folded.split()) <= _TEAM_WORDS
    is_team = is_team or (folded.endswith(_DESK_ENDS) and len(folded.split()) <= _TEAM_WORDS)
    return known or is_team or folded.startswith(_DESKS) or _ADMIN.match(folded) is not None


def is_office(text: str) -> bool:
    """Whether the text names the office that publishes: nobody behind `by`, and a source elsewhere."""
    return text.casefold() in words("bylines", "offices")


def is_trade(text: str) -> bool:
    """Whether the text only names the trade: reporter, staff writer."""
    return _TRADE.match(text.strip()) is not None


def is_person(text: str, *, labelled: bool = False) -> bool:
    """Whether the text reads as a person's name. After a label one word, or a script without capitals, is enough."""
    name = text.strip()
    if not 2 <= len(name) <= MAX_NAME:
        return False
    if _NETWORKS.search(name):
        return False
    if is_joined(name):
        return is_joined_person(name)
    tokens = name.split()
    if len(tokens) > 5 or not all(_TOKEN.match(token) for token in tokens):
        return False
    if _CASELESS.search(name):
        return labelled and len(tokens) <= 4
    return _is_capitalised_name(tokens, labelled)


def _is_capitalised_name(tokens: list[str], labelled: bool) -> bool:
    capitals = 0
    for token in tokens:
        folded = token.casefold()
        if token[0].isupper() or _ELIDED_PARTICLE.match(token):
            if (folded in words("names", "stop") and not (len(token) == 1 and capitals)) or (
                len(folded) > 4 and calendars.key(folded) in calendars.weekdays()
            ):
                return False
            capitals += len(token.rstrip(".")) > 1 or (token.endswith(".") and token is tokens[0])
        elif folded not in words("names", "particles") and "-" not in token[:4]:
            return False
    if tokens[0][0].islower() and not labelled:
        return False
    return capitals >= (1 if labelled and len(tokens[0]) > 2 else 2) or (len(tokens) > 1 and capitals == 1 and labelled)


def is_byline_alone(text: str, most: int = 3) -> bool:
    """Whether a line reads as a name that nothing announces: two or three capitalised words, none of which a section,
    an outlet or a place has. Scripts without capitals do not tell."""
    tokens = text.split()
    capitals = [token for token in tokens if token[0].isupper()]
    written_out = [token for token in capitals if len(token.rstrip(".")) > 1]
    if len(capitals) < 2 or len(written_out) > most or not is_person(text) or is_joined(text) or _CASELESS.search(text):
        return False
    folded = [_without_article(token).strip(".") for token in tokens]
    if folded[0] in words("bylines", "before") | _ARTICLES or begins_with_acronym(tokens):
        return False
    return folded[0] not in words("names", "place_starts") and _NO_NAMES.isdisjoint(folded)


def begins_with_acronym(tokens: Sequence[str]) -> bool:
    """Whether a name begins as those of broadcasters and agencies do, and people's do not: `CNBC Indonesia`."""
    return bool(_ACRONYM.match(tokens[0])) and any(token[1:].islower() for token in tokens[1:])


def is_caseless(text: str) -> bool:
    """Whether its script parts words by blanks or not at all, and has no capitals to tell names by."""
    return _CASELESS.search(text) is not None


def without_contact(text: str) -> str:
    """A byline without the addresses of its authors."""
    return _CONTACT.sub(" ", text).strip(" .,;-–—")


def people(text: str, *, labelled: bool = False) -> list[str] | None:
    """The authors that a byline names: an empty list for a desk or an account, None where it is no byline."""
    bare = _DESK_BEHIND.sub("", without_contact(text))
    if is_nobody(bare):
        return []
    found: list[str] = []
    for part in map(without_honours, _parts(bare)):
        if is_nobody(part) or ((found or labelled) and (agency(part) or is_trade(part))):
            continue
        if is_degree(part) or (is_joined_office(part) and len(bare.split()) > 1):
            continue
        if not is_person(part, labelled=labelled):
            return None
        found.append(part)
    return found if found or labelled else None


def _parts(text: str) -> list[str]:
    """The names of a list: by commas, by `and` in its languages, and by blanks in Chinese."""
    if is_joined(text):
        pieces = re.split(r"[,、，;；&／/]\s*", text)
        return [part for piece in pieces for part in by_blanks(piece.strip()) if part]
    parts: list[list[str]] = [[]]
    for word in re.sub(r"\s*[,;&،]\s*", " , ", _ARABIC_AND.sub(r"\1 , \2", text)).split():
        if word == "," or (word in words("names", "joiners") and len(parts[-1]) > 1):
            parts.append([])
        else:
            parts[-1].append(word)
    return [" ".join(tokens) for tokens in parts if tokens]


def is_place(text: str) -> bool:
    """Whether the text reads as the place of a dateline: one to four capitalised words, or two to ten Han."""
    name = text.strip(" .")
    if not 2 <= len(name) <= 40 or agency(name):
        return False
    if is_joined(name):
        return is_joined_place(name)
    tokens = name.split()
    if len(tokens) > 4 or not all(_TOKEN.match(token) for token in tokens):
        return False
    if _CASELESS.search(name):
        return len(tokens) <= 3
    return tokens[0][0].isupper() and all(_fits_place(token) for token in tokens)


def _fits_place(token: str) -> bool:
    folded = token.casefold()
    if folded in PLACE_PARTICLES:
        return True
    return token[0].isupper() and folded not in words("names", "stop")


def is_outlet(text: str, *, labelled: bool = False) -> bool:
    """Whether the text reads as the name of an outlet. A label, or a word such as News, is asked for."""
    name = text.strip(" .")
    if not 2 <= len(name) <= MAX_NAME:
        return False
    if agency(name) or _ADDRESS.match(name) or name.startswith("خبرگزاری "):
        return True
    if is_joined(name):
        return is_joined_outlet(name) and not _NO_OUTLET.search(name)
    tokens = name.split()
    if len(tokens) > 1 and tokens[-1][0].islower() and is_trade(tokens[-1]):
        return False  # `Jane Roe community reporter`, glued
    fits = len(tokens) <= 5 if _CASELESS.search(name) else _fits_outlet(name, tokens, labelled=labelled)
    return fits and (labelled or _has_outlet_word(name, tokens))


def begins_as_outlet(text: str) -> bool:
    """Whether two words or more begin with one that only outlets have first, an article aside: `La Voz del Sur`."""
    tokens = text.split()
    bare = [token for token in tokens[:2] if token.casefold() not in _ARTICLES | {"la"}][:1]
    return len(tokens) > 1 and bool(bare) and _without_article(bare[0]) in words("names", "outlet")


def _has_outlet_word(name: str, tokens: list[str]) -> bool:
    if name.casefold().endswith(_OUTLET_ENDS) and len(name) > 7:
        return True
    if len(tokens) == 1 and (name.isascii() or name.casefold() in _NEWS):
        return False
    return name.startswith(_OUTLET_STARTS) or not words("names", "outlet").isdisjoint(map(_without_article, tokens))


def _without_article(token: str) -> str:
    """A word in small letters, without the article that French and Italian write with it: `L'Écho`."""
    return _ELIDED.sub("", token.casefold())


def _fits_outlet(name: str, tokens: list[str], *, labelled: bool) -> bool:
    """Whether it is written as a name; after a label, a short one may have small letters after its first word."""
    if len(tokens) > 6 or _NO_OUTLET.search(name) or not name[0].isalnum() or _is_small(tokens[0]):
        return False
    return all(map(_is_outlet_token, tokens)) or (labelled and len(tokens) <= 3)


def _is_small(token: str) -> bool:
    """Whether it begins with a small letter, and is no name with a figure in it, as g1 or m4news are."""
    return token[0].islower() and not any(map(str.isdigit, token))


def _is_outlet_token(token: str) -> bool:
    folded = token.casefold()
    begins_name = not _is_small(token) and token[0].isalnum()
    return begins_name or folded in _OUTLET_PARTICLES or folded in words("names", "outlet")
