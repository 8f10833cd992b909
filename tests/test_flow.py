"""The curate flow through a real Prefect server: what it publishes, what the UI shows of it, how it fails."""

import gc
import json
import logging
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import pyarrow.dataset as ds
import pytest
from prefect import flow, task
from prefect.artifacts import Artifact
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId, LogFilter, LogFilterFlowRunId
from prefect.client.schemas.sorting import FlowRunSort
from prefect.logging.handlers import APILogHandler
from prefect.states import Failed
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.testing.utilities import prefect_test_harness
from served import wait_for

from flows import environment
from flows.automations import install
from flows.curate import _as_they_end, _curate_shards, curate
from flows.launch import run_flow
from flows.maintain import maintain
from flows.progress import PROGRESS_KEY, Progress
from flows.retry import retry
from flows.runners import ShardRunner
from flows.turns import in_turn
from flows.watch import watch
from newsmill.errors import NewsmillError, RunLocked, UsageError
from newsmill.pipeline import open_run
from newsmill.schema import DATASETS
from newsmill.settings import Settings
from newsmill.steps import Plan, Run
from newsmill.store.layout import Layout
from newsmill.store.lock import hold_lock
from newsmill.tally import ShardResult
from tasks.report import CHART_KEY, QUARANTINE_KEY, REMOVED_KEY, REPORT_KEY
from tasks.retries import is_io_error

pytestmark = [
    pytest.mark.prefect,
    # Prefect's clients leave their kept-alive connections to the garbage collector.
    pytest.mark.filterwarnings("ignore:Exception ignored in. <socket.socket:pytest.PytestUnraisableExceptionWarning"),
]

PAGES = {
    "pier.txt": (
        "Ferry pier to be repaired\n\nThe council has decided that the old ferry pier will be repaired before the "
        "winter storms begin. Work on the eastern side starts next week, said the engineer in charge.\n"
    ),
    "orchard.txt": (
        "Late frost spares the orchards\n\nGrowers in the upper valley lost fewer blossoms than they had feared, a "
        "survey of forty farms shows. The cherries suffered most, the apples hardly at all.\n"
    ),
    "tram.html": (
        "<html><body><h1>Night trams from spring</h1><p>Three lines will run all night at weekends, the transport "
        "office said. Drivers asked for longer breaks in return, and will get them.</p></body></html>"
    ),
    "choir.txt": (
        "镇合唱团迎来百年庆典\n\n镇合唱团将于下个月举行成立一百周年音乐会，团员从二十人增加到八十人。指挥说，节目单里有三首从未公开演出过的作品。\n"
    ),
    "notes.pdf": "%PDF-1.7 is not for us",
}


