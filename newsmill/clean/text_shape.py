"""What the text of each Block is by its shape alone: how much it is, how it begins and ends, what signs are in it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from newsmill.chars import ends_sentence
from newsmill.clean.joined import Flags, Ints, Joined, Kind
from newsmill.codepoints import Codes

_LONGEST = 2000
"""Characters of a Block that are looked at: what follows in it changes none of the shares."""
_LONGEST_TITLE = 120
_ADDRESSES = ("http:", "https:", "www.")
_DOT, _ELLIPSIS = ord("."), ord("…")


@dataclass(frozen=True, slots=True)
class TextShape:
    """By Block, of the first characters of its text."""

    weights: Ints
    """Letters, as `newsmill.chars.weight` counts them."""
    sizes: Ints
    """Characters."""
    is_cut: Flags
    """The text goes on."""
    sentences: Ints
    commas: Ints
    digits: Ints
    blanks: Ints
    repeats: Ints
    """How often the page has this text."""
    ends_sentence: Flags
    ends_in_colon: Flags
    ends_in_ellipsis: Flags
    starts_upper: Flags
    starts_lower: Flags
    starts_quoted: Flags
    """With a quotation mark or a dash."""
    has_sign: Flags
    """A sign that bylines, credits and link lines are fond of, or an address."""
    is_title_case: Flags
    is_upper: Flags

    @classmethod
    def of(cls, texts: Sequence[str]) -> "TextShape":
        """Of texts, none of which is empty."""
        count, repeats = len(texts), Counter(texts)
        heads = [text[:_LONGEST] for text in texts]
        joined = Joined.of(heads)
        first, last = joined.starts + 1, joined.starts + joined.sizes
        return cls(
            weights=joined.weights(),
            sizes=joined.sizes,
            is_cut=joined.sizes == _LONGEST,
            sentences=joined.count(_sentence_ends(joined)),
            commas=joined.count(joined.are(Kind.COMMA)),
            digits=joined.count(joined.are(Kind.DIGIT)),
            blanks=joined.count(joined.codes == ord(" ")),
            repeats=np.fromiter(map(repeats.__getitem__, texts), np.int64, count),
            ends_sentence=_sentences(heads, ~joined.are(Kind.WORD, last)),
            ends_in_colon=joined.are(Kind.COLON, last),
            ends_in_ellipsis=_ellipses(joined.codes, last),
            starts_upper=joined.are(Kind.UPPER, first),
            starts_lower=joined.are(Kind.LOWER, first),
            starts_quoted=joined.are(Kind.OPENING, first),
            has_sign=(joined.count(joined.are(Kind.SIGN)) > 0) | _addresses(joined),
            is_title_case=np.fromiter(map(str.istitle, heads), np.bool_, count) & (joined.sizes < _LONGEST_TITLE),
            is_upper=np.fromiter(map(str.isupper, heads), np.bool_, count),
        )


def _sentence_ends(joined: Joined) -> Flags:
    ends = joined.are(Kind.STOP)
    ends[:-1] |= joined.are(Kind.STOP_BEFORE_SPACE)[:-1] & joined.are(Kind.SPACE)[1:]
    return ends


def _sentences(texts: Sequence[str], possible: Flags) -> Flags:
    ends = np.zeros(len(texts), np.bool_)
    for index in np.flatnonzero(possible).tolist():
        ends[index] = ends_sentence(texts[index])
    return ends


def _ellipses(codes: Codes, last: Ints) -> Flags:
    dots = (codes[last] == _DOT) & (codes[last - 1] == _DOT)
    return np.asarray((codes[last] == _ELLIPSIS) | (dots & (codes[last - 2] == _DOT)))


def _addresses(joined: Joined) -> Flags:
    """Which texts hold the beginning of an address."""
    found = np.zeros(len(joined.starts), np.bool_)
    for beginning in _ADDRESSES:
        position = joined.text.find(beginning)
        while position >= 0:
            index = int(np.searchsorted(joined.starts, position)) - 1
            found[index] = True
            position = joined.text.find(beginning, position + 1)
    return found
