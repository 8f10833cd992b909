"""A text's sketch: the key of its normal form, those of its shingle hashes that lie below a fixed threshold, a bitmap.

The same test picks the hashes of every text (Broder's "modulo" sketch, 1997), so the sketches of a long text and of a
part of it hold the same hashes where the texts do; bands of MinHash cannot show containment. The bitmap tells texts in
other words from those that share a few runs by chance.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pyarrow as pa
import xxhash
from numpy.typing import NDArray

from newsmill.overlap.bitmap import BYTES, Bitmaps, bitmaps
from newsmill.overlap.figures import figure_keys
from newsmill.overlap.native import kernels
from newsmill.overlap.normal import MULTIPLIER, Flags, Hashes, Indices, Units, batches, mix, units_of

SHINGLE = 5
"""Units in a shingle."""

_HASHES = pa.list_(pa.field("element", pa.uint64(), nullable=False))
SKETCHES = pa.schema(
    [
        pa.field("doc_id", pa.string(), nullable=False),
        pa.field("exact_key", pa.string(), nullable=False),
        pa.field("letters", pa.int32(), nullable=False),
        pa.field("shingles", pa.int32(), nullable=False),
        pa.field("hashes", _HASHES, nullable=False),
        pa.field("pairs", pa.binary(BYTES), nullable=False),
        pa.field("heading", _HASHES, nullable=False),
        pa.field("figures", _HASHES, nullable=False),
    ]
)
"""exact_key: 128-bit hash of the normal form, hex; letters: of the text; shingles: distinct; hashes: kept, sorted;
pairs: bitmap of the pairs of neighbouring units; heading: pairs of units of the title, sorted; figures: keys of
its figures (figures.py), sorted."""

_CLASSES = ((64, 1), (300, 4))
_SCALE = 8
SCALES = (*(scale for _, scale in _CLASSES), _SCALE)
"""A text of at most so many shingles keeps one hash in so many; a longer one, one in _SCALE. Each threshold lies below
the one before, so two texts of different classes share the hashes below the lower threshold."""
_EACH = [*(most for most, _ in _CLASSES), _CLASSES[-1][0] + 1]
"""A number of shingles of each class, the largest but for the last."""


def sketch(texts: pa.Table) -> pa.Table:
    """The sketch of each text, in the order given.

    texts: at least `doc_id`, `title` and `text`. Returns a table of SKETCHES. A row depends on its own text only.
    """
    tables = []
    for rows in texts.select(["doc_id", "title", "text"]).to_batches():  # one array of all might be too large for Arrow
        ids = rows["doc_id"].to_pylist()
        titles, bodies = rows["title"].fill_null(""), rows["text"].fill_null("")
        tables += [_sketch_batch(ids[part], titles[part], bodies[part]) for part in batches(bodies)]
    return pa.concat_tables([SKETCHES.empty_table(), *tables]).combine_chunks()


def grams(units: Units, size: int) -> tuple[Hashes, Indices]:
    """Hashes of all runs of `size` units inside one text, in order, and the text of each."""
    if native := kernels():
        return native.grams(units.hashes, units.text, size)
    count = max(0, len(units.hashes) - size + 1)
    values = np.zeros(count, np.uint64)
    for offset in range(size):
        values *= MULTIPLIER
        values += units.hashes[offset : count + offset]
    inside = units.text[:count] == units.text[size - 1 :]
    return mix(values[inside]), units.text[:count][inside]


def scales(shingles: Indices) -> Indices:
    """One in how many hashes a text of so many distinct shingles keeps."""
    found = np.full(len(shingles), _SCALE, np.int64)
    for most, scale in reversed(_CLASSES):
        found[shingles <= most] = scale
    return found


def _sketch_batch(ids: Sequence[str], titles: pa.Array, bodies: pa.Array) -> pa.Table:
    units = units_of(bodies)
    counts, hashes, maps = _sampled(units, len(bodies))
    heads, head_text = grams(units_of(titles), 2)
    columns = [
        pa.array(ids, pa.string()),
        pa.array(_exact_keys(units, bodies), pa.string()),
        pa.array(units.letters, pa.int32()),
        pa.array(counts, pa.int32()),
        hashes,
        pa.FixedSizeBinaryArray.from_buffers(pa.binary(BYTES), len(bodies), [None, pa.py_buffer(maps)]),
        _lists(heads, head_text, len(bodies)),
        _list_array(*figure_keys(units)),
    ]
    return pa.Table.from_arrays(columns, schema=SKETCHES)


def _sampled(units: Units, n_texts: int) -> tuple[Indices, pa.ListArray, Bitmaps]:
    """Distinct shingles of each text, the hashes kept of them, and the bitmap of its pairs of units."""
    if native := kernels():
        classes = list(zip(_EACH, _thresholds(np.array(_EACH)).tolist(), strict=True))
        counts, hashes, bounds, maps = native.sketches(units.hashes, units.bounds(), classes)
        return counts, _list_array(hashes, bounds), maps
    values, text = grams(units, SHINGLE)
    counts = _distinct(values, text, n_texts)
    kept = values <= _thresholds(counts)[text]
    return counts, _lists(values[kept], text[kept], n_texts), bitmaps(*grams(units, 2), n_texts)


def _lists(values: Hashes, text: Indices, n_texts: int) -> pa.ListArray:
    """The distinct values of each text, sorted."""
    order = np.lexsort((values, text))
    values, text = values[order], text[order]
    first: Flags = np.ones(len(values), np.bool_)
    first[1:] = (values[1:] != values[:-1]) | (text[1:] != text[:-1])
    values, text = values[first], text[first]
    return _list_array(values, np.searchsorted(text, np.arange(n_texts + 1)).astype(np.int32))


def _list_array(values: Hashes, bounds: NDArray[np.int32]) -> pa.ListArray:
    return pa.ListArray.from_arrays(pa.array(bounds), pa.array(values), type=_HASHES)


def _thresholds(counts: Indices) -> Hashes:
    """The largest hash that a text of so many distinct shingles keeps."""
    limits: Hashes = np.uint64(2**64 - 1) // scales(counts).astype(np.uint64)
    return limits


def _distinct(values: Hashes, text: Indices, n_texts: int) -> Indices:
    """Distinct hashes of each text. One sort of (text, upper 44 bits) is ten times as fast as sorting by two keys."""
    keys = np.sort((text.astype(np.uint64) << np.uint64(44)) | (values >> np.uint64(20)))
    new = np.ones(len(keys), bool)
    new[1:] = keys[1:] != keys[:-1]
    return np.bincount((keys[new] >> np.uint64(44)).astype(np.int64), minlength=n_texts).astype(np.int64)


def _exact_keys(units: Units, bodies: pa.Array) -> list[str]:
    """Hash of each text's units; of the bare text where it has none, so that texts without words stay apart."""
    bounds = units.bounds().tolist()
    data = units.hashes.astype("<u8", copy=False)
    return [
        xxhash.xxh3_128_hexdigest(data[start:stop].data if stop > start else bodies[index].as_py().encode())
        for index, (start, stop) in enumerate(pairwise(bounds))
    ]
