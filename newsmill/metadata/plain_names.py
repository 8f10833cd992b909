"""Names that nothing announces, by their words and what the text has of them."""

import re

from newsmill.clean.widgets import button_share
from newsmill.metadata import joined_names, names
from newsmill.metadata.context import Context
from newsmill.metadata.credits import is_role
from newsmill.metadata.vocabulary import column_of, words

_BUTTONS = 0.5
"""Share of a line's words that buttons have, from which it is no name."""
_MOST_WORDS = 3
"""Of a name, particles aside."""
_NO_NAMES = words("names", "sections") | words("names", "outlet")
IN_KANA = re.compile(r"^[\u4e00-\u9fff]{1,3}\s?[\u3041-\u309f]{2,4}$")
"""`中沢いづみ`: a family in kanji, a given name in hiragana."""
_IN_KANJI = re.compile(r"(?!.*[市町村区郡県都府駅記料会限版面])[\u4e00-\u9fff々]{4,5}$")
_KANA = re.compile("[\u3041-\u309f]")
_TOPICS = words("names", "sections") | frozenset(
    "経済 産業 国際 政治 社会 文化 芸能 事件 事故 地域 生活 公論 教育 科学 環境 特集 連載 写真 動画 速報 社説 論説 "
    "会員 限定".split()
)
"""What sections of Japanese papers are called, two signs each."""
_JOINED_NAME = 3
"""Signs of a name of Chinese or Japanese that no blank parts."""
_CREDITED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]{2,6}\s?(?:撮影|攝影|摄影|攝|摄)")
"""Who took a picture, as captions in the text say."""


def is_name(text: str, context: Context, *, vouched: bool, alone: bool = False) -> bool:
    """Whether words that nothing announces read as a name: no word of them is a word of the text.

    Where the script has no capitals, a date or an outlet must vouch for it; in Chinese and Japanese a blank must part
    it, or it must stand `alone` in its line.
    """
    tokens = text.split()
    if is_role(text) or names.is_trade(text) or column_of(text):
        return False
    if joined_names.is_joined(text):
        parted = len(tokens) == 2 or (alone and len(tokens) == 1 and len(text) >= _JOINED_NAME)
        shaped = joined_names.is_han_name(text) or (vouched and IN_KANA.search(text) is not None)
        parted = parted or shaped or (vouched and is_kanji_name(text, context))
        known = text in _CREDITED.sub("", context.text) or not _NO_NAMES.isdisjoint(tokens) or button_share(text) > 0
        return vouched and parted and names.is_person(text) and not known
    if names.is_caseless(text):
        folded = {form for token in tokens for form in (token.strip("."), token.removeprefix("ال"))}
        return (
            vouched
            and 2 <= len(tokens) <= 3
            and names.is_person(text, labelled=True)
            and folded.isdisjoint(_NO_NAMES)
            and 2 * sum(f" {token} " in context.text for token in tokens) <= len(tokens)
        )
    told = [token for token in tokens if token.casefold() not in words("names", "particles")]
    most = _MOST_WORDS + (vouched and len(tokens) == len(told))  # of four words only beside a date, and no particle
    return (
        names.is_byline_alone(text, most=most)
        and not any(map(context.has_small, told))
        and button_share(text) < _BUTTONS
    )


def is_kanji_name(part: str, context: Context) -> bool:
    """Whether four signs or five on a Japanese page are a person's: outlets end in words of their own."""
    if not _IN_KANJI.match(part) or names.agency(part) or joined_names.ends_as_outlet(part):
        return False
    if {part[:2], part[2:], part[-2:]} & _TOPICS:
        return False
    return _KANA.search(context.text) is not None and context.text.count(part) <= 1
