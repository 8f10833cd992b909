"""Lines that are metadata through and through: bylines, source lines, dates, and several of them in one line.

A line is taken apart at its separators, labels and dates. It is metadata only if every part is; one part that reads as
prose keeps the whole line in the text.
"""

import re
from collections.abc import Iterator

from newsmill.chars import ends_sentence
from newsmill.metadata import names
from newsmill.metadata.beside import (
    is_beside_date,
    is_button,
    is_filler,
    is_moment,
    with_colon,
    without_buttons,
    without_other_calendars,
    without_update,
)
from newsmill.metadata.blogs import without_filing
from newsmill.metadata.bylines import house_beside, read_byline, read_edition
from newsmill.metadata.context import Context
from newsmill.metadata.credits import Credit
from newsmill.metadata.dates import FoundDate, find_dates
from newsmill.metadata.joined_bylines import is_bar_credit
from newsmill.metadata.line_places import Line
from newsmill.metadata.parts import Part, has_sign, take_apart
from newsmill.metadata.said import Fields, is_finer
from newsmill.metadata.strange import read_strange
from newsmill.metadata.values import read_authors, read_outlets
from newsmill.metadata.vocabulary import Column, column_of, words

MAX_LINE = 200
"""Characters of a line of metadata."""
MAX_LETTERS = 140
_DATED, _BESIDE_DATE = 80, 30
"""Characters of a line that is a date and little else, and letters of what else it may be."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NO_DATED = re.compile(r"[\"“”«»„?!？！]")

_BARS = frozenset("|｜/·•∙")
_STOP = re.compile(r"[^\W\d_]{3}[.।۔]$")
_SENTENCES = re.compile(r"[。！？][^。！？]{6,}[。！？]\W*$")
"""Two sentences of Chinese or Japanese: no metadata, whatever day they speak of."""
_OTHERS_BEHIND = re.compile(
    r"(?<=[^\W\d_])[.;,]?\s(?:(?:photo(?:graph)?s?|pictures|images?|video|graphics|editing|edited) by\s|"
    r"(?:fotos?|fotografia|fotografía|fotografie|beeld|bild(?:er)?|zdjęcia|photos?|images?|illustrations?|imagens?|foto’s|"
    r"фото|світлини|φωτογραφίες|φωτό?)(?:\s?:\s?|\s(?=(?-i:[^\Wa-z\d_])))|"
    r"(?:编辑|編輯|图|圖|摄影|攝影|摄|校对|校對|设计|設計|制图|製圖|责编|責編|監製|监制)\s?[｜|／/：:]\s?)[^\d|]{2,60}$",
    re.IGNORECASE,
)
"""`Words by Jane Roe. Photographs by Jo Doe.`: who took the pictures, behind who wrote."""
_OTHERS_GLUED = re.compile(
    r"(?<=[^\W\d_A-ZА-Я])(?:Fotos?|Foto's|Photos?|Bild(?:er)?|Zdjęcia|Фото|Ảnh|Φωτό?)\s?:.{3,60}$"
)
"""`Текст: Анна КузнецоваФото: …`"""
_OTHERS_INSIDE = re.compile(r"\s(?:fot\.|zdj\.|ph\.|foto:|photo:|bild:)\s")
"""`autor: Jana Malá fot. Jan Malý`"""
_SIGN_OF_EDITOR = re.compile(r"[^\W\d_]{2,4}\)?$")
"""`autor: (bż)`"""
_SOMEBODY = re.compile(r"(?:der|die|das|the|het|ein|eine|een)\s[^\W\d_]+$")
"""`Text: der Pressewart`"""
_CLOCK_FIRST = re.compile(r"\d{1,2}[:.]\d\d\s\W*[^\W\d_]")
"""`10:05 Jane Roe`, in an item of a listing"""
_LISTED_OUTLET = re.compile(r"(?P<name>[^·|:：\d]{2,48}?)·\s?(?=\d{4}[-/.年])")
"""How listing pages set an outlet beside a date: no byline, whatever its first word (`Di Yi Cai Jing· 2026-01-06`)."""
_WIRED = re.compile(r"(?P<place>[^\W\d_a-z][^()\d]{2,30})\s\((?P<agency>[^\W\d_]{2,5})\)$")
"""`21.01.2026 / 14:30 / Hallig Nord (lno)`: how tickers set place and desk."""
_GLUED_WIRE = re.compile(r"^([^\W\d_a-z][^()\d]{4,40}) \(([^\W\d_]{2,8})\)(?=\d)")
"""`Jan Kos (PAP)8 maja`: elements that only style parted, so that a name stands there, and no dateline"""
_TAIWAN_SLASH = re.compile(r"\s[／/]\s(?=[\u3400-\u9fff]{2,4}(?:綜合|連線|現場)?報[導道](?:$|\s))")
"""`卓某某 / 花蓮報導`: what stands around the slash is one byline."""
_LABEL_BEFORE_TIME = re.compile(r"(?P<label>[^\d,]{3,30}?)\s\d{1,2}[:.h]\d\d(?:,\s?[^\W\d_]+(?:\s[^\W\d_]+)?)?$")
"""`Cập nhật lúc 09:02, Thứ Ba`, before the day."""


_NEEDS_VALUE = ("author", "source", "title")


def read_fields(line: str, context: Context, *, under_title: bool = False, signed: bool = False) -> Fields | None:
    """What a line says if it is metadata and nothing else; None if any part of it may be text.

    Under the title, above all prose, names beside a date or beside each other are the author's and the outlet's.
    `signed`: the author is known, and no name in the line is another.
    """
    if len(line) > 2 * MAX_LINE:
        return None
    text = _TAIWAN_SLASH.sub("／", _GLUED_WIRE.sub(r"\1 | \2 | ", line))
    text = without_filing(without_other_calendars(without_update(with_colon(text))))
    fields = _read_fields(text, context, under_title=under_title, signed=signed)
    if fields is not None:
        return fields
    bare = without_buttons(_OTHERS_GLUED.sub("", _OTHERS_BEHIND.sub("", text)))
    fields = _read_fields(bare, context, under_title=under_title, signed=signed) if bare != text else None
    return fields or (_read_dated(bare, context) if under_title else None)


def _read_dated(text: str, context: Context) -> Fields | None:
    """Only the date of a line that is little else, where what stands beside it reads as nothing: a line with the minute
    or with bars under a title is no text."""
    if len(text) > _DATED or ends_sentence(text):
        return None
    dates = find_dates(text, context.latest, years=context.years, day_first=context.day_first)
    found = next((one for one in dates if one.when is not None and one.names_year), None)
    if found is None:
        return None
    rest = text[: found.start] + " " + text[found.end :]
    parts = [part for _, part, _ in take_apart(rest, context) if not is_beside_date(part, signed=True)]
    named = all(_begins_name(word) for part in parts for word in part.split())
    if found.precision != "minute" and not (has_sign(text) and named):
        return None
    if sum(map(str.isalpha, "".join(parts))) > _BESIDE_DATE or _NO_DATED.search(rest):
        return None
    return Fields(published=found, leading="published", labelled=found.precision == "minute")


def _read_fields(text: str, context: Context, *, under_title: bool, signed: bool) -> Fields | None:
    if not 2 <= len(text) <= MAX_LINE or _is_too_much(text):
        return None
    fields = Fields()
    if context.listing and (outlet := _LISTED_OUTLET.match(text)):
        fields.source, fields.leading = outlet["name"], "source"
        text = text[outlet.end() :]
    pending: Column | None = None
    parts: Iterator[Part] = iter([("text", text, None)]) if is_bar_credit(text) else take_apart(text, context)
    for kind, part, found in parts:
        if kind == "label":
            if pending in _NEEDS_VALUE:
                return None
            pending, fields.labelled = column_of(part), True
        elif found is not None:
            _take_date(fields, found, pending)
            pending = None
        elif pending in (None, "published", "updated"):
            pending = _take_text(fields, part, pending, context, dated=bool(_YEAR.search(text)))
        elif _take_value(fields, pending, part, context):
            pending = None
        else:
            return None
    if pending in _NEEDS_VALUE or (fields.strange and _STOP.search(text)):
        return None
    timed = context.one_of_many and _CLOCK_FIRST.match(text) is not None
    dated = bool(fields.published or fields.updated or timed) or (
        under_title and (fields.by_nobody or (fields.source is not None and not fields.labelled))
    )
    wired = fields.source is not None and names.agency(fields.source) is not None
    around = Line(text, dated, signed or fields.author is not None, under_title, signed, wired, fields.by_nobody)
    return _judged(fields, around, context)


def _is_too_much(text: str) -> bool:
    """Whether a line has more letters than metadata, or two sentences."""
    if len(text) > MAX_LETTERS and sum(map(str.isalpha, text)) > MAX_LETTERS:
        return True
    return _SENTENCES.search(text) is not None


def _take_text(fields: Fields, part: str, pending: Column | None, context: Context, *, dated: bool) -> Column | None:
    """Read a part that no label claims: a label that its date follows without a colon, or filling, or a byline."""
    column = column_of(part)
    if column in ("published", "updated") or (column == "author" and _is_whole_label(part) and pending is None):
        fields.labelled = True
        return column
    if (timed := _LABEL_BEFORE_TIME.match(part)) and column_of(timed["label"]) in ("published", "updated"):
        fields.labelled = True
        return column_of(timed["label"])
    label, _, rest = part.partition(" ")
    if column_of(label) in ("published", "updated") and is_moment(rest):
        fields.labelled = True
        return pending
    part = _without_label(part) if dated else part
    if names.is_nobody(part) and not (dated and names.is_office(part)):
        fields.by_nobody = True
        return pending
    if is_filler(part) or names.is_of_others(part) or not any(map(str.isalpha, part)):
        return pending
    if dated and (wired := _WIRED.match(part)) and names.is_place(wired["place"]):
        fields.take(Credit(source=wired["agency"], place=wired["place"]))
    elif dated and (paper := part if names.is_office(part) else read_edition(part)):
        fields.take(Credit(source=paper))
    elif credit := read_byline(part, context):
        fields.told_author = fields.told_author or bool(credit.authors)
        fields.take(credit)
    elif not is_button(part):
        fields.strange.append(part)
    return pending


def _without_label(part: str) -> str:
    """A name before a date without the label in front of it: `Опубликовано Имя Фамилия`."""
    label, _, rest = part.partition(" ")
    return rest if column_of(label) == "published" and names.is_byline_alone(rest) else part


def _is_whole_label(part: str) -> bool:
    """Whether a label stands alone before a separator: `كتب - Name`. Latin prepositions may be names."""
    return len(part) > 3 or names.is_caseless(part)


def _begins_name(word: str) -> bool:
    return not word[0].islower() or word in words("names", "outlet_particles") | words("names", "particles")


def _take_date(fields: Fields, found: FoundDate, pending: Column | None) -> None:
    if pending == "beside":
        return
    if pending == "updated":
        fields.updated = fields.updated or found
    else:
        fields.published = found if is_finer(found, fields.published) else fields.published
    fields.lead_with("published")


def _take_value(fields: Fields, column: Column, value: str, context: Context) -> bool:
    """Put the value of a label where it belongs; False if it does not read as one."""
    if column == "author":
        value = _OTHERS_INSIDE.split(value)[0]
        if (_SIGN_OF_EDITOR.match(value) and value.islower()) or _SOMEBODY.match(value):
            fields.by_nobody = True
            return True
        house = house_beside(value)
        credit = read_authors(value[: house.start()] if house else value, context)
        if credit is not None and house:
            credit.source = credit.source or house["agency"]
        if credit is not None:
            if fields.told_author and fields.author and credit.authors:
                fields.author = ", ".join([fields.author, *credit.authors])
            fields.told_author = fields.told_author or bool(credit.authors)
            fields.take(credit)
        return credit is not None
    if column == "source":
        return _take_source(fields, value)
    if column == "title":
        fields.title = fields.title or value
        fields.lead_with("title")
        return True
    return len(value) <= 30


def _take_source(fields: Fields, value: str) -> bool:
    """Put down the outlets, or the office, that a label announces; False if they do not read as such."""
    if names.is_nobody(value) and not names.is_office(value):
        fields.by_nobody = True
        return True
    credit = read_outlets(value)
    if credit is None:
        return False
    fields.told_author = fields.told_author or bool(credit.authors)
    fields.told_source = credit.source is not None and fields.source is None
    fields.take(credit)
    return True


def _heads_bars(part: str, text: str) -> bool:
    """Whether a part is the section or kind of text that a line with bars or slashes begins with: one word, or several
    in capitals, as in `PAÍS / 17.01.2025`."""
    rest = text[len(part) :].lstrip()
    return (part.isupper() or " " not in part) and len(part) > 3 and text.startswith(part) and rest[:1] in _BARS


def _is_day_of_item(found: FoundDate, context: Context) -> bool:
    """Whether a day without a year is one in a listing whose page names the year."""
    return context.one_of_many and found.when is not None


def _without_section(strange: list[str], line: Line, context: Context) -> Credit | None:
    """What a dated line under the title says without the one word, a section's, that bars set apart in it."""
    several = [part for part in strange if " " in part]
    if not (line.dated and line.under_title and has_sign(line.text) and 0 < len(several) == len(strange) - 1):
        return None
    return read_strange(several, line, context)


def _judged(fields: Fields, line: Line, context: Context) -> Fields | None:
    """The fields if they make up the line; names left over beside a date are the outlet's or the author's."""
    if line.dated:
        said = fields.author is not None or fields.source is not None or len(fields.strange) > 1
        signed = said or context.one_of_many  # items of a listing have their section beside the date
        fields.strange = [part for part in fields.strange if not is_beside_date(part, signed=signed)]
        told = fields.told_author or (fields.author is not None and fields.source is not None)
        several = len(fields.strange) > 1 or (fields.strange and told and not context.echoes(fields.strange[0]))
        if several and _heads_bars(fields.strange[0], line.text):
            del fields.strange[0]
    if fields.strange:
        credit = read_strange(fields.strange, line, context) or _without_section(fields.strange, line, context)
        if credit is None or (fields.author and credit.authors) or (fields.source and credit.source):
            return None
        fields.take(credit)
    if fields.by_nobody and line.under_title:
        fields.lead_with("author")
    if fields.leading is None:
        return None
    alone = not (fields.labelled or fields.author or fields.source) and fields.leading == "published"
    if alone and not (fields.published and (fields.published.names_year or _is_day_of_item(fields.published, context))):
        return None
    return fields
