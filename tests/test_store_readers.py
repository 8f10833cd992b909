"""What people read: every engine gives the same rows by folder and by glob, at any moment."""

import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from store_readers import READERS, Rows
from store_samples import Page, run

from newsmill.schema import DATASETS
from newsmill.store.layout import Layout
from newsmill.store.release import current_release

PAGES = [
    Page("a.html"),
    Page("b.html"),
    Page("c.html", ("Der Zug fährt.", "Der Bus hält."), language="de"),
    Page("d.html", ("雨下在港口。",), language="zh"),
    Page("e.html", ()),
]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("readers") / "curated"
    run(folder, PAGES)
    return folder


@pytest.mark.parametrize("dataset", ["documents", "duplicates"])
@pytest.mark.parametrize("reader", READERS)
def test_every_reader_gives_the_same_rows(reader: str, dataset: str, published: Path) -> None:
    """A partitioned dataset is right by folder and by glob, with its column language."""
    release = current_release(Layout(published))
    assert release is not None
    columns = ["doc_id", "language", "source_uri"]
    expected = sorted(tuple(row.values()) for row in release.read(dataset, columns).to_pylist())
    assert expected
    assert sorted(READERS[reader](published / dataset, columns)) == expected


@pytest.mark.parametrize("dataset", ["removed", "quarantine", "sources"])
@pytest.mark.parametrize("reader", READERS)
def test_every_reader_reads_the_flat_datasets(reader: str, dataset: str, published: Path) -> None:
    """A dataset without partitions is right by folder and by glob."""
    release = current_release(Layout(published))
    assert release is not None
    expected = sorted(release.read(dataset)["source_uri"].to_pylist())
    assert expected
    assert sorted(uri for (uri,) in READERS[reader](published / dataset, ["source_uri"])) == expected


@pytest.mark.parametrize("dataset", DATASETS)
@pytest.mark.parametrize("reader", READERS)
def test_every_reader_reads_empty_datasets(reader: str, dataset: str, tmp_path: Path) -> None:
    """A release without rows has all columns."""
    run(tmp_path / "curated", [])
    assert READERS[reader](tmp_path / "curated" / dataset, DATASETS[dataset].schema.names) == []


def test_only_finished_parquet_is_where_people_read(published: Path) -> None:
    """Below CURATED/<dataset> there is no file that an engine would trip over."""
    for name in DATASETS:
        files = [path for path in (published / name).resolve().rglob("*") if path.is_file()]
        assert files
        assert {path.suffix for path in files} == {".parquet"}


@dataclass(slots=True)
class Watcher:
    """Engines that read one dataset again and again, each in a thread, while releases follow one another."""

    path: Path
    resolved: bool
    """Each read finds out first which release is current, as `newsmill path` does."""
    whole: set[tuple[str, ...]] = field(default_factory=set)
    """The rows of every release there was."""
    reads: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    """Reads that found a file no more."""
    short: Counter[str] = field(default_factory=Counter)
    """Reads of a plain path that lack a partition. pyarrow and DuckDB leave out, without a word, a file that was there
    when they listed a folder and is not there when they ask what it is a moment later."""
    wrong: list[str] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def loop(self, engine: str) -> None:
        """Read until the end."""
        while not self.ended.is_set():
            try:
                rows = READERS[engine](self.path.resolve() if self.resolved else self.path, ["text"])
            except Exception as failure:  # noqa: BLE001 - whatever it is, a thread's error would be lost
                self._note(engine, failure)
            else:
                self._check(engine, rows)
            self.reads[engine] += 1

    def _note(self, engine: str, failure: Exception) -> None:
        if "no such file" in str(failure).lower() or isinstance(failure, FileNotFoundError):
            self.missed[engine] += 1
        else:
            self.wrong.append(f"{engine}: {failure!r}")

    def _check(self, engine: str, rows: Rows) -> None:
        texts = tuple(sorted(text for (text,) in rows))
        if texts in self.whole:
            return
        if not self.resolved and engine != "polars folder" and texts in _partitions(self.whole):
            self.short[engine] += 1
        else:
            self.wrong.append(f"{engine}: {rows}")


def _partitions(releases: Iterable[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """What a release gives of one language only, or of none."""
    german = [(texts, tuple(text for text in texts if text.startswith("Regen"))) for texts in releases]
    english = [tuple(sorted(set(texts) - set(others))) for texts, others in german]
    return {(), *english, *(others for _, others in german)}


def pages_of(number: int) -> list[Page]:
    """What a round brings: a new page in each of two languages, and a new version of one page."""
    return [
        Page("changing.html", (f"round {number}", f"round {number}."), version=str(number)),
        Page(f"{number}-en.html", (f"rain {number}",)),
        Page(f"{number}-de.html", (f"Regen {number}",), language="de"),
    ]


def texts_of(rounds: int) -> tuple[str, ...]:
    """All texts after so many rounds, old versions with them."""
    texts = [text for number in range(rounds) for page in pages_of(number) for text in page.texts]
    return tuple(sorted(texts))


@pytest.mark.parametrize("resolved", [True, False], ids=["resolved path", "plain path"])
@pytest.mark.parametrize(("releases", "reads"), [pytest.param(50, 5000, marks=pytest.mark.slow_store), (5, 250)])
def test_readers_never_see_a_mixture(releases: int, reads: int, resolved: bool, tmp_path: Path) -> None:
    """Every read gives one release; only a plain path may lack a file, and nearly always says so."""
    folder = tmp_path / "curated"
    watcher = Watcher(folder / "documents", resolved, {texts_of(number) for number in range(1, releases + 2)})
    run(folder, pages_of(0))
    engines = ("pyarrow dataset", "duckdb glob", "polars folder")
    threads = [threading.Thread(target=watcher.loop, args=(engine,)) for engine in engines]
    for thread in threads:
        thread.start()
    for number in range(1, releases + 1):
        run(folder, pages_of(number), f"run{number}")
        while watcher.reads.total() < reads * number / releases:
            watcher.ended.wait(0.01)
    watcher.ended.set()
    for thread in threads:
        thread.join()
    print(f"{watcher.reads.total()} reads, to be done again: {dict(watcher.missed)}, short: {dict(watcher.short)}")
    assert watcher.wrong == []
    assert watcher.reads.total() >= reads
    assert not resolved or watcher.missed.total() == 0
    assert watcher.short.total() <= releases  # the moment it takes is there once a switch
    assert all(watcher.reads[engine] > watcher.missed[engine] for engine in engines)
