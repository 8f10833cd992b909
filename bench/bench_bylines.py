"""How much of the lines around 1,375 invented reports is read right: `python bench/bench_bylines.py [--misses]`.

Bylines, datelines and sources of 25 languages in tests/bylines, each with what it says, written by somebody who had not
seen the rules: `learnt` was learnt from, `looked_at` was measured first and then looked at. Each stands in a page with
its headline, one sentence of its own and sentences of the development data. `heads` are 695 heads and feet of pages,
each of another habit and as odd as a writer could think of, with their names marked; nothing was learnt from them.
"""

import functools
import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench_pages import same_text
from extraction_pages import bench_folder
from name_examples import of_marks

from newsmill.clean.ruleset import load_rules
from newsmill.document import read_document, read_page
from newsmill.errors import NewsmillError
from newsmill.intake.formats import Kind
from newsmill.metadata import Metadata

LINES = Path(__file__).parents[1] / "tests" / "bylines"
FETCHED = datetime(2026, 6, 1, tzinfo=UTC)
COLUMNS = ("title", "author", "source", "published", "place")
FARTHEST = 14 * 3600
"""Seconds between a local time, as the truth has it, and the same moment in UTC."""
_JOINED = frozenset({"zh", "ja", "th"})

Row = dict[str, Any]


@functools.cache
def _sentences(language: str) -> list[str]:
    """Three paragraphs in a language."""
    lines = (bench_folder().parent / "language" / "sentences-dev" / f"{language}.txt").read_text("utf-8").splitlines()
    joint = "" if language in _JOINED else " "
    return [joint.join(lines[start : start + 3]) for start in (3, 9, 15)]


def page_of(row: Row) -> str:
    """The page that the lines of a row stand on."""
    language = row["lang"].partition("-")[0]
    first, second, third = _sentences(language)
    body = ["", f"{row['body']}{'' if language in _JOINED else ' '}{first}", "", second, "", third]
    lines = {"above": [*row["lines"], row["title"], *body], "tail": [row["title"], *body, "", *row["lines"]]}
    return "\n".join(lines.get(row["kind"], [row["title"], *row["lines"], *body]))


def _is_right(column: str, wanted: str | None, found: Metadata) -> bool:
    if column != "published":
        return bool(getattr(found, column) == wanted)
    if wanted is None or found.published_at is None:
        return found.published_at is wanted
    if len(wanted) == len("2025-01-01"):
        return found.published_precision == "day" and f"{found.published_at:%Y-%m-%d}" == wanted
    away = (found.published_at.replace(tzinfo=None) - datetime.fromisoformat(wanted)).total_seconds()
    return found.published_precision == "minute" and abs(away) <= FARTHEST and away % 900 == 0


def judged_heads() -> Iterator[tuple[Row, str, bool, Metadata]]:
    """The same of the heads and feet of pages, whose days are not marked."""
    for file in sorted(LINES.glob("heads_*.txt")):
        for told in file.read_text("utf-8").split("\n===="):
            if not told.strip():
                continue
            raw, _, truth = of_marks(told)
            row = {
                "lang": told.split()[0][1:],
                "kind": "head",
                "lines": told.strip().splitlines()[1:],
                **truth["item"][0],
            }
            found = _read(raw.decode())
            for column in ("author", "source", "place"):
                value = getattr(found, column)
                yield row, column, same_text(row[column], value) if row[column] else value is None, found


def _read(text: str) -> Metadata:
    try:
        return read_document(read_page(text, Kind.TEXT), FETCHED, load_rules()).reports[0].metadata
    except NewsmillError:
        return Metadata()


def judged(name: str) -> Iterator[tuple[Row, str, bool, Metadata]]:
    """Each row of a file and each column: whether it is right, and what was read."""
    for line in (LINES / f"{name}.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        found = _read(page_of(row))
        for column in COLUMNS:
            yield row, column, _is_right(column, row[column], found), found


def main() -> None:
    """Print the share of each column that is right, and what is not."""
    for name in ("learnt", "looked_at", "heads"):
        right, size = Counter[str](), Counter[str]()
        for row, column, is_right, found in judged_heads() if name == "heads" else judged(name):
            right[column] += is_right
            size[column] += 1
            if "--misses" in sys.argv and not is_right:
                print(f"{row['lang']} {row['kind']} {column}: {found}, not {row[column]!r}: {' / '.join(row['lines'])}")
        print(name, {column: round(right[column] / size[column], 3) for column in size}, f"of {max(size.values())}")


if __name__ == "__main__":
    main()
