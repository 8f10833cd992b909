"""The gate: it never keeps a pattern from a text that the pattern matches."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsmill.clean.gate import Gate
from newsmill.clean.literals import lower, required
from newsmill.clean.rulefile import Rule
from newsmill.clean.ruleset import bare, load_rules

RULES = load_rules().rules
LINES = Gate(rule.written for rule in RULES)
STARTS = [rule for rule in RULES if rule.match == "start"]


def missed(line: str) -> list[str]:
    """Rules that match all of a line but do not pass the gate."""
    passed = set(LINES.candidates(line))
    fits = (number for number, rule in enumerate(RULES) if rule.pattern.fullmatch(line))
    return [RULES[number].id for number in fits if number not in passed]


@pytest.mark.parametrize("change", [str, str.upper, str.lower, str.title, str.swapcase])
def test_what_matches_passes(change: type[str]) -> None:
    """Every example of every rule, in capitals too, passes the gate of each rule that matches it."""
    for rule in RULES:
        for example in (*rule.examples, *rule.counter_examples):
            assert missed(change(bare(example))) == [], example


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(RULES), st.data())
def test_what_still_matches_when_a_line_is_changed_passes(rule: object, data: st.DataObject) -> None:
    """Blanks, digits, marks and letters put into examples do not open a way around the gate."""
    line = data.draw(st.sampled_from([example for rule in RULES for example in rule.examples]))
    spot = data.draw(st.integers(0, len(line)))
    added = data.draw(st.text(alphabet=" \u3000\xa07٣৩-–’'.,:：()aéıİßς\u0307漢한", max_size=4))
    assert rule is not None
    assert missed(bare(line[:spot] + added + line[spot:])) == []


def test_a_gate_for_beginnings_lets_beginnings_pass() -> None:
    """What follows the match does not matter."""
    gate = Gate(rule.written for rule in STARTS)
    for number, rule in enumerate(STARTS):
        assert all(number in gate.candidates(example + " and more") for example in rule.examples)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"(?-i:[A-Z]\w+) (?!x)(read|see)\b.{0,120}", "Anna READ the whole of it"),
        (r"a(?=b(c|d))bc", "abc"),
        (r"(?<=a)b|(?<!c)d", "d"),
        (r"\d{1,12}\s?[^\d\s]{3,40}", "٣٤ abc"),
        (r"[\w.+-]{1,40}@\S+\Z", "jane.roe@example.org"),
        (r"\u4e2d\x2e[\u4e00-\u9fff]", "中.文"),
        ("ΔΙΑΦΉΜΙΣΗΣ", "διαφήμισης"),
        ("ilgili haber", "İLGİLİ HABER"),
        (r"a{2}b{,9}c{0,}", "aabbbc"),
        (r"[]x]y", "]y"),
    ],
)
def test_what_a_pattern_matches_passes(pattern: str, text: str) -> None:
    """Lookarounds, edges of words, counts, escapes and the case of all alphabets."""
    assert re.fullmatch(pattern, text, re.IGNORECASE) or pattern.startswith("(?<=")
    assert Gate([pattern]).candidates(text) == [0], required(pattern)


@pytest.mark.parametrize(
    ("pattern", "literals"),
    [
        ("(?:read|see) (?:also|more)s?:.*", {"read also:", "read more:", "see also:", "see more:", "read alsos:",
                                             "read mores:", "see alsos:", "see mores:"}),
        (r".{1,40}(?:©|\(c\))\s?photo", {"photo"}),
        (r"[«“]?tags[»”]?", {"tags", "«tags", "“tags", "tags»", "tags”", "«tags»", "«tags”", "“tags»", "“tags”"}),
        (r"(?:tag)+|(?:mark){2}", {"tag", "mark"}),
        (r"\d+ (?!x)comments?\b", {" comment", " comments"}),
        (r"a{1}b{0,3}?c++", {"a"}),
        (r"(?:note|\w+)", None),
        (r"(?:optional)?", None),
        (r"[^x]*[a-f][0-9]", None),
    ],
)  # fmt: skip
def test_a_pattern_requires_the_longest_of_its_literals(pattern: str, literals: set[str] | None) -> None:
    """What is written out is joined, alternatives are all needed, what may be left out needs nothing."""
    assert required(pattern) == literals


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_nearly_every_rule_requires_a_literal(rule: Rule) -> None:
    """A rule without one is tried on every line; those that do begin with a figure or with a name."""
    assert required(rule.written) is not None or rule.id in {"any.counter", "any.sign-off"}


def test_what_cannot_match_does_not_pass() -> None:
    """A gate that lets everything pass would be no gate."""
    line = "The river rose by two metres in the night, and nobody slept."
    assert len(LINES.candidates(line)) < len(RULES) / 50
    assert not load_rules().may_know(line)


def test_lower_case_is_one_for_letters_that_are_one() -> None:
    """The i's of Turkish and the sigmas of Greek."""
    assert lower("İLGİLİ") == lower("ilgili") == lower("ılgılı")
    assert lower("ΛΌΓΟΣ") == lower("λόγος")
