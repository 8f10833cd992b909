"""What the commands of the command line have in common: options, settings, and where they print."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from newsmill.errors import UsageError

if TYPE_CHECKING:  # pydantic is a quarter of a second, for which `newsmill --help` need not wait
    from newsmill.settings import Settings

out = Console()
err = Console(stderr=True)

Raw = Annotated[Path | None, typer.Argument(help="Folder of scraped pages (default: raw).", show_default=False)]
Curated = Annotated[Path | None, typer.Argument(help="Folder to publish in (default: curated).", show_default=False)]
RawOption = Annotated[Path | None, typer.Option("--raw", help="Folder of scraped pages (default: raw).")]
CuratedOption = Annotated[
    Path | None, typer.Option("--curated", help="Folder to read or publish in (default: curated).")
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
    raw, curated = settings.raw.resolve(), settings.curated.resolve()
    if raw == curated or raw in curated.parents or curated in raw.parents:
        raise UsageError(
            f"RAW ({settings.raw}) and CURATED ({settings.curated}) must be two folders, neither in the other"
        )
    return settings
