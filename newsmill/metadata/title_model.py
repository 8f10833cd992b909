"""Which line of a text's head is its headline: a linear model over what is told of each line.

The weights were learned from invented pages with their truth (`bench/train_titles.py`), and can be read:
title_weights.toml names each. Nothing here knows a language but through what newsmill.metadata.titles knows of lines.
"""

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from newsmill.chars import ends_sentence, weight
from newsmill.clean.widgets import button_share
from newsmill.metadata import joined_names, names
from newsmill.metadata.site import same
from newsmill.metadata.titles import (
    CODED,
    DANGLING,
    begins_at_home,
    is_beside,
    is_evident,
    is_path,
    may_be_title,
    share_of,
)
from newsmill.page.block import Piece, Role

_OPENING = 1_500
"""Characters of the body among which the words of a headline are looked for."""
_LINKED = 0.9
"""Share of linked text from which a heading leads elsewhere: to the front page of its site."""
_MENUS = ("navigation", "breadcrumb", "share")
_NEARLY = 0.45
"""Difference of scores under which the upper of two lines is the headline."""
_FEW_WORDS = 3
_LEAST, _BUTTONS = 12, 0.3
"""Letters of a headline that can be told by itself, and the share of words of buttons from which a line is none."""
_FAR, _FAR_ON_PAGE = 8, 12
"""Lines from which on it does not matter how many stand above."""
_NEAR_TOP, _LONG = 40, 16
"""Pieces of the page among which the title of its markup may stand as text, and letters of a headline told so."""
_SIGN = re.compile(r"\s*[-–—|｜_·:»]")
_BAR = re.compile(r"[|｜]|\s[·•/»>›]\s")
_DASH = re.compile(r"\s[-–—]\s")
_COLON = re.compile(r"[:：]\s?\S")
_QUOTE = re.compile(r"[\"“”«»„「『]")
_DIGIT = re.compile(r"\d")
_BRACKET = re.compile(r"[()（）]")
_TWO_SENTENCES = re.compile(r"[^\W\d_]{3,}[.。!?！？][\"”」]?\s*[^\W\d_a-z]")
_ASKS, _CLOSES = "?？؟", ")）]】"


@dataclass(frozen=True)
class HeadLines:
    """The lines before the first paragraph of a text, one of which may be its headline."""

    lines: Sequence[Piece]
    page: Sequence[Piece]
    """All Pieces of the document, kept and removed."""
    before_credits: Collection[int]
    """Numbers of the lines right above byline or date."""
    over_menus: Collection[int]
    """Numbers of the lines above a menu or a path to the page."""
    body: str

    @cached_property
    def texts(self) -> Sequence[str]:
        return [piece.text.strip() for piece in self.lines]

    @cached_property
    def opening(self) -> str:
        return self.body[:_OPENING].casefold()

    @cached_property
    def shares(self) -> Sequence[float]:
        return [share_of(text, self.opening) for text in self.texts]

    @cached_property
    def first_evident(self) -> int | None:
        """The first line that says a word of the body: more often the headline than the lines below it."""
        found = (number for number, text in enumerate(self.texts) if is_evident(text, self.opening))
        return next((number for number in found if number not in self.over_menus and self.may_be(number)), None)

    @cached_property
    def first_plausible(self) -> int | None:
        found = (number for number, is_one in enumerate(self.plausible) if is_one and number not in self.over_menus)
        return next(found, None)

    @cached_property
    def places(self) -> Sequence[int]:
        """Where the lines stand on the page."""
        known = {id(piece): place for place, piece in enumerate(self.page)}
        return [known.get(id(piece), 0) for piece in self.lines]

    def may_be(self, number: int) -> bool:
        return may_be_title(self.texts[number])

    @cached_property
    def besides(self) -> Sequence[bool]:
        """Whether each line reads like what stands beside headlines."""
        return list(map(is_beside, self.texts))

    @cached_property
    def paths(self) -> Sequence[bool]:
        """Whether each line leads to other pages."""
        return list(map(is_path, self.texts))

    @cached_property
    def buttons(self) -> Sequence[float]:
        """The share of each line's words that buttons have."""
        return list(map(button_share, self.texts))

    @cached_property
    def outlets(self) -> Sequence[bool]:
        """Whether each line could be an outlet's name."""
        return list(map(names.is_outlet, self.texts))

    @cached_property
    def plausible(self) -> Sequence[bool]:
        """Whether each line, by itself, could be the headline: no site, no section, no button."""
        return list(map(self._is_plausible, range(len(self.lines))))

    def _is_plausible(self, number: int) -> bool:
        text = self.texts[number]
        if weight(text) < _LEAST or self.buttons[number] >= _BUTTONS or not self.may_be(number):
            return False
        alike = self.besides[number] or self.paths[number] or self.outlets[number]
        return not alike and _BAR.search(text) is None

    def describe(self, number: int) -> dict[str, float]:
        """What is told of a line, by name: shares of 1, and 1 for what is so."""
        return {name: float(value) for name, value in {**self._where(number), **self._what(number)}.items()}

    def _where(self, number: int) -> dict[str, float]:
        text, place, last = self.texts[number], self.places[number], len(self.lines) - 1
        above = self.page[place - 1] if place else None
        size = weight(text)
        return {
            "place": min(number, _FAR) / _FAR,
            "place_on_page": min(place, _FAR_ON_PAGE) / _FAR_ON_PAGE,
            "opens_page": place == 0,
            "last": number == last,
            "before_credits": number in self.before_credits,
            "above_line_before_credits": number + 1 in self.before_credits,
            "over_menu": number in self.over_menus,
            "under_menu": above is not None and above.removal is not None and above.removal.reason in _MENUS,
            "under_path": number > 0 and self.paths[number - 1],
            "under_beside": number > 0 and self.besides[number - 1],
            "under_plausible": number > 0 and self.plausible[number - 1],
            "over_plausible": number < last and self.plausible[number + 1],
            "first_plausible": number == self.first_plausible,
            "longer_under_plausible": number > 0
            and self.plausible[number - 1]
            and size > weight(self.texts[number - 1]),
            "over_longer_plausible": number < last
            and self.plausible[number + 1]
            and size < weight(self.texts[number + 1]),
            "over_longer": number < last and weight(self.texts[number + 1]) > 1.3 * size,
            "in_stanza": self._is_in_stanza(number),
            "gap_below": number == last or self.lines[number + 1].block.gap_before,
            "repeated": sum(same(text, other) for other in self.texts) > 1,
            "begins_another": any(piece.text.startswith(f"{text} ") for piece in self.page),
            "share": self.shares[number],
            "most_shared": 0 < self.shares[number] >= max(self.shares),
            "first_evident": number == self.first_evident,
            "under_evident": number > 0 and number - 1 == self.first_evident,
        }

    def _is_in_stanza(self, number: int) -> bool:
        """Whether the line stands in a row of lines without a gap, as verse does, on a page that has gaps."""
        gaps = [piece.block.gap_before for piece in self.lines]
        row = gaps[number + 1 : number + 3]
        return any(gaps[1:]) and (not gaps[number] or (len(row) > 1 and not any(row)))

    def is_told_with_site(self, number: int) -> bool:
        """Whether a line near the top of the page is this one and, behind a sign, a shorter name: `… | Holm Bell`."""
        text = self.texts[number]
        near = (piece.text for piece in self.page[:_NEAR_TOP] if len(text) < len(piece.text) < 2 * len(text))
        return weight(text) >= _LONG and any(one.startswith(text) and _SIGN.match(one, len(text)) for one in near)

    def _what(self, number: int) -> dict[str, float]:
        text, block = self.texts[number], self.lines[number].block
        words = [] if joined_names.is_joined(text) else text.split()
        size = weight(text)
        return {
            "size": min(size, 100) / 50,
            "long": size >= 20,
            "short": size < 10,
            "very_long": size > 70,
            "words": min(len(words), 15) / 10,
            "few_words": 0 < len(words) <= _FEW_WORDS,
            "capitals": sum(word[0].isupper() for word in words) / max(1, len(words)),
            "all_capitals": text.isupper(),
            "begins_small": text[:1].islower(),
            "first_level": block.level == 1,
            "beside": self.besides[number],
            "buttons": self.buttons[number],
            "outlet": self.outlets[number],
            "coded": CODED.match(text) is not None,
            "bar": _BAR.search(text) is not None,
            "dash": _DASH.search(text) is not None,
            "colon": _COLON.search(text) is not None,
            "quote": _QUOTE.search(text) is not None,
            "digit": _DIGIT.search(text) is not None,
            "bracket": _BRACKET.search(text) is not None,
            "ends_in_bracket": text[-1:] in _CLOSES,
            "asks": text[-1:] in _ASKS,
            "sentence": ends_sentence(text) and text[-1:] not in _ASKS,
            "two_sentences": _TWO_SENTENCES.search(text) is not None,
        }


