"""Lines that a page was broken into at a fixed width, made into paragraphs again.

Greedy wrapping leaves a mark that prose does not have by itself: a line is broken just where the next word would have
passed the edge. So the width can be read off the text, a line that is full goes on in the next one, and a line that is
not full was the last of its paragraph. The same holds where a scraper has put a blank for each line break.
"""

import re
from collections.abc import Callable, Sequence
from itertools import compress, groupby, pairwise

from newsmill.chars import CJK, ends_sentence, width

_MIN_WIDTH = 24
_MIN_WRAPS = 3
_WRAPPED_SHARE = 0.6
_OVER_SHARE = 0.1
_MIN_FULL_SEGMENTS = 2
_FULL_SHARE = 1 / 3
_CJK_SLACK = 4
"""Columns a full line may fall short by: a closing mark may not begin a line and takes a sign with it."""

_FIRST_WORD = re.compile(r"\S+")
_FIRST_UNIT = re.compile(f"[A-Za-z0-9][\\w.,%+-]*|[{CJK}]|\\S")
_LABEL = re.compile(r"[\u3400-\u9fff]{2,4}[:：](?!\s?[\"“「『])")
_LABELS = 2
_BETWEEN_CJK = re.compile(f' (?<=[{CJK}"”’] ) *(?=[{CJK}"“‘])')  # a blank first: the search leaps from one to the next
_CJK_CHARACTER = re.compile(f"[{CJK}]")
_CLAUSE_MARK = re.compile("[，。；！？,;!?]")
_CLAUSE_END = re.compile("[，。；！？、,;:.!?…—–][\"'”’」』]?\\s*$")
_MIN_VERSE = 4
_VERSE_SHARE = 0.6
_LONG_WIDTH = 56
_MIN_BROKEN = 2
_SHORTEST_BROKEN = 34
_MIN_BREAKS, _BAND, _MIN_BROKEN_WIDTH = 3, 16, 48
"""Breaks inside sentences that tell a column, how far from it they may stand, and where it stands at least."""
_EVEN = 0.6
"""The shortest line of a broken paragraph, its last aside, is at least this share of the longest."""
_LABELLED_DAY = re.compile(r"\s*[^\W\d_]{4,20}(?: [^\W\d_]{2,10})?\s?:\s?\d{1,4}[./-]")
"""`opublikowano: 27.05.2026`, under the title"""
_STARTS_ITEM = re.compile(r"\s*(?:[-*+•#>]+|\d{1,3}[.)])\s")
"""How a list item, a heading or a quote of Markdown begins: never in the middle of a wrapped line."""
_STRAY_QUOTE = re.compile(r"\s*[”」』»\"]+(?=[\s,.;:!?。，、]|$)")
_HEADING_WEIGHT = 30
_TOKEN_LENGTH = 8


def join_lines(lines: Sequence[str]) -> list[list[str]]:
    """Group the lines of a text into paragraphs. An empty line always ends one; so does any line of a text that
    was not wrapped. Returns the lines of each paragraph; no line is lost but the empty ones.
    """
    blocks = [list(group) for blank, group in groupby(lines, lambda line: not line.strip()) if not blank]
    edge = _wrap_edge(lines)
    if edge is None:
        edge = _edge_of_breaks(lines)
        return _join_breaks(blocks, edge) if edge else _join_loosely(blocks)
    return [
        paragraph
        for block in blocks
        for paragraph in _joined(block, lambda line, after, _: _is_full(line, after, edge))
    ]


def _joined(block: Sequence[str], goes_on: Callable[[str, str, bool], bool]) -> list[list[str]]:
    """The paragraphs of a block: a line goes on in the next where `goes_on` says so of the line, the next, and whether
    the line itself goes on from one. Verse never does."""
    if _is_verse(block):
        return [[line] for line in block]
    paragraphs: list[list[str]] = []
    inside = False
    for line, following in zip(block, [*block[1:], ""], strict=True):
        if inside:
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
        inside = goes_on(line, following, inside)
    return paragraphs


def _join_breaks(blocks: Sequence[list[str]], edge: int) -> list[list[str]]:
    """The paragraphs of a text that was wrapped among lines that were not: a line goes on that is as long as those
    broken inside sentences are, and ends none itself, where the next begins small or, further down in a paragraph,
    would not have fitted."""

    def goes_on(line: str, following: str, inside: bool) -> bool:
        if not edge - _BAND <= width(line.rstrip()) <= edge or ends_sentence(line):
            return False
        return _is_inside_sentence(line, following) or (inside and _is_full(line, following, edge))

    return [
        paragraph
        for block in blocks
        for paragraph in ([block] if _is_broken_paragraph(block, sure=True) else _joined(block, goes_on))
    ]


