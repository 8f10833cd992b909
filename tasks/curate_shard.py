"""Stage 2: the inputs of one shard, from bytes to clean rows."""

from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.logging import get_run_logger

from newsmill.pipeline import CurateShard
from newsmill.tally import ShardResult
from tasks.retries import TWICE, is_io_error

_COUNTED = ("inputs", "documents", "quarantined")


@task(
    task_run_name="curate shard {number} of {total}",
    retries=len(TWICE),
    retry_delay_seconds=TWICE,
    retry_condition_fn=is_io_error,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def curate_shard(curate: CurateShard, shard: Path, number: int, total: int) -> list[ShardResult]:
    """Curate one shard, wherever `curate` does that; `number` of `total` is for the people who watch."""
    results = curate(shard)
    get_run_logger().info(
        "shard %d of %d: %d inputs gave %d documents, %d quarantined",
        *(number, total, *(sum(getattr(result, name) for result in results) for name in _COUNTED)),
    )
    return results
