"""Names that no label announces: beside a date or each other, between the title and the text, they are metadata."""

import re
from collections.abc import Sequence

from newsmill.metadata import calendars, joined_names, names
from newsmill.metadata.context import Context
from newsmill.metadata.credits import Credit, is_initials, is_role
from newsmill.metadata.line_places import (
    BEFORE_DAY,
    Line,
    are_name_and_place,
    is_behind_slash,
    is_dated_place,
    is_place_beside,
    is_place_of_item,
    is_place_of_role,
    is_place_of_wire,
    is_titular_place,
    place_and_name,
)
from newsmill.metadata.plain_names import IN_KANA, is_kanji_name, is_name
from newsmill.metadata.vocabulary import any_of, words

_STEM = 4
_SMALL_WORDS = 2
"""Words of an outlet's name that may be small."""
_MOST = 4
"""Names that may stand in one line."""
_BY = re.compile(r"[Dd][eia]\s(?P<name>\S+\s\S+(?:\s\S+)?)$")
"""`De Ana Pop`, `Di Ugo Bassi`: begun so, a date beside it, and a full name after it."""
_NO_NAME = re.compile(r"[\d:!?？！…\"“”«»„]")
_INITIALLED = re.compile(r"(?:[^\W\d_a-z]\.\s?){1,2}[^\W\d_a-z][^\W\d_]{2,}$")
"""`A. Benítez`"""
_TRADE_OF = re.compile(
    rf"(?:{any_of('bylines', 'trade')})\s(?:da|do|de|del|della|dello|di|of|for|der|des|van|voor|dla|von|pour|para)\s"
    r"(?:la\s|the\s)?(?P<name>(?-i:[^\W\d_a-z]).{2,40})$",
    re.IGNORECASE,
)
"""`Repórter da Agência Sertão`"""
_LISTED = re.compile(r"\s?[,،()।]\s?")
_STATE = re.compile(r"(?<=[^\W\d_]{3}),\s[A-Z][a-z]{1,4}\.$")
"""`San Lorenzo, Gto.`: the state behind a place"""
_AND_AGENCY = re.compile(
    r"\s(?:(?:e|y|et|und|and|i|a|en|и|та|și|ve|dan|och|og)\s|ו(?=[\u05d0-\u05ea]))(?P<agency>[^\s,]{2,12})$"
)
"""`Ana Gil e Lusa`"""
_JOINED_PLACE = re.compile(r"[\u3400-\u9fff]{1,6}[市町村区區县縣県镇鎮乡鄉](?:[\u3400-\u9fff]{1,4}[市町村区區])?$")
"""A town, by its last sign."""
_AND = re.compile(r"\s(?:and|und|et|y|e|og|och|en|i|a|и|та|і|și|ve|dan|&)\s")
_QUOTED = re.compile(r"[«\"“„](?P<name>[^«»\"“”„]{2,40})[»\"”“]$")


def read_strange(parts: Sequence[str], line: Line, context: Context) -> Credit | None:
    """What the parts that are left of a line say of author, outlet and place; None where one of them may be text."""
    listed = [
        one
        for part in parts
        for name in _LISTED.split(_AND_AGENCY.sub(_parted, _STATE.sub("", part)))
        for one in _apart(name)
        if one and not calendars.is_weekday(one) and one not in BEFORE_DAY
    ]
    if not listed or len(listed) > _MOST or not _may_be_whole(listed, line):
        return None
    if not line.dated and line.under_title and (pair := place_and_name(listed, line, context)):
        return Credit([pair[1]], place=pair[0])
    credit = Credit()
    vouched = line.dated or (line.under_title and _vouch_for_each_other(listed, line, context))
    for one in listed:
        if not _take(one, credit, line, context, vouched=vouched):
            return None
    beside = credit.source or credit.place or credit.has_role
    whole = line.dated or line.signed or bool(credit.authors and beside)
    whole = whole or bool(credit.place and (credit.has_role or (credit.source and names.is_caseless(credit.place))))
    return credit if whole else None


def _apart(part: str) -> list[str]:
    """Two names that `and` joins, an outlet's and a person's that a blank parts (`某某日报 王某`), or the one."""
    tokens = part.split()
    if (
        joined_names.is_joined(part)
        and len(tokens) > 1
        and (names.agency(tokens[0]) or joined_names.ends_as_outlet(tokens[0]))
    ):
        return tokens
    both = _AND.split(part)
    return both if len(both) > 1 and all(map(names.is_byline_alone, both)) else [part]


def _parted(match: re.Match[str]) -> str:
    return f", {match['agency']}" if names.agency(match["agency"]) else match[0]


def _may_be_whole(listed: Sequence[str], line: Line) -> bool:
    """Whether names can make up the line: a date or an author must be there, or two of them under the title."""
    return line.dated or line.signed or (line.under_title and len(listed) > 1)


def _vouch_for_each_other(listed: Sequence[str], line: Line, context: Context) -> bool:
    """Whether beside a name there is the outlet, or a place that the title has too."""
    return are_name_and_place(listed, line, context) or (
        len(listed) > 1
        and any(
            context.owns(one)
            or names.is_outlet(one)
            or _is_bracketed_agency(one, line)
            or is_titular_place(one, line, context)
            for one in listed
        )
    )


def _is_bracketed_agency(text: str, line: Line) -> bool:
    return is_initials(text) and f"({text})" in line.text


