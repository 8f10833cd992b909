"""Where the sentences of a text are, in any script, by a few rules that read the text once.

Splitting one sentence too few or too many costs little here: neighbours that two texts share are joined again. So the
rules are those that hold in every language, and no model is asked.
"""

import re
from collections.abc import Iterator

Span = tuple[int, int]
"""Where a sentence starts, and where it ends: text[start:stop]."""

_CLOSERS = "\"'”’»›)\\]）」』】〉"
_STOPS = "。！？｡؟۔।॥։።។။"
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
"""Thai, Lao, Myanmar and Khmer set blanks between sentences and clauses, not between words."""
_END = re.compile(
    rf"(?P<point>(?<![.!?…])[.!?…]++[{_CLOSERS}]*+(?=\s|$))"
    rf"|[{_STOPS}]++[{_CLOSERS}]*+(?!》)"  # a mark before 》 ends a title, not the sentence around it
    r"|(?<=\d)\](?=\s+(?:[-–—•*]\s|[A-Z]))"  # a citation mark often stands in place of the full stop
    rf"|\n|(?<=[{_UNSPACED}])[ \u00a0](?=[{_UNSPACED}])"
)
_MARKS = rf".!?…{_STOPS}\]\n"
"""All that an end can begin with, but for the blanks."""
_MARK, _MARK_OR_BLANK = re.compile(f"[{_MARKS}]"), re.compile(f"[{_MARKS} \u00a0]")
_LETTER_OF_UNSPACED = re.compile(f"[{_UNSPACED}]")
_WORD_BEFORE = re.compile(r"[^\W_]+\Z")
_LONGEST_WORD = 8
_ABBREVIATIONS = frozenset(
    "adm al approx apr assn aug ave blvd bros bzw ca capt cf cmdr co col corp dec dept dr drs ed eds est etc feb fig "
    "fr "
    "ft gen gov hon hr inc jan jr lt ltd maj messrs mio mme mr mrs ms mt nos nov nr oct op pp pres prof pvt rep rev "
    "sen sep sept sgt sr sra st str supt univ usw vgl vol vs zb гг др ул им пр руб тыс млн млрд проф стр".split()
)


def sentences(text: str) -> list[Span]:
    """The sentences of a text, in order, blanks around them left out.

    A line break always ends one. A full stop ends none behind an initial, a known abbreviation or an ordinal, nor
    before a small letter; inside a number it has no blank behind it.
    """
    spans = []
    start = 0
    for mark in _ends(text):
        if mark.lastgroup == "point" and _goes_on(text, mark):
            continue
        spans.append(_trimmed(text, start, mark.end()))
        start = mark.end()
    spans.append(_trimmed(text, start, len(text)))
    return [span for span in spans if span[0] < span[1]]


def _ends(text: str) -> Iterator[re.Match[str]]:
    """What _END finds. It is tried only where it can begin: looking for one of a few characters is much faster."""
    marks = _MARK_OR_BLANK if _LETTER_OF_UNSPACED.search(text) else _MARK
    done = 0
    for found in marks.finditer(text):
        mark = _END.match(text, found.start()) if found.start() >= done else None
        if mark:
            done = mark.end()
            yield mark


def _goes_on(text: str, mark: re.Match[str]) -> bool:
    """Whether the sentence goes on behind a mark that is followed by a blank."""
    following = text[mark.end() + 1 : mark.end() + 2]
    if following.islower():
        return True
    if mark[0] != ".":
        return False
    before = _WORD_BEFORE.search(text, max(0, mark.start() - _LONGEST_WORD), mark.start())
    if before is None:
        return False
    word = before[0]
    return (len(word) == 1 and word.isalpha()) or (len(word) <= 2 and word.isdigit()) or word.lower() in _ABBREVIATIONS


def _trimmed(text: str, start: int, stop: int) -> Span:
    while start < stop and text[start].isspace():
        start += 1
    while start < stop and text[stop - 1].isspace():
        stop -= 1
    return start, stop
