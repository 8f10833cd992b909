"""What is known of a corpus between runs: its texts by wording, hashes and headlines, their links and clusters.

Everything in it follows from the texts; it is kept so that a run need not look at old ones again. A wording is a normal
form that texts have. It has a number of its own, which is never given again: numbers of wordings that are gone stay in
the postings until these are purged, and `alive` tells.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

import numpy as np

from newsmill.overlap.normal import Flags, Hashes, Indices
from newsmill.overlap.postings import Postings
from newsmill.overlap.runs import Rows, Table, record

SHAPES: Mapping[str, np.dtype[np.void]] = {
    name: record(columns)
    for name, columns in {
        "rows": {"wording": "u4", "source": "u8", "replaced": "u8"},
        "members": {"sub": "u8"},
        "sources": {"sub": "u8"},
        "words": {"check": "u8", "wording": "u4"},
        "wordings": {"exact": "u8", "text": "u8", "document": "u8", "signs": "u1"},
        "titles": {"sub": "u8", "sums": "u8", "day": "i4", "number": "u4"},
        "headlines": {"wording": "u4", "day": "i4", "row": "u8"},
        "alike": {"sub": "u4"},
        "links": {
            "sub": "u4",
            "similarity": "f4",
            "contained": "f4",
            "contains": "f4",
            "part": "f4",
            "by_other": "u1",
            "by_this": "u1",
        },
        "shares": {"sub": "u4", "part": "f4"},
        "translations": {"sub": "u4"},
    }.items()
}
"""The columns of each table."""


@dataclass(frozen=True, slots=True)
class Memory:
    """Tables of documents (by key, corpus.doc_keys), wordings and headlines (by number)."""

    rows: Table
    """By document: its wording, the hash of its source_uri, and the newer version that replaces it, or 0."""
    members: Table
    """By wording: its documents."""
    sources: Table
    """By hash of the source_uri: its documents."""
    words: Table
    """By the first half of the key of the normal form: the other half, and the wording."""
    wordings: Table
    """By wording: half of its key, the document whose text is read for it, the one that stands in documents or 0,
    and the signs (profile.signs) of its text."""
    titles: Table
    """By wording: its headlines with their days, a hash of both in `sub`."""
    headlines: Table
    """By number of a headline: its wording and a document that has it."""
    alike: Table
    """By wording: others under a like headline within days, both ways round; `sub` is twice the number of the other,
    and one more where the headline is the same."""
    links: Table
    """By wording: others that it is linked to, both ways round; `contained` is the share of this one's shingles that
    the other has, `by_other` by what that one can stand for it, `part` the share of the shorter one where the one holds
    a part of the other, else NaN."""
    shares: Table
    """By wording: others with whose document its own shares something, both ways round; `part` as in links."""
    translations: Table
    """By wording: others whose document is its own's translation, both ways round."""
    hashes: Postings
    """Wordings by hash of their sketches."""
    figures: Postings
    """Wordings by keys of their figures."""
    headings: Postings
    """Headlines by their hashes, each for the days around it."""
    alive: Flags
    """Whether a wording has documents."""
    heads: Flags
    """Whether one of them is a row of documents."""
    titled: Flags
    """Whether a headline is still one."""

    @classmethod
    def empty(cls) -> "Memory":
        """Of no text."""
        tables = {name: Table(shape) for name, shape in SHAPES.items()}
        nobody = np.zeros(0, np.bool_)
        return cls(
            **tables,
            hashes=Postings(),
            figures=Postings(),
            headings=Postings(),
            alive=nobody,
            heads=nobody,
            titled=nobody,
        )

    def with_(self, **changes: object) -> "Memory":
        """The same with some parts replaced."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def texts_of(self, wordings: Indices) -> Hashes:
        """The document whose text is read for each wording."""
        _, rows = self.wordings.get(wordings.astype(np.uint64))
        return rows["text"]

    def documents_of(self, wordings: Indices) -> Hashes:
        """The row of documents of each wording, 0 where it has none."""
        _, rows = self.wordings.get(wordings.astype(np.uint64))
        return rows["document"]

    def purged(self) -> "Memory":
        """The same without what runs only mark as gone."""
        parts: dict[str, object] = {}
        for part in fields(self):
            value = getattr(self, part.name)
            if isinstance(value, Table):
                parts[part.name] = value.purged()
        parts["hashes"] = self.hashes.purged(self.alive)
        parts["figures"] = self.figures.purged(self.alive)
        parts["headings"] = self.headings.purged(self.titled)
        return self.with_(**parts)


def grown(flags: Flags, count: int) -> Flags:
    """A copy of the flags, so many of them, the new ones unset."""
    longer: Flags = np.zeros(count, np.bool_)
    longer[: len(flags)] = flags
    return longer


def swapped(table: Table, keys: Hashes | Indices, out: Rows, keys_in: Hashes | Indices, rows_in: Rows) -> Table:
    """A table without some of its rows and with others. keys, out: the rows that go; of those that come, none is among
    them unless it takes the place of one.
    """
    gone = table.rows_of(len(keys), dead=1)
    if "sub" in (table.dtype.names or ()):
        gone["sub"] = out["sub"]
    return table.plus(keys, gone).plus(keys_in, rows_in)
