"""Site templates: lines that a site puts into its reports, such as a footer that no rule knows, listed in a file.

`newsmill learn-templates` writes the file (newsmill/learn.py finds the lines); a run reads it like any rule file, and
never changes it. docs/templates.md describes the format.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from newsmill.chars import fold
from newsmill.errors import UsageError
from newsmill.page.block import Piece, Role

RULE = "template.line"
REASON = "template"

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_HEAD = """\
# Lines that repeat over different reports of one site, found by `newsmill learn-templates`. A run that has this file
# for its setting `templates` leaves them out of the texts of that site. Take out what is no furniture.
"""


@dataclass(frozen=True, slots=True)
class Template:
    """A line that a site puts into its reports, and what says so."""

    site: str
    """As `site_of` names it."""
    line: str
    """As it is written, or with # for each number where the numbers change: "Read # times"."""
    reports: int = 0
    """Different reports of the site that carry it; 0 where a person wrote it down."""
    of: int = 0
    """Different reports of the site that were looked at."""
    example: str = ""
    """doc_id of a report that carries it."""


@dataclass(frozen=True, slots=True)
class Templates:
    """The templates of a file, ready to be asked."""

    templates: tuple[Template, ...]
    learned_at: datetime
    source: str
    """Run whose release they were learned from."""
    min_reports: int
    lines: dict[str, frozenset[str]] = field(init=False, repr=False, compare=False)
    """Keys of the lines by site."""

    def __post_init__(self) -> None:
        lines: dict[str, set[str]] = {}
        for template in self.templates:
            lines.setdefault(template.site, set()).add(line_key(template.line))
        object.__setattr__(self, "lines", {site: frozenset(keys) for site, keys in lines.items()})

    def is_furniture(self, site: str | None, line: str) -> bool:
        """Whether the line is a template of the site, whatever its case, its blanks and, with #, its numbers."""
        known = self.lines.get(site) if site else None
        if not known:
            return False
        key = line_key(line)
        return key in known or number_shape(key) in known


def site_of(url: str | None, name: str | None) -> str | None:
    """What tells the sites of two pages apart: the host of the address, else the name that the page gives its site.

    The host goes first because it is one site's alone, while unrelated sites call themselves "News" or "Home".
    """
    try:
        host = urlsplit(url or "").hostname
    except ValueError:  # urllib says so of a broken IPv6 host
        host = None
    return (host or "").removeprefix("www.") or fold(name or "").casefold() or None


def line_key(line: str) -> str:
    """What two lines have in common that are the same but for case and blanks."""
    return fold(line).casefold()


def number_shape(key: str) -> str:
    """The key of a line with # in the place of each number."""
    return _NUMBER.sub("#", key)


def remove_templates(pieces: Iterable[Piece], site: str | None, templates: Templates) -> None:
    """Remove the kept Pieces that are a template of their site.

    Only a Piece that is all that is left of its line is judged: a part of a sentence is never a template.
    """
    for line in _lines(pieces):
        kept = [piece for piece in line if piece.kept]
        if len(kept) == 1 and kept[0].block.role is not Role.CODE and templates.is_furniture(site, kept[0].text):
            kept[0].remove(RULE, REASON)


def _lines(pieces: Iterable[Piece]) -> Iterator[Sequence[Piece]]:
    """The Pieces of each line of the text together."""
    number = 0

    def line_of(piece: Piece) -> int:
        nonlocal number
        number += piece.breaks
        return number

    for _, line in groupby(pieces, line_of):
        yield list(line)


class _Entry(BaseModel):
    """A [[template]] of a file. One that a person adds needs no evidence."""

    model_config = ConfigDict(extra="forbid", strict=True)

    site: str = Field(min_length=1)
    line: str = Field(pattern=r"\S")
    reports: int = Field(0, ge=0)
    of: int = Field(0, ge=0)
    example: str = ""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    version: Literal[1]
    learned_at: datetime
    source: str = Field(alias="from")
    min_reports: int = Field(ge=1)
    template: list[_Entry] = []


def read_templates(path: Path) -> Templates:
    """The templates of a file. Raises UsageError with the file and what is wrong with it."""
    try:
        file = _File.model_validate(tomllib.loads(path.read_text("utf-8")))
    except OSError as failure:
        raise UsageError(f"the templates file {path} cannot be read: {failure.strerror}") from None
    except ValidationError as failure:
        problems = (f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in failure.errors())
        raise UsageError(f"{path} is no templates file: {'; '.join(problems)}") from None
    except ValueError as failure:  # not TOML, or not UTF-8
        raise UsageError(f"{path} is not valid TOML: {failure}") from None
    entries = tuple(Template(**entry.model_dump()) for entry in file.template)
    return Templates(entries, file.learned_at, file.source, file.min_reports)


def write_templates(path: Path, templates: Templates) -> None:
    """Write the file, in one step: a run that reads it meanwhile has the old one or the new one, whole."""
    draft = path.with_name(f".{path.name}.draft")
    draft.write_text("\n".join([_HEAD, *_head(templates), *map(_entry, templates.templates)]), encoding="utf-8")
    draft.replace(path)


def _head(templates: Templates) -> Iterator[str]:
    yield "version = 1"
    yield f"learned_at = {templates.learned_at.isoformat(timespec='seconds')}"
    yield f"from = {_quoted(templates.source)}"
    yield f"min_reports = {templates.min_reports}\n"


def _entry(template: Template) -> str:
    return (
        f"[[template]]\nsite = {_quoted(template.site)}\nline = {_quoted(template.line)}\n"
        f"reports = {template.reports}\nof = {template.of}\nexample = {_quoted(template.example)}\n"
    )


def _quoted(text: str) -> str:
    """A basic string of TOML, which is a string of JSON but for the one control character that JSON leaves bare."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
