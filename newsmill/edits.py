"""Changes of what is published that no input asked for: sources forgotten, runs taken back, files joined.

Each is a run itself.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict

from newsmill.errors import StoreError, UsageError
from newsmill.intake.formats import container_of
from newsmill.intake.ledger import is_tombstone
from newsmill.pipeline import open_run, publish_tables
from newsmill.schema import DATASETS
from newsmill.settings import Settings
from newsmill.standing import carry_standing, grouped
from newsmill.steps import Run
from newsmill.store import compact as compaction
from newsmill.store import edit, history, merge, recovery
from newsmill.store.history import Entry
from newsmill.store.release import Release, current_release, release_at


class Edited(BaseModel):
    """What an edit did; this is its entry in the history, too."""

    model_config = ConfigDict(frozen=True)

    run_id: str
    started_at: datetime
    action: str
    names: list[str]
    """Sources, runs, or folders whose files were joined."""
    release: int
    rows: dict[str, int]


def forget(settings: Settings, names: Sequence[str]) -> Edited:
    """Take sources out again, all versions of them, and keep them out until `unforget`. Older releases are removed.

    names: source_uris; a container stands for its records, and a name that ends in / for a folder.
    Raises UsageError where nothing has such a name.
    """
    with open_run(settings) as run:
        current = _current(run)
        tables = merge.admitted(current)
        sources = tables["sources"]
        uris = {name: edit.named(sources, name) for name in names}
        _refuse([name for name, found in uris.items() if not found], settings, "no input is called")
        gone = {uri for found in uris.values() for uri in found}
        stones = {stone for name, found in uris.items() for stone in _tombstones(name, found)}
        left = edit.without_sources(tables, gone, stones, run.run_id, run.digest)
        done = _publish(run, left, tables, "forget", names)
        recovery.sweep(run.layout, 1, 0, datetime.now(UTC))
    return done


def unforget(settings: Settings, names: Sequence[str]) -> Edited:
    """Let sources in again that were forgotten; the next run reads them. Raises UsageError for one that was not."""
    with open_run(settings) as run:
        tables = merge.admitted(_current(run))
        rows = tables["sources"].select(["source_uri", "status", "raw_sha256"]).to_pylist()
        stones = {row["source_uri"] for row in rows if is_tombstone(row["status"], row["raw_sha256"])}
        meant = {name: [stone for stone in stones if _is_meant(name, stone)] for name in names}
        _refuse([name for name, found in meant.items() if not found], settings, "nothing forgotten is called")
        opened = {stone for found in meant.values() for stone in found}
        return _publish(run, edit.without_tombstones(tables, opened), tables, "unforget", names)


def rollback(settings: Settings, run_id: str) -> Edited:
    """Go back to before a run. What it and later runs read is held until `run --release-held`.

    run_id: or its first characters. Raises UsageError where no run that published is called so, and StoreError where
    the release before it is not there any more.
    """
    with open_run(settings) as run:
        current = _current(run)
        published = [entry for entry in history.entries(run.layout) if entry.get("release")]
        place = _place(published, run_id)
        before = published[place - 1] if place else None
        if before is None:
            raise UsageError(f"{published[place]['run_id']} was the first run: there is nothing to go back to")
        older = release_at(run.layout, before["release"])
        if older is None:
            raise StoreError(
                f"release {before['release']}, from before {published[place]['run_id']}, is not kept any more; "
                "`keep_releases` and `keep_hours` in the settings say how long releases stay"
            )
        late = [str(entry["run_id"]) for entry in published[place:]]
        tables = edit.taken_back(merge.admitted(older), merge.admitted(current), late)
        return _publish(run, tables, None, "rollback", late)


def release_held(settings: Settings) -> Edited | None:
    """Let the inputs go that rollbacks hold; the next run reads them. None where there are none."""
    with open_run(settings) as run:
        tables = merge.admitted(_current(run))
        kept = edit.without_held(tables)
        count = tables["sources"].num_rows - kept["sources"].num_rows
        return _publish(run, kept, tables, "release-held", [f"{count} inputs"]) if count else None


def compact(settings: Settings) -> Edited | None:
    """Join the small files of every dataset; the rows stay as they are. None where there is nothing to join."""
    with open_run(settings) as run:
        return compact_in(run)


def compact_in(run: Run) -> Edited | None:
    """The same within a run that is open."""
    before = current_release(run.layout)
    made = compaction.compact(run.layout, run.run_id, run.started_at)
    if made is None or before is None:
        return None
    carry_standing(run.layout, before.manifest.run_id, run.run_id)  # the texts are the same
    release, folders = made
    rows = {name: sum(file.rows for file in release.manifest.of(name)) for name in DATASETS}
    return _note(run, "compact", folders, release.number, rows)


def _publish(run: Run, tables: merge.Tables, before: merge.Tables | None, action: str, names: Sequence[str]) -> Edited:
    """before: the tables of the current release, where these are some of them; None where they come from another."""
    published = publish_tables(run, grouped(run, tables, current_release(run.layout), before, None))
    return _note(run, action, names, published.release, published.rows)


def _note(run: Run, action: str, names: Sequence[str], release: int, rows: dict[str, int]) -> Edited:
    """Write the history of an edit."""
    done = Edited(
        run_id=run.run_id, started_at=run.started_at, action=action, names=list(names), release=release, rows=rows
    )
    history.append(run.layout, run.run_id, done.model_dump(mode="json"))
    return done


def _current(run: Run) -> Release:
    current = current_release(run.layout)
    if current is None:
        raise UsageError(f"there is no curated data in {run.layout.curated}; `newsmill run` makes it")
    return current


def _tombstones(name: str, uris: Sequence[str]) -> set[str]:
    """What has to be kept out for a name: itself, or each input of a folder."""
    return {container_of(uri) or uri for uri in uris} if name.endswith("/") else {name}


def _is_meant(name: str, stone: str) -> bool:
    return stone == name or (name.endswith("/") and stone.startswith(name))


def _refuse(names: Sequence[str], settings: Settings, why: str) -> None:
    if names:
        raise UsageError(f"{why} {names[0]}; column source_uri of {settings.curated}/sources has the names")


def _place(published: Sequence[Entry], run_id: str) -> int:
    places = [place for place, entry in enumerate(published) if str(entry["run_id"]).startswith(run_id)]
    if len(places) != 1:
        raise UsageError(f"{len(places) or 'no'} runs are called {run_id}; `newsmill history` lists them")
    return places[0]
