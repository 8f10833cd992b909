"""A comparison of two documents as people see it in the terminal, and as machines read it."""

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from newsmill.report.compare import Comparison, Fate, Marked

_FACTS = ("doc_id", "source_uri", "published_at", "source", "author", "language", "duplicate_of", "relation")
_MARKS: dict[Fate, str] = {"same": "=", "changed": "~", "moved": "⇄", "missing": "-", "added": "+"}
_STYLES: dict[Fate, str] = {"same": "dim", "changed": "", "moved": "cyan", "missing": "red", "added": "green"}
_FATES: tuple[Fate, ...] = ("same", "changed", "moved", "missing", "added")
_NARROW = 100
"""Columns below which the second sentence stands under the first."""

Row = dict[str, Any]


def show_comparison(console: Console, first: Row, second: Row, found: Comparison) -> None:
    """Print two documents side by side."""
    console.print(_heads(first, second))
    console.print(Text(_summary(found)), soft_wrap=True)
    console.print(Text("  ".join(f"{_MARKS[fate]} {fate}" for fate in _FATES), style="dim"))
    console.print(_stacked(found) if console.width < _NARROW else _columns(found))


def as_json(first: Row, second: Row, found: Comparison) -> Row:
    """The comparison as plain values; marks are pairs of words and whether they differ."""
    return {
        "first": _facts(first),
        "second": _facts(second),
        "similarity": found.similarity,
        "first_contained": found.first_contained,
        "second_contained": found.second_contained,
        "lines": [{"fate": line.fate, "first": line.first, "second": line.second} for line in found.lines],
    }


def _facts(row: Row) -> Row:
    names = ("title", *_FACTS)
    return {name: None if row.get(name) is None else str(row[name]) for name in names}


def _heads(first: Row, second: Row) -> Table:
    table = Table("", Column(_title(first)), Column(_title(second)))
    for name in _FACTS:
        one, other = (_facts(row)[name] for row in (first, second))
        if one or other:
            table.add_row(name, Text(one or "-"), Text(other or "-"))
    return table


def _title(row: Row) -> Text:
    return Text(row["title"] or "(no title)", style="bold")


def _summary(found: Comparison) -> str:
    counts = ", ".join(f"{found.count(fate)} {fate}" for fate in _FATES if found.count(fate))
    return (
        f"similarity {found.similarity:.3f}; {found.first_contained:.1%} of the first is in the second, "
        f"{found.second_contained:.1%} of the second in the first; sentences: {counts or 'none'}"
    )


def _columns(found: Comparison) -> Table:
    table = Table("", "first", "second", show_lines=True, expand=True)
    table.columns[1].ratio = table.columns[2].ratio = 1
    for line in found.lines:
        table.add_row(_MARKS[line.fate], _words(line.first, line.fate), _words(line.second, line.fate))
    return table


def _stacked(found: Comparison) -> Table:
    table = Table("", "first, and the second under it", show_lines=True, expand=True)
    for line in found.lines:
        sides = [_words(side, line.fate) for side in (line.first, line.second) if side]
        whole = sides[:1] if line.fate == "same" else sides
        table.add_row(_MARKS[line.fate], Text("\n").join(whole))
    return table


def _words(marked: Sequence[Marked], fate: Fate) -> Text:
    text = Text(style=_STYLES[fate])
    for words, differs in marked:
        text.append(words, style="bold underline" if differs and fate in ("changed", "moved") else None)
    return text
