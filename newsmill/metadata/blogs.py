"""What blog software writes around a byline: where a post is filed, its hour, the number of its comments."""

import re

_GLUED_BY = re.compile(r"(?:By|Von|Par|Por|Door|Di|Oleh)(?=[A-Z][a-z]+\s)")
"""`ByJane RoeSenior Reporter`, whose elements only style parted."""
_DIGIT = re.compile(r"\d")
_FILED = re.compile(
    r"(?<=\d)\s(?:in|under|unter|dans|en|em|w|v|в|у|בקטגוריה|בקטגוריית|ضمن|في قسم|در دسته)\s[^\W\d_][^\d.!?:|]{2,60}$"
)
"""`Posted by Jane Roe on 4 June 2026 in Branch news, Canteens`: where blogs file it."""
_CATEGORY = re.compile(
    r",?\s(?:in|în|en|dans|em|w|v|в|у|i)\s(?:(?:the|la|der|die|a|o)\s)?(?:categor|catég|kategor|катего|рубри|rubri)[^\W\d_]*\s"
    r"[^\d.!?:|]{2,60}$",
    re.IGNORECASE,
)
"""`Scris de Ana Pop, 5 mai 2026, în categoria Primărie`"""
_FILED_BEFORE = re.compile(
    r"(?<=[^\W\d_])\s(?:in|under)\s[^\W\d_][^\d.!?:|,]{2,40}?(?=\son\s[^\W\d_]+\s\d{1,2},?\s\d{4}$)"
)
"""`Posted by Jane Roe in Retail on June 4, 2026`"""
_HOUR_BEHIND = re.compile(
    r"(?<=[^\W\d_])\s(?:at|à|a|a las|a la\(s\)|à\(s\)|en|às|alle|op|um|o|v|в|у|στις|la|saat|pukul|lúc|om|kl\.?)\s"
    r"\d{1,2}[:.]\d\d"
    r"(?:\s?(?:[ap]\.?\s?m\.?|[πμ]\.?\s?μ\.?))?\s?:?$",
    re.IGNORECASE,
)
"""`Posted by Jane Roe at 9:14 PM`: blogs tell the hour behind the name, and the day further up."""
_COUNT_BEHIND = re.compile(
    r"(?<=[\dm.])\s(?:\d{1,5}|no|nessun|sin|aucun|keine|nenhum|brak)\s"
    r"(?:comment|comentar|comentár|komment|коммент|комент|koment|reacti|σχόλι|yorum|bình luận)[^\W\d_]{0,6}\s?:?$",
    re.IGNORECASE,
)
"""`Posted by Jane Roe at 9:14 PM 2 comments:`"""
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def without_filing(line: str) -> str:
    """A byline without what stands around it, and with blanks between names that only style parted."""
    text = _CATEGORY.sub("", line)
    if _DIGIT.search(text):
        text = _FILED_BEFORE.sub("", _FILED.sub("", text))
    text = _COUNT_BEHIND.sub("", text)
    if _DIGIT.search(text):
        text = _HOUR_BEHIND.sub("", text)
    return _CAMEL.sub(" ", text) if _GLUED_BY.match(text) else text
