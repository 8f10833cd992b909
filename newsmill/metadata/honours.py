"""What people are called by before and behind their names, which is no part of these: degrees, offices, courtesies."""

import re

from newsmill.metadata.vocabulary import any_of

_ONE_BEFORE = rf"(?:(?:{any_of('names', 'honours')})(?:\s|(?<=\.)(?=[^\W\d_]))\s*)"
_BEFORE = re.compile(rf"{_ONE_BEFORE}+(?=[^\W\d_])", re.IGNORECASE)
_BEHIND = re.compile(rf",?\s(?:{any_of('names', 'degrees')})\.?$")
_JOINED = re.compile(r"(?<=[\u3040-\u30ff\u3400-\u9fff가-힣]{2})\s?(?:教授|老師|老师|氏|さん|교수|박사)$")


def is_degree(text: str) -> bool:
    """Whether it is a degree, as it stands behind a name and a comma."""
    return _BEHIND.fullmatch(f", {text}") is not None


def without_honours(name: str) -> str:
    """A name without them, if a word is left."""
    found = _BEFORE.match(name)
    initials = found is not None and found[0].isupper() and name.isascii() and not name.isupper()
    bare = name[found.end() :] if found and not initials else name
    return _JOINED.sub("", _BEHIND.sub("", bare)) or name
