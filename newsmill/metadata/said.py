"""What a line of metadata says, column by column."""

from dataclasses import dataclass, field

from newsmill.metadata.credits import Credit
from newsmill.metadata.dates import FoundDate
from newsmill.metadata.vocabulary import Column


@dataclass(slots=True)
class Fields:
    """What a line of metadata says. `leading` is the column that its first part belongs to."""

    title: str | None = None
    author: str | None = None
    source: str | None = None
    place: str | None = None
    published: FoundDate | None = None
    updated: FoundDate | None = None
    leading: Column | None = None
    labelled: bool = False
    by_nobody: bool = False
    """A desk or an account stands where the author should."""
    told_author: bool = False
    """A label or a word such as `by` tells the author."""
    told_source: bool = False
    """A label tells the source."""
    strange: list[str] = field(default_factory=list)
    """Parts that read as nothing yet."""

    def lead_with(self, column: Column) -> None:
        if self.leading is None:
            self.leading = column

    def take(self, credit: Credit) -> None:
        """Put down what a byline says, where nothing is yet."""
        self.author = self.author or ", ".join(credit.authors) or None
        self.source = self.source or credit.source
        self.place = self.place or credit.place
        self.lead_with("author" if credit.authors or not credit.source else "source")


def is_finer(found: FoundDate, known: FoundDate | None) -> bool:
    """Whether a date is the first, or has the hour of the day that is known from another calendar: `۱۸ مهر ۱۴۰۵ - ۱۰
    اکتبر ۲۰۲۶، ۹:۲۵`."""
    if known is None or known.when is None or found.when is None:
        return known is None
    return known.precision == "day" and found.precision == "minute" and known.when.date() == found.when.date()
