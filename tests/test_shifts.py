"""How busy workers were, from when each had a shard."""

from datetime import UTC, datetime, timedelta

import pytest

from newsmill.shifts import Clock, Shift, phase

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


def _shift(worker: str, start: float, seconds: float) -> Shift:
    return Shift(worker=worker, started_at=NOON + timedelta(seconds=start), seconds=seconds, cpu_seconds=seconds / 2)


@pytest.mark.parametrize(
    ("shifts", "seconds", "busy", "text"),
    [
        ([("a", 0, 4)], 4.0, [1.0], "1 in 4.0 s by 1 worker, 100% busy"),
        ([("a", 0, 4), ("b", 0, 3), ("b", 3, 5)], 8.0, [1.0, 0.5], "3 in 8.0 s by 2 workers, 50% to 100% busy"),
        ([("b", 2, 4), ("a", 1, 4)], 5.0, [0.8, 0.8], "2 in 5.0 s by 2 workers, 80% busy"),
        ([("a", 0, 0)], 0.0, [0.0], "1 in 0.0 s by 1 worker, 0% busy"),
    ],
)
def test_a_worker_is_busy_for_its_share_of_the_time_between_the_first_start_and_the_last_end(
    shifts: list[tuple[str, float, float]], seconds: float, busy: list[float], text: str
) -> None:
    found = phase([_shift(*shift) for shift in shifts])

    assert found is not None
    assert (found.seconds, found.busy, str(found)) == (seconds, busy, text)
    assert found.cpu_seconds == sum(spent for *_, spent in shifts) / 2


def test_a_run_without_shards_has_no_such_phase() -> None:
    assert phase([]) is None


def test_a_clock_tells_the_time_since_it_was_made() -> None:
    before = datetime.now(UTC)
    shift = Clock().shift()

    assert before <= shift.started_at <= datetime.now(UTC)
    assert 0 <= shift.seconds < 60
