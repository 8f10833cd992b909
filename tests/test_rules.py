"""Furniture rules: each takes what it names, none takes a true sentence, and trying them is quick."""

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsmill.clean.rulefile import Rule, read_rules
from newsmill.clean.ruleset import Ruleset, Where, bare, load_rules
from newsmill.clean.widgets import match_widgets
from newsmill.errors import UsageError

RULES = load_rules().rules
PLACES: tuple[Where, ...] = ("head", "body", "tail")
LANGUAGES = "any ar cs de el en es fa fr he hi id it ja ko nl pl pt ro ru sv th tr uk vi zh".split()


def found(line: str, where: Where, rules: Ruleset | None = None) -> Rule | None:
    """The rule that takes any part of a line, where it stands."""
    rules = rules or load_rules()
    cut = rules.cut_end(line, where) or rules.cut_start(line, where)
    return rules.match_line(line, where) or (cut and cut[1])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
class TestEveryRule:
    def test_takes_its_examples(self, rule: Rule) -> None:
        """An example is taken by its rule alone, and for the same reason by all rules together."""
        alone = Ruleset.of((rule,))
        for example in rule.examples:
            assert found(example, "tail", alone) is rule, example
            together = found(example, "tail")
            assert together is not None
            assert together.reason == rule.reason, (example, together.id)

    def test_leaves_its_counter_examples(self, rule: Rule) -> None:
        """A near miss is left alone by every rule, wherever it stands."""
        for text in rule.counter_examples:
            for where in PLACES:
                assert found(text, where) is None, text

    def test_stays_in_its_place(self, rule: Rule) -> None:
        """A rule for the edges or the tail of a page leaves the same line alone among the prose."""
        alone = Ruleset.of((rule,))
        in_body = all(found(example, "body", alone) for example in rule.examples)
        in_head = all(found(example, "head", alone) for example in rule.examples)
        assert (in_head, in_body) == {"anywhere": (True, True), "edge": (True, False), "tail": (False, False)}[
            rule.where
        ]


