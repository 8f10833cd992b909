"""The Delta tables that readers of an object store see, one a dataset: version n of each is release n.

A table only repeats what the manifests say, so it can be brought up to them at any time, by anybody, and any number of
times. Each version is one object that only one writer can create (Delta Transaction Protocol, "Mutual Exclusion"), so
whoever comes second finds the same rows there.
"""

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import pyarrow as pa

from newsmill.errors import StoreError, UsageError
from newsmill.remote.bucket import EXTRA, Bucket
from newsmill.remote.failures import explained
from newsmill.schema import DATASETS, SCHEMA_VERSION, Dataset
from newsmill.store.manifest import DataFile, Manifest

if TYPE_CHECKING:
    from deltalake import DeltaTable
    from deltalake.transaction import AddAction

ORDER = (*(name for name in DATASETS if name != "documents"), "documents")
"""Documents come last: once they have a release, all six tables have it."""


def key_of(file: DataFile) -> str:
    """Where the bytes of a file are: named by their hash, they are there once for all releases that have them.

    A file says in its metadata which run has written it, so no two runs ever write the same object.
    """
    name = f"{file.sha256[:32]}.parquet"
    return f"{file.folder}/{name}" if file.path.partition("/")[0] in DATASETS else f".newsmill/{file.folder}/{name}"


def catch_up(bucket: Bucket, number: int, manifest_of: Callable[[int], Manifest]) -> None:
    """Bring every table to a release.

    manifest_of: gives the manifest of a release; for one that is gone, that of the next one that is there.
    Raises StoreError where the store fails, or where somebody else has written to a table.
    """
    if _shows(bucket, ORDER[-1], number):
        return
    require_delta(bucket)
    for name in ORDER:
        with explained(f"bring the Delta table {bucket.url}/{name} to release {number}", *_failures()):
            table = _opened(bucket, DATASETS[name])
            while table.version() < number:
                version = table.version() + 1
                _commit(table, DATASETS[name], version, manifest_of(version))
                table.update_incremental()
        if table.version() == number and _shows(bucket, name, number):
            continue
        if not _shows(bucket, ORDER[-1], number):  # else another run has brought them all there, and further
            raise StoreError(
                f"another program has written to the Delta table {bucket.url}/{name}, and only newsmill may: remove "
                f"{bucket.url}/{name}/_delta_log, and the next release makes it anew"
            )


def _shows(bucket: Bucket, name: str, number: int) -> bool:
    """Whether a table has a release as the version of that number, and nobody else's."""
    there = bucket.read(f"{name}/_delta_log/{number:020}.json")
    actions = map(json.loads, there[0].splitlines()) if there else ()
    return any(action.get("commitInfo", {}).get("release") == number for action in actions)


def require_delta(bucket: Bucket) -> None:
    """Raises UsageError where the library that writes Delta is not installed."""
    try:
        import deltalake  # noqa: F401, PLC0415 - an extra
    except ImportError:
        raise UsageError(f"{bucket.url} {EXTRA}") from None


def _failures() -> tuple[type[Exception], ...]:
    from deltalake.exceptions import DeltaError  # noqa: PLC0415 - an extra

    return (DeltaError,)


def _opened(bucket: Bucket, dataset: Dataset) -> "DeltaTable":
    """The table as it is now. A new one has no rows: that is release 0."""
    from deltalake import DeltaTable, Schema  # noqa: PLC0415 - an extra
    from deltalake.exceptions import TableNotFoundError  # noqa: PLC0415 - an extra
    from deltalake.transaction import create_table_with_add_actions  # noqa: PLC0415 - an extra

    address = f"{bucket.url}/{dataset.name}"
    try:
        return DeltaTable(address)
    except TableNotFoundError:
        schema = Schema.from_arrow(dataset.schema)
        create_table_with_add_actions(address, schema, [], "ignore", name=dataset.name, description=dataset.about)
        return DeltaTable(address)


def _commit(table: "DeltaTable", dataset: Dataset, version: int, manifest: Manifest) -> None:
    """Make a release the next version of a table; or leave it as it is, where another writer just did."""
    from deltalake import Schema  # noqa: PLC0415 - an extra
    from deltalake.exceptions import CommitFailedError  # noqa: PLC0415 - an extra
    from deltalake.transaction import CommitProperties, RemoveAction  # noqa: PLC0415 - an extra

    when = int(manifest.created_at.timestamp() * 1000)
    wanted = {key_of(file).removeprefix(f"{dataset.name}/"): file for file in manifest.of(dataset.name)}
    there = _active(table)
    schema = Schema.from_arrow(dataset.schema)
    # A release of a newer contract takes over no file of an older one, and only overwriting changes a table's schema.
    renewed = manifest.schema_version == SCHEMA_VERSION and table.schema() != schema
    fresh = _added(wanted if renewed else {path: wanted[path] for path in wanted if path not in there}, when)
    gone = [RemoveAction(path, True, when, there[path]) for path in there if path not in wanted]
    properties = CommitProperties(
        {"release": version, "run_id": manifest.run_id},
        max_commit_retries=0,  # this version or none
    )
    actions: Sequence[AddAction | RemoveAction] = fresh if renewed else [*fresh, *gone]
    try:
        table.create_write_transaction(
            list(actions), "overwrite" if renewed else "append", schema, commit_properties=properties
        )
    except CommitFailedError:
        table.update_incremental()
        if table.version() < version:
            raise


def _active(table: "DeltaTable") -> dict[str, int]:
    """The files of a table, with their sizes."""
    actions = pa.table(table.get_add_actions())
    return dict(zip(actions["path"].to_pylist(), actions["size_bytes"].to_pylist(), strict=True))


def _added(files: dict[str, DataFile], when: int) -> list["AddAction"]:
    from deltalake.transaction import AddAction  # noqa: PLC0415 - an extra

    return [AddAction(path, file.bytes, {}, when, True, _statistics(file)) for path, file in files.items()]


def _statistics(file: DataFile) -> str:
    """What readers need to know to leave a file out."""
    known: dict[str, object] = {"numRecords": file.rows}
    language = file.folder.partition("lang=")[2]
    if language and file.rows:
        known |= {"minValues": {"language": language}, "maxValues": {"language": language}}
        known |= {"nullCount": {"language": 0}}
    return json.dumps(known)
