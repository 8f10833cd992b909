"""Train the tagger of names around a text (newsmill/metadata/tagger), and say how well it does.

    train_names.py [--check] [--write]

Needs python-crfsuite, which newsmill does not. It learns from the texts of name_examples.py, real pages among them,
which are full of what looks like names. --check leaves sets of pages and a share of the real ones out in turn, tags
them, and counts the values that are right, by the tagger alone and where it only fills what the rules leave empty, as
newsmill does; of the real pages it names all values that are filled. --write writes weights.npz.
"""

import argparse
import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pycrfsuite
from bench_fresh_pages import SETS
from bench_pages import same_text
from name_examples import FOLDS, REAL, Example, examples

from newsmill.metadata import second_reading
from newsmill.metadata.tagger.evidence import Told
from newsmill.metadata.tagger.model import COLUMNS, EDGE, LABELS, REACH, Tagger

WEIGHTS = Path(__file__).parents[1] / "newsmill/metadata/tagger/weights.npz"
PAGES = 2
"""How many times a page of tests/ counts: it is whole, where bylines/ has but heads and feet."""
SETTINGS = {
    "c1": 0.1, "c2": 0.01, "feature.minfreq": 3, "max_iterations": 150, "feature.possible_transitions": True,
}  # fmt: skip


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
            for _ in range(PAGES if example.folder.startswith("pages") else 1):
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
    return same_text(wanted, value) or (column == "source" and wanted is None and value == example.site)


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
