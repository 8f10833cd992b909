"""A page as cleaning saw it, put together again from what was published: every line, kept or removed and why.

This works from the Parquet alone. The texts and the removed rows of a page, in order of position, are the page, so
nothing has to be cleaned again and RAW need not be there any more.
"""

from collections import deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from newsmill.chars import squeeze

_PARAGRAPH = "\n\n"


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page, or a part of one. `rule` and `reason` are of a removed one."""

    text: str
    item: int | None = None
    rule: str | None = None
    reason: str | None = None
    restored: bool = False
    """It was removed, by a rule that the reader asks to think away."""


def page_lines(
    documents: Sequence[dict[str, Any]], removed: Sequence[dict[str, Any]], restore: Collection[str] = ()
) -> Iterator[PageLine]:
    """The lines of a page in its order.

    documents: its rows, of one version of the page, in order of item_index. removed: its removed rows. restore: rules
    whose removals are marked as restored.
    """
    kept = deque(_kept_lines(documents))
    position = 0
    for line in sorted(removed, key=lambda row: row["position"]):
        while kept and position < line["position"]:
            before = kept.popleft()
            room = line["position"] - position
            now, later = _split_at(before.text, room)
            if later:
                kept.appendleft(PageLine(later, before.item))
            yield PageLine(now, before.item)
            position += len(squeeze(now))
        yield PageLine(line["text"], line["item_index"], line["rule"], line["reason"], line["rule"] in restore)
        position += len(squeeze(line["text"]))
    yield from kept


def _kept_lines(documents: Sequence[dict[str, Any]]) -> Iterator[PageLine]:
    for row in documents:
        for paragraph in (row["text_original"] or row["text"]).split(_PARAGRAPH):
            yield PageLine(paragraph, row["item_index"])


def _split_at(text: str, visible: int) -> tuple[str, str]:
    """The beginning of a text with so many visible characters, and the rest of it."""
    seen = 0
    for offset, character in enumerate(text):
        if seen == visible:
            return text[:offset], text[offset:]
        seen += bool(squeeze(character))
    return text, ""
