"""What a learned tagger reads of the lines around a text, and what it may do with it."""

from datetime import UTC, date, datetime
from itertools import product
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsmill.metadata import Metadata, read_lines, second_reading
from newsmill.metadata.context import Context
from newsmill.metadata.tagger import Name, lines_in_reach, load_tagger, tell
from newsmill.metadata.tagger.model import LABELS, _forward_backward
from newsmill.metadata.tagger.tokens import take_tokens
from newsmill.page.block import Piece
from newsmill.page.text import read_text

LATEST = datetime(2026, 11, 1, tzinfo=UTC)
TITLE = "Night ferry to Holm sails an hour later"
BODY = (
    "The night ferry to Holm sails an hour later from May, the harbour board has decided. Its bell will ring twice.",
    "Once is for the islanders, and once for the gulls, who have waited for it since the old bell cracked in frost.",
)


def pieces_of(*lines: str) -> list[Piece]:
    return [Piece(block.text, block) for block in read_text("\n\n".join(lines)).blocks]


def kept(pieces: list[Piece]) -> list[str]:
    return [piece.text for piece in pieces if piece.kept]


def tagged(*lines: str, title: str | None = TITLE) -> list[tuple[str, str]]:
    """The names that the tagger is more sure of than not."""
    pieces = pieces_of(*lines)
    told = list(tell(list(lines_in_reach(pieces, title)), pieces, Context(date(2026, 11, 1), (2026,), True)))
    found = load_tagger().names(told)
    return [(name.column, pieces[name.place].text[name.start : name.end]) for name in found if name.sureness > 0.5]


@pytest.mark.parametrize(
    ("line", "column", "name"),
    [
        ("Words by Ottilie Harrow", "author", "Ottilie Harrow"),
        ("Aufgeschrieben von Jule Brandsen", "author", "Jule Brandsen"),
        ("记者 沈一苇 通讯员 何田", "author", "沈一苇"),
        ("聞き手・遠山さくら", "author", "遠山さくら"),
        ("Корреспондент: Ульяна Брагина", "author", "Ульяна Брагина"),
        ("Ottilie Harrow | Holm News Service | 4 May 2026", "source", "Holm News Service"),
        ("4 May 2026, by Ottilie Harrow", "published_at", "4 May 2026"),
    ],
)
def test_a_name_is_told_by_where_it_stands_and_what_it_looks_like(line: str, column: str, name: str) -> None:
    """No list has the name, and no rule has the form."""
    assert (column, name) in tagged(TITLE, line, *BODY)


def test_a_full_line_of_a_paragraph_tells_nobody() -> None:
    """Names in the text are what it speaks of."""
    assert not tagged(TITLE, *BODY)


def test_tokens_are_parts_of_the_line_in_its_order() -> None:
    """Each token is what stands between its edges; what lies between tokens is blank."""
    line = "文/沈一苇 d'Arc-Rey, 4.5.2026 | हिन्दी समाचार (dpa)"
    tokens, end = take_tokens(line), 0
    for token in tokens:
        assert not line[end : token.start].strip()
        assert line[token.start : token.end].casefold() == token.word
        end = token.end
    assert [token.word for token in tokens[:5]] == ["文", "/", "沈", "一", "苇"]
    assert {"d'arc-rey", "हिन्दी"} <= {token.word for token in tokens}


