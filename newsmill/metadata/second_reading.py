"""What the rules have left open or taken for something else, as a learned tagger reads the lines around a text.

Rules read forms that somebody has seen; the tagger reads what looks like them. So it fills columns that are empty, and
has a say where it is certain that a value is something else: the author taken for the outlet, words around a name.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from operator import attrgetter

from newsmill.chars import squeeze
from newsmill.clean.widgets import button_share
from newsmill.metadata import joined_names, names
from newsmill.metadata.beside import is_section
from newsmill.metadata.calendars import is_weekday
from newsmill.metadata.dates import FoundDate
from newsmill.metadata.honours import is_degree
from newsmill.metadata.reading import RULES, Reading, Rule
from newsmill.metadata.tagger import Name, Told, lines_in_reach, load_tagger, tell
from newsmill.metadata.titles import is_prose
from newsmill.metadata.vocabulary import words
from newsmill.page.block import Role

SURE = {"author": 0.75, "source": 0.85, "place": 0.7, "published_at": 0.7}
"""Mean probability of a name's tokens from which it fills an empty column."""
_CERTAIN = 0.9
"""Probability from which a name is believed against a rule, and whatever it looks like."""
_OWN = 0.97
"""Probability from which the page's own name is a source."""
_HAN_NAME = (2, 3, 4)
"""Signs of a Chinese name."""
_PARTED = frozenset("-–—|/·:,(")
_PUT_RIGHT = ("author", "source", "place")
_BUTTONS = 0.5
"""Share of its words that menus and buttons have, from which it is no name."""
_LINE = 120
"""Characters of a line that is nothing but a byline."""
_REST = 0.25
"""Share of its letters that may belong to no name."""
_TITLE, _FAR_OVER, _BELOW_LEAD = "t0", frozenset({"t-3", "t-2"}), frozenset({"p1", "p2", "p3"})
"""Lines by their distance from the title and from the text, as the tagger has it."""
_LINKED = 0.9
"""Share of linked text from which a line leads elsewhere."""
_DATELINE: Rule = ("metadata.dateline", "metadata:place")
_RULES = RULES | {"published_at": RULES["published"]}
_STOP = "।"
"""Hindi's full stop, which the tagger takes for a part of the word before it."""
_HANGUL = re.compile("[가-힣]")
_BUREAU = re.compile("支局|総局|支社|通信部|本社|记者站|記者站")
"""Whose place is not the report's."""
_SMALL = "|".join(map(re.escape, sorted(names.PLACE_PARTICLES)))
_OF_PLACE = re.compile(rf"(?:\s(?:{_SMALL}))+\s(?P<last>[^\W\d_][\w-]+)")
_PLACE_OF = re.compile(rf"(?P<first>[^\W\d_][\w-]+)(?:\s(?:{_SMALL}))+\s$")
"""What the tagger leaves behind a place, and at the beginning of a line before it: `nad Bory`, `Brodek u`."""
_DATELINE_ENDS = re.compile(r"[)\]）】]?\s?(?:[-–—:：]|－－?)\s*")


def read_again(reading: Reading) -> None:
    """Put right what is certain to be something else, fill what is missing, and take out the lines that say it."""
    known = reading.merged()
    if all(getattr(known, column) for column in SURE):
        return
    told = tell_lines(reading, known.title)
    if all(line.reach.from_title == _TITLE for line in told):
        return
    named = (_whole(name, reading) for name in load_tagger().names(told))
    found = [name for name in named if _may_tell(name, told, reading)]
    _put_right([name for name in found if name.sureness >= _CERTAIN and _fits(name, reading)], reading)
    known = reading.merged()
    taken = "\n".join(filter(None, (known.author, known.source, known.place)))
    for column in (column for column in SURE if getattr(known, column) is None):
        sure = (name for name in found if name.column == column and name.sureness >= SURE[column])
        chosen = [name for name in sure if _bare(_text(name, reading)) not in _bare(taken) and _fits(name, reading)]
        if column != "author":
            chosen = sorted(chosen, key=attrgetter("sureness"))[-1:]
        taken += _note(column, chosen, told, reading)
        for name in chosen:
            _take_out(name, found, told, reading)


