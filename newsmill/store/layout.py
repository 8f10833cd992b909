"""Where everything of a CURATED folder is. Readers use `CURATED/<dataset>`; all else is under `CURATED/.newsmill`."""

from dataclasses import dataclass
from pathlib import Path

ROOT = ".newsmill"


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths of one CURATED folder."""

    curated: Path

    @property
    def root(self) -> Path:
        """Everything that is newsmill's own."""
        return self.curated / ROOT

    @property
    def lock(self) -> Path:
        """The file whose OS lock a run holds."""
        return self.root / "lock"

    @property
    def holder(self) -> Path:
        """Who holds the lock, for the message to everybody else."""
        return self.root / "lock.json"

    @property
    def staging(self) -> Path:
        """A folder for each run that is under way; what a dead run left in it is worth nothing."""
        return self.root / "staging"

    @property
    def finished(self) -> Path:
        """Shards that runs had finished when they died, a folder for each such run; the next run takes them over."""
        return self.root / "finished"

    @property
    def releases(self) -> Path:
        """Whole releases, by number. A file in them never changes."""
        return self.root / "releases"

    @property
    def index(self) -> Path:
        """What is remembered of the texts between runs, a file a state; it can be made anew from any release."""
        return self.root / "index"

    @property
    def current(self) -> Path:
        """The link to the release that readers see; replacing it is what publishes a release."""
        return self.root / "current"

    @property
    def history(self) -> Path:
        """One JSON file for each run that ended."""
        return self.root / "history"

    @property
    def etags(self) -> Path:
        """What is known of the objects of a RAW in an object store, so that they need not be read each time."""
        return self.root / "etags.parquet"

    def dataset(self, name: str) -> Path:
        """Where people read a dataset: a link through `current`."""
        return self.curated / name

    def release(self, number: int) -> Path:
        """The folder of a release."""
        return self.releases / f"{number:06d}"

    def release_numbers(self) -> list[int]:
        """The releases that are on disk, oldest first."""
        if not self.releases.is_dir():
            return []
        return sorted(int(entry.name) for entry in self.releases.iterdir() if entry.name.isdecimal())

    @staticmethod
    def link_target(name: str) -> str:
        """What `CURATED/<dataset>` points to; relative, so that CURATED can be moved as a whole."""
        return f"{ROOT}/current/{name}"