TRAPS = """
See to it that the law is kept, the king told his ministers.
Read the full judgment before you speak, the lawyer advised.
Related industries lost 4,000 jobs in the same quarter.
More on that later in the evening, the spokesman promised.
Most read newspapers on paper until the strike of 1986.
The company said it would no longer store cookies on visitors' devices.
Cookies baked by prisoners were sold at the gate.
We use the river every day, the ferryman said.
Accept the terms or leave, the rebels told the villagers.
“Leave a comment” is printed under every article, he complained.
Comments on the draft may be sent in until Friday.
Nobody left a comment in the visitors' book.
Share your bread with the hungry, the abbot taught.
Shares rose 3 percent on Tuesday.
Print workers walked out at noon.
Subscribe or perish was the motto of the small weekly.
Subscribers to the gas network will pay more from January.
Sign up sheets for the march hung in every pub.
Follow the river north for two days and you reach the pass.
Following a vote, the council closed the school.
Advertising on buses will be banned in May.
Photos of the missing were pinned to the fence.
Photo by photo, the archive is being scanned.
Editing the film took four years.
Copyright was extended to 70 years in 1993.
Download speeds fell by half during the storm.
Search teams found two more bodies.
Home secretary James Roe resigned on Monday.
Back to school, said the minister, means back to work.
Next, the jury will hear the captain.
Contact tracing ended in March.
Menu prices rose faster than wages.
Tags on 40 seals showed where they feed.
This article of the constitution was written in 1949.
JavaScript is taught from the fifth grade.
Disclaimers do not protect the seller, the court held.
网站使用的算法由三名工程师编写。
评论员认为，这一变化早在预料之中。
他在评论中写道，桥应当重建。
分享会上，老人讲述了当年的经历。
编辑出版这套丛书用了十二年。
责任编辑一职至今空缺。
阅读全文的人不到一成。
广告牌被大风吹倒，砸坏两辆汽车。
图片显示，堤坝出现裂缝。
关注儿童健康是全社会的责任。
版权交易额去年增长两成。
請勿轉載的告示貼在牆上已有三年，沒有人理會。
記者在現場看到，車輛排成長龍。
搜索结果显示，两人曾经通信。
打印店老板说，生意大不如前。
コメントした教授は、判決を批判した。
写真に写っていたのは別の船だった。
続きを読むと、手紙は突然終わっていた。
広告主は掲載を取りやめた。
シェアハウスの火災で二人が死亡した。
관련 법안이 국회를 통과했다.
댓글을 조작한 혐의로 기소됐다.
사진에는 두 사람이 나란히 서 있었다.
공유 자전거가 강에 버려졌다.
Комментарии экспертов разошлись.
Читайте детям вслух, советуют врачи.
Поделиться водой согласились соседи.
Фото с места аварии опубликовали спасатели.
Реклама алкоголя запрещена с мая.
Подписка на газету стоила три рубля.
Права на фильм принадлежат студии, решил суд.
Коментарі експертів розійшлися.
Lesen Sie das Urteil, riet der Anwalt.
Kommentare zum Entwurf nimmt das Amt bis Freitag an.
Teilen wollte er das Erbe nicht.
Werbung auf Bussen wird verboten.
Foto und Brief lagen im selben Umschlag.
Drucken ließ er das Flugblatt in Basel.
Lire le jugement prit deux heures au greffier.
Partager l'eau du fleuve devient difficile.
Les commentaires du ministre ont surpris.
La publicité sur les bus sera interdite.
Suivez l'argent, disait l'inspecteur.
Leer la carta le llevó toda la noche.
Compartir el agua del río es cada vez más difícil.
Los comentarios del ministro sorprendieron a todos.
Síguenos, gritó el guía, y corrió hacia el puente.
Ler a carta levou a noite inteira.
Os comentários do ministro surpreenderam a todos.
Condividere l'acqua del fiume è difficile.
I commenti del ministro hanno sorpreso tutti.
Lees het vonnis, zei de advocaat.
Reacties van omwonenden bleven uit.
Komentarze ministra zaskoczyły wszystkich.
Udostępnić akta sąd kazał już w maju.
Komentáře ministra všechny překvapily.
Yorumlar bakanı kızdırdı.
Paylaşılan fotoğraflar eski çıktı.
تعليقات الوزير فاجأت الجميع.
شارك الآلاف في المسيرة يوم الجمعة.
نظرات وزیر همه را شگفت‌زده کرد.
תגובות השר הפתיעו את כולם.
टिप्पणी ने सबको चौंका दिया।
ภาพถ่ายจากดาวเทียมแสดงให้เห็นรอยไฟ
Bình luận của ông khiến mọi người bất ngờ.
Komentar menteri mengejutkan semua orang.
Τα σχόλια του υπουργού εξέπληξαν τους πάντες.
Comentariile ministrului i-au surprins pe toți.
Kommentarerna från ministern överraskade alla.
All rights reserved, the masthead used to say.
Todos los derechos reservados, decía la etiqueta del vino.
Citește și mai încet, a cerut bunica, și copilul a oftat.
Czytaj: tak kazał ojciec, a my siedzieliśmy cicho.
اقرأ أيضاً ما كتبه الناس على الجدار، قال الحارس ثم مضى.
编辑：这两个字写在门上，三十年没有人擦掉。
She asked us to subscribe to the newsletter, and we did.
Der Newsletter der Gemeinde erreicht vierzig Leute.
Подписчики рассылки получили письмо на день раньше.
下載音樂的人越來越少，唱片行老闆卻不擔心。
ชาวบ้านดาวน์โหลดแผนที่ก่อนออกเดินทางไปยังหมู่บ้านบนเขา
""".strip().splitlines()


@pytest.mark.parametrize("sentence", TRAPS)
def test_true_sentences_are_left_alone(sentence: str) -> None:
    """A sentence about cookies, comments, photos or sharing is text, wherever it stands."""
    for where in PLACES:
        rule = found(sentence, where)
        assert rule is None, rule and rule.id
        assert match_widgets(sentence, where) is None


