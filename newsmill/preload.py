"""Importing this loads every table that curating needs: what the server does from which workers are forked.

A worker then starts warm, with tables that all of them share; by itself each would take seconds for its first page.
"""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from newsmill import overlap
from newsmill.curate import Guidance, curate_page
from newsmill.errors import NewsmillError
from newsmill.intake.discover import FoundInput
from newsmill.intake.formats import Kind
from newsmill.intake.record import Record
from newsmill.rows import Context
from newsmill.schema import DOCUMENTS, to_table
from newsmill.settings import Settings

_ENGLISH = (
    "<title>Pier repaired</title><h1>Pier repaired</h1><p>By Ann Miller</p><p>HARBOUR, March 4 - The council has "
    "decided that the old pier will be repaired before winter. Work starts next week, said the engineer.</p>"
    "<p>Share</p>"
)
_CHINESE = "<p>港口委員會決定，舊碼頭將在冬季風暴到來之前完成維修，東側工程下週開工。居民可以到鎮公所查看施工圖。</p>"
_GERMAN = (
    "<p>Der Rat hat beschlossen, die alte Brücke vor dem Winter zu erneuern. Die Arbeit beginnt nächste Woche.</p>"
)

PAGES = [_ENGLISH.encode(), _CHINESE.encode("big5"), _GERMAN.encode("latin-1")]
"""Of scripts, languages and encodings that ask every table."""


def load_tables() -> None:
    """Curate a few small pages in memory, and forget what comes of them."""
    settings = Settings()
    guidance = Guidance.of(settings)
    context = Context(settings, "", "")
    item = FoundInput(source_uri="", path=Path(), bytes=0, raw_sha256="", ingested_at=datetime.now(UTC))
    for page in PAGES:
        for kind in (Kind.HTML, Kind.TEXT):
            rows = curate_page(Record("", "", len(page), kind, page), item, context, guidance)
            overlap.sketch(to_table(rows.texts, DOCUMENTS.schema))


with suppress(NewsmillError):  # rules that somebody broke fail the run itself, with what is wrong with them
    load_tables()