@pytest.fixture(scope="module", autouse=True)
def _server() -> Iterator[None]:
    with prefect_test_harness(server_startup_timeout=60):
        yield
    gc.collect()  # here, where the warnings about sockets are expected, and not in a test of another module


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Four articles and a file that is none, to be curated two at a time."""
    raw = tmp_path / "raw"
    raw.mkdir()
    for name, text in PAGES.items():
        (raw / name).write_text(text, encoding="utf-8")
    return Settings(raw=raw, curated=tmp_path / "curated", workers=1, shard_inputs=2)


def _rows(curated: Path, dataset: str) -> list[dict[str, Any]]:
    """Rows without the columns that tell one run from another, in a fixed order."""
    table = ds.dataset(curated / dataset).to_table()
    of_the_run = [name for name in ("run_id", "ingested_at", "updated_run") if name in table.column_names]
    return sorted(table.drop_columns(of_the_run).to_pylist(), key=repr)


def _artifact(key: str) -> Artifact:
    """The newest artifact with this key."""
    return cast("Artifact", Artifact.get(key))


def test_the_flow_publishes_and_reports_what_it_found(settings: Settings) -> None:
    report = run_flow(settings)

    assert (report.new, report.documents, report.quarantined, report.release) == (5, 4, 1, 1)
    assert {row["source_uri"] for row in _rows(settings.curated, "sources")} == set(PAGES)
    assert _artifact(PROGRESS_KEY).data == 100.0
    assert "**4 documents**" in str(_artifact(REPORT_KEY).data)
    assert report.run_id in str(_artifact(REPORT_KEY).data)


def test_a_run_with_nothing_new_says_so_and_publishes_nothing(settings: Settings) -> None:
    curate(settings)

    again = curate(settings)

    assert (again.new, again.unchanged, again.release) == (0, 5, None)
    assert "Nothing new" in str(_artifact(REPORT_KEY).data)
    assert _artifact(PROGRESS_KEY).description == "Nothing new: 5 inputs are as they were"


def test_people_can_read_what_runs_are_called(settings: Settings) -> None:
    run_id = curate(settings, return_state=True).state_details.flow_run_id

    with get_client(sync_client=True) as client:
        assert run_id
        assert client.read_flow_run(run_id).name == f"curate {settings.raw} into {settings.curated}"


def test_two_workers_publish_the_rows_of_one(settings: Settings, tmp_path: Path) -> None:
    curate(settings)
    side_by_side = settings.model_copy(update={"workers": 2, "curated": tmp_path / "side-by-side"})
    curate(side_by_side)

    for dataset in DATASETS:
        assert _rows(settings.curated, dataset) == _rows(side_by_side.curated, dataset)


def test_a_locked_curated_fails_the_run_as_locked(settings: Settings) -> None:
    with hold_lock(Layout(settings.curated)), pytest.raises(RunLocked):
        curate(settings)


def test_a_shard_that_cannot_be_curated_is_named(settings: Settings) -> None:
    @flow
    def over_a_broken_plan(run: Run) -> None:
        shard = run.staging / "0001.json"
        shard.parent.mkdir(parents=True)
        shard.write_text("not a shard")
        plan = Plan(shards=[shard], new=1, unchanged=0, bytes=0, hidden=0, unsettled=0, digest_changed=False)
        _curate_shards(run, plan, Progress())

    with open_run(settings) as run, pytest.raises(NewsmillError, match="shard 1 of 1 failed: JSONDecodeError"):
        over_a_broken_plan(run)


@task
def _nothing() -> None:
    """Any task."""


def test_the_ui_shows_what_was_quarantined_and_removed_and_the_last_runs(settings: Settings) -> None:
    curate(settings)

    (row,) = json.loads(str(_artifact(QUARANTINE_KEY).data))
    assert (row["input"], row["why"]) == ("notes.pdf", "intake: unsupported")
    assert f"1 of 1. All of them, of all runs: `{settings.curated}/quarantine`" in str(
        _artifact(QUARANTINE_KEY).description
    )
    assert {"times", "line", "rule", "for example in"} <= set(json.loads(str(_artifact(REMOVED_KEY).data))[0])
    assert str(_artifact(CHART_KEY).data).startswith("data:image/svg+xml;base64,")


def test_a_run_is_tagged_with_what_came_of_it(settings: Settings) -> None:
    first = curate(settings, return_state=True).state_details.flow_run_id
    second = curate(settings, return_state=True).state_details.flow_run_id

    with get_client(sync_client=True) as client:
        assert first
        assert second
        assert set(client.read_flow_run(first).tags) == {"newsmill", "quarantine"}
        assert set(client.read_flow_run(second).tags) == {"newsmill", "nothing-new"}


def test_task_runs_have_no_tags_to_ask_the_server_for(settings: Settings) -> None:
    run_flow(settings)

    with get_client(sync_client=True) as client:
        (newest,) = client.read_flow_runs(limit=1, sort=FlowRunSort.START_TIME_DESC)
        tasks = client.read_task_runs(flow_run_filter=FlowRunFilter(id=FlowRunFilterId(any_=[newest.id])))
    assert "newsmill" in newest.tags
    assert len(tasks) == 7
    assert [task.name for task in tasks if task.tags] == []


def test_a_shard_waits_until_there_is_a_place_for_it(tmp_path: Path) -> None:
    at_work: list[int] = []
    most: list[int] = []

    def curate_slowly(shard: Path) -> list[ShardResult]:
        at_work.append(1)
        most.append(len(at_work))
        time.sleep(0.2)
        at_work.pop()
        return []

    @flow
    def hand_out() -> list[int]:
        with ThreadPoolTaskRunner(max_workers=5) as tasks:
            runner = ShardRunner(tasks, curate_slowly, lambda: 2)
            return [number for number, _ in _as_they_end(runner, [tmp_path / name for name in "abcde"])]

    assert sorted(hand_out()) == [1, 2, 3, 4, 5]
    assert max(most) == 2


def test_what_a_worker_logs_stands_with_its_shard(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("newsmill")
    before = list(logger.handlers)
    logger.handlers = [APILogHandler()]  # as Prefect has it where it is imported after flows.environment
    with caplog.at_level(logging.INFO, "newsmill"):
        state = curate(settings.model_copy(update={"workers": 2}), return_state=True)
    logger.handlers = before

    flow_run_id = state.state_details.flow_run_id
    assert flow_run_id
    of_run = LogFilter(flow_run_id=LogFilterFlowRunId(any_=[flow_run_id]))

    def of_shards() -> list[UUID | None]:
        with get_client(sync_client=True) as client:
            logs = client.read_logs(of_run)
        found = [log.task_run_id for log in logs if log.name == "newsmill.curate"]
        return found if len(found) >= 3 else []

    assert len(set(wait_for(of_shards, 20.0, "logs of three shards"))) == 3


def test_retry_reads_the_quarantine_again(settings: Settings) -> None:
    curate(settings)

    report = retry(settings)

    assert (report.new, report.unchanged, report.quarantined) == (1, 4, 1)


def test_flows_that_can_wait_take_turns() -> None:
    calls: list[int] = []

    def refused_twice() -> int:
        calls.append(1)
        if len(calls) < 3:
            raise RunLocked("another run")
        return 7

    @flow
    def waits() -> int:
        return in_turn(refused_twice, every=0.01)

    @flow
    def gives_up() -> int:
        calls.clear()
        return in_turn(refused_twice, patience=-1.0)

    assert waits() == 7
    with pytest.raises(RunLocked):
        gives_up()


def test_maintenance_says_what_is_left(settings: Settings) -> None:
    curate(settings)

    assert maintain(settings).releases == [1]


def test_automations_are_installed_once_and_brought_up_to_date() -> None:
    install()
    install("http://127.0.0.1:9/")
    install("http://127.0.0.1:10/")

    with get_client(sync_client=True) as client:
        names = [automation.name for automation in client.read_automations()]
    assert sorted(names) == [
        "newsmill: a run that died is crashed",
        "newsmill: a run that failed is told",
        "newsmill: a source that changed is told",
    ]


def test_watching_without_a_deployment_says_what_to_do(settings: Settings) -> None:
    with pytest.raises(UsageError, match="start `newsmill serve` for this CURATED"):
        watch(settings, 1.0)


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (OSError("the disk is full"), True),
        (PermissionError("not for you"), True),
        (RunLocked("another run"), False),
        (ValueError("a bug"), False),
    ],
)
def test_only_errors_of_the_machine_are_tried_again(error: Exception, again: bool) -> None:
    assert is_io_error(_nothing, None, Failed(data=error)) is again  # type: ignore[arg-type]


def test_the_run_form_explains_every_setting_and_offers_what_there_is_to_choose() -> None:
    form = curate.parameters.definitions["Settings"]["properties"]

    assert all(setting.get("description") for setting in form.values())
    assert "t2s" in form["script"]["enum"]


def test_what_the_environment_says_already_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DO_NOT_TRACK", "0")
    monkeypatch.delenv("PREFECT_SERVER_ANALYTICS_ENABLED")

    environment.prepare()

    assert os.environ["DO_NOT_TRACK"] == "0"
    assert os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
