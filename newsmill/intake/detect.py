"""Which encoding some bytes are in: what the page says of itself, weighed against what the bytes read like."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

import numpy as np

from newsmill.errors import Undecodable
from newsmill.intake.charset import read
from newsmill.intake.plausible import LANGUAGES, Costs, Price, price, price_by_language

_WESTERN = "af ca cy da de en es et fi fr id is it nl no pt so sq sv sw tl"
_CENTRAL = "cs hr hu pl ro sk sl sq"
_MADE_FOR = MappingProxyType(
    {
        "gb18030": "",
        "big5": "",
        "shift_jis": "",
        "euc-jp": "",
        "euc-kr": "ko",
        "windows-1252": _WESTERN,
        "iso-8859-15": _WESTERN,
        "windows-1250": _CENTRAL,
        "iso-8859-2": _CENTRAL,
        "windows-1254": "tr",
        "windows-1257": "et lt lv",
        "iso-8859-13": "et lt lv",
        "windows-1251": "bg mk ru uk",
        "koi8-r": "bg ru",
        "koi8-u": "uk",
        "iso-8859-5": "bg mk ru uk",
        "ibm866": "bg ru uk",
        "x-mac-cyrillic": "bg mk ru uk",
        "windows-1253": "el",
        "iso-8859-7": "el",
        "windows-1255": "he",
        "windows-1256": "ar fa ur",
        "iso-8859-6": "ar",
        "windows-874": "th",
    }
)
"""Languages of an encoding; none are named for Chinese and Japanese, whose characters need no language to be priced."""

_TWO_BYTES = tuple(name for name, languages in _MADE_FOR.items() if languages in {"", "ko"})
_CANDIDATES = ("utf-8", *(name for name in _MADE_FOR if name not in {"iso-8859-15", "iso-8859-13"}))
"""Encodings to think of where nothing is declared; the two left out differ from others in a sign or two. UTF-8 is here
for text with broken bytes."""

_TWO_BYTE_LIMITS, _LATIN_LIMITS, _ALPHABET_LIMITS = (11.5, 14.0), (13.0, 18.0), (6.6, 7.8)
"""Bits a character above which a reading is no text: for an encoding that nobody declared, and for a declared one, as
no model knows every language. Measured between right readings and the best of wrong ones. Latin letters outside ASCII
are dear because they are rare, and because the price of the next letter is counted with them."""
_SLACK = 20.0
"""Bits above the limit that prove nothing, in a text of a few letters."""
_TRUST = 10.0
"""Bits by which another encoding must be cheaper before a declaration is called wrong: odds of 1000 to 1."""
_MARGIN = 8.0
"""Bits by which an encoding that nobody declared must be cheaper than the next: odds of 250 to 1."""

_ABROAD = 10.0
"""Bits for supposing that an encoding is used for a language that it was not made for."""
_AGAINST_CONTEXT = 15.0
"""Bits, at most, for supposing a language that the words around in plain ASCII do not look like."""
_CONTEXT_WORDS = 8
"""How many words before and after one with other bytes are its context."""
_CONTEXTS = 50
"""Of about how many such words the context is looked at."""

_SAMPLE_BYTES = 16_000
"""A longer sample decides nothing that this does not."""
_GLANCE_BYTES = 1500
_HOPELESS = 150.0
"""Bits by which a reading may be dearer at a glance and still be looked at in full."""
_SEPARATORS = bytes(range(0x30)) + b":;<=>?"
"""Bytes that are never the second half of a character, in any encoding here: cutting at them is safe."""
_TO_BLANKS = bytes.maketrans(_SEPARATORS, b" " * len(_SEPARATORS))


@dataclass(frozen=True, slots=True)
class Reading:
    """Some bytes read in one encoding, and what the text costs."""

    encoding: str
    text: str
    price: Price

    def reads_well(self, declared: bool) -> bool:
        """The text is not dearer than text is."""
        return self.price.bits <= _limits(self.encoding)[declared] * self.price.letters + _SLACK


def detect(data: bytes, declared: str | None) -> tuple[str, Literal["declared", "detected"]]:
    """The encoding of bytes that are not ASCII and not clean UTF-8, and what it rests on.

    A declaration is believed unless another encoding reads clearly better. Without one, the likeliest encoding must
    read like text, and clearly better than every encoding that would give another text.
    Raises Undecodable ("encoding") where that leaves a doubt.
    """
    sample, context = _sample(data)
    if declared in _TWO_BYTES:
        best = _readings(sample, context, _TWO_BYTES)[0]  # only its kin can pass for it, and the others take longest
        if best.encoding == declared and best.reads_well(declared=False):
            return declared, "declared"
    ranked = _readings(sample, context, dict.fromkeys((*filter(None, [declared]), *_CANDIDATES)))
    best = ranked[0]
    said = next((reading for reading in ranked if reading.encoding == declared), None)
    if said and said.price.bits - best.price.bits <= _TRUST and said.reads_well(declared=True):
        return said.encoding, "declared"
    rival = next((reading for reading in ranked if reading.text != best.text), None)
    lead = rival.price.bits - best.price.bits if rival else _MARGIN
    if lead < _MARGIN or not best.reads_well(declared=False):
        claim = f"declared as {declared}, which it is not" if declared else "nothing is declared"
        raise Undecodable("encoding", f"{claim}; no encoding fits for certain, {best.encoding} comes nearest")
    return best.encoding, "detected"


def _readings(sample: bytes, context: Costs, encodings: Iterable[str]) -> list[Reading]:
    """The sample in each of the encodings that a glance at its start leaves, the likeliest reading first."""
    found = _priced(sample[:_GLANCE_BYTES], context, encodings)
    if len(sample) <= _GLANCE_BYTES:
        return found
    dearest = found[0].price.bits + _HOPELESS
    return _priced(sample, context, [reading.encoding for reading in found if reading.price.bits <= dearest])


def _priced(sample: bytes, context: Costs, encodings: Iterable[str]) -> list[Reading]:
    found = []
    for encoding in encodings:
        text, _, _ = read(sample, encoding)
        found.append(Reading(encoding, text, price(text, _surcharge(encoding) + context)))
    return sorted(found, key=lambda reading: reading.price.bits)


def _limits(encoding: str) -> tuple[float, float]:
    if encoding in _TWO_BYTES:
        return _TWO_BYTE_LIMITS
    alphabet = _MADE_FOR.get(encoding, _WESTERN) not in {_WESTERN, _CENTRAL, "tr", "et lt lv"}
    return _ALPHABET_LIMITS if alphabet else _LATIN_LIMITS


@cache
def _surcharge(encoding: str) -> Costs:
    """Bits for supposing a language in an encoding, over LANGUAGES."""
    home = _MADE_FOR.get(encoding, "").split()
    return np.array([_ABROAD * bool(home and language not in home) for language in LANGUAGES], dtype=np.float32)


def _sample(data: bytes) -> tuple[bytes, Costs]:
    """Words with bytes outside ASCII, evenly from the whole, and what the words around them say of the language."""
    words = data.translate(_TO_BLANKS).split()
    foreign = [number for number, word in enumerate(words) if not word.isascii()]
    size = sum(len(words[number]) for number in foreign)
    chosen = foreign[:: max(1, -(-size // _SAMPLE_BYTES))]
    asked = chosen[:: max(1, len(chosen) // _CONTEXTS)]
    near = {n for number in asked for n in range(number - _CONTEXT_WORDS, number + _CONTEXT_WORDS + 1)}
    around = b" ".join(words[n] for n in sorted(near) if 0 <= n < len(words) and words[n].isascii())
    costs = price_by_language(around.decode("ascii"))
    sample = b" ".join(words[number] for number in chosen)[: 2 * _SAMPLE_BYTES]
    return sample, np.minimum(costs - costs.min(), _AGAINST_CONTEXT)
