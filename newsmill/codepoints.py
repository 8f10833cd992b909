"""Text as arrays of code points, and tables over them: how newsmill reads scripts and signs at memory speed."""

import sys
from codecs import utf_32_le_decode, utf_32_le_encode
from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint32]
Indices = npt.NDArray[np.intp]
"""Code points as look-ups work with them: with several tables, converting once saves each of them doing so."""

Number = TypeVar("Number", bound=np.generic)

_CODE = np.dtype("<u4")


def encode(text: str) -> Codes:
    """The code points of a text. Lone surrogates, which broken pages hold, pass through."""
    return np.frombuffer(utf_32_le_encode(text, "surrogatepass")[0], dtype=_CODE)


def decode(codes: Codes) -> str:
    """The text of code points: the inverse of `encode`."""
    data = codes if codes.dtype == _CODE else codes.astype(_CODE)
    return utf_32_le_decode(data.data, "surrogatepass")[0]


class CodeTable(Generic[Number]):
    """A small number for every code point, 0 for all that the table does not name."""

    def __init__(self, values: Mapping[int, int], dtype: type[Number]) -> None:
        # An entry for each code point there is, so that no look-up is clipped; pages never touched take no memory.
        self._values = np.zeros(sys.maxunicode + 1, dtype=dtype)
        self._values[list(values)] = list(values.values())

    @classmethod
    def of_spans(cls, spans: Iterable[tuple[int, int, int]], dtype: type[Number]) -> "CodeTable[Number]":
        """Each span is its first code point, its last, and the number of all of them; a later span stands."""
        table = cls({}, dtype)
        for first, last, number in spans:
            table._values[first : last + 1] = number
        return table

    def __getitem__(self, codes: Codes | Indices) -> npt.NDArray[Number]:
        return self._values.take(codes)
