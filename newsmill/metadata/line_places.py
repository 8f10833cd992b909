"""Places among the names of a line of metadata: where a report was written, told by where in the line the name stands
and by what the text has of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from newsmill.chars import ends_sentence
from newsmill.metadata import names
from newsmill.metadata.context import Context
from newsmill.metadata.credits import is_initials
from newsmill.metadata.vocabulary import words

_QUOTES = re.compile(r"(?:d['’]après|selon|avec)\s", re.IGNORECASE)
"""Words that an outlet stands behind, and no place."""
BEFORE_DAY = frozenset({"le", "den", "el", "dnia", "dne", "em"})
_PUBLISHED = re.compile(r"(?:Published|Updated|Posted)(?:\s[-–]|:)\s")
"""`Published - July 02, 2026 03:16 pm IST - Kochi`"""
_OVER_DAY = tuple(",–—|")
"""What stands between the place of an item and its day."""
_BEHIND_PLACE = re.compile(r"\s-\s|[,(]")
_LONGEST_CODE = 5
"""Letters from which on capitals are a place's, and no agency's."""


@dataclass(frozen=True, slots=True)
class Line:
    """The line that the names stand in, and what has been read of it."""

    text: str
    dated: bool
    """A date, or an agency, stands in it."""
    signed: bool
    """An author does."""
    under_title: bool
    cut: bool
    """It began with the author, whom markup names."""
    wired: bool = False
    """An agency does."""
    by_nobody: bool = False
    """A desk does."""


def is_titular_place(text: str, line: Line, context: Context) -> bool:
    return names.is_place(text) and context.in_title(text, line.text) and context.echoes(text)


def is_place_of_item(part: str, line: Line, context: Context) -> bool:
    """`Ponte Alto, 16 settembre 2025` under the title of an item: outlets stand beside a date without a comma."""
    rest = line.text[len(part) :].lstrip()
    behind_dash = line.signed and rest[:1] in ("-", "–", "—")  # `Ponte Alto - Di Ugo Bassi`
    over_day = rest[:1] in _OVER_DAY and rest[1:].strip()[:1].isdigit()
    is_alone = line.text.startswith(part) and (behind_dash or over_day)
    behind = line.text.rpartition(",")[2].strip()
    may_be_author = names.is_byline_alone(part) and not (behind != part and names.is_byline_alone(behind))
    may_be_author = may_be_author and not (context.places_first or context.echoes(part))
    is_place = names.is_place(part) and not (names.is_outlet(part) or is_initials(part)) and not may_be_author
    return context.one_of_many and is_alone and is_place


def is_place_of_wire(part: str, line: Line, context: Context) -> bool:
    """`EFE | Soria | 31/03/2026`, `Redacción | Soria | 31/03/2026`: one word, or the place that the text has, beside
    agency and day; beside nobody, where the text has it behind a word such as `in`."""
    if not line.dated or not names.is_place(part) or names.is_outlet(part):
        return False
    if "|" in line.text and (line.signed or line.by_nobody) and context.locates(part):
        return True
    if not (line.wired and line.under_title):
        return False
    told = part.casefold() not in words("names", "sections") and not is_initials(part)
    return told and (context.echoes(part) or (" " not in part and not context.has_small(part)))


def is_place_of_role(part: str, line: Line, context: Context) -> bool:
    """`संवाद सहयोगी, अल्मोड़ा`, `Por Ana Gil – Repórter da Agência Sul – Porto Velho`: behind what the author is."""
    if not line.text.rstrip(" .").endswith(part) or not names.is_place(part) or names.is_outlet(part):
        return False
    if names.is_caseless(part):
        return context.above.count(part) > 1
    return line.signed and part[0].isupper() and not names.is_byline_alone(part)


def is_dated_place(part: str, line: Line, context: Context) -> bool:
    """`Les Essarts, le 15 mai 2024`: a place, and a word before the day that only letters and datelines have there."""
    head, comma, rest = line.text.partition(",")
    word = rest.split(maxsplit=1)[:1]
    leads = bool(comma) and head.strip() == part and word != [] and word[0] in BEFORE_DAY
    is_place = names.is_place(part) and not _QUOTES.match(part)
    return leads and is_place and (not names.is_byline_alone(part) or context.echoes(part))


def is_place_beside(part: str, line: Line, context: Context, *, signed: bool) -> bool:
    """Whether a part is where it was written: before a comma and the date, or beside the author and in the title."""
    if not names.is_place(part) or part.casefold() in words("names", "sections"):
        return False
    beside_day = line.dated and _is_beside_day(part, line)
    if beside_day and (_is_located(part, context) or _is_in_path(part, context)):
        return True
    told = [word for word in part.split() if word.casefold() not in words("names", "particles")]
    if any(map(context.has_small, told)):
        return False
    if beside_day and context.locates_inflected(part):
        return True
    return context.echoes(part) and _is_titular(part, line, context, signed=signed)


def _is_titular(part: str, line: Line, context: Context, *, signed: bool) -> bool:
    """Whether a name that the text has, too, is in the title, or stands in the line as places do."""
    titular = context.in_title(part, line.text)
    if signed or names.is_caseless(part):
        return titular or (signed and (_follows_comma(part, line, context.text) or _follows_dash(part, line, context)))
    if re.match(rf"\W*{re.escape(part)}(?:\s?[,،]|\s[-–—|]\s)", line.text):
        return titular or " " not in part
    behind_day = _PUBLISHED.match(line.text) and line.text.rstrip().endswith((f"- {part}", f"– {part}"))
    return titular and (bool(behind_day) or (part.isupper() and not is_initials(part)))


def _is_located(part: str, context: Context) -> bool:
    """Whether the text has several words, written just so, behind a word such as `in`."""
    return " " in part and part in context.text and context.locates(part)


def _is_in_path(part: str, context: Context) -> bool:
    """Whether several words with capitals are a step of the path to the page; one word would be a section's."""
    return names.is_byline_alone(part) and context.in_path(part)


