"""Pages in an object store are the inputs that they would be in a folder: the same rows, read once, never written."""

import os
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from remote_jobs import bucket as bucket_of
from remote_jobs import comparable, objects

from newsmill.errors import StoreError, UsageError
from newsmill.location import StoreUrl
from newsmill.pipeline import curating, discover, find_overlaps, open_run, publish, report, run_local
from newsmill.remote.bucket import Bucket
from newsmill.remote.raw import fingerprint, walk_bucket
from newsmill.schema import DATASETS
from newsmill.settings import Settings
from newsmill.store.layout import Layout
from newsmill.store.release import current_release

ROOT = Path(__file__).parents[1]
PAGE = (
    "The {0} pier to be repaired\n\nThe council has decided that the {0} pier will be repaired before the winter "
    "storms begin. Work on the {0} side of it starts next week, said the engineer in charge of {0}.\n"
)
Mill = Callable[..., Settings]


@pytest.fixture
def raw(s3: str) -> StoreUrl:
    return StoreUrl(f"{s3}/raw")


def put(raw: StoreUrl, key: str, content: str = "", **headers: str) -> None:
    """An object as any program may write it, under any key."""
    address = f"{os.environ['AWS_ENDPOINT_URL']}/{raw.removeprefix('s3://')}/{urllib.parse.quote(key)}"
    signed = "AWS4-HMAC-SHA256 Credential=k/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=none"
    headers = {"Content-Type": "text/plain", "Authorization": signed, **headers}
    request = urllib.request.Request(address, data=content.encode(), method="PUT", headers=headers)
    with urllib.request.urlopen(request, timeout=10):
        pass


def rows(curated: Path, name: str) -> object:
    current = current_release(Layout(curated))
    assert current is not None
    return comparable(name, current.read(name))


def test_the_rows_are_those_of_a_folder(raw: StoreUrl, mill: Mill, tmp_path: Path) -> None:
    """All samples, with names that an address has to escape; and one that is hidden."""
    folder = tmp_path / "raw"
    for sample in sorted((ROOT / "raw").rglob("*")):
        if sample.is_file():
            name = sample.relative_to(ROOT / "raw").as_posix()
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(sample.read_bytes())
    for name in ("a b+c.txt", "100%25.txt", "ü.txt", "part#2.txt", "pages.jsonl#1", ".hidden/x.txt", ".hidden/y.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(PAGE.format(name))
    for path in folder.rglob("*"):
        if path.is_file():
            bucket_of(raw).put(path.relative_to(folder).as_posix(), path)
    before = objects(raw)

    local = run_local(mill(curated=tmp_path / "local"))
    remote = run_local(mill(raw=raw, workers=2, shard_inputs=20))

    assert (remote.new, remote.hidden, remote.documents) == (local.new, local.hidden, local.documents)
    assert remote.hidden >= 1
    for name in DATASETS:
        assert rows(tmp_path / "curated", name) == rows(tmp_path / "local", name), name
    assert objects(raw) == before, "RAW is never written"
    assert not list((tmp_path / "curated").rglob("staging/*")), "what was fetched is gone"


def test_only_what_is_new_is_read(raw: StoreUrl, mill: Mill, monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[str] = []
    stream = Bucket.stream

    def noted(self: Bucket, key: str) -> object:
        reads.append(key)
        return stream(self, key)

    monkeypatch.setattr(Bucket, "stream", noted)
    for name in ("north", "south"):
        put(raw, f"{name}.txt", PAGE.format(name))
    settings = mill(raw=raw)
    run_local(settings)
    assert sorted(reads) == ["north.txt", "north.txt", "south.txt", "south.txt"], "once to know it, once to curate it"

    reads.clear()
    assert run_local(settings).new == 0
    assert reads == []

    put(raw, "south.txt", PAGE.format("southern"))
    put(raw, "east.txt", PAGE.format("east"))
    assert run_local(settings).new == 2
    assert sorted(set(reads)) == ["east.txt", "south.txt"]


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"no parquet")], ids=["lost", "damaged"])
def test_what_is_known_of_objects_may_be_lost(raw: StoreUrl, mill: Mill, damage: Callable[[Path], object]) -> None:
    put(raw, "north.txt", PAGE.format("north"))
    settings = mill(raw=raw)
    run_local(settings)
    known = Layout(settings.curated_folder).etags
    first = known.read_bytes()
    damage(known)

    assert run_local(settings).new == 0
    assert known.read_bytes() == first


