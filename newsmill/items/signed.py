"""What stands on a line of its own between the hour that opens an item and its title: who wrote it, in live blogs, or
its section, in tickers."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from newsmill.chars import ends_sentence
from newsmill.items.brief import Brief
from newsmill.items.listing import KICKER, is_text
from newsmill.metadata.context import Context
from newsmill.metadata.fields import read_fields
from newsmill.metadata.names import is_byline_alone
from newsmill.metadata.titles import may_be_title
from newsmill.page.block import Piece

_SIGNED = ("items.byline", "metadata:author")
_SECTION_WORDS = 2


def with_signatures(briefs: Sequence[Brief], context: Context) -> list[Brief]:
    """The briefs, with the authors whom lines over their titles name; the lines are removed. A name that nothing
    announces counts only where most briefs have one."""
    lines = [_over_title(brief) for brief in briefs]
    names = [line.text.strip() if line and is_byline_alone(line.text.strip()) else None for line in lines]
    if 2 * sum(name is not None for name in names) <= len(briefs):
        names = [None] * len(briefs)
    authors = [name or (_announced(line, context) if line else None) for name, line in zip(names, lines, strict=True)]
    for line, author in zip(lines, authors, strict=True):
        if line and author:
            line.remove(*_SIGNED)
    if not any(authors):
        _take_sections([line for line in lines if line], len(briefs))
    return [replace(brief, author=author) for brief, author in zip(briefs, authors, strict=True)]


def _take_sections(lines: Sequence[Piece], count: int) -> None:
    """Remove the lines over the titles that most briefs have, if each is a word or two."""
    short = [line for line in lines if len(line.text.split()) <= _SECTION_WORDS and not ends_sentence(line.text)]
    if len(short) == len(lines) > count / 2:
        for line in short:
            line.remove(*KICKER)


def _over_title(brief: Brief) -> Piece | None:
    """The line that may name an author or a section: a title and a text stand below it."""
    below = list(islice(brief.below(), 3))
    if brief.rest or len(below) < len(("author", "title", "text")) or any(map(is_text, below[:2])):
        return None
    return below[0] if may_be_title(below[1].text) else None


def _announced(line: Piece, context: Context) -> str | None:
    fields = read_fields(line.text.strip(), context)
    return fields.author if fields else None
