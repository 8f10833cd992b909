"""Chinese script: found by one-sided signs; converted exactly as opencc-python-reimplemented does, plus an overlay."""

import os
import random
import subprocess
import sys
from functools import cache, partial
from pathlib import Path

import numpy as np
import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsmill import script
from newsmill.codepoints import encode
from newsmill.script.dictionaries import chain, configurations
from newsmill.script.finder import Finder
from newsmill.script.overlay import dropped, sections
from newsmill.script.signs import simplified_only, traditional_only

CONFIGS = ("hk2s", "s2hk", "s2t", "s2tw", "s2twp", "t2hk", "t2s", "t2tw", "tw2s", "tw2sp")
COMMON = "的一是了我不人在他有这個上们来到時大地为子中你说生国年着就那和要她出也得里後自以会,。 -「a1"


@cache
def package(config):
    return opencc.OpenCC(config)


@cache
def words(config):
    """Keys and values of every dictionary of a configuration."""
    groups = chain(config)
    keys = sorted({key for group in groups for dictionary in group for key in dictionary})
    values = sorted({value for group in groups for dictionary in group for value in dictionary.values()})
    return keys, values, list(COMMON)


def lines(config, count, seed):
    """Lines of dictionary words and common signs, some cut so that keys begin and end in the middle of one."""
    draw = random.Random(seed)
    for _ in range(count):
        line = "".join(draw.choice(draw.choice(words(config))) for _ in range(draw.randint(1, 8)))
        yield line[draw.randint(0, 2) :]


@cache
def taiwan_words():
    """What tw2sp has another word for: 螢幕, which is 屏幕 there."""
    return {key for dictionary in chain("tw2sp")[0] for key, value in dictionary.items() if key != value}


@cache
def sentences():
    shared = Path(os.environ.get("NEWSMILL_SHARED", Path(__file__).parents[2] / "shared"))
    file = shared / "bench/language/sentences-dev/zh.txt"
    if not file.is_file():
        pytest.skip(f"the Chinese sentences are not here: {file}")
    return file.read_text("utf-8").splitlines()


def test_every_configuration_of_the_package_is_there():
    assert configurations() == CONFIGS


@pytest.mark.parametrize("config", CONFIGS)
def test_without_overlay_dictionary_words_convert_as_in_the_package(config):
    convert = package(config).convert
    differing = [
        line for line in lines(config, 2000, 7) if script.convert(line, config, overlay=False) != convert(line)
    ]
    assert differing == []


@pytest.mark.parametrize("config", CONFIGS)
def test_without_overlay_sentences_convert_as_in_the_package(config):
    convert, traditional = package(config).convert, package("s2t").convert
    both = [form for sentence in sentences() for form in (sentence, traditional(sentence))]
    assert [line for line in both if script.convert(line, config, overlay=False) != convert(line)] == []


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=60))
def test_any_string_at_all_converts_as_in_the_package(text):
    assert script.convert(text, "tw2sp", overlay=False) == package("tw2sp").convert(text)


@pytest.mark.parametrize(
    ("text", "config"),
    [
        ("欧美发达国家", "s2t"),  # 发达 and not 美发, though 美发 comes first
        ("碼頭與商埠", "tw2sp"),  # one sign that becomes two
        ("理发师发现头发", "s2twp"),
        ("口吃的人吃口飯", "tw2s"),
        ("頭\n髮，干-杯", "t2s"),
        ("葛\U000e0100飾頭髮🀄", "t2s"),  # a sign beyond those of every table
    ],
)
def test_overlapping_phrases_are_resolved_by_the_rule_of_the_package(text, config):
    assert script.convert(text, config, overlay=False) == package(config).convert(text)


FEW = {"頭髮": "头发", "瞭望臺": "瞭望台", "於是": "於是", "埠": "端口", "的了": "底了"}
MANY = {chr(0x4E00 + number) + chr(0x6E00 + number) + "中": chr(0x4E00 + number) + "又中" for number in range(500)}


@pytest.mark.parametrize("exceptions", [FEW, MANY, {**FEW, **MANY}], ids=["by marks", "by pairs", "both"])
@pytest.mark.parametrize(("before", "after"), [("", ""), ("他", "他"), ("頭", ""), ("", "𠮷")])
def test_every_exception_is_found_wherever_it_stands(exceptions, before, after):
    finder = Finder(exceptions.items(), {})
    missed = []
    for key in exceptions:
        text = before + key + after
        anchors = finder.anchors(text, encode(text).astype(np.intp))
        found = {(at - offset, length) for at in anchors for offset, length in finder.places(text, at)}
        missed += [key] if (len(before), len(key)) not in found else []
    assert missed == []


