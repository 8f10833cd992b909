"""What is done already, read from the `sources` of the current release."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from newsmill.intake.discover import FoundInput
from newsmill.intake.formats import container_of

_CLOSED = frozenset({"held", "forgotten"})
"""An editor decided on these bytes of this source: no run curates them again."""
_OLD = "superseded"
"""The source has newer bytes. Should these come back, they are the newest again, and are not done."""


def is_tombstone(status: str, raw_sha256: str) -> bool:
    """Whether a row of sources keeps all versions of its source out: it is of none of them."""
    return status == "forgotten" and not raw_sha256


class _Version(NamedTuple):
    source_uri: str
    raw_sha256: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """The versions of inputs that were curated, and under which pipeline digest."""

    done: dict[_Version, str]
    """The digest that each version was last read with; without the superseded ones."""
    closed: frozenset[_Version]
    forgotten: frozenset[str]
    """Sources that stay out whatever their bytes."""

    @classmethod
    def of(cls, sources: pa.Table | None) -> "Ledger":
        """The ledger of a release; an empty one where there is no release yet.

        sources: a table of schema.SOURCES; its columns source_uri, raw_sha256, status and pipeline_digest are read.
        """
        if sources is None:
            return cls({}, frozenset(), frozenset())
        columns = [sources[name].to_pylist() for name in ("source_uri", "raw_sha256", "status", "pipeline_digest")]
        rows = [(_Version(uri, sha), status, digest) for uri, sha, status, digest in zip(*columns, strict=True)]
        return cls(
            {version: digest for version, status, digest in rows if status != _OLD and status not in _CLOSED},
            frozenset(version for version, status, _ in rows if status in _CLOSED),
            frozenset(version.source_uri for version, status, _ in rows if is_tombstone(status, version.raw_sha256)),
        )

    def to_do(self, inputs: Iterable[FoundInput], digest: str, only_new: bool) -> list[FoundInput]:
        """The inputs to curate, in the order given.

        digest: of the pipeline now. only_new: what an older pipeline curated is done too.
        """
        return [found for found in inputs if not self._is_done(found, digest, only_new)]

    def knows(self, found: FoundInput) -> bool:
        """Whether these bytes are curated, with whatever pipeline; if they are to do all the same, that has changed."""
        return _Version(found.source_uri, found.raw_sha256) in self.done

    def _is_done(self, found: FoundInput, digest: str, only_new: bool) -> bool:
        version = _Version(found.source_uri, found.raw_sha256)
        if version in self.closed or found.source_uri in self.forgotten:
            return True
        known = self.done.get(version)
        return known is not None and (only_new or known == digest)


def without_quarantined(sources: pa.Table) -> pa.Table:
    """The rows of inputs that are well: neither quarantined, nor a container with a record that is.

    sources: a table of schema.SOURCES; its columns source_uri and status are read.
    """
    quarantined = sources.filter(pc.equal(sources["status"], "quarantined"))["source_uri"].to_pylist()
    ill = {container_of(uri) or uri for uri in quarantined}
    return sources.filter(
        pa.array([(container_of(uri) or uri) not in ill for uri in sources["source_uri"].to_pylist()])
    )
