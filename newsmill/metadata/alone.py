"""Names that stand alone in a line between title and text, which only their place tells from a section or a heading."""

import re
from collections.abc import Mapping
from itertools import pairwise

from newsmill.clean.ruleset import bare
from newsmill.clean.widgets import button_share
from newsmill.metadata import joined_names, names
from newsmill.metadata.beside import is_button
from newsmill.metadata.credits import is_role, read_list
from newsmill.metadata.plain_names import is_kanji_name, is_name
from newsmill.metadata.reading import RULES, Reading
from newsmill.metadata.titles import is_prose
from newsmill.metadata.vocabulary import column_of, words
from newsmill.page.block import Piece, Removal

_TITLE, _DATE, _AUTHOR, _SOURCE = (Removal(*RULES[column]) for column in ("title", "published", "author", "source"))
_CODE = 3
"""Letters of an agency's or a party's name, and of no place's."""
_FROM_WHOM = re.compile(r"^[Dd][eia]\s(?=\S+\s\S)")
"""`De Baptiste Aulnoy`, alone under the title."""
_LAST_STOP = re.compile(r"(?<=[^\W\d_]{3})\.$")
_NAMES = re.compile(r"\s?[,，、&]\s?|\s(?:and|und|et|y|e|i|и|та|și|ve|dan|en|a)\s")
_WITH = re.compile(r"\s(?:avec|with|mit|con|com|met|z|s|с|із|za)\s(?=[^\W\d_a-z]{2,6}$)")
"""`Jeanne Dupont avec AFP`"""
_NAME_AND_REST = re.compile(r"(?P<name>[^\d|/–—-]{4,40}?)\s[-–—|/]\s(?P<rest>[^\d|/–—]{2,30})$")
"""`Jana Malá - hlasky`"""
_BYLINE_CLASSES = frozenset(
    "author byline writer reporter signature assinatura autor auteur autore firma verfasser yazar penulis "
    "tacgia".split()
)
_TAC_GIA = frozenset({"tac", "gia"})
"""`tac-gia`, the author in Vietnamese."""
_HAN = re.compile(r"[\u3400-\u9fff·、,，\s]+$")
_KANA = re.compile("[\u3041-\u30fa]")
_LONGEST_JAPANESE = 7
"""Signs of a Japanese name with its blank."""
_MOST = 3
"""Names that may stand alone in one line."""


def take_signed_head(below: list[int], reading: Reading) -> None:
    """Take out a name that stands alone between title and text, where a line there has told the date, and the place
    that may follow it: no name that the text speaks of, and a place that it does speak of."""
    title = max((place for place, new in reading.replaced.items() if new[0].removal == _TITLE), default=-1)
    alone = [place for place in below if place > title]
    if not 1 <= len(alone) <= len(("author", "place")) or reading.known.author or reading.context.listing:
        return
    name, *others = [bare(reading.pieces[place].text).strip("*_") for place in alone]
    name = _FROM_WHOM.sub("", name)
    if not is_name(name, reading.context, vouched=False) or name.split()[-1] in reading.context.text:
        return
    reading.note(author=name)
    reading.remove(alone[:1], RULES["author"])
    for place, text in zip(alone[1:], others, strict=True):
        if names.is_place(text) and reading.context.echoes(text):
            reading.note(place=text)
            reading.remove([place], ("metadata.dateline", "metadata:place"))


