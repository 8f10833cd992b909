"""Learning site templates from published rows: the lines that repeat over different reports of one site.

No run does this (DESIGN: nothing is learned in a run): `newsmill learn-templates` does, and people read what it found.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from newsmill.chars import ends_sentence, fold, weight
from newsmill.errors import UsageError
from newsmill.store.layout import Layout
from newsmill.store.release import current_release
from newsmill.templates import (
    RULE,
    Template,
    Templates,
    line_key,
    number_shape,
    read_templates,
    site_of,
    write_templates,
)

MIN_REPORTS = 5

_COLUMNS = ["doc_id", "url", "site", "cluster_id", "text", "text_original"]
_SHARE = 0.3
"""Share of a site's reports that carry a template, at least."""
_PROSE_SHARE = 0.5
"""The same of a line that reads as prose: a story told in many parts repeats its background word by word."""
_MANY = 3
"""Times min_reports that make up for a small share, as of the footer of one section of a large site. Not of prose."""
_PROSE_WEIGHT = 100
"""Letters from which on a line reads as prose, with a full stop or without."""


@dataclass(slots=True)
class _Tally:
    """A line as the first report has it, and in how many reports it stands."""

    line: str
    example: str
    reports: int = 0
    last_report: str = ""


def learn(documents: pa.Table, removed: pa.Table | None = None, min_reports: int = MIN_REPORTS) -> tuple[Template, ...]:
    """The lines that repeat over different reports of one site, by site and line.

    documents: rows of documents and, for more evidence, of duplicates: texts with the same cluster_id are one report.
    removed: rows of removed. What templates took out of the texts counts as if it still stood there, or each learning
    would forget what the one before it had found.
    min_reports: different reports of a site that have to carry a line, at least.
    """
    taken = _taken(removed)
    return tuple(
        template
        for site, rows in _by_site(documents)
        for template in _learn_site(site, rows.to_pylist(), taken, min_reports)
    )


def learn_release(curated: Path, learned_at: datetime, min_reports: int = MIN_REPORTS) -> Templates:
    """What the current release of CURATED teaches; it is only read. Raises UsageError where there is none."""
    release = current_release(Layout(curated))
    if release is None:
        raise UsageError(f"there is no curated data in {curated}; `newsmill run` makes it")
    texts = pa.concat_tables([release.read(name, _COLUMNS) for name in ("documents", "duplicates")])
    removed = release.read("removed", ["doc_id", "text", "rule"])
    return Templates(learn(texts, removed, min_reports), learned_at, release.manifest.run_id, min_reports)


def learn_file(
    curated: Path, file: Path, learned_at: datetime, min_reports: int = MIN_REPORTS, *, overwrite: bool = False
) -> Templates:
    """Learn from the current release of CURATED and write the file; returns what was found.

    A file that names the same lines stays as it is, so that no run curates everything again for newer evidence alone.
    Raises UsageError where there is no release, where the file would stand in CURATED, and where a file is there that
    names other lines: a person may have edited it, so `overwrite` has to say that it can go.
    """
    if curated.resolve() in file.resolve().parents:
        raise UsageError(f"{file} is in CURATED, where only published data stands: name another place")
    found = learn_release(curated, learned_at, min_reports)
    if file.exists() and not overwrite:
        if read_templates(file).lines == found.lines:
            return found
        raise UsageError(f"{file} is there and names other lines: use --overwrite, or name another file and compare")
    write_templates(file, found)
    return found


def _by_site(documents: pa.Table) -> Iterator[tuple[str, pa.Table]]:
    """The rows of each site, one site in memory at a time; rows whose site nobody knows are left out."""
    numbers: dict[str, list[int]] = {}
    for number, row in enumerate(documents.select(["url", "site"]).to_pylist()):
        site = site_of(row["url"], row["site"])
        if site is not None:
            numbers.setdefault(site, []).append(number)
    texts = documents.select(["doc_id", "cluster_id", "text", "text_original"])
    for site in sorted(numbers):
        yield site, texts.take(pa.array(numbers[site])).sort_by([("cluster_id", "ascending"), ("doc_id", "ascending")])


def _taken(removed: pa.Table | None) -> dict[str, list[str]]:
    """The lines that templates removed, by doc_id."""
    taken: dict[str, list[str]] = {}
    if removed is not None:
        for row in removed.filter(pc.equal(removed["rule"], RULE)).select(["doc_id", "text"]).to_pylist():
            taken.setdefault(row["doc_id"], []).append(row["text"])
    return taken


def _learn_site(
    site: str, rows: Sequence[Mapping[str, Any]], taken: Mapping[str, Sequence[str]], min_reports: int
) -> list[Template]:
    """rows: of one site, by cluster_id."""
    of = len({row["cluster_id"] for row in rows})
    if of < min_reports:
        return []
    exact: dict[str, _Tally] = {}
    shapes: dict[str, _Tally] = {}
    for row in rows:
        for line in _lines(row, taken):
            key = line_key(line)
            _count(exact, key, line, row)
            if (shape := number_shape(key)) != key:
                _count(shapes, shape, number_shape(line), row)
    found = {key: tally for key, tally in exact.items() if _repeats(tally, of, min_reports)}
    known = {number_shape(key) for key in found}
    # A shape says more lines than were seen, so only a true share of the reports speaks for one.
    found |= {
        shape: tally
        for shape, tally in shapes.items()
        if shape not in known and tally.reports >= max(min_reports, _PROSE_SHARE * of)
    }
    return [Template(site, tally.line, tally.reports, of, tally.example) for _, tally in sorted(found.items())]


def _lines(row: Mapping[str, Any], taken: Mapping[str, Sequence[str]]) -> Iterable[str]:
    """The lines of a text in the script it was found in, as cleaning will see them. Without letters, none is one."""
    text = row["text"] if row["text_original"] is None else row["text_original"]
    lines = (*text.split("\n"), *taken.get(row["doc_id"], ()))
    return (fold(line) for line in lines if weight(line))


def _count(tallies: dict[str, _Tally], key: str, line: str, row: Mapping[str, Any]) -> None:
    tally = tallies.setdefault(key, _Tally(line, row["doc_id"]))
    if tally.last_report != row["cluster_id"]:
        tally.reports += 1
        tally.last_report = row["cluster_id"]


def _repeats(tally: _Tally, of: int, min_reports: int) -> bool:
    if tally.reports < min_reports:
        return False
    if ends_sentence(tally.line) or weight(tally.line) >= _PROSE_WEIGHT:
        return tally.reports >= _PROSE_SHARE * of
    return tally.reports >= min(_SHARE * of, _MANY * min_reports)
