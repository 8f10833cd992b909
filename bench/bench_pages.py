"""How right cleaning, items, metadata and language are on the invented pages of tests/pages: `make bench-pages`.

Their truth was written before the rules, by people who had not seen them. Paragraphs count as kept where all their
characters are in the text, furniture as removed where its characters stand in removed rows and in no text; titles,
dates, authors and sources must be equal, a missing one must be missing.

    python bench/bench_pages.py [--misses]      --misses names every wrong one
"""

import hashlib
import json
import re
import sys
import tempfile
import time
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from datetime import time as clock
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds

from newsmill.chars import squeeze
from newsmill.pipeline import run_local
from newsmill.settings import Settings

PAGES = Path(__file__).parents[1] / "tests" / "pages"
SETS = ("text", "listing", "html")

LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*(?: \"[^\"]*\")?\)")
Row = dict[str, Any]
Verdicts = dict[str, list[tuple[bool, str]]]
"""By measure: whether each case is right, and what to call it."""


def load_truth(pages: Path = PAGES) -> list[Row]:
    """The pages of all sets that are there."""
    files = (pages / f"{name}.toml" for name in SETS)
    return [page for file in files if file.is_file() for page in tomllib.loads(file.read_text("utf-8"))["page"]]


def data_sha256(pages: Path = PAGES) -> str:
    """Digest of pages and truth."""
    digest = hashlib.sha256()
    for file in sorted(path for path in pages.rglob("*") if path.is_file()):
        digest.update(file.relative_to(pages).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def curate_pages(folder: Path, pages: Path = PAGES) -> tuple[dict[str, list[Row]], dict[str, str]]:
    """Curate all pages; the texts by page, in order, and the removed characters by page."""
    run_local(Settings(raw=pages, curated=folder, workers=1))
    texts: dict[str, list[Row]] = defaultdict(list)
    for name in ("documents", "duplicates"):
        for row in ds.dataset(folder / name).to_table().to_pylist():
            texts[row["source_uri"]].append(row)
    for rows in texts.values():
        rows.sort(key=lambda row: row["item_index"])
    removed: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in ds.dataset(folder / "removed").to_table().to_pylist():
        removed[row["source_uri"]].append((row["position"], row["text"]))
    return texts, {
        uri: squeeze(_removed(uri, "".join(text for _, text in sorted(lines)))) for uri, lines in removed.items()
    }


def as_seen(text: str) -> str:
    """Markdown as its reader sees it: links are their words."""
    while LINK.search(text):
        text = LINK.sub(r"\1", text)
    return text


def _removed(uri: str, text: str) -> str:
    """Removed text as it stands and, of Markdown, as a reader sees it too: truth may have a link as its words."""
    return f"{text}\n{as_seen(text)}" if uri.endswith(".md") else text


def judge(truth: list[Row], texts: dict[str, list[Row]], removed: dict[str, str]) -> Verdicts:
    """Every case of every page, by measure."""
    verdicts: Verdicts = defaultdict(list)
    for page in truth:
        uri = page["file"]
        found = texts.get(uri, [])
        items = page.get("item", [])
        kind = "listings" if page["documents"] != 1 else "single_pages"
        verdicts[kind].append(
            (len(found) == page["documents"], f"{uri}: {len(found)} of {page['documents']} documents")
        )
        body = squeeze("".join(row["text_original"] or row["text"] for row in found))
        if not page["documents"]:
            continue  # a quarantined page has no removed rows
        for line in page.get("furniture", []) + [line for item in items for line in item.get("furniture", [])]:
            gone = squeeze(line) in removed.get(uri, "") and (squeeze(line) not in body or len(squeeze(line)) < 8)
            verdicts["furniture_removed"].append((gone, f"{uri}: {line}"))
        for number, item in enumerate(items):
            row = found[number] if number < len(found) else None
            _judge_item(verdicts, f"{uri}[{number}]", page, item, row, body)
    return verdicts


def _judge_item(verdicts: Verdicts, name: str, page: Row, item: Row, row: Row | None, body: str) -> None:
    own = squeeze((row["text_original"] or row["text"]) if row else "")
    for paragraph in item.get("paragraphs", []):
        verdicts["paragraphs_kept"].append((squeeze(paragraph) in own, f"{name}: {paragraph[:80]}"))
    for trap in item.get("traps", []):
        verdicts["traps_kept"].append((squeeze(trap) in body, f"{name}: {trap[:80]}"))
    if row is None:
        return
    title = row["title_original"] or row["title"]
    verdicts["titles"].append(
        (same_text(item.get("title"), title, row["title"]), f"{name}: {title!r}, not {item.get('title')!r}")
    )
    wanted = item.get("published", page.get("published"))
    same = _minute(_instant(wanted)) == _minute(row["published_at"])
    verdicts["dates"].append((same, f"{name}: {row['published_at']}, not {wanted}"))
    for key in ("author", "source", "place"):
        wanted = item.get(key, page.get(key))
        right = same_text(wanted, row[key]) or (
            key == "source" and wanted is None and row[key] == (item.get("site") or row["site"])
        )
        verdicts[f"{key}s"].append((right, f"{name}: {row[key]!r}, not {wanted!r}"))
    language = item.get("language", page.get("language"))
    verdicts["languages"].append((row["language"] == language, f"{name}: {row['language']}, not {language}"))


_GREEK = str.maketrans("άέήίόύώΐΰ", "αεηιουωιυ")
"""Capitals of Greek have no accents."""


def same_text(wanted: str | None, *found: str | None) -> bool:
    """Whether one of the values found is the one wanted; None is wanted where there must be none."""
    plain = [None if text is None else _plain(text) for text in (wanted, *found)]
    return plain[0] in plain[1:]


def _plain(text: str) -> str:
    """Without regard to case; capitals leave out the accents of Greek, and the i's of Turkish are one in them."""
    folded = squeeze(unicodedata.normalize("NFKC", text)).casefold().replace("ı", "i").replace("i\u0307", "i")
    return folded.translate(_GREEK)


def _minute(moment: datetime | None) -> datetime | None:
    """A moment to the minute: truth has the seconds that a page prints, or not."""
    return moment.replace(second=0, microsecond=0) if moment else None


def _instant(wanted: date | datetime | None) -> datetime | None:
    if wanted is None:
        return None
    if not isinstance(wanted, datetime):
        return datetime.combine(wanted, clock(), UTC)
    return wanted.replace(tzinfo=UTC) if wanted.tzinfo is None else wanted.astimezone(UTC)


def _figures(verdicts: Verdicts) -> Iterator[tuple[str, float]]:
    for measure, cases in verdicts.items():
        yield measure, round(sum(right for right, _ in cases) / len(cases), 4)


def measure(pages: Path = PAGES) -> dict[str, float]:
    """The share that is right, by measure."""
    with tempfile.TemporaryDirectory() as folder:
        return dict(_figures(judge(load_truth(pages), *curate_pages(Path(folder), pages))))


def main(pages: Path = PAGES) -> None:
    """Print the figures, and on request what is wrong."""
    started = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        verdicts = judge(load_truth(pages), *curate_pages(Path(folder), pages))
    if "--misses" in sys.argv:
        for name, cases in verdicts.items():
            for _, what in (case for case in cases if not case[0]):
                print(f"{name}: {what}")
    counts = {name: f"{sum(right for right, _ in cases)} of {len(cases)}" for name, cases in verdicts.items()}
    print(json.dumps({"data_sha256": data_sha256(pages), **dict(_figures(verdicts))}, indent=2))
    print(counts, f"{time.process_time() - started:.1f} s of CPU")


if __name__ == "__main__":
    main()
