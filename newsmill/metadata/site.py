"""Titles as pages write them, with the site's name and the path to the page around the headline."""

import re
import unicodedata

MAX_TITLE = 300
"""Characters; what is longer is no headline."""

_TAIL = re.compile(
    r"\s*(?P<mark>\s[|｜–—\-•·»«]\s|\s?[|｜]\s?|_+|\s?::\s?|\s?[—–]\s?(?=[^\s]+$)|-(?=[\u3400-\u9fff]{2,12}$))\s*(?P<tail>[^|｜_]{2,40})$"
)
_HEAD = re.compile(r"^(?P<head>[^|｜_»]{2,40}?)\s*(?P<mark>\s[|｜–—\-•·]\s|\s?[|｜»]\s?|\s?::\s?)\s*")
_CMS_PATH = re.compile(r"(?:\s<\s[^<]{1,30}){1,4}$")
"""How Korean sites set the path behind the headline: `headline < section < article`."""
_BESIDE = re.compile(r"\s*[|｜–—\-•·›»_:]+\s*(?P<site>[^\W\d_][^|｜»›]{1,48}?)[\s|｜–—\-•·»:]*$")
_LOOSE_DASHES = re.compile(r"[-–—_|]+\s*$")
_SURE = frozenset("|｜_»:")
_MARKS = re.compile(r"[\W_]+")
_ASCII_MARKS = bytes(code for code in range(128) if not chr(code).isalnum())
_SITE_WORD = re.compile(
    r"\b(?:news|times|post|daily|herald|tribune|gazette|journal|online|radio|tv|magazine|zeitung|nachrichten|noticias|notícias|diario|"
    r"giornale|gazeta|wiadomości|haber|новости|газета|новини|berita|ειδήσεις|ziare|báo|reuters|bbc|cnn)\b|"
    r"\w\.(?:com|net|org|ru|de|fr|cn|jp|kr|info|io|tv|uk|it|es|pl)\b|网$|網$|新闻$|新聞$|日报$|日報$|晚报$|晚報$|在线$|ニュース|뉴스|일보$|신문$",
    re.IGNORECASE,
)


def normal(text: str) -> str:
    """Letters and digits of the text without regard to case, width or punctuation: what makes two titles the same."""
    if text.isascii():
        return text.encode().lower().translate(None, _ASCII_MARKS).decode()
    return _MARKS.sub("", unicodedata.normalize("NFKC", text).casefold())


def strip_site(title: str, site: str | None = None, host: str | None = None) -> str:
    """The title without the site's name at its end or start.

    A bar or an underscore before a short end says "site"; a dash, which headlines have too, is believed only where
    the end is the site's known name, is part of the host's, or has a word such as News in it.
    """
    text = _CMS_PATH.sub("", title.strip()) if " < " in title else title.strip()
    for _ in range(3):
        shorter = _without_tail(text, site, host)
        if shorter == text:
            break
        text = shorter
    match = _HEAD.match(text)
    if match and _is_site(match["head"], site, host) and normal(text[match.end() :]):
        text = text[match.end() :]
    return _LOOSE_DASHES.sub("", text).strip()


def _without_tail(text: str, site: str | None, host: str | None) -> str:
    match = _TAIL.search(text, max(0, len(text) - 60))
    if match is None or not normal(text[: match.start()]):
        return text
    mark, tail = match["mark"].strip(), match["tail"].strip()
    sure = any(char in _SURE for char in mark) and len(tail.split()) <= 5
    if _is_site(tail, site, host) or (sure and match.start() >= len(tail) // 2):
        return text[: match.start()].rstrip()
    if mark not in ("", *_SURE) and _SITE_WORD.search(tail) and len(tail.split()) <= 4 and tail[:1] == tail[:1].upper():
        return text[: match.start()].rstrip()
    return text


def _is_site(name: str, site: str | None, host: str | None) -> bool:
    squeezed = normal(name)
    if not squeezed:
        return False
    if site and squeezed == normal(site):
        return True
    labels = (host or "").casefold().removeprefix("www.").split(".")
    return bool(host) and len(squeezed) >= 3 and (squeezed in labels or squeezed == normal(".".join(labels)))


def site_beside(title: str, bare: str) -> str | None:
    """What a title has before or after its bare form, parted from it by a bar or dash: the site, or its section."""
    head, found, tail = title.partition(bare)
    match = _BESIDE.match(tail or f" - {head}") if found and not (head and tail) else None
    return match["site"].strip() if match and not any(map(str.isdigit, match["site"])) else None


def same(title: str, line: str) -> bool:
    """Whether a line is the title, told with or without site name, path or punctuation around it."""
    if len(line) > 2 * len(title) + 20 or len(title) > 2 * len(line) + 20:
        return False
    one, other = normal(title), normal(line)
    if not one or not other:
        return False
    shorter, longer = sorted((one, other), key=len)
    if shorter == longer:
        return True
    return longer.find(shorter) >= 0 and len(shorter) >= 4 and 3 * len(shorter) >= 2 * len(longer)