@pytest.mark.parametrize(
    "text", ["", "plain English, 2024", "Москва 2024", "山水人口", "国会开会", "大家好。\n今天天气不错"]
)
def test_text_that_does_not_change_is_returned_itself(text):
    assert script.convert(text) is text


def test_a_long_run_without_punctuation_is_converted_like_its_lines():
    text = "臺灣大學圖書館" * 5000
    assert script.convert(text) == "台湾大学图书馆" * 5000


@pytest.mark.parametrize("config", ["t2jp", "", "T2S", "../config/t2s"])
def test_an_unknown_configuration_is_refused_by_name(config):
    with pytest.raises(ValueError, match="no conversion"):
        script.convert("漢字", config)


@pytest.mark.parametrize(
    ("config", "clause", "expected"),
    [(config, *example) for section in sections() for example in section.examples for config in section.configs],
)
def test_every_overlay_section_holds_in_its_examples(config, clause, expected):
    assert script.convert(clause, config) == expected


def test_every_overlay_section_has_an_example_with_one_of_its_terms():
    for section in sections():
        assert any(term in clause for clause, _ in section.examples for term in section.terms), section.examples


@pytest.mark.parametrize("config", CONFIGS)
def test_every_overlay_term_by_itself_becomes_what_it_should_and_stays_so(config):
    convert = partial(script.convert, config=config)
    terms = {
        key: value
        for part in sections()
        if config in part.configs and not part.within
        for key, value in part.terms.items()
    }
    terms = {key: value for key, value in terms.items() if config != "tw2sp" or key not in taiwan_words()}
    assert {term: convert(term) for term in terms} == terms
    # tw2sp exchanges words and is not for text that went through it: 整合 is one that it makes and one that it takes.
    assert config == "tw2sp" or [value for value in terms.values() if convert(value) != value] == []


def test_a_variant_sign_becomes_one_sign_that_the_table_leaves_alone():
    signs = {key: value for part in sections() if part.rank == "signs" for key, value in part.terms.items()}
    assert {(len(key), len(value)) for key, value in signs.items()} == {(1, 1)}
    assert [value for key, value in signs.items() if key != value and script.convert(value) != value] == []


