"""Quality gates: figures on the development data that may rise and never fall.

floors.toml names the data by its hash, so a figure is never compared with one of other data. To raise a floor, write
the new figure there; to lower one, say why in the changelog.
"""

import tomllib
from pathlib import Path
from typing import Any

import pytest

FLOORS: dict[str, dict[str, Any]] = tomllib.loads((Path(__file__).parent / "floors.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session", params=[name for name in FLOORS if "data_sha256" in FLOORS[name]])
def gate(request: pytest.FixtureRequest, shared: Path) -> tuple[dict[str, Any], str, dict[str, float]]:
    """A gate: what is pinned, the hash of the data as it is here, and the figures as they are now."""
    bench = pytest.importorskip(f"bench_{request.param}")
    return FLOORS[request.param], bench.data_sha256(), bench.measure()


@pytest.mark.usefixtures("shared")
def test_no_figure_falls_below_its_floor(gate: tuple[dict[str, Any], str, dict[str, float]]) -> None:
    pinned, sha256, figures = gate
    assert sha256 == pinned["data_sha256"], "the development data is not that which the floors are of"

    fallen = {name: (figures[name], floor) for name, floor in pinned["floors"].items() if figures[name] < floor}

    assert not fallen


@pytest.mark.usefixtures("shared")
def test_no_floor_lags_far_behind_its_figure(gate: tuple[dict[str, Any], str, dict[str, float]]) -> None:
    pinned, _, figures = gate

    lagging = {name: (figures[name], floor) for name, floor in pinned["floors"].items() if figures[name] > floor + 0.01}

    assert not lagging, "these figures have risen: raise their floors"
