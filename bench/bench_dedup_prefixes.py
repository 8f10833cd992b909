"""The look-up of overlaps parted by the first bits of hashes: no machine holds more than its part of the index.

    python bench/bench_dedup_prefixes.py [--n 20000] [--parts 4] [--seed 31] [--profile speed|quality]

Each part is a process of its own. It sketches its share of the texts, which depends on nothing else; then it gets the
hashes of all texts that begin with its bits, and tells which pairs of texts share how many of them. Every hash is in
one part, so whether it is boilerplate is told there; what pairs share is summed up over the parts. The pairs must be
those that one process finds with all hashes.
"""

import argparse
import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import pyarrow as pa
from dedup_corpus import as_texts, make_corpus

from newsmill.overlap import sketch
from newsmill.overlap.candidates import SHARED, Pairs, joined, proposals
from newsmill.overlap.corpus import Lists
from newsmill.overlap.normal import Hashes, Indices
from newsmill.overlap.postings import KEY_BITS, Postings

ROOT = Path(__file__).resolve().parent.parent
_BYTES = 8
"""Of a posting."""


def part_of(keys: Hashes, parts: int) -> Indices:
    """The part that each key belongs to, by its first bits."""
    return (keys.astype(np.int64) * parts) >> KEY_BITS


def with_keys_of(lists: Lists, part: int, parts: int) -> Lists:
    """The keys of each text that belong to a part."""
    mine = part_of(lists.values, parts) == part
    counts = np.bincount(lists.owner[mine], minlength=len(lists.bounds) - 1)
    return Lists(lists.values[mine], np.concatenate(([0], np.cumsum(counts))))


def shared_in(lists: Lists, least: int) -> Pairs:
    """The pairs of texts that share at least so many of the keys given."""
    texts = np.arange(len(lists.bounds) - 1)
    postings = Postings().plus(lists.values, lists.owner)
    counts = np.ones(len(texts), np.bool_)
    return joined([pairs for pairs, _, _ in proposals(postings, counts, texts, lists, least=least)])


def summed(found: Sequence[Pairs]) -> Pairs:
    """The pairs of all parts, each once, that share at least SHARED keys in all of them together."""
    every = joined(list(found))
    order = np.lexsort((every.right, every.left))
    left, right, shared = every.left[order], every.right[order], every.shared[order]
    new = np.ones(len(left), np.bool_)
    new[1:] = (left[1:] != left[:-1]) | (right[1:] != right[:-1])
    first = np.flatnonzero(new)
    total = np.add.reduceat(shared, first) if len(first) else shared
    return Pairs(left[first], right[first], total)[total >= SHARED]


def by_parts(lists: Lists, parts: int) -> Pairs:
    """The pairs as so many machines find them together."""
    return summed([shared_in(with_keys_of(lists, part, parts), 1) for part in range(parts)])


def look_up(lists: Lists) -> tuple[Pairs, int]:
    """In a process of its own: the pairs, and the bytes of its part of the index."""
    return shared_in(lists, 1), _BYTES * len(lists.values)


def keys_of(sketches: pa.Table) -> Lists:
    """The keys of the hashes of each sketch, each once, in order."""
    lists = Lists.of(sketches["hashes"])
    keys = Postings.keys(lists.values)
    order = np.lexsort((keys, lists.owner))
    owner, keys = lists.owner[order], keys[order]
    new = np.ones(len(keys), np.bool_)
    new[1:] = (owner[1:] != owner[:-1]) | (keys[1:] != keys[:-1])
    counts = np.bincount(owner[new], minlength=len(lists.bounds) - 1)
    return Lists(keys[new], np.concatenate(([0], np.cumsum(counts))))


def same(one: Pairs, other: Pairs) -> bool:
    """Whether two look-ups found the same pairs and counts."""
    rows = [np.array(sorted(zip(pairs.left, pairs.right, pairs.shared, strict=True))) for pairs in (one, other)]
    return np.array_equal(rows[0], rows[1])


def main() -> None:
    """Look up in parts and in one, and print what each part held."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=20_000)
    parser.add_argument("--parts", type=int, default=4)
    parser.add_argument("--seed", type=int, default=31)
    parser.add_argument("--profile", choices=["quality", "speed"], default="speed")
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("NEWSMILL_SHARED", ROOT.parent / "shared")))
    chosen = parser.parse_args()
    texts = as_texts(make_corpus(chosen.shared / "bench", chosen.n, chosen.seed, chosen.profile))
    share = -(-len(texts) // chosen.parts)
    with ProcessPoolExecutor(chosen.parts, mp_context=multiprocessing.get_context("spawn")) as machines:
        slices = [texts.slice(start, share) for start in range(0, len(texts), share)]
        lists = keys_of(pa.concat_tables(machines.map(sketch, slices)))
        found = list(machines.map(look_up, [with_keys_of(lists, part, chosen.parts) for part in range(chosen.parts)]))
    together = summed([pairs for pairs, _ in found])
    alone = shared_in(lists, SHARED)
    print(
        f"{len(texts)} texts, {len(lists.values)} hashes, {len(alone.left)} pairs; in {chosen.parts} parts the same: ",
        end="",
    )
    print(same(alone, together))
    held = [size for _, size in found]
    sizes = ", ".join(f"{size / 1e6:.2f}" for size in held)
    print(f"index: {_BYTES * len(lists.values) / 1e6:.2f} MB in one; parts {sizes} MB")
    print(f"largest part {max(held) * chosen.parts / sum(held):.3f} times an even one", flush=True)
    if not same(alone, together):
        raise SystemExit("the parts do not find the pairs of the whole")


if __name__ == "__main__":
    main()
