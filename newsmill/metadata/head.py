"""The first lines of a text: its title, lines of metadata, and the dateline that its body begins with."""

import re

from newsmill.metadata import clocks, names
from newsmill.metadata.alone import take_lone_names, take_signed_head
from newsmill.metadata.elements import fields_of
from newsmill.metadata.fields import read_fields
from newsmill.metadata.headline import HEAD, take_bracketed_title, take_known_title, take_title
from newsmill.metadata.opening import take_opening
from newsmill.metadata.parts import MAX_LABEL
from newsmill.metadata.plain_names import is_name
from newsmill.metadata.reading import RULES, Reading
from newsmill.metadata.said import Fields
from newsmill.metadata.site import normal
from newsmill.metadata.titles import is_prose
from newsmill.metadata.vocabulary import column_of
from newsmill.page.block import Piece, Role

LEAD = 260
"""Characters of a first paragraph that may be the lead."""
REACH = 24
"""Kept Pieces from the start among which the title is looked for."""
_WIRE_LINE = re.compile(
    r"(?P<place>[^\W\d_][^()\d]{2,40}?)\s?(?:[(\[](?P<agency>[^()\[\]]{2,20})[)\]]\s?[-–—.:]?|"
    r"[-–—ـ/]\s?(?P<announced>[^()\[\]:]{2,24}):)$"
)
_PLACE_AND_STATE = re.compile(r"(?P<place>[^\W\d_]{4}[^\d,;:()]{0,30}),\s[A-Z][a-z]{1,4}\.?[\s–—-]*$")
"""`HUERTA ALTA, Pue.`: how Mexican papers set a place and its state."""
_PLACE_DASH = re.compile(r"(?P<place>[^\W\d_][^\d,;:()–—]{2,30}?)\s?[-–—]$")
"""`<strong>Jakarta</strong> - <p>`: a dateline in an element of its own"""
_ARABIC = "[\u0600-\u06ff]{2,12}"
_PLACE_AND_NAME = re.compile(rf"(?P<place>{_ARABIC}(?:\s{_ARABIC})?)\s?:\s(?P<author>{_ARABIC}(?:\s{_ARABIC}){{1,2}})$")
_PLACE_AND_AGENCY = re.compile(r"(?P<place>[^\W\d_][^()\d/]{2,40}?)\s/\s(?P<agency>[^()\[\]/]{2,20})$")
"""`Vega del Prado / EFE`"""
_PLACE_AND_QUOTED = re.compile(r"(?P<place>[^\W\d_][^()\d/:«»]{2,40}?)\s?[-–—:]\s?«(?P<outlet>[^«»]{2,30})»$")
"""How Arab papers set place and outlet in a line of their own."""


def read_head(reading: Reading) -> None:
    """Read the first lines, up to the second paragraph of the body."""
    start = take_known_title(reading.kept[:REACH], reading)
    head = reading.kept[start : start + HEAD]
    before_body: list[int] = []
    below_lead: list[int] = []
    paragraphs = 0
    under = True  # the title, or the lead: nothing stands between but lines of metadata
    for place in head:
        if paragraphs > 1:
            break
        if (
            place in reading.replaced
            or _take_labelled(place, reading)
            or _take_line(place, paragraphs, reading, under=under)
        ):
            before_body = [one for one in before_body if one not in reading.replaced]
            continue
        if take_opening(place, paragraphs, reading) or is_prose(reading.pieces[place].text):
            paragraphs += 1
            under = len(reading.pieces[place].text) < LEAD
        elif place not in reading.replaced:
            (below_lead if paragraphs else before_body).append(place)
            under = not paragraphs
    if "title" in reading.values:
        take_lone_names([place for place in before_body if place not in reading.replaced], reading)
    else:
        take_title(before_body, reading)
    if "title" not in reading.values:
        take_bracketed_title(reading)
    elif "author" not in reading.values and not reading.context.listing:
        take_lone_names([place for place in below_lead if place not in reading.replaced], reading)
    if (reading.published or reading.updated) and {"title", "author"} - reading.values.keys() == {"author"}:
        take_signed_head([place for place in before_body if place not in reading.replaced], reading)


def _take_labelled(place: int, reading: Reading) -> bool:
    """Take out a date or source and the label that stands alone above it: `Data di pubblicazione:`, `5 maggio 2026`."""
    above = reading.pieces[place - 1] if place and place - 1 not in reading.replaced else None
    label = above.text.strip() if above is not None and above.kept else ""
    if len(label) > MAX_LABEL or column_of(label.strip(" :：")) not in ("published", "updated", "source"):
        return False
    fields = read_fields(f"{label.rstrip(' :：')}: {reading.pieces[place].text.strip()}", reading.context)
    if fields is None or fields.leading is None or not (fields.published or fields.updated or label[-1] in ":："):
        return False
    reading.note_fields(fields)
    reading.remove([place - 1, place], RULES[fields.leading])
    return True


