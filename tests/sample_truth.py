"""tests/samples.toml as tests read it, and the rows of the sample run to hold against it."""

import tomllib
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds
import pytest

from newsmill import script

ROOT = Path(__file__).parents[1]
RAW = ROOT / "raw"

Row = dict[str, Any]

TRUTH: dict[str, list[Row]] = tomllib.loads((ROOT / "tests" / "samples.toml").read_text("utf-8"))
PAGES = TRUTH["page"]
FILES = [page for page in PAGES if "#" not in page["file"]]
"""Pages that are a file each, and containers; the others are records."""


@dataclass(frozen=True)
class Stated:
    """An item as samples.toml states it, and the page it stands on."""

    page: Row
    index: int

    @property
    def item(self) -> Row:
        item: Row = self.page["item"][self.index]
        return item

    @property
    def name(self) -> str:
        return f"{self.page['file']}[{self.index}]" if self.page["documents"] > 1 else str(self.page["file"])

    def says(self, key: str) -> Any:
        """The item's own word, else the page's."""
        return self.item.get(key, self.page.get(key))


ITEMS = [Stated(page, index) for page in PAGES for index in range(page["documents"])]
UNSAID = [(item, key) for item in ITEMS for key in ("published", "author", "source", "place") if key not in item.item]


def each_page(pages: list[Row]) -> pytest.MarkDecorator:
    """Run a test once for each page, named by its file."""
    return pytest.mark.parametrize("page", pages, ids=[page["file"] for page in pages])


def each_item(key: str = "title") -> pytest.MarkDecorator:
    """Run a test once for each item that says something of `key` (every item has its say on a title)."""
    stated = [item for item in ITEMS if key in item.item or key == "title"]
    return pytest.mark.parametrize("stated", stated, ids=[item.name for item in stated])


@dataclass(frozen=True)
class Release:
    """The rows of the sample run, looked up the ways the tests need."""

    texts: dict[tuple[str, int], Row]
    removed: dict[str, list[Row]]
    """By source_uri, in order of position."""
    quarantine: dict[str, Row]
    sources: dict[str, Row]
    overlaps: list[Row]

    def of(self, stated: Stated) -> Row:
        """The row of documents or duplicates of an item."""
        return self.texts[stated.page["file"], stated.index]

    def removed_text(self, file: str) -> str:
        """All that was taken out of a page, in its order: a phrase may have left it in several pieces."""
        return squeezed("".join(row["text"] for row in self.removed.get(file, [])))


def read_release(curated: Path) -> Release:
    """The rows of a CURATED, read as people glob it."""

    def rows(name: str) -> list[Row]:
        found: list[Row] = ds.dataset(curated / name, format="parquet").to_table().to_pylist()
        return found

    texts = [row | {"dataset": name} for name in ("documents", "duplicates") for row in rows(name)]
    removed: dict[str, list[Row]] = {}
    for row in sorted(rows("removed"), key=lambda row: row["position"]):
        removed.setdefault(row["source_uri"], []).append(row)
    return Release(
        texts={(row["source_uri"], row["item_index"]): row for row in texts},
        removed=removed,
        quarantine={row["source_uri"]: row for row in rows("quarantine")},
        sources={row["source_uri"]: row for row in rows("sources")},
        overlaps=rows("overlaps"),
    )


def squeezed(text: str) -> str:
    """Text as positions count it: NFC, without white space and control characters."""
    return "".join(c for c in unicodedata.normalize("NFC", text) if not c.isspace() and unicodedata.category(c) != "Cc")


def as_found(row: Row) -> str:
    """The text of a row before script conversion."""
    return str(row["text"] if row["text_original"] is None else row["text_original"])


def name_of(value: str | None) -> str | None:
    """A name to compare by. Datelines shout it, and the contract leaves its Chinese script open."""
    return None if value is None else script.convert(" ".join(value.split())).casefold()


def instant(value: date | datetime | None) -> datetime | None:
    """A date of samples.toml as published_at has it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    return None if value is None else datetime.combine(value, time(), UTC)
