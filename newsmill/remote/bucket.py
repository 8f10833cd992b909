"""A prefix of an object store: the few operations that newsmill needs.

Only this module and failures.py know the client (obstore). Writes are whole objects; `create` and `replace` are
conditional, and the store itself decides who of two comes first.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from newsmill.errors import UsageError
from newsmill.location import StoreUrl
from newsmill.remote.failures import explained, is_no_bucket

if TYPE_CHECKING:
    from obstore import PutMode
    from obstore.store import ObjectStore

Version = Mapping[str, str]
"""Which writing of an object was seen, as the store tells writings apart: its etag or version."""

EXTRA = "needs an extra: pip install 'newsmill[s3]'"

_CHUNK = 4 * 2**20
_PAGE = 1000
_TIMES = {"timeout": timedelta(minutes=10), "connect_timeout": timedelta(seconds=5)}
_RETRIES = {
    "max_retries": 4,
    "retry_timeout": timedelta(minutes=2),
    "backoff": {"init_backoff": timedelta(milliseconds=200), "max_backoff": timedelta(seconds=5), "base": 2},
}
_KEYS = {
    "s3": (
        "AWS_ACCESS_KEY_ID",
        "AWS_WEB_IDENTITY_TOKEN_FILE",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        "AWS_METADATA_ENDPOINT",
        "AWS_SKIP_SIGNATURE",
    ),
    "gs": (
        "GOOGLE_SERVICE_ACCOUNT",
        "GOOGLE_SERVICE_ACCOUNT_PATH",
        "GOOGLE_SERVICE_ACCOUNT_KEY",
        "GOOGLE_APPLICATION_CREDENTIALS",
        "GOOGLE_SKIP_SIGNATURE",
    ),
    "az": (
        "AZURE_STORAGE_ACCOUNT_KEY",
        "AZURE_STORAGE_SAS_KEY",
        "AZURE_STORAGE_TOKEN",
        "AZURE_STORAGE_CLIENT_SECRET",
        "AZURE_FEDERATED_TOKEN_FILE",
        "AZURE_SKIP_SIGNATURE",
    ),
}
"""Variables one of which has to be there. Without, a client would ask the network for credentials of the machine, and
newsmill calls nobody that it was not told to call."""


@dataclass(frozen=True, slots=True)
class Object:
    """An object as a listing has it."""

    key: str
    """Relative to the prefix."""
    size: int
    etag: str
    """Another one for other bytes; the time of the writing, where a store has none."""
    modified: datetime


@dataclass(frozen=True, slots=True)
class Bucket:
    """A prefix of a bucket. Every operation raises StoreError where the store fails or refuses."""

    url: StoreUrl
    client: "ObjectStore"

    def list(self, prefix: str = "") -> Iterator[Object]:
        """All objects under a prefix (`documents`, never the beginning of a name), in the order of their keys."""
        import obstore  # noqa: PLC0415 - an extra

        with explained(f"list {self.url}"):
            for page in obstore.list(self.client, prefix or None, chunk_size=_PAGE):
                for found in page:
                    modified = found["last_modified"]
                    yield Object(found["path"], found["size"], found["e_tag"] or modified.isoformat(), modified)

    def exists(self, key: str) -> bool:
        import obstore  # noqa: PLC0415 - an extra

        with explained(f"look at {self.url}/{key}"):
            try:
                obstore.head(self.client, key)
            except FileNotFoundError:
                return False
            return True

    def read(self, key: str) -> tuple[bytes, Version] | None:
        """The bytes of an object and their version; None where it is not there."""
        import obstore  # noqa: PLC0415 - an extra

        with explained(f"read {self.url}/{key}"):
            try:
                found = obstore.get(self.client, key)
            except FileNotFoundError as failure:
                _pass_over_missing(failure)
                return None
            return bytes(found.bytes()), _version(found.meta)

    def stream(self, key: str) -> Iterator[bytes]:
        """The bytes of an object, a few MB at a time; none where it is not there."""
        import obstore  # noqa: PLC0415 - an extra

        with explained(f"read {self.url}/{key}"):
            try:
                found = obstore.get(self.client, key)
            except FileNotFoundError as failure:
                _pass_over_missing(failure)
                return
            for chunk in found.stream(min_chunk_size=_CHUNK):
                yield bytes(chunk)

    def download(self, key: str, to: Path) -> str:
        """Write an object into a file, which is empty where the object is not there. Returns its SHA-256, in hex."""
        digest = hashlib.sha256()
        with to.open("wb") as file:
            for chunk in self.stream(key):
                file.write(chunk)
                digest.update(chunk)
        return digest.hexdigest()

    def put(self, key: str, data: bytes | Path) -> None:
        """Write an object, whatever was there."""
        self._put(key, data, "overwrite")

    def create(self, key: str, data: bytes) -> Version | None:
        """Write an object where there is none; its version, or None where there is one.

        True of what these very bytes did before, too: an answer that got lost on its way is asked for again.
        """
        return self._unless_other(key, data, self._put(key, data, "create"))

    def replace(self, key: str, data: bytes, version: Version) -> Version | None:
        """Write an object in place of a version of it; the new version, or None where it has become another one."""
        return self._unless_other(key, data, self._put(key, data, cast("Any", version)))

    def delete(self, keys: Sequence[str]) -> None:
        """Remove objects, whether they are there or not."""
        import obstore  # noqa: PLC0415 - an extra

        with explained(f"remove objects from {self.url}"):
            for start in range(0, len(keys), _PAGE):
                try:
                    obstore.delete(self.client, keys[start : start + _PAGE])
                except FileNotFoundError as failure:
                    _pass_over_missing(failure)

    def _put(self, key: str, data: bytes | Path, mode: "PutMode") -> Version | None:
        import obstore  # noqa: PLC0415 - an extra
        from obstore.exceptions import AlreadyExistsError, PreconditionError  # noqa: PLC0415 - an extra

        with explained(f"write {self.url}/{key}"):
            try:
                # In one piece: parts of an upload that was killed would stay, unseen, and cost.
                return _version(obstore.put(self.client, key, data, mode=mode, use_multipart=False))
            except (AlreadyExistsError, PreconditionError):
                return None

    def _unless_other(self, key: str, data: bytes, version: Version | None) -> Version | None:
        if version is not None:
            return version
        there = self.read(key)
        return there[1] if there and there[0] == data else None


def open_bucket(url: StoreUrl) -> Bucket:
    """The prefix that an address names, with the credentials of the environment. Nothing is asked of the store yet.

    Raises UsageError where the extra is not installed, or where the environment has no credentials.
    """
    try:
        from obstore.store import from_url  # noqa: PLC0415 - an extra
    except ImportError:
        raise UsageError(f"{url} {EXTRA}") from None
    if not any(os.environ.get(name) for name in _KEYS[url.scheme]):
        wanted = _KEYS[url.scheme][0]
        raise UsageError(
            f"there are no credentials for {url}: set {wanted} and what belongs to it in the environment, "
            "or name a Prefect block (setting credentials)"
        )
    allowed = os.environ.get("AWS_ALLOW_HTTP", "").lower() in ("1", "true")
    options: dict[str, Any] = {"client_options": {**_TIMES, "allow_http": allowed}, "retry_config": _RETRIES}
    with explained(f"open {url}"):
        return Bucket(url, from_url(url, **options))


def _pass_over_missing(failure: FileNotFoundError) -> None:
    """Nothing, where it is an object that is missing; where it is the bucket, that is a failure."""
    if is_no_bucket(str(failure)):
        raise failure


def _version(meta: Mapping[str, Any]) -> Version:
    return {name: meta[name] for name in ("e_tag", "version") if meta.get(name)}
