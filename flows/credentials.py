"""Credentials of an object store out of a Prefect block, for the time of a run."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

from prefect.blocks.system import Secret

from newsmill.errors import UsageError

_NAME = re.compile(r"(AWS|AZURE|GOOGLE)_[A-Z0-9_]+")


@contextmanager
def credentials(block: str) -> Iterator[None]:
    """Have the variables of a Secret block in the environment of this process; block: its name, "" for none.

    The block holds a JSON object such as {"AWS_ACCESS_KEY_ID": "...", "AWS_SECRET_ACCESS_KEY": "..."}.
    Raises UsageError where there is no such block, or where it holds something else; what it holds is not repeated.
    """
    if not block:
        yield
        return
    variables = _variables(block)
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _variables(block: str) -> dict[str, str]:
    try:
        found = Secret.load(block)
    except ValueError:
        raise UsageError(f"there is no Prefect block secret/{block}; the setting credentials names one") from None
    held: object = found.get() if isinstance(found, Secret) else None
    if isinstance(held, str):
        try:
            held = json.loads(held)
        except ValueError:
            held = None
    if not isinstance(held, dict) or not all(
        isinstance(value, str) and _NAME.fullmatch(str(name)) for name, value in held.items()
    ):
        raise UsageError(
            f"the Prefect block secret/{block} must hold a JSON object of variables that begin with AWS_, AZURE_ or "
            "GOOGLE_, each with a text"
        )
    return {str(name): value for name, value in held.items()}
