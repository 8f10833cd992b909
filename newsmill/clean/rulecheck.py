"""A rule file tried on its own examples, for whoever writes rules: the same check that the tests make."""

from pathlib import Path
from typing import get_args

from newsmill.clean.rulefile import Rule, read_rules
from newsmill.clean.ruleset import Ruleset, Where
from newsmill.errors import UsageError


def check_rule_file(file: Path) -> tuple[Rule, ...]:
    """The rules of a file, each of which takes its examples and leaves its counter examples.

    The other rule files of its folder are read too, since no two rules may have one id.
    Raises UsageError with the rule and the line that it is wrong about.
    """
    if not file.is_file():
        raise UsageError(f"there is no rule file {file}")
    rules = tuple(rule for rule in read_rules(file.parent) if rule.language == file.stem)
    for rule in rules:
        alone = Ruleset.of([rule])
        for line in rule.examples:
            if not _takes(alone, line):
                raise UsageError(f"{file}: {rule.id} does not take its example {line!r}")
        for line in rule.counter_examples:
            if _takes(alone, line):
                raise UsageError(f"{file}: {rule.id} takes {line!r}, which it must not")
    return rules


def _takes(rules: Ruleset, line: str) -> bool:
    """Whether a line, or an end of it, is furniture to the rules anywhere on a page."""
    places: tuple[Where, ...] = get_args(Where)
    return any(
        rules.match_line(line, place) or rules.cut_end(line, place) or rules.cut_start(line, place) for place in places
    )
