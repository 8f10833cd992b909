"""What people see in the terminal: the summary of a run, and one document with all that is known of it."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from newsmill.clean.rulefile import Rule
from newsmill.report.explain import page_lines
from newsmill.report.summary import RunReport
from newsmill.templates import Templates

if TYPE_CHECKING:  # at run time it would bring pyarrow.dataset, and that pandas where it is installed: a second
    from newsmill.store.lookup import FoundDocument, FoundPage

_FACTS = (
    "doc_id",
    "source_uri",
    "item_index",
    "url",
    "site",
    "language",
    "script",
    "published_at",
    "author",
    "source",
    "place",
)
_LONG = 300


def show_report(console: Console, report: RunReport) -> None:
    """Print what a run did, and where the data is."""
    if report.digest_changed:
        console.print("Settings, rules or code have changed since the last run: everything is curated again.")
    if report.release is None:
        console.print(
            f"Nothing new in {report.raw} ({report.unchanged} inputs unchanged); {report.seconds:.1f} s.",
            highlight=False,
        )
        return
    table = Table(title=f"newsmill run {report.run_id}", show_header=False, title_justify="left")
    for name, value in _summary(report):
        table.add_row(name, value)
    console.print(table)
    for drift in report.drift:
        console.print(f"  [yellow]worth a look[/]: {escape(str(drift))}", highlight=False, soft_wrap=True)
    for note in report.failures:
        console.print(
            f"  quarantined [bold]{escape(note.source_uri)}[/]: {escape(note.what)}", highlight=False, soft_wrap=True
        )
    console.print(
        f"\nThe data: {report.curated}/documents, duplicates, overlaps, removed, quarantine, sources", highlight=False
    )
    documents = f"{report.curated}/documents"
    rows = f"'{documents}/**/*.parquet'" if isinstance(report.curated, Path) else f"delta_scan('{documents}')"
    query = f"select language, count(*) from {rows} group by 1"
    console.print(f'  duckdb -c "{query}"', highlight=False, soft_wrap=True)
    console.print("  newsmill show DOC_ID    one document, and what was removed from it", highlight=False)


def _summary(report: RunReport) -> list[tuple[str, str]]:
    rows = report.rows
    languages = ", ".join(f"{code} {count}" for code, count in report.languages.items())
    return [
        ("inputs", f"{report.new} new, {report.unchanged} unchanged, {report.waiting} left for the next run"),
        *([("taken over", f"{report.taken_over} of a run that did not end")] if report.taken_over else []),
        ("documents", f"{report.documents} texts in this run; {rows['documents']} reports in all"),
        ("duplicates", f"{rows['duplicates']} in all"),
        ("quarantined", str(report.quarantined)),
        ("lines removed", str(report.removed)),
        ("languages", languages),
        ("seconds", f"{report.seconds:.1f}"),
        *([("shards", str(report.work))] if report.work else []),
        ("release", f"{report.release} in {report.curated}"),
    ]


def show_document(console: Console, found: "FoundDocument") -> None:
    """Print a document: title, text, facts, its cluster, and the lines that were removed from its page."""
    row = found.row
    console.print(f"[bold]{escape(row['title'] or '(no title)')}[/]\n")
    console.print(escape(row["text"]), highlight=False)
    facts = Table(show_header=False, title="\nWhat is known", title_justify="left")
    for name in _FACTS:
        if row[name] is not None:
            facts.add_row(name, escape(str(row[name])))
    console.print(facts)
    _show_cluster(console, row, found.cluster)
    _show_removed(console, found.removed)


def _show_cluster(console: Console, row: dict[str, Any], cluster: list[dict[str, Any]]) -> None:
    if row.get("duplicate_of"):
        console.print(
            f"\nA duplicate ({row['relation']}) of {row['duplicate_of']}, which stands for it.", highlight=False
        )
    if len(cluster) < 2:
        console.print("\nNo other text tells this report.")
        return
    table = Table(
        "doc_id", "relation", "input", "title", title=f"\nThe {len(cluster)} texts of this report", title_justify="left"
    )
    for member in cluster:
        values = (member["doc_id"], member["relation"] or "stands for it", member["source_uri"], member["title"] or "")
        table.add_row(*map(escape, values))
    console.print(table)


def show_page(console: Console, page: "FoundPage", restore: Collection[str]) -> None:
    """Print a page line by line: what was kept, what was removed by which rule and why, what would come back."""
    source = page.source
    console.print(
        f"[bold]{escape(source['source_uri'])}[/] {source['status']}, {source['documents']} documents", highlight=False
    )
    item: int | None = None
    for line in page_lines(page.documents, page.removed, restore):
        if line.item is not None and line.item != item and len(page.documents) > 1:
            console.rule(f"item {line.item}", align="left")
            item = line.item
        text = escape(line.text)
        if line.rule is None:
            console.print(f"  {text}", highlight=False)
        elif line.restored:
            console.print(f"[green]+ {text}[/]  [dim]{line.rule}: {line.reason}[/]", highlight=False)
        else:
            console.print(f"[red]- [strike]{text}[/strike][/]  [dim]{line.rule}: {line.reason}[/]", highlight=False)


def show_rules(console: Console, rules: Sequence[Rule]) -> None:
    """Print the furniture rules: what each takes a line for, where, and an example."""
    table = Table("rule", "reason", "match", "where", "example")
    for rule in rules:
        table.add_row(rule.id, rule.reason, rule.match, rule.where, escape(rule.examples[0]))
    console.print(table)


def show_templates(console: Console, templates: Templates) -> None:
    """Print the lines that were learned, site by site, each with the reports that carry it."""
    table = Table("site", "line", "reports")
    for template in templates.templates:
        line = template.line if len(template.line) <= _LONG else template.line[:_LONG] + "…"
        table.add_row(escape(template.site), escape(line), f"{template.reports} of {template.of}")
    if templates.templates:
        console.print(table)
    console.print(f"lines: {len(templates.templates)}, sites: {len(templates.lines)}", highlight=False)


def _show_removed(console: Console, removed: list[dict[str, Any]]) -> None:
    if not removed:
        console.print("\nNothing was removed from its page.")
        return
    table = Table("what was removed", "reason", "rule", title="\nRemoved from its page", title_justify="left")
    for line in removed:
        text = line["text"] if len(line["text"]) <= _LONG else line["text"][:_LONG] + "…"
        table.add_row(escape(text), line["reason"], line["rule"])
    console.print(table)