def _edge_of_breaks(lines: Sequence[str]) -> int | None:
    """The column at which sentences are broken, the next line going on small; None where too few are, or not all near
    one column, or at clauses, as verse is."""
    broken = [line.rstrip() for line, after in pairwise(lines) if line.strip() and _is_inside_sentence(line, after)]
    broken = [line for line in broken if width(line) >= _SHORTEST_BROKEN]
    widths = sorted(map(width, broken))
    if len(widths) < _MIN_BREAKS or widths[-1] < _MIN_BROKEN_WIDTH or widths[0] < widths[-1] - _BAND:
        return None
    at_clauses = sum(_CLAUSE_END.search(line) is not None for line in broken)
    return widths[-1] if at_clauses < _VERSE_SHARE * len(broken) else None


def _join_loosely(blocks: Sequence[list[str]]) -> list[list[str]]:
    """The paragraphs of a text whose lines have no common edge: mail programs and people break them somewhere near it.
    A block of lines is a paragraph where its breaks stand inside sentences; one such block in a text proves nothing."""
    broken = [_is_broken_paragraph(block) for block in blocks]
    if sum(broken) >= _MIN_BROKEN:  # nouns have capitals in German, and names everywhere
        broken = [_is_broken_paragraph(block, sure=True) for block in blocks]
    if sum(broken) < _MIN_BROKEN and not any(_CJK_CHARACTER.match(block[0][-1:]) for block in compress(blocks, broken)):
        broken = [False] * len(blocks)
    return [
        paragraph
        for block, is_broken in zip(blocks, broken, strict=True)
        for paragraph in ([block] if is_broken else [[line] for line in block])
    ]


def _is_broken_paragraph(block: Sequence[str], *, sure: bool = False) -> bool:
    """Whether lines are one paragraph: the last ends a sentence, no other does, all others are long, and somewhere the
    next goes on with a small letter or, in Chinese and Japanese, all are full. `sure`: other paragraphs have told."""
    if (
        len(block) < len(("a line", "and the next"))
        or not ends_sentence(block[-1])
        or any(map(_STARTS_ITEM.match, block))
    ):
        return False
    widths = [width(line.strip()) for line in block]
    longest, shortest = max(widths), min(widths[:-1])
    if shortest < _SHORTEST_BROKEN or any(map(ends_sentence, block[:-1])) or _is_verse(block):
        return False
    if _CJK_CHARACTER.match(block[0].strip()[-1:]):
        return len(block) > 2 and longest - shortest <= _CJK_SLACK
    return shortest >= _EVEN * longest and (sure or any(line.strip()[0].islower() for line in block[1:]))


def attach_quotes(lines: Sequence[str]) -> list[str]:
    """The lines, with one that begins with a closing quote put at the end of the line before, where it belongs."""
    attached: list[str] = []
    last = -1
    for line in lines:
        if last >= 0 and _STRAY_QUOTE.match(line):
            attached[last] = attached[last].rstrip() + line.strip()
            attached[last + 1 :] = []
        else:
            attached.append(line)
            last = len(attached) - 1 if line.strip() else last
    return attached


def rejoin(lines: Sequence[str]) -> str:
    """The lines of one paragraph as one line: a blank for each break, but none between Chinese or Japanese signs."""
    if len(lines) == 1:
        return lines[0].strip()
    parts = [lines[0].strip()]
    for line in lines[1:]:
        following = line.strip()
        tight = _CJK_CHARACTER.match(parts[-1][-1:]) and _CJK_CHARACTER.match(following)
        parts += [following] if tight else [" ", following]
    return "".join(parts)


def mend_cjk(text: str) -> list[str]:
    """A line of Chinese or Japanese in which blanks stand for line breaks, as its paragraphs.

    A blank after a full line is dropped; a blank after a short one is a lost paragraph break. Where no width can be
    read off, a blank after a sentence or after a heading is a break and any other is dropped, unless the line is a
    list of short words, which is left as it is. Only white space changes.
    """
    if text.isascii() and '" ' not in text:
        return [text]
    segments = _BETWEEN_CJK.split(text)
    if len(segments) == 1:
        return [text]
    edge = _segment_edge(segments)
    if edge is None and (sum(map(len, segments)) < _TOKEN_LENGTH * len(segments) or _is_labelled(segments)):
        return [text]
    paragraphs = [segments[0]]
    for before, segment in pairwise(segments):
        if edge is None and _is_open(paragraphs[-1]):
            paragraphs[-1] += f" {segment}"
        elif _is_break(before, segment, paragraphs[-1], edge):
            paragraphs.append(segment)
        else:
            paragraphs[-1] += segment
    return paragraphs


