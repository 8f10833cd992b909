"""Names that no label announces: beside a date or an outlet, between the title and the text, they are metadata."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from newsmill.metadata import names
from newsmill.metadata.context import Context
from newsmill.metadata.credits import Credit, is_initials, read_list
from newsmill.metadata.vocabulary import words

_MOST = 3
"""Names that may stand in one line."""
_BY = re.compile(r"D[eia]\s(?P<name>\S+\s\S+(?:\s\S+)?)$")
"""`De Ana Pop`, `Di Ugo Bassi`: begun so, a date beside it, and a full name after it."""
_NO_NAME = re.compile(r"[\d:!?？！…\"“”«»„]")


@dataclass(frozen=True, slots=True)
class Line:
    """The line that the names stand in, and what has been read of it."""

    text: str
    dated: bool
    """A date stands in it."""
    signed: bool
    """An author does."""
    under_title: bool
    cut: bool
    """It began with the author, whom markup names."""


def read_strange(parts: Sequence[str], line: Line, context: Context) -> Credit | None:
    """What the parts that are left of a line say of author, outlet and place; None where one of them may be text."""
    if len(parts) > _MOST:
        return None
    if len(parts) > 1 and all(names.is_caseless(part) and not context.owns(part) for part in parts):
        return None
    credit = Credit()
    for part in parts:
        if not _take(part, credit, line, context):
            return None
    vouched = line.dated or line.signed or (credit.authors and credit.source)
    return credit if vouched else None


def _take(part: str, credit: Credit, line: Line, context: Context) -> bool:
    signed = line.signed or bool(credit.authors)
    if not credit.source and (
        _is_outlet(part, context, vouched=line.dated or signed) or (signed and is_initials(part))
    ):
        credit.source = part
        return True
    if not line.under_title or _NO_NAME.search(part):
        return False
    if not signed and _take_people(part, credit, context, dated=line.dated):
        return True
    if not credit.place and _is_place(part, line, context, signed=signed):
        credit.place = part
        return True
    return signed and line.dated and not credit.source and _take_alone(part, credit, line)


def _is_outlet(part: str, context: Context, *, vouched: bool) -> bool:
    if context.owns(part) and len(part.split()) <= 6:
        return True
    known = names.is_outlet(part) and (not names.is_joined(part) or names.agency(part) or names.ends_as_outlet(part))
    return vouched and bool(known or (context.listing and len(part) <= names.MAX_NAME))


def _is_place(part: str, line: Line, context: Context, *, signed: bool) -> bool:
    """Whether a part is where it was written: before a comma and the date, or beside the author and in the title."""
    if not names.is_place(part) or not context.echoes(part) or any(map(context.has_small, part.split())):
        return False
    if part.casefold() in words("names", "sections"):
        return False
    return (signed and context.heads(part)) or re.match(rf"\W*{re.escape(part)}\s?[,،]", line.text) is not None


def _take_alone(part: str, credit: Credit, line: Line) -> bool:
    """One word after an author, a comma and before a date: the outlet, where it is written as a name."""
    after_comma = re.search(rf",\s?{re.escape(part)}", line.text) or (line.cut and line.text.startswith(part))
    if " " not in part and after_comma and part[:1].isupper() and names.is_outlet(part, labelled=True):
        credit.source = part
    return credit.source is not None


def _take_people(part: str, credit: Credit, context: Context, *, dated: bool) -> bool:
    """Authors, and what stands beside them after commas: `Jane Doe, Daily Herald`."""
    first, *rest = re.split(r"\s?[,،(]\s?", part)
    if dated and (by := _BY.match(first)):
        first = by["name"]
    if not is_name(first, context, dated=dated):
        return False
    if all(is_name(one, context, dated=dated) and not context.owns(one) for one in rest):
        credit.authors += [first, *rest]
        return True
    listed = read_list(", ".join([first, *rest]), context, sure=dated)
    if listed is None or not (dated or listed.source):
        return False
    credit.authors, credit.place = listed.authors, credit.place or listed.place
    credit.source = credit.source or listed.source
    return True


def is_name(text: str, context: Context, *, dated: bool) -> bool:
    """Whether words that nothing announces read as a name: no word of them is a word of the text.

    Where the script has no capitals, a date must vouch for it.
    """
    tokens = text.split()
    if names.is_caseless(text):
        folded = {token.strip(".") for token in tokens}
        return (
            dated
            and 2 <= len(tokens) <= 3
            and names.is_person(text, labelled=True)
            and folded.isdisjoint(words("names", "sections") | words("names", "outlet"))
            and not any(f" {token} " in context.text for token in tokens)
        )
    return names.is_byline_alone(text) and not any(map(context.has_small, tokens))
