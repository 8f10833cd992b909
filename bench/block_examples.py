"""The development pages as examples to learn from, and the folds that keep the pages of a site together."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from block_labels import Labels, from_passages, from_text, votes
from extraction_pages import bench_folder, load_pages, scorer
from sklearn.linear_model import LogisticRegression

from newsmill.clean.features import Features, describe
from newsmill.page.html import read_html
from newsmill.page.markup import Page

BENCH = bench_folder()
score = scorer()
_SECOND_LEVEL = frozenset("ac co com edu gob gov gv ne net or org".split())
"""Labels under which a country's registry sells names: example.co.uk is a site, co.uk is none."""


@dataclass(frozen=True, slots=True)
class Example:
    """A development page. `settled` is NaN for Blocks that its truth does not settle."""

    kind: str
    key: str
    site: str
    truth: dict[str, Any]
    page: Page
    features: Features
    settled: np.ndarray
    tokens: np.ndarray
    votes: np.ndarray

    @property
    def page_id(self) -> str:
        """Set and key."""
        return f"{self.kind}/{self.key}"


def read_examples(peers: Path) -> list[Example]:
    """All development pages that have Blocks; `peers` holds what `peer_texts.py` wrote."""
    texts = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(peers.glob("*.json"))]
    examples = []
    for kind, (truth, pages) in load_pages().items():
        for key, html in pages.items():
            page, item = read_html(html), truth[key]
            if kind == "shingle":
                settled = from_text(page.blocks, item["articleBody"], score)
            else:
                settled = from_passages(page.blocks, item, score)
            tokens = np.array([len(score.tokenize(block.text)) + 1.0 for block in page.blocks])
            said = votes(page.blocks, [text[f"{kind}/{key}"] for text in texts], score)
            features = describe(page.blocks, page.markup)
            site = site_of(score.host_of(item)) or key
            examples.append(Example(kind, key, site, item, page, features, settled, tokens, said))
    return examples


def site_of(host: str) -> str:
    """The registered domain of a host, near enough: blogs of one provider count as one site."""
    labels = host.split(".")
    bought = 3 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2 else 2
    return ".".join(labels[-bought:])


def folds(examples: Sequence[Example], count: int, seed: int) -> Iterator[tuple[list[int], list[int]]]:
    """(inside, outside) by number, `count` times. Each site, in an order that the seed shuffles, goes as a whole to the
    fold with the fewest pages of its kinds, counted as shares of all."""
    sites: dict[str, list[int]] = {}
    for number, one in enumerate(examples):
        sites.setdefault(one.site, []).append(number)
    kinds = sorted({one.kind for one in examples})
    held = np.zeros((count, len(kinds)))
    totals = np.array([sum(one.kind == kind for one in examples) for kind in kinds])
    members: list[list[int]] = [[] for _ in range(count)]
    for site in np.random.default_rng(seed).permutation(sorted(sites)):
        pages = np.array([sum(examples[number].kind == kind for number in sites[site]) for kind in kinds])
        fold = int((held / totals * (pages > 0)).sum(1).argmin())
        held[fold] += pages
        members[fold] += sites[site]
    for outside in members:
        chosen = set(outside)
        yield [number for number in range(len(examples)) if number not in chosen], sorted(outside)


def learn_votes(examples: Sequence[Example]) -> LogisticRegression:
    """How far to believe which extractor, from the Blocks whose truth is known."""
    known = [~np.isnan(one.settled) for one in examples]
    weights = [
        one.tokens / one.tokens.sum() if one.kind == "shingle" else np.full(is_known.sum(), 0.05)
        for one, is_known in zip(examples, known, strict=True)
    ]
    model = LogisticRegression(C=1.0, max_iter=500)
    return model.fit(
        np.concatenate([_evidence(one)[is_known] for one, is_known in zip(examples, known, strict=True)]),
        np.concatenate([one.settled[is_known] > 0.5 for one, is_known in zip(examples, known, strict=True)]),
        sample_weight=100 * np.concatenate(weights),
    )


def _evidence(one: Example) -> np.ndarray:
    numbers = one.features.numbers
    columns = [one.votes, one.votes.sum(1, keepdims=True) / 4, numbers[:, [0]] / 5, numbers[:, [3]]]
    return np.concatenate([*columns, one.votes * numbers[:, [3]]], axis=1)


def label(one: Example, voters: LogisticRegression) -> Labels:
    """What to learn from a page: each page counts the same but for its kind, long Blocks more than short ones."""
    if one.kind == "shingle":
        weights = one.tokens**0.8
        return Labels(one.settled, 4 * weights / weights.sum())
    voted = voters.predict_proba(_evidence(one))[:, 1]
    unsettled = np.isnan(one.settled)
    weights = one.tokens**0.5 * (0.3 + np.abs(voted - 0.5))
    return Labels(np.where(unsettled, voted, one.settled), weights / weights.sum() + np.where(unsettled, 0, 0.2))
