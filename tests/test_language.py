"""The language of a text and of each of its paragraphs."""

import os
import subprocess
import sys
import tomllib
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

from newsmill import script
from newsmill.language import analyse, detect, detect_title
from newsmill.language.claims import Claim, claim
from newsmill.language.evidence import together, weigh
from newsmill.language.profiles import CANDIDATES, profiles
from newsmill.language.scripts import READ, SCRIPTS
from newsmill.language.words import families

ENGLISH = (
    "The council voted on Tuesday to repair the old bridge before the winter, after engineers had warned of cracks.",
    "Residents welcomed the decision, but said that they had asked for it again and again over the past ten years.",
    "Work is expected to begin in the spring and to take about eighteen months, according to the city's engineers.",
)
FRENCH = (
    "Le conseil municipal a voté mardi la réparation du vieux pont avant l'hiver, après les avertissements répétés."
)
GERMAN = "Der Stadtrat hat am Dienstag beschlossen, die alte Brücke noch vor dem Winter von Grund auf zu erneuern."
RUSSIAN = "Городской совет во вторник принял решение отремонтировать старый мост ещё до наступления зимы."
UKRAINIAN = "Міська рада у вівторок ухвалила рішення відремонтувати старий міст ще до настання зими."
CHINESE = "市议会周二投票决定在冬季到来之前修复这座老桥,此前工程师曾警告说桥上出现了裂缝。"
JAPANESE = "市議会は火曜日、冬が来る前に古い橋を修理することを決めた。"

GATE = [
    ("시의회는 화요일에 오래된 다리를 고치기로 했다", "ko"),
    ("สภาเมืองลงมติให้ซ่อมสะพานเก่า", "th"),
    ("Το δημοτικό συμβούλιο ψήφισε", "el"),
    ("מועצת העיר הצביעה", "he"),
    ("Քաղաքային խորհուրդը քվեարկեց", "hy"),
    ("საკრებულომ კენჭი უყარა", "ka"),
    ("নগর পরিষদ ভোট দিয়েছে", "bn"),
    ("ਨਗਰ ਕੌਂਸਲ ਨੇ ਵੋਟ ਪਾਈ", "pa"),
    ("નગર પરિષદે મત આપ્યો", "gu"),
    ("நகர சபை வாக்களித்தது", "ta"),
    ("నగర మండలి ఓటు వేసింది", "te"),
    ("ನಗರ ಸಭೆ ಮತ ಹಾಕಿತು", "kn"),
    ("നഗരസഭ വോട്ട് ചെയ്തു", "ml"),
    ("නගර සභාව ඡන්දය දුන්නේය", "si"),
    ("ສະພາເມືອງລົງຄະແນນ", "lo"),
    ("ក្រុមប្រឹក្សាក្រុងបានបោះឆ្នោត", "km"),
    ("မြို့တော်ကောင်စီ မဲပေးခဲ့သည်", "my"),
    ("የከተማው ምክር ቤት", "am"),
]

SHARED = [
    (ENGLISH[0], "en"),
    (FRENCH, "fr"),
    (GERMAN, "de"),
    (RUSSIAN, "ru"),
    (UKRAINIAN, "uk"),
    ("Общинският съвет гласува във вторник да бъде ремонтиран старият мост преди зимата.", "bg"),
    ("صوّت مجلس المدينة يوم الثلاثاء على إصلاح الجسر القديم قبل حلول الشتاء", "ar"),
    ("شورای شهر روز سه‌شنبه رأی داد که پل قدیمی پیش از زمستان تعمیر شود", "fa"),
    ("سٹی کونسل نے منگل کو پرانے پل کی مرمت کے حق میں ووٹ دیا ہے", "ur"),
    ("नगर परिषद ने मंगलवार को पुराने पुल की मरम्मत के लिए मतदान किया", "hi"),
    ("नगर परिषदेने मंगळवारी जुन्या पुलाच्या दुरुस्तीसाठी मतदान केले आहे", "mr"),
    ("Hội đồng thành phố đã bỏ phiếu hôm thứ Ba để sửa chữa cây cầu cũ trước mùa đông", "vi"),
    ("THE COUNCIL VOTED ON TUESDAY TO REPAIR THE OLD BRIDGE BEFORE THE WINTER", "en"),
]

