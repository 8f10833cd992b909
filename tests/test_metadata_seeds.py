"""The documents that newsmill was asked to handle give the metadata that was expected of them."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from newsmill.metadata import Metadata, read_lines
from newsmill.page.block import Block, Piece, Place, Role

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
LATEST = datetime(2026, 3, 1, tzinfo=UTC)
FURNITURE = (
    "See also",
    "0 comment",
    "You may also",
    "Leave a",
    "This site",
    "This website",
    "Privacy &",
    "한어",
    "Search doc",
)

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed documents are not part of the project")


def lines_of(number: str) -> list[str]:
    (path,) = SEEDS.glob(f"{number}_*.txt")
    lines = path.read_text("utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith(FURNITURE)]


def expected(number: str) -> list[dict[str, Any]]:
    wanted = json.loads((SEEDS / "expected.json").read_text("utf-8"))
    (items,) = (entry["items"] for name, entry in wanted.items() if name.startswith(number))
    return list(items)


def check(lines: list[str], wanted: dict[str, Any], *, listing: bool = False) -> None:
    pieces, found = read_lines(
        [Piece(line, Block(line, Place(Role.LINE))) for line in lines], Metadata(), LATEST, listing_item=listing
    )
    assert found.title == wanted["title"]
    assert (found.published_at and f"{found.published_at:%Y-%m-%d}") == wanted["published"]
    assert (found.source, found.place, found.author) == tuple(
        wanted.get(name) for name in ("source", "place", "author")
    )
    kept = "\n".join(piece.text for piece in pieces if piece.kept)
    assert all(part in kept for part in wanted["keep"] if not listing)


@pytest.mark.parametrize("number", ["000", "001", "002", "003"])
def test_a_seed_of_one_report(number: str) -> None:
    check(lines_of(number), expected(number)[0])


@pytest.mark.parametrize("item", range(8))
def test_an_item_of_the_listing_seed(item: int) -> None:
    lines = lines_of("004")[1:]
    check(lines[3 * item : 3 * item + 3], expected("004")[item], listing=True)