def tell_lines(reading: Reading, title: str | None) -> list[Told]:
    """The lines around the text, as the tagger sees them."""
    return list(tell(list(lines_in_reach(reading.pieces, title)), reading.pieces, reading.context))


def date_of(name: Name, told: Sequence[Told]) -> FoundDate | None:
    """The date that a name of a day stands for."""
    for line in told:
        reach = line.reach
        if reach.place == name.place:
            for found in line.dates:
                if found.start + reach.offset < name.end and name.start < found.end + reach.offset:
                    return found
    return None


def _put_right(certain: Sequence[Name], reading: Reading) -> None:
    """Drop the values of rules that are names of another column, or a name among other words; not what a label or a
    word such as `by` announces."""
    announced = {"author": reading.author_told, "source": reading.source_labelled}
    for column in _PUT_RIGHT:
        value = reading.values.get(column)
        own = [_text(name, reading) for name in certain if name.column == column]
        if value is None or _bare(value) in map(_bare, own):
            continue
        wordy = column != "source" and ", " not in value and any(_bare(one) in _bare(value) for one in own)
        says = _PUT_RIGHT if column != "place" else () if "author" in reading.values else ("author",)
        others = (name for name in certain if name.column in says and name.column != column)
        settled = announced.get(column) or (column == "author" and not names.is_outlet(value))
        if wordy or any(_is_other(name, column, value, reading, settled=bool(settled)) for name in others):
            del reading.values[column]


def _is_other(name: Name, column: str, value: str, reading: Reading, *, settled: bool) -> bool:
    """Whether a value is a name of another column, or has it and more: outlets have places in their names, and the
    words of their names may be people's."""
    text = _text(name, reading)
    if name.column == "place":
        rest = value[len(text) :].lstrip() if value.casefold().startswith(text.casefold()) else ""
        return rest[:1] in _PARTED and bool(rest)
    if settled:
        return False
    if name.column == "author":
        return _bare(text) in _bare(value) if column == "place" else _bare(value).startswith(_bare(text))
    return _bare(text) == _bare(value)


def _people(texts: Sequence[str]) -> list[str]:
    """The people of several bylines, each once."""
    found: dict[str, str] = {}
    for one in chain.from_iterable(names.people(text, labelled=True) or (text,) for text in texts):
        found.setdefault(_bare(one), one)
    return [*found.values()]


def _whole(name: Name, reading: Reading) -> Name:
    """A place with what belongs to its name beside a word in small letters: `Horní Vltava`, and `nad Bory`."""
    text = reading.pieces[name.place].text
    tail = _OF_PLACE.match(text[name.end :]) if name.column == "place" else None
    if tail and tail["last"][0].isupper():
        return replace(name, end=name.end + tail.end())
    head = _PLACE_OF.match(text[: name.start]) if name.column == "place" else None
    return replace(name, start=0) if head and head["first"][0].isupper() else name


def _may_tell(name: Name, told: Sequence[Told], reading: Reading) -> bool:
    """Whether the line of a name may speak of the text: a heading does not, a caption speaks of its picture, and what
    stands outside of it, below, of other texts."""
    piece = reading.pieces[name.place]
    line = next(line for line in told if line.reach.place == name.place)
    if name.column == "place" and line.reach.from_title == _TITLE:
        return False  # it is of the headline
    if piece.block.role is Role.HEADING or names.is_of_others(piece.text.strip(" ()（）")):
        return False
    if name.column == "published_at" and _is_day_of_other(name, line):
        return False
    if name.column == "source" and line.reach.from_title.startswith("t-"):
        return False  # whose page it is
    is_linked = piece.block.link_share > _LINKED or piece.block.role is Role.ITEM
    is_outside = piece.removal is not None and piece.removal.rule.startswith(("structure.", "model.not"))
    return line.reach.zone == "h" or not (is_linked or is_outside)


def _is_day_of_other(name: Name, line: Told) -> bool:
    """Whether a day without its hour is today's, far over the title, or heads a section below the lead."""
    found = date_of(name, [line])
    alone = set(line.shapes) == {"DATE"} and found is not None and found.precision == "day"
    return alone and (line.reach.from_title in _FAR_OVER or line.reach.from_text in _BELOW_LEAD)


