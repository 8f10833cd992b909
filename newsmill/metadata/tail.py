"""The last lines of a text: signatures, source lines, names."""

import re

from newsmill.chars import ends_sentence
from newsmill.clean.widgets import button_share
from newsmill.metadata import clocks, names
from newsmill.metadata.alone import says_author
from newsmill.metadata.closing import japanese_name, take_closing_bracket
from newsmill.metadata.credits import Credit, read_list
from newsmill.metadata.datelines import read_signature
from newsmill.metadata.elements import fields_of
from newsmill.metadata.fields import read_fields
from newsmill.metadata.listed import may_sign_with_day, names_outlet
from newsmill.metadata.reading import RULES, Reading
from newsmill.metadata.titles import is_prose
from newsmill.metadata.vocabulary import any_of, words
from newsmill.page.block import Block, Piece, Role

TAIL, LABELLED_TAIL = 5, 16
"""Kept Pieces from the end that may be metadata, and among which a label tells that one is: menus may stand below."""

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
_DASHED = re.compile(r"[-–—]{1,2}\s?(?P<names>[^\W\d_][^.:;!?\d]{4,60})$")
_SENTENCE_CASE = re.compile("[\u0370-\u03ff\u0400-\u04ff\u01a0\u01a1\u01af\u01b0\u0110\u0111\u1ea0-\u1ef9]")
"""Letters of Greek, Cyrillic and Vietnamese, in which only names have capitals in the middle of a line."""
_HEADS_OF_LISTS = frozenset({"tags", "related", "promotion", "navigation", "comments"})
_NAME_AND_AGENCY = re.compile(r"(?P<name>[^,/|()]{4,40}?)\s?(?:[,/|]|\s[-–—])\s?(?P<agency>[^,/|()]{2,30})$")
_FROM_BEHIND = re.compile(rf"\s\((?:{any_of('labels', 'source')})\s?:?\s(?P<agency>[^()]{{2,30}})\)$", re.IGNORECASE)
"""`Jana Malá (Theo TTXVN)`"""
_IN_BRACKETS = re.compile(r"[(（\[［](?P<inside>[^()（）\[\]［］]{5,80})[)）\]］]$")
_SIGNATURES = frozenset({"metadata.dateline", RULES["source"][0]})
_INITIALS, _SHORT_OUTLET = 4, 5
_BRACKETED = re.compile(r"[(（\[［](?P<inside>[^()（）\[\]［］\d:：]{3,40})[)）\]］]$")
_PLACE_AND_AGENCY = re.compile(r"(?P<place>[^\W\d_][^()\d/]{2,30}?)\s\((?P<agency>[^()\d]{2,12})\)$")
_ACRONYM = re.compile(r"[^\W\d_]{3,8}$")
"""`(ČTKA)`, alone on the last line"""
_NO_SIGNATURES = (Role.HEADING, Role.ITEM, Role.CAPTION)
_SIGNED = ("author", "byline", "signature", "reporter")


def read_tail(reading: Reading) -> None:
    """Read the last lines backwards, up to the last one of the body, whose closing bracket may be a signature."""
    for number, place in enumerate(reversed(reading.kept[-LABELLED_TAIL:])):
        if place in reading.replaced or (number and ends_sentence(reading.pieces[place].text)):
            break
        if number >= TAIL:
            _take_last_line(place, reading, labelled=True)
        _take_announced_name(place, reading)
    for place in reversed(reading.kept[-TAIL:]):
        if place in reading.replaced:
            return
        if _take_clock_below_day(place, reading):
            continue
        if _take_last_line(place, reading) or _take_signature(place, reading) or _take_name(place, reading):
            continue
        if _take_outlet(place, reading):
            continue
        if take_closing_bracket(place, reading) or is_prose(reading.pieces[place].text):
            return


def _take_announced_name(place: int, reading: Reading) -> None:
    """Take out a line that says `Written by`, and the name in the line below it."""
    word = reading.pieces[place].text.strip(" :：*_-").casefold()
    below = place + 1
    if word not in words("bylines", "before") or below not in reading.kept or below in reading.replaced:
        return
    name = reading.pieces[below].text.strip()
    if names.is_byline_alone(name):
        reading.note(author=name)
        reading.remove([place, below], RULES["author"])


def _take_clock_below_day(place: int, reading: Reading) -> bool:
    """Take out the hour in a line of its own, and the day in the line above it."""
    clock, above = clocks.alone(reading.pieces[place].text.strip()), place - 1
    if clock is None or above not in reading.kept or not _take_last_line(above, reading):
        return False
    if reading.note_clock(clock):
        reading.remove([place], RULES["published"])
    return True