TRAPS = [
    ("tw2s", "病患痳疹痊癒後返家", "病患麻疹痊愈后返家"),
    ("tw2s", "他瞪著那張泛黃的照片", "他瞪着那张泛黄的照片"),
    ("tw2s", "這本專著由三人合著", "这本专著由三人合著"),
    ("tw2s", "他舉著名牌找座位", "他举着名牌找座位"),
    ("tw2s", "老師批改著作業", "老师批改着作业"),
    ("tw2s", "他一邊哼著歌一邊翻著書", "他一边哼着歌一边翻着书"),
    ("tw2s", "他不修邊幅不著調", "他不修边幅不着调"),
    ("tw2s", "嬰兒睡著後媽媽才著手做菜", "婴儿睡着后妈妈才着手做菜"),
    ("tw2s", "導演執著於細節", "导演执着于细节"),
    ("tw2s", "議會爭論著預算", "议会争论着预算"),
    ("tw2s", "顯著提升且卓有著述", "显著提升且卓有著述"),
    ("tw2s", "這著棋下得妙", "这着棋下得妙"),
    ("t2s", "他憑藉著經驗獲勝", "他凭借着经验获胜"),
    ("hk2s", "他是名著譯者", "他是名著译者"),
    ("t2s", "乾癟的葡萄乾", "干瘪的葡萄干"),
    ("t2s", "曬乾隆冬的衣物", "晒干隆冬的衣物"),
    ("t2s", "演員張乾出席活動", "演员张乾出席活动"),
    ("t2s", "他乾瞪眼乾著急", "他干瞪眼干着急"),
    ("t2s", "李先生把酒喝乾了", "李先生把酒喝干了"),
    ("t2s", "扭轉乾坤的關鍵", "扭转乾坤的关键"),
    ("t2s", "外強中乾的企業", "外强中干的企业"),
    ("t2s", "关於乾隆的故事", "关于乾隆的故事"),
    ("t2s", "王乾坤与李乾共同署名", "王乾坤与李乾共同署名"),
    ("t2s", "太后前後三次垂簾", "太后前后三次垂帘"),
    ("t2s", "影后在后里車站", "影后在后里车站"),
    ("t2s", "請覆核帳目後回覆", "请复核账目后回复"),
    ("t2s", "翻雲覆雨的權術", "翻云覆雨的权术"),
    ("t2s", "覆巢之下無完卵", "覆巢之下无完卵"),
    ("t2s", "覆上保鮮膜冷藏", "覆上保鲜膜冷藏"),
    ("t2s", "函覆監察院", "函复监察院"),
    ("t2s", "鍾情於鐘乳石", "钟情于钟乳石"),
    ("t2s", "千鍾粟與萬鍾", "千钟粟与万钟"),
    ("t2s", "系主任係他姐夫", "系主任系他姐夫"),
    ("t2s", "要衝與沖繩", "要冲与冲绳"),
    ("t2s", "祇見一隻小鳥", "只见一只小鸟"),
    ("t2s", "神祇有靈", "神祇有灵"),
    ("t2s", "衹要努力就行", "只要努力就行"),
    ("t2s", "祇園祭是日本節慶", "祇园祭是日本节庆"),
    ("t2s", "颱風登陸台州", "台风登陆台州"),
    ("t2s", "鬭爭與鬬毆", "斗争与斗殴"),
    ("t2s", "他藉酒澆愁", "他借酒浇愁"),
    ("t2s", "假藉名義斂財", "假借名义敛财"),
    ("t2s", "關於倫敦的報導", "关于伦敦的报导"),
    ("t2s", "由於坦克車故障", "由于坦克车故障"),
    ("t2s", "屬於穆斯林社區", "属于穆斯林社区"),
    ("t2s", "位於崇文門附近", "位于崇文门附近"),
    ("t2s", "樊於期獻頭", "樊於期献头"),
    ("t2s", "在於潛移默化", "在于潜移默化"),
    ("t2s", "歌手陳昇開唱", "歌手陈昇开唱"),
    ("t2s", "直昇機昇空", "直升机升空"),
    ("t2s", "陞官發財", "升官发财"),
    ("t2s", "作曲家甯先生", "作曲家甯先生"),
    ("t2s", "公開徵求徵文", "公开征求征文"),
    ("t2s", "一流徵信社", "一流征信社"),
    ("t2s", "幹甚麼呢", "干什么呢"),
    ("t2s", "鉅細靡遺的鉅著", "巨细靡遗的巨著"),
    ("t2s", "他沈思良久陷入沈思", "他沈思良久陷入沉思"),
    ("t2s", "破釜沈舟", "破釜沉舟"),
    ("t2s", "漫畫分享會", "漫画分享会"),
    ("t2s", "他算帳時發現假帳", "他算账时发现假账"),
    ("t2s", "鍊鋼廠", "炼钢厂"),
    ("t2s", "大相逕庭", "大相径庭"),
    ("t2s", "薰衣草的薰陶", "薰衣草的熏陶"),
    ("t2s", "獲利甚夥", "获利甚夥"),
    ("t2s", "瞭望臺上一目瞭然", "瞭望台上一目了然"),
    ("t2s", "痲瘋病人", "麻风病人"),
    ("t2s", "眞正的敎育", "真正的教育"),
    ("t2s", "旣然卽將離開", "既然即将离开"),
    ("t2s", "妳和牠的故事", "你和它的故事"),
    ("t2s", "揹著書包", "背着书包"),
    ("t2s", "砲彈與鎗枝", "炮弹与枪枝"),
    ("t2s", "玉珮和珮飾", "玉佩和佩饰"),
    ("t2s", "涅槃重生", "涅槃重生"),
    ("t2s", "深水埗居民", "深水埗居民"),
    ("t2s", "椪柑與蓮霧", "椪柑与莲雾"),
    ("t2s", "讐恨與寃枉", "仇恨与冤枉"),
    ("t2s", "牕戶和煙囪", "窗户和烟囱"),
    ("t2s", "王濬樓船", "王濬楼船"),
    ("t2s", "琳瑯滿目", "琳琅满目"),
    ("hk2s", "旺角砵蘭街", "旺角砵兰街"),
    ("hk2s", "佢哋嘅屋企", "佢哋嘅屋企"),
    ("hk2s", "覆診病人", "复诊病人"),
    ("hk2s", "他説着着急起來", "他说着着急起来"),
    ("hk2s", "發佈会与发布会", "发布会与发布会"),
    ("tw2s", "瀋陽與沈家", "沈阳与沈家"),
    ("tw2s", "醫師詹乾教授", "医师詹乾教授"),
    ("tw2s", "他憧憬著未來並思索著人生", "他憧憬着未来并思索着人生"),
    ("tw2s", "她潛心著書而他捧著書", "她潜心著书而他捧着书"),
    ("tw2s", "白雪覆蓋著山頭", "白雪覆盖着山头"),
    ("tw2s", "車隊靠近著名景點", "车队靠近著名景点"),
    ("t2s", "大家乾了一杯敬李承乾", "大家干了一杯敬李承乾"),
    ("t2s", "林文鉅砸下鉅資", "林文钜砸下巨资"),
    ("t2s", "阿僧祇劫祇是一瞬", "阿僧祇劫只是一瞬"),
    ("t2s", "瞭望塔上看得明瞭", "瞭望塔上看得明了"),
    ("t2s", "校讎古書不為報讎", "校雠古书不为报仇"),
    ("t2s", "劉迺文迺是名醫", "刘迺文乃是名医"),
    ("t2s", "青蘋果與青蘋之末", "青苹果与青𬞟之末"),
    ("t2s", "紅麴餅與高昌麴氏", "红曲饼与高昌麹氏"),
    ("t2s", "春蒐時蒐集羽毛", "春蒐时搜集羽毛"),
    ("t2s", "覆盤與覆判不能翻覆事實", "复盘与复判不能翻覆事实"),
    ("t2s", "打拚的人不拚棄希望", "打拼的人不拚弃希望"),
]
"""Clauses with a trap, or the two sides of one, whose signs no table and few phrases decide."""