def choose_title(head: HeadLines) -> tuple[str | None, list[int]]:
    """The headline among the lines, and the numbers of those that tell it; None where none may be one.

    A heading goes before a plain line, and what the page's own title begins with before all.
    """
    found = candidates(head)
    if not found:
        return None, []
    found = [number for number in found if head.is_told_with_site(number)] or found
    if len(found) == 1:
        return _told(head, found[0])
    scores = {number: score(head.describe(number)) for number in found}
    best = max(found, key=lambda number: (scores[number], -number))
    over = best - 1  # where it reads nearly as well, that is the headline, and the best is its standfirst
    nearly = over == head.first_evident and scores[best] - scores.get(over, 0.0) < _NEARLY
    first = over if nearly and over in scores else best
    return _told(head, first)


def _told(head: HeadLines, first: int) -> tuple[str, list[int]]:
    """The headline in its shortest form, and the lines that tell it."""
    alike = [number for number, other in enumerate(head.texts) if same(head.texts[first], other)]
    return min((head.texts[number] for number in alike), key=len), alike


def candidates(head: HeadLines) -> list[int]:
    """The numbers of the lines that may be the headline: headings, where there are any."""
    below_dash = (number for number in range(1, len(head.lines)) if _is_loose(head.texts[number - 1]))
    rest = set(below_dash)  # the end of a title that was broken before its site's name
    found = [number for number in range(len(head.lines)) if head.may_be(number) and number not in rest]
    found = [number for number in found if not begins_at_home(head.texts[number])] or found
    headings = [number for number in found if head.lines[number].block.role is Role.HEADING]
    return [one for one in headings if head.lines[one].block.link_share < _LINKED] or headings or found


def _is_loose(text: str) -> bool:
    """Whether a line ends before the name of a site; rates and weather have dashes, too."""
    return DANGLING.search(text) is not None and not _DIGIT.search(text)


def score(told: Mapping[str, float]) -> float:
    """How much a line reads like a headline; only beside the other lines of its text does it tell anything."""
    weights = _weights()
    return sum(weights[name] * value for name, value in told.items() if value)


@cache
def _weights() -> Mapping[str, float]:
    found = tomllib.loads((files("newsmill.metadata") / "title_weights.toml").read_text("utf-8"))
    return {name: float(value) for name, value in found["weights"].items()}