def _take_last_line(place: int, reading: Reading, *, labelled: bool = False) -> bool:
    """Take out a line that is a signature or says source, author or date; only one with a label, where it must be."""
    text = reading.pieces[place].text.strip()
    if not labelled and text[:1] in "(（[【" and (signature := read_signature(text, reading.context)):
        reading.remove([place], reading.note_dateline(signature))
        return True
    bracketed = _IN_BRACKETS.match(text)
    if bracketed:
        dated = reading.context.one_of_many and any(map(str.isdigit, bracketed["inside"]))
        fields = read_fields(bracketed["inside"], reading.context, under_title=dated)
    else:
        of_item = reading.context.one_of_many and may_sign_with_day(text)
        fields = fields_of(reading.pieces[place], reading, under_title=of_item)
    if fields is None or fields.leading is None or fields.leading == "title":
        return False
    dated = reading.published is None and reading.known.published_at is None and fields.published is not None
    if not (fields.labelled or (not labelled and (fields.author or fields.source or dated))):
        return False
    reading.note_fields(fields)
    reading.remove([place], RULES[fields.leading])
    return True


def _take_signature(place: int, reading: Reading) -> bool:
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
    plainly = names.agency(inside) or names.ends_as_outlet(inside) or reading.context.owns(inside)
    if plainly or (names.is_outlet(inside) and not names.is_joined(inside)):
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


def _take_name(place: int, reading: Reading) -> bool:
    """Take out a name that stands alone below the last paragraph: in many countries that is where authors sign."""
    piece = reading.pieces[place]
    name = (piece.block.parts or (piece.text,))[0].strip().strip("*_")
    if name.endswith("."):
        return False
    above = [other for other in reading.kept if other < place]
    if len(name) > names.MAX_NAME or not above or not _closes(reading.pieces[above[-1]].text):
        return False
    if source := _FROM_BEHIND.search(name):
        reading.note(source=source["agency"])
        name = name[: source.start()]
    with_agency = _NAME_AND_AGENCY.match(name)
    agency = names.agency(with_agency["agency"]) if with_agency and not piece.block.link_share else None
    if with_agency and agency:
        name = with_agency["name"]
    elif _is_labelled(place, reading) or not (
        may_sign(name, piece.block)
        or _is_over_signature(place, reading)
        or _closes_item(piece, reading)
        or _may_be_person(name, piece, reading)
    ):
        return False
    if not names.is_byline_alone(name) or _speaks_of(name, reading.context.text):
        return False
    if (reading.stated_author or reading.values.get("author") or name) != name:
        return False
    reading.author_told = reading.author_told or says_author(piece)
    reading.note(author=name, source=agency)
    reading.remove([place], RULES["author"])
    return True


def _take_outlet(place: int, reading: Reading) -> bool:
    """Take out the outlet that stands alone below the last paragraph of an item of a listing."""
    piece, above = reading.pieces[place], [other for other in reading.kept if other < place]
    name = piece.text.strip()
    if not reading.context.one_of_many or not above or not _closes(reading.pieces[above[-1]].text):
        return False
    if piece.block.link_share or not names_outlet(name) or "source" in reading.values:
        return False
    reading.note(source=name)
    reading.remove([place], RULES["source"])
    return True


def _closes_item(piece: Piece, reading: Reading) -> bool:
    """Whether a line can be the name that a brief ends with: its class says so, or it is no link and no button."""
    plain = (
        piece.block.role not in (Role.HEADING, Role.CAPTION)
        and not piece.block.link_share
        and not button_share(piece.text)
    )
    return reading.context.one_of_many and (plain or says_author(piece))


def _may_be_person(name: str, piece: Piece, reading: Reading) -> bool:
    """Whether capitalised words can be who signs in any language: no link, no word of buttons, and none that the text
    has without a capital."""
    if piece.block.link_share or piece.block.role in _NO_SIGNATURES or button_share(name):
        return False
    return not any(reading.context.has_small(word) for word in name.split())


def _speaks_of(name: str, text: str) -> bool:
    """Whether the text has words of a line but not the line: then they are its subjects, as tags are, and no name."""
    return text.count(name) <= 1 and any(text.count(f" {word}") > 1 for word in name.split())


def _is_labelled(place: int, reading: Reading) -> bool:
    """Whether a line right above, which cleaning has taken out, says that what follows are tags or other reports."""
    above = reading.pieces[place - 1].removal if place else None
    return above is not None and above.reason in _HEADS_OF_LISTS


def _is_over_signature(place: int, reading: Reading) -> bool:
    """Whether the next line of the text has gone as an agency's signature: the name above it is the writer's."""
    below = next((other for other in reading.kept if other > place), None)
    gone = reading.replaced.get(below, [None])[0] if below is not None else None
    return gone is not None and gone.removal is not None and gone.removal.rule in _SIGNATURES


def _closes(text: str) -> bool:
    """Whether a name may stand below the line: a sentence ends in it, or it says what the report was made from."""
    return ends_sentence(text) or _FROM.match(text.strip()) is not None


def may_sign(name: str, block: Block) -> bool:
    """Whether a line of capitalised words can be a signature.

    Many languages of the Latin alphabet capitalise buttons and headings as well: there markup must call it one.
    """
    if block.link_share or block.role in _NO_SIGNATURES:
        return False
    own = frozenset[str]().union(*block.marks[-2:])  # an "author" further out may be that of a whole page
    return _SENTENCE_CASE.search(name) is not None or any(word.startswith(_SIGNED) for word in own)
