"""What has been read of a text so far, and which of its Pieces are to go for it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from newsmill.metadata import names
from newsmill.metadata.clocks import Clock
from newsmill.metadata.context import Context
from newsmill.metadata.datelines import Dateline
from newsmill.metadata.dates import FoundDate
from newsmill.metadata.record import Metadata
from newsmill.metadata.said import Fields
from newsmill.metadata.site import normal
from newsmill.page.block import Piece

_BRACKETED = re.compile(r"【(?P<title>[^【】]{4,})】")
"""How Chinese news flashes set their headlines."""

_ACCOUNT = re.compile(r"^\w*admin\w*$|客户端$|客戶端$", re.IGNORECASE)
"""Whose account it is, not who wrote it."""
_OF_AGENCY = re.compile(
    r"^(?:Da|Do|De la|De l['’]|Dalla|Dall['’]|Della|Dell['’]|Von der|Van|Z|Od|De)\s?"
    r"(?=(?:Agên|Agen|Redaç|Redac|Rédac|Redaz|Redak)\w+\s\w)"
)
"""`Da Agência Cerrado`: from whom it is, and not a part of the name."""
_WEEK = timedelta(days=7)
"""A day alone so long after one with its hour is not the report's but that of the page."""

Rule = tuple[str, str]
"""Rule and reason of a removal."""

RULES: dict[str, Rule] = {
    "author": ("metadata.byline", "metadata:author"),
    "source": ("metadata.source-line", "metadata:source"),
    "published": ("metadata.date-line", "metadata:published_at"),
    "updated": ("metadata.date-line", "metadata:published_at"),
    "title": ("metadata.title", "metadata:title"),
}


