"""The headline among a text's first lines, where no markup names it, and which lines tell the one that markup names."""

import re
from collections.abc import Sequence

from newsmill.chars import sentence_weight, stems, weight
from newsmill.clean.widgets import button_share
from newsmill.metadata import joined_names, names
from newsmill.metadata.context import Context
from newsmill.metadata.site import MAX_TITLE, normal, strip_site

TITLE_CLASSES = frozenset(
    "title headline heading titre titulo titolo titel tytul naglowek nadpis kop baslik judul titlu tt tit".split()
)
"""What the classes of headlines are called in many countries."""
_UNFINISHED = re.compile(r"[。;；؛:：,，،、]$")
_CONTACT = re.compile(
    r"(?:(?:media|press)\s)?(?:contacts?|kontakt|contacto|contatto|contato|контакты?|連絡先|联系人)\s?[:：]|@[\w-]+\.\w|"
    r"\b\d{3}[-. ]\d{4}$",
    re.IGNORECASE,
)
"""Whom to ask, above a release: no headline."""
_FULL_STOP = re.compile(r"(?<![A-Z])[.।۔]$")
_QUOTED_STOP = re.compile(r"[.。!?！？][\"”’」』]$")
_TWO_SENTENCES = re.compile(r"[^\W\d_]{3,}[.。!?！？][\"”」]?\s*[^\W\d_a-z]")
_SENTENCE_END = re.compile(r"[.。!?！？।۔…][\"”’」』)）]?\s*$")
_PATH = re.compile(r"[^/›»>|→]{2,40}(?:\s[/›»>|→]\s[^/›»>|→]{2,40}){2,}$")
_DASHED_SITE = re.compile(r"\s[-–—·»]\s(?P<site>[^-–—|·»]{2,40})$")
_LOOSE_END = re.compile(r"\s*[-–—|｜_·]+$")
DANGLING = re.compile(r"\s[-–—|]\s*$")
"""A title that was broken before the site's name."""
_WORD = re.compile(r"[^\W\d_]{4,}")
_STEM = 4
"""Letters that tell a word, whatever it ends in."""
_HEBREW_PREFIXED = re.compile("(?<![\u05d0-\u05ea])[הובלמכש][\u05d0-\u05ea]{4,}")
_TAIL = 40
"""Characters at the end of a text that tell whether it ends a sentence."""
_LONG_PROSE, _PROSE, _SHORT_PROSE, _THAI_PROSE = 400, 60, 40, 55
_INDIC = re.compile("[\u0900-\u0eff]")
_THAI = re.compile("[\u0e00-\u0e7f]")
_HANGUL = re.compile("[가-힣]")
_HAN_PAIR = re.compile(r"(?=([\u3040-\u30ff\u3400-\u9fff]{2}))")
_LONG = 20
CODED = re.compile(
    r"(?:POL|FW|BPOL[DI]?|BPOLI|HZA|ZOLL|THW|DLRG|DRK|LPI|STA|StA|KFV|LKA|PP|PI|PD|POLI)-[A-ZÄÖÜ-]{1,12}(?:\s\w+)?: "
)
"""How the police and fire brigades of Germany begin the headlines of their releases."""
_EVIDENT = 14
"""Letters from which a line can be taken for a headline by a word alone."""
_STEP = re.compile(r"[^>›»→]{1,24}\s?[>›»→]\s?[^>›»→]{1,24}$|[^/\d]{3,16}\s/\s[^/\d]{3,16}$")
_HOME = re.compile(
    r"(?:home|homepage|accueil|startseite|inicio|início|strona główna|domů|úvod|acasă|ana ?sayfa|beranda|trang chủ|"
    r"главная|головна|αρχική|الرئيسية|خانه|صفحه نخست|דף הבית|ראשי|होम|หน้าแรก|首页|首頁|ホーム|トップ|홈)"
    r"\s?[-–—›»>/:·|]",
    re.IGNORECASE,
)
_HOME_FIRST = re.compile(
    r"(?i:accueil|start|startseite|inicio|início|strona główna|domů|úvod|acasă|ana ?sayfa|beranda|"
    r"trang chủ|главная|головна|αρχική)(?:\s\S+){0,2}\s(?=[^\Wa-zа-яіїєґα-ω\d_])"
)
"""`Accueil Le conseil Vos démarches`"""
_CREDIT = re.compile(r"(?:撮影|攝影|摄影|攝|摄|提供|供图|供圖)[）)]?$")
_FEW_NAMES = 4
_LONGEST_PARTICLE = 3
"""Letters of a word that the names of sites may have without a capital: `Voz del Valle`."""
_MENU, _MENU_WORD = 4, 5
"""Words of a Chinese or Japanese line, and signs of each at most, from which it is a menu."""
_NO_TITLE_CASE = re.compile("[\u0370-\u03ff\u0400-\u04ffčřžšěůňťďľĺŕłąężśźćńțșăéèàçñãõêóíáú]", re.IGNORECASE)
"""Letters of languages that write headlines as sentences: German and Turkish have none of them."""
_SIGNS = re.compile(r"[\d.,:;!?–—«»\"“„]")
_CAPITALS = 0.6
"""Share of a line's words with a capital, over which a line in such a language is a menu or a list of names."""
_RUNNING = 7
"""Words of a line that can run on."""
_BUTTONS = 0.4
"""Share of a line's words that buttons and menus have, from which it is one of them."""
_BARRED = re.compile(r"\s[|｜]\s")
_STAMP = re.compile(r"\d[./-]\d{1,2}[./-]?\s.{0,6}\d{1,2}:\d\d")
_FEW = 3
"""Words from which a line that shares all of them with the text is sure to speak of it."""