def test_there_is_a_file_for_each_language() -> None:
    """The rules speak all the languages promised, and the shapes that need none."""
    assert sorted({rule.language for rule in RULES}) == LANGUAGES


def test_no_two_rules_have_one_id() -> None:
    """An id names one rule."""
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_patterns_are_linear() -> None:
    """100,000 characters of anything that repeats cost a pattern less than a quarter of a second anywhere."""
    for rule in RULES:
        run = rule.pattern.match if rule.match == "start" else rule.pattern.fullmatch
        for pump in pumps(rule):
            assert any(seconds(run, pump) < 0.25 for _ in range(3)), (rule.id, pump[:40])


def seconds(run: Callable[[str], object], text: str) -> float:
    """CPU that a pattern takes for a text; other work on the machine may disturb one measurement, not three."""
    start = time.process_time()
    run(text)
    return time.process_time() - start


def pumps(rule: Rule) -> list[str]:
    """Texts of 100,000 characters that make a bad pattern go back over them again and again."""
    bodies = ["a", "a ", "1 ", "> ", "· ", "编辑：", "share ", "read more ", "("]
    for example in map(bare, rule.examples):
        bodies += [example, f"{example} ", f"{example.split()[0]} ", f"{example.split()[-1]} "]
    return [(body * (100_000 // len(body) + 1))[:100_000] + "\n" for body in bodies]


@pytest.mark.parametrize("change", [str, str.upper, str.title, lambda text: f"» [{text}] …", lambda text: text + " x"])
def test_choosing_rules_first_changes_nothing(change: object) -> None:
    """What is found through scripts, lengths and joined patterns is what trying the rules one by one finds."""
    assert callable(change)
    for line in (change(example) for rule in RULES for example in rule.examples):
        text = bare(line)
        fits = (rule for rule in RULES if len(text) <= rule.max_letters and rule.pattern.fullmatch(text))
        first = next(fits, None)
        assert load_rules().match_line(line, "tail") is first, line


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="ab 。.!(（)）［】»·\t\u3000编辑：王Editor:Photo", max_size=60), st.sampled_from(PLACES))
def test_cuts_leave_text(line: str, where: Where) -> None:
    """A cut is inside a line: text remains on its other side, and what is cut off is no empty end."""
    end = load_rules().cut_end(line, where)
    if end:
        assert line[: end[0]].strip()
        assert line[end[0] :].strip()
    start = load_rules().cut_start(line, where)
    if start:
        assert line[: start[0]].strip()
        assert line[start[0] :].strip()


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        ("会议将于下周举行。（责任编辑：王五）", "（责任编辑：王五）"),
        ("會議下週舉行。　責任編輯：陳小明", "責任編輯：陳小明"),
        ("The bridge opens in May.  Read more »", "Read more »"),
        ("Workers clear snow. (Photo: Jane Roe)", "(Photo: Jane Roe)"),
        ("A long day. " * 90 + "[Editor: Wang Wei]", "[Editor: Wang Wei]"),
    ],
)
def test_furniture_at_the_end_of_a_line_is_cut(line: str, cut: str) -> None:
    """However long the line, the offset is that of the line as it was given."""
    found_cut = load_rules().cut_end(line, "body")
    assert found_cut is not None
    assert line[found_cut[0] :] == cut


def test_furniture_at_the_start_of_a_line_is_cut() -> None:
    """The text begins after it, whatever blanks and ornament stand around."""
    line = "★ ADVERTISEMENT  -  SCROLL TO CONTINUE   The minister said that the bridge would open."
    found_cut = load_rules().cut_start(line, "body")
    assert found_cut is not None
    assert line[found_cut[0] :] == "The minister said that the bridge would open."


