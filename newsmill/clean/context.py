"""What a line is by the lines around it: where the text begins and ends, lists of headlines, readers' comments."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from itertools import islice, takewhile

from newsmill.chars import ends_sentence, weight
from newsmill.clean.prose import is_prose
from newsmill.clean.ruleset import Where
from newsmill.page.block import Piece, Role, Stream

RELATED_LIST = "context.related-list"
COMMENT_THREAD = "context.comment-thread"
HASHTAGS = "context.hashtags"

_NO_STOPS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Thai, Lao, Burmese and Khmer letters: in these scripts sentences end without a mark."""

_UNSTOPPED_PROSE = 45
"""Weight of running text in these scripts, whose vowel signs weigh nothing; headlines weigh less."""
_SHORT_PROSE = 25
"""Weight of what is taken for prose on a page that has none: recipes, poems, briefs."""
_ANNOUNCE = frozenset({"related", "promotion"})
_BARE_WEIGHT = 40
_BETWEEN = frozenset({"advert", "share", "navigation"})
"""Reasons of lines that may stand between the headlines of a list."""
_SAID_MORE = re.compile(r"[:：|»].*\w")
_HEADLINE = range(6, 170)
"""Weight of a headline."""
_HASHTAG = re.compile(r"\s*#\s?[^\W_][^\s#]{0,30}\s*$")
_LONGEST_TAG, _TAG_WORDS = 30, 3
_REPEATED = 3
"""Times that a line comes which leads on from what stands above it."""
_LIST_LENGTH = 12
_CARD_LENGTH = 5

_LINKED = 0.5
_LINKS = 0.8
"""Share of link text from which a list leads away: a list of books or sources has words of its own beside its links."""
_COMMENTED_TEXT = 150
"""Weight of the text that readers can have commented on."""
_COMMENTS_ALONE = frozenset({"comments", "share", "advert", "subscribe", "languages"})
_DATED = re.compile(
    r"\d{1,2}[:.h]\d{2}\b|\d{1,4}[./年-]\d{1,2}[./月-]\d{1,4}|\b(19|20)\d{2}\b|\d+ ?(h|d|min|days?|hours?)\b"
)
_DATE_WEIGHT = 45
_SPOKEN = re.compile(r"[^:：.!?。]{1,30}[:：] \S")
_HEADINGS = 20
"""Headings of comments that are tried on a page."""


def reads_on(piece: Piece) -> bool:
    """Whether a Piece is running text, in scripts too whose sentences end without a mark."""
    return is_prose(piece) or (
        _is_plain(piece)
        and weight(piece.text) >= _UNSTOPPED_PROSE
        and len(_NO_STOPS.findall(piece.text)) > len(piece.text) / 2
    )


def places(stream: Stream) -> dict[Piece, Where]:
    """Where each kept Piece stands: before the first prose, among it, or after the last.

    On a page without any, short sentences are prose.
    """
    kept = stream.kept()
    prose = _where(kept, reads_on) or _where(kept, _is_sentence)
    first, last = (prose[0], prose[-1]) if prose else (len(kept), -1)
    return {piece: "head" if index < first else "tail" if index > last else "body" for index, piece in enumerate(kept)}


def remove_related(stream: Stream) -> None:
    """Remove headlines of other articles: the lines after a bare "Related:", up to a sentence or the list's end."""
    listing = 0
    together = False
    # Above the text of a text file stands its headline, too, and nothing tells it from those of a list.
    first = next(
        (index for index, piece in enumerate(stream.pieces) if piece.kept and reads_on(piece)), len(stream.pieces)
    )
    links = _repeated_links(stream)
    for index, piece in enumerate(stream.pieces):
        removal = piece.removal
        if removal is None and not listing:
            continue
        is_listed = removal is not None and removal.rule == RELATED_LIST
        if removal is not None and not is_listed:
            if removal.reason not in _BETWEEN:
                is_heading = removal.reason in _ANNOUNCE and _is_bare(piece.text) and piece not in links
                listing, together = (_LIST_LENGTH if is_heading else 0), False
                if is_heading and (index >= first or piece.block.place.chain):
                    _remove_cards(stream.pieces, index + 1)
        elif is_listed or (
            listing
            and _is_headline(piece)
            and not (together and piece.block.gap_before)
            and (index >= first or piece.block.place.chain)
        ):
            listing = max(0, listing - 1)
            together = not piece.block.gap_before  # lines without gaps are one list, which a gap ends
            piece.remove(RELATED_LIST, "related")
        else:
            listing = 0


def _repeated_links(stream: Stream) -> set[Piece]:
    """Lines such as `Read more »` that come again and again: each leads on from the text above, and heads no list."""
    announcing = [piece for piece in stream.pieces if piece.removal is not None and piece.removal.reason in _ANNOUNCE]
    counts = Counter(piece.text.strip().casefold() for piece in announcing)
    return {piece for piece in announcing if counts[piece.text.strip().casefold()] >= _REPEATED}


