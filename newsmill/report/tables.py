"""Tables for people who look at a run in the Prefect UI: what was quarantined and what was removed, cut to size."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

ROWS = 200
"""A table of the UI is sent whole to every browser that opens it."""

_LONG = 240
_LINES = 100_000
"""Lines of a run that are looked at for the most frequent ones."""

_CONVERT = "convert the file, or take it out of RAW"
_FETCH = "fetch the page again"
_DAMAGED = "fetch it again: it is damaged"
_WAYS_OUT = {
    "unsupported": _CONVERT,
    "no-feed": _CONVERT,
    "binary": _CONVERT,
    "too-large": "split the file, or raise max_input_bytes",
    "unreadable": "mend the file or its permissions",
    "compression": _DAMAGED,
    "json": _DAMAGED,
    "xml": _DAMAGED,
    "warc": _DAMAGED,
    "encoding": "fetch it again, its encoding declared",
    "empty": _FETCH,
    "error-page": _FETCH,
    "challenge": "fetch it again, as a browser does",
    "no-text": "fetch it again, after its scripts ran",
    "links-only": "nothing, if it is a front page",
    "no-article": "nothing, if it is no article",
    "killed-worker": "see the detail; `newsmill retry`",
}
_ELSE = "read the detail; `newsmill explain`"

Row = dict[str, Any]


def quarantine_rows(quarantine: pa.Table, run_id: str) -> list[Row]:
    """The inputs that a run quarantined, by name: why, and what to do. At most ROWS.

    quarantine: a table of schema.QUARANTINE.
    """
    of_run = quarantine.filter(pc.equal(quarantine["run_id"], run_id)).sort_by("source_uri").slice(0, ROWS)
    return [
        {
            "input": row["source_uri"],
            "why": f"{row['stage']}: {row['error']}",
            "what to do": _WAYS_OUT.get(row["error"], _ELSE),
            "detail": _cut(row["detail"] or ""),
        }
        for row in of_run.to_pylist()
    ]


def removed_rows(removed: Iterable[pa.Table]) -> list[Row]:
    """The lines that were removed most often, each with its rule and one page that had it. At most ROWS.

    removed: tables of schema.REMOVED; their first hundred thousand lines are looked at.
    """
    times: Counter[tuple[str, str]] = Counter()
    pages: dict[tuple[str, str], str] = {}
    left = _LINES
    for table in removed:
        part = table.select(["text", "rule", "source_uri"]).slice(0, left)
        left -= part.num_rows
        for text, rule, page in zip(*(column.to_pylist() for column in part.columns), strict=True):
            line = (_cut(" ".join(text.split())), rule)
            times[line] += 1
            pages.setdefault(line, page)
    often = sorted(times.items(), key=lambda item: (-item[1], item[0]))[:ROWS]
    return [
        {"times": count, "line": text, "rule": rule, "for example in": pages[text, rule]}
        for (text, rule), count in often
    ]


def _cut(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"