def take_lone_names(below: list[int], reading: Reading) -> None:
    """Take out the author and the outlet that stand alone between the title and the text, above a line of metadata."""
    following, before = dict(pairwise(reading.kept)), {after: place for place, after in pairwise(reading.kept)}
    for place in below:
        name = _FROM_WHOM.sub("", _without_button(reading.pieces[place]).strip("*_()（）[]【】- "))
        name = _LAST_STOP.sub("", name)
        gone, gone_before = _rule_of(following.get(place), reading), _rule_of(before.get(place), reading)
        gone = gone or _rule_behind_place(following.get(place), following, reading)
        if _take_with_role(place, following.get(place), name, reading):
            continue
        if _take_with_outlet(place, name, reading, dated=gone == _DATE) or _take_below_word(
            place, name, before.get(place), reading
        ):
            continue
        if _take_place(place, name, gone_before, following.get(place), reading):
            continue
        called = says_author(reading.pieces[place]) or (gone_before == _TITLE and _signs_under_title(name, reading))
        if ({gone, gone_before} <= {None, _TITLE} and not called) or len(name) > names.MAX_NAME or is_button(name):
            continue
        people = _people_of(_WITH.sub(", ", name), reading)
        agencies = [one for one in people if names.agency(one)] if len(people) > 1 else []
        people = [one for one in people if one not in agencies]
        vouched = called or (gone == _DATE and (names.is_caseless(name) or joined_names.is_joined(name)))
        vouched = vouched or (gone_before == _DATE and (names.is_caseless(name) or _is_japanese(name, reading)))
        if (
            people
            and len(people) <= _MOST
            and all(is_name(one, reading.context, vouched=vouched, alone=True) for one in people)
        ):
            reading.note(author=", ".join(people), source=", ".join(agencies) or None)
            reading.remove([place], RULES["author"])
        elif _is_named_outlet(name) or reading.context.owns(name):
            reading.note(source=name)
            reading.remove([place], RULES["source"])
    _take_outlets_over(below, reading)


def _take_outlets_over(below: list[int], reading: Reading) -> None:
    """Take out the outlet that stands alone above the author: `Le Courrier de la Loire`, `Jeanne Dupont`."""
    for place, following in pairwise(below):
        name = reading.pieces[place].text.strip()
        if place not in reading.replaced and _rule_of(following, reading) == _AUTHOR and _is_named_outlet(name):
            reading.note(source=name)
            reading.remove([place], RULES["source"])


def _take_place(place: int, name: str, above: Removal | None, below: int | None, reading: Reading) -> bool:
    """Take out a place that stands alone under the author, and is in the title or behind a word such as `in`; or in
    capitals under an agency; or as one word right above the text, which has it behind such a word."""
    context = reading.context
    if not names.is_place(name) or names.is_outlet(name) or name.casefold() in words("names", "sections"):
        return False
    under_agency = above == _SOURCE and names.agency(reading.values.get("source", "")) is not None
    wired = under_agency and name.isupper() and " " not in name and len(name) > _CODE
    known = context.in_title(name, name) or context.locates(name)
    signed = above == _AUTHOR and (known or (context.echoes(name) and not names.is_byline_alone(name)))
    if not (wired or signed or _stands_over_text(place, name, below, reading)):
        return False
    reading.note(place=name)
    reading.remove([place], ("metadata.dateline", "metadata:place"))
    return True


def _stands_over_text(place: int, name: str, below: int | None, reading: Reading) -> bool:
    """Whether a line is one word, right above the text, which has it behind a word such as `in`."""
    if below is None or below in reading.replaced or not is_prose(reading.pieces[below].text):
        return False
    one_word = name == reading.pieces[place].text.strip() and " " not in name and not joined_names.is_joined(name)
    return one_word and reading.context.locates(name)


def _without_button(piece: Piece) -> str:
    """A line without the button, or what the author is, in an element of its own behind it:
    `<span>Jane Roe</span><a>Follow</a>`."""
    parts = piece.block.parts
    has_other = len(parts) == len(("name", "other")) and (is_button(parts[1]) or names.is_trade(parts[1]))
    return (parts[0] if has_other else piece.text).strip()


def _signs_under_title(name: str, reading: Reading) -> bool:
    """Whether a line right under the title can only be a name: capitalised words that the text has not, or on a
    Japanese page two words of Han signs."""
    context = reading.context
    if is_button(name) or button_share(name) or "author" in reading.values or reading.known.author:
        return False
    if joined_names.is_joined(name):
        return " " in name and _is_japanese(name, reading) and len(name) <= _LONGEST_JAPANESE
    return names.is_byline_alone(name) and not any(context.has_small(word) for word in name.split())


