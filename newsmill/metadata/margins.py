"""Lines around a text that cleaning has taken out for where they stand: bylines, dates and sources are among them.

They stay removed, under the rule that removed them; what they say fills columns that nothing else has filled.
"""

import re
from itertools import islice

from newsmill.metadata import clocks, joined_names, names
from newsmill.metadata.alone import says_author
from newsmill.metadata.context import Context
from newsmill.metadata.credits import read_list
from newsmill.metadata.dates import FoundDate, find_dates
from newsmill.metadata.elements import fields_of
from newsmill.metadata.fields import read_fields
from newsmill.metadata.head import LEAD, is_subheading
from newsmill.metadata.headline import place_outside
from newsmill.metadata.joined_bylines import is_bar_credit
from newsmill.metadata.parts import may_be_labelled
from newsmill.metadata.plain_names import is_name
from newsmill.metadata.reading import RULES, Reading
from newsmill.metadata.said import Fields
from newsmill.metadata.signatures import initialled
from newsmill.metadata.tail import may_sign
from newsmill.metadata.titles import is_prose
from newsmill.metadata.vocabulary import any_of, column_of
from newsmill.page.block import Piece, Role

ABOVE = 6
"""Lines below the title that may be metadata."""
OVER = 3
"""Lines above the title that may be."""
NEXT = 2
"""Of these, those next to the title; the day alone, further up, is today's."""
BELOW = 12
"""Lines after the text that may be metadata."""

_FOR_THEIR_PLACE = frozenset({
    "structure.outside", "structure.edge", "structure.navigation", "structure.class-navigation", "structure.form",
    "model.not-article", "context.related-list",
})  # fmt: skip
"""Rules that only say where a line stands."""
_OF_OTHERS = frozenset({"comments", "related", "see-also", "read-more", "related-list", "caption", "copyright"})
"""What rules are called that know a line better: what it says, it says of a comment, a picture or another report."""
_SIGNED_AND_DATED = re.compile(rf"\s*(?:{any_of('bylines', 'before')})\s.{{3,60}}\d{{1,2}}:\d\d\s*$", re.IGNORECASE)
"""A byline with the minute, whatever the class of its element says."""
_MINUTE = re.compile(
    r"(?:\d{1,2}:\d\d,?\s.{0,3}\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d\d)(?!\d)|\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d\d(?!\d)),?\s.{0,3}\d{1,2}:\d\d)"
)
"""A day in figures with the minute: captions have none."""
_AUTHOR_LABEL = re.compile(rf"\s*(?:{any_of('labels', 'author')})\s?[:：]", re.IGNORECASE)
_SIGN_OFFS = frozenset({"any.sign-off", "any.sign-off-end"})
_SOURCE_LABEL = re.compile(rf"\s*[(（]?(?:{any_of('labels', 'source')})\s?[:：]", re.IGNORECASE)


def read_margins(reading: Reading) -> None:
    """Read what stands between title and text, what a label announces after the text, and a date above the title."""
    over, under, below_lead = _around_title(reading)
    _read_under(under, below_lead, reading)
    read_below(reading)
    if reading.published is None:
        _read_over(over, reading)
    _read_author_over(over, reading)


def read_below(reading: Reading) -> None:
    """Read what a label announces after the text, and who signs there."""
    _read_below(_below(reading), reading)
    _read_signed(reading)


def _read_under(under: list[Piece], below_lead: list[Piece], reading: Reading) -> None:
    """Read the lines between title and text; below the lead, a date alone heads a section."""
    label = ""
    for piece in [*under, *below_lead]:
        text, before = piece.text.strip(), label
        label = text if column_of(text.strip(" :：")) else ""
        if before and (announced := read_fields(f"{before.rstrip(' :：')}: {text}", reading.context)):
            reading.note_fields(announced)
            continue
        fields = fields_of(piece, reading, under_title=True)
        sure = fields is not None and (fields.author or fields.source or fields.place or fields.labelled)
        if fields is not None and (sure or (piece in under and not is_subheading(piece))):
            reading.note_fields(fields)
        elif fields is None and says_author(piece) and is_name(text, reading.context, vouched=True, alone=True):
            reading.note(author=text)
        elif fields is None and piece in under:
            if clock := clocks.alone(text):
                reading.note_clock(clock)
            reading.note_date(_leading_date(piece.text, reading.context))


def _read_below(below: list[Piece], reading: Reading) -> None:
    """Read what labels announce below the text, and the name that signs it."""
    for distance, piece in enumerate(below):
        signed = is_bar_credit(piece.text.strip())
        if not (signed or _is_sign_off(piece) or may_be_labelled(piece.text)):
            continue
        fields = fields_of(piece, reading, under_title=False)
        fields = fields or (_told_in_part(piece, reading) if distance < NEXT else None)
        told = fields is not None and (signed or fields.labelled or (fields.told_author and distance < NEXT))
        if fields is not None and told and fields.leading != "title":
            reading.note_fields(fields)
        elif _is_sign_off(piece):
            reading.note(source=initialled(piece.text.strip()))
    for piece in below[:1]:
        name = piece.text.strip()
        if may_sign(name, piece.block) and names.is_byline_alone(name):
            reading.note(author=name)


def _told_in_part(piece: Piece, reading: Reading) -> Fields | None:
    """The byline in the first inline element of a line that goes on with labels and buttons, as blogs close a post."""
    first = next(iter(piece.block.parts), "")
    fields = read_fields(first, reading.context) if first else None
    return fields if fields is not None and fields.told_author else None


