"""Whether content_confidence is right: pages by confidence, and how many of each bin came out with F1 above 0.9.

    confidence_bins.py SCORES [--fit]

SCORES is what `train_blocks.py --check SEED... --bins SCORES` kept: pages cleaned by models that saw no page of their
sites. --fit prints the numbers of `newsmill/clean/confidence.py` anew, and the bins of a regression that was fitted on
other sites than it is shown on. Needs scikit-learn, which newsmill does not.
"""

import argparse
import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

RIGHT = 0.9
EDGES = (0.0, 0.5, 0.7, 0.8, 0.85, 0.9, 1.0)
FOLDS = 8

Row = dict[str, Any]


def print_bins(rows: Sequence[Row], sure: Sequence[float]) -> None:
    """By set and bin of confidence: pages, their share of the set, mean confidence, share right, and mean F1."""
    for kind in sorted({row["set"] for row in rows}):
        print(f"{kind}: confidence, pages, share of the set, mean confidence, share with F1 > {RIGHT}, mean F1")
        pages = [
            (said, row["f1"], row["f1"] > RIGHT) for row, said in zip(rows, sure, strict=True) if row["set"] == kind
        ]
        for low, high in pairwise(EDGES):
            found = [page for page in pages if low < page[0] <= high or page[0] == low == 0]
            if found:
                said, f1, right = np.mean(found, axis=0)
                share = len(found) / len(pages)
                print(f"  {low:.2f}-{high:.2f} {len(found):5} {share:6.3f} {said:6.3f} {right:6.3f} {f1:6.3f}")


def fit(rows: Sequence[Row]) -> list[float]:
    """Print bias and weights of a regression on all rows; the confidence of each row by one on the rows of other sites.

    Both sets count the same, though one has six times the pages.
    """
    found = np.array([row["evidence"] for row in rows])
    right = np.array([row["f1"] > RIGHT for row in rows])
    kinds = [row["set"] for row in rows]
    weights = np.array([len(rows) / 2 / kinds.count(kind) for kind in kinds])
    sure = np.zeros(len(rows))
    for inside, outside in GroupKFold(FOLDS).split(found, groups=[row["site"] for row in rows]):
        model = LogisticRegression(C=1.0).fit(found[inside], right[inside], sample_weight=weights[inside])
        sure[outside] = model.predict_proba(found[outside])[:, 1]
    model = LogisticRegression(C=1.0).fit(found, right, sample_weight=weights)
    print("_WEIGHTS =", model.coef_[0].round(2).tolist(), "_BIAS =", model.intercept_.round(2).tolist()[0])
    return sure.tolist()


def main() -> None:
    """Read the arguments and do what they say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scores", type=Path)
    parser.add_argument("--fit", action="store_true")
    arguments = parser.parse_args()
    rows = json.loads(arguments.scores.read_text(encoding="utf-8"))
    print_bins(rows, fit(rows) if arguments.fit else [row["confidence"] for row in rows])


if __name__ == "__main__":
    main()
