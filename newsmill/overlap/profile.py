"""All of a batch of texts that judging their pairs needs, each measure of all texts in one array."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from newsmill.overlap.flat import Sets
from newsmill.overlap.normal import Flags, Hashes, Indices, mix, units_of
from newsmill.overlap.sketch import SHINGLE, grams

_BROKEN_OFF = re.compile(r"(?:\.\.\.|…)[\"'”’»）)」』\]】]*\s*(?=\n|\Z)")
_FEWEST_LEADS = 2
_TAIL = 8


@dataclass(frozen=True, slots=True)
class Profiles:
    """Measures of a batch of texts, which are numbered from 0."""

    shingles: Sets
    """Distinct runs of five units."""
    pairs: Sets
    """Distinct pairs of neighbouring units."""
    numbers: Sets
    contexts: Sets
    """What stands on both sides of a number."""
    placed: Sets
    """Numbers with what stands on both sides."""
    told: Hashes
    """All shingles in the order of the texts, as values of `shingles`."""
    told_bounds: Indices
    """Where each text's shingles start in `told`, and the end of the last."""
    lists_leads: Flags
    """Several paragraphs of the text break off: it lists the leads of reports and tells none of them."""
    breaks_off: Flags
    """The text ends in an ellipsis."""


def profiles_of(texts: Sequence[str]) -> Profiles:
    """The profiles of a batch of texts."""
    count = len(texts)
    units = units_of(texts)
    shingles, shingle_text = grams(units, SHINGLE)
    triples, triple_text = grams(units, 3)
    middle = np.flatnonzero(units.text[2:] == units.text[:-2]) + 1
    placed = units.is_number[middle]
    contexts = mix(units.hashes[middle - 1]) + units.hashes[middle + 1]
    return Profiles(
        Sets.of(shingles, shingle_text, count),
        Sets.of(*grams(units, 2), count),
        Sets.of(units.hashes[units.is_number], units.text[units.is_number], count),
        Sets.of(contexts[placed], triple_text[placed], count),
        Sets.of(triples[placed], triple_text[placed], count),
        Sets.value(shingles),
        np.searchsorted(shingle_text, np.arange(count + 1)),
        np.array([len(_BROKEN_OFF.findall(text)) >= _FEWEST_LEADS for text in texts], np.bool_),
        np.array([_BROKEN_OFF.search(text, max(0, len(text) - _TAIL)) is not None for text in texts], np.bool_),
    )
