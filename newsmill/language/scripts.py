"""The script gate: which script a paragraph is written in, and the languages that come with it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from unicodedata import normalize

import numpy as np
import numpy.typing as npt

from newsmill.chars import HAN_WEIGHT
from newsmill.codepoints import CodeTable, encode

READ = 20_000
"""Characters of a paragraph that are read. A longer one is judged, and its letters reckoned, by its beginning."""

_SOFT_HYPHEN = "\u00ad"
_BATCH = 2**16
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+|[-+.\w]{1,64}@[-\w]{1,255}(?:\.[-\w]{1,63}){1,8}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Script:
    """A script: inclusive spans of its letters, and its language where news knows but one."""

    name: str
    language: str | None
    spans: tuple[tuple[int, int], ...]
    weight: int = 1
    """Latin letters that say as much as one of its signs."""


_BASIC_LATIN = ((0x41, 0x5A), (0x61, 0x7A))
_WIDE_LATIN = ((0xFF21, 0xFF3A), (0xFF41, 0xFF5A))
_BASIC_ARABIC = ((0x620, 0x64A), (0x66E, 0x6D3), (0x6D5, 0x6D5))
_FORMS = ((0xFB50, 0xFDFB), (0xFE70, 0xFEFC))
_BASIC_HAN = ((0x3005, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF))
_KANA = ((0x3041, 0x309F), (0x30A1, 0x30FA), (0x30FC, 0x30FF))

SCRIPTS = (
    Script("none", None, ()),
    Script("Latin", None, (*_BASIC_LATIN, (0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0x2AF), (0x1E00, 0x1EFF), *_WIDE_LATIN)),
    Script("Cyrillic", None, ((0x400, 0x481), (0x48A, 0x52F))),
    Script("Arabic", None, (*_BASIC_ARABIC, (0x6EE, 0x6EF), (0x6FA, 0x6FF), (0x750, 0x77F), (0x8A0, 0x8C9), *_FORMS)),
    Script("Devanagari", None, ((0x900, 0x963), (0x971, 0x97F))),
    Script("Han", None, (*_BASIC_HAN, (0x20000, 0x323AF)), HAN_WEIGHT),
    Script("Kana", "ja", (*_KANA, (0x31F0, 0x31FF), (0xFF66, 0xFF9D)), HAN_WEIGHT),
    Script("Hangul", "ko", ((0x1100, 0x11FF), (0x3131, 0x318E), (0xA960, 0xA97C), (0xAC00, 0xD7FB)), HAN_WEIGHT),
    Script("Bopomofo", "zh", ((0x3105, 0x312F), (0x31A0, 0x31BF))),
    Script("Greek", "el", ((0x370, 0x3FF), (0x1F00, 0x1FFF))),
    Script("Hebrew", "he", ((0x5D0, 0x5EA),)),
    Script("Yiddish", "yi", ((0x5EF, 0x5F2), (0xFB1D, 0xFB1F))),
    Script("Armenian", "hy", ((0x531, 0x556), (0x560, 0x588))),
    Script("Georgian", "ka", ((0x10A0, 0x10FF), (0x1C90, 0x1CBF), (0x2D00, 0x2D2D))),
    Script("Bengali", "bn", ((0x980, 0x9E3),)),
    Script("Gurmukhi", "pa", ((0xA01, 0xA5E), (0xA70, 0xA76))),
    Script("Gujarati", "gu", ((0xA81, 0xAE3),)),
    Script("Oriya", "or", ((0xB01, 0xB63),)),
    Script("Tamil", "ta", ((0xB82, 0xBD7),)),
    Script("Telugu", "te", ((0xC00, 0xC63),)),
    Script("Kannada", "kn", ((0xC80, 0xCE3),)),
    Script("Malayalam", "ml", ((0xD00, 0xD63), (0xD7A, 0xD7F))),
    Script("Sinhala", "si", ((0xD81, 0xDDF),)),
    Script("Thai", "th", ((0xE01, 0xE3A), (0xE40, 0xE4E))),
    Script("Lao", "lo", ((0xE81, 0xECD), (0xEDC, 0xEDF))),
    Script("Tibetan", "bo", ((0xF40, 0xFBC),)),
    Script("Myanmar", "my", ((0x1000, 0x103F), (0x1050, 0x108F))),
    Script("Ethiopic", "am", ((0x1200, 0x135A),)),
    Script("Khmer", "km", ((0x1780, 0x17D3),)),
    Script("Mongolian", "mn", ((0x1820, 0x18AA),)),
    Script("Thaana", "dv", ((0x780, 0x7B1),)),
)
INDEX = {script.name: number for number, script in enumerate(SCRIPTS)}
LANGUAGES = {
    "Cyrillic": frozenset("be bg kk ky mk mn ru sr tg tt uk".split()),
    "Arabic": frozenset("ar fa ku ps sd ug ur".split()),
    "Devanagari": frozenset("bh hi mr ne sa".split()),
}
"""The languages of each script that languages share; all languages of no other script are written in Latin."""
_NOT_LATIN = {"zh", *(script.language for script in SCRIPTS)}.union(*LANGUAGES.values()) - {"ku", "sr"}
LETTER_WEIGHTS = np.array([script.weight if script.spans else 0 for script in SCRIPTS])

GATE_WEIGHTS = LETTER_WEIGHTS * np.array([1 if script.name == "Latin" else 2 for script in SCRIPTS])
"""What a letter counts in finding the script of a paragraph: every script quotes Latin, for names, brands and terms."""


def clean(paragraph: str) -> str:
    """What of a paragraph is read: no more than READ characters, composed (NFC), without addresses and soft hyphens."""
    text = normalize("NFC", paragraph[:READ])
    if "@" in text or "://" in text or "www." in text:
        text = _ADDRESS.sub(" ", text)
    if _SOFT_HYPHEN in text:
        text = text.replace(_SOFT_HYPHEN, "")
    return text


def writes(language: str, script: str) -> bool:
    """Whether a language is written in a script that languages share."""
    return language in LANGUAGES[script] if script in LANGUAGES else language not in _NOT_LATIN


def tally(texts: Sequence[str]) -> npt.NDArray[np.int64]:
    """Letters of each script in each text: one row a text, one column a script of SCRIPTS; column 0 is not letters."""
    rows = [_count(texts[first:last]) for first, last in batches(texts)]
    return np.concatenate(rows) if rows else np.zeros((0, len(SCRIPTS)), dtype=np.int64)


def batches(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Spans of texts of bounded length together, so that the memory of arrays over them is bounded too."""
    spans, first, size = [], 0, 0
    for number, text in enumerate(texts):
        if size and size + len(text) > _BATCH:
            spans.append((first, number))
            first, size = number, 0
        size += len(text)
    return [*spans, (first, len(texts))] if texts else []


def _count(texts: Sequence[str]) -> npt.NDArray[np.int64]:
    rows = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    cells = rows * len(SCRIPTS) + _table()[encode("".join(texts))]
    return np.bincount(cells, minlength=len(texts) * len(SCRIPTS)).reshape(len(texts), len(SCRIPTS))


@cache
def _table() -> CodeTable[np.uint8]:
    spans = ((*span, number) for number, script in enumerate(SCRIPTS) for span in script.spans)
    return CodeTable.of_spans(spans, np.uint8)
