"""Commands about what is published: how it stands, whether it is whole, and taking something out again."""

from collections.abc import Callable
from typing import Annotated, Any

import typer

from newsmill.cli_options import Config, CuratedOption, Json, State, err, layout_of, out, settings_of
from newsmill.errors import StoreError, UsageError

Sources = Annotated[
    list[str],
    typer.Argument(help="source_uri of an input; a container with its records, or a folder: news/", metavar="SOURCE"),
]


def status(curated: CuratedOption = None, config: Config = None, state: State = None, *, json: Json = False) -> None:
    """Say what is published: release, rows, bytes, inputs, whether everything adds up, and the last runs."""
    from newsmill.report.store import show_state, state_as_json
    from newsmill.store.history import entries
    from newsmill.store.state import state_of

    layout = layout_of(config, curated, state)
    found = state_of(layout)
    if found is None:
        raise UsageError(f"there is no curated data in {layout.curated}; `newsmill run` makes it")
    runs = entries(layout)
    if json:
        out.print_json(data=state_as_json(found, runs))
    else:
        show_state(out, layout.curated, found, runs)


def history(
    curated: CuratedOption = None,
    config: Config = None,
    state: State = None,
    *,
    count: Annotated[int, typer.Option("-n", min=1, help="Runs to list, the newest.")] = 20,
    json: Json = False,
) -> None:
    """List what every run did, newest first."""
    from newsmill.report.store import show_history
    from newsmill.store.history import entries

    runs = entries(layout_of(config, curated, state))[::-1][:count]
    if json:
        out.print_json(data=list(runs))
    else:
        show_history(out, runs)


def path(
    dataset: Annotated[str, typer.Argument(help="documents, duplicates, overlaps, removed, quarantine or sources.")],
    curated: CuratedOption = None,
    config: Config = None,
    state: State = None,
) -> None:
    """Print the folder of a dataset in the release of this moment: files there never change while they are read."""
    from newsmill.schema import DATASETS
    from newsmill.store.release import current_release

    layout = layout_of(config, curated, state)
    if dataset not in DATASETS:
        raise UsageError(f"there is no dataset {dataset}; there are {', '.join(DATASETS)}")
    current = current_release(layout)
    if current is None:
        raise UsageError(f"there is no curated data in {layout.curated}; `newsmill run` makes it")
    typer.echo(str((current.path / dataset).absolute()))


def verify(curated: CuratedOption = None, config: Config = None, state: State = None) -> None:
    """Check every file that readers see: checksums, the contract, that everything adds up. Exit code 1 if not."""
    from newsmill.store.audit import problems

    layout = layout_of(config, curated, state)
    found = problems(layout)
    for problem in found:
        err.print(problem, highlight=False, markup=False, soft_wrap=True)
    if found:
        raise StoreError(f"{len(found)} problems in {layout.curated}; `newsmill repair` puts right what it can")
    out.print(f"{layout.curated}: every file is as it was written, and everything adds up", highlight=False)


def repair(curated: CuratedOption = None, config: Config = None, state: State = None) -> None:
    """Put links and left-overs in order, and go back to the newest whole release where the current one is damaged."""
    from newsmill.store.lock import hold_lock
    from newsmill.store.repair import repair as repair_store

    layout = layout_of(config, curated, state)
    with hold_lock(layout):
        done = repair_store(layout)
    layout_of(config, curated, state)  # a mirror fetches what was damaged
    for line in done or ["nothing was wrong"]:
        out.print(line, highlight=False, markup=False, soft_wrap=True)


def rollback(
    run_id: Annotated[str, typer.Argument(help="The first run to take back, or the first characters of it.")],
    curated: CuratedOption = None,
    config: Config = None,
    state: State = None,
) -> None:
    """Go back to before a run. What it and later runs read is held, until `newsmill run --release-held`."""
    from newsmill.edits import rollback as take_back

    _say(take_back(settings_of(config, curated=curated, state=state), run_id), "taken back")


def forget(sources: Sources, curated: CuratedOption = None, config: Config = None, state: State = None) -> None:
    """Take sources out again, from all releases, and keep them out until `newsmill unforget`."""
    from newsmill.edits import forget as take_out

    _say(take_out(settings_of(config, curated=curated, state=state), sources), "forgotten")


def unforget(sources: Sources, curated: CuratedOption = None, config: Config = None, state: State = None) -> None:
    """Let forgotten sources in again; the next run reads them."""
    from newsmill.edits import unforget as let_in

    _say(let_in(settings_of(config, curated=curated, state=state), sources), "let in again")


def compact(curated: CuratedOption = None, config: Config = None, state: State = None) -> None:
    """Join the small files that many runs left, in a release of its own with the same rows."""
    from newsmill.edits import compact as join

    done = join(settings_of(config, curated=curated, state=state))
    if done:
        _say(done, "joined")
    else:
        out.print("there are no small files to join")


def _say(done: Any, what: str) -> None:
    rows = f"{done.rows['documents']} documents, {done.rows['duplicates']} duplicates"
    out.print(f"{what}: {', '.join(done.names)}. Release {done.release}: {rows}.", highlight=False, soft_wrap=True)


KEEPING: tuple[Callable[..., None], ...] = (status, history, path, verify, repair, rollback, forget, unforget, compact)
