"""Train the model that tells an article's Blocks from the rest, and say how well it does on sites it has not seen.

    train_blocks.py --peers FOLDER [--check] [--write FILE]

Needs torch and scikit-learn, which newsmill does not. FOLDER holds what `peer_texts.py` wrote: the texts of other
extractors, which vote on the Blocks of pages whose truth is only some passages. They are used here and nowhere else.
--check cross-validates by host, all of cleaning included; --write trains on all pages and writes the arrays.
"""

import argparse
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from torch import nn

sys.path.insert(0, str(Path(__file__).parent))

from bench_extraction import load_pages, unpack
from block_labels import Labels, from_passages, from_text, votes
from block_net import Batch, Net, Sheet, Vocabulary
from shared import load_scorer, sha256_of, shared_folder

from newsmill.clean import article
from newsmill.clean.features import Features, describe
from newsmill.clean.ruleset import load_rules
from newsmill.document import read_document
from newsmill.errors import NoArticle
from newsmill.page.html import read_html
from newsmill.page.markup import Page

SEEDS = (1, 2)
SITES = 20
"""Hosts that must use a word before the model may know it."""
EPOCHS = 14
PAGES_A_STEP = 16
RATE, DECAY, SMOOTHING = 3e-3, 0.05, 0.02
BENCH = shared_folder() / "bench/extraction"
score = load_scorer(BENCH / "score.py")


@dataclass(frozen=True, slots=True)
class Example:
    """A development page. `settled` is NaN for Blocks that its truth does not settle."""

    kind: str
    key: str
    host: str
    page: Page
    features: Features
    settled: np.ndarray
    tokens: np.ndarray
    votes: np.ndarray


def read_examples(peers: Path) -> list[Example]:
    """All development pages that have Blocks."""
    with tempfile.TemporaryDirectory() as folder:
        unpack(BENCH / "pages-dev.tar.xz", Path(folder))
        sets = load_pages(Path(folder))
    texts = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(peers.glob("*.json"))]
    examples = []
    for kind, (truth, pages) in sets.items():
        for key, html in pages.items():
            page, item = read_html(html), truth[key]
            if kind == "shingle":
                settled = from_text(page.blocks, item["articleBody"], score)
            else:
                settled = from_passages(page.blocks, item, score)
            tokens = np.array([len(score.tokenize(block.text)) + 1.0 for block in page.blocks])
            said = votes(page.blocks, [text[f"{kind}/{key}"] for text in texts], score)
            features = describe(page.blocks, page.markup)
            examples.append(Example(kind, key, score.host_of(item), page, features, settled, tokens, said))
    return examples


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


def train(examples: Sequence[Example], seed: int) -> tuple[Net, Vocabulary]:
    """One net, the same for the same examples, seed and machine."""
    torch.manual_seed(seed)
    shuffle = np.random.default_rng(seed)
    known = Vocabulary.of([(one.host, one.features) for one in examples], SITES)
    numbers = np.concatenate([one.features.numbers for one in examples])
    net = Net(numbers.mean(0), numbers.std(0) + np.float32(0.05), known)
    voters = learn_votes(examples)
    labels = [label(one, voters) for one in examples]
    sheets = [Sheet.of(one.features, known) for one in examples]
    steps = EPOCHS * -(-len(examples) // PAGES_A_STEP)
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps, pct_start=0.15)
    for _ in range(EPOCHS):
        order = shuffle.permutation(len(examples))
        for start in range(0, len(order), PAGES_A_STEP):
            chosen = order[start : start + PAGES_A_STEP]
            truth, weights = (
                torch.from_numpy(np.concatenate([getattr(labels[place], name) for place in chosen])).float()
                for name in ("truth", "weights")
            )
            logits = net(Batch.of([sheets[place] for place in chosen]))
            soft = truth * (1 - 2 * SMOOTHING) + SMOOTHING
            losses = nn.functional.binary_cross_entropy_with_logits(logits, soft, reduction="none")
            optimizer.zero_grad()
            ((losses * weights).sum() / weights.sum()).backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    return net.eval(), known


def judge(net: Net, known: Vocabulary, one: Example) -> np.ndarray:
    """Probabilities of a page's Blocks."""
    with torch.no_grad():
        return torch.sigmoid(net(Batch.of([Sheet.of(one.features, known)]))).numpy()


def check(examples: Sequence[Example], folds: int = 5) -> None:
    """Print F1 of all of cleaning on hosts that the model was not trained on."""
    texts: dict[str, dict[str, str]] = defaultdict(dict)
    split = GroupKFold(folds).split(examples, groups=[one.host for one in examples])
    for inside, outside in split:
        seen = [examples[place] for place in inside]
        nets = [train(seen, seed) for seed in SEEDS]
        for place in outside:
            one = examples[place]
            scores = np.mean([judge(net, known, one) for net, known in nets], axis=0)
            texts[one.kind][one.key] = _extract(one.page, [round(value, 3) for value in scores.tolist()])
    with tempfile.TemporaryDirectory() as folder:
        unpack(BENCH / "pages-dev.tar.xz", Path(folder))
        sets = load_pages(Path(folder))
    shingle, _ = score.score_shingle(sets["shingle"][0], texts["shingle"])
    segment, counts = score.score_segment(sets["segment"][0], texts["segment"])
    print(json.dumps({"shingle": shingle, "segment": segment}, indent=2))
    languages = defaultdict(list)
    for key, count in counts.items():
        languages[score.page_language(sets["segment"][0][key])].append(count)
    for language, found in sorted(languages.items(), key=lambda entry: -len(entry[1])):
        print(language, len(found), round(score.pool_segment(found)["f1"], 4))
    print("empty:", sum(not text for found in texts.values() for text in found.values()))


def _extract(page: Page, scores: list[float]) -> str:
    """The text of a page as newsmill.extract gives it, had the model said this."""
    article.score_blocks = lambda _blocks, _markup: scores
    try:
        reports = read_document(page, datetime.now(UTC), load_rules()).reports
    except NoArticle:
        return ""
    return "\n\n".join(report.text for report in reports)


def write(examples: Sequence[Example], peers: Path, file: Path) -> None:
    """Train on all pages and write the arrays, with the digest of what they were learned from."""
    arrays: dict[str, np.ndarray] = {"nets": np.array(len(SEEDS))}
    for number, seed in enumerate(SEEDS):
        net, known = train(examples, seed)
        for name, tensor in net.state_dict().items():
            short = name.removesuffix(".weight") if name.startswith(("near.", "far.", "text.")) else name
            arrays[f"{number}.{short}"] = tensor.numpy().astype(np.float32)
        arrays |= {"marks": np.array(list(known.marks)), "words": np.array(list(known.words))}
    digest = sha256_of(BENCH / "pages-dev.tar.xz", *sorted(peers.glob("*.json")))
    np.savez_compressed(file, learned_from=np.array(digest), **arrays)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", type=Path, required=True)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--write", type=Path)
    arguments = parser.parse_args()
    found = read_examples(arguments.peers)
    if arguments.check:
        check(found)
    if arguments.write:
        write(found, arguments.peers, arguments.write)