def _take(one: str, credit: Credit, line: Line, context: Context, *, vouched: bool) -> bool:
    signed = line.signed or bool(credit.authors)
    behind_slash = signed and is_behind_slash(one, line)
    if not credit.place and _is_place(one, credit, line, context, behind_slash=behind_slash):
        credit.place = one
        return True
    named = (_QUOTED.match(one) or _TRADE_OF.match(one)) if signed else None
    if not credit.source and (named or _is_outlet(one, line, context, vouched=vouched or signed, signed=signed)):
        credit.source = named["name"] if named else one
        return True
    if line.under_title and (names.is_nobody(one) or (signed and (names.is_trade(one) or is_role(one)))):
        credit.has_role = True
        credit.source = credit.source or _outlet_of_role(one)
        return True
    if not line.under_title or _NO_NAME.search(one):
        return False
    if not credit.place and is_place_beside(
        one, line, context, signed=signed or (names.is_caseless(one) and credit.source is not None)
    ):
        credit.place = one
        return True
    return _take_name(one, credit, line, context, vouched=vouched)


def _is_place(one: str, credit: Credit, line: Line, context: Context, *, behind_slash: bool) -> bool:
    """Whether a part is where it was written, by how it stands in the line."""
    return (
        (line.dated and _JOINED_PLACE.match(one) is not None)
        or behind_slash
        or is_dated_place(one, line, context)
        or is_place_of_item(one, line, context)
        or is_place_of_wire(one, line, context)
        or ((credit.has_role or (credit.source is not None and line.signed)) and is_place_of_role(one, line, context))
    )


def _take_name(one: str, credit: Credit, line: Line, context: Context, *, vouched: bool) -> bool:
    by = _BY.match(one) if line.dated else None
    name = by["name"] if by else one
    if not line.signed and is_name(name, context, vouched=vouched):
        credit.authors.append(name)
        return True
    signed = line.signed or bool(credit.authors)
    if signed and line.dated and not credit.source and _is_strange_outlet(one, context):
        credit.source = one
        return True
    if signed and not credit.source and _is_behind_slash(one, line) and not context.echoes(one):
        credit.source = one
        return True
    return signed and line.dated and not credit.source and _take_alone(one, credit, line)


def _is_behind_slash(text: str, line: Line) -> bool:
    """`Por: Ana Gil / Notisur`: written as an outlet's name, behind the author and a slash."""
    behind = line.text.endswith(f"/ {text}") and not joined_names.is_joined(text)
    return behind and names.is_outlet(text, labelled=True) and not names.is_byline_alone(text)


def _outlet_of_role(text: str) -> str | None:
    """`корреспондент «Вести»`: whose correspondent."""
    match = re.search(r"[«\"“„](?P<name>[^«»\"“”„]{2,40})[»\"”“]$", text) or _TRADE_OF.match(text)
    return match["name"] if match else None


def _is_outlet(part: str, line: Line, context: Context, *, vouched: bool, signed: bool) -> bool:
    if is_role(part) or names.is_trade(part):
        return False
    if context.owns(part) and len(part.split()) <= 6:
        return True
    if signed and is_initials(part):
        return True
    if vouched and names.begins_with_acronym(part.split()) and names.is_outlet(part, labelled=True):
        return True
    known = names.is_outlet(part) and (
        not joined_names.is_joined(part) or names.agency(part) or joined_names.ends_as_outlet(part)
    )
    return (
        vouched
        and not part.endswith((":", "："))
        and bool(
            known
            or (
                context.one_of_many
                and line.dated
                and len(part) <= names.MAX_NAME
                and not _is_wordy(part)
                and not _is_listed_person(part, context)
            )
        )
    )


def _is_wordy(part: str) -> bool:
    """Whether words in small letters say that it is a part of a sentence."""
    return sum(map(str.islower, part.split())) > _SMALL_WORDS


def _is_parted(part: str) -> bool:
    """Whether a blank parts Han signs, as it does a Japanese family's name and the given one."""
    return joined_names.is_joined(part) and len(part.split()) == len(("family", "given"))


def _is_listed_person(part: str, context: Context) -> bool:
    """Whether a name beside the date of a listing's item is a person's: listings of one site name those."""
    return (
        _BY.match(part) is not None
        or names.is_byline_alone(part)
        or joined_names.is_han_name(part)
        or _INITIALLED.match(part) is not None
        or IN_KANA.match(part) is not None
        or is_kanji_name(part, context)
        or ((names.is_caseless(part) or _is_parted(part)) and is_name(part, context, vouched=True))
    )


def _is_strange_outlet(text: str, context: Context) -> bool:
    """Whether words between an author and a date name an outlet, where only its first word has a capital: no section,
    and none of them is in the text."""
    tokens = text.split()
    if not 2 <= len(tokens) <= 4 or not text[0].isupper() or text[0].isascii() or names.is_person(text):
        return False
    folded = frozenset(token.casefold() for token in tokens)
    return folded.isdisjoint(words("names", "sections")) and not any(
        token[:_STEM].casefold() in context.text.casefold() for token in tokens if len(token) >= _STEM
    )


def _take_alone(part: str, credit: Credit, line: Line) -> bool:
    """One word after an author, a comma and before a date: the outlet, where it is written as a name."""
    after_comma = re.search(rf",\s?{re.escape(part)}", line.text) or (line.cut and line.text.startswith(part))
    if " " not in part and after_comma and part[:1].isupper() and names.is_outlet(part, labelled=True):
        credit.source = part
    return credit.source is not None
