"""Bylines and datelines that their place on the page tells: below a lead, above a date, at the end of an item."""

from test_metadata_lines import BODY, LATEST, MORE, read, values

from newsmill.metadata import Metadata, read_lines
from newsmill.page.block import Block, Piece, Place, Role

TITLE = "Bridge at Alt Weiler opens again"
LEAD = "Cyclists may cross from Monday, and sheep from Tuesday, the council says."


def test_a_byline_below_the_lead_and_the_date_names_author_and_place() -> None:
    kept, _, metadata = read(TITLE, LEAD, "5 Mart 2024 11:47", "Ece Gelincik / ANKARA", BODY, MORE)
    assert kept == [LEAD, BODY, MORE]
    assert values(metadata) == {"author": "Ece Gelincik", "place": "ANKARA", "date": "2024-03-05 11:47"}


def test_a_name_below_the_lead_is_the_author_where_a_date_stands_below_it() -> None:
    kept, _, metadata = read(TITLE, LEAD, "Jeanne Dupont", "Publié le 5 mars 2024 à 18h22", BODY, MORE)
    assert (kept, metadata.author) == ([LEAD, BODY, MORE], "Jeanne Dupont")


def test_a_name_alone_below_the_lead_is_the_author_and_no_other_words_are() -> None:
    kept, _, metadata = read(TITLE, LEAD, "Jeanne Dupont", BODY, MORE)
    assert (kept, metadata.author) == ([LEAD, BODY, MORE], "Jeanne Dupont")
    kept, _, metadata = read(TITLE, LEAD, "Ponts et chaussées", BODY, MORE)
    assert (kept, metadata.author) == ([LEAD, "Ponts et chaussées", BODY, MORE], None)


def test_a_line_of_the_place_that_the_text_names_and_an_agency_is_no_author() -> None:
    town = "Vega del Prado"
    text = BODY.replace("The bridge", f"The bridge of {town}")
    kept, _, metadata = read("Bridge opens again", "Ana Gil Roca", f"{town} / EFE", "5 marzo 2024, 20:31", text, MORE)
    assert kept == [text, MORE]
    found = {"author": "Ana Gil Roca", "place": town, "source": "EFE", "date": "2024-03-05 20:31"}
    assert values(metadata) == found


def test_a_place_behind_the_author_and_a_dash_is_one_that_the_text_names() -> None:
    text = BODY.replace("The bridge", "The bridge of Vila das Pedras")
    _, _, metadata = read("Bridge opens again", "Por Ana Gil — Vila das Pedras", "5 mar 2024 17h40", text, MORE)
    assert values(metadata) == {"author": "Ana Gil", "place": "Vila das Pedras", "date": "2024-03-05 17:40"}


def test_an_agency_of_iran_reports_from_a_place() -> None:
    text = "به گزارش ساحل‌نیوز از کوه‌دشت، پل روی رودخانه امروز صبح پس از یک سال دوباره باز شد و مردم از آن گذشتند."
    kept, _, metadata = read("پل دوباره باز شد", text, text.replace("پل", "جاده"))
    assert kept[0] == text
    assert values(metadata) == {"source": "ساحل‌نیوز", "place": "کوه‌دشت"}


def test_behind_the_author_hindi_papers_set_the_place() -> None:
    text = "नदी का पुल आज सुबह एक साल बाद फिर खुल गया और गांव के लोग उसे देखने के लिए दूर दूर से आए। सब खुश थे।"
    kept, _, metadata = read("पुल फिर खुला", "By मोहन तिवारी", f"मोहन तिवारी, रामपुरा। {text}", text)
    assert kept == [text, text]
    assert values(metadata) == {"author": "मोहन तिवारी", "place": "रामपुरा"}


def test_the_hour_may_stand_below_the_day_that_closes_a_release() -> None:
    kept, _, metadata = read("Bridge opens again", BODY, MORE, "2024年3月5日（星期二）", "香港時間14時20分")
    assert (kept, values(metadata)) == ([BODY, MORE], {"date": "2024-03-05 06:20"})