def _fits(name: Name, reading: Reading) -> bool:
    """Whether a name reads as what it is said to be: people, an outlet, a place. Who is certain need not ask."""
    text = _text(name, reading)
    certain = name.sureness >= _CERTAIN
    if name.column == "author":
        is_people = names.people(text, labelled=True)
        unread = certain and is_people is None and (names.is_caseless(text) or _is_han_name(text))
        is_other = reading.context.owns(text) or is_section(text) or button_share(text) >= _BUTTONS
        is_other = is_other or _is_said(text, reading) or text.endswith(_STOP)
        return (bool(is_people) or unread) and not is_other
    if name.column == "source":
        is_own = reading.context.owns(text) and name.sureness < _OWN
        is_named = not joined_names.is_joined(text) or bool(names.agency(text)) or joined_names.ends_as_outlet(text)
        is_outlet = is_named and names.is_outlet(text, labelled=True)
        return not (is_own or is_section(text)) and (is_outlet or name.sureness >= _OWN)
    if name.column == "place":
        is_word = sum(map(str.isalpha, text)) > 1 and not is_degree(text) and not is_weekday(text)
        is_other = is_section(text) or _is_said(text, reading) or button_share(text) == 1
        whole = reading.pieces[name.place].text
        leads, behind = is_prose(whole), whole[name.end : name.end + 1]
        if whole[: name.start].endswith("@"):
            return False  # an account
        if (leads and _HANGUL.match(behind)) or _BUREAU.match(whole, name.end):
            return False  # a word with its case, `버들골의`, or the bureau's
        is_word_of_item = reading.context.one_of_many and behind == "." and " " not in text
        is_known = text.isupper() or reading.context.echoes(text) or (certain and not is_word_of_item)
        return is_word and (certain or names.is_place(text)) and not is_other and (is_known or not leads)
    return True


def _is_han_name(text: str) -> bool:
    return joined_names.is_joined(text) and len(text) in _HAN_NAME and text[0] in words("names", "han_surnames")


def _is_said(text: str, reading: Reading) -> bool:
    """Whether the text has a word of a name in small letters: then it is no name, but a heading."""
    return any(reading.context.has_small(word) for word in text.split() if word[0].isupper())


def _note(column: str, chosen: Sequence[Name], told: Sequence[Told], reading: Reading) -> str:
    """Put down what the names say. Returns it, but for days."""
    if not chosen:
        return ""
    if column == "published_at":
        reading.note_date(date_of(chosen[0], told))
        return ""
    texts = [_text(name, reading) for name in chosen]
    value = ", ".join(_people(texts)) if column == "author" else texts[0]
    reading.note(**{column: value})
    return value


def _text(name: Name, reading: Reading) -> str:
    text = reading.pieces[name.place].text[name.start : name.end]
    return text if name.column == "author" else reading.context.spelling(text)


def _bare(text: str) -> str:
    return squeeze(text).casefold()


def _take_out(name: Name, found: Sequence[Name], told: Sequence[Told], reading: Reading) -> None:
    """Take out the line of a name if it says little else, or the dateline that a paragraph begins with."""
    piece = reading.pieces[name.place]
    if name.place in reading.replaced or piece.removal is not None:
        return
    line = next(line for line in told if line.reach.place == name.place)
    if not line.reach.is_prose:
        if line.reach.from_title != _TITLE and _is_all_told(line, found):
            reading.remove([name.place], _RULES.get(name.column, _DATELINE))
    elif name.start <= 1 and name.column == "place" and (ends := _DATELINE_ENDS.match(piece.text, name.end)):
        reading.cut(name.place, 0, ends.end(), _DATELINE)


def _is_all_told(line: Told, found: Sequence[Name]) -> bool:
    """Whether a line is names, dates and what leads to them, but for few letters."""
    if len(line.reach.text) > _LINE:
        return False
    sure = (name for name in found if name.sureness >= SURE[name.column])
    spans = [(name.start, name.end) for name in sure if name.place == line.reach.place]
    rest = [
        token
        for token, shape in zip(line.tokens, line.shapes, strict=True)
        if shape != "DATE" and not shape.endswith("+") and not any(start <= token.start < end for start, end in spans)
    ]
    letters = sum(sum(map(str.isalpha, token.word)) for token in rest)
    return letters <= _REST * sum(map(str.isalpha, line.reach.text))
