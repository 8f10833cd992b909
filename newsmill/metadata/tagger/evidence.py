"""What is told of the tokens of a line: themselves and their neighbours, the segments and the line they stand in.

Features are names; which of them speak for an author, a source or a place is learned (bench/train_names.py). They are
told once for a line, once for a segment, and little for a token, so that what a line costs does not grow with them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from newsmill.metadata.context import Context
from newsmill.metadata.dates import FoundDate, find_dates
from newsmill.metadata.tagger.reach import Reach
from newsmill.metadata.tagger.tokens import SEPARATORS, Token, script_of, take_tokens
from newsmill.metadata.vocabulary import column_of, words
from newsmill.page.block import Piece

_LABEL = 5
"""Tokens of a segment that can be a label, or a name that the text has elsewhere."""
_PATTERN = 9
"""Segments of a line that its pattern tells."""
_SHORT_LINE = 12
"""Tokens of a line that is a date and little else."""
_INSIDE = "-.·"
"""Marks that also stand inside names."""
_CLASSES = frozenset(
    "byline author meta date source dateline writer reporter info autor time posted by subtitle lead".split()
)


@dataclass(frozen=True, slots=True)
class Segment:
    """Tokens between two separators, or a separator or a date by itself."""

    start: int
    end: int
    kind: str
    """What it looks like: `C2` two words with capitals, `H3s` three Han signs with a surname, `D` a date."""


@dataclass(frozen=True, slots=True)
class Told:
    """The features of a line of n tokens."""

    reach: Reach
    tokens: tuple[Token, ...]
    shapes: tuple[str, ...]
    """By token; a date's are all one."""
    own: tuple[tuple[str, ...], ...]
    """By token: those of the token alone."""
    segments: tuple[tuple[int, int, tuple[str, ...]], ...]
    """Start, end and features."""
    line: tuple[str, ...]
    dates: tuple[FoundDate, ...] = ()
    """The dates in the line, by the characters of its part."""


def tell(lines: Sequence[Reach], pieces: Sequence[Piece], context: Context) -> Iterator[Told]:
    """The features of the lines, in their order."""
    text, owners = context.text.casefold(), context.owners.casefold()
    page = f"S:{script_of(context.text[:300])}"
    before = "none"
    for reach in lines:
        tokens = take_tokens(reach.text)
        if not tokens:
            continue
        dates = _dates(reach.text, context)
        dated = [any(one.start <= token.start < one.end for one in dates) for token in tokens]
        shapes = ["DATE" if is_date else token.shape for token, is_date in zip(tokens, dated, strict=True)]
        segments = list(_segments(reach.text, tokens, dated))
        zone = f"{reach.zone}{'L' if context.one_of_many else ''}"
        yield Told(
            reach,
            tuple(tokens),
            tuple(shapes),
            tuple(_own(tokens, shapes, segments, _starts(pieces[reach.place], reach))),
            tuple(_of_segments(reach, tokens, segments, zone, (text, owners))),
            (*_of_line(reach, tokens, shapes, segments, pieces[reach.place], zone), page, f"before:{before}"),
            dates,
        )
        before = _summary(tokens, reach, is_dated=any(dated))


def _dates(text: str, context: Context) -> tuple[FoundDate, ...]:
    if not any(map(str.isdigit, text)):
        return ()
    return tuple(find_dates(text, context.latest, years=context.years, day_first=context.day_first))


def _segments(text: str, tokens: Sequence[Token], dated: Sequence[bool]) -> Iterator[Segment]:
    """The segments of a line, a date whole. A mark inside a name separates nothing."""
    start = 0
    for number, token in enumerate(tokens):
        is_date, ends_date = dated[number], dated[number] and not (number + 1 < len(tokens) and dated[number + 1])
        parts = token.word in SEPARATORS and not _is_inside(text, token)
        if not is_date and not parts:
            continue
        if start < number and not dated[number - 1]:
            yield Segment(start, number, _kind(text, tokens[start:number]))
            start = number
        if is_date and not ends_date:
            continue
        yield Segment(start, number + 1, "D" if is_date else token.word)
        start = number + 1
    if start < len(tokens):
        yield Segment(start, len(tokens), _kind(text, tokens[start:]))


def _is_inside(text: str, token: Token) -> bool:
    """Whether a mark stands inside a name: `Jean-Luc`, `A.B.`, `买买提·阿里`."""
    if token.word not in _INSIDE or token.start == 0 or token.end == len(text):
        return False
    before, behind = text[token.start - 1], text[token.end]
    if token.word in "-.":
        return not before.isspace() and not behind.isspace()
    return "\u3400" <= before <= "\u9fff" and "\u3400" <= behind <= "\u9fff"


def _kind(text: str, tokens: Sequence[Token]) -> str:
    size, shapes = len(tokens), [token.shape for token in tokens]
    label = column_of(text[tokens[0].start : tokens[-1].end]) if size <= _LABEL else None
    if label:
        return f"L{label[:2]}"
    scripts = {shape[:4].rstrip("S") for shape in shapes}
    if scripts == {"han"}:
        return f"H{min(size, 7)}{'s' if shapes[0] == 'hanS' else ''}"
    if scripts <= {"han", "kana", "hang"}:
        return f"{'K' if scripts == {'hang'} else 'J'}{min(size, 7)}"
    led = shapes[0][-1] == "+"
    return f"{'+' if led else ''}{_cased(shapes, size, led=led)}"


