"""The command line: the top floor, and the only one that may import flows, inside the commands that need Prefect."""

import logging
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from newsmill.cli_options import (
    Config,
    Curated,
    CuratedOption,
    Json,
    OnlyNew,
    Raw,
    RawOption,
    Workers,
    err,
    out,
    settings_of,
)
from newsmill.cli_store import COMMANDS
from newsmill.errors import NewsmillError

app = typer.Typer(
    name="newsmill",
    help="Scraped pages in many languages in, trusted Parquet out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
rules_app = typer.Typer(help="Look at furniture rules, and check new ones.", no_args_is_help=True)
app.add_typer(rules_app, name="rules")
for command in COMMANDS:
    app.command()(command)


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
    only_new: OnlyNew = None,
    no_prefect: Annotated[bool, typer.Option("--no-prefect", help="The same core on plain processes.")] = False,
) -> None:
    """Curate what is new in RAW into CURATED, and say what was done.

    Exit codes: 0 done (also where inputs were quarantined), 1 failed, 2 wrong usage, 75 another run holds the lock.
    """
    settings = settings_of(config, raw=raw, curated=curated, workers=workers, only_new=only_new)
    if no_prefect:
        from newsmill.pipeline import run_local
        from newsmill.report.terminal import show_report

        with _progress_bar() as bar:
            task = bar.add_task("curating", total=None)
            report = run_local(settings, lambda done, total: bar.update(task, completed=done, total=total))
    else:
        from flows.launch import run_flow
        from newsmill.report.terminal import show_report

        report = run_flow(settings)
    show_report(out, report)


@app.command()
def show(
    doc_id: Annotated[str, typer.Argument(help="Id of a document, or the first digits of it.")],
    curated: CuratedOption = None,
    config: Config = None,
) -> None:
    """Show a document: title, text, where it came from, its cluster, what was removed and why."""
    from newsmill.report.terminal import show_document
    from newsmill.store.lookup import find_document

    settings = settings_of(config, curated=curated)
    show_document(out, find_document(settings.curated, doc_id))


@app.command()
def explain(
    name: Annotated[
        str, typer.Argument(help="A source_uri, or the first digits of a doc_id.", metavar="SOURCE_OR_DOC_ID")
    ],
    curated: CuratedOption = None,
    config: Config = None,
    restore: Annotated[list[str] | None, typer.Option(help="Show what would come back without this rule.")] = None,
) -> None:
    """Show a page line by line: what was kept, what was removed, by which rule and why."""
    from newsmill.report.terminal import show_page
    from newsmill.store.lookup import find_page

    settings = settings_of(config, curated=curated)
    show_page(out, find_page(settings.curated, name), restore or ())


@app.command()
def compare(
    first: Annotated[str, typer.Argument(help="Id of a document, or the first digits of it.", metavar="DOC_ID")],
    second: Annotated[str, typer.Argument(help="The same of another.", metavar="OTHER_ID")],
    curated: CuratedOption = None,
    config: Config = None,
    *,
    json: Json = False,
) -> None:
    """Show two documents side by side: what is shared, moved, changed, missing."""
    from newsmill.report.compare import compare as compare_texts
    from newsmill.report.side_by_side import as_json, show_comparison
    from newsmill.store.lookup import find_document

    folder = settings_of(config, curated=curated).curated
    one, other = (find_document(folder, doc_id).row for doc_id in (first, second))
    found = compare_texts(one["text"], other["text"])
    if json:
        out.print_json(data=as_json(one, other, found))
    else:
        show_comparison(out, one, other, found)


@rules_app.command("list")
def list_rules(language: Annotated[str | None, typer.Option(help="Only the rules of this language.")] = None) -> None:
    """List the furniture rules."""
    from newsmill.clean.ruleset import load_rules
    from newsmill.report.terminal import show_rules

    show_rules(out, [rule for rule in load_rules().rules if language in (None, rule.language)])


@rules_app.command("test")
def test_rules(file: Annotated[Path, typer.Argument(help="A rule file, such as clean/rules/en.toml.")]) -> None:
    """Check a rule file: its form, and that every rule takes its examples and leaves its counter examples."""
    from newsmill.clean.rulecheck import check_rule_file

    found = check_rule_file(file)
    out.print(f"{file}: {len(found)} rules, all as their examples say")


@app.command()
def learn_templates(
    curated: CuratedOption = None,
    file: Annotated[Path, typer.Option("--out", help="File to write.")] = Path("templates.toml"),
    min_reports: Annotated[int, typer.Option(min=2, help="Reports of a site that have to carry a line.")] = 5,
    config: Config = None,
    *,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a file that names other lines.")] = False,
) -> None:
    """Find lines that repeat over different reports of one site, and write them to a file for people to look at.

    Neither CURATED nor what a run does changes by that: the setting `templates` puts the file to use.
    """
    from newsmill.learn import learn_file
    from newsmill.report.terminal import show_templates

    settings = settings_of(config, curated=curated)
    found = learn_file(settings.curated, file, datetime.now(UTC), min_reports, overwrite=overwrite)
    show_templates(out, found)
    out.print(f'{file} names them. Look at it, then set templates = "{file}".', highlight=False, soft_wrap=True)


@app.command()
def serve(
    cron: Annotated[str, typer.Option(help="When to run, as a cron line.")] = "0 * * * *",
    timezone: Annotated[str | None, typer.Option(help="Time zone of the cron line, such as Europe/Berlin.")] = None,
    raw: RawOption = None,
    curated: CuratedOption = None,
    workers: Workers = None,
    config: Config = None,
) -> None:
    """Run on a schedule, with the Prefect UI beside it, until stopped.

    Starts a Prefect server on this machine where none is configured.
    """
    settings = settings_of(config, raw=raw, curated=curated, workers=workers)
    from flows.serve import serve as serve_flow

    serve_flow(settings, cron, timezone)


@app.command()
def ui() -> None:
    """Show the Prefect UI with the runs made so far, until stopped."""
    from flows.ui import ui as keep_ui

    keep_ui()


def _progress_bar() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=err, transient=True, disable=not err.is_terminal)


def _plain(failure: NewsmillError) -> str:
    """The message as one line, with nothing that rich would take for markup."""
    return " ".join(str(failure).split()).replace("[", r"\[")
