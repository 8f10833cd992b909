"""Where in a text the exceptions of a dictionary group may stand: found over the whole text at once."""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from newsmill.codepoints import CodeTable, Indices, encode

_PAIR_BITS = 20
_PAIR_SHIFT = 9
_FEW = 160
"""Marks up to which a text is searched for marks. More of them are met too often, and pairs are searched for."""

_COMMON = frozenset(
    "的一是不了在有人我他這这個个們们中來来上大為为和國国地到以說说時时要就出會会可也你對对生能而子那得於于下自之年過过發发後后"
    "作裡里用道行所然家種种事成方多經经麼么去法學学如都同現现當当沒没動动面起看定天分還还進进好小部其些主樣样理心她本前開开但因只從从想實实日"
)
"""The most frequent hundred signs of Chinese text, in both scripts, without 著, which most exceptions have."""

Place = tuple[int, int]
"""Of an exception: the offset of its anchor, and its length."""


class Finder:
    """Finds exceptions, phrases that become something else than their signs do, by what is rare in them.

    The mark of an exception is the sign that departs first from what it becomes elsewhere, or another one where that
    is common; its anchor is the pair of signs with the mark at its end. There is far less of 合著 in a text than of
    配合, so that hardly any place is looked at in vain. An exception of one sign is its own anchor.
    """

    def __init__(self, exceptions: Iterable[tuple[str, str]], plain: Mapping[int, str]) -> None:
        """exceptions: each with what it becomes. plain: what becomes of single signs."""
        anchors: dict[str, set[Place]] = {}
        marks: set[str] = set()
        for key, value in exceptions:
            mark = _mark(key, key.translate(plain), value)
            offset = max(mark - 1, 0)
            anchors.setdefault(key[offset : offset + 2], set()).add((offset, len(key)))
            marks.add(key[mark])
        self._places = {anchor: tuple(sorted(places)) for anchor, places in anchors.items()}
        self._lone = tuple(sorted(anchor for anchor in anchors if len(anchor) == 1))
        pairs = [encode(anchor) for anchor in anchors if len(anchor) == 2]
        self._marks = CodeTable(dict.fromkeys(map(ord, marks), 1), np.bool_) if len(marks) <= _FEW else None
        self._pairs = np.zeros(2**_PAIR_BITS if self._marks is None else 0, dtype=np.bool_)
        if self._marks is None and pairs:
            self._pairs[_pair_hash(np.concatenate(pairs).astype(np.intp))[::2]] = True

    def anchors(self, text: str, codes: Indices) -> list[int]:
        """Offsets at which anchors start, in order. codes: of the text."""
        places = self._places
        if self._marks is not None:
            marks: list[int] = self._marks[codes].nonzero()[0].tolist()
            found = [at for mark in marks for at in (mark - 1, mark) if text[at : at + 2] in places]
        else:
            hits: list[int] = self._pairs.take(_pair_hash(codes)).nonzero()[0].tolist()
            found = [at for at in hits if text[at : at + 2] in places]
        for sign in self._lone:
            if sign in text:
                found = sorted({*found, *_offsets(text, sign)})
        return found

    def places(self, text: str, at: int) -> tuple[Place, ...]:
        """Of the exceptions that may have the anchor at an offset."""
        places = self._places.get(text[at : at + 2], ())
        return places + self._places.get(text[at], ()) if self._lone and at + 1 < len(text) else places


def _offsets(text: str, sign: str) -> Iterator[int]:
    at = text.find(sign)
    while at >= 0:
        yield at
        at = text.find(sign, at + 1)


def _mark(key: str, signs: str, value: str) -> int:
    """The offset of the mark. signs: what those of the key become elsewhere."""
    departing = next((at for at, (old, new) in enumerate(zip(signs, value, strict=False)) if old != new), 0)
    rare = (at for at, sign in enumerate(key) if sign not in _COMMON)
    return departing if key[departing] not in _COMMON else next(rare, departing)


def _pair_hash(codes: Indices) -> Indices:
    """A number below 2**20 for each pair of neighbours."""
    numbers = codes[:-1] << _PAIR_SHIFT
    numbers ^= codes[1:]
    numbers &= 2**_PAIR_BITS - 1
    return numbers
