"""What stands in examples/ and in the README works as it stands there."""

import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

ROOT = Path(__file__).parents[1]


def _run(*words: str | Path) -> str:
    done = subprocess.run([sys.executable, *map(str, words)], capture_output=True, text=True, timeout=120, check=True)
    return done.stdout


def test_the_duckdb_example_gives_rows_for_every_question(sample_release: Path) -> None:
    sql = (ROOT / "examples" / "overview.sql").read_text(encoding="utf-8").replace("'curated/", f"'{sample_release}/")
    questions = [part for part in sql.split(";") if "select" in part]

    assert len(questions) == 4
    assert all(duckdb.sql(question).fetchall() for question in questions)


def test_the_polars_example_names_the_newest_of_each_language(sample_release: Path) -> None:
    shown = _run(ROOT / "examples" / "newest_by_language.py", sample_release)

    assert " en " in shown
    assert " zh " in shown


def test_the_example_for_one_page_prints_its_text(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<h1>渡輪碼頭維修</h1><p>港口委員會決定，老碼頭將在冬季風暴來臨之前完成維修，東側的工程下週開工。</p>", "utf-8"
    )

    shown = _run(ROOT / "examples" / "one_page.py", page)

    assert shown.startswith("zh")
    assert "港口委员会决定" in shown


@pytest.mark.parametrize("block", re.findall(r"```sql\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL))
def test_the_sql_of_the_readme_works(block: str, sample_release: Path) -> None:
    statements = [part for part in block.replace("'curated/", f"'{sample_release}/").split(";") if part.strip()]

    assert all(duckdb.sql(statement).fetchall() for statement in statements)


def test_the_polars_and_pandas_lines_of_the_readme_work(sample_release: Path) -> None:
    (block,) = re.findall(r"```python\n(import polars.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    code = block.replace('"curated/', f'"{sample_release}/')

    _run("-c", code)
