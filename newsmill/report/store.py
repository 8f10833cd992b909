"""What people see of the store in the terminal: how it stands, and what its runs did."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.filesize import decimal
from rich.markup import escape
from rich.table import Table

from newsmill.store.state import State

Entry = Mapping[str, Any]

_LAST = 5
_RUN_ID = 23
"""Characters of a run id, which people copy."""


def show_state(console: Console, curated: Path, state: State, runs: Sequence[Entry]) -> None:
    """Print what is published and the last runs. runs: newest last."""
    table = Table("dataset", "rows", "size", title=f"{curated}: release {state.release}", title_justify="left")
    table.columns[1].justify = table.columns[2].justify = "right"
    for name, rows in state.rows.items():
        table.add_row(name, f"{rows:,}", decimal(state.bytes[name]))
    console.print(table)
    inputs = ", ".join(f"{count} {status}" for status, count in state.statuses.items())
    console.print(f"Made by run {state.run_id} at {state.created_at}; inputs: {inputs or 'none'}.", highlight=False)
    if state.balanced:
        console.print(f"Everything adds up: the inputs gave {state.texts} texts, and all are there.", highlight=False)
    else:
        there = state.rows["documents"] + state.rows["duplicates"]
        console.print(f"[bold red]The inputs gave {state.texts} texts, and {there} are there.[/]", highlight=False)
    for reason, count in state.quarantine.items():
        console.print(f"  {count} quarantined: {escape(reason)}", highlight=False)
    show_history(console, runs[::-1][:_LAST])


def show_history(console: Console, runs: Sequence[Entry]) -> None:
    """Print what runs did, in the order given."""
    table = Table("run", "what", "inputs", "texts", "quaran-\ntined", "s", "release", title="Runs")
    table.columns[0].min_width = _RUN_ID
    for entry in runs:
        cells = [entry.get(name) for name in ("new", "documents", "quarantined", "seconds", "release")]
        what = " ".join([entry.get("action", "run"), *entry.get("names", [])[:3]])
        table.add_row(str(entry["run_id"]), escape(what), *("-" if cell is None else str(cell) for cell in cells))
    console.print(table)


def state_as_json(state: State, runs: Sequence[Entry]) -> dict[str, Any]:
    """The same as plain values."""
    return {**asdict(state), "path": str(state.path), "balanced": state.balanced, "runs": list(runs[::-1][:_LAST])}
