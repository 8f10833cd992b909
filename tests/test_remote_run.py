"""CURATED in an object store: the rows of a folder for readers of Delta, on whichever machine the runs are made."""

import logging
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import store_samples as samples
from remote_jobs import (
    bucket,
    by_duckdb,
    by_polars,
    comparable,
    objects,
    publish_over,
    read,
    run_over,
    settings_for,
    versions,
)
from s3_server import KEY, SECRET
from store_jobs import FIRST, SECOND, THIRD
from store_samples import Page

from newsmill import edits
from newsmill.errors import StoreError, UsageError
from newsmill.location import StoreUrl
from newsmill.maintain import maintain
from newsmill.pipeline import open_run, run_local
from newsmill.remote import publish, tables
from newsmill.remote.mirror import refresh
from newsmill.schema import DATASETS, DOCUMENTS
from newsmill.settings import Settings
from newsmill.store import history
from newsmill.store.audit import problems
from newsmill.store.layout import Layout
from newsmill.store.lock import hold_lock
from newsmill.store.manifest import parse
from newsmill.store.release import Release, current_release

ROOT = Path(__file__).parents[1]
NOT_DATA = (".newsmill/history/", ".newsmill/lock")


def _data(url: str) -> dict[str, str]:
    """All objects but for the history and the lock."""
    return {key: etag for key, etag in objects(url).items() if not key.startswith(NOT_DATA)}