def _take_with_outlet(place: int, line: str, reading: Reading, *, dated: bool) -> bool:
    """Take out a name and, behind a dash, the site that the page has above, or the place that the text has too.

    dated: the day stands in the line below, so that what is behind the dash may be an outlet that nothing else names.
    """
    match = _NAME_AND_REST.match(line)
    if match is None or "author" in reading.values or not is_name(match["name"], reading.context, vouched=False):
        return False
    rest = match["rest"]
    if dated and (names.is_trade(rest) or is_role(rest)):
        reading.note(author=match["name"])
        reading.remove([place], RULES["author"])
        return True
    is_site = reading.context.owns(rest) or rest.casefold() in _sites(reading.context.above)
    one_word = " " not in rest or names.is_outlet(rest, labelled=True)
    is_site = is_site or (dated and one_word and not reading.context.has_small(rest))
    if not is_site and not (names.is_place(rest) and reading.context.echoes(rest)):
        return False
    reading.note(author=match["name"], **{"source" if is_site else "place": rest})
    reading.remove([place], RULES["author"])
    return True


def _people_of(line: str, reading: Reading) -> list[str]:
    """The names in a line: by commas and `and`, in Chinese by blanks too, which in Japan stand inside a name."""
    if _HAN.match(line) and not _KANA.search(reading.context.text):
        return [name for part in _NAMES.split(line) for name in part.split()]
    return _NAMES.split(line)


def _is_japanese(name: str, reading: Reading) -> bool:
    """Whether a line can be a name on a Japanese page: with kana or a blank in it, which names of sections lack."""
    shaped = _KANA.search(name) or (" " in name and _KANA.search(reading.context.text))
    return joined_names.is_joined(name) and (bool(shaped) or is_kanji_name(name, reading.context))


def _sites(above: str) -> set[str]:
    """The words that are a line of their own above the text, or an address at its beginning, without what ends one."""
    firsts = (line.strip().casefold().partition(" ") for line in above.splitlines())
    return {first.partition(".")[0] for first, _, rest in firsts if not rest or "." in first}


def _take_below_word(place: int, name: str, before: int | None, reading: Reading) -> bool:
    """Take out a name whose `By` stands in the line above it."""
    word = reading.pieces[before].text.strip(" :：*_-") if before is not None and before not in reading.replaced else ""
    announces = word.casefold() in words("bylines", "before") or column_of(word) == "author"
    if before is None or not announces or "author" in reading.values:
        return False
    if not is_name(name, reading.context, vouched=True, alone=True):
        credit = read_list(name, reading.context) if "(" in name else None
        if credit is None or len(credit.authors) != 1:
            return False
        name = credit.authors[0]
    reading.note(author=name)
    reading.remove([before, place], RULES["author"])
    return True


def _take_with_role(place: int, below: int | None, name: str, reading: Reading) -> bool:
    """Take out a name and the line below it that says what its bearer is: `Jana Malá`, `redaktorka`."""
    role = reading.pieces[below].text.strip(" *_") if below is not None and below not in reading.replaced else ""
    if below is None or not (is_role(role) or names.is_trade(role)) or len(role) > names.MAX_NAME:
        return False
    if "author" in reading.values or not is_name(name, reading.context, vouched=True):
        return False
    reading.note(author=name)
    reading.remove([place, below], RULES["author"])
    return True


def says_author(piece: Piece) -> bool:
    """Whether the class of the innermost element says that it names the author."""
    own = piece.block.place.own_words
    return not own.isdisjoint(_BYLINE_CLASSES) or own >= _TAC_GIA


def _rule_of(place: int | None, reading: Reading) -> Removal | None:
    """By which rule of metadata the line at a place has gone."""
    gone = reading.replaced[place][0].removal if place in reading.replaced else None
    return gone if gone is not None and gone.reason.startswith("metadata") else None


def _rule_behind_place(place: int | None, following: Mapping[int, int], reading: Reading) -> Removal | None:
    """By which rule the line behind a line has gone that is a place of the text."""
    name = reading.pieces[place].text.strip() if place is not None else ""
    if not (names.is_place(name) and reading.context.echoes(name)):
        return None
    return _rule_of(following.get(place) if place is not None else None, reading)


def _is_named_outlet(name: str) -> bool:
    """Whether a line alone names an outlet. In Chinese, Japanese and Korean any short line could: its ending must."""
    return names.is_outlet(name) and (
        not joined_names.is_joined(name) or bool(names.agency(name)) or joined_names.ends_as_outlet(name)
    )
