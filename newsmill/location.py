"""Where RAW and CURATED are: a folder, or a prefix of a bucket in an object store."""

import hashlib
import re
from pathlib import Path
from typing import Annotated

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

_ADDRESS = re.compile(r"(?P<scheme>s3|gs|az)://(?P<bucket>[^/@?#\s]+)(?P<prefix>(?:/[^/@?#\s]+)*)/?")


class StoreUrl(str):
    """The address of a bucket, or of a prefix in it: `s3://bucket/news/raw`, without a slash at its end."""

    __slots__ = ()

    @property
    def scheme(self) -> str:
        return self.partition("://")[0]

    @property
    def slug(self) -> str:
        """A name for a folder that stands for the address and for no other."""
        return f"{re.sub(r'[^A-Za-z0-9.]+', '-', self)}-{hashlib.sha256(self.encode()).hexdigest()[:8]}"


def location(value: object) -> Path | StoreUrl:
    """A folder or an address out of what was said. Raises ValueError, in which nothing that was said is repeated."""
    if isinstance(value, Path | StoreUrl):
        return value
    if not isinstance(value, str):
        raise ValueError("a folder, or an address such as s3://bucket/prefix")  # noqa: TRY004 - pydantic wants this one
    if "://" not in value:
        return Path(value)
    found = _ADDRESS.fullmatch(value)
    if found is None:
        raise ValueError(
            "an address is s3://bucket/prefix, gs://bucket/prefix or az://container/prefix; "
            "credentials are no part of it, they come from the environment"
        )
    return StoreUrl(f"{found['scheme']}://{found['bucket']}{found['prefix']}")


Location = Annotated[
    Path | StoreUrl,
    PlainValidator(location),
    PlainSerializer(str, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "path"}),
]


def absolute(place: Location) -> Location:
    """The same place, named so that it does not depend on the working folder."""
    return place.absolute() if isinstance(place, Path) else place
