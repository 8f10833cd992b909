"""Chinese script: found by one-sided signs; converted exactly as opencc-python-reimplemented does, plus an overlay."""

import os
import random
import subprocess
import sys
from functools import cache
from pathlib import Path

import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsmill import script
from newsmill.script.dictionaries import chain, configurations
from newsmill.script.overlay import entries
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
    ],
)
def test_overlapping_phrases_are_resolved_by_the_rule_of_the_package(text, config):
    assert script.convert(text, config, overlay=False) == package(config).convert(text)


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


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: f"{entry.source}-{min(entry.configs)}")
def test_every_overlay_entry_holds_in_its_example(entry):
    assert entry.source in entry.example
    assert {config: script.convert(entry.example, config) for config in entry.configs} == dict.fromkeys(
        entry.configs, entry.expected
    )


def test_every_overlay_entry_is_for_configurations_that_exist():
    assert all(entry.configs <= set(CONFIGS) for entry in entries())


def test_the_overlay_changes_nothing_when_it_is_off():
    assert (script.convert("看著乾安縣"), script.convert("看著乾安縣", overlay=False)) == ("看着乾安县", "看著干安县")


def test_phrases_that_are_simplified_already_stay_so():
    settled = sorted({value for group in chain("t2s") for d in group for key, value in d.items() if len(key) > 1})
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
