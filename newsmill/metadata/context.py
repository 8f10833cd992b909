"""What is known around a line while it is read: when its page was fetched, and what the rest of the page says."""

import re
from dataclasses import dataclass
from datetime import date

from newsmill.metadata.site import normal
from newsmill.metadata.vocabulary import words

_STEM = 4
"""Letters of a word that stay when its ending changes: a dateline has the nominative, the text hardly ever."""

_OWNER_MARKS = frozenset({"copyright", "by", "von", "par", "por", "di", "to", "redazione", "redaktion"})
"""Words with capitals after which the name of an owner begins."""

_RIGHTS = frozenset("all alle tous todos tutti tüm wszelkie wszystkie všechna все всі toate hak semua με".split())
"""Words with capitals that go on after the name, most of them `all`: all rights reserved."""


@dataclass(frozen=True, slots=True)
class Context:
    """What reading a line takes besides the line."""

    latest: date
    years: tuple[int, ...] = ()
    day_first: bool | None = None
    listing: bool = False
    text: str = ""
    """The text, from its beginning."""
    above: str = ""
    """Its title, and the lines above it."""
    owners: str = ""
    """What the page says of whose it is: its site and its lines of copyright."""

    def owns(self, name: str) -> bool:
        """Whether the page says that it is this outlet's: one with a longer name that has this one in it is another."""
        bare = normal(name)
        if len(bare) < (3 if bare.isascii() else 2) or bare not in normal(self.owners):
            return False
        return any(_stands_alone(name, line) for line in self.owners.splitlines())

    def echoes(self, name: str) -> bool:
        """Whether the text has the name a second time, whatever its ending there."""
        words = name.casefold().split()
        stems = [word[: max(_STEM, len(word) - 2)] for word in words if len(word) > 2 or not word.isascii()]
        plain = f"{self.above}\n{self.text}".casefold()
        return bool(stems) and all(plain.count(stem) > 1 for stem in stems)

    def spelling(self, name: str) -> str:
        """A name in capitals as the text spells it elsewhere, or else as it is: Turkish capitals have lost a dot."""
        if not name.isupper():
            return name
        pattern = re.compile(rf"\b{re.escape(name).replace('I', '[Iiı]').replace('İ', '[İi]')}", re.IGNORECASE)
        spelt = (match[0] for match in pattern.finditer(f"{self.above}\n{self.text}"))
        return next((one for one in spelt if not one.isupper()), name)

    def heads(self, name: str) -> bool:
        """Whether the title or a line above the text has the name, the path to the page among them."""
        return name.casefold()[: max(_STEM, len(name) - 3)] in self.above.casefold()

    def has_small(self, word: str) -> bool:
        """Whether the text has the word without a capital: then it is a word, and no name."""
        return f" {word.lower()}" in self.text


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
