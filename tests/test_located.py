"""Names that a text locates: behind a preposition of any language, or in front of a Turkish ending of places."""

import pytest

from newsmill.metadata.located import locates, locates_inflected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The ferry stopped in Bad Holm for an hour.", "Bad Holm"),
        ("Die Brücke bei Oberau ist offen.", "Oberau"),
        ("Los vecinos de Torre de la Vega cantan.", "Torre de la Vega"),
        ("Kastamonu'nun köyünde bir bakkal var.", "Kastamonu"),
        ("İlçe merkezi Sarıkuyu’da açıldı.", "Sarıkuyu"),
    ],
)
def test_a_name_behind_a_preposition_is_a_place(text: str, name: str) -> None:
    """Whatever its case, and wherever in the text."""
    assert locates(text, name)
    assert locates(text, name.upper() if name.isascii() else name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ana Gil told the paper that Holm was quiet.", "Holm"),
        ("He walked in, Holm followed.", "Holm"),
        ("They met in Bad Holmberg.", "Bad Holm"),
        ("Ana'nın evi", "Gil"),
        ("", "Holm"),
    ],
)
def test_other_names_are_not_told_to_be_places(text: str, name: str) -> None:
    """A comma between, a longer name, no preposition."""
    assert not locates(text, name)


def test_endings_of_names_may_differ() -> None:
    """Czech and Russian places have another ending behind a preposition; another word is no other ending."""
    assert locates_inflected("Ve Vimperku otevřeli rozhlednu.", "Vimperk")
    assert locates_inflected("Мост в Заречном открыт.", "Заречный")
    assert not locates_inflected("V neděli otevřeli rozhlednu.", "Vimperk")