def test_what_is_behind_the_headline_in_markup_may_be_the_author() -> None:
    known = Metadata(title=f"{TITLE} - by Jane Doe")
    _, metadata = read_lines([_heading(TITLE), *_lines(BODY, MORE)], known, LATEST)
    assert (metadata.title, metadata.author, metadata.site) == (TITLE, "Jane Doe", None)


def test_a_name_that_a_class_announces_is_the_author() -> None:
    named = Block("森山みなと", Place(Role.PARAGRAPH, marks=(frozenset({"author", "info"}),)))
    body = "川にかかる橋が一年ぶりに開通し、町の人たちが朝早くから見物に訪れて完成を喜んだと、役場は話しています。"
    pieces = [_heading("橋が開いた"), Piece("森山みなと", named), *_lines(body, body)]
    after, metadata = read_lines(pieces, Metadata(title="橋が開いた"), LATEST)
    assert metadata.author == "森山みなと"
    assert [piece.text for piece in after if piece.kept] == [body, body]


def test_a_day_and_a_name_close_an_item() -> None:
    pieces = _lines(TITLE, BODY, "05.03.2024 - Jana Malá")
    after, metadata = read_lines(pieces, Metadata(), LATEST, listing_item=True)
    assert [piece.text for piece in after if piece.kept] == [BODY]
    assert values(metadata) == {"author": "Jana Malá", "date": "2024-03-05"}


def test_an_item_may_begin_with_its_day_and_a_dash() -> None:
    after, metadata = read_lines(_lines(TITLE, f"March 5, 2024 — {BODY}"), Metadata(), LATEST, listing_item=True)
    assert [piece.text for piece in after if piece.kept] == [BODY]
    assert values(metadata) == {"date": "2024-03-05"}


def test_a_name_below_the_words_that_announce_it_signs_the_report() -> None:
    kept, _, metadata = read("Bridge opens again", BODY, MORE, "Geschreven door", "Anke Bos", "Meer nieuws uit Holm")
    assert (kept, metadata.author) == ([BODY, MORE, "Meer nieuws uit Holm"], "Anke Bos")


def test_a_class_tells_the_author_above_the_title() -> None:
    named = Block("Jane Doe", Place(Role.PARAGRAPH, marks=(frozenset({"author", "box"}),)))
    box = Piece("Jane Doe", named)
    box.remove("model.not-article", "edge")
    _, metadata = read_lines([box, _heading(TITLE), *_lines(BODY, MORE)], Metadata(title=TITLE), LATEST)
    assert metadata.author == "Jane Doe"


def test_the_name_in_the_bracket_that_closes_an_item_is_its_author() -> None:
    after, metadata = read_lines(_lines(TITLE, f"{BODY} (Jana Malá)"), Metadata(), LATEST, listing_item=True)
    assert [piece.text.strip() for piece in after if piece.kept] == [BODY]
    assert metadata.author == "Jana Malá"


def _lines(*texts: str) -> list[Piece]:
    return [Piece(text, Block(text, Place(Role.LINE))) for text in texts]


def _heading(text: str) -> Piece:
    return Piece(text, Block(text, Place(Role.HEADING, 1)))


def test_a_place_alone_under_the_author_is_one_that_the_text_has_behind_in() -> None:
    text = BODY.replace("The bridge", "In Torre de la Vega the bridge")
    kept, _, metadata = read(
        "Bridge opens again", LEAD, "Ana Gil", "Torre de la Vega", "5 marzo 2024, 20:31", text, MORE
    )
    assert kept == [LEAD, text, MORE]
    assert values(metadata) == {"author": "Ana Gil", "place": "Torre de la Vega", "date": "2024-03-05 20:31"}


