"""What people see in the Prefect UI after a run, as pictures; `make docs-images` keeps them in docs/images."""

import os
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from served import ROOT, Served, serving, wait_for

pytestmark = [pytest.mark.prefect, pytest.mark.browser]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
NEVER = "0 0 30 2 *"
WIDTH = 1400
BLANK_BYTES = 20_000
"""A page of this size without content is a smaller file than this."""

QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """docs/images where the documentation asks for new pictures, else a folder that is thrown away."""
    return ROOT / "docs" / "images" if "NEWSMILL_DOCS_IMAGES" in os.environ else tmp_path_factory.mktemp("pictures")


@pytest.fixture(scope="module")
def after_runs() -> Iterator[Served]:
    """A server that has seen a run over a part of the sample pages, and one over all of them by two workers."""
    if not CHROMIUM:
        pytest.skip("there is no Chromium on this machine")
    # Not the folder that pytest gives: its name is long, and would be in every picture.
    with tempfile.TemporaryDirectory(prefix="news-") as name, serving(Path(name), NEVER) as served:
        folder = Path(name)
        environment = served.environment | {"NEWSMILL_SHARD_INPUTS": "8", "NEWSMILL_WORKERS": "2"}
        for parts, options in ((("press",), ["--no-prefect"]), (("portal", "traps", "copies"), []), (("",), [])):
            for part in parts:
                shutil.copytree(ROOT / "raw" / part, folder / "raw" / part, dirs_exist_ok=True)
            command = [sys.executable, "-m", "newsmill", "run", *options]
            subprocess.run(command, cwd=folder, env=environment, check=True, timeout=180, capture_output=True)
        yield served


@pytest.fixture
def last_run(after_runs: Served) -> str:
    """Id of the run over all sample pages."""
    wait_for(lambda: len(after_runs.runs("Completed")) == 2, 30.0, "two completed runs")
    run_id: str = after_runs.runs("Completed")[-1]["id"]
    return run_id


def _photograph(address: str, picture: Path, profile: Path, height: int = 1000) -> str:
    """Save a page as it looks after 20 s, and return its HTML at that time."""
    assert CHROMIUM
    flags = [*QUIET, f"--user-data-dir={profile}", "--virtual-time-budget=20000", f"--window-size={WIDTH},{height}"]
    command = [CHROMIUM, *flags, f"--screenshot={picture}", "--dump-dom", address]
    done = subprocess.run(command, check=True, timeout=120, capture_output=True, text=True)
    content = picture.read_bytes()
    assert struct.unpack(">II", content[16:24]) == (WIDTH, height)
    assert len(content) > BLANK_BYTES
    return done.stdout


def test_the_page_of_runs_names_them(after_runs: Served, last_run: str, pictures: Path, tmp_path: Path) -> None:
    page = _photograph(f"{after_runs.address}/v2/runs", pictures / "runs.png", tmp_path, 1000)

    assert page.count("curate raw into curated") >= 2


def test_the_page_of_a_run_shows_its_steps(after_runs: Served, last_run: str, pictures: Path, tmp_path: Path) -> None:
    address = f"{after_runs.address}/v2/runs/flow-run/{last_run}"

    page = _photograph(address, pictures / "run-page.png", tmp_path)

    assert "curate raw into curated" in page
    assert "new inputs in" in page


@pytest.mark.parametrize(
    ("key", "height", "shown"),
    [
        ("run-report", 1750, ["Beside the last runs", "nothing is missing", "data:image/svg"]),
        ("quarantine", 760, ["what to do", "unsupported"]),
        ("removed-lines", 760, ["for example in"]),
    ],
)
def test_what_a_run_leaves_can_be_read(
    after_runs: Served, last_run: str, pictures: Path, tmp_path: Path, key: str, height: int, *, shown: list[str]
) -> None:
    artifact = after_runs.artifact(last_run, key)
    address = f"{after_runs.address}/v2/artifacts/artifact/{artifact['id']}"

    page = _photograph(address, pictures / f"{key}.png", tmp_path, height)

    assert all(part in page for part in shown)


def test_the_form_of_a_run_explains_its_settings(after_runs: Served, pictures: Path, tmp_path: Path) -> None:
    (deployment,) = after_runs.ask("deployments/filter", {"flows": {"name": {"any_": ["curate"]}}})
    address = f"{after_runs.address}/v2/deployments/deployment/{deployment['id']}/run"

    page = _photograph(address, pictures / "run-form.png", tmp_path, 1500)

    assert "It is only read, never written" in page
