"""Chinese script: which one a text is in, and one script out of both.

Conversion gives what opencc-python-reimplemented gives, with its dictionaries, at memory speed; a small overlay of our
own terms comes on top.
"""

from collections.abc import Mapping, Sequence
from functools import cache

from newsmill.script.dictionaries import chain, configurations
from newsmill.script.overlay import overlaid, within_simplified
from newsmill.script.signs import Script, detect
from newsmill.script.stage import Stage

__all__ = ["Script", "configurations", "convert", "convert_paragraphs", "detect"]


def convert(text: str, config: str = "t2s", overlay: bool = True, terms: Mapping[str, str] | None = None) -> str:
    """Chinese text in another script; the same object where nothing changes.

    config: a name of `configurations()`, t2s for Traditional to Simplified. Without `overlay` the answer is that of
    the package's `OpenCC(config).convert`. Convert once: what is written by tw2sp and s2twp must not go through again.
    Never for Japanese, whose signs it would change: see `convert_paragraphs`.
    terms: words with what they become, of the user's own; they stand before the overlay's, and only with it.
    Raises ValueError for a configuration that does not exist.
    """
    stages = _stages(config, tuple(terms.items()) if terms else ()) if overlay else _package_stages(config)
    for stage in stages:
        text = stage(text)
    return text


def convert_paragraphs(
    paragraphs: Sequence[str], languages: Sequence[str], config: str = "t2s", terms: Mapping[str, str] | None = None
) -> list[str]:
    """Paragraphs with those converted whose language is Chinese ("zh"), the others untouched.

    languages: one for each paragraph, as `newsmill.language.analyse` gives them. terms: see `convert`.
    Raises ValueError for a configuration that does not exist, and where the two do not pair up.
    """
    convert("", config, terms=terms)
    pairs = zip(paragraphs, languages, strict=True)
    return [convert(paragraph, config, terms=terms) if language == "zh" else paragraph for paragraph, language in pairs]


@cache
def _package_stages(config: str) -> tuple[Stage, ...]:
    return tuple(map(Stage, chain(config)))


@cache
def _stages(config: str, terms: tuple[tuple[str, str], ...]) -> tuple[Stage, ...]:
    users = dict(terms)
    *before, last = overlaid(config, users)
    simplified = {key: value for key, value in within_simplified(config).items() if key not in users}
    return (*map(Stage, before), Stage(last, simplified))
