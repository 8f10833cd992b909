"""The bracket that the last sentence of a text ends with, where it signs the report."""

import re

from newsmill.metadata import names
from newsmill.metadata.credits import read_list
from newsmill.metadata.datelines import read_signature
from newsmill.metadata.dates import find_dates
from newsmill.metadata.fields import read_fields
from newsmill.metadata.reading import RULES, Reading
from newsmill.metadata.vocabulary import any_of

_CLOSING_BRACKET = re.compile(r"(?<=[.。!?！？…\"”’」』])\s*(?P<bracket>[(（【\[][^()（）【】\[\]]{2,60}[)）】\]])\s*$")
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
    """Cut the bracket that a line ends with, if it signs the report."""
    text = reading.pieces[place].text
    if match := _EDITOR_AND_DAY.search(text, max(0, len(text) - 70)):
        written = f"民國{match['year']}年{match['month']}月{match['day']}日"
        reading.note_date(next(iter(find_dates(written, reading.context.latest)), None))
        reading.cut(place, match.start(), len(text), RULES["published"])
        return True
    if staff := _STAFF_BEHIND.search(text, max(0, len(text) - 140)):
        credit = read_list(staff["names"], reading.context, labelled=True, sure=False)
        if credit and credit.authors:
            reading.note(author=", ".join(credit.authors), source=staff["agency"])
            reading.cut(place, staff.start(), len(text), RULES["author"])
            return True
    bracket = _CLOSING_BRACKET.search(text, max(0, len(text) - 70))
    if bracket is None:
        return False
    if name := japanese_name(bracket["bracket"].strip(), text):
        reading.note(author=name)
        reading.cut(place, bracket.start("bracket"), len(text), RULES["author"])
        return True
    if signature := read_signature(bracket["bracket"], reading.context):
        rule = reading.note_dateline(signature)
    elif (fields := read_fields(bracket["bracket"][1:-1], reading.context)) and (
        fields.author or (fields.source and fields.labelled)
    ):
        reading.note_fields(fields)
        rule = RULES["author" if fields.author else "source"]
    elif names.ends_as_outlet(bracket["bracket"][1:-1]):
        reading.note(source=bracket["bracket"][1:-1])
        rule = RULES["source"]
    elif reading.context.one_of_many and _signs_brief(bracket["bracket"][1:-1], text[: bracket.start()]):
        reading.note(author=bracket["bracket"][1:-1])
        rule = RULES["author"]
    else:
        return False
    reading.cut(place, bracket.start("bracket"), len(text), rule)
    return True


def _signs_brief(name: str, text: str) -> bool:
    """Whether the bracket that closes a brief holds the name of who wrote it: no word of it is in the brief."""
    return names.is_byline_alone(name) and not any(word in text for word in name.split())


def japanese_name(bracket: str, text: str) -> str | None:
    """The name in a bracket that closes a Japanese text."""
    match = _JAPANESE_NAME.match(bracket)
    if match is None or len(match["name"]) <= 2 or names.ends_as_outlet(match["name"]) or not _KANA.search(text):
        return None
    return match["name"]
