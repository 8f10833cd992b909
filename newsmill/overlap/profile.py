"""All of a batch of texts that judging their pairs needs, each measure of all texts in one array."""

import re
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from newsmill.overlap.flat import HASH_MASK, Sets, distinct
from newsmill.overlap.native import kernels
from newsmill.overlap.normal import Flags, Hashes, Indices, Texts, batches, mix, units_of, utf8
from newsmill.overlap.sketch import SHINGLE, grams

_BROKEN_OFF = re.compile(r"(?:\.\.\.|…)[\"'”’»）)」』\]】]*\s*(?=\n|\Z)")
_ELLIPSIS = "…".encode()
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


def profiles_of(texts: Texts, known: NDArray[np.uint8] | None = None) -> Profiles:
    """The profiles of a batch of texts. known: the signs of each, where they are known."""
    if native := kernels():
        units = units_of(texts)
        bounds, keys = native.profiled(units.hashes, units.is_number, units.bounds())
        told = keys[0] & HASH_MASK
        shingles, pairs, numbers, contexts, placed = (Sets.of_keys(values, len(texts)) for values in keys)
    else:
        parts = [_profiles(texts[part]) for part in batches(texts)]
        shingles, pairs, numbers, contexts, placed = (
            Sets.joined([part.sets[index] for part in parts]) for index in range(_SETS)
        )
        told = np.concatenate([np.zeros(0, np.uint64), *(part.told for part in parts)])
        bounds = np.cumsum(np.concatenate([np.zeros(1, np.int64), *(part.counts for part in parts)]))
    told_signs = np.array([signs(text) for text in texts], np.uint8) if known is None else known
    lists_leads, breaks_off = (told_signs & _LISTS_LEADS) > 0, (told_signs & _BREAKS_OFF) > 0
    return Profiles(shingles, pairs, numbers, contexts, placed, told, bounds, lists_leads, breaks_off)


def signs(text: str) -> int:
    """All that judging a text takes from it beside its normal form: `lists_leads` and `breaks_off`, a bit each."""
    if "..." not in text and "…" not in text:
        return 0
    leads = len(_BROKEN_OFF.findall(text)) >= _FEWEST_LEADS
    breaks_off = _BROKEN_OFF.search(text, max(0, len(text) - _TAIL)) is not None
    return _LISTS_LEADS * leads + _BREAKS_OFF * breaks_off


def with_signs(texts: pa.Array) -> Indices:
    """Which texts may have signs, those with an ellipsis."""
    data, bounds = utf8(texts)
    data, bounds = data[bounds[0] : bounds[-1]], bounds - bounds[0]  # the buffer may be of more texts than these
    points = data == ord(".")
    found = points[2:] & points[1:-1] & points[:-2]
    found |= (data[:-2] == _ELLIPSIS[0]) & (data[1:-1] == _ELLIPSIS[1]) & (data[2:] == _ELLIPSIS[2])
    return distinct(np.searchsorted(bounds, np.flatnonzero(found), side="right") - 1)


class _Part(NamedTuple):
    """What Profiles begins with, of texts that fit into the processor's cache."""

    sets: tuple[Sets, Sets, Sets, Sets, Sets]
    told: Hashes
    counts: Indices


def _profiles(texts: Texts) -> _Part:
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
