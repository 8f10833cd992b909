"""The figures of bench_pages.py on pages invented, with their truth, after the rules: `make bench-fresh-pages`.

    python bench/bench_fresh_pages.py [--misses]

Sets follow each other. Each is measured before a rule is changed for any of its pages, which is the honest figure and
stands in docs/cleaning.md; then what it shows is put right, and it is known.
"""

import hashlib
from pathlib import Path

import bench_pages

TESTS = Path(__file__).parents[1] / "tests"
SETS = (
    "fresh_pages",
    "pages_second",
    "pages_third",
    "pages_fourth",
    "pages_fifth",
    "pages_sixth",
    "pages_seventh",
    "pages_eighth",
    "pages_ninth",
    "pages_tenth",
    "pages_eleventh",
    "pages_twelfth",
    "pages_thirteenth",
    "pages_fourteenth",
    "pages_fifteenth",
    "pages_sixteenth",
    "pages_seventeenth",
    "pages_eighteenth",
    "pages_nineteenth",
    "pages_twentieth",
    "pages_twentyfirst",
    "pages_twentysecond",
    "pages_twentythird",
    "pages_twentyfourth",
    "pages_twentyfifth",
    "pages_twentysixth",
    "pages_twentyseventh",
    "pages_twentyeighth",
    "pages_twentyninth",
    "pages_thirtieth",
    "pages_thirtyfirst",
    "pages_thirtysecond",
    "pages_thirtythird",
    "pages_thirtyfourth",
    "pages_thirtyfifth",
    "pages_thirtysixth",
    "pages_thirtyseventh",
    "pages_thirtyeighth",
    "pages_thirtyninth",
    "pages_fortieth",
    "pages_fortyfirst",
    "pages_fortysecond",
    "pages_fortythird",
    "pages_fortyfourth",
    "pages_fortyfifth",
    "pages_fortysixth",
    "pages_fortyseventh",
    "pages_fortyeighth",
    "pages_fortyninth",
)


def data_sha256() -> str:
    """Digest of pages and truth of all sets."""
    digests = "".join(bench_pages.data_sha256(TESTS / name) for name in SETS)
    return hashlib.sha256(digests.encode()).hexdigest()


def measure() -> dict[str, float]:
    """What is pinned: the figures of each set, by the set's name and the measure's."""
    return {
        f"{name}.{measure}": figure for name in SETS for measure, figure in bench_pages.measure(TESTS / name).items()
    }


if __name__ == "__main__":
    for name in SETS:
        print(name)
        bench_pages.main(TESTS / name)
