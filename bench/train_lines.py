"""Train the forest that judges lines at the edges of a text (newsmill/clean/edges.py), and say how well it does.

    train_lines.py --peers FOLDER [--check] [--write FILE]

Needs scikit-learn, which newsmill does not. The development pages of the extraction set, block by block as lines of a
text file, are what it learns from: whole, and with most of their furniture left out at random, as scrapers leave it
out. Truth is theirs, or, where it is only some passages, what other extractors vote (see train_blocks.py). The text
pages that were invented for the rules (the folders of INVENTED in tests/) are learned from as well, and count for more:
they are texts as people have them.
--check cross-validates by site. --write trains on all pages and writes the arrays.
"""

import argparse
import hashlib
import random
import tomllib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from bench_fresh_pages import SETS
from block_examples import BENCH, Example, _evidence, learn_votes, read_examples
from shared import sha256_of
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import GroupKFold

from newsmill.chars import fold, squeeze
from newsmill.clean.edges import EDGE, edge_places
from newsmill.clean.line_features import Lines
from newsmill.clean.ruleset import load_rules
from newsmill.document import read_document, read_page
from newsmill.errors import NoArticle
from newsmill.intake.formats import Kind
from newsmill.page.block import Piece, Removal

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SEED = 3
THINNED = ((1.0, 0.0), (0.5, 16.0), (0.25, 6.0))
"""Share of the furniture next to the text that a copy of a page keeps, and the lines after which it is e times less;
the first copy keeps all."""
TREES, LEAVES, DEPTH, RATE = 200, 31, 7, 0.08
"""Of the forest."""
TESTS = Path(__file__).parents[1] / "tests"
INVENTED = ("pages", *SETS)
INVENTED_WEIGHT = 30.0
UNSURE = 0.5
"""Weight of a line whose truth is voted."""
THRESHOLDS = (0.3, 0.2, 0.15, 0.1, 0.05)
Numbers = np.ndarray


def learned(
    one: Example, article: Numbers, settled: Numbers, share: float, reach: float, dice: random.Random
) -> Iterator[tuple[list[float], bool, float]]:
    """The lines of a page that are judged: features, whether it is article, weight."""
    texts = [fold(block.text) for block in one.page.blocks]
    kept = [
        number
        for number in range(len(texts))
        if article[number] or dice.random() < _odds(number, article, share, reach)
    ]
    joint = "\n\n" if dice.random() < 0.5 else "\n"
    lines = _lines(joint.join(texts[number] for number in kept))
    if lines is None:
        return
    title = (one.page.markup.title or "").casefold()
    places = edge_places(lines)
    numbers = _numbers(lines.pieces, places, texts, kept)
    for row, number in zip(lines.describe(places), numbers, strict=True):
        if number is not None:
            text = texts[number].casefold()
            yield row, bool(article[number]) or (len(text) > 10 and text in title), 1.0 if settled[number] else UNSURE


def _lines(text: str) -> Lines | None:
    """The lines of a text as the forest meets them; None where it holds no single article."""
    try:
        reading = read_document(read_page(text, Kind.TEXT), NOW, load_rules())
    except NoArticle:
        return None
    for piece in reading.pieces:
        if piece.removal == Removal(*EDGE):
            piece.removal = None
    return None if reading.is_listing else Lines.of(reading.pieces)


def _odds(number: int, article: Numbers, share: float, reach: float) -> float:
    """How probable it is that a copy of a page keeps a line of furniture."""
    if not reach:
        return share
    inside = np.flatnonzero(article)
    away = max(inside[0] - number, number - inside[-1], 0)
    return share + 0.3 if not away else max(0.01, share * np.exp(-away / reach))


def _numbers(
    pieces: Sequence[Piece], places: Sequence[int], texts: Sequence[str], kept: Sequence[int]
) -> list[int | None]:
    """The numbers of the Blocks that the lines at the places were."""
    known: dict[str, list[int]] = {}
    for number in kept:
        known.setdefault(texts[number], []).append(number)
    found: list[int | None] = []
    share = len(kept) / max(1, len(pieces))
    for place in places:
        near = known.get(fold(pieces[place].block.text))
        found.append(min(near, key=lambda number: abs(kept.index(number) - place * share)) if near else None)
    return found


