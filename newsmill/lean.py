"""pyarrow without pandas, for processes that are newsmill's own.

Where pandas is installed, pyarrow imports it with the first array that it makes, to see whether it is given a data
frame: 0.8 s of CPU and 50 MB for each process, and newsmill never gives it one.
"""

import sys
from importlib.abc import MetaPathFinder

import pyarrow as pa


class _NoPandas(MetaPathFinder):
    def find_spec(self, fullname: str, *_: object) -> None:
        """As where pandas is not installed."""
        if fullname == "pandas":
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)


def without_pandas() -> None:
    """Let pyarrow find that there is no pandas: it looks once. Its `to_pandas` does not work in this process then."""
    finder = _NoPandas()
    sys.meta_path.insert(0, finder)
    try:
        pa.array([])
    finally:
        sys.meta_path.remove(finder)
