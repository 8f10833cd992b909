"""Compiles newsmill/overlap/kernels/ when newsmill is installed or built, if this machine has a C compiler.

Without one, or with NEWSMILL_NATIVE=0, newsmill does the same in numpy, at half the speed.
"""

import hashlib
import os
import shlex
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCES = Path("newsmill/overlap/kernels")
LIBRARY = SOURCES.with_suffix(".so")
FLAGS = ("-O3", "-std=c11", "-fPIC", "-shared")


class Kernels(BuildHookInterface):  # type: ignore[misc]
    """Puts the library beside its source, and into a wheel, which then is of one platform."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before a wheel or an editable installation is made."""
        root = Path(self.root)
        compiled = os.environ.get("NEWSMILL_NATIVE") != "0" and self._compiled(root)
        if not compiled or version == "editable":  # which finds the library where it was put
            return
        build_data["force_include"][str(root / LIBRARY)] = str(LIBRARY)
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{sysconfig.get_platform().replace('-', '_').replace('.', '_')}"

    def _compiled(self, root: Path) -> bool:
        """Whether there is a compiler, and it did. The old library stays in place until the new one is whole."""
        compiler = shlex.split(os.environ.get("CC") or "cc")
        sources = sorted((root / SOURCES).glob("*.[ch]"))
        digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).digest()  # as library.digest
        named = [f"-DSOURCES={int.from_bytes(digest[:7])}", *(str(path) for path in sources if path.suffix == ".c")]
        whole = root / LIBRARY.with_suffix(".new.so")
        try:
            subprocess.run([*compiler, *FLAGS, *named, "-o", str(whole)], check=True, capture_output=True)  # noqa: S603
        except (OSError, subprocess.CalledProcessError) as error:
            self.app.display_warning(f"newsmill's inner loops were not compiled ({error}): it runs slower without them")
            return False
        whole.replace(root / LIBRARY)
        return True
