"""Train the tagger of names around a text (newsmill/metadata/tagger), and say how well it does.

    train_names.py [--check] [--write]

Needs python-crfsuite, which newsmill does not. It learns from the invented pages of tests/, whose truth says author,
source and place; from the heads and feet of pages in bench/bylines/, in which they are marked `{A:…}`, `{S:…}` and
`{P:…}`; and from the development pages of the extraction set, for which the rules are believed: real pages are full of
lines that look like names. --check leaves sets of pages and a share of the real ones out in turn, tags them, and counts
the values that are right, by the tagger alone and where it only fills what the rules leave empty, as newsmill does; of
the real pages it names all values that are filled. --write writes weights.npz.
"""

import argparse
import hashlib
import re
import tempfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import pycrfsuite
from bench_fresh_pages import SETS, TESTS
from bench_pages import _same, load_truth
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
from newsmill.metadata.tagger.model import COLUMNS, EDGE, LABELS, REACH, Tagger

WEIGHTS = Path(__file__).parents[1] / "newsmill/metadata/tagger/weights.npz"
BYLINES = Path(__file__).parent / "bylines"
NOW = datetime(2026, 11, 20, tzinfo=UTC)
FOLDS = 5
REAL = "real pages "
SETTINGS = {
    "c1": 0.3, "c2": 0.02, "feature.minfreq": 3, "max_iterations": 150, "feature.possible_transitions": True,
}  # fmt: skip
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
                yield from _of_page("bylines", *_of_marks(told))
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


def _of_marks(told: str) -> tuple[bytes, Kind, Row]:
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


def named(line: Told) -> list[list[str]]:
    """By token of a line: the names of its features. `:` ends the distance of a neighbour, U+0002 comes before its word
    and U+0003 before its shape."""
    size = len(line.tokens)
    rows: list[list[str]] = [[] for _ in range(size)]
    for number, row in enumerate(rows):
        for step in range(-REACH, REACH + 1):
            inside = 0 <= number + step < size
            row.append(f"{step}:\2{line.tokens[number + step].word if inside else EDGE}")
            row.append(f"{step}:\3{line.shapes[number + step] if inside else EDGE}")
        row += [*line.own[number], *line.line]
    for start, end, told in line.segments:
        for number in range(start, end):
            rows[number] += told
    return rows


def train(chosen: Sequence[Example]) -> dict[str, Any]:
    """The arrays of a tagger."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for example in chosen:
        for line, labels in zip(example.lines, example.labels, strict=True):
            trainer.append(named(line), labels)
    trainer.set_params(SETTINGS)
    with tempfile.NamedTemporaryFile(suffix=".crf") as file:
        trainer.train(file.name)
        tagger = pycrfsuite.Tagger()
        tagger.open(file.name)
        return as_arrays(tagger.info())


def as_arrays(info: Any) -> dict[str, Any]:
    """The weights of a model as tables."""
    order = {label: number for number, label in enumerate(LABELS)}
    near: dict[str, dict[str, np.ndarray]] = {"\2": {}, "\3": {}}
    alone: dict[str, np.ndarray] = {}
    for (name, label), weight in info.state_features.items():
        step, _, told = name.partition(":")
        if told[:1] in near:
            table = near[told[0]].setdefault(told[1:], np.zeros((2 * REACH + 1, len(LABELS))))
            table[int(step) + REACH, order[label]] = weight
        else:
            alone.setdefault(name, np.zeros(len(LABELS)))[order[label]] = weight
    moves = np.full((len(LABELS), len(LABELS)), -30.0)
    for (before, label), weight in info.transitions.items():
        moves[order[before], order[label]] = weight
    found: dict[str, Any] = {"moves": moves}
    for key, table in (("words", near["\2"]), ("shapes", near["\3"]), ("features", alone)):
        names = sorted(table)
        found[f"{key}_names"] = "\1".join(names)
        found[key] = np.array([table[name] for name in names], np.float16)
    return found


def check(all_of: Sequence[Example]) -> None:
    """Print how much is right in sets that were not learned from."""
    folders = ["pages", *SETS]
    right = {(column, how): 0 for column in COLUMNS for how in ("rules", "tagger", "both")}
    count = 0
    for fold in range(FOLDS):
        outside = {*folders[fold::FOLDS], f"{REAL}{fold}"}
        tagger = Tagger.of(train([one for one in all_of if one.folder not in outside]))
        for example in (one for one in all_of if one.folder in outside):
            is_real = example.folder.startswith(REAL)
            count += not is_real
            for column, values in _values(tagger, example).items():
                if is_real and values["both"] != values["rules"]:
                    print(f"{column} of a real page: {values['both']}")
                for how, value in values.items():
                    right[column, how] += not is_real and _is_right(example, column, value)
    for (column, how), hits in right.items():
        print(f"{column}, {how}: {hits / count:.4f} of {count}")


def _values(tagger: Tagger, example: Example) -> Mapping[str, Mapping[str, Any]]:
    """By column: what the rules, the tagger, and the rules with the tagger where they say nothing, have."""
    found = list(tagger.names(example.lines))
    values = {}
    for column in COLUMNS:
        sure = [name for name in found if name.column == column and name.sureness >= second_reading.SURE[column]]
        if column == "published_at":
            dates = [
                second_reading.date_of(name, example.lines) for name in sorted(sure, key=lambda name: -name.sureness)
            ]
            day = next((one.when.date() for one in dates if one is not None and one.when is not None), None)
            values[column] = {"rules": example.ruled[column], "tagger": day, "both": example.ruled[column] or day}
            continue
        texts = list(dict.fromkeys(example.pieces[name.place][name.start : name.end] for name in sure))
        best = max(sure, key=lambda name: name.sureness, default=None)
        alone = best and example.pieces[best.place][best.start : best.end]
        told = (", ".join(texts) or None) if column == "author" else alone
        values[column] = {"rules": example.ruled[column], "tagger": told, "both": example.ruled[column] or told}
    return values


def _is_right(example: Example, column: str, value: Any) -> bool:
    wanted = example.wanted[column]
    if column == "published_at":
        return bool(wanted == value)
    return _same(wanted, value) or (column == "source" and wanted is None and value == example.site)


def main() -> None:
    """Train, and print or write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    found = list(examples())
    tokens = sum(len(line.tokens) for one in found for line in one.lines)
    digest = hashlib.sha256(repr([(one.lines, one.labels) for one in found]).encode()).hexdigest()
    print(f"{len(found)} texts, {tokens} tokens, sha256 {digest}")
    if chosen.check:
        check(found)
    if chosen.write:
        np.savez_compressed(WEIGHTS, **train(found), learned_from=digest)


if __name__ == "__main__":
    main()
