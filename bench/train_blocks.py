"""Train the model that tells an article's Blocks from the rest, and say how well it does on sites it has not seen.

    train_blocks.py --peers FOLDER [--check SEED...] [--bins FILE] [--keep] [--write FILE]

Needs torch and scikit-learn, which newsmill does not. FOLDER holds what `peer_texts.py` wrote: the texts of other
extractors, which vote on the Blocks of pages whose truth is only some passages. They are used here and nowhere else.
--check cross-validates by site, all of cleaning included, once for each seed: a seed deals the sites anew to the folds
and starts the nets anew. Choices are made on seed 1; figures that are quoted are those of other seeds. --bins writes
what became of each page, for `confidence_bins.py`; --keep writes the scores of the first seed to out_of_fold.npz.
--write trains on all pages and writes the arrays.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import nn

sys.path.insert(0, str(Path(__file__).parent))

import out_of_fold
from block_check import clean, figures, print_figures
from block_examples import BENCH, Example, folds, label, learn_votes, read_examples
from block_net import Batch, Net, Sheet, Vocabulary
from shared import sha256_of

FOLDS = 5
NETS = 2
SITES = 20
"""Sites that must use a word before the model may know it."""
EPOCHS = 14
PAGES_A_STEP = 16
RATE, DECAY, SMOOTHING = 3e-3, 0.05, 0.02

Judge = tuple[Net, Vocabulary]


def train(examples: Sequence[Example], seed: int) -> Judge:
    """One net, the same for the same examples, seed and machine."""
    torch.manual_seed(seed)
    shuffle = np.random.default_rng(seed)
    known = Vocabulary.of([(one.site, one.features) for one in examples], SITES)
    numbers = np.concatenate([one.features.numbers for one in examples])
    net = Net(numbers.mean(0), numbers.std(0) + np.float32(0.05), known)
    voters = learn_votes(examples)
    labels = [label(one, voters) for one in examples]
    sheets = [Sheet.of(one.features, known) for one in examples]
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    steps = EPOCHS * -(-len(examples) // PAGES_A_STEP)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps, pct_start=0.15)
    for _ in range(EPOCHS):
        order = shuffle.permutation(len(examples))
        for start in range(0, len(order), PAGES_A_STEP):
            chosen = order[start : start + PAGES_A_STEP]
            truth, weights = (
                torch.from_numpy(np.concatenate([getattr(labels[number], name) for number in chosen])).float()
                for name in ("truth", "weights")
            )
            logits = net(Batch.of([sheets[number] for number in chosen]))
            soft = truth * (1 - 2 * SMOOTHING) + SMOOTHING
            losses = nn.functional.binary_cross_entropy_with_logits(logits, soft, reduction="none")
            optimizer.zero_grad()
            ((losses * weights).sum() / weights.sum()).backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    return net.eval(), known


def train_all(examples: Sequence[Example], seed: int) -> list[Judge]:
    """The nets of a model, which differ in how they began and in the order of what they saw."""
    return [train(examples, seed + 100 * number) for number in range(NETS)]


def judge(model: Sequence[Judge], one: Example) -> np.ndarray:
    """Probabilities of a page's Blocks: the mean of the nets'."""
    with torch.no_grad():
        logits = [net(Batch.of([Sheet.of(one.features, known)])) for net, known in model]
    return np.asarray(torch.stack(logits).sigmoid().mean(0))


def cross_validate(examples: Sequence[Example], seed: int) -> list[np.ndarray]:
    """What a model that saw no page of its site says of the Blocks of each page."""
    scores: dict[int, np.ndarray] = {}
    for inside, outside in folds(examples, FOLDS, seed):
        model = train_all([examples[number] for number in inside], seed)
        scores |= {number: judge(model, examples[number]) for number in outside}
    return [scores[number] for number in range(len(examples))]


def check(examples: Sequence[Example], seeds: Sequence[int], digest: str, bins: Path | None, keep: bool) -> None:
    """Print the figures of each seed, their mean and their spread.

    bins: where confidence_bins.py finds what became of each page. keep: whether the scores of the first seed are what
    `make bench-extraction` and the floors use from now on.
    """
    runs, rows = {}, []
    for seed in seeds:
        scores = cross_validate(examples, seed)
        if keep and seed == seeds[0]:
            out_of_fold.save(dict(zip((one.page_id for one in examples), scores, strict=True)), digest)
        outcomes = [clean(one, said) for one, said in zip(examples, scores, strict=True)]
        runs[f"seed {seed}"] = figures(examples, outcomes)
        rows += [
            {"seed": seed, "set": one.kind, "site": one.site, "f1": found.f1, "confidence": found.confidence,
             "evidence": found.evidence}
            for one, found in zip(examples, outcomes, strict=True)
        ]  # fmt: skip
    print_figures(runs)
    if bins is not None:
        bins.write_text(json.dumps(rows), encoding="utf-8")


def write(examples: Sequence[Example], digest: str, file: Path) -> None:
    """Train on all pages and write the arrays, with the digest of what they were learned from."""
    arrays: dict[str, np.ndarray] = {"nets": np.array(NETS), "learned_from": np.array(digest)}
    for number, (net, known) in enumerate(train_all(examples, seed=1)):
        for name, tensor in net.state_dict().items():
            short = name.removesuffix(".weight") if name.startswith(("near.", "far.", "text.")) else name
            arrays[f"{number}.{short}"] = tensor.numpy().astype(np.float32)
        arrays |= {"marks": np.array(list(known.marks)), "words": np.array(list(known.words))}
    np.savez_compressed(file, **arrays)


def main() -> None:
    """Read the arguments and do what they say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", type=Path, required=True)
    parser.add_argument("--check", type=int, nargs="+", default=[], metavar="SEED")
    parser.add_argument("--bins", type=Path)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--write", type=Path)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    examples = read_examples(arguments.peers)
    digest = sha256_of(BENCH / "pages-dev.tar.xz", *sorted(arguments.peers.glob("*.json")))
    print(f"{len(examples)} pages of {len({one.site for one in examples})} sites, learned_from {digest}")
    started = time.process_time()
    if arguments.check:
        check(examples, arguments.check, digest, arguments.bins, arguments.keep)
    if arguments.write:
        write(examples, digest, arguments.write)
    print(f"{time.process_time() - started:.0f} s of CPU")


if __name__ == "__main__":
    main()
