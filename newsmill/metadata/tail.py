"""The last lines of a text: signatures, source lines, names."""

import re

from newsmill.chars import ends_sentence
from newsmill.clean.widgets import button_share
from newsmill.metadata import clocks, names
from newsmill.metadata.alone import says_author
from newsmill.metadata.closing import take_closing_bracket
from newsmill.metadata.datelines import read_signature
from newsmill.metadata.elements import fields_of
from newsmill.metadata.fields import read_fields
from newsmill.metadata.listed import may_sign_with_day, names_outlet
from newsmill.metadata.reading import RULES, Reading
from newsmill.metadata.signatures import says_from_what, take_signature
from newsmill.metadata.titles import is_prose
from newsmill.metadata.vocabulary import any_of, words
from newsmill.page.block import Block, Piece, Role

TAIL, LABELLED_TAIL = 5, 16
"""Kept Pieces from the end that may be metadata, and among which a label tells that one is: menus may stand below."""

_SENTENCE_CASE = re.compile("[\u0370-\u03ff\u0400-\u04ff\u01a0\u01a1\u01af\u01b0\u0110\u0111\u1ea0-\u1ef9]")
"""Letters of Greek, Cyrillic and Vietnamese, in which only names have capitals in the middle of a line."""
_HEADS_OF_LISTS = frozenset({"tags", "related", "promotion", "navigation", "comments"})
_NAME_AND_AGENCY = re.compile(r"(?P<name>[^,/|()]{4,40}?)\s?(?:[,/|]|\s[-–—])\s?(?P<agency>[^,/|()]{2,30})$")
_FROM_BEHIND = re.compile(rf"\s\((?:{any_of('labels', 'source')})\s?:?\s(?P<agency>[^()]{{2,30}})\)$", re.IGNORECASE)
"""`Jana Malá (Theo TTXVN)`"""
_IN_BRACKETS = re.compile(r"[(（\[［](?P<inside>[^()（）\[\]［］]{5,80})[)）\]］]$")
_SIGNATURES = frozenset({"metadata.dateline", RULES["source"][0]})
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
        if _take_last_line(place, reading) or take_signature(place, reading) or _take_name(place, reading):
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
    return ends_sentence(text) or says_from_what(text)


def may_sign(name: str, block: Block) -> bool:
    """Whether a line of capitalised words can be a signature.

    Many languages of the Latin alphabet capitalise buttons and headings as well: there markup must call it one.
    """
    if block.link_share or block.role in _NO_SIGNATURES:
        return False
    own = frozenset[str]().union(*block.marks[-2:])  # an "author" further out may be that of a whole page
    return _SENTENCE_CASE.search(name) is not None or any(word.startswith(_SIGNED) for word in own)
