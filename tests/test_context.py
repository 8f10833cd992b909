"""Lines judged by the lines around them: lists of headlines, readers' comments, captions, where the text ends."""

import time

import pytest

from newsmill.clean.context import places, remove_comments
from newsmill.clean.furniture import remove_furniture
from newsmill.clean.ruleset import load_rules
from newsmill.page.block import Stream
from newsmill.page.html import read_html
from newsmill.page.text import read_text

PROSE = "The ferry crossed the river forty times on Sunday, and the ferryman counted each of his passengers aloud."
MORE = "In the evening the council thanked him with a lamp that burns oil, gas and, if need be, honey from the hill."
THAI = "ชาวบ้านช่วยกันซ่อมสะพานไม้เก่าจนกลับมาใช้ได้อีกครั้งและเริ่มให้นักเรียนข้ามคลองตั้งแต่เช้าวันอังคารที่ผ่านมา"


def cleaned(text: str, *off: str) -> tuple[list[str], dict[str, str]]:
    """The lines that stay, and the rule of each that goes."""
    stream = Stream.of(read_text(text).blocks)
    remove_furniture(stream, load_rules(frozenset(off)))
    gone = {piece.text: piece.removal.rule for piece in stream.pieces if piece.removal}
    return [piece.text for piece in stream.kept()], gone


def test_headlines_under_an_announcement_go() -> None:
    """In the middle of the text too, up to the next sentence."""
    kept, gone = cleaned(f"{PROSE}\n\nRelated articles\nA well is dug\nThe well is dry\n\n{MORE}")
    assert kept == [PROSE, MORE]
    assert gone["A well is dug"] == gone["The well is dry"] == "context.related-list"


def test_a_list_without_gaps_ends_at_a_gap() -> None:
    """What stands after it may be a subheading."""
    kept, _ = cleaned(f"{PROSE}\n\nRelated articles\nA well is dug\n\nThe evening\n\n{MORE}")
    assert kept == [PROSE, "The evening", MORE]


def test_teasers_under_an_announcement_go() -> None:
    """Headline, date and a sentence, each without gaps; the article may go on after them."""
    cards = f"A well is dug\n18 November 2024\n{PROSE}\n\nThe well is dry\n19 November 2024\n{PROSE}"
    kept, gone = cleaned(f"{MORE}\n\nRelated articles\n\n{cards}\n\nThe evening\n\n{MORE} {PROSE}")
    assert kept == [MORE, "The evening", f"{MORE} {PROSE}"]
    assert gone[PROSE] == "context.related-list"


def test_an_announcement_that_holds_its_link_announces_nothing_else() -> None:
    """The line after "Read also: A well is dug" is text."""
    kept, _ = cleaned(f"{PROSE}\n\nRead also: A well is dug\n\nThe evening\n\n{MORE}")
    assert kept == [PROSE, "The evening", MORE]


def test_a_line_that_introduces_something_is_no_headline() -> None:
    """It ends with a colon."""
    kept, _ = cleaned(f"{PROSE}\n\nRelated articles\n\nOn the gate hangs a rhyme:\n\n{MORE}")
    assert kept == [PROSE, "On the gate hangs a rhyme:", MORE]


def test_on_an_html_page_headlines_are_links() -> None:
    """Short lines without links after "Related" are text."""
    html = f"<body><p>{PROSE}</p><p>Related articles</p><p><a href=a>A well is dug</a></p><p>Evening</p><p>{MORE}</p>"
    stream = Stream.of(read_html(html).blocks)
    remove_furniture(stream, load_rules())
    assert [piece.text for piece in stream.kept()] == [PROSE, "Evening", MORE]


@pytest.mark.parametrize(
    "thread",
    [
        "3 Comments\n\nOtter: My uncle was on it\n\nLovely!",
        f"Kommentare (2)\n\nHanna, 3. Mai 2024, 14:10\n\n{MORE}\n\nAntworten",
        "Комментарии (2)\n\nЛюдмила, 2 августа, 14:10\n\nМолодцы! А купить можно?\n\nОтветить",
        "댓글 2\n\n물새 2024.11.18. 17:05\n\n정말 멋져요\n\n답글 0 공감 5 비공감 0",
    ],
)
def test_comments_under_the_text_go(thread: str) -> None:
    """All that follows their heading, where names, dates or buttons show that readers wrote it."""
    kept, gone = cleaned(f"{PROSE}\n\n{MORE}\n\n{thread}")
    assert kept == [PROSE, MORE]
    assert "context.comment-thread" in gone.values()


@pytest.mark.parametrize(
    "rest",
    [
        f"12 Comments\n\n{MORE}\n\nLeave a comment\n\nLog in to comment",
        f"Comments from residents\n\nAnna Roe, 2024\n\n{MORE}",
        f"12 Comments\n\n{MORE}\n\n{PROSE}",
    ],
)
def test_an_article_goes_on_under_a_count_of_comments(rest: str) -> None:
    """A count in the middle of a page is a button; a subheading about comments is a subheading."""
    kept, gone = cleaned(f"{PROSE} {PROSE}\n\n{rest}")
    assert MORE in kept
    assert "context.comment-thread" not in gone.values()


