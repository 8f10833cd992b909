"""The compiled loops as a shared library: where it is, what each function takes, and whether it is of these sources."""

import ctypes
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

SOURCES = Path(__file__).with_name("kernels")
LIBRARY = Path(__file__).with_name("kernels.so")

_INTEGER, _HASHES, _INDICES, _CODES, _KINDS, _FLAGS, _TALLY = (
    ctypes.c_int64,
    *(np.ctypeslib.ndpointer(kind, flags="C_CONTIGUOUS") for kind in ("u8", "i8", "u4", "u1", "?", "i4")),
)
_ARGUMENTS: Mapping[str, Sequence[Any]] = {
    "sources": [],
    "units": [_KINDS, _INDICES, _INTEGER, _CODES, _KINDS, _HASHES, _CODES, _HASHES, _INDICES, _FLAGS, _INDICES],
    "grams": [_HASHES, _INDICES, _INTEGER, _INTEGER, _HASHES, _INDICES],
    "sketches": [
        *(_HASHES, _INDICES, _INTEGER, _HASHES, _INTEGER, _HASHES, _HASHES, _INTEGER),
        *(_INDICES, _HASHES, _TALLY, _HASHES),
    ],
    "figures": [
        *(_HASHES, _FLAGS, _INDICES, _INTEGER, _HASHES, ctypes.c_double, ctypes.c_double, _INTEGER),
        *(_HASHES, _HASHES, _TALLY),
    ],
    "profiled": [
        *(_HASHES, _FLAGS, _INDICES, _INTEGER, _INDICES),
        *(_HASHES, _HASHES, _HASHES, _HASHES, _HASHES, _INDICES),
    ],
    "once": [_HASHES, _INTEGER, _INTEGER, _INDICES],
    "each_once": [_HASHES, _INDICES, _INTEGER, _INDICES],
    "shared": [_HASHES, _INDICES, _INDICES, _HASHES, _INDICES, _INDICES, _INTEGER, ctypes.c_uint64, _INDICES],
    "at_head": [
        *(_HASHES, _INDICES, _INDICES, _HASHES, _INDICES, _INDICES, _INTEGER, ctypes.c_uint64),
        *(_INDICES, _INDICES, _INDICES),
    ],
    "unions": [_HASHES, _INDICES, _INDICES, _INTEGER, _INDICES],
    "ranges": [_HASHES, _INTEGER, _HASHES, _INTEGER, _INDICES, _INDICES],
    "up_to": [_HASHES, _INDICES, _INTEGER, _HASHES, _INTEGER, _INDICES],
    "posted": [_HASHES, _INTEGER, _HASHES, _INTEGER, _INDICES, _INDICES],
    "counted": [_HASHES, _INDICES, _INDICES, _INTEGER, _FLAGS, _INTEGER, _INTEGER, _INDICES],
    "held": [_HASHES, _INDICES, _INDICES, _INTEGER, _FLAGS, _INTEGER, _INDICES, _INDICES],
    "aligned": [
        *(_HASHES, _INDICES, _INDICES, _INDICES, _HASHES, _INDICES, _INDICES, _INDICES),
        *(_INTEGER, _INTEGER, _INTEGER, _INTEGER),
        *(_INDICES, _INDICES, _INDICES, _INDICES, _INDICES, _INDICES, _INDICES),
    ],
    "retold": [
        *(_INDICES, _INDICES, _INDICES, _INDICES, _FLAGS, _FLAGS, _INTEGER, _INTEGER, _FLAGS),
        *(_INDICES, _INDICES, _INDICES, _INDICES, _INDICES),
    ],
    "measured": [_HASHES, _INDICES, _INDICES, _INDICES, _INTEGER, _INDICES, _INDICES, _INDICES],
    "pairs": [
        *(_INDICES, _INDICES, _INDICES, _INTEGER, _INDICES, _FLAGS, _INTEGER),
        *(_TALLY, _INDICES, _INDICES, _INDICES, _INDICES),
    ],
}
"""What each takes: an array of another type, or one that is not contiguous, is an error and never read."""


def digest(folder: Path) -> int:
    """A number that tells the sources in a folder from others; hatch_build.py compiles it in."""
    found = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(folder.glob("*.[ch]"))))
    return int.from_bytes(found.digest()[:7])


MADE_OF = digest(SOURCES)
"""As the sources were when this module was read: an installation may replace them and the library under a process."""


def opened(path: Path) -> ctypes.CDLL:
    """The library, each function with its arguments.

    Raises OSError where there is no such library, or it was not made of the sources that this module calls.
    """
    library = ctypes.CDLL(str(path))
    made_of = getattr(library, "sources", None)
    if made_of is not None:
        made_of.restype = ctypes.c_int64
    if made_of is None or made_of() != MADE_OF:  # and so may lack functions, too
        raise OSError(f"{path.name} is of another version: install newsmill anew")
    for name, arguments in _ARGUMENTS.items():
        function = getattr(library, name)
        function.argtypes, function.restype = arguments, ctypes.c_int64
    return library
