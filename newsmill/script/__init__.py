"""Chinese script: which one a text is in, and one script out of both.

Conversion gives what opencc-python-reimplemented gives, with its dictionaries, at memory speed; a small overlay of our
own terms comes on top.
"""

from collections.abc import Sequence
from functools import cache

from newsmill.script.dictionaries import chain, configurations
from newsmill.script.overlay import overlaid
from newsmill.script.signs import Script, detect
from newsmill.script.stage import Stage

__all__ = ["Script", "configurations", "convert", "convert_paragraphs", "detect"]


def convert(text: str, config: str = "t2s", overlay: bool = True) -> str:
    """Chinese text in another script; the same object where nothing changes.

    config: a name of `configurations()`, t2s for Traditional to Simplified. Without `overlay` the answer is that of
    the package's `OpenCC(config).convert`. Convert once: what is written by tw2sp and s2twp must not go through again.
    Never for Japanese, whose signs it would change: see `convert_paragraphs`.
    Raises ValueError for a configuration that does not exist.
    """
    for stage in _stages(config, overlay):
        text = stage(text)
    return text


def convert_paragraphs(paragraphs: Sequence[str], languages: Sequence[str], config: str = "t2s") -> list[str]:
    """Paragraphs with those converted whose language is Chinese ("zh"), the others untouched.

    languages: one for each paragraph, as `newsmill.language.analyse` gives them.
    Raises ValueError for a configuration that does not exist, and where the two do not pair up.
    """
    _stages(config, True)
    pairs = zip(paragraphs, languages, strict=True)
    return [convert(paragraph, config) if language == "zh" else paragraph for paragraph, language in pairs]


@cache
def _stages(config: str, overlay: bool) -> tuple[Stage, ...]:
    return tuple(Stage(group) for group in (overlaid(config) if overlay else chain(config)))
