"""How much of the lines around 680 invented reports is read right: `python bench/bench_bylines.py [--misses]`.

Bylines, datelines and sources of 25 languages in tests/bylines, each with what it says, written by somebody who had not
seen the rules: `learnt` was learnt from, `looked_at` was measured first and then looked at. Each stands in a page with
its headline, one sentence of its own and sentences of the development data.
"""

import functools
import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from extraction_pages import bench_folder

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


def judged(name: str) -> Iterator[tuple[Row, str, bool, Metadata]]:
    """Each row of a file and each column: whether it is right, and what was read."""
    rules = load_rules()
    for line in (LINES / f"{name}.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        try:
            found = read_document(read_page(page_of(row), Kind.TEXT), FETCHED, rules).reports[0].metadata
        except NewsmillError:
            found = Metadata()
        for column in COLUMNS:
            yield row, column, _is_right(column, row[column], found), found


def main() -> None:
    """Print the share of each column that is right, and what is not."""
    for name in ("learnt", "looked_at"):
        right, size = Counter[str](), 0
        for row, column, is_right, found in judged(name):
            right[column] += is_right
            size += column == COLUMNS[0]
            if "--misses" in sys.argv and not is_right:
                print(f"{row['lang']} {row['kind']} {column}: {found}, not {row[column]!r}: {' / '.join(row['lines'])}")
        print(name, {column: round(right[column] / size, 3) for column in COLUMNS}, f"of {size}")


if __name__ == "__main__":
    main()