TELLTALES = [
    ("Borgarstjórn samþykkti á þriðjudag að gera við gömlu brúna áður en veturinn gengur í garð", "is"),
    ("Şəhər şurası çərşənbə axşamı köhnə körpünün təmirinə səs verdi", "az"),
    ("La urba konsilio voĉdonis marde por ripari la malnovan ponton antaŭ ol venos la vintro, ĉar ĝi kadukiĝis", "eo"),
    ("Гарадскі савет у аўторак прагаласаваў за рамонт старога моста яшчэ да зімы", "be"),
    ("Қалалық кеңес сейсенбіде ескі көпірді қысқа дейін жөндеуге дауыс берді", "kk"),
    ("Хотын зөвлөл мягмар гарагт хуучин гүүрийг өвлөөс өмнө засахаар шийдвэрлэлээ", "mn"),
    ("Градско веће је у уторак одлучило да поправи стари мост, рекао је грађевински инжењер", "sr"),
]

ALIKE = [
    ("Gradsko vijeće je u utorak odlučilo da tokom iduće sedmice popravi stari most u Sarajevu", "bs"),
    ("Gradsko vijeće odlučilo je da će tijekom idućega tjedna popraviti stari most", "hr"),
    ("Gradsko veće je u utorak odlučilo da pre zime popravi stari most, gde su primećene pukotine", "sr"),
    ("Градско веће је у уторак одлучило да се поправи стари мост", "sr"),
    ("Советот на градот одлучи во вторникот да го поправи стариот мост", "mk"),
    ("Pemerintah kota memutuskan bahwa jembatan tua itu harus diperbaiki karena retak", "id"),
    ("Kerajaan negeri memutuskan bahawa jambatan lama itu perlu dibaiki kerana retak", "ms"),
    ("Kommunestyret vedtok tirsdag at den gamle broen ikke skal rives, men repareres", "nb"),
    ("Kommunestyret vedtok tysdag at den gamle brua ikkje skal rivast, men vølast", "nn"),
    ("Byrådet vedtog tirsdag, at den gamle bro ikke skal rives, men sættes i stand efter vinteren", "da"),
    ("Umkhandlu uthe ibhuloho elidala kufanele lilungiswe ngoba linemifantu", "zu"),
    ("Ibhunga lithi ibhulorho endala kufuneka ilungiswe kuba ineentanda", "xh"),
    ("Lekgotla le ile la etsa qeto ya hore borokgo ba kgale bo lokiswe hobane bo petsohile", "st"),
    ("Lekgotla le swetsitse gore borogo jwa bogologolo bo baakanngwe gonne bo phatlogile", "tn"),
    ("El ayuntamiento decidió el martes que el puente viejo se repare antes del invierno", "es"),
    ("O concello decidiu o martes que a ponte vella se ha de reparar antes do inverno", "gl"),
    ("L'ajuntament va decidir dimarts que reparar el pont vell era més urgent que cap altra obra", "ca"),
    ("A câmara decidiu na terça-feira que a ponte velha tem de ser reparada antes do inverno", "pt"),
    ("Rada města rozhodla v úterý, že se starý most opraví ještě před zimou", "cs"),
    ("Mestská rada v utorok rozhodla, že starý most sa opraví ešte pred zimou", "sk"),
]