def test_an_object_written_again_with_the_same_bytes_is_no_news(raw: StoreUrl, mill: Mill) -> None:
    put(raw, "north.txt", PAGE.format("north"))
    settings = mill(raw=raw)
    run_local(settings)

    put(raw, "north.txt", PAGE.format("north"))

    assert run_local(settings).new == 0


def test_another_bucket_is_known_by_itself(s3: str, mill: Mill) -> None:
    """An etag says nothing of objects elsewhere."""
    put(StoreUrl(f"{s3}/one"), "a.txt", PAGE.format("north"))
    put(StoreUrl(f"{s3}/two"), "a.txt", PAGE.format("north"))
    run_local(mill(raw=f"{s3}/one"))

    assert run_local(mill(raw=f"{s3}/two")).new == 0


def test_marks_of_folders_are_no_inputs_and_empty_objects_are(raw: StoreUrl, mill: Mill) -> None:
    put(raw, "folder/")
    put(raw, "empty.txt")
    put(raw, "folder/north.txt", PAGE.format("north"))

    made = run_local(mill(raw=raw))

    assert (made.new, made.quarantined, made.documents) == (2, 1, 1)


def test_young_objects_wait(raw: StoreUrl, tmp_path: Path) -> None:
    put(raw, "north.txt", PAGE.format("north"))

    def walked(now: float) -> tuple[int, list[str]]:
        found = walk_bucket(raw, 60.0, now, tmp_path, tmp_path / "etags")
        return len(found.inputs), found.unsettled

    assert walked(time.time()) == (0, ["north.txt"])
    assert walked(time.time() + 120) == (1, [])


def test_an_object_that_the_store_refuses_is_quarantined_alone(raw: StoreUrl, mill: Mill, tmp_path: Path) -> None:
    """One in cold storage, which a store lists and does not give out."""
    put(raw, "cold.txt", PAGE.format("cold"), **{"x-amz-storage-class": "GLACIER"})
    put(raw, "north.txt", PAGE.format("north"))

    made = run_local(mill(raw=raw))

    assert (made.documents, made.quarantined) == (1, 1)
    current = current_release(Layout(tmp_path / "curated"))
    assert current is not None
    (row,) = current.read("quarantine").to_pylist()
    assert (row["source_uri"], row["stage"], row["error"]) == ("cold.txt", "read", "unreadable")
    assert "does not give it out" in row["detail"]


@pytest.mark.parametrize("event", ["changed", "gone"])
def test_an_object_that_changes_during_a_run_waits(raw: StoreUrl, mill: Mill, event: str) -> None:
    for name in ("north", "south"):
        put(raw, f"{name}.txt", PAGE.format(name))
    settings = mill(raw=raw)
    with open_run(settings) as run:
        plan = discover(run)
        if event == "changed":
            put(raw, "south.txt", PAGE.format("southern"))
        else:
            bucket_of(raw).delete(["south.txt"])
        with curating(run, 1) as curate:
            results = [result for shard in plan.shards for result in curate(shard)]
        made = report(run, plan, results, publish(run, find_overlaps(run, results)))

    assert (made.documents, made.waiting, made.quarantined) == (1, 1, 0)
    assert run_local(settings).new == (1 if event == "changed" else 0)


def test_keys_that_cannot_be_paths_are_one_clear_error(raw: StoreUrl, mill: Mill) -> None:
    put(raw, "a/../b.txt", PAGE.format("north"))

    with pytest.raises(StoreError, match=f"cannot list {raw}: .*invalid path"):
        run_local(mill(raw=raw))


def test_a_change_of_raw_changes_its_fingerprint(raw: StoreUrl) -> None:
    put(raw, "north.txt", "1")
    first = fingerprint(raw)
    put(raw, ".hidden", "1")
    assert fingerprint(raw) == first

    put(raw, "north.txt", "2")
    second = fingerprint(raw)
    put(raw, "south.txt", "2")

    assert len({first, second, fingerprint(raw)}) == 3


def test_raw_that_is_not_there_is_empty(raw: StoreUrl, mill: Mill) -> None:
    """A prefix is no folder: it is there as soon as something is."""
    made = run_local(mill(raw=raw))

    assert (made.new, made.release) == (0, 1)


def test_credentials_are_wanted_before_anything_is_curated(
    raw: StoreUrl, mill: Mill, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")

    with pytest.raises(UsageError, match=f"no credentials for {raw}"):
        run_local(mill(raw=raw))
