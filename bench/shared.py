"""The development data, which stands beside the project in a folder called shared and is not part of it."""

import hashlib
import importlib.util
import os
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[1]


def shared_folder() -> Path:
    """The folder of development data; NEWSMILL_SHARED names another place. Raises SystemExit where it is missing."""
    folder = Path(os.environ.get("NEWSMILL_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        raise SystemExit(f"no development data at {folder}; NEWSMILL_SHARED names another place")
    return folder


def load_scorer(file: Path) -> ModuleType:
    """A scorer of the development data, as a module."""
    spec = importlib.util.spec_from_file_location(f"scorer_{file.parent.name}", file)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{file} is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def sha256_of(*files: Path) -> str:
    """One digest over the contents of files, in the order given."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()