WITHOUT_PROFILE = [
    ("Udalak asteartean erabaki zuen zubi zaharra negua baino lehen konpondu behar dela", "eu"),
    ("Shocraigh an chomhairle Dé Máirt go ndeiseofar an seandroichead roimh an ngeimhreadh", "ga"),
    ("Concilium urbanum decrevit ut pons vetus ante hiemem reficeretur, quod rimae apparuerunt", "la"),
    ("Olukiiko lw'ekibuga lwasazeewo nti olutindo olukadde luddaabirizibwe", "lg"),
    ("I whakatau te kaunihera i te Tūrei kia whakatikahia te piriti tawhito", "mi"),
    ("Kanzuru yeguta yakasarudza kuti bhiriji rekare rigadziriswe nekuti rine mitswe", "sn"),
    ("Khansele ya doroba yi bohe leswaku buloho ra khale ri lunghisiwa hikuva ri na mintlhandlu", "ts"),
    ("Ìgbìmọ̀ ìlú pinnu ní ọjọ́ ìṣẹ́gun láti tún afárá àtijọ́ náà ṣe", "yo"),
]

HEADLINES = [
    "央行宣布下调存款准备金率",
    "央行宣布下調存款準備金率",
    "台積電股價創新高",
    "台积电股价创新高",
    "北京",
    "中国足球队",
    "香港股市收市",
]
KANJI_ONLY = [
    "東京都知事選挙投票率",
    "経済産業省新事務次官",
    "国会議員選挙",
    "日本銀行総裁記者会見",
    "東証株価続落",
    "読売新聞社説",
    "警視庁捜査本部",
]


@pytest.mark.parametrize(("text", "language"), GATE + SHARED + TELLTALES + ALIKE + WITHOUT_PROFILE)
def test_a_sentence_is_in_its_language(text, language):
    assert detect(text) == language


@pytest.mark.parametrize("text", HEADLINES)
def test_a_headline_in_either_script_is_chinese(text):
    assert detect(text) == "zh"


@pytest.mark.parametrize("text", KANJI_ONLY)
def test_a_headline_in_japanese_forms_of_the_signs_is_japanese_without_kana(text):
    assert detect(text) == "ja"


@pytest.mark.parametrize(
    "text",
    [
        "東京の天気",
        "決算発表へ",
        "日本銀行金融政策決定会合の結果公表",
        "カタカナ",
        "國學院大學の學生が箱根駅伝で優勝した",
    ],
)
def test_kana_makes_it_japanese(text):
    assert detect(text) == "ja"


@pytest.mark.parametrize(
    "text",
    ["這間店的飯糰真的很好吃,我愛の味道", "他们在展览上展出了电影《となりのトトロ》的手稿和其他五十多件珍贵的作品原件"],
)
def test_kana_quoted_in_chinese_leaves_it_chinese(text):
    assert detect(text) == "zh"


@pytest.mark.parametrize(
    "text", ["", " \n\n", "2024-05-01 12:30", "https://example.org/a/b?c=d", "desk@example.org", "…!?", "Q4", "\ud800"]
)
def test_text_without_enough_letters_is_undecided(text):
    assert detect(text) == "und"


@pytest.mark.parametrize(
    "extra", [" https://example.org/nachrichten/und/mehr", " wirtschaft@zeitung.example.org", " 2024 12 31 17"]
)
def test_addresses_and_digits_do_not_reach_the_statistics(extra):
    assert analyse([ENGLISH[0] + extra * 20]) == analyse([ENGLISH[0]])


def test_paragraphs_of_two_scripts_keep_their_languages():
    analysis = analyse([ENGLISH[0], CHINESE, ENGLISH[1], JAPANESE, RUSSIAN])
    assert analysis.paragraphs == ("en", "zh", "en", "ja", "ru")


@pytest.mark.parametrize(("other", "language"), [(FRENCH, "fr"), (GERMAN, "de")])
@pytest.mark.parametrize("place", range(4))
def test_a_paragraph_in_another_language_of_the_same_script_is_found(other, language, place):
    paragraphs = [*ENGLISH[:place], other, *ENGLISH[place:]]
    expected = tuple(language if number == place else "en" for number in range(4))
    analysis = analyse(paragraphs)
    assert (analysis.language, analysis.paragraphs) == ("en", expected)


def test_a_short_chinese_line_in_an_english_text_is_chinese():
    assert analyse([ENGLISH[0], "北京", ENGLISH[1]]).paragraphs == ("en", "zh", "en")


