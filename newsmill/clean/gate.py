"""Which of many patterns can match a text, told in one pass: an automaton of the literals that they require.

What passes the gate has to be confirmed with the pattern itself; what does not pass cannot match. The automaton (A.
Aho, M. Corasick, "Efficient String Matching", 1975) is built once, in milliseconds, and stays as large as it is. One of
the patterns themselves grows with the lines it sees, for thousands of documents.
"""

from collections import defaultdict
from collections.abc import Iterable

from ahocorasick_rs import BytesAhoCorasick

from newsmill.clean.literals import lower, required


class Gate:
    """Patterns without named groups, back references or flags for the whole pattern."""

    def __init__(self, patterns: Iterable[str]) -> None:
        holders: dict[str, list[int]] = defaultdict(list)
        always: list[int] = []
        for number, pattern in enumerate(patterns):
            strings = required(pattern)
            if strings is None:
                always.append(number)
            for string in strings or ():
                holders[string].append(number)
        self._always = frozenset(always)
        self._holders = [tuple(numbers) for numbers in holders.values()]
        self._automaton = BytesAhoCorasick([string.encode() for string in holders])

    def candidates(self, text: str) -> list[int]:
        """The numbers of the patterns that can match all of a text or a part of it, in order."""
        found = set(self._always)
        for hit, _, _ in self._automaton.find_matches_as_indexes(lower(text).encode(), overlapping=True):
            found.update(self._holders[hit])
        return sorted(found)
