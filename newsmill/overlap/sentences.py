"""Where the sentences of a text are, in any script, by a few rules that read the text once.

Splitting one sentence too few or too many costs little here: neighbours that two texts share are joined again. So the
rules are those that hold in every language, and no model is asked.
"""

import re

Span = tuple[int, int]
"""Where a sentence starts, and where it ends: text[start:stop]."""

_CLOSERS = "\"'”’»›)\\]）」』】〉"
_STOPS = "。！？｡؟۔।॥։።។။"
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
"""Thai, Lao, Myanmar and Khmer set blanks between sentences and clauses, not between words."""
_POINTS = ".!?…"
_AT = (
    rf"(?:(?:(?<=[{_POINTS}])(?<![{_POINTS}].)[{_POINTS}]*+[{_CLOSERS}]*+(?=\s|$)"
    rf"|(?<=[{_STOPS}])[{_STOPS}]*+[{_CLOSERS}]*+(?!》)"  # a mark before 》 ends a title, not the sentence around it
    r"|(?<=\n))(?:\s*\n)?"
    r"|(?<=\d\])(?=\s+(?:[-–—•*]\s|[A-Z]))"  # a citation mark often stands in place of the full stop
    rf"|(?<=[{_UNSPACED}][ \u00a0])(?=[{_UNSPACED}]))"
)
"""Behind a character that may end a sentence, whether it does. The pattern begins with that one character, as `re` is
quick to find one of a few."""
_ENDS = re.compile(rf"[{_POINTS}{_STOPS}\]\n]{_AT}")
_ENDS_OF_UNSPACED = re.compile(rf"[{_POINTS}{_STOPS}\]\n \u00a0]{_AT}")
_LETTER_OF_UNSPACED = re.compile(f"[{_UNSPACED}]")
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
    ends = _ENDS_OF_UNSPACED if _LETTER_OF_UNSPACED.search(text) else _ENDS
    for mark in ends.finditer(text):
        at, end = mark.span()
        if text[at] in _POINTS and text[end - 1] != "\n" and _goes_on(text, at, end):
            continue
        if (span := _trimmed(text, start, end)) is not None:
            spans.append(span)
        start = end
    if (span := _trimmed(text, start, len(text))) is not None:
        spans.append(span)
    return spans


def _goes_on(text: str, at: int, end: int) -> bool:
    """Whether the sentence goes on behind the mark text[at:end], which is followed by a blank."""
    if text[end + 1 : end + 2].islower():
        return True
    if end - at > 1 or text[at] != ".":
        return False
    word = _word_before(text, at)
    return (len(word) == 1 and word.isalpha()) or (len(word) <= 2 and word.isdigit()) or word.lower() in _ABBREVIATIONS


def _word_before(text: str, at: int) -> str:
    """The letters and digits that end at a place, no more than the longest abbreviation has and some."""
    before = text[max(0, at - _LONGEST_WORD) : at]
    if before.isalnum():
        return before
    start = len(before)
    while start and before[start - 1].isalnum():
        start -= 1
    return before[start:]


def _trimmed(text: str, start: int, stop: int) -> Span | None:
    """The span without blanks at its ends, None where nothing is left."""
    while start < stop and text[start].isspace():
        start += 1
    while start < stop and text[stop - 1].isspace():
        stop -= 1
    return (start, stop) if start < stop else None
