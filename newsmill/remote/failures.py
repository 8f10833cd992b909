"""What object stores and their clients say when they fail, as one line that holds no credentials."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

from newsmill.errors import StoreError

_SECRET = re.compile(r"(AWS|GOOGLE|AZURE)_\w*(KEY|SECRET|TOKEN|PASSWORD|ACCOUNT)\w*")
_USER = re.compile(r"(?<=//)[^/@\s]+@")


class Refused(StoreError):
    """The store knows who asks, or does not, and says no."""


@contextmanager
def explained(attempt: str, *known: type[Exception]) -> Iterator[None]:
    """Turn what the clients of object stores raise into a StoreError of one line, without any credentials.

    known: what other clients raise. The error has no cause: what they say in full goes on for pages, and no log needs
    it.
    """
    from obstore.exceptions import BaseError  # noqa: PLC0415 - an extra

    expected: tuple[type[Exception], ...] = (BaseError, OSError, ValueError, *known)
    try:
        yield
    except expected as failure:
        raise _problem(attempt, str(failure)) from None


def without_secrets(text: str) -> str:
    """The text without the values of variables that hold credentials."""
    for name, value in os.environ.items():
        if _SECRET.fullmatch(name) and len(value) >= 4:
            text = text.replace(value, "***")
    return _USER.sub("", text)


def is_no_bucket(text: str) -> bool:
    return any(name in text for name in ("NoSuchBucket", "ContainerNotFound", "bucket does not exist"))


def _problem(attempt: str, text: str) -> StoreError:
    """What went wrong, in the words of whoever has to mend it, or else in those of the client."""
    if is_no_bucket(text):
        return StoreError(
            f"cannot {attempt}: there is no such bucket, or not for these credentials: create it, or mend the address"
        )
    if re.search(r"error sending request|dns error|connect error|tcp connect", text, re.IGNORECASE):
        endpoint = without_secrets(os.environ.get("AWS_ENDPOINT_URL", ""))
        return StoreError(f"cannot {attempt}: no object store answers{f' at {endpoint}' if endpoint else ''}")
    if "builder error" in text:
        return StoreError(f"cannot {attempt}: an endpoint that is http:// and not https:// needs AWS_ALLOW_HTTP=true")
    if found := re.search(r"\b40[13] (Unauthorized|Forbidden)", text):
        return Refused(f"cannot {attempt}: the store refuses these credentials, or what they may do ({found[0]})")
    first = without_secrets(text).partition("\n")[0]
    return StoreError(f"cannot {attempt}: {first[:300]}")
