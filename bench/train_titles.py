"""Learn which line of a text's head is its headline (newsmill/metadata/title_model.py), and say how well it is told.

    python bench/train_titles.py [--check] [--write]

The invented pages in tests/ are what it learns from: wherever newsmill looks for the headline of a page among its first
lines, the truth says which one it is. A softmax over the lines of each page, so weights of a linear model.
--check leaves each set of pages out in turn and counts the headlines found in it. --write writes title_weights.toml.
"""

import argparse
import hashlib
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

import numpy as np
from bench_fresh_pages import SETS, TESTS

from newsmill.clean.ruleset import load_rules
from newsmill.document import read_document, read_page
from newsmill.errors import NoArticle
from newsmill.intake.decode import decode
from newsmill.intake.formats import Kind
from newsmill.metadata import headline
from newsmill.metadata.site import same
from newsmill.metadata.title_model import HeadLines, candidates, choose_title

WEIGHTS = Path(__file__).parents[1] / "newsmill/metadata/title_weights.toml"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
ROUNDS, RATE, PENALTY = 300, 0.05, 0.01
"""Of Adam, and of the squares of the weights (of features of one scale)."""
Numbers = np.ndarray


@dataclass(frozen=True)
class Example:
    """The lines of a page: one row each, and which of them are the headline."""

    folder: str
    rows: Numbers
    is_title: Numbers


def examples() -> Iterator[tuple[Example, list[str]]]:
    """The heads of all invented pages whose headline stands in one of several lines, and the features' names."""
    for folder in ("pages", *SETS):
        for kind, name in ((Kind.TEXT, "text.toml"), (Kind.HTML, "html.toml")):
            for page in tomllib.loads((TESTS / folder / name).read_text("utf-8"))["page"]:
                title = page["item"][0].get("title", "") if page.get("item") else ""
                head = _head_of((TESTS / folder / page["file"]).read_bytes(), kind) if title else None
                found = candidates(head) if head else []
                if head is None or len(found) < 2:
                    continue
                told = [head.describe(number) for number in found]
                is_title = np.array([same(title, head.texts[number]) for number in found], float)
                if is_title.any():
                    rows = np.array([list(one.values()) for one in told])
                    yield Example(folder, rows, is_title / is_title.sum()), list(told[0])


def _head_of(raw: bytes, kind: Kind) -> HeadLines | None:
    """The lines among which newsmill looks for the headline of a page; None where it need not look."""
    seen: list[HeadLines] = []

    def note(head: HeadLines) -> tuple[str | None, list[int]]:
        seen.append(head)
        return choose_title(head)

    with patch.object(headline, "choose_title", note):
        try:
            read_document(read_page(decode(raw, kind).text, kind), NOW, load_rules())
        except NoArticle:
            return None
    return seen[0] if len(seen) == 1 else None


def train(pages: Sequence[Example]) -> Numbers:
    """The weights under which the headlines of the pages are most probable."""
    rows = np.concatenate([page.rows for page in pages])
    truth = np.concatenate([page.is_title for page in pages])
    owner = np.repeat(np.arange(len(pages)), [len(page.rows) for page in pages])
    scale = rows.std(0) + 1e-6
    scaled = (rows - rows.mean(0)) / scale
    weights = mean = square = np.zeros(rows.shape[1])
    for turn in range(1, ROUNDS + 1):
        scores = np.exp(scaled @ weights)
        shares = scores / np.bincount(owner, scores)[owner]
        slope = scaled.T @ (shares - truth) / len(pages) + PENALTY * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        weights = weights - RATE * (mean / (1 - 0.9**turn)) / (np.sqrt(square / (1 - 0.999**turn)) + 1e-8)
    return weights / scale


def found(pages: Sequence[Example], weights: Numbers) -> int:
    """Of how many pages the headline is told."""
    return sum(bool(page.is_title[np.argmax(page.rows @ weights)]) for page in pages)


def check(pages: Sequence[Example]) -> None:
    """Print how many headlines are found in sets that were not learned from."""
    hits = {}
    for folder in ("pages", *SETS):
        outside = [page for page in pages if page.folder == folder]
        hits[folder] = (found(outside, train([page for page in pages if page.folder != folder])), len(outside))
        print(f"{folder}: {hits[folder][0]} of {hits[folder][1]}")
    print(f"all: {sum(hit for hit, _ in hits.values())} of {len(pages)}")


def main() -> None:
    """Train, and print or write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    read = list(examples())
    pages, names = [page for page, _ in read], read[0][1]
    print(f"{len(pages)} pages, {sum(len(page.rows) for page in pages)} lines, {len(names)} features")
    if chosen.check:
        check(pages)
    if chosen.write:
        weights = train(pages)
        digest = hashlib.sha256(b"".join(page.rows.tobytes() + page.is_title.tobytes() for page in pages)).hexdigest()
        lines = [f"{name} = {weight:.2f}" for name, weight in zip(names, weights, strict=True)]
        head = "# Written by bench/train_titles.py: how much what is told of a line speaks for its being the headline."
        WEIGHTS.write_text("\n".join([head, f'learned_from = "{digest}"', "", "[weights]", *lines, ""]), "utf-8")


if __name__ == "__main__":
    main()
