"""The history of runs: one entry a run, whole or not there."""

from pathlib import Path

import pytest

from newsmill.errors import StoreError
from newsmill.store.history import append, entries
from newsmill.store.layout import Layout


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path / "curated")


def test_a_folder_without_runs_has_no_history(layout: Layout) -> None:
    """Reading the history makes nothing."""
    assert entries(layout) == []
    assert not layout.curated.exists()


def test_entries_come_newest_last(layout: Layout) -> None:
    """A run id begins with its time, so entries are in the order of the runs, whoever wrote first."""
    late, early = {"n": 2, "name": "später"}, {"n": 1, "name": "前"}
    assert append(layout, "20260302T000000Z-000000", late) == layout.history / "20260302T000000Z-000000.json"
    append(layout, "20260301T000000Z-ffffff", early)
    assert entries(layout) == [early, late]
    assert list(layout.staging.iterdir()) == []


def test_an_entry_is_readable_by_people(layout: Layout) -> None:
    """Text stays text in the file, whatever its script."""
    assert "前" in append(layout, "run1", {"name": "前"}).read_text(encoding="utf-8")


def test_an_entry_that_is_not_json_writes_nothing(layout: Layout) -> None:
    """Half an entry is never written."""
    with pytest.raises(TypeError):
        append(layout, "run1", {"folder": layout.curated})
    assert entries(layout) == []


def test_a_damaged_entry_is_an_error(layout: Layout) -> None:
    """An entry that cannot be read is named."""
    append(layout, "run1", {}).write_text("{", encoding="utf-8")
    with pytest.raises(StoreError, match=r"run1\.json cannot be read"):
        entries(layout)


def test_a_disk_that_fails_is_explained(layout: Layout) -> None:
    """An error of the file system comes as one line that says where."""
    layout.curated.touch()
    with pytest.raises(StoreError, match="cannot write the history of"):
        append(layout, "run1", {})
