"""One run, step by step: discover, curate shards, find overlaps, publish, report.

Each step is a function from small values and folders to small values and folders, so that a Prefect task, a process
pool and a test call the same thing. `run_local` calls them on plain processes; flows/curate.py calls them as tasks.
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from newsmill import resume
from newsmill.errors import StoreError
from newsmill.handover import hand_over, handed_over
from newsmill.intake.discover import FoundInput, Walk, walk
from newsmill.intake.formats import container_of
from newsmill.intake.ledger import Ledger, without_quarantined
from newsmill.intake.shards import plan, read_shard, write_shard
from newsmill.provenance import Context, new_run_id, pipeline_digest
from newsmill.remote.mirror import mirrored
from newsmill.remote.raw import at_hand, walk_bucket
from newsmill.report.drift import drifts
from newsmill.report.past import last_runs
from newsmill.report.summary import RunReport, summarise, with_tables
from newsmill.schema import DATASETS
from newsmill.settings import Settings
from newsmill.standing import grouped, keep_standing
from newsmill.steps import OverlapResult, Plan, PublishResult, Run
from newsmill.store import history, merge, recovery, release
from newsmill.store.files import discard, explained
from newsmill.store.layout import Layout
from newsmill.store.lock import hold_lock
from newsmill.store.publish import publish as publish_release
from newsmill.supervise import CurateInputs, curate_inputs, curate_supervised
from newsmill.tally import ShardResult
from newsmill.workers import Workers

log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
"""Told how many inputs of how many are done."""
CurateShard = Callable[[Path], list[ShardResult]]
"""From the file of a shard to what it came to: one result, or one for each part of it that was curated by itself."""


@contextmanager
def open_run(settings: Settings, *, retry: bool = False, keep_finished_hours: float = 0.0) -> Iterator[Run]:
    """Take the lock of CURATED, clear what a killed run left, and hand out the run.

    retry: what is in quarantine is to be read again, too.
    keep_finished_hours: what dead runs had finished stays for a run to take over, if it is younger than that.
    Raises RunLocked where another run holds the lock, StoreError where CURATED is not ours, or where the disk or the
    object store fails.
    """
    layout = Layout(settings.curated_folder)
    started_at = datetime.now(UTC)
    with hold_lock(layout), mirrored(settings, layout) as send:
        careful = any(layout.staging.glob("*/parts"))
        resume.keep_finished(layout)
        recovery.prepare(layout)
        run_id = new_run_id(started_at)
        run = Run(
            run_id=run_id,
            started_at=started_at,
            settings=settings,
            digest=pipeline_digest(settings),
            staging=layout.staging / run_id,
            careful=careful,
            retry=retry,
        )
        try:
            with explained(f"change {layout.curated}"):
                yield run
        except BaseException:
            with suppress(StoreError):
                resume.keep_finished(layout)
            discard(run.staging)  # now, and not by the next run: it may be what fills the disk
            raise
        recovery.prepare(layout)
        keep_standing(layout)
        send()
        resume.forget_finished(layout, keep_finished_hours)
        recovery.sweep(layout, settings.keep_releases, settings.keep_hours, started_at)


def discover(run: Run) -> Plan:
    """Find what is new in RAW, against the ledger of the current release, and plan it into shards."""
    settings = run.settings
    found = _found(run)
    current = release.current_release(run.layout)
    sources = current.read("sources") if current else None
    ledger = Ledger.of(sources)
    to_do = ledger.to_do(found.inputs, run.digest, settings.only_new)
    digest_changed = any(ledger.knows(item) for item in to_do)
    if sources is not None and run.retry:
        to_do = Ledger.of(without_quarantined(sources)).to_do(found.inputs, run.digest, settings.only_new)
    if current and any(ledger.knows(item) for item in to_do):
        to_do = _as_first_seen(to_do, ledger, current)
    shards: list[Path] = []
    if to_do:
        (run.staging / "shards").mkdir(parents=True, exist_ok=True)
    finished, left = resume.take_over(run, to_do)
    planned = plan(left, settings.shard_bytes, settings.shard_inputs, settings.worker_count)
    for number, inputs in enumerate(planned, start=1):
        shards.append(run.staging / "shards" / f"{number:04d}.json")
        write_shard(shards[-1], inputs)
    return Plan(
        shards=shards,
        new=len(to_do),
        unchanged=len(found.inputs) - len(to_do),
        bytes=sum(item.bytes for item in to_do),
        hidden=found.hidden,
        unsettled=len(found.unsettled),
        digest_changed=digest_changed,
        finished=finished,
    )


@contextmanager
def curating(run: Run, workers: int, curate: CurateInputs = curate_inputs) -> Iterator[CurateShard]:
    """Hand out what curates a shard into tables under the run's staging folder, for `workers` threads to call.

    The work is done in as many worker processes. One alone is this process, which needs no start; but not where the
    run before this one died at it, for what killed that one would kill this one too.
    """
    if workers == 1 and not run.careful:
        yield partial(curate_here, run, curate=curate)
        return
    with Workers(workers) as processes:
        yield partial(_curate_shard, run, partial(curate_supervised, processes, curate))


def curate_here(run: Run, shard: Path, curate: CurateInputs = curate_inputs) -> list[ShardResult]:
    """Curate a shard in this process, whatever becomes of it."""
    return _curate_shard(run, lambda *shard: [curate(*shard)], shard)


def _curate_shard(
    run: Run, curate: Callable[[Sequence[FoundInput], Path, Context], list[ShardResult]], shard: Path
) -> list[ShardResult]:
    inputs = read_shard(shard)
    with at_hand(run.settings.raw, inputs):
        results = curate(inputs, run.parts_of(shard), Context(run.settings, run.run_id, run.digest))
    resume.note_finished(run, inputs, results)
    return results


def find_overlaps(run: Run, results: Sequence[ShardResult]) -> OverlapResult:
    """Join what the shards gave with what was there, and group all texts into reports."""
    current = release.current_release(run.layout)
    fresh = {name: _of_this_run(run, _concat([result.folder for result in results], name)) for name in merge.TABLES}
    before = merge.admitted(current)
    tables = grouped(run, merge.merge(before, fresh, run.run_id), current, before, fresh["texts"]["doc_id"])
    hand_over(run.merged, tables)
    counts = {name: tables[name].num_rows for name in ("documents", "duplicates", "overlaps")}
    return OverlapResult(**counts, folder=run.merged)


def publish(run: Run, overlaps: OverlapResult) -> PublishResult:
    """Publish the merged tables as the release that readers see."""
    names = (*DATASETS, "sketches")
    return publish_tables(run, {name: handed_over(overlaps.folder, name) for name in names})


def publish_tables(run: Run, tables: merge.Tables) -> PublishResult:
    """Publish the six datasets, with the sketches of their texts."""
    datasets = {name: tables[name] for name in DATASETS}
    published = publish_release(run.layout, datasets, tables["sketches"], run.run_id, run.digest, run.started_at)
    return PublishResult(release=published.number, rows={name: table.num_rows for name, table in datasets.items()})


def report(run: Run, plan: Plan, results: Sequence[ShardResult], published: PublishResult | None) -> RunReport:
    """Say what the run did, and write it to the history."""
    counts = {
        "new": plan.new,
        "unchanged": plan.unchanged,
        "hidden": plan.hidden,
        "waiting": plan.unsettled,
        "digest_changed": plan.digest_changed,
        "taken_over": sum(result.inputs for result in plan.finished),
    }
    folders = (run.settings.raw, run.settings.curated)
    outcome = (published.release, published.rows) if published else (None, {})
    made = summarise(run.run_id, run.started_at, folders, counts, results, outcome)
    if published:
        sources, duplicates = (handed_over(run.merged, name) for name in ("sources", "duplicates"))
        made = with_tables(made, sources, duplicates)
        before = last_runs(history.newest_first(run.layout))
        made = made.model_copy(update={"drift": drifts(made.sources, [earlier.sources for earlier in before])})
    history.append(run.layout, run.run_id, made.model_dump(mode="json"))
    return made


def run_local(settings: Settings, progress: Progress | None = None, *, retry: bool = False) -> RunReport:
    """A whole run on plain processes, without Prefect. Raises what open_run raises."""
    with open_run(settings, retry=retry) as run:
        found = discover(run)
        results = _curate_all(run, found, progress)
        if not found.new and release.current_release(run.layout) is not None:
            return report(run, found, results, None)
        return report(run, found, results, publish(run, find_overlaps(run, results)))


def _found(run: Run) -> Walk:
    settings = run.settings
    if isinstance(settings.raw, Path):
        return walk(settings.raw, settings.settle_seconds, time.time())
    folder = run.staging / "raw"
    return walk_bucket(settings.raw, settings.settle_seconds, time.time(), folder, run.layout.etags)


def _as_first_seen(inputs: Sequence[FoundInput], ledger: Ledger, current: release.Release) -> list[FoundInput]:
    """Inputs with the time of their first admission: no date of a page lies after it, however late it is read again.

    These bytes of a container were first read when the newest of its records was admitted.
    """
    known = {item.source_uri: item.raw_sha256 for item in inputs if ledger.knows(item)}
    seen: dict[str, datetime] = {}
    for name in ("documents", "duplicates"):
        for row in current.read(name, ["source_uri", "raw_sha256", "ingested_at"]).to_pylist():
            container = container_of(row["source_uri"])
            uri = container or row["source_uri"]
            if uri in known and (container or known[uri] == row["raw_sha256"]):
                seen[uri] = max(seen.get(uri, row["ingested_at"]), row["ingested_at"])
    return [item.model_copy(update={"ingested_at": seen.get(item.source_uri, item.ingested_at)}) for item in inputs]


def _curate_all(run: Run, found: Plan, progress: Progress | None) -> list[ShardResult]:
    """Results in the order of the shards, whoever finished first."""
    workers = min(run.settings.worker_count, len(found.shards))
    done: dict[Path, list[ShardResult]] = {}

    def note(shard: Path, results: list[ShardResult]) -> None:
        done[shard] = results
        if progress:
            progress(sum(result.inputs for result in chain(found.finished, *done.values())), found.new)

    if workers <= 1:
        with curating(run, 1) as curate:
            for shard in found.shards:
                note(shard, curate(shard))
    else:
        with ThreadPoolExecutor(workers) as threads, curating(run, workers) as curate:
            shards = {threads.submit(curate, shard): shard for shard in found.shards}
            for future in as_completed(shards):
                note(shards[future], future.result())
    return [*found.finished, *(result for shard in found.shards for result in done[shard])]


def _concat(folders: Sequence[Path], name: str) -> pa.Table:
    schema = merge.schema_of(name)
    parts = [pq.read_table(folder / f"{name}.parquet", schema=schema) for folder in folders]
    return pa.concat_tables(parts) if parts else schema.empty_table()


def _of_this_run(run: Run, table: pa.Table) -> pa.Table:
    """A shard that was taken over was read by another run, but it is this one that admits it."""
    ours = pa.repeat(run.run_id, table.num_rows)
    for name in {"run_id", "updated_run"}.intersection(table.column_names):
        table = table.set_column(table.schema.get_field_index(name), table.schema.field(name), ours)
    return table
