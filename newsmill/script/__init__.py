"""Chinese script: which one a text is in, and one script out of both.

Conversion gives what opencc-python-reimplemented gives, with its dictionaries, at memory speed; a small overlay of our
own terms comes on top.
"""

from collections.abc import Mapping, Sequence
from functools import cache

from newsmill.codepoints import Codes, encode
from newsmill.script.dictionaries import chain, configurations
from newsmill.script.overlay import overlaid, telling_terms
from newsmill.script.signs import Script, detect, detect_codes
from newsmill.script.stage import Stage

__all__ = ["Script", "configurations", "convert", "convert_paragraphs", "detect"]

NEIGHBOURHOOD = 100
"""Signs on either side of a term that tell which script it stands in."""


def convert(text: str, config: str = "t2s", overlay: bool = True, terms: Mapping[str, str] | None = None) -> str:
    """Chinese text in another script; the same object where nothing changes.

    config: a name of `configurations()`, t2s for Traditional to Simplified. Without `overlay` the answer is that of
    the package's `OpenCC(config).convert`. Convert once: what is written by tw2sp and s2twp must not go through again.
    Never for Japanese, whose signs it would change: see `convert_paragraphs`.
    terms: words with what they become, of the user's own; they stand before the overlay's, and only with it.
    Raises ValueError for a configuration that does not exist.
    """
    anywhere, within_hans = (
        _stages(config, tuple(terms.items()) if terms else ()) if overlay else _package_stages(config)
    )
    if text.isascii():
        return text
    codes = encode(text)
    first, *others = within_hans if overlay and _is_simplified(text, codes, config) else anywhere
    text = first(text, codes)
    for stage in others:
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


def _is_simplified(text: str, codes: Codes, config: str) -> bool:
    """Whether the text is Simplified around the first term for which that matters; False where there is none."""
    for term in telling_terms(config):
        at = _find(text, term)
        if at >= 0:
            return detect_codes(codes[max(0, at - NEIGHBOURHOOD) : at + NEIGHBOURHOOD]) == "Hans"
    return False


def _find(text: str, term: str) -> int:
    """What text.find(term) gives: a single sign, the last one, is found many times faster than a word."""
    at = text.find(term[-1])
    while at >= 0:
        if text.endswith(term, 0, at + 1):
            return at + 1 - len(term)
        at = text.find(term[-1], at + 1)
    return -1


@cache
def _package_stages(config: str) -> tuple[tuple[Stage, ...], tuple[Stage, ...]]:
    stages = tuple(map(Stage, chain(config)))
    return stages, stages


@cache
def _stages(config: str, terms: tuple[tuple[str, str], ...]) -> tuple[tuple[Stage, ...], tuple[Stage, ...]]:
    """The stages for any text, and those for text that is Simplified already."""
    anywhere = tuple(map(Stage, overlaid(config, None, dict(terms))))
    if not telling_terms(config):
        return anywhere, anywhere
    return anywhere, tuple(map(Stage, overlaid(config, "Hans", dict(terms))))