@pytest.mark.parametrize("line", ["Di Yi Cai Jing", "Le Monde, Paris", "12:30", "", "Schadenfreude"])
def test_a_short_line_goes_with_the_main_language_of_its_script(line):
    assert analyse([ENGLISH[0], line, ENGLISH[1]]).paragraphs == ("en", "en", "en")


@pytest.mark.parametrize("line", ["Xinhua", "(AFP)", "2024", ""])
def test_a_short_line_without_a_text_in_its_script_goes_with_its_neighbours(line):
    assert analyse([line, CHINESE, line, JAPANESE, line]).paragraphs == ("zh", "zh", "zh", "ja", "ja")


def test_signs_common_to_both_go_with_the_nearest_paragraph_that_tells():
    assert analyse(["東京", JAPANESE, "大阪", CHINESE, "北京"]).paragraphs == ("ja", "ja", "ja", "zh", "zh")


def test_shares_are_by_letters_with_a_han_sign_as_three_and_largest_first():
    analysis = analyse(["山水" * 10, ENGLISH[0]])
    letters = sum(map(str.isalpha, ENGLISH[0]))
    assert analysis.shares == (("en", round(letters / (letters + 60), 3)), ("zh", round(60 / (letters + 60), 3)))


def test_the_language_is_that_of_most_letters_not_of_most_paragraphs():
    assert analyse([FRENCH, CHINESE, *ENGLISH]).language == "en"
    assert analyse(["Read", "More", "Share", CHINESE * 3]).language == "zh"


