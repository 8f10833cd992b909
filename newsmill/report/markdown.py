"""The run report as Markdown: what the Prefect UI shows beside a run, and what stays in the history."""

from collections.abc import Iterable, Sequence

from newsmill.report.summary import RunReport

_TOP_RULES = 15


def markdown(report: RunReport) -> str:
    """The report for people: what came in, what went out, what was removed, what needs a look."""
    return "\n".join(
        [_headline(report), *_flow_of_inputs(report), *_languages(report), *_rules(report), *_notes(report), ""]
    )


def _headline(report: RunReport) -> str:
    if report.release is None:
        verdict = "Nothing new: no input has changed since the last run."
    else:
        rows = report.rows
        verdict = (
            f"**{rows['documents']} documents** and {rows['duplicates']} duplicates are in release {report.release}; "
            f"{report.new} inputs were read in {report.seconds:.1f} s."
        )
    if report.digest_changed:
        verdict += "\n\nSettings, rules or code have changed since the last run: everything was curated again."
    return f"# newsmill run {report.run_id}\n\n{verdict}\n"


def _flow_of_inputs(report: RunReport) -> Iterable[str]:
    yield "## Inputs\n"
    yield from _table(
        ("inputs", "count"),
        [
            ("read in this run", report.new),
            ("unchanged", report.unchanged),
            ("quarantined in this run", report.quarantined),
            ("left for the next run", report.waiting),
            ("hidden files passed over", report.hidden),
        ],
    )
    if report.rows:
        yield f"## What readers find in `{report.curated}`\n"
        yield from _table(("dataset", "rows"), sorted(report.rows.items()))


def _languages(report: RunReport) -> Iterable[str]:
    if report.languages:
        yield "## Languages of this run\n"
        yield from _table(("language", "texts"), list(report.languages.items()))


def _rules(report: RunReport) -> Iterable[str]:
    if report.rules:
        yield f"## Lines removed: {report.removed}\n"
        yield from _table(("rule", "lines"), list(report.rules.items())[:_TOP_RULES])


def _notes(report: RunReport) -> Iterable[str]:
    if report.failures:
        yield "## Quarantined\n"
        yield from _table(("input", "why"), [(f"`{note.source_uri}`", note.what) for note in report.failures])
    if report.slowest:
        yield "## Slowest inputs\n"
        yield from _table(("input", "seconds"), [(f"`{note.source_uri}`", note.seconds) for note in report.slowest])


def _table(head: tuple[str, str], rows: Sequence[tuple[object, object]]) -> Iterable[str]:
    yield f"| {head[0]} | {head[1]} |"
    yield "|---|---|"
    for left, right in rows:
        yield f"| {_cell(left)} | {_cell(right)} |"
    yield ""


def _cell(value: object) -> str:
    """A value that cannot break out of its table cell, whatever a file is called."""
    return str(value).replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")
