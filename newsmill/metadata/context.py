"""What is known around a line while it is read: when its page was fetched, and what the rest of the page says."""

import functools
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from newsmill.metadata.located import locates, locates_inflected
from newsmill.metadata.site import normal
from newsmill.metadata.vocabulary import words

COPYRIGHT = re.compile(r"(?:©|ⓒ|\(c\)|\(C\)|Copyright|copyright)(?![^:：]{0,12}[:：])")
"""A sign of copyright that does not announce who took a picture."""
_STEM = 4
"""Letters of a word that stay when its ending changes: a dateline has the nominative, the text hardly ever."""

_OWNER_MARKS = frozenset({"copyright", "by", "von", "par", "por", "di", "to", "redazione", "redaktion"})
"""Words with capitals after which the name of an owner begins."""

_SHORT = 3
"""Letters of a word that others may begin with."""
_STEP = re.compile(r"\s[/>›»→]{1,2}\s")
_PATH = re.compile(r"\s[/>›»|<→]\s|\d{4}")
_RIGHTS = frozenset("all alle tous todos tutti tüm wszelkie wszystkie všechna все всі toate hak semua με".split())
"""Words with capitals that go on after the name, most of them `all`: all rights reserved."""

_GREEK_ACCENTS = str.maketrans("άέήίόύώ", "αεηιουω")


@dataclass(frozen=True, slots=True)
class Context:
    """What reading a line takes besides the line."""

    latest: date
    years: tuple[int, ...] = ()
    day_first: bool | None = None
    listing: bool = False
    """The text is an item of a listing that begins with its title."""
    text: str = ""
    """The text, from its beginning."""
    above: str = ""
    """Its title, and the lines above it."""
    owners: str = ""
    """What the page says of whose it is: its site and its lines of copyright."""
    one_of_many: bool = False
    """The text is an item of a listing, whatever it begins with."""
    places_first: bool = False
    """The items of the listing set their places before their days."""
    page: str = ""
    """All of the listing's page."""

    def owns(self, name: str) -> bool:
        """Whether the page says that it is this outlet's: one with a longer name that has this one in it is another."""
        bare = normal(name)
        if len(bare) < (3 if bare.isascii() else 2) or bare not in _normal(self.owners):
            return False
        return any(_stands_alone(name, line) for line in self.owners.splitlines())

    def echoes(self, name: str) -> bool:
        """Whether the text has the name a second time, whatever its ending there."""
        words = _unaccented(name).split()
        stems = [word[: max(_STEM, len(word) - 2)] for word in words if len(word) > 2 or not word.isascii()]
        plain = _plain(self.above, self.text)
        return bool(stems) and all(plain.count(stem) > 1 for stem in stems)

    def locates(self, name: str) -> bool:
        """Whether the text has the name behind a word such as `in`: then it is a place."""
        return locates(self.text, name) or locates(self.page, name)  # each is taken apart once

    def locates_inflected(self, name: str) -> bool:
        """The same, whatever the endings of the name's words."""
        return locates_inflected(self.text, name)

    def spelling(self, name: str) -> str:
        """A name in capitals as the text spells it elsewhere, or else as it is: capitals often lack marks."""
        if not name.isupper():
            return name
        pattern = "".join(
            f"[{_variants().get(_bare(char), char)}]" if char.isalpha() else re.escape(char) for char in name
        )
        spelt = (match[0] for match in re.finditer(rf"(?<![^\W_]){pattern}", f"{self.above}\n{self.text}"))
        return next((one for one in spelt if not one.isupper()), name)

    def heads(self, name: str) -> bool:
        """Whether the title or a line above the text has the name, the path to the page among them."""
        stems = [word[: max(_STEM, len(word) - 3)] for word in name.casefold().split()]
        above = self.above.casefold()
        return all(stem in above for stem in stems)

    def in_title(self, name: str, besides: str) -> bool:
        """Whether what may be the title has the name: a line above the text, other than the one it is read in, of
        several words, and no path to the page."""
        lines = (line for line in self.above.casefold().splitlines() if line.strip() != besides.casefold())
        return any(_stem(name) in line and len(line) > len(name) + 6 and not _PATH.search(line) for line in lines)

    def has_small(self, word: str) -> bool:
        """Whether the text has the word without a capital: then it is no name. A short one must be whole."""
        small = f" {word.lower()}"
        if word.lower() == word.upper() or small not in self.text:
            return False
        return len(word) > _SHORT or re.search(rf"{re.escape(small)}(?![^\W_])", self.text) is not None

    def in_path(self, name: str) -> bool:
        """Whether a path to the page above the text leads over the name: `Cronaca / Torre Colonnina`."""
        paths = (_STEP.split(line.casefold()) for line in self.above.splitlines() if _STEP.search(line))
        return any(name.casefold() in (step.strip() for step in steps) for steps in paths)


@functools.lru_cache(maxsize=8)
def _plain(above: str, text: str) -> str:
    """A text without accents: folded once for all the names that are looked for in it."""
    return _unaccented(f"{above}\n{text}")


def _unaccented(text: str) -> str:
    """Lower case, without the accents that Greek names move in other cases: Πετρόκαμπος, Πετροκάμπου."""
    return text.casefold().translate(_GREEK_ACCENTS)


@functools.lru_cache(maxsize=16)  # every line of a text asks for the same
def _normal(owners: str) -> str:
    return normal(owners)


def _bare(char: str) -> str:
    """A letter in lower case, without marks."""
    return unicodedata.normalize("NFD", char)[0].lower().replace("ı", "i").replace("ς", "σ")


@functools.cache
def _variants() -> dict[str, str]:
    """By a letter without marks, all letters of Latin, Greek and Cyrillic that differ from it in case and marks."""
    found: dict[str, str] = defaultdict(str)
    for code in (
        *range(0x41, 0x5B),
        *range(0x61, 0x7B),
        *range(0xC0, 0x250),
        *range(0x370, 0x530),
        *range(0x1E00, 0x2000),
    ):
        char = chr(code)
        if char.isalpha():
            found[_bare(char)] += char
    return found


def _stem(name: str) -> str:
    return name.casefold()[: max(_STEM, len(name) - 3)]


def _stands_alone(name: str, line: str) -> bool:
    """Whether the line has the name with no word of a longer name before or after it."""
    head, found, tail = line.casefold().partition(name.casefold())
    before, after = line[: len(head)].split(), line[len(line) - len(tail) :]
    if before and before[-1] in words("names", "particles"):
        before.pop()
    goes_on = after[1:2].isupper() and after[0] == " " and after.split()[0].casefold() not in _RIGHTS
    return bool(found) and not goes_on and not (before and _belongs(before[-1]))


def _belongs(word: str) -> bool:
    """Whether a word before a name is a part of it."""
    return word.isalpha() and word[0].isupper() and word.casefold() not in _OWNER_MARKS