@dataclass(slots=True)
class Reading:
    """What has been read so far: values by column, the first one found stays, and new Pieces by place.

    `pieces` are all Pieces of the text, `kept` the places of those that are its text so far. Nothing is marked before
    it is certain that text remains.
    """

    context: Context
    known: Metadata
    """What markup says."""
    pieces: list[Piece]
    kept: list[int]
    values: dict[str, str] = field(default_factory=dict)
    published: FoundDate | None = None
    updated: FoundDate | None = None
    source_labelled: bool = False
    """A label has announced the source: no dateline knows it better."""
    source_guessed: bool = False
    """The source stood beside a date and no author: a label knows it better."""
    author_told: bool = False
    """A label or a word such as `by` has announced the author."""
    dateline_read: bool = False
    replaced: dict[int, list[Piece]] = field(default_factory=dict)

    def note(self, **values: str | None) -> None:
        """Put down values of columns that have none yet."""
        for column, value in values.items():
            if value and column not in self.values:
                self.values[column] = _OF_AGENCY.sub("", value) if column == "source" else value

    def note_date(self, found: FoundDate | None) -> None:
        """Put down the date of publication, if its year is known and none is yet, or only the day of the page."""
        if found is None or found.when is None:
            return
        known = self.published.when if self.published else None
        coarse = self.published is not None and self.published.precision == "day" and found.precision == "minute"
        if self.published is None or (coarse and known and timedelta() <= known.date() - found.when.date() <= _WEEK):
            self.published = found

    def note_clock(self, clock: Clock) -> bool:
        """Put down the hour of the day that is known; whether there is such a day."""
        day = self.published
        if day is None or day.when is None or day.precision != "day":
            return False
        self.published = replace(day, when=clock.on(day.when), precision="minute")
        return True

    def note_fields(self, fields: Fields) -> None:
        """Put down what a line says."""
        if fields.told_author:
            self._put_right(fields)
        if fields.told_source and self.source_guessed:
            self.values.pop("source")
        self.source_guessed = (
            "source" not in self.values and not (fields.labelled or fields.author) and bool(fields.source)
        )
        self.source_labelled = self.source_labelled or (fields.labelled and "source" not in self.values)
        self.note(title=fields.title, author=fields.author, source=fields.source, place=self._spelling(fields.place))
        self.note_date(fields.published)
        if fields.updated is not None and fields.updated.when is not None:
            self.updated = self.updated or fields.updated

    def _put_right(self, fields: Fields) -> None:
        """A byline tells who the author is: a name before it that nothing announced was the outlet's."""
        if (
            not (self.author_told or self.context.listing)
            and (name := self.values.pop("author", None))
            and name != fields.author
        ):
            self.note(source=name)
        self.author_told = True

    def note_dateline(self, dateline: Dateline) -> Rule:
        """Put down what a dateline says. Returns the rule that it goes by."""
        if dateline.source and not self.source_labelled:
            self.values["source"] = dateline.source
        self.note(source=dateline.source, place=self._spelling(dateline.place), author=dateline.author)
        self.note_date(dateline.date)
        return "metadata.dateline", "metadata:place" if dateline.place else "metadata:source"

    def _spelling(self, place: str | None) -> str | None:
        return self.context.spelling(place) if place else None

    def remove(self, places: Sequence[int], rule: Rule) -> None:
        """Plan to take whole Pieces out."""
        for place in places:
            piece = self.pieces[place]
            gone = Piece(piece.text, piece.block, piece.removal, piece.item, piece.breaks)
            gone.remove(*rule)
            self.replaced[place] = [gone]

    def cut(self, place: int, start: int, end: int, rule: Rule) -> list[Piece]:
        """Plan to take a part of a Piece out. Returns what takes its place."""
        self.replaced[place] = self.pieces[place].cut(start, end, *rule)
        return self.replaced[place]

    def leaves_text(self) -> bool:
        """Whether any text remains when all that is planned has gone."""
        return any(piece.kept for place in self.kept for piece in self.replaced.get(place, [self.pieces[place]]))

    def result(self) -> list[Piece]:
        """All Pieces, with what is planned carried out."""
        pieces: list[Piece] = []
        start = 0
        for place, new in sorted(self.replaced.items()):
            pieces += self.pieces[start:place]
            pieces += new
            start = place + 1
        return pieces + self.pieces[start:]

    @property
    def stated_author(self) -> str | None:
        """The author whom markup names, if it is not an outlet."""
        stated = self.known.author
        is_other = stated and (self.context.owns(stated) or names.is_outlet(stated) or _ACCOUNT.search(stated))
        return None if is_other else stated

    def _author(self) -> str | None:
        """Who wrote it: markup knows, unless it has the outlet there and a line announces somebody."""
        stated, told = self.known.author, self.values.get("author")
        if told and self.author_told and (not self.stated_author or told.startswith(f"{stated}, ")):
            return told
        return stated or told

    def merged(self) -> Metadata:
        """Markup first, the lines fill gaps. Where markup's source is only the site, and where its date lacks the hour
        of the same day, the lines say it better."""
        markup, values = self.known, self.values
        site = values.get("site")
        if site and "source" not in values and self.context.owns(site):  # the page's own reports name no other
            values["source"] = site
        if markup.site and normal(values.get("source", "")) == normal(markup.site):
            values["source"] = markup.site
        said_by_site = markup.source is not None and markup.source == markup.site
        title = values.get("title") or markup.title
        if title and (bracketed := _BRACKETED.fullmatch(title)):
            title = bracketed["title"]
        if values.get("source") == self._author():
            values.pop("source", None)  # whose blog it is wrote it
        merged = replace(
            markup,
            title=title,
            author=self._author(),
            source=values.get("source") or markup.source if said_by_site else markup.source or values.get("source"),
            place=markup.place or values.get("place"),
            site=markup.site or values.get("site"),
        )
        found = self.published or self.updated
        if found is None or found.when is None:
            return merged
        same_day = markup.published_at is not None and markup.published_at.date() == found.when.date()
        finer = same_day and markup.published_precision == "day" and found.precision == "minute"
        if markup.published_at is None or finer:
            return replace(merged, published_at=found.when, published_precision=found.precision)
        return merged
