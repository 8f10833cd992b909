"""Every setting, once: newsmill.toml, the environment, the command line and the Prefect run form all fill this model.

Precedence, strongest first: command line or run form, `NEWSMILL_*` in the environment, the file given with
`--config` (else `newsmill.toml` in the working folder), the defaults here.
"""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic.config import JsonDict
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from newsmill.errors import UsageError
from newsmill.location import Location, absolute

ENV_PREFIX = "NEWSMILL_"
DEFAULT_FILE = Path("newsmill.toml")

ScriptTarget = Literal["t2s", "tw2s", "tw2sp", "hk2s", "s2t", "s2tw", "s2twp", "s2hk", "t2tw", "t2hk", "off"]
HtmlEngine = Literal["lexbor", "bs4"]

_AFFECTS_ROWS: JsonDict = {"affects_rows": True}


def _rows(default: Any, description: str, **limits: Any) -> Any:
    """A field whose value decides what the rows are, so that a change of it curates everything again."""
    return Field(default, description=description, json_schema_extra=_AFFECTS_ROWS, **limits)


class Settings(BaseModel):
    """What a run of newsmill can be told. Every value has a default that is right for most people."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    raw: Location = Field(
        Path("raw"), description="Folder of scraped pages, or s3://bucket/prefix. It is only read, never written."
    )
    curated: Location = Field(
        Path("curated"), description="Folder the clean Parquet is published in, or s3://bucket/prefix."
    )
    state: Annotated[Path | None, BeforeValidator(lambda path: path or None)] = Field(
        None,
        description="Folder of this machine that mirrors CURATED where that is in an object store; without one, a "
        "folder in ~/.local/state/newsmill.",
    )
    credentials: str = Field(
        "",
        description="Name of a Prefect Secret block: a JSON object of environment variables that open the object "
        "store, such as AWS_ACCESS_KEY_ID. Empty: they are in the environment.",
    )
    script: ScriptTarget = _rows(
        "t2s",
        "OpenCC configuration that Chinese is brought into one script with; t2s writes Simplified. "
        "'off' leaves every text as it was found.",
    )
    script_terms: dict[str, str] = _rows(
        {}, "Your own terms of script conversion, from what is written to what it becomes: names, places, products."
    )
    html_engine: HtmlEngine = _rows(
        "lexbor",
        "What reads HTML: lexbor parses as browsers do, in C; bs4 is BeautifulSoup on Python's html.parser, "
        "which takes many times as long.",
    )
    rules_off: list[str] = _rows([], "Furniture rules that are switched off, by id; `newsmill rules list` names them.")
    # Not _rows: what decides the rows is what the file says, not what it is called. The pipeline digest reads it.
    templates: Annotated[Path | None, BeforeValidator(lambda path: path or None)] = Field(
        None, description="File of site templates, as `newsmill learn-templates` writes it; without one, none are used."
    )
    workers: int = Field(
        0, ge=0, le=256, description="Processes that curate shards at the same time; 0 means one for each core."
    )
    dask: str = Field(
        "",
        description="Address of a Dask scheduler, such as tcp://10.0.0.5:8786, whose workers curate the shards; they "
        "must see RAW and CURATED in the same place. Empty: processes of this machine do.",
    )
    only_new: bool = Field(
        False, description="After a change of settings, keep the old rows and curate only inputs that are new."
    )
    settle_seconds: float = Field(
        0.0, ge=0, description="Leave a file that changed less than this long ago for the next run (seconds)."
    )
    shard_bytes: int = Field(
        64 * 2**20, ge=2**16, description="Inputs are planned into shards of at most so many bytes of raw input."
    )
    shard_inputs: int = Field(2000, ge=1, description="Inputs are planned into shards of at most so many inputs.")
    max_input_bytes: int = _rows(
        64 * 2**20, "A page, a record or a feed larger than this, unpacked, is quarantined (bytes).", ge=2**10
    )
    keep_releases: int = Field(3, ge=1, description="How many of the last releases stay readable.")
    keep_hours: float = Field(
        24.0,
        ge=0,
        description="A release also stays this long after it was replaced, for readers that still hold it (hours).",
    )

    @property
    def worker_count(self) -> int:
        """Processes to use on this machine."""
        return self.workers or os.cpu_count() or 1

    @property
    def curated_folder(self) -> Path:
        """CURATED on this machine: itself, or what mirrors it where it is in an object store."""
        if isinstance(self.curated, Path):
            return self.curated
        home = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
        return self.state or home / "newsmill" / self.curated.slug

    def from_anywhere(self) -> "Settings":
        """The same settings, in which the folders do not depend on the working folder of who reads them."""
        state = self.state.absolute() if self.state else None
        return self.model_copy(update={"raw": absolute(self.raw), "curated": absolute(self.curated), "state": state})

    def affecting_rows(self) -> dict[str, Any]:
        """The settings that decide what the rows are; the pipeline digest covers these."""
        names = [name for name, field in type(self).model_fields.items() if field.json_schema_extra == _AFFECTS_ROWS]
        return self.model_dump(mode="json", include=set(names))


def load_settings(file: Path | None = None, overrides: Mapping[str, Any] | None = None) -> Settings:
    """Settings from a file, the environment and explicit values.

    file: a TOML file; without one, newsmill.toml of the working folder where it is there.
    overrides: values by field name; a None says nothing.
    Raises UsageError with the name of the setting and what is wrong with it.
    """
    if file is not None and not file.is_file():
        raise UsageError(f"there is no settings file {file}")
    spoken = {name: value for name, value in (overrides or {}).items() if value is not None}
    try:
        return Settings(**_sources(file or DEFAULT_FILE)(**spoken).model_dump())
    except ValidationError as failure:
        problems = (f"{'.'.join(map(str, error['loc'])) or 'settings'}: {error['msg']}" for error in failure.errors())
        raise UsageError(f"settings are not valid: {'; '.join(problems)}") from None
    except tomllib.TOMLDecodeError as failure:
        raise UsageError(f"{file or DEFAULT_FILE} is not valid TOML: {failure}") from None


def _sources(file: Path) -> type[BaseSettings]:
    """Settings that fill themselves from the environment and a file. A flow's parameters must not do that: a run
    form would silently mix in the environment of whichever worker picks the run up."""

    class Sources(Settings, BaseSettings):
        model_config = SettingsConfigDict(env_prefix=ENV_PREFIX, toml_file=file, extra="forbid", frozen=True)

        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            del dotenv_settings, file_secret_settings
            return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    return Sources
