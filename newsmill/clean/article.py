"""Which part of an HTML page is the article, told by its structure alone.

First what its own markup says is no article goes (navigation, forms, comments...), then the element that holds most of
the remaining prose is taken for the body, and what stands outside it goes too. Words of classes are believed only as
far as they leave most of the prose: some sites call the whole page "sidebar".
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from newsmill.chars import ends_sentence, fold, weight
from newsmill.page.block import Block, Piece, Role, Stream
from newsmill.page.markup import Markup

PROSE_WEIGHT = 60
"""Letters from which a Block that ends as a sentence does is taken for prose."""
_LONG_WEIGHT = 140
_LINKED = 0.5
_BODY_SHARE = 0.75
_TRUSTED_SHARE = 0.5

_ELEMENT_REASONS = {
    "nav": "navigation", "menu": "navigation", "footer": "navigation", "aside": "related", "form": "form",
    "button": "form", "select": "form", "option": "form", "textarea": "form", "fieldset": "form", "dialog": "dialog",
    "figcaption": "caption", "caption": "caption", "search": "search",
}  # fmt: skip
_WORD_REASONS = {
    reason: frozenset(words.split())
    for reason, words in {
        "comments": "comment comments disqus respond commentlist kommentare comentarios commentaires",
        "cookies": "cookie cookies consent gdpr cmp",
        "navigation": "nav navbar navigation menu breadcrumb breadcrumbs pagination pager footer skip topbar",
        "related": "related recommended recommendations readmore teasers mostread popular trending outbrain taboola",
        "share": "share sharing social addthis sharethis",
        "subscribe": "newsletter subscribe subscription paywall signup",
        "advert": "advert advertisement adsense sponsored promo",
        "tags": "tags taglist keywords",
        "author-box": "authorbox biography",
        "caption": "caption wp-caption imagecaption credit",
    }.items()
}


def remove_marked(stream: Stream) -> None:
    """Remove what the markup of an HTML page says is no article: navigation, forms, comments, share bars..."""
    _remove_marked_elements(stream)
    _remove_telling_classes(stream)


def keep_body(stream: Stream, markup: Markup) -> None:
    """Remove what stands outside the element that holds most of the prose, and link lines inside it.

    Headings before it that may be the title stay, until metadata has taken the title.
    """
    _remove_outside_body(stream, markup)
    _remove_link_lists(stream)


def is_prose(piece: Piece) -> bool:
    """Whether a Piece reads like a sentence or more of running text."""
    block = piece.block
    if block.role is Role.HEADING or block.link_share > _LINKED:
        return False
    size = weight(piece.text)
    return size >= _LONG_WEIGHT or (size >= PROSE_WEIGHT and ends_sentence(piece.text))


def prose_weight(pieces: Iterable[Piece]) -> int:
    """Letters of running text, link text not counted."""
    return sum(round(weight(piece.text) * (1 - piece.block.link_share)) for piece in pieces if is_prose(piece))


def trim_edges(pieces: Sequence[Piece]) -> None:
    """Remove what still stands before the first and after the last prose of an HTML page: labels, dates, buttons.

    To be called when titles, bylines and datelines have been taken out of the Pieces.
    """
    kept = [piece for piece in pieces if piece.kept]
    prose = [index for index, piece in enumerate(kept) if is_prose(piece)]
    if not prose:
        return
    for piece in [*kept[: prose[0]], *kept[prose[-1] + 1 :]]:
        if not ends_sentence(piece.text) and weight(piece.text) < PROSE_WEIGHT:
            piece.remove("structure.edge", "edge")


def _remove_marked_elements(stream: Stream) -> None:
    marked: dict[str, list[Piece]] = defaultdict(list)
    for piece in stream.kept():
        reason = next((_ELEMENT_REASONS[name] for name in reversed(piece.block.path) if name in _ELEMENT_REASONS), None)
        if reason and not _is_main_heading(piece):
            marked[reason].append(piece)
    for reason, pieces in marked.items():
        _remove_if_minor(pieces, stream, f"structure.{reason}", reason)


def _remove_telling_classes(stream: Stream) -> None:
    for reason, words in _WORD_REASONS.items():
        marked = [piece for piece in stream.kept() if not words.isdisjoint(piece.block.words)]
        _remove_if_minor([p for p in marked if not _is_main_heading(p)], stream, f"structure.class-{reason}", reason)


def _remove_if_minor(marked: list[Piece], stream: Stream, rule: str, reason: str) -> None:
    """Remove what is marked as furniture, unless that is most of the prose: then the mark means something else."""
    if prose_weight(marked) <= _TRUSTED_SHARE * prose_weight(stream.kept()):
        for piece in marked:
            piece.remove(rule, reason)


def _remove_outside_body(stream: Stream, markup: Markup) -> None:
    kept = stream.kept()
    body = _body_element(kept)
    if body is None:
        return
    before = _before_body(kept, body, markup)
    for piece in kept:
        if body not in piece.block.chain and piece not in before:
            piece.remove("structure.outside", "outside")


def _body_element(kept: list[Piece]) -> int | None:
    """The innermost element that holds most of the prose; None on a page without prose."""
    held: Counter[int] = Counter()
    total = 0
    for piece in kept:
        if is_prose(piece):
            size = round(weight(piece.text) * (1 - piece.block.link_share))
            total += size
            for number in piece.block.chain:
                held[number] += size
    enough = [number for number, size in held.items() if size >= _BODY_SHARE * total]
    return max(enough) if enough else None


def _before_body(kept: list[Piece], body: int, markup: Markup) -> set[Piece]:
    """What stands before the body and belongs to the article: headings that may be its title, and the lead after them.

    A heading may be the title if it is a top one or if the head of the page repeats it.
    """
    said = fold(" ".join([markup.title or "", *markup.meta.get("og:title", [])])).casefold()
    found: set[Piece] = set()
    titled = False
    for piece in kept:
        if body in piece.block.chain:
            break
        is_heading = piece.block.role is Role.HEADING
        if _is_main_heading(piece) or (is_heading and fold(piece.text).casefold() in said):
            titled = True
            found.add(piece)
        elif titled and is_prose(piece):
            found.add(piece)
    return found


def _is_main_heading(piece: Piece) -> bool:
    return piece.block.role is Role.HEADING and piece.block.level == 1


def _remove_link_lists(stream: Stream) -> None:
    """Inside the body, remove short lines that are all link: they lead to other articles."""
    for piece in stream.kept():
        block: Block = piece.block
        if block.link_share > 0.8 and block.role is not Role.HEADING and not ends_sentence(piece.text):
            piece.remove("structure.link-line", "related")
