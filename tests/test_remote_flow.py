"""A flow takes the credentials of an object store from a Prefect block, and shows them nowhere."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from prefect.blocks.system import Secret
from prefect.client.orchestration import get_client
from prefect.testing.utilities import prefect_test_harness
from remote_jobs import bucket, read
from s3_server import KEY, SECRET

from flows.credentials import credentials
from flows.curate import curate
from flows.maintain import maintain
from newsmill.errors import UsageError
from newsmill.settings import Settings

pytestmark = pytest.mark.prefect

BLOCK = "of-the-store"


@pytest.fixture(scope="module", autouse=True)
def _server() -> Iterator[None]:
    with prefect_test_harness(server_startup_timeout=60):
        yield


def test_a_run_opens_the_store_with_what_the_block_holds(
    s3: str, s3_endpoint: dict[str, str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    bucket(f"{s3}/raw").put("a.txt", b"Rain fell on the harbour all day.\n" * 5)
    Secret(value=json.dumps(s3_endpoint)).save(BLOCK, overwrite=True)
    settings = Settings(raw=f"{s3}/raw", curated=f"{s3}/curated", workers=1, credentials=BLOCK)
    with monkeypatch.context() as without:
        for name in s3_endpoint:
            without.delenv(name)

        made = curate(settings)
        maintain(settings)

        assert made.release == 1
        assert not s3_endpoint.keys() & os.environ.keys(), "they are there for the time of the run"
    assert read(f"{s3}/curated", "sources").num_rows == 1
    with get_client(sync_client=True) as client:
        said = "".join(log.message for log in client.read_logs()) + "".join(capfd.readouterr())
        said += "".join(run.model_dump_json() for run in client.read_flow_runs())
    assert "release 1 is published" in said
    assert KEY not in said
    assert SECRET not in said


def test_what_was_in_the_environment_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    Secret(value='{"AWS_REGION": "inside"}').save(BLOCK, overwrite=True)
    monkeypatch.setenv("AWS_REGION", "outside")

    with credentials(BLOCK):
        assert os.environ["AWS_REGION"] == "inside"

    assert os.environ["AWS_REGION"] == "outside"


@pytest.mark.parametrize("held", ["hush", "[]", '{"PATH": "hush"}', '{"AWS_REGION": 1}'])
def test_a_block_that_holds_something_else_is_not_repeated(held: str) -> None:
    Secret(value=held).save(BLOCK, overwrite=True)

    with pytest.raises(UsageError, match=f"secret/{BLOCK} must hold a JSON object") as failure, credentials(BLOCK):
        pytest.fail("nothing to work with")

    assert "hush" not in str(failure.value)


def test_a_block_that_is_not_there_is_named() -> None:
    with pytest.raises(UsageError, match="no Prefect block secret/nowhere"), credentials("nowhere"):
        pytest.fail("nothing to work with")


def test_without_a_block_nothing_changes(tmp_path: Path) -> None:
    before = dict(os.environ)

    with credentials(""):
        assert dict(os.environ) == before
