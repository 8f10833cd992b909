"""Names in a list, and what stands beside them in a byline: the outlet, the trade, the place."""

import re
from dataclasses import dataclass, field

from newsmill.chars import ends_sentence
from newsmill.metadata import calendars, joined_names, names
from newsmill.metadata.context import Context
from newsmill.metadata.honours import is_degree
from newsmill.metadata.located import locates
from newsmill.metadata.vocabulary import any_of

_LISTED = re.compile(r"\s*[,;(（)）]\s*|\s+[-–—/|»]\s+")
_QUOTED = re.compile(r"[«\"“„](?P<name>[^«»\"“”„]{2,40})[»\"”“]$")
_FROM_AGENCY = re.compile(
    rf"(?:{any_of('labels', 'source')})\s(?P<name>(?:{any_of('agencies', 'spaced')}))$", re.IGNORECASE
)
"""`Lục Bình (Theo TTXVN)`"""
_CHANNEL = re.compile(r"[^\W\d_]{2,12}\s\d{1,2}$")
"""`Kanal 5`, `ספורט 6`"""
_CODE = re.compile(r"[a-z]{1,4}\d{1,2}\s(?=[^\W\d_a-z])")
"""`g1 Minas`, `m4 News`: outlets with a figure in their name."""
_CLASS = re.compile(
    r"(?:klasse|class|classe|clase|klasa|třída|класс|клас|sınıf|turma|kelas)\s\d{1,2}\s?[^\W\d_]?$", re.IGNORECASE
)
"""`Klasse 9b`"""
_LEAD = 300
"""Characters of the text that tell where it happens."""
_INITIALS = re.compile(r"[^\W\d_a-z]{2,6}$")


@dataclass(slots=True)
class Credit:
    """What a byline says."""

    authors: list[str] = field(default_factory=list)
    source: str | None = None
    place: str | None = None
    has_role: bool = False


def is_initials(text: str) -> bool:
    """Whether it may be short for an agency's name."""
    return _INITIALS.match(text) is not None and text.isupper()


def read_list(text: str, context: Context, *, labelled: bool = False, sure: bool = True) -> Credit | None:
    """Names in a list, and what stands beside them: the outlet, the trade, the place. None if a part is none of these.

    `labelled`: a label has announced them, so one word is enough for a name. `sure`: something says that it is a
    byline, so one word more is an outlet's or a place's.
    """
    bare = names.without_contact(text)
    if names.is_nobody(bare):
        return Credit()
    credit = Credit()
    for part in filter(None, _LISTED.split(bare)):
        if (
            names.is_of_others(part)
            or names.is_nobody(part)
            or names.is_trade(part)
            or is_role(part)
            or is_degree(part)
            or calendars.is_weekday(part.split()[-1])
        ):
            credit.has_role = credit.has_role or bool(credit.authors)
            continue
        if credit.authors and (quoted := _QUOTED.match(part) or _FROM_AGENCY.match(part)):
            credit.source = credit.source or quoted["name"]
        elif _is_outlet(part, credit, context):
            credit.source = credit.source or part
        elif credit.authors and not credit.place and _is_known_place(part, context):
            credit.place = part
        elif people := names.people(part, labelled=labelled and not credit.authors):
            credit.authors += people
        elif not (sure and credit.authors and _take_beside(part, credit, context)):
            return None
    return credit if credit.authors or credit.source or labelled else None


def _is_outlet(part: str, credit: Credit, context: Context) -> bool:
    """Whether a part of a list is an outlet. The first is a person's, unless the page or the world knows it better."""
    first, _, rest = part.partition(" ")
    if names.agency(part) or (rest and is_initials(first) and names.agency(first)):
        return True
    if context.owns(part) and not joined_names.is_joined(part) and (credit.authors or not names.is_byline_alone(part)):
        return True
    coded = _CODE.match(part) or _CHANNEL.match(part)
    return bool(credit.authors) and (is_initials(part) or names.is_outlet(part) or coded is not None)


def _is_known_place(part: str, context: Context) -> bool:
    """Whether what stands behind an author is where he wrote it: the first sentences have it behind a word such as
    `in`. A byline is no sentence, and may have it behind `and`."""
    if not names.is_place(part) or part not in context.text:
        return False
    return locates("\n".join(line for line in context.text.splitlines() if ends_sentence(line))[:_LEAD], part)


def is_role(part: str) -> bool:
    """Whether the text begins or ends with a trade: `корреспондент отдела ремёсел`; or is the class of a pupil."""
    tokens = part.split()
    if _CLASS.match(part):
        return True
    return len(tokens) > 1 and (names.is_trade(tokens[0]) or names.is_trade(tokens[-1]))


def _take_beside(part: str, credit: Credit, context: Context) -> bool:
    """Read one word beside an author: the place if the text names it too, else the outlet."""
    if not names.is_place(part) or part.endswith("."):
        return False
    if context.echoes(part):
        credit.place = credit.place or part
    elif " " not in part:
        credit.source = credit.source or part
    else:
        return False
    return True