def test_comments_end_where_another_section_begins() -> None:
    """The copyright line goes for its own reason."""
    kept, gone = cleaned(f"{PROSE} {MORE}\n\n2 Comments\n\nOtter: Lovely!\n\n© 2024 Example\n\n{MORE}")
    assert kept == [f"{PROSE} {MORE}", MORE]
    assert gone["© 2024 Example"] == "any.copyright"


def test_a_short_line_before_a_photo_credit_is_its_caption() -> None:
    """A paragraph that a credit was glued to stays."""
    kept, gone = cleaned(f"{PROSE}\n\nThe ferry at noon. (Photo: Jane Roe)\n\n{PROSE} {MORE} (Photo: Jane Roe)")
    assert kept == [PROSE, f"{PROSE} {MORE} "]
    assert gone["The ferry at noon. "] == "context.caption"


@pytest.mark.parametrize("rule", ["context.related-list", "context.comment-thread", "context.caption", "widgets.share"])
def test_mechanisms_can_be_switched_off(rule: str) -> None:
    """By id, as rules can."""
    page = f"""{PROSE}

Tweet Share Print

Related articles

A well is dug

A bell at noon. (Photo: Jane Roe)

{MORE}

2 Comments

Otter: Lovely!"""
    assert rule in cleaned(page)[1].values()
    assert rule not in cleaned(page, rule)[1].values()


def test_the_text_begins_and_ends_with_prose() -> None:
    """In a script too whose sentences end without a mark."""
    stream = Stream.of(read_text(f"Menu\n\n{PROSE}\n\nShort\n\n{THAI}\n\nNext").blocks)
    assert list(places(stream).values()) == ["head", "body", "body", "body", "tail"]


def test_on_a_page_of_short_lines_short_sentences_are_the_text() -> None:
    """A recipe or a poem is not all head."""
    stream = Stream.of(
        read_text("Menu\n\nStir the soup until it sings to you.\n\nSalt\n\nEat it with the last of the bread.").blocks
    )
    assert list(places(stream).values()) == ["head", "body", "body", "body"]


def test_a_page_without_sentences_is_all_head() -> None:
    """There is no text that a line could stand after."""
    assert set(places(Stream.of(read_text("Menu\n\nNext").blocks)).values()) == {"head"}


def test_code_is_left_alone_and_an_advert_before_a_sentence_is_cut() -> None:
    """What stands in a listing is quoted; the sentence that an advertisement was glued to stays."""
    html = f"<body><pre>Share this</pre><p>ADVERTISEMENT {PROSE}</p><p>{MORE}</p></body>"
    stream = Stream.of(read_html(html).blocks)
    remove_furniture(stream, load_rules())
    assert [piece.text.strip() for piece in stream.kept()] == ["Share this", PROSE, MORE]


def test_a_page_of_headings_of_comments_takes_no_longer_than_its_length_allows() -> None:
    """However many headings there are, few are tried."""
    stream = Stream.of(read_text(f"{PROSE} {MORE}\n\n" + f"3 Comments\n\n{PROSE}\n\n" * 3000).blocks)
    start = time.process_time()
    remove_comments(stream)
    remove_furniture(stream, load_rules())
    assert time.process_time() - start < 5
    assert PROSE in [piece.text for piece in stream.kept()]


@pytest.mark.parametrize(
    "sentence",
    [
        "마을 주민들은 오래된 나무다리를 함께 고쳐 화요일 아침부터 아이들이 다시 건너게 했다.",
        "गाँव के लोगों ने पुराना पुल मिलकर ठीक किया और मंगलवार से बच्चे फिर उस पार जाने लगे।",
        "תושבי הכפר תיקנו יחד את הגשר הישן, ומיום שלישי חוזרים הילדים לחצות את הנחל.",
    ],
)
def test_sentences_of_scripts_with_few_letters_are_prose(sentence: str) -> None:
    """Syllables of Korean, vowel signs of Hindi and the vowels that Hebrew leaves out count as letters."""
    lines = ["Title of the page", sentence, sentence, "related"]
    stream = Stream.of(read_text("\n\n".join(lines)).blocks)
    place = places(stream)
    assert [place[piece] for piece in stream.kept()] == ["head", "body", "body", "tail"]


def test_hashtags_below_the_text_go() -> None:
    """Each on a line of its own; above the text `#` may be anything."""
    kept, gone = cleaned(f"#harbour\n\n{PROSE}\n\n{MORE}\n\n#ferry\n#lamp_oil")
    assert kept == ["#harbour", PROSE, MORE]
    assert gone["#ferry"] == gone["#lamp_oil"] == "context.hashtags"


def test_words_under_a_bare_heading_of_tags_go() -> None:
    """Up to a line that is no word or two, and only below the text."""
    kept, gone = cleaned(f"{PROSE}\n\n{MORE}\n\nTags:\nferry\nlamp oil\nA long line about the ferry and its lamp")
    assert gone["ferry"] == gone["lamp oil"] == "context.hashtags"
    assert kept[-1] == "A long line about the ferry and its lamp"