def _cli(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "newsmill", *words]
    inherited = os.environ | {"PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(command, env=inherited, capture_output=True, text=True, timeout=120, check=False)


def test_every_reader_finds_the_rows_of_a_run_on_folders(s3: str, tmp_path: Path) -> None:
    for sample in (ROOT / "raw").rglob("*"):
        if sample.is_file():
            bucket(f"{s3}/raw").put(sample.relative_to(ROOT / "raw").as_posix(), sample)
    run_local(Settings(raw=ROOT / "raw", curated=tmp_path / "local", workers=1))
    local = current_release(Layout(tmp_path / "local"))
    assert local is not None

    made = run_local(Settings(raw=f"{s3}/raw", curated=f"{s3}/curated", workers=1))

    assert made.release == 1
    for name, dataset in DATASETS.items():
        rows = comparable(name, local.read(name))
        assert read(f"{s3}/curated", name) == rows, name
        keys = sorted(zip(*(rows[key].to_pylist() for key in dataset.sort[:2]), strict=True))
        assert by_duckdb(f"{s3}/curated", name, dataset.sort[:2]) == keys
        assert by_polars(f"{s3}/curated", name, dataset.sort[:2]) == keys


def test_the_same_run_again_writes_nothing_but_history_and_lock(s3: str, tmp_path: Path) -> None:
    bucket(f"{s3}/raw").put("a.txt", b"Rain fell on the harbour all day.\n" * 5)
    settings = Settings(raw=f"{s3}/raw", curated=f"{s3}/curated", workers=1)
    run_local(settings)
    before = objects(f"{s3}/curated")

    assert run_local(settings).new == 0

    after = objects(f"{s3}/curated")
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    assert changed
    assert all(key.startswith(NOT_DATA) for key in changed), changed


def test_a_version_of_the_tables_is_a_release(s3: str, tmp_path: Path) -> None:
    settings = settings_for(s3, tmp_path / "state")
    seen = []
    for number, pages in enumerate((FIRST, SECOND, THIRD), start=1):
        run_over(settings, pages)
        assert versions(s3) == dict.fromkeys(DATASETS, number)
        seen.append({name: read(s3, name) for name in DATASETS})

    for number, rows in enumerate(seen, start=1):
        assert {name: read(s3, name, number) for name in DATASETS} == rows
    assert read(s3, "documents", 0).num_rows == 0


def test_what_did_not_change_is_uploaded_once(s3: str, tmp_path: Path) -> None:
    settings = settings_for(s3, tmp_path / "state")
    run_over(settings, FIRST)
    german = {key: etag for key, etag in _data(s3).items() if key.startswith("documents/lang=de/")}

    run_over(settings, SECOND)

    assert len(german) == 1
    assert {key: etag for key, etag in _data(s3).items() if key.startswith("documents/lang=de/")} == german


def test_another_machine_goes_on_and_the_first_one_follows(s3: str, tmp_path: Path) -> None:
    here, there = (settings_for(s3, tmp_path / name) for name in ("here", "there"))
    run_over(here, FIRST)
    run_over(there, SECOND)
    run_over(here, THIRD)
    alone = settings_for(f"{s3}-alone", tmp_path / "alone")
    for pages in (FIRST, SECOND, THIRD):
        run_over(alone, pages)

    for name in DATASETS:
        assert read(s3, name) == read(f"{s3}-alone", name), name
    assert versions(s3) == dict.fromkeys(DATASETS, 3)
    assert [entry["release"] for entry in history.entries(Layout(tmp_path / "here"))] == [1, 2, 3]


def test_another_machine_curates_and_reads_only_what_is_new(
    s3: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket(f"{s3}/raw").put("a.txt", b"Rain fell on the harbour all day.\n" * 5)
    here = Settings(raw=f"{s3}/raw", curated=f"{s3}/curated", workers=1)
    run_local(here)
    there = here.model_copy(update={"state": tmp_path / "there"})

    assert run_local(there).new == 0
    bucket(f"{s3}/raw").put("b.txt", b"The ferry was late again this week.\n" * 5)
    assert (run_local(there).new, run_local(here).new) == (1, 0)
    assert versions(f"{s3}/curated")["documents"] == 2


def test_rollback_and_history_reach_over_machines(s3: str, tmp_path: Path) -> None:
    run_over(settings_for(s3, tmp_path / "here"), FIRST)
    first = {name: read(s3, name) for name in DATASETS}
    run_over(settings_for(s3, tmp_path / "here"), THIRD)
    there = settings_for(s3, tmp_path / "there")
    run_over(there, ())
    run_id = history.entries(Layout(tmp_path / "here"))[1]["run_id"]

    edits.rollback(there, run_id)

    assert read(s3, "documents") == first["documents"]
    assert versions(s3) == dict.fromkeys(DATASETS, 4)


def test_what_is_forgotten_leaves_the_store(s3: str, tmp_path: Path) -> None:
    settings = settings_for(s3, tmp_path / "state")
    text = "Nobody may know of this."
    run_over(settings, (*FIRST, Page("secret.html", (text,))))
    run_over(settings, SECOND)
    assert text in _values(s3)

    edits.forget(settings, ["secret.html"])

    assert text not in _values(s3)
    assert publish.releases(bucket(s3)) == [3]
    assert "secret.html" in read(s3, "sources")["source_uri"].to_pylist()


def _values(url: str) -> str:
    """All that is in the files of documents in the store, whether a table has them or not."""
    found = [bucket(url).read(key) for key in _data(url) if key.startswith("documents/") and key.endswith(".parquet")]
    return repr([pq.read_table(pa.BufferReader(data[0]), columns=["text"]).to_pylist() for data in found if data])


def test_old_releases_go_with_their_files_and_no_other(s3: str, tmp_path: Path) -> None:
    settings = settings_for(s3, tmp_path / "state", keep_releases=2, keep_hours=0)
    for pages in (FIRST, SECOND, THIRD):
        run_over(settings, pages)

    assert publish.releases(bucket(s3)) == [2, 3]
    manifests = [parse(publish.read_manifest(bucket(s3), number), number) for number in (2, 3)]
    wanted = {tables.key_of(file) for manifest in manifests for file in manifest.files}
    assert {key for key in _data(s3) if key.endswith(".parquet") and "etags" not in key} == wanted
    assert read(s3, "documents", 2).num_rows


def test_strays_go_after_a_day(s3: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a run that died while it uploaded; but not those of one that may be uploading now."""
    settings = settings_for(s3, tmp_path / "state")
    run_over(settings, FIRST)
    bucket(s3).put(f"documents/lang=en/{'0' * 32}.parquet", b"of a dead run")
    kept = _data(s3)
    maintain(settings)
    assert _data(s3) == kept

    monkeypatch.setattr(publish, "_STRAY_HOURS", -1.0)
    maintain(settings)

    assert kept.keys() - _data(s3).keys() == {f"documents/lang=en/{'0' * 32}.parquet"}


def test_joined_files_replace_the_small_ones(s3: str, tmp_path: Path) -> None:
    settings = settings_for(s3, tmp_path / "state")
    for pages in (FIRST, SECOND, THIRD):
        run_over(settings, pages)
    rows = {name: read(s3, name) for name in DATASETS}

    assert edits.compact(settings) is not None

    assert versions(s3) == dict.fromkeys(DATASETS, 4)
    assert {name: read(s3, name) for name in DATASETS} == rows


def test_a_table_that_is_behind_is_brought_up_to_the_next_release_that_is_kept(s3: str, tmp_path: Path) -> None:
    """Its readers see old rows, and never some of a release."""
    from deltalake import DeltaTable

    settings = settings_for(s3, tmp_path / "state", keep_releases=1, keep_hours=0)
    run_over(settings, FIRST)
    run_over(settings, SECOND)
    for key in [key for key in objects(s3) if key.startswith("documents/_delta_log/")][-2:]:
        bucket(s3).delete([key])
    assert DeltaTable(f"{s3}/documents").version() == 0

    run_over(settings, THIRD)

    assert versions(s3) == dict.fromkeys(DATASETS, 3)
    assert len(read(s3, "documents", 1)) == len(read(s3, "documents", 2))


def test_a_new_column_comes_with_the_first_release_that_has_it(s3: str, tmp_path: Path) -> None:
    from deltalake import Schema
    from deltalake.transaction import create_table_with_add_actions

    older = DOCUMENTS.schema.remove(DOCUMENTS.schema.get_field_index("fetched_at"))
    create_table_with_add_actions(f"{s3}/documents", Schema.from_arrow(older), [])

    run_over(settings_for(s3, tmp_path / "state"), FIRST)

    assert "fetched_at" in read(s3, "documents").schema.names
    assert versions(s3) == dict.fromkeys(DATASETS, 1)


def test_a_folder_mirrors_one_address(s3: str, tmp_path: Path) -> None:
    run_over(settings_for(s3, tmp_path / "state"), FIRST)

    with pytest.raises(StoreError, match=f"mirrors {s3}, not {s3}-other"):
        run_over(settings_for(f"{s3}-other", tmp_path / "state"), FIRST)


def test_a_curated_folder_is_no_mirror(s3: str, tmp_path: Path) -> None:
    with open_run(Settings(raw=tmp_path, curated=tmp_path / "own", workers=1)) as run:
        publish_over(run, FIRST)

    with pytest.raises(StoreError, match="no mirror of"):
        run_over(settings_for(s3, tmp_path / "own"), FIRST)
    assert _data(s3) == {}


def test_a_store_that_lost_its_releases_takes_none_from_the_mirror(s3: str, tmp_path: Path) -> None:
    settings = settings_for(s3, tmp_path / "state")
    for pages in (FIRST, SECOND, THIRD):
        run_over(settings, pages)
    bucket(s3).delete(list(objects(s3)))

    with pytest.raises(StoreError, match=r"ends with release 0, and its mirror .* with 3"):
        run_over(settings, THIRD)
    release = current_release(Layout(tmp_path / "state"))
    assert release is not None
    assert release.number == 3


def _files(layout: Layout, number: int) -> dict[str, Path]:
    text = (layout.release(number) / "manifest.json").read_bytes()
    return {file.sha256: layout.release(number) / file.path for file in parse(text, number).files}


def test_a_mirror_that_is_damaged_is_repaired_from_the_store(s3: str, tmp_path: Path) -> None:
    for pages in (FIRST, SECOND):
        run_over(settings_for(s3, tmp_path / "state"), pages)
    layout = Layout(tmp_path / "state")
    new = _files(layout, 2).keys() - _files(layout, 1).keys()
    _files(layout, 2)[min(new)].write_bytes(b"broken")
    there = ["--curated", s3, "--state", str(tmp_path / "state")]
    assert _cli("verify", *there).returncode == 1

    assert _cli("repair", *there).returncode == 0

    assert _cli("verify", *there).stderr == ""
    assert layout.release_numbers() == [1, 2]


def test_no_file_is_taken_over_whose_bytes_are_others(s3: str, tmp_path: Path) -> None:
    for pages in (FIRST, SECOND):
        run_over(settings_for(s3, tmp_path / "state"), pages)
    layout = Layout(tmp_path / "state")
    carried = _files(layout, 1).keys() & _files(layout, 2).keys()
    assert carried
    for sha256 in carried:
        _files(layout, 1)[sha256].write_bytes(b"broken")  # one file under two names
    (layout.release(2) / "manifest.json").unlink()

    run_over(settings_for(s3, tmp_path / "state"), THIRD)

    assert versions(s3) == dict.fromkeys(DATASETS, 3)
    assert set(read(s3, "sources")["source_uri"].to_pylist()) == {f"{letter}.html" for letter in "abcdefg"}


def test_a_file_that_is_missing_in_the_store_is_named(s3: str, tmp_path: Path) -> None:
    run_over(settings_for(s3, tmp_path / "here"), FIRST)
    (gone,) = [key for key in _data(s3) if key.startswith("sources/") and key.endswith(".parquet")]
    bucket(s3).delete([gone])

    with pytest.raises(StoreError, match=f"{s3}/{gone} is missing"):
        run_over(settings_for(s3, tmp_path / "there"), SECOND)


def test_commands_that_look_fetch_what_they_look_at(s3: str, tmp_path: Path) -> None:
    run_over(settings_for(s3, tmp_path / "here"), FIRST)
    before = objects(s3)
    there = ["--curated", s3, "--state", str(tmp_path / "there")]

    status = _cli("status", *there)
    verify = _cli("verify", *there)
    where = _cli("path", "documents", *there)

    assert status.returncode == 0, status.stderr
    assert "release 1" in status.stdout
    assert (verify.returncode, verify.stderr) == (0, "")
    assert list(Path(where.stdout.strip()).rglob("*.parquet"))
    assert objects(s3) == before


def test_raw_and_curated_in_one_bucket_are_kept_apart(s3: str, tmp_path: Path) -> None:
    done = _cli("run", s3, f"{s3}/curated", "--no-prefect")

    assert (done.returncode, "must be two folders" in done.stderr) == (2, True)


@pytest.mark.parametrize("trouble", ["none", "no bucket", "no answer", "http", "overtaken"])
def test_credentials_are_in_no_message_no_log_and_no_object(s3: str, tmp_path: Path, trouble: str) -> None:
    """Whatever goes wrong, with everything logged that Python and Rust can log."""
    bucket(f"{s3}/raw").put("a.txt", b"Rain fell on the harbour all day.\n" * 5)
    curated = "s3://no-such-bucket/curated" if trouble == "no bucket" else f"{s3}/curated"
    environment = {"RUST_LOG": "trace", "RUST_BACKTRACE": "1", "AWS_SESSION_TOKEN": "token-of-a-session"}
    if trouble == "no answer":
        environment["AWS_ENDPOINT_URL"] = "http://127.0.0.1:9"
    if trouble == "http":
        environment["AWS_ALLOW_HTTP"] = "false"
    if trouble == "overtaken":
        until = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
        bucket(curated).put(".newsmill/lock", f'{{"until": "{until}"}}'.encode())
    code = (
        "import logging, sys; logging.basicConfig(level=logging.DEBUG); import newsmill.cli; "
        f"sys.argv = ['newsmill', 'run', '{s3}/raw', '{curated}', '--no-prefect']; newsmill.cli.main()"
    )

    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == {"none": 0, "overtaken": 75}.get(trouble, 1), done.stderr
    if done.returncode:
        assert len([line for line in done.stderr.splitlines() if line.startswith("newsmill: ")]) == 1, done.stderr
        assert "Traceback" not in done.stderr
    written = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    written += [found[0] for key in objects(s3) if (found := bucket(s3).read(key))]
    # With RUST_LOG the Delta library names the id of a key, as stores do; its own lines begin with their time.
    said = [line for line in (done.stdout + done.stderr).splitlines() if not line.startswith("[20")]
    assert KEY not in "".join(said)
    for secret in (SECRET, "token-of-a-session"):
        assert secret not in done.stdout + done.stderr
    for secret in (KEY, SECRET, "token-of-a-session"):
        assert not any(secret.encode() in data for data in written)


def test_an_error_of_the_store_hides_what_caused_it(s3: str, caplog: pytest.LogCaptureFixture) -> None:
    """Tracebacks are what orchestrators log: they too say one line."""
    with caplog.at_level(logging.DEBUG):
        try:
            run_local(Settings(raw=f"{s3}/raw", curated="s3://no-such-bucket/x", workers=1))
        except StoreError:
            logging.getLogger("newsmill").exception("failed")

    assert "no such bucket" in caplog.text
    assert "obstore.exceptions" not in caplog.text
    assert SECRET not in caplog.text


def test_without_credentials_nothing_is_begun(s3: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")

    with pytest.raises(UsageError, match="no credentials"):
        run_over(settings_for(s3, tmp_path / "state"), FIRST)


def test_the_address_of_an_object_store_is_the_name_of_its_runs(s3: str) -> None:
    from flows.serve import deployment_name

    assert deployment_name(StoreUrl("s3://news/curated")) == "s3-news-curated"


def _publish_here_only(settings: Settings, pages: Sequence[Page]) -> None:
    """What a run leaves that dies before it can publish in the store."""
    layout = Layout(settings.curated_folder)
    with hold_lock(layout):
        samples.run(layout.curated, pages, "run of a dead process")


def test_who_only_looks_publishes_nothing_and_the_next_run_does(s3: str, tmp_path: Path) -> None:
    settings = settings_for(s3, tmp_path / "state")
    layout = Layout(tmp_path / "state")
    run_over(settings, FIRST)
    _publish_here_only(settings, SECOND)
    before = objects(s3)

    with hold_lock(layout):
        refresh(StoreUrl(s3), layout)
    assert objects(s3) == before
    assert layout.release_numbers() == [1, 2]

    with open_run(settings):
        assert versions(s3) == dict.fromkeys(DATASETS, 2), "before anything else"
    assert read(s3, "documents") == comparable("documents", _release(layout).read("documents"))


def test_who_only_looks_fetches_what_there_is(s3: str, tmp_path: Path) -> None:
    run_over(settings_for(s3, tmp_path / "here"), FIRST)
    there = Layout(tmp_path / "there")
    with hold_lock(there):
        refresh(StoreUrl(s3), there)

    assert problems(there) == []
    assert comparable("documents", _release(there).read("documents")) == read(s3, "documents")


def _release(layout: Layout) -> Release:
    current = current_release(layout)
    assert current is not None
    return current


def test_a_mirror_that_is_behind_clears_nothing_away(s3: str, tmp_path: Path) -> None:
    """A run that wakes up long after its lease has ended must not take the releases of others for old ones."""
    run_over(settings_for(s3, tmp_path / "here"), FIRST)
    run_over(settings_for(s3, tmp_path / "there"), SECOND)
    before = objects(s3)

    publish.sweep(bucket(s3), Layout(tmp_path / "here"))
    publish.sweep(bucket(s3), Layout(tmp_path / "none"))

    assert objects(s3) == before


def test_a_release_that_goes_while_it_is_read_is_told(s3: str) -> None:
    with pytest.raises(StoreError, match=f"release 7 of {s3} was just cleared away"):
        publish.read_manifest(bucket(s3), 7)


def test_without_hard_links_files_are_copied(s3: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no links here")

    here, there = (settings_for(s3, tmp_path / name) for name in ("here", "there"))
    run_over(here, FIRST)
    run_over(there, SECOND)
    monkeypatch.setattr(Path, "hardlink_to", refuse)

    run_over(here, THIRD)

    assert problems(Layout(tmp_path / "here")) == []


def test_two_that_bring_a_table_up_to_a_release_do_it_once(s3: str, tmp_path: Path) -> None:
    """As the run that has lost its lease does, and the one that has it now."""
    from deltalake import DeltaTable
    from deltalake.exceptions import CommitFailedError

    settings = settings_for(s3, tmp_path / "state")
    run_over(settings, FIRST)
    late = DeltaTable(f"{s3}/documents")
    run_over(settings, SECOND)
    rows = read(s3, "documents")
    manifest = _release(Layout(tmp_path / "state")).manifest

    tables._commit(late, DATASETS["documents"], 2, manifest)

    assert versions(s3)["documents"] == 2
    assert read(s3, "documents") == rows
    with pytest.raises(CommitFailedError):
        tables._commit(DeltaTable(f"{s3}/documents", version=1), DATASETS["documents"], 3, manifest)
    tables.catch_up(bucket(s3), 1, lambda _: pytest.fail("they are further"))


@pytest.mark.parametrize("name", ["overlaps", "documents"])
def test_what_somebody_else_wrote_is_never_taken_for_a_release(s3: str, tmp_path: Path, name: str) -> None:
    from deltalake import DeltaTable, write_deltalake

    settings = settings_for(s3, tmp_path / "state")
    run_over(settings, FIRST)
    write_deltalake(f"{s3}/{name}", DeltaTable(f"{s3}/{name}").to_pyarrow_table(), mode="append")
    with pytest.raises(StoreError, match=f"another program .* {s3}/{name}, and only newsmill may"):
        run_over(settings, SECOND)

    bucket(s3).delete([key for key in objects(s3) if key.startswith(f"{name}/_delta_log/")])
    run_over(settings, THIRD)

    assert versions(s3) == dict.fromkeys(DATASETS, 3)
    assert read(s3, name) == comparable(name, _release(Layout(tmp_path / "state")).read(name))


@pytest.mark.slow_s3
def test_a_log_of_a_hundred_releases_is_summed_up(s3: str, tmp_path: Path) -> None:
    """By a checkpoint of Delta: readers need not read every commit there ever was."""
    run_over(settings_for(s3, tmp_path / "state"), FIRST)
    manifest = _release(Layout(tmp_path / "state")).manifest
    rows = read(s3, "documents")

    tables.catch_up(bucket(s3), 104, lambda _: manifest)

    assert bucket(s3).exists("documents/_delta_log/_last_checkpoint")
    assert versions(s3) == dict.fromkeys(DATASETS, 104)
    assert read(s3, "documents") == read(s3, "documents", 3) == rows