@given(st.integers(1, 4), st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_probabilities_are_those_of_all_sequences_of_labels(length: int, seed: int) -> None:
    """Forward and backward, the sums over all sequences come out that adding them one by one gives."""
    dice, count = np.random.default_rng(seed), len(LABELS)
    spoken, moves = dice.random((length, count)) + 0.01, dice.random((count, count)) + 0.01
    before, behind = dice.random(count) + 0.01, dice.random(count) + 0.01
    wanted = np.zeros((length, count))
    for labels in product(range(count), repeat=length):
        weight = before[labels[0]] * behind[labels[-1]]
        for place, label in enumerate(labels):
            weight *= spoken[place, label] * (moves[labels[place - 1], label] if place else 1)
        for place, label in enumerate(labels):
            wanted[place, label] += weight
    wanted /= wanted.sum(axis=1, keepdims=True)
    longer = np.concatenate([spoken, np.ones((2, count))])  # beside a run of more tokens
    inside = np.arange(length + 2) < np.array([[length], [length + 2]])
    twice = np.stack([longer, longer]), inside, moves, np.stack([before, before]), np.stack([behind, behind])
    assert np.allclose(_forward_backward(*twice)[0, :length], wanted)


def read_with(names: list[tuple[str, str, float]], *lines: str) -> tuple[list[str], Metadata]:
    """What comes of lines if the tagger reads these names there: column, name and sureness."""
    pieces = pieces_of(*lines)
    found = [
        Name(column, place, start, start + len(name), sureness)
        for column, name, sureness in names
        for place, start in [next((n, p.text.index(name)) for n, p in enumerate(pieces) if name in p.text)]
    ]
    with patch.object(second_reading, "load_tagger") as load:
        load.return_value.names.return_value = found
        result, metadata = read_lines(pieces, Metadata(), LATEST)
    return kept(result), metadata


def test_what_no_rule_has_read_is_filled_and_its_line_goes() -> None:
    """A byline in a form of its own."""
    line = "~ Ottilie Harrow ~ abd ~"
    assert read_with([], TITLE, line, *BODY)[0] == [line, *BODY]
    text, metadata = read_with([("author", "Ottilie Harrow", 0.99)], TITLE, line, *BODY)
    assert (metadata.author, text) == ("Ottilie Harrow", [*BODY])


@pytest.mark.parametrize("sureness", [0.3, 0.7])
def test_who_is_not_sure_fills_nothing(sureness: float) -> None:
    """A wrong name is worse than none."""
    _, metadata = read_with([("author", "Ottilie Harrow", sureness)], TITLE, "Ottilie Harrow, aboard", *BODY)
    assert metadata.author is None


def test_what_a_rule_has_read_stays_unless_it_is_certainly_something_else() -> None:
    """The rule's author is not the tagger's; the rule's outlet is certainly the author."""
    lines = (TITLE, "By Nora Whitlock", "4 May 2026", *BODY)
    _, metadata = read_with([("author", "Nora", 0.8)], *lines)
    assert metadata.author == "Nora Whitlock"


def test_a_line_that_says_more_than_names_stays() -> None:
    """Nothing of the text is lost with a name that is read in it."""
    line = "A portrait of the ferryman, with Ottilie Harrow"
    text, metadata = read_with([("author", "Ottilie Harrow", 0.99)], TITLE, line, *BODY)
    assert line in text
    assert metadata.author == "Ottilie Harrow"


def test_a_dateline_is_cut_up_to_its_dash() -> None:
    """The place goes with its dash, and the paragraph begins."""
    text, metadata = read_with([("place", "Lower Holm", 0.98)], TITLE, f"Lower Holm – {BODY[0]}", BODY[1])
    assert metadata.place == "Lower Holm"
    assert text == [*BODY]


@pytest.mark.parametrize("name", ["The Harbour Board", "Once"])
def test_words_that_the_text_has_in_small_letters_are_no_name(name: str) -> None:
    """A heading with capitals says what the text says."""
    text, metadata = read_with([("author", name, 0.99)], TITLE, name, *BODY)
    assert metadata.author is None
    assert name in text


@pytest.mark.parametrize(
    ("line", "named", "place"),
    [
        ("~ Horní Vltava nad Brodem ~", "Horní Vltava", "Horní Vltava nad Brodem"),
        ("~ Holmar u Skály ~", "Skály", "Skály"),  # it begins the line, or it is no part of the name
        ("Holmar u Skály ~ abd", "Skály", "Holmar u Skály"),
        ("~ Holmby ~", "Holmby", "Holmby"),
        ("~ Ottilie @Holmby ~", "Holmby", None),  # an account
        ("（松浜支局・遠山）~", "松浜", None),  # whose bureau it is
    ],
)
def test_a_place_is_told_with_all_of_its_name_and_is_nobody_elses(line: str, named: str, place: str | None) -> None:
    """Names have words in small letters inside of them."""
    assert read_with([("place", named, 0.99)], TITLE, line, *BODY)[1].place == place


def test_a_place_in_the_headline_is_of_the_headline() -> None:
    """`Holm: ferry sails later` begins with it, and is not told from there."""
    assert read_with([("place", "Holm", 0.99)], TITLE, "~ abd ~", *BODY)[1].place is None
