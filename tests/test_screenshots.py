"""What people see in the Prefect UI after a run, as pictures; `make docs-images` keeps them in docs/images."""

import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from served import ROOT, Served, serving, wait_for

pytestmark = [pytest.mark.prefect, pytest.mark.browser]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
NEVER = "0 0 30 2 *"
WIDTH, HEIGHT = 1500, 1100
BLANK_BYTES = 20_000
"""A page of this size without content is a smaller file than this."""

QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", f"--window-size={WIDTH},{HEIGHT}"),
)


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """docs/images where the documentation asks for new pictures, else a folder that is thrown away."""
    return ROOT / "docs" / "images" if "NEWSMILL_DOCS_IMAGES" in os.environ else tmp_path_factory.mktemp("pictures")


@pytest.fixture(scope="module")
def after_a_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that has seen one run over the sample pages, in shards of eight by two workers."""
    if not CHROMIUM:
        pytest.skip("there is no Chromium on this machine")
    folder = tmp_path_factory.mktemp("ui")
    shutil.copytree(ROOT / "raw", folder / "raw")
    with serving(folder, NEVER) as served:
        environment = served.environment | {
            "PREFECT_API_URL": f"{served.address}/api",
            "NEWSMILL_SHARD_INPUTS": "8",
            "NEWSMILL_WORKERS": "2",
        }
        command = [sys.executable, "-m", "newsmill", "run"]
        subprocess.run(command, cwd=folder, env=environment, check=True, timeout=180, capture_output=True)
        yield served


def _photograph(address: str, picture: Path, profile: Path) -> str:
    """Save a page as it looks after 20 s, and return its HTML at that time."""
    assert CHROMIUM
    flags = [*QUIET, f"--user-data-dir={profile}", "--virtual-time-budget=20000"]
    command = [CHROMIUM, *flags, f"--screenshot={picture}", "--dump-dom", address]
    done = subprocess.run(command, check=True, timeout=120, capture_output=True, text=True)
    content = picture.read_bytes()
    assert struct.unpack(">II", content[16:24]) == (WIDTH, HEIGHT)
    assert len(content) > BLANK_BYTES
    return done.stdout


def test_the_page_of_a_run_shows_its_steps(after_a_run: Served, pictures: Path, tmp_path: Path) -> None:
    (run,) = wait_for(lambda: after_a_run.runs("Completed"), 30.0, "completed run")

    page = _photograph(f"{after_a_run.address}/v2/runs/flow-run/{run['id']}", pictures / "run-page.png", tmp_path)

    assert "curate raw into curated" in page
    assert "new inputs in 8 shards" in page


def test_the_report_of_a_run_can_be_read(after_a_run: Served, pictures: Path, tmp_path: Path) -> None:
    (run,) = wait_for(lambda: after_a_run.runs("Completed"), 30.0, "completed run")
    report = after_a_run.artifact(run["id"], "run-report")

    page = _photograph(
        f"{after_a_run.address}/v2/artifacts/artifact/{report['id']}", pictures / "run-report.png", tmp_path
    )

    assert "What readers find in" in page
    assert "Lines removed" in page