def _take_line(place: int, paragraphs: int, reading: Reading, *, under: bool) -> bool:
    """Take a whole line out if it is metadata. A bare date below a paragraph heads a section, if it tells no hour; but
    the first paragraph may be a lead, `under` which a byline names the author."""
    piece = reading.pieces[place]
    author = reading.known.author
    if author and len(piece.text) < 2 * len(author) and normal(piece.text) == normal(author):
        reading.remove([place], RULES["author"])
        return True
    if paragraphs == 0 and _take_place_and_agency(place, reading):
        return True
    fields = fields_of(piece, reading, under_title=under)
    if fields is None or fields.leading is None:
        return paragraphs == 0 and (_take_clock(place, reading) or _take_wire_line(place, reading))
    bare = not (fields.author or fields.source or fields.labelled or fields.leading == "author")
    exact = fields.published is not None and fields.published.precision == "minute"
    if bare and ((paragraphs and not exact) or is_subheading(piece)):
        return False
    if _names_alone(fields) and place == reading.kept[0] and not reading.known.title:
        return False  # the first line of a page is its banner, whatever names stand in it
    reading.note_fields(fields)
    reading.remove([place], RULES[fields.leading])
    return True


def _names_alone(fields: Fields) -> bool:
    """Whether nothing but names is told, and no word or date tells whose they are."""
    return not (fields.labelled or fields.told_author or fields.published or fields.updated or fields.by_nobody)


def _take_clock(place: int, reading: Reading) -> bool:
    """Take out the hour in a line of its own, of the day that a line above has told."""
    clock = clocks.alone(reading.pieces[place].text.strip())
    if clock is None or not reading.note_clock(clock):
        return False
    reading.remove([place], RULES["published"])
    return True


def _take_wire_line(place: int, reading: Reading) -> bool:
    """Take out a dateline that stands on a line of its own: `Ostheim (ots)`."""
    text = reading.pieces[place].text.strip()
    if (quoted := _PLACE_AND_QUOTED.match(text)) and reading.context.echoes(quoted["place"]):
        reading.note(place=quoted["place"], source=quoted["outlet"])
        reading.remove([place], ("metadata.dateline", "metadata:place"))
        return True
    if told := _place_and_name(text, reading) or _place_alone(place, text, reading):
        reading.note(**told.groupdict())
        reading.remove([place], ("metadata.dateline", "metadata:place"))
        return True
    match = _WIRE_LINE.match(text)
    if match is None or not names.is_place(match["place"]):
        return False
    who = match["agency"] or match["announced"]
    context = reading.context
    is_site = context.owns(who) or who in map(str.strip, context.above.splitlines())
    if names.agency(who) or (match["announced"] and is_site):
        reading.note(place=match["place"], source=names.agency(who) or who)
    elif match["announced"] and context.echoes(match["place"]) and is_name(who, context, vouched=True):
        reading.note(place=match["place"], author=who)
    else:
        return False
    reading.remove([place], ("metadata.dateline", "metadata:place"))
    return True


def _place_alone(place: int, text: str, reading: Reading) -> re.Match[str] | None:
    """`HUERTA ALTA, Pue.`, `Magelang -`: a dateline on a line of its own."""
    state = _PLACE_AND_STATE.match(text)
    if state and state["place"].isupper() and names.is_place(state["place"]):
        return state
    dashed = _PLACE_DASH.match(text)
    if dashed is None or reading.pieces[place].block.role is Role.HEADING:
        return None
    known = names.is_place(dashed["place"]) and reading.context.echoes(dashed["place"])
    return dashed if known else None


def _place_and_name(text: str, reading: Reading) -> re.Match[str] | None:
    """`القاهرة: هدى الشربتجي`, alone, as Arab papers set place and author."""
    match = _PLACE_AND_NAME.match(text)
    if match is None or column_of(match["place"]) or not names.is_caseless(match["place"]):
        return None
    is_name = names.is_person(match["author"], labelled=True) and not names.is_outlet(match["author"])
    return match if is_name and not reading.context.echoes(match["author"]) else None


def _take_place_and_agency(place: int, reading: Reading) -> bool:
    """Take out a line of a place, which the text has too, and an agency."""
    match = _PLACE_AND_AGENCY.match(reading.pieces[place].text.strip())
    agency = names.agency(match["agency"]) if match else None
    if match is None or agency is None or match["place"] not in reading.context.text:
        return False
    reading.note(place=match["place"], source=agency)
    reading.remove([place], ("metadata.dateline", "metadata:place"))
    return True


def is_subheading(piece: Piece) -> bool:
    """Whether it heads a part of the text rather than all of it."""
    return piece.block.role is Role.HEADING and piece.block.level > 1
