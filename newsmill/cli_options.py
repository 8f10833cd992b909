"""What the commands of the command line have in common: options, settings, and where they print."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from newsmill.errors import RunLocked, UsageError

if TYPE_CHECKING:  # pydantic is a quarter of a second, for which `newsmill --help` need not wait
    from newsmill.settings import Settings
    from newsmill.store.layout import Layout

out = Console()
err = Console(stderr=True)

_RAW = "Folder of scraped pages, or s3://bucket/prefix (default: raw)."
_CURATED = "Folder to publish in, or s3://bucket/prefix (default: curated)."
Raw = Annotated[str | None, typer.Argument(help=_RAW, show_default=False)]
Curated = Annotated[str | None, typer.Argument(help=_CURATED, show_default=False)]
RawOption = Annotated[str | None, typer.Option("--raw", help=_RAW)]
CuratedOption = Annotated[str | None, typer.Option("--curated", help=_CURATED)]
State = Annotated[
    Path | None, typer.Option(help="Folder of this machine that mirrors a CURATED in an object store.", metavar="DIR")
]
Workers = Annotated[int | None, typer.Option(help="Processes that curate at the same time; 0: one for each core.")]
Config = Annotated[
    Path | None, typer.Option("--config", help="Settings file (default: newsmill.toml where it is there).")
]
OnlyNew = Annotated[bool | None, typer.Option("--only-new", help="After a change of settings, keep the old rows.")]
NoPrefect = Annotated[bool, typer.Option("--no-prefect", help="The same core on plain processes.")]
Webhook = Annotated[
    str | None, typer.Option(help='Address that gets a JSON {"text": ...} of runs that fail and sources that drift.')
]
Json = Annotated[bool, typer.Option("--json", help="For machines.")]


def settings_of(config: Path | None, **spoken: Any) -> "Settings":
    """The settings with what was said on the command line. Raises UsageError where they cannot be."""
    from newsmill.settings import load_settings

    settings = load_settings(config, spoken)
    places = (settings.raw, settings.curated)
    raw, curated = (f"{place.resolve() if isinstance(place, Path) else place}/" for place in places)
    if raw.startswith(curated) or curated.startswith(raw):
        raise UsageError(
            f"RAW ({settings.raw}) and CURATED ({settings.curated}) must be two folders, neither in the other"
        )
    return settings


def layout_of(config: Path | None, curated: str | None, state: Path | None) -> "Layout":
    """Where CURATED is on this machine, to look at. What mirrors an object store is brought up to date, but for the
    moments when a run does that. Raises UsageError, and StoreError where the store fails."""
    from newsmill.store.layout import Layout

    settings = settings_of(config, curated=curated, state=state)
    layout = Layout(settings.curated_folder)
    if not isinstance(settings.curated, Path):
        from newsmill.remote.mirror import refresh
        from newsmill.store.lock import hold_lock

        with suppress(RunLocked), hold_lock(layout):
            refresh(settings.curated, layout)
    return layout
