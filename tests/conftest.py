"""What several test files need: the sample pages as newsmill publishes them, and a place to run it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsmill.pipeline import run_local
from newsmill.settings import Settings

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of seeds and development data that stands beside the project; tests that need it skip without it."""
    folder = Path(os.environ.get("NEWSMILL_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"no development data at {folder} (NEWSMILL_SHARED names another place)")
    return folder


@pytest.fixture(scope="session")
def sample_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """CURATED, filled from the sample pages of raw/."""
    curated = tmp_path_factory.mktemp("samples") / "curated"
    run_local(Settings(raw=ROOT / "raw", curated=curated, workers=1))
    return curated


@pytest.fixture
def mill(tmp_path: Path) -> Callable[..., Settings]:
    """Settings over an empty RAW and CURATED of this test's own; names given are other settings."""
    (tmp_path / "raw").mkdir()
    return lambda **others: Settings(
        **{"raw": tmp_path / "raw", "curated": tmp_path / "curated", "workers": 1, **others}
    )


@pytest.fixture(scope="session")
def s3_endpoint() -> Iterator[dict[str, str]]:
    """The environment that opens a real S3 server on this machine, with a bucket `news`; skips without the extra."""
    for name in ("obstore", "deltalake", "moto"):
        pytest.importorskip(name, reason="make test-s3 installs what this needs")
    from s3_server import s3_server

    with s3_server() as server:
        yield server.environment


@pytest.fixture
def s3(s3_endpoint: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """An address of this test's own in that bucket, open for this process and those that it starts."""
    for name, value in s3_endpoint.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "states"))
    return f"s3://news/{tmp_path.parent.name}/{tmp_path.name}"
