"""A CURATED folder is made, cleared after dead runs, swept of old releases, and otherwise left alone."""

from datetime import timedelta
from pathlib import Path

import pytest
from store_samples import DIGEST, NOON, Page, curated, datasets, run, snapshot

from newsmill.errors import StoreError
from newsmill.schema import DATASETS
from newsmill.store import history
from newsmill.store.layout import Layout
from newsmill.store.publish import publish
from newsmill.store.recovery import prepare, sweep
from newsmill.store.release import current_release


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path / "curated")


def publish_hourly(layout: Layout, hours: int) -> None:
    """One release an hour from NOON on, the first number 1."""
    prepare(layout)
    tables = curated([Page("a.html")])
    for hour in range(hours):
        publish(layout, datasets(tables), tables["sketches"], f"run{hour}", DIGEST, NOON + timedelta(hours=hour))


def test_a_new_folder_gets_relative_links(layout: Layout, tmp_path: Path) -> None:
    """The links are there before the first release, and survive a move of CURATED."""
    prepare(layout)
    assert {name: str(layout.dataset(name).readlink()) for name in DATASETS} == {
        name: f".newsmill/current/{name}" for name in DATASETS
    }
    run(layout.curated, [Page("a.html")])
    moved = layout.curated.rename(tmp_path / "moved")
    assert list((moved / "documents").glob("**/*.parquet"))


def test_a_second_time_writes_nothing(layout: Layout) -> None:
    """Preparing and sweeping where there is nothing to do changes no byte and no time."""
    run(layout.curated, [Page("a.html")])
    prepare(layout)
    before = snapshot(layout.curated)
    prepare(layout)
    sweep(layout, 3, 24, NOON + timedelta(days=9))
    assert snapshot(layout.curated) == before


@pytest.mark.parametrize("kind", ["folder", "file", "link", "dangling link"])
def test_what_newsmill_did_not_make_is_left_alone(kind: str, layout: Layout, tmp_path: Path) -> None:
    """A folder, file or link in the place of a dataset is refused, untouched, before anything is written."""
    layout.curated.mkdir()
    path = layout.dataset("removed")
    if kind == "folder":
        path.mkdir()
    elif kind == "file":
        path.write_text("mine", encoding="utf-8")
    else:
        path.symlink_to(tmp_path if kind == "link" else tmp_path / "nowhere")
    before = snapshot(layout.curated)
    with pytest.raises(StoreError, match=r"did not make .*removed: move it away"):
        prepare(layout)
    assert snapshot(layout.curated) == before


def test_other_files_in_the_folder_do_no_harm(layout: Layout) -> None:
    """Files of other names beside the datasets are none of newsmill's business."""
    layout.curated.mkdir()
    (layout.curated / ".gitkeep").touch()
    prepare(layout)
    assert (layout.curated / ".gitkeep").exists()


def test_a_file_is_no_curated_folder(layout: Layout) -> None:
    """CURATED must be a folder."""
    layout.curated.write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="must be a folder"):
        prepare(layout)


def test_a_folder_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    """An error of the file system comes as one line that says where."""
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"cannot prepare .*curated: Not a directory"):
        prepare(Layout(tmp_path / "file" / "curated"))


def test_staging_of_dead_runs_goes(layout: Layout) -> None:
    """What a killed run left in staging is removed: folders, files and links."""
    prepare(layout)
    (layout.staging / "dead" / "release" / "documents").mkdir(parents=True)
    (layout.staging / "dead" / "release" / "documents" / "part-00000.parquet").touch()
    (layout.staging / "dead.history").touch()
    (layout.staging / "link").symlink_to(layout.history)
    prepare(layout)
    assert list(layout.staging.iterdir()) == []
    assert layout.history.is_dir()


def test_a_release_that_never_became_current_goes(layout: Layout) -> None:
    """A run killed just before the switch did not publish: its release is removed and its number used again."""
    publish_hourly(layout, 2)
    layout.current.unlink()
    layout.current.symlink_to("releases/000001")
    prepare(layout)
    assert layout.release_numbers() == [1]
    assert run(layout.curated, [Page("b.html", ("Snow fell.",))]).number == 2


def test_a_first_release_that_never_became_current_goes(layout: Layout) -> None:
    """The same holds for the first release."""
    publish_hourly(layout, 1)
    layout.current.unlink()
    prepare(layout)
    assert layout.release_numbers() == []
    assert current_release(layout) is None


def test_a_run_that_died_before_its_history_is_noted(layout: Layout) -> None:
    """What its manifest knows: without an entry, nobody could go back to before that run."""
    release = run(layout.curated, [Page("a.html")])
    assert history.entries(layout) == []
    prepare(layout)
    (entry,) = history.entries(layout)
    assert (entry["run_id"], entry["release"], entry["started_at"]) == ("run1", 1, NOON.isoformat())
    assert entry["rows"] == {name: release.read(name).num_rows for name in DATASETS}


def test_several_newer_releases_are_never_removed(layout: Layout) -> None:
    """One dead run leaves one release. More mean that the link was moved by hand, and newsmill asks what to do."""
    publish_hourly(layout, 3)
    layout.current.unlink()
    layout.current.symlink_to("releases/000001")
    with pytest.raises(StoreError, match="older than the releases 000002, 000003"):
        prepare(layout)
    assert layout.release_numbers() == [1, 2, 3]


@pytest.mark.parametrize(
    ("keep_releases", "keep_hours", "at_hour", "left"),
    [
        (1, 0, 4, [5]),
        (3, 0, 4, [3, 4, 5]),
        (9, 0, 99, [1, 2, 3, 4, 5]),
        (1, 24, 5, [1, 2, 3, 4, 5]),
        # Release 1 was replaced at hour 1, so at hour 25 nobody has begun to read it for 24 hours.
        (1, 24, 25, [2, 3, 4, 5]),
        (1, 24, 99, [5]),
        (2, 2, 5, [4, 5]),
    ],
)
def test_sweep_keeps_the_last_and_the_young(
    keep_releases: int, keep_hours: float, at_hour: int, left: list[int], layout: Layout
) -> None:
    """A release goes when it is neither among the last ones nor was current within the last hours."""
    publish_hourly(layout, 5)
    sweep(layout, keep_releases, keep_hours, NOON + timedelta(hours=at_hour))
    assert layout.release_numbers() == left
    release = current_release(layout)
    assert release is not None
    assert release.read("documents").num_rows == 1


def test_sweep_of_a_folder_without_releases_does_nothing(layout: Layout) -> None:
    """There is nothing to sweep before the first release, nor in a folder that is not there."""
    sweep(layout, 1, 0, NOON)
    assert layout.release_numbers() == []
    assert not layout.curated.exists()
