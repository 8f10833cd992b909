"""What CLD2 says of a text: the fast detector, which is asked first.

CLD2 adds up quadgram scores from a table compiled into it, so its answer depends on the text alone.
"""

from dataclasses import dataclass

import pycld2

_SURE_SHARE = 95
"""Percent of a text that must be in the language for CLD2 to be taken as sure of it."""
_CODES = {"iw": "he", "jw": "jv", "no": "nb", "sr-ME": "sr", "zh-Hant": "zh"}


@dataclass(frozen=True, slots=True)
class Claim:
    """A language that CLD2 names."""

    language: str
    """ISO 639-1 code."""
    sure: bool
    """CLD2 calls it reliable, for nearly all of the text."""


def claim(text: str) -> Claim | None:
    """The main language of a text according to CLD2; None where it knows none, or none with an ISO 639-1 code."""
    try:
        return _claim(text)
    except (pycld2.error, UnicodeEncodeError):  # it takes no control characters, noncharacters or lone surrogates
        return _claim("".join(sign if sign.isprintable() else " " for sign in text))


def _claim(text: str) -> Claim | None:
    reliable, _, found = pycld2.detect(text, isPlainText=True)
    sure = bool(reliable and found[0][2] >= _SURE_SHARE)
    if not sure and found[0][1] == "un":
        # With its threshold for short texts lifted it names the language of half of what it left open.
        _, _, found = pycld2.detect(text, isPlainText=True, bestEffort=True)
    code = _CODES.get(found[0][1], found[0][1])
    return Claim(code, sure) if len(code) == 2 and code != "un" else None