def _is_labelled(segments: Sequence[str]) -> bool:
    """Whether it is a row of values with labels before them, which blanks part: `日期:2031/5/4 作者:王某 来源:某报`."""
    return sum(_LABEL.match(segment) is not None for segment in segments) >= _LABELS


def _is_open(segment: str) -> bool:
    """Whether it ends within a bracket, as in `（记者 王某）`: the blank there parts words."""
    return max(map(segment.rfind, "（(【")) > max(map(segment.rfind, "）)】"))


def _is_break(before: str, segment: str, paragraph: str, edge: int | None) -> bool:
    if edge is not None:
        return not _reaches(before, segment, edge)
    is_heading = width(paragraph) <= _HEADING_WEIGHT and not _CLAUSE_MARK.search(paragraph)
    return ends_sentence(before) or is_heading


def _segment_edge(segments: Sequence[str]) -> int | None:
    """The column that the segments were wrapped at, or None where they were not."""
    edge = max(map(width, segments))
    full = sum(_reaches(before, after, edge) for before, after in pairwise(segments))
    enough = max(_MIN_FULL_SEGMENTS, _FULL_SHARE * (len(segments) - 1))
    return edge if edge >= _MIN_WIDTH and full >= enough else None


def _reaches(segment: str, following: str, edge: int) -> bool:
    unit = _FIRST_UNIT.match(following)
    return width(segment) + (width(unit.group()) if unit else 0) + _CJK_SLACK > edge


def _wrap_edge(lines: Sequence[str]) -> int | None:
    """The column that a text's lines were wrapped at, or None where they were not."""
    followed = [
        (line, after)
        for line, after in pairwise(lines)
        if line.strip() and after.strip() and not _STARTS_ITEM.match(after)
    ]
    if len(followed) < _MIN_WRAPS:
        return _edge_of_few(lines, followed)
    widths = sorted(width(line.rstrip()) for line, _ in followed)
    edge = widths[int(len(widths) * 0.98)]
    if edge < _MIN_WIDTH:
        return None
    over = sum(width(line.rstrip()) > edge + _CJK_SLACK for line in lines)
    if over > max(1, _OVER_SHARE * len(followed)):  # what was wrapped has no longer lines
        return None
    full = sum(_is_full(line, after, edge) for line, after in followed)
    return edge if full >= max(_MIN_WRAPS, _WRAPPED_SHARE * len(followed)) else None


def _edge_of_few(lines: Sequence[str], followed: Sequence[tuple[str, str]]) -> int | None:
    """The column that one or two breaks stand at: long lines that end inside a sentence tell it, too."""
    if not followed or not all(_is_inside_sentence(line, after) for line, after in followed):
        return None
    edge = max(width(line.rstrip()) for line, _ in followed)
    return edge if max(map(width, lines)) <= edge and edge >= _LONG_WIDTH else None


def _is_inside_sentence(line: str, following: str) -> bool:
    goes_on = following.strip()[:1].islower() and not ends_sentence(line)
    return goes_on and not _STARTS_ITEM.match(following) and not _LABELLED_DAY.match(following)


def _is_verse(block: Sequence[str]) -> bool:
    """Whether the lines of a stanza end where a clause does: the edge of a page does not wait for that."""
    ends = sum(_CLAUSE_END.search(line) is not None for line in block[:-1])
    return len(block) >= _MIN_VERSE and ends >= _VERSE_SHARE * (len(block) - 1)


def _is_full(line: str, following: str, edge: int) -> bool:
    if not following.strip() or following[:1].isspace() or width(line.rstrip()) > edge + _CJK_SLACK:
        return False
    if _STARTS_ITEM.match(following) or _LABELLED_DAY.match(following):
        return False
    if _CJK_CHARACTER.match(line.rstrip()[-1:]):
        return _reaches(line.rstrip(), following.strip(), edge)
    word = _FIRST_WORD.match(following.strip())
    return word is not None and width(line.rstrip()) + 1 + width(word.group()) > edge
