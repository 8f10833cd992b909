"""What the server from which workers are forked imports, so that each starts with it.

Not the tables that curating needs (another second): each worker loads them with its first page, side by side with the
others, while the first shard is already on its way.
"""

import gc

from newsmill import curate
from newsmill.lean import without_pandas

__all__ = ["curate"]

without_pandas()
# What stands now stays for good. A collection that looked it over would only make a copy of it for each worker.
gc.freeze()
