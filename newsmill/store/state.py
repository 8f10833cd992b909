"""What is published, in figures that add up."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from newsmill.schema import DATASETS
from newsmill.store.layout import Layout
from newsmill.store.release import current_release


@dataclass(frozen=True, slots=True)
class State:
    """The release that readers see."""

    release: int
    path: Path
    run_id: str
    created_at: str
    releases: list[int]
    """All that are on disk, oldest first."""
    rows: dict[str, int]
    """By dataset."""
    bytes: dict[str, int]
    statuses: dict[str, int]
    """Inputs by what became of them."""
    texts: int
    """Rows of documents and duplicates that the inputs gave, as sources has it."""
    quarantine: dict[str, int]
    """Inputs in quarantine by stage and error."""

    @property
    def balanced(self) -> bool:
        """Nothing is lost: every text of an input is in documents or duplicates, once."""
        return self.texts == self.rows["documents"] + self.rows["duplicates"]


def state_of(layout: Layout) -> State | None:
    """The state of CURATED; None before the first release. Raises StoreError where it is damaged."""
    current = current_release(layout)
    if current is None:
        return None
    files = {name: current.manifest.of(name) for name in DATASETS}
    sources = current.read("sources", ["status", "documents"])
    quarantine = current.read("quarantine", ["stage", "error"]).to_pylist()
    return State(
        current.number,
        current.path,
        current.manifest.run_id,
        current.manifest.created_at.isoformat(timespec="seconds"),
        layout.release_numbers(),
        {name: sum(file.rows for file in files[name]) for name in DATASETS},
        {name: sum(file.bytes for file in files[name]) for name in DATASETS},
        dict(Counter(sources["status"].to_pylist()).most_common()),
        sum(sources["documents"].to_pylist()),
        dict(Counter(f"{row['stage']}: {row['error']}" for row in quarantine).most_common()),
    )
