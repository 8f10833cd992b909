"""What the documents show is what newsmill does."""

from pathlib import Path

from block_tables import with_tables
from overlap_sample import comparison

ROOT = Path(__file__).parents[1]


def test_the_pages_shown_block_by_block_are_as_cleaning_reads_them() -> None:
    shown = (ROOT / "docs/cleaning.md").read_text(encoding="utf-8")

    assert shown.count("| in | text | score |") == 3
    assert with_tables(shown) == shown, "make docs brings the tables up to date"


def test_the_comparison_shown_is_what_the_command_prints(tmp_path: Path) -> None:
    shown = (ROOT / "docs/overlap.md").read_text(encoding="utf-8")
    assert f"```\n{comparison(tmp_path)}\n```" in shown
