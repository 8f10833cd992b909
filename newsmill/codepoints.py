"""Text as arrays of code points, and tables over them: how newsmill reads scripts and signs at memory speed."""

from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint32]

Number = TypeVar("Number", bound=np.generic)

_UTF32 = "utf-32-le"
_CODE = np.dtype("<u4")


def encode(text: str) -> Codes:
    """The code points of a text. Lone surrogates, which broken pages hold, pass through."""
    return np.frombuffer(text.encode(_UTF32, "surrogatepass"), dtype=_CODE)


def decode(codes: Codes) -> str:
    """The text of code points: the inverse of `encode`."""
    return codes.astype(_CODE, copy=False).tobytes().decode(_UTF32, "surrogatepass")


class CodeTable(Generic[Number]):
    """A small number for every code point, 0 for all that the table does not name."""

    def __init__(self, values: Mapping[int, int], dtype: type[Number]) -> None:
        # One entry more than the largest code point named: every code point beyond is sent there and reads 0.
        self._values = np.zeros(max(values, default=0) + 2, dtype=dtype)
        for code, value in values.items():
            self._values[code] = value

    def __getitem__(self, codes: Codes) -> npt.NDArray[Number]:
        return self._values.take(codes, mode="clip")


def ranges(spans: Iterable[tuple[int, int]], value: int) -> dict[int, int]:
    """`value` for every code point of inclusive spans: what a CodeTable is filled with."""
    return {code: value for first, last in spans for code in range(first, last + 1)}
