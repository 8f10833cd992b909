"""One run at a time on a CURATED in an object store; a lease of the dead is taken over, one that is lost is noticed."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from remote_jobs import bucket as bucket_of
from served import wait_for
from store_samples import Page

from newsmill.errors import RunLocked
from newsmill.pipeline import open_run
from newsmill.remote import lease
from newsmill.remote.bucket import Bucket
from newsmill.remote.lease import KEY, hold_lease
from newsmill.settings import Settings

ROOT = Path(__file__).parents[1]
RACER = """
import sys
from pathlib import Path
from newsmill.errors import RunLocked
from remote_jobs import run_over, settings_for
from store_jobs import FIRST
print("ready", flush=True)
sys.stdin.readline()
try:
    run_over(settings_for(sys.argv[1], Path(sys.argv[2])), FIRST)
except RunLocked as locked:
    print(locked)
    sys.exit(locked.exit_code)
"""


@pytest.fixture
def bucket(s3: str) -> Bucket:
    return bucket_of(s3)


def _holder(bucket: Bucket, **values: object) -> None:
    bucket.put(KEY, json.dumps({"mirror": "m", "host": "h", "pid": 7, "since": "noon", **values}).encode())


def test_the_second_is_told_who_holds_it(bucket: Bucket) -> None:
    refused = pytest.raises(RunLocked, match=rf"process {os.getpid()} on .*wait until")
    with hold_lease(bucket, "mine"), refused, hold_lease(bucket, "theirs"):
        pytest.fail("both hold it")


def test_it_can_be_taken_as_soon_as_it_is_given_back(bucket: Bucket) -> None:
    for mirror in ("mine", "theirs", "mine"):
        with hold_lease(bucket, mirror) as held:
            held.check()


def test_one_that_has_ended_is_taken_over(bucket: Bucket) -> None:
    now = datetime.now(UTC)
    _holder(bucket, until=(now - timedelta(seconds=lease.CLOCK_SECONDS - 5)).isoformat())
    with pytest.raises(RunLocked, match="process 7 on h, since noon"), hold_lease(bucket, "mine"):
        pytest.fail("clocks may differ by so much")

    _holder(bucket, until=(now - timedelta(seconds=lease.CLOCK_SECONDS + 5)).isoformat())
    with hold_lease(bucket, "mine") as held:
        held.check()


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"until": 7}', b'{"until": "soon"}'])
def test_what_is_no_lease_is_taken_over(bucket: Bucket, content: bytes) -> None:
    bucket.put(KEY, content)

    with hold_lease(bucket, "mine") as held:
        held.check()


def test_one_of_the_same_folder_is_of_a_dead_process(bucket: Bucket) -> None:
    """Whoever asks holds the lock of that folder, so the other one cannot be at work any more."""
    dead = lease.Lease(bucket, "mine")
    dead.take()

    with hold_lease(bucket, "mine") as held:
        held.check()


def test_it_is_renewed_while_it_is_held(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "RENEW_SECONDS", 0.05)
    monkeypatch.setattr(lease, "LEASE_SECONDS", 1.0)

    with hold_lease(bucket, "mine") as held:
        first = held.version
        wait_for(lambda: held.version != first, 10.0, "renewal")
        time.sleep(1.1)
        held.check()


def test_one_that_was_taken_over_is_noticed_and_left_alone(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "RENEW_SECONDS", 0.05)

    with hold_lease(bucket, "mine") as held:
        _holder(bucket, until=None)
        wait_for(lambda: held.lost, 10.0, "loss")
        with pytest.raises(RunLocked, match="nothing more was published"):
            held.check()

    assert json.loads(bucket.read(KEY)[0])["mirror"] == "m"  # type: ignore[index]


def test_one_that_could_not_be_renewed_in_time_is_lost(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "LEASE_SECONDS", 0.0)

    with hold_lease(bucket, "mine") as held, pytest.raises(RunLocked, match="has ended while this run worked"):
        held.check()


def test_of_many_that_take_over_one_wins(bucket: Bucket) -> None:
    _holder(bucket, until=None)
    won: list[int] = []
    together = threading.Barrier(8)

    def take(number: int) -> None:
        together.wait()
        try:
            lease.Lease(bucket, f"mirror {number}").take()
            won.append(number)
        except RunLocked:
            pass

    threads = [threading.Thread(target=take, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(won) == 1


@pytest.mark.parametrize("races", [3, pytest.param(30, marks=pytest.mark.slow_s3)])
def test_two_runs_at_once_are_one_run_and_one_message(races: int, s3: str, tmp_path: Path) -> None:
    """Of two processes, each with a folder of its own, one publishes and the other says who is at work; or it comes
    late enough to find the lease given back, and then both have published."""
    losers = 0
    for race in range(races):
        racers = [_racer(f"{s3}/{race}", tmp_path / f"{race}-{number}") for number in range(2)]
        for racer in racers:
            assert racer.stdout
            assert racer.stdout.readline() == "ready\n"
        for racer in racers:
            assert racer.stdin
            racer.stdin.write("go\n")
            racer.stdin.flush()
        outputs = [racer.communicate(timeout=60)[0] for racer in racers]
        codes = [racer.returncode for racer in racers]
        assert sorted(codes) in ([0, 75], [0, 0]), outputs
        assert len([key for key in _keys(f"{s3}/{race}") if "/releases/" in key]) == codes.count(0)
        if 75 in codes:
            losers += 1
            said = outputs[codes.index(75)]
            assert "another run is writing to" in said or "another run has just begun" in said
    assert losers


def _racer(url: str, state: Path) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])}
    command = [sys.executable, "-c", RACER, url, str(state)]
    return subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_a_run_that_was_overtaken_publishes_nothing_and_says_so(s3: str, tmp_path: Path) -> None:
    """Asleep for longer than its lease: another machine has published meanwhile."""
    from remote_jobs import run_over, settings_for, versions

    slow, fast = (settings_for(s3, tmp_path / name) for name in ("slow", "fast"))
    run_over(slow, [Page("a.html")])
    with pytest.raises(RunLocked, match=r"release 2 of .* while this one worked"):
        _overtaken(slow, fast, s3)

    assert set(versions(s3).values()) == {2}
    run_over(slow, [Page("c.html")])
    assert set(versions(s3).values()) == {3}
    assert {"a.html", "b.html", "c.html"} == _sources(s3)


def _overtaken(slow: Settings, fast: Settings, url: str) -> None:
    from remote_jobs import publish_over, run_over

    with open_run(slow) as run:
        publish_over(run, [Page("lost.html")])
        _holder(bucket_of(url), until=None)
        run_over(fast, [Page("b.html")])


def _keys(url: str) -> list[str]:
    return [found.key for found in bucket_of(url).list()]


def _sources(url: str) -> set[str]:
    from remote_jobs import read

    return set(read(url, "sources")["source_uri"].to_pylist())


def test_a_run_that_is_killed_gives_way_to_the_next_on_its_machine(s3: str, tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])}
    code = "import sys, time\nfrom pathlib import Path\nfrom remote_jobs import settings_for\n"
    code += "from newsmill.pipeline import open_run\n"
    code += (
        "with open_run(settings_for(sys.argv[1], Path(sys.argv[2]))):\n  print('held', flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, s3, str(tmp_path / "here")], env=environment, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        from remote_jobs import run_over, settings_for

        with pytest.raises(RunLocked, match="the lease of a dead process ends by itself"):
            run_over(settings_for(s3, tmp_path / "elsewhere"), [Page("a.html")])
        with pytest.raises(RunLocked, match="the lock of a dead process frees itself"):
            run_over(settings_for(s3, tmp_path / "here"), [Page("a.html")])
        holder.send_signal(signal.SIGKILL)
    with pytest.raises(RunLocked, match="the lease of a dead process ends by itself"):
        run_over(settings_for(s3, tmp_path / "elsewhere"), [Page("a.html")])

    run_over(settings_for(s3, tmp_path / "here"), [Page("a.html")])

    assert _sources(s3) == {"a.html"}