def test_two_furnitures_at_the_end_are_cut_one_by_one() -> None:
    """The last goes first; asked again about the rest, the other goes too."""
    line = "The bridge opens. (Photo: Jane Roe) (Editor: Wang Wei)"
    for expected in ("The bridge opens. (Photo: Jane Roe) ", "The bridge opens. "):
        found_cut = load_rules().cut_end(line, "body")
        assert found_cut is not None
        line = line[: found_cut[0]]
        assert line == expected


def test_a_long_line_is_never_furniture() -> None:
    """A line longer than any rule allows is prose, whatever it starts with."""
    assert load_rules().match_line("See also " + "word " * 90, "tail") is None


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("» Read  more …", "Read more"),
        ("【相关阅读】", "相关阅读"),
        ("(Photo: AFP)", "Photo: AFP"),
        ("—", ""),
        ("(a) b", "(a) b"),
    ],
)
def test_bare_takes_off_ornament(line: str, text: str) -> None:
    """Patterns need not think of arrows, bullets, blanks and brackets around a line."""
    assert bare(line) == text


def test_a_rule_can_be_turned_off() -> None:
    """A rule turned off by its id is not tried; the others stay."""
    assert load_rules().match_line("5 min read", "body") is not None
    rules = load_rules(frozenset({"en.print"}))
    assert rules.match_line("5 min read", "body") is None
    assert rules.match_line("0 comment", "body") is not None


def test_turning_off_a_rule_that_is_not_there_is_an_error() -> None:
    """A typing error in a setting does not pass in silence."""
    with pytest.raises(UsageError, match=r"en\.nothing"):
        load_rules(frozenset({"en.nothing"}))


GOOD = """language = "xx"
[[rule]]
id = "xx.one"
reason = "share"
pattern = ['share', 'pass (on|along)']
examples = ["Share", "Pass along"]
counter_examples = ["Share it not"]
"""


def test_a_list_of_patterns_is_its_alternatives(tmp_path: Path) -> None:
    """Alternatives can stand on lines of their own."""
    (tmp_path / "xx.toml").write_text(GOOD, "utf-8")
    (rule,) = read_rules(tmp_path)
    assert all(rule.pattern.fullmatch(example) for example in rule.examples)


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ('language = "xx"', 'language = "yy"', "xx.toml: language must be 'xx'"),
        ("[[rule]]", "[[rule", "not valid TOML"),
        ('"xx.one"', '"yy.one"', "yy.one: id must start with 'xx'"),
        ('"xx.one"', '"xx.One"', "xx.One: id: String should match"),
        ('id = "xx.one"\n', "", "rule 1: id: Field required"),
        ('"share"', '"because"', "xx.one: reason: Input should be"),
        ("'share'", "'sha(re'", "xx.one: pattern: missing )"),
        ("'share'", r"'(a)\1'", "xx.one: pattern: named groups"),
        ("'share'", "'(?P<a>a)'", "xx.one: pattern: named groups"),
        ("'share'", "'cafe\u0301'", "xx.one: pattern: must be in Unicode NFC"),
        ('["Share", "Pass along"]', '["Share"]', "xx.one: examples: List should have at least 2"),
        ('["Share it not"]', "[]", "xx.one: counter_examples"),
        ("reason =", "max_letters = 901\nreason =", "xx.one: max_letters"),
        ("reason =", "colour = 1\nreason =", "xx.one: colour: Extra inputs"),
    ],
)
def test_a_wrong_rule_file_is_named(tmp_path: Path, old: str, new: str, wrong: str) -> None:
    """The error names the file, the rule and what is wrong."""
    (tmp_path / "xx.toml").write_text(GOOD.replace(old, new), "utf-8")
    with pytest.raises(UsageError, match=re.escape(wrong)):
        read_rules(tmp_path)


def test_an_id_used_twice_is_an_error(tmp_path: Path) -> None:
    """Removed rows name a rule by its id, so it must say which."""
    (tmp_path / "xx.toml").write_text(GOOD + GOOD.partition("\n")[2], "utf-8")
    with pytest.raises(UsageError, match="another rule has this id"):
        read_rules(tmp_path)