def examples(peers: Path) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Features, truth, weights and site of all lines that are judged."""
    pages = [one for one in read_examples(peers) if one.page.blocks]
    voters = learn_votes(pages)
    dice = random.Random(SEED)
    rows, truth, weights, sites = [], [], [], []
    for one in pages:
        settled = ~np.isnan(one.settled)
        article = np.where(settled, one.settled, voters.predict_proba(_evidence(one))[:, 1]) > 0.5
        if not article.any():
            continue
        for share, reach in THINNED:
            for row, is_article, weight in learned(one, article, settled, share, reach, dice):
                rows.append(row)
                truth.append(is_article)
                weights.append(weight)
                sites.append(one.site)
    for row, is_article, weight, name in invented():
        rows.append(row)
        truth.append(is_article)
        weights.append(weight)
        sites.append(name)
    return np.array(rows), np.array(truth), np.array(weights), np.array(sites)


def invented() -> Iterator[tuple[list[float], bool, float, str]]:
    """The lines of invented pages that are judged: features, whether they are article, weight, name of the page."""
    for folder in INVENTED:
        for page in tomllib.loads((TESTS / folder / "text.toml").read_text("utf-8"))["page"]:
            if page["documents"] != 1:
                continue
            text = (TESTS / folder / page["file"]).read_text("utf-8", errors="replace")
            lines = _lines(text)
            if lines is None:
                continue
            article = squeeze("".join(page["item"][0]["paragraphs"]))
            places = edge_places(lines)
            for row, place in zip(lines.describe(places), places, strict=True):
                line = squeeze(lines.pieces[place].text)
                if line in article or any(line in squeeze(furniture) for furniture in page["furniture"]):
                    yield row, line in article, INVENTED_WEIGHT, page["file"]


def train(rows: Numbers, truth: Numbers, weights: Numbers) -> HistGradientBoostingClassifier:
    """One forest, the same for the same examples."""
    return HistGradientBoostingClassifier(
        max_iter=TREES, max_leaf_nodes=LEAVES, max_depth=DEPTH, learning_rate=RATE, l2_regularization=1.0,
        min_samples_leaf=40, early_stopping=False, random_state=SEED,
    ).fit(rows, truth, sample_weight=weights)  # fmt: skip


def check(rows: Numbers, truth: Numbers, weights: Numbers, sites: Numbers) -> None:
    """Print what is caught and lost on sites that the forest has not seen."""
    scores = np.zeros(len(truth))
    for inside, outside in GroupKFold(5).split(rows, truth, sites):
        scores[outside] = train(rows[inside], truth[inside], weights[inside]).predict_proba(rows[outside])[:, 1]
    for threshold in THRESHOLDS:
        caught, lost = (scores < threshold) & ~truth, (scores < threshold) & truth
        print(f"under {threshold}: furniture {caught.sum()} of {(~truth).sum()}, article {lost.sum()} of {truth.sum()}")
        ours = weights == INVENTED_WEIGHT
        found, wrong = (caught & ours).sum(), (lost & ours).sum()
        print(f"    of invented pages: {found} of {(~truth & ours).sum()}, {wrong} of {(truth & ours).sum()}")


def arrays_of(forest: HistGradientBoostingClassifier) -> dict[str, Numbers]:
    """The forest as newsmill.clean.forest wants it."""
    trees = [tree for (tree,) in forest._predictors]  # noqa: SLF001 - there is no public way to these trees' nodes
    size = max(len(tree.nodes) for tree in trees)
    arrays = {
        "features": np.zeros((len(trees), size), np.int16), "thresholds": np.zeros((len(trees), size)),
        "left": np.tile(np.arange(size, dtype=np.int16), (len(trees), 1)),
        "right": np.tile(np.arange(size, dtype=np.int16), (len(trees), 1)),
        "values": np.zeros((len(trees), size), np.float32),
    }  # fmt: skip
    for number, tree in enumerate(trees):
        nodes = tree.nodes
        inner = np.flatnonzero(nodes["is_leaf"] == 0)
        arrays["features"][number, inner] = nodes["feature_idx"][inner]
        arrays["thresholds"][number, inner] = nodes["num_threshold"][inner]
        arrays["left"][number, inner] = nodes["left"][inner]
        arrays["right"][number, inner] = nodes["right"][inner]
        leaves = np.flatnonzero(nodes["is_leaf"])
        arrays["values"][number, leaves] = nodes["value"][leaves]
    start = forest._baseline_prediction.item()  # noqa: SLF001 - nor to the score before them
    depth = max(int(tree.nodes["depth"].max()) for tree in trees)
    return {**arrays, "start": np.float64(start), "depth": np.int16(depth)}


def main() -> None:
    """Train, and print or write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", type=Path, required=True)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--write", type=Path)
    chosen = parser.parse_args()
    rows, truth, weights, sites = examples(chosen.peers)
    is_ours = weights == INVENTED_WEIGHT
    print(f"{is_ours.sum()} lines of invented pages, {(is_ours & ~truth).sum()} of them furniture")
    print(f"{len(truth)} lines, {truth.mean():.3f} of them article, {rows.shape[1]} features")
    if chosen.check:
        check(rows, truth, weights, sites)
    if chosen.write:
        digest = hashlib.sha256(rows.tobytes() + truth.tobytes()).hexdigest()
        np.savez_compressed(
            chosen.write,
            **arrays_of(train(rows, truth, weights)),
            pages=sha256_of(BENCH / "pages-dev.tar.xz"),
            lines=digest,
        )


if __name__ == "__main__":
    main()