def _read_signed(reading: Reading) -> None:
    """Read a byline below the text that only its class announces: `<div class="autor">Jana Nová, ČTK</div>`. Where
    there are two, they are other reports'."""
    lines = [piece for piece in reading.pieces[reading.kept[-1] + 1 :] if _is_byline_by_class(piece)]
    if len(lines) != 1:
        return
    for text in (lines[0].text.strip(), *lines[0].block.parts):
        if (fields := read_fields(text, reading.context)) and fields.author:
            reading.note(author=fields.author, source=fields.source, place=fields.place)
            return
    credit = read_list(lines[0].text.strip(), reading.context)
    if credit and credit.authors and all(map(names.is_byline_alone, credit.authors)):
        reading.note(author=", ".join(credit.authors), source=credit.source, place=credit.place)


def _is_byline_by_class(piece: Piece) -> bool:
    """Whether the innermost element says that it names the author, outside of comments and lists of reports."""
    return piece.removal is not None and _is_outside(piece) and says_author(piece)


def _read_over(over: list[Piece], reading: Reading) -> None:
    """Read a date above the title. One alone must stand next to it: further up it is today's."""
    for distance, piece in enumerate(reversed(over)):
        fields = fields_of(piece, reading, under_title=distance < NEXT)
        if fields is None or fields.published is None or not _is_outside(piece):
            continue
        if distance < NEXT or fields.labelled or fields.published.precision == "minute":
            reading.note_fields(fields)


def _read_author_over(over: list[Piece], reading: Reading) -> None:
    """Read the name above the title that a label or a class announces: columnists and bloggers have theirs there."""
    for piece in over:
        name = next(iter(piece.block.parts), piece.text).strip()
        if says_author(piece) and is_name(name, reading.context, vouched=True, alone=True):
            reading.note(author=name)
        elif _is_outside(piece) and (fields := fields_of(piece, reading, under_title=False)) and _is_full(fields):
            reading.note_fields(fields)


def _is_full(fields: Fields) -> bool:
    """Whether a byline has a name of two words, or one of a script without blanks: one word may be a section."""
    name = fields.author or ""
    return fields.told_author and (" " in name or joined_names.is_joined(name))


def _leading_date(text: str, context: Context) -> FoundDate | None:
    """The date that a line of widgets begins with: `2025年3月18日 字号：大 中 小`."""
    found = next(iter(find_dates(text[:100], context.latest, day_first=context.day_first)), None)
    return found if found and found.names_year and not text[: found.start].strip() else None


def _around_title(reading: Reading) -> tuple[list[Piece], list[Piece], list[Piece]]:
    """Lines right above the title, those between it and the first paragraph, and those below that, if it is short: it
    may be the lead. Without a title, nothing tells where the page's head ends."""
    title = _title_place(reading)
    if title is None:
        return [], [], []
    prose = list(islice((place for place in reading.kept if is_prose(reading.pieces[place].text)), 2))
    if not prose:
        return [], [], []
    over = reading.pieces[max(0, title - OVER) : title]
    under = reading.pieces[title + 1 : prose[0]]
    lead = reading.pieces[prose[0]].text
    below_lead = reading.pieces[prose[0] + 1 : prose[-1]] if len(lead) < LEAD else []
    return (
        over,
        list(filter(_may_speak, under))[:ABOVE],
        list(filter(_may_speak, below_lead))[:ABOVE],
    )


def _title_place(reading: Reading) -> int | None:
    titles = [place for place, new in reading.replaced.items() if _is_title(new)]
    if titles:
        return min(titles)
    return place_outside(reading.values.get("title") or reading.known.title, reading)


def _below(reading: Reading) -> list[Piece]:
    """Lines after the text, up to a heading: what stands below that speaks of other reports."""
    found: list[Piece] = []
    for piece in reading.pieces[reading.kept[-1] + 1 :]:
        if piece.block.role is Role.HEADING or len(found) == BELOW:
            break
        if _is_outside(piece) or is_bar_credit(piece.text.strip()) or _is_credit_of_text(piece) or _is_sign_off(piece):
            found.append(piece)
    return found


def _is_sign_off(piece: Piece) -> bool:
    """Whether a line is the initials of who wrote it: `km/dpa`."""
    return piece.removal is not None and piece.removal.rule in _SIGN_OFFS


def _is_credit_of_text(piece: Piece) -> bool:
    """Whether a line taken for the credit of a picture stands where none is, and says what the text was made from, or
    one of who worked on the page begins with who wrote it."""
    reason = piece.removal.reason if piece.removal else None
    from_whom = reason == "credit" and _SOURCE_LABEL.match(piece.text)
    return bool(from_whom or (reason in ("credit", "editor") and _AUTHOR_LABEL.match(piece.text)))


def _is_title(pieces: list[Piece]) -> bool:
    return any(piece.removal is not None and piece.removal.rule == RULES["title"][0] for piece in pieces)


def _may_speak(piece: Piece) -> bool:
    """Whether a line between title and text may speak of the report, whatever rule has removed it. A credit must have
    a label: it is a photographer's more often than the author's."""
    if piece.removal is None:
        return False
    kind = piece.removal.rule.partition(".")[2].removeprefix("class-")
    if kind == "caption" and (_SIGNED_AND_DATED.match(piece.text) or _MINUTE.search(piece.text)):
        return True
    if kind == "credit":
        label = _SOURCE_LABEL.match(piece.text)
        from_agency = label is not None and names.agency(piece.text[label.end() :].strip()) is not None
        return from_agency or _AUTHOR_LABEL.match(piece.text) is not None or is_bar_credit(piece.text.strip())
    return kind not in _OF_OTHERS


def _is_outside(piece: Piece) -> bool:
    return piece.removal is not None and piece.removal.rule in _FOR_THEIR_PLACE
