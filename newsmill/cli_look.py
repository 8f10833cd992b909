"""Commands that look at what is there, and change nothing: documents, pages, two texts side by side, rules."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from newsmill.cli_options import Config, CuratedOption, Json, State, layout_of, out


def show(
    doc_id: Annotated[str, typer.Argument(help="Id of a document, or the first digits of it.")],
    curated: CuratedOption = None,
    config: Config = None,
    state: State = None,
) -> None:
    """Show a document: title, text, where it came from, its cluster, what was removed and why."""
    from newsmill.report.terminal import show_document
    from newsmill.store.lookup import find_document

    show_document(out, find_document(layout_of(config, curated, state).curated, doc_id))


def explain(
    name: Annotated[
        str, typer.Argument(help="A source_uri, or the first digits of a doc_id.", metavar="SOURCE_OR_DOC_ID")
    ],
    curated: CuratedOption = None,
    config: Config = None,
    state: State = None,
    restore: Annotated[list[str] | None, typer.Option(help="Show what would come back without this rule.")] = None,
) -> None:
    """Show a page line by line: what was kept, what was removed, by which rule and why."""
    from newsmill.report.terminal import show_page
    from newsmill.store.lookup import find_page

    show_page(out, find_page(layout_of(config, curated, state).curated, name), restore or ())


def compare(
    first: Annotated[str, typer.Argument(help="Id of a document, or the first digits of it.", metavar="DOC_ID")],
    second: Annotated[str, typer.Argument(help="The same of another.", metavar="OTHER_ID")],
    curated: CuratedOption = None,
    config: Config = None,
    state: State = None,
    *,
    json: Json = False,
) -> None:
    """Show two documents side by side: what is shared, moved, changed, missing."""
    from newsmill.report.compare import compare as compare_texts
    from newsmill.report.side_by_side import as_json, show_comparison
    from newsmill.store.lookup import find_document

    folder = layout_of(config, curated, state).curated
    one, other = (find_document(folder, doc_id).row for doc_id in (first, second))
    found = compare_texts(one["text"], other["text"])
    if json:
        out.print_json(data=as_json(one, other, found))
    else:
        show_comparison(out, one, other, found)


def list_rules(language: Annotated[str | None, typer.Option(help="Only the rules of this language.")] = None) -> None:
    """List the furniture rules."""
    from newsmill.clean.ruleset import load_rules
    from newsmill.report.terminal import show_rules

    show_rules(out, [rule for rule in load_rules().rules if language in (None, rule.language)])


def test_rules(file: Annotated[Path, typer.Argument(help="A rule file, such as clean/rules/en.toml.")]) -> None:
    """Check a rule file: its form, and that every rule takes its examples and leaves its counter examples."""
    from newsmill.clean.rulecheck import check_rule_file

    found = check_rule_file(file)
    out.print(f"{file}: {len(found)} rules, all as their examples say")


def learn_templates(
    curated: CuratedOption = None,
    file: Annotated[Path, typer.Option("--out", help="File to write.")] = Path("templates.toml"),
    min_reports: Annotated[int, typer.Option(min=2, help="Reports of a site that have to carry a line.")] = 5,
    config: Config = None,
    state: State = None,
    *,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a file that names other lines.")] = False,
) -> None:
    """Find lines that repeat over different reports of one site, and write them to a file for people to look at.

    Neither CURATED nor what a run does changes by that: the setting `templates` puts the file to use.
    """
    from newsmill.learn import learn_file
    from newsmill.report.terminal import show_templates

    folder = layout_of(config, curated, state).curated
    found = learn_file(folder, file, datetime.now(UTC), min_reports, overwrite=overwrite)
    show_templates(out, found)
    out.print(f'{file} names them. Look at it, then set templates = "{file}".', highlight=False, soft_wrap=True)


LOOKING: tuple[Callable[..., None], ...] = (show, explain, compare, learn_templates)
RULES: dict[str, Callable[..., None]] = {"list": list_rules, "test": test_rules}