def test_a_paragraph_longer_than_is_read_still_counts_in_full():
    analysis = analyse([(ENGLISH[0] + " ") * (READ // 50), CHINESE * 100])
    shares = dict(analysis.shares)
    assert shares["en"] == pytest.approx(1 - shares["zh"], abs=0.002)
    assert shares["en"] > 0.6


@pytest.mark.parametrize(
    ("title", "body", "language"),
    [
        ("Bridge talks", ENGLISH, "en"),
        ("Pont-Neuf", [FRENCH], "fr"),
        ("2024", [GERMAN], "de"),
        ("東京", [JAPANESE], "ja"),
        ("東京", [CHINESE], "zh"),
        ("東京", ENGLISH, "zh"),
        ("央行宣布下調存款準備金率", ENGLISH, "zh"),
        ("Міст", [UKRAINIAN, ENGLISH[0]], "uk"),
        (FRENCH, ENGLISH, "fr"),
        (ENGLISH[0], [CHINESE], "en"),
        ("AFP", [CHINESE], "zh"),
        ("AFP", [], "und"),
    ],
)
def test_a_title_is_judged_by_its_letters_and_where_they_are_few_by_its_body(title, body, language):
    assert detect_title(title, analyse(body)) == language


def test_paragraphs_of_a_document_too_long_for_one_batch_are_all_judged():
    paragraphs = [ENGLISH[0] * 100, CHINESE * 300, FRENCH * 100] * 6
    assert sum(map(len, paragraphs)) > 3 * 2**16
    assert analyse(paragraphs).paragraphs == ("en", "zh", "fr") * 6


def test_an_empty_text_is_undecided_and_sure_of_nothing():
    analysis = analyse([])
    assert (analysis.language, analysis.confidence, analysis.shares, analysis.paragraphs) == ("und", 0.0, (), ())


def test_confidence_is_lower_where_languages_share_the_text():
    assert analyse(ENGLISH).confidence > 0.95 > analyse([*ENGLISH, CHINESE]).confidence > 0.5


PLAIN = "Vlak iz Splita stigao je u Rijeku na vrijeme."


def test_a_sentence_that_two_languages_share_goes_with_the_rest_of_its_text():
    croatian = "Tijekom prosinca tvrtka je povećala proizvodnju za tisuću tona, priopćilo je gospodarsko ministarstvo."
    bosnian = "Tokom decembra fabrika je povećala proizvodnju za hiljadu tona, saopštila je sarajevska komisija."
    assert analyse([croatian, PLAIN]).paragraphs == ("hr", "hr")
    assert analyse([bosnian, "Dokument je potpisan."]).paragraphs == ("bs", "bs")
    assert analyse([croatian, bosnian]).paragraphs == ("hr", "bs")


BOKMAAL = (
    "Kommunestyret vedtok på tirsdag at den gamle broen ikke skal rives, men gjøres i stand de neste to årene. " * 2
)
NYNORSK = (
    "Kommunestyret vedtok tysdag at den gamle brua ikkje skal rivast, men vølast i løpet av dei neste to åra. " * 2
)


@pytest.mark.parametrize(
    ("main", "other", "codes"), [(BOKMAAL, NYNORSK, ("nb", "nn")), (NYNORSK, BOKMAAL, ("nn", "nb"))]
)
def test_a_paragraph_of_a_relative_is_told_in_a_document_whose_language_is_plain(main, other, codes):
    assert analyse([*[main] * 20, other, main]).paragraphs == (*[codes[0]] * 20, codes[1], codes[0])


@pytest.mark.parametrize(("body", "language"), [("hr", "hr"), ("bs", "bs")])
def test_a_title_without_telling_words_is_in_the_language_of_the_family_that_its_body_is_in(body, language):
    texts = {language: text for text, language in ALIKE}
    assert detect_title("Dokument je potpisan", analyse([texts[body]])) == language


def test_confidence_is_low_where_only_a_guess_tells_two_languages_apart():
    texts = {language: text for text, language in ALIKE}
    assert analyse(["Dokument je potpisan u srijedu."]).confidence < 0.8 < analyse([texts["nn"]]).confidence


@pytest.mark.parametrize("script", ["Latin", "Cyrillic"])
def test_no_word_of_a_family_stands_in_two_rows_and_every_member_has_some(script):
    tables = tomllib.loads(files("newsmill.language").joinpath("words.toml").read_text("utf-8"))[script]
    for rows in tables.values():
        listed = [word for words in rows.values() for word in words.split()]
        assert sorted(set(listed)) == sorted(listed)
        assert len(rows) >= 2


def test_the_longest_stem_of_a_word_decides_and_a_whole_word_before_it():
    lexicon = families("Latin")["bs", "hr", "sr"]
    assert lexicon.count("sistemima") == {"bs": 1, "sr": 1}
    assert lexicon.count("Sustav, sustavima") == {"hr": 2}
    assert lexicon.count("uvjeti i uvjerenja") == {"hr": 2, "bs": 1}
    assert families("Latin")["id", "ms"].count("kualiti kualitas") == {"ms": 1, "id": 1}


@pytest.mark.parametrize(
    ("text", "script", "claimed", "language"),
    [
        ("Он ждёт у моста", "Cyrillic", "sr", "ru"),
        ("Ve středu opraví starý most", "Latin", "sk", "cs"),
        ("Den nya bron är öppen för trafik", "Latin", "nn", "sv"),
    ],
)
def test_the_claim_of_cld2_does_not_stand_against_letters_that_the_language_does_not_write(
    text, script, claimed, language
):
    evidence = weigh(text, script, Claim(claimed, sure=True))
    assert evidence
    assert evidence.best() == language


def test_a_claim_that_nothing_could_contradict_counts_less_than_the_letters():
    evidence = weigh("I numeri della partita di ieri sera", "Latin", Claim("co", sure=False))
    assert evidence
    assert evidence.best() == "it"


def test_a_language_heard_of_in_one_paragraph_only_gains_nothing_from_the_others():
    texts = ["I numeri della partita di ieri sera", "La squadra ha vinto tre partite di seguito"]
    heard = [weigh(texts[0], "Latin", Claim("co", sure=False)), weigh(texts[1], "Latin", None)]
    assert together([part for part in heard if part]).best() == "it"


@pytest.mark.parametrize("odd", ["\x01", "\ud800", "\ufdd0", "\x0b"])
def test_cld2_reads_text_with_signs_that_it_refuses(odd):
    assert claim(odd.join(ENGLISH)) == claim(" ".join(ENGLISH)) == Claim("en", sure=True)


@pytest.mark.parametrize(("text", "code"), [(GATE[3][0], "he"), (ALIKE[7][0], "nb"), (CHINESE, "zh")])
def test_codes_of_cld2_become_those_of_today(text, code):
    found = claim(text)
    assert found
    assert found.language == code


def test_soft_hyphens_part_no_words():
    assert analyse([ENGLISH[0].replace("e", "\u00ade")]) == analyse([ENGLISH[0]])


@pytest.mark.parametrize("quoted", ["Samsung Galaxy S24", "Champions League Final"])
def test_latin_names_do_not_make_a_line_of_another_script_latin(quoted):
    assert detect(f"{quoted} — новинка года") == "ru"
    assert detect(f"{quoted} یہ بات درست ہے") == "ur"


def test_scripts_do_not_overlap():
    spans = sorted(span for script in SCRIPTS for span in script.spans)
    assert [pair for pair in pairwise(spans) if pair[0][1] >= pair[1][0]] == []


def test_every_profile_of_langdetect_that_shares_its_script_is_a_candidate():
    alone = {"bn", "el", "gu", "he", "ja", "kn", "ko", "ml", "pa", "ta", "te", "th", "zh-cn", "zh-tw"}
    shipped = {entry.name for entry in Path(PROFILES_DIRECTORY).iterdir() if entry.is_file()}
    assert shipped - alone == {name for names in CANDIDATES.values() for name in names}


def test_scores_of_profiles_fit_their_type_and_keys_are_sorted():
    known = profiles("Latin")
    assert known.scores.min() < -10_000
    assert (known.scores <= 0).all()
    assert not known.scores[-1].any()
    assert (known.keys[1:] > known.keys[:-1]).all()


@cache
def langdetect():
    factory = DetectorFactory()
    factory.set_seed(0)
    factory.load_profile(PROFILES_DIRECTORY)
    return factory


@pytest.mark.parametrize(("text", "language"), SHARED[:-1])
def test_the_full_count_agrees_with_langdetect_on_plain_sentences(text, language):
    detector = langdetect().create()
    detector.append(text)
    assert (detector.detect(), detect(text)) == (language, language)


TEXTS = (
    [text for text, _ in GATE + SHARED + TELLTALES + ALIKE + WITHOUT_PROFILE]
    + HEADLINES
    + KANJI_ONLY
    + ["Hello", "ok", "2024"]
)


@settings(max_examples=10, deadline=None)
@given(st.permutations(TEXTS))
def test_the_order_of_calls_changes_no_answer(texts):
    assert {text: detect(text) for text in texts} == {text: detect(text) for text in TEXTS}


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(alphabet=st.characters(exclude_categories=()), max_size=80), max_size=6))
def test_any_text_at_all_has_an_analysis(paragraphs):
    analysis = analyse(paragraphs)
    assert len(analysis.paragraphs) == len(paragraphs)
    assert 0 <= analysis.confidence <= 1
    assert sum(share for _, share in analysis.shares) == pytest.approx(1 if analysis.shares else 0, abs=0.01)


def test_processes_with_different_hash_seeds_agree():
    program = (
        "import sys; from newsmill.language import analyse; from newsmill.script import convert, detect\n"
        "for line in sys.stdin.read().split('\\0'): print(analyse([line, *line.split()]), detect(line), "
        "ascii(convert(line)))"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", program],
            input="\0".join(TEXTS),
            capture_output=True,
            check=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
        ).stdout
        for seed in ("1", "2", "3")
    ]
    assert runs[0] == runs[1] == runs[2]
    assert runs[0].count("\n") == len(TEXTS)


@pytest.mark.parametrize("text", [JAPANESE, *KANJI_ONLY, "대한민국 大韓民國 대통령"])
def test_japanese_and_korean_pass_script_conversion_untouched(text):
    assert script.convert_paragraphs([text], analyse([text]).paragraphs) == [text]