def _cased(shapes: Sequence[str], size: int, *, led: bool) -> str:
    """What words look like: with capitals throughout, of a script without, figures, or with a small one among them."""
    if all(shape[0] == "X" for shape in shapes[led:]):
        return f"C{min(size - led, 5)}"
    if all(shape[:4] in ("arab", "hebr", "brah") for shape in shapes):
        return f"A{min(size, 6)}"
    if all(shape[0] == "N" for shape in shapes):
        return "N"
    return f"{'M' if shapes[0][0] == 'X' else 'm'}{min(size // 2, 4)}"


def _starts(piece: Piece, reach: Reach) -> frozenset[int]:
    """Where the inline elements of a line begin and end."""
    found, end = set(), 0
    for part in piece.block.parts if reach.offset == 0 else ():
        start = reach.text.find(part, end)
        if start >= 0:
            end = start + len(part)
            found |= {start, end}
    return frozenset(found)


def _own(
    tokens: Sequence[Token], shapes: Sequence[str], segments: Sequence[Segment], starts: frozenset[int]
) -> Iterator[tuple[str, ...]]:
    pairs = [_pair(one, other) for one, other in pairwise(("^", *shapes, "$"))]
    number = 0
    for segment in segments:
        size = segment.end - segment.start
        for inside in range(size):
            token = tokens[number]
            told = (pairs[number][0], pairs[number + 1][1], *_position(inside, size), *token.affixes)
            yield (*told, "part") if token.start in starts else told
            number += 1


@lru_cache(maxsize=4096)
def _pair(one: str, other: str) -> tuple[str, str]:
    """Two shapes, for the token that stands first and for the one behind it."""
    return f"b:{one}/{other}", f"ab:{one}/{other}"


@lru_cache(maxsize=4096)
def _position(inside: int, size: int) -> tuple[str, str, str]:
    """Where a token stands in its segment."""
    return f"i{min(inside, 4)}", f"e{min(size - 1 - inside, 4)}", f"i{min(inside, 4)}of{min(size, 8)}"


def _of_segments(
    reach: Reach, tokens: Sequence[Token], segments: Sequence[Segment], zone: str, around: tuple[str, str]
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """What is told of each segment: what it looks like, and what stands before and behind it."""
    kinds = ["^", "^", *(segment.kind for segment in segments), "$", "$"]
    marks = [
        "^",
        *("D" if segment.kind == "D" else tokens[segment.end - 1].word for segment in segments),
    ]
    heads = [*("D" if segment.kind == "D" else tokens[segment.start].word for segment in segments), "$"]
    texts = ["^", "^", *(_text(reach, tokens, segment) for segment in segments)]
    for number, segment in enumerate(segments):
        second, before, kind, behind, third = kinds[number : number + 5]
        mark, head, size = marks[number], heads[number + 1], segment.end - segment.start
        near = f"{before}_{kind}_{behind}"
        if kind in SEPARATORS:
            yield segment.start, segment.end, (f"k{kind}", f"k1{near}")
            continue
        told = [
            f"n{min(size, 8)}", f"mb{mark}", f"ma{head}", f"m{mark}{head}", f"t2{texts[number][:20]}",
            f"#{min(number, 6)}",
            f"k{kind}", f"k1{near}", f"kz{near}{zone}", f"k2{second}{near}{third}", f"kp{kind}{reach.from_text}",
            f"kt{kind}{reach.from_title}", f"kn{kind}{min(number, 6)}/{min(len(segments), 9)}",
        ]  # fmt: skip
        if size <= _LABEL and kind != "D":
            text = texts[number + 2]
            told += (
                f"x{' '.join(token.shape for token in tokens[segment.start : segment.end])}",
                f"in{text in around[0]:d}",
                f"own{text in around[1]:d}",
            )
            if not words("names", "outlet").isdisjoint(token.word for token in tokens[segment.start : segment.end]):
                told.append("outlet")
        yield segment.start, segment.end, tuple(told)


def _text(reach: Reach, tokens: Sequence[Token], segment: Segment) -> str:
    return (
        "D" if segment.kind == "D" else reach.text[tokens[segment.start].start : tokens[segment.end - 1].end].casefold()
    )


def _of_line(
    reach: Reach, tokens: Sequence[Token], shapes: Sequence[str], segments: Sequence[Segment], piece: Piece, zone: str
) -> Iterator[str]:
    pattern = " ".join(segment.kind for segment in segments[:_PATTERN])
    is_dated = "D" in {segment.kind for segment in segments}
    rule = piece.removal.rule if piece.removal else "kept"
    yield from (
        "any",
        reach.from_title,
        reach.from_text,
        reach.from_title + reach.from_text,
        f"R{rule}",
        f"K{reach.part}",
    )
    yield from (
        f"role{piece.block.role.value}{piece.block.level}",
        f"len{min(len(tokens) // 3, 10)}",
        f"date{is_dated:d}",
    )
    yield from (f"Z{zone}", f"prose{reach.is_prose:d}", f"end{shapes[-1]}", f"st{tokens[0].word}", f"P{pattern}")
    yield from (f"PZ{pattern}{zone}", f"PT{pattern}{reach.from_text}")
    if is_dated and len(tokens) < _SHORT_LINE:
        yield "short-date"
    if len(tokens) > 1:
        yield f"st2{tokens[0].word} {tokens[1].word}"
    for word in sorted(piece.block.place.own_words & _CLASSES):
        yield f"c{word}"


def _summary(tokens: Sequence[Token], reach: Reach, *, is_dated: bool) -> str:
    """A line as the one below it sees it."""
    told = tokens[0].word if len(tokens) < 3 else f"n{min(len(tokens) // 4, 4)}"
    return f"{'D' if is_dated else ''}{told}{'P' if reach.is_prose else ''}"