def may_be_title(text: str) -> bool:
    """Whether the text reads as a headline: short, begun as one, and no whole sentence with its stop."""
    line = text.strip()
    if not 2 <= len(line) <= MAX_TITLE or len(normal(line)) < 2:
        return False
    if line[0].islower() and line[1:2].islower():
        return False
    if _CONTACT.search(line) or _UNFINISHED.search(line) or _FULL_STOP.search(line) or _QUOTED_STOP.search(line):
        return False
    return len(line) < 120 or _TWO_SENTENCES.search(line) is None


def is_prose(text: str) -> bool:
    """Whether the text is a paragraph of the report rather than a line around it."""
    size = sentence_weight(text)
    if size > _LONG_PROSE:
        return True
    if size < _SHORT_PROSE:
        return False
    if not text.isascii() and _INDIC.search(text):  # their vowels are signs, not letters, and Thai has no full stop
        return size > _THAI_PROSE if _THAI.search(text) else _ends(text)
    return size >= _PROSE and _ends(text)


def _ends(text: str) -> bool:
    return _SENTENCE_END.search(text, max(0, len(text) - _TAIL)) is not None


def is_evident(line: str, opening: str) -> bool:
    """Whether a line of some length says a longer word, or two pairs of Han signs, of what the text begins with. The
    first that does is a headline more often than the standfirst or caption below it, which say more of them."""
    if weight(line) < _EVIDENT or is_beside(line):
        return False
    said = sum(stem in opening for stem in stems(line) | _bare_hebrew(line))
    return said >= (2 if joined_names.is_joined(line) else 1)


def is_beside(line: str) -> bool:
    """Whether a line reads like what stands beside headlines: parts with bars between them, a date with its hour, or a
    few words that are all names, as of sites and sections."""
    if begins_at_home(line) or _CREDIT.search(line) or _BARRED.search(line) or _STAMP.search(line) or _STEP.match(line):
        return True
    tokens = line.split()
    if joined_names.is_joined(line):
        return joined_names.ends_as_outlet(tokens[0]) or _is_spaced_menu(tokens)
    if names.is_caseless(line) and len(tokens) < _FEW_NAMES:
        return weight(line) < _LONG
    if _NO_TITLE_CASE.search(line) and _is_capitalised_menu(tokens):
        return True
    if button_share(line) >= _BUTTONS and not _is_running(tokens):
        return True
    return (
        len(tokens) <= _FEW_NAMES
        and not joined_names.is_joined(line)
        and all(token[0].isupper() or token.isdigit() for token in tokens)
    )


def begins_at_home(line: str) -> bool:
    """Whether a line begins with the name of a site's first page, as menus and paths do."""
    return _HOME.match(line) is not None or _HOME_FIRST.match(line) is not None


def is_path(line: str) -> bool:
    """Whether a line leads to other pages: the path from the first one, or a row of sections."""
    tokens = line.split()
    if _HOME.match(line) or _PATH.match(line) or _STEP.match(line):
        return True
    return (
        not joined_names.is_joined(line)
        and button_share(line) >= _BUTTONS
        and len(tokens) > 2
        and not _is_running(tokens)
    )


def _is_capitalised_menu(tokens: Sequence[str]) -> bool:
    """Whether most of several words begin with a capital, where headlines have it only in their first and in names."""
    capitals = sum(token[0].isupper() for token in tokens)
    return (
        len(tokens) > _FEW_NAMES
        and capitals > max(_FEW_NAMES, _CAPITALS * len(tokens))
        and not _SIGNS.search("".join(tokens))
    )


def _is_running(tokens: Sequence[str]) -> bool:
    """Whether words run on as in a sentence: most of many begin small, which those of buttons and menus do not."""
    return len(tokens) >= _RUNNING and 2 * sum(token[0].islower() for token in tokens) > len(tokens)


def _is_spaced_menu(tokens: Sequence[str]) -> bool:
    """Whether short words stand apart where words are not parted by blanks."""
    return len(tokens) >= _MENU and not any(len(token) > _MENU_WORD or _HANGUL.search(token) for token in tokens)


def share_of(line: str, opening: str) -> float:
    """Share of a line's words, by their stems, or of its pairs of Han signs, that the text has too."""
    parts = _HAN_PAIR.findall(line) or [word[:_STEM].casefold() for word in _WORD.findall(line)] or stems(line)
    said = sum(part in opening for part in parts) + sum(part in opening for part in _bare_hebrew(line))
    return min(said / max(len(parts), _FEW), 1.0)


def _bare_hebrew(line: str) -> frozenset[str]:
    """Hebrew words, by their first letters, without the article or preposition that is written as a part of them."""
    return frozenset([word[1 : 1 + _STEM] for word in _HEBREW_PREFIXED.findall(line)])


def without_site(title: str, site: str | None, host: str | None, context: Context) -> str:
    """The title without the site's name. After a dash a name is the site's if the page is its, or speaks of it in the
    lines around the text; or if it is of several words, has capitals throughout, and none of them is in the text."""
    text = strip_site(_LOOSE_END.sub("", title), site, host)
    match = _DASHED_SITE.search(text, max(0, len(text) - 45))
    if match is None:
        return text
    name, head = match["site"].strip(), text[: match.start()]
    if not normal(head) or not names.is_outlet(name, labelled=True) or len(normal(name)) > len(normal(head)):
        return text
    tokens = name.split()
    strange = len(tokens) > 1 and not any(word in context.text for word in tokens if len(word) > 3)
    strange = strange and not any(word[0].islower() and len(word) > _LONGEST_PARTICLE for word in tokens)
    if context.owns(name) or names.is_outlet(name) or context.above.count(name) > 1 or strange:
        return head.rstrip()
    return text
