"""Rows of buttons: told by their words alone, in any order, and no sentence or heading is taken for one."""

import time
import tomllib
from pathlib import Path

import pytest

from newsmill.clean import widgets
from newsmill.clean.ruleset import MECHANISMS, Where, load_rules
from newsmill.clean.widgets import REASONS, match_widgets

PLACES: tuple[Where, ...] = ("head", "body", "tail")
VOCABULARY = tomllib.loads((Path(widgets.__file__).parent / "widgets.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Share on Facebook Share on X Print", "share"),
        ("FacebookTwitterTelegramViber", "share"),
        ("Share: Facebook | X | WhatsApp | Copy link", "share"),
        ("A- A A+", "print"),
        ("Merken Teilen Drucken Vorlesen", "share"),
        ("Schriftgröße: A A A", "print"),
        ("Imprimer Écouter Taille du texte", "print"),
        ("Enviar Compartir 12 Guardar", "share"),
        ("Comentários (4) Deixe um comentário", "comments"),
        ("« Precedente 1 2 3 Successiva »", "pages"),
        ("Reageren Delen Opslaan", "share"),
        ("Tweetnij Udostępnij Drukuj A A+ A++", "print"),
        ("Sdílet na Facebooku Poslat e-mailem", "share"),
        ("Distribuie pe Facebook Trimite pe email", "share"),
        ("X'te Paylaş Facebook'ta Paylaş A+ A-", "share"),
        ("Сохранить Комментировать Печать Поделиться", "share"),
        ("Поширити у Viber Telegram", "share"),
        ("ΕΚΤΥΠΩΣΗ ΚΟΙΝΟΠΟΙΗΣΗ ΑΠΟΘΗΚΕΥΣΗ", "share"),
        ("طباعة حفظ مشاركة", "share"),
        ("ارسال نظر نظر شما", "comments"),
        ("שתפו בפייסבוק הדפסה", "share"),
        ("फॉन्ट साइज अ- अ अ+", "print"),
        ("Komentar (0) Tulis komentar", "comments"),
        ("Lưu bài viết Chia sẻ Copy link thành công", "share"),
        ("แชร์ ไลน์ คัดลอกลิงก์", "share"),
        ("印刷　シェアする　LINEで送る", "share"),
        ("인쇄 글자크기조정 공유", "print"),
        ("听新闻 语速 1.0X", "print"),
        ("分享 收藏 讚好 235", "share"),
        ("字級設定：小 中 大 特", "print"),
        ("Spara Dela Kommentera", "share"),
    ],
)
def test_a_row_of_buttons_is_told_wherever_it_stands(line: str, kind: str) -> None:
    """Whatever the order of its words, and by what most of them are for."""
    for where in PLACES:
        assert match_widgets(line, where) == (f"widgets.{kind}", REASONS[kind])


@pytest.mark.parametrize(
    "line",
    [
        "Home News Sport Culture Weather Jobs Sign in",
        "Startseite Lokales Sport Kultur Anzeigen Abo E-Paper",
        "首頁 要聞 地方 生活 娛樂 會員登入",
        "USD 90,10 EUR 98,20 +4°C Арден",
        "Contact | Imprint | Privacy",
        "News / Local history / Castle Arden",
    ],
)
def test_a_menu_is_furniture_at_the_edges_only(line: str) -> None:
    """Names of sections are nouns: in the text a row of them may be a list."""
    assert match_widgets(line, "head") == match_widgets(line, "tail") == ("widgets.menu", "navigation")
    assert match_widgets(line, "body") is None


@pytest.mark.parametrize("line", ["Share", "Печать", "コメント", "WhatsApp", "Print 3"])
def test_a_single_button_is_furniture_under_the_text_only(line: str) -> None:
    """Before and in the text it may be a heading."""
    assert match_widgets(line, "tail") is not None
    assert match_widgets(line, "body") is None


@pytest.mark.parametrize(
    "line",
    [
        "Print was never his ambition",
        "Share your bread",
        "Share.",
        "Comments and replies",
        "Sport und Kultur",
        "Mehr Sport für alle",
        "Tech, health and travel",
        "Musik teilen, Freunde finden",
        "Compartir el pan",
        "Комментарии экспертов",
        "全球社会新闻",
        "关注留守儿童",
        "次の一手",
        "이웃과 공유하는 삶",
        "“Share”",
        "12 30 45",
        "Yes",
        "No",
        "Milk Bread Eggs Honey",
        "Teilen печать",
        "share " * 40,
        "",
    ],
)
def test_headings_answers_and_sentences_are_no_buttons(line: str) -> None:
    """A word that no button has, a full stop, a quotation mark or a mix of languages makes it text."""
    for where in PLACES:
        assert match_widgets(line, where) is None


def test_each_kind_can_be_switched_off() -> None:
    """Its id is one that the setting rules_off knows."""
    assert {f"widgets.{kind}" for kind in REASONS} <= MECHANISMS
    assert load_rules(frozenset({"widgets.share"})).off == {"widgets.share"}


def test_the_vocabulary_speaks_the_languages_of_the_rules() -> None:
    """And each of them has a word for each of the buttons."""
    assert set(VOCABULARY) == {rule.language for rule in load_rules().rules}
    for language, kinds in VOCABULARY.items():
        assert language == "any" or set(kinds) == {*REASONS, "weak", "glue"}, language


@pytest.mark.parametrize("word", ["share ", "分享", "a ", "1 ", "| ", "tweet this ", "แชร์", "A+"])
def test_laying_out_a_line_takes_no_longer_than_its_length_allows(word: str) -> None:
    """A line as long as they are looked at, of a word that fits again and again, takes milliseconds."""
    line = (word * 160)[:158] + "ж"
    start = time.process_time()
    for where in PLACES:
        match_widgets(line, where)
    assert time.process_time() - start < 0.1
