"""Tables that one step of a run hands to the next: Arrow files, which are mapped and not decoded."""

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa


def hand_over(folder: Path, tables: Mapping[str, pa.Table]) -> None:
    """Write tables for the next step, in place of those that an earlier attempt has left."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        draft = folder / f"{name}.draft"
        with pa.ipc.new_file(draft, table.schema) as file:
            file.write_table(table)
        draft.replace(_path(folder, name))


def handed_over(folder: Path, name: str) -> pa.Table:
    """A table that the step before has written."""
    with pa.memory_map(str(_path(folder, name))) as file:
        return pa.ipc.open_file(file).read_all()


def _path(folder: Path, name: str) -> Path:
    return folder / f"{name}.arrow"
