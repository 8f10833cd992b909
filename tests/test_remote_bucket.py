"""An object store answers with objects and versions, or with one line that says what to do and shows no credentials."""

import hashlib
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from s3_server import KEY, SECRET

from newsmill.errors import StoreError, UsageError
from newsmill.location import StoreUrl
from newsmill.remote.bucket import Bucket, open_bucket
from newsmill.remote.failures import without_secrets

ROOT = Path(__file__).parents[1]


@pytest.fixture
def bucket(s3: str) -> Bucket:
    return open_bucket(StoreUrl(s3))


def test_what_is_put_is_listed_and_read(bucket: Bucket, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"of a file")
    bucket.put("b/2", tmp_path / "file")
    bucket.put("a/1", b"one")
    bucket.put("ab", b"")

    assert [(found.key, found.size) for found in bucket.list()] == [("a/1", 3), ("ab", 0), ("b/2", 9)]
    assert [found.key for found in bucket.list("a")] == ["a/1"]
    there = bucket.read("b/2")
    assert there is not None
    assert there[0] == b"of a file"
    assert (bucket.exists("ab"), bucket.exists("a"), bucket.read("a")) == (True, False, None)
    assert list(bucket.stream("a/1")) == [b"one"]
    assert list(bucket.stream("gone")) == []
    assert bucket.download("b/2", tmp_path / "copy") == hashlib.sha256(b"of a file").hexdigest()
    assert (tmp_path / "copy").read_bytes() == b"of a file"


def test_an_object_is_created_once(bucket: Bucket) -> None:
    assert bucket.create("manifest", b"mine") is not None
    assert bucket.create("manifest", b"theirs") is None
    assert bucket.read("manifest")[0] == b"mine"  # type: ignore[index]


def test_an_answer_that_got_lost_is_asked_for_again(bucket: Bucket) -> None:
    """A client that repeats a request finds its own writing there: that is no other run's."""
    first = bucket.create("manifest", b"mine")

    assert bucket.create("manifest", b"mine") == first


def test_an_object_is_replaced_only_in_the_version_that_was_seen(bucket: Bucket) -> None:
    first = bucket.create("lock", b"1")
    assert first is not None
    second = bucket.replace("lock", b"2", first)
    assert second is not None

    assert bucket.replace("lock", b"3", first) is None
    assert bucket.replace("lock", b"3", second) is not None


def test_of_many_that_create_one_wins(bucket: Bucket) -> None:
    wins: list[int] = []

    def create(number: int) -> None:
        if bucket.create("manifest", b"%d" % number):
            wins.append(number)

    threads = [threading.Thread(target=create, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(wins) == 1
    assert bucket.read("manifest")[0] == b"%d" % wins[0]  # type: ignore[index]


def test_removing_is_done_once_or_more(bucket: Bucket) -> None:
    for number in range(3):
        bucket.put(f"x/{number}", b"")

    bucket.delete(["x/0", "x/2", "x/none"])
    bucket.delete([])

    assert [found.key for found in bucket.list()] == ["x/1"]


@pytest.mark.parametrize(
    "operation",
    [
        lambda bucket: list(bucket.list()),
        lambda bucket: bucket.read("a"),
        lambda bucket: bucket.put("a", b""),
        lambda bucket: bucket.create("a", b""),
        lambda bucket: list(bucket.stream("a")),
    ],
    ids=["list", "read", "put", "create", "stream"],
)
@pytest.mark.usefixtures("s3")
def test_a_bucket_that_is_not_there_is_named(operation: Callable[[Bucket], object]) -> None:
    with pytest.raises(StoreError, match=r"s3://no-such-bucket/x.*no such bucket") as failure:
        operation(open_bucket(StoreUrl("s3://no-such-bucket/x")))

    assert "\n" not in str(failure.value)


@pytest.mark.usefixtures("s3")
def test_an_endpoint_where_nobody_answers_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{KEY}:{SECRET}@127.0.0.1:{probe.getsockname()[1]}")

        with pytest.raises(StoreError, match=r"no object store answers at http://127\.0\.0\.1:\d+$"):
            list(open_bucket(StoreUrl("s3://news/x")).list())


@pytest.mark.usefixtures("s3")
def test_an_endpoint_without_encryption_must_be_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ALLOW_HTTP")

    with pytest.raises(StoreError, match="AWS_ALLOW_HTTP=true"):
        list(open_bucket(StoreUrl("s3://news/x")).list())


@pytest.mark.parametrize(
    ("url", "wanted"), [("s3://a/b", "AWS_ACCESS_KEY_ID"), ("gs://a", "GOOGLE_"), ("az://a", "AZURE_")]
)
def test_without_credentials_nobody_is_called(s3: str, monkeypatch: pytest.MonkeyPatch, url: str, wanted: str) -> None:
    for name in os.environ:
        if name.startswith(("AWS_", "GOOGLE_", "AZURE_")):
            monkeypatch.delenv(name)

    with pytest.raises(UsageError, match=f"no credentials for {url}: set {wanted}"):
        open_bucket(StoreUrl(url))


def test_values_of_credentials_are_starred_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "abcdefgh")
    monkeypatch.setenv("AZURE_STORAGE_SAS_TOKEN", "sig=1234")
    monkeypatch.setenv("AWS_REGION", "eu-central-1")

    text = without_secrets("eu-central-1 says abcdefgh?sig=1234 at https://me:pw@host/x")

    assert text == "eu-central-1 says ***?*** at https://host/x"


def test_without_the_extra_it_is_named(tmp_path: Path) -> None:
    """Whatever is installed here: modules that cannot be imported are as good as missing."""
    for name in ("obstore", "deltalake"):
        (tmp_path / f"{name}.py").write_text("raise ImportError")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}
    command = [sys.executable, "-m", "newsmill", "run", "s3://news/raw", "curated", "--no-prefect"]

    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=False
    )

    assert done.returncode == 2
    assert done.stderr.splitlines() == ["newsmill: s3://news/raw needs an extra: pip install 'newsmill[s3]'"]