def _is_beside_day(part: str, line: Line) -> bool:
    """`Vimperk 16:02 12. května 2026`, `10. březen 2025 Vimperk`: a name and the day, and nothing between."""
    name = re.escape(part)
    return bool(
        re.search(rf"(?:^|[-–—|·/]\s)\s*{name},?\s\d", line.text) or re.search(rf"\d\s(?:[|·]\s)?{name}\s*$", line.text)
    )


def _follows_dash(part: str, line: Line, context: Context) -> bool:
    """`Por Ana Gil — Vila das Pedras`: the place behind the author, which the text names in the same words."""
    return part in context.text and line.text.rstrip().endswith((f"— {part}", f"– {part}", f"- {part}"))


def is_behind_slash(part: str, line: Line) -> bool:
    """`Ece Kaya / ANKARA`: the place in capitals, as Turkish papers set it behind the author."""
    head, slash, rest = line.text.rpartition("/")
    if (
        not slash
        or _BEHIND_PLACE.split(rest)[0].strip() != part
        or head.isupper()
        or not part.isupper()
        or len(part) < _LONGEST_CODE
    ):
        return False
    return names.is_place(part) and not names.agency(part)


def _follows_comma(part: str, line: Line, text: str) -> bool:
    """`Jana Malá, Horní Lhota 3. 5. 2025`: the place behind the author, which the text has too, and as no agency."""
    return f"{part.upper()}/" not in text and re.search(rf"[,،]\s?{re.escape(part)}(?=\W|$)", line.text) is not None


def place_and_name(listed: Sequence[str], line: Line, context: Context) -> tuple[str, str] | None:
    """`وادي السدر - سلمى الراوي`: a place that the text has again, and a name that it has not, in Arab papers."""
    if len(listed) != len(("place", "name")) or " - " not in line.text or not all(map(names.is_caseless, listed)):
        return None
    place, name = listed
    is_name = 2 <= len(name.split()) <= 3 and names.is_person(name, labelled=True) and not names.is_outlet(name)
    told = names.is_place(place) and context.echoes(place) and not context.echoes(name)
    return (place, name) if is_name and told and not names.is_nobody(place) else None


def are_name_and_place(listed: Sequence[str], line: Line, context: Context) -> bool:
    """Whether a line is a name, which the text has not, and a place, which it has again: `Jana Malá, Horní Lhota`."""
    if len(listed) != len(("name", "place")) or not line.text.rstrip().endswith(listed[1]):
        return False
    name, place = listed
    if not names.is_place(place) or not context.echoes(place) or context.echoes(name):
        return False
    return not names.is_byline_alone(place) or _is_in_prose(place, context)


def _is_in_prose(place: str, context: Context) -> bool:
    """Whether a sentence has a name, and not only the line that says who took a picture."""
    sentences = "\n".join(line for line in context.text.splitlines() if ends_sentence(line))
    return replace(context, text=sentences, above=place).echoes(place)
