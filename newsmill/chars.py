"""Characters: what counts as white space, as a letter, as Chinese; how much text a string is."""

import functools
import re
import unicodedata

HAN = "\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
KANA = "\u3041-\u309f\u30a0-\u30ff\u31f0-\u31ff\uff66-\uff9f"
CJK_MARKS = "\u3001-\u3004\u3008-\u3020\u302a-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff3d\uff5b-\uff65\u2014\u2026"
CJK = HAN + KANA + CJK_MARKS
"""Character class of what is set without blanks: Han, kana and their punctuation. For use inside [...]."""

_CONTROL = "\x00-\x08\x0e-\x1f\x7f-\x9f"
_INVISIBLE = "\u00ad\u200b\u2060\ufeff"
_UNSEEN = re.compile(f"[{_CONTROL}{_INVISIBLE}]+")
_BLANK = re.compile(f"[\\s{_CONTROL}]+")
_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\U0001f300-\U000323af]"
)
_HAN_OR_KANA = re.compile(f"[{HAN}{KANA}]+")
_NO_LETTERS = re.compile(r"[\W\d_]+")
"""To count characters by what is left without the others, or without them, is faster than to find each."""
_NO_ASCII_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
_ENDS = re.compile(r"[.!?…。！？｡؟۔।။։]['\"”’»）)」』\]】]*$")

_LONG_WORD = re.compile(r"[^\W\d_]{5,}")
_HAN_PAIR = re.compile("(?=([\u3400-\u9fff]{2}))")
_UNPARTED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_HANGUL_STEM = re.compile("(?<![\uac00-\ud7a3])[\uac00-\ud7a3]{2}")
_INDIC_STEM = re.compile("(?<![\u0900-\u0dff])[\u0900-\u0dff]{4}")
_INDIC_SIGN = re.compile(r"(?!\w)[\u0900-\u0dff]")
_FEW_LETTERS = re.compile("[\u05d0-\u05ea\u0900-\u0dff\uac00-\ud7a3]")
"""Of scripts that write a sentence with fewer letters."""
_HEBREW = re.compile("[\u05d0-\u05ea]")
_STEM = 5
"""Letters by which two forms of a word are taken for the same."""

HAN_WEIGHT = 3
"""Letters of an alphabet that one Han sign or kana stands for, as a measure of how much text there is."""


def visible(text: str) -> str:
    """Text as a reader sees it: NFC, without control characters, soft hyphens and zero-width blanks.

    Line breaks and tabs stay. Joiners stay, since Persian and Indic words are wrong without them.
    """
    if not text.replace("\n", "").isprintable():  # where it is, nothing is invisible; this is told faster than found
        text = _UNSEEN.sub("", text)
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def squeeze(text: str) -> str:
    """Text without white space and control characters, NFC: what the Lossless rule compares."""
    return unicodedata.normalize("NFC", _BLANK.sub("", text))


def fold(text: str) -> str:
    """Text on one line, with every run of white space as one blank and none at the ends."""
    if "  " not in text and text.isprintable():  # as most lines are: a blank is the only white space that is printable
        return text.strip()
    return " ".join(text.split())


@functools.lru_cache(maxsize=8192)  # each stage of cleaning asks for the same lines
def weight(text: str) -> int:
    """How much text it is, in letters of an alphabet: a Han sign or a kana counts HAN_WEIGHT."""
    if text.isascii():
        return len(text.encode().translate(None, _NO_ASCII_LETTERS))
    return len(_NO_LETTERS.sub("", text)) + (HAN_WEIGHT - 1) * (len(text) - len(_HAN_OR_KANA.sub("", text)))


def sentence_weight(text: str) -> int:
    """How much text it is, where it is asked whether that is a sentence.

    A Korean syllable counts two letters, signs of vowels in Indian scripts count as letters, and Hebrew leaves out
    every fifth letter.
    """
    if text.isascii() or not _FEW_LETTERS.search(text):
        return weight(text)
    signs = len(_HANGUL.findall(text)) + len(_INDIC_SIGN.findall(text))
    return weight(text) + signs + len(_HEBREW.findall(text)) // 4


def width(text: str) -> int:
    """Columns it takes in a fixed-width font: two for a wide East Asian character (UAX #11)."""
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


@functools.lru_cache(maxsize=8192)  # asked as often as the weight
def ends_sentence(text: str) -> bool:
    """Whether the text ends as a sentence does, closing quotes and brackets aside."""
    return _ENDS.search(text[-8:].rstrip()) is not None


def stems(text: str) -> frozenset[str]:
    """The longer words of a text by their first letters, and its pairs of Han signs: what it speaks of.

    Korean and Indian words are told by fewer signs, each of which is a syllable or a part of one.
    """
    if text.isascii():
        return frozenset([word[:_STEM] for word in _LONG_WORD.findall(text.lower())])
    found = _LONG_WORD.findall(text)
    if _UNPARTED.search(text):
        found = [word for word in found if not _UNPARTED.match(word)]
    words = {word[:_STEM].casefold() for word in found}
    return frozenset(words.union(_HAN_PAIR.findall(text), _HANGUL_STEM.findall(text), _INDIC_STEM.findall(text)))
