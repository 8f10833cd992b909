"""What all of cleaning makes of the development pages under given scores, and the figures of that."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import mean, stdev
from typing import Any

import numpy as np
from block_examples import Example, score

from newsmill.clean import article
from newsmill.clean.confidence import evidence
from newsmill.clean.ruleset import load_rules
from newsmill.clean.signs import read_signs
from newsmill.document import Report, read_document
from newsmill.errors import NoArticle

Figures = dict[str, float]
_FEW = 5
"""Pages of a language under which its figure says nothing."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A page as it came out: its text, F1 of the page, how sure cleaning was of it, and what that was said from."""

    text: str
    f1: float
    confidence: float
    evidence: tuple[float, ...]


def clean(one: Example, scores: Sequence[float]) -> Outcome:
    """The page as newsmill cleans it, had the model said this of its Blocks."""
    said = [round(float(value), 3) for value in scores]
    article.score_blocks = lambda _blocks, _markup: said
    try:
        reports: tuple[Report, ...] = read_document(one.page, datetime.now(UTC), load_rules()).reports
    except NoArticle:
        reports = ()
    text = "\n\n".join(report.text for report in reports)
    sure = min((report.confidence for report in reports), default=0.0)
    return Outcome(text, page_f1(one, text), sure, _evidence(one, said))


def _evidence(one: Example, said: Sequence[float]) -> tuple[float, ...]:
    blocks, kept = one.page.blocks, article.find_article(one.page).blocks
    chosen = {number for number, block in enumerate(blocks) if id(block) in kept}
    return evidence(blocks, chosen, said, read_signs(blocks))


def page_f1(one: Example, text: str) -> float:
    """F1 of one page, in the units of its set."""
    if one.kind == "shingle":
        right, extra, lost = score.page_overlap(one.truth["articleBody"], text)
    else:
        right, extra, lost, _ = score.page_segments(one.truth, text)
    return 2 * right / (2 * right + extra + lost) if right else 0.0


def figures(examples: Sequence[Example], outcomes: Sequence[Outcome]) -> tuple[Figures, dict[str, tuple[int, float]]]:
    """F1, precision and recall of both sets and the number of empty pages; pages and F1 of segments by language."""
    truth: dict[str, dict[str, Any]] = defaultdict(dict)
    texts: dict[str, dict[str, str]] = defaultdict(dict)
    for one, outcome in zip(examples, outcomes, strict=True):
        truth[one.kind][one.key], texts[one.kind][one.key] = one.truth, outcome.text
    shingle, _ = score.score_shingle(truth["shingle"], texts["shingle"])
    segment, counts = score.score_segment(truth["segment"], texts["segment"])
    found = {f"shingle_{key}": shingle[key] for key in ("f1", "precision", "recall")}
    found |= {f"segment_{key}": segment[key] for key in ("f1", "precision", "recall")}
    found["empty"] = sum(not outcome.text for outcome in outcomes)
    languages: dict[str, list[Any]] = defaultdict(list)
    for key, count in counts.items():
        languages[score.page_language(truth["segment"][key])].append(count)
    return found, {name: (len(all_), score.pool_segment(all_)["f1"]) for name, all_ in languages.items()}


def print_figures(runs: Mapping[str, tuple[Figures, dict[str, tuple[int, float]]]]) -> None:
    """A line a run, then mean and spread over the runs, then mean F1 of segments by language."""
    names = list(next(iter(runs.values()))[0])
    print("run".ljust(12), *(name.rjust(18) for name in names))
    for run, (found, _) in runs.items():
        print(run.ljust(12), *(f"{found[name]:18.4f}" for name in names))
    if len(runs) > 1:
        for title, summary in (("mean", mean), ("spread", stdev)):
            print(title.ljust(12), *(f"{summary([found[name] for found, _ in runs.values()]):18.4f}" for name in names))
    languages = [languages for _, languages in runs.values()]
    for name, (count, _) in sorted(languages[0].items(), key=lambda entry: -entry[1][0]):
        if count >= _FEW:
            print(f"{name:4} {count:4} pages, segment F1 {np.mean([one[name][1] for one in languages]):.3f}")