def heads_of_text(stream: Stream, innocent: Set[Piece]) -> set[Piece]:
    """The Pieces of an HTML page that head a paragraph of the `innocent` or a list which is no list of links, and the
    terms of a glossary: what they announce is text."""
    found: set[Piece] = set()
    kept = stream.kept()
    for index, piece in enumerate(kept):
        if piece.block.path[-1:] == ("dt",) and [line.block.path[-1:] for line in kept[index + 1 : index + 2]] == [
            ("dd",)
        ]:
            found.add(piece)
        if piece.block.place.role is not Role.HEADING:
            continue
        below = kept[index + 1 : index + 2]
        if (
            piece.block.level > 1
            and piece.block.link_share == 0
            and below
            and below[0] in innocent
            and _is_sentence(below[0])
        ):
            found.add(piece)
        items = list(takewhile(lambda line: line.block.place.role is Role.ITEM, kept[index + 1 : index + _LIST_LENGTH]))
        size = sum(len(item.text) for item in items)
        if items and sum(len(item.text) * item.block.link_share for item in items) < _LINKS * size:
            found.add(piece)
    return found


def _remove_cards(pieces: Sequence[Piece], start: int) -> None:
    """Remove the teasers that begin at a position, one after the other."""
    while card := _card(pieces[start : start + _CARD_LENGTH]):
        for piece in card:
            piece.remove(RELATED_LIST, "related")
        start += len(card)


def _card(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """The lines of a teaser that pieces begin with: a headline, a date, and what follows them without a gap."""
    end = next((index for index, piece in enumerate(pieces) if index and piece.block.gap_before), len(pieces))
    is_card = end > 1 and _is_headline(pieces[0]) and _is_dated(pieces[1])
    return pieces[:end] if is_card else ()


def remove_hashtags(stream: Stream) -> None:
    """Remove the lines below the text that are one hashtag each, and the words below a bare "Tags:" there."""
    if not any(_may_tag(piece) for piece in stream.pieces):
        return
    last = max(_where(stream.pieces, lambda piece: piece.kept and reads_on(piece)), default=len(stream.pieces))
    listing = False
    for piece in stream.pieces[last + 1 :]:
        if piece.removal is not None:
            listing = piece.removal.reason == "tags" and (_is_bare(piece.text) or listing)
        elif _HASHTAG.match(piece.text) or (listing and _is_tag(piece.text)):
            piece.remove(HASHTAGS, "tags")
        else:
            listing = False


def _may_tag(piece: Piece) -> bool:
    return piece.text.startswith("#") if piece.removal is None else piece.removal.reason == "tags"


def _is_tag(text: str) -> bool:
    return len(text) <= _LONGEST_TAG and len(text.split()) <= _TAG_WORDS and not ends_sentence(text)


def remove_comments(stream: Stream) -> None:
    """Remove what readers wrote under the text: all lines after a heading of comments, if they look like comments."""
    for index in _comment_headings(stream.pieces):
        thread = list(_thread(islice(stream.pieces, index + 1, None)))
        if _are_comments(thread):
            for comment in thread:
                comment.remove(COMMENT_THREAD, "comments")
            return


def _comment_headings(pieces: Sequence[Piece]) -> list[int]:
    """Where headings of comments stand, below enough text to be commented on."""
    headings = [index for index, piece in enumerate(pieces) if piece.removal and piece.removal.reason == "comments"]
    if not headings:
        return []
    before = 0
    for start, piece in enumerate(pieces):
        if before >= _COMMENTED_TEXT:
            return [index for index in headings if index >= start][:_HEADINGS]
        if piece.removal is None:
            before += weight(piece.text)
    return []


def _thread(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The Pieces up to a heading, or to a section of another kind such as a copyright notice."""
    for piece in pieces:
        removal = piece.removal
        if removal.reason not in _COMMENTS_ALONE if removal else piece.block.place.role is Role.HEADING:
            return
        yield piece


def _are_comments(thread: Sequence[Piece]) -> bool:
    """Whether each paragraph has a sign of its own: a name with a date before it, or a button for replies after it.

    An article goes on under a count of comments as often as comments follow it, so the first sign must be a reader's.
    """
    kept = [piece for piece in thread if piece.kept]
    signs = list(map(_is_sign, thread))
    prose = _where(thread, lambda piece: piece.kept and reads_on(piece))
    if not kept or not prose:
        return bool(kept) and any(signs)
    return any(map(_is_sign, kept[:2])) and all(any(signs[max(0, index - 2) : index + 2]) for index in prose)


def _is_sign(piece: Piece) -> bool:
    if piece.removal is not None:
        return piece.removal.reason == "comments"
    return _is_dated(piece) or _SPOKEN.match(piece.text) is not None


def _is_dated(piece: Piece) -> bool:
    is_short = weight(piece.text) <= _DATE_WEIGHT and not ends_sentence(piece.text)
    return is_short and _DATED.search(piece.text) is not None


def _is_plain(piece: Piece) -> bool:
    return piece.block.place.role is not Role.HEADING and piece.block.link_share <= _LINKED


def _is_sentence(piece: Piece) -> bool:
    return _is_plain(piece) and weight(piece.text) >= _SHORT_PROSE and ends_sentence(piece.text)


def _is_bare(text: str) -> bool:
    """Whether a line like "Related:" is the heading of a list, and not itself the link."""
    return weight(text) <= _BARE_WEIGHT and _SAID_MORE.search(text) is None


def _is_headline(piece: Piece) -> bool:
    is_link = (
        not piece.block.place.chain or piece.block.link_share > _LINKED
    )  # on an HTML page a list of headlines is links
    is_short = weight(piece.text) in _HEADLINE and not ends_sentence(piece.text) and piece.text[-1] not in ":："
    return is_link and is_short and (piece.block.link_share > _LINKED or not reads_on(piece))


def _where(pieces: Sequence[Piece], is_meant: Callable[[Piece], bool]) -> list[int]:
    return [index for index, piece in enumerate(pieces) if is_meant(piece)]
