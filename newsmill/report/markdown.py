"""The run report as Markdown: what the Prefect UI shows beside a run, and what stays in the history."""

from collections.abc import Iterable, Sequence

from newsmill.report.chart import data_uri
from newsmill.report.past import picture
from newsmill.report.summary import RunReport

_TOP_RULES = 15
_BEFORE = 7
_DRIFTS = 20
_STATUSES = {"container": "containers of others"}


def markdown(report: RunReport, before: Sequence[RunReport] = ()) -> str:
    """The report for people: what came in, what went out, what was removed, what needs a look.

    before: earlier runs that published, newest first, to look at this one beside them.
    """
    parts: list[str] = [_headline(report), *_warnings(report)]
    if report.release is not None:
        parts += [f"![The last runs]({data_uri(picture(report, before))})\n", *_beside(report, before)]
    parts += [*_inputs(report), *_account(report), *_languages(report), *_rules(report), *_notes(report), ""]
    return "\n".join(parts)


def _headline(report: RunReport) -> str:
    if report.release is None:
        verdict = "Nothing new: no input has changed since the last run."
    else:
        rows = report.rows
        verdict = (
            f"**{rows['documents']} documents** and {rows['duplicates']} duplicates are in release {report.release}; "
            f"{report.new} inputs were read in {report.seconds:.1f} s."
        )
        if report.work:
            verdict += f" Shards: {report.work}."
    if report.digest_changed:
        verdict += "\n\nSettings, rules or code have changed since the last run: everything was curated again."
    return f"# Run of {report.started_at:%Y-%m-%d %H:%M} UTC\n\n{verdict}\n\nRun id: `{report.run_id}`\n"


def _warnings(report: RunReport) -> Iterable[str]:
    if report.drift:
        yield "## Worth a look\n"
        yield "Sources that are not what they were; a changed page layout is the usual reason.\n"
        yield from (f"- **{_cell(drift)}**" for drift in report.drift[:_DRIFTS])
        yield ""


def _beside(report: RunReport, before: Sequence[RunReport]) -> Iterable[str]:
    if before:
        yield "## Beside the last runs\n"
        head = ("run", "inputs", "documents", "quarantined", "furniture", "seconds")
        yield from _table(head, [_figures(run) for run in (report, *before[:_BEFORE])])


def _figures(run: RunReport) -> tuple[object, ...]:
    furniture = "" if run.furniture is None else f"{run.furniture:.1%}"
    return f"{run.started_at:%Y-%m-%d %H:%M}", run.new, run.documents, run.quarantined, furniture, f"{run.seconds:.1f}"


def _inputs(report: RunReport) -> Iterable[str]:
    yield "## Inputs\n"
    yield from _table(
        ("inputs", "count"),
        [
            ("read in this run", report.new),
            ("unchanged", report.unchanged),
            ("quarantined in this run", report.quarantined),
            ("left for the next run", report.waiting),
            ("hidden files passed over", report.hidden),
            *([("taken over from a run that did not end", report.taken_over)] if report.taken_over else []),
        ],
    )


def _account(report: RunReport) -> Iterable[str]:
    """What readers find, and that nothing is missing."""
    if report.rows:
        yield f"## What readers find in `{report.curated}`\n"
        yield from _table(("dataset", "rows"), sorted(report.rows.items()))
    if report.statuses:
        inputs = ", ".join(f"{count} {_STATUSES.get(name, name)}" for name, count in report.statuses.items())
        yield f"Of {sum(report.statuses.values())} inputs, pages and records of containers: {inputs}.\n"
        rows = f"{report.rows['documents']} documents and {report.rows['duplicates']} duplicates"
        verdict = "nothing is missing" if report.balanced else "**that does not add up: please report it**"
        yield f"They hold {report.texts} texts, which are in {rows}: {verdict}.\n"


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


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterable[str]:
    for cells in (head, ["---"] * len(head), *rows):
        yield f"| {' | '.join(_cell(cell) for cell in cells)} |"
    yield ""


def _cell(value: object) -> str:
    """A value that cannot break out of its table cell, whatever a file is called."""
    return str(value).replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")
