"""Japanese and Korean are never converted: their documents come out of a whole run as they went in."""

import os
from collections.abc import Callable
from pathlib import Path
from unicodedata import normalize

import pyarrow.dataset as ds
import pytest

from newsmill.pipeline import run_local
from newsmill.settings import Settings

SENTENCES = 500
SIZES = (3, 4, 5)
"""Sentences in a document, in turn."""


def _documents(language: str) -> list[list[str]]:
    """Paragraphs of one sentence each, by document. Skips the test where the development data are not here."""
    shared = Path(os.environ.get("NEWSMILL_SHARED", Path(__file__).parents[2] / "shared"))
    file = shared / f"bench/language/sentences-dev/{language}.txt"
    if not file.is_file():
        pytest.skip(f"the sentences are not here: {file}")
    sentences = file.read_text("utf-8").splitlines()[:SENTENCES]
    documents: list[list[str]] = []
    while sentences:
        size = SIZES[len(documents) % len(SIZES)]
        documents.append(sentences[:size])
        sentences = sentences[size:]
    return documents


@pytest.mark.parametrize("language", ["ja", "ko"])
def test_no_sign_of_a_japanese_or_korean_document_is_converted(mill: Callable[..., Settings], language: str) -> None:
    documents = _documents(language)
    settings = mill()
    for number, text in enumerate(documents):
        settings.raw.joinpath(f"{number:03}.txt").write_text("\n\n".join(text), encoding="utf-8")
    run_local(settings)
    published = ds.dataset(settings.curated / "documents").to_table().to_pylist()
    removed = ds.dataset(settings.curated / "removed").to_table().to_pylist()
    assert len(published) == len(documents)
    assert {(row["text_original"], row["title_original"], row["script"]) for row in published} == {(None, None, None)}
    # NFC, which all text is brought into, has ordinary signs for the compatibility forms that Korean sources hold.
    given = [normalize("NFC", "".join("".join(text).split())) for text in documents]
    corpus = "\n".join(given)
    # Cleaning takes titles and furniture out, and may change white space; what it leaves must be as it was.
    kept = ["".join(part.split()) for row in published for part in (row["title"] or "", *row["text"].split("\n\n"))]
    gone = ["".join(row["text"].split()) for row in removed]
    assert [part for part in (*kept, *gone) if part not in corpus] == []
    assert sum(map(len, kept)) >= 0.95 * sum(map(len, given))
