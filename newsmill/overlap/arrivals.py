"""Documents that come and go: which wordings and headlines they bring, change and take away."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import xxhash

from newsmill.overlap.corpus import Corpus, Lists, Rows, exact_keys
from newsmill.overlap.flat import among, distinct, without
from newsmill.overlap.memory import Memory, grown, swapped
from newsmill.overlap.normal import Hashes, Indices
from newsmill.overlap.postings import MOST_HOLDERS, Postings
from newsmill.overlap.profile import signs, with_signs
from newsmill.overlap.runs import Table

_AT_ONCE = 4096
"""Texts read at once."""


class CollisionError(Exception):
    """Two texts or documents have one 64-bit hash, so they cannot be remembered side by side."""


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What documents that came and went have changed, as wordings."""

    memory: Memory
    """With the documents, their wordings and the hashes of these; headlines and links are as they were."""
    before: Memory
    touched: Indices
    """Wordings with documents that came or went."""
    fresh: Indices
    """Those that are new."""
    dead: Indices
    """Those that have no document any more."""
    signed: Indices
    """Those whose text breaks off where it did not, or the other way round."""
    keys: Hashes
    """Hashes (Postings.keys) of the fresh and the dead ones, in order."""
    figures: Hashes
    """Keys of their figures, in order."""


def admit(memory: Memory, corpus: Corpus, added: Hashes, gone: Rows) -> Arrivals:
    """Take documents in and out.

    added: keys of documents of the corpus; gone: rows of SKETCHES, as they were, of documents that are not in it any
    more, or that are among those added because they changed. Raises CollisionError.
    """
    there, left = memory.rows.get(gone.keys)
    if not there.all():
        raise ValueError("a document that nobody knew cannot go")
    wording, exact = _wordings(memory, corpus, added)
    came = memory.rows.rows_of(len(added), wording=wording, source=_sources(corpus, added))
    after = memory.with_(
        rows=swapped(memory.rows, gone.keys, left, added, came),
        members=_moved(memory.members, left["wording"], gone.keys, wording, added),
        sources=_moved(memory.sources, left["source"], gone.keys, came["source"], added),
    )
    touched = distinct(wording, left["wording"].astype(np.int64))
    fresh, first = np.unique(wording, return_index=True)
    new = fresh >= len(memory.alive)
    fresh, exact = fresh[new], exact[first[new]]
    owner, members = after.members.all(touched.astype(np.uint64))
    dead = np.delete(touched, distinct(owner))
    after = _numbered(after, fresh, exact, dead)
    after, signed = _read(after, corpus, touched[owner], members["sub"], added)
    lost = gone.take(gone.keys[among(left["wording"], dead)], ["hashes", "figures"])
    hashes, keys = _posted(after.hashes, corpus.lists(after.texts_of(fresh), "hashes"), fresh, lost["hashes"])
    figures, told = _posted(after.figures, corpus.lists(after.texts_of(fresh), "figures"), fresh, lost["figures"])
    after = after.with_(hashes=hashes, figures=figures)
    return Arrivals(after, memory, touched, fresh, dead, without(signed, fresh), keys, told)


def _wordings(memory: Memory, corpus: Corpus, added: Hashes) -> tuple[Indices, Hashes]:
    """The wording of each document, a new number where it has none yet, and the key of its normal form."""
    exact = exact_keys(corpus.sketches.take(added, ["exact_key"])["exact_key"])
    single, first, back = np.unique(exact[:, 0], return_index=True, return_inverse=True)
    known, words = memory.words.get(single)
    check = np.where(known, words["check"], exact[first, 1])
    if (check[back] != exact[:, 1]).any():
        raise CollisionError("two normal forms have one hash")
    number = words["wording"].astype(np.int64)
    # In the order of the documents: what is read for neighbours then lies side by side.
    number[~known] = len(memory.alive) + np.argsort(np.argsort(first[~known]))
    if len(number) and number.max() >= MOST_HOLDERS:
        raise CollisionError("there are no numbers left")
    return number[back], exact


def _sources(corpus: Corpus, keys: Hashes) -> Hashes:
    uris = corpus.texts.take(keys, ["source_uri"])["source_uri"].to_pylist()
    return np.array([xxhash.xxh3_64_intdigest(uri.encode("utf-8", "surrogatepass")) for uri in uris], np.uint64)


def _moved(table: Table, out_keys: Hashes | Indices, out: Hashes, in_keys: Hashes | Indices, into: Hashes) -> Table:
    """A table of sets of documents without some members and with others."""
    gone, came = table.rows_of(len(out), sub=out), table.rows_of(len(into), sub=into)
    return swapped(table, out_keys, gone, in_keys, came)


def _numbered(memory: Memory, fresh: Indices, exact: Hashes, dead: Indices) -> Memory:
    """New wordings with their keys, and without those that nobody has any more."""
    _, gone = memory.wordings.get(dead.astype(np.uint64))
    words = memory.words.rows_of(len(fresh), check=exact[:, 1], wording=fresh)
    alive = grown(memory.alive, len(memory.alive) + len(fresh))
    alive[fresh], alive[dead] = True, False
    heads = grown(memory.heads, len(alive))
    heads[dead] = False
    return memory.with_(
        words=swapped(memory.words, gone["exact"], gone, exact[:, 0], words),
        wordings=swapped(memory.wordings, dead, gone, fresh, memory.wordings.rows_of(len(fresh), exact=exact[:, 0])),
        alive=alive,
        heads=heads,
    )


def _read(memory: Memory, corpus: Corpus, owner: Indices, members: Hashes, added: Hashes) -> tuple[Memory, Indices]:
    """Which text is read for each wording, the one with the smallest doc_id, and where its signs are other ones."""
    ids = corpus.ids(members).astype("S") if len(members) else np.zeros(0, "S1")
    order = np.lexsort((ids, owner))
    first = np.ones(len(order), np.bool_)
    first[1:] = owner[order][1:] != owner[order][:-1]
    wordings, texts = owner[order][first], members[order][first]
    _, rows = memory.wordings.get(wordings.astype(np.uint64))
    anew = (rows["text"] != texts) | among(texts, added)
    wordings, texts, rows = wordings[anew], texts[anew], rows[anew].copy()
    found = _signs(corpus, texts)
    changed = wordings[found != rows["signs"]]
    rows["text"], rows["signs"] = texts, found
    return memory.with_(wordings=memory.wordings.plus(wordings, rows)), changed


def _signs(corpus: Corpus, keys: Hashes) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    """The signs of texts, which are read a few at a time."""
    found = np.zeros(len(keys), np.uint8)
    for start in range(0, len(keys), _AT_ONCE):
        part = keys[start : start + _AT_ONCE]
        texts = corpus.column(part)
        broken = with_signs(texts)
        found[start + broken] = [signs(text) for text in texts.take(pa.array(broken)).to_pylist()]
    return found


def _posted(postings: Postings, lists: Lists, fresh: Indices, lost: pa.ChunkedArray) -> tuple[Postings, Hashes]:
    """Postings with new wordings; and the hashes of wordings that came, or that nobody has any more (`lost`)."""
    keys = Postings.keys(lists.values)
    return postings.plus(keys, fresh[lists.owner]), distinct(keys, Postings.keys(Lists.of(lost).values))


def no_rows(schema: pa.Schema) -> Rows:
    """Rows of documents of which there are none."""
    return Rows(schema.empty_table())
