"""What a page says of itself, as Markup."""

import json
from collections.abc import Iterable
from typing import Any

from newsmill.chars import fold, visible
from newsmill.page.markup import Markup
from newsmill.page.normal import Attributes, NormalPage

_STATE_TIMES = ("datetime", "content", "title")
"""Attributes that state a time."""
_ONCE = frozenset({"title", "base", "link"})
"""Elements of which the first counts."""


def read_head(page: NormalPage) -> Markup:
    """The Markup of a page. Where only one statement counts, it is the first."""
    first: dict[str, str | None] = {}
    metas: list[Attributes] = []
    scripts: list[str] = []
    times: list[str] = []
    for name, attributes, text in page.sayings:
        if name == "meta":
            metas.append(attributes)
        elif name == "script":
            scripts.append(text)
        elif name not in _ONCE:  # a time element, or any other with microdata or RDFa
            times.append(next(filter(None, map(attributes.get, _STATE_TIMES)), ""))
        else:
            first.setdefault(name, fold(visible(text)) if name == "title" else attributes["href"])
    return Markup(
        title=first.get("title"),
        language=page.language,
        base=first.get("base"),
        canonical=first.get("link"),
        meta=_read_meta(metas),
        json_ld=tuple(_read_json_ld(scripts)),
        times=tuple(times),
    )


def _read_meta(metas: Iterable[Attributes]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for attributes in metas:
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        content = fold(visible(attributes.get("content") or ""))
        if name and content:
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def _read_json_ld(scripts: Iterable[str]) -> list[Any]:
    parsed = []
    for script in scripts:
        try:
            parsed.append(json.loads(script, strict=False))
        except (ValueError, RecursionError):
            continue  # a broken script says nothing; the page's other statements still count
    return parsed
