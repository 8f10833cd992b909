"""The figures of bench_pages.py on tests/fresh_pages: pages invented, with their truth, after the rules were written.

`make bench-fresh-pages`. The first figures, before a rule was changed for any of these pages, are in tests/floors.toml.
What is then put right for a kind of page makes the set known: for the next held-out figure, invent others.
"""

from pathlib import Path

import bench_pages

PAGES = Path(__file__).parents[1] / "tests" / "fresh_pages"


def data_sha256() -> str:
    """Digest of pages and truth."""
    return bench_pages.data_sha256(PAGES)


def measure() -> dict[str, float]:
    """What is pinned."""
    return bench_pages.measure(PAGES)


if __name__ == "__main__":
    bench_pages.main(PAGES)
