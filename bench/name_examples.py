"""Texts whose author, source, place and day are known, for the tagger of names to learn from (train_names.py).

The invented pages of tests/, whose truth says them; the heads and feet of pages in bylines/, in which they are marked
`{A:…}`, `{S:…}` and `{P:…}`; and the development pages of the extraction set, for which the rules are believed.
"""

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bench_fresh_pages import SETS, TESTS
from bench_pages import load_truth
from extraction_pages import load_pages

from newsmill.chars import squeeze
from newsmill.clean.ruleset import load_rules
from newsmill.document import Report, read_document, read_page
from newsmill.errors import NoArticle
from newsmill.intake.decode import decode
from newsmill.intake.formats import Kind
from newsmill.metadata import lines, second_reading
from newsmill.metadata.reading import Reading
from newsmill.metadata.tagger.evidence import Told
from newsmill.metadata.tagger.model import COLUMNS

BYLINES = Path(__file__).parent / "bylines"
NOW = datetime(2026, 11, 20, tzinfo=UTC)
FOLDS = 5
"""Parts of the real pages, each a folder of its own."""
REAL = "real pages "
MARK = re.compile(r"\{([ASP]):([^{}]*)\}")
BY_MARK = {"A": "author", "S": "source", "P": "place"}
Row = dict[str, Any]


@dataclass(frozen=True)
class Example:
    """The lines around one text, and the label of each token."""

    folder: str
    wanted: Row
    """Author, source, place, as the truth has them."""
    ruled: Row
    """The same as the rules have them."""
    site: str | None
    pieces: list[str]
    lines: list[Told]
    labels: list[list[str]]


def examples() -> Iterator[Example]:
    """All texts of the invented pages and of the bylines."""
    for folder in ("pages", *SETS):
        for page in load_truth(TESTS / folder):
            kind = Kind.HTML if page["file"].startswith("html/") or page["file"].endswith(".html") else Kind.TEXT
            yield from _of_page(folder, (TESTS / folder / page["file"]).read_bytes(), kind, page)
    for file in sorted(BYLINES.glob("*.txt")):
        for told in re.split(r"^====\s*$", file.read_text("utf-8"), flags=re.MULTILINE):
            if told.strip():
                yield from _of_page("bylines", *of_marks(told))
    for kind, (_, pages) in load_pages().items():
        for key, text in pages.items():
            yield from _of_real(f"{kind}/{key}", text)


def _of_real(key: str, text: str) -> Iterator[Example]:
    """The texts of a real page, with what the rules read there as truth."""
    for report, reading in _read(text, Kind.HTML):
        ruled = _ruled(report)
        told = second_reading.tell_lines(reading, report.metadata.title)
        pieces = [piece.text for piece in reading.pieces]
        labels = [_labels(line, pieces[line.reach.place], ruled, [_bare(pieces[line.reach.place])]) for line in told]
        yield Example(f"{REAL}{zlib.crc32(key.encode()) % FOLDS}", ruled, ruled, None, pieces, told, labels)


def of_marks(told: str) -> tuple[bytes, Kind, Row]:
    """The page that an example is, and its truth."""
    marked = [line.removeprefix("# ").rstrip() for line in told.strip().splitlines()[1:] if line.strip()]
    values: dict[str, list[str]] = {column: [] for column in COLUMNS}
    for mark, name in MARK.findall("\n".join(marked)):
        if name not in values[BY_MARK[mark]]:
            values[BY_MARK[mark]].append(name)
    plain = [MARK.sub(r"\2", line) for line in marked]
    item = {
        "author": ", ".join(values["author"]) or None,
        "source": next(iter(values["source"]), None),
        "place": next(iter(values["place"]), None),
        "metadata_lines": [plain[number] for number, line in enumerate(marked) if MARK.search(line)],
    }
    return "\n\n".join(plain).encode(), Kind.TEXT, {"item": [item]}


def _of_page(folder: str, raw: bytes, kind: Kind, page: Row) -> Iterator[Example]:
    """The texts of a page that the truth knows."""
    for (report, reading), item in zip(_read(decode(raw, kind).text, kind), page.get("item", []), strict=False):
        body = squeeze(report.text)
        told = [squeeze(paragraph) in body for paragraph in item.get("paragraphs", [])]
        if told and not any(told):
            continue
        ruled = _ruled(report)
        wanted = {column: item.get(column, page.get(column)) for column in COLUMNS}
        wanted["published_at"] = _day(item.get("published", page.get("published"))) or ruled["published_at"]
        meta = [_bare(line) for line in [*page.get("metadata_lines", []), *item.get("metadata_lines", [])]]
        lines_told = second_reading.tell_lines(reading, report.metadata.title)
        yield Example(
            folder,
            wanted,
            ruled,
            item.get("site") or report.metadata.site,
            [piece.text for piece in reading.pieces],
            lines_told,
            [_labels(line, reading.pieces[line.reach.place].text, wanted, meta) for line in lines_told],
        )


def _read(text: str, kind: Kind) -> list[tuple[Report, Reading]]:
    """The reports of a page as the rules alone read them."""
    seen: list[Reading] = []
    with patch.object(lines, "read_again", seen.append):
        try:
            found = read_document(read_page(text, kind), NOW, load_rules())
        except NoArticle:
            return []
    readings = {reading.pieces[0].item: reading for reading in seen}
    return [(report, readings[report.index]) for report in found.reports if report.index in readings]


def _ruled(report: Report) -> Row:
    """What the rules have."""
    ruled = {column: getattr(report.metadata, column) for column in COLUMNS}
    return ruled | {"published_at": _day(ruled["published_at"])}


def _day(moment: date | None) -> date | None:
    """A moment's day: dates are judged by the day alone."""
    return moment.date() if isinstance(moment, datetime) else moment


def _bare(line: str) -> str:
    return squeeze(line).casefold()


def _labels(line: Told, whole: str, wanted: Row, meta: Sequence[str]) -> list[str]:
    """The labels of a line's tokens: of the names that the truth has, if it counts the line as metadata."""
    found = ["O"] * len(line.tokens)
    bare = _bare(whole)
    if not any(one and (one in bare or bare in one) for one in meta):
        return found
    values = [(name, "author") for name in (wanted["author"] or "").split(", ") if name]
    values += [(wanted[column], column) for column in ("source", "place") if wanted[column]]
    values = [(_bare(name), column) for name, column in values]
    for number, token in enumerate(line.tokens):
        one = next((one for one in line.dates if one.start <= token.start < one.end), None)
        if one is not None and one.when is not None and wanted["published_at"] == one.when.date():
            found[number] = "I-published_at" if found[number - 1].endswith("published_at") else "B-published_at"
    letters, owner = "", []
    for number, token in enumerate(line.tokens):
        letters += token.word
        owner += [number] * len(token.word)
    for name, column in sorted(values, key=lambda value: -len(value[0])):
        start = letters.find(name)
        while start >= 0:
            inside = owner[start : start + len(name)]
            if {found[one] for one in inside} == {"O"} and (start == 0 or owner[start - 1] != owner[start]):
                for one in inside:
                    found[one] = f"I-{column}"
                found[inside[0]] = f"B-{column}"
            start = letters.find(name, start + 1)
    return found
