"""Which files newsmill reads, by their suffix."""

from enum import StrEnum
from pathlib import PurePosixPath
from types import MappingProxyType

from newsmill.errors import Unsupported


class Kind(StrEnum):
    """How the text of an input is marked up."""

    TEXT = "text"
    HTML = "html"


SUFFIXES = MappingProxyType(
    {
        ".txt": Kind.TEXT,
        ".md": Kind.TEXT,
        ".htm": Kind.HTML,
        ".html": Kind.HTML,
        ".xhtml": Kind.HTML,
    }
)


def kind_of(path_name: str) -> Kind:
    """The kind of a file, from its name; case of the suffix does not matter.

    Raises Unsupported ("unsupported") for any other suffix, and for none.
    """
    suffix = PurePosixPath(path_name).suffix.lower()
    kind = SUFFIXES.get(suffix)
    if kind is None:
        found = f"suffix {suffix!r}" if suffix else "a name without a suffix"
        raise Unsupported("unsupported", f"{found} is not read; these are: {' '.join(SUFFIXES)}")
    return kind
