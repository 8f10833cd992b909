"""The bracket that the last sentence of a text ends with, where it signs the report."""

import re

from newsmill.metadata import joined_names, names
from newsmill.metadata.credits import read_list
from newsmill.metadata.datelines import read_signature
from newsmill.metadata.dates import find_dates
from newsmill.metadata.fields import read_fields
from newsmill.metadata.reading import RULES, Reading, Rule
from newsmill.metadata.vocabulary import any_of

_CLOSING_BRACKET = re.compile(r"(?<=[.。!?！？…\"”’」』])\s*(?P<bracket>[(（【\[][^()（）【】\[\]]{2,60}[)）】\]])\s*$")
_GLUED_NAME = re.compile(r"(?<=[.!?…”»])(?P<name>[^\W\d_a-z][^\W\d_]+(?:\s[^\W\d_a-z][^\W\d_]+){1,2})\s*$")
"""`… he said.Jane Roe`: who signs, glued to the last sentence."""
_EDITOR_AND_DAY = re.compile(
    r"[（(](?:責任編輯|編輯|譯者|核稿|责任编辑|编辑|译者)[^（）()。]{2,40}[）)]\s?"
    r"(?P<year>1[01]\d)(?P<month>[01]\d)(?P<day>[0-3]\d)\s*$"
)
"""How Taiwan's agencies close a report: editors, and the day by the years of the Republic."""
_STAFF_BEHIND = re.compile(
    rf"(?<=[.!?”\"])\s+(?P<agency>(?-i:[^\W\d_a-z]{{3,12}}))\s?/\s?"
    rf"\([^():]{{0,12}}(?:{any_of('labels', 'author')})\s?:\s?"
    r"(?P<names>[^():,;]{4,60}?)(?:[,;]\s[^()]{3,80})?\)\s*$",
    re.IGNORECASE,
)
"""`… liberă. AGERPRES/(A - autor: Ana Pop, editor: Ion Rus)` behind the last sentence."""
_KANA = re.compile("[\u3040-\u30ff]")
_JAPANESE_NAME = re.compile(
    r"[（(【](?!敬称|写真|続|終|文責|以下|一部|本文)(?:[\u4e00-\u9fff]{1,6}(?:部|局|班)[・＝=\s])?(?P<name>[\u4e00-\u9fff]{1,3}\s?[\u4e00-\u9fff\u3040-\u30ff]{1,3})[)）】]$"
)
"""How Japanese reporters sign: in brackets after the last sentence."""


def take_closing_bracket(place: int, reading: Reading) -> bool:
    """Cut the bracket that a line ends with, or the name glued to it, if it signs the report."""
    return _take_staff(place, reading) or _take_glued(place, reading) or _take_bracket(place, reading)


def _take_staff(place: int, reading: Reading) -> bool:
    """Cut editors and the day, or an agency and its staff."""
    text = reading.pieces[place].text
    if match := _EDITOR_AND_DAY.search(text, max(0, len(text) - 70)):
        written = f"民國{match['year']}年{match['month']}月{match['day']}日"
        reading.note_date(next(iter(find_dates(written, reading.context.latest)), None))
        reading.cut(place, match.start(), len(text), RULES["published"])
        return True
    staff = _STAFF_BEHIND.search(text, max(0, len(text) - 140))
    credit = read_list(staff["names"], reading.context, labelled=True, sure=False) if staff else None
    if staff is None or credit is None or not credit.authors:
        return False
    reading.note(author=", ".join(credit.authors), source=staff["agency"])
    reading.cut(place, staff.start(), len(text), RULES["author"])
    return True


def _take_glued(place: int, reading: Reading) -> bool:
    """Cut the name that a page has glued to the last sentence."""
    text = reading.pieces[place].text
    glued = _GLUED_NAME.search(text, max(0, len(text) - names.MAX_NAME - 2))
    if glued is None or not names.is_byline_alone(glued["name"]):
        return False
    reading.note(author=glued["name"])
    reading.cut(place, glued.start("name"), len(text), RULES["author"])
    return True


def _take_bracket(place: int, reading: Reading) -> bool:
    """Cut the bracket: a name, an outlet, a dateline, or what a label announces."""
    text = reading.pieces[place].text
    bracket = _CLOSING_BRACKET.search(text, max(0, len(text) - 70))
    rule = _rule_of(bracket["bracket"], text[: bracket.start()], reading) if bracket else None
    if bracket is None or rule is None:
        return False
    reading.cut(place, bracket.start("bracket"), len(text), rule)
    return True


def _rule_of(bracket: str, text: str, reading: Reading) -> Rule | None:
    """Put down what a bracket behind the text says; the rule that it goes by, None where it stays."""
    inside = bracket[1:-1]
    if name := japanese_name(bracket.strip(), text):
        reading.note(author=name)
        return RULES["author"]
    if signature := read_signature(bracket, reading.context):
        return reading.note_dateline(signature)
    fields = read_fields(inside, reading.context)
    if fields and (fields.author or (fields.source and fields.labelled)):
        reading.note_fields(fields)
        return RULES["author" if fields.author else "source"]
    if joined_names.ends_as_outlet(inside):
        reading.note(source=inside)
        return RULES["source"]
    if reading.context.one_of_many and _signs_brief(inside, text):
        reading.note(author=inside)
        return RULES["author"]
    return None


def _signs_brief(name: str, text: str) -> bool:
    """Whether the bracket that closes a brief holds the name of who wrote it: no word of it is in the brief."""
    return names.is_byline_alone(name) and not any(word in text for word in name.split())


def japanese_name(bracket: str, text: str) -> str | None:
    """The name in a bracket that closes a Japanese text."""
    match = _JAPANESE_NAME.match(bracket)
    if match is None or len(match["name"]) <= 2 or joined_names.ends_as_outlet(match["name"]) or not _KANA.search(text):
        return None
    return match["name"]
