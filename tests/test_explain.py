"""A page put together again from what was published, line by line."""

import re
import subprocess
import sys
from pathlib import Path

import pyarrow.dataset as ds
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsmill.chars import squeeze
from newsmill.clean.rulecheck import check_rule_file
from newsmill.errors import UsageError
from newsmill.report.explain import page_lines
from newsmill.store.lookup import find_page

ROOT = Path(__file__).parents[1]
RULES = ROOT / "newsmill" / "clean" / "rules"

lines = st.lists(
    st.tuples(st.text(alphabet="ab c码头", min_size=1, max_size=12).filter(str.strip), st.booleans()), max_size=12
)


@given(lines)
def test_kept_and_removed_lines_come_back_in_the_order_of_the_page(page: list[tuple[str, bool]]) -> None:
    removed, kept, position = [], [], 0
    for text, is_kept in page:
        if is_kept:
            kept.append(text)
        else:
            removed.append({"text": text, "position": position, "item_index": 0, "rule": "r", "reason": "x"})
        position += len(squeeze(text))
    documents = [{"text": "\n\n".join(kept), "text_original": None, "item_index": 0}] if kept else []

    found = list(page_lines(documents, removed))

    assert squeeze("".join(line.text for line in found)) == squeeze("".join(text for text, _ in page))
    assert squeeze("".join(line.text for line in found if line.rule)) == squeeze("".join(t for t, k in page if not k))


def test_a_rule_thought_away_marks_what_would_come_back() -> None:
    removed = [
        {"text": "See also", "position": 0, "item_index": 0, "rule": "en.see-also", "reason": "related"},
        {"text": "Share", "position": 7, "item_index": 0, "rule": "en.share", "reason": "share"},
    ]

    assert [line.restored for line in page_lines([], removed, ["en.share"])] == [False, True]


def test_every_sample_page_can_be_explained_whole(sample_release: Path) -> None:
    for source in ds.dataset(sample_release / "sources").to_table().to_pylist():
        page = find_page(sample_release, source["source_uri"])
        found = list(page_lines(page.documents, page.removed))
        kept = squeeze("".join(line.text for line in found if line.rule is None))
        assert kept == squeeze("".join(row["text_original"] or row["text"] for row in page.documents))


def test_a_page_is_found_by_the_id_of_its_document(sample_release: Path) -> None:
    row = ds.dataset(sample_release / "documents").head(1).to_pylist()[0]

    assert find_page(sample_release, row["doc_id"][:12]).source["source_uri"] == row["source_uri"]


def test_a_page_that_is_not_there_is_an_error_with_the_way_out(sample_release: Path) -> None:
    with pytest.raises(UsageError, match="no source_uri"):
        find_page(sample_release, "no/such/page.html")


def _newsmill(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "newsmill", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def test_explain_prints_lines_with_rule_and_reason(sample_release: Path) -> None:
    shown = _newsmill("explain", "press/en-see-also-lines.txt", "--curated", sample_release)

    assert shown.returncode == 0
    assert re.search(r"^- .*See also", shown.stdout, re.MULTILINE)
    assert "en.see-also: related" in shown.stdout


def test_explain_marks_restored_lines(sample_release: Path) -> None:
    words = ("explain", "press/en-see-also-lines.txt", "--curated", sample_release, "--restore", "en.see-also")

    assert re.search(r"^\+ .*See also", _newsmill(*words).stdout, re.MULTILINE)


def test_the_rules_of_a_language_are_listed() -> None:
    shown = _newsmill("rules", "list", "--language", "de").stdout

    assert "de." in shown
    assert "fr." not in shown


@pytest.mark.parametrize("file", sorted(RULES.glob("*.toml")), ids=lambda file: file.stem)
def test_every_shipped_rule_file_passes_the_check(file: Path) -> None:
    assert check_rule_file(file)


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("examples = ['Nothing like it', 'Nor this']", "does not take its example"),
        ("examples = ['Share this', 'share this']\ncounter_examples = ['Share this']", "which it must not"),
    ],
)
def test_a_rule_that_is_wrong_about_its_examples_is_named(tmp_path: Path, rule: str, says: str) -> None:
    counter = "" if "counter_examples" in rule else "\ncounter_examples = ['Other']"
    (tmp_path / "en.toml").write_text(
        f"language = 'en'\n[[rule]]\nid = 'en.mine'\nreason = 'share'\npattern = 'share this'\n{rule}{counter}\n"
    )

    with pytest.raises(UsageError, match=f"en.mine.*{says}"):
        check_rule_file(tmp_path / "en.toml")


def test_a_rule_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no rule file"):
        check_rule_file(tmp_path / "xx.toml")