def test_one_word_with_a_capital_before_a_dash_and_a_sentence_is_a_place() -> None:
    kept, _, metadata = read("Bridge opens again", f"Magelang - {BODY}", MORE)
    assert (kept, metadata.place) == ([BODY, MORE], "Magelang")


def test_what_names_a_kind_of_report_before_a_dash_is_no_place() -> None:
    kept, _, metadata = read("Bridge opens again", f"Exclusive - {BODY}", MORE)
    assert (kept[0], metadata.place) == (f"Exclusive - {BODY}", None)


def test_beside_agency_and_day_a_word_is_the_place() -> None:
    _, _, metadata = read("Bridge opens again", "EFE | Soria | 15/03/2024 - 18:20h", BODY, MORE)
    assert values(metadata) == {"source": "EFE", "place": "Soria", "date": "2024-03-15 18:20"}


def test_arab_papers_set_place_and_author_in_one_line() -> None:
    text = "أعاد أهالي قرية وادي السدر فتح الجسر القديم صباح اليوم، وعبره المئات من سكان القرية والقرى المجاورة."
    line = "وادي السدر - سلمى الراوي"
    kept, _, metadata = read(
        "الجسر يفتح من جديد", line, "22 فبراير 2024 - 17:40", text, text.replace("الجسر", "الطريق")
    )
    assert kept[0] == text
    assert values(metadata) == {"author": "سلمى الراوي", "place": "وادي السدر", "date": "2024-02-22 17:40"}


def test_behind_the_author_and_a_slash_stands_the_outlet() -> None:
    _, _, metadata = read("Bridge opens again", "Por: Ana Gil / Notisur", "5 marzo 2024, 20:31", BODY, MORE)
    assert values(metadata) == {"author": "Ana Gil", "source": "Notisur", "date": "2024-03-05 20:31"}


def test_an_update_of_today_is_no_part_of_the_byline() -> None:
    line = "5 maart 2024, 11:20 • Aangepast vandaag, 13:47 • Door Sanne Hoekwater"
    _, _, metadata = read("Bridge opens again", line, BODY, MORE)
    assert values(metadata) == {"author": "Sanne Hoekwater", "date": "2024-03-05 11:20"}


def test_an_agency_may_follow_the_name_with_nothing_between() -> None:
    _, _, metadata = read("Bridge opens again", "By JANE ROE Associated Press", "March 5, 2024 4:12 PM", BODY, MORE)
    assert values(metadata) == {"author": "JANE ROE", "source": "Associated Press", "date": "2024-03-05 16:12"}


def test_reporters_in_a_bracket_before_the_text_wrote_it() -> None:
    text = "南渡市江边的老桥今天重新开放，上百名市民一早来到桥头，从东岸走到西岸，又从西岸走回东岸。"
    kept, _, metadata = read("老桥重新开放", f"（记者 王小桥 实习生 李渡）{text}", text.replace("桥", "路"))
    assert (kept[0], metadata.author) == (text, "王小桥, 李渡")


def test_wires_of_arab_and_persian_agencies_set_no_dash() -> None:
    text = "افتتحت بلدية رأس الزعفران اليوم الجسر الجديد، وعبره المئات من سكان رأس الزعفران في الساعة الأولى."
    kept, _, metadata = read(
        "الجسر يفتح", f"رأس الزعفران في 4 مارس 2024 / ونا / {text}", text.replace("الجسر", "الطريق")
    )
    assert kept[0] == text
    assert values(metadata) == {"source": "ونا", "place": "رأس الزعفران", "date": "2024-03-04"}


def test_vietnamese_papers_begin_with_their_initials() -> None:
    text = "Cây cầu bắc qua sông được mở lại sáng nay sau một năm, và hàng trăm người dân đã đi qua trong giờ đầu."
    kept, _, metadata = read("Cầu mở lại", f"SNO - {text}", text.replace("cầu", "đường"))
    assert (kept[0], metadata.source) == (text, "SNO")
