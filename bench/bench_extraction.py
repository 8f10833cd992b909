"""F1 and cost of article extraction on the development pages, beside trafilatura: `make bench-extraction`.

Our F1 is `cross_validated` where the model has not seen the page's host (out_of_fold.py): that is what to expect of
other pages. `fitted` is the shipped model on the pages that it was trained on: it notices when something breaks.
Intervals are of a paired bootstrap over pages, ours minus the better of trafilatura's modes.
"""

import json
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from extraction_cost import cost_of_pages, cost_of_run
from extraction_pages import Pages, Sets, data_sha256, load_pages, score_set, scorer
from extraction_peer import MODES, PEERS, Peer
from out_of_fold import judged_as, load

import newsmill

__all__ = ["data_sha256", "measure"]
MIN_PAGES = 10
"""Pages from which a language has a figure of its own."""


def extract_all(name: str, pages: Pages, *, cross_validated: bool) -> Pages:
    """The texts of a set's pages, by the shipped model or by one that has not seen the page's host."""
    if not cross_validated:
        return {key: newsmill.extract(html) for key, html in pages.items()}
    scores, texts = load(), {}
    for key, html in pages.items():
        with judged_as(scores.get(f"{name}/{key}", [])):
            texts[key] = newsmill.extract(html)
    return texts


def measure() -> dict[str, float]:
    """What is pinned: F1 of both sets, and how many pages give no text."""
    figures: dict[str, float] = {}
    for name, (truth, pages) in load_pages().items():
        fitted = extract_all(name, pages, cross_validated=False)
        unseen = extract_all(name, pages, cross_validated=True)
        figures[f"{name}_f1_fitted"] = round(score_set(name, truth, fitted)[0]["f1"], 4)
        figures[f"{name}_f1_cross_validated"] = round(score_set(name, truth, unseen)[0]["f1"], 4)
        figures[f"{name}_with_text"] = sum(map(bool, unseen.values())) / len(unseen)
    return figures


def compare(peer: Peer, sets: Sets) -> dict[str, Any]:
    """Both sets, ours and trafilatura's modes, with the bootstrap of the difference."""
    found: dict[str, Any] = {}
    start = 0
    for name, (truth, pages) in sets.items():
        texts = {"newsmill": extract_all(name, pages, cross_validated=True)}
        for mode in MODES:
            said = peer.extract(mode, start, start + len(pages))[1]
            texts[f"trafilatura {mode}"] = dict(zip(pages, said, strict=True))
        start += len(pages)
        scored = {system: score_set(name, truth, said) for system, said in texts.items()}
        better = max(list(scored)[1:], key=lambda system: scored[system][0]["f1"])
        found[name] = {system: _rounded(result) for system, (result, _) in scored.items()}
        found[name][f"newsmill - {better}"] = _difference(name, scored["newsmill"][1], scored[better][1])
        found[name]["empty"] = sorted(key for key, text in texts["newsmill"].items() if not text)
        if name == "segment":
            found["segment by language"] = {
                system: _by_language(truth, counts) for system, (_, counts) in scored.items()
            }
    return found


def _rounded(result: dict[str, float]) -> dict[str, float]:
    return {figure: round(result[figure], 4) for figure in ("f1", "precision", "recall")}


def _difference(which: str, ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, float]:
    """Of F1, with its 95 % interval over resampled pages."""
    pool = scorer().pool_shingle if which == "shingle" else scorer().pool_segment
    return dict(
        zip(("f1", "low", "high"), (round(value, 4) for value in scorer().paired(ours, theirs, pool)), strict=True)
    )


def _by_language(truth: dict[str, Any], counts: dict[str, Any]) -> dict[str, float]:
    groups: dict[str, list[Any]] = defaultdict(list)
    for key, count in counts.items():
        groups[scorer().page_language(truth[key])].append(count)
    large = {language: group for language, group in groups.items() if len(group) >= MIN_PAGES}
    return {language: round(scorer().pool_segment(group)["f1"], 4) for language, group in sorted(large.items())}


def main() -> None:
    """Print every figure; those of trafilatura where its environment is installed."""
    print(json.dumps({"data_sha256": data_sha256(), **measure()}, indent=2))
    if not PEERS.exists():
        raise SystemExit("trafilatura is not here to compare with: make peers")
    sets = load_pages()
    everything = [page for _, pages in sets.values() for page in pages.values()]
    with tempfile.TemporaryDirectory() as scratch, Peer(everything, Path(scratch)) as peer:
        print(json.dumps(compare(peer, sets), indent=2))
        print(json.dumps(cost_of_pages(everything, peer), indent=2))
    print(json.dumps({"run_ms_a_page": cost_of_run()}, indent=2))


if __name__ == "__main__":
    main()
