"""Encodings by the names that pages give them, and the codecs that read them.

The table follows the WHATWG Encoding Standard (https://encoding.spec.whatwg.org/): a page that says gb2312, iso-8859-1
or shift_jis is read with the larger encoding that its writer really used.
"""

import codecs
from types import MappingProxyType

from bs4.dammit import EncodingDetector

_PROLOGUE = 8192
"""Bytes in which a page may declare its encoding. The standard says 1024; pages put scripts first. The search is
quadratic on a flood of `<meta`, so it must not see the whole of a large page."""

READERS = MappingProxyType(
    {
        "gb18030": ("gb18030",),
        "big5": ("cp950", "big5hkscs"),
        "shift_jis": ("cp932", "shift_jis_2004"),
        "euc-jp": ("euc-jp", "euc-jis-2004"),
        "euc-kr": ("cp949",),
        "iso-2022-jp": ("iso-2022-jp", "iso-2022-jp-ext"),
        "windows-874": ("cp874",),
        "ibm866": ("cp866",),
        "x-mac-cyrillic": ("mac-cyrillic",),
        "macintosh": ("mac-roman",),
    }
)
"""Codecs of an encoding, where they are not of its name; later ones know more characters, and err on common ones."""

_STANDARD_NAMES = MappingProxyType(
    {
        "ascii": "windows-1252",
        "iso8859-1": "windows-1252",
        "iso8859-9": "windows-1254",
        "iso8859-11": "windows-874",
        "tis-620": "windows-874",
        "cp874": "windows-874",
        "gb2312": "gb18030",
        "gbk": "gb18030",
        "gb18030": "gb18030",
        "big5": "big5",
        "cp950": "big5",
        "big5hkscs": "big5",
        "shift_jis": "shift_jis",
        "cp932": "shift_jis",
        "shift_jis_2004": "shift_jis",
        "euc_jp": "euc-jp",
        "euc_jis_2004": "euc-jp",
        "euc_kr": "euc-kr",
        "cp949": "euc-kr",
        "iso2022_jp": "iso-2022-jp",
        "koi8-r": "koi8-r",
        "koi8-u": "koi8-u",
        "cp866": "ibm866",
        "mac-cyrillic": "x-mac-cyrillic",
        "mac-roman": "macintosh",
        "utf-8": "utf-8",
        **{f"cp{page}": f"windows-{page}" for page in range(1250, 1259)},
        **{f"iso8859-{part}": f"iso-8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    }
)
"""Names of Python's codecs, and the standard's name for the encoding to read with. What is not here is not believed:
UTF-16 cannot be declared in bytes that read as ASCII, and UTF-7 is a way to smuggle markup."""

_OTHER_LABELS = MappingProxyType(
    {
        "windows-874": "windows-874",
        "dos-874": "windows-874",
        "windows-31j": "shift_jis",
        "windows-949": "euc-kr",
        "ks_c_5601": "euc-kr",
        "cn-big5": "big5",
        "gb_2312-80": "gb18030",
        "koi": "koi8-r",
        "koi8": "koi8-r",
        "iso-8859-8-i": "iso-8859-8",
        "logical": "iso-8859-8",
        "unicode-1-1-utf-8": "utf-8",
    }
)


def declared_encoding(page: bytes) -> str | None:
    """The encoding that an HTML page or its XML declaration names, as the standard's name; None without one we know."""
    label = EncodingDetector.find_declared_encoding(page[:_PROLOGUE], is_html=True, search_entire_document=True)
    return encoding_of(label) if label else None


def encoding_of(label: str) -> str | None:
    """The standard's name for a label as found in pages; None for one that we do not know."""
    plain = label.strip().lower().removeprefix("x-")
    if plain in _OTHER_LABELS:
        return _OTHER_LABELS[plain]
    try:
        return _STANDARD_NAMES.get(codecs.lookup(plain).name)
    except (LookupError, ValueError):
        return None


def read(data: bytes, encoding: str) -> tuple[str, str, int]:
    """Text of the bytes, the codec that read them best, and how many characters it could not read."""
    readings = []
    for codec in READERS.get(encoding, (encoding,)):
        text = data.decode(codec, "replace")
        wrong = sum(map(text.count, _unread(text)))
        readings.append((wrong, codec, text))
        if not wrong:
            break
    wrong, codec, text = min(readings, key=lambda reading: reading[0])
    return text, codec, wrong


def _unread(text: str) -> list[str]:
    """The replacement character, and characters for private use, where cp950 puts what it does not know."""
    return [character for character in set(text) if character == "\ufffd" or "\ue000" <= character <= "\uf8ff"]
