"""Names in Chinese, Japanese and Korean, which part no words: people, places, outlets and desks."""

import re
from collections.abc import Sequence

from newsmill.metadata.vocabulary import any_of, words

_HAN_PERSON = re.compile(
    r"[\u3400-\u9fff]{2,4}$|[\u3400-\u9fff]{1,8}[·•．‧][\u3400-\u9fff·•．‧]{1,10}$|"
    r"(?!.*[局社部課室]・)[\u3400-\u9fff]{1,4}・[\u3400-\u9fff]{1,4}$"
)
_JAPANESE_PERSON = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff]{2,6}(?:\s[\u3040-\u30ff\u3400-\u9fff]{1,6})?$|[\u30a1-\u30ff]{3,9}[\u3400-\u9fff]{1,4}$"
)
_JAPANESE_PART = 3
"""Signs of a Japanese family's name or a given one."""
_HANGUL_PERSON = re.compile(r"[가-힣]{2,4}$")
_HANGUL_GIVEN = re.compile(r"[가-힣]{1,3}$")
_MARK_INSIDE = re.compile("[·•・．‧]")
_JOINED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff가-힣]")
_PROSE = re.compile(r"[于是的了因被将。！？；]|(?:作者|记者|記者|编辑|編輯|主编|主編|博主)$")
_PLACE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff가-힣·]{2,10}$")
_ENDS_AS_OUTLET = re.compile(rf".{{1,12}}(?:{any_of('names', 'joined_outlet')})$")
_DESK = re.compile(r"[\u3400-\u9fff]{0,8}(?:編輯部|编辑部|編輯室|编辑室|編集部|編集室)$|[가-힣]{0,8}(?:편집부|편집국)$")
_OFFICE = re.compile(
    r"[\u3400-\u9fff]{2,10}(?:学院|學院|学校|學校|大学|大學|中心|编辑部|編輯部|记者站|报社|報社|电视台|電視台|委员会|宣传部|办公室|社区|公司|"
    r"车间|車間|支队|大队|中队|分局|派出所|气象台|氣象台)$"
)
"""Whose people the names beside it are: `文/图：音乐学院 卜某某`."""
_OPENS_NAME = frozenset('《「『〈【“"')
_LONGEST_OUTLET = 20


def is_joined(text: str) -> bool:
    """Whether the text has a script of words that are not parted by spaces, or Korean."""
    return _JOINED.search(text) is not None


def ends_as_outlet(text: str) -> bool:
    """Whether a name in Chinese, Japanese or Korean ends as those of outlets do: 社, 日报, 뉴스."""
    return is_joined(text) and _ENDS_AS_OUTLET.match(text) is not None


def is_joined_person(name: str) -> bool:
    """Whether it reads as one person's name."""
    found = any(form.match(name) for form in (_HAN_PERSON, _HANGUL_PERSON, _JAPANESE_PERSON))
    return (found or _is_parted_hangul(name)) and not (_PROSE.search(name) or ends_as_outlet(name))


def _is_parted_hangul(name: str) -> bool:
    """Whether a blank parts a Korean family's name from the given one: `남궁 솔`."""
    family, _, given = name.partition(" ")
    return family in words("names", "hangul_surnames") and _HANGUL_GIVEN.match(given) is not None


def is_joined_place(name: str) -> bool:
    """Whether two to ten signs read as a place."""
    return _PLACE.match(name) is not None and not _PROSE.search(name)


def is_joined_outlet(name: str) -> bool:
    """Whether it may be an outlet's name."""
    is_named = name[0].isalnum() or name[0] in _OPENS_NAME
    return is_named and len(name) <= _LONGEST_OUTLET and not _PROSE.search(name)


def is_joined_desk(text: str) -> bool:
    """Whether the text is the desk of a house: `漫山誌編輯室`."""
    return _DESK.match(text) is not None


def is_joined_office(text: str) -> bool:
    """Whether the text is the office whose people the names beside it are."""
    return _OFFICE.match(text) is not None


def is_han_name(text: str) -> bool:
    """Whether three Han signs begin with a surname, and end as no outlet does: alone or beside a date, a person's. Two
    signs are too often a word."""
    return (
        len(text) == len("姓名字")
        and is_joined(text)
        and text[0] in words("names", "han_surnames")
        and is_joined_person(text)
    )


def by_blanks(text: str) -> list[str]:
    """Chinese names parted by blanks; `王 某` is one name, spaced out to the width of three characters."""
    words_ = text.split()
    if len(words_) == 2 and all(len(word) == 1 for word in words_):
        return ["".join(words_)]
    if all(_HAN_PERSON.match(word) for word in words_) and not _is_japanese(words_):
        return words_
    return [text]


def _is_japanese(parts: Sequence[str]) -> bool:
    """Whether two parts are a family's name and a given one: two Chinese would each begin with a surname."""
    surnames = words("names", "han_surnames")
    short = len(parts) == len(("family", "given")) and max(map(len, parts)) <= _JAPANESE_PART
    short = short and words("bylines", "nobody").isdisjoint(parts)  # `記者 施某某`
    return short and not all(part[0] in surnames or _MARK_INSIDE.search(part) for part in parts)
