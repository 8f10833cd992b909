"""What two texts share, in the words of each: the evidence of an overlap."""

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from newsmill import schema
from newsmill.overlap.normal import units_of
from newsmill.overlap.sketch import SHINGLE, grams

_PARAGRAPH = re.compile(r"\n{2,}")
_SHARED = 0.5
"""Share of a paragraph's shingles that the other text has, from which the paragraph is shared."""


def shared_part(first: str, second: str) -> schema.Row | None:
    """The paragraphs that two texts share, as the columns `relation` to `evidence` of overlaps.

    None where the shared words are spread so thin that no paragraph of one is mostly in the other.
    """
    paragraphs = [_PARAGRAPH.split(text) for text in (first, second)]
    sets = [_shingle_sets(part) for part in paragraphs]
    whole = [set().union(*part) for part in sets]
    shared = [
        [index for index, own in enumerate(sets[side]) if own and len(own & whole[1 - side]) >= _SHARED * len(own)]
        for side in (0, 1)
    ]
    if not all(shared):
        return None
    left, right = (set().union(*(sets[side][index] for index in shared[side])) for side in (0, 1))
    common = len(left & right)
    wholly = max(len(whole[0] & whole[1]) / len(part) for part in whole)
    return {
        "relation": "part",
        "passage": "\n\n".join(paragraphs[0][index] for index in shared[0]),
        "other_passage": "\n\n".join(paragraphs[1][index] for index in shared[1]),
        "similarity": common / len(left | right),
        "containment": common / min(len(left), len(right)),
        "evidence": f"{wholly:.0%} of the shorter text's 5-word sequences are in the other",
    }


def _shingle_sets(paragraphs: Sequence[str]) -> list[set[int]]:
    """Distinct shingles of each paragraph."""
    values, owner = grams(units_of(paragraphs), SHINGLE)
    bounds = np.searchsorted(owner, np.arange(len(paragraphs) + 1)).tolist()
    hashes = values.tolist()
    return [set(hashes[start:stop]) for start, stop in pairwise(bounds)]
