"""What the store does to a disk, as jobs to interrupt; and what has to be true of CURATED whatever interrupted them."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from store_faults import points
from store_kills import kill_at
from store_readers import READERS
from store_samples import Page, datasets
from store_samples import curated as curated_tables

from newsmill.edits import compact
from newsmill.overlap.keeping import made_of
from newsmill.pipeline import open_run, publish_tables
from newsmill.schema import DATASETS
from newsmill.settings import Settings
from newsmill.store import history, merge
from newsmill.store.layout import Layout
from newsmill.store.lock import hold_lock
from newsmill.store.manifest import FILE_NAME
from newsmill.store.release import current_release, release_at
from newsmill.store.repair import repair

Rows = dict[str, pa.Table]

RUN_COLUMNS = ("run_id", "ingested_at", "updated_run")
GERMAN = ("Der Zug fährt.",)
FIRST = (Page("a.html"), Page("b.html"), Page("c.html", GERMAN, language="de"))
SECOND = (Page("a.html", ("Rain fell all day.",), "b"), Page("d.html", ("Snow fell.",)), Page("e.html", ()))
THIRD = (Page("f.html", ("Hail fell.",)), Page("g.html", ("Es hagelt.",), language="de"))
ENGINES = ("pyarrow dataset", "pyarrow glob", "duckdb glob", "polars folder", "polars glob")


def settings_for(curated: Path) -> Settings:
    """Of a run that sweeps all releases but its own."""
    return Settings(raw=curated.parent / "raw", curated=curated, workers=1, keep_releases=1, keep_hours=0)


def run_over(curated: Path, pages: Sequence[Page]) -> None:
    """A run as the pipeline does it, from the lock to the sweep, without the curating."""
    with open_run(settings_for(curated)) as run:
        current = current_release(run.layout)
        tables = merge.merge(merge.admitted(current), curated_tables(pages, run.run_id), run.run_id)
        done = publish_tables(run, {**datasets(tables, current, run.run_id), "sketches": tables["sketches"]})
        history.append(run.layout, run.run_id, {"run_id": run.run_id, "release": done.release})


def _repair(curated: Path) -> None:
    with hold_lock(Layout(curated)):
        repair(Layout(curated))


@dataclass(frozen=True, slots=True)
class Job:
    """Something that changes CURATED, beginning from what `before` makes."""

    before: Callable[[Path], None]
    work: Callable[[Path], None]


def _nothing(curated: Path) -> None:
    curated.parent.mkdir(exist_ok=True)


def _first(curated: Path) -> None:
    run_over(curated, FIRST)


def _second(curated: Path) -> None:
    run_over(curated, SECOND)


def _small_files(curated: Path) -> None:
    for pages in (FIRST, SECOND, THIRD):
        run_over(curated, pages)


def _killed_at(point: str) -> Callable[[Path], None]:
    """CURATED as a second run leaves it that is killed when it comes to a point."""

    def before(curated: Path) -> None:
        _first(curated)
        place = points_of(JOBS["second run"], curated.with_name("trial")).index(point)
        kill_at(place, lambda: JOBS["second run"].work(curated))

    return before


def _damaged(curated: Path) -> None:
    """A current release with a broken file, a whole one before it, and a link that leads elsewhere."""
    for pages in (FIRST, SECOND):
        with open_run(settings_for(curated).model_copy(update={"keep_releases": 9})) as run:
            current = current_release(run.layout)
            tables = merge.merge(merge.admitted(current), curated_tables(pages, run.run_id), run.run_id)
            publish_tables(run, {**datasets(tables, current, run.run_id), "sketches": tables["sketches"]})
    layout = Layout(curated)
    next(layout.release(2).glob("sources/*")).unlink()
    layout.dataset("removed").unlink()
    layout.dataset("removed").symlink_to("elsewhere")


JOBS = {
    "first run": Job(_nothing, _first),
    "second run": Job(_first, _second),
    "run after a kill before the switch": Job(_killed_at("release.switch: replace"), _second),
    "run after a kill in a file": Job(_killed_at("parquet._write: rest of a write"), _second),
    "compaction": Job(_small_files, lambda curated: bool(compact(settings_for(curated)))),
    "repair": Job(_damaged, _repair),
}


def points_of(job: Job, curated: Path) -> list[str]:
    """The points that a job comes to. curated: a folder to try it in."""
    job.before(curated)
    found = points(lambda: job.work(curated))
    shutil.rmtree(curated)
    return found


def rows(curated: Path) -> Rows | None:
    """All that readers see, without the columns that tell runs apart; None where there is no release yet."""
    release = current_release(Layout(curated))
    if release is None:
        return None
    # Rows lie in the order of their admission, which a killed run may change.
    tables = {
        name: release.read(name).sort_by([(key, "ascending") for key in dataset.sort])
        for name, dataset in DATASETS.items()
    }
    return {
        name: table.drop_columns([column for column in RUN_COLUMNS if column in table.schema.names])
        for name, table in tables.items()
    }


def read_by_engines(curated: Path, dataset: str) -> list[tuple[str, ...]]:
    """The keys of a dataset, as every engine reads them from the folder and by glob; all must read the same."""
    key = DATASETS[dataset].sort[0]
    found = {engine: sorted(READERS[engine](curated / dataset, [key])) for engine in ENGINES}
    first = found[ENGINES[0]]
    assert all(read == first for read in found.values()), found
    return first


def check_readable(curated: Path) -> None:
    """Every engine reads the same rows without an error, and no document twice; or there is nothing to read yet."""
    if current_release(Layout(curated)) is None:
        assert not any((curated / name).exists() for name in DATASETS)
        return
    keys = {name: read_by_engines(curated, name) for name in DATASETS}
    ids = keys["documents"] + keys["duplicates"]
    assert len(ids) == len(set(ids))


def strays(curated: Path) -> list[str]:
    """Files and links in CURATED that are of no release, and are not the lock, the history, the index of the current
    release, or the links of datasets."""
    layout = Layout(curated)
    known = {layout.lock, layout.current, *(layout.dataset(name) for name in DATASETS)}
    known |= set(layout.history.glob("*.json"))
    current = current_release(layout)
    known |= set(layout.index.glob(f"{current.manifest.run_id}.json" if current else ""))
    known |= {layout.index / file for listed in known if listed.parent == layout.index for file in made_of(listed)}
    for release in (release_at(layout, number) for number in layout.release_numbers()):
        assert release is not None
        known |= {release.path / file.path for file in release.manifest.files} | {release.path / FILE_NAME}
    found = {path for path in curated.rglob("*") if path.is_symlink() or path.is_file()}
    return sorted(str(path) for path in (found - known).union(layout.staging.rglob("*")))


def copy(base: Path, curated: Path) -> None:
    """CURATED once more, for another job; not there where `base` is not."""
    curated.parent.mkdir(exist_ok=True)
    if base.exists():
        shutil.copytree(base, curated, symlinks=True)
