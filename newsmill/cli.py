"""The command line: the top floor, and the only one that may import flows, inside the commands that need Prefect."""

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsmill.cli_look import LOOKING, RULES
from newsmill.cli_options import (
    Config,
    Curated,
    CuratedOption,
    NoPrefect,
    OnlyNew,
    Raw,
    RawOption,
    State,
    Webhook,
    Workers,
    err,
    out,
    settings_of,
)
from newsmill.cli_store import KEEPING
from newsmill.errors import NewsmillError

if TYPE_CHECKING:
    from rich.progress import Progress

    from newsmill.settings import Settings

app = typer.Typer(
    name="newsmill",
    help="Scraped pages in many languages in, trusted Parquet out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
rules_app = typer.Typer(help="Look at furniture rules, and check new ones.", no_args_is_help=True)
app.add_typer(rules_app, name="rules")
for command in (*LOOKING, *KEEPING):
    app.command()(command)
for name, command in RULES.items():
    rules_app.command(name)(command)


def main() -> None:
    """Run the command line. Errors that newsmill knows are one line with the way out, and an exit code of their own."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        app()
    except NewsmillError as failure:
        err.print(f"[bold red]newsmill:[/] {_plain(failure)}", highlight=False, soft_wrap=True)
        sys.exit(failure.exit_code)
    except KeyboardInterrupt:
        err.print("newsmill: stopped; nothing half done was published, run it again to go on")
        sys.exit(130)


@app.callback(invoke_without_command=True)
def about(
    version: Annotated[bool, typer.Option("--version", help="Say which newsmill this is.")] = False,
) -> None:
    """Scraped pages in many languages in, trusted Parquet out."""
    if version:
        from newsmill import __version__

        out.print(f"newsmill {__version__}", highlight=False)
        raise typer.Exit


@app.command()
def run(
    raw: Raw = None,
    curated: Curated = None,
    *,
    workers: Workers = None,
    config: Config = None,
    state: State = None,
    only_new: OnlyNew = None,
    no_prefect: NoPrefect = False,
    release_held: Annotated[bool, typer.Option("--release-held", help="Read what a rollback holds back.")] = False,
) -> None:
    """Curate what is new in RAW into CURATED, and say what was done.

    Exit codes: 0 done (also where inputs were quarantined), 1 failed, 2 wrong usage, 75 another run holds the lock.
    """
    settings = settings_of(config, raw=raw, curated=curated, workers=workers, only_new=only_new, state=state)
    if release_held:
        from newsmill.edits import release_held as let_go

        let_go(settings)
    _run(settings, no_prefect=no_prefect)


@app.command()
def retry(
    raw: Raw = None,
    curated: Curated = None,
    *,
    workers: Workers = None,
    config: Config = None,
    state: State = None,
    no_prefect: NoPrefect = False,
) -> None:
    """Run, and read once more what is in quarantine: for when the reason is gone, such as too little memory."""
    _run(settings_of(config, raw=raw, curated=curated, workers=workers, state=state), no_prefect=no_prefect, retry=True)


@app.command()
def serve(
    cron: Annotated[str, typer.Option(help="When to run, as a cron line.")] = "0 * * * *",
    timezone: Annotated[str | None, typer.Option(help="Time zone of the cron line, such as Europe/Berlin.")] = None,
    raw: RawOption = None,
    curated: CuratedOption = None,
    *,
    workers: Workers = None,
    config: Config = None,
    state: State = None,
    webhook: Webhook = None,
) -> None:
    """Run on a schedule, with the Prefect UI beside it, until stopped.

    Starts a Prefect server on this machine where none is configured.
    """
    settings = settings_of(config, raw=raw, curated=curated, workers=workers, state=state)
    from flows.serve import serve as serve_flow

    serve_flow(settings, cron, timezone, webhook)


@app.command()
def watch(
    raw: Raw = None,
    curated: Curated = None,
    *,
    quiet: Annotated[float, typer.Option(min=0.1, help="Run when RAW has not changed for so many seconds.")] = 30.0,
    workers: Workers = None,
    config: Config = None,
    state: State = None,
    no_prefect: NoPrefect = False,
) -> None:
    """Run whenever there are new files in RAW, until stopped.

    Where `newsmill serve` keeps a deployment for CURATED, it does the runs; with --no-prefect this process does.
    """
    settings = settings_of(config, raw=raw, curated=curated, workers=workers, state=state)
    if no_prefect:
        from newsmill.report.terminal import show_report
        from newsmill.watch import watch as watch_here

        for report in watch_here(settings, quiet):
            show_report(out, report)
    else:
        from flows.watch import watch as watch_flow

        watch_flow(settings, quiet)


@app.command()
def install_automations(webhook: Webhook = None) -> None:
    """Let the Prefect server see runs that died, and tell of failures and drift. `newsmill serve` does it, too."""
    from flows.automations import install_here

    for name in install_here(webhook):
        out.print(name, highlight=False)


@app.command()
def ui() -> None:
    """Show the Prefect UI with the runs made so far, until stopped."""
    from flows.ui import ui as keep_ui

    keep_ui()


def _run(settings: "Settings", *, no_prefect: bool, retry: bool = False) -> None:
    if no_prefect:
        _prepare(settings)
        from newsmill.pipeline import run_local

        with _progress_bar() as bar:
            task = bar.add_task("curating", total=None)
            report = run_local(settings, lambda done, total: bar.update(task, completed=done, total=total), retry=retry)
    else:
        from flows.launch import run_flow

        report = run_flow(settings, retry=retry)
    from newsmill.report.terminal import show_report

    show_report(out, report)


def _prepare(settings: "Settings") -> None:
    """Let workers be made ready while this process is still importing, where a first run will need some."""
    from newsmill.intake.discover import exceeds
    from newsmill.intake.shards import SMALL_BYTES, SMALL_INPUTS
    from newsmill.store.layout import Layout
    from newsmill.workers import start_server

    first = not Layout(settings.curated_folder).current.is_symlink()
    shard = min(settings.shard_bytes, SMALL_BYTES), min(settings.shard_inputs, SMALL_INPUTS)
    if settings.worker_count > 1 and first and isinstance(settings.raw, Path) and exceeds(settings.raw, *shard):
        start_server()
    from newsmill.lean import without_pandas

    without_pandas()


def _progress_bar() -> "Progress":
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=err, transient=True, disable=not err.is_terminal)


def _plain(failure: NewsmillError) -> str:
    """The message as one line, with nothing that rich would take for markup."""
    return " ".join(str(failure).split()).replace("[", r"\[")
