"""All of a batch of texts that judging their pairs needs, each measure of all texts in one array."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from newsmill.overlap.flat import Sets
from newsmill.overlap.normal import Flags, Hashes, Indices, batches, mix, units_of
from newsmill.overlap.sketch import SHINGLE, grams

_BROKEN_OFF = re.compile(r"(?:\.\.\.|…)[\"'”’»）)」』\]】]*\s*(?=\n|\Z)")
_FEWEST_LEADS = 2
_TAIL = 8
_SETS = 5
_LISTS_LEADS, _BREAKS_OFF = 1, 2


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
    parts = [_profiles(texts[part]) for part in batches(texts)]
    shingles, pairs, numbers, contexts, placed = (
        Sets.joined([part.sets[index] for part in parts]) for index in range(_SETS)
    )
    told = np.concatenate([np.zeros(0, np.uint64), *(part.told for part in parts)])
    bounds = np.cumsum(np.concatenate([np.zeros(1, np.int64), *(part.counts for part in parts)]))
    found = np.array([signs(text) for text in texts], np.int64)
    lists_leads, breaks_off = (found & _LISTS_LEADS) > 0, (found & _BREAKS_OFF) > 0
    return Profiles(shingles, pairs, numbers, contexts, placed, told, bounds, lists_leads, breaks_off)


def signs(text: str) -> int:
    """All that judging a text takes from it beside its normal form: `lists_leads` and `breaks_off`, a bit each."""
    if "..." not in text and "…" not in text:
        return 0
    leads = len(_BROKEN_OFF.findall(text)) >= _FEWEST_LEADS
    breaks_off = _BROKEN_OFF.search(text, max(0, len(text) - _TAIL)) is not None
    return _LISTS_LEADS * leads + _BREAKS_OFF * breaks_off


class _Part(NamedTuple):
    """What Profiles begins with, of texts that fit into the processor's cache."""

    sets: tuple[Sets, Sets, Sets, Sets, Sets]
    told: Hashes
    counts: Indices


def _profiles(texts: Sequence[str]) -> _Part:
    count = len(texts)
    units = units_of(texts)
    shingles, shingle_text = grams(units, SHINGLE)
    triples, triple_text = grams(units, 3)
    middle = np.flatnonzero(units.text[2:] == units.text[:-2]) + 1
    placed = units.is_number[middle]
    contexts = mix(units.hashes[middle - 1]) + units.hashes[middle + 1]
    sets = (
        Sets.of(shingles, shingle_text, count),
        Sets.of(*grams(units, 2), count),
        Sets.of(units.hashes[units.is_number], units.text[units.is_number], count),
        Sets.of(contexts[placed], triple_text[placed], count),
        Sets.of(triples[placed], triple_text[placed], count),
    )
    return _Part(sets, Sets.value(shingles), np.bincount(shingle_text, minlength=count))
