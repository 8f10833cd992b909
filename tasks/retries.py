"""When a task is tried again."""

from typing import Any

from prefect import Task
from prefect.client.schemas.objects import State, TaskRun

TWICE = [2.0, 10.0]
"""Seconds to wait before the first and the second retry: a network folder or a full disk may recover."""


def is_io_error(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """True for errors of the machine. What newsmill itself refuses would be refused again."""
    return isinstance(state.data, OSError)