@pytest.mark.parametrize(("config", "clause", "expected"), TRAPS)
def test_clauses_with_traps_come_right_and_stay_so(config, clause, expected):
    assert script.convert(clause, config) == expected
    assert script.convert(expected, config) == expected


def test_a_term_of_the_user_goes_before_all_others():
    terms = {"著名": "著名的", "螢幕": "显示屏", "礮": "砲"}
    assert script.convert("著名螢幕與礮", "tw2sp", terms=terms) == "著名的显示屏与砲"
    assert script.convert_paragraphs(["螢幕", "螢幕"], ["zh", "ja"], terms=terms) == ["显示屏", "螢幕"]


def test_dry_and_the_name_are_told_apart_by_the_script_around_them():
    assert script.convert("刘东乾在沈阳工作") == "刘东乾在沈阳工作"
    assert script.convert("頭髮東乾在瀋陽工作") == "头发东干在沈阳工作"


def test_the_script_of_a_long_text_is_read_near_the_term_only():
    simplified = "刘先生发现问题" * 30 + "刘建乾在沈阳工作"
    assert script.convert("陳總統談話" * 200 + simplified) == "陈总统谈话" * 200 + simplified
    assert script.convert("等等，看著书，王明等著", "t2s").endswith("王明等著")


def test_the_overlay_changes_nothing_when_it_is_off():
    assert (script.convert("看著乾安縣"), script.convert("看著乾安縣", overlay=False)) == ("看着乾安县", "看著干安县")


def test_phrases_that_are_simplified_already_stay_so():
    phrases = {key: value for d in chain("t2s")[0] for key, value in d.items() if len(key) > 1 and key not in dropped()}
    settled = sorted(set(phrases.values()))
    assert [value for value in settled if script.convert(value) != value] == []


def test_converting_sentences_to_simplified_twice_changes_nothing_more():
    traditional = package("s2t").convert
    once = [script.convert(form) for sentence in sentences() for form in (sentence, traditional(sentence))]
    assert [script.convert(line) for line in once] == once


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("总理会见外国记者", "Hans"),
        ("總理會見外國記者", "Hant"),
        ("這個裡面為了眾人", "Hant"),
        ("总理会见記者並談話", "mixed"),
        ("山水人口", None),
        ("皇后在里面", None),
        ("", None),
        ("no Chinese here", None),
        ("Ελληνικά и русский", None),
    ],
)
def test_script_is_told_by_signs_that_only_one_side_writes(text, found):
    assert script.detect(text) == found


def test_a_single_slip_does_not_make_a_long_text_mixed():
    assert script.detect("總統府發言人說明兩國關係與經濟貿易談判進展" * 3 + "国") == "Hant"


def test_no_sign_is_on_both_sides():
    assert simplified_only() & traditional_only() == frozenset()


@pytest.mark.parametrize("sign", "后里干着著乾台於")
def test_signs_that_both_sides_write_are_on_neither(sign):
    assert sign not in simplified_only() | traditional_only()


def test_another_package_under_the_same_module_name_is_refused(tmp_path):
    """The official OpenCC installs a module of this name too; with it every dictionary would be missing."""
    tmp_path.joinpath("opencc.py").write_text("")
    program = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from newsmill.script import convert; convert('漢')"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False, encoding="utf-8")
    assert "opencc-python-reimplemented is not installed" in done.stderr


def test_only_chinese_paragraphs_are_converted():
    paragraphs = ["總統發表談話", "東京都知事選挙", "대통령 大統領 談話", "A 總統 in English"]
    assert script.convert_paragraphs(paragraphs, ["zh", "ja", "ko", "en"]) == ["总统发表谈话", *paragraphs[1:]]


def test_paragraphs_and_languages_must_pair_up():
    with pytest.raises(ValueError, match="shorter"):
        script.convert_paragraphs(["總統", "談話"], ["zh"])


def test_an_unknown_configuration_is_refused_even_where_nothing_is_chinese():
    with pytest.raises(ValueError, match="no conversion"):
        script.convert_paragraphs(["text"], ["en"], "t2x")
